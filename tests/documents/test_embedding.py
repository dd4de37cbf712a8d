"""Drawn glyphs: outlines of CFF fonts, layered colour glyphs, bitmaps, more glyphs than one font holds, threads."""

import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

from microinf_desktop.documents import font_files
from microinf_desktop.documents import fonts as font_room
from microinf_desktop.documents.fonts import FontLibrary, get_library
from microinf_desktop.documents.page import Canvas
from microinf_desktop.documents.styles import BODY
from microinf_desktop.documents.text import draw_text
from tests.documents.pdf_reading import reader_of, set_text, squeezed, text_of

_SQUARE = ((100, 0), (100, 700), (800, 700), (800, 0))


def _draw(pen: Any) -> Any:
    pen.moveTo(_SQUARE[0])
    for point in _SQUARE[1:]:
        pen.lineTo(point)
    pen.closePath()
    return pen


def _builder(*, is_truetype: bool, characters: dict[int, str]) -> FontBuilder:
    names = [".notdef", *dict.fromkeys(characters.values()), "layer"]
    builder = FontBuilder(1000, isTTF=is_truetype)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(characters)
    if is_truetype:
        empty = TTGlyphPen(None).glyph()
        builder.setupGlyf({name: empty if name == ".notdef" else _draw(TTGlyphPen(None)).glyph() for name in names})
    else:
        strings = {name: _draw(T2CharStringPen(900, None)).getCharString() for name in names}
        builder.setupCFF("Drawn", {}, strings, {})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (900, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Drawn", "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    return builder


def _use(builder: FontBuilder, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> FontLibrary:
    builder.save(str(folder / name))
    library = FontLibrary((folder, *font_files._package_folders()))
    monkeypatch.setattr(font_room, "get_library", lambda: library)
    return library


def _colors(text: str) -> set[tuple[int, ...]]:
    """All colours on the page, as rendered."""
    canvas = Canvas("unused.pdf", pagesize=(60, 60))
    draw_text(canvas, 10, 20, text, BODY.but(size=30))
    canvas.showPage()
    image = pypdfium2.PdfDocument(canvas.getpdfdata())[0].render(scale=1).to_pil().convert("RGB")
    return {color for _, color in image.getcolors(maxcolors=100_000) or ()}


def test_layers_of_a_colour_font_are_drawn_in_their_colours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builder = _builder(is_truetype=True, characters={0x1F9FF: "eye"})
    builder.font["COLR"] = buildCOLR({"eye": [("layer", 0)]}, version=0)
    builder.font["CPAL"] = buildCPAL([[(1.0, 0.0, 0.0, 1.0)]])
    _use(builder, "notocoloremoji.ttf", tmp_path, monkeypatch)
    assert (255, 0, 0) in _colors("\U0001f9ff")
    assert "\U0001f9ff" in text_of(set_text("an \U0001f9ff eye"))


def test_outlines_of_a_postscript_font_take_the_colour_of_the_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _use(_builder(is_truetype=False, characters={0x738B: "king"}), "notosanscjk.otf", tmp_path, monkeypatch)
    assert (28, 27, 25) in _colors("王")  # ink


def test_a_character_outside_every_font_is_never_a_box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = _use(_builder(is_truetype=True, characters={0x41: "A"}), "one.ttf", tmp_path, monkeypatch)
    assert [glyph.character for glyph in library.missing(["王"])] == ["王"]
    assert "[U+738B]" in text_of(set_text("王"))


def test_more_clusters_than_one_font_holds() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 600)))
    if get_library().missing([text]):
        pytest.skip("no installed font has these characters")
    data = set_text(text, text[::-1])
    assert squeezed(text_of(data)) == text + text[::-1]
    fonts: Any = reader_of(data).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert len([name for name in fonts if name.startswith("/D")]) == 3


def test_glyphs_that_stand_for_several_characters_keep_them_apart() -> None:
    # Greek omega and the ohm sign, the hyphens, delta and increment: often one glyph, always two characters.
    text = "\u03a9\u2126 \u0394\u2206 \u00b5\u03bc -\u2010\u2011 K\u212a"
    assert squeezed(text_of(set_text(text))) == squeezed(text)


def test_emoji_are_pictures_that_can_be_copied() -> None:
    if get_library().missing(["🌸"]):
        pytest.skip("no emoji font")
    assert len(_colors("🌸")) > 20
    assert text_of(set_text("a 🌸 b")).strip() == "a 🌸 b"


def test_documents_made_in_threads_are_those_made_alone() -> None:
    texts = [f"Contract {n} for Ana, محمد and 王 🌸 {'x' * n}" for n in range(24)]
    alone = [set_text(text) for text in texts]
    fresh = FontLibrary()
    original = font_room.get_library
    try:
        font_room.get_library = lambda: fresh  # type: ignore[assignment]
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(set_text, texts))
    finally:
        font_room.get_library = original
    assert together == alone


def test_a_subset_is_a_font_of_its_own() -> None:
    face = get_library().main(400)
    small = face.subset("Ab1")
    assert len(small) < 20_000
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(small))
    assert {"glyf", "loca", "hmtx", "head", "maxp", "hhea"} <= set(font.keys())
    assert not {"GSUB", "GPOS", "name", "cmap", "OS/2"} & set(font.keys())

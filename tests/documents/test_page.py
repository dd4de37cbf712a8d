"""Pages: number of all pages, metadata, outline, fonts, pictures, and bytes that never change."""

import hashlib
import os
import subprocess
import sys
from typing import Any

import pytest

from microinf_desktop.charts.colors import contrast
from microinf_desktop.documents.page import Canvas, Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import (
    ACCENT,
    BODY,
    CONTRACT_MARGINS,
    DANGER,
    INK,
    NOTE,
    SECTION,
    client_color,
    paper_for,
)
from microinf_desktop.documents.text import Run
from microinf_desktop.domain.errors import KnownError
from tests.documents.pdf_reading import document, reader_of, set_text

_SCRIPT = """
from microinf_desktop.documents.text import Run
from tests.documents.pdf_reading import set_text
import hashlib
data = set_text(["Ana ", Run("محمد علي 🌸 王 é", weight=600), " <b> & 100"], "e\\u0301 Жанна" * 50)
print(hashlib.sha256(data).hexdigest())
"""


def _paragraphs(count: int) -> list[Any]:
    return [Para(f"Paragraph {n}. " + "text " * 60, BODY) for n in range(count)]


def test_every_page_says_how_many_there_are() -> None:
    def footer(page: PageInfo) -> None:
        page.page_of(page.right, 30, NOTE.but(align="right"))

    pages = reader_of(document(decorate=footer).build(_paragraphs(60))).pages
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()


def test_pages_are_laid_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    real = Para.drawOn

    def noted(self: Para, *where: Any, **more: Any) -> None:
        drawn.append(self.text)
        real(self, *where, **more)

    monkeypatch.setattr(Para, "drawOn", noted)
    document(decorate=lambda page: page.page_of(100, 30)).build([Para(f"p{n}", BODY) for n in range(100)])
    assert drawn == [f"p{n}" for n in range(100)]


def test_first_page_may_differ() -> None:
    pages = reader_of(document(
        decorate=lambda page: page.text(page.left, 800, "later", NOTE),
        decorate_first=lambda page: page.text(page.left, 800, "letterhead", NOTE),
        first_header_height=200,
    ).build(_paragraphs(40))).pages
    assert "letterhead" in pages[0].extract_text()
    assert "later" not in pages[0].extract_text()
    assert "later" in pages[1].extract_text()


def test_metadata_language_and_outline() -> None:
    info = DocumentInfo("Tïtle <b>", "Agency & Söhne", "de", "Campaign", ("one", "two"))
    data = Document(info, margins=CONTRACT_MARGINS).build([
        Para("First & <second>", SECTION, bookmark="one"), Para("Under", BODY, bookmark="two", outline_level=1),
    ])
    reader = reader_of(data)
    assert reader.metadata is not None
    assert (reader.metadata.title, reader.metadata.author) == ("Tïtle <b>", "Agency & Söhne")
    assert reader.metadata["/Keywords"] == "one, two"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "de"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    first, under = reader.outline
    assert first["/Title"] == "First & <second>"  # type: ignore[call-overload]
    assert under[0]["/Title"] == "Under"  # type: ignore[index,call-overload]


def test_links_jump_to_bookmarks() -> None:
    data = document().build([Para(["see ", Run("clause 2", link="two")], BODY), Para("2", BODY, bookmark="two")])
    page: Any = reader_of(data).pages[0]
    link = page["/Annots"][0].get_object()
    target, kind, _, top, _ = link["/Dest"]
    assert (target.get_object()["/Type"], kind) == ("/Page", "/XYZ")
    assert top < link["/Rect"][1] + 10  # the place lies below the line with the link


def test_all_fonts_are_embedded() -> None:
    data = set_text("Latin Жанна", "محمد 王 🌸")
    fonts = reader_of(data).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    kinds = {font.get_object()["/Subtype"] for font in fonts.values()}
    assert kinds <= {"/Type0", "/Type3"}
    assert b"Helvetica" not in data


def test_the_same_text_gives_the_same_bytes_in_any_process() -> None:
    digests = set()
    for seed, language in (("0", "C"), ("4711", "ja_JP.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LANG": language, "LC_ALL": language, "TZ": f"X{seed[0]}"}
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, text=True, check=True,
            cwd=os.getcwd(),
        )
        digests.add(done.stdout.strip())
    assert len(digests) == 1


def test_what_was_set_before_does_not_change_the_bytes() -> None:
    first = set_text("Ana 王")
    set_text("quite different words, Жанна محمد 🌸 ☃", "and more")
    assert hashlib.sha256(set_text("Ana 王")).digest() == hashlib.sha256(first).digest()


def test_pictures_come_from_bytes_only() -> None:
    canvas = Canvas("unused.pdf")
    with pytest.raises(KnownError, match="not a picture"):
        draw_image(canvas, b"/etc/passwd", 0, 0, 10, 10)


def test_paper_follows_the_country() -> None:
    assert paper_for("US") == paper_for("mx") == "letter"
    assert paper_for("DE") == paper_for(None) == paper_for("") == "a4"
    letter = Document(DocumentInfo("t", "a"), paper="letter", margins=CONTRACT_MARGINS).build(_paragraphs(1))
    assert [float(value) for value in reader_of(letter).pages[0].mediabox[2:]] == [612, 792]


def test_client_colours_are_readable_and_never_look_like_danger() -> None:
    assert client_color(None) == client_color("") == ACCENT
    assert client_color("#7B4A12") == "#7B4A12"
    assert contrast(client_color("#FFE14D"), "#FFFFFF") >= 3
    assert client_color(DANGER) == INK
    assert client_color("#B02E33") == INK

"""One family for all documents, a stand-in for what it lacks, and a list of what nothing can draw."""

import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from microinf_desktop.documents import font_files
from microinf_desktop.documents import fonts as font_room
from microinf_desktop.documents.fonts import FontLibrary, get_library, missing_characters
from tests.documents.pdf_reading import set_text, squeezed, text_of

_GREEK_TO_VIETNAMESE = "Łódź ğüşöçİı Ѐжщѣ Ωμέγα ễịựĐ €£„“”’–…"


@pytest.fixture(scope="module")
def packaged() -> FontLibrary:
    """Only what pip installed: Source Sans Pro and the DejaVu inside matplotlib."""
    return FontLibrary(tuple(font_files._package_folders()))


def test_inter_is_the_family_where_it_is_installed(tmp_path: Path) -> None:
    files = font_files.list_font_files(font_files.font_folders())
    if not any(path.name.lower() in font_files._VARIABLE_NAMES for path in files):
        pytest.skip("Inter is not installed on this machine")
    assert get_library().family == "Inter"
    # A variable file serves both weights.
    assert get_library().main(400).word("Hamburg") != get_library().main(600).word("Hamburg")


def test_source_sans_is_the_family_elsewhere(packaged: FontLibrary) -> None:
    assert packaged.family == "Source Sans Pro"
    assert packaged.main(400).postscript_name == "SourceSansPro-Regular"
    assert packaged.main(700) is packaged.main(600)


@pytest.mark.parametrize("weight", [400, 600])
def test_both_families_have_latin_greek_cyrillic_and_vietnamese(packaged: FontLibrary, weight: int) -> None:
    for library in (packaged, get_library()):
        assert not library.missing([_GREEK_TO_VIETNAMESE])
        assert all(library.can_draw(char, weight) for char in _GREEK_TO_VIETNAMESE if not char.isspace())


def test_figures_have_one_width(packaged: FontLibrary) -> None:
    for face in (packaged.main(400), packaged.main(600), get_library().main(400)):
        widths = {round(face.word(digit)[0], 4) for digit in "0123456789"}  # type: ignore[index]
        assert len(widths) == 1, face.name


def test_characters_without_a_font_are_listed_once_with_their_text(packaged: FontLibrary) -> None:
    found = packaged.missing(["Ana", "王 and 王", "क"])
    assert [(glyph.character, glyph.text) for glyph in found] == [("王", "王 and 王"), ("क", "क")]
    assert str(found[0]) == "U+738B CJK UNIFIED IDEOGRAPH-738B in “王 and 王”"


def test_private_and_unassigned_characters_are_missing_and_controls_are_not() -> None:
    assert [glyph.character for glyph in missing_characters(["a\ue000b", "\U000e1234"])] == ["\ue000", "\U000e1234"]
    assert missing_characters(["bell\x07", "soft\u00adhyphen", "mark\u200f", "\ufe0f", " \u2003\n"]) == []


def test_stand_in_fonts_are_found_by_character(packaged: FontLibrary) -> None:
    arabic = packaged.fallback.find("م", 400)
    assert arabic is not None
    assert "DejaVu" in arabic.key
    assert packaged.fallback.find("م", 600) is not arabic
    assert packaged.fallback.find("\ue000", 400) is None


def test_a_document_in_the_packaged_family_reads_back(
    packaged: FontLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(font_room, "get_library", lambda: packaged)
    data = set_text(_GREEK_TO_VIETNAMESE, "محمد علي", "王 has no font here")
    text = squeezed(text_of(data))
    assert squeezed(_GREEK_TO_VIETNAMESE) in text
    assert "محمدعلي" in text
    assert "[U+738B]hasnofonthere" in text
    assert b"SourceSansPro-Regular" in data


def test_unreadable_font_files_are_passed_over(tmp_path: Path, packaged: FontLibrary) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    (tmp_path / "notosansarabic.ttf").write_bytes(b"\x00\x01\x00\x00" + bytes(40))
    (tmp_path / "dangling.ttf").symlink_to(tmp_path / "nowhere.ttf")
    library = FontLibrary((tmp_path, *font_files._package_folders()))
    assert library.fallback.find("م", 400) is not None
    assert [glyph.character for glyph in library.missing(["王"])] == ["王"]


@pytest.fixture
def _fresh_file_cache() -> object:
    font_files.tabular_font_file.cache_clear()
    yield
    font_files.tabular_font_file.cache_clear()


@pytest.mark.usefixtures("_fresh_file_cache")
def test_a_file_with_tabular_figures_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *a, **k: str(tmp_path / "cache"))
    first = font_files.tabular_font_file(400)
    assert first.parent == tmp_path / "cache" / "fonts"
    font = TTFont(io.BytesIO(first.read_bytes()))
    widths = {font["hmtx"][font.getBestCmap()[ord(digit)]][0] for digit in "0123456789"}
    assert len(widths) == 1
    changed = first.stat().st_mtime_ns
    font_files.tabular_font_file.cache_clear()
    assert font_files.tabular_font_file(400) == first
    assert first.stat().st_mtime_ns == changed
    assert [path.name for path in first.parent.iterdir()] == [first.name]


@pytest.mark.usefixtures("_fresh_file_cache")
def test_without_a_cache_folder_the_file_is_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the cache folder should be")
    monkeypatch.setattr("platformdirs.user_cache_dir", lambda *a, **k: str(blocked))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = font_files.tabular_font_file(600)
    assert file.is_file()
    assert blocked.is_file()

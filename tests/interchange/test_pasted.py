"""What somebody pasted into the window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.handles import Handle
from microinf_desktop.interchange.pasted import PastedCaption, PastedHandle, PastedTable, classify_paste


@pytest.mark.parametrize(("text", "platform", "handle"), [
    ("leomessi", None, "leomessi"), (" @ana.k\n", None, "ana.k"), ("IG: ana.k", Platform.INSTAGRAM, "ana.k"),
    ("https://www.instagram.com/ana.k/?hl=de", Platform.INSTAGRAM, "ana.k"),
    ("youtube.com/@MrBeast", Platform.YOUTUBE, "MrBeast"),
])
def test_handles_and_profile_links(text: str, platform: Platform | None, handle: str) -> None:
    pasted = classify_paste(text)
    assert isinstance(pasted, PastedHandle)
    assert pasted.handle == Handle(platform, handle)


@pytest.mark.parametrize("text", [
    "#ad", "Wow!", "Loving my new serum! #ad @brand", "Gorgeous day\nwith @brand\n#ad",
    "Hello, friends,\nthis is, well, a post",
    "Love\nthis\nlook", "Ana Berg", "write to a@b.example", "https://instagram.com/p/XX/",
    "One\n\ttab\nin\na\nlong\npost",
])
def test_captions_stay_as_they_are(text: str) -> None:
    assert classify_paste(text) == PastedCaption(text)


@pytest.mark.parametrize(("text", "rows", "columns"), [
    ("handle\tfollowers\nana\t12K", 2, 2), ("ana\t12K\tGermany", 1, 3),
    ("@ana\n@bob\nhttps://tiktok.com/@cleo", 3, 1),
    ("name,handle,followers\nAna,ana,12000", 2, 3), ("Name;Land\nAna;Spanien", 2, 2),
])
def test_cells_of_a_table(text: str, rows: int, columns: int) -> None:
    assert classify_paste(text) == PastedTable(text, rows, columns)


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_is_nothing(text: str) -> None:
    assert classify_paste(text) is None


@given(st.text(max_size=80))
def test_any_text_is_one_of_them(text: str) -> None:
    pasted = classify_paste(text)
    assert (pasted is None) == (not text.strip())

"""Packing list and labels: everything is on it, nothing is broken over pages, each label at its place."""

import io
from datetime import date

import pdfplumber
import pytest

from microinf_desktop.documents.parcels import LABEL_SHEETS, render_labels, render_packing_list
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.seeding import Parcel, ParcelItem

DAY = date(2026, 11, 24)
ITEMS = (ParcelItem("Winter Blend", "tin", "WB-T", 2), ParcelItem("Mug", "", "", 1))


def parcel(number: int, **fields: object) -> Parcel:
    given: dict[str, object] = {
        "recipient": f"Person {number:02}", "address": "Hafenstr. 4\n20457 Hamburg", "country": "DE",
        "campaign": "Winter", "items": ITEMS, "weight_grams": 1_540, "carrier": "DHL", "send_by": DAY,
    }
    return Parcel(number, **{**given, **fields})  # type: ignore[arg-type]


def pages(pdf: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return [page.extract_text() for page in document.pages]


def test_the_list_says_what_to_take_and_where_it_goes() -> None:
    text = pages(render_packing_list([parcel(1), parcel(2, note="Fragile")], "Kestrel Lane", DAY))[0]
    assert "2 parcels" in text
    assert "Winter Blend tin WB-T 4" in text
    assert "Mug – – 2" in text
    assert "20457 Hamburg" in text
    assert "GERMANY" in text
    assert "2 × Winter Blend, tin" in text
    assert "1,540 g · DHL · send by 24 November 2026" in text
    assert "Fragile" in text
    assert "Page 1 of 1" in text


def test_no_parcel_is_broken_over_pages() -> None:
    found = pages(render_packing_list([parcel(n) for n in range(1, 31)], "Kestrel Lane", DAY))
    assert len(found) > 2
    for page in found:
        assert page.count("Person ") == page.count("GERMANY") == page.count("send by")


def test_the_same_parcels_give_the_same_bytes() -> None:
    assert render_labels([parcel(1)], "Kestrel Lane") == render_labels([parcel(1)], "Kestrel Lane")


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_each_label_lies_within_its_own(paper: str) -> None:
    sheet = LABEL_SHEETS[paper]
    number = sheet.columns * sheet.rows
    made = render_labels([parcel(n) for n in range(1, number + 1)], "Kestrel Lane, Hamburg", paper=paper)
    with pdfplumber.open(io.BytesIO(made)) as document:
        (page,) = document.pages
        for place in range(number):
            x = sheet.left + place % sheet.columns * sheet.pitch_x
            top = sheet.top + place // sheet.columns * sheet.pitch_y
            text = page.crop((x, top, x + sheet.width, top + sheet.height)).extract_text()
            assert f"Person {place + 1:02}" in text
            assert "Kestrel Lane" in text
            assert "GERMANY" in text


def test_used_labels_are_skipped_and_the_rest_goes_to_the_next_sheet() -> None:
    found = pages(render_labels([parcel(n) for n in range(1, 4)], "Kestrel Lane", skip=6))
    assert [text.count("Person") for text in found] == [2, 1]


def test_what_cannot_be_printed_is_refused_by_name() -> None:
    with pytest.raises(KnownError, match="No address is on file for Person 01"):
        render_labels([parcel(1, address=" ")], "Kestrel Lane")
    with pytest.raises(KnownError, match="no parcel to print"):
        render_packing_list([], "Kestrel Lane", DAY)


def test_markup_prints_as_typed() -> None:
    text = pages(render_labels([parcel(1, recipient="<b>Klara</b> & {Co}")], "Kestrel Lane"))[0]
    assert "<b>Klara</b> & {Co}" in text

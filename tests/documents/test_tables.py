"""Tables repeat their head, keep rows whole and lose nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.documents.tables import Column, DataTable, data_table
from tests.documents.pdf_reading import document, reader_of, squeezed, text_of

_COLUMNS = (Column("Deliverable"), Column("Platform"), Column("Fee", "right"))


def _table(count: int, **options: object) -> DataTable:
    rows = [(f"Reel {n}", "Instagram", f"{n}.00") for n in range(count)]
    return data_table(_COLUMNS, rows, document().content_width, **options)  # type: ignore[arg-type]


def test_the_head_repeats_on_each_page() -> None:
    data = document().build([_table(120, total=("Total", "", "99.00"))])
    pages = [page.extract_text() for page in reader_of(data).pages]
    assert len(pages) > 2
    assert all(page.lstrip().startswith("Deliverable") for page in pages)
    text = squeezed("".join(pages))
    assert all(f"Reel{n}Instagram{n}.00" in text for n in range(120))
    assert "Total" in pages[-1]
    assert "Reel 119" in pages[-1]  # the total does not stand alone


def test_columns_that_ask_for_little_get_it() -> None:
    rows = [("x " * 400, "Instagram", "1.00")]
    table = data_table(_COLUMNS, rows, 400)
    assert sum(table._widths) == pytest.approx(400)
    assert table._widths[1] < 80
    assert table._widths[0] > 200


def test_fixed_shares_are_kept() -> None:
    table = data_table((Column("A", share=0.25), Column("B")), [("a", "b")], 400)
    assert table._widths == pytest.approx([100, 300])


def test_short_tables_stay_whole() -> None:
    table = _table(4)
    _, height = table.wrap(0, 0)
    assert table.split(400, height - 1) == []
    assert table.least_height() == height


def test_long_tables_begin_with_two_rows() -> None:
    table = _table(40)
    head_and_row = sum(table._heights[:2]) if table.wrap(0, 0) else 0
    assert table.split(400, head_and_row + 1) == []
    first, second = table.split(400, table.least_height() + 1)
    assert len(first.rows) == 3
    assert len(second.rows) == 39  # 38 rows and the head


@settings(max_examples=15)
@given(st.integers(1, 12_000), st.integers(0, 30))
def test_a_giant_cell_is_broken_over_pages(letters: int, rows_before: int) -> None:
    rows = [("row", "y", "1")] * rows_before + [("w" * letters, "Instagram", "1.00"), ("after", "x", "2")]
    data = document().build([data_table(_COLUMNS, rows, document().content_width)])
    text = squeezed(text_of(data))
    assert text.count("w") == letters + rows_before  # the rows before hold one w each
    assert text.endswith("afterx2")


def test_markup_in_cells_prints_as_typed() -> None:
    data = document().build([data_table(_COLUMNS, [("<b>x</b> & <i>", "<img src=a>", "1")], 400)])
    assert "<b>x</b> & <i>" in text_of(data)
    assert "<img src=a>" in text_of(data)

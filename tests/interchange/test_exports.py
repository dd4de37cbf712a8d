"""Tables out: what a spreadsheet may not run, what it must be able to sort."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from microinf_desktop.interchange.exports import write_table


def test_a_spreadsheet_keeps_days_numbers_and_texts_apart(tmp_path: Path) -> None:
    rows: list[list[Any]] = [["=1+1", date(2026, 11, 24), Decimal("12.50"), True, None, ["DE", "AT"], "0049"],
            ["https://example.com", None, 3, False, "", [], "−"]]
    path = tmp_path / "table.xlsx"
    columns = ("text", "day", "amount", "flag", "empty", "list", "digits")
    assert write_table(path, columns, rows, "Rights") == 2
    with CalamineWorkbook.from_path(str(path)) as book:
        head, first, second = book.get_sheet_by_name("Rights").to_python()
    assert head == list(columns)
    assert first == ["=1+1", date(2026, 11, 24), 12.5, "yes", "", "DE; AT", "0049"]
    assert second[:4] == ["https://example.com", "", 3, "no"]
    assert write_table(tmp_path / "table.csv", columns, rows) == 2
    assert (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()[1].startswith("'=1+1,2026-11-24,12.50,yes")

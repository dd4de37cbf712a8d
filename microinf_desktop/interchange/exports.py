"""Tables out: CSV that spreadsheets open as it is, and JSON with types."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

# A cell that starts like this would be run as a formula by a spreadsheet.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write UTF-8 with BOM (what Excel expects); lists joined by "; ", dates ISO. Returns the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_cell(value) for value in row])
            count += 1
    return count


def write_xlsx(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "Table") -> int:
    """Write one sheet with a head that stays in view and filters; days are days, amounts are numbers, text is text.

    Rows are written as they come, so a long table takes no memory. Returns their number.
    """
    import xlsxwriter

    # In constant memory strings stand in the cells, and nothing typed is taken for a formula or a link.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "default_date_format": "yyyy-mm-dd", "remove_timezone": True}
    count = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet, bold = book.add_worksheet(title), book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for place, name in enumerate(columns):
            sheet.set_column(place, place, max(12, min(len(name) + 6, 34)))
            sheet.write_string(0, place, name, bold)
        for row in rows:
            count += 1
            for place, value in enumerate(row):
                if value is not None and value != "":
                    _write_cell(sheet, count, place, value)
        sheet.autofilter(0, 0, count, max(len(columns) - 1, 0))
    return count


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "Table") -> int:
    """CSV where the name ends so, else XLSX; returns the number of rows. OSError where it cannot be written."""
    if path.suffix.lower() == ".csv":
        return write_csv(path, columns, rows)
    return write_xlsx(path, columns, rows, title)


def _write_cell(sheet: Any, row: int, place: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_string(row, place, "yes" if value else "no")
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, place, value)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(row, place, value)
    else:
        words = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
        sheet.write_string(row, place, words)


def write_json_rows(handle: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a JSON array of objects, a row at a time."""
    handle.write("[")
    for number, row in enumerate(rows):
        handle.write(",\n" if number else "\n")
        json.dump(dict(zip(columns, row, strict=True)), handle, ensure_ascii=False, default=plain)
    handle.write("\n]")


def unique_names(files: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Give files of the same name different ones: (id, name) → (id, name to write)."""
    seen: set[str] = set()
    for file_id, name in files:
        safe = "".join("_" if char in '/\\:*?"<>|' or ord(char) < 32 else char for char in name) or "file"
        candidate = safe if safe.lower() not in seen else f"{file_id} {safe}"
        seen.add(candidate.lower())
        yield file_id, candidate


def plain(value: Any) -> Any:
    """A value as JSON has it: dates ISO, decimals as text."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, list):
        return _text("; ".join(str(item) for item in value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return _text(value)
    return value if isinstance(value, int) else plain(value)


def _text(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA_STARTS) and not _is_number(value) else value


def _is_number(value: str) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True

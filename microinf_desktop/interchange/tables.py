"""Reads any table (CSV, TSV, workbooks, pasted cells) as chunks of text cells, with the row numbers a person sees."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.sniffing import Kind, TextFormat, check_file, guess_delimiter, text_format

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_COLUMNS = 500
CHUNK = 4_096
# What the sheets of a workbook may take when unpacked; a workbook of a few kilobytes can hide gigabytes.
_LARGEST_UNPACKED = 1024**3
_END = "\x1e end of file \x1e"
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a person sets by hand when the guess is wrong; "" means guess."""

    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows: `first_row` counts from 1 as a spreadsheet shows it, `first_line` as a text editor does."""

    first_row: int
    first_line: int
    rows: list[list[str]]
    has_breaks: bool = False

    def line_of(self, index: int) -> int:
        """The line in a text editor of a row of this chunk, given as position in it."""
        if not self.has_breaks:
            return self.first_line + index
        breaks = sum(len(_LINE_BREAK.findall(cell)) for row in self.rows[:index] for cell in row)
        return self.first_line + index + breaks


class Table(Protocol):
    """One table of a file; can be read more than once."""

    @property
    def file(self) -> str:
        """The file's name, with the sheet's when there are several."""

    @property
    def hints(self) -> tuple[str, ...]:
        """Names that may tell platform and date: file, sheet."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was guessed about the file and should be looked at."""

    def chunks(self) -> Iterator[Chunk]:
        """All rows in order, blank ones included."""


def open_tables(path: Path, options: ReadOptions = ReadOptions()) -> list[Table]:
    """The tables of a file: one of a text, one per visible sheet with cells of a workbook.

    KnownError, in one sentence, for everything that is no table.
    """
    if check_file(path) is Kind.TEXT:
        return [TextTable(path, text_format(path, options.encoding, options.delimiter))]
    return list(_sheets(path))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A CSV or TSV file, read as a stream."""

    path: Path
    format: TextFormat

    @property
    def file(self) -> str:
        return self.path.name

    @property
    def hints(self) -> tuple[str, ...]:
        return (self.path.stem,)

    @property
    def notes(self) -> tuple[str, ...]:
        return (self.format.note,) if self.format.note else ()

    def chunks(self) -> Iterator[Chunk]:
        try:
            with self.path.open("r", encoding=self.format.encoding, newline="") as file:
                if self.format.has_sep_line:
                    file.readline()
                yield from _read_lines(file, self.format.delimiter, self.file, int(self.format.has_sep_line))
        except UnicodeError:
            raise KnownError(
                f"“{self.file}” cannot be read as {self.format.encoding}.",
                "Choose another encoding, or save it as CSV (UTF-8).",
            ) from None
        except OSError as error:
            reason = error.strerror or "unknown"
            raise KnownError(f"“{self.file}” cannot be read: {reason}.", "Check that you may open it.") from error


@dataclass(frozen=True, slots=True)
class PastedCells:
    """Cells from the clipboard: tabs between cells, as spreadsheets put them there, or any delimiter."""

    text: str
    file: str = "pasted cells"
    hints: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def chunks(self) -> Iterator[Chunk]:
        delimiter = "\t" if "\t" in self.text else guess_delimiter(self.text)
        yield from _read_lines(io.StringIO(self.text, newline=""), delimiter, self.file, 0)


@dataclass(frozen=True, slots=True)
class SheetTable:
    """One sheet of a workbook."""

    path: Path
    sheet: CalamineSheet
    is_only: bool

    @property
    def file(self) -> str:
        return self.path.name if self.is_only else f"{self.path.name} [{self.sheet.name}]"

    @property
    def hints(self) -> tuple[str, ...]:
        return (self.sheet.name, self.path.stem)

    @property
    def notes(self) -> tuple[str, ...]:
        return ()

    def chunks(self) -> Iterator[Chunk]:
        if self.sheet.total_width > MAX_COLUMNS:
            _refuse_width(self.file, self.sheet.total_width)
        rows = iter(self.sheet.iter_rows())
        first = 1
        while part := [[cell_text(cell) for cell in row] for row in islice(rows, CHUNK)]:
            yield Chunk(first, first, part)
            first += len(part)


def cell_text(value: Any) -> str:
    """A workbook's cell as the text a person would type: whole numbers without point, dates as ISO days."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 1e18:
            return str(int(value))
        text = repr(value)
        # 1.234 in a workbook is a fraction for certain: a fourth decimal keeps it from being read as 1,234.
        return text + "0" if re.fullmatch(r"-?\d+\.\d{3}", text) else text
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else ""


def _read_lines(lines: Iterable[str], delimiter: str, file: str, lines_before: int) -> Iterator[Chunk]:
    # A quotation mark that is never closed swallows the rest of the file; then the end mark is not a row of its own.
    reader = csv.reader(chain(lines, (_END,)), delimiter=delimiter)
    first_row, previous_line = 1, 0
    while True:
        rows = _next_rows(reader, file, first_row)
        if not rows:
            return
        has_breaks = reader.line_num - previous_line != len(rows)
        is_last = rows[-1][-1:] != [] and rows[-1][-1].endswith(_END)
        if is_last:
            if rows[-1] != [_END]:
                _refuse_open_quote(file, first_row + len(rows) - 1, len(rows[-1]))
            rows = rows[:-1]
        widest = max(map(len, rows), default=0)
        if widest > MAX_COLUMNS:
            _refuse_width(file, widest)
        if rows:
            yield Chunk(first_row, previous_line + lines_before + 1, rows, has_breaks)
        if is_last:
            return
        first_row += len(rows)
        previous_line = reader.line_num


def _next_rows(reader: Any, file: str, first_row: int) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        rows.extend(islice(reader, CHUNK))
    except csv.Error as error:
        raise KnownError(
            f"“{file}” cannot be read from row {first_row + len(rows)} on: {error}.",
            "A quotation mark is probably opened there and not closed.",
        ) from None
    return rows


def _refuse_open_quote(file: str, row: int, column: int) -> None:
    raise KnownError(
        f"“{file}”, row {row}, column {column}: a quotation mark is opened and never closed.",
        "Close or delete it and try again.",
    )


def _refuse_width(file: str, width: int) -> None:
    raise KnownError(
        f"“{file}” has {width:,} columns; a roster may have {MAX_COLUMNS} at most.",
        "Delete the columns you do not need, or check that it is the right file.",
    )


def _sheets(path: Path) -> Iterator[Table]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    _refuse_other_archives(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        visible = [
            workbook.get_sheet_by_name(sheet.name) for sheet in workbook.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError:
        raise KnownError(f"“{path.name}” is protected by a password.", "Save it without one and try again.") from None
    except (CalamineError, OSError, ValueError) as error:
        raise KnownError(
            f"“{path.name}” is a damaged workbook or another kind of document ({_first_line(error)}).",
            "Open it in a spreadsheet program and save it as XLSX or CSV (UTF-8).",
        ) from error
    filled = [sheet for sheet in visible if sheet.start is not None]
    if not filled:
        raise KnownError(f"“{path.name}” has no cells with content.", "Choose another workbook.")
    for sheet in filled:
        yield SheetTable(path, sheet, len(filled) == 1)


def _refuse_other_archives(path: Path) -> None:
    """XLSX and ODS are ZIP archives; a ZIP of something else, or one that unpacks without end, is refused."""
    with path.open("rb") as file:
        if not file.read(4).startswith(b"PK"):
            return
    try:
        with zipfile.ZipFile(path) as archive:
            names = {item.filename for item in archive.infolist()}
            size = sum(item.file_size for item in archive.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise KnownError(f"“{path.name}” is a damaged workbook.", "Save it again as XLSX and try again.") from None
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise KnownError(f"“{path.name}” is a ZIP archive, not a workbook.", "Unpack it and choose the files inside.")
    if size > _LARGEST_UNPACKED:
        raise KnownError(
            f"“{path.name}” unpacks to {size / 1024**3:.1f} GB.", "Check that it is the right file."
        )


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:120]


def head_rows(table: Table, count: int) -> Sequence[tuple[int, list[str]]]:
    """The first rows with their numbers, for guessing."""
    rows: list[tuple[int, list[str]]] = []
    for chunk in table.chunks():
        rows.extend((chunk.first_row + i, row) for i, row in enumerate(chunk.rows))
        if len(rows) >= count:
            break
    return rows[:count]

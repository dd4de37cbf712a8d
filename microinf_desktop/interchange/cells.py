"""Reads the cells of a mapped column, many at a time: counts, rates, words, countries, handles.

A reader takes a column's cells and returns as many values; what it cannot read it reports to the `CellReport`, by
position. Rosters have a hundred thousand rows, so each reader first tries to read all cells at once.
"""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.handles import handle_key, is_email, normal_handle, parse_handle, parse_platform
from microinf_desktop.domain.numbers import LARGEST_COUNT, is_unknown, parse_count, parse_rate
from microinf_desktop.domain.rosters import ColumnMapping
from microinf_desktop.interchange.country_names import country_names
from microinf_desktop.interchange.dates import parse_cell_day
from microinf_desktop.interchange.headers import language_code

T = TypeVar("T")
_LARGEST_MEMO = 20_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f\ufeff]")
# Said for "nothing" in a cell of words; "na" and "none" stay out, because people are called Na and None.
_NO_WORDS = frozenset({
    "-", "--", "–", "—", "n/a", "N/A", "N/A'", "#N/A", "#N/V", "#VALUE!", "#VALOR!", "#REF!", "NULL", "null", "NaN",
    "nan", "(none)", "(blank)", "?",
})
_NO_HANDLE = _NO_WORDS | {"", "n.a.", "none", "None", "NA"}
_WORD_BREAKS = re.compile(r"[;,|\n]+")
_LANGUAGE_BREAKS = re.compile(r"[;,|/&\n]+|\s+(?:and|und|et|y|e|en)\s+")
_PLAIN_HANDLES = re.compile(r"(?:[a-z0-9._]{1,30}\n)+")
_ANY_CASE_HANDLES = re.compile(r"(?:[A-Za-z0-9._-]{1,60}\n)+")
_LOWER_CASE = frozenset({Platform.INSTAGRAM, Platform.TIKTOK})
_MAIL_BREAKS = re.compile(r"[;,\s]+")


@dataclass(slots=True)
class CellReport:
    """What the readers could not read: `errors` reject a row, `notes` ask a person to look. Positions in the batch."""

    errors: dict[int, tuple[str, str]] = field(default_factory=dict)
    notes: list[tuple[int, str, str]] = field(default_factory=list)

    def reject(self, position: int, column: str, reason: str) -> None:
        """Reject a row; the first reason stays."""
        self.errors.setdefault(position, (column, reason))


class MemoReader(Generic[T]):
    """Reads cells that repeat, each different one once."""

    def __init__(self, read: Callable[[str], T]) -> None:
        self._read = read
        self._memo: dict[str, T] = {}

    def __call__(self, cells: Sequence[str]) -> list[T]:
        memo = self._memo
        try:
            return [memo[cell] for cell in cells]
        except KeyError:
            if len(memo) > _LARGEST_MEMO:
                memo.clear()
            for cell in cells:
                if cell not in memo:
                    memo[cell] = self._read(cell)
            return [memo[cell] for cell in cells]


class CountReader:
    """Counts of a column as its mapping says they are written; an unreadable one rejects the row."""

    def __init__(self, column: ColumnMapping) -> None:
        self._column = column
        self._suffix = {1_000: "K", 1_000_000: "M"}.get(column.unit, "")
        self._memo: MemoReader[int | str | None] = MemoReader(self._read)

    def __call__(self, cells: Sequence[str], report: CellReport) -> list[int | None]:
        values = None if self._suffix else _integers(cells)
        if values is None:
            values = [value if not isinstance(value, str) else None for value in self._read_each(cells, report)]
        return [value or None for value in values] if self._column.zero_is_unknown else values

    def _read_each(self, cells: Sequence[str], report: CellReport) -> list[int | str | None]:
        found = self._memo(cells)
        for position, value in enumerate(found):
            if isinstance(value, str):
                report.reject(position, self._column.heading, value)
        return found

    def _read(self, cell: str) -> int | str | None:
        try:
            cell = cell.strip()
            return parse_count(cell + self._suffix if cell[-1:].isdigit() else cell, self._column.decimal)
        except ValueError as error:
            return str(error)


def _integers(cells: Sequence[str]) -> list[int | None] | None:
    """All cells as whole numbers, or None when one is not or is out of range."""
    try:
        values = list(map(int, cells))
    except ValueError:
        return None
    in_range = not values or (min(values) >= 0 and max(values) <= LARGEST_COUNT)
    return [*values] if in_range else None


class RateReader:
    """Engagement rates in parts per million (5.71 % is 57,100)."""

    def __init__(self, column: ColumnMapping) -> None:
        self._column = column
        self._memo: MemoReader[int | str | None] = MemoReader(self._read)

    def __call__(self, cells: Sequence[str], report: CellReport) -> list[int | None]:
        found = self._memo(cells)
        for position, value in enumerate(found):
            if isinstance(value, str):
                report.reject(position, self._column.heading, value)
        return [None if isinstance(value, str) else value for value in found]

    def _read(self, cell: str) -> int | str | None:
        try:
            rate = parse_rate(cell, self._column.decimal, is_fraction=self._column.is_fraction)
        except ValueError as error:
            return str(error)
        return None if rate is None else round(rate * 10_000)


def read_words(cells: Sequence[str]) -> list[str]:
    """Free text in one line: outer and repeated white space gone, "N/A" and formula errors read as empty."""
    if _CONTROL.search("\n".join(cells)):
        cells = [_CONTROL.sub("", cell) for cell in cells]
    values = [" ".join(cell.split()) for cell in cells]
    if not _NO_WORDS.isdisjoint(values):
        values = ["" if value in _NO_WORDS else value for value in values]
    return values


class CountryReader:
    """ISO codes; names that are unknown or fit several countries are noted, never guessed in silence."""

    def __init__(self, column: ColumnMapping) -> None:
        self._heading = column.heading
        self._memo: MemoReader[tuple[str, str]] = MemoReader(self._read)

    def __call__(self, cells: Sequence[str], report: CellReport) -> list[str]:
        found = self._memo(cells)
        for position, (_, doubt) in enumerate(found):
            if doubt:
                report.notes.append((position, self._heading, doubt))
        return [code for code, _ in found]

    def _read(self, cell: str) -> tuple[str, str]:
        guess = country_names().find(cell)
        shown = " ".join(cell.split())[:40]
        if guess is None:
            return "", "" if is_unknown(cell) else f"“{shown}” is no country that is known, so it was left out"
        return guess.code, f"“{shown}”: {guess.doubt}" if guess.doubt else ""


class EmailReader:
    """E-mail addresses, the first of several; what is none is noted and left out."""

    def __init__(self, column: ColumnMapping) -> None:
        self._heading = column.heading

    def __call__(self, cells: Sequence[str], report: CellReport) -> list[str]:
        values = read_words(cells)
        for position, value in enumerate(values):
            if value and not is_email(value):
                values[position] = next((part for part in _MAIL_BREAKS.split(value) if is_email(part)), "")
                if not values[position]:
                    doubt = f"“{value[:40]}” is no e-mail address, so it was left out"
                    report.notes.append((position, self._heading, doubt))
        return values


class DayReader:
    """Days as ISO text, "" when the cell is empty; what is no day rejects the row."""

    def __init__(self, column: ColumnMapping) -> None:
        self._column = column
        self._memo: MemoReader[str | None] = MemoReader(self._read)

    def __call__(self, cells: Sequence[str], report: CellReport) -> list[str]:
        found = self._memo(cells)
        for position, value in enumerate(found):
            if value is None:
                report.reject(position, self._column.heading, f"“{cells[position].strip()[:40]}” is not a date")
        return [value or "" for value in found]

    def _read(self, cell: str) -> str | None:
        if is_unknown(cell):
            return ""
        day = parse_cell_day(cell, day_first=self._column.day_first)
        return day.isoformat() if day else None


class PlatformReader:
    """Platforms as named per row, "" where the cell is empty; an unknown name rejects the row."""

    def __init__(self, column: ColumnMapping) -> None:
        self._heading = column.heading
        self._memo: MemoReader[Platform | str | None] = MemoReader(self._read)

    def __call__(self, cells: Sequence[str], report: CellReport) -> list[Platform | None]:
        found = self._memo(cells)
        for position, value in enumerate(found):
            if isinstance(value, str) and not isinstance(value, Platform):
                report.reject(position, self._heading, value)
        return [value if isinstance(value, Platform) else None for value in found]

    def _read(self, cell: str) -> Platform | str | None:
        if is_unknown(cell):
            return None
        return parse_platform(cell) or f"“{' '.join(cell.split())[:40]}” is no platform that is known"


def word_lists(columns: Sequence[Sequence[str]], *, languages: bool = False) -> list[str]:
    """The words of one or several columns per row, each once, as JSON arrays ("[]" when there are none)."""
    memo: dict[tuple[str, ...], str] = {}
    result = []
    for cells in zip(*columns, strict=True):
        text = memo.get(cells)
        if text is None:
            if len(memo) > _LARGEST_MEMO:
                memo.clear()
            text = memo[cells] = _word_list(cells, languages)
        result.append(text)
    return result


def _word_list(cells: Iterable[str], languages: bool) -> str:
    breaks = _LANGUAGE_BREAKS if languages else _WORD_BREAKS
    words = [" ".join(part.split()).strip("#") for cell in cells for part in breaks.split(cell)]
    if languages:
        words = [language_code(word) for word in words if word]
    kept = {word.casefold(): word for word in reversed(words) if word}
    return json.dumps(list(reversed(kept.values())), ensure_ascii=False, separators=(",", ":"))


@dataclass(slots=True)
class Handles:
    """Handles of a batch with their keys ("" where the cell is empty); `platforms` only where a cell names another."""

    handles: list[str]
    keys: list[str]
    platforms: dict[int, Platform] = field(default_factory=dict)


def read_handles(
    cells: Sequence[str], platform: Platform | None, heading: str, report: CellReport,
    row_platforms: Sequence[Platform | None] | None = None,
) -> Handles:
    """Handles or profile links; one that is neither rejects the row. `row_platforms` wins over `platform`."""
    if row_platforms is None and platform is not None:
        joined = "\n".join(cells) + "\n"
        if _NO_HANDLE.isdisjoint(cells) and joined.count("\n") == len(cells):
            if platform in _LOWER_CASE and _PLAIN_HANDLES.fullmatch(joined):
                handles = list(cells)
                return Handles(handles, handles)
            if platform is Platform.YOUTUBE and _ANY_CASE_HANDLES.fullmatch(joined):
                return Handles(list(cells), joined.lower().split("\n")[:-1])
    found = Handles([""] * len(cells), [""] * len(cells))
    for position, cell in enumerate(cells):
        own = row_platforms[position] if row_platforms is not None else None
        _read_handle(cell, own or platform, position, heading, report, found)
    return found


def _read_handle(
    cell: str, platform: Platform | None, position: int, heading: str, report: CellReport, found: Handles
) -> None:
    if cell.strip() in _NO_HANDLE:
        return
    try:
        handle = parse_handle(cell, platform)
        text = normal_handle(handle.handle, handle.platform)
    except ValueError as error:
        report.reject(position, heading, str(error))
        return
    found.handles[position], found.keys[position] = text, handle_key(text)
    if handle.platform is not None and handle.platform is not platform:
        found.platforms[position] = handle.platform

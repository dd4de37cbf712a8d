"""Dates in cells and file names: ISO, day or month first, with names of months, `20260926`, `sep-2022`."""

import re
from collections.abc import Sequence
from datetime import date

_ISO = re.compile(r"((?:19|20)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_NUMERIC = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d{2}|\d{2})(?:[ ,].*)?")
_MONTHS = {
    "jan": 1, "ene": 1, "gen": 1, "feb": 2, "fev": 2, "fév": 2, "mar": 3, "mär": 3, "maa": 3, "mrt": 3, "apr": 4,
    "avr": 4, "abr": 4, "may": 5, "mai": 5, "mei": 5, "mag": 5, "jun": 6, "juin": 6, "giu": 6, "jul": 7, "juil": 7,
    "lug": 7, "aug": 8, "aoû": 8, "aou": 8, "ago": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "ott": 10, "out": 10,
    "nov": 11, "dec": 12, "dez": 12, "dic": 12, "déc": 12,
}
_MONTH = r"([a-zäéû]{3,10})\.?"
_DAY_MONTH_YEAR = re.compile(rf"(\d{{1,2}})\.?(?: de)? {_MONTH}(?: de)? ((?:19|20)\d{{2}})", re.IGNORECASE)
_MONTH_DAY_YEAR = re.compile(rf"{_MONTH} (\d{{1,2}}),? ((?:19|20)\d{{2}})", re.IGNORECASE)
_NAME_DAY = re.compile(r"(?<!\d)(20\d{2})[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?!\d)")
_NAME_MONTH = re.compile(r"(?<!\d)(20\d{2})[-_. ](0[1-9]|1[0-2])(?!\d)|(?<!\d)(0[1-9]|1[0-2])[-_. ](20\d{2})(?!\d)")
_NAME_WORD = re.compile(rf"(?<![a-z]){_MONTH}[-_ ]*(20\d{{2}})(?!\d)", re.IGNORECASE)


def parse_cell_day(text: str, *, day_first: bool = True) -> date | None:
    """The day a cell names, None when it is none; `day_first` decides `03/04/2026` only."""
    text = text.strip()
    try:
        if match := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _NUMERIC.fullmatch(text):
            return _numeric(int(match[1]), int(match[2]), int(match[3]), day_first)
        if match := _DAY_MONTH_YEAR.fullmatch(text):
            return date(int(match[3]), _month(match[2]), int(match[1]))
        if match := _MONTH_DAY_YEAR.fullmatch(text):
            return date(int(match[3]), _month(match[1]), int(match[2]))
    except ValueError:
        return None
    return None


def is_day_first(cells: Sequence[str]) -> bool:
    """Whether a column writes the day before the month: False when a second number above 12 proves it."""
    votes = [0, 0]
    for cell in cells:
        match = _NUMERIC.fullmatch(cell.strip())
        if match:
            votes[0] += int(match[1]) > 12
            votes[1] += int(match[2]) > 12
    return votes[0] >= votes[1]


def day_in_name(name: str) -> date | None:
    """The day or month in a file's name ("instagram-2022-12", "DEC 2022"); a month is taken as its first day."""
    if match := _NAME_DAY.search(name):
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    if match := _NAME_MONTH.search(name):
        year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        return date(int(year), int(month), 1)
    for match in _NAME_WORD.finditer(name):
        try:
            return date(int(match[2]), _month(match[1]), 1)
        except ValueError:
            continue
    return None


def _numeric(first: int, second: int, year: int, day_first: bool) -> date:
    day, month = (first, second) if day_first else (second, first)
    if month > 12:
        day, month = month, day
    return date(year if year > 99 else 2000 + year, month, day)


def _month(word: str) -> int:
    word = word.lower()
    number = _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])
    if number is None:
        raise ValueError(word)
    return number

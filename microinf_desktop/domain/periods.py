"""Periods of days, and the dates people type into a field."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from microinf_desktop.domain.calendars import WEEKDAY_NAMES, WorkingCalendar
from microinf_desktop.domain.errors import ValidationError


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` to `end`, both included; ValidationError on `end` when it lies before `start`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValidationError(
                "end",
                f"The end, {self.end.isoformat()}, lies before the start, {self.start.isoformat()}.",
                "Choose an end on or after the start.",
            )

    @property
    def days(self) -> int:
        """Length in days, at least 1."""
        return (self.end - self.start).days + 1

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def overlaps(self, other: "Period") -> bool:
        """True when both share at least one day."""
        return self.start <= other.end and other.start <= self.end

    def intersection(self, other: "Period") -> "Period | None":
        """The days both share, None when there are none."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start), min(self.end, other.end))

    def shifted(self, days: int) -> "Period":
        """The same length, `days` later (earlier when negative)."""
        return Period(self.start + timedelta(days=days), self.end + timedelta(days=days))

    def elapsed_share(self, today: date) -> float:
        """Share of the period that has passed at the end of `today`, from 0.0 to 1.0."""
        passed = (today - self.start).days + 1
        return min(max(passed / self.days, 0.0), 1.0)


_HINT = "Type a date such as 24.11., 2026-11-24, fri, +5d or +5wd."
_RELATIVE = re.compile(r"([+-]\d{1,4}) ?(wd|d|w)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}|\d{2})?)?")


def parse_day(
    text: str,
    today: date,
    calendar: WorkingCalendar | None = None,
    field: str = "date",
    day_first: bool = True,
) -> date:
    """Read a typed date: `today`, `tomorrow`, `fri`, `+5d`, `+2w`, `+5wd`, `24.11.`, `2026-11-24`.

    A weekday means the next one after `today`; a day and month without a year the nearest one that is not
    more than half a year past. `day_first` is False for the order of the United States (`11/24`); a date with
    points is always day first. Raises ValidationError naming `field` when the text is no date.
    """
    word = text.strip().lower()
    try:
        found = _word_day(word, today) or _relative_day(word, today, calendar or WorkingCalendar())
        found = found or _written_day(word, today, day_first)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise ValidationError(field, f"“{text}” is not a date.", _HINT)
    return found


def _word_day(word: str, today: date) -> date | None:
    near = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if word in near:
        return today + timedelta(days=near[word])
    for number, name in enumerate(WEEKDAY_NAMES):
        if len(word) >= 2 and name.lower().startswith(word):
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    return None


def _relative_day(word: str, today: date, calendar: WorkingCalendar) -> date | None:
    match = _RELATIVE.fullmatch(word)
    if not match:
        return None
    amount, unit = int(match[1]), match[2] or "d"
    if unit == "wd":
        return calendar.add(today, amount)
    return today + timedelta(days=amount * (7 if unit == "w" else 1))


def _written_day(word: str, today: date, day_first: bool) -> date | None:
    if iso := _ISO.fullmatch(word):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    match = _DAY_FIRST.fullmatch(word)
    if not match:
        return None
    first, second = int(match[1]), int(match[2])
    day, month = (first, second) if day_first or "." in word else (second, first)
    if match[3]:
        year = int(match[3])
        return date(year if year > 99 else 2000 + year, month, day)
    return _nearest_year(day, month, today)


def _nearest_year(day: int, month: int, today: date) -> date:
    """The first such day, from this year on, that is not more than half a year past."""
    for year in range(today.year, today.year + 9):
        try:
            candidate = date(year, month, day)
        except ValueError:
            if (day, month) != (29, 2):
                raise
            continue
        if (today - candidate).days <= 183:
            return candidate
    raise ValueError("no such day")

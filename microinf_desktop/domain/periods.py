"""Periods of days, and typed dates in the calendar of a campaign."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.dates_typed import parse_typed_date
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
                f"The end, {self.end:%d %b %Y}, lies before the start, {self.start:%d %b %Y}.",
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


_WORKING_DAYS = re.compile(r"([+-])\s*(\d{1,4})\s*wd")


def parse_day(text: str, today: date, calendar: WorkingCalendar | None = None, field: str = "date") -> date:
    """A typed date as `dates_typed` reads it, where `+5wd` counts in the campaign's own calendar when one is given.

    Raises ValidationError naming `field`.
    """
    offset = _WORKING_DAYS.fullmatch(text.strip().casefold())
    if offset is None or calendar is None:
        return parse_typed_date(text, today, field=field)
    try:
        return calendar.add(today, int(offset[1] + offset[2]))
    except OverflowError:
        raise ValidationError(field, f"“{text}” lies beyond the calendar.", "Type a nearer date.") from None

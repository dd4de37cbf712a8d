"""Rules of recurring series: the weekly and monthly part of RFC 5545 (section 3.3.10), and the days they give."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

from microinf_desktop.domain.errors import ValidationError

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MAX_COUNT = 104  # two years of weeks
MAX_INTERVAL = 12
_HORIZON = timedelta(days=366 * 5)


class Frequency(StrEnum):
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """Every `interval` weeks on `weekdays` (0 is Monday), or every `interval` months.

    A monthly rule falls on the day of the month of its first day, or with `nth` (1 to 4, -1 for the last) on the
    nth of its one weekday. It ends after `count` days or with the day `until`; exactly one of the two is set.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: int | None = None
    count: int | None = None
    until: date | None = None

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not 1 <= self.interval <= MAX_INTERVAL:
            found.append(ValidationError("interval", f"The step lies between 1 and {MAX_INTERVAL}.", "Type a number."))
        if (self.count is None) == (self.until is None):
            found.append(ValidationError("count", "A series ends after a number of pieces or on a day.", "Give one."))
        if self.count is not None and not 1 <= self.count <= MAX_COUNT:
            found.append(ValidationError("count", f"A series has 1 to {MAX_COUNT} pieces.", "Type a number."))
        if self.nth is not None and (self.nth not in (1, 2, 3, 4, -1) or len(self.weekdays) != 1):
            found.append(ValidationError("weekdays", "“The second Tuesday” needs one weekday.", "Choose one."))
        return found

    def text(self) -> str:
        """The rule as RFC 5545 writes it, for example FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=6."""
        parts = [f"FREQ={self.frequency.value}"]
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(f"{self.nth or ''}{WEEKDAYS[day]}" for day in sorted(self.weekdays)))
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)

    def days(self, first: date) -> list[date]:
        """The days from `first` on, in order; `first` itself counts only where the rule falls on it."""
        found: list[date] = []
        for day in self._candidates(first):
            if (self.until is not None and day > self.until) or day - first > _HORIZON:
                break
            found.append(day)
            if len(found) == (self.count or MAX_COUNT):
                break
        return found

    def _candidates(self, first: date) -> Iterator[date]:
        if self.frequency is Frequency.WEEKLY:
            monday = first - timedelta(days=first.weekday())
            while monday.year < 9998:
                for weekday in sorted(self.weekdays or (first.weekday(),)):
                    if (day := monday + timedelta(days=weekday)) >= first:
                        yield day
                monday += timedelta(weeks=self.interval)
        months = first.year * 12 + first.month - 1
        while months < 9998 * 12:
            day_found = self._in_month(months // 12, months % 12 + 1, first)
            if day_found is not None and day_found >= first:
                yield day_found
            months += self.interval

    def _in_month(self, year: int, month: int, first: date) -> date | None:
        """The day in a month; None where the month lacks it, as RFC 5545 leaves such months out."""
        length = calendar.monthrange(year, month)[1]
        if self.nth is None:
            return date(year, month, first.day) if first.day <= length else None
        weekday = self.weekdays[0]
        if self.nth < 0:
            last = date(year, month, length)
            return last - timedelta(days=(last.weekday() - weekday) % 7)
        start = date(year, month, 1)
        return start + timedelta(days=(weekday - start.weekday()) % 7 + 7 * (self.nth - 1))


def parse_rule(text: str) -> Rule:
    """Read a rule as `Rule.text` writes it; ValidationError names the part that is not understood."""
    values: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").split(";"):
        name, _, value = part.partition("=")
        if name not in ("FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL") or not value or name in values:
            raise _not_understood(part)
        values[name] = value
    try:
        days = [_weekday(day) for day in values.get("BYDAY", "").split(",") if day]
        nths = {nth for nth, _day in days}
        if len(nths) > 1:
            raise ValueError(values["BYDAY"])
        until = values.get("UNTIL", "")[:8]
        rule = Rule(
            Frequency(values.get("FREQ", "")), int(values.get("INTERVAL", 1)),
            tuple(sorted({day for _nth, day in days})), next(iter(nths), None),
            int(values["COUNT"]) if "COUNT" in values else None,
            date(int(until[:4]), int(until[4:6]), int(until[6:])) if until else None,
        )
    except ValueError as error:
        raise _not_understood(text) from error
    for problem in rule.problems():
        raise problem
    return rule


def _weekday(text: str) -> tuple[int | None, int]:
    return (int(text[:-2]) if text[:-2] else None), WEEKDAYS.index(text[-2:])


def _not_understood(part: str) -> ValidationError:
    return ValidationError("rule", f"“{part}” is no rule that can be kept.", "Choose weeks or months and weekdays.")


def first_days(rule: Rule, first: date, number: int) -> list[date]:
    """The first `number` days of a rule, for a preview."""
    return list(islice(rule.days(first), number))

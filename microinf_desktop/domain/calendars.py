"""Working days: weekends and public holidays, injected, so that the domain needs no holiday library."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SATURDAY_SUNDAY = frozenset({5, 6})
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days people work on.

    `holidays` maps a date to its name; `weekend` holds weekdays as Python counts them (Monday 0). A calendar
    without a single weekday to work on is refused with ValueError, because counting in it would never end.
    """

    holidays: Mapping[date, str] = field(default_factory=dict)
    weekend: frozenset[int] = SATURDAY_SUNDAY

    def __post_init__(self) -> None:
        if not set(range(7)) - self.weekend:
            raise ValueError("a week needs at least one working day")

    def is_working(self, day: date) -> bool:
        """True when `day` is neither weekend nor holiday."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def why_closed(self, day: date) -> str | None:
        """The holiday's or weekday's name when nobody works on `day`, else None."""
        if day in self.holidays:
            return self.holidays[day]
        return WEEKDAY_NAMES[day.weekday()] if day.weekday() in self.weekend else None

    def on_or_after(self, day: date) -> date:
        """The first working day from `day` on."""
        while not self.is_working(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        """The last working day up to `day`."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add(self, day: date, working_days: int) -> date:
        """The working day `working_days` after `day` (before it when negative); 0 gives `day` itself."""
        step = _DAY if working_days > 0 else -_DAY
        for _ in range(abs(working_days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def count(self, after: date, until: date) -> int:
        """Working days in the interval (after, until]; negative when `until` lies before `after`."""
        if until < after:
            return -self.count(until, after)
        return sum(self.is_working(day) for day in days_between(after + _DAY, until))

    def closed_days(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """Holidays from `first` to `last` that fall on a weekday people would otherwise work on, in order."""
        return tuple(
            (day, self.holidays[day])
            for day in sorted(self.holidays)
            if first <= day <= last and day.weekday() not in self.weekend
        )


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`, both included; nothing when `last` lies before `first`."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def merge(calendars: Iterable[WorkingCalendar]) -> WorkingCalendar:
    """One calendar for people in several countries: a day is worked on when it is worked on everywhere.

    Names of holidays that coincide are joined. Where the weekends together would leave no working day, only
    the days that are weekend everywhere count as weekend.
    """
    parts = tuple(calendars)
    names: dict[date, list[str]] = {}
    for part in parts:
        for day, name in part.holidays.items():
            known = names.setdefault(day, [])
            if name not in known:
                known.append(name)
    weekends = [part.weekend for part in parts] or [SATURDAY_SUNDAY]
    weekend = frozenset().union(*weekends)
    if len(weekend) == 7:
        weekend = weekends[0].intersection(*weekends[1:])
    return WorkingCalendar({day: " / ".join(known) for day, known in names.items()}, weekend)

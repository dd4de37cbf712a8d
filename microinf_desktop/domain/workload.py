"""How much a creator has to deliver: deliverables by week over all clients, open work, and weeks that are too full."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

WEEKS = 8
# More than this many deliverables a week and a creator's own feed turns into advertising; the agency may change it.
DEFAULT_LIMIT = 3
SETTING = "workload_limit"


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday with the number of deliverables that go live in it."""

    monday: date
    count: int


@dataclass(frozen=True, slots=True)
class Workload:
    """The next weeks of one creator over all clients; `open_count` and `late_count` are deliverables not live yet."""

    weeks: tuple[Week, ...]
    open_count: int
    late_count: int
    limit: int

    @property
    def full(self) -> tuple[Week, ...]:
        """Weeks above the limit."""
        return tuple(week for week in self.weeks if week.count > self.limit)


def full_with(found: Workload, day: date, pieces: int = 1) -> int | None:
    """How many pieces the week of a day would hold with some more; None while that is within the limit or not known."""
    week = next((one for one in found.weeks if one.monday == monday_of(day)), None)
    total = None if week is None else week.count + pieces
    return total if total is not None and total > found.limit else None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def workload(days: Iterable[tuple[date, int]], open_count: int, late_count: int, today: date, limit: int) -> Workload:
    """Pieces by publish day spread over this week and the seven after it; other days are left out."""
    first = monday_of(today)
    counts = dict.fromkeys((first + timedelta(weeks=n) for n in range(WEEKS)), 0)
    for day, pieces in days:
        monday = monday_of(day)
        if monday in counts:
            counts[monday] += pieces
    return Workload(tuple(Week(monday, count) for monday, count in counts.items()), open_count, late_count, limit)

"""A campaign made from another: what is taken along and where its days fall."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.timeline import Task, shift_all


@dataclass(frozen=True, slots=True)
class CopyPlan:
    """The copy's name and go-live (None keeps the dates), and what to take along."""

    name: str
    go_live_on: date | None = None
    targets: bool = True
    personas: bool = True
    milestones: bool = True
    brief: bool = True
    creators: bool = False
    deliverables: bool = False


def shift_days(old: date | None, new: date | None) -> int:
    """Calendar days everything moves, negative to an earlier day; 0 when either go-live is open."""
    return (new - old).days if old is not None and new is not None else 0


def shifted(days: Sequence[date], by: int, calendar: WorkingCalendar, any_day: frozenset[date] = frozenset()) -> \
        Mapping[date, date]:
    """Where each day falls: `by` calendar days later, on the next working day unless it is one of `any_day`."""
    tasks = [Task(day.isoformat(), "", day, day, any_day=day in any_day) for day in dict.fromkeys(days)]
    moved = {entry.old[0]: entry.new[0] for entry in shift_all(tasks, by, calendar).moved}
    return {day: moved.get(day, day + timedelta(days=by)) for day in days}

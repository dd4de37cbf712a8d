"""What a timeline shows, as plain data, and how its dates may move; nothing here paints."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import DeliverableState

# The dates of a deliverable in the order of its work; the first four end bars, the last is a diamond.
STEPS = ("ship_on", "draft_due_on", "internal_review_on", "client_review_on", "publish_on")
D = DeliverableState
_DONE_AFTER = {
    "ship_on": (D.DRAFT_IN, D.INTERNAL_REVIEW, D.CLIENT_REVIEW, D.CHANGES_REQUESTED),
    "draft_due_on": (D.DRAFT_IN, D.INTERNAL_REVIEW, D.CLIENT_REVIEW, D.CHANGES_REQUESTED),
    "internal_review_on": (D.CLIENT_REVIEW,), "client_review_on": (), "publish_on": (),
}
_ALL_BUT_PUBLISHED = (D.APPROVED, D.SCHEDULED)
_PUBLISHED = (D.LIVE, D.PROOF_CAPTURED, D.METRICS_CAPTURED, D.COMPLETE)
_VOID = (D.CANCELLED, D.REPLACED)


class Zoom(StrEnum):
    """How much time fits on the screen."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"

    @property
    def day_width(self) -> int:
        """Pixels of one day."""
        return {Zoom.DAY: 48, Zoom.WEEK: 24, Zoom.MONTH: 8}[self]


@dataclass(frozen=True)
class Bar:
    """A step from `start` to `end`, both included; `late_to` is the day until which it is overdue."""

    step: str
    start: date
    end: date
    is_done: bool = False
    late_to: date | None = None


@dataclass(frozen=True)
class TimelineItem:
    """One line: a deliverable with its bars and publish day. `locked` says why nothing of it can move."""

    id: int
    title: str
    state: DeliverableState
    note: str
    late_days: int
    bars: tuple[Bar, ...]
    publish_on: date | None
    is_published: bool = False
    holder: StrEnum | None = None
    locked: str = ""
    note_ink: str = "text2"

    @property
    def over_days(self) -> int:
        """Days past the step that is open, whoever has it; 0 when it is in time."""
        return max(((bar.late_to - bar.end).days for bar in self.bars if bar.late_to is not None), default=0)

    @property
    def steps(self) -> tuple[str, ...]:
        """Names of the dates it has, in order."""
        return (*(bar.step for bar in self.bars), *(("publish_on",) if self.publish_on is not None else ()))

    def day_of(self, step: str) -> date | None:
        if step == "publish_on":
            return self.publish_on
        return next((bar.end for bar in self.bars if bar.step == step), None)


@dataclass(frozen=True)
class TimelineGroup:
    """A creator's lines under one heading."""

    key: str
    title: str
    note: str
    items: tuple[TimelineItem, ...]
    note_ink: str = "text3"


@dataclass(frozen=True)
class TimelineMark:
    """A milestone of the campaign."""

    id: int
    name: str
    day: date
    is_done: bool


@dataclass(frozen=True)
class TimelineData:
    """Everything a timeline shows; `period` is the campaign's go-live window, `calendar` its working days."""

    groups: tuple[TimelineGroup, ...]
    marks: tuple[TimelineMark, ...]
    period: tuple[date, date] | None
    today: date
    calendar: WorkingCalendar

    def closed(self, day: date) -> str | None:
        """Why nobody works on a day, None when they do."""
        return self.calendar.why_closed(day)

    def span(self) -> tuple[date, date]:
        """First and last day to draw: everything dated and today, with two weeks around."""
        days = [self.today, *(mark.day for mark in self.marks), *(self.period or ())]
        for group in self.groups:
            for item in group.items:
                days += [day for bar in item.bars for day in (bar.start, bar.end)]
                days += [item.publish_on] if item.publish_on is not None else []
        first, last = min(days) - timedelta(days=10), max(days) + timedelta(days=24)
        return first - timedelta(days=first.weekday()), last


def bars_of(
    dates: Mapping[str, date | None], state: DeliverableState, today: date, first_day: Callable[[str, date], date]
) -> tuple[Bar, ...]:
    """The bars of a deliverable: each step lasts from the day after the one before it to its own day.

    The first one begins on `first_day(step, due)`. The earliest step that is open past its day is late up to today.
    """
    bars: list[Bar] = []
    before: date | None = None
    overdue_found = False
    for step in STEPS[:-1]:
        due = dates.get(step)
        if due is None:
            continue
        start = first_day(step, due) if before is None else min(before + timedelta(days=1), due)
        done = is_done(step, state)
        late_to = today if not done and due < today and not overdue_found and step != "ship_on" else None
        overdue_found = overdue_found or late_to is not None
        bars.append(Bar(step, start, due, done or (step == "ship_on" and due < today), late_to))
        before = due
    return tuple(bars)


def is_done(step: str, state: DeliverableState) -> bool:
    """Whether a deliverable in this state has left the step behind."""
    if state in _PUBLISHED or state in _VOID:
        return True
    return step != "publish_on" and (state in _ALL_BUT_PUBLISHED or state in _DONE_AFTER[step])


def moved_dates(
    dates: Mapping[str, date | None], step: str, days: int, whole: bool = False, calendar: WorkingCalendar | None = None
) -> dict[str, date | None]:
    """The dates that change when a step moves by days.

    Later steps are pushed along only where they would be overtaken: to the next working day after the step before
    (publishing to the next day of any kind), or to the same day where they shared one. With `whole` the step and
    everything after it keep their distances.
    """
    order = [name for name in STEPS if dates.get(name) is not None]
    if step not in order or not days:
        return {}
    moved: dict[str, date | None] = {}
    before: tuple[date, date] | None = None  # the step before: its old and its new day
    for name in order[order.index(step):]:
        day = dates[name]
        assert day is not None
        wanted = day + timedelta(days=days) if name == step or whole else day
        if before is not None:
            wanted = max(wanted, _earliest(name, day, *before, calendar))
        before = (day, wanted)
        if wanted != day:
            moved[name] = wanted
    return moved


def _earliest(name: str, day: date, old: date, new: date, calendar: WorkingCalendar | None) -> date:
    """The first day for a step after one that moved from `old` to `new`; days of their own stay days of their own."""
    if day <= old or new <= old:
        return new
    return calendar.add(new, 1) if calendar is not None and name != "publish_on" else new + timedelta(days=1)

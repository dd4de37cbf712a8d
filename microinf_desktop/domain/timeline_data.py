"""What a timeline shows, as plain data: bars and diamonds by creator, milestones, dependencies; nothing here paints.

Queries fill it, the window and the PDF draw it, `timeline_moves` changes its dates.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, DeliverableState, MilestoneKind
from microinf_desktop.domain.schedule import LeadTimes, Phase
from microinf_desktop.domain.timeline import Task, is_late, slipped

# The dates of a deliverable in the order of its work; the first four end bars, the last is a diamond.
STEPS = ("ship_on", "draft_due_on", "internal_review_on", "client_review_on", "publish_on")
PUBLISH = "publish_on"
REVIEWS = ("internal_review_on", "client_review_on")
PHASES = {"ship_on": Phase.SHIP, "draft_due_on": Phase.DRAFT, "internal_review_on": Phase.INTERNAL_REVIEW,
          "client_review_on": Phase.CLIENT_REVIEW}
STEP_WORDS = {
    "ship_on": "ship", "draft_due_on": "draft", "internal_review_on": "our review", "client_review_on": "client review",
    PUBLISH: "publish",
}
D = DeliverableState
_DONE_AFTER = {
    "ship_on": (D.DRAFT_IN, D.INTERNAL_REVIEW, D.CLIENT_REVIEW, D.CHANGES_REQUESTED),
    "draft_due_on": (D.DRAFT_IN, D.INTERNAL_REVIEW, D.CLIENT_REVIEW, D.CHANGES_REQUESTED),
    "internal_review_on": (D.CLIENT_REVIEW,), "client_review_on": (), PUBLISH: (),
}
_ALL_BUT_PUBLISHED = (D.APPROVED, D.SCHEDULED)
PUBLISHED = (D.LIVE, D.PROOF_CAPTURED, D.METRICS_CAPTURED, D.COMPLETE)
VOID = (D.CANCELLED, D.REPLACED)
_USUAL = LeadTimes()


@dataclass(frozen=True, slots=True)
class Bar:
    """A step from `start` to `end`, both included; `late_to` is the day until which it is overdue."""

    step: str
    start: date
    end: date
    is_done: bool = False
    late_to: date | None = None


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """A deliverable with its bars and publish day; `locked` says why that day cannot move, empty when it can."""

    id: int
    collaboration_id: int
    creator: str
    title: str
    kind: DeliverableKind
    state: DeliverableState
    holder: BallHolder | None
    bars: tuple[Bar, ...]
    publish_on: date | None
    locked: str = ""
    late_days: int = 0
    lead_times: LeadTimes = _USUAL

    @property
    def is_published(self) -> bool:
        """Whether it is out: then nothing of it moves any more."""
        return self.state in PUBLISHED

    @property
    def over_days(self) -> int:
        """Days past the step that is open, whoever has it; 0 when it is in time."""
        return max(((bar.late_to - bar.end).days for bar in self.bars if bar.late_to is not None), default=0)

    @property
    def steps(self) -> tuple[str, ...]:
        """Names of the dates it has, in order."""
        return (*(bar.step for bar in self.bars), *((PUBLISH,) if self.publish_on is not None else ()))

    def bar(self, step: str) -> Bar | None:
        """The bar of a step, None for the publish day and for steps it does not have."""
        return next((bar for bar in self.bars if bar.step == step), None)

    def day_of(self, step: str) -> date | None:
        """The day a step is due."""
        if step == PUBLISH:
            return self.publish_on
        bar = self.bar(step)
        return bar.end if bar is not None else None


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """A creator's deliverables under one heading."""

    key: str
    title: str
    items: tuple[TimelineItem, ...]


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A milestone: a day, or with `starts_on` a span; `locked` says why it cannot move."""

    id: int
    name: str
    due_on: date
    kind: MilestoneKind = MilestoneKind.OTHER
    starts_on: date | None = None
    done_on: date | None = None
    locked: str = ""

    @property
    def start(self) -> date:
        return self.starts_on if self.starts_on is not None else self.due_on

    @property
    def is_done(self) -> bool:
        return self.done_on is not None


@dataclass(frozen=True, slots=True)
class TimelineLink:
    """`after` waits for `before`; both are owners such as "m:3" (milestone) and "d:5" (deliverable)."""

    id: int
    before: str
    after: str


def mark_key(mark_id: int) -> str:
    """How a milestone is named among tasks and in links."""
    return f"m:{mark_id}"


def item_key(item_id: int) -> str:
    """How a deliverable is named in links."""
    return f"d:{item_id}"


def step_key(item_id: int, step: str) -> str:
    """How a step of a deliverable is named among tasks."""
    return f"d:{item_id}:{step}"


def split_key(key: str) -> tuple[str, int, str]:
    """A task's or owner's key as ("m" or "d", id, step or "")."""
    kind, number, *step = key.split(":")
    return kind, int(number), step[0] if step else ""


@dataclass(frozen=True)
class TimelineData:
    """Everything a timeline shows; `period` is the campaign's go-live window, `calendar` its working days.

    `unsupported` names countries without holidays on file. Not with slots: what follows from the data is kept.
    """

    campaign_id: int
    campaign: str
    groups: tuple[TimelineGroup, ...]
    marks: tuple[TimelineMark, ...]
    links: tuple[TimelineLink, ...]
    period: tuple[date, date] | None
    today: date
    calendar: WorkingCalendar
    time_zone: str = ""
    countries: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()
    client: str = ""
    client_color: str = ""
    agency: str = ""
    paper: str = field(default="a4")

    @cached_property
    def items(self) -> Mapping[int, TimelineItem]:
        """Deliverables by id."""
        return {item.id: item for group in self.groups for item in group.items}

    @cached_property
    def marks_by_id(self) -> Mapping[int, TimelineMark]:
        return {mark.id: mark for mark in self.marks}

    @cached_property
    def tasks(self) -> Mapping[str, Task]:
        """Every milestone, step and publish day as a task with what it waits for, by key."""
        return {task.key: task for task in _tasks(self)}

    @cached_property
    def joined(self) -> tuple[tuple[str, str], ...]:
        """The tasks each dependency joins, those left out that have no dates yet."""
        ends = (link_ends(self, link) for link in self.links)
        return tuple((before, after) for before, after in ends if before in self.tasks and after in self.tasks)

    @cached_property
    def slip(self) -> Mapping[str, tuple[date, date]]:
        """Where tasks come to lie because something is late: the late path."""
        return slipped(list(self.tasks.values()), self.today, self.calendar)

    @cached_property
    def late(self) -> frozenset[str]:
        """Keys of the tasks that are open past their last day."""
        return frozenset(key for key, task in self.tasks.items() if is_late(task, self.today))

    @cached_property
    def waiting(self) -> frozenset[str]:
        """Keys of the tasks that wait for something late and are not late themselves."""
        return frozenset(self.slip) - self.late

    def closed(self, day: date) -> str | None:
        """Why nobody works on a day, None when they do."""
        return self.calendar.why_closed(day)

    def name(self, owner: str) -> str:
        """The name of a milestone or deliverable by its key, with the creator of a deliverable."""
        kind, number, _step = split_key(owner)
        if kind == "m":
            mark = self.marks_by_id.get(number)
            return mark.name if mark is not None else ""
        item = self.items.get(number)
        return f"{item.title}, {item.creator}" if item is not None else ""

    def waits_for(self, owner: str) -> tuple[TimelineLink, ...]:
        """The dependencies a milestone or deliverable waits for."""
        return tuple(link for link in self.links if link.after == owner)

    def span(self) -> tuple[date, date]:
        """First and last day to draw: everything dated and today, with two weeks around."""
        days = [self.today, *(self.period or ()), *self.work_days()]
        first, last = min(days) - timedelta(days=10), max(days) + timedelta(days=24)
        return first - timedelta(days=first.weekday()), last

    def work_days(self) -> list[date]:
        """Every day on which a bar, a post or a milestone begins or ends."""
        days = [day for mark in self.marks for day in (mark.start, mark.due_on)]
        for group in self.groups:
            for item in group.items:
                days += [day for bar in item.bars for day in (bar.start, bar.end)]
                days += [item.publish_on] if item.publish_on is not None else []
        return days


def bars_of(
    dates: Mapping[str, date | None], state: DeliverableState, today: date,
    first_day: Callable[[str, date], date], calendar: WorkingCalendar | None = None,
) -> tuple[Bar, ...]:
    """The bars of a deliverable: each step lasts from the working day after the one before it to its own day.

    The first one begins on `first_day(step, due)`. The earliest step that is open past its day is late up to today.
    """
    bars: list[Bar] = []
    before: date | None = None
    overdue_found = False
    for step in STEPS[:-1]:
        due = dates.get(step)
        if due is None:
            continue
        start = first_day(step, due) if before is None else following_day(before, due, calendar)
        done = is_done(step, state)
        late_to = today if not done and due < today and not overdue_found and step != "ship_on" else None
        overdue_found = overdue_found or late_to is not None
        bars.append(Bar(step, start, due, done or (step == "ship_on" and due < today), late_to))
        before = due
    return tuple(bars)


def following_day(before: date, due: date, calendar: WorkingCalendar | None) -> date:
    """The day a step begins on when the one before it ends on `before`; never after its own day."""
    day = before + timedelta(days=1)
    return min(calendar.on_or_after(day) if calendar is not None else day, due)


def is_done(step: str, state: DeliverableState) -> bool:
    """Whether a deliverable in this state has left the step behind."""
    if state in PUBLISHED or state in VOID:
        return True
    return step != PUBLISH and (state in _ALL_BUT_PUBLISHED or state in _DONE_AFTER[step])


def start_key(item: TimelineItem, before: str) -> str:
    """The task of a deliverable that waits for `before`, "" when it has no dates.

    Work begins after a milestone: the first open step waits. Posts follow one another: the publish day waits for
    another deliverable's, while the work on both may go on side by side.
    """
    if not item.steps:
        return ""
    if before.startswith("d:"):
        return step_key(item.id, item.steps[-1])
    open_bar = next((bar.step for bar in item.bars if not bar.is_done), item.steps[-1])
    return step_key(item.id, open_bar)


def end_key(owner: str, item: TimelineItem | None) -> str:
    """The task whose end a follower waits for: a milestone itself, the last date of a deliverable."""
    if not owner.startswith("d:"):
        return owner
    return step_key(item.id, item.steps[-1]) if item is not None and item.steps else ""


def link_ends(data: TimelineData, link: TimelineLink) -> tuple[str, str]:
    """The two tasks a dependency joins, "" where a deliverable has no dates yet."""
    _kind, before_id, _ = split_key(link.before)
    kind, after_id, _ = split_key(link.after)
    before = end_key(link.before, data.items.get(before_id) if link.before.startswith("d:") else None)
    if kind == "m":
        return before, link.after
    item = data.items.get(after_id)
    return before, start_key(item, link.before) if item is not None else ""


def _tasks(data: TimelineData) -> Iterator[Task]:
    waits: dict[str, list[str]] = {}
    for link in data.links:
        before, after = link_ends(data, link)
        if before and after:
            waits.setdefault(after, []).append(before)
    for mark in data.marks:
        key = mark_key(mark.id)
        yield Task(key, mark.name, min(mark.start, mark.due_on), mark.due_on, tuple(waits.get(key, ())), mark.locked,
                   mark.is_done, any_day=True)
    for item in data.items.values():
        before_key: tuple[str, ...] = ()
        for bar in item.bars:
            key = step_key(item.id, bar.step)
            yield Task(key, f"{item.title}, {item.creator}: {STEP_WORDS[bar.step]}", bar.start, bar.end,
                       (*before_key, *waits.get(key, ())), "", bar.is_done)
            before_key = (key,)
        if item.publish_on is not None:
            key = step_key(item.id, PUBLISH)
            yield Task(key, f"{item.title}, {item.creator}: {STEP_WORDS[PUBLISH]}", item.publish_on, item.publish_on,
                       (*before_key, *waits.get(key, ())), item.locked, item.is_published, any_day=True)

"""Back-planning of one deliverable from its go-live day over working days, and what happens when it slips.

The phases follow the deliverable pipeline of the field guide (section 6): ship the product, receive the
draft, review it here, then at the client, make changes, publish. Dates are days in the campaign's zone; a
phase is due at the end of its day. Tasks of a whole campaign, with dependencies, are in `timeline.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.errors import ValidationError


class Phase(StrEnum):
    """The steps before a deliverable is live, in their order."""

    SHIP = "ship"
    DRAFT = "draft"
    INTERNAL_REVIEW = "internal_review"
    CLIENT_REVIEW = "client_review"
    CHANGES = "changes"
    PUBLISH = "publish"


MAX_LEAD_DAYS = 250


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """Working days each phase takes; 0 leaves the phase out. `publish` lies between approval and go-live.

    Raises ValidationError naming the phase when a number is below 0 or above a working year (250).
    """

    ship: int = 5
    draft: int = 5
    internal_review: int = 1
    client_review: int = 2
    changes: int = 2
    publish: int = 1

    def __post_init__(self) -> None:
        for phase in Phase:
            if not 0 <= self.days(phase) <= MAX_LEAD_DAYS:
                name = phase.value.replace("_", " ")
                raise ValidationError(
                    phase.value, f"{self.days(phase)} working days for “{name}” is not possible.",
                    f"Type a number from 0 to {MAX_LEAD_DAYS}; 0 leaves the step out.",
                )

    def days(self, phase: Phase) -> int:
        """Working days of one phase."""
        return int(getattr(self, phase.value))

    @property
    def total(self) -> int:
        """Working days from the start to go-live."""
        return sum(self.days(phase) for phase in Phase)


@dataclass(frozen=True, slots=True)
class Step:
    """One phase with its first and last day, both included."""

    phase: Phase
    start: date
    due: date


@dataclass(frozen=True, slots=True)
class Plan:
    """A deliverable's way to its go-live; `steps` leaves out phases of 0 days and the go-live itself."""

    go_live: date
    steps: tuple[Step, ...]

    @property
    def starts_on(self) -> date:
        """The day on which the first phase begins; go-live when there is nothing before it."""
        return self.steps[0].start if self.steps else self.go_live

    def step(self, phase: Phase) -> Step | None:
        """The step of a phase, None when the plan leaves it out."""
        return next((step for step in self.steps if step.phase == phase), None)

    def due(self, phase: Phase) -> date | None:
        """The day a phase is due, None when the plan leaves it out."""
        step = self.step(phase)
        return step.due if step else None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A plan that should have begun already: in words, and the first go-live that would work."""

    starts_on: date
    working_days: int
    earliest_go_live: date

    def __str__(self) -> str:
        days = "1 working day" if self.working_days == 1 else f"{self.working_days} working days"
        return (
            f"This would have had to start on {self.starts_on:%d %b %Y}, {days} ago. "
            f"Shorten a step, or go live on {self.earliest_go_live:%d %b %Y} or later."
        )


@dataclass(frozen=True, slots=True)
class Slip:
    """What a late phase does to a plan; `working_days` is how far go-live moves, 0 when it holds."""

    before: Plan
    after: Plan
    working_days: int


def plan_back(go_live: date, lead_times: LeadTimes, calendar: WorkingCalendar) -> Plan:
    """Count back from the go-live day: each phase ends just before the next one begins.

    Go-live may be any day of the week, because posts go out on Sundays too; the work before it lies on
    working days only.
    """
    steps: list[Step] = []
    boundary = go_live  # the day before which the next phase has to be over
    for phase in reversed(Phase):
        days = lead_times.days(phase)
        if not days:
            continue
        due = calendar.add(boundary, -1)
        start = calendar.add(due, -(days - 1))
        steps.append(Step(phase, start, due))
        boundary = start
    return Plan(go_live, tuple(reversed(steps)))


def plan_forward(start: date, lead_times: LeadTimes, calendar: WorkingCalendar) -> Plan:
    """Count on from the first day of work to the earliest go-live, a working day."""
    steps: list[Step] = []
    free = calendar.on_or_after(start)
    for phase in Phase:
        days = lead_times.days(phase)
        if not days:
            continue
        due = calendar.add(free, days - 1)
        steps.append(Step(phase, free, due))
        free = calendar.add(due, 1)
    return Plan(free, tuple(steps))


def shortfall(
    plan: Plan, lead_times: LeadTimes, today: date, calendar: WorkingCalendar
) -> Shortfall | None:
    """None when the plan can still be kept, else how late its start is and the earliest go-live."""
    first_day = calendar.on_or_after(today)
    if plan.starts_on >= first_day or not plan.steps:
        return None
    late = calendar.count(plan.starts_on, first_day)
    return Shortfall(plan.starts_on, late, plan_forward(today, lead_times, calendar).go_live)


def slip(plan: Plan, phase: Phase, finished_on: date, calendar: WorkingCalendar) -> Slip:
    """What if `phase` is finished on `finished_on`: later phases keep their length and begin when they can.

    Phases that are not reached stay where they are; go-live moves only when the last phase no longer fits
    before it. ValueError when the plan has no such phase.
    """
    late_step = plan.step(phase)
    if late_step is None:
        raise ValueError(f"the plan has no phase {phase}")
    steps: list[Step] = []
    end = finished_on
    order = list(Phase)
    for step in plan.steps:
        if order.index(step.phase) < order.index(phase):
            steps.append(step)
        elif step.phase == phase:
            steps.append(Step(phase, min(step.start, finished_on), finished_on))
        else:
            start = max(step.start, calendar.add(end, 1))
            length = calendar.count(step.start, step.due)
            end = calendar.add(start, length) if start != step.start else step.due
            steps.append(Step(step.phase, start, end))
    go_live = max(plan.go_live, calendar.add(end, 1)) if end >= plan.go_live else plan.go_live
    return Slip(plan, Plan(go_live, tuple(steps)), calendar.count(plan.go_live, go_live))


def with_changes(lead_times: LeadTimes, changes: Mapping[str, int]) -> LeadTimes:
    """Lead times with some phases replaced, by name; ValidationError for an unknown name."""
    values = {phase.value: lead_times.days(phase) for phase in Phase}
    for name, days in changes.items():
        if name not in values:
            hint = f"The steps are {', '.join(values)}."
            raise ValidationError(name, f"“{name}” is not a step of the plan.", hint)
        values[name] = days
    return LeadTimes(**values)

"""Campaign templates: what a launch, a pilot or a seeding usually consists of, and what a pilot should keep to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import (
    CompensationModel,
    DeliverableKind,
    MilestoneKind,
    Objective,
    Platform,
)
from microinf_desktop.domain.periods import Period


@dataclass(frozen=True, slots=True)
class TemplateDeliverable:
    """One deliverable of the sequence each creator gets; it goes live `day` days after the first go-live."""

    kind: DeliverableKind
    platform: Platform
    day: int = 0
    quantity: int = 1
    frames: int | None = None
    keep_live_days: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class TemplateMilestone:
    """A milestone `day` days after the first go-live (before it when negative)."""

    name: str
    kind: MilestoneKind
    day: int


@dataclass(frozen=True, slots=True)
class CampaignTemplate:
    """A campaign to start from; `lead_times` replace the defaults of the deliverable's kind, in working days.

    `run_days` is the length from the first go-live to the end of measuring, both included.
    """

    key: str
    name: str
    summary: str
    objectives: tuple[Objective, ...]
    compensation: CompensationModel
    run_days: int
    min_creators: int
    max_creators: int
    deliverables: tuple[TemplateDeliverable, ...]
    milestones: tuple[TemplateMilestone, ...]
    lead_times: Mapping[str, int]
    is_pilot: bool = False


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """A milestone of a template with its day."""

    name: str
    kind: MilestoneKind
    due_on: date


# A pilot has 5 to 10 creators and runs 2 to 4 weeks (field guide, section 8, the founding guide's own numbers).
PILOT_CREATORS = (5, 10)
PILOT_DAYS = (14, 28)


def milestones_from(
    template: CampaignTemplate, go_live: date, calendar: WorkingCalendar
) -> tuple[PlannedMilestone, ...]:
    """The template's milestones around a go-live day, in order of time.

    All but the go-live itself are moved to a working day: those before it to an earlier, later ones to a later.
    """
    planned = []
    for milestone in template.milestones:
        day = go_live + timedelta(days=milestone.day)
        if milestone.day < 0:
            day = calendar.on_or_before(day)
        elif milestone.day > 0:
            day = calendar.on_or_after(day)
        planned.append(PlannedMilestone(milestone.name, milestone.kind, day))
    return tuple(sorted(planned, key=lambda milestone: milestone.due_on))


def pilot_warnings(creators: int, period: Period | None) -> tuple[str, ...]:
    """What keeps a pilot from telling anything: too few or many creators, too short or long; empty when fine."""
    warnings = []
    fewest, most = PILOT_CREATORS
    if creators < fewest:
        warnings.append(f"A pilot with {creators} creators says little: {fewest} to {most} are usual.")
    elif creators > most:
        warnings.append(f"{creators} creators are more than a pilot needs: {fewest} to {most} are usual.")
    if period and not PILOT_DAYS[0] <= period.days <= PILOT_DAYS[1]:
        warnings.append(f"The pilot runs {period.days} days: 2 to 4 weeks are usual.")
    return tuple(warnings)

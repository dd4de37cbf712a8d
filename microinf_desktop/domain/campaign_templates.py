"""Campaign templates: what a launch, a pilot or a seeding usually consists of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.collaborations import DealDraft
from microinf_desktop.domain.enums import (
    CompensationModel,
    DeliverableKind,
    MilestoneKind,
    Objective,
    Platform,
    TargetMetric,
)

# Keys of the agency's own templates: this and their id.
OWN = "own:"
# The disclosure engine's word for each way to pay.
_RELATIONSHIPS = {
    CompensationModel.FLAT_FEE: "paid", CompensationModel.PRODUCT_SEEDING: "gifted",
    CompensationModel.COMMISSION: "affiliate", CompensationModel.HYBRID: "hybrid",
}
# What belongs to one creator or one campaign and is no pattern for others.
NOT_IN_TERMS = ("currency", "discount_code", "discount_from", "discount_until", "payment_terms_days", "notes")


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

    `run_days` is the length from the first go-live to the end of measuring, both included. `terms` are fields of a
    DealDraft that each creator's deal begins with.
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
    targets: tuple[tuple[TargetMetric, Decimal], ...] = ()
    terms: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """The agency made it, so it can be renamed and deleted."""
        return self.key.startswith(OWN)


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """A milestone of a template with its day."""

    name: str
    kind: MilestoneKind
    due_on: date


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


def template_deal(template: CampaignTemplate, currency: str = "EUR", payment_terms_days: int = 30) -> DealDraft:
    """The terms a creator's deal begins with in a campaign made from this template.

    The way to pay decides the relationship unless the terms name one; currency and days to pay are the client's.
    """
    given: dict[str, Any] = {
        "compensation_model": template.compensation, "relationship": _RELATIONSHIPS[template.compensation],
        **{name: tuple(value) if isinstance(value, list) else value for name, value in template.terms.items()},
    }
    return DealDraft(**given, currency=currency, payment_terms_days=payment_terms_days)

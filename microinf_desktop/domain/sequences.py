"""Several deliverables that belong together: templates of touchpoints, their dates, and what moves with what."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.checklists import Anchor, ChecklistTemplate, PlannedItem, anchors_of, plan_items
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.schedule import LeadTimes, Phase, Plan, plan_back, with_changes

PLANNED = {
    "ship_on": Phase.SHIP, "draft_due_on": Phase.DRAFT, "internal_review_on": Phase.INTERNAL_REVIEW,
    "client_review_on": Phase.CLIENT_REVIEW,
}
_DATES = (*PLANNED, "publish_on")
MAX_DAY = 730


class SeriesKind(StrEnum):
    SEQUENCE = "sequence"
    RECURRING = "recurring"


class OnClosedDays(StrEnum):
    """What happens to a go-live day on which nobody works."""

    KEEP = "keep"
    LATER = "later"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True)
class SequenceStep:
    """One touchpoint; it goes live `day` days after the sequence starts (before it when negative)."""

    kind: DeliverableKind
    platform: Platform
    day: int = 0
    title: str = ""
    quantity: int = 1
    frames: int | None = None
    min_seconds: int | None = None
    keep_live_days: int | None = None
    call_to_action: str = ""
    talking_points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SequenceTemplate:
    """Touchpoints as one template; `lead_times` replace those of the kinds, in working days."""

    name: str
    steps: tuple[SequenceStep, ...]
    summary: str = ""
    lead_times: Mapping[str, int] = field(default_factory=dict)

    def problems(self) -> list[ValidationError]:
        """What keeps it from being stored; the field is `steps.0.day` with the place of the step."""
        found = []
        if not self.name.strip():
            found.append(ValidationError("name", "The sequence has no name.", "Type one."))
        if not self.steps:
            found.append(ValidationError("steps", "The sequence has no pieces.", "Add one."))
        for place, step in enumerate(self.steps):
            if abs(step.day) > MAX_DAY:
                found.append(ValidationError(
                    f"steps.{place}.day", f"Piece {place + 1} lies {abs(step.day)} days away.", f"At most {MAX_DAY}."
                ))
            if not 1 <= step.quantity <= 100:
                found.append(ValidationError(f"steps.{place}.quantity", "The quantity lies between 1 and 100.", ""))
        return found

    def to_text(self) -> str:
        """As JSON, as it is stored."""
        steps = [{
            name: list(value) if isinstance(value := getattr(step, name), tuple) else value
            for name in SequenceStep.__dataclass_fields__
        } for step in self.steps]
        return json.dumps({"summary": self.summary, "lead_times": dict(self.lead_times), "steps": steps},
                          ensure_ascii=False)


def sequence_from_text(name: str, text: str) -> SequenceTemplate:
    """A sequence as it was stored; ValueError, KeyError or TypeError when the text was written by something else."""
    values = json.loads(text)
    return SequenceTemplate(
        name, tuple(_step(entry) for entry in values["steps"]), values.get("summary", ""),
        values.get("lead_times", {}),
    )


def _step(entry: Mapping[str, object]) -> SequenceStep:
    values = dict(entry)
    values["kind"], values["platform"] = DeliverableKind(str(entry["kind"])), Platform(str(entry["platform"]))
    values["talking_points"] = tuple(values.get("talking_points") or ())  # type: ignore[arg-type]
    return SequenceStep(**values)  # type: ignore[arg-type]


def sequence_of(name: str, drafts: Sequence[DeliverableDraft]) -> SequenceTemplate:
    """A template made from deliverables that exist: days counted from the first publish day.

    Deliverables without a publish day go on the first day. Codes, links, fees and dates stay behind.
    """
    days = [draft.publish_on for draft in drafts if draft.publish_on is not None]
    first = min(days, default=None)
    steps = [
        SequenceStep(
            draft.kind, draft.platform, (draft.publish_on - first).days if draft.publish_on and first else 0,
            draft.title, draft.quantity, draft.frames, draft.min_seconds, draft.keep_live_days, draft.call_to_action,
            draft.talking_points,
        )
        for draft in drafts
    ]
    return SequenceTemplate(name, tuple(sorted(steps, key=lambda step: step.day)))


@dataclass(frozen=True, slots=True)
class PlanningDeal:
    """What planning asks of one collaboration; without a product nothing is shipped."""

    id: int
    influencer_id: int
    name: str
    currency: str = "EUR"
    ships: bool = False
    discount_code: str = ""
    keep_live_days: int = 0
    is_rejected: bool = False


@dataclass(frozen=True, slots=True)
class Planning:
    """What dates and checklists of a campaign's deliverables are planned with."""

    deals: Mapping[int, PlanningDeal]
    lead_times: Mapping[DeliverableKind, LeadTimes]
    templates: Mapping[DeliverableKind, ChecklistTemplate]
    calendar: WorkingCalendar
    language: str = ""

    def lead_times_of(self, kind: DeliverableKind, ships: bool, changes: Mapping[str, int] | None = None) -> LeadTimes:
        """Working days per step; without shipping that step is left out."""
        found = with_changes(self.lead_times[kind], changes or {})
        return found if ships else with_changes(found, {Phase.SHIP.value: 0})

    def plan(self, draft: DeliverableDraft, changes: Mapping[str, int] | None = None) -> Plan | None:
        """The back-plan of a draft, None without a publish day."""
        if draft.publish_on is None:
            return None
        deal = self.deals.get(draft.collaboration_id)
        lead_times = self.lead_times_of(draft.kind, deal is not None and deal.ships, changes)
        return plan_back(draft.publish_on, lead_times, self.calendar)

    def dated(self, draft: DeliverableDraft, changes: Mapping[str, int] | None = None) -> DeliverableDraft:
        """The draft with all days counted back from its publish day."""
        plan = self.plan(draft, changes)
        if plan is None:
            return draft
        return replace(draft, **{name: plan.due(phase) for name, phase in PLANNED.items()})  # type: ignore[arg-type]

    def checklist(self, draft: DeliverableDraft, changes: Mapping[str, int] | None = None) -> tuple[PlannedItem, ...]:
        """The items of the kind with days as far as dates are known; typed days win over the plan."""
        plan = self.plan(draft, changes)
        anchors = anchors_of(plan) if plan is not None else {}
        typed = {
            Anchor.START: draft.ship_on, Anchor.DRAFT: draft.draft_due_on,
            Anchor.APPROVAL: draft.client_review_on or draft.internal_review_on, Anchor.GO_LIVE: draft.publish_on,
        }
        anchors |= {anchor: day for anchor, day in typed.items() if day is not None}
        return plan_items(self.templates[draft.kind], anchors, self.calendar)

    def settled(self, day: date, closed: OnClosedDays) -> date:
        """A go-live day, moved off days on which nobody works when that is wanted."""
        if closed is OnClosedDays.LATER:
            return self.calendar.on_or_after(day)
        return self.calendar.on_or_before(day) if closed is OnClosedDays.EARLIER else day


@dataclass(frozen=True, slots=True)
class PlannedPiece:
    """One deliverable of a preview, with its checklist and the first day of its work."""

    draft: DeliverableDraft
    items: tuple[PlannedItem, ...]
    starts_on: date | None
    closed: str = ""


@dataclass(frozen=True, slots=True)
class PlannedSeries:
    """What is stored in one go for one collaboration; `rule` is empty for a sequence."""

    collaboration_id: int
    name: str
    kind: SeriesKind
    pieces: tuple[PlannedPiece, ...]
    rule: str = ""


def plan_sequence(
    planning: Planning, template: SequenceTemplate, deal_id: int, first: date,
    closed: OnClosedDays = OnClosedDays.KEEP,
) -> PlannedSeries:
    """The pieces of a template for one collaboration, starting with `first`."""
    drafts = [
        DeliverableDraft(
            deal_id, step.kind, step.platform, title=step.title, quantity=step.quantity, frames=step.frames,
            min_seconds=step.min_seconds, keep_live_days=step.keep_live_days, call_to_action=step.call_to_action,
            talking_points=step.talking_points, caption_language=planning.language,
            publish_on=planning.settled(first + timedelta(days=step.day), closed),
        )
        for step in template.steps
    ]
    pieces = tuple(_piece(planning, draft, template.lead_times) for draft in drafts)
    return PlannedSeries(deal_id, template.name, SeriesKind.SEQUENCE, pieces)


def plan_recurring(
    planning: Planning, draft: DeliverableDraft, name: str, rule: str, days: Sequence[date],
    closed: OnClosedDays = OnClosedDays.KEEP,
) -> PlannedSeries:
    """The same deliverable on each of the days."""
    pieces = tuple(
        _piece(planning, replace(draft, publish_on=planning.settled(day, closed)), {}) for day in days
    )
    return PlannedSeries(draft.collaboration_id, name, SeriesKind.RECURRING, pieces, rule)


def _piece(planning: Planning, draft: DeliverableDraft, changes: Mapping[str, int]) -> PlannedPiece:
    dated, plan = planning.dated(draft, changes), planning.plan(draft, changes)
    closed = planning.calendar.why_closed(draft.publish_on) if draft.publish_on else None
    return PlannedPiece(dated, planning.checklist(dated, changes), plan.starts_on if plan else None, closed or "")


def shifted(days: Mapping[str, date | None], by: int) -> dict[str, date | None]:
    """All days of a deliverable moved by calendar days, so that a series keeps its rhythm."""
    return {name: None if (day := days.get(name)) is None else day + timedelta(days=by) for name in _DATES}

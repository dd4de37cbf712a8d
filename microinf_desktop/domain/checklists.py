"""Checklists of deliverables: templates per kind, items with a date, follow-ups from the deal, progress."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import BallHolder, DeliverableKind
from microinf_desktop.domain.schedule import Phase, Plan


class Anchor(StrEnum):
    """The day from which an item's date is counted."""

    START = "start"
    DRAFT = "draft"
    APPROVAL = "approval"
    GO_LIVE = "go_live"


@dataclass(frozen=True, slots=True)
class ItemTemplate:
    """One line of a template.

    The item is due `offset` days after the anchor (before it when negative): working days up to go-live,
    calendar days after it, because posts are checked by the calendar. Items without an anchor have no date.
    """

    text: str
    anchor: Anchor | None = None
    offset: int = 0
    holder: BallHolder = BallHolder.US


@dataclass(frozen=True, slots=True)
class ChecklistTemplate:
    """The items a kind of deliverable starts with."""

    kind: DeliverableKind
    items: tuple[ItemTemplate, ...]


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item made from a template or the deal, ready to be stored."""

    text: str
    due_on: date | None
    holder: BallHolder = BallHolder.US


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a checklist is; parts add up with `combined`."""

    done: int
    total: int
    overdue: int

    @property
    def percent(self) -> int | None:
        """Share done in per cent, rounded down; None for an empty checklist, shown as "–"."""
        return self.done * 100 // self.total if self.total else None


def anchors_of(plan: Plan) -> dict[Anchor, date]:
    """The anchor days of a back-planned deliverable; approval is the end of the last review or change."""
    days = {Anchor.START: plan.starts_on, Anchor.GO_LIVE: plan.go_live}
    if draft := plan.due(Phase.DRAFT):
        days[Anchor.DRAFT] = draft
    for phase in (Phase.CHANGES, Phase.CLIENT_REVIEW, Phase.INTERNAL_REVIEW):
        if approval := plan.due(phase):
            days[Anchor.APPROVAL] = approval
            break
    return days


def plan_items(
    template: ChecklistTemplate, anchors: Mapping[Anchor, date], calendar: WorkingCalendar
) -> tuple[PlannedItem, ...]:
    """The template's items with dates; an item whose anchor day is not known has none."""
    return tuple(
        PlannedItem(item.text, _due(item, anchors, calendar), item.holder) for item in template.items
    )


def _due(item: ItemTemplate, anchors: Mapping[Anchor, date], calendar: WorkingCalendar) -> date | None:
    day = anchors.get(item.anchor) if item.anchor else None
    if day is None:
        return None
    if item.anchor is Anchor.GO_LIVE and item.offset >= 0:
        return day + timedelta(days=item.offset)
    return calendar.add(day, item.offset)


def deal_items(
    go_live: date,
    keep_live_days: int | None,
    usage_ends_on: date | None = None,
    exclusivity_ends_on: date | None = None,
) -> tuple[PlannedItem, ...]:
    """Dated checks that follow from the contract (features C5): the post stays up, rights and exclusivity end.

    A post that has to stay longer than 30 days is also looked at on day 30, so that a deletion is not found
    months later.
    """
    items: list[PlannedItem] = []
    days = keep_live_days or 0
    if days > 30:
        items.append(_still_live(go_live, 30))
    if days > 0:
        items.append(_still_live(go_live, days))
    if usage_ends_on:
        items.append(PlannedItem("Usage rights end: stop using the content or renew", usage_ends_on))
    if exclusivity_ends_on:
        items.append(PlannedItem("Exclusivity ends", exclusivity_ends_on))
    return tuple(items)


def _still_live(go_live: date, day: int) -> PlannedItem:
    return PlannedItem(f"Still live on day {day}, disclosure in place", go_live + timedelta(days=day))


def progress(items: Iterable[tuple[date | None, date | None]], today: date) -> Progress:
    """Progress of items given as (due day, done day); an open item is overdue once its day has passed."""
    done = total = overdue = 0
    for due_on, done_on in items:
        total += 1
        done += done_on is not None
        overdue += done_on is None and due_on is not None and due_on < today
    return Progress(done, total, overdue)


def combined(parts: Iterable[Progress]) -> Progress:
    """Progress rolled up to a collaboration, campaign or client: every item counts the same."""
    known = tuple(parts)
    return Progress(
        sum(part.done for part in known), sum(part.total for part in known), sum(part.overdue for part in known)
    )

"""Checklists of deliverables: templates per kind, items with a date, follow-ups from the deal, progress."""

import calendar as calendars
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, DeliverableState
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.schedule import Phase, Plan

MAX_OFFSET = 750  # about three years of working days; more is a slip of the finger


class Anchor(StrEnum):
    """The day from which an item's date is counted."""

    START = "start"
    DRAFT = "draft"
    APPROVAL = "approval"
    GO_LIVE = "go_live"


class ItemSource(StrEnum):
    """Where an item came from; those of the contract keep in step with the deal."""

    TYPED = "typed"
    TEMPLATE = "template"
    CONTRACT = "contract"


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
    source: ItemSource = ItemSource.TEMPLATE


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as typed."""

    text: str
    due_on: date | None = None
    holder: BallHolder = BallHolder.US

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        if self.text.strip():
            return []
        return [ValidationError("text", "The item is empty.", "Write what has to be done.")]


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


def template_problems(items: Iterable[ItemTemplate]) -> list[ValidationError]:
    """What keeps a template from being stored; the field is `items.0.text` with the place of the item."""
    found: list[ValidationError] = []
    seen: set[str] = set()
    for place, item in enumerate(items):
        text = item.text.strip()
        if not text:
            where = f"items.{place}.text"
            found.append(ValidationError(where, f"Item {place + 1} is empty.", "Write it, or remove it."))
        elif text.casefold() in seen:
            found.append(ValidationError(f"items.{place}.text", f"“{text}” is there twice.", "Remove one of them."))
        if abs(item.offset) > MAX_OFFSET:
            found.append(ValidationError(
                f"items.{place}.offset", f"“{text}” lies {abs(item.offset)} days away.", f"Type at most {MAX_OFFSET}."
            ))
        seen.add(text.casefold())
    return found


def item_to_text(item: ItemTemplate) -> str:
    """An item of a template as one line of JSON, as it is stored."""
    return json.dumps({
        "text": item.text, "anchor": item.anchor.value if item.anchor else None, "offset": item.offset,
        "holder": item.holder.value,
    }, ensure_ascii=False)


def item_from_text(line: str) -> ItemTemplate:
    """An item as it was stored; ValueError or KeyError when the line was not written by `item_to_text`."""
    values = json.loads(line)
    anchor = values["anchor"]
    return ItemTemplate(
        values["text"], Anchor(anchor) if anchor else None, int(values["offset"]), BallHolder(values["holder"])
    )


# What vanishes by itself, is not posted by the creator or cannot be taken back once it went out.
_DOES_NOT_STAY = frozenset({
    DeliverableKind.STORY, DeliverableKind.POLL, DeliverableKind.LIVE_QA, DeliverableKind.NEWSLETTER,
    DeliverableKind.RAW_UGC, DeliverableKind.EVENT,
})


def kept_days(kind: DeliverableKind, own: int | None, deal: int | None) -> int:
    """For how many days a post has to stay online: what its own form says, else the deal for kinds that stay."""
    if own is not None:
        return own
    return 0 if kind in _DOES_NOT_STAY else deal or 0


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or the month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendars.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class DealTerms:
    """What the deal says about the time after a post; `is_last` for the last post of the creator in the campaign.

    `insight_days` and `statement_cycle` (month, quarter, "" for no commission) are those of a signed contract.
    """

    kind: DeliverableKind
    state: DeliverableState
    go_live: date | None
    keep_live_days: int | None = None
    deal_keep_live_days: int | None = None
    usage_months: int | None = None
    exclusivity_days: int = 0
    is_last: bool = True
    insight_days: int | None = None
    statement_cycle: str = ""


def contract_items(terms: DealTerms) -> tuple[PlannedItem, ...]:
    """The dated checks that follow from a deal for one deliverable (features C5); none without a publish day.

    Exclusivity runs from the creator's last post, so only that one carries it.
    """
    if terms.go_live is None or terms.state in (DeliverableState.CANCELLED, DeliverableState.REPLACED):
        return ()
    return deal_items(
        terms.go_live, kept_days(terms.kind, terms.keep_live_days, terms.deal_keep_live_days),
        months_after(terms.go_live, terms.usage_months) if terms.usage_months else None,
        terms.go_live + timedelta(days=terms.exclusivity_days) if terms.exclusivity_days and terms.is_last else None,
        None if terms.insight_days is None else terms.go_live + timedelta(days=terms.insight_days),
        cycle_end(terms.go_live, terms.statement_cycle) if terms.statement_cycle and terms.is_last else None,
    )


def cycle_end(day: date, cycle: str) -> date:
    """The last day of the month or quarter a day lies in."""
    month = -(-day.month // 3) * 3 if cycle == "quarter" else day.month
    return date(day.year, month, calendars.monthrange(day.year, month)[1])


def deal_items(
    go_live: date,
    keep_live_days: int | None,
    usage_ends_on: date | None = None,
    exclusivity_ends_on: date | None = None,
    insights_due_on: date | None = None,
    statement_due_on: date | None = None,
) -> tuple[PlannedItem, ...]:
    """Checks on given days: the post stays up, rights and exclusivity end, insights and a statement are due.

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
        items.append(_from_contract("Usage rights end: stop using the content or renew", usage_ends_on))
    if exclusivity_ends_on:
        items.append(_from_contract("Exclusivity ends", exclusivity_ends_on))
    if insights_due_on:
        items.append(PlannedItem("Insights are due from the creator", insights_due_on, BallHolder.CREATOR,
                                 ItemSource.CONTRACT))
    if statement_due_on:
        items.append(_from_contract("Send the first statement of the commission", statement_due_on))
    return tuple(items)


def _still_live(go_live: date, day: int) -> PlannedItem:
    return _from_contract(f"Still live on day {day}, disclosure in place", go_live + timedelta(days=day))


def _from_contract(text: str, due_on: date) -> PlannedItem:
    return PlannedItem(text, due_on, source=ItemSource.CONTRACT)


@dataclass(frozen=True, slots=True)
class StoredCheck:
    """A contract check as it is stored."""

    id: int
    text: str
    due_on: date | None
    done_on: date | None


@dataclass(frozen=True, slots=True)
class CheckChanges:
    """What brings stored contract checks in step with the deal: items to add, days to set by id, ids to drop."""

    add: tuple[PlannedItem, ...]
    move: tuple[tuple[int, date | None], ...]
    drop: tuple[int, ...]


def in_step(stored: Iterable[StoredCheck], wanted: Iterable[PlannedItem], today: date) -> CheckChanges:
    """Compare by text; what was ticked off is left as it is, and nothing is there twice.

    A check whose day has passed and that somebody put off is not put back.
    """
    known = {check.text: check for check in stored}
    due = {item.text: item for item in wanted}
    return CheckChanges(
        tuple(item for text, item in due.items() if text not in known),
        tuple(
            (check.id, due[text].due_on) for text, check in known.items()
            if text in due and check.done_on is None and _moved(check.due_on, due[text].due_on, today)
        ),
        tuple(check.id for text, check in known.items() if text not in due and check.done_on is None),
    )


def _moved(stored: date | None, wanted: date | None, today: date) -> bool:
    if stored is None or wanted is None:
        return stored != wanted
    return wanted > stored or (wanted < stored and wanted >= today)


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

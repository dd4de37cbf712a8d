"""What is due, late and waiting over all campaigns, and the same work as calendar entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import case, func, literal, null, or_, union_all
from sqlmodel import Session, col

from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.money import Money
from microinf_desktop.queries.deliverables import CLOSED_STATES
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Campaign,
    ChecklistItem,
    Client,
    Collaboration,
    Contract,
    Deliverable,
    Influencer,
    Milestone,
    Payment,
)

_AWAITING_DRAFT = ("not_started", "briefed", "concept_in", "changes_requested")
_AWAITING_US = ("draft_in", "internal_review")
_READY = ("approved", "scheduled")


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One thing to do. `kind` says what, `record` and `record_id` where it opens, `due_on` when it is due.

    kind: draft, review, client_review, publish, proof, metrics, checklist, milestone, payment, contract,
    next_action. `waiting_since` is the day the ball changed hands. `part_id` is the checklist item, milestone or
    payment itself where `record_id` is what it belongs to.
    """

    kind: str
    record: str
    record_id: int
    client_id: int | None
    client: str
    client_color: str
    campaign_id: int | None
    campaign: str
    influencer_id: int | None
    creator: str
    what: str
    detail: str
    holder: str
    due_on: date | None
    waiting_since: date | None
    verdict: str = ""
    amount: Money | None = None
    part_id: int = 0


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something that falls on a day: draft, review, publish, milestone, payment, checklist."""

    day: date
    kind: str
    record: str
    record_id: int
    title: str
    campaign_id: int | None
    campaign: str
    client_id: int | None
    client: str
    client_color: str
    state: str
    field: str


def items(session: Session, today: date, horizon_days: int = 7) -> list[TodayItem]:
    """Everything late, due within `horizon_days`, or waiting, by due day (undated last)."""
    until = today + timedelta(days=horizon_days)
    found = [
        *_deliverable_items(session, until), *_checklist_items(session, until), *_milestone_items(session, until),
        *_payment_items(session, until), *_contract_items(session), *_next_actions(session, until),
    ]
    return sorted(found, key=lambda item: (item.due_on or date.max, item.client, item.campaign, item.creator))


def count(session: Session, today: date) -> int:
    """How many items are late or due today (the number in the sidebar)."""
    return sum(1 for item in items(session, today, 0) if item.due_on is not None)


def calendar(
    session: Session, first: date, last: date, *, client_ids: Sequence[int] = (), campaign_ids: Sequence[int] = (),
    kinds: Sequence[str] = (),
) -> list[CalendarEntry]:
    """Entries from `first` to `last`, both included, by day."""
    parts = []
    dates = (
        ("draft", "draft_due_on"), ("review", "internal_review_on"), ("client_review", "client_review_on"),
        ("publish", "publish_on"), ("ship", "ship_on"),
    )
    for kind, field in dates:
        if kinds and kind not in kinds:
            continue
        day = getattr(Deliverable, field)
        parts.append(
            pick(
                day.label("day"), literal(kind), literal("deliverable"), Deliverable.id,
                Influencer.name + " · " + Deliverable.kind, Campaign.id, Campaign.name, Client.id, Client.name,
                Client.color, Deliverable.state, literal(field),
            )
            .select_from(Deliverable)
            .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
            .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
            .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
            .join(Client, col(Client.id) == col(Campaign.client_id))
            .where(day.between(first, last), col(Deliverable.state).not_in(("cancelled", "replaced")))
        )
    if not kinds or "milestone" in kinds:
        parts.append(
            pick(
                col(Milestone.due_on).label("day"), literal("milestone"), literal("milestone"), Milestone.id,
                Milestone.name, Campaign.id, Campaign.name, Client.id, Client.name, Client.color,
                case((col(Milestone.done_on).is_(None), "open"), else_="done"), literal("due_on"),
            )
            .select_from(Milestone)
            .join(Campaign, col(Campaign.id) == col(Milestone.campaign_id))
            .join(Client, col(Client.id) == col(Campaign.client_id))
            .where(col(Milestone.due_on).between(first, last))
        )
    if client_ids:
        parts = [part.where(col(Client.id).in_(client_ids)) for part in parts]
    if campaign_ids:
        parts = [part.where(col(Campaign.id).in_(campaign_ids)) for part in parts]
    if not parts:
        return []
    entries = [CalendarEntry(*row) for row in session.execute(union_all(*parts))]
    return sorted(entries, key=lambda entry: (entry.day, entry.client, entry.title))


def _deliverable_items(session: Session, until: date) -> list[TodayItem]:
    state = col(Deliverable.state)
    kind = case(
        (state.in_(_AWAITING_DRAFT), "draft"), (state.in_(_AWAITING_US), "review"),
        (state == "client_review", "client_review"), (state.in_(_READY), "publish"), (state == "live", "proof"),
        else_="metrics",
    )
    due = case(
        (state.in_(_AWAITING_DRAFT), func.coalesce(Deliverable.draft_due_on, Deliverable.publish_on)),
        (state.in_(_AWAITING_US), func.coalesce(Deliverable.internal_review_on, Deliverable.publish_on)),
        (state == "client_review", func.coalesce(Deliverable.client_review_on, Deliverable.publish_on)),
        (state.in_(_READY), Deliverable.publish_on),
        (state == "live", func.date(Deliverable.publish_on, "+1 day")),
        (state == "proof_captured", func.date(Deliverable.publish_on, "+7 days")),
        else_=null(),
    )
    found = session.execute(
        pick(
            kind, Deliverable.id, Client.id, Client.name, Client.color, Campaign.id, Campaign.name, Influencer.id,
            Influencer.name, Deliverable.kind, Deliverable.title, Deliverable.ball_holder, due, Deliverable.ball_since,
            Deliverable.verdict,
        )
        .select_from(Deliverable)
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(
            state.not_in((*CLOSED_STATES, "metrics_captured")), col(Campaign.state) != "archived",
            or_(due <= until, state == "client_review", state.in_(_AWAITING_US)),
        )
    )
    return [
        TodayItem(
            r[0], "deliverable", r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11], _day(r[12]), r[13],
            r[14],
        )
        for r in found
    ]


def _checklist_items(session: Session, until: date) -> list[TodayItem]:
    found = session.execute(
        pick(
            Deliverable.id, Client.id, Client.name, Client.color, Campaign.id, Campaign.name, Influencer.id,
            Influencer.name, ChecklistItem.text, Deliverable.kind, ChecklistItem.due_on, ChecklistItem.id,
        )
        .select_from(ChecklistItem)
        .join(Deliverable, col(Deliverable.id) == col(ChecklistItem.deliverable_id))
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(
            col(ChecklistItem.done_on).is_(None), col(ChecklistItem.due_on) <= until, col(Campaign.state) != "archived",
            col(Deliverable.state).not_in(("cancelled", "replaced")),
        )
    )
    return [
        TodayItem(
            "checklist", "deliverable", r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], "us", r[10], None,
            part_id=r[11],
        )
        for r in found
    ]


def _milestone_items(session: Session, until: date) -> list[TodayItem]:
    found = session.execute(
        pick(Milestone, Campaign, Client)
        .join(Campaign, col(Campaign.id) == col(Milestone.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Milestone.done_on).is_(None), col(Milestone.due_on) <= until, col(Campaign.state) != "archived")
    )
    return [
        TodayItem(
            "milestone", "campaign", campaign.id, client.id, client.name, client.color, campaign.id, campaign.name,
            None, "", milestone.name, milestone.kind, "us", milestone.due_on, None, part_id=milestone.id,
        )
        for milestone, campaign, client in found
    ]


def _payment_items(session: Session, until: date) -> list[TodayItem]:
    found = _deals(
        pick(Payment, Collaboration.campaign_id, Campaign.name, Client.id, Client.name, Client.color, Influencer.id,
               Influencer.name),
        Payment.collaboration_id,
    ).where(col(Payment.state).not_in(("not_due", "paid")), col(Payment.due_on) <= until)
    return [
        TodayItem(
            "payment", "campaign", r[1], r[3], r[4], r[5], r[1], r[2], r[6], r[7], r[0].description, r[0].state, "us",
            r[0].due_on, None, amount=Money(r[0].amount_minor - r[0].paid_minor, r[0].currency), part_id=r[0].id,
        )
        for r in session.execute(found)
    ]


def _contract_items(session: Session) -> list[TodayItem]:
    found = _deals(
        pick(Contract, Collaboration.campaign_id, Campaign.name, Client.id, Client.name, Client.color, Influencer.id,
               Influencer.name),
        Contract.collaboration_id,
    ).where(col(Contract.state).in_(("sent", "changes", "signed")), col(Campaign.state) != "archived")
    return [
        TodayItem(
            "contract", "contract", r[0].id, r[3], r[4], r[5], r[1], r[2], r[6], r[7], r[0].number, r[0].state,
            "creator" if r[0].state == "sent" else "us", None, r[0].signed_on or r[0].sent_on,
        )
        for r in session.execute(found)
    ]


def _next_actions(session: Session, until: date) -> list[TodayItem]:
    found = session.execute(
        pick(Influencer.id, Influencer.name, Influencer.next_action, Influencer.next_action_on, Influencer.stage)
        .where(col(Influencer.next_action_on) <= until, col(Influencer.next_action) != "")
    )
    return [
        TodayItem("next_action", "influencer", r[0], None, "", "", None, "", r[0], r[1], r[2], r[4], "us", r[3], None)
        for r in found
    ]


def _deals(statement: Any, key: Any) -> Any:
    return (
        statement.join(Collaboration, col(Collaboration.id) == col(key))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
    )


def _day(value: date | str | None) -> date | None:
    """SQLite's date() gives text where the column gives a date."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def state_of(item: TodayItem) -> DeliverableState | None:
    """The deliverable state an item stands for, None for other records."""
    states = {
        "draft": DeliverableState.BRIEFED, "review": DeliverableState.INTERNAL_REVIEW,
        "client_review": DeliverableState.CLIENT_REVIEW, "publish": DeliverableState.SCHEDULED,
        "proof": DeliverableState.LIVE, "metrics": DeliverableState.PROOF_CAPTURED,
    }
    return states.get(item.kind)

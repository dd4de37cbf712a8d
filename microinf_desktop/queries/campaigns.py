"""Reads of campaigns: list, overview, collaborations, timeline."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import DeliverableState, TargetMetric
from microinf_desktop.domain.money import Money
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Campaign,
    CampaignPersona,
    CampaignTarget,
    Client,
    Collaboration,
    Deliverable,
    Influencer,
    Milestone,
    Payment,
    Person,
)

# Counted as delivered: what is online, whatever is still to be proved and measured.
_OUT = frozenset({
    DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
    DeliverableState.COMPLETE,
})
# Left out of progress: they will never be done and should not hold the rest back.
VOID_STATES = (DeliverableState.CANCELLED, DeliverableState.REPLACED)


@dataclass(frozen=True, slots=True)
class CampaignFilter:
    text: str = ""
    client_ids: tuple[int, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """A campaign in a list; `progress` is the mean over its deliverables in per cent, None without any."""

    id: int
    name: str
    client_id: int
    client: str
    client_color: str
    state: str
    is_pilot: bool
    starts_on: date | None
    go_live_on: date | None
    ends_on: date | None
    creators: int
    deliverables: int
    late: int
    progress: int | None
    budget: Money | None
    committed: Money | None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    id: int
    name: str
    kind: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class CollaborationRow:
    """A creator in a campaign; `committed` is fee plus product value."""

    id: int
    campaign_id: int
    campaign: str
    influencer_id: int
    name: str
    handle: str
    platforms: tuple[str, ...]
    followers: int | None
    rate_ppm: int | None
    stage: str
    client_decision: str
    relationship: str
    compensation_model: str
    fee: Money | None
    product_value: Money | None
    deliverables: int
    done: int
    late: int
    progress: int | None


@dataclass(frozen=True, slots=True)
class CampaignDetail:
    """`fields` are the columns as stored; money in the campaign's currency."""

    id: int
    fields: dict[str, Any]
    client: str
    client_color: str
    owner: str
    targets: tuple[tuple[TargetMetric, Decimal], ...]
    persona_ids: tuple[int, ...]
    milestones: tuple[MilestoneRow, ...]
    committed: Money
    paid: Money
    creators: int
    deliverables: int
    late: int
    progress: int | None


@dataclass(frozen=True, slots=True)
class CollaborationDetail:
    """The deal in full; `fields` are the columns as stored."""

    id: int
    fields: dict[str, Any]
    influencer: str
    campaign: str
    client: str


def rows(session: Session, wanted: CampaignFilter = CampaignFilter(), today: date | None = None) -> list[CampaignRow]:
    """Campaigns, running first, then by go-live."""
    today = today or date.today()
    found = session.execute(
        pick(Campaign, Client.name, Client.color)
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(*_conditions(wanted))
        .order_by(_state_order(), col(Campaign.go_live_on).nulls_last(), col(Campaign.id))
    ).all()
    ids = [campaign.id for campaign, _, _ in found]
    states, creators, committed = _work(session, ids, today), _creators(session, ids), _committed(session, ids)
    result = []
    for campaign, client, color in found:
        work = states.get(campaign.id, _Work())
        result.append(CampaignRow(
            campaign.id, campaign.name, campaign.client_id, client, color, campaign.state, campaign.is_pilot,
            campaign.starts_on, campaign.go_live_on, campaign.ends_on, creators.get(campaign.id, 0), work.count,
            work.late, work.progress,
            None if campaign.budget_minor is None else Money(campaign.budget_minor, campaign.currency),
            Money(committed.get(campaign.id, 0), campaign.currency),
        ))
    return result


def detail(session: Session, campaign_id: int, today: date | None = None) -> CampaignDetail | None:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        return None
    client = session.get_one(Client, campaign.client_id)
    owner = session.get(Person, campaign.owner_id) if campaign.owner_id else None
    targets = session.execute(
        pick(CampaignTarget).where(col(CampaignTarget.campaign_id) == campaign_id).order_by(col(CampaignTarget.id))
    ).scalars()
    personas = session.execute(
        pick(CampaignPersona.persona_id).where(col(CampaignPersona.campaign_id) == campaign_id)
        .order_by(col(CampaignPersona.id))
    ).scalars()
    work = _work(session, [campaign_id], today or date.today()).get(campaign_id, _Work())
    paid = session.execute(
        pick(func.coalesce(func.sum(Payment.paid_minor), 0))
        .join(Collaboration, col(Collaboration.id) == col(Payment.collaboration_id))
        .where(col(Collaboration.campaign_id) == campaign_id)
    ).scalar_one()
    return CampaignDetail(
        campaign_id, campaign.model_dump(), client.name, client.color, owner.name if owner else "",
        tuple((TargetMetric(t.metric), t.value) for t in targets), tuple(personas), milestones(session, campaign_id),
        Money(_committed(session, [campaign_id]).get(campaign_id, 0), campaign.currency),
        Money(paid, campaign.currency), _creators(session, [campaign_id]).get(campaign_id, 0), work.count, work.late,
        work.progress,
    )


def milestones(session: Session, campaign_id: int) -> tuple[MilestoneRow, ...]:
    found = session.execute(
        pick(Milestone).where(col(Milestone.campaign_id) == campaign_id).order_by(col(Milestone.due_on))
    ).scalars()
    return tuple(MilestoneRow(m.id or 0, m.name, m.kind, m.due_on, m.done_on) for m in found)


def collaborations(
    session: Session, campaign_id: int | None = None, today: date | None = None
) -> list[CollaborationRow]:
    """Creators of a campaign (or of all), by name."""
    today = today or date.today()
    conditions = [] if campaign_id is None else [col(Collaboration.campaign_id) == campaign_id]
    found = session.execute(
        pick(
            Collaboration, Campaign.name, Influencer.name, Influencer.primary_handle, Influencer.platforms,
            Influencer.top_followers, Influencer.engagement_rate_ppm,
        )
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(*conditions)
        .order_by(col(Influencer.sort_name), col(Collaboration.id))
    ).all()
    work = _work_by(session, Deliverable.collaboration_id, conditions, today)
    result = []
    for deal, campaign, name, handle, platforms, followers, rate in found:
        own = work.get(deal.id, _Work())
        result.append(CollaborationRow(
            deal.id, deal.campaign_id, campaign, deal.influencer_id, name, handle,
            tuple(platforms.split(",")) if platforms else (), followers, rate, deal.stage, deal.client_decision,
            deal.relationship, deal.compensation_model,
            None if deal.fee_minor is None else Money(deal.fee_minor, deal.currency),
            None if deal.product_value_minor is None else Money(deal.product_value_minor, deal.currency),
            own.count, own.done, own.late, own.progress,
        ))
    return result


def collaboration(session: Session, collaboration_id: int) -> CollaborationDetail | None:
    found = session.execute(
        pick(Collaboration, Influencer.name, Campaign.name, Client.name)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Collaboration.id) == collaboration_id)
    ).first()
    if found is None:
        return None
    deal, influencer, campaign, client = found
    return CollaborationDetail(collaboration_id, deal.model_dump(), influencer, campaign, client)


def exported(session: Session, today: date | None = None) -> list[dict[str, Any]]:
    """Campaigns as `microinf list campaigns --json` prints them; money in minor units."""
    return [
        {
            "id": r.id, "name": r.name, "client_id": r.client_id, "client": r.client, "state": r.state,
            "is_pilot": r.is_pilot, "starts_on": _iso(r.starts_on), "go_live_on": _iso(r.go_live_on),
            "ends_on": _iso(r.ends_on), "creators": r.creators, "deliverables": r.deliverables, "late": r.late,
            "progress": r.progress, "budget_minor": r.budget.minor if r.budget else None,
            "committed_minor": r.committed.minor if r.committed else None,
            "currency": r.committed.currency if r.committed else None,
        }
        for r in rows(session, today=today)
    ]


def exported_collaborations(session: Session, today: date | None = None) -> list[dict[str, Any]]:
    """Collaborations as `microinf list collaborations --json` prints them; money in minor units."""
    return [
        {
            "id": r.id, "campaign_id": r.campaign_id, "campaign": r.campaign, "influencer_id": r.influencer_id,
            "creator": r.name, "handle": r.handle, "stage": r.stage, "client_decision": r.client_decision,
            "relationship": r.relationship, "compensation_model": r.compensation_model,
            "fee_minor": r.fee.minor if r.fee else None, "currency": r.fee.currency if r.fee else None,
            "deliverables": r.deliverables, "late": r.late, "progress": r.progress,
        }
        for r in sorted(collaborations(session, None, today), key=lambda row: row.id)
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@dataclass(slots=True)
class _Work:
    """Deliverables counted by state."""

    count: int = 0
    done: int = 0
    late: int = 0
    share: int = 0
    rated: int = 0

    @property
    def progress(self) -> int | None:
        return self.share // self.rated if self.rated else None

    def add(self, state: DeliverableState, number: int, late: int) -> None:
        self.count += number
        self.late += late
        if state not in VOID_STATES:
            self.rated += number
            self.share += number * pipelines.progress(pipelines.DELIVERABLE, state)
        if state in _OUT:
            self.done += number


def late_condition(today: date) -> ColumnElement[bool]:
    """True for deliverables whose draft or publish day passed before that step was done."""
    waiting = [state.value for state in DeliverableState if _awaits_draft(state)]
    unpublished = [
        state.value for state in DeliverableState if pipelines.DELIVERABLE.states[state].can_be_late
    ]
    return ((col(Deliverable.draft_due_on) < today) & col(Deliverable.state).in_(waiting)) | (
        (col(Deliverable.publish_on) < today) & col(Deliverable.state).in_(unpublished)
    )


def _awaits_draft(state: DeliverableState) -> bool:
    return state in (
        DeliverableState.NOT_STARTED, DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN,
    )


def _work(session: Session, campaign_ids: Sequence[int | None], today: date) -> dict[int, _Work]:
    return _work_by(session, Deliverable.campaign_id, [col(Deliverable.campaign_id).in_(campaign_ids)], today)


def _work_by(
    session: Session, key: Any, conditions: Sequence[ColumnElement[bool]], today: date
) -> dict[int, _Work]:
    statement = pick(key, Deliverable.state, func.count(), func.sum(late_condition(today)))
    if conditions:
        statement = statement.join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
    found = session.execute(statement.where(*conditions).group_by(key, Deliverable.state))
    work: dict[int, _Work] = defaultdict(_Work)
    for owner, state, number, late in found:
        work[owner].add(DeliverableState(state), number, late or 0)
    return work


def _creators(session: Session, campaign_ids: Sequence[int | None]) -> dict[int, int]:
    found = session.execute(
        pick(Collaboration.campaign_id, func.count())
        .where(col(Collaboration.campaign_id).in_(campaign_ids)).group_by(col(Collaboration.campaign_id))
    )
    return {row[0]: row[1] for row in found}


def _committed(session: Session, campaign_ids: Sequence[int | None]) -> dict[int, int]:
    """Fees and product values of creators the client has not rejected, minor units."""
    found = session.execute(
        pick(
            Collaboration.campaign_id,
            func.sum(func.coalesce(Collaboration.fee_minor, 0) + func.coalesce(Collaboration.product_value_minor, 0)),
        )
        .where(col(Collaboration.campaign_id).in_(campaign_ids), col(Collaboration.client_decision) != "rejected")
        .group_by(col(Collaboration.campaign_id))
    )
    return {campaign_id: number or 0 for campaign_id, number in found}


def _conditions(wanted: CampaignFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.text.strip():
        pattern = f"%{wanted.text.strip()}%"
        conditions.append(col(Campaign.name).ilike(pattern) | col(Client.name).ilike(pattern))
    if wanted.client_ids:
        conditions.append(col(Campaign.client_id).in_(wanted.client_ids))
    if wanted.states:
        conditions.append(col(Campaign.state).in_(wanted.states))
    return conditions


def _state_order() -> ColumnElement[int]:
    from sqlalchemy import case

    order = {"running": 0, "planning": 1, "finished": 2, "archived": 3}
    return case(order, value=col(Campaign.state), else_=4)

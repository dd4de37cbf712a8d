"""Reads of collaborations: who is in a campaign, with stage, client decision, deal and progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from microinf_desktop.domain.enums import BallHolder, ClientDecision, ContractState, DeliverableState, RelationshipStage
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.pipelines import RELATIONSHIP, holder
from microinf_desktop.queries.deals import DEAL_COLUMNS, DealRef, money
from microinf_desktop.queries.progress import AWAITS_DRAFT, VOID_STATES, Work, work_by
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Campaign,
    Client,
    ClientContact,
    Collaboration,
    Contract,
    Deliverable,
    Influencer,
)

_SHUT = (RelationshipStage.DO_NOT_CONTACT, RelationshipStage.BLACKLISTED)
_PUBLISHED = (
    DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
    DeliverableState.COMPLETE,
)


@dataclass(frozen=True, slots=True)
class CollaborationRow:
    """A creator in a campaign.

    `ball` is who acts next: the holder of the most urgent open deliverable, before there is one whom the stage waits
    for, None when nobody. `next_on` and `next_what` (draft or publish) name the next day of open work. `is_shut_out`:
    the person was blacklisted or asked not to be contacted.
    """

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
    ball: BallHolder | None
    next_on: date | None
    next_what: str
    decided_on: date | None
    decided_by: str
    decision_note: str
    is_shut_out: bool


@dataclass(frozen=True, slots=True)
class CollaborationDetail:
    """The deal in full; `fields` are the columns as stored."""

    id: int
    fields: dict[str, Any]
    influencer: str
    campaign: str
    client: str
    client_id: int


@dataclass(frozen=True, slots=True)
class DecisionCounts:
    """How the client decided over a campaign's creators; `wanted` is the campaign's number, None where not known."""

    accepted: int
    backup: int
    pending: int
    rejected: int
    wanted: int | None


def rows(
    session: Session, campaign_id: int | None = None, today: date | None = None
) -> list[CollaborationRow]:
    """Creators of a campaign (or of all), by name."""
    today = today or date.today()
    conditions = [] if campaign_id is None else [col(Collaboration.campaign_id) == campaign_id]
    deal = Collaboration
    found = session.execute(
        pick(
            deal.id, deal.campaign_id, Campaign.name, deal.influencer_id, Influencer.name, Influencer.primary_handle,
            Influencer.platforms, Influencer.top_followers, Influencer.engagement_rate_ppm, deal.stage,
            deal.client_decision, deal.relationship, deal.compensation_model, deal.fee_minor, deal.product_value_minor,
            deal.currency, deal.client_decided_on, deal.client_decided_by, deal.client_decision_note, Influencer.stage,
        )
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(*conditions)
        .order_by(col(Influencer.sort_name), col(Collaboration.id))
    ).all()
    work, steps = work_by(session, Deliverable.collaboration_id, conditions, today), _next_steps(session, conditions)
    result = []
    for (key, owner, campaign, person, name, handle, platforms, followers, rate, stage, decision, relationship, model,
         fee, value, currency, decided_on, decided_by, note, person_stage) in found:
        own, step = work.get(key, Work()), steps.get(key)
        result.append(CollaborationRow(
            key, owner, campaign, person, name, handle, tuple(platforms.split(",")) if platforms else (), followers,
            rate, stage, decision, relationship, model, money(fee, currency), money(value, currency),
            own.count, own.done, own.late, own.progress,
            step.ball if step else _ball(RelationshipStage(stage), own.count),
            step.on if step else None, step.what if step else "", decided_on, decided_by, note, person_stage in _SHUT,
        ))
    return result


def _ball(stage: RelationshipStage, deliverables: int) -> BallHolder | None:
    """Who acts where no work is open: whom the stage waits for, us once everything is delivered."""
    found = holder(RELATIONSHIP, stage)
    return BallHolder.US if deliverables and found is BallHolder.CREATOR else found


@dataclass(frozen=True, slots=True)
class _Step:
    ball: BallHolder
    on: date | None
    what: str


def _next_steps(session: Session, conditions: Sequence[ColumnElement[bool]]) -> dict[int, _Step]:
    """The most urgent open deliverable of each collaboration: its next day and who holds it."""
    statement = pick(
        Deliverable.collaboration_id, Deliverable.state, Deliverable.ball_holder, Deliverable.draft_due_on,
        Deliverable.publish_on,
    ).where(col(Deliverable.state).not_in((*VOID_STATES, *_PUBLISHED)))
    if conditions:
        statement = statement.join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
    found: dict[int, _Step] = {}
    for owner, state, ball, draft_due, publish in session.execute(statement.where(*conditions)):
        waits_for_draft = state in AWAITS_DRAFT and draft_due is not None
        step = _Step(
            BallHolder(ball), draft_due if waits_for_draft else publish, "draft" if waits_for_draft else "publish"
        )
        known = found.get(owner)
        if known is None or (step.on or date.max) < (known.on or date.max):
            found[owner] = step
    return found


def detail(session: Session, collaboration_id: int) -> CollaborationDetail | None:
    found = session.execute(
        pick(Collaboration, Influencer.name, Campaign.name, Client.name, Client.id)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Collaboration.id) == collaboration_id)
    ).first()
    if found is None:
        return None
    deal, influencer, campaign, client, client_id = found
    return CollaborationDetail(collaboration_id, deal.model_dump(), influencer, campaign, client, client_id)


def decision_counts(found: Sequence[CollaborationRow], wanted: int | None = None) -> DecisionCounts:
    """Accepted, backup, pending and rejected among these rows."""
    number = dict.fromkeys(ClientDecision, 0)
    for row in found:
        number[ClientDecision(row.client_decision)] += 1
    return DecisionCounts(
        number[ClientDecision.ACCEPTED], number[ClientDecision.BACKUP], number[ClientDecision.PENDING],
        number[ClientDecision.REJECTED], wanted,
    )


def deciders(session: Session, campaign_id: int) -> list[str]:
    """Names of the client's contacts, those who decide first."""
    found = session.execute(
        pick(ClientContact.name)
        .join(Campaign, col(Campaign.client_id) == col(ClientContact.client_id))
        .where(col(Campaign.id) == campaign_id)
        .order_by(col(ClientContact.is_decider).desc(), col(ClientContact.id))
    )
    return [name for (name,) in found]


def without_contract(session: Session) -> list[DealRef]:
    """Whose deals a contract can be made of: not refused by the client, and no contract but terminated ones; by
    name."""
    contract = pick(Contract.id).where(
        col(Contract.collaboration_id) == col(Collaboration.id), col(Contract.state) != ContractState.TERMINATED
    )
    found = session.execute(
        pick(*DEAL_COLUMNS).select_from(Collaboration)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Collaboration.client_decision) != ClientDecision.REJECTED, ~contract.exists())
        .order_by(col(Influencer.sort_name), col(Collaboration.id))
    )
    return [DealRef(*row) for row in found]


def exported(session: Session, today: date | None = None) -> list[dict[str, Any]]:
    """Collaborations as `microinf list collaborations --json` prints them, by id; money in minor units.

    Reads columns, not whole deals, and leaves out the next steps, which it does not print.
    """
    found = session.execute(
        pick(
            Collaboration.id, Collaboration.campaign_id, Campaign.name, Collaboration.influencer_id, Influencer.name,
            Influencer.primary_handle, Collaboration.stage, Collaboration.client_decision, Collaboration.relationship,
            Collaboration.compensation_model, Collaboration.fee_minor, Collaboration.currency,
        )
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .order_by(col(Collaboration.id))
    )
    work = work_by(session, Deliverable.collaboration_id, (), today or date.today())
    none = Work()
    return [
        {
            "id": key, "campaign_id": campaign_id, "campaign": campaign, "influencer_id": influencer_id,
            "creator": creator, "handle": handle, "stage": stage, "client_decision": decision,
            "relationship": relationship, "compensation_model": model, "fee_minor": fee,
            "currency": None if fee is None else currency, "deliverables": own.count, "late": own.late,
            "progress": own.progress,
        }
        for (key, campaign_id, campaign, influencer_id, creator, handle, stage, decision, relationship, model, fee,
             currency) in found for own in (work.get(key, none),)
    ]

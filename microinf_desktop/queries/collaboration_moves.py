"""What the guards of a collaboration ask: facts of the stage's pipeline, and in words what stands in the way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain.enums import ClientDecision, ContractState, DeliverableState, RelationshipStage
from microinf_desktop.domain.pipelines import (
    CLIENT_DECISION,
    RELATIONSHIP,
    DecisionFacts,
    Refusal,
    RelationshipFacts,
    can_move,
)
from microinf_desktop.queries.progress import VOID_STATES, was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Bonus, Collaboration, Contract, Deliverable, Influencer

_SHUT = (RelationshipStage.DO_NOT_CONTACT, RelationshipStage.BLACKLISTED)
_SIGNED = (ContractState.SIGNED, ContractState.COUNTERSIGNED, ContractState.ACTIVE, ContractState.EXPIRED)
_FINISHED = (*VOID_STATES, DeliverableState.COMPLETE)
_ANY_REASON = "x"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why one creator may not move; `can_waive`: a reason that is kept moves on all the same."""

    collaboration_id: int
    name: str
    refusal: Refusal
    can_waive: bool

    def __str__(self) -> str:
        return f"{self.name}: {self.refusal}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one collaboration is and what its guards ask."""

    collaboration_id: int
    influencer_id: int
    name: str
    stage: RelationshipStage
    facts: RelationshipFacts


def shut_out(name: str, stage: str, reason: str, until: date | None, today: date) -> str:
    """Why the agency does not work with a person, one sentence; empty when it does or the restriction has ended."""
    if stage not in _SHUT or (until is not None and until < today):
        return ""
    end = f" until {until:%d %b %Y}" if until else ""
    why = f": {reason.rstrip('.')}" if reason else ""
    return f"{name} is marked “{stage.replace('_', ' ')}”{end}{why}."


def standings(
    session: Session, collaboration_ids: Sequence[int], today: date | None = None
) -> list[Standing]:
    """Stage and facts of collaborations, in the order asked for; those removed meanwhile are left out."""
    day = today or date.today()
    found = session.execute(
        pick(Collaboration, Influencer)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.id).in_(collaboration_ids))
    ).all()
    signed, still_open, bonus = (
        _signed(session, collaboration_ids), _open(session, collaboration_ids), _bonuses(session, collaboration_ids)
    )
    known = {}
    for deal, person in found:
        contactable = any((person.email, person.phone, person.primary_handle, person.manager_email))
        facts = RelationshipFacts(
            contactable=contactable, terms_agreed=_has_terms(deal) or deal.id in bonus,
            contract_signed=deal.id in signed, open_deliverables=still_open.get(deal.id, 0),
            client_decision=ClientDecision(deal.client_decision),
            shut_out=shut_out(person.name, person.stage, person.restriction_reason, person.restriction_until, day),
        )
        known[deal.id] = Standing(
            deal.id, deal.influencer_id, person.name, RelationshipStage(deal.stage), facts
        )
    return [known[wanted] for wanted in collaboration_ids if wanted in known]


def obstacles(
    session: Session, collaboration_ids: Sequence[int], stage: RelationshipStage, today: date | None = None
) -> list[Obstacle]:
    """What stands in the way of moving these creators to a stage; who is there already has none."""
    found = []
    for standing in standings(session, collaboration_ids, today):
        if standing.stage == stage:
            continue
        refusal = can_move(RELATIONSHIP, standing.stage, stage, standing.facts)
        if refusal is not None:
            waived = replace(standing.facts, reason=_ANY_REASON)
            can_waive = can_move(RELATIONSHIP, standing.stage, stage, waived) is None
            found.append(Obstacle(standing.collaboration_id, standing.name, refusal, can_waive))
    return found


def decision_obstacle(
    session: Session, standing: Standing, now: ClientDecision, decision: ClientDecision
) -> Obstacle | None:
    """Why the client's word cannot change any more: what is signed outlives a rejection."""
    if now == decision:
        return None
    refusal = can_move(CLIENT_DECISION, now, decision, DecisionFacts(standing.facts.contract_signed))
    return None if refusal is None else Obstacle(standing.collaboration_id, standing.name, refusal, False)


def _has_terms(deal: Collaboration) -> bool:
    return any((
        deal.fee_minor, deal.product_value_minor, deal.product_description.strip(), deal.commission_ppm,
        deal.commission_per_sale_minor,
    ))


def _signed(session: Session, ids: Sequence[int]) -> set[int]:
    found = session.execute(
        pick(Contract.collaboration_id).where(col(Contract.collaboration_id).in_(ids), col(Contract.state).in_(_SIGNED))
    )
    return {owner for (owner,) in found}


def _bonuses(session: Session, ids: Sequence[int]) -> set[int]:
    found = session.execute(pick(Bonus.collaboration_id).where(col(Bonus.collaboration_id).in_(ids)))
    return {owner for (owner,) in found}


def _open(session: Session, ids: Sequence[int]) -> dict[int, int]:
    found = session.execute(
        pick(Deliverable.collaboration_id, func.count())
        .where(col(Deliverable.collaboration_id).in_(ids), col(Deliverable.state).not_in(_FINISHED), was_planned())
        .group_by(col(Deliverable.collaboration_id))
    )
    return {row[0]: row[1] for row in found}

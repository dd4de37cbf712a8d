"""Changes to collaborations: creators in a campaign, their deals, stages and the client's decisions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from microinf_desktop.domain.collaborations import DealDraft, DecisionDraft
from microinf_desktop.domain.enums import ClientDecision, InteractionKind, RelationshipStage
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.pipelines import RELATIONSHIP, Refusal, can_move, label
from microinf_desktop.queries.collaboration_moves import Standing, decision_obstacle, shut_out, standings
from microinf_desktop.services.campaigns import campaign_of, void_checks
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.storage.tables import Client, Collaboration, Contract, Deliverable, Influencer, Interaction
from microinf_desktop.storage.workspace import Workspace


def add_creators(
    workspace: Workspace, campaign_id: int, influencer_ids: Sequence[int], today: date | None = None
) -> list[int]:
    """Put people into a campaign as prospects; those already in it stay as they are.

    Returns the new collaborations' ids. KnownError naming somebody who must not be contacted.
    """
    day = today or date.today()
    with workspace.writing(_added_label(influencer_ids)) as session:
        campaign = campaign_of(session, campaign_id)
        client = session.get_one(Client, campaign.client_id)
        present = set(session.exec(
            select(Collaboration.influencer_id).where(Collaboration.campaign_id == campaign_id)
        ))
        added = []
        for influencer_id in dict.fromkeys(influencer_ids):
            person = session.get(Influencer, influencer_id)
            if person is None or influencer_id in present:
                continue
            _refuse_blocked(person, day)
            deal = Collaboration(
                campaign_id=campaign_id, influencer_id=influencer_id, currency=campaign.currency,
                payment_terms_days=client.payment_terms_days, owner_id=person.owner_id or campaign.owner_id,
            )
            session.add(deal)
            session.flush()
            added.append(deal.id or 0)
        return added


def save_deal(workspace: Workspace, collaboration_id: int, draft: DealDraft) -> None:
    """Store the terms of a collaboration."""
    for problem in draft.problems():
        raise problem
    with workspace.writing("Edit the deal") as session:
        deal = _collaboration(session, collaboration_id)
        if deal.relationship != draft.relationship:
            void_checks(session, col(Deliverable.collaboration_id) == collaboration_id)
        for name in DealDraft.__dataclass_fields__:
            value = getattr(draft, name)
            setattr(deal, name, list(value) if isinstance(value, tuple) else value)
        follow_deal(session, [collaboration_id])


def set_collaboration_stage(
    workspace: Workspace, collaboration_ids: Sequence[int], stage: RelationshipStage, reason: str = "",
    today: date | None = None,
) -> None:
    """Move creators of a campaign to a stage, all or none; who is there already stays.

    KnownError with the first obstacle in words. A `reason` moves on in spite of what is missing and is kept in the
    person's log; it does not help against a rejection or for somebody who is shut out.
    """
    with workspace.writing(f"Move to {stage.value.replace('_', ' ')}") as session:
        for standing in standings(session, collaboration_ids, today):
            if standing.stage == stage:
                continue
            missing = can_move(RELATIONSHIP, standing.stage, stage, standing.facts)
            refusal = can_move(RELATIONSHIP, standing.stage, stage, replace(standing.facts, reason=reason))
            if refusal is not None:
                raise KnownError(_named(standing, refusal), refusal.remedy)
            deal = _collaboration(session, standing.collaboration_id)
            deal.stage = stage
            if missing is not None:
                session.add(Interaction(
                    influencer_id=standing.influencer_id, campaign_id=deal.campaign_id, person_id=workspace.person_id,
                    happened_at=datetime.now(UTC), kind=InteractionKind.NOTE,
                    summary=f"Moved to “{label(stage).lower()}” although: {missing.reason} Reason: {reason.strip()}",
                ))


def set_client_decision(
    workspace: Workspace, collaboration_ids: Sequence[int], decision: ClientDecision, draft: DecisionDraft | None = None
) -> None:
    """Store the client's word on creators, all or none, with who decided, the day and a note.

    KnownError when a signed contract stands against it. Without a `draft` the decision is known, who took it is not.
    """
    draft = draft or DecisionDraft()
    for problem in draft.problems():
        raise problem
    with workspace.writing(f"Client decision: {decision.value}") as session:
        for standing in standings(session, collaboration_ids):
            deal = _collaboration(session, standing.collaboration_id)
            found = decision_obstacle(session, standing, ClientDecision(deal.client_decision), decision)
            if found is not None:
                raise KnownError(_named(standing, found.refusal), found.refusal.remedy)
            deal.client_decision = decision
            open_again = decision is ClientDecision.PENDING
            deal.client_decided_on = None if open_again else draft.decided_on
            deal.client_decided_by = "" if open_again else draft.decided_by.strip()
            deal.client_decision_note = draft.note.strip()


def remove_creators(workspace: Workspace, collaboration_ids: Sequence[int]) -> None:
    """Take people out of a campaign with their deliverables (undoable); refused once there is a contract."""
    with workspace.writing("Remove from campaign") as session:
        for collaboration_id in collaboration_ids:
            deal = _collaboration(session, collaboration_id)
            contract = session.exec(
                select(Contract.number).where(Contract.collaboration_id == collaboration_id)
            ).first()
            if contract is not None:
                raise KnownError(
                    f"There is a contract, {contract}.", "Terminate the contract; the record of it stays."
                )
            session.delete(deal)


def _collaboration(session: Session, collaboration_id: int) -> Collaboration:
    deal = session.get(Collaboration, collaboration_id)
    if deal is None:
        raise KnownError("This collaboration was removed meanwhile.", "Undo the removal first.")
    return deal


def _named(standing: Standing, refusal: Refusal) -> str:
    return refusal.reason if standing.name in refusal.reason else f"{standing.name}: {refusal.reason}"


def _refuse_blocked(person: Influencer, today: date) -> None:
    sentence = shut_out(person.name, person.stage, person.restriction_reason, person.restriction_until, today)
    if sentence:
        raise KnownError(sentence, "Choose somebody else, or change the stage in the roster first.")


def _added_label(influencer_ids: Sequence[int]) -> str:
    return "Add 1 creator" if len(influencer_ids) == 1 else f"Add {len(influencer_ids)} creators"

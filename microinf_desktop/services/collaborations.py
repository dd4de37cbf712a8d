"""Changes to collaborations: creators in a campaign, their deals, stages and the client's decisions."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from microinf_desktop.domain.collaborations import DealDraft
from microinf_desktop.domain.enums import ClientDecision, RelationshipStage
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.services.campaigns import campaign_of, void_checks
from microinf_desktop.storage.tables import Client, Collaboration, Contract, Deliverable, Influencer
from microinf_desktop.storage.workspace import Workspace

_BLOCKED = (RelationshipStage.DO_NOT_CONTACT, RelationshipStage.BLACKLISTED)


def add_creators(workspace: Workspace, campaign_id: int, influencer_ids: Sequence[int]) -> list[int]:
    """Put people into a campaign as prospects; those already in it stay as they are.

    Returns the new collaborations' ids. KnownError naming somebody who must not be contacted.
    """
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
            _refuse_blocked(person)
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


def set_collaboration_stage(workspace: Workspace, collaboration_ids: Sequence[int], stage: RelationshipStage) -> None:
    with workspace.writing(f"Move to {stage.value.replace('_', ' ')}") as session:
        for collaboration_id in collaboration_ids:
            _collaboration(session, collaboration_id).stage = stage


def set_client_decision(workspace: Workspace, collaboration_ids: Sequence[int], decision: ClientDecision) -> None:
    with workspace.writing(f"Client decision: {decision.value}") as session:
        for collaboration_id in collaboration_ids:
            _collaboration(session, collaboration_id).client_decision = decision


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


def _refuse_blocked(person: Influencer) -> None:
    if person.stage not in _BLOCKED:
        return
    until = f" until {person.restriction_until:%d %b %Y}" if person.restriction_until else ""
    why = f": {person.restriction_reason}" if person.restriction_reason else ""
    raise KnownError(
        f"{person.name} is marked “{person.stage.replace('_', ' ')}”{until}{why}.",
        "Choose somebody else, or change the stage in the roster first.",
    )


def _added_label(influencer_ids: Sequence[int]) -> str:
    return "Add 1 creator" if len(influencer_ids) == 1 else f"Add {len(influencer_ids)} creators"

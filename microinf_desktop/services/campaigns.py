"""Changes to campaigns, milestones and collaborations."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from microinf_desktop.domain.campaign_templates import PlannedMilestone
from microinf_desktop.domain.campaigns import CampaignDraft, DealDraft, MilestoneDraft
from microinf_desktop.domain.enums import CampaignState, ClientDecision, DeliverableState, RelationshipStage, Verdict
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.storage.tables import (
    Campaign,
    CampaignPersona,
    CampaignTarget,
    Client,
    Collaboration,
    Contract,
    Deliverable,
    Influencer,
    Milestone,
)
from microinf_desktop.storage.workspace import Workspace

_BLOCKED = (RelationshipStage.DO_NOT_CONTACT, RelationshipStage.BLACKLISTED)
_PUBLISHED = (
    DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
    DeliverableState.COMPLETE, DeliverableState.CANCELLED, DeliverableState.REPLACED,
)
_DATES = ("ship_on", "draft_due_on", "internal_review_on", "client_review_on", "publish_on")


def save_campaign(
    workspace: Workspace, draft: CampaignDraft, campaign_id: int | None = None,
    milestones: Sequence[PlannedMilestone] = (),
) -> int:
    """Add a campaign (with milestones of a template) or store the changed form with its targets; returns the id."""
    for problem in draft.problems():
        raise problem
    label = f"Add {draft.name}" if campaign_id is None else f"Edit {draft.name}"
    try:
        with workspace.writing(label) as session:
            campaign = Campaign(client_id=0, name="") if campaign_id is None else _campaign(session, campaign_id)
            audience = (campaign.jurisdictions, campaign.audience_languages)
            for name in CampaignDraft.__dataclass_fields__:
                if name not in ("targets", "persona_ids"):
                    value = getattr(draft, name)
                    if isinstance(value, tuple):
                        value = [str(entry) for entry in value]
                    setattr(campaign, name, dict(value) if isinstance(value, Mapping) else value)
            session.add(campaign)
            session.flush()
            assert campaign.id is not None
            _replace_targets(session, campaign.id, draft)
            _replace_personas(session, campaign.id, draft.persona_ids)
            if campaign_id is not None and audience != (campaign.jurisdictions, campaign.audience_languages):
                _void_checks(session, col(Deliverable.campaign_id) == campaign_id)
            session.add_all(
                Milestone(campaign_id=campaign.id, name=planned.name, kind=planned.kind, due_on=planned.due_on)
                for planned in milestones
            )
            return campaign.id
    except IntegrityError as error:
        raise ValidationError(
            "name", f"This client already has a campaign “{draft.name}”.", "Choose another name."
        ) from error


def set_campaign_state(workspace: Workspace, campaign_id: int, state: CampaignState) -> None:
    with workspace.writing(f"Set campaign to {state.value}") as session:
        _campaign(session, campaign_id).state = state


def delete_campaign(workspace: Workspace, campaign_id: int) -> None:
    """Delete a campaign with all its work (undoable); refused once a contract was made."""
    with workspace.reading() as session:
        name = _campaign(session, campaign_id).name
    with workspace.writing(f"Delete {name}") as session:
        contract = session.exec(
            select(Contract.number).join(Collaboration, col(Collaboration.id) == col(Contract.collaboration_id))
            .where(Collaboration.campaign_id == campaign_id)
        ).first()
        if contract is not None:
            raise KnownError(f"{name} has contracts, for example {contract}.", "Archive the campaign instead.")
        session.delete(_campaign(session, campaign_id))


def save_milestone(workspace: Workspace, draft: MilestoneDraft, milestone_id: int | None = None) -> int:
    if not draft.name.strip():
        raise ValidationError("name", "The name is empty.", "Name the milestone.")
    with workspace.writing("Add milestone" if milestone_id is None else "Edit milestone") as session:
        row = Milestone(campaign_id=draft.campaign_id, name="", due_on=draft.due_on) if milestone_id is None else (
            session.get_one(Milestone, milestone_id)
        )
        row.name, row.kind, row.due_on, row.done_on = draft.name.strip(), draft.kind, draft.due_on, draft.done_on
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def move_milestone(workspace: Workspace, milestone_id: int, due_on: date) -> None:
    with workspace.writing("Move milestone") as session:
        session.get_one(Milestone, milestone_id).due_on = due_on


def tick_milestone(workspace: Workspace, milestone_id: int, done_on: date | None) -> None:
    with workspace.writing("Finish milestone" if done_on else "Reopen milestone") as session:
        session.get_one(Milestone, milestone_id).done_on = done_on


def delete_milestone(workspace: Workspace, milestone_id: int) -> None:
    with workspace.writing("Delete milestone") as session:
        session.delete(session.get_one(Milestone, milestone_id))


def shift_campaign(workspace: Workspace, campaign_id: int, days: int) -> int:
    """Move go-live, end, open milestones and unpublished deliverables by calendar days; returns how many moved.

    What is published keeps its dates.
    """
    with workspace.writing(f"Shift dates by {days:+d} days") as session:
        campaign, moved = _campaign(session, campaign_id), 0
        for name in ("go_live_on", "ends_on"):
            if (day := getattr(campaign, name)) is not None:
                setattr(campaign, name, day + timedelta(days))
        for milestone in session.exec(select(Milestone).where(Milestone.campaign_id == campaign_id)):
            if milestone.done_on is None:
                milestone.due_on += timedelta(days)
                moved += 1
        for deliverable in session.exec(select(Deliverable).where(Deliverable.campaign_id == campaign_id)):
            if deliverable.state not in _PUBLISHED:
                for name in _DATES:
                    if (day := getattr(deliverable, name)) is not None:
                        setattr(deliverable, name, day + timedelta(days))
                moved += 1
        return moved


def add_creators(workspace: Workspace, campaign_id: int, influencer_ids: Sequence[int]) -> list[int]:
    """Put people into a campaign as prospects; those already in it stay as they are.

    Returns the new collaborations' ids. KnownError naming somebody who must not be contacted.
    """
    with workspace.writing(_added_label(influencer_ids)) as session:
        campaign = _campaign(session, campaign_id)
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
            _void_checks(session, col(Deliverable.collaboration_id) == collaboration_id)
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


def _campaign(session: Session, campaign_id: int) -> Campaign:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise KnownError("This campaign was deleted meanwhile.", "Undo the deletion first.")
    return campaign


def _collaboration(session: Session, collaboration_id: int) -> Collaboration:
    deal = session.get(Collaboration, collaboration_id)
    if deal is None:
        raise KnownError("This collaboration was removed meanwhile.", "Undo the removal first.")
    return deal


def _void_checks(session: Session, which: Any) -> None:
    """Captions were checked for another audience or relationship: they have to be checked again."""
    for deliverable in session.exec(select(Deliverable).where(which)):
        deliverable.verdict = Verdict.NOT_CHECKED


def _replace_targets(session: Session, campaign_id: int, draft: CampaignDraft) -> None:
    wanted: Mapping[str, object] = {metric.value: value for metric, value in draft.targets}
    for target in session.exec(select(CampaignTarget).where(CampaignTarget.campaign_id == campaign_id)):
        if target.metric not in wanted:
            session.delete(target)
    session.flush()
    existing = {
        t.metric: t for t in session.exec(select(CampaignTarget).where(CampaignTarget.campaign_id == campaign_id))
    }
    for metric, value in draft.targets:
        row = existing.get(metric.value) or CampaignTarget(campaign_id=campaign_id, metric=metric.value, value=value)
        row.value = value
        session.add(row)


def _replace_personas(session: Session, campaign_id: int, persona_ids: Sequence[int]) -> None:
    links = session.exec(select(CampaignPersona).where(CampaignPersona.campaign_id == campaign_id)).all()
    for link in links:
        if link.persona_id not in persona_ids:
            session.delete(link)
    present = {link.persona_id for link in links}
    session.add_all(
        CampaignPersona(campaign_id=campaign_id, persona_id=persona_id)
        for persona_id in dict.fromkeys(persona_ids) if persona_id not in present
    )


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

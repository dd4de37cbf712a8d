"""Changes to campaigns and their milestones."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from microinf_desktop.domain.campaign_templates import PlannedMilestone
from microinf_desktop.domain.campaigns import CampaignDraft, require_budget
from microinf_desktop.domain.enums import CampaignState, Verdict
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.queries import campaigns as queries
from microinf_desktop.storage.tables import (
    Campaign,
    CampaignPersona,
    CampaignTarget,
    Collaboration,
    Contract,
    Deliverable,
    Milestone,
)
from microinf_desktop.storage.workspace import Workspace


def save_campaign(
    workspace: Workspace, draft: CampaignDraft, campaign_id: int | None = None,
    milestones: Sequence[PlannedMilestone] = (), setup_step: str | None = None,
) -> int:
    """Add a campaign (with milestones of a template) or store the changed form with its targets; returns the id.

    `setup_step` is the page of the set-up form to go on with, "" when it is finished, None to leave it as it is.
    ValidationError for what cannot be stored, also for a budget below what is committed.
    """
    for problem in draft.problems():
        raise problem
    verb = "Set up" if setup_step else "Add" if campaign_id is None else "Edit"
    try:
        with workspace.writing(f"{verb} {draft.name}") as session:
            campaign = Campaign(client_id=0, name="") if campaign_id is None else campaign_of(session, campaign_id)
            audience = (campaign.jurisdictions, campaign.audience_languages)
            _check_money(session, campaign, draft)
            _take_draft(campaign, draft)
            if setup_step is not None:
                campaign.setup_step = setup_step
            session.add(campaign)
            session.flush()
            assert campaign.id is not None
            _replace_targets(session, campaign.id, draft)
            _replace_personas(session, campaign.id, draft.persona_ids)
            if campaign_id is not None and audience != (campaign.jurisdictions, campaign.audience_languages):
                void_checks(session, col(Deliverable.campaign_id) == campaign_id)
            session.add_all(
                Milestone(campaign_id=campaign.id, name=planned.name, kind=planned.kind, due_on=planned.due_on)
                for planned in milestones
            )
            return campaign.id
    except IntegrityError as error:
        if "UNIQUE" not in str(error.orig):
            raise KnownError("The client or the owner was deleted meanwhile.", "Choose another.") from error
        raise ValidationError(
            "name", f"This client already has a campaign “{draft.name}”.", "Choose another name."
        ) from error


def _take_draft(campaign: Campaign, draft: CampaignDraft) -> None:
    for name in CampaignDraft.__dataclass_fields__:
        if name not in ("targets", "persona_ids"):
            value = getattr(draft, name)
            if isinstance(value, tuple):
                value = [str(entry) for entry in value]
            setattr(campaign, name, dict(value) if isinstance(value, Mapping) else value)


def _check_money(session: Session, campaign: Campaign, draft: CampaignDraft) -> None:
    """Refuse a new budget below what is committed, and another currency while there is something committed.

    A budget that creators exceeded before does not keep anybody from changing the rest of the form.
    """
    if campaign.id is None or (campaign.budget_minor, campaign.currency) == (draft.budget_minor, draft.currency):
        return
    committed = queries.committed(session, campaign.id)
    if committed.minor and draft.currency != campaign.currency:
        raise ValidationError(
            "currency", f"The deals of this campaign are in {campaign.currency}.",
            f"Keep {campaign.currency}, or change the deals first.",
        )
    require_budget(draft.budget, committed)


def set_campaign_state(workspace: Workspace, campaign_id: int, state: CampaignState) -> None:
    with workspace.writing(f"Set campaign to {state.value}") as session:
        campaign_of(session, campaign_id).state = state


def delete_campaign(workspace: Workspace, campaign_id: int) -> None:
    """Delete a campaign with all its work (undoable); refused once a contract was made."""
    with workspace.reading() as session:
        name = campaign_of(session, campaign_id).name
    with workspace.writing(f"Delete {name}") as session:
        contract = session.exec(
            select(Contract.number).join(Collaboration, col(Collaboration.id) == col(Contract.collaboration_id))
            .where(Collaboration.campaign_id == campaign_id)
        ).first()
        if contract is not None:
            raise KnownError(f"{name} has contracts, for example {contract}.", "Archive the campaign instead.")
        session.delete(campaign_of(session, campaign_id))


def tick_milestone(workspace: Workspace, milestone_id: int, done_on: date | None) -> None:
    with workspace.writing("Finish milestone" if done_on else "Reopen milestone") as session:
        session.get_one(Milestone, milestone_id).done_on = done_on


def delete_milestone(workspace: Workspace, milestone_id: int) -> None:
    with workspace.writing("Delete milestone") as session:
        session.delete(session.get_one(Milestone, milestone_id))


def campaign_of(session: Session, campaign_id: int) -> Campaign:
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        raise KnownError("This campaign was deleted meanwhile.", "Undo the deletion first.")
    return campaign


def void_checks(session: Session, which: Any) -> None:
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

"""Changes to the agency's own campaign templates."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from microinf_desktop.domain.campaign_templates import (
    NOT_IN_TERMS,
    OWN,
    CampaignTemplate,
    TemplateDeliverable,
    TemplateMilestone,
)
from microinf_desktop.domain.collaborations import DealDraft
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, MilestoneKind, Platform
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.interchange.templates import read_campaign_template, write_campaign_template
from microinf_desktop.queries import campaigns
from microinf_desktop.queries.campaign_templates import KIND
from microinf_desktop.queries.progress import VOID_STATES, was_planned
from microinf_desktop.storage.tables import Collaboration, Deliverable, WorkTemplate
from microinf_desktop.storage.workspace import Workspace

# Length of a campaign whose end nobody has set.
_USUAL_DAYS = 28


def save_as_template(workspace: Workspace, campaign_id: int, name: str, summary: str = "") -> int:
    """Keep a campaign's targets, objectives, milestones, pieces per creator, terms and lead times as a template.

    Days are counted from go-live. What each creator does and gets is taken from the creator with the most pieces;
    the terms are those most of the deals share. Returns the template's id. KnownError without a go-live day.
    """
    title = _name(name)
    with workspace.reading() as session:
        template = _template(session, campaign_id, title, summary)
    return _store(workspace, f"Save the template {title}", title, template)


def rename_template(workspace: Workspace, template_id: int, name: str, summary: str | None = None) -> None:
    """Give an own template another name (and summary)."""
    title = _name(name)
    with workspace.reading() as session:
        old = read_campaign_template(_row(session, template_id).data, f"{OWN}{template_id}")
    fields = {field: getattr(old, field) for field in CampaignTemplate.__dataclass_fields__}
    fields |= {"name": title, "summary": old.summary if summary is None else summary.strip()}
    _store(workspace, f"Rename the template {old.name}", title, CampaignTemplate(**fields), template_id)


def delete_template(workspace: Workspace, template_id: int) -> None:
    """Delete an own template (undoable); campaigns made from it stay as they are."""
    with workspace.writing("Delete a template") as session:
        session.delete(_row(session, template_id))


def _store(
    workspace: Workspace, label: str, name: str, template: CampaignTemplate, template_id: int | None = None
) -> int:
    try:
        with workspace.writing(label) as session:
            row = WorkTemplate(kind=KIND, name="", data="") if template_id is None else _row(session, template_id)
            row.name, row.data = name, write_campaign_template(template)
            session.add(row)
            session.flush()
            assert row.id is not None
            return row.id
    except IntegrityError as error:
        raise ValidationError("name", f"There is a template “{name}” already.", "Choose another name.") from error


def _name(name: str) -> str:
    if not name.strip():
        raise ValidationError("name", "The name is empty.", "Name the template.")
    return name.strip()


def _row(session: Session, template_id: int) -> WorkTemplate:
    row = session.get(WorkTemplate, template_id)
    if row is None or row.kind != KIND:
        raise KnownError("This template was deleted meanwhile.", "Undo the deletion first.")
    return row


def _template(session: Session, campaign_id: int, name: str, summary: str) -> CampaignTemplate:
    found = campaigns.detail(session, campaign_id)
    if found is None:
        raise KnownError("This campaign was deleted meanwhile.", "Undo the deletion first.")
    draft = found.draft
    if draft.go_live_on is None:
        raise KnownError("The campaign has no go-live day, and a template counts its days from there.",
                         "Set the go-live day first.")
    deals = session.exec(
        select(Collaboration)
        .where(Collaboration.campaign_id == campaign_id, col(Collaboration.client_decision) != "rejected")
        .order_by(col(Collaboration.id))
    ).all()
    creators = max(draft.planned_creators or len(deals), 1)
    terms = _shared_terms(deals)
    return CampaignTemplate(
        "", name, summary.strip() or draft.summary, draft.objectives,
        CompensationModel(terms.pop("compensation_model", CompensationModel.FLAT_FEE)),
        max(((draft.ends_on - draft.go_live_on).days + 1) if draft.ends_on else _USUAL_DAYS, 1), creators, creators,
        _pieces(session, campaign_id, draft.go_live_on),
        tuple(
            TemplateMilestone(stone.name, MilestoneKind(stone.kind), (stone.due_on - draft.go_live_on).days)
            for stone in found.milestones
        ),
        draft.lead_times, draft.is_pilot, draft.targets, terms,
    )


def _shared_terms(deals: Sequence[Collaboration]) -> dict[str, Any]:
    """Each term as most deals have it, the earlier deal's where two are as frequent; defaults are left out."""
    terms: dict[str, Any] = {}
    default = DealDraft()
    for name in DealDraft.__dataclass_fields__:
        if name in NOT_IN_TERMS or not deals:
            continue
        values = [tuple(value) if isinstance(value := getattr(deal, name), list) else value for deal in deals]
        usual = Counter(values).most_common(1)[0][0]
        if usual != getattr(default, name):
            terms[name] = usual
    return terms


def _pieces(session: Session, campaign_id: int, go_live: date) -> tuple[TemplateDeliverable, ...]:
    """What the creator with the most pieces delivers, days counted from go-live."""
    found = session.exec(
        select(Deliverable)
        .where(Deliverable.campaign_id == campaign_id, col(Deliverable.state).not_in(VOID_STATES), was_planned())
        .order_by(col(Deliverable.publish_on).nulls_last(), col(Deliverable.id))
    ).all()
    if not found:
        return ()
    owner = Counter(piece.collaboration_id for piece in found).most_common(1)[0][0]
    return tuple(
        TemplateDeliverable(
            DeliverableKind(piece.kind), Platform(piece.platform),
            (piece.publish_on - go_live).days if piece.publish_on else 0, piece.quantity, piece.frames,
            piece.keep_live_days, piece.title,
        )
        for piece in found if piece.collaboration_id == owner
    )

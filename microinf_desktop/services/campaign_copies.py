"""Makes a campaign from another with shifted dates, as one step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, SQLModel, col, select

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.campaign_copies import CopyPlan, shift_days, shifted
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import CampaignState, ClientDecision, RelationshipStage
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.interchange.holidays import campaign_calendar
from microinf_desktop.queries.progress import VOID_STATES, was_planned
from microinf_desktop.services.campaigns import campaign_of
from microinf_desktop.storage.tables import (
    Bonus,
    Brief,
    BriefPage,
    Campaign,
    CampaignPersona,
    CampaignTarget,
    ChecklistItem,
    Collaboration,
    Deliverable,
    Influencer,
    Milestone,
)
from microinf_desktop.storage.workspace import Workspace

_BLOCKED = (RelationshipStage.DO_NOT_CONTACT, RelationshipStage.BLACKLISTED)
_STEPS = ("ship_on", "draft_due_on", "internal_review_on", "client_review_on", "publish_on")
# A deal begins anew: stage and decision from their start, codes are one campaign's own.
_RESET_DEAL = ("stage", "client_decision", "client_decided_on", "client_decided_by", "client_decision_note",
               "discount_code", "discount_from", "discount_until")
_RESET_PIECE = ("collaboration_id", "discount_code", "locked_reason")


@dataclass(slots=True)
class _Copy:
    """What one copy needs on the way."""

    session: Session
    source: Campaign
    target: Campaign
    by: int
    calendar: WorkingCalendar
    deals: dict[int, int] = field(default_factory=dict)

    def day(self, day: date | None) -> date | None:
        """A working day, `by` days on."""
        return None if day is None else shifted([day], self.by, self.calendar)[day]

    def plain(self, day: date | None) -> date | None:
        """A day that may fall on any day of the week."""
        return None if day is None else day + timedelta(days=self.by)

    def rows(self, table: type[Any], *where: Any) -> Sequence[Any]:
        return self.session.exec(select(table).where(*where).order_by(col(table.id))).all()

    def add(self, row: SQLModel, flush: bool = False) -> None:
        self.session.add(row)
        if flush:
            self.session.flush()


def duplicate_campaign(workspace: Workspace, campaign_id: int, plan: CopyPlan) -> int:
    """A new campaign in planning from another; returns its id.

    Days move by as many calendar days as go-live and fall on working days, publish days on any. Deliverables begin
    anew; products, contracts, payments, codes and results stay behind, and so does who must not be contacted.
    ValidationError for a name that is empty or taken.
    """
    name = plan.name.strip()
    if not name:
        raise ValidationError("name", "The name is empty.", "Name the copy.")
    try:
        with workspace.writing(f"Duplicate as {name}") as session:
            source = campaign_of(session, campaign_id)
            by = shift_days(source.go_live_on, plan.go_live_on)
            target = _campaign(session, source, name, by, plan)
            first, last = _span(target)
            copy = _Copy(session, source, target, by, campaign_calendar(source.jurisdictions, first, last))
            _parts(copy, plan)
            if plan.creators or plan.deliverables:
                _deals(copy, plan)
            if plan.deliverables:
                _pieces(copy)
            assert target.id is not None
            return target.id
    except IntegrityError as error:
        raise ValidationError(
            "name", f"This client already has a campaign “{name}”.", "Choose another name."
        ) from error


def _campaign(session: Session, source: Campaign, name: str, by: int, plan: CopyPlan) -> Campaign:
    values = source.model_dump(exclude={"id"})
    target = Campaign(**{**values, "name": name, "state": CampaignState.PLANNING.value, "setup_step": ""})
    for field_name in ("starts_on", "go_live_on", "ends_on"):
        day = getattr(source, field_name)
        setattr(target, field_name, None if day is None else day + timedelta(days=by))
    if target.go_live_on is None:
        target.go_live_on = plan.go_live_on
    session.add(target)
    session.flush()
    return target


def _span(target: Campaign) -> tuple[date, date]:
    days = [day for day in (target.starts_on, target.go_live_on, target.ends_on) if day is not None]
    return (min(days), max(days)) if days else (date.today(), date.today())


def _parts(copy: _Copy, plan: CopyPlan) -> None:
    """Targets, personas, open milestones and the brief's general part."""
    wanted = ((plan.targets, CampaignTarget), (plan.personas, CampaignPersona), (plan.brief, Brief))
    for take, table in wanted:
        for row in copy.rows(table, table.campaign_id == copy.source.id) if take else ():
            copy.add(table(**{**row.model_dump(exclude={"id"}), "campaign_id": copy.target.id}))
    for row in copy.rows(Milestone, Milestone.campaign_id == copy.source.id) if plan.milestones else ():
        on_go_live = row.due_on == copy.source.go_live_on
        due_on = copy.plain(row.due_on) if on_go_live else copy.day(row.due_on)
        assert due_on is not None
        copy.add(Milestone(
            campaign_id=copy.target.id or 0, name=row.name, kind=row.kind, due_on=due_on,
            starts_on=copy.day(row.starts_on),
        ))


def _deals(copy: _Copy, plan: CopyPlan) -> None:
    """Creators with their terms and bonuses; those the client rejected or nobody may contact stay behind."""
    people = copy.session.exec(
        select(Collaboration, Influencer.stage)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(Collaboration.campaign_id == copy.source.id,
               col(Collaboration.client_decision) != ClientDecision.REJECTED,
               col(Influencer.stage).not_in(_BLOCKED))
        .order_by(col(Collaboration.id))
    ).all()
    for deal, _stage in people:
        kept = deal.model_dump(exclude={"id", *_RESET_DEAL})
        fresh = Collaboration(**{**kept, "campaign_id": copy.target.id})
        copy.add(fresh, flush=True)
        assert deal.id is not None
        assert fresh.id is not None
        copy.deals[deal.id] = fresh.id
        for table in (Bonus, BriefPage) if plan.brief else (Bonus,):
            for row in copy.rows(table, table.collaboration_id == deal.id):
                copy.add(table(**{**row.model_dump(exclude={"id"}), "collaboration_id": fresh.id}))


def _pieces(copy: _Copy) -> None:
    """Deliverables as planned, not started, with their checklists open again."""
    kept = DeliverableDraft.__dataclass_fields__.keys() - set(_RESET_PIECE)
    for piece in copy.rows(Deliverable, Deliverable.campaign_id == copy.source.id, was_planned()):
        if piece.state in VOID_STATES or piece.collaboration_id not in copy.deals:
            continue
        fresh = Deliverable(
            **{name: getattr(piece, name) for name in kept - set(_STEPS)}, account_id=piece.account_id,
            campaign_id=copy.target.id or 0, collaboration_id=copy.deals[piece.collaboration_id],
        )
        _set_days(copy, piece, fresh)
        copy.add(fresh, flush=True)
        for item in copy.rows(ChecklistItem, ChecklistItem.deliverable_id == piece.id):
            copy.add(ChecklistItem(
                deliverable_id=fresh.id or 0, position=item.position, text=item.text, due_on=copy.day(item.due_on),
                holder=item.holder, source=item.source,
            ))


def _set_days(copy: _Copy, piece: Deliverable, fresh: Deliverable) -> None:
    """Steps on working days, publishing on its day of the week unless a step before it was pushed past that."""
    latest: date | None = None
    for name in _STEPS:
        day = getattr(piece, name)
        moved = copy.plain(day) if name == "publish_on" else copy.day(day)
        if moved is not None and latest is not None:
            moved = max(moved, latest)
        setattr(fresh, name, moved)
        latest = moved or latest

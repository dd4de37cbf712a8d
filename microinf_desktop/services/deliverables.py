"""Changes to deliverables, their dates and checklists; `services.reviews` moves their states."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from microinf_desktop.domain.checklists import ItemTemplate, PlannedItem
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.services.reviews import stored
from microinf_desktop.storage.tables import Account, ChecklistItem, Collaboration, Deliverable, Evidence
from microinf_desktop.storage.workspace import Workspace

DATE_FIELDS = ("ship_on", "draft_due_on", "internal_review_on", "client_review_on", "publish_on")


def save_deliverable(
    workspace: Workspace, draft: DeliverableDraft, deliverable_id: int | None = None,
    checklist: Sequence[ItemTemplate | PlannedItem | str] = (), today: date | None = None,
) -> int:
    """Add a deliverable (with the checklist given, dated where it is planned) or store the changed form; the id."""
    for problem in draft.problems():
        raise problem
    verb = "Add" if deliverable_id is None else "Edit"
    with workspace.writing(f"{verb} {draft.kind.value.replace('_', ' ')}") as session:
        return _store(session, draft, deliverable_id, checklist, today or date.today())


def add_deliverables(
    workspace: Workspace, planned: Sequence[tuple[DeliverableDraft, Sequence[PlannedItem]]], today: date | None = None
) -> list[int]:
    """Add several deliverables with their checklists in one step; returns their ids."""
    for draft, _items in planned:
        for problem in draft.problems():
            raise problem
    number = len(planned)
    with workspace.writing("Add 1 deliverable" if number == 1 else f"Add {number} deliverables") as session:
        return [_store(session, draft, None, items, today or date.today()) for draft, items in planned]


def _store(
    session: Session, draft: DeliverableDraft, deliverable_id: int | None,
    checklist: Sequence[ItemTemplate | PlannedItem | str], today: date,
) -> int:
    deal = session.get(Collaboration, draft.collaboration_id)
    if deal is None:
        raise KnownError("The creator is no longer part of this campaign.", "Undo the removal first.")
    if deliverable_id is None:
        row = Deliverable(
            campaign_id=deal.campaign_id, collaboration_id=draft.collaboration_id, kind=draft.kind,
            platform=draft.platform, ball_since=today, account_id=_account(session, deal, draft),
        )
    else:
        row = stored(session, deliverable_id)
    for name in DeliverableDraft.__dataclass_fields__:
        value = getattr(draft, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    session.add(row)
    session.flush()
    assert row.id is not None
    if deliverable_id is None:
        for position, item in enumerate(checklist):
            text = item if isinstance(item, str) else item.text
            due_on = item.due_on if isinstance(item, PlannedItem) else None
            session.add(ChecklistItem(deliverable_id=row.id, position=position, text=text, due_on=due_on))
    return row.id


def delete_deliverables(workspace: Workspace, deliverable_ids: Sequence[int]) -> None:
    """Delete deliverables with drafts and checklists (undoable); refused where evidence is on file."""
    number = len(deliverable_ids)
    with workspace.writing("Delete deliverable" if number == 1 else f"Delete {number} deliverables") as session:
        for deliverable_id in deliverable_ids:
            kept = select(func.count()).select_from(Evidence).where(Evidence.deliverable_id == deliverable_id)
            if session.exec(kept).one():
                raise KnownError("Evidence of this deliverable is on file.", "Cancel it instead; the record stays.")
            session.delete(stored(session, deliverable_id))


def move_date(workspace: Workspace, deliverable_id: int, field: str, day: date | None) -> None:
    """Move one date of a deliverable; ValidationError when the order of its steps breaks."""
    if field not in DATE_FIELDS:
        raise ValueError(f"{field} is not a date of a deliverable")
    move_dates(workspace, deliverable_id, {field: day})


def move_dates(workspace: Workspace, deliverable_id: int, days: dict[str, date | None], label: str = "") -> None:
    """Move several dates at once (a drag of a whole bar is one step)."""
    with workspace.writing(label or "Move dates") as session:
        row = stored(session, deliverable_id)
        if row.published_at is not None and "publish_on" in days:
            raise KnownError(
                f"This is live since {row.published_at:%d %b %Y}.", "The publish day cannot move any more."
            )
        current = DeliverableDraft(
            row.collaboration_id, DeliverableKind(row.kind), row.platform,  # type: ignore[arg-type]
            **{name: getattr(row, name) for name in DATE_FIELDS},
        )
        for problem in replace(current, **days).problems():  # type: ignore[arg-type]
            raise problem
        for name, day in days.items():
            setattr(row, name, day)


def tick(workspace: Workspace, item_ids: Sequence[int], done_on: date | None) -> None:
    """Tick checklist items off, or open them again with None."""
    with workspace.writing("Tick off" if done_on else "Open again") as session:
        for item_id in item_ids:
            item = session.get_one(ChecklistItem, item_id)
            item.done_on = done_on
            item.done_by_id = workspace.person_id if done_on else None


def add_item(workspace: Workspace, deliverable_id: int, text: str, due_on: date | None = None) -> int:
    if not text.strip():
        raise ValidationError("text", "The item is empty.", "Write what has to be done.")
    with workspace.writing("Add checklist item") as session:
        last = session.exec(
            select(func.max(ChecklistItem.position)).where(ChecklistItem.deliverable_id == deliverable_id)
        ).one()
        item = ChecklistItem(
            deliverable_id=deliverable_id, text=text.strip(), due_on=due_on,
            position=0 if last is None else last + 1,
        )
        session.add(item)
        session.flush()
        assert item.id is not None
        return item.id


def edit_item(workspace: Workspace, item_id: int, text: str, due_on: date | None) -> None:
    if not text.strip():
        raise ValidationError("text", "The item is empty.", "Write what has to be done, or delete it.")
    with workspace.writing("Edit checklist item") as session:
        item = session.get_one(ChecklistItem, item_id)
        item.text, item.due_on = text.strip(), due_on


def delete_item(workspace: Workspace, item_id: int) -> None:
    with workspace.writing("Delete checklist item") as session:
        session.delete(session.get_one(ChecklistItem, item_id))


def _account(session: Session, deal: Collaboration, draft: DeliverableDraft) -> int | None:
    return session.exec(
        select(Account.id).where(Account.influencer_id == deal.influencer_id, Account.platform == draft.platform)
        .order_by(col(Account.followers).desc())
    ).first()

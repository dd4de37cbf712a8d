"""Changes to deliverables and their dates; `services.reviews` moves their states."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from microinf_desktop.domain.checklists import ItemTemplate, PlannedItem
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.timeline import Shift
from microinf_desktop.services.checklists import follow_deal, put_items
from microinf_desktop.services.dates import DATE_FIELDS, put_dates
from microinf_desktop.services.reviews import stored
from microinf_desktop.services.timeline import pushed_by, store_shift
from microinf_desktop.storage.tables import Account, Collaboration, Deliverable, Evidence
from microinf_desktop.storage.workspace import Workspace


def save_deliverable(
    workspace: Workspace, draft: DeliverableDraft, deliverable_id: int | None = None,
    checklist: Sequence[ItemTemplate | PlannedItem | str] = (), today: date | None = None,
) -> int:
    """Add a deliverable (with the checklist given, dated where it is planned) or store the changed form; the id."""
    for problem in draft.problems():
        raise problem
    verb = "Add" if deliverable_id is None else "Edit"
    with workspace.writing(f"{verb} {draft.kind.value.replace('_', ' ')}") as session:
        stored_id = store(session, draft, deliverable_id, checklist, today or date.today())
        follow_deal(session, [draft.collaboration_id])
        return stored_id


def add_deliverables(
    workspace: Workspace, planned: Sequence[tuple[DeliverableDraft, Sequence[PlannedItem]]], today: date | None = None
) -> list[int]:
    """Add several deliverables with their checklists in one step; returns their ids."""
    for draft, _items in planned:
        for problem in draft.problems():
            raise problem
    number = len(planned)
    with workspace.writing("Add 1 deliverable" if number == 1 else f"Add {number} deliverables") as session:
        added = [store(session, draft, None, items, today or date.today()) for draft, items in planned]
        follow_deal(session, {draft.collaboration_id for draft, _items in planned})
        return added


def store(
    session: Session, draft: DeliverableDraft, deliverable_id: int | None,
    checklist: Sequence[ItemTemplate | PlannedItem | str], today: date,
) -> int:
    """Add or change a deliverable inside somebody's step; its id. `follow_deal` is left to the caller.

    What waits for a publish day that moved is pushed along. KnownError when that day is live or fixed.
    """
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
    pushed = Shift()
    if deliverable_id is not None:
        if not draft.locked_reason:
            row.locked_reason = ""  # unlocked and moved in one form
        pushed = pushed_by(session, row, draft.publish_on, today)
        put_dates(session, row, {name: getattr(draft, name) for name in DATE_FIELDS})
    for name in DeliverableDraft.__dataclass_fields__:
        value = getattr(draft, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value)
    session.add(row)
    session.flush()
    assert row.id is not None
    if deliverable_id is None:
        put_items(session, row.id, checklist)
    store_shift(session, pushed)
    return row.id


def delete_deliverables(workspace: Workspace, deliverable_ids: Sequence[int]) -> None:
    """Delete deliverables with drafts and checklists (undoable); refused where evidence is on file."""
    number = len(deliverable_ids)
    with workspace.writing("Delete deliverable" if number == 1 else f"Delete {number} deliverables") as session:
        deals = set()
        for deliverable_id in deliverable_ids:
            kept = select(func.count()).select_from(Evidence).where(Evidence.deliverable_id == deliverable_id)
            if session.exec(kept).one():
                raise KnownError("Evidence of this deliverable is on file.", "Cancel it instead; the record stays.")
            row = stored(session, deliverable_id)
            deals.add(row.collaboration_id)
            session.delete(row)
        follow_deal(session, deals)


def _account(session: Session, deal: Collaboration, draft: DeliverableDraft) -> int | None:
    return session.exec(
        select(Account.id).where(Account.influencer_id == deal.influencer_id, Account.platform == draft.platform)
        .order_by(col(Account.followers).desc())
    ).first()

"""Changes to checklists and their templates; keeps the checks that follow from a deal in step with it."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from microinf_desktop.domain.checklists import (
    ItemDraft,
    ItemSource,
    ItemTemplate,
    PlannedItem,
    StoredCheck,
    contract_items,
    in_step,
    item_to_text,
    template_problems,
)
from microinf_desktop.domain.enums import BallHolder, DeliverableKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries.checklists import deal_terms
from microinf_desktop.services.rights_starts import follow_events
from microinf_desktop.storage.tables import ChecklistItem, ChecklistTemplate, Deliverable
from microinf_desktop.storage.workspace import Workspace


def tick(workspace: Workspace, item_ids: Sequence[int], done_on: date | None) -> None:
    """Tick checklist items off, or open them again with None."""
    with workspace.writing("Tick off" if done_on else "Open again") as session:
        for item_id in item_ids:
            item = _item(session, item_id)
            item.done_on = done_on
            item.done_by_id = workspace.person_id if done_on else None


def add_item(
    workspace: Workspace, deliverable_id: int, text: str, due_on: date | None = None,
    holder: BallHolder = BallHolder.US,
) -> int:
    """Add an item at the end of a checklist; its id."""
    return add_items(workspace, [deliverable_id], ItemDraft(text, due_on, holder))[0]


def add_items(workspace: Workspace, deliverable_ids: Sequence[int], draft: ItemDraft) -> list[int]:
    """Add the same item to several deliverables as one step; the new ids."""
    for problem in draft.problems():
        raise problem
    number = len(deliverable_ids)
    label = "Add checklist item" if number == 1 else f"Add checklist item to {number} deliverables"
    with workspace.writing(label) as session:
        added = []
        for deliverable_id in deliverable_ids:
            if session.get(Deliverable, deliverable_id) is None:
                raise KnownError("A deliverable was deleted meanwhile.", "Undo the deletion first, or choose again.")
            item = ChecklistItem(
                deliverable_id=deliverable_id, text=draft.text.strip(), due_on=draft.due_on, holder=draft.holder,
                position=_next_position(session, deliverable_id),
            )
            session.add(item)
            session.flush()
            added.append(item.id or 0)
        return added


def edit_item(
    workspace: Workspace, item_id: int, text: str, due_on: date | None, holder: BallHolder | None = None
) -> None:
    """Store the changed item; a contract check can be put off or given to somebody, the rest follows from the deal."""
    for problem in ItemDraft(text, due_on).problems():
        raise problem
    with workspace.writing("Edit checklist item") as session:
        item = _item(session, item_id)
        earlier = item.due_on is not None and (due_on is None or due_on < item.due_on)
        if item.source == ItemSource.CONTRACT and (item.text != text.strip() or earlier):
            raise KnownError(
                "This check follows from the deal.", "Change the deal, or the days the post stays online; it follows."
            )
        item.text, item.due_on = text.strip(), due_on
        if holder is not None:
            item.holder = holder


def assign(workspace: Workspace, item_ids: Sequence[int], holder: BallHolder) -> None:
    """Say who has to do items."""
    with workspace.writing(f"Give to {'us' if holder is BallHolder.US else f'the {holder.value}'}") as session:
        for item_id in item_ids:
            _item(session, item_id).holder = holder


def delete_item(workspace: Workspace, item_id: int) -> None:
    """Delete an item; a contract check would come back, so it is refused with the way out."""
    with workspace.writing("Delete checklist item") as session:
        item = _item(session, item_id)
        if item.source == ItemSource.CONTRACT and item.done_on is None:
            raise KnownError("This check follows from the deal.", "Change the deal, or tick the check off.")
        session.delete(item)


def reorder(workspace: Workspace, deliverable_id: int, item_ids: Sequence[int]) -> None:
    """Put the items of a deliverable in this order; items that are not named follow as they were."""
    with workspace.writing("Reorder checklist") as session:
        found = session.exec(
            select(ChecklistItem).where(ChecklistItem.deliverable_id == deliverable_id)
            .order_by(col(ChecklistItem.position), col(ChecklistItem.id))
        ).all()
        rank = {item_id: place for place, item_id in enumerate(item_ids)}
        for place, item in enumerate(sorted(found, key=lambda item: rank.get(item.id or 0, len(rank)))):
            if item.position != place:
                item.position = place


def save_template(workspace: Workspace, kind: DeliverableKind, items: Sequence[ItemTemplate]) -> None:
    """Store the agency's own checklist for a kind; new deliverables start with it, old ones stay as they are."""
    for problem in template_problems(items):
        raise problem
    with workspace.writing(f"Edit checklist of {kind.value.replace('_', ' ')}") as session:
        row = session.exec(select(ChecklistTemplate).where(ChecklistTemplate.kind == kind)).first()
        row = row or ChecklistTemplate(kind=kind)
        row.items = [item_to_text(item) for item in items]
        session.add(row)


def reset_template(workspace: Workspace, kind: DeliverableKind) -> None:
    """Back to the checklist that comes with the program."""
    with workspace.writing(f"Reset checklist of {kind.value.replace('_', ' ')}") as session:
        for row in session.exec(select(ChecklistTemplate).where(ChecklistTemplate.kind == kind)):
            session.delete(row)


# inside somebody's step


def put_items(session: Session, deliverable_id: int, items: Sequence[ItemTemplate | PlannedItem | str]) -> None:
    """The checklist a new deliverable starts with; contract checks are left to `follow_deal`."""
    place = 0
    for item in items:
        if isinstance(item, PlannedItem) and item.source is ItemSource.CONTRACT:
            continue
        text = item if isinstance(item, str) else item.text
        session.add(ChecklistItem(
            deliverable_id=deliverable_id, position=place, text=text,
            due_on=item.due_on if isinstance(item, PlannedItem) else None,
            holder=BallHolder.US if isinstance(item, str) else item.holder,
            source=ItemSource.TYPED if isinstance(item, str) else ItemSource.TEMPLATE,
        ))
        place += 1


def follow_deal(session: Session, collaboration_ids: Collection[int], today: date | None = None) -> None:
    """Bring the contract checks and usage rights of collaborations in step with their deals and publish days.

    To be called inside the step that changed a deal, a publish day, the days a post stays online, or a state.
    What was ticked off stays; nothing comes twice.
    """
    session.flush()
    ids = session.exec(select(Deliverable.id).where(col(Deliverable.collaboration_id).in_(collaboration_ids))).all()
    terms = deal_terms(session, [known for known in ids if known is not None])
    checks: dict[int, list[ChecklistItem]] = {deliverable_id: [] for deliverable_id in terms}
    for item in session.exec(select(ChecklistItem).where(
        col(ChecklistItem.deliverable_id).in_(list(terms)), ChecklistItem.source == ItemSource.CONTRACT
    )):
        checks[item.deliverable_id].append(item)
    for deliverable_id, term in terms.items():
        rows = {item.id or 0: item for item in checks[deliverable_id]}
        known = [StoredCheck(row_id, row.text, row.due_on, row.done_on) for row_id, row in rows.items()]
        changes = in_step(known, contract_items(term), today or date.today())
        for row_id, due_on in changes.move:
            rows[row_id].due_on = due_on
        for row_id in changes.drop:
            session.delete(rows[row_id])
        place = _next_position(session, deliverable_id) if changes.add else 0
        for position, planned in enumerate(changes.add, place):
            session.add(ChecklistItem(
                deliverable_id=deliverable_id, position=position, text=planned.text, due_on=planned.due_on,
                holder=planned.holder, source=ItemSource.CONTRACT,
            ))
    follow_events(session, collaboration_ids)


def _next_position(session: Session, deliverable_id: int) -> int:
    last = session.exec(
        select(func.max(ChecklistItem.position)).where(ChecklistItem.deliverable_id == deliverable_id)
    ).one()
    return 0 if last is None else last + 1


def _item(session: Session, item_id: int) -> ChecklistItem:
    item = session.get(ChecklistItem, item_id)
    if item is None:
        raise KnownError("This item was deleted meanwhile.", "Undo the deletion first.")
    return item

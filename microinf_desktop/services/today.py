"""What one key does in Today: finish, put off, take up again; several items are one step."""

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session, col, select

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.today import DONE_WITH_ONE_KEY, TodayItem, TodayKind
from microinf_desktop.storage.tables import (
    BriefAcknowledgement,
    ChecklistItem,
    Influencer,
    Milestone,
    ShipmentNudge,
    Snooze,
)
from microinf_desktop.storage.workspace import Workspace


def finish(workspace: Workspace, items: Sequence[TodayItem], today: date) -> None:
    """Mark items done in one step; KnownError for what needs more than a tick (`DONE_WITH_ONE_KEY`)."""
    unfit = next((item for item in items if item.kind not in DONE_WITH_ONE_KEY), None)
    if unfit is not None:
        raise KnownError("One of these needs more than a tick.", "Open it to finish it.")
    with workspace.writing("Mark done" if len(items) == 1 else f"Mark {len(items)} done") as session:
        for item in items:
            _finish(session, workspace, item, today)


def _finish(session: Session, workspace: Workspace, item: TodayItem, today: date) -> None:
    if item.kind is TodayKind.NUDGE:
        session.add(ShipmentNudge(shipment_id=item.item_id, day=int(item.what), sent_on=today))
        return
    if item.kind is TodayKind.BRIEF:
        session.add(BriefAcknowledgement(
            brief_version_id=item.item_id, acknowledged_on=today, name=item.creator, way="message",
        ))
        return
    row: ChecklistItem | Milestone | Influencer | None
    if item.kind is TodayKind.CHECKLIST:
        row = session.get(ChecklistItem, item.item_id)
    elif item.kind is TodayKind.MILESTONE:
        row = session.get(Milestone, item.item_id)
    else:
        row = session.get(Influencer, item.item_id)
    if row is None:
        raise KnownError("One of these was deleted meanwhile.", "Undo the deletion first.")
    if isinstance(row, Influencer):
        row.next_action, row.next_action_on = "", None
        return
    row.done_on = today
    if isinstance(row, ChecklistItem):
        row.done_by_id = workspace.person_id


def snooze(workspace: Workspace, items: Sequence[TodayItem], until: date, today: date) -> None:
    """Put items off until a day; they stay counted, and their own dates stay. ValidationError for a day not ahead."""
    if until <= today:
        raise ValidationError("until", "The day has to lie ahead.", "Choose tomorrow or later.")
    with workspace.writing("Snooze" if len(items) == 1 else f"Snooze {len(items)} items") as session:
        for past in session.exec(select(Snooze).where(col(Snooze.until_on) <= today)):
            session.delete(past)
        session.flush()
        for item in items:
            row = _snooze(session, item) or Snooze(kind=item.kind.value, item_id=item.item_id, until_on=until)
            row.until_on, row.person_name = until, workspace.person_name
            session.add(row)


def wake(workspace: Workspace, items: Sequence[TodayItem]) -> None:
    """Bring snoozed items back today."""
    with workspace.writing("Bring back" if len(items) == 1 else f"Bring {len(items)} items back") as session:
        for item in items:
            row = _snooze(session, item)
            if row is not None:
                session.delete(row)


def _snooze(session: Session, item: TodayItem) -> Snooze | None:
    found = select(Snooze).where(col(Snooze.kind) == item.kind.value, col(Snooze.item_id) == item.item_id)
    return session.exec(found).first()

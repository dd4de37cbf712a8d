"""Changes to metric snapshots: one read per deliverable and day, with its proof; oddities are told, not refused."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.metrics import Doubt, MetricRead
from microinf_desktop.queries.deals import local_day
from microinf_desktop.queries.metrics import READ_FIELDS, doubts
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Campaign, Deliverable, MetricSnapshot
from microinf_desktop.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SavedRead:
    """The stored snapshot and what to look at again."""

    snapshot_id: int
    doubts: tuple[Doubt, ...]


def save_read(
    workspace: Workspace, deliverable_id: int, read: MetricRead, *, proof: tuple[bytes, str] | None = None,
    reason: str = "", today: date | None = None,
) -> SavedRead:
    """Store the totals of a post as read on a day, in place of an earlier read of that day.

    `proof` is (bytes, file name) of a screenshot; an earlier one stays when none is given. `reason` says why odd
    figures are right and is kept in the step's label. ValidationError when nothing was read, or on `read_on` for a
    day in the future or before publication.
    """
    if all(getattr(read, name) is None for name in READ_FIELDS if name != "is_estimated"):
        raise ValidationError("reach", "No figure was entered.", "Type at least one, or cancel.")
    label = f"Enter figures: {reason.strip()}" if reason.strip() else "Enter figures"
    with workspace.writing(label) as session:
        _check_day(session, deliverable_id, read.read_on, today or date.today())
        found = doubts(session, deliverable_id, read)
        row = session.exec(
            select(MetricSnapshot)
            .where(MetricSnapshot.deliverable_id == deliverable_id, MetricSnapshot.taken_on == read.read_on)
        ).first() or MetricSnapshot(deliverable_id=deliverable_id, taken_on=read.read_on)
        for name in READ_FIELDS:
            setattr(row, name, getattr(read, name))
        row.source = read.source or "typed"
        if proof is not None:
            row.attachment_id = attachments.store(workspace.folder, session, *proof)
        session.add(row)
        session.flush()
        return SavedRead(row.id or 0, found)


def delete_read(workspace: Workspace, snapshot_id: int) -> None:
    """Delete one snapshot (undoable)."""
    with workspace.writing("Delete figures") as session:
        row = session.get(MetricSnapshot, snapshot_id)
        if row is None:
            raise KnownError("These figures were deleted meanwhile.", "Undo the deletion to see them again.")
        session.delete(row)


def _check_day(session: Session, deliverable_id: int, day: date, today: date) -> None:
    deliverable = session.get(Deliverable, deliverable_id)
    if deliverable is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion, then try again.")
    if day > today:
        raise ValidationError("read_on", f"{day:%d %b %Y} lies in the future.", "Enter the day it was read.")
    published = local_day(deliverable.published_at, session.get_one(Campaign, deliverable.campaign_id).time_zone)
    if published is not None and day < published:
        raise ValidationError(
            "read_on", f"The post went live on {published:%d %b %Y}, after the day of this read.",
            "Correct one of the two days.",
        )

"""Drafts: the versions of the content of a deliverable."""

from datetime import UTC, date, datetime

from sqlalchemy import func
from sqlmodel import select

from microinf_desktop.domain.deliverables import DraftDraft
from microinf_desktop.domain.enums import DeliverableState, Verdict
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.services.reviews import enter, stored
from microinf_desktop.storage.tables import Draft
from microinf_desktop.storage.workspace import Workspace


def save_draft(workspace: Workspace, deliverable_id: int, draft: DraftDraft, today: date | None = None) -> int:
    """Store a new version of the content; returns its number.

    The verdict of the deliverable falls back to “not checked” until the new text is checked, and a deliverable
    that waited for the draft moves on to “draft in”.
    """
    if not draft.caption.strip() and not (draft.spoken_text or draft.onscreen_text or draft.note):
        raise ValidationError("caption", "The draft is empty.", "Paste the caption, or note what the creator sent.")
    with workspace.writing("Add draft") as session:
        row = stored(session, deliverable_id)
        latest = session.exec(select(func.max(Draft.number)).where(Draft.deliverable_id == deliverable_id)).one()
        number = (latest or 0) + 1
        values = {name: getattr(draft, name) for name in DraftDraft.__dataclass_fields__}
        session.add(Draft(deliverable_id=deliverable_id, number=number, received_at=datetime.now(UTC), **values))
        row.verdict = Verdict.NOT_CHECKED
        waiting = (
            DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN, DeliverableState.CHANGES_REQUESTED,
            DeliverableState.NOT_STARTED,
        )
        if row.state in waiting:
            enter(row, DeliverableState.DRAFT_IN, today or date.today())
        return number

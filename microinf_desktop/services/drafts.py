"""Drafts: the versions of the content of a deliverable, with their files."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import func
from sqlmodel import Session, col, select

from microinf_desktop.domain.deliverables import DraftDraft
from microinf_desktop.domain.enums import DeliverableState, Verdict
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.services.reviews import Mover, follow_draft, stored
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Attachment, Draft, DraftFile
from microinf_desktop.storage.workspace import Workspace

_WAITING = (
    DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN, DeliverableState.CHANGES_REQUESTED,
    DeliverableState.NOT_STARTED,
)


def save_draft(workspace: Workspace, deliverable_id: int, draft: DraftDraft, today: date | None = None) -> int:
    """Store a new version of the content; returns its number. It keeps the files of the version before.

    The verdict of the deliverable falls back to “not checked” until the new text is checked, and a deliverable
    that waited for the draft moves on to “draft in”.
    """
    said = (draft.caption, draft.script, draft.spoken_text or "", draft.onscreen_text or "", draft.note)
    if not any(text.strip() for text in said):
        raise ValidationError("caption", "The draft is empty.", "Paste the caption, or note what the creator sent.")
    with workspace.writing("Add draft") as session:
        return _add(workspace, session, deliverable_id, draft, today or date.today()).number


def add_files(
    workspace: Workspace, deliverable_id: int, paths: Sequence[Path], draft_id: int | None = None,
    today: date | None = None, progress: Progress = silent, cancel: CancelToken | None = None,
) -> int:
    """Put files to a draft, or make the first version of them when there is none; returns how many are new.

    A file that the draft has already is not added twice. They are copied first, which can take long and be
    cancelled (then nothing stays), and named in one short step. KnownError for a file that cannot be read or kept.
    """
    with attachments.copied_in(workspace, paths, progress, cancel or CancelToken()) as copied:
        number = len(copied)
        with workspace.writing("Add 1 file" if number == 1 else f"Add {number} files") as session:
            draft = session.get(Draft, draft_id) if draft_id is not None else None
            if draft is None:
                draft = _add(workspace, session, deliverable_id, DraftDraft(""), today or date.today())
            return _attach(session, draft.id or 0, [(attachments.named(session, one), one.file_name) for one in copied])


def remove_file(workspace: Workspace, file_id: int) -> None:
    """Take a file off a draft (undoable; the file itself stays in the workspace)."""
    with workspace.writing("Remove file") as session:
        row = session.get(DraftFile, file_id)
        if row is None:
            raise KnownError("The file was removed meanwhile.", "Undo the removal to see it again.")
        session.delete(row)


def _add(workspace: Workspace, session: Session, deliverable_id: int, draft: DraftDraft, today: date) -> Draft:
    row = stored(session, deliverable_id)
    latest = session.exec(
        select(Draft).where(Draft.deliverable_id == deliverable_id).order_by(col(Draft.number).desc())
    ).first()
    values = {name: getattr(draft, name) for name in DraftDraft.__dataclass_fields__}
    added = Draft(
        deliverable_id=deliverable_id, number=(latest.number if latest else 0) + 1, received_at=datetime.now(UTC),
        **values,
    )
    session.add(added)
    session.flush()
    assert added.id is not None
    if latest is not None:
        kept = session.exec(select(DraftFile).where(DraftFile.draft_id == latest.id).order_by(col(DraftFile.position)))
        for file in kept.all():
            session.add(DraftFile(
                draft_id=added.id, attachment_id=file.attachment_id, position=file.position, caption=file.caption,
            ))
    row.verdict = Verdict.NOT_CHECKED
    follow_draft(session, deliverable_id, added.id)
    if row.state in _WAITING:
        Mover(workspace, session, today).enter(row, DeliverableState.DRAFT_IN)
    return added


def _attach(session: Session, draft_id: int, files: Sequence[tuple[int, str]]) -> int:
    """Name files under a draft; the same bytes under another name keep the name they came with."""
    known = set(session.exec(select(DraftFile.attachment_id).where(DraftFile.draft_id == draft_id)).all())
    last = session.exec(select(func.max(DraftFile.position)).where(DraftFile.draft_id == draft_id)).one()
    added = {attachment_id: name for attachment_id, name in files if attachment_id not in known}
    for place, (attachment_id, name) in enumerate(added.items(), 0 if last is None else last + 1):
        stored_name = session.get_one(Attachment, attachment_id).file_name
        session.add(DraftFile(
            draft_id=draft_id, attachment_id=attachment_id, position=place,
            caption="" if name == stored_name else name,
        ))
    return len(added)

"""Stores the sample's files in the workspace with the sample's own dates, and takes them away if the step fails."""

from datetime import datetime
from pathlib import Path

from sqlmodel import Session

from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Attachment


class FileShelf:
    """The files written during one step; a rolled back step leaves none of them behind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._written: list[Path] = []

    def store(self, session: Session, content: bytes, file_name: str, added_at: datetime) -> int:
        """Keep the bytes and return the attachment's id; `added_at` is part of the sample, not of the wall clock."""
        attachment_id = attachments.store(self._folder, session, content, file_name, added_at=added_at)
        stored = session.get_one(Attachment, attachment_id)
        self._written.append(attachments.file_path(self._folder, stored.sha256))
        return attachment_id

    def read(self, session: Session, attachment_id: int) -> bytes:
        return attachments.read(self._folder, session.get_one(Attachment, attachment_id).sha256)

    def remove_all(self) -> None:
        for path in self._written:
            path.unlink(missing_ok=True)

"""Files of the workspace, stored once under their SHA-256 and checked when read."""

import hashlib
import mimetypes
import os
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from sqlmodel import Session, select

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage.tables import Attachment


def file_path(folder: Path, sha256: str) -> Path:
    """`attachments/ab/abcd…`, so that no folder holds too many files."""
    return folder / "attachments" / sha256[:2] / sha256


def store(
    folder: Path, session: Session, content: bytes, file_name: str, *, added_at: datetime | None = None
) -> int:
    """Write the bytes (durably, before the row that names them is committed) and return the attachment's id.

    `added_at` is now unless given.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    existing = session.exec(select(Attachment.id).where(Attachment.sha256 == sha256)).first()
    target = file_path(folder, sha256)
    if not target.exists():
        _write_durably(target, content)
    if existing is not None:
        return existing
    row = Attachment(
        sha256=sha256, file_name=Path(file_name).name, size_bytes=len(content), added_at=added_at or datetime.now(UTC),
        media_type=mimetypes.guess_type(file_name)[0] or "application/octet-stream",
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def read(folder: Path, sha256: str) -> bytes:
    """The bytes of an attachment; KnownError when the file is missing or was changed."""
    path = file_path(folder, sha256)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KnownError(
            f"The attached file {path.name[:12]}… is missing from the workspace.",
            "Restore it from a backup of the folder “attachments”.",
        ) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise KnownError(
            f"The attached file {path.name[:12]}… was changed outside the program; its hash no longer matches.",
            "Restore it from a backup of the folder “attachments”.",
        )
    return content


def _write_durably(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, delete=False) as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(handle.name, target)

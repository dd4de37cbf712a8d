"""Files of the workspace, stored once under their SHA-256 and checked when read."""

import hashlib
import mimetypes
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.storage.tables import Attachment

if TYPE_CHECKING:
    from microinf_desktop.storage.workspace import Workspace


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
        raise _missing(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise _changed(sha256)
    return content


class FileState(StrEnum):
    """What became of a stored file."""

    WHOLE = "whole"
    MISSING = "missing"
    CHANGED = "changed"


def state_of(folder: Path, sha256: str) -> FileState:
    """Whether a stored file still has its hash; read piece by piece, so that a film costs no memory."""
    digest = hashlib.sha256()
    try:
        with file_path(folder, sha256).open("rb") as source:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
    except OSError:
        return FileState.MISSING  # gone, or not to be read: either way there is no proof
    return FileState.WHOLE if digest.hexdigest() == sha256 else FileState.CHANGED


def _missing(sha256: str) -> KnownError:
    return KnownError(
        f"The attached file {sha256[:12]}… is missing from the workspace.",
        "Restore it from a backup of the folder “attachments”.",
    )


def _changed(sha256: str) -> KnownError:
    return KnownError(
        f"The attached file {sha256[:12]}… was changed outside the program; its hash no longer matches.",
        "Restore it from a backup of the folder “attachments”.",
    )


def _write_durably(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=target.parent, delete=False) as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(handle.name, target)


# Large files ------------------------------------------------------------------------------------------------------

LARGEST = 2 * 1024**3
_CHUNK = 1024**2


@dataclass(frozen=True, slots=True)
class Copied:
    """A file copied into the workspace that no row names yet; `is_new` when its bytes were not there before."""

    sha256: str
    file_name: str
    size_bytes: int
    is_new: bool


def size_of(path: Path) -> int:
    """Bytes of a file that is to be kept; KnownError when it cannot be read, is empty or larger than 2 GB."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise KnownError(f"{path.name} is no file.", "Choose the files in the folder.")
    except OSError as error:
        raise _unreadable(path, error) from error
    if size == 0:
        raise KnownError(f"{path.name} is empty.", "Choose another file.")
    if size > LARGEST:
        raise KnownError(f"{path.name} is larger than 2 GB.", "Keep a shorter cut, or a link to it in the note.")
    return size


def copy_in(folder: Path, path: Path, copied: list[Copied]) -> Generator[int]:
    """Copy a file in piece by piece, yielding the bytes done after each; at the end it is added to `copied`.

    Left early, what was written is removed.
    """
    shelf = folder / "attachments"
    shelf.mkdir(parents=True, exist_ok=True)
    digest, done = hashlib.sha256(), 0
    with NamedTemporaryFile(dir=shelf, prefix=".copy-", delete=False) as handle:
        part = Path(handle.name)
        try:
            with path.open("rb") as source:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    handle.write(chunk)
                    done += len(chunk)
                    yield done
            handle.flush()
            os.fsync(handle.fileno())
            handle.close()
            target = file_path(folder, digest.hexdigest())
            is_new = not target.exists()
            if is_new:
                target.parent.mkdir(exist_ok=True)
                os.replace(part, target)
            copied.append(Copied(digest.hexdigest(), path.name, done, is_new))
        except OSError as error:
            raise _unreadable(path, error) from error
        finally:
            handle.close()
            part.unlink(missing_ok=True)


def copy_out(folder: Path, sha256: str, target: Path) -> Generator[int]:
    """Write an attachment to `target` piece by piece, yielding the bytes done after each; its hash is checked.

    `target` is replaced at the end only: left early or refused, what stood there before stands there still.
    KnownError when the file is missing or was changed, or when `target` cannot be written.
    """
    digest, done = hashlib.sha256(), 0
    try:
        source = file_path(folder, sha256).open("rb")
    except OSError as error:
        raise _missing(sha256) from error
    try:
        with source, NamedTemporaryFile(dir=target.parent, prefix=".copy-", delete=False) as handle:
            part = Path(handle.name)
            try:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    handle.write(chunk)
                    done += len(chunk)
                    yield done
                if digest.hexdigest() != sha256:
                    raise _changed(sha256)
                handle.close()
                part.chmod(0o644)  # a temporary file is its owner's alone; this one is to be passed on
                os.replace(part, target)
            finally:
                handle.close()
                part.unlink(missing_ok=True)
    except OSError as error:
        raise _unwritten(target, error) from error


def named(session: Session, copied: Copied) -> int:
    """The attachment's id of a copied file."""
    existing = session.exec(select(Attachment.id).where(Attachment.sha256 == copied.sha256)).first()
    if existing is not None:
        return existing
    row = Attachment(
        sha256=copied.sha256, file_name=copied.file_name, size_bytes=copied.size_bytes, added_at=datetime.now(UTC),
        media_type=mimetypes.guess_type(copied.file_name)[0] or "application/octet-stream",
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


@contextmanager
def copied_in(
    workspace: "Workspace", paths: Sequence[Path], progress: Progress, cancel: CancelToken
) -> Iterator[list[Copied]]:
    """Files copied in, for the block to name with `named` in one short step; if it fails, nothing of them stays.

    Copying can take long and be cancelled. KnownError for a file that cannot be read or kept.
    """
    copied: list[Copied] = []
    sizes = [size_of(path) for path in paths]
    done, total = 0, sum(sizes)
    try:
        for path, size in zip(paths, sizes, strict=True):
            with closing(copy_in(workspace.folder, path, copied)) as copying:
                for more in copying:
                    cancel.check()
                    progress(done + more, total, path.name)
            done += size
        yield copied
    except BaseException:
        drop_new(workspace, copied)
        raise


def drop_new(workspace: "Workspace", copied: Sequence[Copied]) -> None:
    """Remove copied files that no row names after all."""
    with workspace.reading() as session:
        for one in copied:
            known = session.exec(select(Attachment.id).where(Attachment.sha256 == one.sha256)).first()
            if one.is_new and known is None:
                file_path(workspace.folder, one.sha256).unlink(missing_ok=True)


def _unreadable(path: Path, error: OSError) -> KnownError:
    why = error.strerror or str(error)
    return KnownError(f"{path.name} cannot be copied: {why}.", "Check the file and the free space, then try again.")


def _unwritten(target: Path, error: OSError) -> KnownError:
    why = error.strerror or str(error)
    return KnownError(f"{target.name} was not written: {why}.", "Choose another folder, or free some space.")

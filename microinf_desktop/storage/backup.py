"""Backups of the database: made online, verified before they count, thinned by age, restored with a safety copy."""

import os
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.storage import schema
from microinf_desktop.storage.workspace import DATABASE, Workspace

_NAME = re.compile(r"^(\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2})(?:_(\w+))?\.db$")
_PAGES_PER_STEP = 1_000


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file: when it was made (local time), why, its size in bytes."""

    path: Path
    made_at: datetime
    reason: str
    size_bytes: int


def make_backup(
    folder: Path, reason: str = "manual", progress: Progress = silent, cancel: CancelToken | None = None
) -> Backup:
    """Copy the database beside a running window, verify the copy and only then give it its name.

    KnownError when the disk is full or the copy does not verify; Cancelled leaves nothing behind.
    """
    made_at = datetime.now()
    target = folder / "backups" / f"{made_at:%Y-%m-%d_%H-%M-%S}_{reason}.db"
    partial = target.with_suffix(".partial")
    try:
        target.parent.mkdir(exist_ok=True)
        _copy(folder / DATABASE, partial, progress, cancel)
        problems = verify_database(partial)
        if problems:
            raise KnownError(f"The backup did not verify: {problems[0]}", "Check the disk; the workspace is unchanged.")
        os.replace(partial, target)
    except (OSError, sqlite3.Error) as error:
        raise KnownError(
            f"The backup could not be written: {error}.", "Free some space or choose another disk."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return Backup(target, made_at, reason, target.stat().st_size)


def list_backups(folder: Path) -> list[Backup]:
    """All backups, newest first."""
    found = []
    for path in (folder / "backups").glob("*.db"):
        match = _NAME.match(path.name)
        if match:
            made_at = datetime.strptime(match[1], "%Y-%m-%d_%H-%M-%S")
            found.append(Backup(path, made_at, match[2] or "", path.stat().st_size))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def thin_backups(folder: Path, now: datetime | None = None) -> list[Path]:
    """Delete automatic backups beyond: all of the last day, one a day for a month, one a month after that.

    Backups made by hand and before a migration or restore are never deleted. Returns what was deleted.
    """
    now = now or datetime.now()
    kept: set[str] = set()
    deleted = []
    for backup in list_backups(folder):
        age = now - backup.made_at
        if backup.reason != "automatic" or age < timedelta(days=1):
            continue
        slot = f"{backup.made_at:%Y-%m-%d}" if age < timedelta(days=31) else f"{backup.made_at:%Y-%m}"
        if slot in kept:
            backup.path.unlink()
            deleted.append(backup.path)
        kept.add(slot)
    return deleted


def verify_database(path: Path) -> list[str]:
    """What is wrong with a database file, in words; empty when it is sound."""
    try:
        schema.read_version(path)
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            integrity = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    except KnownError as error:
        return [error.message]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return [f"The file {path.name} cannot be read: {error}."]
    problems = [f"Integrity: {line}." for line in integrity if line != "ok"]
    return problems + [f"A row of “{row[0]}” refers to a missing row of “{row[2]}”." for row in orphans[:20]]


def verify_workspace(folder: Path, progress: Progress = silent, cancel: CancelToken | None = None) -> list[str]:
    """Check the database, the search index and every attachment's hash; returns the problems in words."""
    problems = verify_database(folder / DATABASE)
    if problems:
        return problems
    from microinf_desktop.storage import attachments

    with closing(sqlite3.connect(f"{(folder / DATABASE).absolute().as_uri()}?mode=ro", uri=True)) as connection:
        indexed = connection.execute("SELECT count(*) FROM influencer_search_docsize").fetchone()[0]
        people = connection.execute("SELECT count(*) FROM influencer").fetchone()[0]
        files = connection.execute("SELECT sha256, file_name FROM attachment").fetchall()
    if indexed != people:
        problems.append(f"The search index holds {indexed} of {people} people.")
    for done, (sha256, name) in enumerate(files):
        if cancel is not None:
            cancel.check()
        progress(done, len(files), name)
        try:
            attachments.read(folder, sha256)
        except KnownError as error:
            problems.append(f"{name}: {error.message}")
    return problems


def restore_backup(folder: Path, backup: Path) -> Path:
    """Replace the database of a closed workspace by a verified backup; returns the safety copy of what was there.

    KnownError when the workspace is open elsewhere or the backup is damaged; then nothing was changed.
    """
    problems = verify_database(backup)
    if problems:
        raise KnownError(f"{backup.name} cannot be restored: {problems[0]}", "Choose another backup.")
    from microinf_desktop.storage.lock import WorkspaceLock

    lock = WorkspaceLock(folder)
    lock.acquire()
    try:
        current = folder / DATABASE
        safety = folder / "backups" / f"{datetime.now():%Y-%m-%d_%H-%M-%S}_replaced.db"
        staged = folder / f"{DATABASE}.restoring"
        _copy(backup, staged, silent, None)
        if current.exists():
            _fold_log(current)
            os.replace(current, safety)
        for suffix in ("-wal", "-shm"):
            current.with_name(current.name + suffix).unlink(missing_ok=True)
        os.replace(staged, current)
    finally:
        lock.release()
    return safety


def automatic_backup_due(workspace: Workspace, every: timedelta = timedelta(hours=4)) -> bool:
    """Whether the last backup is older than `every` and something was written since."""
    backups = list_backups(workspace.folder)
    if not backups:
        return True
    changed_at = max(
        datetime.fromtimestamp(path.stat().st_mtime) for path in workspace.folder.glob(f"{DATABASE}*") if path.is_file()
    )
    return datetime.now() - backups[0].made_at > every and changed_at > backups[0].made_at


def _copy(source: Path, target: Path, progress: Progress, cancel: CancelToken | None) -> None:
    def report(_status: int, remaining: int, total: int) -> None:
        if cancel is not None:
            cancel.check()
        progress(total - remaining, total, "Copying")

    target.unlink(missing_ok=True)
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as reader,
        closing(sqlite3.connect(target)) as writer,
    ):
        reader.backup(writer, pages=_PAGES_PER_STEP, progress=report)
        writer.execute("PRAGMA journal_mode=DELETE")


def _fold_log(path: Path) -> None:
    """Move the write-ahead log into the file before it is renamed; a damaged file is kept as it is."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return

"""A workspace: a folder with the database, attachments, backups and exports, and the only way to read and write it.

Importing this module loads no SQLAlchemy: the window opens a workspace, paints, and loads the engine afterwards.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage import schema
from microinf_desktop.storage.lock import WorkspaceLock

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlmodel import Session

DATABASE = "workspace.db"
FOLDERS = ("attachments", "backups", "exports")
StepListener = Callable[[int, frozenset[str]], None]


class Workspace:
    """An open workspace. `person` (id, name) signs the steps; set it when somebody signs in or is renamed.

    Reads and writes go through `reading()` and `writing()`. All methods may be called from any thread; writes
    wait for each other.
    """

    def __init__(self, folder: Path, *, writable: bool, lock: WorkspaceLock | None) -> None:
        self.folder = folder
        self.writable = writable
        self.person_id: int | None = None
        self.person_name = ""
        self._lock = lock
        self._listeners: list[StepListener] = []
        self._write_mutex = threading.RLock()
        self._engine_mutex = threading.Lock()
        self._writer: Engine | None = None
        self._reader: Engine | None = None

    @property
    def database(self) -> Path:
        return self.folder / DATABASE

    @classmethod
    def create(cls, folder: Path) -> Workspace:
        """Make a new, empty workspace in a folder that is empty or does not exist, and open it for writing."""
        folder = folder.absolute()
        if (folder / DATABASE).exists():
            raise KnownError(f"{folder} already holds a workspace.", "Open it, or choose another folder.")
        if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
            raise KnownError(f"{folder} is not an empty folder.", "Choose an empty or new folder.")
        try:
            for name in FOLDERS:
                (folder / name).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise KnownError(f"{folder} cannot be created: {error.strerror}.", "Choose another folder.") from error
        lock = WorkspaceLock(folder)
        lock.acquire()
        try:
            from microinf_desktop.storage.creation import create_database

            create_database(folder / DATABASE)
        except BaseException:
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return cls(folder, writable=True, lock=lock)

    @classmethod
    def open(cls, folder: Path, *, writable: bool = True) -> Workspace:
        """Open a workspace; an older file is migrated after a verified backup.

        KnownError when there is none, it is damaged, newer, in use (writable only) or cannot be written.
        """
        folder = folder.absolute()
        path = folder / DATABASE
        if not path.is_file():
            raise KnownError(
                f"{folder} holds no workspace.", "Choose a folder with a file “workspace.db”, or create a workspace."
            )
        version = schema.read_version(path)
        if not writable:
            if version != schema.CURRENT_VERSION:
                raise KnownError(
                    f"{path} has the older file version {version}.",
                    f"Open it once to update it: microinf open {folder}",
                )
            return cls(folder, writable=False, lock=None)
        lock = WorkspaceLock(folder)
        lock.acquire()
        try:
            _probe_writable(folder)
            if version != schema.CURRENT_VERSION:
                from microinf_desktop.storage.migrations import migrate

                migrate(folder, version)
        except BaseException:
            lock.release()
            raise
        return cls(folder, writable=True, lock=lock)

    def close(self) -> None:
        """Close all connections and give the lock back; the write-ahead log is folded into the file."""
        for engine in (self._reader, self._writer):
            if engine is not None:
                engine.dispose()
        self._reader = self._writer = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def on_step(self, listener: StepListener) -> Callable[[], None]:
        """Call `listener(step_id, tables)` after each committed step, in its thread; returns an unsubscriber."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A read-only session that sees one state of the file."""
        from sqlmodel import Session

        with Session(self._reading_engine(), expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def writing(
        self, label: str, *, kind: str = "do", root_step_id: int | None = None
    ) -> Iterator[Session]:
        """One step in one transaction: committed at the end of the block, rolled back when it raises.

        `label` is what undo and the history show ("Add Klara Vossbeck"). A step that changes nothing leaves no
        trace. `kind` "barrier" cannot be undone, nor anything before it.
        """
        if not self.writable:
            raise KnownError("This workspace is open for reading only.", "Close the other window and open it again.")
        from sqlalchemy.exc import OperationalError
        from sqlmodel import Session

        from microinf_desktop.storage.sqlite.faults import known_fault

        with self._write_mutex:
            try:
                with Session(self._writing_engine(), expire_on_commit=False) as session:
                    step_id = self._begin_step(session, label, kind, root_step_id)
                    try:
                        yield session
                        session.flush()
                        tables = self._end_step(session, step_id)
                        session.commit()
                    except BaseException:
                        session.rollback()
                        raise
            except (OperationalError, sqlite3.OperationalError) as error:
                raise known_fault(error, self.folder) from error
            if tables:
                for listener in tuple(self._listeners):
                    listener(step_id, tables)

    def exclusive(self) -> threading.RLock:
        """Held while something outside a session needs the file at rest (backup before restore)."""
        return self._write_mutex

    def warm_up(self) -> None:
        """Load the engine and open the first connections; run in a thread after the window has painted."""
        with self.reading() as session:
            session.connection()

    def _begin_step(self, session: Session, label: str, kind: str, root_step_id: int | None) -> int:
        from microinf_desktop.storage.tables import Step

        step = Step(
            at=datetime.now(UTC), person_id=self.person_id, person_name=self.person_name, label=label, kind=kind,
            root_step_id=root_step_id,
        )
        session.add(step)
        session.flush()
        assert step.id is not None
        step.last_step_id = step.id
        session.flush()
        connection: Any = session.connection().connection.driver_connection
        connection.execute("DELETE FROM temp.current_step")
        connection.execute("INSERT INTO temp.current_step VALUES (?)", (step.id,))
        session.info.update(step_id=step.id, tables=set(), folder=self.folder)
        return step.id

    def _end_step(self, session: Session, step_id: int) -> frozenset[str]:
        connection: Any = session.connection().connection.driver_connection
        found = connection.execute("SELECT DISTINCT table_name FROM change WHERE step_id = ?", (step_id,))
        tables = frozenset(name for (name,) in found)
        if not tables and session.info.get("tables") == set():
            connection.execute("DELETE FROM step WHERE id = ? AND kind = 'do'", (step_id,))
        connection.execute("DELETE FROM temp.current_step")
        return tables | frozenset(session.info["tables"])

    def _writing_engine(self) -> Engine:
        with self._engine_mutex:
            if self._writer is None:
                from microinf_desktop.storage.sqlite import triggers
                from microinf_desktop.storage.sqlite.engine import writing_engine
                from microinf_desktop.storage.tables import UNTRACKED, metadata

                engine = writing_engine(self.database)
                connection = engine.raw_connection()
                triggers.install(connection.driver_connection, metadata, UNTRACKED)
                connection.close()
                self._writer = engine
            return self._writer

    def _reading_engine(self) -> Engine:
        with self._engine_mutex:
            if self._reader is None:
                from microinf_desktop.storage.sqlite.engine import reading_engine

                self._reader = reading_engine(self.database)
            return self._reader


def _probe_writable(folder: Path) -> None:
    probe = folder / ".write-test"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise KnownError(
            f"The folder {folder} cannot be written: {error.strerror}.", "Choose a folder you may write to."
        ) from error

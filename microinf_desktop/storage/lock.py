"""One process writes a workspace at a time; the others are told who does."""

import getpass
import json
import os
import socket
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from microinf_desktop.domain.errors import KnownError


class WorkspaceLock:
    """A lock the operating system drops when the process dies; a note beside it names the holder."""

    def __init__(self, folder: Path) -> None:
        self._lock = FileLock(folder / "workspace.lock", timeout=0)
        self._note = folder / "workspace.lock.json"

    def acquire(self) -> None:
        """Take the lock; KnownError naming the holder when another process has it."""
        try:
            self._lock.acquire()
        except Timeout:
            raise KnownError(
                f"This workspace is open in {self._holder()}.",
                "Close it there first. Reading commands such as “microinf list” work meanwhile.",
            ) from None
        except PermissionError as error:
            raise KnownError(
                f"The folder {self._note.parent} cannot be written.", "Choose a folder you may write to."
            ) from error
        self._note.write_text(
            json.dumps({
                "person": getpass.getuser(), "computer": socket.gethostname(), "process": os.getpid(),
                "since": datetime.now().strftime("%Y-%m-%d %H:%M"),
            }),
            encoding="utf-8",
        )

    def release(self) -> None:
        if self._lock.is_locked:
            self._note.unlink(missing_ok=True)
            self._lock.release()

    def _holder(self) -> str:
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            who = f"{note['person']} on {note['computer']}"
            return f"another window of {who} (process {note['process']}, since {note['since']})"
        except (OSError, ValueError, KeyError):
            return "another window"

"""What a long task is handed: how to report progress and how to notice that it was cancelled."""

import threading
from typing import Protocol

from microinf_desktop.domain.errors import Cancelled


class Progress(Protocol):
    """Called now and then with the units done, the units in all (0 when unknown) and what is being done."""

    def __call__(self, done: int, total: int, text: str = "") -> None: ...


def no_progress(done: int, total: int, text: str = "") -> None:
    """For callers that show none."""


class CancelToken:
    """Set by whoever cancels, from any thread; asked by the task at each unit of work."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        self._event.set()

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise Cancelled when the user asked to stop."""
        if self._event.is_set():
            raise Cancelled

"""What long work looks like to the function that does it: it reports progress and asks whether to go on."""

from typing import Protocol

from microinf_desktop.domain.errors import Cancelled


class Progress(Protocol):
    """Called with what is done, of how many (None while unknown), and optionally a word on what is going on."""

    def __call__(self, done: int, total: int | None, text: str = "") -> None: ...


class CancelToken:
    """Set by the one who asked for the work, read by the work; safe to use from two threads."""

    __slots__ = ("_cancelled",)

    def __init__(self) -> None:
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    def check(self) -> None:
        """Raise Cancelled when the user asked to stop; call it between steps that may be left out."""
        if self._cancelled:
            raise Cancelled


def silent(done: int, total: int | None, text: str = "") -> None:
    """A Progress that tells nobody."""

"""What every page is given: the open workspace, tasks, settings, navigation, and the hooks the application fills."""

from __future__ import annotations  # types of events and menus cost time at start

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from microinf_desktop.ui.navigation import Navigation
from microinf_desktop.ui.settings import Settings
from microinf_desktop.ui.tasks import TaskRunner

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from PySide6.QtCore import QMimeData

    from microinf_desktop.ui.actions import Action


class Workspace(Protocol):
    """The part of `storage.Workspace` that the screen knows; services take the object itself."""

    @property
    def path(self) -> Path: ...

    def reading(self) -> AbstractContextManager[Any]:
        """A read-only session for one query or a few."""
        ...


@dataclass(frozen=True)
class Found:
    """A search result in the palette: what it is, and the screen that shows it."""

    text: str
    group: str
    icon: str
    screen: str
    params: dict[str, object] = field(default_factory=dict)
    note: str = ""
    actions: Callable[[], Sequence[Action]] | None = None  # what Tab offers for it


def _nothing() -> None:
    """Default of a hook that the application has not filled."""


def _today() -> date:
    from microinf_desktop.ui.formats import today

    return today()


def _no_search(text: str, deliver: Callable[[Sequence[Found]], object]) -> None:
    deliver(())


@dataclass
class Hooks:
    """What only the application can do; `app.py` fills these."""

    undo: Callable[[], object] = _nothing
    redo: Callable[[], object] = _nothing
    undo_text: Callable[[], str] = str
    redo_text: Callable[[], str] = str
    paste: Callable[[QMimeData], bool] = lambda _mime: False
    search: Callable[[str, Callable[[Sequence[Found]], object]], object] = _no_search
    open_workspace: Callable[[Path | None], object] = lambda _path: None
    create_workspace: Callable[[], object] = _nothing
    close_workspace: Callable[[], object] = _nothing
    recent_workspaces: Callable[[], Sequence[Path]] = tuple
    show_in_folder: Callable[[], object] = _nothing
    back_up: Callable[[], object] = _nothing
    help: Callable[[], object] = _nothing
    about: Callable[[], object] = _nothing
    actions: Callable[[], Sequence[Action]] = tuple


@dataclass
class AppContext:
    """One per window. `workspace` is None while none is open; pages are rebuilt when it changes."""

    tasks: TaskRunner
    settings: Settings
    navigation: Navigation
    workspace: Any = None  # a Workspace; Any, so that services accept it without a cast
    hooks: Hooks = field(default_factory=Hooks)
    today: Callable[[], date] = _today
    log_folder: Path | None = None
    show_toast: Callable[[str, str, Callable[[], object] | None], object] = lambda _text, _verb, _callback: None

    def toast(self, text: str, undo: bool = False, verb: str = "",
              callback: Callable[[], object] | None = None) -> None:
        """Tell in one line what was done; `undo=True` offers to take the last step back."""
        if undo:
            from microinf_desktop.ui.i18n import tr

            verb, callback = tr("Undo"), self.hooks.undo
        self.show_toast(text, verb, callback)

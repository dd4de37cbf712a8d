"""What every page is given: the open workspace, tasks, settings, navigation, and the hooks the application fills."""

from __future__ import annotations  # types of events and menus cost time at start

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Protocol

from microinf_desktop.ui.navigation import Navigation
from microinf_desktop.ui.record import Record, each
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


class Found(Record):
    """A search result in the palette: what it is, and the screen that shows it."""

    text: str
    group: str
    icon: str
    screen: str
    params: dict[str, object] = each(dict)
    note: str = ""
    actions: Callable[[], Sequence[Action]] | None = None  # what Tab offers for it


def _nothing() -> None:
    """Default of a hook that the application has not filled."""


def _today() -> date:
    from microinf_desktop.ui.formats import today

    return today()


def _no_search(text: str, deliver: Callable[[Sequence[Found]], object]) -> None:
    deliver(())


class Hooks:
    """What only the application can do; `app.py` fills these."""

    def __init__(self) -> None:
        self.undo: Callable[[], object] = _nothing
        self.redo: Callable[[], object] = _nothing
        self.stepped_since: Callable[[], bool] = lambda: True
        self.undo_text: Callable[[], str] = str
        self.redo_text: Callable[[], str] = str
        self.paste: Callable[[QMimeData], bool] = lambda _mime: False
        self.search: Callable[[str, Callable[[Sequence[Found]], object]], object] = _no_search
        self.open_workspace: Callable[[Path | None], object] = lambda _path: None
        self.create_workspace: Callable[[], object] = _nothing
        self.close_workspace: Callable[[], object] = _nothing
        self.recent_workspaces: Callable[[], Sequence[Path]] = tuple
        self.show_in_folder: Callable[[], object] = _nothing
        self.back_up: Callable[[], object] = _nothing
        self.help: Callable[[], object] = _nothing
        self.about: Callable[[], object] = _nothing
        self.actions: Callable[[], Sequence[Action]] = tuple


class AppContext:
    """One per window. `workspace` is None while none is open; pages are rebuilt when it changes."""

    def __init__(self, tasks: TaskRunner, settings: Settings, navigation: Navigation, workspace: Any = None,
                 today: Callable[[], date] = _today, log_folder: Path | None = None) -> None:
        self.tasks = tasks
        self.settings = settings
        self.navigation = navigation
        self.workspace = workspace  # a Workspace; Any, so that services accept it without a cast
        self.hooks = Hooks()
        self.today = today
        self.log_folder = log_folder
        self.show_toast: Callable[[str, str, Callable[[], object] | None], object] = lambda *_: None

    def toast(self, text: str, undo: bool = False, verb: str = "",
              callback: Callable[[], object] | None = None) -> None:
        """Tell in one line what was done; `undo=True` offers to take the last step back.

        A form saved as it was leaves no step: "Undo" would then take back something that is not spoken of.
        """
        if self.hooks.stepped_since() and undo:
            from microinf_desktop.ui.i18n import tr

            verb, callback = tr("Undo"), self.hooks.undo
        self.show_toast(text, verb, callback)

"""Actions as data: one list feeds header buttons, menus, shortcuts, command palette and shortcut help."""

from __future__ import annotations  # types of events and menus cost time at start

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from microinf_desktop.ui.record import Record

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QShortcut
    from PySide6.QtWidgets import QMenu, QWidget

_ARROWS = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}
_IS_MAC = sys.platform == "darwin"


class Action(Record):
    """One thing a person can do.

    `text` is translated and starts with a verb. `kind` places it in the page header: "primary", "secondary",
    "quiet", or "" for menus and palette only; "danger" marks what cannot be undone. `condition` answers True,
    False (hidden) or the reason why it cannot be done now (shown, disabled). `checked` makes it a switch.
    """

    id: str
    text: str
    callback: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    group: str = ""
    kind: str = ""
    condition: Callable[[], bool | str] | None = None
    checked: Callable[[], bool] | None = None
    keywords: str = ""

    def availability(self) -> bool | str:
        """True, False (hide it) or the reason why not."""
        return True if self.condition is None else self.condition()

    def run(self) -> None:
        """Do it, unless it is not possible now."""
        if self.availability() is True:
            self.callback()

    @property
    def keys(self) -> str:
        """The shortcut as the platform writes it."""
        return key_text(self.shortcut)


def key_text(shortcut: str) -> str:
    """"Ctrl+K" as the platform writes it; with spaces instead of plus signs, as on key caps."""
    if not _IS_MAC:
        keys = shortcut.split("+") if len(shortcut) > 1 else [shortcut]
        return " ".join(_ARROWS.get(key, key) for key in keys)
    from PySide6.QtGui import QKeySequence

    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def fill_menu(menu: QMenu, actions: Iterable[Action]) -> QMenu:
    """Add the actions that are shown now to a menu, a line between groups."""
    group: str | None = None
    for action in actions:
        available = action.availability()
        if available is False:
            continue
        if group is not None and action.group != group:
            menu.addSeparator()
        group = action.group
        menu.addAction(_menu_item(menu, action, available))
    return menu


def _menu_item(menu: QMenu, action: Action, available: bool | str) -> QAction:
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QAction, QKeySequence

    from microinf_desktop.ui import icons

    item = QAction(icons.icon(action.icon), action.text, menu)
    if action.shortcut:
        item.setShortcut(QKeySequence(action.shortcut))
        item.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)  # shown only; ShortcutSet does the work
        item.setShortcutVisibleInContextMenu(True)
    if action.checked is not None:
        item.setCheckable(True)
        item.setChecked(action.checked())
    if isinstance(available, str):
        item.setEnabled(False)
        item.setText(f"{action.text} ({available})")
    # A lambda holds the action; PySide keeps only a weak reference to a method's object.
    item.triggered.connect(lambda: action.run())
    return item


class ShortcutSet(QObject):
    """The keys that work in a window: several named layers, of which a later one wins over an earlier."""

    refused = Signal(str)  # why the key did nothing

    def __init__(self, window: QWidget, layers: Sequence[str] = ("global", "page")) -> None:
        super().__init__(window)
        self._window = window
        self._layers: dict[str, list[Action]] = {name: [] for name in layers}
        self._shortcuts: dict[str, QShortcut] = {}
        self._wanted: dict[str, Action] = {}

    def set_layer(self, name: str, actions: Iterable[Action]) -> None:
        """Replace the actions of one layer."""
        from PySide6.QtGui import QKeySequence

        self._layers[name] = [action for action in actions if action.shortcut]
        self._wanted = {
            QKeySequence(action.shortcut).toString(): action for layer in self._layers.values() for action in layer
        }
        for keys in [keys for keys in self._shortcuts if keys not in self._wanted]:
            self._shortcuts.pop(keys).deleteLater()
        for keys in self._wanted:
            if keys not in self._shortcuts:
                self._bind(keys)

    def _bind(self, keys: str) -> None:
        from PySide6.QtGui import QKeySequence, QShortcut

        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.activated.connect(lambda: self._run(keys))
        self._shortcuts[keys] = shortcut

    def _run(self, keys: str) -> None:
        action = self._wanted.get(keys)
        if action is None:
            return
        available = action.availability()
        if isinstance(available, str):
            self.refused.emit(f"{action.text}: {available}")
        else:
            action.run()

    def actions(self) -> list[Action]:
        """All actions with keys, earlier layers first; for the shortcut help."""
        return [action for layer in self._layers.values() for action in layer]

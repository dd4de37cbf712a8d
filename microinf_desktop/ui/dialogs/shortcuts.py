"""The help on keys, made from the same actions that have them."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from microinf_desktop.ui import paint, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn


class _Keys(QWidget):
    """A key cap."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys
        self.setFixedHeight(20)
        self.setAccessibleName(keys)

    def sizeHint(self) -> QSize:
        return QSize(round(paint.metrics(theme.font("caption")).horizontalAdvance(self._keys)) + 10, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        paint.keycap(QPainter(self), QRectF(self.rect()).right(), 10, self._keys, now.text2, now.line_strong)


def table_keys() -> list[tuple[str, str]]:
    """What lists understand, which is no action of its own."""
    return [
        (tr("Open the current row"), "Enter"), (tr("Tick the current row"), tr("Space")),
        (tr("Tick several rows"), "Shift ↑ ↓"), (tr("Tick all rows"), "Ctrl A"),
        (tr("First, last row"), "Home End"), (tr("Find by typing"), "A–Z"), (tr("One level up"), "Esc"),
        (tr("Move a card on the board"), "Alt ← →"),
    ]


def show_shortcuts(parent: QWidget, actions: Iterable[Action]) -> None:
    """Show all keys that work now, by group."""
    dialog = Dialog(parent, tr("Keyboard shortcuts"), width=480)
    scroll = ScrollColumn(margins=(0, 0, 12, 0), spacing=6, fill="raised")
    scroll.setMinimumHeight(420)
    groups: dict[str, list[tuple[str, str]]] = {}
    for action in actions:
        groups.setdefault(action.group or tr("This page"), []).append((action.text, action.keys))
    groups[tr("Lists")] = table_keys()
    for title, rows in groups.items():
        scroll.body.addSpacing(6)
        scroll.body.addWidget(Label(title, "section"))
        for text, keys in rows:
            line = QHBoxLayout()
            line.addWidget(Label(text, ink="text2"))
            line.addStretch(1)
            line.addWidget(_Keys(keys))
            scroll.body.addLayout(line)
    dialog.body.addWidget(scroll)
    dialog.add_button(tr("Close"), "primary", accepts=True)
    dialog.run()

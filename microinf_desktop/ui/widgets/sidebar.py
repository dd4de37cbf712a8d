"""The sidebar: workspace, command field, screens with counts, clients, the person; folds to icons."""

from __future__ import annotations  # types of events and menus cost time at start

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from microinf_desktop.ui import icons, paint, theme
from microinf_desktop.ui.actions import key_text
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.record import Record
from microinf_desktop.ui.screens import SIDEBAR, Screen
from microinf_desktop.ui.widgets.buttons import PaintedButton

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

WIDTH, FOLDED_WIDTH = 220, 56
ITEM_HEIGHT = 28


class ClientItem(Record):
    """A client in the sidebar."""

    id: int
    name: str
    colour: str


class _SideButton(PaintedButton):
    """Base of what stands in the sidebar; knows whether it is folded."""

    def __init__(self, text: str, height: int, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.folded = False
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(FOLDED_WIDTH if self.folded else WIDTH, self.height())

    def set_folded(self, folded: bool) -> None:
        self.folded = folded
        self.setToolTip(self.accessibleName() or self.text() if folded else "")
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the sidebar's, whose order is that of reading
            return
        super().keyPressEvent(event)

    def _ring(self, painter: QPainter) -> None:
        if self.ring:
            paint.focus_ring(painter, QRectF(self.rect()).adjusted(4, 0, -4, 0), theme.current().accent, 4)


class NavButton(_SideButton):
    """A screen: icon, name, count; the open one is tinted with an accent bar at its left."""

    def __init__(self, screen: Screen, keys: str, parent: QWidget) -> None:
        super().__init__(screen.label, ITEM_HEIGHT, parent)
        self.target = screen
        self._keys = keys
        self.count = ""
        self.setCheckable(True)
        self.set_count("")

    def set_count(self, count: str) -> None:
        self.count = count
        self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
        self.setAccessibleDescription(key_text(self._keys))
        self.update()

    def nextCheckState(self) -> None:
        """Clicking opens the screen; the window says which one is on."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, on = QPainter(self), theme.current(), self.isChecked()
        if on:
            painter.fillRect(self.rect(), now.selected)
            painter.fillRect(0, 0, 3, self.height(), now.accent)
        elif self.underMouse():
            painter.fillRect(self.rect(), now.hover if not now.dark else now.raised)
        ink = now.accent if on else now.text if self.underMouse() else now.text2
        left = (self.width() - 16) / 2 if self.folded else 16
        icons.draw(painter, left, (self.height() - 16) / 2, self.target.icon, ink)
        if not self.folded:
            painter.setFont(theme.font("body", 600 if on else 400))
            painter.setPen(now.text if on or self.underMouse() else now.text2)
            paint.text(painter, QRectF(42, 0, self.width() - 84, self.height()), self.text())
            painter.setFont(theme.font("body"))
            painter.setPen(now.text2 if on else now.text3)
            paint.text(painter, QRectF(0, 0, self.width() - 12, self.height()), self.count, paint.RIGHT)
        self._ring(painter)


class ClientButton(_SideButton):
    """A client with its swatch."""

    def __init__(self, client: ClientItem, parent: QWidget) -> None:
        super().__init__(client.name, ITEM_HEIGHT, parent)
        self.client = client

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        if self.underMouse():
            painter.fillRect(self.rect(), now.hover if not now.dark else now.raised)
        # In line with the icons above, also beside the scroll bar.
        left = (FOLDED_WIDTH - 8) / 2 if self.folded else 20
        paint.swatch(painter, left, (self.height() - 8) / 2, self.client.colour)
        if not self.folded:
            painter.setFont(theme.font("body"))
            painter.setPen(now.text if self.underMouse() else now.text2)
            paint.text(painter, QRectF(42, 0, self.width() - 54, self.height()), self.text())
        self._ring(painter)


class WorkspaceButton(_SideButton):
    """The agency's name; opens the workspace menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Open a workspace"), 48, parent)
        self.setAccessibleDescription(tr("Workspace menu"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        if self.underMouse():
            painter.fillRect(self.rect(), now.hover if not now.dark else now.raised)
        left = (self.width() - 20) / 2 if self.folded else 16
        paint.rounded(painter, QRectF(left, 14, 20, 20), 4, now.text)
        painter.setFont(theme.font("caption", 600))
        painter.setPen(now.window)
        paint.text(painter, QRectF(left, 14, 20, 20), paint.initials(self.text())[:1], paint.CENTRE)
        if not self.folded:
            painter.setFont(theme.font("section"))
            painter.setPen(now.text)
            paint.text(painter, QRectF(44, 0, self.width() - 76, self.height()), self.text())
            icons.draw(painter, self.width() - 28, 16, "chevron-down", now.text2, 14)
        self._ring(painter)


class CommandField(_SideButton):
    """Looks like a search field, opens the command palette."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Search, commands"), 28, parent)
        self.setAccessibleDescription(key_text("Ctrl+K"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        margin = 10 if self.folded else 12
        box = QRectF(self.rect()).adjusted(margin, 0, -margin, 0)
        border = now.line_strong if self.underMouse() or now.name == "contrast" else now.line
        paint.rounded(painter, box, 5, now.surface, border)
        left = box.x() + (box.width() - 14) / 2 if self.folded else box.x() + 9
        icons.draw(painter, left, 7, "search", now.text2, 14)
        if not self.folded:
            painter.setFont(theme.font("body"))
            painter.setPen(now.text3)
            edge = paint.keycap(painter, box.right() - 5, 14, key_text("Ctrl+K"), now.text3, now.line)
            painter.setFont(theme.font("body"))
            paint.text(painter, QRectF(box.x() + 29, 0, edge - box.x() - 31, 28), self.text())
        if self.ring:
            paint.focus_ring(painter, box, now.accent, 5)


class PersonButton(_SideButton):
    """Who works here: named in the change log."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(tr("Your name"), 38, parent)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        paint.hairline(painter, 0, self.width(), 0, now.line)
        if self.underMouse():
            painter.fillRect(self.rect().adjusted(0, 1, 0, 0), now.hover if not now.dark else now.raised)
        left = (self.width() - 20) / 2 if self.folded else 14
        paint.avatar(painter, left, 10, self.text())
        if not self.folded:
            painter.setFont(theme.font("body"))
            painter.setPen(now.text2)
            paint.text(painter, QRectF(44, 1, self.width() - 56, self.height()), self.text())
        self._ring(painter)


class _Caption(QWidget):
    """A small heading in the sidebar."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text, self.folded = text, False
        self.setFixedHeight(32)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        if self.folded:
            paint.hairline(painter, 16, self.width() - 16, 16, now.line)
            return
        painter.setFont(theme.font("caption"))
        painter.setPen(now.text3)
        paint.text(painter, QRectF(16, 8, self.width() - 32, 22), self._text)


class _ClientList(QScrollArea):
    """The clients between screens and Settings; scrolls when there are more than fit."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        theme.set_background(inner, "window")
        theme.set_background(self, "window")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        column.addLayout(self.body)
        column.addStretch(1)
        self.setWidget(inner)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # Up and Down walk the sidebar, they do not scroll it


class Sidebar(QWidget):
    """Emits what is asked for; the window does it. Up and Down move between the items."""

    screen_asked = Signal(str)
    client_asked = Signal(int)
    workspace_menu_asked = Signal()
    palette_asked = Signal()
    person_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Navigation"))
        self.folded = False
        self.workspace = WorkspaceButton(self)
        self.command = CommandField(self)
        self.person = PersonButton(self)
        self._clients_caption = _Caption(tr("Clients"), self)
        self._clients_caption.hide()
        self._navs: dict[str, NavButton] = {}
        self._client_buttons: list[ClientButton] = []
        self.client_list = _ClientList(self)
        self._build()
        self.workspace.clicked.connect(self.workspace_menu_asked)
        self.command.clicked.connect(self.palette_asked)
        self.person.clicked.connect(self.person_asked)
        self.set_folded(False)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 1, 0)
        layout.setSpacing(0)
        layout.addWidget(self.workspace)
        layout.addWidget(self.command)
        layout.addSpacing(8)
        for place, screen in enumerate(SIDEBAR, 1):
            button = NavButton(screen, f"Ctrl+{place}" if place < 10 else "Ctrl+,", self)
            button.clicked.connect(lambda _=False, key=screen.id: self.screen_asked.emit(key))
            self._navs[screen.id] = button
            if screen.id != "settings":
                layout.addWidget(button)
        layout.addWidget(self._clients_caption)
        layout.addWidget(self.client_list, 1)
        layout.addSpacing(4)
        layout.addWidget(self._navs["settings"])
        layout.addWidget(self.person)

    def set_workspace(self, name: str) -> None:
        self.workspace.setText(name)
        self.workspace.setAccessibleName(name)

    def set_person(self, name: str) -> None:
        self.person.setText(name or tr("Your name"))

    def set_current(self, screen_id: str) -> None:
        """Mark the open screen."""
        for key, button in self._navs.items():
            button.setChecked(key == screen_id)

    def set_counts(self, counts: dict[str, str]) -> None:
        """Text behind screens, e.g. {"today": "14"}; absent ones are emptied."""
        for key, button in self._navs.items():
            button.set_count(counts.get(key, ""))

    def set_clients(self, clients: Sequence[ClientItem]) -> None:
        """The clients below their heading."""
        for old in self._client_buttons:
            self.client_list.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._client_buttons = []
        for client in clients:
            button = ClientButton(client, self.client_list.widget() or self)
            button.clicked.connect(lambda _=False, key=client.id: self.client_asked.emit(key))
            button.set_folded(self.folded)
            self.client_list.body.addWidget(button)
            self._client_buttons.append(button)
        self._clients_caption.setVisible(bool(clients))

    def set_folded(self, folded: bool) -> None:
        """Icons only."""
        self.folded = folded
        self.setFixedWidth(FOLDED_WIDTH if folded else WIDTH)
        self._clients_caption.folded = folded
        for button in self._buttons():
            button.set_folded(folded)

    def _buttons(self) -> list[_SideButton]:
        return [self.workspace, self.command, *self._navs.values(), *self._client_buttons, self.person]

    def has_keyboard(self) -> bool:
        """Whether somebody walks through the screens and clients by keyboard; a click does not count."""
        return any(button.hasFocus() and button.ring for button in (*self._navs.values(), *self._client_buttons))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        order = [self.workspace, self.command, *(b for k, b in self._navs.items() if k != "settings"),
                 *self._client_buttons, self._navs["settings"], self.person]
        focused = next((place for place, button in enumerate(order) if button.hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        target = order[(focused + step) % len(order)]
        target.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(target, ClientButton):
            self.client_list.ensureWidgetVisible(target, 0, ITEM_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.window)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), now.line)

"""Buttons, links, checkboxes and segments, painted from the tokens; focus rings only for the keyboard."""

from __future__ import annotations  # types of events and menus cost time at start

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from microinf_desktop.ui import icons, paint, theme
from microinf_desktop.ui.actions import Action, fill_menu, key_text
from microinf_desktop.ui.theme import Theme, Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPaintEvent
    from PySide6.QtWidgets import QMenu

KEYBOARD_REASONS = (
    Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)


class PaintedButton(QAbstractButton):
    """Base of the kit's buttons: hover, keyboard focus, Enter presses too."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.ring = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ring = event.reason() in KEYBOARD_REASONS
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ring = False
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def text_width(self, role: str = "body", weight: int = 0, content: str | None = None) -> float:
        text = self.text() if content is None else content
        return paint.metrics(theme.font(role, weight)).horizontalAdvance(text)


class Button(PaintedButton):
    """A verb. `kind`: "primary", "secondary", "quiet" or "danger" (only in the dialog that confirms).

    `keys` is shown as a key cap; `set_blocked(reason)` disables it and says why in tooltip and description.
    """

    def __init__(self, text: str, kind: str = "secondary", icon: str = "", keys: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.kind = kind
        self.icon_name = icon
        self.keys = key_text(keys)
        self.reason = ""
        self.height_hint = theme.CONTROL_HEIGHT
        self.is_compact = False
        self._menu: Callable[[], QMenu] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_compact(self, on: bool) -> None:
        """Only the icon, with the verb as tooltip; nothing happens to a button without one."""
        on = on and bool(self.icon_name)
        if on != self.is_compact:
            self.is_compact = on
            if not self.reason and not self.toolTip().startswith(self.text()):
                self.setToolTip(self.text())
            self.updateGeometry()
            self.update()

    def width_as(self, compact: bool) -> int:
        """The width with or without its verb, pixels."""
        before, self.is_compact = self.is_compact, compact and bool(self.icon_name)
        width = self.sizeHint().width()
        self.is_compact = before
        return width

    def set_blocked(self, reason: str) -> None:
        """Disable with a reason, or enable again with an empty one."""
        self.reason = reason
        self.setEnabled(not reason)
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        self.updateGeometry()
        self.update()

    def set_menu(self, make: Callable[[], QMenu]) -> None:
        """Open a menu below the button on a click."""
        self._menu = make
        self.clicked.connect(self._open_menu)

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu().popup(self.mapToGlobal(self.rect().bottomLeft()))

    def sizeHint(self) -> QSize:
        padding = 10 if self.kind == "quiet" else 12
        shown = bool(self.text()) and not self.is_compact
        width = padding * 2 + (self.text_width(weight=500) if shown else -4)
        if self._icon():
            width += theme.ICON + (6 if shown else 0)
        if self.keys:
            width += paint.metrics(theme.font("caption")).horizontalAdvance(self.keys) + 14
        if self._menu is not None:
            width += 16
        return QSize(round(width), self.height_hint)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _icon(self) -> str:
        return "lock" if self.reason else self.icon_name

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        box = QRectF(self.rect())
        ink = self._ground(painter, box, now)
        x = box.x() + (10 if self.kind == "quiet" else 12)
        if self._icon():
            icons.draw(painter, x, (box.height() - 16) / 2, self._icon(), ink)
            x += theme.ICON + 6
        painter.setFont(theme.font("body", 500))
        painter.setPen(ink)
        right = box.right() - 8
        if self._menu is not None:
            icons.draw(painter, right - 12, (box.height() - 12) / 2, "chevron-down", ink, 12)
            right -= 16
        if not self.is_compact:
            paint.text(painter, QRectF(x, 0, right - x, box.height()), self.text())
        if self.keys:
            filled = self.kind in ("primary", "danger") and self.isEnabled()
            line = None if filled else now.line
            paint.keycap(painter, right, box.height() / 2, self.keys, ink if filled else now.text3, line)
        if self.ring:
            paint.focus_ring(painter, box, now.text if self.kind == "primary" else now.accent, 5)

    def _ground(self, painter: QPainter, box: QRectF, now: Theme) -> QColor:
        """Paint the background and return the colour of what stands on it."""
        hover, down = self.underMouse() and self.isEnabled(), self.isDown() or self.isChecked()
        if not self.isEnabled():
            if self.kind != "quiet":
                paint.rounded(painter, box, 5, now.tone(Tone.NEUTRAL).tint, now.line)
            return now.text3
        if self.kind == "primary":
            paint.rounded(painter, box, 5, now.accent_hover if hover or down else now.accent)
            return now.on_accent
        if self.kind == "danger":
            danger = now.tone(Tone.DANGER).ink
            paint.rounded(painter, box, 5, danger.darker(112) if hover or down else danger)
            return now.on_accent if not now.dark else now.window
        ground = now.selected if down else now.hover if hover else None
        if self.kind == "secondary":
            paint.rounded(painter, box, 5, ground or now.surface, now.line_strong)
            return now.text
        if ground is not None:
            paint.rounded(painter, box, 5, ground)
        return now.text if hover or down else now.text2 if not self.text() else now.text


class IconButton(Button):
    """A quiet button of an icon only; `name` is its accessible name and, with the key, its tooltip."""

    def __init__(self, icon: str, name: str, keys: str = "", size: int = 26, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", icon, parent=parent)
        self._size = size
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {key_text(keys)}".strip())

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        box = QRectF(self.rect())
        ink = self._ground(painter, box, now)
        icons.draw(painter, (box.width() - 16) / 2, (box.height() - 16) / 2, self.icon_name, ink)
        if self.ring:
            paint.focus_ring(painter, box, now.accent, 5)


class LinkButton(PaintedButton):
    """Text in the accent colour that does or opens something, without a box."""

    def __init__(self, text: str, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._role = role
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(self.text_width(self._role, 500)) + 5, 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        font = theme.font(self._role, 500)
        font.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(font)
        painter.setPen(now.accent if self.isEnabled() else now.text3)
        paint.text(painter, QRectF(self.rect()).adjusted(2, 0, -2, 0), self.text())
        if self.ring:
            paint.focus_ring(painter, QRectF(self.rect()), now.accent, 3)


class CheckBox(PaintedButton):
    """A 14 px box with its text; `toggled(bool)` as usual."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(20 + (self.text_width() + 4 if self.text() else 0)), 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(24, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        state = Qt.CheckState.Checked if self.isChecked() else Qt.CheckState.Unchecked
        paint.checkbox(painter, 2, (self.height() - 14) / 2, state, self.isEnabled())
        painter.setFont(theme.font("body"))
        painter.setPen(now.text if self.isEnabled() else now.text3)
        paint.text(painter, QRectF(22, 0, self.width() - 22, self.height()), self.text())
        if self.ring:
            paint.focus_ring(painter, QRectF(0, (self.height() - 18) / 2, 18, 18), now.accent, 4)


class _Segment(PaintedButton):
    """One choice of a segmented control."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        return QSize(round(self.text_width(weight=500)) + 22, theme.BAR_CONTROL_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        box = QRectF(self.rect())
        plain = now.name == "contrast"  # tints are dropped there: the choice is inverted instead
        if self.isChecked():
            painter.fillRect(box.adjusted(0, 1, 0, -1), now.text if plain else now.tone(Tone.NEUTRAL).tint)
        elif self.underMouse():
            painter.fillRect(box.adjusted(0, 1, 0, -1), now.hover)
        painter.setFont(theme.font("body", 500 if self.isChecked() else 400))
        painter.setPen(now.surface if plain and self.isChecked() else now.text if self.isChecked() else now.text2)
        paint.text(painter, box, self.text(), paint.CENTRE)
        if self.ring:
            paint.focus_ring(painter, box.adjusted(1, 1, -1, -1), now.accent, 3)


class SegmentedControl(QWidget):
    """A few choices side by side, one of them on; `changed(key)` when a person chooses another."""

    changed = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(1, 0, 1, 0)
        self._layout.setSpacing(1)
        self._group.idClicked.connect(lambda place: self.changed.emit(self._keys[place]))
        self.set_choices(choices)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Replace the choices (key, text), keeping the chosen one where it is still there."""
        kept = self.value()
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._layout.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._keys = [key for key, _ in choices]
        for place, (_, text) in enumerate(choices):
            segment = _Segment(text, self)
            self._group.addButton(segment, place)
            self._layout.addWidget(segment)
        if self._keys:
            self.set_value(kept if kept in self._keys else self._keys[0])

    def value(self) -> str:
        place = self._group.checkedId()
        return self._keys[place] if 0 <= place < len(self._keys) else ""

    def set_value(self, key: str) -> None:
        """Choose without telling."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def set_text(self, key: str, text: str) -> None:
        """Change a choice's text, e.g. its count."""
        button = self._group.button(self._keys.index(key))
        button.setText(text)
        button.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        paint.rounded(painter, QRectF(self.rect()), 5, now.surface, now.line)
        for button in self._group.buttons()[1:]:
            painter.setPen(now.line)
            painter.drawLine(QPointF(button.x() - 0.5, 1), QPointF(button.x() - 0.5, self.height() - 2))


def action_button(action: Action, parent: QWidget | None = None) -> Button:
    """A header or dialog button for an action, disabled with its reason where it cannot be done."""
    kind = action.kind or "quiet"
    keys = action.shortcut if kind != "quiet" and len(action.shortcut) == 1 else ""
    button = Button(action.text, kind, action.icon, keys, parent)
    button.clicked.connect(lambda: action.run())
    if action.checked is not None:
        button.setCheckable(True)
        button.setChecked(action.checked())
    available = action.availability()
    button.setVisible(available is not False)
    button.set_blocked(available if isinstance(available, str) else "")
    if available is True and action.shortcut:
        button.setToolTip(f"{action.text}  {action.keys}")
    return button


def menu_button(icon: str, name: str, actions: Callable[[], Sequence[Action]],
                parent: QWidget | None = None) -> IconButton:
    """An icon button that opens a menu of actions, built when it is opened."""
    from PySide6.QtWidgets import QMenu

    button = IconButton(icon, name, parent=parent)
    button.set_menu(lambda: fill_menu(QMenu(button), actions()))
    return button

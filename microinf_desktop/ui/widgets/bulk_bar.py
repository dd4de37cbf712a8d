"""The inverted bar below a table while rows are ticked: how many, and what can be done with them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from microinf_desktop.ui import paint, theme
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import PaintedButton
from microinf_desktop.ui.widgets.layouts import clear

BULK_HEIGHT = 40


class BulkBar(QWidget):
    """"3 selected | Add to campaign | …   Clear Esc"; what does not fit goes into "More"."""

    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(BULK_HEIGHT)
        self.setAccessibleName(tr("Selected rows"))
        self._actions: list[Action] = []
        self._count = 0
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(0)
        self._clear = _BarButton(tr("Clear"), "Esc", parent=self)
        self._clear.clicked.connect(self.cleared)
        self._more = _BarButton(tr("More"), parent=self)
        self._more.clicked.connect(self._open_more)
        self._layout = QHBoxLayout(self)
        self._layout.setSpacing(0)
        self._layout.setContentsMargins(self._label_width(), 0, 6, 0)
        self._layout.addLayout(self._buttons)
        self._layout.addWidget(self._more)
        self._layout.addStretch(1)
        self._layout.addWidget(self._clear)
        self._shown: list[_BarButton] = []

    def _label_width(self) -> int:
        return round(paint.metrics(theme.font("section")).horizontalAdvance(self._text())) + 28

    def set_actions(self, actions: Sequence[Action]) -> None:
        clear(self._buttons)
        self._shown = []
        self._actions = list(actions)
        for action in actions:
            button = _BarButton(action.text)
            button.clicked.connect(lambda _=False, action=action: action.run())
            self._buttons.addWidget(button)
            self._shown.append(button)
        self._fit()

    def set_count(self, n: int) -> None:
        """Show for n ticked rows, hide for none."""
        self._count = n
        self._layout.setContentsMargins(self._label_width(), 0, 6, 0)
        self.setVisible(n > 0)
        self.setAccessibleDescription(self._text())
        for button, action in zip(self._shown, self._actions, strict=True):
            available = action.availability()
            button.setEnabled(available is True)
            button.setToolTip(available if isinstance(available, str) else "")
        self.update()

    def _text(self) -> str:
        return trn("{n} selected", "{n} selected", self._count)

    def _fit(self) -> None:
        room = self.width() - self._label_width() - self._clear.sizeHint().width() - 12
        total = sum(button.sizeHint().width() for button in self._shown)
        room -= self._more.sizeHint().width() if total > room else 0
        hidden = False
        for button in self._shown:
            room -= button.sizeHint().width()
            hidden = hidden or room < 0
            button.setVisible(not hidden)
        self._more.setVisible(hidden)

    def _open_more(self) -> None:
        rest = [action for action, button in zip(self._actions, self._shown, strict=True) if button.isHidden()]
        menu = fill_menu(QMenu(self), rest)
        menu.popup(self._more.mapToGlobal(self._more.rect().topLeft()))

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.text)
        painter.setFont(theme.font("section"))
        painter.setPen(now.surface)
        paint.text(painter, QRectF(14, 0, self._label_width(), self.height()), self._text())


class _BarButton(PaintedButton):
    """A verb on the inverted bar, a line at its left."""

    def __init__(self, text: str, keys: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._keys = keys
        self.setFixedHeight(BULK_HEIGHT)

    def sizeHint(self) -> QSize:
        keys = paint.metrics(theme.font("caption")).horizontalAdvance(self._keys) + 16 if self._keys else 0
        return QSize(round(self.text_width(weight=500) + keys) + 20, BULK_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        ink = QColor(now.surface)
        if not self.isEnabled():
            ink.setAlphaF(0.5)
        if not self._keys:
            line = QColor(now.surface)
            line.setAlphaF(0.25)
            painter.fillRect(0, 8, 1, BULK_HEIGHT - 16, line)
        font = theme.font("body", 500)
        font.setUnderline(self.underMouse() and self.isEnabled())
        painter.setFont(font)
        painter.setPen(ink)
        paint.text(painter, QRectF(10, 0, self.width() - 10, BULK_HEIGHT), self.text())
        if self._keys:
            line = QColor(now.surface)
            line.setAlphaF(0.5)
            paint.keycap(painter, self.width() - 6, BULK_HEIGHT / 2, self._keys, ink, line)
        if self.ring:
            paint.focus_ring(painter, QRectF(self.rect()).adjusted(3, 5, -3, -5), now.surface, 3)



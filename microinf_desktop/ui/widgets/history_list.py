"""What happened, newest or oldest first: dots on a line, a bold word, details, when."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QTextOption
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from microinf_desktop.ui import paint, theme
from microinf_desktop.ui.widgets.layouts import clear


@dataclass(frozen=True)
class HistoryItem:
    """One event; `ink` names a tone for events that matter ("danger" fills the dot)."""

    title: str
    detail: str = ""
    when: str = ""
    ink: str = ""


class _Event(QWidget):
    """One entry; wraps its detail."""

    def __init__(self, item: HistoryItem, last: bool) -> None:
        super().__init__()
        self._item, self._last = item, last
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        parts = (item.title, item.detail, item.when)
        self.setAccessibleName(", ".join(part for part in parts if part))

    def _detail_height(self, width: int) -> float:
        if not self._item.detail:
            return 0
        measure = paint.metrics(theme.font("secondary"))
        room = QRectF(0, 0, max(width - 22, 40), 10_000)
        return float(measure.boundingRect(room, Qt.TextFlag.TextWordWrap, self._item.detail).height())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(24 + self._detail_height(width) + (10 if not self._last else 4))

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, item = QPainter(self), theme.current(), self._item
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._last:
            painter.fillRect(QRectF(4.5, 18, 1, self.height() - 14), now.line)
        colour = theme.ink(item.ink) if item.ink else now.text3
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(colour if item.ink else now.surface)
        painter.drawEllipse(QRectF(1.5, 7, 7, 7))
        painter.setFont(theme.font("secondary", 600 if item.ink else 400))
        width = paint.metrics(painter.font()).horizontalAdvance(item.when)
        painter.setPen(theme.ink(item.ink) if item.ink else now.text3)
        paint.text(painter, QRectF(self.width() - width, 0, width + 1, 20), item.when)
        painter.setFont(theme.font("name"))
        painter.setPen(now.text)
        paint.text(painter, QRectF(22, 0, self.width() - 30 - width, 20), item.title)
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text2)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        painter.drawText(QRectF(22, 21, self.width() - 22, self.height() - 21), item.detail, option)


class HistoryList(QWidget):
    """`set_items` replaces the entries."""

    def __init__(self, items: Iterable[HistoryItem] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self.set_items(items)

    def set_items(self, items: Iterable[HistoryItem]) -> None:
        clear(self._layout)
        shown = list(items)
        for place, item in enumerate(shown):
            self._layout.addWidget(_Event(item, place == len(shown) - 1))

"""Moving one line of a list with the mouse: the view hands its mouse events over, a line shows where it lands."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QListView

from microinf_desktop.ui import theme


class LineDrag:
    """`bounds(line)` are the first gap and the last gap a line may go to, equal where it may not move.

    A gap is the number of the line it lies before. `moved(line, gap)` is called once it is let go elsewhere.
    """

    def __init__(
        self, view: QListView, bounds: Callable[[int], tuple[int, int]], moved: Callable[[int, int], object]
    ) -> None:
        self._view, self._bounds, self._moved = view, bounds, moved
        self._line, self._gap = -1, -1
        self._from = QPoint()

    @property
    def active(self) -> bool:
        """A line is on its way."""
        return self._gap >= 0

    def press(self, event: QMouseEvent) -> None:
        """Remember where the mouse went down; it becomes a drag once it has moved a little."""
        self._line = self._view.indexAt(event.position().toPoint()).row()
        self._from = event.position().toPoint()

    def move(self, event: QMouseEvent) -> None:
        """Follow the mouse while its button is down."""
        at = event.position().toPoint()
        if self._line < 0 or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        first, last = self._bounds(self._line)
        if not self.active and ((at - self._from).manhattanLength() < QApplication.startDragDistance()
                                or first == last):
            return
        self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._gap = min(max(self._gap_at(at), first), last)
        self._view.scrollTo(self._view.model().index(min(self._gap, last - 1), 0))
        self._view.viewport().update()

    def _gap_at(self, at: QPoint) -> int:
        rect = self._view.visualRect(self._view.model().index(self._line, 0))
        return self._line + round((at.y() - rect.top()) / max(rect.height(), 1))

    def release(self) -> bool:
        """Let go; True when there was a drag, whether or not the line landed elsewhere."""
        was, line, gap = self.active, self._line, self._gap
        self.cancel()
        if was and gap not in (line, line + 1):
            self._moved(line, gap)
        return was

    def cancel(self) -> None:
        """Leave the line where it was."""
        self._line = self._gap = -1
        self._view.viewport().unsetCursor()
        self._view.viewport().update()

    def paint(self, left: float, width: float) -> None:
        """The place where the line lands, over the painted view."""
        if not self.active:
            return
        line = min(self._gap, self._view.model().rowCount() - 1)
        rect = self._view.visualRect(self._view.model().index(line, 0))
        y = rect.top() if self._gap == line else rect.bottom() + 1
        painter, now = QPainter(self._view.viewport()), theme.current()
        painter.fillRect(QRectF(left, y - 1, width, 2), now.accent)
        moving = QRectF(self._view.visualRect(self._view.model().index(self._line, 0)))
        painter.setOpacity(0.5)
        painter.fillRect(QRectF(left, moving.y(), width, moving.height()), now.selected)

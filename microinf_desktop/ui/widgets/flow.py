"""A layout that sets widgets side by side and breaks into the next line where the width ends."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Chips and tags; the last item takes what is left of its line when it wants to expand."""

    def __init__(self, parent: QWidget | None = None, margins: tuple[int, int, int, int] = (0, 0, 0, 0),
                 spacing: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(*margins)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), apply=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, apply=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _arrange(self, rect: QRect, apply: bool) -> int:
        """Place the items (or only measure) and return the height they need."""
        margins, gap = self.contentsMargins(), self.spacing()
        left, right = rect.x() + margins.left(), rect.right() + 1 - margins.right()
        x, y, line = left, rect.y() + margins.top(), 0
        for place, item in enumerate(self._items):
            size = item.sizeHint()
            if size.width() == 0 and item.isEmpty():
                continue
            minimum = item.minimumSize().width()
            last = place == len(self._items) - 1 and item.expandingDirections() & Qt.Orientation.Horizontal
            wanted = minimum if last else size.width()
            if x > left and x + wanted > right:
                x, y, line = left, y + line + gap, 0
            width = max(right - x, minimum) if last else min(size.width(), max(right - left, minimum))
            if apply:
                item.setGeometry(QRect(QPoint(x, y), QSize(width, size.height())))
            x += width + gap
            line = max(line, size.height())
        return y + line - rect.y() + margins.bottom()

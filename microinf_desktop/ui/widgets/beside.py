"""Notes of a fixed width beside a document; where the window is too narrow for both, above it."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from microinf_desktop.ui import theme

_STACK_BELOW = 900  # a preview's bar needs 470 pixels
_WIDEST = 16_777_215  # Qt's own bound: no maximum
_SHARE = 0.45


class Beside(QWidget):
    """`notes` take `width` pixels at the left, or at most 45 % of the height above `document`."""

    def __init__(self, notes: QWidget, document: QWidget, width: int) -> None:
        super().__init__()
        self._notes, self._width = notes, width
        self._line = QWidget()
        theme.set_background(self._line, "line")
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        for part in (notes, self._line):
            self._layout.addWidget(part)
        self._layout.addWidget(document, 1)
        self.setMinimumWidth(document.minimumSizeHint().width())
        self._arrange(stacked=False)

    @property
    def stacked(self) -> bool:
        return self._layout.direction() == QBoxLayout.Direction.TopToBottom

    def _arrange(self, stacked: bool) -> None:
        ways = QBoxLayout.Direction
        self._layout.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        self._notes.setMinimumWidth(0 if stacked else self._width)
        self._notes.setMaximumSize(_WIDEST if stacked else self._width,
                                   round(self.height() * _SHARE) if stacked else _WIDEST)
        self._line.setMinimumSize(0 if stacked else 1, 1 if stacked else 0)
        self._line.setMaximumSize(_WIDEST if stacked else 1, 1 if stacked else _WIDEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _STACK_BELOW
        if narrow or self.stacked:
            self._arrange(stacked=narrow)

"""Notes of a fixed width beside a document; where the window is too narrow for both, above or below it."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from microinf_desktop.ui.widgets.text import Line

_STACK_BELOW = 900  # a preview's bar needs 470 pixels
_WIDEST = 16_777_215  # Qt's own bound: no maximum
_SHARE = 0.45


class Beside(QWidget):
    """`notes` take `width` pixels at the left, or at most 45 % of the height above `document`.

    `at_end` puts them at the right, or below; they go there when less than `stack_below` pixels are wide.
    """

    def __init__(self, notes: QWidget, document: QWidget, width: int, at_end: bool = False,
                 stack_below: int = _STACK_BELOW) -> None:
        super().__init__()
        self._notes, self._width, self._at_end, self._stack_below = notes, width, at_end, stack_below
        self._line = Line(vertical=True)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        # In the order of reading, which is that of the Tab key too.
        for part in (document, self._line, notes) if at_end else (notes, self._line, document):
            self._layout.addWidget(part, 1 if part is document else 0)
        self.setMinimumWidth(document.minimumSizeHint().width())
        self._arrange(stacked=False)

    @property
    def stacked(self) -> bool:
        return self._layout.direction() == QBoxLayout.Direction.TopToBottom

    def set_width(self, width: int) -> None:
        """Another width for the notes where they stand beside the document."""
        if width != self._width:
            self._width = width
            self._arrange(stacked=self.stacked)

    def _arrange(self, stacked: bool) -> None:
        ways = QBoxLayout.Direction
        self._layout.setDirection(ways.TopToBottom if stacked else ways.LeftToRight)
        self._notes.setMinimumWidth(0 if stacked else self._width)
        share = round(self.height() * _SHARE)
        self._notes.setMaximumSize(_WIDEST if stacked else self._width, share if stacked else _WIDEST)
        self._notes.setMinimumHeight(share if stacked and self._at_end else 0)
        self._line.setMinimumSize(0 if stacked else 1, 1 if stacked else 0)
        self._line.setMaximumSize(_WIDEST if stacked else 1, 1 if stacked else _WIDEST)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < self._stack_below
        if narrow or self.stacked:
            self._arrange(stacked=narrow)

"""The head of a table: sorted column in text colour with an arrow, a checkbox for all rows."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from microinf_desktop.ui import icons, paint, theme
from microinf_desktop.ui.models.id_table_model import IdTableModel

MARGIN = 16  # of the page, before the first column
CHECK_WIDTH = 38  # room for the checkbox before the first column


class TableHeader(QHeaderView):
    """Horizontal head over an IdTableModel; asks to sort, never sorts itself."""

    sort_asked = Signal(int)
    check_all_clicked = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, checkable: bool, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.checkable = checkable
        self.sort_section, self.descending = -1, False
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(40)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda at: self.menu_asked.emit(self.mapToGlobal(at)))
        self.sectionClicked.connect(self.sort_asked)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.HEAD_HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.checkable and event.position().x() + self.offset() < CHECK_WIDTH:
            self.check_all_clicked.emit()
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self.viewport()), theme.current()
        painter.fillRect(event.rect(), now.sunken)
        paint.hairline(painter, 0, self.width(), self.height() - 1, now.line)
        painter.end()
        super().paintEvent(event)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        model = self.model()
        assert isinstance(model, IdTableModel)
        now, column = theme.current(), model.columns[section]
        left = rect.x() + (8.0 if section else MARGIN)
        if section == 0 and self.checkable:
            paint.checkbox(painter, rect.x() + 16, rect.y() + (rect.height() - 14) / 2, model.header_state())
            left = rect.x() + CHECK_WIDTH
        is_sorted = section == self.sort_section
        painter.setFont(theme.font("body", 500 if is_sorted else 400))
        painter.setPen(now.text if is_sorted else now.text2)
        width = paint.metrics(painter.font()).horizontalAdvance(column.title)
        room = rect.right() - 7 - left
        if column.right:
            left = max(rect.right() - 7 - width, left)
        if is_sorted:
            arrow = "arrow-down" if self.descending else "arrow-up"
            at = left - 15 if column.right and left - 15 >= rect.x() else left + min(width, room - 14) + 3
            icons.draw(painter, at, rect.y() + (rect.height() - 12) / 2, arrow, now.text, 12)
        paint.text(painter, QRectF(left, rect.y(), rect.right() - 7 - left, rect.height()), column.title)

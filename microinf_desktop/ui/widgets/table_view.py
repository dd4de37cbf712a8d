"""The table's body: paints whole columns of visible rows in one pass and answers the keyboard."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QToolTip, QWidget

from microinf_desktop.ui import icons, paint, theme
from microinf_desktop.ui.delegates import delegate_for
from microinf_desktop.ui.delegates.base import shade
from microinf_desktop.ui.models.columns import Group, Kind
from microinf_desktop.ui.models.id_table_model import IdTableModel
from microinf_desktop.ui.theme import Theme
from microinf_desktop.ui.widgets.table_header import CHECK_WIDTH, MARGIN, TableHeader

_TYPE_AHEAD_MS = 800
_SCAN = 2000  # rows that type-to-find looks through by itself


class TableView(QTableView):
    """QTableView over an IdTableModel. Delegates draw prepared cells directly: no index, no option per cell.

    Painting by column sets font and pen once per column; 100,000 rows scroll because only exposed rows are drawn.
    """

    opened = Signal(int)
    row_changed = Signal(int)  # view row, -1 for none
    link_clicked = Signal(str, int)
    menu_asked = Signal(QPoint)
    resized = Signal()

    def __init__(self, model: IdTableModel, checkable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table_model = model
        self.checkable = checkable
        self.find_by_text: Callable[[str], int | None] | None = None
        self._hover = -1
        self._headings: list[int] = []
        self._anchor = -1
        self._typed = ""
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._forget_typed)
        self.head = TableHeader(checkable, self)
        self.setHorizontalHeader(self.head)
        self.setModel(model)
        self._configure()
        self.selectionModel().currentRowChanged.connect(self._current_row_changed)
        model.checked_changed.connect(self.viewport().update)
        model.checked_changed.connect(self.head.viewport().update)
        model.modelReset.connect(self.apply_heights)
        self.head.check_all_clicked.connect(self.toggle_all)
        theme.events().changed.connect(self.apply_heights)

    def _configure(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.apply_heights()

    def apply_heights(self) -> None:
        """Fixed row height of the density; headings a little higher."""
        rows = self.verticalHeader()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.row_height())
        for view_row in self._headings:  # headings of before may be rows now
            if view_row < self.table_model.rowCount():
                rows.resizeSection(view_row, theme.row_height())
        self._headings = []
        if self.table_model.grouped:
            for view_row in range(self.table_model.rowCount()):
                if self.table_model.group_at(view_row) is not None:
                    rows.resizeSection(view_row, max(theme.row_height(), 32) + 4)
                    self._headings.append(view_row)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self.viewport()), theme.current()
        exposed = event.rect()
        painter.fillRect(exposed, now.surface)
        rows = self._exposed_rows(exposed)
        if not rows:
            return
        self._paint_grounds(painter, rows, now)
        for section in range(self.head.count()):
            place = self.head.logicalIndex(section)
            if not self.head.isSectionHidden(place):
                self._paint_column(painter, place, rows, exposed, now)
        for view_row, top, height in rows:
            group = self.table_model.group_at(view_row)
            if group is not None:
                self._paint_group(painter, group, top, height, now)
        self._paint_current(painter, rows, now)

    def _exposed_rows(self, exposed: QRect) -> list[tuple[int, int, int]]:
        """(view row, top, height) of the rows in a part of the viewport."""
        first = self.rowAt(exposed.top())
        if first < 0:
            return []
        last = self.rowAt(exposed.bottom())
        last = self.table_model.rowCount() - 1 if last < 0 else last
        if self.table_model.grouped:
            return [(row, self.rowViewportPosition(row), self.rowHeight(row)) for row in range(first, last + 1)]
        top, height = self.rowViewportPosition(first), theme.row_height()
        return [(row, top + (row - first) * height, height) for row in range(first, last + 1)]

    def _paint_grounds(self, painter: QPainter, rows: list[tuple[int, int, int]], now: Theme) -> None:
        width, line = self.viewport().width(), shade(now, 0.6)
        model, checked, hover = self.table_model, self.table_model.checked, self._hover
        current = self.currentIndex().row()
        for view_row, top, height in rows:
            row_id = model.id_at(view_row)
            if row_id in checked or (row_id and view_row == current):
                painter.fillRect(0, top, width, height, now.selected)
            elif view_row == hover and row_id:
                painter.fillRect(0, top, width, height, now.hover)
            painter.fillRect(0, top + height - 1, width, 1, line)

    def _paint_column(self, painter: QPainter, place: int, rows: list[tuple[int, int, int]], exposed: QRect,
                      now: Theme) -> None:
        x, width = self.columnViewportPosition(place), self.columnWidth(place)
        if x + width < exposed.left() or x > exposed.right():
            return
        model = self.table_model
        column = model.columns[place]
        delegate = delegate_for(column.kind)
        delegate.begin(painter, now)
        ticks = place == 0 and self.checkable
        if place == 0:
            margin = (CHECK_WIDTH if ticks else MARGIN) - 8
            x, width = x + margin, width - margin
        for view_row, top, height in rows:
            row_id = model.id_at(view_row)
            if not row_id:
                continue
            if ticks:
                state = Qt.CheckState.Checked if row_id in model.checked else Qt.CheckState.Unchecked
                paint.checkbox(painter, x - CHECK_WIDTH + 24, top + (height - 14) // 2, state)
            prepared = model.prepared(view_row)
            if prepared is None:
                bar = QRectF(x + 8, top + height / 2 - 4, min(width * 0.6, width - 16), 8)
                paint.rounded(painter, bar, 3, now.hover)
            else:
                delegate.draw(painter, x, top, width, height - 1, model.cell(prepared, place), column, now)

    def _paint_group(self, painter: QPainter, group: Group, top: int, height: int, now: Theme) -> None:
        width = self.viewport().width()
        painter.fillRect(0, top, width, height, now.surface)
        paint.hairline(painter, 0, width, top + height - 1, now.line)
        chevron = "chevron-right" if self.table_model.is_folded(group) else "chevron-down"
        icons.draw(painter, 12, top + (height - 14) / 2, chevron, now.text3, 14)
        x = 34
        if group.swatch:
            paint.swatch(painter, x, top + (height - 8) / 2, group.swatch)
            x += 18
        elif group.avatar:
            paint.avatar(painter, x, top + (height - 20) / 2, group.avatar)
            x += 28
        painter.setFont(theme.font("section"))
        painter.setPen(now.text)
        line = paint.baseline(top, height, paint.metrics(painter.font()))
        painter.drawText(x, round(line), group.title)
        x += round(paint.metrics(painter.font()).horizontalAdvance(group.title)) + 8
        painter.setFont(theme.font("body"))
        painter.setPen(now.text3)
        painter.drawText(x, round(line), group.count)
        painter.setFont(theme.font("secondary"))
        painter.setPen(theme.ink(group.note_ink))
        paint.text(painter, QRectF(x + 40, top, width - x - 56, height), group.note, paint.RIGHT)

    def _paint_current(self, painter: QPainter, rows: list[tuple[int, int, int]], now: Theme) -> None:
        current = self.currentIndex().row()
        for view_row, top, height in rows:
            if view_row == current:
                box = QRectF(0, top, self.viewport().width(), height)
                paint.focus_ring(painter, box, now.accent)

    # pointer

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hover(self.rowAt(round(event.position().y())))
        place = self.columnAt(round(event.position().x()))
        linked = place >= 0 and self.table_model.columns[place].kind is Kind.LINK and self._hover >= 0
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if linked else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(-1)

    def _set_hover(self, view_row: int) -> None:
        if view_row == self._hover:
            return
        for row in (self._hover, view_row):
            if row >= 0:
                self.update_row(row)
        self._hover = view_row

    def update_row(self, view_row: int) -> None:
        """Repaint one row."""
        top = self.rowViewportPosition(view_row)
        self.viewport().update(0, top, self.viewport().width(), self.rowHeight(view_row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        view_row = self.rowAt(round(event.position().y()))
        if event.button() == Qt.MouseButton.LeftButton and view_row >= 0:
            self._left_press(view_row, event)
            return
        super().mousePressEvent(event)

    def _left_press(self, view_row: int, event: QMouseEvent) -> None:
        if self.table_model.group_at(view_row) is not None:
            self.table_model.toggle_group(view_row)
            return
        row_id = self.table_model.id_at(view_row)
        modifiers = event.modifiers()
        ticking = self.checkable and event.position().x() + self.head.offset() < CHECK_WIDTH
        if modifiers & Qt.KeyboardModifier.ShiftModifier and self.checkable:
            self.extend_to(view_row)
        elif self.checkable and (ticking or modifiers & Qt.KeyboardModifier.ControlModifier):
            self._anchor = view_row
            self.table_model.toggle(row_id)
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.go_to(view_row)
        place = self.columnAt(round(event.position().x()))
        if not ticking and place >= 0 and self.table_model.columns[place].kind is Kind.LINK:
            self.link_clicked.emit(self.table_model.columns[place].key, row_id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        view_row = self.rowAt(round(event.position().y()))
        ticking = self.checkable and event.position().x() + self.head.offset() < CHECK_WIDTH
        if view_row >= 0 and not ticking and self.table_model.id_at(view_row):
            self.opened.emit(self.table_model.id_at(view_row))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            rect = self.visualRect(self.currentIndex())
            self.menu_asked.emit(self.viewport().mapToGlobal(rect.bottomLeft()))
            return
        view_row = self.rowAt(event.y())
        if view_row >= 0:
            self.go_to(view_row)
        self.menu_asked.emit(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip_at(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def _tip_at(self, at: QPoint) -> str:
        view_row, place = self.rowAt(at.y()), self.columnAt(at.x())
        if view_row < 0 or place < 0 or not self.table_model.id_at(view_row):
            return ""
        prepared, column = self.table_model.prepared(view_row), self.table_model.columns[place]
        if prepared is None:
            return ""
        if column.tooltip is not None:
            return column.tooltip(prepared.row)
        text = self.table_model.cell_text(view_row, place)
        room = self.columnWidth(place) - 16 - (CHECK_WIDTH + 20 if place == 0 else 0)
        return text if paint.metrics(theme.font("body")).horizontalAdvance(text) > room else ""

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._handle_key(event):
            super().keyPressEvent(event)

    def _handle_key(self, event: QKeyEvent) -> bool:
        key, model, row = event.key(), self.table_model, self.currentIndex().row()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if model.group_at(row) is not None:
                model.toggle_group(row)
            elif model.id_at(row):
                self.opened.emit(model.id_at(row))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not shift:
            self.go_to(0 if key == Qt.Key.Key_Home else model.rowCount() - 1)
        elif key == Qt.Key.Key_Space and self.checkable and not self._typed:
            if model.id_at(row):
                self._anchor = row
                model.toggle(model.id_at(row))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and shift and self.checkable:
            if self._anchor < 0:
                self._anchor = row
            target = min(max(row + (1 if key == Qt.Key.Key_Down else -1), 0), model.rowCount() - 1)
            self.extend_to(target)
            self.go_to(target)
        elif key == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier and self.checkable:
            model.set_checked(model.ids)
        elif key == Qt.Key.Key_Escape and model.checked:
            model.clear_checked()
        else:
            return False
        return True

    def extend_to(self, view_row: int) -> None:
        """Tick everything from the anchor to a row."""
        if self._anchor < 0:
            self._anchor = max(self.currentIndex().row(), 0)
        low, high = sorted((self._anchor, view_row))
        ids = (self.table_model.id_at(row) for row in range(low, high + 1))
        self.table_model.set_checked(row_id for row_id in ids if row_id)

    def toggle_all(self) -> None:
        if self.table_model.header_state() == Qt.CheckState.Checked:
            self.table_model.clear_checked()
        else:
            self.table_model.set_checked(self.table_model.ids)

    def keyboardSearch(self, search: str) -> None:
        """Type to find: by the page's finder, else in the first column of the first 2,000 rows."""
        self._typed += search
        self._typing.start(_TYPE_AHEAD_MS)
        if self.find_by_text is not None:
            row_id = self.find_by_text(self._typed)
            if row_id:
                self.go_to(self.table_model.view_row(row_id))
            return
        wanted, count = self._typed.casefold(), min(self.table_model.rowCount(), _SCAN)
        start = max(self.currentIndex().row(), 0) + (1 if len(self._typed) == 1 else 0)
        for step in range(count):
            row = (start + step) % count
            if self.table_model.id_at(row) and self.table_model.cell_text(row, 0).casefold().startswith(wanted):
                self.go_to(row)
                return

    def _forget_typed(self) -> None:
        self._typed = ""

    def go_to(self, view_row: int) -> None:
        """Make a row current and visible."""
        if view_row >= 0:
            self.setCurrentIndex(self.table_model.index(view_row, 0))

    def _current_row_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        for index in (previous, current):
            if index.isValid():
                self.update_row(index.row())
        self.row_changed.emit(current.row())

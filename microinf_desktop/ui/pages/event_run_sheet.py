"""The run sheet of an event: slots on a rail of time, moved by keys or dragged, with gaps and collisions shown."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListView,
    QMenu,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from microinf_desktop.domain.events import RunLine
from microinf_desktop.queries.events import EventDetail
from microinf_desktop.services import events as services
from microinf_desktop.ui import formats, icons, paint, theme
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.dialogs import event as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import event_words as wording
from microinf_desktop.ui.pages.event_part import EventPart
from microinf_desktop.ui.widgets.feedback import EmptyState

_Index = QModelIndex | QPersistentModelIndex
_SLOT, _DAY, _GAP = 52, 36, 22
_LEFT, _RAIL, _WORDS = 20, 176, 200
_WIDEST = 1000


class RunSheetModel(QAbstractListModel):
    """Slots in time order; where there are several days each begins with a head."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[date | RunLine] = []

    def show_lines(self, lines: Sequence[RunLine]) -> None:
        self.beginResetModel()
        self.entries = []
        heads = len({line.slot.day for line in lines}) > 1
        shown: date | None = None
        for line in lines:
            if heads and line.slot.day != shown:
                self.entries.append(line.slot.day)
            shown = line.slot.day
            self.entries.append(line)
        self.endResetModel()

    def line(self, row: int) -> RunLine | None:
        """The slot in a row, None for the head of a day."""
        found = self.entries[row] if 0 <= row < len(self.entries) else None
        return found if isinstance(found, RunLine) else None

    def row_of(self, slot_id: int) -> int:
        return next((row for row in range(len(self.entries))
                     if (line := self.line(row)) is not None and line.slot.id == slot_id), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        entry = self.entries[index.row()]
        if not isinstance(entry, RunLine):
            return formats.long_day(entry)
        slot = entry.slot
        parts = (_clock(entry), slot.what, slot.who, slot.notes, *wording.remarks(entry),
                 tr("{length} free before it", length=wording.length(entry.gap)) if entry.gap else "")
        return (", " if role != Qt.ItemDataRole.ToolTipRole else "\n").join(part for part in parts if part)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.line(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def _clock(line: RunLine) -> str:
    return f"{line.slot.starts_at:%H:%M}–{line.slot.ends:%H:%M}"


class _SlotDelegate(QStyledItemDelegate):
    """Hours at the left, a rail with a dot, what and who at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        model = index.model()
        assert isinstance(model, RunSheetModel)
        line = model.line(index.row())
        return QSize(300, _DAY if line is None else _SLOT + (_GAP if line.gap else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, now = index.model(), theme.current()
        assert isinstance(model, RunSheetModel)
        box, line = QRectF(option.rect), model.line(index.row())
        if line is None:
            painter.setFont(theme.font("section"))
            painter.setPen(now.text)
            paint.text(painter, box.adjusted(_LEFT, 6, 0, 0), str(index.data()))
            return
        if line.gap:
            self._paint_gap(painter, box, line)
            box = box.adjusted(0, _GAP, 0, 0)
        current = bool(option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus))
        if current:
            painter.fillRect(box, now.selected)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, now.hover)
        before, after = model.line(index.row() - 1), model.line(index.row() + 1)
        self._paint_rail(painter, box, line, before is not None, after is not None)
        self._paint_time(painter, box, line)
        self._paint_words(painter, box, line)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, box, now.accent)

    def _paint_gap(self, painter: QPainter, box: QRectF, line: RunLine) -> None:
        now = theme.current()
        pen = QPen(now.line_strong, 1)
        pen.setDashPattern([2, 3])
        painter.setPen(pen)
        painter.drawLine(_RAIL, round(box.y()), _RAIL, round(box.y() + _GAP))
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text3)
        paint.text(painter, QRectF(_WORDS, box.y(), box.width() - _WORDS, _GAP),
                   tr("{length} free", length=wording.length(line.gap)))

    def _paint_rail(self, painter: QPainter, box: QRectF, line: RunLine, has_before: bool, has_after: bool) -> None:
        now, middle = theme.current(), box.y() + 18
        painter.setPen(QPen(now.line_strong, 1))
        top = box.y() if has_before else middle
        painter.drawLine(_RAIL, round(top), _RAIL, round(box.bottom() if has_after else middle))
        odd = bool(line.overlap or line.outside)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(now.surface, 2))
        painter.setBrush(theme.ink("attention") if odd else now.accent)
        painter.drawEllipse(QRectF(_RAIL - 5, middle - 5, 10, 10))
        painter.restore()

    def _paint_time(self, painter: QPainter, box: QRectF, line: RunLine) -> None:
        now = theme.current()
        painter.setFont(theme.font("body", 600))
        painter.setPen(now.text)
        paint.text(painter, QRectF(_LEFT, box.y() + 6, _RAIL - _LEFT - 12, 22), _clock(line))
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text3)
        paint.text(painter, QRectF(_LEFT, box.y() + 26, _RAIL - _LEFT - 12, 20), wording.length(line.slot.minutes))

    def _paint_words(self, painter: QPainter, box: QRectF, line: RunLine) -> None:
        now, slot = theme.current(), line.slot
        right = min(box.right() - 20, _WIDEST)
        said = ", ".join(wording.remarks(line))
        painter.setFont(theme.font("secondary"))
        width = paint.metrics(painter.font()).horizontalAdvance(said) + 24 if said else 0
        width = min(width, (right - _WORDS) * 0.55)
        if said:
            painter.setPen(theme.ink("attention"))
            icons.draw(painter, right - width, box.y() + 10, "warning", theme.ink("attention"), 14)
            paint.text(painter, QRectF(right - width + 20, box.y() + 6, width - 20, 22), said)
        painter.setFont(theme.font("body", 600))
        painter.setPen(now.text)
        paint.text(painter, QRectF(_WORDS, box.y() + 6, right - width - _WORDS - 8, 22), slot.what)
        painter.setFont(theme.font("body"))
        painter.setPen(now.text2)
        about = " · ".join(part for part in (slot.who, slot.notes) if part) or tr("nobody named")
        paint.text(painter, QRectF(_WORDS, box.y() + 26, right - _WORDS, 20), about)


class RunSheetView(QListView):
    """Enter opens a slot; a drag drops it before or after another one of its day."""

    opened = Signal(int)
    moved = Signal(int, int)  # slot id, by how many places
    current_changed = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self, model: RunSheetModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = model
        self._pressed: QPoint | None = None
        self._dragged = 0  # slot id
        self._target = -1  # row before which it would be dropped
        self.setModel(model)
        self.setItemDelegate(_SlotDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Run sheet"))
        self.selectionModel().currentChanged.connect(lambda _now, _before: self.current_changed.emit())

    def show_lines(self, lines: Sequence[RunLine]) -> None:
        """The slots as they are now; the current one stays current, else the first is."""
        kept, place = self.current_id(), self.verticalScrollBar().value()
        self.lines.show_lines(lines)
        if not self.select(kept) and lines:
            self.select(lines[0].slot.id)
        self.verticalScrollBar().setValue(place)

    def current_line(self) -> RunLine | None:
        return self.lines.line(self.currentIndex().row())

    def current_id(self) -> int:
        line = self.current_line()
        return line.slot.id if line is not None else 0

    def select(self, slot_id: int) -> bool:
        row = self.lines.row_of(slot_id)
        if row < 0:
            return False
        self.setCurrentIndex(self.lines.index(row))
        return True

    # pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.lines.line(index.row()) is not None:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        if not self._dragged and (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
            self._dragged = self.current_id()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        if self._dragged:
            self._target = self._row_before(at)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, target = self._dragged, self._target
        self._stop_drag()
        super().mouseReleaseEvent(event)
        if dragged and target >= 0:
            by = self.places(dragged, target)
            if by:
                self.moved.emit(dragged, by)

    def _stop_drag(self) -> None:
        self._pressed, self._dragged, self._target = None, 0, -1
        self.viewport().unsetCursor()
        self.viewport().update()

    def _row_before(self, at: QPoint) -> int:
        """The row before which a drop at a point would put a slot."""
        index = self.indexAt(at)
        if not index.isValid():
            return self.lines.rowCount() if at.y() > 0 else 0
        return index.row() + (at.y() > self.visualRect(index).center().y())

    def places(self, slot_id: int, target: int) -> int:
        """By how many slots one moves when it is dropped before a row; heads of days do not count."""
        row = self.lines.row_of(slot_id)
        if target > row:
            return sum(1 for one in range(row + 1, target) if self.lines.line(one) is not None)
        return -sum(1 for one in range(target, row) if self.lines.line(one) is not None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.lines.line(self.indexAt(event.position().toPoint()).row()) is not None:
            self.opened.emit(self.current_id())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))
            return
        index = self.indexAt(event.pos())
        if self.lines.line(index.row()) is not None:
            self.setCurrentIndex(index)
        self.menu_asked.emit(event.globalPos())

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._dragged:
            self._stop_drag()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id():
            self.opened.emit(self.current_id())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._target < 0:
            return
        last = self.lines.rowCount() - 1
        rect = self.visualRect(self.lines.index(min(self._target, last)))
        y = rect.top() if self._target <= last else rect.bottom()
        painter = QPainter(self.viewport())
        painter.fillRect(QRectF(_LEFT, y - 1, self.viewport().width() - 2 * _LEFT, 2), theme.current().accent)


class EventRunSheet(EventPart):
    """What happens when; Alt+Up and Alt+Down change places, S shifts all that follows."""

    def build(self) -> None:
        self._wanted = 0  # what was just added, to be shown once it is there
        self.view = RunSheetView(RunSheetModel(self))
        self.empty = EmptyState(tr("Nothing is planned yet. Begin with when the doors open"), tr("Add slot"), self.add)
        self._stack = QStackedLayout()
        self.column.addLayout(self._stack, 1)  # first: without a parent its pages would flash up as windows
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.setFocusProxy(self.view)
        self.view.opened.connect(lambda _id: self.edit())
        self.view.moved.connect(self.move_by)
        self.view.current_changed.connect(self._changed)
        self.view.menu_asked.connect(lambda at: fill_menu(QMenu(self), self.actions()).popup(at))

    def reload(self, event: EventDetail) -> None:
        self.view.show_lines(event.lines)
        if self.view.select(self._wanted):
            self._wanted = 0
        self._stack.setCurrentIndex(0 if event.lines else 1)
        self._changed()

    def _changed(self) -> None:
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def position(self) -> str:
        lines = self.event_detail.lines if self.event_detail is not None else ()
        if not lines:
            return ""
        total = sum(line.slot.minutes for line in lines)
        said = trn("{n} slot, {length}", "{n} slots, {length}", len(lines), length=wording.length(total))
        odd = sum(1 for line in lines if line.overlap or line.outside)
        return f"{said} · {trn('{n} to look at', '{n} to look at', odd)}" if odd else said

    def actions(self) -> Sequence[Action]:
        group, one = tr("Run sheet"), self._one
        return [
            Action("slots.add", tr("Add slot"), self.add, "Ctrl+N", "plus", group, "primary"),
            Action("slots.edit", tr("Edit slot"), self.edit, "F2", "edit", group, condition=one),
            Action("slots.up", tr("Move up"), lambda: self.move_by(self.view.current_id(), -1), "Alt+Up", "arrow-up",
                   group, condition=lambda: self._can_move(-1)),
            Action("slots.down", tr("Move down"), lambda: self.move_by(self.view.current_id(), 1), "Alt+Down",
                   "arrow-down", group, condition=lambda: self._can_move(1)),
            Action("slots.shift", tr("Shift from here on"), self.shift, "S", "clock", group, "secondary",
                   condition=one),
            Action("slots.delete", tr("Delete slot"), self.delete, "Del", "trash", group, condition=one),
        ]

    def _one(self) -> bool | str:
        return bool(self.view.current_id()) or tr("choose a slot first")

    def _can_move(self, by: int) -> bool | str:
        """A slot stays within its day; the form gives it another one."""
        row = self.view.currentIndex().row()
        if self.view.lines.line(row) is None:
            return tr("choose a slot first")
        if self.view.lines.line(row + by) is not None:
            return True
        return tr("it is the last of its day") if by > 0 else tr("it is the first of its day")

    def add(self) -> None:
        if self.event_detail is None:
            return
        added = dialogs.edit_slot(self, self.context, self.event_detail)
        if added is not None:
            self.context.toast(tr("Slot added"), undo=True)
            self._wanted = added
            self.view.select(added)

    def edit(self) -> None:
        line = self.view.current_line()
        if line is None or self.event_detail is None:
            return
        if dialogs.edit_slot(self, self.context, self.event_detail, line) is not None:
            self.context.toast(tr("Slot changed"), undo=True)

    def move_by(self, slot_id: int, by: int) -> None:
        """Change places within the day; times follow."""
        workspace = self.context.workspace
        self.context.tasks.write(tr("Moving"), lambda _p, _t: services.move_slot(workspace, slot_id, by))

    def shift(self) -> None:
        line = self.view.current_line()
        if line is None:
            return
        shifted = dialogs.shift_slots(self, self.context, line)
        if shifted is not None:
            self.context.toast(trn("{n} slot shifted", "{n} slots shifted", shifted), undo=True)

    def delete(self) -> None:
        workspace, slot_id = self.context.workspace, self.view.current_id()
        self.context.tasks.write(tr("Deleting"), lambda _p, _t: services.delete_slots(workspace, [slot_id]),
                                 lambda _done: self.context.toast(tr("Slot deleted"), undo=True))

"""The checklists of a campaign's deliverables under one another, ticked off in place; only what is in view is read."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from microinf_desktop.domain.checklists import ItemSource
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, DeliverableState
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.queries.checklists import ChecklistRow
from microinf_desktop.queries.deliverables import DeliverableRow
from microinf_desktop.services import checklists as services
from microinf_desktop.ui import formats, glyphs, labels, paint, theme
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.inputs import TextField
from microinf_desktop.ui.widgets.layouts import row
from microinf_desktop.ui.widgets.line_drag import LineDrag

_Index = QModelIndex | QPersistentModelIndex
LINE_HEIGHT = 30
_BLOCK = 24  # deliverables whose items are read at once
_LEFT, _WIDEST = 24, 900


class ChecklistModel(QAbstractListModel):
    """Lines: a head per deliverable, below it its items. Where a line is follows from the counts alone."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.with_done = False
        self.ids: Sequence[int] = ()
        self._heads: dict[int, DeliverableRow] = {}
        self._starts: list[int] = [0]
        self._items: dict[int, tuple[ChecklistRow, ...]] = {}

    def set_ids(self, ids: Sequence[int], counts: Mapping[int, int]) -> None:
        """Show these deliverables, each with the number of items that `counts` says."""
        self.beginResetModel()
        self.ids = ids
        self._heads, self._items = {}, {}
        self._starts = [0, *accumulate(1 + counts.get(one, 0) for one in ids)]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else self._starts[-1]

    def deliverable_at(self, line: int) -> DeliverableRow | None:
        if not 0 <= line < self._starts[-1]:
            return None
        place = bisect_right(self._starts, line) - 1
        self._read_around(place)
        return self._heads.get(self.ids[place])

    def item_at(self, line: int) -> ChecklistRow | None:
        """The item in a line, None for a head."""
        if not 0 <= line < self._starts[-1]:
            return None
        place = bisect_right(self._starts, line) - 1
        number = line - self._starts[place] - 1
        if number < 0:
            return None
        items = self.items_of(place)
        return items[number] if number < len(items) else None

    def items_of(self, place: int) -> tuple[ChecklistRow, ...]:
        """The shown items of the deliverable at a place."""
        self._read_around(place)
        return self._items[self.ids[place]]

    def _read_around(self, place: int) -> None:
        """Read heads and items of the block a place is in, when it is not there yet."""
        if self.ids[place] in self._items:
            return
        from microinf_desktop.queries import checklists, deliverables

        start = place // _BLOCK * _BLOCK
        ids = self.ids[start : start + _BLOCK]
        with self.context.workspace.reading() as session:
            self._heads.update({row.id: row for row in deliverables.rows(session, ids, self.context.today())})
            found = checklists.items(session, ids)
        for one in ids:
            self._items[one] = tuple(item for item in found.get(one, ()) if self.with_done or item.done_on is None)

    def gaps_around(self, line: int) -> tuple[int, int]:
        """The first and last gap an item may be moved to, those of its own deliverable; equal for a head."""
        if self.item_at(line) is None:
            return line, line
        place = bisect_right(self._starts, line) - 1
        return self._starts[place] + 1, self._starts[place + 1]

    def line_of(self, deliverable_id: int, item_id: int = 0) -> int:
        """The line of an item, or of the deliverable's head; -1 when it is not shown."""
        place = next((n for n, one in enumerate(self.ids) if one == deliverable_id), -1)
        if place < 0:
            return -1
        number = next((n for n, item in enumerate(self.items_of(place), 1) if item.id == item_id), 0) if item_id else 0
        return self._starts[place] + number

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return None
        item = self.item_at(index.row())
        if item is None:
            one = self.deliverable_at(index.row())
            return None if one is None else f"{title_of(one)}, {one.creator}, {share_of(one)}"
        state = tr("done") if item.done_on is not None else tr("open")
        parts = (item.text, state if role == Qt.ItemDataRole.AccessibleTextRole else "", self.note(item)[0])
        return ", ".join(part for part in parts if part)

    def note(self, item: ChecklistRow) -> tuple[str, str]:
        """What stands at the right of an item, and its ink."""
        today = self.context.today()
        if item.done_on is not None:
            return ", ".join(part for part in (formats.day(item.done_on), item.done_by) if part), "text3"
        parts = [labels.label(BallHolder(item.holder))] if item.holder != BallHolder.US else []
        if item.source == ItemSource.CONTRACT:
            parts.append(tr("from the deal"))
        if item.due_on is not None:
            parts.append(formats.relative(item.due_on, today))
        late = item.due_on is not None and item.due_on < today
        return " · ".join(parts), "danger" if late else "text3"


def title_of(one: DeliverableRow) -> str:
    return one.title or labels.label(DeliverableKind(one.kind))


def share_of(one: DeliverableRow) -> str:
    if not one.checklist_total:
        return tr("no items yet")
    return tr("{done} of {total} done", done=one.checklist_done, total=one.checklist_total)


class _LineDelegate(QStyledItemDelegate):
    """A head with glyph, title, creator and a small bar, or an item with its box."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(240, LINE_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, now = index.model(), theme.current()
        assert isinstance(model, ChecklistModel)
        box = QRectF(option.rect).adjusted(_LEFT, 0, -_LEFT, 0)
        box.setWidth(min(box.width(), _WIDEST))
        if option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, now.hover)
        item, one = model.item_at(index.row()), model.deliverable_at(index.row())
        if item is not None:
            self._paint_item(painter, box, model, item)
        elif one is not None:
            self._paint_head(painter, box, one)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, box, now.accent)

    def _paint_head(self, painter: QPainter, box: QRectF, one: DeliverableRow) -> None:
        now, middle = theme.current(), box.y() + box.height() / 2
        glyphs.paint_glyph(painter, box.x(), middle - 7, DeliverableState(one.state), bool(one.late_days))
        right = box.right() - 4
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text2)
        words = share_of(one)
        width = paint.metrics(painter.font()).horizontalAdvance(words) + 4
        paint.text(painter, QRectF(right - width, box.y(), width, box.height()), words, paint.RIGHT)
        if one.checklist_total:
            bar = QRectF(right - width - 72, middle - 2, 60, 4)
            paint.rounded(painter, bar, 2, now.line)
            bar.setWidth(60 * one.checklist_done / one.checklist_total)
            paint.rounded(painter, bar, 2, now.accent)
        left = box.x() + 24
        painter.setFont(theme.font("section"))
        painter.setPen(now.text)
        room = right - width - 90 - left
        title = min(paint.metrics(painter.font()).horizontalAdvance(title_of(one)) + 10, room * 0.65)
        paint.text(painter, QRectF(left, box.y(), title, box.height()), title_of(one))
        painter.setFont(theme.font("body"))
        painter.setPen(now.text2)
        paint.text(painter, QRectF(left + title, box.y(), room - title, box.height()), one.creator)

    def _paint_item(self, painter: QPainter, box: QRectF, model: ChecklistModel, item: ChecklistRow) -> None:
        now, done = theme.current(), item.done_on is not None
        state = Qt.CheckState.Checked if done else Qt.CheckState.Unchecked
        paint.checkbox(painter, box.x() + 24, box.y() + (box.height() - 14) / 2, state, True)
        note, ink = model.note(item)
        painter.setFont(theme.font("secondary"))
        width = paint.metrics(painter.font()).horizontalAdvance(note) + 12 if note else 0
        painter.setPen(theme.ink(ink))
        paint.text(painter, box.adjusted(box.width() - width, 0, -4, 0), note, paint.RIGHT)
        painter.setFont(theme.font("body"))
        painter.setPen(now.text3 if done else now.text)
        paint.text(painter, box.adjusted(48, 0, -width - 4, 0), item.text)
        paint.hairline(painter, box.x() + 24, box.right(), box.bottom() - 1, now.line)


class _LineList(QListView):
    """Up and Down move, Space or a click on the box ticks, Enter or a double click opens.

    A drag, or Alt+Up and Alt+Down, puts an item elsewhere among those of its deliverable.
    """

    ticked = Signal(int)
    opened = Signal(int)
    dropped = Signal(int, int)

    def __init__(self, model: ChecklistModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines = model
        self.setModel(model)
        self.setItemDelegate(_LineDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Checklists"))
        self.drag = LineDrag(self, model.gaps_around, self.dropped.emit)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentIndex(index)
            if event.position().x() < _LEFT + 48:
                self.ticked.emit(index.row())
            else:
                self.drag.press(event)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.drag.move(event)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self.drag.release():
            super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.drag.paint(_LEFT + 24, min(self.viewport().width() - 2 * _LEFT, _WIDEST) - 24)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() >= _LEFT + 48:
            self.opened.emit(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.currentIndex().row(), event.key()
        if key == Qt.Key.Key_Escape and self.drag.active:
            self.drag.cancel()
        elif line >= 0 and key == Qt.Key.Key_Space:
            self.ticked.emit(line)
        elif line >= 0 and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(line)
        elif (line >= 0 and event.modifiers() & Qt.KeyboardModifier.AltModifier
              and key in (Qt.Key.Key_Up, Qt.Key.Key_Down)):
            gap = line + 2 if key == Qt.Key.Key_Down else line - 1
            first, last = self.lines.gaps_around(line)
            if first <= gap <= last:
                self.dropped.emit(line, gap)
        else:
            super().keyPressEvent(event)


class ChecklistView(QWidget):
    """Heads and items in one list, and a field that adds to the deliverable one is at."""

    opened = Signal(int)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.model = ChecklistModel(context, self)
        self.list = _LineList(self.model, self)
        self.with_done = CheckBox(tr("Show what is done"))
        self.field = TextField(placeholder=tr("Add an item and press Enter"))
        self.field.setAccessibleName(tr("New item"))
        self.with_done.toggled.connect(self._toggle_done)
        self.list.ticked.connect(self._tick)
        self.list.opened.connect(self._open)
        self.list.dropped.connect(self._put)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._name_field())
        self.field.returnPressed.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row(self.with_done, 1, margins=(24, 12, 24, 0)))
        column.addWidget(self.list, 1)
        line = row(margins=(24, 0, 24, 12))
        line.addWidget(self.field, 1)
        column.addLayout(line)

    def show_ids(self, ids: Sequence[int]) -> None:
        """Show these deliverables with their items, in this order; one's place is kept."""
        from microinf_desktop.queries import checklists

        line, item = self.list.currentIndex().row(), self._item()
        kept, offset = self.current_id(), self.list.verticalScrollBar().value()
        with self.context.workspace.reading() as session:
            counts = checklists.item_counts(session, ids, self.model.with_done)
        self.model.set_ids(ids, counts)
        again = self.model.line_of(kept, item.id if item is not None else 0) if kept else -1
        # What was ticked leaves the list: its neighbour takes its place.
        if item is not None and self.model.item_at(again) is None:
            again = min(line, self.model.rowCount() - 1)
        if again >= 0:
            self.list.setCurrentIndex(self.model.index(again))
        self.list.verticalScrollBar().setValue(offset)
        self._name_field()

    def current_id(self) -> int:
        """The deliverable one is at, 0 for none."""
        one = self.model.deliverable_at(self.list.currentIndex().row())
        return one.id if one is not None else 0

    def _item(self) -> ChecklistRow | None:
        return self.model.item_at(self.list.currentIndex().row())

    def _name_field(self) -> None:
        one = self._target()
        self.field.setEnabled(one is not None)
        text = tr("Add an item to {title}, {creator}", title=title_of(one), creator=one.creator) if one else tr("Add")
        self.field.setPlaceholderText(text)
        self.field.setAccessibleName(text)

    def _target(self) -> DeliverableRow | None:
        return self.model.deliverable_at(max(self.list.currentIndex().row(), 0))

    def _toggle_done(self, on: bool) -> None:
        self.model.with_done = on
        self.show_ids(self.model.ids)

    def _tick(self, line: int) -> None:
        item = self.model.item_at(line)
        if item is None:
            return
        workspace, on = self.context.workspace, item.done_on is None
        day = self.context.today() if on else None
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.tick(workspace, [item.id], day),
            lambda _result: self.context.toast(tr("Item done") if on else tr("Item open again"), undo=True),
        )

    def _open(self, line: int) -> None:
        """Enter on a head opens the deliverable, on an item its form."""
        from microinf_desktop.ui.dialogs.checklist_item import edit_item

        item, one = self.model.item_at(line), self.model.deliverable_at(line)
        if item is not None:
            edit_item(self, self.context, item)
        elif one is not None:
            self.opened.emit(one.id)

    def _put(self, line: int, gap: int) -> None:
        """Put an item before the line of a gap, or behind the one above it; items that are not shown stay between."""
        item, before = self.model.item_at(line), self.model.item_at(gap)
        if item is None:
            return
        from microinf_desktop.queries import checklists

        with self.context.workspace.reading() as session:
            ids = [one.id for one in checklists.items(session, [item.deliverable_id])[item.deliverable_id]]
        ids.remove(item.id)
        above = self.model.item_at(gap - 1)
        if above is not None and above.id in ids:
            place = ids.index(above.id) + 1
        else:
            place = ids.index(before.id) if before is not None else 0
        ids.insert(place, item.id)
        workspace = self.context.workspace
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.reorder(workspace, item.deliverable_id, ids),
            lambda _result: self.context.toast(tr("Checklist reordered"), undo=True))

    def _add(self) -> None:
        one = self._target()
        if one is None:
            return
        try:
            services.add_item(self.context.workspace, one.id, self.field.value())
        except ValidationError as error:
            self.context.toast(str(error))
            return
        self.field.clear()
        self.field.setFocus()

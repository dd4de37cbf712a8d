"""A list of options with checkboxes, several of which can be on; also the checklist of a deliverable."""

from collections.abc import Sequence
from dataclasses import dataclass
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

from microinf_desktop.ui import paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.inputs import SearchField
from microinf_desktop.ui.widgets.line_drag import LineDrag

_Index = QModelIndex | QPersistentModelIndex
_BOX = 28  # the part of a marked line that ticks


@dataclass(frozen=True)
class CheckItem:
    """One line of a checklist; `note` stands right, `locked` gives the reason why it cannot be ticked by hand."""

    id: Any
    text: str
    checked: bool = False
    note: str = ""
    note_ink: str = "text3"
    locked: str = ""


class _ItemModel(QAbstractListModel):
    """The items; ticking goes through `toggle`."""

    toggled = Signal(object, bool)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: list[CheckItem] = []
        self.checked: set[Any] = set()

    def set_items(self, items: Sequence[CheckItem]) -> None:
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.items[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return item.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{item.text} {item.note}".strip()
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if item.id in self.checked else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.ToolTipRole:
            return item.locked or None
        return None

    def toggle(self, row: int) -> None:
        item = self.items[row]
        if item.locked:
            return
        self.checked ^= {item.id}
        self.dataChanged.emit(self.index(row), self.index(row))
        self.toggled.emit(item.id, item.id in self.checked)


class _ItemDelegate(QStyledItemDelegate):
    """Box, text, note at the right."""

    def __init__(self, parent: QWidget, lined: bool, strike: bool, marked: bool) -> None:
        super().__init__(parent)
        self._lined, self._strike, self._marked = lined, strike, marked

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, 28)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, now, box = index.model(), theme.current(), QRectF(option.rect)
        assert isinstance(model, _ItemModel)
        item = model.items[index.row()]
        on = item.id in model.checked
        view = self.parent()
        assert isinstance(view, QListView)
        if self._marked and index.row() == view.currentIndex().row():
            painter.fillRect(box, now.selected)
            painter.fillRect(QRectF(box.x(), box.y(), 2, box.height()), now.accent)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, now.hover)
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        left = box.x() + (8 if self._marked else 2)
        paint.checkbox(painter, left, box.y() + (box.height() - 14) / 2, state, not item.locked)
        painter.setFont(theme.font("secondary"))
        note_width = paint.metrics(painter.font()).horizontalAdvance(item.note) + 12 if item.note else 0
        painter.setPen(theme.ink(item.note_ink))
        paint.text(painter, box.adjusted(box.width() - note_width, 0, -4, 0), item.note, paint.RIGHT)
        painter.setFont(theme.font("body"))
        painter.setPen(now.text3 if on and self._strike else now.text)
        paint.text(painter, box.adjusted(30 if self._marked else 24, 0, -note_width - 4, 0), item.text)
        if self._lined:
            paint.hairline(painter, box.x(), box.right(), box.bottom() - 1, now.line)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint.focus_ring(painter, box, now.accent)


class CheckList(QListView):
    """Lines that can be ticked. Up and Down move, Space or a click ticks; `toggled(id, on)`.

    With `movable` a drag, or Alt+Up and Alt+Down, puts a line elsewhere: `reordered` gives all ids in their new order.
    With `marked` the current line is tinted, `chosen(id)` tells which it is, and only a click on the box ticks.
    """

    toggled = Signal(object, bool)
    reordered = Signal(list)
    chosen = Signal(object)

    def __init__(self, items: Sequence[CheckItem] = (), lined: bool = True, strike: bool = True,
                 parent: QWidget | None = None, movable: bool = False, marked: bool = False) -> None:
        super().__init__(parent)
        self._marked = marked
        self._model = _ItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_ItemDelegate(self, lined, strike, marked))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._model.toggled.connect(self.toggled)
        self._drag = LineDrag(self, lambda _line: (0, len(self._model.items)), self._put) if movable else None
        self.set_items(items)

    def set_items(self, items: Sequence[CheckItem]) -> None:
        """Replace the lines; the current one stays current wherever it is now, else the one in its place."""
        row, before = self.currentIndex().row(), self._model.items
        kept = before[row].id if 0 <= row < len(before) else None
        row = next((place for place, item in enumerate(items) if item.id == kept), row)
        self._model.checked = {item.id for item in items if item.checked}
        self._model.set_items(items)
        if 0 <= row < len(items):
            self.setCurrentIndex(self._model.index(row))

    def current_id(self) -> Any:
        """The id of the current line; None when there is none."""
        row = self.currentIndex().row()
        return self._model.items[row].id if 0 <= row < len(self._model.items) else None

    def choose_id(self, wanted: Any) -> None:
        """Make the line with this id the current one, where there is one."""
        row = next((place for place, item in enumerate(self._model.items) if item.id == wanted), -1)
        if row >= 0:
            self.setCurrentIndex(self._model.index(row))
            self.scrollTo(self._model.index(row))

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if self._marked and 0 <= current.row() < len(self._model.items):
            self.chosen.emit(self._model.items[current.row()].id)
            self.viewport().update()

    def fit_height(self) -> None:
        """Take exactly the height of the lines, for a list inside a scrolling panel."""
        self.setFixedHeight(max(len(self._model.items), 1) * 28 + 2)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def checked(self) -> set[Any]:
        return set(self._model.checked)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.setCurrentIndex(index)
            if self._drag is None:
                self._model.toggle(index.row())
            else:
                self._drag.press(event)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag.move(event)
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A line that can be moved is ticked when it is let go where it was taken."""
        if self._drag is not None and event.button() == Qt.MouseButton.LeftButton:
            index = self.indexAt(event.position().toPoint())
            ticks = not self._marked or event.position().x() < _BOX
            if not self._drag.release() and ticks and index.isValid() and index == self.currentIndex():
                self._model.toggle(index.row())
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._drag is not None:
            self._drag.paint(0, self.viewport().width())

    def _put(self, line: int, gap: int) -> None:
        ids = [item.id for item in self._model.items]
        if 0 <= gap <= len(ids):
            ids.insert(gap - (gap > line), ids.pop(line))
            self.reordered.emit(ids)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, key = self.currentIndex().row(), event.key()
        if self._drag is not None and key == Qt.Key.Key_Escape and self._drag.active:
            self._drag.cancel()
            return
        if (self._drag is not None and line >= 0 and event.modifiers() & Qt.KeyboardModifier.AltModifier
                and key in (Qt.Key.Key_Up, Qt.Key.Key_Down)):
            self._put(line, line + 2 if key == Qt.Key.Key_Down else line - 1)
            return
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._model.toggle(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class OptionList(CheckList):
    """Options (value, text) of a filter or a setting; `narrow(text)` shows those that contain it."""

    changed = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]], chosen: Sequence[Any] = (),
                 parent: QWidget | None = None) -> None:
        self._options = list(options)
        self._chosen = set(chosen)
        super().__init__((), lined=False, strike=False, parent=parent)
        self.toggled.connect(self._toggled)
        self.narrow("")
        widest = max((paint.metrics(theme.font("body")).horizontalAdvance(text) for _, text in options), default=0)
        self.setFixedWidth(round(min(max(widest + 48, 180), 340)))
        self.setFixedHeight(min(len(self._options), 10) * 28 + 2)

    def narrow(self, text: str) -> None:
        wanted = text.casefold()
        self.set_items([
            CheckItem(value, name, value in self._chosen)
            for value, name in self._options if wanted in name.casefold()
        ])

    def choose(self, values: Sequence[Any]) -> None:
        """Tick exactly these."""
        self._chosen = set(values)
        self.narrow("")

    def toggle_first(self) -> None:
        """Enter in the search field ticks the first line."""
        if self._model.items:
            self._model.toggle(0)

    def value(self) -> tuple[Any, ...]:
        """Chosen values in the order of the options."""
        return tuple(value for value, _ in self._options if value in self._chosen)

    def _toggled(self, value: Any, on: bool) -> None:
        self._chosen = self._chosen | {value} if on else self._chosen - {value}
        self.changed.emit()


class OptionField(QWidget):
    """Options to tick as the input of a form; a long list gets a search field."""

    edited = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.options = OptionList(options, parent=self)
        self.options.setMinimumWidth(0)
        self.options.setMaximumWidth(16_777_215)
        self.options.setFixedHeight(min(max(len(options), 1), 6) * 28 + 2)
        self.options.changed.connect(self.edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        if len(options) > 8:
            search = SearchField(tr("Search"), parent=self)
            search.setAccessibleName(tr("Search"))
            search.searched.connect(self.options.narrow)
            search.returnPressed.connect(self.options.toggle_first)
            layout.addWidget(search)
        layout.addWidget(self.options)
        self.setFocusProxy(self.options)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.options.setAccessibleName(name)

    def value(self) -> tuple[Any, ...]:
        """The ticked values in the order of the options."""
        return self.options.value()

    def set_value(self, value: Sequence[Any] | None) -> None:
        self.options.choose(value or ())

"""A board: columns of cards, moved by dragging or by Alt+Left and Alt+Right; cards are loaded as they come into view.

```python
board = BoardView([BoardColumn(s.value, label(s), s) for s in stages], load_cards)
board.set_ids({"prospect": [3, 9], "vetted": [4]})
board.moved.connect(self._move)                 # (id, column it goes to): write, then the reload shows it there
board.may_move = lambda card_id, key: ""        # or the reason why a card may not go there
```
Several cards of a column are chosen with Ctrl or Shift; `selected_ids()` names them, `moved` the one that was taken.
With `movable=False` cards stay where they are.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QMenu,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from microinf_desktop.ui import formats, glyphs, paint, theme
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.labels import label

_MIME = "application/x-microinf-card"
COLUMN_WIDTH, CARD_HEIGHT, GAP = 248, 64, 8
LINE_HEIGHT = 24  # of a card's third line
_BLOCK = 40
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class BoardColumn:
    """One column; `state` gives its glyph."""

    key: str
    title: str
    state: StrEnum | None = None


@dataclass(frozen=True)
class Card:
    """What a card says: title, a lighter line, and at the right below a word such as "3 d late".

    `flag` is a second state beside the title (the client's decision beside the stage), `holder` who acts next, before
    the lighter line; `line` is shown by boards that were given room for a third line.
    """

    id: int
    title: str
    note: str = ""
    avatar: str = ""
    aside: str = ""
    aside_ink: str = "text3"
    state: StrEnum | None = None
    late: bool = False
    swatch: str = ""
    flag: StrEnum | None = None
    holder: StrEnum | None = None
    line: str = ""


Loader = Callable[[Sequence[int]], Iterable[Card]]


class _CardModel(QAbstractListModel):
    """Ids of one column; cards are fetched in blocks when they are painted."""

    def __init__(self, column: BoardColumn, loader: Loader, parent: QObject) -> None:
        super().__init__(parent)
        self.column = column
        self._loader = loader
        self.ids: list[int] = []
        self._cards: dict[int, Card] = {}

    def set_ids(self, ids: Iterable[int]) -> None:
        self.beginResetModel()
        self.ids = list(ids)
        self._cards = {}
        self.endResetModel()

    def card(self, row: int) -> Card | None:
        if self.ids[row] not in self._cards:
            start = row // _BLOCK * _BLOCK
            block = self.ids[start : start + _BLOCK]
            self._cards.update({card.id: card for card in self._loader(block)})
        return self._cards.get(self.ids[row])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        card = self.card(index.row())
        if card is None:
            return ""
        states = (label(state) for state in (card.flag, card.holder) if state is not None)
        parts = (card.title, card.note, card.line, card.aside, *states, self.column.title)
        return card.title if role == Qt.ItemDataRole.DisplayRole else ", ".join(part for part in parts if part)


class _CardDelegate(QStyledItemDelegate):
    """A card: title with its states, note and aside, and where there is room a third line."""

    def __init__(self, height: int, parent: QObject) -> None:
        super().__init__(parent)
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, self._height + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, _CardModel)
        card = model.card(index.row())
        box = QRectF(option.rect).adjusted(0, 0, 0, -GAP)
        now = theme.current()
        current = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = now.selected if current else now.hover if hover else now.surface
        paint.rounded(painter, box, 5, ground, now.line)
        if card is None:
            return
        self._paint_card(painter, card, box)
        if option.state & QStyle.StateFlag.State_HasFocus and current:
            paint.focus_ring(painter, box, now.accent, 5)

    def _paint_card(self, painter: QPainter, card: Card, box: QRectF) -> None:
        now = theme.current()
        left = box.x() + 10
        if card.state is not None:
            glyphs.paint_glyph(painter, left, box.y() + 10, card.state, card.late)
            left += 20
        elif card.swatch:
            paint.swatch(painter, left, box.y() + 13, card.swatch)
            left += 16
        painter.setFont(theme.font("name"))
        painter.setPen(now.text)
        right = self._paint_flag(painter, card.flag, box) if card.flag is not None else box.right() - 10
        painter.setFont(theme.font("name"))
        painter.setPen(now.text)
        paint.text(painter, QRectF(left, box.y() + 7, right - left, 20), card.title)
        left, line = box.x() + 10, box.y() + 34
        if card.line:
            painter.setFont(theme.font("secondary"))
            painter.setPen(now.text2)
            paint.text(painter, QRectF(left, line + LINE_HEIGHT - 2, box.right() - 10 - left, 20), card.line)
        if card.avatar:
            paint.avatar(painter, left, line, card.avatar)
            left += 28
        elif card.holder is not None:
            glyphs.paint_glyph(painter, left, line + 3, card.holder)
            left += 20
        painter.setFont(theme.font("secondary", 600 if card.aside_ink != "text3" else 400))
        width = paint.metrics(painter.font()).horizontalAdvance(card.aside)
        painter.setPen(theme.ink(card.aside_ink))
        paint.text(painter, QRectF(box.right() - 10 - width, line, width + 1, 20), card.aside)
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text2)
        paint.text(painter, QRectF(left, line, box.right() - 22 - width - left, 20), card.note)

    def _paint_flag(self, painter: QPainter, flag: StrEnum, box: QRectF) -> float:
        """Glyph and word at the right of the title; returns where the title has to end."""
        word = label(flag)
        painter.setFont(theme.font("secondary"))
        painter.setPen(theme.current().text2)
        width = paint.metrics(painter.font()).horizontalAdvance(word) + 1
        paint.text(painter, QRectF(box.right() - 10 - width, box.y() + 7, width, 20), word)
        glyphs.paint_glyph(painter, box.right() - 10 - width - 19, box.y() + 10, flag)
        return float(box.right() - 10 - width - 27)


class _ColumnList(QListView):
    """The cards of one column."""

    dropped = Signal(int)
    key_asked = Signal(QKeyEvent)

    def __init__(self, model: _CardModel, card_height: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = parent
        self.cards = model
        self.drop_here = False
        self.setModel(model)
        self.setItemDelegate(_CardDelegate(card_height, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(model.column.title)
        theme.set_background(self, "sunken")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.key_asked.emit(event)
            return
        super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        mime = QMimeData()
        mime.setData(_MIME, str(self.cards.ids[index.row()]).encode())
        drag = QDrag(self)
        drag.setMimeData(mime)
        rect = self.visualRect(index).adjusted(0, 0, 0, -GAP)
        drag.setPixmap(self.viewport().grab(rect))
        drag.setHotSpot(QPoint(rect.width() // 2, 16))
        drag.exec(Qt.DropAction.MoveAction)

    def _mark(self, on: bool) -> None:
        self.drop_here = on
        self.viewport().update()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()
            self._mark(event.source() is not self)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._mark(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._mark(False)
        if event.source() is not self:
            event.acceptProposedAction()
            self.dropped.emit(int(bytes(event.mimeData().data(_MIME).data())))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.drop_here:
            paint.focus_ring(QPainter(self.viewport()), QRectF(self.viewport().rect()), theme.current().accent)


class _ColumnHead(QWidget):
    """Glyph, title, count."""

    def __init__(self, column: BoardColumn, parent: QWidget) -> None:
        super().__init__(parent)
        self._column, self._count = column, 0
        self.setFixedHeight(36)

    def set_count(self, n: int) -> None:
        self._count = n
        self.setAccessibleName(f"{self._column.title} {n}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        left = 2.0
        if self._column.state is not None:
            glyphs.paint_glyph(painter, left, 11, self._column.state)
            left += 20
        painter.setFont(theme.font("section"))
        painter.setPen(now.text)
        paint.text(painter, QRectF(left, 0, self.width() - 40 - left, 36), self._column.title)
        left += paint.metrics(painter.font()).horizontalAdvance(self._column.title) + 8
        painter.setFont(theme.font("body"))
        painter.setPen(now.text3)
        paint.text(painter, QRectF(left, 0, 60, 36), formats.count(self._count))


class BoardView(QScrollArea):
    """See the module's docstring."""

    opened = Signal(int)
    current_changed = Signal(int)
    moved = Signal(int, str)
    refused = Signal(str)

    def __init__(self, columns: Sequence[BoardColumn], loader: Loader, parent: QWidget | None = None,
                 lines: int = 2, movable: bool = True) -> None:
        super().__init__(parent)
        self._movable = movable
        self._card_height = CARD_HEIGHT + (lines - 2) * LINE_HEIGHT
        self.setAccessibleName(tr("Board"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.may_move: Callable[[int, str], str] = lambda _card, _key: ""
        self._card_actions: Callable[[int], Sequence[Action]] = lambda _card: ()
        self._lists: list[_ColumnList] = []
        self._heads: list[_ColumnHead] = []
        body = QWidget()
        theme.set_background(body, "sunken")
        theme.set_background(self, "sunken")
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(16, 0, 16, 0)
        self._row.setSpacing(12)
        for column in columns:
            self._add_column(column, loader)
        self._row.addStretch(1)
        self.setWidget(body)

    def _add_column(self, column: BoardColumn, loader: Loader) -> None:
        box = QWidget(self)
        box.setFixedWidth(COLUMN_WIDTH)
        cards = _ColumnList(_CardModel(column, loader, self), self._card_height, box)
        cards.setDragEnabled(self._movable)
        head = _ColumnHead(column, box)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(cards, 1)
        cards.dropped.connect(lambda card_id: self.move_card(card_id, column.key))
        cards.key_asked.connect(lambda event: self._key(cards, event))
        cards.pressed.connect(lambda _index: self._clear_others(cards))
        cards.doubleClicked.connect(lambda index: self.opened.emit(cards.cards.ids[index.row()]))
        cards.selectionModel().currentChanged.connect(
            lambda current, _previous: self.current_changed.emit(self._id(cards, current.row())))
        cards.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        cards.contextMenuEvent = lambda event: self._menu(cards, event)
        self._row.addWidget(box)
        self._lists.append(cards)
        self._heads.append(head)

    def _id(self, cards: _ColumnList, row: int) -> int:
        return cards.cards.ids[row] if 0 <= row < len(cards.cards.ids) else 0

    def set_ids(self, ids: Mapping[str, Sequence[int]]) -> None:
        """Show these cards; the current card stays current, in whichever column it is now."""
        current, had_focus = self.current_id(), any(cards.hasFocus() for cards in self._lists)
        for cards, head in zip(self._lists, self._heads, strict=True):
            scroll = cards.verticalScrollBar().value()
            cards.cards.set_ids(ids.get(cards.cards.column.key, ()))
            head.set_count(len(cards.cards.ids))
            cards.verticalScrollBar().setValue(scroll)
        if current:
            self.select(current, focus=had_focus)

    def current_id(self) -> int:
        """Id of the current card, 0 for none."""
        focused = next((cards for cards in self._lists if cards.hasFocus()), None)
        for cards in ([focused] if focused is not None else []) + self._lists:
            found = self._id(cards, cards.currentIndex().row())
            if found:
                return found
        return 0

    def select(self, card_id: int, focus: bool = True) -> bool:
        """Make a card current and visible; False when it is not on the board."""
        for cards in self._lists:
            if card_id in cards.cards.ids:
                self._clear_others(cards)
                cards.setCurrentIndex(cards.cards.index(cards.cards.ids.index(card_id)))
                self.ensureWidgetVisible(cards.box)
                if focus:
                    cards.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def selected_ids(self) -> list[int]:
        """The chosen cards, from the top; they are all in the column of the current one."""
        current = self.current_id()
        for cards in self._lists:
            rows = sorted(index.row() for index in cards.selectedIndexes())
            chosen = [cards.cards.ids[row] for row in rows]
            if current in chosen:
                return chosen
        return [current] if current else []

    def _clear_others(self, kept: _ColumnList) -> None:
        for cards in self._lists:
            if cards is not kept:
                cards.clearSelection()
                cards.setCurrentIndex(QModelIndex())

    def set_card_actions(self, actions: Callable[[int], Sequence[Action]]) -> None:
        """Context menu of a card, besides "Move to"."""
        self._card_actions = actions

    def move_card(self, card_id: int, key: str) -> None:
        """Ask for a move: `moved` when it is allowed, `refused` with the reason when not."""
        reason = self.may_move(card_id, key)
        if reason:
            self.refused.emit(reason)
        else:
            self.moved.emit(card_id, key)

    def _key(self, cards: _ColumnList, event: QKeyEvent) -> None:
        place, row = self._lists.index(cards), cards.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._id(cards, row):
                self.opened.emit(self._id(cards, row))
            return
        target = place + (1 if event.key() == Qt.Key.Key_Right else -1)
        if not 0 <= target < len(self._lists):
            return
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if self._id(cards, row):
                self.move_card(self._id(cards, row), self._lists[target].cards.column.key)
            return
        beside = self._lists[target]
        self._clear_others(beside)
        if beside.cards.ids:
            beside.setCurrentIndex(beside.cards.index(min(max(row, 0), len(beside.cards.ids) - 1)))
        beside.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(beside.box)

    def _menu(self, cards: _ColumnList, event: QContextMenuEvent) -> None:
        index = cards.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else cards.currentIndex()
        card_id = self._id(cards, index.row())
        if not card_id:
            return
        if not cards.selectionModel().isSelected(index):
            cards.setCurrentIndex(index)
        menu = fill_menu(QMenu(self), self._card_actions(card_id))
        if self._movable:
            self._add_moves(menu, cards, card_id)
        menu.popup(event.globalPos())

    def _add_moves(self, menu: QMenu, cards: _ColumnList, card_id: int) -> None:
        if not menu.isEmpty():
            menu.addSeparator()
        move = menu.addMenu(tr("Move to"))
        for other in self._lists:
            if other is not cards:
                key = other.cards.column.key
                move.addAction(other.cards.column.title).triggered.connect(
                    lambda _=False, key=key: self.move_card(card_id, key))

"""Tiles with a small picture, two lines and a badge; tiles are read as they come into view, pictures after them.

```python
grid = AssetGrid(load_tiles, thumbnails)     # load_tiles(ids) -> Tiles
grid.set_ids(ids)
grid.opened.connect(open_file)
grid.files_dropped.connect(take)             # files from outside
```
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from microinf_desktop.ui import glyphs, icons, paint, theme
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.thumbnails import Thumbnails

PICTURE = QSize(176, 132)
TILE = QSize(PICTURE.width() + 24, PICTURE.height() + 84)
_BLOCK = 30
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Tile:
    """What a tile shows; `picture` is the SHA-256 of a picture, else the `icon` stands there."""

    id: int
    title: str
    note: str = ""
    badge: str = ""
    state: StrEnum | None = None
    ink: str = "text2"
    picture: str = ""
    icon: str = "image"
    swatch: str = ""


class _TileModel(QAbstractListModel):
    """Ids; tiles are fetched in blocks when they are painted."""

    def __init__(self, loader: Callable[[Sequence[int]], Iterable[Tile]], parent: QObject) -> None:
        super().__init__(parent)
        self._loader = loader
        self.ids: list[int] = []
        self._tiles: dict[int, Tile] = {}

    def set_ids(self, ids: Iterable[int]) -> None:
        self.beginResetModel()
        self.ids, self._tiles = list(ids), {}
        self.endResetModel()

    def tile(self, row: int) -> Tile | None:
        if self.ids[row] not in self._tiles:
            start = row // _BLOCK * _BLOCK
            self._tiles.update({one.id: one for one in self._loader(self.ids[start : start + _BLOCK])})
        return self._tiles.get(self.ids[row])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        tile = self.tile(index.row())
        if tile is None:
            return ""
        words = ", ".join(part for part in (tile.title, tile.note, tile.badge) if part)
        return tile.title if role == Qt.ItemDataRole.DisplayRole else words


class _TileDelegate(QStyledItemDelegate):
    """Picture, title, whose it is, badge."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return TILE

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, now = index.model(), theme.current()
        assert isinstance(model, _TileModel)
        tile = model.tile(index.row())
        box = QRectF(option.rect).adjusted(4, 4, -4, -4)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        paint.rounded(painter, box, 6, now.selected if chosen else now.hover if hover else now.surface, now.line)
        if tile is None:
            return
        picture = QRectF(box.x() + 8, box.y() + 8, box.width() - 16, PICTURE.height())
        self._paint_picture(painter, picture, tile)
        self._paint_words(painter, QRectF(picture.x(), picture.bottom() + 6, picture.width(), 60), tile)
        if option.state & QStyle.StateFlag.State_HasFocus and chosen:
            paint.focus_ring(painter, box, now.accent, 6)

    def _paint_picture(self, painter: QPainter, box: QRectF, tile: Tile) -> None:
        now = theme.current()
        paint.rounded(painter, box, 4, now.sunken)
        picture = self._thumbnails.get(tile.picture) if tile.picture else None
        if picture is not None and not picture.isNull():
            size = picture.deviceIndependentSize()
            scale = min(box.width() / size.width(), box.height() / size.height(), 1.0)
            width, height = size.width() * scale, size.height() * scale
            at = QRectF(box.center().x() - width / 2, box.center().y() - height / 2, width, height)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(at, picture, QRectF(picture.rect()))
        elif not tile.picture or picture is not None:
            icons.draw(painter, box.center().x() - 14, box.center().y() - 14, tile.icon, now.text3, 28)

    def _paint_words(self, painter: QPainter, box: QRectF, tile: Tile) -> None:
        now = theme.current()
        painter.setFont(theme.font("name"))
        painter.setPen(now.text)
        paint.text(painter, QRectF(box.x(), box.y(), box.width(), 19), tile.title)
        left = box.x()
        if tile.swatch:
            paint.swatch(painter, left, box.y() + 25, tile.swatch)
            left += 16
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text2)
        paint.text(painter, QRectF(left, box.y() + 19, box.right() - left, 19), tile.note)
        left = box.x()
        if tile.state is not None:
            glyphs.paint_glyph(painter, left, box.y() + 42, tile.state)
            left += 20
        painter.setPen(theme.ink(tile.ink))
        paint.text(painter, QRectF(left, box.y() + 39, box.right() - left, 19), tile.badge)


class AssetGrid(QListView):
    """See the module's docstring."""

    opened = Signal(int)
    current_changed = Signal(int)
    files_dropped = Signal(list)

    def __init__(self, loader: Callable[[Sequence[int]], Iterable[Tile]], thumbnails: Thumbnails,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles = _TileModel(loader, self)
        self._row_actions: Callable[[], Sequence[Action]] = tuple
        self.setModel(self.tiles)
        self.setItemDelegate(_TileDelegate(thumbnails, self))
        thumbnails.ready.connect(self.viewport().update)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(TILE)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(40)
        self.setDragEnabled(False)
        self.setAcceptDrops(True)
        self.setViewportMargins(12, 8, 0, 0)
        theme.set_background(self, "surface")
        self.doubleClicked.connect(lambda index: self.opened.emit(self.tiles.ids[index.row()]))
        self.selectionModel().currentChanged.connect(lambda current, _previous: self.current_changed.emit(
            self._id(current.row())))
        self.selectionModel().selectionChanged.connect(lambda *_: self.current_changed.emit(self.current_id()))

    def _id(self, row: int) -> int:
        return self.tiles.ids[row] if 0 <= row < len(self.tiles.ids) else 0

    def set_ids(self, ids: Iterable[int]) -> None:
        """Show these; current tile, chosen ones and scroll position stay where they can."""
        current, chosen, offset = self.current_id(), set(self.selected_ids()), self.verticalScrollBar().value()
        self.selectionModel().blockSignals(True)
        self.tiles.set_ids(ids)
        flags = QItemSelectionModel.SelectionFlag
        if current in self.tiles.ids:
            index = self.tiles.index(self.tiles.ids.index(current))
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect)
        if len(chosen) > 1:
            for row, row_id in enumerate(self.tiles.ids):
                if row_id in chosen:
                    self.selectionModel().select(self.tiles.index(row), flags.Select)
        self.selectionModel().blockSignals(False)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(offset)
        self.current_changed.emit(self.current_id())

    def current_id(self) -> int:
        """Id of the current tile, 0 for none."""
        return self._id(self.currentIndex().row())

    def selected_ids(self) -> list[int]:
        """The chosen tiles in their order, else the current one."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        return [self.tiles.ids[row] for row in rows] or ([self.current_id()] if self.current_id() else [])

    def select(self, row_id: int) -> bool:
        """Make a tile current and visible; False when it is not shown."""
        if row_id not in self.tiles.ids:
            return False
        index = self.tiles.index(self.tiles.ids.index(row_id))
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def set_row_actions(self, actions: Callable[[], Sequence[Action]]) -> None:
        """Context menu, made when it opens."""
        self._row_actions = actions

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos()) if event.reason() == QContextMenuEvent.Reason.Mouse else self.currentIndex()
        if not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        fill_menu(QMenu(self), self._row_actions()).popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current_id():
            self.opened.emit(self.current_id())
            return
        super().keyPressEvent(event)

    # files from outside

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
        files = [path for path in paths if path.is_file()]
        if files:
            event.acceptProposedAction()
            self.files_dropped.emit(files)

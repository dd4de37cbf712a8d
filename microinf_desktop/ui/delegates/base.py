"""What all cell delegates share: runs of text that know their width, and the bridge to Qt's own views."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from microinf_desktop.ui import glyphs, icons, paint, theme
from microinf_desktop.ui.formats import MISSING
from microinf_desktop.ui.models.columns import Cell, Column
from microinf_desktop.ui.theme import Theme

PADDING = 8


class Run:
    """A text that is measured once and cut once per column width."""

    __slots__ = ("_cut", "_cut_width", "cell", "note", "text", "width")

    def __init__(self, text: str, font: QFont, cell: Cell | None = None, note: str = "") -> None:
        self.text = text
        self.width = paint.metrics(font).horizontalAdvance(text)
        self.cell = cell
        self.note = note
        self._cut, self._cut_width = text, self.width

    def fitted(self, width: float, font: QFont) -> str:
        """The text, ending in "…" where it is wider than `width`."""
        if self.width <= width:
            return self.text
        if self._cut_width != width:
            measure = paint.metrics(font)
            self._cut = measure.elidedText(self.text, Qt.TextElideMode.ElideRight, width)
            self._cut_width = width
        return self._cut


class CellDelegate(QStyledItemDelegate):
    """Text in the body font; subclasses say how a value becomes text and what stands beside it."""

    role = "body"
    weight = 0

    def __init__(self) -> None:
        super().__init__()
        self._font: QFont | None = None

    @property
    def font(self) -> QFont:
        if self._font is None:
            self._font = theme.font(self.role, self.weight)
        return self._font

    def value_text(self, value: Any) -> str:
        """The text of a value that is neither None nor a Cell."""
        return str(value)

    def text(self, value: Any, column: Column) -> str:
        """What is said and copied for a value."""
        if value is None or value == "":
            return MISSING
        if isinstance(value, Cell):
            return f"{value.text}, {value.note}" if value.note else value.text
        return self.value_text(value)

    def prepare(self, value: Any, column: Column) -> Any:
        """Turn a value into what `draw` takes."""
        if isinstance(value, Cell):
            return Run(value.text or MISSING, theme.font(self.role, value.weight or self.weight), value, value.note)
        if value is None or value == "":
            return Run(MISSING, self.font, _MISSING_CELL)
        return Run(self.value_text(value), self.font)

    def begin(self, painter: QPainter, now: Theme) -> None:
        """Set font and pen once for a whole column."""
        painter.setFont(self.font)
        painter.setPen(now.text)

    def draw(self, painter: QPainter, x: int, y: int, width: int, height: int, cell: Any, column: Column,
             now: Theme) -> None:
        """Draw a prepared cell into its place."""
        left, room = x + PADDING, width - 2 * PADDING
        if cell.cell is not None:
            self._draw_cell(painter, left, y, room, height, cell, column, now)
            return
        font = self.font
        text = cell.fitted(room, font)
        if column.right:
            left = x + width - PADDING - min(cell.width, room)
        painter.drawText(QPointF(left, paint.baseline(y, height, paint.metrics(font))), text)

    def _draw_cell(self, painter: QPainter, left: float, y: int, room: float, height: int, run: Run,
                   column: Column, now: Theme) -> None:
        cell = run.cell
        assert cell is not None
        taken = self._draw_leading(painter, left, y, height, cell)
        left, room = left + taken, room - taken
        font = theme.font(self.role, cell.weight or self.weight)
        colour = theme.ink(cell.ink) if cell.ink else now.text
        text = run.fitted(room, font)
        if column.right:
            left += max(room - run.width, 0)
        line = paint.baseline(y, height, paint.metrics(font))
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(QPointF(left, line), text)
        painter.setFont(self.font)
        if run.note and run.width < room - 24:
            painter.setPen(now.text3)
            note = paint.metrics(self.font).elidedText(
                f" · {run.note}", Qt.TextElideMode.ElideRight, room - run.width)
            painter.drawText(QPointF(left + run.width, line), note)
        painter.setPen(now.text)

    def _draw_leading(self, painter: QPainter, x: float, y: int, height: int, cell: Cell) -> int:
        """Glyph, icon, swatch or avatar before the text; returns the width it took."""
        if cell.state is not None:
            glyphs.paint_glyph(painter, x, y + (height - 14) / 2, cell.state, cell.late)
            return 20
        if cell.icon:
            colour = theme.ink(cell.ink or "text2")
            icons.draw(painter, x, y + (height - 14) / 2, cell.icon, colour, 14)
            return 20
        if cell.swatch:
            paint.swatch(painter, x, y + (height - 8) / 2, cell.swatch)
            return 16
        if cell.avatar:
            paint.avatar(painter, x, y + (height - 20) / 2, cell.avatar)
            return 28
        return 0

    # for Qt's own views

    def paint(self, painter: QPainter, option: QStyleOptionViewItem,
              index: QModelIndex | QPersistentModelIndex) -> None:
        now, rect = theme.current(), option.rect
        value, column = index.data(Qt.ItemDataRole.UserRole), _PLAIN_COLUMN
        cell = self.prepare(index.data() if value is None else value, column)
        self.begin(painter, now)
        self.draw(painter, rect.x(), rect.y(), rect.width(), rect.height(), cell, column, now)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(80, theme.row_height())


_MISSING_CELL = Cell(MISSING, ink="text3")
_PLAIN_COLUMN = Column("", "")


def shade(now: Theme, share: float) -> QColor:
    """The hairline colour mixed with the surface; 0.6 for lines between rows."""
    line, ground = now.line, now.surface
    pairs = ((line.red(), ground.red()), (line.green(), ground.green()), (line.blue(), ground.blue()))
    return QColor(*(round(a * share + b * (1 - share)) for a, b in pairs))

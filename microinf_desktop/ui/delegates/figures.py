"""Cells of figures: numbers, percent, money, progress; right-aligned with tabular digits."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from microinf_desktop.ui import formats, paint
from microinf_desktop.ui.delegates.base import PADDING, CellDelegate, Run
from microinf_desktop.ui.models.columns import Column
from microinf_desktop.ui.theme import Theme


class NumberDelegate(CellDelegate):
    """"38.6 K"."""

    def value_text(self, value: Any) -> str:
        return formats.short(value)


class CountDelegate(CellDelegate):
    """"38,910"."""

    def value_text(self, value: Any) -> str:
        return formats.count(value)


class PercentDelegate(CellDelegate):
    """"4.8 %"."""

    def value_text(self, value: Any) -> str:
        return formats.percent(value)


class MoneyDelegate(CellDelegate):
    """"€620"."""

    def value_text(self, value: Any) -> str:
        return formats.money(value)


class _Share(Run):
    """The text of a progress cell with its share, 0 to 1."""

    __slots__ = ("share",)
    share: float


class ProgressDelegate(CellDelegate):
    """A thin bar and "4/9"."""

    def value_text(self, value: Any) -> str:
        done, total = value
        return f"{formats.count(done)}/{formats.count(total)}"

    def prepare(self, value: Any, column: Column) -> Run:
        if not isinstance(value, tuple):
            plain: Run = super().prepare(value, column)
            return plain
        done, total = value
        made = _Share(self.value_text(value), self.font)
        made.share = min(done / total, 1.0) if total else 0.0
        return made

    def draw(self, painter: QPainter, x: int, y: int, width: int, height: int, cell: Any, column: Column,
             now: Theme) -> None:
        if not isinstance(cell, _Share):
            super().draw(painter, x, y, width, height, cell, column, now)
            return
        text_room = max(cell.width, 36) + 6
        track = QRectF(x + PADDING, y + height / 2 - 2, max(width - 2 * PADDING - text_room, 12), 4)
        paint.bar(painter, track, cell.share, now.accent)
        line = paint.baseline(y, height, paint.metrics(self.font))
        painter.drawText(QPointF(x + width - PADDING - cell.width, line), cell.text)

"""Cells of words: plain text, names, dates, links."""

from datetime import date
from typing import Any

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter

from microinf_desktop.ui import formats, paint
from microinf_desktop.ui.delegates.base import PADDING, CellDelegate, Run
from microinf_desktop.ui.models.columns import Cell, Column
from microinf_desktop.ui.theme import Theme


class TextDelegate(CellDelegate):
    """A word or a sentence; sequences are joined with commas."""

    def value_text(self, value: Any) -> str:
        return value if isinstance(value, str) else ", ".join(value) if isinstance(value, (tuple, list)) else str(value)

    def begin(self, painter: QPainter, now: Theme) -> None:
        painter.setFont(self.font)
        painter.setPen(now.text2)


class NameDelegate(CellDelegate):
    """A person's or thing's name, weight 500, initials before it."""

    role = "name"

    def draw(self, painter: QPainter, x: int, y: int, width: int, height: int, cell: Any, column: Column,
             now: Theme) -> None:
        if cell.cell is not None:
            super().draw(painter, x, y, width, height, cell, column, now)
            return
        paint.avatar(painter, x + PADDING, y + (height - 20) / 2, cell.text)
        left = x + PADDING + 28
        text = cell.fitted(width - 28 - 2 * PADDING, self.font)
        painter.drawText(QPointF(left, paint.baseline(y, height, paint.metrics(self.font))), text)


class DateDelegate(CellDelegate):
    """A day: "Fri 27 Nov"."""

    def value_text(self, value: Any) -> str:
        return formats.day(value)


class DueDelegate(CellDelegate):
    """A due day in words; what is late stands in danger and says so."""

    def value_text(self, value: Any) -> str:
        return formats.relative(value)

    def prepare(self, value: Any, column: Column) -> Run:
        if isinstance(value, date) and value < formats.today():
            value = Cell(formats.relative(value), ink="danger", weight=600)
        prepared: Run = super().prepare(value, column)
        return prepared


class LinkDelegate(CellDelegate):
    """Something that can be clicked, in the accent colour."""

    weight = 500

    def begin(self, painter: QPainter, now: Theme) -> None:
        painter.setFont(self.font)
        painter.setPen(now.accent)

"""Cells of signs: platform tags, sparklines, status pills, verdicts, who holds the ball."""

from enum import StrEnum
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from microinf_desktop.domain.enums import Platform
from microinf_desktop.ui import formats, glyphs, paint
from microinf_desktop.ui.delegates.base import PADDING, CellDelegate, Run
from microinf_desktop.ui.labels import label
from microinf_desktop.ui.models.columns import Cell, Column
from microinf_desktop.ui.theme import Theme

_PLATFORMS = {platform.value: platform.tag for platform in Platform}


class PlatformsDelegate(CellDelegate):
    """"IG TT YT" in small boxes; as many as fit, then "+2"."""

    def value_text(self, value: Any) -> str:
        return " ".join(_PLATFORMS.get(name, name) for name in value)

    def prepare(self, value: Any, column: Column) -> Any:
        if not value or isinstance(value, Cell):
            return super().prepare(value or None, column)
        return tuple(_PLATFORMS.get(name, name) for name in value)

    def draw(self, painter: QPainter, x: int, y: int, width: int, height: int, cell: Any, column: Column,
             now: Theme) -> None:
        if not isinstance(cell, tuple):
            super().draw(painter, x, y, width, height, cell, column, now)
            return
        fits = max((width - 2 * PADDING) // (paint.TAG_SIZE.width() + 1), 1)
        shown = cell if len(cell) <= fits else (*cell[: max(fits - 1, 1)], f"+{len(cell) - max(fits - 1, 1)}")
        paint.platform_tags(painter, x + PADDING, y + (height - paint.TAG_SIZE.height()) / 2, shown)


class SparklineDelegate(CellDelegate):
    """The course of a figure, 70×18, no axis."""

    def value_text(self, value: Any) -> str:
        return f"{formats.short(value[0])} → {formats.short(value[-1])}" if len(value) else formats.MISSING

    def prepare(self, value: Any, column: Column) -> Any:
        return tuple(value) if value is not None and len(value) > 1 else super().prepare(None, column)

    def draw(self, painter: QPainter, x: int, y: int, width: int, height: int, cell: Any, column: Column,
             now: Theme) -> None:
        if isinstance(cell, Run):
            super().draw(painter, x, y, width, height, cell, column, now)
            return
        room = min(width - 2 * PADDING, paint.SPARKLINE_SIZE.width())
        box = QRectF(x + PADDING, y + (height - 18) / 2, room, paint.SPARKLINE_SIZE.height())
        paint.sparkline(painter, box, cell, now)
        self.begin(painter, now)


class _State(Run):
    """The word of a state with its glyph."""

    __slots__ = ("late", "state")
    late: bool
    state: StrEnum


class StatusDelegate(CellDelegate):
    """Glyph and word of a state: a member of a pipeline, or (state, late, text)."""

    def value_text(self, value: Any) -> str:
        _state, _late, text = self._parts(value)
        return text

    def prepare(self, value: Any, column: Column) -> Any:
        if value is None or isinstance(value, Cell):
            return super().prepare(value, column)
        state, late, text = self._parts(value)
        made = _State(text, self.font)
        made.state, made.late = state, late
        return made

    def draw(self, painter: QPainter, x: int, y: int, width: int, height: int, cell: Any, column: Column,
             now: Theme) -> None:
        if not isinstance(cell, _State):
            super().draw(painter, x, y, width, height, cell, column, now)
            return
        glyphs.paint_glyph(painter, x + PADDING, y + (height - 14) / 2, cell.state, cell.late)
        text = cell.fitted(width - 2 * PADDING - 20, self.font)
        line = paint.baseline(y, height, paint.metrics(self.font))
        painter.drawText(QPointF(x + PADDING + 20, line), text)

    def _parts(self, value: Any) -> tuple[StrEnum, bool, str]:
        if isinstance(value, tuple):
            state, late, text = (*value, "") if len(value) == 2 else value
            return state, bool(late), text or label(state)
        return value, False, label(value)


class VerdictDelegate(StatusDelegate):
    """Glyph and word of a disclosure verdict: a Verdict, or (Verdict, text)."""

    def _parts(self, value: Any) -> tuple[StrEnum, bool, str]:
        if isinstance(value, tuple):
            return value[0], False, value[1] or label(value[0])
        return value, False, label(value)


class SignDelegate(StatusDelegate):
    """A verdict's glyph alone, for narrow columns; said and copied in words. Without a value nothing is drawn."""

    def text(self, value: Any, column: Column) -> str:
        if value is None:
            return ""
        verdict, number = value
        return f"{label(verdict)} {number}" if number > 1 else label(verdict)

    def prepare(self, value: Any, column: Column) -> Any:
        if value is None:
            return Run("", self.font)
        made = _State(str(value[1]) if value[1] > 1 else "", self.font)
        made.state, made.late = value[0], False
        return made


class BallDelegate(StatusDelegate):
    """Pen, person or building and "Us", "Creator", "Client"."""

    def draw(self, painter: QPainter, x: int, y: int, width: int, height: int, cell: Any, column: Column,
             now: Theme) -> None:
        if not isinstance(cell, _State):
            super().draw(painter, x, y, width, height, cell, column, now)
            return
        glyphs.paint_glyph(painter, x + PADDING, y + (height - 14) / 2, cell.state)
        line = paint.baseline(y, height, paint.metrics(self.font))
        painter.drawText(QPointF(x + PADDING + 20, line), cell.fitted(width - 2 * PADDING - 20, self.font))

"""Followers of an account over its snapshots: a line with its last value named, painted by Qt, there at once."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from microinf_desktop.ui import formats, paint, theme
from microinf_desktop.ui.i18n import tr

_GAP, _TOP, _BOTTOM = 8, 10, 22


class GrowthChart(QWidget):
    """Points are (day, followers), oldest first; fewer than two draw nothing."""

    def __init__(self, points: Sequence[tuple[date, int]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = list(points)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if self._points:
            first, last = self._points[0], self._points[-1]
            self.setAccessibleName(tr(
                "Followers from {a} on {b} to {c} on {d}", a=formats.count(first[1]), b=formats.day(first[0]),
                c=formats.count(last[1]), d=formats.day(last[0]),
            ))

    def sizeHint(self) -> QSize:
        return QSize(340, 136)

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._points) < 2:
            return
        painter, now = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high, step = nice_scale(min(n for _, n in self._points), max(n for _, n in self._points))
        values = [low + place * step for place in range(round((high - low) / step) + 1)]
        wide = max(_width(formats.short(value)) for value in values)
        last = _width(formats.short(self._points[-1][1]), 600)
        area = QRectF(wide + _GAP, _TOP, self.width() - wide - last - 2 * _GAP - 3, self.height() - _TOP - _BOTTOM)
        painter.setFont(theme.font("caption"))
        for value in values:
            y = area.bottom() - (value - low) / (high - low) * area.height()
            paint.hairline(painter, area.left(), area.right(), y, now.line)
            painter.setPen(now.text3)
            paint.text(painter, QRectF(0, y - 8, wide, 16), formats.short(value), paint.RIGHT)
        self._draw_days(painter, area)
        self._draw_line(painter, area, low, high)

    def _x(self, area: QRectF, day: date) -> float:
        first, last = self._points[0][0], self._points[-1][0]
        return area.left() + (day - first).days / max((last - first).days, 1) * area.width()

    def _draw_days(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(theme.current().text3)
        middle = self._points[len(self._points) // 2][0]
        shown = ((self._points[0][0], paint.LEFT), (middle, paint.CENTRE), (self._points[-1][0], paint.RIGHT))
        for day, align in shown:
            x = self._x(area, day)
            left = {paint.LEFT: x, paint.CENTRE: x - 40, paint.RIGHT: x - 80}[align]
            paint.text(painter, QRectF(left, area.bottom() + 4, 80, 16), f"{day:%b %y}", align)

    def _draw_line(self, painter: QPainter, area: QRectF, low: float, high: float) -> None:
        now = theme.current()
        points = [
            QPointF(self._x(area, day), area.bottom() - (n - low) / (high - low) * area.height())
            for day, n in self._points
        ]
        painter.setPen(QPen(now.accent, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(points))
        end = points[-1]
        painter.setBrush(now.accent)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(end, 3, 3)
        painter.setFont(theme.font("caption", 600))
        painter.setPen(now.text)
        beside = QRectF(end.x() + 7, end.y() - 8, self.width() - end.x() - 7, 16)
        paint.text(painter, beside, formats.short(self._points[-1][1]))


def _width(text: str, weight: int = 0) -> int:
    """Pixels of a caption, a little more than it measures so that it is never cut."""
    return round(paint.metrics(theme.font("caption", weight)).horizontalAdvance(text)) + 4


def nice_scale(low: int, high: int, lines: int = 3) -> tuple[float, float, float]:
    """Round bounds and a step (1, 2, 2.5 or 5 × 10ⁿ) that hold the values in about `lines` intervals."""
    span = max(high - low, abs(high) * 0.05, 1)
    raw = span / lines
    size = 10 ** len(str(int(raw))) / 10
    step = next(factor * size for factor in (1, 2, 2.5, 5, 10, 20) if factor * size * lines >= span)
    bottom = low // step * step
    top = bottom
    while top < high:
        top += step
    return bottom, top, step

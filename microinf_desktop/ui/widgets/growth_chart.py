"""Followers of an account over its snapshots: a line with its last value named, painted by Qt, there at once."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from microinf_desktop.ui import formats, paint, theme
from microinf_desktop.ui.i18n import tr

_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 52, 10, 22


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
        area = QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, self.height() - _TOP - _BOTTOM)
        low, high, step = nice_scale(min(n for _, n in self._points), max(n for _, n in self._points))
        painter.setFont(theme.font("caption"))
        value = low
        while value <= high:
            y = area.bottom() - (value - low) / (high - low) * area.height()
            paint.hairline(painter, area.left(), area.right(), y, now.line)
            painter.setPen(now.text3)
            paint.text(painter, QRectF(0, y - 8, _LEFT - 8, 16), formats.short(value), paint.RIGHT)
            value += step
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
        line = QPolygonF([
            QPointF(self._x(area, day), area.bottom() - (n - low) / (high - low) * area.height())
            for day, n in self._points
        ])
        painter.setPen(QPen(now.accent, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(line)
        end = line[line.size() - 1]
        painter.setBrush(now.accent)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(end, 3, 3)
        painter.setFont(theme.font("caption", 600))
        painter.setPen(now.text)
        paint.text(painter, QRectF(end.x() + 7, end.y() - 8, _RIGHT - 4, 16), formats.short(self._points[-1][1]))


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

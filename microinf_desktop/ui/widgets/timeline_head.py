"""The head of a timeline: two lines of units whose captions never clip, shaded days off, names of holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QPainter

from microinf_desktop.domain.timeline_scale import cells
from microinf_desktop.ui import formats, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.theme import Theme, Tone
from microinf_desktop.ui.widgets import timeline_scale as scale

if TYPE_CHECKING:
    from microinf_desktop.ui.widgets.timeline_view import TimelineView

_SHADED_FROM = 4.0  # pixels of a day from which single days off are worth shading


def paint_days(painter: QPainter, view: TimelineView, chart: QRectF, now: Theme) -> None:
    """Days nobody works on, and a line where the upper unit of the head begins."""
    width, data = view.day_width, view.data
    assert data is not None
    first, last = view.day_at(chart.left()), view.day_at(chart.right())
    if width >= _SHADED_FROM:
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if not data.calendar.is_working(day):
                holiday = day.weekday() not in data.calendar.weekend
                ground = now.tone(Tone.NEUTRAL).tint if holiday else now.window
                painter.fillRect(QRectF(view.x_of(day), 42, width, chart.height()), ground)
    for start, _end in cells(scale.tiers(width)[0], first, last):
        painter.fillRect(QRectF(view.x_of(start), 0, 1, chart.height()), now.line)


def paint_head(painter: QPainter, view: TimelineView, area: QRectF, now: Theme) -> None:
    """Names of the columns at the left, the two units at the right."""
    left = view.list_width()
    painter.fillRect(QRectF(0, 0, area.width(), 42), now.sunken)
    painter.setFont(theme.font("secondary"))
    painter.setPen(now.text2)
    paint.text(painter, QRectF(16, 20, left * 0.6 - 20, 20), tr("Creator, deliverable"))
    paint.text(painter, QRectF(left * 0.6, 20, left * 0.4 - 8, 20), tr("Holds the ball"))
    painter.save()
    painter.setClipRect(QRectF(left, 0, area.width() - left, 42))
    upper, lower = scale.tiers(view.day_width)
    _paint_units(painter, view, area, upper, 3, now, strong=True)
    _paint_units(painter, view, area, lower, 22, now, strong=False)
    painter.restore()
    painter.fillRect(QRectF(0, 41, area.width(), 1), now.line)


def _paint_units(painter: QPainter, view: TimelineView, area: QRectF, unit: str, y: float, now: Theme,
                 strong: bool) -> None:
    """One line of the head; a caption keeps inside what is seen of its unit, or is left out."""
    data, left = view.data, view.list_width()
    locale = formats.locale_name()
    assert data is not None
    for start, end in cells(unit, view.day_at(left), view.day_at(area.width())):
        x, right = max(view.x_of(start), left), min(view.x_of(end), area.width())
        if strong or unit != "day":
            painter.fillRect(QRectF(view.x_of(start), 0 if strong else 20, 1, 42 if strong else 22), now.line)
        is_now = start <= data.today < end
        painter.setFont(theme.font("caption", 600 if strong or (is_now and unit == "day") else 400))
        measure = paint.metrics(painter.font())
        room = right - x - (2 if unit == "day" else 9)
        caption = next((text for text, wide in _captions(unit, start, painter.font(), locale) if wide <= room), "")
        if not caption:
            continue
        box = QRectF(x, y, right - x, 18)
        if unit != "day":
            painter.setPen(now.text if strong else now.text2)
            paint.text(painter, box.adjusted(5, 0, 0, 0), caption)
            continue
        if is_now:
            wide = max(measure.horizontalAdvance(caption) + 8, 20)
            paint.rounded(painter, QRectF(box.center().x() - wide / 2, y, wide, 17), 3, now.accent)
        painter.setPen(now.on_accent if is_now else now.text2 if data.calendar.is_working(start) else now.text3)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, caption)


@lru_cache(maxsize=2048)
def _captions(unit: str, start: date, font: QFont, _locale: str) -> tuple[tuple[str, float], ...]:
    """What a cell may say in this language with its width, from long to short."""
    measure = paint.metrics(font)
    return tuple((text, measure.horizontalAdvance(text)) for text in scale.captions(unit, start))


def paint_holidays(painter: QPainter, view: TimelineView, bottom: float, chart: QRectF, now: Theme) -> None:
    """Names of the holidays in view below the last line; the tooltip of the head has all of them."""
    data = view.data
    if data is None or view.day_width < _SHADED_FROM:
        return
    painter.setFont(theme.font("caption"))
    used = -1e9
    for day, name in data.calendar.closed_days(view.day_at(chart.left()), view.day_at(chart.right())):
        words = f"{name}, {_short(day)}"
        x = view.x_of(day) + view.day_width / 2
        room = paint.metrics(painter.font()).horizontalAdvance(words)
        x_text = min(max(x - room / 2, chart.left() + 4), chart.right() - room - 4)
        if x_text > used:
            painter.fillRect(QRectF(x - 0.5, bottom + 2, 1, 6), now.text3)
            painter.setPen(now.text3)
            painter.drawText(QRectF(x_text - 2, bottom + 9, room + 4, 16), Qt.AlignmentFlag.AlignCenter, words)
            used = x_text + room + 10


def _short(day: date) -> str:
    return formats.day(day).split(" ", 1)[1]

"""How a timeline is drawn: shaded days, head, list at the left, bars, diamonds, milestones, what a drag would do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPolygonF

from microinf_desktop.ui import formats, glyphs, icons, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.theme import Theme, Tone
from microinf_desktop.ui.widgets.timeline_data import Bar, TimelineGroup, TimelineItem, Zoom, moved_dates

if TYPE_CHECKING:
    from microinf_desktop.ui.widgets.timeline_view import TimelineView

FOOT = 40  # room below the last line, for the names of holidays
_BAR = 16
_DIAMOND = 6.5
_NAMES = {"ship_on": "Ship", "draft_due_on": "Draft", "internal_review_on": "Review", "client_review_on": "Client"}


def paint_timeline(painter: QPainter, view: TimelineView, area: QRectF) -> None:
    """Everything, clipped to `area`."""
    now, left = theme.current(), view.list_width()
    painter.fillRect(area, now.surface)
    shown = view.rows_in_view()
    bottom = max((top + view.line_height(line[0]) for top, line in shown), default=42.0)
    chart = QRectF(left, 0, area.width() - left, area.height())
    painter.save()
    painter.setClipRect(chart)
    _paint_days(painter, view, chart, now)
    painter.restore()
    for top, line in shown:
        _paint_row_ground(painter, view, top, line, area, now)
    painter.save()
    painter.setClipRect(chart.adjusted(0, 42, 0, 0))
    _paint_today(painter, view, bottom, now)
    for top, line in shown:
        if line[0] == "marks":
            _paint_marks(painter, view, top, now)
        elif isinstance(line[1], TimelineItem):
            _paint_item(painter, view, line[1], top, now)
    _paint_holidays(painter, view, bottom, chart, now)
    painter.restore()
    painter.save()
    painter.setClipRect(QRectF(0, 42, left, area.height()))
    for top, line in shown:
        _paint_list(painter, view, top, line, left, now)
    painter.restore()
    _paint_head(painter, view, area, now)
    painter.fillRect(QRectF(left - 1, 0, 1, area.height()), now.line)
    if view.hasFocus():
        paint.focus_ring(painter, area, now.accent)


def _days_in_view(view: TimelineView, chart: QRectF) -> list[date]:
    first, last = view.day_at(chart.left()), view.day_at(chart.right())
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _paint_days(painter: QPainter, view: TimelineView, chart: QRectF, now: Theme) -> None:
    width, data = view.zoom.day_width, view.data
    assert data is not None
    for day in _days_in_view(view, chart):
        x = view.x_of(day)
        if data.closed(day) is not None:
            ground = now.tone(Tone.NEUTRAL).tint if day.weekday() < 5 else now.window
            painter.fillRect(QRectF(x, 42, width, chart.height()), ground)
        starts = day.day == 1 if view.zoom is Zoom.MONTH else day.weekday() == 0
        if starts:
            painter.fillRect(QRectF(x, 0, 1, chart.height()), now.line)


def _paint_head(painter: QPainter, view: TimelineView, area: QRectF, now: Theme) -> None:
    left, data = view.list_width(), view.data
    assert data is not None
    painter.fillRect(QRectF(0, 0, area.width(), 42), now.sunken)
    painter.setFont(theme.font("secondary"))
    painter.setPen(now.text2)
    paint.text(painter, QRectF(16, 20, left * 0.6 - 20, 20), tr("Creator, deliverable"))
    paint.text(painter, QRectF(left * 0.6, 20, left * 0.4 - 8, 20), tr("Holds the ball"))
    painter.save()
    painter.setClipRect(QRectF(left, 0, area.width() - left, 42))
    width = view.zoom.day_width
    for day in _days_in_view(view, QRectF(left, 0, area.width() - left, 42)):
        x = view.x_of(day)
        month = view.zoom is Zoom.MONTH
        if day.day == 1 if month else day.weekday() == 0:
            painter.setFont(theme.font("caption", 600))
            painter.setPen(now.text)
            name = f"{formats.day(day).split(' ', 1)[1]}" if not month else _month(day)
            paint.text(painter, QRectF(x + 5, 3, 31 * width if month else 7 * width - 6, 18), name)
            painter.fillRect(QRectF(x, 0, 1, 42), now.line)
        _paint_day_number(painter, view, day, x, now)
    painter.restore()
    painter.fillRect(QRectF(0, 41, area.width(), 1), now.line)


def _month(day: date) -> str:
    from PySide6.QtCore import QDate, QLocale

    name = QLocale(formats.locale_name()).toString(QDate(day.year, day.month, day.day), "MMMM yyyy")
    return str(name)


def _paint_day_number(painter: QPainter, view: TimelineView, day: date, x: float, now: Theme) -> None:
    width, data = view.zoom.day_width, view.data
    assert data is not None
    if view.zoom is Zoom.MONTH:
        if day.weekday() != 0:
            return
        width = 7 * width
    box = QRectF(x, 22, width, 18)
    painter.setFont(theme.font("caption", 600 if day == data.today else 400))
    if day == data.today:
        paint.rounded(painter, QRectF(x + width / 2 - 10, 22, 20, 17), 3, now.accent)
        painter.setPen(now.on_accent)
    else:
        painter.setPen(now.text3 if data.closed(day) else now.text2)
    align = paint.LEFT if view.zoom is Zoom.MONTH else Qt.AlignmentFlag.AlignCenter
    text = formats.day(day).rsplit(" ", 1)[0] if view.zoom is Zoom.DAY else str(day.day)
    painter.drawText(box.adjusted(5, 0, 0, 0) if view.zoom is Zoom.MONTH else box, align, text)


def _paint_row_ground(painter: QPainter, view: TimelineView, top: float, line: tuple[str, object], area: QRectF,
                      now: Theme) -> None:
    kind, what = line
    height = view.line_height(kind)
    if isinstance(what, TimelineGroup):
        painter.fillRect(QRectF(0, top, view.list_width(), height), now.sunken)
    if isinstance(what, TimelineItem) and view.current == ("item", what.id):
        tint = QColor(now.selected)
        painter.fillRect(QRectF(0, top, view.list_width(), height), tint)
        tint.setAlpha(150)
        painter.fillRect(QRectF(view.list_width(), top, area.width(), height), tint)
        painter.fillRect(QRectF(0, top, 3, height), now.accent)
    paint.hairline(painter, 0, area.width(), top + height - 1, now.line)


def _paint_list(painter: QPainter, view: TimelineView, top: float, line: tuple[str, object], left: int,
                now: Theme) -> None:
    kind, what = line
    height = view.line_height(kind)
    note_x = left * 0.6
    if kind == "marks":
        painter.setFont(theme.font("body"))
        painter.setPen(now.text2)
        paint.text(painter, QRectF(16, top, left - 24, height), tr("Milestones"))
    elif isinstance(what, TimelineGroup):
        folded = what.key in view.folded
        icons.draw(painter, 14, top + (height - 12) / 2, "chevron-right" if folded else "chevron-down", now.text2, 12)
        paint.avatar(painter, 32, top + (height - 20) / 2, what.title)
        painter.setFont(theme.font("name"))
        painter.setPen(now.text)
        paint.text(painter, QRectF(60, top, note_x - 66, height), what.title)
        painter.setFont(theme.font("secondary", 400 if what.note_ink == "text3" else 600))
        painter.setPen(theme.ink(what.note_ink))
        paint.text(painter, QRectF(note_x, top, left - note_x - 8, height), what.note)
    elif isinstance(what, TimelineItem):
        glyphs.paint_glyph(painter, 44, top + (height - 14) / 2, what.state, bool(what.late_days))
        painter.setFont(theme.font("body"))
        painter.setPen(now.text)
        paint.text(painter, QRectF(66, top, note_x - 72, height), what.title)
        if what.holder is not None:
            glyphs.paint_glyph(painter, note_x, top + (height - 14) / 2, what.holder)
        painter.setFont(theme.font("secondary", 400 if what.note_ink == "text2" else 600))
        painter.setPen(theme.ink(what.note_ink))
        paint.text(painter, QRectF(note_x + 20, top, left - note_x - 28, height), what.note)


def _paint_today(painter: QPainter, view: TimelineView, bottom: float, now: Theme) -> None:
    data = view.data
    assert data is not None
    x = view.x_of(data.today) + view.zoom.day_width / 2
    painter.fillRect(QRectF(x - 0.75, 42, 1.5, bottom - 42), now.accent)


def _paint_marks(painter: QPainter, view: TimelineView, top: float, now: Theme) -> None:
    data = view.data
    assert data is not None
    if data.period is not None:
        start, end = view.x_of(data.period[0]), view.x_of(data.period[1]) + view.zoom.day_width
        painter.fillRect(QRectF(start, top + 36, end - start, 4), now.line)
    painter.setFont(theme.font("caption"))
    used = -1e9  # right edge of the last name drawn: one that would run into it is left out, the diamond stays
    for mark in sorted(data.marks, key=lambda one: one.day):
        chosen = view.current == ("mark", mark.id)
        day = mark.day + timedelta(days=view.drag_days if chosen else 0)
        centre = QPointF(view.x_of(day) + view.zoom.day_width / 2, top + 11)
        late = not mark.is_done and mark.day < data.today
        ink = theme.ink("danger") if late else now.text3 if mark.is_done else now.text
        diamond(painter, centre, ink if mark.is_done or late else None, ink)
        if chosen:
            _ring(painter, centre, now)
        room = paint.metrics(painter.font()).horizontalAdvance(mark.name)
        if centre.x() - room / 2 > used:
            painter.setPen(ink)
            painter.drawText(QRectF(centre.x() - room / 2 - 2, top + 19, room + 4, 16), Qt.AlignmentFlag.AlignCenter,
                             mark.name)
            used = centre.x() + room / 2 + 8


def diamond(painter: QPainter, centre: QPointF, fill: QColor | None, ink: QColor, dashed: bool = False) -> None:
    """A day: filled when it is done or final, else an outline."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink, 1.3)
    if dashed:
        pen.setStyle(Qt.PenStyle.DotLine)
    painter.setPen(pen)
    painter.setBrush(fill if fill is not None else theme.current().surface)
    size, x, y = _DIAMOND, centre.x(), centre.y()
    painter.drawPolygon(QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size),
                                   QPointF(x - size, y)]))
    painter.restore()


def _ring(painter: QPainter, centre: QPointF, now: Theme) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, _DIAMOND + 3.5, _DIAMOND + 3.5)
    painter.restore()


def _paint_item(painter: QPainter, view: TimelineView, item: TimelineItem, top: float, now: Theme) -> None:
    height = view.line_height("item")
    y = top + (height - _BAR) / 2
    chosen = view.current == ("item", item.id)
    for bar in item.bars:
        _paint_bar(painter, view, bar, y, now, chosen and view.step == bar.step)
    for bar in item.bars:  # over the bars that were planned for the days now lost
        if bar.late_to is not None and bar.late_to > bar.end:
            _paint_late(painter, view, bar, y, now)
    if item.publish_on is not None:
        centre = QPointF(view.x_of(item.publish_on) + view.zoom.day_width / 2, top + height / 2)
        ink = now.text
        if item.is_published:
            ink = now.tone(Tone.DONE).ink
        elif item.publish_on < view.data.today if view.data is not None else False:
            ink = now.tone(Tone.DANGER).ink
        diamond(painter, centre, ink, ink)
        if chosen and view.step == "publish_on":
            _ring(painter, centre, now)
    if chosen and view.drag_days:
        _paint_drag(painter, view, item, y, now)


def _paint_bar(painter: QPainter, view: TimelineView, bar: Bar, y: float, now: Theme, chosen: bool) -> None:
    x, end = view.x_of(bar.start), view.x_of(bar.end) + view.zoom.day_width
    box = QRectF(x + 1, y, end - x - 2, _BAR)
    fill, border, ink = bar_colours(bar, now)
    paint.rounded(painter, box, 3, fill, border)
    painter.setFont(theme.font("caption"))
    painter.setPen(ink)
    name = tr(_NAMES[bar.step])
    if paint.metrics(painter.font()).horizontalAdvance(name) <= box.width() - 4:
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
    if chosen:
        paint.rounded(painter, box.adjusted(-2, -2, 2, 2), 4, None, now.accent)
        paint.rounded(painter, box.adjusted(-1, -1, 1, 1), 4, None, now.accent)


def bar_colours(bar: Bar, now: Theme) -> tuple[QColor, QColor, QColor]:
    if bar.is_done:
        return now.tone(Tone.NEUTRAL).tint, now.line, now.text3
    if bar.step == "ship_on":
        return now.surface, now.line_strong, now.text
    if bar.step == "internal_review_on":
        return now.selected, now.accent, now.text
    tone = now.tone(Tone.PROGRESS if bar.step == "draft_due_on" else Tone.ATTENTION)
    border = QColor(tone.ink)
    border.setAlpha(150)
    return tone.tint, border, now.text


def _paint_late(painter: QPainter, view: TimelineView, bar: Bar, y: float, now: Theme) -> None:
    """From the day after it was due to today, hatched, with the days in words; a review asks for less alarm."""
    assert bar.late_to is not None
    tone = now.tone(Tone.DANGER if bar.step == "draft_due_on" else Tone.ATTENTION)
    x = view.x_of(bar.end) + view.zoom.day_width
    box = QRectF(x + 1, y, view.x_of(bar.late_to) + view.zoom.day_width - x - 2, _BAR)
    paint.rounded(painter, box, 3, tone.tint, tone.ink)
    hatch = QColor(tone.ink)
    hatch.setAlpha(70)
    painter.fillRect(box.adjusted(1, 1, -1, -1), QBrush(hatch, Qt.BrushStyle.BDiagPattern))
    days = (bar.late_to - bar.end).days
    words = tr("{n} d late", n=days) if bar.step == "draft_due_on" else tr("{n} d over", n=days)
    painter.setFont(theme.font("caption", 600))
    room = paint.metrics(painter.font()).horizontalAdvance(words)
    if room + 6 <= box.width():
        painter.fillRect(QRectF(box.center().x() - room / 2 - 2, y + 1, room + 4, _BAR - 2), tone.tint)
        painter.setPen(tone.ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _paint_drag(painter: QPainter, view: TimelineView, item: TimelineItem, y: float, now: Theme) -> None:
    """Dashed outlines of the dates as they would be, and the new day in words."""
    dates = {step: item.day_of(step) for step in item.steps}
    moved = moved_dates(dates, view.step, view.drag_days, view.drag_whole,
                        view.data.calendar if view.data is not None else None)
    pen = QPen(now.accent, 1.2, Qt.PenStyle.DashLine)
    for step, day in moved.items():
        if day is None:
            continue
        if step == "publish_on":
            diamond(painter, QPointF(view.x_of(day) + view.zoom.day_width / 2, y + _BAR / 2), None, now.accent, True)
            continue
        bar = next(one for one in item.bars if one.step == step)
        length = (bar.end - bar.start).days
        x = view.x_of(day - timedelta(days=length))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x + 1, y, (length + 1) * view.zoom.day_width - 2, _BAR))
    target = moved.get(view.step)
    if target is not None:
        painter.setFont(theme.font("caption", 600))
        words = formats.day(target)
        room = paint.metrics(painter.font()).horizontalAdvance(words) + 10
        box = QRectF(view.x_of(target) + view.zoom.day_width + 4, y - 1, room, _BAR + 2)
        paint.rounded(painter, box, 3, now.accent)
        painter.setPen(now.on_accent)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def _paint_holidays(painter: QPainter, view: TimelineView, bottom: float, chart: QRectF, now: Theme) -> None:
    """Names of the holidays in view below the last line."""
    data = view.data
    assert data is not None
    painter.setFont(theme.font("caption"))
    used = -1e9
    for day in _days_in_view(view, chart):
        name = data.closed(day) if day.weekday() < 5 else None
        if name is None:
            continue
        words = f"{name}, {formats.day(day).split(' ', 1)[1]}"
        x = view.x_of(day) + view.zoom.day_width / 2
        room = paint.metrics(painter.font()).horizontalAdvance(words)
        if x - room / 2 > used:
            painter.fillRect(QRectF(x - 0.5, bottom + 2, 1, 6), now.text3)
            painter.setPen(now.text3)
            painter.drawText(QRectF(x - room / 2 - 2, bottom + 9, room + 4, 16), Qt.AlignmentFlag.AlignCenter, words)
            used = x + room / 2 + 10

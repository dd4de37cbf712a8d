"""How a timeline is drawn: list at the left, bars, diamonds, milestones, dependencies, what a drag would do.

Only the lines and days in view are painted. Colour never speaks alone: late is hatched, what waits for something late
is dashed with an arrow to its new day, a fixed day has a lock, an approval's day a flag.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from microinf_desktop.domain.enums import MilestoneKind
from microinf_desktop.domain.timeline_data import (
    PUBLISH,
    Bar,
    TimelineGroup,
    TimelineItem,
    TimelineMark,
    mark_key,
    step_key,
)
from microinf_desktop.domain.timeline_scale import place_names
from microinf_desktop.domain.timeline_signs import DIAMOND
from microinf_desktop.ui import formats, glyphs, icons, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.theme import Theme, Tone
from microinf_desktop.ui.widgets import timeline_pictures as pictures
from microinf_desktop.ui.widgets import timeline_words as wording
from microinf_desktop.ui.widgets.timeline_drag import KNOB, KNOB_AT
from microinf_desktop.ui.widgets.timeline_head import paint_days, paint_head, paint_holidays
from microinf_desktop.ui.widgets.timeline_pictures import BAR, diamond, put_lock, put_mark, put_text

if TYPE_CHECKING:
    from microinf_desktop.ui.widgets.timeline_view import TimelineView

_ASTRAY = 24  # pixels a name may begin behind its sign
FOOT = 40  # room below the last line, for the names of holidays


def paint_timeline(painter: QPainter, view: TimelineView, area: QRectF) -> None:
    """Everything, clipped to `area`."""
    now, left = theme.current(), view.list_width()
    painter.fillRect(area, now.surface)
    shown = view.rows_in_view()
    bottom = max((top + view.line_height(line[0]) for top, line in shown), default=42.0)
    chart = QRectF(left, 0, area.width() - left, area.height())
    painter.save()
    painter.setClipRect(chart)
    paint_days(painter, view, chart, now)
    painter.restore()
    for top, line in shown:
        _paint_row_ground(painter, view, top, line, area, now)
    painter.save()
    painter.setClipRect(chart.adjusted(0, 42, 0, 0))
    _paint_today(painter, view, bottom, now)
    _paint_links(painter, view, chart, now)
    for top, line in shown:
        if line[0] == "marks":
            _paint_marks(painter, view, top, now)
        elif isinstance(line[1], TimelineItem):
            _paint_item(painter, view, line[1], top, chart, now)
    _paint_drag(painter, view, chart, now)
    paint_holidays(painter, view, bottom, chart, now)
    painter.restore()
    painter.save()
    painter.setClipRect(QRectF(0, 42, left, area.height()))
    for top, line in shown:
        _paint_list(painter, view, top, line, left, now)
    painter.restore()
    paint_head(painter, view, area, now)
    painter.fillRect(QRectF(left - 1, 0, 1, area.height()), now.line)
    if view.hasFocus():
        paint.focus_ring(painter, area, now.accent)


def _paint_row_ground(painter: QPainter, view: TimelineView, top: float, line: tuple[str, object], area: QRectF,
                      now: Theme) -> None:
    kind, what = line
    height = view.line_height(kind)
    if isinstance(what, TimelineItem) and view.current == ("item", what.id):
        tint = QColor(now.selected)
        tint.setAlpha(150)
        painter.fillRect(QRectF(view.list_width(), top, area.width(), height), tint)
    paint.hairline(painter, 0, area.width(), top + height - 1, now.line)


def _paint_list(painter: QPainter, view: TimelineView, top: float, line: tuple[str, object], left: int,
                now: Theme) -> None:
    """The part of a line at the left, put down as a picture that is kept: it looks the same while one scrolls."""
    kind, what = line
    size = QSize(left - 1, view.line_height(kind) - 1)
    if isinstance(what, TimelineGroup):
        shown: tuple[object, ...] = (what.title, *wording.group_note(what), what.key in view.folded)
    elif isinstance(what, TimelineItem) and view.data is not None:
        shown = (what.title, *wording.note(what, view.data.today), what.state, bool(what.late_days), what.holder,
                 view.current == ("item", what.id))
    else:
        shown = (tr("Milestones"),)
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(0, top), _list_picture(kind, shown, size.width(), size.height(), ratio, now.name))


@lru_cache(maxsize=400)
def _list_picture(kind: str, shown: tuple[Any, ...], left: int, height: int, ratio: float, _theme: str) -> QPixmap:
    now, note_x = theme.current(), left * 0.6
    picture, painter = paint.canvas(QSize(left, height), ratio)
    if kind == "group":
        title, note, ink, folded = shown
        painter.fillRect(QRectF(0, 0, left, height), now.sunken)
        icons.draw(painter, 14, (height - 12) / 2, "chevron-right" if folded else "chevron-down", now.text2, 12)
        paint.avatar(painter, 32, (height - 20) / 2, title)
        put_text(painter, QRectF(60, 0, note_x - 66, height), title, "name", now.text)
        put_text(painter, QRectF(note_x, 0, left - note_x - 8, height), note, "secondary", theme.ink(ink),
                 400 if ink == "text3" else 600)
    elif kind == "item":
        title, note, ink, state, late, holder, chosen = shown
        painter.fillRect(QRectF(0, 0, left, height), now.selected if chosen else now.surface)
        if chosen:
            painter.fillRect(QRectF(0, 0, 3, height), now.accent)
        glyphs.paint_glyph(painter, 44, (height - 14) / 2, state, late)
        put_text(painter, QRectF(66, 0, note_x - 72, height), title, "body", now.text)
        if holder is not None:
            glyphs.paint_glyph(painter, note_x, (height - 14) / 2, holder)
        put_text(painter, QRectF(note_x + 20, 0, left - note_x - 28, height), note, "secondary", theme.ink(ink),
                 400 if ink == "text2" else 600)
    else:
        painter.fillRect(QRectF(0, 0, left, height), now.surface)
        put_text(painter, QRectF(16, 0, left - 24, height), shown[0], "body", now.text2)
    painter.end()
    return picture


def _paint_today(painter: QPainter, view: TimelineView, bottom: float, now: Theme) -> None:
    data = view.data
    assert data is not None
    x = view.x_of(data.today) + view.day_width / 2
    painter.fillRect(QRectF(x - 0.75, 42, 1.5, bottom - 42), now.accent)


def _paint_marks(painter: QPainter, view: TimelineView, top: float, now: Theme) -> None:
    data = view.data
    assert data is not None
    _paint_period(painter, view, top, now)
    left, right = view.list_width(), view.viewport().width()
    inks: dict[tuple[str, float], QColor] = {}
    for mark in sorted(data.marks, key=lambda one: one.due_on):
        x = _paint_mark(painter, view, mark, top, now)
        if left <= x <= right:
            inks[mark.name, x] = _mark_ink(view, mark, now)
    font = theme.font("caption")
    measure = paint.metrics(font)
    painter.setFont(font)
    for placed in place_names(list(inks), left, right, measure.horizontalAdvance, 2):
        room = measure.horizontalAdvance(placed.text)
        if placed.left - placed.x > _ASTRAY or placed.left + room > right:
            continue  # too far from its sign to be read as its name, or cut off; the tooltip has it
        painter.fillRect(QRectF(placed.left - 1, top + 20 + placed.lane * 13, room + 2, 12), now.surface)
        painter.setPen(inks[placed.text, placed.x])
        painter.drawText(QPointF(placed.left, paint.baseline(top + 19 + placed.lane * 13, 14, measure)), placed.text)


def _paint_period(painter: QPainter, view: TimelineView, top: float, now: Theme) -> None:
    """The days in which the campaign is live, as a band with its words."""
    data = view.data
    if data is None or data.period is None:
        return
    first, last = data.period
    left, right = max(view.x_of(first), view.list_width()), view.x_of(last) + view.day_width
    band = QRectF(left, top + 46, right - left, 13)
    if band.width() <= 0:
        return
    painter.fillRect(band, now.tone(Tone.NEUTRAL).tint)
    painter.fillRect(QRectF(left, band.bottom() - 2, band.width(), 2), now.line_strong)
    seen = QRectF(band.adjusted(6, -1, min(view.viewport().width() - right, 0) - 4, -2))
    words = tr("Live {days}", days=formats.period(first, last))
    if seen.width() > 40:
        put_text(painter, seen, words, "caption", now.text2)


def _mark_ink(view: TimelineView, mark: TimelineMark, now: Theme) -> QColor:
    assert view.data is not None
    if mark_key(mark.id) in view.data.late:
        return theme.ink("danger")
    return now.text3 if mark.is_done else now.text


def _paint_mark(painter: QPainter, view: TimelineView, mark: TimelineMark, top: float, now: Theme) -> float:
    """Returns the x of its sign."""
    data, key = view.data, mark_key(mark.id)
    assert data is not None
    centre = QPointF(view.x_of(mark.due_on) + view.day_width / 2, top + 11)
    ink = _mark_ink(view, mark, now)
    if mark.starts_on is not None:
        x = view.x_of(mark.start)
        paint.rounded(painter, QRectF(x, top + 9, centre.x() - x, 4), 2, ink)
    put_mark(painter, centre, mark.kind, mark.is_done or key in data.late, ink)
    if key in data.waiting:
        _paint_slip(painter, view, key, centre, now, mark.kind)
    if mark.locked:
        put_lock(painter, centre, ink)
    if view.current == ("mark", mark.id):
        _ring(painter, centre, now)
        _knob(painter, centre, now)
    return centre.x()


def _ring(painter: QPainter, centre: QPointF, now: Theme) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.accent, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, DIAMOND + 3.5, DIAMOND + 3.5)
    painter.restore()


def _knob(painter: QPainter, centre: QPointF, now: Theme) -> None:
    """The round handle behind what is chosen, from which a dependency is drawn."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(now.accent, 1.5))
    painter.setBrush(now.surface)
    painter.drawEllipse(QPointF(centre.x() + KNOB_AT, centre.y()), KNOB - 1, KNOB - 1)
    painter.restore()


def _paint_item(painter: QPainter, view: TimelineView, item: TimelineItem, top: float, chart: QRectF,
                now: Theme) -> None:
    data, height = view.data, view.line_height("item")
    assert data is not None
    y = top + (height - BAR) / 2
    chosen = view.current == ("item", item.id)
    for bar in item.bars:
        x, end = view.x_of(bar.start), view.x_of(max(bar.end, bar.late_to or bar.end)) + view.day_width
        if end < chart.left() or x > chart.right():
            continue
        key = step_key(item.id, bar.step)
        ghost = key in view.preview
        _paint_bar(painter, view, bar, y, now, chosen and view.step == bar.step, key in data.waiting, ghost)
    for bar in item.bars:  # over the bars that were planned for the days now lost
        if bar.late_to is not None and bar.late_to > bar.end:
            _paint_late(painter, view, bar, y, item.publish_on)
    if item.publish_on is not None:
        _paint_publish(painter, view, item, top + height / 2, chosen, now)


def _paint_publish(painter: QPainter, view: TimelineView, item: TimelineItem, y: float, chosen: bool,
                   now: Theme) -> None:
    data, key = view.data, step_key(item.id, PUBLISH)
    assert data is not None
    assert item.publish_on is not None
    centre = QPointF(view.x_of(item.publish_on) + view.day_width / 2, y)
    ink = now.text
    if item.is_published:
        ink = now.tone(Tone.DONE).ink
    elif key in data.late:
        ink = now.tone(Tone.DANGER).ink
    slips = key in data.slip and data.slip[key][1] > item.publish_on
    ghost = key in view.preview or slips
    diamond(painter, centre, None if ghost else ink, ink, dashed=ghost)
    if slips and key not in view.preview:
        _paint_slip(painter, view, key, centre, now)
    if item.locked and not item.is_published:
        put_lock(painter, centre, ink)
    if chosen:
        if view.step == PUBLISH:
            _ring(painter, centre, now)
        _knob(painter, centre, now)


def _paint_slip(painter: QPainter, view: TimelineView, key: str, centre: QPointF, now: Theme,
                kind: MilestoneKind | None = None) -> None:
    """An arrow from the planned day to the one that comes of being late, and the same sign there, filled."""
    data = view.data
    assert data is not None
    ink = now.tone(Tone.DANGER).ink
    target = QPointF(view.x_of(data.slip[key][1]) + view.day_width / 2, centre.y())
    if target.x() - centre.x() > 18:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink, 1.4))
        tip = target.x() - DIAMOND - 1
        painter.drawLine(QPointF(centre.x() + DIAMOND + 2, centre.y()), QPointF(tip, centre.y()))
        painter.drawPolyline(QPolygonF([QPointF(tip - 4, centre.y() - 3.5), QPointF(tip, centre.y()),
                                        QPointF(tip - 4, centre.y() + 3.5)]))
        painter.restore()
    if kind is None:
        diamond(painter, target, ink, ink)
    else:
        put_mark(painter, target, kind, True, ink)


def _paint_bar(painter: QPainter, view: TimelineView, bar: Bar, y: float, now: Theme, chosen: bool, waiting: bool,
               ghost: bool) -> None:
    gap = 1 if view.day_width >= 4 else 0
    left, right = view.x_of(bar.start) + gap, view.x_of(bar.end) + view.day_width - gap
    if ghost:
        painter.setOpacity(0.35)
    box = pictures.put_bar(painter, bar, left, right, y, waiting)
    painter.setOpacity(1)
    if chosen:
        paint.rounded(painter, box.adjusted(-2, -2, 2, 2), 4, None, now.accent)
        paint.rounded(painter, box.adjusted(-1, -1, 1, 1), 4, None, now.accent)


def _paint_late(painter: QPainter, view: TimelineView, bar: Bar, y: float, publish_on: date | None) -> None:
    """From the day after it was due to today, hatched, with the days in words; a review asks for less alarm."""
    assert bar.late_to is not None
    tone = Tone.DANGER if bar.step == "draft_due_on" else Tone.ATTENTION
    days = (bar.late_to - bar.end).days
    words = tr("{n} d late", n=days) if bar.step == "draft_due_on" else tr("{n} d over", n=days)
    if publish_on is not None and bar.end < publish_on <= bar.late_to:
        words = ""  # the day of publishing lies on the hatch; the list at the left says it
    x = view.x_of(bar.end) + view.day_width
    pictures.put_late(painter, x, view.x_of(bar.late_to) + view.day_width - 1, y, tone, words)


def _line_middle(view: TimelineView, key: str) -> float | None:
    """The y at which a task is drawn, None while it is filtered out."""
    owner = ":".join(key.split(":")[:2])
    place = view.places.get(owner)
    if place is None:
        return None
    kind = view.lines[place][0]
    return view.top_of(place) + (11 if kind == "marks" else view.line_height(kind) / 2)


def _paint_links(painter: QPainter, view: TimelineView, chart: QRectF, now: Theme) -> None:
    """An arrow from the end of what comes first to the start of what waits; in danger when the order is broken."""
    data = view.data
    assert data is not None
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for before, after in data.joined:
        top, bottom = _line_middle(view, before), _line_middle(view, after)
        if top is None or bottom is None or max(top, bottom) < 42 or min(top, bottom) > chart.bottom():
            continue
        end = view.preview.get(before, (data.tasks[before].start, data.tasks[before].end))[1]
        start = view.preview.get(after, (data.tasks[after].start, data.tasks[after].end))[0]
        x1 = view.x_of(end) + view.day_width / 2 + DIAMOND + 1
        x2 = view.x_of(start) + (0 if after.split(":")[-1] != PUBLISH and after[0] == "d" else view.day_width / 2 - 8)
        broken = start <= end
        ink = now.tone(Tone.DANGER).ink if broken else now.line_strong
        painter.setPen(QPen(ink, 1.4, Qt.PenStyle.DashLine if broken else Qt.PenStyle.SolidLine))
        turn = max(x1 + 6, x2 - 8) if x2 - x1 > 14 else x1 + 6
        half = bottom - 12 if bottom > top else bottom + 12
        points = [QPointF(x1, top), QPointF(turn, top)]
        points += [QPointF(turn, bottom)] if x2 > turn else [QPointF(turn, half), QPointF(x2 - 8, half),
                                                             QPointF(x2 - 8, bottom)]
        painter.drawPolyline(QPolygonF([*points, QPointF(x2, bottom)]))
        painter.setPen(QPen(ink, 1.4))
        painter.drawPolyline(QPolygonF([QPointF(x2 - 4, bottom - 3.5), QPointF(x2, bottom),
                                        QPointF(x2 - 4, bottom + 3.5)]))
    painter.restore()


def _paint_drag(painter: QPainter, view: TimelineView, chart: QRectF, now: Theme) -> None:
    """Where things would come to lie, in the accent, and the new day in words; or a line to what shall wait."""
    drag, data = view.drag, view.data
    if data is None:
        return
    for key, (start, end) in view.preview.items():
        middle = _line_middle(view, key)
        if middle is None or not -20 < middle < chart.bottom() + 20:
            continue
        if start == end and (key.endswith(PUBLISH) or key.startswith("m:")):
            diamond(painter, QPointF(view.x_of(end) + view.day_width / 2, middle), None, now.accent)
        else:
            box = QRectF(view.x_of(start) + 1, middle - BAR / 2, 0, BAR)
            box.setRight(view.x_of(end) + view.day_width - 1)
            paint.rounded(painter, box, 3, now.selected, now.accent)
    if drag is None or not drag.began:
        return
    middle = _line_middle(view, drag.key)
    if drag.part == "link" and middle is not None:
        painter.setPen(QPen(now.accent, 1.5, Qt.PenStyle.SolidLine if drag.target else Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(drag.origin), QPointF(drag.at))
        words = tr("{name} waits for this", name=data.name(drag.target)) if drag.target else tr("Drag to what waits")
        _label(painter, drag.at.x() + 12, drag.at.y() - 9, words, now, False)
    elif drag.days and middle is not None:
        moved = next((one for one in drag.shift.moved if one.key == drag.key), None)
        if drag.refusal or moved is None:
            _label(painter, drag.at.x() + 12, middle - 9, drag.refusal or tr("It cannot move"), now, True)
            return
        x = view.x_of(moved.new[1]) + view.day_width + 8
        words = formats.day(moved.new[0] if drag.part == "start" else moved.new[1])
        others = len(drag.shift.moved) - 1
        _label(painter, x, middle - 9, words + (tr(", {n} follow", n=others) if others else ""), now, False)


def _label(painter: QPainter, x: float, y: float, words: str, now: Theme, refused: bool) -> None:
    painter.setFont(theme.font("caption", 600))
    room = paint.metrics(painter.font()).horizontalAdvance(words) + 10
    paint.rounded(painter, QRectF(x, y, room, BAR + 2), 3, now.tone(Tone.DANGER).ink if refused else now.accent)
    painter.setPen(now.surface if refused else now.on_accent)
    painter.drawText(QRectF(x, y, room, BAR + 2), Qt.AlignmentFlag.AlignCenter, words)

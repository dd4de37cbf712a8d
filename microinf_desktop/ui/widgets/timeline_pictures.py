"""Signs of a timeline painted once and kept: bars with their names, hatches, diamonds, the shapes of milestones.

Painting a rounded and smoothed box costs ten times what putting down a picture does, and a timeline has the same few
boxes thousands of times. Pictures are kept by what they show, the theme and the screen's density of pixels.
"""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QPolygonF

from microinf_desktop.domain.enums import MilestoneKind
from microinf_desktop.domain.timeline_data import REVIEWS, Bar
from microinf_desktop.domain.timeline_signs import MARK_SIGNS, PUBLISH_SIGN
from microinf_desktop.ui import icons, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.theme import Theme, Tone

BAR = 16  # height of a bar
_SIGN = 20  # edge of the picture a diamond lies in
WIDEST_KEPT = 1500  # pixels; wider bars are rare and are painted each time
_NAMES = {"ship_on": "Ship", "draft_due_on": "Draft", "internal_review_on": "Review", "client_review_on": "Client"}


def bar_colours(step: str, is_done: bool, now: Theme) -> tuple[QColor, QColor, QColor]:
    """Ground, edge and ink of a bar."""
    if is_done:
        return now.tone(Tone.NEUTRAL).tint, now.line, now.text3
    if step == "ship_on":
        return now.surface, now.line_strong, now.text
    if step == "internal_review_on":
        return now.selected, now.accent, now.text
    tone = now.tone(Tone.PROGRESS if step == "draft_due_on" else Tone.ATTENTION)
    border = QColor(tone.ink)
    border.setAlpha(150)
    return tone.tint, border, now.text


def put_bar(painter: QPainter, bar: Bar, left: float, right: float, y: float, waiting: bool) -> QRectF:
    """Draw a bar from `left` to `right` with its name where there is room; returns its box, on whole pixels."""
    x, width = round(left), max(round(right) - round(left), 1)
    box = QRectF(x, y, width, BAR)
    if width < 5:
        painter.fillRect(box, bar_colours(bar.step, bar.is_done, theme.current())[1])
    elif width > WIDEST_KEPT:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_bar(painter, box, bar.step, bar.is_done, waiting)
        painter.restore()
    else:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPointF(x, y), _bar(bar.step, bar.is_done, waiting, width, ratio, theme.current().name))
    return box


@lru_cache(maxsize=1024)
def _bar(step: str, is_done: bool, waiting: bool, width: int, ratio: float, _theme: str) -> QPixmap:
    picture, painter = paint.canvas(QSize(width, BAR), ratio)
    _paint_bar(painter, QRectF(0, 0, width, BAR), step, is_done, waiting)
    painter.end()
    return picture


def _paint_bar(painter: QPainter, box: QRectF, step: str, is_done: bool, waiting: bool) -> None:
    now = theme.current()
    fill, border, ink = bar_colours(step, is_done, now)
    paint.rounded(painter, box, 3, fill, None if waiting else border)
    if waiting:
        painter.setPen(QPen(now.tone(Tone.DANGER).ink, 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 3, 3)
    if step in REVIEWS and not is_done and box.width() >= 14:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        right, top = box.right() - 0.5, box.top() + 0.5
        painter.drawPolygon(QPolygonF([QPointF(right - 5.5, top), QPointF(right, top), QPointF(right, top + 5.5)]))
    name, font = tr(_NAMES[step]), theme.font("caption")
    if box.width() > 20 and paint.metrics(font).horizontalAdvance(name) <= box.width() - 6:
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


def put_late(painter: QPainter, left: float, right: float, y: float, tone: Tone, words: str) -> None:
    """A hatched box that says late, with the words where they fit; none when something else stands on it."""
    x, width = round(left), max(round(right) - round(left), 3)
    if width > WIDEST_KEPT:
        _paint_late(painter, QRectF(x, y, width, BAR), tone, words)
        return
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(x, y), _late(width, tone, words, ratio, theme.current().name))


@lru_cache(maxsize=512)
def _late(width: int, tone: Tone, words: str, ratio: float, _theme: str) -> QPixmap:
    picture, painter = paint.canvas(QSize(width, BAR), ratio)
    _paint_late(painter, QRectF(0, 0, width, BAR), tone, words)
    painter.end()
    return picture


def _paint_late(painter: QPainter, box: QRectF, tone: Tone, words: str) -> None:
    now, font = theme.current(), theme.font("caption", 600)
    hatched(painter, box, tone, now)
    room = paint.metrics(font).horizontalAdvance(words)
    if words and room + 8 <= box.width():
        painter.fillRect(QRectF(box.center().x() - room / 2 - 3, box.top() + 1, room + 6, BAR - 2), now.tone(tone).tint)
        painter.setFont(font)
        painter.setPen(now.tone(tone).ink)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


def hatched(painter: QPainter, box: QRectF, tone: Tone, now: Theme) -> None:
    """A box that says late: tinted, edged and hatched."""
    colours = now.tone(tone)
    paint.rounded(painter, box, 3, colours.tint, colours.ink)
    hatch = QColor(colours.ink)
    hatch.setAlpha(70)
    painter.fillRect(box.adjusted(1, 1, -1, -1), QBrush(hatch, Qt.BrushStyle.BDiagPattern))


def diamond(painter: QPainter, centre: QPointF, fill: QColor | None, ink: QColor, dashed: bool = False) -> None:
    """A day of publishing: filled when it is planned or out, a dotted outline where something else is expected."""
    _put_sign(painter, centre, None, fill, ink, dashed)


def put_mark(painter: QPainter, centre: QPointF, kind: MilestoneKind, is_done: bool, ink: QColor) -> None:
    """The shape of a milestone's kind, filled when it is done."""
    _put_sign(painter, centre, kind, ink if is_done else None, ink, False)


def _put_sign(painter: QPainter, centre: QPointF, kind: MilestoneKind | None, fill: QColor | None, ink: QColor,
              dashed: bool) -> None:
    """A shape around `centre`, on whole pixels so that its edges are crisp."""
    ground = fill if fill is not None else theme.current().surface
    picture = _sign(kind, ground.rgba(), ink.rgba(), dashed, painter.device().devicePixelRatioF())
    painter.drawPixmap(QPointF(round(centre.x() - _SIGN / 2), round(centre.y() - _SIGN / 2)), picture)


def put_lock(painter: QPainter, centre: QPointF, ink: QColor) -> None:
    """A small lock at the upper right of a sign, on its own ground so that arrows and bars leave it readable."""
    box = QRectF(round(centre.x()) + 4, round(centre.y()) - 12, 10, 11)
    paint.rounded(painter, box, 3, theme.current().surface)
    icons.draw(painter, box.x(), box.y(), "lock", ink, 10)


@lru_cache(maxsize=256)
def _sign(kind: MilestoneKind | None, fill: int, ink: int, dashed: bool, ratio: float) -> QPixmap:
    picture, painter = paint.canvas(QSize(_SIGN, _SIGN), ratio)
    pen = QPen(QColor.fromRgba(ink), 1.3)
    pen.setStyle(Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.setBrush(QColor.fromRgba(fill))
    corners, middle = PUBLISH_SIGN if kind is None else MARK_SIGNS[kind], _SIGN / 2
    painter.drawPolygon(QPolygonF([QPointF(middle + x, middle + y) for x, y in corners]))
    painter.end()
    return picture


@lru_cache(maxsize=4096)
def fitted(words: str, room: int, role: str, weight: int, _theme: str) -> str:
    """The words as they fit a width, elided at the end; kept, because measuring costs more than drawing."""
    measure = paint.metrics(theme.font(role, weight))
    return measure.elidedText(words, Qt.TextElideMode.ElideRight, room)


def put_text(painter: QPainter, box: QRectF, words: str, role: str, ink: QColor, weight: int = 0) -> None:
    """One line, vertically centred, elided at its end."""
    font = theme.font(role, weight)
    painter.setFont(font)
    painter.setPen(ink)
    said = fitted(words, int(box.width()), role, weight, theme.current().name)
    painter.drawText(QPointF(box.x(), paint.baseline(box.y(), box.height(), paint.metrics(font))), said)

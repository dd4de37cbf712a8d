"""Status glyphs: silhouette says the pipeline, fill the progress, colour the tone (design language, section 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from microinf_desktop.domain.enums import (
    BallHolder,
    CampaignState,
    ClientDecision,
    ContractState,
    DeliverableState,
    EventState,
    GuestState,
    PaymentState,
    RelationshipStage,
    ShipmentState,
    Verdict,
)
from microinf_desktop.domain.rights import AssetStanding, RenewalState, RightStage
from microinf_desktop.domain.rights_answer import Answer
from microinf_desktop.ui import icons, paint, theme
from microinf_desktop.ui.theme import Theme, Tone


@dataclass(frozen=True)
class Look:
    """How one state is drawn: `fill` 0 to 1, `mark` a sign on top, `solid` a full silhouette, `dashed` an outline."""

    tone: Tone
    fill: float = 0.0
    mark: str = ""
    solid: bool = False
    dashed: bool = False


_N, _P, _A, _D, _X = Tone.NEUTRAL, Tone.PROGRESS, Tone.ATTENTION, Tone.DONE, Tone.DANGER
_R, _C, _DS, _K, _M = RelationshipStage, ClientDecision, DeliverableState, ContractState, PaymentState

_RELATIONSHIP: dict[StrEnum, Look] = {
    _R.PROSPECT: Look(_N, dashed=True), _R.VETTED: Look(_N, 0.2), _R.CONTACTED: Look(_P, 0.30),
    _R.IN_TALKS: Look(_P, 0.45), _R.NEGOTIATING: Look(_P, 0.60), _R.AGREED: Look(_P, 0.75),
    _R.CONTRACTED: Look(_P, 0.90), _R.ACTIVE: Look(_D, 1.0), _R.COMPLETED: Look(_D, mark="check", solid=True),
    _R.AMBASSADOR: Look(_D, mark="star", solid=True), _R.DORMANT: Look(_N, mark="bar"),
    _R.DO_NOT_CONTACT: Look(_X, mark="slash"), _R.BLACKLISTED: Look(_X, mark="slash", solid=True),
}
_DECISION: dict[StrEnum, Look] = {
    _C.PENDING: Look(_N), _C.ACCEPTED: Look(_D, mark="check", solid=True),
    _C.REJECTED: Look(_X, mark="cross", solid=True), _C.BACKUP: Look(_P, 0.5),
}
_DELIVERABLE: dict[StrEnum, Look] = {
    _DS.NOT_STARTED: Look(_N, dashed=True), _DS.BRIEFED: Look(_P, 0.15), _DS.CONCEPT_IN: Look(_P, 0.25),
    _DS.DRAFT_IN: Look(_P, 0.50), _DS.INTERNAL_REVIEW: Look(_P, 0.60), _DS.CLIENT_REVIEW: Look(_A, 0.70),
    _DS.CHANGES_REQUESTED: Look(_A, mark="left"), _DS.APPROVED: Look(_P, 0.80), _DS.SCHEDULED: Look(_P, 0.85),
    _DS.LIVE: Look(_D, 0.90), _DS.PROOF_CAPTURED: Look(_D, 0.95), _DS.METRICS_CAPTURED: Look(_D, 0.97),
    _DS.COMPLETE: Look(_D, mark="check", solid=True), _DS.CANCELLED: Look(_N, mark="cross"),
    _DS.REPLACED: Look(_N, mark="swap"),
}
_CONTRACT: dict[StrEnum, Look] = {
    _K.DRAFT: Look(_N, dashed=True), _K.SENT: Look(_P, mark="right"), _K.CHANGES: Look(_A, mark="left"),
    _K.SIGNED: Look(_P, mark="line"), _K.COUNTERSIGNED: Look(_P, mark="lines"),
    _K.ACTIVE: Look(_D, mark="check", solid=True), _K.EXPIRED: Look(_A, mark="clock"),
    _K.TERMINATED: Look(_X, mark="cross", solid=True),
}
_PAYMENT: dict[StrEnum, Look] = {
    _M.NOT_DUE: Look(_N, dashed=True), _M.DUE: Look(_A, mark="exclamation"),
    _M.INVOICE_RECEIVED: Look(_P, 1 / 3), _M.APPROVED: Look(_P, 2 / 3), _M.PART_PAID: Look(_P, 0.5, mark="half"),
    _M.PAID: Look(_D, mark="check", solid=True), _M.DISPUTED: Look(_X, mark="unequal"),
}
_VERDICT: dict[StrEnum, Look] = {
    Verdict.NOT_CHECKED: Look(_N, dashed=True), Verdict.PASS: Look(_D, mark="check", solid=True),
    Verdict.WARN: Look(_A, mark="exclamation", solid=True), Verdict.FAIL: Look(_X, mark="cross", solid=True),
    Verdict.CANNOT_TELL: Look(_N, mark="question"),
}
_SHIPMENT: dict[StrEnum, Look] = {
    ShipmentState.TO_SEND: Look(_N, dashed=True), ShipmentState.ADDRESS_CONFIRMED: Look(_P, 0.25),
    ShipmentState.SHIPPED: Look(_P, 0.5, mark="right"), ShipmentState.DELIVERED: Look(_P, 0.75),
    ShipmentState.POSTED: Look(_D, mark="check", solid=True), ShipmentState.NO_POST: Look(_N, mark="bar"),
    ShipmentState.RETURNED: Look(_A, mark="left"),
}
_CAMPAIGN: dict[StrEnum, Look] = {
    CampaignState.PLANNING: Look(_N, dashed=True), CampaignState.RUNNING: Look(_P, 0.5),
    CampaignState.FINISHED: Look(_D, mark="check", solid=True), CampaignState.ARCHIVED: Look(_N, mark="bar"),
}
_EVENT: dict[StrEnum, Look] = {
    EventState.PLANNED: Look(_N, dashed=True), EventState.CONFIRMED: Look(_P, 0.6),
    EventState.HELD: Look(_D, mark="check", solid=True), EventState.CANCELLED: Look(_X, mark="cross"),
}
_GUEST: dict[StrEnum, Look] = {
    GuestState.INVITED: Look(_N, dashed=True), GuestState.ACCEPTED: Look(_P, 0.5),
    GuestState.DECLINED: Look(_N, mark="bar"), GuestState.ATTENDED: Look(_D, mark="check", solid=True),
    GuestState.NO_SHOW: Look(_A, mark="cross"),
}
_RIGHT: dict[StrEnum, Look] = {
    RightStage.EXPIRED: Look(_X, mark="clock"), RightStage.TODAY: Look(_X, mark="exclamation", solid=True),
    RightStage.WITHIN_14: Look(_A, mark="exclamation", solid=True), RightStage.WITHIN_30: Look(_A, 0.75),
    RightStage.WITHIN_45: Look(_A, 0.4), RightStage.LATER: Look(_D, 1.0),
    RightStage.NOT_BEGUN: Look(_N, dashed=True), RightStage.FOR_EVER: Look(_D, mark="star", solid=True),
    RightStage.WITHDRAWN: Look(_X, mark="slash"),
}
_STANDING: dict[StrEnum, Look] = {
    AssetStanding.USABLE: Look(_D, mark="check", solid=True),
    AssetStanding.ENDING: Look(_A, mark="exclamation", solid=True), AssetStanding.WAITING: Look(_N, dashed=True),
    AssetStanding.EXPIRED: Look(_X, mark="cross", solid=True), AssetStanding.NONE: Look(_N, mark="bar"),
}
_RENEWAL: dict[StrEnum, Look] = {
    RenewalState.OFFERED: Look(_P, mark="right"), RenewalState.ACCEPTED: Look(_D, mark="check", solid=True),
    RenewalState.DECLINED: Look(_N, mark="cross"),
}
_ANSWER: dict[StrEnum, Look] = {
    Answer.YES: Look(_D, mark="check", solid=True), Answer.NO: Look(_X, mark="cross", solid=True),
    Answer.CANNOT_TELL: Look(_A, mark="question"),
}
# Words repeat between pipelines ("active", "approved") and equal words are equal keys: one table each.
_LOOKS: dict[type[StrEnum], dict[StrEnum, Look]] = {
    RelationshipStage: _RELATIONSHIP, ClientDecision: _DECISION, DeliverableState: _DELIVERABLE,
    ContractState: _CONTRACT, PaymentState: _PAYMENT, Verdict: _VERDICT, CampaignState: _CAMPAIGN,
    ShipmentState: _SHIPMENT, EventState: _EVENT, GuestState: _GUEST, RightStage: _RIGHT, AssetStanding: _STANDING,
    RenewalState: _RENEWAL, Answer: _ANSWER,
}
_BALL_ICONS = {BallHolder.US: "pen", BallHolder.CREATOR: "person", BallHolder.CLIENT: "building"}
_LATE_KEEPS = {DeliverableState.COMPLETE, DeliverableState.CANCELLED, DeliverableState.REPLACED}


def tone_of(state: StrEnum, late: bool = False) -> Tone:
    """The tone of a state; lateness turns it to danger."""
    keeps = isinstance(state, DeliverableState) and state in _LATE_KEEPS
    return Tone.DANGER if late and not keeps else look_of(state).tone


def look_of(state: StrEnum) -> Look:
    """How a state of any pipeline is drawn; KeyError for an enum that is no pipeline."""
    return _LOOKS[type(state)][state]


def paint_glyph(painter: QPainter, x: float, y: float, state: StrEnum, late: bool = False, size: int = 14) -> None:
    """Draw the glyph of a state (any pipeline of `domain/enums.py`) with its upper left corner at (x, y)."""
    if isinstance(state, BallHolder):
        icons.draw(painter, x, y, _BALL_ICONS[state], theme.current().text2, size)
        return
    ratio = painter.device().devicePixelRatioF()
    picture = _glyph_pixmap(type(state), state, late, size, ratio, theme.current().name)
    painter.drawPixmap(QPointF(x, y), picture)


def glyph_pixmap(state: StrEnum, late: bool = False, size: int = 14, ratio: float = 1.0) -> QPixmap:
    """The glyph as a picture, for labels and menus."""
    return _glyph_pixmap(type(state), state, late, size, ratio, theme.current().name)


@lru_cache(maxsize=512)
def _glyph_pixmap(_pipeline: type[StrEnum], state: StrEnum, late: bool, size: int, ratio: float,
                  _theme: str) -> QPixmap:
    """Pipeline and theme are there as part of the key."""
    picture, painter = paint.canvas(QSize(size, size), ratio)
    painter.scale(size / 14, size / 14)
    now, look = theme.current(), look_of(state)
    ink = now.tone(tone_of(state, late)).ink
    _SILHOUETTES[type(state)](painter, look, ink, now, state)
    painter.end()
    return picture


# Silhouettes live in a square of 14 units.


def _outline(painter: QPainter, look: Look, ink: QColor) -> None:
    pen = QPen(ink, 1.4)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if look.dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.5, 1.35])
    painter.setPen(pen)
    painter.setBrush(ink if look.solid else Qt.BrushStyle.NoBrush)


def _circle(painter: QPainter, look: Look, ink: QColor, now: Theme, _state: StrEnum) -> None:
    _outline(painter, look, ink)
    if look.dashed:
        # Twelve equal dashes around a circumference of 2π·5.6.
        pen = painter.pen()
        pen.setDashPattern([1.2, 2 * pi * 5.6 / 1.4 / 12 - 1.2])
        painter.setPen(pen)
    painter.drawEllipse(QPointF(7, 7), 5.6, 5.6)
    if look.fill:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawPie(QRectF(3.2, 3.2, 7.6, 7.6), 90 * 16, round(-look.fill * 360 * 16))
    _mark(painter, look, now.surface if look.solid else ink, QPointF(7, 7))


def _square(painter: QPainter, look: Look, ink: QColor, now: Theme, _state: StrEnum) -> None:
    _outline(painter, look, ink)
    painter.drawRoundedRect(QRectF(1.4, 1.4, 11.2, 11.2), 2.2, 2.2)
    if look.fill:
        height = 7.6 * look.fill
        painter.fillRect(QRectF(3.2, 10.8 - height, 7.6, height), ink)
    _mark(painter, look, now.surface if look.solid else ink, QPointF(7, 7))


def _page(painter: QPainter, look: Look, ink: QColor, now: Theme, _state: StrEnum) -> None:
    _outline(painter, look, ink)
    painter.drawPolygon(QPolygonF([QPointF(*p) for p in ((2.2, 1), (8.6, 1), (11.8, 4.2), (11.8, 13), (2.2, 13))]))
    if not look.dashed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(now.surface if look.solid else ink, 1.1))
        painter.drawPolyline(QPolygonF([QPointF(8.4, 1.4), QPointF(8.4, 4.4), QPointF(11.4, 4.4)]))
    _mark(painter, look, now.surface if look.solid else ink, QPointF(7, 8.6), small=True)


def _coin(painter: QPainter, look: Look, ink: QColor, now: Theme, _state: StrEnum) -> None:
    """A disc over its slot: money, so never mistaken for the relationship's plain circle."""
    _outline(painter, look, ink)
    painter.drawEllipse(QPointF(7, 6), 4.9, 4.9)
    painter.setPen(QPen(ink, 1.4, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(2.4, 13.1), QPointF(11.6, 13.1))
    if look.fill:
        clip = QPainterPath()
        clip.addEllipse(QPointF(7, 6), 3.3, 3.3)
        painter.save()
        painter.setClipPath(clip)
        if look.mark == "half":
            painter.fillRect(QRectF(3.7, 2.7, 3.3, 6.6), ink)
        else:
            painter.fillRect(QRectF(3.7, 9.3 - 6.6 * look.fill, 6.6, 6.6 * look.fill), ink)
        painter.restore()
    if look.mark != "half":
        _mark(painter, look, now.surface if look.solid else ink, QPointF(7, 6), small=True)


def _flag(painter: QPainter, look: Look, ink: QColor, now: Theme, _state: StrEnum) -> None:
    painter.setPen(QPen(ink, 1.4, c=Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(2, 1.2), QPointF(2, 13.2))
    _outline(painter, look, ink)
    painter.drawRect(QRectF(2, 1.4, 10.6, 7.4))
    if look.fill:
        painter.fillRect(QRectF(2, 5.1, 10.6, 3.7), ink)
    _mark(painter, look, now.surface if look.solid else ink, QPointF(7.3, 5.1), small=True)


def _shield(painter: QPainter, look: Look, ink: QColor, now: Theme, _state: StrEnum) -> None:
    """What is allowed: usage rights, and the answer whether content may be used."""
    _outline(painter, look, ink)
    shape = QPainterPath(QPointF(7, 0.9))
    shape.lineTo(12.4, 2.9)
    shape.lineTo(12.4, 7)
    shape.cubicTo(12.4, 10, 10, 12.2, 7, 13.2)
    shape.cubicTo(4, 12.2, 1.6, 10, 1.6, 7)
    shape.lineTo(1.6, 2.9)
    shape.closeSubpath()
    painter.drawPath(shape)
    if look.fill:
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 13.2 - 12 * look.fill, 14, 12 * look.fill), ink)
        painter.restore()
    _mark(painter, look, now.surface if look.solid else ink, QPointF(7, 6.8), small=True)


def _verdict(painter: QPainter, look: Look, ink: QColor, now: Theme, state: StrEnum) -> None:
    _outline(painter, look, ink)
    centre = QPointF(7, 7)
    if state is Verdict.WARN:
        painter.drawPolygon(QPolygonF([QPointF(7, 1.6), QPointF(12.9, 12.2), QPointF(1.1, 12.2)]))
        centre = QPointF(7, 8.2)
    elif state is Verdict.FAIL:
        painter.drawPolygon(_regular(8, 6.2, pi / 8))
    elif state is Verdict.CANNOT_TELL:
        painter.drawPolygon(_regular(4, 6.3, 0))
    else:
        painter.drawEllipse(QPointF(7, 7), 5.6, 5.6)
    _mark(painter, look, now.surface if look.solid else ink, centre, small=state is not Verdict.PASS)


def _regular(corners: int, radius: float, turn: float) -> QPolygonF:
    angles = [turn + 2 * pi * corner / corners for corner in range(corners)]
    return QPolygonF([QPointF(7 + radius * cos(angle), 7 + radius * sin(angle)) for angle in angles])


_STROKES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "check": (((-2.6, 0.2), (-0.8, 2.0), (2.6, -1.9)),),
    "cross": (((-2, -2), (2, 2)), ((2, -2), (-2, 2))),
    "bar": (((-2.6, 0), (2.6, 0)),),
    "slash": (((-3.9, 3.9), (3.9, -3.9)),),
    "left": (((2.8, 0), (-2.6, 0)), ((-0.5, -2.1), (-2.6, 0), (-0.5, 2.1))),
    "right": (((-2.8, 0), (2.6, 0)), ((0.5, -2.1), (2.6, 0), (0.5, 2.1))),
    "swap": (((-2.8, -1.3), (2.8, -1.3), (1.2, -2.9)), ((2.8, 1.3), (-2.8, 1.3), (-1.2, 2.9))),
    "line": (((-2.6, 1.2), (2.6, 1.2)),),
    "lines": (((-2.6, -0.8), (2.6, -0.8)), ((-2.6, 1.8), (2.6, 1.8))),
    "exclamation": (((0, -2.6), (0, 0.7)), ((0, 2.6), (0, 2.61))),
    "question": (
        ((-1.4, -1.4), (-1.2, -2.3), (0, -2.8), (1.2, -2.2), (1.3, -1.2), (0, 0), (0, 0.6)), ((0, 2.5), (0, 2.51)),
    ),
    "unequal": (((-2.2, -1.1), (2.2, -1.1)), ((-2.2, 1.1), (2.2, 1.1)), ((1.3, -2.6), (-1.3, 2.6))),
    "clock": (((0, -2.4), (0, 0), (1.7, 1.1)),),
}


def _mark(painter: QPainter, look: Look, ink: QColor, centre: QPointF, small: bool = False) -> None:
    if not look.mark:
        return
    if look.mark == "star":
        _star(painter, ink, centre)
        return
    scale = 0.86 if small else 1.0
    pen = QPen(ink, 1.4 if small else 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in _STROKES[look.mark]:
        painter.drawPolyline(QPolygonF([centre + QPointF(x, y) * scale for x, y in stroke]))


def _star(painter: QPainter, ink: QColor, centre: QPointF) -> None:
    points = []
    for corner in range(10):
        radius, angle = (3.9 if corner % 2 == 0 else 1.6), -pi / 2 + corner * pi / 5
        points.append(centre + QPointF(radius * cos(angle), radius * sin(angle)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF(points))


_SILHOUETTES: dict[type[StrEnum], Callable[[QPainter, Look, QColor, Theme, StrEnum], None]] = {
    RelationshipStage: _circle, ClientDecision: _flag, DeliverableState: _square, ContractState: _page,
    PaymentState: _coin, Verdict: _verdict, CampaignState: _circle, ShipmentState: _square,
    EventState: _square, GuestState: _circle,
    RightStage: _shield, AssetStanding: _shield, Answer: _shield, RenewalState: _page,
}

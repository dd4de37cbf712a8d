"""Colours and small shapes of a printed timeline: bars, hatches, signs, locks, arrows, in points and vectors."""

from typing import Any

from microinf_desktop.documents.styles import (
    ACCENT,
    ATTENTION,
    ATTENTION_TINT,
    DANGER,
    INK,
    LINE_STRONG,
    NEUTRAL_TINT,
    TEXT_3,
    WHITE,
    rgb,
)
from microinf_desktop.domain.enums import MilestoneKind
from microinf_desktop.domain.timeline_data import STEPS
from microinf_desktop.domain.timeline_signs import MARK_SIGNS, PUBLISH_SIGN, Corners

PROGRESS, PROGRESS_TINT = "#3D67BE", "#E8EDF8"
DANGER_TINT, REVIEW_TINT, DONE_EDGE = "#FBE8E6", "#E3EFF1", "#CFCCC5"
BAR = 9.0  # height of a bar
SIGN = 0.62  # signs are drawn at this share of their size on screen
# Ground, edge and ink by step.
BAR_INKS = dict(zip(STEPS, ((WHITE, LINE_STRONG, INK), (PROGRESS_TINT, "#93A9DA", INK), (REVIEW_TINT, ACCENT, INK),
                            (ATTENTION_TINT, "#CDAC6E", INK)), strict=False))
DONE_INKS = (NEUTRAL_TINT, DONE_EDGE, TEXT_3)


def box(canvas: Any, x: float, y: float, width: float, fill: str, edge: str, *, dashed: bool = False) -> None:
    """A bar with its lower left corner at (x, y)."""
    canvas.setFillColorRGB(*rgb(fill))
    canvas.setStrokeColorRGB(*rgb(edge))
    canvas.setLineWidth(0.7 if dashed else 0.5)
    canvas.setDash([2.2, 1.6] if dashed else [])
    canvas.roundRect(x, y, max(width, 0.8), BAR, min(1.6, width / 2), stroke=1, fill=1)
    canvas.setDash([])


def hatch(canvas: Any, x: float, y: float, width: float, *, alarm: bool) -> None:
    """A bar that says late."""
    ink, tint = (DANGER, DANGER_TINT) if alarm else (ATTENTION, ATTENTION_TINT)
    box(canvas, x, y, width, tint, ink)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(x + 0.4, y + 0.4, max(width - 0.8, 0.1), BAR - 0.8)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.setStrokeColorRGB(*(1 - (1 - part) * 0.4 for part in rgb(ink)))
    canvas.setLineWidth(0.45)
    at = x - BAR
    while at < x + width:
        canvas.line(at, y, at + BAR, y + BAR)
        at += 2.6
    canvas.restoreState()


def sign(canvas: Any, x: float, y: float, kind: MilestoneKind | None, fill: str, edge: str, *,
         dashed: bool = False) -> None:
    """The sign of a milestone, or a diamond for publishing, around (x, y)."""
    corners: Corners = PUBLISH_SIGN if kind is None else MARK_SIGNS[kind]
    path = canvas.beginPath()
    for number, (dx, dy) in enumerate(corners):
        (path.lineTo if number else path.moveTo)(x + dx * SIGN, y - dy * SIGN)
    path.close()
    canvas.setFillColorRGB(*rgb(fill))
    canvas.setStrokeColorRGB(*rgb(edge))
    canvas.setLineWidth(0.8)
    canvas.setDash([1, 1] if dashed else [])
    canvas.drawPath(path, stroke=1, fill=1)
    canvas.setDash([])


def lock(canvas: Any, x: float, y: float, ink: str) -> None:
    """A small lock whose left edge is x, around the height y, edged in white so that it reads over anything."""
    canvas.setFillColorRGB(*rgb(WHITE))
    canvas.roundRect(x - 0.6, y - 3.2, 5.2, 6.4, 1, stroke=0, fill=1)
    canvas.setFillColorRGB(*rgb(ink))
    canvas.setStrokeColorRGB(*rgb(ink))
    canvas.setLineWidth(0.7)
    canvas.roundRect(x, y - 2.6, 4, 3, 0.5, stroke=0, fill=1)
    canvas.arc(x + 0.8, y - 0.9, x + 3.2, y + 2, 0, 180)


def arrow(canvas: Any, points: list[tuple[float, float]], ink: str, *, dashed: bool = False) -> None:
    """A line with a head at its end, which comes from the left."""
    canvas.setStrokeColorRGB(*rgb(ink))
    canvas.setLineWidth(0.8)
    canvas.setDash([2.2, 1.6] if dashed else [])
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    canvas.drawPath(path, stroke=1, fill=0)
    canvas.setDash([])
    x, y = points[-1]
    head = canvas.beginPath()
    head.moveTo(x - 2.6, y + 2)
    head.lineTo(x, y)
    head.lineTo(x - 2.6, y - 2)
    canvas.drawPath(head, stroke=1, fill=0)

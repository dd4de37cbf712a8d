"""What lies under the pointer of a timeline, and a drag on its way: days moved, what would follow, what forbids it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

from microinf_desktop.domain import timeline_moves
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.timeline import Shift
from microinf_desktop.domain.timeline_data import PUBLISH, TimelineItem, item_key, mark_key, split_key, step_key

if TYPE_CHECKING:
    from microinf_desktop.ui.widgets.timeline_view import Line, TimelineView

DRAG_FROM = 4  # pixels before a press becomes a drag
_GRIP = 5  # pixels at either end of a bar that stretch it
KNOB_AT, KNOB = 15, 5  # the round handle of dependencies: its distance behind a diamond, its radius


@dataclass(frozen=True)
class Hit:
    """A line, the task under the point ("" beside all), its step and the part: "body", "start", "end" or "link"."""

    line: Line | None
    key: str = ""
    step: str = ""
    part: str = ""

    @classmethod
    def at(cls, view: TimelineView, at: QPoint) -> Hit:
        """What lies under a point of the viewport."""
        data = view.data
        line = next((line for top, line in view.rows_in_view()
                     if at.y() >= 42 and top <= at.y() < top + view.line_height(line[0])), None)
        if line is None or data is None or at.x() < view.list_width():
            return cls(line)
        if line[0] == "marks":
            return cls._mark(view, line, at.x())
        item = line[1]
        return cls._item(view, line, item, at.x()) if isinstance(item, TimelineItem) else cls(line)

    @classmethod
    def _mark(cls, view: TimelineView, line: Line, x: int) -> Hit:
        assert view.data is not None
        for mark in view.data.marks:
            left, right = view.x_of(mark.start), view.x_of(mark.due_on) + view.day_width
            middle, key = right - view.day_width / 2, mark_key(mark.id)
            if abs(x - middle - KNOB_AT) <= KNOB and view.current == ("mark", mark.id):
                return cls(line, key, "", "link")
            if mark.starts_on is not None and left - 3 <= x <= left + _GRIP:
                return cls(line, key, "", "start")
            if abs(x - middle) <= max(8, view.day_width / 2):
                return cls(line, key, "", "body")
            if mark.starts_on is not None and left <= x <= right:
                return cls(line, key, "", "body")
        return cls(line)

    @classmethod
    def _item(cls, view: TimelineView, line: Line, item: TimelineItem, x: int) -> Hit:
        if item.publish_on is not None:
            middle = view.x_of(item.publish_on) + view.day_width / 2
            key = step_key(item.id, PUBLISH)
            if abs(x - middle - KNOB_AT) <= KNOB and view.current == ("item", item.id):
                return cls(line, key, PUBLISH, "link")
            if abs(x - middle) <= 9:
                return cls(line, key, PUBLISH, "body")
        for bar in item.bars:
            left, right = view.x_of(bar.start), view.x_of(bar.end) + view.day_width
            if left <= x < right:
                key, grip = step_key(item.id, bar.step), min(_GRIP, (right - left) / 3)
                if not bar.is_done and x >= right - grip:
                    return cls(line, key, bar.step, "end")
                if x < left + grip and timeline_moves.can_stretch_start(item, bar.step):
                    return cls(line, key, bar.step, "start")
                return cls(line, key, bar.step, "body")
        return cls(line)

    def cursor(self) -> Qt.CursorShape:
        """The pointer's shape over it."""
        if self.part in ("start", "end"):
            return Qt.CursorShape.SplitHCursor
        if self.part == "link":
            return Qt.CursorShape.CrossCursor
        return Qt.CursorShape.SizeHorCursor if self.key else Qt.CursorShape.ArrowCursor

    @property
    def owner(self) -> str:
        """The milestone or deliverable it belongs to, "" beside all."""
        if self.line is not None and isinstance(self.line[1], TimelineItem):
            return item_key(self.line[1].id)
        return self.key if self.key.startswith("m:") else ""


@dataclass
class Drag:
    """A press that may become a move (`part` "body"), a stretch ("start", "end") or a dependency ("link")."""

    key: str
    part: str
    origin: QPoint
    at: QPoint = field(default_factory=QPoint)
    began: bool = False
    days: int = 0
    whole: bool = False
    shift: Shift = field(default_factory=Shift)
    refusal: str = ""
    target: str = ""

    @property
    def target_first(self) -> str:
        """The owner a new dependency begins at."""
        kind, number, _step = split_key(self.key)
        return f"{kind}:{number}"

    def follow(self, view: TimelineView, at: QPoint, whole: bool) -> bool:
        """The pointer is here now; True when something to be shown changed."""
        self.began = self.began or abs(at.x() - self.origin.x()) >= DRAG_FROM or self.part == "link"
        if not self.began or view.data is None:
            return False
        self.at = at
        if self.part == "link":
            owner = Hit.at(view, at).owner
            self.target = owner if owner != self.target_first else ""
            return True
        days = round((at.x() - self.origin.x()) / view.day_width)
        if (days, whole) == (self.days, self.whole):
            return False
        self.days, self.whole, self.refusal, self.shift = days, whole, "", Shift()
        try:
            self.shift = (timeline_moves.moved(view.data, self.key, days, whole) if self.part == "body"
                          else timeline_moves.stretched(view.data, self.key, self.part, days))
        except KnownError as error:
            self.refusal = str(error)
            return True
        self.refusal = timeline_moves.refusal(view.data, self.shift)
        if days and not self.shift.moved and not self.refusal:
            self.refusal = next((one.reason for one in self.shift.blocked), "")
        return True

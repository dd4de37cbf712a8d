"""A timeline of deliverables grouped by creator: bars for the steps, a diamond for the publish day, milestones on top.

Bars, their ends, diamonds and milestones are dragged, or moved by keyboard; while that happens the view shows what
would follow. It only tells (`moved`, `linked`), the page writes. Up and Down choose a line, Left and Right a step,
Shift+Left and Right move it by a working day, Ctrl+Shift+Left and Right stretch it, Alt+Shift takes along what
follows; Enter opens, T goes to today, F fits everything, + and − zoom.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from microinf_desktop.domain import timeline_moves
from microinf_desktop.domain.timeline import Shift
from microinf_desktop.domain.timeline_data import (
    TimelineData,
    TimelineGroup,
    TimelineItem,
    TimelineMark,
    item_key,
    mark_key,
    step_key,
)
from microinf_desktop.ui import formats, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets import timeline_paint as drawing
from microinf_desktop.ui.widgets import timeline_words as wording
from microinf_desktop.ui.widgets.timeline_drag import Drag, Hit
from microinf_desktop.ui.widgets.timeline_scale import Zoom, zoom_of, zoomed

HEAD, MARK_ROW = 42, 62
LIST_WIDTH = 366
# A line of the view: the milestones, a creator, or a deliverable.
Line = tuple[str, object]


class TimelineView(QAbstractScrollArea):
    """See the module's docstring. `set_data` shows; the current line, zoom, folds and day in view are kept."""

    moved = Signal(object, str)  # Shift, the key of the task that was moved
    linked = Signal(str, str)  # the owner that comes before, the one that waits
    refused = Signal(str)  # why a move is not possible
    opened = Signal(int)
    current_changed = Signal()
    zoom_changed = Signal(str)
    menu_asked = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Timeline"))
        self.viewport().setMouseTracking(True)
        self.viewport().setFocusProxy(self)
        self.data: TimelineData | None = None
        self.day_width = Zoom.WEEK.day_width
        self._beside, self._list_width = self.horizontalScrollBar(), LIST_WIDTH
        self.first = self.last = formats.today()
        self.folded: set[str] = set()
        self.lines: list[Line] = []
        self.tops: list[int] = [0]
        self.places: dict[str, int] = {}  # the line a milestone or deliverable is drawn in
        self.current: tuple[str, int] = ("", 0)  # "item" or "mark" and its id
        self.step = ""
        self.drag: Drag | None = None
        self.preview: dict[str, tuple[date, date]] = {}  # where tasks would lie while something is dragged
        self.shown: tuple[TimelineGroup, ...] | None = None  # what the filters leave, None for all
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.viewport().update)

    # content

    def set_data(self, data: TimelineData, shown: tuple[TimelineGroup, ...] | None = None) -> None:
        """Show this, of its deliverables only `shown`; at the first time where work is, today if it can be."""
        fresh = self.data is None or self.data.campaign_id != data.campaign_id
        left = self.first + timedelta(days=self.horizontalScrollBar().value() / self.day_width)
        self.data, self.shown = data, shown
        self.first, self.last = data.span()
        self._end_drag()
        self._build_lines()
        self._fit()
        if fresh:
            self._open_at_work(data)
        else:
            self._scroll_to(left)
        if self.current_line() is None:
            self.current, self.step = ("", 0), ""
        self._tell()

    def _build_lines(self) -> None:
        data = self.data
        if data is None:
            return
        self.lines = [("marks", None)] if data.marks or data.period else []
        for group in data.groups if self.shown is None else self.shown:
            self.lines.append(("group", group))
            if group.key not in self.folded:
                self.lines += [("item", item) for item in group.items]
        heights = {kind: self.line_height(kind) for kind in ("marks", "group", "item")}
        self.tops, self.places, group_place = [0], {}, 0
        for place, (kind, what) in enumerate(self.lines):
            self.tops.append(self.tops[-1] + heights[kind])
            if isinstance(what, TimelineGroup):
                group_place = place
                self.places.update({item_key(item.id): group_place for item in what.items})
            elif isinstance(what, TimelineItem):
                self.places[item_key(what.id)] = place
        self.places.update({mark_key(mark.id): 0 for mark in data.marks})

    def line_height(self, kind: str) -> int:
        return {"marks": MARK_ROW, "group": theme.row_height(), "item": theme.row_height() + 4}[kind]

    def list_width(self) -> int:
        """The part at the left that does not scroll sideways; narrower in a narrow window."""
        return self._list_width

    def x_of(self, day: date) -> float:
        """Left edge of a day in the viewport."""
        return self._list_width + (day - self.first).days * self.day_width - self._beside.value()

    def day_at(self, x: float) -> date:
        return self.first + timedelta(
            days=int((x - self.list_width() + self.horizontalScrollBar().value()) // self.day_width))

    def top_of(self, place: int) -> float:
        """Upper edge of a line in the viewport."""
        return float(HEAD + self.tops[place] - self.verticalScrollBar().value())

    def rows_in_view(self) -> list[tuple[float, Line]]:
        """Upper edges and lines from top to bottom, those out of view left out."""
        at, height = self.verticalScrollBar().value(), self.viewport().height() - HEAD
        first, last = max(bisect_right(self.tops, at) - 1, 0), bisect_right(self.tops, at + height)
        return [(self.top_of(place), self.lines[place]) for place in range(first, min(last, len(self.lines)))]

    def _fit(self) -> None:
        area = self.viewport().size()
        self._list_width = min(LIST_WIDTH, max(200, area.width() // 3))
        days = (self.last - self.first).days + 1
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setPageStep(max(area.width() - self.list_width(), 1))
        across.setSingleStep(max(round(self.day_width), 8))
        across.setRange(0, max(0, round(days * self.day_width) - across.pageStep()))
        down.setPageStep(max(area.height() - HEAD, 1))
        down.setSingleStep(theme.row_height())
        down.setRange(0, max(0, self.tops[-1] + drawing.FOOT - down.pageStep()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    # where one is

    @property
    def zoom(self) -> Zoom:
        """The named scale that is nearest."""
        return zoom_of(self.day_width)

    def set_zoom(self, zoom: Zoom) -> None:
        """A named scale around the day at the left edge."""
        self.set_day_width(zoom.day_width)

    def set_day_width(self, width: float, about: float | None = None) -> None:
        """Another scale; the day under `about` (an x of the viewport, else the left edge) stays where it is."""
        x = max(about if about is not None else self.list_width(), self.list_width())
        at = (x - self.list_width() + self.horizontalScrollBar().value()) / self.day_width
        self.day_width = width
        self._fit()
        self.horizontalScrollBar().setValue(round(at * width - (x - self.list_width())))
        self.zoom_changed.emit(self.zoom.value)

    def zoom_by(self, notches: float, about: float | None = None) -> None:
        """Zoom in or out by notches of the wheel, about a point or the middle of the chart."""
        middle = (self.list_width() + self.viewport().width()) / 2
        self.set_day_width(zoomed(self.day_width, notches), about if about is not None else middle)

    def fit_all(self) -> None:
        """The scale at which everything dated is in view."""
        room = self.viewport().width() - self.list_width() - 8
        self.set_day_width(min(max(room / ((self.last - self.first).days + 1), 1.2), Zoom.DAY.day_width))
        self.horizontalScrollBar().setValue(0)

    def show_today(self) -> None:
        """Put today a little right of the list."""
        if self.data is not None:
            room = (self.viewport().width() - self.list_width()) // self.day_width
            self._scroll_to(self.data.today - timedelta(days=min(max(room // 5, 2), 60)))

    def _open_at_work(self, data: TimelineData) -> None:
        """Today near the left edge, or where the work begins or ended: an empty chart would look like no plan."""
        self.show_today()
        days, room = data.work_days(), int((self.viewport().width() - self.list_width()) // self.day_width)
        left = self.first + timedelta(days=int(self.horizontalScrollBar().value() / self.day_width))
        if days and min(days) > left + timedelta(days=room - 3):
            self._scroll_to(min(days) - timedelta(days=7))
        elif days and max(days) < left + timedelta(days=3):
            self._scroll_to(max(days) - timedelta(days=max(room - 7, 7)))

    def _scroll_to(self, day: date) -> None:
        self.horizontalScrollBar().setValue(round((day - self.first).days * self.day_width))
        self.viewport().update()

    # what is chosen

    def current_line(self) -> TimelineItem | TimelineMark | None:
        """The chosen deliverable or milestone."""
        if self.data is None:
            return None
        kind, number = self.current
        if kind == "mark":
            return self.data.marks_by_id.get(number)
        return self.data.items.get(number) if kind == "item" and item_key(number) in self.places else None

    def current_item(self) -> TimelineItem | None:
        line = self.current_line()
        return line if isinstance(line, TimelineItem) else None

    def current_owner(self) -> str:
        """The chosen deliverable or milestone as dependencies name it, "" without one."""
        kind, number = self.current
        return "" if not kind else mark_key(number) if kind == "mark" else item_key(number)

    def current_key(self) -> str:
        """The chosen task, "" without one."""
        kind, number = self.current
        if kind == "mark":
            return mark_key(number)
        return step_key(number, self.step) if kind == "item" and self.step else ""

    def select(self, kind: str, key: int, step: str = "") -> None:
        """Choose a deliverable ("item") or milestone ("mark"), and a step of the deliverable."""
        self.current, self.step = (kind, key), step
        item = self.current_item()
        if item is not None and step not in item.steps:
            self.step = next((bar.step for bar in item.bars if not bar.is_done), (*item.steps[-1:], "")[0])
        place = self.places.get(self.current_owner())
        if place is not None:
            at = self.verticalScrollBar()
            at.setValue(min(max(at.value(), self.tops[place + 1] - at.pageStep()), self.tops[place]))
        self._tell()
        self.viewport().update()

    def sentence(self) -> str:
        """What is chosen, in words: for the foot of the page and for a screen reader."""
        return wording.sentence(self.current_line(), self.step)

    def _tell(self) -> None:
        self.setAccessibleDescription(self.sentence())
        self.current_changed.emit()

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.modifiers()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._across(1 if key == Qt.Key.Key_Right else -1, held)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choose_line(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current[0] == "item":
            self.opened.emit(self.current[1])
        elif key == Qt.Key.Key_T:
            self.show_today()
        elif key == Qt.Key.Key_F and not held:
            self.fit_all()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_by(-2 if key == Qt.Key.Key_Minus else 2)
        elif key == Qt.Key.Key_Escape and self.drag is not None:
            self._end_drag()
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            down = self.verticalScrollBar()
            down.setValue(down.value() + down.pageStep() * (1 if key == Qt.Key.Key_PageDown else -1))
        else:
            super().keyPressEvent(event)

    def _across(self, by: int, held: Qt.KeyboardModifier) -> None:
        if not held & Qt.KeyboardModifier.ShiftModifier:
            self._choose_step(by)
        elif held & Qt.KeyboardModifier.ControlModifier:
            self.stretch_current(by)
        else:
            self.move_current(by, bool(held & Qt.KeyboardModifier.AltModifier))

    def move_current(self, steps: int, whole: bool = False) -> None:
        """Ask for the chosen step, post or milestone to be moved by working days (posts: days)."""
        key, data = self.current_key(), self.data
        if key and data is not None:
            days = timeline_moves.by_working_day(data, key, steps)
            self._ask(timeline_moves.moved(data, key, days, whole), key)

    def stretch_current(self, steps: int) -> None:
        """Ask for the end of the chosen bar to be moved by working days."""
        key, data = self.current_key(), self.data
        if key and data is not None:
            days = timeline_moves.by_working_day(data, key, steps)
            self._ask(timeline_moves.stretched(data, key, "end", days), key)

    def _ask(self, shift: Shift, key: str) -> None:
        """Tell a move, or why it is none."""
        assert self.data is not None
        reason = timeline_moves.refusal(self.data, shift)
        if reason or not shift.moved:
            reason = reason or next((one.reason for one in shift.blocked), "")
            self.refused.emit(reason or tr("It cannot move further in this direction"))
            return
        self.moved.emit(shift, key)

    def _choices(self) -> list[tuple[str, int]]:
        marks = [("mark", mark.id) for mark in self.data.marks] if self.data is not None else []
        return marks + [("item", item.id) for _kind, item in self.lines if isinstance(item, TimelineItem)]

    def _choose_line(self, by: int) -> None:
        choices = self._choices()
        if choices:
            place = choices.index(self.current) + by if self.current in choices else 0
            kind, key = choices[min(max(place, 0), len(choices) - 1)]
            self.select(kind, key, self.step)

    def _choose_step(self, by: int) -> None:
        item = self.current_item()
        if item is None or not item.steps:
            across = self.horizontalScrollBar()
            across.setValue(across.value() + round(by * 7 * self.day_width))
            return
        place = item.steps.index(self.step) + by if self.step in item.steps else 0
        self.select("item", item.id, item.steps[min(max(place, 0), len(item.steps) - 1)])
        day = item.day_of(self.step)
        if day is not None and not self.list_width() <= self.x_of(day) < self.viewport().width() - self.day_width:
            self._scroll_to(day - timedelta(days=7))

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        hit = Hit.at(self, at)
        if hit.line is None or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        what = hit.line[1]
        if isinstance(what, TimelineGroup):
            self.fold(what.key)
        elif hit.key.startswith("m:"):
            self.select("mark", int(hit.key.split(":")[1]))
        elif isinstance(what, TimelineItem):
            self.select("item", what.id, hit.step)
        if hit.key and event.button() == Qt.MouseButton.LeftButton:
            self.drag = Drag(hit.key, hit.part, at)

    def fold(self, key: str) -> None:
        """Fold or unfold a creator's lines."""
        self.folded ^= {key}
        self._build_lines()
        self._fit()
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self.drag is None:
            self.viewport().setCursor(Hit.at(self, at).cursor())
        elif self.drag.follow(self, at, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)):
            self.preview = {one.key: one.new for one in self.drag.shift.moved}
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag = self.drag
        if drag is None:
            return
        kept = self.preview
        self._end_drag()
        if drag.part == "link" and drag.target:
            self.linked.emit(drag.target_first, drag.target)
        elif drag.began and drag.days and drag.part != "link":
            if drag.refusal or not drag.shift.moved:
                self.refused.emit(drag.refusal or next((one.reason for one in drag.shift.blocked), "") or
                                  tr("It cannot move further in this direction"))
                return
            self.preview = kept  # until the page shows what is stored
            self.moved.emit(drag.shift, drag.key)

    def _end_drag(self) -> None:
        self.drag, self.preview = None, {}
        self.viewport().update()

    def forget_preview(self) -> None:
        """Show what is stored again, after a move that was refused."""
        self._end_drag()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        hit = Hit.at(self, event.position().toPoint())
        if hit.line is not None and isinstance(hit.line[1], TimelineItem):
            self._end_drag()
            self.opened.emit(hit.line[1].id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by((turned.y() or turned.x()) / 120, event.position().x())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            across = self.horizontalScrollBar()
            across.setValue(across.value() - (turned.y() or turned.x()))
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current[0]:
            self.menu_asked.emit(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def hit(self, at: QPoint) -> Hit:
        """What lies under a point of the viewport."""
        return Hit.at(self, at)

    def tip(self, at: QPoint) -> str:
        """The tooltip at a point: a holiday's name, a step with its days and what it waits for, a milestone."""
        if self.data is None:
            return ""
        hit = Hit.at(self, at)
        if at.x() > self.list_width() and (at.y() < HEAD or not hit.key):
            day = self.day_at(at.x())
            return " · ".join(part for part in (formats.day(day), self.data.closed(day) or "") if part)
        if hit.key:
            return wording.tip(self.data, hit.key)
        what = hit.line[1] if hit.line is not None else None
        if isinstance(what, TimelineItem):
            return " · ".join((what.title, what.creator, wording.note(what, self.data.today)[0]))
        return what.title if isinstance(what, TimelineGroup) else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self.data is not None:
            drawing.paint_timeline(painter, self, QRectF(self.viewport().rect()))



"""A timeline of deliverables grouped by creator: bars for the steps, a diamond for the publish day, milestones on top.

Bars and diamonds are dragged, or moved by Alt+Left and Alt+Right; the view only tells (`moved`, `mark_moved`), the
page writes and shows what came of it. Up and Down choose a line, Left and Right a step of it, Enter opens it, T
goes to today, + and − zoom.
"""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from microinf_desktop.ui import formats, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets import timeline_paint as drawing
from microinf_desktop.ui.widgets.timeline_data import TimelineData, TimelineGroup, TimelineItem, TimelineMark, Zoom

HEAD, MARK_ROW = 42, 44
LIST_WIDTH = 366
_ZOOMS = (Zoom.DAY, Zoom.WEEK, Zoom.MONTH)
_DRAG_FROM = 4  # pixels before a press becomes a drag
_STEP_WORDS = {
    "ship_on": "ship", "draft_due_on": "draft", "internal_review_on": "our review", "client_review_on": "client review",
    "publish_on": "publish",
}
# A line of the view: the milestones, a creator, or a deliverable.
_Line = tuple[str, object]


def step_word(step: str) -> str:
    """The word for a step of the work."""
    return tr(_STEP_WORDS[step])


class TimelineView(QAbstractScrollArea):
    """See the module's docstring. `set_data` shows; the current line, zoom and day in view are kept."""

    moved = Signal(int, str, int, bool)  # deliverable, step, days, with everything after it
    mark_moved = Signal(int, int)  # milestone, days
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
        self.zoom = Zoom.WEEK
        self.first = self.last = formats.today()
        self.folded: set[str] = set()
        self.lines: list[_Line] = []
        self.current: tuple[str, int] = ("", 0)  # "item" or "mark" and its id
        self.step = ""
        self._press: tuple[QPoint, _Line, str] | None = None
        self.drag_days = 0
        self.drag_whole = False
        for bar in (self.horizontalScrollBar(), self.verticalScrollBar()):
            bar.valueChanged.connect(self.viewport().update)

    # content

    def set_data(self, data: TimelineData) -> None:
        """Show this; at the first time today is near the left edge, later the day in view stays."""
        fresh = self.data is None
        left = self.first + timedelta(days=self.horizontalScrollBar().value() / self.zoom.day_width)
        self.data = data
        self.first, self.last = data.span()
        self._build_lines()
        self._fit()
        if fresh:
            self.show_today()
        else:
            self._scroll_to(left)
        if self.current_line() is None:
            self.current, self.step = ("", 0), ""
        self._tell()

    def _build_lines(self) -> None:
        self.lines = []
        if self.data is None:
            return
        if self.data.marks or self.data.period:
            self.lines.append(("marks", None))
        for group in self.data.groups:
            self.lines.append(("group", group))
            if group.key not in self.folded:
                self.lines += [("item", item) for item in group.items]

    def line_height(self, kind: str) -> int:
        return {"marks": MARK_ROW, "group": theme.row_height(), "item": theme.row_height() + 4}[kind]

    def list_width(self) -> int:
        """The part at the left that does not scroll sideways; narrower in a narrow window."""
        return min(LIST_WIDTH, max(200, self.viewport().width() // 3))

    def x_of(self, day: date) -> float:
        """Left edge of a day in the viewport."""
        return self.list_width() + (day - self.first).days * self.zoom.day_width - self.horizontalScrollBar().value()

    def day_at(self, x: float) -> date:
        return self.first + timedelta(
            days=int((x - self.list_width() + self.horizontalScrollBar().value()) // self.zoom.day_width))

    def rows_in_view(self) -> list[tuple[float, _Line]]:
        """Upper edges and lines from top to bottom, those out of view left out."""
        y, shown = HEAD - self.verticalScrollBar().value(), []
        for line in self.lines:
            height = self.line_height(line[0])
            if y + height > HEAD and y < self.viewport().height():
                shown.append((float(y), line))
            y += height
        return shown

    def _fit(self) -> None:
        area = self.viewport().size()
        days = (self.last - self.first).days + 1
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        across.setPageStep(max(area.width() - self.list_width(), 1))
        across.setSingleStep(self.zoom.day_width)
        across.setRange(0, max(0, days * self.zoom.day_width - across.pageStep()))
        height = sum(self.line_height(kind) for kind, _ in self.lines) + drawing.FOOT
        down.setPageStep(max(area.height() - HEAD, 1))
        down.setSingleStep(theme.row_height())
        down.setRange(0, max(0, height - down.pageStep()))
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    # where one is

    def set_zoom(self, zoom: Zoom) -> None:
        """Another scale around the day at the left edge."""
        left = self.day_at(self.list_width())
        self.zoom = zoom
        self._fit()
        self._scroll_to(left)
        self.zoom_changed.emit(zoom.value)

    def show_today(self) -> None:
        """Put today a little right of the list."""
        if self.data is not None:
            room = (self.viewport().width() - self.list_width()) // self.zoom.day_width
            self._scroll_to(self.data.today - timedelta(days=min(max(room // 5, 2), 14)))

    def _scroll_to(self, day: date) -> None:
        self.horizontalScrollBar().setValue((day - self.first).days * self.zoom.day_width)
        self.viewport().update()

    def current_line(self) -> TimelineItem | TimelineMark | None:
        """The chosen deliverable or milestone."""
        if self.data is None:
            return None
        kind, key = self.current
        if kind == "mark":
            return next((mark for mark in self.data.marks if mark.id == key), None)
        return next((item for name, item in self.lines if name == "item" and isinstance(item, TimelineItem)
                     and kind == "item" and item.id == key), None)

    def current_item(self) -> TimelineItem | None:
        line = self.current_line()
        return line if isinstance(line, TimelineItem) else None

    def select(self, kind: str, key: int, step: str = "") -> None:
        """Choose a deliverable ("item") or milestone ("mark"), and a step of the deliverable."""
        self.current, self.step = (kind, key), step
        item = self.current_item()
        if item is not None and step not in item.steps:
            self.step = next((bar.step for bar in item.bars if not bar.is_done), (*item.steps[-1:], "")[0])
        self._reveal()
        self._tell()
        self.viewport().update()

    def _reveal(self) -> None:
        y, at = 0, self.verticalScrollBar()
        for kind, line in self.lines:
            height = self.line_height(kind)
            if (isinstance(line, TimelineItem) and self.current == ("item", line.id)) or (
                    kind == "marks" and self.current[0] == "mark"):
                at.setValue(min(max(at.value(), y + height - at.pageStep()), y))
            y += height

    def sentence(self) -> str:
        """What is chosen, in words: for the foot of the page and for a screen reader."""
        line = self.current_line()
        if line is None:
            return ""
        if isinstance(line, TimelineMark):
            return tr("{name}, {day}", name=line.name, day=formats.day(line.day))
        if not self.step:
            return line.title
        return tr("{title}: {step} {day}", title=line.title, step=step_word(self.step),
                  day=formats.day(line.day_of(self.step)))

    def _tell(self) -> None:
        self.setAccessibleDescription(self.sentence())
        self.current_changed.emit()

    # keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            days = 1 if key == Qt.Key.Key_Right else -1
            if alt:
                self.move_current(days, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            else:
                self._choose_step(days)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not alt:
            self._choose_line(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current[0] == "item":
                self.opened.emit(self.current[1])
        elif key == Qt.Key.Key_T:
            self.show_today()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            place = _ZOOMS.index(self.zoom) + (1 if key == Qt.Key.Key_Minus else -1)
            self.set_zoom(_ZOOMS[min(max(place, 0), len(_ZOOMS) - 1)])
        elif key == Qt.Key.Key_Escape and self._press is not None:
            self._end_drag()
        else:
            super().keyPressEvent(event)

    def move_current(self, days: int, whole: bool = False) -> None:
        """Ask for the chosen step or milestone to be moved by days."""
        line = self.current_line()
        if isinstance(line, TimelineMark):
            self.mark_moved.emit(line.id, days)
        elif line is not None and self.step:
            self.moved.emit(line.id, self.step, days, whole)

    def _choices(self) -> list[tuple[str, int]]:
        marks = [("mark", mark.id) for mark in self.data.marks] if self.data is not None else []
        return marks + [("item", item.id) for kind, item in self.lines
                        if kind == "item" and isinstance(item, TimelineItem)]

    def _choose_line(self, by: int) -> None:
        choices = self._choices()
        if choices:
            place = choices.index(self.current) + by if self.current in choices else 0
            kind, key = choices[min(max(place, 0), len(choices) - 1)]
            self.select(kind, key, self.step)

    def _choose_step(self, by: int) -> None:
        item = self.current_item()
        if item is None or not item.steps:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() + by * 7 * self.zoom.day_width)
            return
        place = item.steps.index(self.step) + by if self.step in item.steps else 0
        self.select("item", item.id, item.steps[min(max(place, 0), len(item.steps) - 1)])
        day = item.day_of(self.step)
        if day is not None and not self.list_width() <= self.x_of(day) < self.viewport().width() - self.zoom.day_width:
            self._scroll_to(day - timedelta(days=7))

    # mouse

    def line_at(self, y: float) -> _Line | None:
        """The line under a y of the viewport."""
        if y < HEAD:
            return None
        return next((line for top, line in self.rows_in_view() if top <= y < top + self.line_height(line[0])), None)

    def hit(self, at: QPoint) -> tuple[_Line | None, str]:
        """The line and the step (or milestone id as text) under a point; "" beside bars."""
        line = self.line_at(at.y())
        if line is None or self.data is None or at.x() < self.list_width():
            return line, ""
        if line[0] == "marks":
            near = [mark for mark in self.data.marks
                    if abs(self.x_of(mark.day) + self.zoom.day_width / 2 - at.x()) <= max(8, self.zoom.day_width / 2)]
            return line, str(near[0].id) if near else ""
        if not isinstance(line[1], TimelineItem):
            return line, ""
        item, width = line[1], self.zoom.day_width
        if item.publish_on is not None and abs(self.x_of(item.publish_on) + width / 2 - at.x()) <= 9:
            return line, "publish_on"
        for bar in item.bars:
            if self.x_of(bar.start) <= at.x() < self.x_of(bar.end) + width:
                return line, bar.step
        return line, ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        line, part = self.hit(at)
        if line is None or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        kind, what = line
        if kind == "group" and isinstance(what, TimelineGroup):
            self.fold(what.key)
        elif kind == "marks" and part:
            self.select("mark", int(part))
        elif isinstance(what, TimelineItem):
            self.select("item", what.id, part)
        if part and event.button() == Qt.MouseButton.LeftButton:
            self._press = (at, line, part)

    def fold(self, key: str) -> None:
        """Fold or unfold a creator's lines."""
        self.folded ^= {key}
        self._build_lines()
        self._fit()
        self._tell()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._press is None:
            _line, part = self.hit(at)
            self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if part else Qt.CursorShape.ArrowCursor)
            return
        if abs(at.x() - self._press[0].x()) >= _DRAG_FROM or self.drag_days:
            self.drag_days = round((at.x() - self._press[0].x()) / self.zoom.day_width)
            self.drag_whole = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        days, whole = self.drag_days, self.drag_whole
        pressed = self._press is not None
        self._end_drag()
        if pressed and days:
            self.move_current(days, whole)

    def _end_drag(self) -> None:
        self._press, self.drag_days, self.drag_whole = None, 0, False
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line, _part = self.hit(event.position().toPoint())
        if line is not None and isinstance(line[1], TimelineItem):
            self._end_drag()
            self.opened.emit(line[1].id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current[0]:
            self.menu_asked.emit(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip(event.pos()), self)
            return True
        return super().viewportEvent(event)

    def tip(self, at: QPoint) -> str:
        """The tooltip at a point: a holiday's name, a step with its days, a milestone."""
        if self.data is None:
            return ""
        if at.y() < HEAD and at.x() > self.list_width():
            day = self.day_at(at.x())
            return " · ".join(part for part in (formats.day(day), self.data.closed(day) or "") if part)
        line, part = self.hit(at)
        if line is not None and isinstance(line[1], (TimelineItem, TimelineGroup)) and at.x() < self.list_width():
            return f"{line[1].title} · {line[1].note}"
        if line is None or not part:
            return ""
        if line[0] == "marks":
            mark = next(mark for mark in self.data.marks if mark.id == int(part))
            return f"{mark.name} · {formats.day(mark.day)}"
        item = line[1]
        assert isinstance(item, TimelineItem)
        if part == "publish_on":
            return item.locked or tr("Publish {day}. Drag to move it", day=formats.day(item.publish_on))
        bar = next(bar for bar in item.bars if bar.step == part)
        return tr("{step}, {start} to {end}. Drag to move it", step=step_word(part).capitalize(),
                  start=formats.day(bar.start), end=formats.day(bar.end))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        if self.data is not None:
            drawing.paint_timeline(painter, self, QRectF(self.viewport().rect()))

"""A month as a grid of days with their entries, painted; keys move the day or an entry, a drag moves an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from microinf_desktop.ui import formats, paint, theme
from microinf_desktop.ui.i18n import tr, trn

_HEAD = 28
_LINE = 20
_TOP = 26
_DRAG_FROM = 6


@dataclass(frozen=True)
class DayEntry:
    """An entry of a day: its colour, words, the shape of its kind, and whether it is done, late or may be dragged."""

    key: int
    text: str
    colour: str
    done: bool = False
    late: bool = False
    movable: bool = False
    shape: str = "square"  # a key of SHAPES


# Points in a box of 8: the kind of a date is a shape, its client a colour.
SHAPES: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((0.5, 0.5), (7.5, 0.5), (7.5, 7.5), (0.5, 7.5)),
    "diamond": ((4, -0.5), (8.5, 4), (4, 8.5), (-0.5, 4)),
    "flag": ((0.5, 0), (8, 3), (0.5, 6), (0.5, 8.5)),
    "triangle": ((4, 0), (8.3, 8), (-0.3, 8)),
    "down": ((-0.3, 0.5), (8.3, 0.5), (4, 8.5)),
    "bar": ((0, 2.5), (8, 2.5), (8, 5.5), (0, 5.5)),
    "star": ((4, -0.5), (5.2, 2.8), (8.6, 2.9), (5.9, 5), (6.8, 8.3), (4, 6.4), (1.2, 8.3), (2.1, 5), (-0.6, 2.9),
             (2.8, 2.8)),
}


class MonthView(QWidget):
    """Six weeks around a month; `entries` by day, at least as many as there is room for.

    Arrows move the day, Space goes through its entries, Enter opens one, Shift with arrows moves it; PageUp and
    PageDown turn the month.
    """

    weeks = 6

    day_changed = Signal(object)  # date
    entry_opened = Signal(int)
    entry_moved = Signal(int, object)  # key, date
    entry_refused = Signal(int)  # key: somebody wanted to drag what may not move
    month_asked = Signal(int)  # -1 or 1
    more_asked = Signal(object)  # date: "+n more" was clicked
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.month = date(2000, 1, 1)
        self.day = self.month
        self.today = self.month
        self.entry = 0  # key of the entry that Space has chosen
        self.holidays: Mapping[date, str] = {}
        self._entries: Mapping[date, Sequence[DayEntry]] = {}
        self._totals: Mapping[date, int] = {}
        self._pressed: tuple[QPointF, DayEntry] | None = None
        self._target: date | None = None
        self._hit: DayEntry | None = None
        self._grabbed: date | None = None
        self._more: date | None = None
        self._refused = 0

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    @property
    def first(self) -> date:
        """The Monday the grid begins with."""
        start = self.month.replace(day=1)
        return start - timedelta(days=start.weekday())

    @property
    def last(self) -> date:
        return self.first + timedelta(days=7 * self.weeks - 1)

    def show_month(self, month: date, today: date) -> None:
        """Turn to the month of a day."""
        self.month, self.today = month.replace(day=1), today
        self.update()

    def set_entries(self, entries: Mapping[date, Sequence[DayEntry]], totals: Mapping[date, int] | None = None) -> None:
        """`totals` says how many a day has where `entries` holds only its first."""
        self._entries = entries
        self._totals = totals if totals is not None else {day: len(found) for day, found in entries.items()}
        self._name()
        self.update()

    def select(self, day: date, quietly: bool = False) -> None:
        """Make a day current; `quietly` without telling."""
        if day != self.day:
            self.day = day
            self.entry = 0
            self._name()
            if not quietly:
                self.day_changed.emit(day)
        self.update()

    def _name(self) -> None:
        found = self._entries.get(self.day, ())
        chosen = next((entry.text for entry in found if entry.key == self.entry), "")
        words = chosen or "; ".join(entry.text for entry in found)
        parts = [formats.long_day(self.day), self.holidays.get(self.day, ""),
                 trn("{n} entry", "{n} entries", self._totals.get(self.day, 0))]
        self.setAccessibleName(f"{', '.join(part for part in parts if part)}. {words}")

    # geometry

    def _cell(self, day: date) -> QRectF:
        place = (day - self.first).days
        width, height = self.width() / 7, (self.height() - _HEAD) / self.weeks
        return QRectF(place % 7 * width, _HEAD + place // 7 * height, width, height)

    def _day_at(self, at: QPointF) -> date | None:
        if at.y() < _HEAD or not self.rect().contains(at.toPoint()):
            return None
        width, height = self.width() / 7, (self.height() - _HEAD) / self.weeks
        return self.first + timedelta(days=int((at.y() - _HEAD) // height) * 7 + min(int(at.x() // width), 6))

    def room(self) -> int:
        """How many entries a cell has room for."""
        return max(int(((self.height() - _HEAD) / self.weeks - _TOP - 4) // _LINE), 1)

    def _shown(self, day: date) -> Sequence[DayEntry]:
        found, room = self._entries.get(day, ()), self.room()
        return found if self._totals.get(day, 0) <= room else found[: room - 1]

    def _entry_at(self, at: QPointF) -> DayEntry | None:
        day = self._day_at(at)
        if day is None:
            return None
        place = int((at.y() - self._cell(day).top() - _TOP) // _LINE)
        shown = self._shown(day)
        return shown[place] if 0 <= place < len(shown) else None

    def _more_at(self, at: QPointF) -> date | None:
        """The day whose "+n more" is under a point."""
        day = self._day_at(at)
        if day is None or self._totals.get(day, 0) <= len(self._shown(day)):
            return None
        place = int((at.y() - self._cell(day).top() - _TOP) // _LINE)
        return day if place == len(self._shown(day)) else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day, entry = self._day_at(event.position()), self._entry_at(event.position())
        self._hit = entry
        self._pressed = (event.position(), entry) if entry is not None else None
        self._more = self._more_at(event.position())
        if day is not None:
            self._grabbed = day
            self.select(day, quietly=True)
            self.entry = entry.key if entry is not None else 0

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (event.position() - self._pressed[0]).manhattanLength() > _DRAG_FROM:
                if not self._pressed[1].movable:
                    self.setCursor(Qt.CursorShape.ForbiddenCursor)
                    self._refused = self._pressed[1].key
                    return
                self._target = self._day_at(event.position())
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.update()
            return
        entry, day = self._entry_at(event.position()), self._day_at(event.position())
        self.setToolTip(entry.text if entry is not None else self.holidays.get(day, "") if day is not None else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        moved, target, refused, more = self._pressed, self._target, self._refused, self._more
        self._pressed = self._target = self._more = None
        self._refused = 0
        self.unsetCursor()
        if refused:
            self.entry_refused.emit(refused)
        elif more is not None and self._more_at(event.position()) == more:
            self.more_asked.emit(more)
        elif moved is not None and target is not None and target != self.day:
            self.entry_moved.emit(moved[1].key, target)
            self.select(target)
        elif self._grabbed is not None:
            # Told only now: what listens may open a panel beside, which must not move the grid under a drag.
            self.day_changed.emit(self._grabbed)
        self._grabbed = None
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._hit is not None:  # what the first click met: the grid may have become narrower since
            self.entry_opened.emit(self._hit.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        turns = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        if event.key() in steps and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._move_chosen(self.day + timedelta(days=steps[Qt.Key(event.key())]))
        elif event.key() in steps:
            day = self.day + timedelta(days=steps[Qt.Key(event.key())])
            if not self.first <= day <= self.last:
                self.month_asked.emit(1 if day > self.last else -1)
            self.select(day)
        elif event.key() in turns:
            self.month_asked.emit(turns[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            chosen = self._chosen()
            if chosen is not None:
                self.entry_opened.emit(chosen.key)
        elif event.key() == Qt.Key.Key_Space:
            self._choose_next()
        else:
            super().keyPressEvent(event)

    def _chosen(self) -> DayEntry | None:
        """The entry that Space has chosen, else the first of the day."""
        found = self._entries.get(self.day, ())
        return next((entry for entry in found if entry.key == self.entry), found[0] if found else None)

    def _choose_next(self) -> None:
        keys = [entry.key for entry in self._shown(self.day)]
        place = keys.index(self.entry) + 1 if self.entry in keys else 0
        self.entry = keys[place % len(keys)] if keys else 0
        self._name()
        self.update()

    def _move_chosen(self, day: date) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        if not chosen.movable:
            self.entry_refused.emit(chosen.key)
            return
        key = chosen.key
        if not self.first <= day <= self.last:
            self.month_asked.emit(1 if day > self.last else -1)
        self.select(day, quietly=True)
        self.entry = key
        self.entry_moved.emit(key, day)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.surface)
        painter.fillRect(QRectF(0, 0, self.width(), _HEAD), now.sunken)
        painter.setFont(theme.font("caption"))
        painter.setPen(now.text3)
        for place in range(7):
            cell = self._cell(self.first + timedelta(days=place))
            name = f"{self.first + timedelta(days=place):%a}"
            paint.text(painter, QRectF(cell.left() + 8, 0, cell.width() - 8, _HEAD), name)
        for place in range(7 * self.weeks):
            self._paint_day(painter, self.first + timedelta(days=place))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        now, cell = theme.current(), self._cell(day)
        if day == self.day:
            painter.fillRect(cell, now.selected)
        elif day.weekday() >= 5 or day in self.holidays:
            painter.fillRect(cell, now.window)
        paint.hairline(painter, cell.left(), cell.right(), cell.top(), now.line)
        painter.fillRect(QRectF(cell.left(), cell.top(), 1, cell.height()), now.line)
        if day == self._target or (day == self.day and self.hasFocus()):
            paint.focus_ring(painter, cell.adjusted(1, 1, 0, 0), now.accent)
        is_today = day == self.today
        if is_today:
            paint.rounded(painter, QRectF(cell.left() + 5, cell.top() + 4, 24, 18), 4, now.accent)
        painter.setFont(theme.font("caption", 600 if is_today else 400))
        inside = day.month == self.month.month
        painter.setPen(now.on_accent if is_today else now.text if inside else now.text3)
        name = f"{day.day} {day:%b}" if day.day == 1 and not is_today else str(day.day)
        if is_today:
            paint.text(painter, QRectF(cell.left() + 5, cell.top() + 4, 24, 18), name, paint.CENTRE)
        else:
            paint.text(painter, QRectF(cell.left() + 8, cell.top() + 4, 60, 18), name)
        if day in self.holidays:
            painter.setFont(theme.font("caption"))
            painter.setPen(now.text3)
            box = QRectF(cell.left() + 36, cell.top() + 4, cell.width() - 42, 18)
            paint.text(painter, box, self.holidays[day], paint.RIGHT)
        self._paint_entries(painter, day, cell)

    def _paint_entries(self, painter: QPainter, day: date, cell: QRectF) -> None:
        now, shown = theme.current(), self._shown(day)
        painter.setFont(theme.font("caption"))
        for place, entry in enumerate(shown):
            top = cell.top() + _TOP + place * _LINE
            if entry.key == self.entry and day == self.day:
                box = QRectF(cell.left() + 3, top - 1, cell.width() - 6, _LINE)
                paint.rounded(painter, box, 4, now.surface, now.accent)
            paint_shape(painter, cell.left() + 8, top + 5, entry.shape, entry.colour, entry.done)
            painter.setPen(theme.ink("danger") if entry.late else now.text3 if entry.done else now.text)
            paint.text(painter, QRectF(cell.left() + 21, top, cell.width() - 26, _LINE - 2), entry.text)
        hidden = self._totals.get(day, 0) - len(shown)
        if hidden:
            painter.setPen(now.text3)
            top = cell.top() + _TOP + len(shown) * _LINE
            paint.text(painter, QRectF(cell.left() + 8, top, cell.width() - 12, _LINE - 2), tr("+{n} more", n=hidden))


def paint_shape(painter: QPainter, x: float, y: float, shape: str, colour: str, hollow: bool = False) -> None:
    """The sign of a kind in a client's colour, hollow where it is done; 8 px with its upper left corner at (x, y)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(colour)
    if theme.current().dark and ink.lightnessF() < 0.5:
        ink.setHslF(ink.hslHueF(), ink.hslSaturationF(), 0.62)  # a dark brand colour is lost on a dark page
    painter.setPen(QPen(ink, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else ink)
    painter.drawPolygon(QPolygonF([QPointF(x + left, y + top) for left, top in SHAPES[shape]]))
    painter.restore()

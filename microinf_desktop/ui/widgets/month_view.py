"""A month as a grid of days with their entries, painted; keyboard moves the day, a drag moves an entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from microinf_desktop.ui import formats, paint, theme
from microinf_desktop.ui.i18n import tr, trn

_HEAD = 28
_LINE = 20
_TOP = 26
_DRAG_FROM = 6


@dataclass(frozen=True)
class DayEntry:
    """An entry of a day: its colour, words, and whether it is done, late or may be dragged."""

    key: int
    text: str
    colour: str
    done: bool = False
    late: bool = False
    movable: bool = False


class MonthView(QWidget):
    """Six weeks around a month; `entries` by day. Arrows move, Enter opens, PageUp/PageDown turn the month."""

    day_changed = Signal(object)  # date
    entry_opened = Signal(int)
    entry_moved = Signal(int, object)  # key, date
    month_asked = Signal(int)  # -1 or 1

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.month = date(2000, 1, 1)
        self.day = self.month
        self.today = self.month
        self._entries: Mapping[date, Sequence[DayEntry]] = {}
        self._pressed: tuple[QPointF, DayEntry] | None = None
        self._target: date | None = None
        self._hit: DayEntry | None = None
        self._grabbed: date | None = None

    def sizeHint(self) -> QSize:
        return QSize(900, 640)

    @property
    def first(self) -> date:
        """The Monday the grid begins with."""
        start = self.month.replace(day=1)
        return start - timedelta(days=start.weekday())

    @property
    def last(self) -> date:
        return self.first + timedelta(days=41)

    def show_month(self, month: date, today: date) -> None:
        """Turn to the month of a day."""
        self.month, self.today = month.replace(day=1), today
        self.update()

    def set_entries(self, entries: Mapping[date, Sequence[DayEntry]]) -> None:
        self._entries = entries
        self._name()
        self.update()

    def select(self, day: date, quietly: bool = False) -> None:
        """Make a day current; `quietly` without telling."""
        if day != self.day:
            self.day = day
            self._name()
            if not quietly:
                self.day_changed.emit(day)
        self.update()

    def _name(self) -> None:
        found = self._entries.get(self.day, ())
        words = "; ".join(entry.text for entry in found)
        self.setAccessibleName(f"{formats.long_day(self.day)}, {trn('{n} entry', '{n} entries', len(found))}. {words}")

    # geometry

    def _cell(self, day: date) -> QRectF:
        place = (day - self.first).days
        width, height = self.width() / 7, (self.height() - _HEAD) / 6
        return QRectF(place % 7 * width, _HEAD + place // 7 * height, width, height)

    def _day_at(self, at: QPointF) -> date | None:
        if at.y() < _HEAD or not self.rect().contains(at.toPoint()):
            return None
        width, height = self.width() / 7, (self.height() - _HEAD) / 6
        return self.first + timedelta(days=int((at.y() - _HEAD) // height) * 7 + min(int(at.x() // width), 6))

    def _room(self) -> int:
        """How many entries a cell has room for."""
        return max(int(((self.height() - _HEAD) / 6 - _TOP - 4) // _LINE), 1)

    def _shown(self, day: date) -> Sequence[DayEntry]:
        found, room = self._entries.get(day, ()), self._room()
        return found if len(found) <= room else found[: room - 1]

    def _entry_at(self, at: QPointF) -> DayEntry | None:
        day = self._day_at(at)
        if day is None:
            return None
        place = int((at.y() - self._cell(day).top() - _TOP) // _LINE)
        shown = self._shown(day)
        return shown[place] if 0 <= place < len(shown) else None

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        day, entry = self._day_at(event.position()), self._entry_at(event.position())
        self._hit = entry
        self._pressed = (event.position(), entry) if entry is not None and entry.movable else None
        if day is not None:
            self._grabbed = day
            self.select(day, quietly=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (event.position() - self._pressed[0]).manhattanLength() > _DRAG_FROM:
                self._target = self._day_at(event.position())
                self.setCursor(Qt.CursorShape.ClosedHandCursor)
                self.update()
            return
        entry = self._entry_at(event.position())
        self.setToolTip(entry.text if entry is not None else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        moved, target = self._pressed, self._target
        self._pressed = self._target = None
        self.unsetCursor()
        if moved is not None and target is not None and target != self.day:
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
        if event.key() in steps:
            day = self.day + timedelta(days=steps[Qt.Key(event.key())])
            if not self.first <= day <= self.last:
                self.month_asked.emit(1 if day > self.last else -1)
            self.select(day)
        elif event.key() in turns:
            self.month_asked.emit(turns[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            found = self._entries.get(self.day, ())
            if found:
                self.entry_opened.emit(found[0].key)
        else:
            super().keyPressEvent(event)

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
        for place in range(42):
            self._paint_day(painter, self.first + timedelta(days=place))

    def _paint_day(self, painter: QPainter, day: date) -> None:
        now, cell = theme.current(), self._cell(day)
        if day == self.day:
            painter.fillRect(cell, now.selected)
        elif day.weekday() >= 5:
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
        self._paint_entries(painter, day, cell)

    def _paint_entries(self, painter: QPainter, day: date, cell: QRectF) -> None:
        now, shown = theme.current(), self._shown(day)
        painter.setFont(theme.font("caption"))
        for place, entry in enumerate(shown):
            top = cell.top() + _TOP + place * _LINE
            paint.swatch(painter, cell.left() + 8, top + 5, entry.colour)
            painter.setPen(theme.ink("danger") if entry.late else now.text3 if entry.done else now.text)
            paint.text(painter, QRectF(cell.left() + 21, top, cell.width() - 26, _LINE - 2), entry.text)
        hidden = len(self._entries.get(day, ())) - len(shown)
        if hidden:
            painter.setPen(now.text3)
            top = cell.top() + _TOP + len(shown) * _LINE
            paint.text(painter, QRectF(cell.left() + 8, top, cell.width() - 12, _LINE - 2), tr("{n} more", n=hidden))

"""A date one types ("fri", "+5wd", "24.11.") or takes from a month; weekends shaded, holidays named."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from microinf_desktop.domain.dates_typed import parse_typed_date
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.ui import formats, icons, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.inputs import TextField

CELL = 32
_HEAD = 64

HolidayNames = Callable[[date], str]


class DateEdit(TextField):
    """`value()` is a date or None. `holidays(day)` gives a holiday's name or ""; it is called for shown days only."""

    def __init__(self, placeholder: str = "", holidays: HolidayNames | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__("", placeholder or tr("e.g. fri or +5wd"), parent=parent)
        self.holidays = holidays
        self._value: date | None = None
        self._popup: MonthPopup | None = None
        self.setTextMargins(0, 0, 22, 0)
        self.left_field.connect(self._settle)
        self.returnPressed.connect(self._settle)

    def value(self) -> date | None:
        return self._parse()[0]

    def set_value(self, value: Any) -> None:
        self._value = value
        self.setText("" if value is None else self._written(value))

    def problem(self) -> str:
        return self._parse()[1]

    def _written(self, value: date) -> str:
        return f"{formats.day(value)} {value.year}" if abs((value - formats.today()).days) < 300 else formats.day(value)

    def _parse(self) -> tuple[date | None, str]:
        text = self.text().strip()
        if not text:
            return None, ""
        if self._value is not None and text == self._written(self._value):
            return self._value, ""
        month_first = formats.locale_name() == "en_US"
        try:
            return parse_typed_date(text, formats.today(), self._is_holiday, month_first), ""
        except ValidationError as error:
            return None, str(error)

    def _is_holiday(self, day: date) -> bool:
        return self.holidays is not None and bool(self.holidays(day))

    def _settle(self) -> None:
        found = self.value()
        if found is not None:
            self.set_value(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_F4):
            self.open_month()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().x() > self.width() - 26:
            self.open_month()
            return
        super().mousePressEvent(event)

    def open_month(self) -> None:
        """Show the month below the field."""
        self._popup = MonthPopup(self.value() or formats.today(), self.holidays, self)
        self._popup.chosen.connect(self._take)
        self._popup.open_below(self)

    def _take(self, day: date) -> None:
        self.set_value(day)
        self.edited.emit()
        self.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        icons.draw(QPainter(self), self.width() - 22, (self.height() - 14) / 2, "calendar", theme.current().text3, 14)


class MonthPopup(QWidget):
    """One month as a grid; arrows move by day, Page Up and Down by month, Enter takes the day."""

    chosen = Signal(object)

    def __init__(self, day: date, holidays: HolidayNames | None, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._day, self._holidays = day, holidays
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMouseTracking(True)
        self._hover: date | None = None
        self.setFixedSize(7 * CELL + 16, _HEAD + 6 * CELL + 30)
        self._name()

    def open_below(self, field: QWidget) -> None:
        at = field.mapToGlobal(QPoint(0, field.height() + 2))
        space = field.screen().availableGeometry()
        if at.y() + self.height() > space.bottom():
            at = field.mapToGlobal(QPoint(0, -self.height() - 2))
        self.move(max(min(at.x(), space.right() - self.width()), space.x()), at.y())
        self.show()
        self.setFocus()

    def _name(self) -> None:
        holiday = self._holidays(self._day) if self._holidays is not None else ""
        self.setAccessibleName(f"{formats.long_day(self._day)} {holiday}".strip())

    def _first(self) -> date:
        """The Monday (or the locale's first day) the grid begins with."""
        start = self._day.replace(day=1)
        week_start = QLocale(formats.locale_name()).firstDayOfWeek().value - 1
        return start - timedelta(days=(start.weekday() - week_start) % 7)

    def _day_at(self, at: QPoint) -> date | None:
        column, row = (at.x() - 8) // CELL, (at.y() - _HEAD) // CELL
        if not (0 <= column < 7 and 0 <= row < 6):
            return None
        return self._first() + timedelta(days=row * 7 + column)

    def _move(self, day: date) -> None:
        self._day = day
        self._name()
        self.update()

    def _month(self, step: int) -> None:
        moved = QDate(self._day.year, self._day.month, self._day.day).addMonths(step)
        self._move(date(moved.year(), moved.month(), moved.day()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
        key = Qt.Key(event.key())
        if key in steps:
            self._move(self._day + timedelta(days=steps[key]))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._month(-1 if key == Qt.Key.Key_PageUp else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._day)
        elif key == Qt.Key.Key_T:
            self._move(formats.today())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._month(-1 if event.angleDelta().y() > 0 else 1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover = self._day_at(event.position().toPoint())
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        day = self._day_at(at)
        if day is not None:
            self._choose(day)
        elif at.y() < 36 and at.x() > self.width() - 68:
            self._month(-1 if at.x() < self.width() - 38 else 1)
        elif not self.rect().contains(at):
            self.close()

    def _choose(self, day: date) -> None:
        self.close()
        self.chosen.emit(day)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._holidays is not None:
            day = self._day_at(event.pos())
            QToolTip.showText(event.globalPos(), self._holidays(day) if day is not None else "", self)
            return True
        return super().event(event)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.raised)
        painter.setPen(now.line_strong)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        locale = QLocale(formats.locale_name())
        painter.setFont(theme.font("section"))
        painter.setPen(now.text)
        title = locale.toString(QDate(self._day.year, self._day.month, 1), "MMMM yyyy")
        paint.text(painter, QRectF(16, 4, 160, 32), title)
        icons.draw(painter, self.width() - 62, 12, "chevron-left", now.text2)
        icons.draw(painter, self.width() - 30, 12, "chevron-right", now.text2)
        first = self._first()
        painter.setFont(theme.font("caption"))
        painter.setPen(now.text3)
        for column in range(7):
            name = locale.dayName((first + timedelta(days=column)).weekday() + 1, QLocale.FormatType.ShortFormat)
            paint.text(painter, QRectF(8 + column * CELL, 40, CELL, 20), name[:2], paint.CENTRE)
        for place in range(42):
            self._paint_day(painter, first + timedelta(days=place), place)
        self._paint_note(painter)

    def _paint_day(self, painter: QPainter, day: date, place: int) -> None:
        now, today = theme.current(), formats.today()
        box = QRectF(8 + place % 7 * CELL, _HEAD + place // 7 * CELL, CELL, CELL)
        holiday = self._holidays is not None and bool(self._holidays(day))
        if day.weekday() >= 5 or holiday:
            painter.fillRect(box, now.window)
        inner = box.adjusted(3, 3, -3, -3)
        if day == self._day:
            paint.rounded(painter, inner, 4, now.accent)
        elif day == self._hover:
            paint.rounded(painter, inner, 4, now.hover)
        if day == today and day != self._day:
            paint.rounded(painter, inner, 4, None, now.accent)
        painter.setFont(theme.font("body", 500 if day == today else 400))
        ink = now.text if day.month == self._day.month else now.text3
        painter.setPen(now.on_accent if day == self._day else ink)
        paint.text(painter, box, str(day.day), paint.CENTRE)
        if holiday:
            painter.fillRect(QRectF(box.center().x() - 2, box.bottom() - 6, 4, 2), theme.ink("attention"))

    def _paint_note(self, painter: QPainter) -> None:
        now = theme.current()
        holiday = self._holidays(self._day) if self._holidays is not None else ""
        painter.setFont(theme.font("caption"))
        painter.setPen(now.text2)
        note = f"{formats.day(self._day)}  {holiday}".strip()
        paint.text(painter, QRectF(16, self.height() - 28, self.width() - 32, 24), note)

"""The scale of a timeline: how wide a day is, which units its head names, and captions that never clip."""

from datetime import date
from enum import StrEnum

from PySide6.QtCore import QDate, QLocale

from microinf_desktop.ui import formats

NARROWEST, WIDEST = 1.2, 72.0  # pixels of a day
_STEP = 1.25  # one notch of the wheel, one press of a key


class Zoom(StrEnum):
    """The scales that have a button; any width between them is possible with the wheel."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"

    @property
    def day_width(self) -> float:
        """Pixels of one day."""
        return {Zoom.DAY: 48.0, Zoom.WEEK: 24.0, Zoom.MONTH: 8.0, Zoom.QUARTER: 2.6}[self]


def zoom_of(width: float) -> Zoom:
    """The named scale a day's width comes nearest to."""
    return min(Zoom, key=lambda zoom: max(zoom.day_width / width, width / zoom.day_width))


def zoomed(width: float, notches: float) -> float:
    """The width after some notches in (positive) or out."""
    return float(min(max(width * _STEP**notches, NARROWEST), WIDEST))


def tiers(width: float) -> tuple[str, str]:
    """The units of the upper and lower line of the head."""
    if width >= 15:
        return "week", "day"
    return ("month", "week") if width >= 4.5 else ("quarter", "month")


def captions(unit: str, start: date) -> tuple[str, ...]:
    """What a cell of the head may say, from long to short; the first that fits is drawn."""
    if unit == "day":
        return _text(start, "ddd d"), str(start.day)
    if unit == "week":
        return _text(start, "d MMMM yyyy"), _text(start, "d MMM"), str(start.day)
    if unit == "month":
        return _text(start, "MMMM yyyy"), _text(start, "MMM yyyy"), _text(start, "MMM"), _text(start, "MMM")[:1]
    quarter = f"Q{(start.month + 2) // 3}"
    return f"{quarter} {start.year}", quarter


def _text(day: date, pattern: str) -> str:
    return str(QLocale(formats.locale_name()).toString(QDate(day.year, day.month, day.day), pattern))

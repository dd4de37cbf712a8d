"""Units of a timeline's scale: where weeks, months and quarters begin, on screen and on paper."""

from collections.abc import Iterator
from datetime import date, timedelta

_DAY = timedelta(days=1)


def begin(unit: str, day: date) -> date:
    """The first day of the unit a day lies in; weeks begin on Monday, as working weeks do."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def following(unit: str, start: date) -> date:
    """The first day of the next unit."""
    if unit in ("day", "week"):
        return start + (_DAY if unit == "day" else timedelta(days=7))
    months = 1 if unit == "month" else 3
    month = start.month - 1 + months
    return date(start.year + month // 12, month % 12 + 1, 1)


def cells(unit: str, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Units from the one `first` lies in to the one `last` lies in, each with the beginning of the next."""
    start = begin(unit, first)
    while start <= last:
        end = following(unit, start)
        yield start, end
        start = end

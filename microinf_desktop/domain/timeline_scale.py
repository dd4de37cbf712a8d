"""Units of a timeline's scale and the places of names under signs, the same on screen and on paper."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class PlacedName:
    """A name: its left edge, the line below the signs it stands in, counted from 0, and the x of its sign."""

    text: str
    left: float
    lane: int
    x: float


def place_names(
    names: Sequence[tuple[str, float]], left: float, right: float, width: Callable[[str], float], lanes: int
) -> tuple[PlacedName, ...]:
    """Names centred under their signs at x, moved into the chart and into the first lane with room.

    A name that finds no room in any lane goes into the last one, cut off by nobody: its sign shows where it belongs.
    """
    used = [left - 1e9] * lanes
    placed = []
    for text, x in sorted(names, key=lambda one: one[1]):
        room = width(text)
        start = max(min(x - room / 2, right - room - 2), left + 2)
        lane = next((n for n in range(lanes) if used[n] <= start), None)
        if lane is None:
            lane = min(range(lanes), key=lambda n: used[n])
            start = max(used[lane], start)
        used[lane] = start + room + 5
        placed.append(PlacedName(text, start, lane, x))
    return tuple(placed)

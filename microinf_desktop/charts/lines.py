"""Charts over time: a running total against its target, followers of an account, and a sparkline for a cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from microinf_desktop.charts.sheet import (
    DASHED,
    DASHES,
    HAIRLINE,
    RULE,
    SERIES,
    Heading,
    Sheet,
    Size,
    label,
    nice_ticks,
    spread,
)
from microinf_desktop.charts.style import SEMIBOLD, TEXT, ChartStyle
from microinf_desktop.domain.wording import PlainWording, Wording

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[date, float]


@dataclass(frozen=True, slots=True)
class Target:
    """A target reached in a straight line from the first day to `day`."""

    value: float
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of the line worth naming."""

    day: date
    value: float
    text: str


def cumulative_line(
    points: Sequence[Point],
    *,
    size: Size,
    style: ChartStyle,
    heading: Heading,
    end_text: str,
    target: Target | None = None,
    mark: Mark | None = None,
    wording: Wording | None = None,
) -> "Figure":
    """A running total with its end labelled, the target as a dashed line, and one named point.

    `points` are sorted by day and not empty; y starts at 0. `end_text` is written at the line's end.
    """
    words = wording or PlainWording()
    sheet = Sheet(size, style, heading)
    ends = [(end_text, SEMIBOLD)] + ([(target.text, 400)] if target else [])
    right = size.width - max(style.width(text, TEXT, weight) for text, weight in ends) - 10
    top = max([value for _, value in points] + ([target.value] if target else []))
    ticks = nice_ticks(top)
    left = max(style.width(words.compact(tick), TEXT) for tick in ticks) + 8
    axes = sheet.plot(left, sheet.top + 4, right, size.height - 16)
    first, last = points[0][0], max(points[-1][0], target.day if target else points[-1][0])
    _frame(axes, style, words, ticks, first, last)
    _draw_series(axes, style, points)
    anchors = [points[-1][1]]
    if target:
        # After its day the target stays where it is while late reads still come in.
        axes.plot(
            [_x(points[0][0]), _x(target.day), _x(last)], [points[0][1], target.value, target.value],
            color=style.tokens.text_2, linewidth=DASHED, linestyle=DASHES, zorder=2, clip_on=False,
        )
        anchors.append(target.value)
    _label_ends(axes, style, size, points, ends, anchors, target)
    if mark:
        scale = (right - left) / (_x(last) - _x(first)), (size.height - 20 - sheet.top) / ticks[-1]
        lines = [points] + ([[points[0], (target.day, target.value)]] if target else [])
        _draw_mark(axes, style, mark, lines, scale)
    return sheet.figure


def _x(day: date) -> float:
    return float(day.toordinal())


def _frame(
    axes: "Axes", style: ChartStyle, words: Wording, ticks: Sequence[float], first: date, last: date
) -> None:
    """Hairlines with their values at the left and dates along the bottom."""
    start, end = _x(first), max(_x(last), _x(first) + 1)
    axes.set_xlim(start, end)
    axes.set_ylim(ticks[0], ticks[-1])
    for tick in ticks:
        base = tick == 0
        axes.plot(
            [start, end], [tick, tick], color=style.tokens.line_strong if base else style.tokens.line,
            linewidth=RULE if base else HAIRLINE, zorder=1, clip_on=False,
        )
        label(axes, start, tick, words.compact(tick), style, offset=(-6, 0), align="right",
              color=style.tokens.text_3)
    for day in day_ticks(first, last):
        align = "left" if day == first else "right" if day == last else "center"
        label(axes, _x(day), ticks[0], words.short_day(day), style, offset=(0, -12), align=align,
              baseline="baseline", color=style.tokens.text_3)


def day_ticks(first: date, last: date, count: int = 4) -> list[date]:
    """The first and last day and days about evenly between them, `count` in all."""
    days = (last - first).days
    if days <= 0:
        return [first]
    even = next((part for part in range(count - 1, 1, -1) if days % part == 0), count - 1)
    parts = min(days, even if days <= 12 else count - 1)
    return [first + timedelta(days=round(days * part / parts)) for part in range(parts + 1)]


def _draw_series(axes: "Axes", style: ChartStyle, points: Sequence[Point]) -> None:
    xs, ys = [_x(day) for day, _ in points], [value for _, value in points]
    axes.plot(xs, ys, color=style.accent, linewidth=SERIES, solid_joinstyle="round", zorder=3, clip_on=False)
    axes.plot(xs[-1:], ys[-1:], marker="o", markersize=5, color=style.accent, zorder=4, clip_on=False)


def _label_ends(
    axes: "Axes",
    style: ChartStyle,
    size: Size,
    points: Sequence[Point],
    ends: Sequence[tuple[str, int]],
    anchors: Sequence[float],
    target: Target | None,
) -> None:
    """Line ends say what they are; kept a line apart, the labels stay right of the plot."""
    low, high = axes.get_ylim()
    per_point = (high - low) / (axes.get_position().height * size.height)
    heights = spread(anchors, 11 * per_point, low + 4 * per_point, high)
    right = axes.get_xlim()[1]
    for (text, weight), height in zip(ends, heights, strict=True):
        color = style.tokens.text if weight >= SEMIBOLD else style.tokens.text_2
        label(axes, right, height, text, style, offset=(8, 0), weight=weight, color=color)


def _draw_mark(
    axes: "Axes", style: ChartStyle, mark: Mark, lines: Sequence[Sequence[Point]], scale: tuple[float, float]
) -> None:
    """A hollow dot with its text, placed where no line runs through it; nothing where there is no such place."""
    x = _x(mark.day)
    start, end = axes.get_xlim()
    at, up = (x - start) * scale[0], mark.value * scale[1]
    paths = [[((_x(day) - start) * scale[0], value * scale[1]) for day, value in line] for line in lines]
    room = (end - start) * scale[0]
    width = style.width(mark.text, TEXT)
    for dx, dy, align in ((-7, 6, "right"), (8, -12, "left"), (8, -22, "left"), (-8, 14, "right"), (4, 16, "left"),
                          (4, 28, "left"), (-7, -14, "right")):
        left = at + dx - (width if align == "right" else 0)
        box = (left - 2, up + dy - 4, left + width + 2, up + dy + 8)
        inside = box[0] >= 0 and box[2] <= room + 6 and box[1] >= 2
        if inside and not any(_crosses(path, box) for path in paths):
            label(axes, x, mark.value, mark.text, style, offset=(dx, dy), align=align, baseline="baseline",
                  color=style.tokens.text)
            axes.plot(
                [x], [mark.value], marker="o", markersize=5.5, markerfacecolor=style.tokens.surface,
                markeredgecolor=style.accent, markeredgewidth=1.3, zorder=5, clip_on=False,
            )
            return


def _crosses(path: Sequence[tuple[float, float]], box: tuple[float, float, float, float]) -> bool:
    """Whether a polyline enters a rectangle (left, bottom, right, top)."""
    left, bottom, right, top = box
    for (x0, y0), (x1, y1) in pairwise(path):
        low, high = max(left, min(x0, x1)), min(right, max(x0, x1))
        if low > high:
            continue
        slope = (y1 - y0) / (x1 - x0) if x1 != x0 else 0.0
        heights = y0 + slope * (low - x0), y0 + slope * (high - x0)
        if max(heights) >= bottom and min(heights) <= top:
            return True
    return False


def growth_line(
    points: Sequence[Point],
    *,
    size: Size,
    style: ChartStyle,
    heading: Heading,
    wording: Wording | None = None,
) -> "Figure":
    """Followers of one account over time, one dot per snapshot; y does not start at 0, which its labels say.

    `points` are sorted by day, one at least.
    """
    words = wording or PlainWording()
    sheet = Sheet(size, style, heading)
    values = [value for _, value in points]
    low, high = min(values), max(values)
    margin = (high - low) * 0.15 or max(1.0, high * 0.05)
    marks = sorted({low, high})
    left = max(style.width(words.compact(value), TEXT) for value in marks) + 8
    end_text = words.compact(values[-1])
    right = size.width - style.width(end_text, TEXT, SEMIBOLD) - 10
    axes = sheet.plot(left, sheet.top + 4, right, size.height - 16)
    first, last = points[0][0], points[-1][0]
    start, end = _x(first), max(_x(last), _x(first) + 1)
    axes.set_xlim(start, end)
    axes.set_ylim(low - margin, high + margin)
    for value in marks:
        axes.plot([start, end], [value, value], color=style.tokens.line, linewidth=HAIRLINE, zorder=1)
        label(axes, start, value, words.compact(value), style, offset=(-6, 0), align="right",
              color=style.tokens.text_3)
    for day in dict.fromkeys((first, last)):
        label(axes, _x(day), low - margin, words.short_day(day), style, offset=(0, -12),
              align="left" if day == first else "right", baseline="baseline", color=style.tokens.text_3)
    _draw_series(axes, style, points)
    axes.plot([_x(day) for day, _ in points[:-1]], values[:-1], linestyle="", marker="o", markersize=3,
              color=style.accent, zorder=4, clip_on=False)
    label(axes, _x(last), values[-1], end_text, style, offset=(8, 0), weight=SEMIBOLD, color=style.tokens.text)
    return sheet.figure


def sparkline(values: Sequence[float], *, size: Size, style: ChartStyle) -> "Figure":
    """A line without axis for a table cell, its end dotted; two values at least (design-language section 4)."""
    sheet = Sheet(size, style, Heading())
    sheet.figure.set_facecolor("none")
    axes = sheet.plot(2, 3, size.width - 4, size.height - 3)
    low, high = min(values), max(values)
    axes.set_xlim(0, max(1, len(values) - 1))
    axes.set_ylim(low - (high - low) * 0.05, high + (high - low) * 0.05 or low + 1)
    axes.plot(range(len(values)), values, color=style.tokens.text_3, linewidth=0.9, clip_on=False)
    axes.plot([len(values) - 1], [values[-1]], marker="o", markersize=3, color=style.tokens.text, clip_on=False)
    return sheet.figure



"""Charts over time: a running total against its target, followers of an account, and a sparkline for a cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
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
        axes.plot(
            [_x(points[0][0]), _x(target.day)], [points[0][1], target.value], color=style.tokens.text_2,
            linewidth=DASHED, linestyle=DASHES, zorder=2,
        )
        anchors.append(target.value)
    _label_ends(axes, style, size, points, ends, anchors, target)
    if mark:
        _draw_mark(axes, style, mark, left, right)
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
    """The first and last day and evenly spaced days between, `count` at most and never a half."""
    days = (last - first).days
    if days <= 0:
        return [first]
    parts = next((part for part in range(count - 1, 0, -1) if days % part == 0), None)
    if parts is None or (parts == 1 and days > count):
        parts = min(count - 1, days)
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


def _draw_mark(axes: "Axes", style: ChartStyle, mark: Mark, left: float, right: float) -> None:
    x = _x(mark.day)
    axes.plot(
        [x], [mark.value], marker="o", markersize=5.5, markerfacecolor=style.tokens.surface,
        markeredgecolor=style.accent, markeredgewidth=1.3, zorder=5, clip_on=False,
    )
    start, end = axes.get_xlim()
    at = (x - start) / (end - start) * (right - left)
    room_left, room_right = at - 10, right - left - at - 10
    if room_left >= min(room_right, style.width(mark.text, TEXT)):
        label(axes, x, mark.value, style.fit(mark.text, room_left, TEXT), style, offset=(-7, 5), align="right",
              baseline="baseline", color=style.tokens.text)
    else:
        label(axes, x, mark.value, style.fit(mark.text, room_right, TEXT), style, offset=(7, -11),
              baseline="baseline", color=style.tokens.text)


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



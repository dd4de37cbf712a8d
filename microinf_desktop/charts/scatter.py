"""Cost against result per creator, split into four fields at the medians."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from microinf_desktop.charts.sheet import HAIRLINE, RULE, Heading, Sheet, Size, label, nice_ticks
from microinf_desktop.charts.style import NOTE, REGULAR, SEMIBOLD, TEXT, ChartStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_NAMED = 14


@dataclass(frozen=True, slots=True)
class CostResult:
    """A creator's cost and result, in any two units."""

    name: str
    cost: float
    result: float
    is_highlighted: bool = False
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows and its tick labels, one per value of `ticks`."""

    title: str
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points."""

    left: float
    bottom: float
    right: float
    top: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right
            and self.bottom < other.top and other.bottom < self.top
        )


def axis_ticks(top: float) -> list[float]:
    """Round tick values from 0 to at least `top`, for an Axis."""
    return nice_ticks(top)


def quadrant(
    rows: Sequence[CostResult],
    *,
    size: Size,
    style: ChartStyle,
    heading: Heading,
    cost: Axis,
    result: Axis,
    corners: tuple[str, str] = ("", ""),
) -> "Figure":
    """One dot per creator, dashed lines at the medians; `corners` name the fields top left and bottom right.

    Labels that would cover another or a dot are left out, the most remarkable creators first; `rows` has two
    at least. Both axes start at 0.
    """
    sheet = Sheet(size, style, heading)
    left = max([style.width(text, TEXT) for _, text in result.ticks] or [0]) + 8
    area = Box(left, 26, size.width - 8, size.height - sheet.top - 14)
    axes = sheet.plot(area.left, size.height - area.top, area.right, size.height - area.bottom)
    axes.set_xlim(0, cost.ticks[-1][0])
    axes.set_ylim(0, result.ticks[-1][0])
    _draw_axes(axes, style, cost, result)
    sheet.text(0, sheet.top + 3, result.title, size=NOTE + 0.5, color=style.tokens.text_3)
    sheet.text(area.right, size.height - 3, cost.title, size=NOTE + 0.5, color=style.tokens.text_3, align="right")
    middle = median(row.cost for row in rows), median(row.result for row in rows)
    _draw_medians(axes, style, middle, corners)
    for row in rows:
        color = style.accent if row.is_highlighted else style.tokens.rest
        axes.plot(
            [row.cost], [row.result], marker="o", markersize=6, zorder=4, clip_on=False, markeredgecolor=color,
            markerfacecolor=style.tokens.surface if row.is_estimated else color, markeredgewidth=1.2,
        )
    _name_dots(axes, style, rows, area, middle)
    return sheet.figure


def _draw_axes(axes: "Axes", style: ChartStyle, cost: Axis, result: Axis) -> None:
    wide, high = cost.ticks[-1][0], result.ticks[-1][0]
    for value, text in result.ticks:
        base = value == 0
        axes.plot([0, wide], [value, value], color=style.tokens.line_strong if base else style.tokens.line,
                  linewidth=RULE if base else HAIRLINE, zorder=1, clip_on=False)
        label(axes, 0, value, text, style, offset=(-6, 0), align="right", color=style.tokens.text_3)
    for value, text in cost.ticks:
        align = "left" if value == 0 else "right" if value == wide else "center"
        label(axes, value, 0, text, style, offset=(0, -11), align=align, baseline="baseline",
              color=style.tokens.text_3)
    axes.plot([0, 0], [0, high], color=style.tokens.line_strong, linewidth=RULE, zorder=1, clip_on=False)


def _draw_medians(
    axes: "Axes", style: ChartStyle, middle: tuple[float, float], corners: tuple[str, str]
) -> None:
    wide, high = axes.get_xlim()[1], axes.get_ylim()[1]
    for xs, ys in (([middle[0], middle[0]], [0, high]), ([0, wide], [middle[1], middle[1]])):
        axes.plot(xs, ys, color=style.tokens.text_3, linewidth=0.8, linestyle=(0, (2.5, 2.5)), zorder=2)
    for (x, y, align, move), text in zip(
        ((0, high, "left", (5, -9)), (wide, 0, "right", (-3, 4))), corners, strict=True
    ):
        if text:
            label(axes, x, y, text, style, offset=move, align=align, baseline="baseline", size=NOTE + 0.5,
                  color=style.tokens.text_3)


def _name_dots(
    axes: "Axes", style: ChartStyle, rows: Sequence[CostResult], area: Box, middle: tuple[float, float]
) -> None:
    wide, high = axes.get_xlim()[1], axes.get_ylim()[1]
    across, up = (area.right - area.left) / wide, (area.top - area.bottom) / high
    spots = [(row.cost * across, row.result * up) for row in rows]
    taken = [Box(x - 4, y - 4, x + 4, y + 4) for x, y in spots]
    at_x, at_y = middle[0] * across, middle[1] * up
    lines = [Box(at_x - 1, 0, at_x + 1, area.top), Box(0, at_y - 1, area.right, at_y + 1)]

    def remarkable(index: int) -> float:
        row = rows[index]
        off = abs(row.cost - middle[0]) / wide + abs(row.result - middle[1]) / high
        return -off - (10 if row.is_highlighted else 0)

    for index in sorted(range(len(rows)), key=remarkable)[:_NAMED]:
        row, (x, y) = rows[index], spots[index]
        weight = SEMIBOLD if row.is_highlighted else REGULAR
        text = style.fit(row.name, 110, TEXT, weight)
        width = style.width(text, TEXT, weight)
        others = [box for at, box in enumerate(taken) if at != index]
        place = _place(x, y, width, [*others, *lines], area)
        if place is None and (row.is_highlighted or len(rows) <= _NAMED):
            place = _place(x, y, width, others, area)
        if place:
            box, offset, align = place
            taken.append(box)
            label(axes, row.cost, row.result, text, style, offset=offset, align=align, weight=weight,
                  color=style.tokens.text)


def _place(
    x: float, y: float, width: float, obstacles: Sequence[Box], area: Box
) -> tuple[Box, tuple[float, float], str] | None:
    """The first place around a dot where a label of `width` meets nothing: its box, offset and alignment."""
    places = (
        (7, 0, "left"), (-7, 0, "right"), (0, 10, "center"), (0, -10, "center"),
        (5, 8, "left"), (5, -8, "left"), (-5, 8, "right"), (-5, -8, "right"),
    )
    for dx, dy, align in places:
        start = x + dx - (width if align == "right" else width / 2 if align == "center" else 0)
        box = Box(start, y + dy - 4.2, start + width, y + dy + 4.2)
        inside = box.left >= 2 and box.right <= area.right - area.left + 8 and box.bottom >= 1
        if inside and not any(box.meets(other) for other in obstacles):
            return box, (dx, dy), align
    return None

"""A figure laid out in points from its top left corner: heading, one plot, and labels that stay on the sheet."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from microinf_desktop.charts.glyphs import supply
from microinf_desktop.charts.style import NOTE, REGULAR, SEMIBOLD, TEXT, TITLE, ChartStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HAIRLINE, RULE, SERIES, DASHED = 0.5, 0.8, 1.8, 1.1
DASHES = (0, (3.2, 2.4))


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a figure in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Heading:
    """Title and, under it, the base and n of what is shown; both may be empty."""

    title: str = ""
    note: str = ""


class Sheet:
    """A new Figure with its heading drawn; `top` is where the plot may begin, in points from the top."""

    def __init__(self, size: Size, style: ChartStyle, heading: Heading) -> None:
        from matplotlib.figure import Figure

        self.size = size
        self.style = style
        self.figure = Figure(figsize=(size.width / 72, size.height / 72), dpi=144)
        self.figure.set_facecolor(style.tokens.surface)
        self.top = self._draw_heading(heading)

    def _draw_heading(self, heading: Heading) -> float:
        y = 0.0
        for text, size, weight, color, line in (
            (heading.title, TITLE, SEMIBOLD, self.style.tokens.text, 14.0),
            (heading.note, NOTE + 0.5, REGULAR, self.style.tokens.text_3, 10.5),
        ):
            if text:
                fitted = self.style.fit(text, self.size.width, size, weight)
                self.text(0, y + line * 0.74, fitted, size=size, weight=weight, color=color)
                y += line
        self.figure.set_label(". ".join(part for part in (heading.title, heading.note) if part))
        return y + (8 if y else 2)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = TEXT,
        weight: int = REGULAR,
        color: str = "",
        align: str = "left",
    ) -> Any:
        """Draw a line of text with its baseline at (x, y) points from the top left."""
        drawn, extra = supply(_plain(text), self.style.files(weight))
        return self.figure.text(
            x / self.size.width, 1 - y / self.size.height, drawn, ha=align, va="baseline",
            color=color or self.style.tokens.text_2, fontproperties=self.style.font(size, weight, extra),
            parse_math=False, label=_plain(text),
        )

    def plot(self, left: float, top: float, right: float, bottom: float) -> "Axes":
        """Empty axes between points from the left and the top edge; no frame, no ticks, clipped at nothing."""
        width, height = self.size.width, self.size.height
        axes = self.figure.add_axes(
            (left / width, 1 - bottom / height, (right - left) / width, (bottom - top) / height)
        )
        axes.set_axis_off()
        axes.patch.set_visible(False)
        return axes


def label(
    axes: "Axes",
    x: float,
    y: float,
    text: str,
    style: ChartStyle,
    *,
    offset: tuple[float, float] = (0, 0),
    align: str = "left",
    baseline: str = "center_baseline",
    size: float = TEXT,
    weight: int = REGULAR,
    color: str = "",
) -> Any:
    """Text at a data position, moved by `offset` points.

    The artist's own label keeps the text as it was given, for outputs that can set more than matplotlib.
    """
    drawn, extra = supply(_plain(text), style.files(weight))
    return axes.annotate(
        drawn, (x, y), offset, textcoords="offset points", ha=align, va=baseline, annotation_clip=False,
        color=color or style.tokens.text_2, fontproperties=style.font(size, weight, extra), parse_math=False,
        label=_plain(text),
    )


def _plain(text: str) -> str:
    """One line without control characters; "$" is no mathematics here (parse_math is off)."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split(" "))


_STEPS = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 7.5, 10.0)


def nice_ticks(top: float, intervals: Sequence[int] = (3, 4)) -> list[float]:
    """Round values from 0 to just above `top`, in as many equal steps as waste the least height."""
    if top <= 0:
        return [0.0, 1.0]
    best: tuple[float, int, float] | None = None
    for count in intervals:
        rough = top / count
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(factor * power for factor in _STEPS if factor * power >= rough * 0.9999)
        found = (step * count, count, step)
        best = found if best is None or found < best else best
    assert best is not None
    _, count, step = best
    return [round(step * number, 10) for number in range(count + 1)]


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move label positions apart to at least `gap`, keeping their order and, if possible, low to high."""
    order = sorted(range(len(positions)), key=lambda index: positions[index])
    placed: list[float] = []
    for index in order:
        placed.append(max(positions[index], placed[-1] + gap if placed else low))
    limit = high
    for rank in range(len(placed) - 1, -1, -1):
        placed[rank] = min(placed[rank], limit)
        limit = placed[rank] - gap
    result = [0.0] * len(positions)
    for rank, index in enumerate(order):
        result[index] = placed[rank]
    return result

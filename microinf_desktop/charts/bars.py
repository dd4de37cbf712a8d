"""Bar charts, always from 0: a ranking with its target, sums per period, and results against their targets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from microinf_desktop.charts.sheet import DASHED, DASHES, RULE, Heading, Sheet, Size, label
from microinf_desktop.charts.style import NOTE, REGULAR, SEMIBOLD, TEXT, ChartStyle

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW = 14.0
_BAR = 0.6
_NAME_SHARE = 0.42
_GAP = 5.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name; `text` is the value as written. Estimates are drawn hollow and marked e."""

    name: str
    value: float
    text: str
    is_highlighted: bool = False
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class TargetBar:
    """A result as a share of its target (1.12 is 12 % above): name, values as written, whether that is good.

    `share` is None when there is nothing to draw.
    """

    name: str
    share: float | None
    text: str
    target_text: str = ""
    is_met: bool = True


def ranked_height(rows: int, heading: Heading, has_target: bool) -> float:
    """Points a ranking of so many bars needs."""
    head = (14.0 if heading.title else 0) + (10.5 if heading.note else 0) + 8
    return head + rows * ROW + (14.0 if has_target else 2.0)


def ranked_bars(
    bars: Sequence[Bar],
    *,
    size: Size,
    style: ChartStyle,
    heading: Heading,
    target: float | None = None,
    target_text: str = "",
) -> "Figure":
    """Horizontal bars in the given order, values at their ends, the target as a dashed line.

    `bars` is not empty. Where the target line would run through a value it is interrupted.
    """
    sheet = Sheet(size, style, heading)
    names = [style.fit(bar.name, size.width * _NAME_SHARE, TEXT, _weight(bar)) for bar in bars]
    left = max(style.width(name, TEXT, _weight(bar)) for name, bar in zip(names, bars, strict=True)) + 10
    texts = [f"{bar.text} e" if bar.is_estimated else bar.text for bar in bars]
    room = max(style.width(text, TEXT, _weight(bar)) for text, bar in zip(texts, bars, strict=True)) + 2 * _GAP
    right = size.width - room
    bottom = size.height - (14 if target else 0)
    axes = sheet.plot(left, sheet.top, right, bottom)
    top = max([max(0.0, bar.value) for bar in bars] + ([target] if target else [])) or 1.0
    axes.set_xlim(0, top)
    axes.set_ylim(len(bars) - 0.5, -0.5)
    for row, (bar, name, text) in enumerate(zip(bars, names, texts, strict=True)):
        _draw_bar(axes, style, row, bar)
        weight = _weight(bar)
        label(axes, 0, row, name, style, offset=(-left, 0), weight=weight, color=style.tokens.text)
        label(axes, max(0.0, bar.value), row, text, style, offset=(_GAP, 0), weight=weight,
              color=style.tokens.text)
    if target:
        _draw_target(axes, style, bars, texts, target, per_point=top / (right - left))
        _target_caption(sheet, style, target_text, left + target / top * (right - left))
    return sheet.figure


def _weight(bar: Bar) -> int:
    return SEMIBOLD if bar.is_highlighted else REGULAR


def _draw_bar(axes: "Axes", style: ChartStyle, row: int, bar: Bar) -> None:
    color = style.accent if bar.is_highlighted else style.tokens.rest
    if bar.is_estimated:
        axes.barh([row], [bar.value], height=_BAR, facecolor=style.tokens.surface, edgecolor=color, linewidth=1.0)
    else:
        axes.barh([row], [bar.value], height=_BAR, color=color, linewidth=0)


def _draw_target(
    axes: "Axes", style: ChartStyle, bars: Sequence[Bar], texts: Sequence[str], target: float, per_point: float
) -> None:
    """The target line, left out in rows whose value it would cross."""
    start = -0.5
    segments: list[tuple[float, float]] = []
    for row, (bar, text) in enumerate(zip(bars, texts, strict=True)):
        begins = max(0.0, bar.value) + (_GAP - 3) * per_point
        ends = begins + (style.width(text, TEXT, _weight(bar)) + 6) * per_point
        if begins <= target <= ends:
            segments.append((start, row - 0.42))
            start = row + 0.42
    segments.append((start, len(bars) - 0.5))
    for low, high in segments:
        if high - low > 0.1:
            # A strip of paper under the dashes keeps them readable on bars of any colour.
            axes.plot([target, target], [low, high], color=style.tokens.surface, linewidth=DASHED + 1.2, zorder=4,
                      clip_on=False, solid_capstyle="butt")
            axes.plot([target, target], [low, high], color=style.tokens.text_2, linewidth=DASHED,
                      linestyle=DASHES, zorder=5, clip_on=False)


def _target_caption(sheet: Sheet, style: ChartStyle, text: str, x: float) -> None:
    half = style.width(text, TEXT) / 2
    at = min(max(x, half), sheet.size.width - half)
    sheet.text(at, sheet.size.height - 3, text, align="center")


def period_bars(bars: Sequence[Bar], *, size: Size, style: ChartStyle, heading: Heading) -> "Figure":
    """Vertical bars, one per period, values above and names of periods below; `bars` is not empty."""
    sheet = Sheet(size, style, heading)
    bottom = size.height - 14
    axes = sheet.plot(0, sheet.top + 12, size.width, bottom)
    top = max(max(0.0, bar.value) for bar in bars) or 1.0
    axes.set_xlim(-0.5, len(bars) - 0.5)
    axes.set_ylim(0, top)
    slot = size.width / len(bars)
    names = [bar.name for bar in bars]
    size_of_names = next((size for size in (TEXT, 7.0, NOTE) if _label_every(names, slot, size, style) == 1), TEXT)
    every = _label_every(names, slot, size_of_names, style)
    fitting = (size for size in (TEXT, 7.0, NOTE) if all(_fits(bar, slot, size, style) for bar in bars))
    size_of_values = next(fitting, None)
    best = max(range(len(bars)), key=lambda index: bars[index].value)
    for column, bar in enumerate(bars):
        color = style.accent if bar.is_highlighted else style.tokens.rest
        axes.bar([column], [bar.value], width=0.68, color=color, linewidth=0)
        if size_of_values is not None or column in (best, len(bars) - 1):
            label(axes, column, max(0.0, bar.value), bar.text, style, offset=(0, 4), align="center",
                  baseline="baseline", size=size_of_values or TEXT, weight=_weight(bar), color=style.tokens.text)
        if column % every == 0:
            label(axes, column, 0, bar.name, style, offset=(0, -11), align="center", baseline="baseline",
                  size=size_of_names, color=style.tokens.text_3)
    axes.plot([-0.5, len(bars) - 0.5], [0, 0], color=style.tokens.text, linewidth=RULE, clip_on=False, zorder=4)
    return sheet.figure


def _fits(bar: Bar, slot: float, size: float, style: ChartStyle) -> bool:
    return style.width(bar.text, size, _weight(bar)) <= slot - 2


def _label_every(names: Sequence[str], slot: float, size: float, style: ChartStyle) -> int:
    widest = max(style.width(name, size) for name in names) + 3
    return next((step for step in range(1, len(names) + 1) if widest <= slot * step), len(names))


def target_bars(
    rows: Sequence[TargetBar],
    *,
    size: Size,
    style: ChartStyle,
    heading: Heading,
    target_caption: str,
) -> "Figure":
    """Results as bars on one scale where every target is the same tick; beyond twice the target they are cut.

    Drawn for KPIs and for the budget. A missed target takes the danger colour and says so in its text.
    """
    sheet = Sheet(size, style, heading)
    name_room = size.width * 0.30
    left = min(name_room, max(style.width(row.name, TEXT) for row in rows)) + 10
    room = max(style.width(f"{row.text}  {row.target_text}", TEXT, SEMIBOLD) for row in rows) + 2 * _GAP
    right = max(left + 40, size.width - room)
    axes = sheet.plot(left, sheet.top, right, size.height - 14)
    top = min(2.0, max([row.share for row in rows if row.share is not None] + [1.0]) * 1.02)
    axes.set_xlim(0, top)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    for row, entry in enumerate(rows):
        label(axes, 0, row, style.fit(entry.name, name_room, TEXT), style, offset=(-left, 0),
              color=style.tokens.text)
        _draw_target_row(axes, style, row, entry, top)
    _target_caption(sheet, style, target_caption, left + (right - left) / top)
    return sheet.figure


def _draw_target_row(axes: "Axes", style: ChartStyle, row: int, entry: TargetBar, top: float) -> None:
    tokens = style.tokens
    axes.barh([row], [top], height=0.36, color=tokens.line, linewidth=0, zorder=1)
    if entry.share is not None:
        share = min(top, max(0.0, entry.share))
        axes.barh([row], [share], height=0.36, color=style.accent if entry.is_met else tokens.danger,
                  linewidth=0, zorder=2)
        axes.plot([1, 1], [row - 0.38, row + 0.38], color=tokens.text, linewidth=1.3, zorder=3, clip_on=False,
                  solid_capstyle="butt")
    label(axes, top, row, entry.text, style, offset=(8, 0), weight=SEMIBOLD,
          color=tokens.text if entry.is_met else tokens.danger)
    if entry.target_text:
        moved = 8 + style.width(entry.text + "  ", TEXT, SEMIBOLD)
        label(axes, top, row, entry.target_text, style, offset=(moved, 0), color=tokens.text_3)


def share_of(value: float | None, target: float | None) -> float | None:
    """Result ÷ target for a TargetBar; None when either is missing or the target is not positive."""
    return None if value is None or target is None or target <= 0 else value / target

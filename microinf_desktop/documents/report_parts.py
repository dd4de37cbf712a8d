"""Building blocks of the report: masthead, KPI cards, headings that know their page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.charts.colors import contrast, is_color, series_color
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import (
    DANGER,
    FIGURE,
    INK,
    LINE,
    LINE_STRONG,
    MM,
    NOTE,
    TABLE,
    TEXT_2,
    TEXT_3,
    TextStyle,
    rgb,
)
from microinf_desktop.documents.text import Run, Text, break_lines, draw_text, text_width, words_of

GUTTER = 5 * MM
_LABEL = TABLE.but(weight=600)
_SWATCH = 7.0
_CARD_HEIGHT = 82.0
_NOTE_LINES = 2
_BAR_HEIGHT = 3.6
# A bar shows results up to this multiple of the target; more is cut and the text tells.
_BAR_SCALE = 1.25


def draw_swatch(canvas: Any, x: float, y: float, color: str, size: float = _SWATCH) -> float:
    """A square in the client's own colour, edged where it would vanish on paper; returns the width it takes."""
    if not is_color(color):
        return 0.0
    canvas.saveState()
    canvas.setFillColorRGB(*rgb(color))
    canvas.setStrokeColorRGB(*rgb(LINE_STRONG))
    canvas.setLineWidth(0.5)
    canvas.rect(x, y, size, size, stroke=int(contrast(color, "#FFFFFF") < 1.6), fill=1)
    canvas.restoreState()
    return size + 5


def draw_pair(canvas: Any, x: float, y: float, strong: str, rest: str, style: TextStyle, width: float) -> None:
    """A name and what follows it on one line; the name gives way when both are too long."""
    gap = style.size
    room = max(width * 0.5, width - gap - text_width(rest, style))
    used = draw_text(canvas, x, y, Run(strong, weight=600), style, max_width=room)
    draw_text(canvas, x + used + gap, y, Run(rest, color=TEXT_2), style, max_width=width - used - gap)


class Masthead(Flowable):  # type: ignore[misc]
    """Swatch, client and campaign on one line."""

    def __init__(self, color: str, client: str, rest: str) -> None:
        super().__init__()
        self.spaceAfter = 6.0
        self._color, self._client, self._rest = color, client, rest

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 12.0
        return self.width, self.height

    def draw(self) -> None:
        x = draw_swatch(self.canv, 0, 2.2, self._color)
        draw_pair(self.canv, x, 3, self._client, self._rest, TABLE, self.width - x)


def balanced_width(para: Para, width: float) -> float:
    """The least width at which a paragraph has no more lines than at `width`."""
    height = Para.wrap(para, width, 1e6)[1]
    if height <= para.style.leading:
        return width
    low, high = width * 0.4, width
    for _ in range(9):
        middle = (low + high) / 2
        if Para.wrap(para, middle, 1e6)[1] > height:
            low = middle
        else:
            high = middle
    return high


class Heading(Para):
    """A section heading: outline entry, link target, and an entry of `pages` with the page it stands on."""

    def __init__(self, text: str, style: TextStyle, key: str, pages: dict[str, int], level: int = 0) -> None:
        super().__init__(text, style, bookmark=key, outline_level=level)
        self._key, self._pages = key, pages

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """As wide as it needs for its number of lines, so that no line holds a single word."""
        super().wrap(balanced_width(self, available_width), available_height)
        self.width = available_width
        return self.width, self.height

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        self._pages[self._key] = canvas.getPageNumber()
        super().drawOn(canvas, x, y, _sW)


@dataclass(frozen=True, slots=True)
class Card:
    """A figure with its label, what it is measured against, and the formula under it.

    `share` is result ÷ target, None without a target: then no bar is drawn. `is_good` False turns bar and
    difference to the danger colour.
    """

    label: str
    figure: str
    target: str
    difference: str
    note: str
    share: float | None = None
    is_good: bool = True
    is_estimated: bool = False


class KpiStrip(Flowable):  # type: ignore[misc]
    """Cards in a row, up to four, each under a 2 pt rule; `color` fills the bars."""

    def __init__(self, cards: Sequence[Card], color: str, columns: int = 4) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 12.0, 4.0
        self._cards = list(cards)
        self._color = series_color(color)
        self._columns = columns

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, _CARD_HEIGHT
        return self.width, self.height

    def draw(self) -> None:
        width = (self.width - GUTTER * (self._columns - 1)) / self._columns
        for column, card in enumerate(self._cards):
            self._draw_card(card, column * (width + GUTTER), width)

    def _draw_card(self, card: Card, x: float, width: float) -> None:
        canvas, top = self.canv, self.height
        canvas.setStrokeColorRGB(*rgb(INK))
        canvas.setLineWidth(2)
        canvas.line(x, top - 1, x + width, top - 1)
        draw_text(canvas, x, top - 15, card.label, _LABEL, max_width=width)
        self._draw_figure(card, x, top - 35, width)
        if card.share is not None:
            self._draw_bar(card, x, top - 47, width)
        text: Text = [Run(card.target, color=TEXT_2)]
        if card.difference:
            difference = Run(card.difference, weight=600, color=INK if card.is_good else DANGER)
            text = [Run(f"{card.target}, ", color=TEXT_2), difference]
        draw_text(canvas, x, top - 60, text, TABLE, max_width=width)
        self._draw_note(card.note, x, top - 71, width)

    def _draw_note(self, text: str, x: float, y: float, width: float) -> None:
        """The formula on two lines at most; the second is cut."""
        lines = break_lines(words_of(text, NOTE), width)
        shown = ["".join(piece.text for piece in line.pieces).strip() for line in lines]
        head, rest = shown[: _NOTE_LINES - 1], " ".join(shown[_NOTE_LINES - 1 :])
        for number, line in enumerate([*head, rest]):
            draw_text(self.canv, x, y - number * 8.6, line, NOTE, max_width=width)

    def _draw_figure(self, card: Card, x: float, y: float, width: float) -> None:
        mark = 12.0 if card.is_estimated else 0.0
        needed = text_width(card.figure, FIGURE)
        style = FIGURE if needed <= width - mark else FIGURE.but(size=FIGURE.size * (width - mark) / needed)
        drawn = draw_text(self.canv, x, y, card.figure, style)
        if card.is_estimated:
            draw_text(self.canv, x + drawn + 4, y, "e", TABLE.but(color=TEXT_3))

    def _draw_bar(self, card: Card, x: float, y: float, width: float) -> None:
        canvas, share = self.canv, min(_BAR_SCALE, max(0.0, card.share or 0.0))
        canvas.setFillColorRGB(*rgb(LINE))
        canvas.rect(x, y, width, _BAR_HEIGHT, stroke=0, fill=1)
        canvas.setFillColorRGB(*rgb(self._color if card.is_good else DANGER))
        canvas.rect(x, y, width * share / _BAR_SCALE, _BAR_HEIGHT, stroke=0, fill=1)
        canvas.setStrokeColorRGB(*rgb(INK))
        canvas.setLineWidth(1.2)
        tick = x + width / _BAR_SCALE
        canvas.line(tick, y - 2.4, tick, y + _BAR_HEIGHT + 2.4)


class Bullets(Flowable):  # type: ignore[misc]
    """Short sentences under each other, each with a dash in the margin; splits between sentences."""

    def __init__(self, texts: Sequence[str], style: TextStyle) -> None:
        super().__init__()
        self.spaceAfter = 4.0
        self._style = style
        self._items = [
            Para(text, style.but(space_after=2), marker=Run("–", color=TEXT_3), indent=9) for text in texts
        ]

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self.height = sum(item.wrap(available_width, 1e6)[1] + 2 for item in self._items)
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Any]:
        return list(self._items)

    def draw(self) -> None:
        top = self.height
        for item in self._items:
            item.drawOn(self.canv, 0, top - item.height)
            top -= item.height + 2

"""What a brief is made of besides paragraphs and tables: panels, questions, swatches and mood pictures."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.charts.colors import is_color
from microinf_desktop.documents.page import draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.report_parts import draw_swatch
from microinf_desktop.documents.styles import CAPTION, LINE, MM, NEUTRAL_TINT, SUNKEN, TEXT_2, rgb
from microinf_desktop.documents.tables import DataTable
from microinf_desktop.documents.text import draw_text

_BAR = 2.5
_PAD = 5 * MM
_TALL = 420.0  # points; a panel higher than this is broken over pages
_PICTURE_RATIO = 0.75
_SWATCH = 9 * MM


class Panel(Flowable):  # type: ignore[misc]
    """Paragraphs on a tint beside a bar in the client's colour; broken only when it is taller than most of a page."""

    def __init__(self, parts: Sequence[Any], color: str, *, fill: str = SUNKEN, pad: float = 4 * MM) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 4.0, 10.0
        self._parts, self._color, self._fill, self._pad = list(parts), color, fill, pad

    def _inner(self, width: float) -> float:
        return width - _PAD - self._pad

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        inner = self._inner(available_width)
        used = sum(part.wrap(inner, 1e6)[1] + part.getSpaceBefore() + part.getSpaceAfter() for part in self._parts)
        first, last = self._parts[0], self._parts[-1]
        self.width = available_width
        self.height = used - first.getSpaceBefore() - last.getSpaceAfter() + 2 * self._pad
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Any]:
        self.wrap(available_width, available_height)
        if self.height <= available_height + 0.01:
            return [self]
        if self.height < _TALL:
            return []
        fitting, rest = self._fitting(self._inner(available_width), available_height - 2 * self._pad)
        if not fitting or not rest:
            return []
        return [Panel(part, self._color, fill=self._fill, pad=self._pad) for part in (fitting, rest)]

    def _fitting(self, inner: float, room: float) -> tuple[list[Any], list[Any]]:
        """What goes on this page and what does not; the paragraph at the border is broken."""
        for place, part in enumerate(self._parts):
            height = part.wrap(inner, 1e6)[1] + (part.getSpaceBefore() if place else 0.0)
            if height > room:
                broken = part.split(inner, room - (part.getSpaceBefore() if place else 0.0))
                if len(broken) < 2:
                    return self._parts[:place], self._parts[place:]
                return [*self._parts[:place], broken[0]], [*broken[1:], *self._parts[place + 1:]]
            room -= height + part.getSpaceAfter()
        return self._parts, []

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.setFillColorRGB(*rgb(self._fill))
        self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        self.canv.setFillColorRGB(*rgb(self._color))
        self.canv.rect(0, 0, _BAR, self.height, stroke=0, fill=1)
        self.canv.restoreState()
        top, inner = self.height - self._pad, self._inner(self.width)
        for place, part in enumerate(self._parts):
            top -= part.getSpaceBefore() if place else 0.0
            _, height = part.wrap(inner, 1e6)
            part.drawOn(self.canv, _PAD, top - height)
            top -= height + part.getSpaceAfter()


class Question(Flowable):  # type: ignore[misc]
    """A storytelling prompt in large type under a short bar in the client's colour, with room to breathe."""

    def __init__(self, text: Para, color: str) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 6.0, 6.0
        self._text, self._color = text, color

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        _, height = self._text.wrap(available_width, 1e6)
        self.width, self.height = available_width, height + 8
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Any]:
        self.wrap(available_width, available_height)
        if self.height <= available_height + 0.01:
            return [self]
        return self._text.split(available_width, available_height) if self.height > _TALL else []

    def draw(self) -> None:
        self.canv.saveState()
        self.canv.setFillColorRGB(*rgb(self._color))
        self.canv.rect(0, self.height - 2, 12 * MM, 2, stroke=0, fill=1)
        self.canv.restoreState()
        self._text.drawOn(self.canv, 0, 0)


class Swatches(Flowable):  # type: ignore[misc]
    """The client's colours as squares with their codes, as many in a row as fit."""

    def __init__(self, colors: Sequence[str]) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 3.0, 6.0
        self._colors = [color for color in colors if is_color(color)]
        self._in_row = 1

    _ROW = _SWATCH + 14
    _STEP = 24 * MM

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self._in_row = max(int(available_width // self._STEP), 1)
        rows = -(-len(self._colors) // self._in_row)
        self.width, self.height = available_width, rows * self._ROW
        return self.width, self.height

    def draw(self) -> None:
        for place, color in enumerate(self._colors):
            x = place % self._in_row * self._STEP
            top = self.height - place // self._in_row * self._ROW
            draw_swatch(self.canv, x, top - _SWATCH, color, _SWATCH)
            draw_text(self.canv, x, top - _SWATCH - 9, color.upper(), CAPTION.but(color=TEXT_2))


class MoodRow(Flowable):  # type: ignore[misc]
    """Up to three pictures side by side, each whole on a tinted field with its caption below."""

    def __init__(self, pictures: Sequence[tuple[bytes, str]], columns: int = 3) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 4.0, 8.0
        self._columns = columns
        style = CAPTION.but(color=TEXT_2)
        self._cells = [(data, Para(caption, style, direction="auto") if caption else None)
                       for data, caption in pictures]

    def _cell_width(self) -> float:
        return (self.width - (self._columns - 1) * 5 * MM) / self._columns

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        cell = self._cell_width()
        said = max((para.wrap(cell, 1e6)[1] for _, para in self._cells if para is not None), default=0.0)
        self.height = cell * _PICTURE_RATIO + (said + 3 if said else 0.0)
        return self.width, self.height

    def draw(self) -> None:
        cell = self._cell_width()
        field = cell * _PICTURE_RATIO
        for place, (data, para) in enumerate(self._cells):
            x = place * (cell + 5 * MM)
            self.canv.saveState()
            self.canv.setFillColorRGB(*rgb(NEUTRAL_TINT))
            self.canv.rect(x, self.height - field, cell, field, stroke=0, fill=1)
            box = self.canv.beginPath()
            box.rect(x, self.height - field, cell, field)
            self.canv.clipPath(box, stroke=0, fill=0)
            _draw_filling(self.canv, data, x, self.height, cell, field)
            self.canv.restoreState()
            if para is not None:
                _, height = para.wrap(cell, 1e6)
                para.drawOn(self.canv, x, self.height - field - 3 - height)


def _draw_filling(canvas: Any, data: bytes, x: float, top: float, width: float, height: float) -> None:
    """A picture that fills the field, its middle in view; what stands over is clipped by the caller."""
    import io

    from reportlab.lib.utils import ImageReader

    own_width, own_height = ImageReader(io.BytesIO(data)).getSize()
    scale = max(width / own_width, height / own_height)
    wide, high = own_width * scale, own_height * scale
    draw_image(canvas, data, x - (wide - width) / 2, top + (high - height) / 2, wide, high)


class Rule(Flowable):  # type: ignore[misc]
    """A hairline over the whole width."""

    def __init__(self, space: float = 4.0) -> None:
        super().__init__()
        self.spaceBefore = self.spaceAfter = space

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 0.5
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setStrokeColorRGB(*rgb(LINE))
        self.canv.setLineWidth(0.5)
        self.canv.line(0, 0, self.width, 0)


class TableWithEnd(Flowable):  # type: ignore[misc]
    """A table and what stands under it, which never goes to another page alone: the last three rows go with it."""

    _ROWS = 3

    def __init__(self, table: DataTable, *end: Any) -> None:
        super().__init__()
        self._table, self._end = table, end

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self._table.wrap(available_width, available_height)
        self.width = available_width
        self.height = self._table.height + sum(
            item.getSpaceBefore() + item.wrap(available_width, 1e6)[1] + before.getSpaceAfter()
            for before, item in pairwise((self._table, *self._end)))
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Any]:
        self.wrap(available_width, available_height)
        if self.height <= available_height:
            return [self]
        room = min(available_height, self._table.height - self._table.last_height(self._ROWS))
        parts = self._table.split(available_width, room)
        return [parts[0], TableWithEnd(parts[1], *self._end)] if len(parts) == 2 else []

    def draw(self) -> None:
        top = self.height
        for place, item in enumerate((self._table, *self._end)):
            top -= item.getSpaceBefore() if place else 0
            _, height = item.wrap(self.width, 1e6)
            item.drawOn(self.canv, 0, top - height)
            top -= height + item.getSpaceAfter()

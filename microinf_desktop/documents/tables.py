"""Tables as the design language sets them: a rule under the head, hairlines between rows, no fills."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import INK, LINE, TABLE, TABLE_HEAD, Align, TextStyle, rgb
from microinf_desktop.documents.tagging import artifact, element
from microinf_desktop.documents.text import Text, words_of

_GUTTER = 10.0
_PADDING = 3.2
_TALL_ROW = 300.0
_SHORT_TABLE = 6  # rows, head and total included, that stay together


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `share` fixes its part of the width (0 to 1), else the content decides."""

    title: str
    align: Align = "left"
    share: float | None = None


class DataTable(Flowable):  # type: ignore[misc]
    """A table whose head repeats on each page.

    Short tables are kept whole, others begin with at least two rows; a row taller than `_TALL_ROW` is broken.
    """

    def __init__(self, columns: Sequence[Column], widths: list[float], rows: list[list[Para]], has_total: bool) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 2.0, 6.0
        self._columns = columns
        self._widths = widths
        self.rows = rows  # the head is row 0
        self._has_total = has_total
        self.indent = 0.0
        self._heights: list[float] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if not self._heights:
            self._heights = [self._row_height(row) for row in self.rows]
        self.width, self.height = self.indent + sum(self._widths), sum(self._heights)
        return self.width, self.height

    def _row_height(self, row: list[Para]) -> float:
        heights = [cell.wrap(self._cell_width(index), 1e6)[1] for index, cell in enumerate(row)]
        return max(heights) + 2 * _PADDING

    def _cell_width(self, index: int) -> float:
        return self._widths[index] - (_GUTTER if index < len(self._widths) - 1 else 0.0)

    def split(self, available_width: float, available_height: float) -> list[Any]:
        self.wrap(available_width, available_height)
        used = self._heights[0]
        fitting = 1
        while fitting < len(self.rows) and used + self._heights[fitting] <= available_height + 0.01:
            used += self._heights[fitting]
            fitting += 1
        if fitting == len(self.rows):
            return [self]
        if self._heights[fitting] > _TALL_ROW:
            broken = self._break_row(self.rows[fitting], available_height - used - 2 * _PADDING)
            if broken is not None:
                return [self._part([*self.rows[:fitting], broken[0]], False),
                        self._part([self.rows[0], broken[1], *self.rows[fitting + 1 :]], self._has_total)]
        if self._has_total and fitting == len(self.rows) - 1:
            fitting -= 1  # the total does not stand alone
        if fitting < 3 or self._is_kept_whole():
            return []
        return [self._part(self.rows[:fitting], False),
                self._part([self.rows[0], *self.rows[fitting:]], self._has_total)]

    def _is_kept_whole(self) -> bool:
        return len(self.rows) <= _SHORT_TABLE and self.height < _TALL_ROW

    def _break_row(self, row: list[Para], height: float) -> tuple[list[Para], list[Para]] | None:
        """The row in two, or None when no line of some cell fits."""
        upper: list[Para] = []
        lower: list[Para] = []
        for index, cell in enumerate(row):
            parts = cell.split(self._cell_width(index), height)
            if not parts:
                return None
            upper.append(parts[0])
            lower.append(parts[1] if len(parts) > 1 else Para("", cell.style))
        return upper, lower

    def _part(self, rows: list[list[Para]], has_total: bool) -> "DataTable":
        part = DataTable(self._columns, self._widths, rows, has_total)
        part.spaceBefore, part.spaceAfter, part.indent = self.spaceBefore, self.spaceAfter, self.indent
        return part

    def least_height(self) -> float:
        """What a page needs to offer for the table to begin on it: head and two rows, or all of a short table."""
        self.wrap(0, 0)
        return self.height if self._is_kept_whole() else sum(self._heights[:3])

    def last_height(self, rows: int) -> float:
        """The height of the last rows; of all without the head when there are fewer."""
        self.wrap(0, 0)
        return sum(self._heights[1:][-rows:])

    def draw(self) -> None:
        with element(self.canv, "Table"):
            self._draw_cells()
        with artifact(self.canv):
            self._draw_rules()

    def _draw_cells(self) -> None:
        top = self.height
        for number, (row, height) in enumerate(zip(self.rows, self._heights, strict=True)):
            tallest = height - 2 * _PADDING
            x = self.indent
            with element(self.canv, "TR"):
                for index, cell in enumerate(row):
                    drop = tallest - cell.height if number == 0 else 0.0  # heads stand on their rule
                    cell.drawOn(self.canv, x, top - _PADDING - drop - cell.height)
                    x += self._widths[index]
            top -= height

    def _draw_rules(self) -> None:
        top, last = self.height, len(self.rows) - 1
        for number, height in enumerate(self._heights):
            top -= height
            strong = number == 0 or (self._has_total and number >= last - 1)
            self._rule(top, INK if strong else LINE, 0.8 if strong else 0.5)

    def _rule(self, y: float, color: str, thickness: float) -> None:
        self.canv.setStrokeColorRGB(*rgb(color))
        self.canv.setLineWidth(thickness)
        self.canv.line(self.indent, y, self.width, y)


def data_table(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Text]],
    width: float,
    *,
    total: Sequence[Text] | None = None,
    style: TextStyle = TABLE,
    head_style: TextStyle = TABLE_HEAD,
    space_after: float = 6.0,
    indent: float = 0.0,
) -> DataTable:
    """A table in a column of `width` points, of which `indent` stay free at the left; `total` is a last row."""
    body = [list(row) for row in rows]
    last = [list(total)] if total is not None else []
    widths = _column_widths(columns, [*body, *last], width - indent, style, head_style)
    head = [Para(column.title, head_style.but(align=column.align, space_after=0), role="TH") for column in columns]
    strong = style.but(weight=600)
    cells = [head]
    cells += [[_cell(text, column, style) for text, column in zip(row, columns, strict=True)] for row in body]
    cells += [[_cell(text, column, strong) for text, column in zip(row, columns, strict=True)] for row in last]
    table = DataTable(columns, widths, cells, total is not None)
    table.spaceAfter, table.indent = space_after, indent
    return table


def _cell(text: Text, column: Column, style: TextStyle) -> Para:
    return Para(text, style.but(align=column.align, space_before=0, space_after=0), direction="auto", role="TD")


def _column_widths(
    columns: Sequence[Column], rows: list[list[Text]], width: float, style: TextStyle, head_style: TextStyle
) -> list[float]:
    """Columns that ask for little get it; those that ask for much share the rest evenly (max-min fairness)."""
    widths = [0.0 if column.share is None else column.share * width for column in columns]
    free = [index for index, column in enumerate(columns) if column.share is None]
    wanted: dict[int, float] = {}
    for index in free:
        gutter = _GUTTER if index < len(columns) - 1 else 0.0
        texts = [row[index] for row in rows]
        wanted[index] = gutter + _longest_line(columns[index].title, texts, style, head_style)
    room = width - sum(widths)
    for done, index in enumerate(sorted(free, key=lambda index: wanted[index])):
        widths[index] = min(wanted[index], room / (len(free) - done))
        room -= widths[index]
    elastic = [index for index in free if columns[index].align == "left"] or free
    for index in elastic if room > 0.01 else ():
        widths[index] += room / len(elastic)
    return widths


def _longest_line(title: str, texts: list[Text], style: TextStyle, head_style: TextStyle) -> float:
    """The widest line that a column's texts make when nothing is wrapped, in points."""
    longest = 0.0
    for text, text_style in [(title, head_style), *((text, style.but(weight=600)) for text in texts)]:
        used = 0.0
        for word in words_of(text, text_style):
            used = 0.0 if word.newline else used + word.width + (word.gap.width if word.gap else 0.0)
            longest = max(longest, used)
    return longest + 0.1

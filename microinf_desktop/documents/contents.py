"""The table of contents: entries in two columns with the pages they begin on, which are known only at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.styles import LINE_STRONG, MM, SECTION, TEXT_3, TextStyle, rgb
from microinf_desktop.documents.tagging import element, marked
from microinf_desktop.documents.text import break_lines, draw_line, draw_text, words_of

_ROW = 12.5
_GUTTER = 12 * MM
_NUMBER = 7 * MM
_PAGE = 8 * MM
_HEAD = 20.0
_ENTRY = TextStyle(8, 11.5)
_PAGE_NUMBER = _ENTRY.but(align="right")


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """What stands in the contents: number ("4", or "" for an annex), title and the bookmark of its paragraph."""

    number: str
    title: str
    bookmark: str


class Contents(Flowable):  # type: ignore[misc]
    """Entries in two columns; each is a link, a title too long for its column is broken into lines."""

    def __init__(self, title: str, entries: Sequence[ContentsEntry], *, space_after: float = 10.0) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 6.0, space_after
        self._title = title
        self._entries = list(entries)
        self._columns: list[list[tuple[ContentsEntry, list[Any], float]]] = []
        self._column_width = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self._column_width = (available_width - _GUTTER) / 2
        room = self._column_width - _PAGE
        rows = []
        for entry in self._entries:
            indent = _NUMBER if entry.number else 0.0
            lines = break_lines(words_of(entry.title, _ENTRY), room - indent)
            rows.append((entry, lines, _ROW + (len(lines) - 1) * _ENTRY.leading))
        whole = sum(height for *_, height in rows)
        first, used = 0, 0.0
        while first < len(rows) and used + rows[first][2] / 2 <= whole / 2 + 0.01:
            used += rows[first][2]
            first += 1
        self._columns = [rows[:first], rows[first:]]
        self.height = _HEAD + max((sum(height for *_, height in column) for column in self._columns), default=0.0)
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        with marked(canvas, "P"):
            draw_text(canvas, 0, self.height - 10, self._title, SECTION)
        with element(canvas, "TOC"):
            self._draw_columns()

    def _draw_columns(self) -> None:
        canvas = self.canv
        for number, column in enumerate(self._columns):
            left = number * (self._column_width + _GUTTER)
            top = self.height - _HEAD
            for entry, lines, height in column:
                with marked(canvas, "TOCI"):
                    self._entry(left, top, entry, lines)
                canvas.linkRect("", entry.bookmark, (left, top - height, left + self._column_width, top), relative=1)
                top -= height

    def _entry(self, left: float, top: float, entry: ContentsEntry, lines: list[Any]) -> None:
        canvas, baseline = self.canv, top - 9
        if entry.number:
            draw_text(canvas, left, baseline, f"{entry.number}\N{NO-BREAK SPACE}", _ENTRY.but(color=TEXT_3))
        x = left + (_NUMBER if entry.number else 0.0)
        for line in lines:
            canvas.addLiteral("q")
            draw_line(canvas, x, baseline, line, _ENTRY.size)
            canvas.addLiteral("Q")
            baseline -= _ENTRY.leading
        baseline += _ENTRY.leading
        start, end = x + lines[-1].width + 4, left + self._column_width - _PAGE + 6
        if end - start > 8:
            canvas.saveState()
            canvas.setStrokeColorRGB(*rgb(LINE_STRONG))
            canvas.setLineWidth(0.4)
            canvas.setDash(0.4, 3)
            canvas.line(start, baseline + 0.4, end, baseline + 0.4)
            canvas.restoreState()
        # Each number is a box of its own, so that it is read after its title.
        canvas.draw_with_page(left + self._column_width, baseline, entry.bookmark, _PAGE_NUMBER)

"""A paragraph for reportlab's page builder: wraps, splits over pages without widows, draws."""

from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.styles import TextStyle
from microinf_desktop.documents.text import (
    Line,
    Run,
    Text,
    break_lines,
    draw_line,
    first_strong_is_rtl,
    lift_last_word,
    plain,
    words_of,
)
from microinf_desktop.documents.unicode_text import printable

_WIDOW_LINES = 2


class Para(Flowable):  # type: ignore[misc]
    """Text set in one style.

    `marker` hangs left of the text in a column `indent` wide (clause numbers, bullets). `bookmark` makes the
    paragraph an entry of the PDF outline at `outline_level`. `direction` "auto" lets the first letter decide
    which way the paragraph runs (for text that is all the user's own); "ltr" is for sentences of the document.
    `role` is its kind in a tagged PDF: heading where it has a bookmark, else "P".
    """

    def __init__(
        self,
        text: Text,
        style: TextStyle,
        *,
        marker: Text = "",
        marker_style: TextStyle | None = None,
        indent: float = 0.0,
        bookmark: str | None = None,
        outline_level: int = 0,
        direction: str = "ltr",
        role: str = "",
    ) -> None:
        super().__init__()
        self.text = plain(text)
        self.style = style
        self.spaceBefore = style.space_before
        self.spaceAfter = style.space_after
        self.keepWithNext = int(style.keep_with_next)
        self.marker = marker
        self._marker_style = marker_style or style
        self._indent = indent
        self._bookmark = bookmark
        self._outline_level = outline_level
        self._role = role or ("P" if bookmark is None else f"H{outline_level + 1}")
        self._rtl = direction == "auto" and first_strong_is_rtl(self.text)
        self._words = words_of(text, style, rtl=self._rtl)
        self._lines: list[Line] = []
        self._wrapped_width = -1.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        if available_width != self._wrapped_width:
            room = max(1.0, available_width - self._indent)
            self._lines = lift_last_word(self._words, break_lines(self._words, room), room)
            self._wrapped_width = available_width
        self.width = available_width
        self.height = len(self._lines) * self.style.leading
        return self.width, self.height

    def minWidth(self) -> float:  # noqa: N802 - reportlab calls it so
        return self._indent + max((word.width for word in self._words), default=0.0)

    def split(self, available_width: float, available_height: float) -> list[Any]:
        self.wrap(available_width, available_height)
        total = len(self._lines)
        fitting = int((available_height + 0.01) / self.style.leading)
        if fitting >= total:
            return [self]
        fitting = min(fitting, total - _WIDOW_LINES)
        if fitting < min(_WIDOW_LINES, total):
            return []
        return [self._part(self._lines[:fitting], first=True), self._part(self._lines[fitting:], first=False)]

    def least_height(self, width: float) -> float:
        """Height of the lines that have to stay together at its beginning, in a column of `width` points."""
        self.wrap(width, 1e6)
        count = len(self._lines)
        return (count if count < 2 * _WIDOW_LINES else _WIDOW_LINES) * self.style.leading

    def cut_tail(self, width: float, lines: int = 3) -> tuple["Para", "Para"] | None:
        """The paragraph in two, the second of `lines` lines; None when it is too short to be cut."""
        self.wrap(width, 1e6)
        if len(self._lines) < lines + _WIDOW_LINES:
            return None
        return self._part(self._lines[:-lines], first=True), self._part(self._lines[-lines:], first=False)

    def _part(self, lines: list[Line], *, first: bool) -> "Para":
        part = Para("", self.style, indent=self._indent)
        part._lines = lines
        part._wrapped_width = self._wrapped_width
        part._rtl = self._rtl
        part._role = self._role
        if first:
            part.text = self.text
            part.spaceBefore = self.spaceBefore
            part.marker, part._marker_style = self.marker, self._marker_style
            part._bookmark, part._outline_level = self._bookmark, self._outline_level
            part.spaceAfter = 0
        else:
            part.spaceBefore = 0
        return part

    def drawOn(self, canvas: Any, x: float, y: float, _sW: float = 0) -> None:  # noqa: N802, N803 - reportlab's names
        # Without a saved state and a matrix of its own: a contract has hundreds of paragraphs.
        canvas.addLiteral("q")
        self._draw_at(canvas, x, y)
        canvas.addLiteral("Q")

    def draw(self) -> None:
        self._draw_at(self.canv, 0, 0)

    def _draw_at(self, canvas: Any, left: float, bottom: float) -> None:
        style = self.style
        baseline = bottom + self.height - first_baseline(style)
        if self._bookmark is not None:
            title = printable(self.text) or " "
            canvas.bookmark(self._bookmark, title, self._outline_level, bottom + self.height + 4)
        structure = getattr(canvas, "structure", None)
        is_marked = structure is not None and structure.begin(self._role)
        if self.marker:
            self._draw_marker(canvas, left, baseline)
        room = self.width - self._indent
        align = "right" if self._rtl and style.align == "left" else style.align
        for number, line in enumerate(self._lines):
            spare = room - line.width
            x = left + self._indent + (spare if align == "right" else spare / 2 if align == "center" else 0.0)
            if line.pieces:
                draw_line(canvas, x, baseline - number * style.leading, line, style.size)
        if is_marked and structure is not None:
            structure.end()

    def _draw_marker(self, canvas: Any, left: float, baseline: float) -> None:
        # With a space behind it, so that who listens to a tagged PDF hears two words; the point is not drawn.
        runs = (self.marker,) if isinstance(self.marker, (str, Run)) else self.marker
        line = break_lines(words_of((*runs, " ."), self._marker_style), 1e9)[0]
        draw_line(canvas, left, baseline, Line(line.pieces[:-1], line.width), self._marker_style.size)


def first_baseline(style: TextStyle) -> float:
    """Distance from the top of the first line to its baseline: capitals stand in the middle of the leading."""
    return style.leading / 2 + 0.364 * style.size

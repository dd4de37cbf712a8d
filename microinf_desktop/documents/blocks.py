"""Building blocks of contracts and briefs: columns side by side, signature blocks, room for what follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.platypus.doctemplate import CondPageBreak
from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.form_fields import signature_field, text_field
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import CAPTION, INK, LINE_STRONG, MM, TextStyle, rgb
from microinf_desktop.documents.tables import DataTable
from microinf_desktop.documents.tagging import marked
from microinf_desktop.documents.text import Text, draw_text, plain, text_width

_SMALLEST = 4.5  # points


class SideBySide(Flowable):  # type: ignore[misc]
    """Columns of flowables next to each other; when they do not fit on a page they follow one another."""

    def __init__(self, columns: Sequence[Sequence[Any]], gutter: float, space_after: float = 0.0) -> None:
        super().__init__()
        self.spaceAfter = space_after
        self.columns = [list(column) for column in columns]
        self._gutter = gutter
        self._column_width = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        count = len(self.columns)
        self._column_width = (available_width - self._gutter * (count - 1)) / count
        heights = [sum(self._height(item) for item in column) for column in self.columns]
        self.width, self.height = available_width, max(heights, default=0.0)
        return self.width, self.height

    def _height(self, item: Any) -> float:
        return float(item.wrap(self._column_width, 1e6)[1] + item.getSpaceBefore() + item.getSpaceAfter())

    def split(self, available_width: float, available_height: float) -> list[Any]:
        self.wrap(available_width, available_height)
        if self.height <= available_height:
            return [self]
        # Half a page of address is not meant to be pretty, only to be whole.
        return [item for column in self.columns for item in column] if self.height > 500 else []

    def draw(self) -> None:
        for index, column in enumerate(self.columns):
            top = self.height
            for item in column:
                top -= item.getSpaceBefore()
                _, height = item.wrap(self._column_width, 1e6)
                item.drawOn(self.canv, index * (self._column_width + self._gutter), top - height)
                top -= height + item.getSpaceAfter()


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs: the party in bold, in which role or through whom, and the name and title of the person.

    With a `key` ("creator") the block can be filled in on screen: fields creator_signature, creator_place,
    creator_date and, where no name is known, creator_name.
    """

    party: Text
    role: Text
    name: Text = ""
    title: Text = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class SignatureLabels:
    """The words around the lines of a signature block; `name`, `place` and `date` are read out for its fields."""

    signature: str
    place_date: str
    name: str
    place: str
    date: str


class SignatureGrid(Flowable):  # type: ignore[misc]
    """Signature blocks, two in a row; never broken."""

    _HEIGHT = 45 * MM

    def __init__(self, signatures: Sequence[Signature], labels: SignatureLabels) -> None:
        super().__init__()
        self.spaceBefore = 10.0
        self._signatures = list(signatures)
        self._labels = labels

    def texts(self) -> Iterator[str]:
        """What stands in the blocks, one block after the other."""
        for one in self._signatures:
            yield from (plain(text) for text in (one.party, one.role, self._labels.signature, one.name, one.title))
            if one.key and not plain(one.name):
                yield self._labels.name
            yield self._labels.place_date

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self.height = self._HEIGHT * ((len(self._signatures) + 1) // 2)
        return self.width, self.height

    def draw(self) -> None:
        gutter = 12 * MM
        width = (self.width - gutter) / 2
        for index, signature in enumerate(self._signatures):
            x = (index % 2) * (width + gutter)
            with marked(self.canv, "P"):
                self._draw_block(signature, x, self.height - (index // 2) * self._HEIGHT, width)

    def _draw_block(self, signature: Signature, x: float, top: float, width: float) -> None:
        canvas = self.canv
        party = _fitting(signature.party, CAPTION.but(size=9.2, weight=600, color=INK), width)
        draw_text(canvas, x, top - 10, signature.party, party, max_width=width)
        draw_text(canvas, x, top - 21, signature.role, _fitting(signature.role, CAPTION, width), max_width=width)
        canvas.setStrokeColorRGB(*rgb(LINE_STRONG))
        canvas.setLineWidth(0.5)
        for y, label in (
            (top - 25 * MM, self._labels.signature), (top - 37 * MM, self._labels.place_date),
        ):
            canvas.line(x, y, x + width, y)
            draw_text(canvas, x, y - 9, label, CAPTION, max_width=width * 0.3)
        right = CAPTION.but(color=INK, align="right")
        is_open = bool(signature.key) and not plain(signature.name)  # the name is typed where it would stand
        named = (signature.title,) if is_open else (signature.name, signature.title)
        for line, text in enumerate((part for part in named if part), int(is_open)):
            room = width if line else width * 0.68  # the first line has the label at its left
            right = _fitting(text, right, room)
            draw_text(canvas, x + width, top - 25 * MM - 9 - 10 * line, text, right, max_width=room)
            right = CAPTION.but(align="right")
        if signature.key:
            self._add_fields(signature, x, top, width)

    def _add_fields(self, signature: Signature, x: float, top: float, width: float) -> None:
        """Signature on the upper line; place and date, and the name where nobody is named, on the lower one."""
        canvas, labels, key, party = self.canv, self._labels, signature.key, plain(signature.party)
        upper, lower = top - 25 * MM, top - 37 * MM
        split = x + width * 0.6
        signature_field(canvas, f"{key}_signature", f"{labels.signature}: {party}",
                        (x, upper + 1, x + width, upper + 13 * MM))
        text_field(canvas, f"{key}_place", f"{labels.place}: {party}", (x, lower + 1, split - 4, lower + 6 * MM))
        text_field(canvas, f"{key}_date", f"{labels.date}: {party}", (split, lower + 1, x + width, lower + 6 * MM))
        if not plain(signature.name):
            left, base = x + width * 0.36, upper - 11
            start = left + draw_text(canvas, left, upper - 9, labels.name, CAPTION) + 4
            canvas.line(start, base, x + width, base)
            text_field(canvas, f"{key}_name", f"{labels.name}: {party}", (start, base + 0.5, x + width, upper - 1))


def _fitting(text: Text, style: TextStyle, width: float) -> TextStyle:
    """The style in a size in which a name fits: nobody signs for half a name. Only what is absurdly long is cut."""
    wide = text_width(text, style)
    return style if wide <= width else style.but(size=max(style.size * width / wide * 0.995, _SMALLEST))


def room_for(width: float, *flowables: Any) -> CondPageBreak:
    """Begin a new page unless the beginning of all these flowables fits on this one, one below the other."""
    needed = 0.0
    for number, flowable in enumerate(flowables):
        last = number == len(flowables) - 1
        if isinstance(flowable, DataTable):
            needed += flowable.least_height()
        elif isinstance(flowable, Para) and last:
            needed += flowable.least_height(width)
        else:
            needed += flowable.wrap(width, 1e6)[1]
        needed += flowable.getSpaceBefore() + (0.0 if last else flowable.getSpaceAfter())
    return CondPageBreak(needed)

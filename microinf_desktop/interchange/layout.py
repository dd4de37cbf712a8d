"""Finds where a table's headings are, how wide it is, and which rows below are people."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.handles import is_email, looks_like_link
from microinf_desktop.domain.numbers import is_unknown
from microinf_desktop.domain.rosters import RosterField
from microinf_desktop.interchange.headers import heading_words, read_heading

_SEARCHED = 25
_RECOGNISED = 0.5


@dataclass(frozen=True, slots=True)
class Layout:
    """`header_row` is the row number of the headings, 0 when there are none; `groups` the platform above a heading.

    `header_cells` are the headings as they stand in the file, to recognise them when they are repeated.
    """

    header_row: int
    headings: tuple[str, ...]
    groups: tuple[Platform | None, ...]
    header_cells: tuple[str, ...]

    @property
    def width(self) -> int:
        return len(self.headings)

    def is_blank(self, row: Sequence[str]) -> bool:
        return not any(cell.strip() for cell in row)

    def is_header(self, row: Sequence[str]) -> bool:
        """True when a row repeats the headings, as pasted-together files do."""
        wanted = self.header_cells
        return bool(wanted) and len(row) >= len(wanted) and all(
            cell == heading or heading_words(cell) == heading_words(heading)
            for cell, heading in zip(row, wanted, strict=False)
        )


def find_layout(rows: Sequence[tuple[int, list[str]]]) -> Layout:
    """The layout of a table from its first rows, given with their numbers."""
    place = _header_place(rows)
    width = _usual_width(rows if place is None else rows[place + 1 :], least_share=0.1 if place is None else 0.5)
    if place is None:
        return Layout(0, tuple("" for _ in range(width)), tuple(None for _ in range(width)), ())
    number, cells = rows[place]
    headings = [" ".join(cell.split()) for cell in cells]
    while headings and not headings[-1] and len(headings) > width:
        headings.pop()
    missing = width - len(headings)
    if missing > 0:
        # Exports with an unnamed first column for the row's name leave its heading out.
        is_first = missing == 1 and _starts_with_index(rows[place + 1 :])
        headings = ["", *headings] if is_first else headings + [""] * missing
    groups = _groups_above(rows[place - 1][1] if place else [], len(headings))
    return Layout(number, tuple(headings), groups, tuple(cells))


def _usual_width(rows: Sequence[tuple[int, list[str]]], least_share: float) -> int:
    """The largest number of cells that at least a share of the rows fill."""
    widths = Counter(len(_trimmed(row)) for _, row in rows if any(cell.strip() for cell in row))
    full = [width for width, count in widths.items() if count >= least_share * widths.total()]
    return max(full, default=0)


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _header_place(rows: Sequence[tuple[int, list[str]]]) -> int | None:
    """The first of the rows with the most recognised headings; None when the first filled row looks like a person."""
    best, best_count = None, 0
    for place, (_, row) in enumerate(rows[:_SEARCHED]):
        filled = [cell for cell in row if cell.strip()]
        count = sum(_is_recognised(cell) for cell in filled)
        if count > best_count and count * 3 >= len(filled) and not _looks_like_person(filled):
            best, best_count = place, count
    if best is not None:
        return best
    first = next((place for place, (_, row) in enumerate(rows) if any(cell.strip() for cell in row)), None)
    if first is None or _looks_like_person([cell for cell in rows[first][1] if cell.strip()]):
        return None
    # Headings in words nobody taught us: a text row over rows of other shape.
    below = [row for _, row in rows[first + 1 : first + 20]]
    return first if any(_looks_like_person([cell for cell in row if cell.strip()]) for row in below) else None


def _is_recognised(cell: str) -> bool:
    heading = read_heading(cell) if len(cell) < 80 else None
    return heading is not None and heading.field is not None and heading.score >= _RECOGNISED


def _looks_like_person(cells: Sequence[str]) -> bool:
    """A row with figures, links, addresses or an @name is data."""
    return any(
        (any(char.isdigit() for char in cell) and read_heading(cell).field is None and not cell.strip().isalpha())
        or is_email(cell) or looks_like_link(cell) or (cell.strip().startswith("@") and len(cell.strip()) > 1)
        for cell in cells
    )


def _starts_with_index(rows: Sequence[tuple[int, list[str]]]) -> bool:
    firsts = [row[0].strip() for _, row in rows[:50] if row]
    return bool(firsts) and all(cell.isdecimal() or is_unknown(cell) for cell in firsts)


def _groups_above(row: Sequence[str], width: int) -> tuple[Platform | None, ...]:
    """Platforms written once over several headings (a merged cell), carried to the right."""
    named = [read_heading(cell) for cell in row[:width]]
    if sum(heading.is_bare_platform for heading in named) < 2 or any(
        heading.field not in (None, RosterField.HANDLE) for heading in named
    ):
        return (None,) * width
    groups: list[Platform | None] = []
    current: Platform | None = None
    for heading, cell in zip(named, row, strict=False):
        current = heading.platform if cell.strip() else current
        groups.append(current)
    return tuple(groups + [current] * (width - len(groups)))

"""Tells what somebody pasted into the window: a caption, a handle or profile link, or cells of a table."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from microinf_desktop.domain.handles import Handle, is_email, looks_like_link, parse_handle, parse_link
from microinf_desktop.interchange.headers import read_heading
from microinf_desktop.interchange.sniffing import guess_delimiter
from microinf_desktop.interchange.tables import PastedCells

# A handle as people write it alone on a line; a hashtag, a sentence or a lone "Wow!" is none.
_BARE_HANDLE = re.compile(r"@?[A-Za-z0-9_][A-Za-z0-9._-]{1,59}")
_LONGEST_HANDLE_TEXT = 300


@dataclass(frozen=True, slots=True)
class PastedCaption:
    """Text of a post, as it was pasted; the disclosure check opens with it."""

    text: str


@dataclass(frozen=True, slots=True)
class PastedHandle:
    """An account to open or add; its platform is None where the text does not say."""

    handle: Handle
    text: str


@dataclass(frozen=True, slots=True)
class PastedTable:
    """Cells for the roster import: `rows` and `columns` count them, `table` is what `recognise` takes."""

    text: str
    rows: int
    columns: int

    @property
    def table(self) -> PastedCells:
        return PastedCells(self.text)


Pasted = PastedCaption | PastedHandle | PastedTable


def classify_paste(text: str) -> Pasted | None:
    """What a pasted text is; None when there is nothing in it."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return None
    if len(lines) == 1 and "\t" not in text:
        handle = _handle(lines[0].strip())
        return PastedCaption(text) if handle is None else PastedHandle(handle, lines[0].strip())
    columns = _columns(text, lines)
    return PastedTable(text, len(lines), columns) if columns else PastedCaption(text)


def _handle(line: str) -> Handle | None:
    if len(line) > _LONGEST_HANDLE_TEXT:
        return None
    if looks_like_link(line):
        return parse_link(line)
    try:
        handle = parse_handle(line)
    except ValueError:
        return None
    # "IG: ana.k" names its platform; anything else must be one word.
    if handle.platform is not None and _BARE_HANDLE.fullmatch(handle.handle):
        return handle
    return handle if _BARE_HANDLE.fullmatch(line) and not is_email(line) else None


def _columns(text: str, lines: Sequence[str]) -> int:
    """How many columns the lines make, 0 when they are prose: tabs, headings we know, or a list of accounts."""
    if "\t" in text:
        widths = [line.count("\t") + 1 for line in lines if "\t" in line]
        # A cell may hold line breaks; a caption with one stray tab is no table.
        return max(widths) if len(widths) * 2 >= len(lines) else 0
    marked = sum(line.lstrip().startswith("@") or looks_like_link(line) for line in lines)
    if marked * 2 >= len(lines) and all(_handle(line.strip()) is not None for line in lines):
        return 1
    delimiter = guess_delimiter(text)
    headings = lines[0].split(delimiter)
    known = sum(read_heading(cell.strip('" ')).field is not None for cell in headings if len(cell) < 60)
    return len(headings) if known >= 2 and known * 2 >= len(headings) else 0

"""The words of flowables in reading order: what a page says without its looks."""

from collections.abc import Iterable, Iterator
from typing import Any

from microinf_desktop.documents.blocks import SideBySide, SignatureGrid
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.tables import DataTable
from microinf_desktop.documents.text import plain
from microinf_desktop.documents.unicode_text import printable


class Imprint(Para):
    """A paragraph that identifies the document and is no part of its words."""


def spoken_lines(story: Iterable[Any]) -> Iterator[str]:
    """A line for each paragraph (its number first) and each row of a table (cells parted by tabs); none is empty."""
    for flowable in story:
        for line in _lines(flowable):
            text = "\t".join(" ".join(printable(part).split()) for part in line).rstrip("\t")
            if text:
                yield text


def _lines(flowable: Any) -> Iterator[list[str]]:
    if isinstance(flowable, Imprint):
        return
    if isinstance(flowable, Para):
        # The number and the words are one line with a space, as people quote it.
        yield [" ".join(filter(None, (plain(flowable.marker), flowable.text)))]
    elif isinstance(flowable, DataTable):
        yield from ([cell.text for cell in row] for row in flowable.rows)
    elif isinstance(flowable, SideBySide):
        yield from (line for column in flowable.columns for item in column for line in _lines(item))
    elif isinstance(flowable, SignatureGrid):
        yield from ([text] for text in flowable.texts())
    else:
        for item in getattr(flowable, "_content", ()):  # reportlab's own containers
            yield from _lines(item)

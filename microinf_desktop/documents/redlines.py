"""The redline PDF: what changed between two versions of a contract, word by word.

What was taken out is struck, what is new underlined; the colours only help, and are told apart by anybody.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.contract_frame import ContractFrame, Stamp
from microinf_desktop.documents.contracts import refuse_missing_glyphs
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import BODY, CAPTION, LINE, SUBTITLE, TEXT_3, TITLE, rgb
from microinf_desktop.documents.tagging import artifact
from microinf_desktop.documents.text import Run
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contract_terms import ContractData
from microinf_desktop.domain.redlines import Gap, Redline, RedlineLine, redline
from microinf_desktop.domain.word_diff import Change, Piece, apart

# Vermilion and blue of Okabe and Ito (2008), darkened to 5:1 on white: apart for every kind of colour blindness.
_REMOVED = "#B04A00"
_ADDED = "#005B96"
_LINE = BODY.but(space_after=5)
_CELLS = re.compile(r"\t+")  # between the cells of a table row
_HEADING = re.compile(r"\d+ ")


def redline_pdf(
    before: Sequence[str], after: Sequence[str], data: ContractData, library: ClauseLibrary, *, old_version: int,
    logo: bytes | None = None,
) -> bytes:
    """The changes from the lines of version `old_version` to those of `data`, the newer one.

    KnownError for characters that no installed font has.
    """
    refuse_missing_glyphs([*before, *after, data.campaign])
    formats = ContractFormats(library.language, data.locale, library.words)
    title = formats.word("redline.title", old=old_version, new=data.version)
    return _paper(title, f"{data.number} v{old_version} – v{data.version}", redline(before, after), data, library,
                  formats, logo)


def copy_redline_pdf(
    found: Redline, data: ContractData, library: ClauseLibrary, *, logo: bytes | None = None
) -> bytes:
    """What a signed copy says other than the version `data`, which was sent; KnownError as for `redline_pdf`."""
    refuse_missing_glyphs([data.campaign, *(piece.text for piece in found.pieces)])
    formats = ContractFormats(library.language, data.locale, library.words)
    title = formats.word("redline.copy", version=data.version)
    return _paper(title, f"{data.number} v{data.version}", found, data, library, formats, logo)


def _paper(
    title: str, footer: str, found: Redline, data: ContractData, library: ClauseLibrary, formats: ContractFormats,
    logo: bytes | None,
) -> bytes:
    word = formats.word
    version = word("version", version=data.version)
    frame = ContractFrame(data, library, Stamp(
        name=f"{data.number}: {title}", title=f"{data.number}: {title}",
        identity=f"{data.number}, {version}, {formats.day(data.dated)}",
        footer=footer, keywords=(data.number,), has_initials=False,
    ), logo)
    party = data.creator.party.legal_name
    return frame.document.build([
        Para(title, TITLE.but(space_after=1), bookmark="title"),
        Para([Run(f"{word('agreement')} {data.number}, {party}")], SUBTITLE.but(space_after=8)),
        *_body(found, formats),
    ])


def _body(found: Redline, formats: ContractFormats) -> Iterator[Any]:
    if found.is_empty:
        yield Para(formats.word("redline.none"), BODY)
        return
    counts = (Run(formats.count("redline.inserted", found.counts.added), color=_ADDED, line="under"),
              ", ", Run(formats.count("redline.deleted", found.counts.removed), color=_REMOVED, line="through"))
    yield Para([formats.word("redline.legend"), " ", *counts], CAPTION.but(size=8, space_after=12))
    for part in found.parts:
        yield _Skipped() if isinstance(part, Gap) else _line(part)


def _line(line: RedlineLine) -> Para:
    is_heading = _HEADING.match("".join(piece.text for piece in line.pieces if piece.change is not Change.REMOVED))
    style = _LINE.but(weight=600) if is_heading else _LINE
    return Para([_run(piece) for piece in apart(line.pieces)], style, direction="auto")


def _run(piece: Piece) -> str | Run:
    text = _CELLS.sub(" | ", piece.text)
    if piece.change is Change.KEPT:
        return text
    is_new = piece.change is Change.ADDED
    return Run(text, color=_ADDED if is_new else _REMOVED, line="under" if is_new else "through")


class _Skipped(Flowable):  # type: ignore[misc]
    """Three dots between two hairlines, where unchanged text is left out."""

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 22.0
        return self.width, self.height

    def draw(self) -> None:
        canvas, middle = self.canv, self.width / 2
        with artifact(canvas):
            canvas.setStrokeColorRGB(*rgb(LINE))
            canvas.setLineWidth(0.6)
            canvas.line(0, 12, middle - 14, 12)
            canvas.line(middle + 14, 12, self.width, 12)
        dots = Para("…", BODY.but(align="center", color=TEXT_3))
        dots.wrap(self.width, 1e6)
        dots.drawOn(canvas, 0, 14 - dots.height / 2)

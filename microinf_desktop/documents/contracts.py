"""The contract PDF: letterhead, parties, contents, numbered clauses with their tables, signatures and annexes."""

from collections.abc import Iterable
from typing import Any

from reportlab.platypus.flowables import KeepTogether

from microinf_desktop.documents.blocks import SideBySide, room_for
from microinf_desktop.documents.contents import Contents, ContentsEntry
from microinf_desktop.documents.contract_annexes import ANNEX_B, LONG_LIST, annex_letters, annexes, brief_texts
from microinf_desktop.documents.contract_frame import ContractFrame, Stamp
from microinf_desktop.documents.contract_tables import TableText
from microinf_desktop.documents.contract_text import NumberedClause, NumberedParagraph, all_texts, assemble
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.spoken import Imprint, spoken_lines
from microinf_desktop.documents.styles import (
    ATTENTION,
    BODY,
    CAPTION,
    MM,
    NOTE,
    SECTION,
    SUBTITLE,
    TABLE,
    TEXT_3,
    TITLE,
)
from microinf_desktop.documents.tables import data_table
from microinf_desktop.documents.text import Run
from microinf_desktop.domain.briefs import BriefData
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contracts import ContractData, FindingSeverity, contract_findings, contract_hash
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.redlines import Wording

_HANG = 10 * MM
_NUMBER = BODY.but(color=TEXT_3)
_LONG_CLAUSE = 200.0
_PAGES_WITHOUT_CONTENTS = 3


def render_contract(
    data: ContractData, library: ClauseLibrary, *, draft: bool = False, logo: bytes | None = None,
    brief: BriefData | None = None,
) -> bytes:
    """The contract as PDF; the same data, library, logo, brief and fonts give the same bytes.

    `brief` becomes an annex. A draft may lack values, which are then marked on the page, and says on each page that
    it is one. Otherwise KnownError lists the findings that forbid the contract, or the characters that no installed
    font has.
    """
    return contract_paper(data, library, draft=draft, logo=logo, brief=brief)[0]


def contract_paper(
    data: ContractData, library: ClauseLibrary, *, draft: bool = False, logo: bytes | None = None,
    brief: BriefData | None = None,
) -> tuple[bytes, Wording]:
    """`render_contract` and `contract_wording` of one layout, for half the work; KnownError as `render_contract`."""
    if not draft:
        _refuse_findings(data)
    clauses = assemble(data, library, draft=draft)
    if not draft:
        formats = ContractFormats(library.language, data.locale, library.words)
        refuse_missing_glyphs([*all_texts(data, clauses), *brief_texts(brief, formats)])
    pages = _ContractPages(data, library, clauses, draft=draft, logo=logo, brief=brief)
    story = pages.story()
    wording = pages.wording(story)  # before the pages are made, which takes flowables apart
    return pages.build(story), wording


def contract_wording(
    data: ContractData, library: ClauseLibrary, *, draft: bool = False, brief: BriefData | None = None
) -> Wording:
    """The words of the contract, line by line, as `render_contract` prints them.

    Findings and missing glyphs are not looked at, as these are words and no document; KnownError for a value that
    a clause needs.
    """
    clauses = assemble(data, library, draft=draft)
    pages = _ContractPages(data, library, clauses, draft=draft, logo=None, brief=brief)
    return pages.wording(pages.story())


def _refuse_findings(data: ContractData) -> None:
    fails = [finding for finding in contract_findings(data) if finding.severity is FindingSeverity.FAIL]
    if fails:
        listed = " ".join(f"{finding.check_id}: {finding.message}" for finding in fails)
        raise KnownError(f"The contract {data.number} cannot be made yet. {listed}", fails[0].fix)


def refuse_missing_glyphs(texts: Iterable[str]) -> None:
    """KnownError that lists the characters no installed font has."""
    missing = missing_characters(texts)
    if missing:
        listed = "; ".join(str(glyph) for glyph in missing[:10])
        raise KnownError(
            f"No installed font can print {len(missing)} of the characters in this document: {listed}.",
            "Install a font for this script (the Noto fonts have most), or write the text in other letters.",
        )


class _ContractPages:
    """Lays out one contract."""

    def __init__(
        self, data: ContractData, library: ClauseLibrary, clauses: list[NumberedClause], *, draft: bool,
        logo: bytes | None, brief: BriefData | None,
    ) -> None:
        self._data = data
        self._library = library
        self._clauses = clauses
        self._draft = draft
        self._logo = logo
        self._brief = brief
        self._formats = ContractFormats(library.language, data.locale, library.words)
        self._hash = contract_hash(data)
        self._word = self._formats.word
        self._version = self._word("version", version=data.version)
        self._frame = self._new_frame()
        self._width = self._frame.width

    def _new_frame(self) -> ContractFrame:
        data, version = self._data, self._version
        return ContractFrame(data, self._library, Stamp(
            name=f"{self._word('agreement')} {data.number}, {version}",
            title=f"{self._word('agreement')}, {data.creator.party.legal_name}",
            identity=f"{data.number}, {version}, {self._formats.day(data.dated)}",
            footer=f"{data.number} v{data.version}, {self._hash[:12]}", keywords=(data.number, self._hash),
            draft=self._draft,
        ), self._logo)

    def wording(self, story: list[Any]) -> Wording:
        return Wording(tuple(spoken_lines(story)), {clause.id: clause.number for clause in self._clauses})

    def build(self, story: list[Any]) -> bytes:
        document = self._frame.document
        is_long = document.estimated_pages(story) > _PAGES_WITHOUT_CONTENTS
        pdf = document.build(self._with_contents(story) if is_long else story)
        if is_long == (document.pages > _PAGES_WITHOUT_CONTENTS):
            return pdf
        # The estimate was wrong by the page that decides; flowables are laid out once, so all begin anew.
        story = self.story()
        return self._new_frame().document.build(story if is_long else self._with_contents(story))

    def _with_contents(self, story: list[Any]) -> list[Any]:
        """The story with the contents after the parties."""
        entries = [ContentsEntry(one.number, one.title, f"clause-{one.id}") for one in self._clauses]
        entries.append(ContentsEntry("", self._word("signatures"), "signatures"))
        entries += [ContentsEntry("", self._word(f"annex_{letter}"), f"annex-{letter}")
                    for letter in annex_letters(self._data, self._brief)]
        after = next(place for place, one in enumerate(story) if isinstance(one, SideBySide)) + 1
        return [*story[:after], Contents(self._word("contents"), entries), *story[after:]]

    def story(self) -> list[Any]:
        """All that is printed between header and footer, without the contents."""
        story: list[Any] = [*self._head(), self._frame.parties()]
        for clause in self._clauses[:-1]:
            story += self._clause(clause)
        story += self._end()
        story += annexes(self._data, self._brief, self._formats, self._width)
        return story

    # what stands in the text

    def _head(self) -> list[Any]:
        timeline = self._data.timeline
        subtitle: list[str | Run] = [Run(self._data.campaign) if self._data.campaign else self._frame.gap("campaign")]
        if timeline.starts_on and timeline.ends_on:
            days = {"from": self._formats.day(timeline.starts_on), "until": self._formats.day(timeline.ends_on)}
            subtitle.append(", " + self._word("in_window", **days))
        head = [
            Para(self._word("agreement"), TITLE.but(space_after=1), bookmark="title"),
            Para(subtitle, SUBTITLE.but(space_after=10)),
        ]
        if self._draft:
            head.append(Para(self._library.notice, CAPTION.but(color=ATTENTION, space_after=8)))
        return head

    def _clause(self, clause: NumberedClause) -> list[Any]:
        heading = Para(
            clause.title, SECTION.but(keep_with_next=False), marker=clause.number, indent=_HANG,
            bookmark=f"clause-{clause.id}", outline_level=1,
        )
        flowables: list[Any] = []
        for paragraph in clause.paragraphs:
            body, table = self._paragraph(paragraph)
            first = [heading] if not flowables else []
            if table is not None:
                flowables.append(room_for(self._width, *first, body, table))
            elif first:
                flowables.append(room_for(self._width, heading, body))
            flowables += [*first, body]
            flowables += [] if table is None else [table]
        return flowables or [heading]  # a clause that was emptied keeps its number

    def _paragraph(self, paragraph: NumberedParagraph) -> tuple[Para, Any]:
        body = Para(paragraph.text, BODY, marker=paragraph.number, marker_style=_NUMBER, indent=_HANG)
        if paragraph.table is None:
            return body, None
        if paragraph.table_name in ANNEX_B and len(self._data.deliverables) > LONG_LIST:
            return body, Para(Run(self._word("annex_b_see"), link="annex-b"), BODY, indent=_HANG)
        return body, self._table(paragraph.table, _HANG)

    def _table(self, table: TableText, indent: float) -> Any:
        return data_table(
            table.columns, table.rows, self._width, total=table.total, indent=indent, space_after=8, style=TABLE
        )

    # the end

    def _end(self) -> list[Any]:
        """The signatures on one page with the last clause, or with the last lines of a long one."""
        before: list[Any] = []
        tail = self._clause(self._clauses[-1])
        if sum(item.wrap(self._width, 1e6)[1] for item in tail) > _LONG_CLAUSE:
            *before, last = tail
            parts = last.cut_tail(self._width) if isinstance(last, Para) else None
            tail = [last] if parts is None else [parts[1]]
            before += [] if parts is None else [parts[0]]
        signatures = Para(self._word("signatures"), SECTION.but(keep_with_next=False), bookmark="signatures",
                          outline_level=1)
        identity = self._word("document_id", number=self._data.number, version=self._version, hash=self._hash)
        receipt = [Para(self._word("signature.receipt"), BODY)] if self._data.disclosures else []
        return [
            *before,
            KeepTogether([*tail, signatures, *receipt, self._frame.signatures(), Imprint(identity, NOTE)]),
        ]

"""The contract PDF: letterhead, parties, numbered clauses with their tables, signatures and the disclosure annex."""

from typing import Any

from reportlab.platypus.flowables import KeepTogether, Spacer

from microinf_desktop.documents.blocks import SideBySide, Signature, SignatureGrid, room_for
from microinf_desktop.documents.contract_tables import TableText, disclosure_table
from microinf_desktop.documents.contract_text import NumberedClause, NumberedParagraph, all_texts, assemble
from microinf_desktop.documents.contract_values import platform_name
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.spoken import Imprint, spoken_lines
from microinf_desktop.documents.styles import (
    ATTENTION,
    BODY,
    CAPTION,
    CONTRACT_MARGINS,
    INK,
    MM,
    NOTE,
    SECTION,
    SUBTITLE,
    TABLE,
    TEXT_3,
    TITLE,
    client_color,
)
from microinf_desktop.documents.tables import data_table
from microinf_desktop.documents.text import Run, Text
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contracts import (
    AgencyRole,
    ContractData,
    FindingSeverity,
    Party,
    contract_findings,
    contract_hash,
)
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.redlines import Wording

_HANG = 10 * MM
_NUMBER = BODY.but(color=TEXT_3)
_PARTY = BODY.but(leading=13.2, space_after=0)
_HEADER = CAPTION.but(size=8)
_LONG_CLAUSE = 200.0


def render_contract(
    data: ContractData, library: ClauseLibrary, *, draft: bool = False, logo: bytes | None = None
) -> bytes:
    """The contract as PDF; the same data, library, logo and fonts give the same bytes.

    A draft may lack values, which are then marked on the page, and says on each page that it is one. Otherwise
    KnownError lists the findings that forbid the contract, or the characters that no installed font has.
    """
    if not draft:
        _refuse_findings(data)
    clauses = assemble(data, library, draft=draft)
    if not draft:
        _refuse_missing_glyphs(data, clauses)
    return _ContractPages(data, library, clauses, draft=draft, logo=logo).build()


def contract_wording(data: ContractData, library: ClauseLibrary, *, draft: bool = False) -> Wording:
    """The words of the contract, line by line, as `render_contract` prints them.

    Findings and missing glyphs are not looked at, as these are words and no document; KnownError for a value that
    a clause needs.
    """
    clauses = assemble(data, library, draft=draft)
    pages = _ContractPages(data, library, clauses, draft=draft, logo=None)
    return Wording(tuple(spoken_lines(pages.story())), {clause.id: str(clause.number) for clause in clauses})


def _refuse_findings(data: ContractData) -> None:
    fails = [finding for finding in contract_findings(data) if finding.severity is FindingSeverity.FAIL]
    if fails:
        listed = " ".join(f"{finding.check_id}: {finding.message}" for finding in fails)
        raise KnownError(f"The contract {data.number} cannot be made yet. {listed}", fails[0].fix)


def _refuse_missing_glyphs(data: ContractData, clauses: list[NumberedClause]) -> None:
    missing = missing_characters(all_texts(data, clauses))
    if missing:
        listed = "; ".join(str(glyph) for glyph in missing[:10])
        raise KnownError(
            f"No installed font can print {len(missing)} of the characters in this contract: {listed}.",
            "Install a font for this script (the Noto fonts have most), or write the text in other letters.",
        )


class _ContractPages:
    """Lays out one contract."""

    def __init__(
        self, data: ContractData, library: ClauseLibrary, clauses: list[NumberedClause], *, draft: bool,
        logo: bytes | None,
    ) -> None:
        self._data = data
        self._library = library
        self._clauses = clauses
        self._draft = draft
        self._logo = logo
        self._formats = ContractFormats(library.language, data.locale, library.words)
        self._hash = contract_hash(data)
        self._word = self._formats.word
        self._version = self._word("version", version=data.version)
        self._document = Document(
            DocumentInfo(
                title=f"{self._word('agreement')} {data.number}, {self._version}", author=data.agency.legal_name,
                language=library.language, subject=data.campaign, keywords=(data.number, self._hash),
            ),
            paper=data.paper, margins=CONTRACT_MARGINS, header_height=9 * MM, first_header_height=18 * MM,
            footer_height=4 * MM, decorate=self._later_page, decorate_first=self._first_page,
        )
        self._width = self._document.content_width

    def build(self) -> bytes:
        return self._document.build(self.story())

    def story(self) -> list[Any]:
        """All that is printed between header and footer."""
        story: list[Any] = [*self._head(), self._parties()]
        for clause in self._clauses[:-1]:
            story += self._clause(clause)
        story += self._end()
        if self._data.disclosures:
            story += self._annex()
        return story

    # what stands on each page

    def _first_page(self, page: PageInfo) -> None:
        """Letterhead: the logo or the name at the left, number and address at the right."""
        agency = self._data.agency
        top = page.height - page.margins.top
        contact = ", ".join(part for part in (*agency.address.splitlines(), agency.email) if part.strip())
        identity = f"{self._data.number}, {self._version}, {self._formats.day(self._data.dated)}"
        right = _HEADER.but(align="right")
        if self._logo is not None:
            width, _ = draw_image(page.canvas, self._logo, page.left, top + 5, 50 * MM, 9.5 * MM)
            room = page.right - page.left - width - 6 * MM
            page.text(page.right, top - 8, identity, right, max_width=room)
            page.text(page.right, top - 19, contact, CAPTION.but(align="right"), max_width=room)
        else:
            name = agency.trade_name or agency.legal_name
            page.text(page.left, top - 8, name, _HEADER.but(size=9.2, weight=600, color=INK), max_width=75 * MM)
            page.text(page.left, top - 19, contact, CAPTION, max_width=page.right - page.left)
            page.text(page.right, top - 8, identity, right, max_width=85 * MM)
        page.rule(top - 27, color=client_color(self._data.accent_color), thickness=1.2)
        if self._draft:
            page.text(page.right, top - 39, self._word("draft"), right.but(weight=600, color=ATTENTION))
        self._footer(page)

    def _later_page(self, page: PageInfo) -> None:
        top = page.height - page.margins.top
        parties = f"{self._word('agreement')}, {self._data.creator.party.legal_name}"
        page.text(page.left, top - 4, parties, CAPTION, max_width=110 * MM)
        if self._draft:
            page.text(page.right, top - 4, self._word("draft"), CAPTION.but(align="right", weight=600, color=ATTENTION))
        self._footer(page)

    def _footer(self, page: PageInfo) -> None:
        base = page.margins.bottom
        page.rule(base - 7)
        style = NOTE.but(size=7)
        page.text(page.left, base - 17, f"{self._data.number} v{self._data.version}, {self._hash[:12]}", style,
                  max_width=70 * MM)
        middle = (page.left + page.right) / 2
        page.text(middle, base - 17, f"{self._word('initials')}: _________  _________", style.but(align="center"))
        template = self._word("page_of", page="{page}", pages="{pages}")
        page.page_of(page.right, base - 17, style.but(align="right"), template)

    # what stands in the text

    def _head(self) -> list[Any]:
        timeline = self._data.timeline
        subtitle: list[str | Run] = [Run(self._data.campaign) if self._data.campaign else self._gap("campaign")]
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

    def _gap(self, key: str) -> Run:
        name = f"field.{key}"
        return Run(self._word(name) if self._formats.has(name) else key.replace("_", " "), marked=True)

    def _parties(self) -> SideBySide:
        data = self._data
        left: list[Any] = []
        if data.agency_role is AgencyRole.AGENT:
            left += self._party(self._word("client"), data.client, with_email=True)
            left.append(Spacer(1, 7))
            left += self._party(self._word("agency_for_client"), data.agency, with_email=True)
        else:
            left += self._party(self._word("agency"), data.agency, with_email=True)
            client = data.client.legal_name or data.client.trade_name
            left.append(Para(self._word("for_client", client=client), _PARTY.but(color=TEXT_3), direction="ltr"))
        return SideBySide([left, self._creator()], 12 * MM, space_after=8)

    def _party(self, label: str, party: Party, *, with_email: bool) -> list[Any]:
        name: Text = Run(party.legal_name, weight=600) if party.legal_name.strip() else self._gap("legal_name")
        address = ", ".join(line.strip().rstrip(",") for line in party.address.splitlines() if line.strip())
        lines: list[Text] = [name, Run(address) if address else self._gap("address")]
        if with_email:
            lines.append(Run(party.email) if party.email.strip() else self._gap("email"))
        registered = [party.registration_number.strip()]
        if party.vat_id.strip():
            registered.append(self._word("vat", number=party.vat_id))
        elif party.vat_note.strip():
            registered.append(party.vat_note)
        if any(registered):
            lines.append(", ".join(filter(None, registered)))
        return [Para(label, CAPTION), *(Para(line, _PARTY) for line in lines)]

    def _creator(self) -> list[Any]:
        creator = self._data.creator
        lines = self._party(self._word("creator"), creator.party, with_email=True)
        handles = [f"@{handle.handle} ({platform_name(self._formats, handle.platform)})" for handle in creator.handles]
        more: list[Text] = []
        if not (creator.party.vat_id.strip() or creator.party.vat_note.strip()):
            more.append(self._gap("vat"))
        residence = creator.party.tax_residence.strip()
        name = self._formats.country(residence)
        more.append(self._word("tax_residence", country=name) if residence else self._gap("tax_residence"))
        if creator.guardian_name.strip():
            more.append(self._word("guardian_of", guardian=creator.guardian_name))
            more.append(Run(", ".join(filter(None, map(str.strip, creator.guardian_address.splitlines())))))
        accounts = [Para(self._formats.listed(handles), _PARTY)] if handles else []
        return [*lines[:2], *accounts, *lines[2:], *(Para(line, _PARTY) for line in more)]

    def _clause(self, clause: NumberedClause) -> list[Any]:
        heading = Para(
            clause.title, SECTION.but(keep_with_next=False), marker=str(clause.number), indent=_HANG,
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
            if table is not None:
                flowables.append(table)
        return flowables

    def _paragraph(self, paragraph: NumberedParagraph) -> tuple[Para, Any]:
        body = Para(paragraph.text, BODY, marker=paragraph.number, marker_style=_NUMBER, indent=_HANG)
        return body, None if paragraph.table is None else self._table(paragraph.table, _HANG)

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
        labels = (self._word("signature"), self._word("place_date"))
        identity = self._word("document_id", number=self._data.number, version=self._version, hash=self._hash)
        return [
            *before,
            KeepTogether([*tail, signatures, SignatureGrid(self._signatures(), labels), Imprint(identity, NOTE)]),
        ]

    def _signatures(self) -> list[Signature]:
        data, creator = self._data, self._data.creator
        agency = data.agency
        is_agent = data.agency_role is AgencyRole.AGENT
        through = self._word("through_agency", agency=agency.legal_name) if is_agent else self._word("agency")
        party = data.client.legal_name if is_agent else agency.legal_name
        found = [Signature(party, through, agency.signatory_name, agency.signatory_title)]
        name = creator.party.legal_name
        if creator.manager_signs and creator.manager_name.strip() and not data.creator_is_minor:
            found.append(Signature(name, self._word("creator"), creator.manager_name, self._word("manager")))
        else:
            found.append(Signature(name, self._word("creator"), name))
        if data.creator_is_minor:
            guardian = creator.guardian_name
            found.append(Signature(guardian, self._word("guardian"), guardian))
        return found

    def _annex(self) -> list[Any]:
        title = Para(self._word("annex_a"), TITLE.but(size=14, leading=18, space_before=32, space_after=4),
                     bookmark="annex-a", outline_level=1)
        intro = Para(self._word("annex_a_intro"), BODY.but(space_after=8))
        table = self._table(disclosure_table(self._data.disclosures, self._formats), 0)
        return [room_for(self._width, title, intro, table), title, intro, table]

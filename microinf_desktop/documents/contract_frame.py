"""What a contract and the papers that follow it have in common: letterhead, footer, parties, signature blocks."""

from dataclasses import dataclass
from typing import Any

from reportlab.platypus.flowables import Spacer

from microinf_desktop.documents.blocks import SideBySide, Signature, SignatureGrid, SignatureLabels
from microinf_desktop.documents.contract_values import account_names
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import (
    ATTENTION,
    BODY,
    CAPTION,
    CONTRACT_MARGINS,
    INK,
    MM,
    NOTE,
    TEXT_3,
    client_color,
)
from microinf_desktop.documents.text import Run, Text
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contract_terms import AgencyRole, ContractData, Party

_PARTY = BODY.but(leading=13.2, space_after=0)
_HEADER = CAPTION.but(size=8)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What identifies a paper: `title` heads later pages, `identity` the letterhead, `footer` stands on each page.

    `name` and `keywords` go into the metadata. A `draft` says so on each page; `has_initials` leaves room for them.
    """

    name: str
    title: str
    identity: str
    footer: str
    keywords: tuple[str, ...] = ()
    draft: bool = False
    has_initials: bool = True


class LetterFrame:
    """The pages of one paper between the agency's letterhead and its footer.

    `locale` is a CLDR code, `paper` a4 or letter, `color` the client's for the rule of the letterhead.
    """

    def __init__(
        self, agency: Party, library: ClauseLibrary, stamp: Stamp, logo: bytes | None, *, locale: str, paper: str,
        color: str = "", subject: str = "",
    ) -> None:
        self.formats = ContractFormats(library.language, locale, library.words)
        self._agency, self._stamp, self._logo, self._color = agency, stamp, logo, color
        self._word = self.formats.word
        self.document = Document(
            DocumentInfo(title=stamp.name, author=agency.legal_name, language=library.language,
                         subject=subject, keywords=stamp.keywords),
            paper=paper, margins=CONTRACT_MARGINS, header_height=9 * MM, first_header_height=18 * MM,
            footer_height=4 * MM, decorate=self._later_page, decorate_first=self._first_page, tagged=True,
        )
        self.width = self.document.content_width

    def _first_page(self, page: PageInfo) -> None:
        """Letterhead: the logo or the name at the left, number and address at the right."""
        agency = self._agency
        top = page.height - page.margins.top
        contact = ", ".join(part for part in (*agency.address.splitlines(), agency.email) if part.strip())
        right = _HEADER.but(align="right")
        if self._logo is not None:
            width, _ = draw_image(page.canvas, self._logo, page.left, top + 5, 50 * MM, 9.5 * MM)
            room = page.right - page.left - width - 6 * MM
            page.text(page.right, top - 8, self._stamp.identity, right, max_width=room)
            page.text(page.right, top - 19, contact, CAPTION.but(align="right"), max_width=room)
        else:
            name = agency.trade_name or agency.legal_name
            page.text(page.left, top - 8, name, _HEADER.but(size=9.2, weight=600, color=INK), max_width=75 * MM)
            page.text(page.left, top - 19, contact, CAPTION, max_width=page.right - page.left)
            page.text(page.right, top - 8, self._stamp.identity, right, max_width=85 * MM)
        page.rule(top - 27, color=client_color(self._color), thickness=1.2)
        if self._stamp.draft:
            page.text(page.right, top - 39, self._word("draft"), right.but(weight=600, color=ATTENTION))
        self._footer(page)

    def _later_page(self, page: PageInfo) -> None:
        top = page.height - page.margins.top
        page.text(page.left, top - 4, self._stamp.title, CAPTION, max_width=110 * MM)
        if self._stamp.draft:
            page.text(page.right, top - 4, self._word("draft"), CAPTION.but(align="right", weight=600, color=ATTENTION))
        self._footer(page)

    def _footer(self, page: PageInfo) -> None:
        base = page.margins.bottom
        page.rule(base - 7)
        style = NOTE.but(size=7)
        page.text(page.left, base - 17, self._stamp.footer, style, max_width=70 * MM)
        if self._stamp.has_initials:
            middle = (page.left + page.right) / 2
            initials = self._word("named", name=self._word("initials"), text="_________  _________")
            page.text(middle, base - 17, initials, style.but(align="center"))
        template = self._word("page_of", page="{page}", pages="{pages}")
        page.page_of(page.right, base - 17, style.but(align="right"), template)

    @property
    def signature_labels(self) -> SignatureLabels:
        """The words around signature lines in the language of the paper."""
        return SignatureLabels(*(self._word(key) for key in (
            "signature", "place_date", "signature.name", "signature.place", "signature.date")))

    def gap(self, key: str) -> Run:
        """A missing value, marked; only drafts have one."""
        name = f"field.{key}"
        return Run(self._word(name) if self.formats.has(name) else key.replace("_", " "), marked=True)


class ContractFrame(LetterFrame):
    """The frame of a contract or of what changes it: with its parties and their signatures."""

    def __init__(self, data: ContractData, library: ClauseLibrary, stamp: Stamp, logo: bytes | None) -> None:
        super().__init__(data.agency, library, stamp, logo, locale=data.locale, paper=data.paper,
                         color=data.accent_color, subject=data.campaign)
        self._data = data

    def parties(self) -> SideBySide:
        """Who signs, in two columns."""
        data = self._data
        left: list[Any] = []
        if data.agency_role is AgencyRole.AGENT:
            left += self._party(self._word("client"), data.client)
            left.append(Spacer(1, 7))
            left += self._party(self._word("agency_for_client"), data.agency)
        else:
            left += self._party(self._word("agency"), data.agency)
            client = data.client.legal_name or data.client.trade_name
            named = self._word("named", name=self._word("client"), text=client)  # the term the clauses speak of
            left.append(Para(named, _PARTY.but(color=TEXT_3), direction="ltr"))
        return SideBySide([left, self._creator()], 12 * MM, space_after=8)

    def _party(self, label: str, party: Party) -> list[Any]:
        name: Text = Run(party.legal_name, weight=600) if party.legal_name.strip() else self.gap("legal_name")
        address = ", ".join(line.strip().rstrip(",") for line in party.address.splitlines() if line.strip())
        lines: list[Text] = [name, Run(address) if address else self.gap("address")]
        lines.append(Run(party.email) if party.email.strip() else self.gap("email"))
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
        lines = self._party(self._word("creator"), creator.party)
        handles = account_names(creator.handles, self.formats)
        more: list[Text] = []
        if not (creator.party.vat_id.strip() or creator.party.vat_note.strip()):
            more.append(self.gap("vat"))
        residence = creator.party.tax_residence.strip()
        name = self.formats.country(residence)
        more.append(self._word("tax_residence", country=name) if residence else self.gap("tax_residence"))
        if creator.guardian_name.strip():
            more.append(self._word("guardian_of", guardian=creator.guardian_name))
            more.append(Run(", ".join(filter(None, map(str.strip, creator.guardian_address.splitlines())))))
        accounts = [Para(self.formats.listed(handles), _PARTY)] if handles else []
        return [*lines[:2], *accounts, *lines[2:], *(Para(line, _PARTY) for line in more)]

    # the signatures

    def signatures(self) -> SignatureGrid:
        """A block for each party that signs, with fields to fill in unless this is a draft."""
        data, creator = self._data, self._data.creator
        agency = data.agency
        is_agent = data.agency_role is AgencyRole.AGENT
        through = self._word("through_agency", agency=agency.legal_name) if is_agent else self._word("agency")
        party, key = (data.client.legal_name, "client") if is_agent else (agency.legal_name, "agency")
        found = [(key, party, through, agency.signatory_name, agency.signatory_title)]
        name = creator.party.legal_name
        if creator.manager_signs and creator.manager_name.strip() and not data.creator_is_minor:
            found.append(("creator", name, self._word("creator"), creator.manager_name, self._word("manager")))
        else:
            found.append(("creator", name, self._word("creator"), name, ""))
        if data.creator_is_minor:
            guardian = creator.guardian_name
            found.append(("guardian", guardian, self._word("guardian"), guardian, ""))
        blocks = [Signature(signer, role, person, title, "" if self._stamp.draft else key)
                  for key, signer, role, person, title in found]
        return SignatureGrid(blocks, self.signature_labels)

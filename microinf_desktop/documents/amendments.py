"""Amendments and extensions: what a signed agreement says by now, clause by clause, under its own numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from reportlab.platypus.flowables import KeepTogether

from microinf_desktop.documents.blocks import SideBySide, room_for
from microinf_desktop.documents.contract_annexes import disclosure_annex
from microinf_desktop.documents.contract_frame import ContractFrame, Stamp
from microinf_desktop.documents.contract_text import NumberedClause, NumberedParagraph, assemble
from microinf_desktop.documents.contracts import refuse_missing_glyphs
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.spoken import Imprint, spoken_lines
from microinf_desktop.documents.styles import BODY, MM, NOTE, SECTION, SUBTITLE, TABLE, TEXT_3, TITLE
from microinf_desktop.documents.tables import data_table
from microinf_desktop.documents.text import Run, Text
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contract_life import ContractKind
from microinf_desktop.domain.contract_terms import ContractData, contract_hash
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.redlines import Wording

_HANG = 12 * MM
_NUMBER = BODY.but(color=TEXT_3)
_LEAD = BODY.but(weight=600, space_before=9)


@dataclass(frozen=True, slots=True)
class AmendmentTerms:
    """What an amendment says besides the changed clauses.

    `running` counts the amendments (or extensions) of this agreement from 1. `clause_numbers` are the printed
    numbers by clause id that count so far, the ones of the agreement and of earlier amendments; without them those
    of the data before.
    """

    kind: ContractKind
    running: int
    effective_on: date
    reason: str = ""
    fee: Money | None = None
    clause_numbers: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A change in words; `paragraphs` are the new text, none where a clause ends."""

    clause: str
    lead: str
    paragraphs: tuple[NumberedParagraph, ...] = ()


def amendment_pdf(
    before: ContractData, after: ContractData, terms: AmendmentTerms, library: ClauseLibrary, *,
    draft: bool = False, logo: bytes | None = None,
) -> bytes:
    """The paper both sign to change an agreement from `before` to `after`; the same input gives the same bytes.

    `before` is the agreement as it counts, with its number, version and day; `after` carries the number of the
    amendment. KnownError when nothing changes, a value is missing, or no installed font has a character.
    """
    pages = _Amendment(before, after, terms, library, draft, logo)
    if not draft:
        refuse_missing_glyphs([*pages.wording().lines, after.agency.legal_name])
    return pages.build()


def amendment_wording(
    before: ContractData, after: ContractData, terms: AmendmentTerms, library: ClauseLibrary, *, draft: bool = False
) -> Wording:
    """The words of the amendment, with the clause numbers that count once it is signed."""
    return _Amendment(before, after, terms, library, draft, None).wording()


def clause_changes(
    before: ContractData, after: ContractData, library: ClauseLibrary, *, draft: bool = False,
    clause_numbers: Mapping[str, str] | None = None,
) -> tuple[ClauseChange, ...]:
    """What an amendment says clause by clause, in the order of the agreement; empty when the words stay the same."""
    return tuple(_Changes(before, after, library, draft, clause_numbers).found())


class _Changes:
    """Compares two states of an agreement under the numbers of the first."""

    def __init__(
        self, before: ContractData, after: ContractData, library: ClauseLibrary, draft: bool,
        numbers: Mapping[str, str] | None,
    ) -> None:
        self._word = ContractFormats(library.language, after.locale, library.words).word
        # The paper has a number of its own; the clauses go on naming the agreement.
        now = replace(after, number=before.number, version=before.version, brief_version=before.brief_version)
        self._old = assemble(before, library, draft=True, numbers=numbers)
        known = dict(numbers) if numbers is not None else {clause.id: clause.number for clause in self._old}
        self._new = assemble(now, library, draft=draft, numbers=known)
        self.numbers = {clause.id: clause.number for clause in self._new}

    def found(self) -> Iterator[ClauseChange]:
        old, new = {clause.id: clause for clause in self._old}, {clause.id: clause for clause in self._new}
        order = [clause.id for clause in self._old]
        for place, clause in enumerate(self._new):
            if clause.id not in old:
                follows = self._new[place - 1].id if place else ""
                order.insert(order.index(follows) + 1 if follows in order else 0, clause.id)
        for one in order:
            if one not in new:
                yield ClauseChange(one, self._word("amendment.clause_ends", number=old[one].number))
            elif one not in old:
                title = NumberedParagraph(new[one].number, (Run(new[one].title, weight=600),))
                lead = self._word("amendment.clause_new", number=new[one].number)
                yield ClauseChange(one, lead, (title, *new[one].paragraphs))
            else:
                yield from self._changed(old[one], new[one])

    def _changed(self, old: NumberedClause, new: NumberedClause) -> Iterator[ClauseChange]:
        """Single paragraphs where their number stays the same, else the clause as a whole."""
        if len(old.paragraphs) != len(new.paragraphs):
            yield ClauseChange(new.id, self._word("amendment.clause_reads", number=new.number), new.paragraphs)
            return
        for was, now in zip(old.paragraphs, new.paragraphs, strict=True):
            if _words(was) != _words(now):
                yield ClauseChange(new.id, self._word("amendment.clause_reads", number=now.number), (now,))


def _words(paragraph: NumberedParagraph) -> tuple[str, ...]:
    return (paragraph.plain, *(paragraph.table.texts() if paragraph.table else ()))


class _Amendment:
    """Lays out one amendment."""

    def __init__(
        self, before: ContractData, after: ContractData, terms: AmendmentTerms, library: ClauseLibrary, draft: bool,
        logo: bytes | None,
    ) -> None:
        self._before, self._after, self._terms, self._draft = before, after, terms, draft
        self._formats = ContractFormats(library.language, after.locale, library.words)
        self._word = self._formats.word
        changes = _Changes(before, after, library, draft, terms.clause_numbers)
        self._changes, self.numbers = tuple(changes.found()), changes.numbers
        kind = "extension" if terms.kind is ContractKind.EXTENSION else "amendment"
        self._title = self._word(f"{kind}.title", n=terms.running, number=before.number)
        version = self._word("version", version=after.version)
        self._hash = contract_hash(after)
        self._frame = ContractFrame(after, library, Stamp(
            name=f"{self._title}, {version}", title=f"{self._title}, {after.creator.party.legal_name}",
            identity=f"{after.number}, {version}, {self._formats.day(after.dated)}",
            footer=f"{after.number} v{after.version}, {self._hash[:12]}", keywords=(after.number, self._hash),
            draft=draft,
        ), logo)

    def wording(self) -> Wording:
        return Wording(tuple(spoken_lines(self._story())), self.numbers)

    def build(self) -> bytes:
        return self._frame.document.build(self._story())

    def _story(self) -> list[Any]:
        return [*self._head(), *(part for change in self._changes for part in self._change(change)),
                *self._annex(), *self._end()]

    def _head(self) -> Iterator[Any]:
        before, parties = self._before, self._frame.parties()
        labels = self._annex_changed()
        is_extension = self._terms.kind is ContractKind.EXTENSION
        if not (self._changes or labels or self._draft):
            raise KnownError("The amendment would change nothing.", "Change a term first.")
        yield Para(self._title, TITLE.but(space_after=1), bookmark="title")
        yield Para([Run(before.campaign)], SUBTITLE.but(space_after=10))
        yield SideBySide(parties.columns, 12 * MM, space_after=12)
        yield Para(self._word("amendment.intro", number=before.number, version=before.version,
                              date=self._formats.day(before.dated)), BODY)
        if self._terms.reason.strip():
            yield Para(self._word("amendment.reason", reason=self._terms.reason.strip()), BODY)
        if is_extension:
            yield from (Para(line, BODY.but(weight=600)) for line in self._longer())

    def _longer(self) -> Iterator[str]:
        """What lasts longer, in one sentence each."""
        before, after, day = self._before, self._after, self._formats.day
        ends = after.timeline.ends_on
        if ends is not None and ends != before.timeline.ends_on:
            yield self._word("extension.until", date=day(ends))
        was, now = before.exclusivity, after.exclusivity
        if now is not None and now.ends_on is not None and (was is None or was.ends_on != now.ends_on):
            number = self.numbers.get("exclusivity")
            if number is not None:
                yield self._word("extension.exclusivity", number=number, date=day(now.ends_on))

    def _change(self, change: ClauseChange) -> Iterator[Any]:
        lead = Para(change.lead, _LEAD)
        flowables = [part for paragraph in change.paragraphs for part in self._paragraph(paragraph)]
        yield room_for(self._frame.width, lead, *flowables[:1])
        yield from (lead, *flowables)

    def _paragraph(self, paragraph: NumberedParagraph) -> Iterator[Any]:
        text: Text = [replace(run, link="") for run in paragraph.text]  # the clauses stand in another document
        yield Para(text, BODY, marker=paragraph.number, marker_style=_NUMBER, indent=_HANG)
        table = paragraph.table
        if table is not None:
            yield data_table(table.columns, table.rows, self._frame.width, total=table.total, indent=_HANG,
                             space_after=8, style=TABLE)

    def _annex_changed(self) -> bool:
        return self._before.disclosures != self._after.disclosures and bool(self._after.disclosures)

    def _annex(self) -> Iterator[Any]:
        if self._annex_changed():
            lead = Para(self._word("amendment.annex_reads", letter="A"), _LEAD)
            parts = disclosure_annex(self._after, self._formats, self._frame.width)
            yield room_for(self._frame.width, lead, *parts)
            yield from (lead, *parts)

    def _end(self) -> Iterator[Any]:
        """When it counts, what stays, and the signatures, all on one page."""
        fee = self._terms.fee
        said = [] if fee is None else [self._word("amendment.fee", amount=self._formats.money(fee))]
        said.append(self._word("amendment.effective", date=self._formats.day(self._terms.effective_on)))
        said.append(self._word("amendment.rest"))
        version = self._word("version", version=self._after.version)
        identity = self._word("document_id", number=self._after.number, version=version, hash=self._hash)
        yield KeepTogether([
            Para(said[0], BODY.but(space_before=12)), *(Para(line, BODY) for line in said[1:]),
            Para(self._word("signatures"), SECTION.but(keep_with_next=False), bookmark="signatures", outline_level=1),
            self._frame.signatures(), Imprint(identity, NOTE),
        ])

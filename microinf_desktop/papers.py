"""A document of a record: data from the queries, bytes from the documents, logos from the workspace.

Both the window and the command line print through here, so that they print the same.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from microinf_desktop.contract_papers import agency_logo, amended_agreement, annexed_brief
from microinf_desktop.storage.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlmodel import Session

    from microinf_desktop.domain.briefs import BriefData, BriefDraft, BriefPageDraft, MadeBrief, StandingBrief
    from microinf_desktop.domain.clauses import ClauseLibrary
    from microinf_desktop.domain.contract_options import ContractOptions
    from microinf_desktop.domain.contracts import ContractData, ContractFinding
    from microinf_desktop.domain.redlines import Wording
    from microinf_desktop.domain.rights import RenewalDraft
    from microinf_desktop.domain.tasks import CancelToken, Progress
    from microinf_desktop.services.contract_batch import Maker


@dataclass(frozen=True, slots=True)
class ContractPaper:
    """A contract as made: `content` is None while a finding forbids it."""

    data: "ContractData"
    findings: "tuple[ContractFinding, ...]"
    content: bytes | None


@dataclass(frozen=True, slots=True)
class ComposedContract:
    """A contract while it is written: as it would be printed, and what the form beside it shows.

    `origin` is the data without the changes of this contract, `origin_parameters` the agency's defaults of the
    library's parameters, `included` are the ids of its clauses in order. `guide` is the library in the language of the
    window, whose notes and names of parameters tell what a choice means.
    """

    data: "ContractData"
    origin: "ContractData"
    origin_parameters: tuple[tuple[str, str | int], ...]
    library: "ClauseLibrary"
    guide: "ClauseLibrary"
    facts: frozenset[str]
    included: tuple[str, ...]
    findings: "tuple[ContractFinding, ...]"
    content: bytes


def contract(
    workspace: Workspace, collaboration_id: int, *, draft: bool = False, today: date | None = None
) -> ContractPaper:
    """The contract of a collaboration as PDF, with what is missing or risky; a draft marks what is missing.

    What amends a signed agreement is printed as such.
    """
    made = contract_maker(workspace, today)(collaboration_id, draft)
    return ContractPaper(made.data, tuple(made.findings), made.content)


def compose_contract(
    workspace: Workspace, collaboration_id: int, options: "ContractOptions", language: str, today: date | None = None,
    *, sheet: bool = False,
) -> ComposedContract:
    """The contract with choices that may not be stored yet, as a draft; findings name also what cannot be printed.

    With `sheet` the content is the term sheet of one page; what amends a signed agreement is shown as such.
    """
    from dataclasses import replace

    from microinf_desktop.documents.amendments import amendment_pdf
    from microinf_desktop.documents.contract_checks import print_findings
    from microinf_desktop.documents.contract_values import parameter_values
    from microinf_desktop.documents.contracts import render_contract
    from microinf_desktop.documents.term_sheets import term_sheet_pdf
    from microinf_desktop.domain.clauses import included_clauses
    from microinf_desktop.domain.contract_facts import contract_facts
    from microinf_desktop.domain.contracts import contract_findings
    from microinf_desktop.queries import exclusivity
    from microinf_desktop.queries.clauses import library
    from microinf_desktop.queries.contracts import contract_data
    from microinf_desktop.queries.packs import pack_set

    with workspace.reading() as session:
        packs = pack_set(session, today)
        data = contract_data(session, collaboration_id, packs, today=today, options=options, language=language)
        bare = replace(options, changes=(), parameters=())
        origin = contract_data(session, collaboration_id, packs, today=today, options=bare, language=language)
        clauses = library(session, language, options.order)
        guide = clauses if language == "en" else library(session)
        agreement = amended_agreement(session, collaboration_id)
        brief = annexed_brief(session, collaboration_id, data)
        logo = agency_logo(workspace, session)
        bound = exclusivity.contract_findings(session, collaboration_id, data.dated)
    facts = contract_facts(data, parameter_values(data, clauses))
    included = included_clauses(clauses, facts, dict(data.switches))
    findings = sorted([*contract_findings(data), *bound, *print_findings(data, clauses, included, facts)],
                      key=lambda one: one.severity)
    if sheet:
        content = term_sheet_pdf(data, clauses, logo=logo)
    elif agreement is not None:
        content = amendment_pdf(agreement[0], data, agreement[1], clauses, draft=True, logo=logo)
    else:
        content = render_contract(data, clauses, draft=True, logo=logo, brief=brief)
    return ComposedContract(
        data, origin, origin.parameters, clauses, guide, facts, tuple(clause.id for clause in included),
        tuple(findings), content,
    )


def issued_term_sheet(workspace: Workspace, data: "ContractData") -> bytes:
    """The term sheet of one page for the data of an issued version, with the clauses as they are now."""
    from microinf_desktop.documents.term_sheets import term_sheet_pdf
    from microinf_desktop.queries.clauses import library

    with workspace.reading() as session:
        clauses, logo = library(session, data.language), agency_logo(workspace, session)
    return term_sheet_pdf(data, clauses, logo=logo)


def contract_maker(workspace: Workspace, today: date | None = None) -> "Maker":
    """Makes one contract after another as `contract` does, with its wording; rules, clauses and logo are read once.

    Drafts of deals that have no contract yet show one number after the other.
    """
    from dataclasses import replace

    from microinf_desktop.documents.amendments import amendment_pdf, amendment_wording
    from microinf_desktop.documents.contracts import contract_paper
    from microinf_desktop.domain.contracts import blocks, contract_findings
    from microinf_desktop.queries.clauses import library
    from microinf_desktop.queries.contract_numbers import proposed_number
    from microinf_desktop.queries.contracts import contract_data
    from microinf_desktop.queries.packs import pack_set
    from microinf_desktop.services.contract_batch import MadeContract

    with workspace.reading() as session:
        packs, logo = pack_set(session, today), agency_logo(workspace, session)
    libraries: dict[str, ClauseLibrary] = {}
    promised: list[str] = []

    def make(collaboration_id: int, draft: bool) -> MadeContract:
        with workspace.reading() as session:
            data = contract_data(session, collaboration_id, packs, today=today)
            if draft and data.number == proposed_number(session, data.dated):  # nothing stored has it yet
                data = replace(data, number=proposed_number(session, data.dated, promised))
                promised.append(data.number)
            if data.language not in libraries:
                libraries[data.language] = library(session, data.language)
            agreement = amended_agreement(session, collaboration_id)
            brief = annexed_brief(session, collaboration_id, data)
        clauses, findings = libraries[data.language], contract_findings(data)
        if blocks(findings) and not draft:
            return MadeContract(data, findings, None)
        if agreement is not None:
            before, terms = agreement
            words = amendment_wording(before, data, terms, clauses, draft=draft)
            content = amendment_pdf(before, data, terms, clauses, draft=draft, logo=logo)
        else:
            content, words = contract_paper(data, clauses, draft=draft, logo=logo, brief=brief)
        return MadeContract(data, findings, content, words.text, words.clause_numbers)

    return make


def issue_contract(workspace: Workspace, contract_id: int, today: date | None = None) -> int:
    """Make the contract as it stands and keep it for good as its next version, whose number is returned.

    KnownError when a finding forbids it or a character cannot be printed.
    """
    from microinf_desktop.domain.errors import KnownError
    from microinf_desktop.queries.contracts import rows
    from microinf_desktop.services.contracts import issue

    with workspace.reading() as session:
        found = rows(session, [contract_id])
    if not found:
        raise KnownError("This contract was deleted meanwhile.", "Undo the deletion first.")
    made = contract_maker(workspace, today)(found[0].deal.collaboration_id, False)
    return issue(workspace, contract_id, made.data, made.content or b"", wording=made.wording,
                 clause_numbers=made.clause_numbers)


def contract_paper(data: "ContractData") -> "tuple[bytes, Wording]":
    """A contract's data as PDF without letterhead picture and its words, for contracts made before there is a
    workspace to read.
    """
    from microinf_desktop.documents.contracts import contract_paper
    from microinf_desktop.interchange.clauses import bundled_library

    return contract_paper(data, bundled_library(data.language))


def brief(workspace: Workspace, collaboration_id: int, today: date | None = None) -> "StandingBrief":
    """The creative brief of a collaboration: the bytes that were sent, or a preview where something changed since."""
    from microinf_desktop.domain.briefs import StandingBrief, same_content
    from microinf_desktop.queries import briefs
    from microinf_desktop.storage import attachments

    with workspace.reading() as session:
        data = briefs.brief_data(session, collaboration_id, today=today)
        newest = next(iter(briefs.versions(session, collaboration_id)), None)
    if newest is None:
        return StandingBrief(brief_pdf(workspace, data, preview=True), False)
    is_sent = same_content(newest.data, data)
    made = attachments.read(workspace.folder, newest.sha256) if is_sent else brief_pdf(workspace, data, preview=True)
    return StandingBrief(made, is_sent, newest.version, newest.sent_on)


def brief_paper(
    workspace: Workspace, collaboration_id: int, today: date | None = None, *, preview: bool = False,
    general: "BriefDraft | None" = None, page: "BriefPageDraft | None" = None,
) -> "MadeBrief":
    """The brief of a collaboration as data and PDF."""
    from microinf_desktop.domain.briefs import MadeBrief
    from microinf_desktop.queries.briefs import brief_data

    with workspace.reading() as session:
        data = brief_data(session, collaboration_id, today=today, general=general, page=page)
    return MadeBrief(collaboration_id, data, brief_pdf(workspace, data, preview=preview))


def brief_pdf(workspace: Workspace, data: "BriefData", *, preview: bool = False) -> bytes:
    """A brief's data as PDF, with logo and mood pictures from the workspace; KnownError when one was tampered with."""
    from microinf_desktop.documents.briefs import render_brief
    from microinf_desktop.interchange.clauses import bundled_library
    from microinf_desktop.storage import attachments

    logo = attachments.read(workspace.folder, data.logo_sha256) if data.logo_sha256 else None
    images = {image.sha256: attachments.read(workspace.folder, image.sha256) for image in data.images}
    return render_brief(data, bundled_library(), logo=logo, images=images, preview=preview)


def briefs_to_send(
    workspace: Workspace, collaboration_ids: "Sequence[int]", today: date | None = None,
    progress: "Progress | None" = None, token: "CancelToken | None" = None,
) -> "list[MadeBrief]":
    """The next versions of several creators; where the newest says the same, that one without a PDF.

    KnownError, before anything is drawn, names the creators whose briefs lack essentials; Cancelled when told so.
    """
    from dataclasses import replace

    from microinf_desktop.domain.briefs import MadeBrief, brief_gaps, same_content
    from microinf_desktop.domain.errors import KnownError
    from microinf_desktop.queries import briefs
    from microinf_desktop.queries.packs import pack_set

    with workspace.reading() as session:
        packs = pack_set(session, today)
        wanted = [(one, briefs.brief_data(session, one, packs, today=today)) for one in collaboration_ids]
        newest = {one: next(iter(briefs.versions(session, one)), None) for one in collaboration_ids}
    lacking = [
        gap.message if data.creator in gap.message else f"{data.creator}: {gap.message}"
        for _, data in wanted for gap in brief_gaps(data) if gap.blocks
    ]
    if lacking:
        more = f" And {len(lacking) - 4} more." if len(lacking) > 4 else ""
        raise KnownError(f"Nothing was sent. {' '.join(lacking[:4])}{more}",
                         "Fill in what is missing, or leave these creators out.")
    made = []
    for done, (one, data) in enumerate(wanted):
        if token is not None:
            token.check()
        if progress is not None:
            progress(done, len(wanted), data.creator)
        last = newest[one]
        if last is not None and same_content(last.data, data):
            made.append(MadeBrief(one, replace(data, version=last.version), b""))
        else:
            made.append(MadeBrief(one, data, brief_pdf(workspace, data)))
    return made


def report(workspace: Workspace, campaign_id: int, today: date | None = None) -> bytes:
    """The client report of a campaign as PDF."""
    from microinf_desktop.documents.reports import render_report
    from microinf_desktop.queries.reports import report_data

    with workspace.reading() as session:
        data = report_data(session, campaign_id, today=today)
        logo = _client_logo(workspace, session, campaign_id=campaign_id)
        own_logo = agency_logo(workspace, session)
    return render_report(data, logo=logo, agency_logo=own_logo)


def dossier(workspace: Workspace, campaign_id: int, today: date | None = None) -> bytes:
    """The compliance dossier of a campaign as PDF; every stored proof is read and its hash compared."""
    from microinf_desktop.documents.dossiers import render_dossier
    from microinf_desktop.domain.errors import KnownError
    from microinf_desktop.queries.dossiers import dossier_data
    from microinf_desktop.storage import attachments

    with workspace.reading() as session:
        data = dossier_data(session, campaign_id, today=today)
        logo = _client_logo(workspace, session, campaign_id=campaign_id)
        own_logo = agency_logo(workspace, session)
    pictures: dict[str, bytes] = {}
    problems: dict[str, str] = {}
    for proof in (proof for item in data.items for proof in item.proofs if proof.sha256):
        try:
            content = attachments.read(workspace.folder, proof.sha256)
        except KnownError as error:
            problems[proof.sha256] = error.message  # a proof that was tampered with belongs into the record
            continue
        pictures[proof.sha256] = content if proof.is_picture else b""
    return render_dossier(data, pictures=pictures, problems=problems, logo=logo, agency_logo=own_logo)


def education_sheet(
    workspace: Workspace, collaboration_id: int, today: date | None = None, *, language: str | None = None
) -> bytes:
    """What a creator has to know to label her posts, as PDF of one page, in her language or the one asked for."""
    from microinf_desktop.documents.education import render_education
    from microinf_desktop.interchange.education import education_texts
    from microinf_desktop.queries.dossiers import education_data

    with workspace.reading() as session:
        data = education_data(session, collaboration_id, today=today, language=language)
        logo = _client_logo(workspace, session, collaboration_id=collaboration_id)
    return render_education(data, education_texts(data.language), logo=logo)


def timeline(
    workspace: Workspace, campaign_id: int, today: date | None = None, *, large: bool = False,
    deliverable_ids: "Sequence[int] | None" = None,
) -> bytes:
    """The timeline of a campaign as PDF, landscape A4 or Letter (A3 or Tabloid when `large`).

    `deliverable_ids` names what to print, None everything.
    """
    from dataclasses import replace

    from microinf_desktop.documents.timelines import render_timeline
    from microinf_desktop.queries import agency
    from microinf_desktop.queries.timeline import timeline as read

    with workspace.reading() as session:
        data, profile = read(session, campaign_id, today), agency.profile(session)
        logo = _client_logo(workspace, session, campaign_id=campaign_id)
    shown = data.groups
    if deliverable_ids is not None:
        kept = set(deliverable_ids)
        some = (replace(group, items=tuple(item for item in group.items if item.id in kept)) for group in shown)
        shown = tuple(group for group in some if group.items)
    return render_timeline(data, shown=shown, large=large, logo=logo, locale=profile.locale if profile else "en_GB")


def packing_list(workspace: Workspace, shipment_ids: "Sequence[int]", today: date | None = None) -> bytes:
    """The packing list of parcels as PDF, in the order given."""
    from microinf_desktop.documents.parcels import render_packing_list
    from microinf_desktop.documents.styles import paper_for
    from microinf_desktop.queries import agency, seeding

    with workspace.reading() as session:
        profile, parcels = agency.profile(session), seeding.parcels(session, shipment_ids)
    return render_packing_list(
        parcels, profile.name if profile else "", today or date.today(),
        paper=paper_for(profile.country if profile else ""), locale=profile.locale if profile else "en_GB",
    )


def address_labels(workspace: Workspace, shipment_ids: "Sequence[int]", skip: int = 0) -> bytes:
    """Address labels of parcels as PDF: eight on A4, six on Letter; `skip` places of the first sheet are used up."""
    from microinf_desktop.documents.parcels import render_labels
    from microinf_desktop.documents.styles import paper_for
    from microinf_desktop.queries import agency, seeding

    with workspace.reading() as session:
        profile, parcels = agency.profile(session), seeding.parcels(session, shipment_ids)
    sender = "" if profile is None else ", ".join(
        part.strip() for part in (profile.name, *profile.address.splitlines()) if part.strip())
    return render_labels(parcels, sender, paper=paper_for(profile.country if profile else ""), skip=skip)


def event_sheet(workspace: Workspace, event_id: int, today: date | None = None) -> bytes:
    """Run sheet and guest list of an event as one PDF; KnownError when the event is gone."""
    from microinf_desktop.documents.event_sheets import render_event_sheet
    from microinf_desktop.documents.styles import paper_for
    from microinf_desktop.domain.errors import KnownError
    from microinf_desktop.queries import agency, events

    day = today or date.today()
    with workspace.reading() as session:
        profile, sheet = agency.profile(session), events.sheet(session, event_id, day)
    if sheet is None:
        raise KnownError("This event was deleted meanwhile.", "Undo the deletion first.")
    return render_event_sheet(
        sheet, profile.name if profile else "", day, paper=paper_for(profile.country if profile else ""),
        locale=profile.locale if profile else "en_GB",
    )


def renewal_quote(
    workspace: Workspace, right_id: int, draft: "RenewalDraft", number: str, today: date | None = None
) -> bytes:
    """The offer to renew a usage right as PDF, for the client to accept, in the language of the contract."""
    from microinf_desktop.documents.renewal_quotes import renewal_quote_pdf
    from microinf_desktop.queries.clauses import library
    from microinf_desktop.queries.renewal_quotes import renewal_quote as quote_of

    with workspace.reading() as session:
        quote, data = quote_of(session, right_id, draft, number, today or date.today())
        clauses, logo = library(session, data.language), agency_logo(workspace, session)
    return renewal_quote_pdf(quote, clauses, logo=logo)


def unprintable_in_report(workspace: Workspace, campaign_id: int, today: date | None = None) -> list[str]:
    """Characters of a report that no installed font has, each in words; they would be left out of the PDF."""
    from microinf_desktop.documents.fonts import missing_characters
    from microinf_desktop.documents.reports import report_texts
    from microinf_desktop.queries.reports import report_data

    with workspace.reading() as session:
        data = report_data(session, campaign_id, today=today)
    return [str(glyph) for glyph in missing_characters(report_texts(data))]


def _client_logo(
    workspace: Workspace, session: "Session", *, campaign_id: int | None = None, collaboration_id: int | None = None
) -> bytes | None:
    from microinf_desktop.queries import clients

    return _picture(workspace, session, clients.logo_id(session, campaign_id, collaboration_id))


def _picture(workspace: Workspace, session: "Session", attachment_id: int | None) -> bytes | None:
    from microinf_desktop.queries import agency
    from microinf_desktop.storage import attachments

    found = agency.attachment(session, attachment_id) if attachment_id is not None else None
    return attachments.read(workspace.folder, found.sha256) if found is not None else None


"""Puts the sample together in one step of an empty workspace."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.storage.workspace import Workspace

if TYPE_CHECKING:
    from sqlmodel import Session

    from microinf_desktop.domain.briefs import BriefData
    from microinf_desktop.services.sample.agreement_lives import AmendmentPaper, Paper
    from microinf_desktop.services.sample.book import Book
    from microinf_desktop.services.sample.cast import Cast
    from microinf_desktop.services.sample.content import Clock
    from microinf_desktop.services.sample.files import FileShelf
    from microinf_desktop.services.sample.work import Deal

# The people who are written by hand; the campaigns need them, so there is no smaller sample.
SMALLEST = 60
LABEL = "Create the sample agency"


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was created, in numbers."""

    influencers: int
    campaigns: int
    collaborations: int
    deliverables: int
    contracts: int
    contract_versions: int


def create_sample(
    workspace: Workspace, *, influencers: int = SMALLEST, seed: int = 7, today: date | None = None,
    progress: Progress = silent, cancel: CancelToken | None = None,
    contract_paper: "Paper | None" = None, amendment_paper: "AmendmentPaper | None" = None,
    brief_pdf: "Callable[[BriefData], bytes] | None" = None,
) -> SampleReport:
    """Fill an empty workspace with the sample agency; the same seed and day give the same content.

    Everything is one step that cannot be undone. `contract_paper` makes the PDF and the wording of a contract's
    data; with it every contract past the draft gets its issued version, without it contracts have none; so does
    `brief_pdf` for briefs. `amendment_paper` makes those of an amendment.
    KnownError when the workspace holds something already or `influencers` is below 60; Cancelled leaves the
    workspace as it was.
    """
    from microinf_desktop.services.sample.content import Clock
    from microinf_desktop.services.sample.files import FileShelf

    if influencers < SMALLEST:
        raise KnownError(f"The sample agency has at least {SMALLEST} people.", f"Ask for {SMALLEST} or more.")
    _refuse_unless_empty(workspace)
    clock, shelf = Clock(today or date.today(), seed), FileShelf(workspace.folder)
    try:
        with workspace.writing(LABEL, kind="barrier") as session:
            report = _fill(session, shelf, clock, influencers, progress, cancel or CancelToken(),
                           (contract_paper, amendment_paper), brief_pdf)
            _add_setup(session, clock, shelf)
            _follow_deals(session, clock)
            return report
    except BaseException:
        shelf.remove_all()
        raise


def agency_logo() -> bytes:
    """The sample agency's logo as PNG, for letterheads of contracts that are made while the sample is."""
    from microinf_desktop.services.sample import content, drawing

    agency = content.load("agency.json")["agency"]
    return drawing.logo("agency", agency["name"], agency["accent_color"])


def _refuse_unless_empty(workspace: Workspace) -> None:
    from sqlmodel import select

    from microinf_desktop.storage.tables import Agency, Client, Influencer

    with workspace.reading() as session:
        for table in (Agency, Influencer, Client):
            if session.exec(select(table.id).limit(1)).first() is not None:
                raise KnownError(
                    f"{workspace.folder} already holds an agency.", "Create the sample in a new, empty folder."
                )


def _fill(
    session: "Session", shelf: "FileShelf", clock: "Clock", influencers: int, progress: Progress, cancel: CancelToken,
    papers: "tuple[Paper | None, AmendmentPaper | None]", brief_pdf: "Callable[[BriefData], bytes] | None",
) -> SampleReport:
    from microinf_desktop.interchange.packs import load_packs
    from microinf_desktop.services.sample import (
        agreement_lives,
        agreements,
        briefs,
        cast,
        content,
        crowd,
        drafts,
        guidelines,
        records,
        reviews,
        series,
        timeline,
        work,
    )
    from microinf_desktop.services.sample.book import Book
    from microinf_desktop.services.sample.deals import add_details

    progress(0, influencers, "Agency, clients and campaigns")
    book, packs = Book(session), load_packs()
    people = cast.add_cast(book, clock, _store_logos(session, shelf, clock))
    deals: list[Deal] = []
    campaigns = list(content.campaigns())
    for entry in campaigns:
        deals += work.add_campaign(book, clock, people, entry)
    add_details(book, clock, deals)
    campaign_ids = {deal.campaign.name: deal.campaign.id or 0 for deal in deals}
    guidelines.add_guidelines(session, book, shelf, clock, people, campaign_ids)
    pieces = [piece for deal in deals for piece in deal.pieces]
    cancel.check()
    _add_money(book, clock, people, deals)
    contracts = agreements.add_contracts(book, clock, deals)
    book.write()
    reviews.add_reviews(session, book, clock, pieces)
    drafts.add_files(session, book, shelf, pieces)
    series.add_series(session, pieces)
    repeated = series.add_recurring(session, clock, deals)
    series.add_sequences(session)
    timeline.add_plans(session)
    crowd.add_crowd(session, clock, SMALLEST, influencers, progress, cancel)
    progress(influencers, influencers, "Checks and evidence")
    names = {person.id or 0: person.name for person in people.staff.values()}
    recorder = records.Recorder(session, book, clock, shelf, packs, names)
    for piece in pieces:
        recorder.record(piece)
        cancel.check()
    recorder.set_verdicts()
    versions, (paper, amended) = 0, papers
    if paper is not None:
        versions = agreements.issue_all(session, book, shelf, contracts, packs, paper, progress, cancel)
    book.write()
    agreement_lives.add_lives(session, shelf, clock, contracts, paper, amended)
    briefs.add_briefs(session, book, shelf, clock, deals, packs, brief_pdf, cancel)
    return SampleReport(influencers, len(campaigns), len(deals), len(pieces) + repeated, len(contracts), versions)


def _add_setup(session: "Session", clock: "Clock", shelf: "FileShelf") -> None:
    """Events, a set-up that somebody left half done, what became of labels that were wrong online, usage rights."""
    from microinf_desktop.interchange.packs import load_packs
    from microinf_desktop.services.sample.abroad import add_abroad
    from microinf_desktop.services.sample.events import add_events
    from microinf_desktop.services.sample.house_clauses import add_house_clauses
    from microinf_desktop.services.sample.house_words import add_house_words
    from microinf_desktop.services.sample.rights import add_rights
    from microinf_desktop.services.sample.setup import add_setup
    from microinf_desktop.services.sample.unplanned import add_unplanned
    from microinf_desktop.services.sample.violations import add_violations

    add_events(session, clock)
    add_setup(session, clock)
    add_abroad(session, clock)
    add_unplanned(session, shelf, clock, load_packs())
    add_violations(session, load_packs())
    add_house_words(session, clock)
    add_house_clauses(session, clock)
    add_rights(session, clock, shelf)


def _follow_deals(session: "Session", clock: "Clock") -> None:
    """The contract checks that each deal has, so that saving one adds none; those of days gone by were ticked off."""
    from sqlmodel import col, func, select

    from microinf_desktop.services.checklists import follow_deal
    from microinf_desktop.storage.tables import ChecklistItem, Collaboration

    newest = session.exec(select(func.max(ChecklistItem.id))).one() or 0
    follow_deal(session, [one for one in session.exec(select(Collaboration.id)) if one is not None], clock.today)
    session.flush()
    for item in session.exec(select(ChecklistItem).where(col(ChecklistItem.id) > newest)):
        if item.due_on is not None and item.due_on < clock.today:
            item.done_on = item.due_on
            session.add(item)


def _add_money(book: "Book", clock: "Clock", people: "Cast", deals: "list[Deal]") -> None:
    """Links and codes, parcels, figures of what is live, and what is paid for it."""
    from microinf_desktop.services.sample import figures, seeding, tracking

    tracking.add_tracking(book, clock, deals)
    seeding.add_seeding(book, clock, people, deals)
    payments = []
    for deal in deals:
        revenue = sum(figures.add_metrics(book, clock, people, piece) for piece in deal.pieces)
        payments += [(deal.creator, payment) for payment in figures.add_payments(book, clock, deal, revenue)]
    figures.set_last_paid(payments)


def _store_logos(session: "Session", shelf: "FileShelf", clock: "Clock") -> dict[str, int]:
    """Attachment ids of the drawn logos, by the names the files use."""
    from microinf_desktop.services.sample import content, drawing

    added_at = datetime.combine(clock.today - timedelta(days=420), time(9), UTC)
    drawn = {"agency": agency_logo()}
    for client in content.load("clients.json"):
        drawn[client["logo"]] = drawing.logo(client["logo"], client["name"], client["color"])
    return {mark: shelf.store(session, png, f"{mark}.png", added_at) for mark, png in drawn.items()}

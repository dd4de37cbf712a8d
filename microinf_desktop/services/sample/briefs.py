"""Briefs of the sample: what is written, the versions that were sent, and who has confirmed."""

from collections.abc import Callable

from sqlmodel import Session

from microinf_desktop.domain.briefs import BriefData, brief_file_name, brief_gaps, brief_json, sha256_of
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.tasks import CancelToken
from microinf_desktop.queries.briefs import brief_data
from microinf_desktop.services.sample import content
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.services.sample.records import DECIDER
from microinf_desktop.services.sample.work import Deal, known
from microinf_desktop.storage.tables import Brief, BriefAcknowledgement, BriefPage, BriefVersion


def add_briefs(
    session: Session, book: Book, shelf: FileShelf, clock: Clock, deals: list[Deal], packs: PackSet,
    brief_pdf: Callable[[BriefData], bytes] | None, cancel: CancelToken,
) -> None:
    """General parts and pages; with `brief_pdf` also the sent versions of creators who have one to confirm or a page.

    Campaign and deals must be written already, since the documents are read back from them.
    """
    written = content.load("briefs.json")
    for name in dict.fromkeys(deal.campaign.name for deal in deals):
        if name in written:
            campaign_id = next(known(deal.campaign.id) for deal in deals if deal.campaign.name == name)
            book.add(Brief(campaign_id=campaign_id, **written[name]["general"]))
    for deal in deals:
        page = written.get(deal.campaign.name, {}).get("pages", {}).get(deal.creator.name)
        if page is not None:
            book.add(BriefPage(collaboration_id=known(deal.row.id), **page))
    book.write()
    for deal in deals if brief_pdf is not None else ():
        entry = written.get(deal.campaign.name, {})
        reached = {*entry.get("pages", {}), *entry.get("acknowledged", {})}
        if "sent" in entry and deal.creator.name in reached and brief_pdf is not None:
            cancel.check()
            _send(session, book, shelf, clock, deal, packs, brief_pdf)
    book.write()


def _send(
    session: Session, book: Book, shelf: FileShelf, clock: Clock, deal: Deal, packs: PackSet,
    brief_pdf: Callable[[BriefData], bytes],
) -> None:
    entry = content.load("briefs.json")[deal.campaign.name]
    sent_on = known(clock.workday(entry["sent"], deal.calendar))
    data = brief_data(session, known(deal.row.id), packs, today=sent_on, version=1)
    if any(gap.blocks for gap in brief_gaps(data)):
        return
    stored, issued_at = brief_json(data), clock.moment(sent_on, "brief", deal.row.id)
    file_name = brief_file_name(deal.campaign.name, deal.creator.name, 1)
    version_id = book.add(BriefVersion(
        collaboration_id=known(deal.row.id), version=1, data=stored, data_sha256=sha256_of(stored),
        issued_at=issued_at, issued_by=DECIDER,
        attachment_id=shelf.store(session, brief_pdf(data), file_name, issued_at),
    ))
    said = entry["acknowledged"].get(deal.creator.name)
    if said is not None:
        day, way, note = said
        book.add(BriefAcknowledgement(
            brief_version_id=version_id, acknowledged_on=known(clock.workday(day, deal.calendar)),
            name=deal.creator.name, way=way, note=note,
        ))

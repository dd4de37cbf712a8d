"""Contracts of the sample, numbered by their dates, and the issued versions of those past the draft."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlmodel import Session

from microinf_desktop import __version__
from microinf_desktop.domain.contract_options import ContractOptions, options_as_json
from microinf_desktop.domain.contracts import ContractData, contract_hash, contract_json
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.queries.contract_data import contract_data
from microinf_desktop.services.sample import content
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.services.sample.records import DECIDER
from microinf_desktop.services.sample.work import Deal, known
from microinf_desktop.storage.tables import Contract, ContractVersion

_SMALL_BUSINESS = "small business, no VAT number"
_OWN_LAW = {"FR": ("FR", "France", "Nantes")}


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract with the deal it belongs to."""

    row: Contract
    deal: Deal
    clock: Clock


def add_contracts(book: Book, clock: Clock, deals: list[Deal]) -> list[Agreement]:
    """The contracts, numbered in the order of their dates."""
    contracted = [deal for deal in deals if deal.entry["contract"]]
    planned = [(known(clock.workday(deal.entry["contract"][1], deal.calendar)), deal) for deal in contracted]
    planned.sort(key=lambda one: (one[0], known(one[1].row.id)))
    profile, found = content.load("agency.json"), []
    for number, (created_on, deal) in enumerate(planned, profile["contract_start"]):
        state, _, *days = deal.entry["contract"]
        sent, signed, countersigned, expires = (clock.workday(day, deal.calendar) for day in days)
        row = Contract(
            collaboration_id=known(deal.row.id), state=state, created_on=created_on, sent_on=sent, signed_on=signed,
            number=f"{profile['contract_prefix']}-{created_on.year}-{number:04}", countersigned_on=countersigned,
            expires_on=expires, options=options_as_json(_options(deal, state)),
        )
        book.add(row)
        found.append(Agreement(row, deal, clock))
    return found


def _options(deal: Deal, state: str) -> ContractOptions:
    """What was chosen before the contract went out; a draft lacks it still, so its checks have something to say."""
    options = ContractOptions(**deal.entry.get("terms", {}))
    if state != ContractState.DRAFT and not deal.creator.vat_id:
        options = replace(options, creator_vat_note=_SMALL_BUSINESS)
    if "FR" in deal.campaign.jurisdictions and state != ContractState.DRAFT:
        country, law, court = _OWN_LAW["FR"]
        options = replace(options, law_country=country, law=law, court=court)
    return options


def issue_all(
    session: Session, book: Book, shelf: FileShelf, agreements: list[Agreement], packs: PackSet,
    contract_pdf: Callable[[ContractData], bytes], progress: Progress, cancel: CancelToken,
) -> int:
    """One issued version for each contract past the draft, dated the day it was sent; returns how many."""
    wanted = [one for one in agreements if one.row.state != ContractState.DRAFT]
    for done, one in enumerate(wanted):
        cancel.check()
        progress(done, len(wanted), f"Contract {one.row.number}")
        dated = known(one.row.sent_on)
        data = contract_data(session, one.row.collaboration_id, packs, today=dated)
        issued_at = one.clock.moment(dated, one.row.number)
        book.add(ContractVersion(
            contract_id=known(one.row.id), version=data.version, data=contract_json(data),
            data_sha256=contract_hash(data), program_version=__version__, issued_at=issued_at, issued_by=DECIDER,
            attachment_id=shelf.store(
                session, contract_pdf(data), f"{data.number}-v{data.version}.pdf", issued_at
            ),
        ))
    return len(wanted)

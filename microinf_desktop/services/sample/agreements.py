"""Contracts of the sample, numbered by their dates, and the issued versions of those past the draft."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlmodel import Session

from microinf_desktop.domain.contract_options import ContractOptions, options_as_json
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.queries.contract_data import contract_data
from microinf_desktop.services.sample import content
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.services.sample.work import Deal, known
from microinf_desktop.storage.tables import Contract

if TYPE_CHECKING:
    from microinf_desktop.services.sample.agreement_lives import Paper

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
            language=_told(deal).get("language", "en"),
        )
        book.add(row)
        found.append(Agreement(row, deal, clock))
    return found


def _options(deal: Deal, state: str) -> ContractOptions:
    """What was chosen before the contract went out; a draft lacks it still, so its checks have something to say."""
    options = replace(ContractOptions(**deal.entry.get("terms", {})), locale=_told(deal).get("locale", ""))
    if state != ContractState.DRAFT and not deal.creator.vat_id:
        options = replace(options, creator_vat_note=_SMALL_BUSINESS)
    if "FR" in deal.campaign.jurisdictions and state != ContractState.DRAFT:
        country, law, court = _OWN_LAW["FR"]
        options = replace(options, law_country=country, law=law, court=court)
    return options


def _told(deal: Deal) -> dict[str, str]:
    """Language and locale of the contracts of a campaign, where they are not those of the agency."""
    found: dict[str, str] = content.load("contracts.json")["languages"].get(deal.campaign.name, {})
    return found


def issue_all(
    session: Session, book: Book, shelf: FileShelf, agreements: list[Agreement], packs: PackSet,
    paper: "Paper", progress: Progress, cancel: CancelToken,
) -> int:
    """The issued versions of each contract past the draft, the last dated the day it was sent; returns how many."""
    from microinf_desktop.services.sample.agreement_lives import agreed_first, earlier_of, version_of

    wanted, issued = [one for one in agreements if one.row.state != ContractState.DRAFT], 0
    for done, one in enumerate(wanted):
        cancel.check()
        progress(done, len(wanted), f"Contract {one.row.number}")
        day, contract_id = known(one.row.sent_on), known(one.row.id)
        data = agreed_first(one, contract_data(session, one.row.collaboration_id, packs, today=day))
        before = earlier_of(one, data)
        if before is not None:
            book.add(version_of(session, shelf, one.clock, contract_id, before, paper, day))
            data = replace(data, version=2, dated=one.deal.calendar.on_or_before(known(one.row.signed_on)))
        book.add(version_of(session, shelf, one.clock, contract_id, data, paper, data.dated))
        issued += 1 if before is None else 2
    return issued

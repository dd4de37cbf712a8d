"""What happened to the sample's contracts: moves, changes asked for, second versions, copies, amendments, reminders."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import Session, select

from microinf_desktop import __version__
from microinf_desktop.domain.amending import Extension, lasting_longer
from microinf_desktop.domain.checklists import months_after
from microinf_desktop.domain.contract_fields import with_changes
from microinf_desktop.domain.contract_life import (
    ChangeState,
    ContractKind,
    MoveKind,
    amendment_number,
    dated_state,
    last_day,
)
from microinf_desktop.domain.contracts import ContractData, contract_hash, contract_json
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.redlines import Wording
from microinf_desktop.queries.contracts import first_day
from microinf_desktop.services.contract_steps import BY_DATES, newest_issued
from microinf_desktop.services.exclusivity import store_window
from microinf_desktop.services.sample import content, drawing
from microinf_desktop.services.sample.agreements import Agreement
from microinf_desktop.services.sample.content import Clock, Entry
from microinf_desktop.services.sample.files import FileShelf
from microinf_desktop.services.sample.records import DECIDER
from microinf_desktop.services.sample.work import known
from microinf_desktop.storage.tables import Contract, ContractChange, ContractMove, ContractVersion

C = ContractState
Paper = Callable[[ContractData], tuple[bytes, Wording]]
# The agreement, what it says by now, the kind, the day it counts from, and the printed numbers of its clauses.
AmendmentPaper = Callable[[ContractData, ContractData, ContractKind, date, Mapping[str, str]], tuple[bytes, Wording]]
_FILE = "contracts.json"


def version_of(
    session: Session, shelf: FileShelf, clock: Clock, contract_id: int, data: ContractData, paper: Paper, day: date
) -> ContractVersion:
    """An issued version as the program would store it, dated a working hour of a day."""
    issued_at = clock.moment(day, data.number, data.version)
    pdf, words = paper(data)
    contract = session.get_one(Contract, contract_id)
    store_window(session, contract, data, words.clause_numbers.get("exclusivity", ""))
    return ContractVersion(
        contract_id=contract_id, version=data.version, data=contract_json(data), data_sha256=contract_hash(data),
        program_version=__version__, issued_at=issued_at, issued_by=DECIDER, wording=words.text,
        clause_numbers=json.dumps(dict(words.clause_numbers), ensure_ascii=False),
        attachment_id=shelf.store(session, pdf, f"{data.number}-v{data.version}.pdf", issued_at),
    )


def earlier_of(agreement: Agreement, data: ContractData) -> ContractData | None:
    """The first version of a contract that was written anew, as the sample's file says; None for all others."""
    told = content.load(_FILE)["second_versions"].get(agreement.deal.creator.name)
    if told is None:
        return None
    return with_terms(data, told["first"])


def agreed_first(agreement: Agreement, data: ContractData) -> ContractData:
    """What an agreement said before its amendment; the same for all others."""
    for entry in content.load(_FILE)["amendments"]:
        if entry["creator"] == agreement.deal.creator.name:
            return with_terms(data, entry["agreed_first"])
    return data


def with_terms(data: ContractData, terms: Mapping[str, int]) -> ContractData:
    """The data with other months of use or days of payment."""
    usage, pay = data.usage, data.compensation
    return replace(
        data, usage=replace(usage, months=terms.get("usage_months", usage.months)),
        compensation=replace(pay, payment_terms_days=terms.get("payment_terms_days", pay.payment_terms_days)),
    )


def add_lives(
    session: Session, shelf: FileShelf, clock: Clock, agreements: list[Agreement], paper: Paper | None,
    amended: AmendmentPaper | None = None,
) -> None:
    """What happened after the contracts were issued; without a printer only what needs no document."""
    told = content.load(_FILE)
    by_creator = {one.deal.creator.name: one for one in agreements}
    for one in agreements:
        _follow_days(session, clock, one, told["not_started_before"].get(one.deal.creator.name))
    for entry in told["changes"]:
        _add_change(session, clock, by_creator[entry["creator"]], entry)
    for entry in told["reminders"]:
        one = by_creator[entry["creator"]]
        day = known(clock.workday(entry["day"], one.deal.calendar))
        session.add(ContractMove(contract_id=known(one.row.id), kind=MoveKind.REMINDER, moved_by=DECIDER,
                                 moved_at=clock.moment(day, one.row.number, "reminder"), note=""))
    if paper is not None:
        _add_copies(session, shelf, clock, by_creator, told, paper)
        for entry in told["amendments"]:
            _add_amendment(session, shelf, clock, by_creator[entry["creator"]], entry,
                           amended or (lambda _before, now, *_terms: paper(now)))
    session.flush()


def _follow_days(session: Session, clock: Clock, one: Agreement, starts: str | None) -> None:
    """The moves that the days of a contract tell of, and the state its dates have brought it to."""
    row = session.get_one(Contract, known(one.row.id))
    if starts is not None:
        row.effective_on = clock.day(starts)
    ways = ((C.DRAFT, C.SENT, row.sent_on), (C.SENT, C.SIGNED, row.signed_on),
            (C.SIGNED, C.COUNTERSIGNED, row.countersigned_on))
    for start, to, day in ways:
        if day is not None:
            _move(session, row, start, to, clock, day)
    state = C(row.state)
    if state in (C.ACTIVE, C.EXPIRED):
        day = max(known(row.countersigned_on), first_day(session, row) or known(row.countersigned_on))
        _move(session, row, C.COUNTERSIGNED, C.ACTIVE, clock, min(day, clock.today), by="")
    if state is C.EXPIRED:
        _move(session, row, C.ACTIVE, C.EXPIRED, clock, known(row.expires_on) + timedelta(days=1), by="")
    if state in (C.COUNTERSIGNED, C.ACTIVE):
        moved = dated_state(state, first_day(session, row), row.expires_on, clock.today)
        if moved is not None:
            _move(session, row, state, moved, clock, clock.today, by="")
            row.state = moved
    session.add(row)


def _move(
    session: Session, row: Contract, start: ContractState, to: ContractState, clock: Clock, day: date,
    by: str = DECIDER, note: str = "",
) -> None:
    # A version is issued in working hours, goes out after it, and dates count from the evening.
    hours = (19, 19) if by == "" else (18, 18) if to is C.SENT else (9, 17)
    session.add(ContractMove(
        contract_id=known(row.id), kind=MoveKind.MOVE, from_state=start, to_state=to, moved_by=by,
        moved_at=clock.moment(day, row.number, to, first_hour=hours[0], last_hour=hours[1]),
        note=note or ("" if by else BY_DATES),
    ))


def _add_change(session: Session, clock: Clock, one: Agreement, entry: Entry) -> None:
    day = known(clock.workday(entry["day"], one.deal.calendar))
    decided = entry["state"] != ChangeState.OPEN
    row = session.get_one(Contract, known(one.row.id))
    if row.state == C.CHANGES and not decided:
        newest = session.exec(select(ContractMove.id).where(
            ContractMove.contract_id == row.id, ContractMove.to_state == C.CHANGES)).first()
        if newest is None:
            _move(session, row, C.SENT, C.CHANGES, clock, day, note=entry["wish"])
            session.flush()
    session.add(ContractChange(
        contract_id=known(one.row.id), version=1, clause=entry["clause"], asked_by=entry["creator"], asked_on=day,
        wish=entry["wish"], price_minor=content.minor(entry["price"]), currency=one.deal.row.currency,
        state=entry["state"], answer=entry["answer"], decided_on=day if decided else None,
        decided_by=DECIDER if decided else "",
    ))


def _add_copies(
    session: Session, shelf: FileShelf, clock: Clock, by_creator: Mapping[str, Agreement], told: Entry, paper: Paper
) -> None:
    """Signed copies: scans of the last page, PDFs that say what was sent, and one in which a number was changed."""
    for name in (*told["scans"], *told["copies"], *told["altered"]):
        row = session.get_one(Contract, known(by_creator[name].row.id))
        found = newest_issued(session, known(row.id))
        if found is None or row.signed_on is None:
            continue
        data, day = found[0], row.countersigned_on or row.signed_on
        at = clock.moment(day, row.number, "copy")
        row.signed_version = data.version
        if name in told["scans"]:
            scan = drawing.signed_page(row.number, data.agency.legal_name, data.creator.party.legal_name)
            row.signed_attachment_id = shelf.store(session, scan, f"{row.number}-signed.png", at)
            row.signed_check = "unreadable"
            continue
        altered = name in told["altered"]
        if altered:
            content = paper(with_terms(data, told["altered"][name]))[0]
        else:
            content = shelf.read(session, session.exec(select(ContractVersion.attachment_id).where(
                ContractVersion.contract_id == row.id, ContractVersion.version == data.version)).one())
        # A line feed behind the end makes it another file, as a mail program that passed it on would.
        row.signed_attachment_id = shelf.store(session, content + b"\n", f"{row.number}-signed.pdf", at)
        row.signed_check = "differs" if altered else "same"
        session.add(row)


def _add_amendment(
    session: Session, shelf: FileShelf, clock: Clock, one: Agreement, entry: Entry, amended: AmendmentPaper
) -> None:
    """An amendment with its version, which says what the deal says by now, or an extension by some months."""
    root = session.get_one(Contract, known(one.row.id))
    found = newest_issued(session, known(root.id))
    if found is None:
        return
    kind, day = ContractKind(entry["kind"]), known(clock.workday(entry["day"], one.deal.calendar))
    number = amendment_number(root.number, kind, [])
    row = Contract(
        collaboration_id=root.collaboration_id, number=number, state=entry["state"], language=root.language,
        options=root.options, created_on=day, sent_on=day, kind=kind, amends_id=root.id, effective_on=day,
        ending_reason=entry["reason"], ended_on=clock.today if entry["reason"] else None,
    )
    session.add(row)
    session.flush()
    agreed, numbers = found
    months = one.deal.row.usage_months
    said = with_terms(agreed, {} if months is None else {"usage_months": months})
    if kind is ContractKind.EXTENSION:
        end = known(root.expires_on)
        longer = lasting_longer(agreed, end, months_after(end, entry["months"]), Extension())
        said = with_changes(agreed, longer, one.deal.row.currency)
    data = replace(said, number=number, version=1, dated=day)
    row.expires_on = last_day(data)
    session.add(version_of(session, shelf, clock, known(row.id), data,
                           lambda now: amended(agreed, now, kind, day, numbers), day))
    _move(session, row, C.DRAFT, C.SENT, clock, day)
    if entry["reason"]:
        _move(session, row, C.SENT, C.TERMINATED, clock, clock.today, note=entry["reason"])

"""Reads of what happened to a contract: its log, changes asked for, amendments, wordings of its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import or_, select
from sqlmodel import Session, col

from microinf_desktop.domain.contract_diff import DataChange, data_changes
from microinf_desktop.domain.contract_json import contract_from_json
from microinf_desktop.domain.contract_life import ChangeState, MoveKind, price_of
from microinf_desktop.domain.contract_terms import ContractData
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.page_text import paragraphs_of
from microinf_desktop.domain.redlines import Redline, redline
from microinf_desktop.interchange.pdf_text import pages_of
from microinf_desktop.queries.contract_data import contract_data
from microinf_desktop.queries.contracts import ContractRow, VersionRow, rows, versions
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Collaboration, Contract, ContractChange, ContractMove, ContractVersion


@dataclass(frozen=True, slots=True)
class MoveRow:
    """What happened: a change of state or a reminder; `moved_by` is empty where the dates did it."""

    kind: MoveKind
    from_state: ContractState | None
    to_state: ContractState | None
    moved_at: datetime
    moved_by: str
    note: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change that is or was asked for; `clause` is its id."""

    id: int
    version: int | None
    clause: str
    asked_by: str
    asked_on: date
    wish: str
    price: Money | None
    currency: str
    state: ChangeState
    answer: str
    decided_on: date | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A change of another contract of the same creator, for the panel of the person."""

    contract_id: int
    number: str
    change: ChangeRow


@dataclass(frozen=True, slots=True)
class VersionRedline:
    """Two versions compared; `from_pdf` when a wording was not stored and had to be read from the PDF."""

    old: int
    new: int
    found: Redline
    from_pdf: bool


def moves(session: Session, contract_id: int) -> list[MoveRow]:
    """The log of a contract, newest first."""
    found = session.execute(
        select(ContractMove).where(col(ContractMove.contract_id) == contract_id)
        .order_by(col(ContractMove.moved_at).desc(), col(ContractMove.id).desc())
    ).scalars()
    return [
        MoveRow(MoveKind(one.kind), _state(one.from_state), _state(one.to_state), one.moved_at, one.moved_by, one.note)
        for one in found
    ]


def changes(session: Session, contract_id: int) -> list[ChangeRow]:
    """The changes asked for, open ones first, then newest first."""
    found = session.execute(
        select(ContractChange).where(col(ContractChange.contract_id) == contract_id)
        .order_by(col(ContractChange.state) != ChangeState.OPEN, col(ContractChange.id).desc())
    ).scalars()
    return [_change(one) for one in found]


def change_prices(wanted: Sequence[ChangeRow], state: ChangeState) -> tuple[Money, ...]:
    """The sum of the prices of changes in a state, one for each currency."""
    return price_of(
        (one.price.minor if one.price else None, one.currency) for one in wanted if one.state is state
    )


def asked_by_creator(session: Session, influencer_id: int) -> list[AskedRow]:
    """All changes asked for in the contracts of a creator, newest first."""
    found = session.execute(
        select(col(Contract.id), col(Contract.number), ContractChange)
        .join(Contract, col(Contract.id) == col(ContractChange.contract_id))
        .join(Collaboration, col(Collaboration.id) == col(Contract.collaboration_id))
        .where(col(Collaboration.influencer_id) == influencer_id)
        .order_by(col(ContractChange.asked_on).desc(), col(ContractChange.id).desc())
    )
    return [AskedRow(contract_id, number, _change(change)) for contract_id, number, change in found]


def family(session: Session, contract_id: int) -> list[ContractRow]:
    """An agreement and all that amended or extended it, in their order; one row where nothing did."""
    contract = session.get(Contract, contract_id)
    if contract is None:
        return []
    root = contract.amends_id or contract_id
    found = session.execute(
        select(col(Contract.id)).where(or_(col(Contract.id) == root, col(Contract.amends_id) == root))
        .order_by(col(Contract.amends_id).is_not(None), col(Contract.id))
    ).scalars().all()
    return rows(session, found)


def deal_changes(session: Session, contract_id: int, today: date) -> tuple[DataChange, ...]:
    """What the deal says by now that the newest issued version of a contract and its amendments does not."""
    found = agreed_and_now(session, contract_id, today)
    return data_changes(*found) if found is not None else ()


def agreed_and_now(session: Session, contract_id: int, today: date) -> tuple[ContractData, ContractData] | None:
    """What the newest issued version of a contract and its amendments says, and what the deal says by now.

    None while nothing was issued.
    """
    contract = session.get(Contract, contract_id)
    if contract is None:
        return None
    stored = session.execute(
        select(col(ContractVersion.data)).join(Contract, col(Contract.id) == col(ContractVersion.contract_id))
        .where(col(Contract.collaboration_id) == contract.collaboration_id,
               col(Contract.state) != ContractState.TERMINATED)
        .order_by(col(ContractVersion.issued_at).desc(), col(ContractVersion.id).desc()).limit(1)
    ).scalar()
    if stored is None:
        return None
    return contract_from_json(stored), contract_data(session, contract.collaboration_id, today=today)


def issued_changes(session: Session, contract_id: int) -> tuple[DataChange, ...]:
    """What the newest version of a contract says that the version before it, or what it amends, does not."""
    own = versions(session, contract_id)
    contract = session.get(Contract, contract_id)
    if contract is None or not own:
        return ()
    before = own[1] if len(own) > 1 else next(iter(versions(session, contract.amends_id or 0)), None)
    if before is None:
        return ()
    return data_changes(contract_from_json(before.data), contract_from_json(own[0].data))


def compare_versions(folder: Path, old: VersionRow, new: VersionRow) -> VersionRedline:
    """Two issued versions word by word; where one was stored without its wording, both are read from their PDFs.

    KnownError when a stored PDF is missing or was changed. Takes about half a second for PDFs of ten pages.
    """
    if old.wording and new.wording:
        return VersionRedline(old.version, new.version,
                              redline(old.wording.splitlines(), new.wording.splitlines()), False)
    texts = [paragraphs_of(pages_of(attachments.read(folder, one.sha256))).splitlines() for one in (old, new)]
    return VersionRedline(old.version, new.version, redline(*texts), True)


def _state(value: str) -> ContractState | None:
    return ContractState(value) if value else None


def _change(one: ContractChange) -> ChangeRow:
    return ChangeRow(
        one.id or 0, one.version, one.clause, one.asked_by, one.asked_on, one.wish,
        Money(one.price_minor, one.currency) if one.price_minor is not None else None, one.currency,
        ChangeState(one.state), one.answer, one.decided_on, one.decided_by,
    )

"""Reads of contracts: the ordered list, rows, one contract with its issued versions, what may happen next."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Date, case, func, null, select, type_coerce
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from microinf_desktop.domain.contract_life import (
    EXPIRY_MARKS,
    IN_FORCE,
    ChangeState,
    ContractKind,
    MoveKind,
    NextStep,
    Waiting,
    next_step,
)
from microinf_desktop.domain.contract_options import ContractOptions, options_from_json
from microinf_desktop.domain.enums import BallHolder, ContractState
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.pipelines import CONTRACT, ContractFacts, Move, holder, moves
from microinf_desktop.queries.contract_data import contract_data
from microinf_desktop.queries.contract_disclosures import disclosure_terms
from microinf_desktop.queries.contract_numbers import proposed_number
from microinf_desktop.queries.deals import (
    DEAL_COLUMNS,
    AnySelect,
    DealRef,
    by_order,
    deal_conditions,
    folded,
    join_deal,
    money,
    ordered,
)
from microinf_desktop.storage.reading import in_order, ordered_ids
from microinf_desktop.storage.tables import (
    Attachment,
    Campaign,
    Client,
    Collaboration,
    Contract,
    ContractChange,
    ContractMove,
    ContractVersion,
    Influencer,
)

__all__ = [
    "OPEN_STATES", "SORT_KEYS", "ContractDetail", "ContractFilter", "ContractRow", "ContractView", "VersionRow",
    "contract_data", "counts", "detail", "disclosure_terms", "exported", "facts", "for_collaboration", "ids",
    "possible_moves", "proposed_number", "rows", "versions",
]

OPEN_STATES = (ContractState.DRAFT, ContractState.SENT, ContractState.CHANGES, ContractState.SIGNED)


def _last_move() -> Any:
    """When a contract last changed its state; None for what was never logged."""
    return (
        select(func.max(ContractMove.moved_at))
        .where(col(ContractMove.contract_id) == col(Contract.id), col(ContractMove.kind) == MoveKind.MOVE)
        .correlate(Contract).scalar_subquery()
    )


def _since() -> Any:
    """Since when somebody has to act; None where nobody has to."""
    state = col(Contract.state)
    return type_coerce(case(
        (state == ContractState.DRAFT, col(Contract.created_on)), (state == ContractState.SENT, col(Contract.sent_on)),
        (state == ContractState.CHANGES, func.coalesce(func.date(_last_move()), col(Contract.sent_on))),
        (state == ContractState.SIGNED, col(Contract.signed_on)), else_=null(),
    ), Date)


_SORTS: dict[str, Any] = {
    "number": Contract.number,
    "creator": Influencer.sort_name,
    "campaign": folded(Campaign.name),
    "client": folded(Client.name),
    "state": by_order(Contract.state, ContractState),
    "fee": Collaboration.fee_minor,
    "kind": Contract.kind,
    "since": _since(),
    "created": Contract.created_on,
    "sent": Contract.sent_on,
    "signed": Contract.signed_on,
    "expires": Contract.expires_on,
}
SORT_KEYS = tuple(_SORTS)


class ContractView(StrEnum):
    """Slices of the list: OPEN is not yet signed by both, IN_FORCE is, WAITING lies with the creator.

    OURS lies with the agency, ENDING is in force and ends within the longest mark (45 days).
    """

    ALL = "all"
    OPEN = "open"
    OURS = "ours"
    WAITING = "waiting"
    IN_FORCE = "in_force"
    ENDING = "ending"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ContractFilter:
    """Which contracts a list shows; empty parts do not filter. `today` is for the view ENDING."""

    view: ContractView = ContractView.ALL
    states: tuple[ContractState, ...] = ()
    campaign_id: int | None = None
    client_id: int | None = None
    influencer_id: int | None = None
    collaboration_id: int | None = None
    kinds: tuple[ContractKind, ...] = ()
    text: str = ""
    today: date | None = None


_ALL = ContractFilter()


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract in a list; `version` is the last one issued, 0 when none is; `holder` who has to act.

    `since` is the day from which somebody has had to act, `amendments` how many amendments and extensions it has.
    """

    id: int
    number: str
    deal: DealRef
    state: ContractState
    language: str
    fee: Money | None
    version: int
    created_on: date
    sent_on: date | None
    signed_on: date | None
    countersigned_on: date | None
    expires_on: date | None
    kind: ContractKind = ContractKind.AGREEMENT
    amends_id: int | None = None
    effective_on: date | None = None
    ended_on: date | None = None
    ending_reason: str = ""
    kill_fee_minor: int | None = None
    signed_check: str = ""
    has_copy: bool = False
    since: date | None = None
    open_changes: int = 0
    accepted_changes: int = 0
    reminded_on: date | None = None
    amendments: int = 0

    @property
    def holder(self) -> BallHolder | None:
        return holder(CONTRACT, self.state)

    def next_step(self, today: date) -> NextStep:
        """What has to happen next."""
        heard = max((day for day in (self.sent_on, self.reminded_on) if day is not None), default=None)
        return next_step(Waiting(
            self.state, self.version, self.open_changes, self.accepted_changes, self.has_copy, self.signed_check,
            heard, self.expires_on,
        ), today)

    def days_waiting(self, today: date) -> int | None:
        """For how many days somebody has had to act; None where nobody has to."""
        return None if self.since is None else max((today - self.since).days, 0)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """An issued version; `data` is the JSON it was made from, the PDF is read by `sha256` from the attachments."""

    id: int
    version: int
    data: str
    data_sha256: str
    attachment_id: int
    file_name: str
    sha256: str
    size_bytes: int
    program_version: str
    issued_at: datetime
    issued_by: str
    wording: str = ""
    clause_numbers: str = "{}"

    @property
    def record(self) -> dict[str, Any]:
        """The stored data, for comparing versions."""
        loaded: dict[str, Any] = json.loads(self.data)
        return loaded


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """The signed file as it came back."""

    attachment_id: int
    file_name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ContractDetail:
    """One contract in full; versions newest first."""

    row: ContractRow
    options: ContractOptions
    versions: tuple[VersionRow, ...]
    signed_copy: SignedCopy | None


@dataclass(frozen=True, slots=True)
class ContractCounts:
    """Numbers of the slices."""

    open: int
    waiting: int
    in_force: int


def ids(
    session: Session, wanted: ContractFilter = _ALL, sort: str = "created", descending: bool = True
) -> list[int]:
    """Ids of the contracts a filter finds, newest first unless asked otherwise; those without a value come last."""
    statement = _filtered(select(col(Contract.id)), wanted)
    return ordered_ids(session, statement.order_by(*ordered(_SORTS[sort], descending, Contract.id)))


def ids_by_state(session: Session, wanted: ContractFilter = _ALL) -> dict[ContractState, list[int]]:
    """Ids by state for a board, those that wait longest first, then by number."""
    statement = _filtered(select(col(Contract.id), col(Contract.state)), wanted)
    found = session.execute(statement.order_by(_since().asc().nulls_last(), col(Contract.number)))
    groups: dict[ContractState, list[int]] = {state: [] for state in ContractState}
    for row_id, state in found:
        groups[ContractState(state)].append(row_id)
    return groups


def rows(session: Session, wanted_ids: Sequence[int]) -> list[ContractRow]:
    """Rows of a block of ids, in their order."""
    newest = (
        select(col(ContractVersion.contract_id), func.max(ContractVersion.version).label("version"))
        .group_by(col(ContractVersion.contract_id)).subquery()
    )
    statement = join_deal(
        select(Contract, newest.c.version, col(Collaboration.fee_minor), col(Collaboration.currency), _since(),
               *_counted(), *DEAL_COLUMNS),
        Contract.collaboration_id,
    ).outerjoin(newest, newest.c.contract_id == col(Contract.id))
    found = session.execute(statement.where(col(Contract.id).in_(wanted_ids)))
    return in_order(wanted_ids, {
        r[0].id: _row(r[0], DealRef(*r[9:]), money(r[2], r[3]), r[1] or 0, r[4], r[5:9]) for r in found
    })


def _counted() -> list[Any]:
    """Open and accepted changes since the newest version, the last reminder since it was sent, later contracts."""
    asked, other = aliased(ContractChange), aliased(Contract)
    changes = select(func.count()).select_from(asked).where(col(asked.contract_id) == col(Contract.id))
    newest = (
        select(func.max(ContractVersion.version)).where(col(ContractVersion.contract_id) == col(Contract.id))
        .correlate(Contract).scalar_subquery()
    )
    reminded = (
        select(func.max(ContractMove.moved_at))
        .where(col(ContractMove.contract_id) == col(Contract.id), col(ContractMove.kind) == MoveKind.REMINDER)
    )
    return [
        changes.where(col(asked.state) == ChangeState.OPEN).correlate(Contract).scalar_subquery(),
        changes.where(col(asked.state) == ChangeState.ACCEPTED, col(asked.version) == newest).correlate(Contract)
        .scalar_subquery(),
        type_coerce(func.date(reminded.correlate(Contract).scalar_subquery()), Date),
        select(func.count()).select_from(other).where(col(other.amends_id) == col(Contract.id)).correlate(Contract)
        .scalar_subquery(),
    ]


def detail(session: Session, contract_id: int) -> ContractDetail | None:
    """One contract with its choices and issued versions; None when it was deleted meanwhile."""
    found = rows(session, [contract_id])
    if not found:
        return None
    contract = session.get_one(Contract, contract_id)
    signed = session.get(Attachment, contract.signed_attachment_id) if contract.signed_attachment_id else None
    return ContractDetail(
        found[0], options_from_json(contract.options), tuple(versions(session, contract_id)),
        None if signed is None else SignedCopy(signed.id or 0, signed.file_name, signed.sha256, signed.size_bytes),
    )


def versions(session: Session, contract_id: int) -> list[VersionRow]:
    """The issued versions, newest first."""
    found = session.execute(
        select(ContractVersion, Attachment).join(Attachment, col(Attachment.id) == col(ContractVersion.attachment_id))
        .where(col(ContractVersion.contract_id) == contract_id).order_by(col(ContractVersion.version).desc())
    )
    return [
        VersionRow(
            one.id, one.version, one.data, one.data_sha256, file.id, file.file_name, file.sha256, file.size_bytes,
            one.program_version, one.issued_at, one.issued_by, one.wording, one.clause_numbers,
        )
        for one, file in found
    ]


def for_collaboration(session: Session, collaboration_id: int) -> ContractRow | None:
    """The newest contract of a collaboration that was not terminated; None when there is none."""
    wanted = ContractFilter(
        states=tuple(state for state in ContractState if state is not ContractState.TERMINATED),
        collaboration_id=collaboration_id,
    )
    return next(iter(rows(session, ids(session, wanted)[:1])), None)


def counts(session: Session, campaign_id: int | None = None) -> ContractCounts:
    """How many contracts wait for a signature, wait for the creator, and are in force."""
    state = col(Contract.state)
    statement = select(
        func.count().filter(state.in_(OPEN_STATES)), func.count().filter(state == ContractState.SENT),
        func.count().filter(state.in_(IN_FORCE)),
    ).select_from(Contract)
    if campaign_id is not None:
        statement = statement.join(Collaboration, col(Collaboration.id) == col(Contract.collaboration_id)).where(
            col(Collaboration.campaign_id) == campaign_id
        )
    return ContractCounts(*session.execute(statement).one())


def first_day(session: Session, contract: Contract) -> date | None:
    """The day from which a contract that both have signed is in force: its own, else the first of the campaign."""
    if contract.effective_on is not None:
        return contract.effective_on
    found = session.execute(
        select(func.coalesce(Campaign.starts_on, Campaign.go_live_on))
        .join(Collaboration, col(Collaboration.campaign_id) == col(Campaign.id))
        .where(col(Collaboration.id) == contract.collaboration_id)
    ).scalar()
    return found if isinstance(found, date) else None


def facts(
    session: Session, contract: Contract, today: date, *, signed_on: date | None = None,
    countersigned_on: date | None = None, reason: str = "",
) -> ContractFacts:
    """What the contract pipeline asks; the days given stand in for those not stored yet."""
    issued = session.execute(
        select(col(ContractVersion.id)).where(col(ContractVersion.contract_id) == contract.id).limit(1)
    ).first()
    return ContractFacts(
        issued=issued is not None, signed_on=signed_on or contract.signed_on,
        countersigned_on=countersigned_on or contract.countersigned_on, starts_on=first_day(session, contract),
        ends_on=contract.expires_on, today=today, reason=reason,
    )


def possible_moves(session: Session, contract_id: int, today: date) -> tuple[Move[ContractState], ...]:
    """The states a person can take a contract to, each with the reason when it cannot go there yet.

    Days of signature and reasons are asked for on the way, so they do not count as missing. Active and expired follow
    from the dates.
    """
    contract = session.get(Contract, contract_id)
    if contract is None:
        return ()
    given = facts(session, contract, today, signed_on=today, countersigned_on=today, reason="asked for on the way")
    possible = moves(CONTRACT, ContractState(contract.state), given)
    return tuple(move for move in possible if move.to not in (ContractState.ACTIVE, ContractState.EXPIRED))


def exported(session: Session) -> list[dict[str, Any]]:
    """All contracts as `microinf list contracts --json` prints them."""
    return [
        {
            "id": row.id, "number": row.number, "collaboration_id": row.deal.collaboration_id,
            "creator": row.deal.creator, "campaign": row.deal.campaign, "client": row.deal.client,
            "state": row.state.value, "version": row.version, "created_on": row.created_on.isoformat(),
            "signed_on": row.signed_on.isoformat() if row.signed_on else None,
            "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        }
        for row in rows(session, ids(session, sort="number", descending=False))
    ]


def _row(
    contract: Contract, deal: DealRef, fee: Money | None, version: int, since: date | None, counted: Sequence[Any]
) -> ContractRow:
    open_changes, accepted, reminded_on, amendments = counted
    return ContractRow(
        contract.id or 0, contract.number, deal, ContractState(contract.state), contract.language, fee, version,
        contract.created_on, contract.sent_on, contract.signed_on, contract.countersigned_on, contract.expires_on,
        ContractKind(contract.kind), contract.amends_id, contract.effective_on, contract.ended_on,
        contract.ending_reason, contract.kill_fee_minor, contract.signed_check,
        contract.signed_attachment_id is not None, since, open_changes, accepted, reminded_on, amendments,
    )


def _filtered(statement: AnySelect, wanted: ContractFilter) -> AnySelect:
    conditions = deal_conditions(
        campaign_id=wanted.campaign_id, client_id=wanted.client_id, influencer_id=wanted.influencer_id,
        collaboration_id=wanted.collaboration_id, text=wanted.text, also=(Contract.number,),
    )
    views = {
        ContractView.OPEN: OPEN_STATES,
        ContractView.OURS: (ContractState.DRAFT, ContractState.CHANGES, ContractState.SIGNED),
        ContractView.WAITING: (ContractState.SENT,),
        ContractView.IN_FORCE: IN_FORCE,
        ContractView.ENDING: IN_FORCE,
        ContractView.ENDED: (ContractState.EXPIRED, ContractState.TERMINATED),
    }
    for states in (views.get(wanted.view, ()), wanted.states):
        if states:
            conditions.append(col(Contract.state).in_(states))
    if wanted.kinds:
        conditions.append(col(Contract.kind).in_(wanted.kinds))
    if wanted.view is ContractView.ENDING:
        today = wanted.today or date.today()
        conditions.append(col(Contract.expires_on).between(today, today + timedelta(days=EXPIRY_MARKS[0])))
    return join_deal(statement, Contract.collaboration_id).where(*conditions)

"""Reads of payments to creators: the ordered list, rows, totals per currency, what is due, what may happen next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col

from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.enums import (
    ContractState,
    DeliverableKind,
    DeliverableState,
    PaymentState,
)
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.payments import PaymentFilter, PaymentView, PlannedPayment
from microinf_desktop.domain.pipelines import PAYMENT, Move, PaymentFacts, days_late, moves
from microinf_desktop.queries.deals import (
    DEAL_COLUMNS,
    AnySelect,
    DealRef,
    by_order,
    deal_conditions,
    folded,
    join_deal,
    ordered,
)
from microinf_desktop.queries.progress import was_planned
from microinf_desktop.storage.reading import in_order, ordered_ids
from microinf_desktop.storage.tables import Campaign, Client, Contract, Deliverable, Influencer, Payment

_SORTS: dict[str, Any] = {
    "due": Payment.due_on,
    "creator": Influencer.sort_name,
    "campaign": folded(Campaign.name),
    "client": folded(Client.name),
    "description": folded(Payment.description),
    "milestone": by_order(Payment.milestone, Trigger),
    "amount": Payment.amount_minor,
    "open": col(Payment.amount_minor) - col(Payment.paid_minor),
    "state": by_order(Payment.state, PaymentState),
    "invoice": folded(Payment.invoice_number),
    "paid_on": Payment.paid_on,
}
SORT_KEYS = tuple(_SORTS)
_WAITING = (PaymentState.DUE, PaymentState.INVOICE_RECEIVED, PaymentState.APPROVED, PaymentState.PART_PAID,
            PaymentState.DISPUTED)
_SIGNED = (ContractState.SIGNED, ContractState.COUNTERSIGNED, ContractState.ACTIVE, ContractState.EXPIRED)
_LIVE = frozenset({
    DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
    DeliverableState.COMPLETE,
})
_APPROVED = _LIVE | {DeliverableState.APPROVED, DeliverableState.SCHEDULED}
_READ = frozenset({DeliverableState.METRICS_CAPTURED, DeliverableState.COMPLETE})
_DROPPED = (DeliverableState.CANCELLED, DeliverableState.REPLACED)

_ALL = PaymentFilter()


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One instalment; `days_late` counts calendar days past `due_on`, 0 when not late or paid."""

    id: int
    deal: DealRef
    description: str
    milestone: Trigger
    amount: Money
    paid: Money
    state: PaymentState
    due_on: date | None
    paid_on: date | None
    invoice_number: str
    days_late: int

    @property
    def open(self) -> Money:
        """What is still to be paid."""
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class PaymentTotals:
    """Sums of one currency in minor units; `late_minor` is the unpaid part of what is past its day."""

    currency: str
    count: int
    amount_minor: int
    paid_minor: int
    due_minor: int
    late_minor: int

    @property
    def open_minor(self) -> int:
        return self.amount_minor - self.paid_minor


@dataclass(frozen=True, slots=True)
class PaymentCounts:
    """Numbers for the sidebar and Today."""

    due: int
    late: int


def ids(
    session: Session, wanted: PaymentFilter = _ALL, sort: str = "due", descending: bool = False
) -> list[int]:
    """Ids of the payments a filter finds, in order; those without a value come last either way."""
    statement = _filtered(select(col(Payment.id)), wanted)
    return ordered_ids(session, statement.order_by(*ordered(_SORTS[sort], descending, Payment.id)))


def rows(session: Session, wanted_ids: Sequence[int], today: date | None = None) -> list[PaymentRow]:
    """Rows of a block of ids, in their order."""
    statement = join_deal(select(Payment, *DEAL_COLUMNS), Payment.collaboration_id)
    found = session.execute(statement.where(col(Payment.id).in_(wanted_ids)))
    return in_order(wanted_ids, {r[0].id: _row(r[0], DealRef(*r[1:]), today or date.today()) for r in found})


def detail(session: Session, payment_id: int, today: date | None = None) -> PaymentRow | None:
    """One payment; None when deleted meanwhile."""
    return next(iter(rows(session, [payment_id], today)), None)


def planned(session: Session, collaboration_id: int) -> tuple[PlannedPayment, ...]:
    """The payments of a deal as `domain.payments.replan` reads them, in the order they were added."""
    found = session.execute(
        select(Payment).where(col(Payment.collaboration_id) == collaboration_id).order_by(col(Payment.id))
    ).scalars()
    return tuple(
        PlannedPayment(one.id or 0, one.description, Trigger(one.milestone), one.amount_minor, one.currency,
                       PaymentState(one.state))
        for one in found
    )


def due(session: Session, today: date, within_days: int = 7) -> list[PaymentRow]:
    """What has to be paid or asked for in the next days, late ones first: for Today."""
    wanted = PaymentFilter(PaymentView.DUE, due_until=today + timedelta(days=within_days), today=today)
    return rows(session, ids(session, wanted), today)


def totals(session: Session, wanted: PaymentFilter = _ALL) -> list[PaymentTotals]:
    """Sums per currency over what a filter finds, currencies in alphabetical order; never mixed."""
    open_minor = col(Payment.amount_minor) - col(Payment.paid_minor)
    statement = _filtered(
        select(
            col(Payment.currency), func.count(), func.sum(Payment.amount_minor), func.sum(Payment.paid_minor),
            func.coalesce(func.sum(open_minor).filter(col(Payment.state).in_(_WAITING)), 0),
            func.coalesce(func.sum(open_minor).filter(_is_late(wanted.today or date.today())), 0),
        ),
        wanted,
    )
    grouped = statement.group_by(col(Payment.currency)).order_by(col(Payment.currency))
    return [PaymentTotals(*row) for row in session.execute(grouped)]


def counts(session: Session, today: date) -> PaymentCounts:
    """How many payments wait and how many of them are past their day."""
    row = session.execute(select(
        func.count().filter(col(Payment.state).in_(_WAITING)), func.count().filter(_is_late(today))
    ).select_from(Payment)).one()
    return PaymentCounts(row[0], row[1])


def facts(session: Session, payment: Payment, today: date) -> PaymentFacts:
    """What the payment pipeline asks about a stored payment."""
    reached = reached_triggers(session, [payment.collaboration_id])[payment.collaboration_id]
    return PaymentFacts(
        payment.amount_minor, payment.paid_minor, Trigger(payment.milestone) in reached,
        invoice_number=payment.invoice_number,
    )


def possible_moves(session: Session, payment_id: int, today: date) -> tuple[Move[PaymentState], ...]:
    """The states a payment can go to, each with the reason when it cannot yet."""
    payment = session.get(Payment, payment_id)
    if payment is None:
        return ()
    return moves(PAYMENT, PaymentState(payment.state), facts(session, payment, today))


def reached_triggers(session: Session, collaboration_ids: Iterable[int]) -> dict[int, frozenset[Trigger]]:
    """What has happened in each deal: signature, approval and live of all its deliverables, numbers of all of them."""
    wanted = list(collaboration_ids)
    reached: dict[int, set[Trigger]] = {one: set() for one in wanted}
    signed = session.execute(
        select(col(Contract.collaboration_id))
        .where(col(Contract.collaboration_id).in_(wanted), col(Contract.state).in_(_SIGNED))
    ).scalars()
    for collaboration_id in signed:
        reached[collaboration_id].add(Trigger.SIGNATURE)
    states: dict[int, list[tuple[str, str]]] = defaultdict(list)
    found = session.execute(
        select(col(Deliverable.collaboration_id), col(Deliverable.kind), col(Deliverable.state))
        .where(col(Deliverable.collaboration_id).in_(wanted), col(Deliverable.state).not_in(_DROPPED), was_planned())
    )
    for collaboration_id, kind, state in found:
        states[collaboration_id].append((kind, state))
    for collaboration_id, listed in states.items():
        reached[collaboration_id] |= _delivered(listed)
    return {one: frozenset(triggers) for one, triggers in reached.items()}


def _delivered(listed: Sequence[tuple[str, str]]) -> set[Trigger]:
    """Content the creator does not post (raw UGC) is delivered once it is approved."""
    handed_over = [
        state if kind != DeliverableKind.RAW_UGC or state not in _APPROVED - _LIVE else DeliverableState.LIVE
        for kind, state in listed
    ]
    reached = {Trigger.APPROVAL: _APPROVED, Trigger.LIVE: _LIVE, Trigger.REPORT: _READ}
    return {trigger for trigger, done in reached.items() if all(state in done for state in handed_over)}


def _row(payment: Payment, deal: DealRef, today: date) -> PaymentRow:
    state = PaymentState(payment.state)
    return PaymentRow(
        payment.id or 0, deal, payment.description, Trigger(payment.milestone),
        Money(payment.amount_minor, payment.currency), Money(payment.paid_minor, payment.currency), state,
        payment.due_on, payment.paid_on, payment.invoice_number, days_late(PAYMENT, state, payment.due_on, today),
    )


def _filtered(statement: AnySelect, wanted: PaymentFilter) -> AnySelect:
    today = wanted.today or date.today()
    conditions = deal_conditions(
        campaign_id=wanted.campaign_id, client_id=wanted.client_id, influencer_id=wanted.influencer_id,
        collaboration_id=wanted.collaboration_id, text=wanted.text,
        also=(Payment.description, Payment.invoice_number),
    )
    views: dict[PaymentView, ColumnElement[bool]] = {
        PaymentView.OPEN: col(Payment.state) != PaymentState.PAID,
        PaymentView.DUE: col(Payment.state).in_(_WAITING),
        PaymentView.LATE: _is_late(today),
        PaymentView.PAID: col(Payment.state) == PaymentState.PAID,
    }
    if wanted.view in views:
        conditions.append(views[wanted.view])
    if wanted.states:
        conditions.append(col(Payment.state).in_(wanted.states))
    if wanted.due_until is not None:
        conditions.append(col(Payment.due_on) <= wanted.due_until)
    return join_deal(statement, Payment.collaboration_id).where(*conditions)


def _is_late(today: date) -> ColumnElement[bool]:
    return (col(Payment.due_on) < today) & (col(Payment.state) != PaymentState.PAID)

"""What ending a contract now would cost and leave: the kill fee by stage, rights and exclusivity that go on."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.contract_json import contract_from_json
from microinf_desktop.domain.contract_life import IN_FORCE
from microinf_desktop.domain.contract_terms import ContractData
from microinf_desktop.domain.enums import ContractState, DeliverableKind, DeliverableState, PaymentState
from microinf_desktop.domain.kill_fees import KillFeeDue, Work, kill_fee
from microinf_desktop.domain.money import Money
from microinf_desktop.queries.progress import was_planned
from microinf_desktop.storage.tables import Collaboration, Contract, ContractVersion, Deliverable, Payment

# Owed already, whatever happens to the contract.
_SETTLED = (PaymentState.DUE, PaymentState.INVOICE_RECEIVED, PaymentState.APPROVED, PaymentState.PART_PAID,
            PaymentState.PAID, PaymentState.DISPUTED)
_DROPPED = (DeliverableState.CANCELLED, DeliverableState.REPLACED)
_SIGNED = (ContractState.SIGNED, *IN_FORCE, ContractState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Ending:
    """What a termination means; `kill_fee` None where no fixed fee or no ladder was agreed.

    `falls_away` are instalments that are not due yet, `data` is the newest issued version (None when none is).
    """

    number: str
    is_signed: bool
    kill_fee: KillFeeDue | None
    falls_away: tuple[Money, ...]
    data: ContractData | None
    published: int
    terms_days: int

    def payable_on(self, today: date) -> date:
        """The day the kill fee is due when the contract ends today, by the payment terms of the deal."""
        return today + timedelta(days=self.terms_days)


def ending(session: Session, contract_id: int) -> Ending | None:
    """What ending a contract would cost, by the ladder of its newest issued version; None when it is gone."""
    contract = session.get(Contract, contract_id)
    if contract is None:
        return None
    deal = session.get_one(Collaboration, contract.collaboration_id)
    stored = session.execute(
        select(col(ContractVersion.data)).where(col(ContractVersion.contract_id) == contract_id)
        .order_by(col(ContractVersion.version).desc()).limit(1)
    ).scalar()
    data = contract_from_json(stored) if stored is not None else None
    works = _works(session, contract.collaboration_id)
    payments = session.execute(
        select(Payment).where(col(Payment.collaboration_id) == contract.collaboration_id)
    ).scalars().all()
    # Commission and bonuses are paid on results, which a cancellation does not touch.
    settled = sum(one.amount_minor for one in payments if one.state in _SETTLED and one.milestone != Trigger.REPORT)
    is_signed = contract.state in _SIGNED
    fee = data.compensation.fee if data is not None else None
    due = None
    if data is not None and fee is not None and data.kill_fees and is_signed:
        due = kill_fee(data.kill_fees, fee, works, settled, is_signed=True)
    return Ending(
        contract.number, is_signed, due,
        tuple(Money(one.amount_minor, one.currency) for one in payments if one.state == PaymentState.NOT_DUE),
        data, sum(work.state not in _BEFORE for work in works), deal.payment_terms_days,
    )


_BEFORE = frozenset({
    DeliverableState.NOT_STARTED, DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN, DeliverableState.DRAFT_IN,
    DeliverableState.INTERNAL_REVIEW, DeliverableState.CLIENT_REVIEW, DeliverableState.CHANGES_REQUESTED,
    DeliverableState.APPROVED, DeliverableState.SCHEDULED,
})


def _works(session: Session, collaboration_id: int) -> list[Work]:
    found = session.execute(
        select(col(Deliverable.title), col(Deliverable.kind), col(Deliverable.state), col(Deliverable.fee_minor))
        .where(col(Deliverable.collaboration_id) == collaboration_id, col(Deliverable.state).not_in(_DROPPED),
               was_planned())
        .order_by(col(Deliverable.publish_on).nulls_last(), col(Deliverable.id))
    )
    return [
        Work(title or DeliverableKind(kind).value.replace("_", " ").capitalize(), DeliverableState(state), fee)
        for title, kind, state, fee in found
    ]

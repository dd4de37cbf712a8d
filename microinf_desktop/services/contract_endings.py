"""Ending a contract before its time, with the kill fee as a payment, and changing one by amendment or extension."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.contract_life import IN_FORCE, WRITABLE, ContractKind, amendment_number
from microinf_desktop.domain.contract_options import ContractOptions, options_as_json, options_from_json
from microinf_desktop.domain.enums import ContractState, PaymentState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.pipelines import label
from microinf_desktop.queries.contract_endings import ending
from microinf_desktop.queries.contracts import versions
from microinf_desktop.services.contract_steps import contract_of, enter
from microinf_desktop.storage.tables import Contract, Payment
from microinf_desktop.storage.workspace import Workspace

C = ContractState


def terminate(
    workspace: Workspace, contract_id: int, reason: str, *, pays_kill_fee: bool = False, on: date | None = None,
    today: date | None = None,
) -> int | None:
    """End a contract before its time; with `pays_kill_fee` what is owed becomes a payment, whose id is returned.

    The instalments that are not due yet fall away, what is due, approved or paid stays and is counted. `ending` in
    queries/contract_endings says before what it costs. ValidationError without a reason.
    """
    today = today or date.today()
    if not reason.strip():
        raise ValidationError("reason", "A termination needs a reason.", "Write down why it ends.")
    if on is not None and on > today:
        raise ValidationError("on", f"{on:%d %b %Y} lies in the future.", "Enter the day it ended.")
    with workspace.writing(f"Mark a contract as terminated: {reason.strip()}") as session:
        contract = contract_of(session, contract_id)
        due = ending(session, contract_id)
        enter(session, contract, C.TERMINATED, today, by=workspace.person_name, on=on, reason=reason)
        contract.ending_reason = reason.strip()
        session.add(contract)
        if not pays_kill_fee:
            return None
        if due is None or due.kill_fee is None:
            raise KnownError(f"{contract.number} has no kill fee.", "Terminate it without one.")
        contract.kill_fee_minor = due.kill_fee.left.minor
        _drop_planned(session, contract.collaboration_id)
        if not due.kill_fee.left.minor:
            return None
        payment = Payment(
            collaboration_id=contract.collaboration_id, description=f"Kill fee, {contract.number}",
            milestone=Trigger.SIGNATURE, amount_minor=due.kill_fee.left.minor, currency=due.kill_fee.left.currency,
            state=PaymentState.DUE, due_on=due.payable_on(today),
        )
        session.add(payment)
        session.flush()
        return payment.id


def amend(
    workspace: Workspace, contract_id: int, kind: ContractKind, *, effective_on: date | None = None,
    changes: Iterable[tuple[str, Any]] = (), reason: str = "", expires_on: date | None = None,
    today: date | None = None,
) -> int:
    """Start an amendment or extension of an agreement under its number with -A1 or -E1; returns the id.

    It says what the deal says by now, with the choices of the agreement and `changes` laid over them (see
    `domain.amending`), and is issued and signed like the first; `reason` and the day it applies from are printed.
    KnownError when the agreement is not signed by both or another amendment is still open.
    """
    if kind is ContractKind.AGREEMENT:
        raise ValueError("an agreement is created, not amended")
    today = today or date.today()
    with workspace.writing(f"Start an {kind.value}") as session:
        contract = contract_of(session, contract_id)
        root = contract if contract.amends_id is None else contract_of(session, contract.amends_id)
        allowed = (*IN_FORCE, C.SIGNED) if kind is ContractKind.AMENDMENT else (*IN_FORCE, C.SIGNED, C.EXPIRED)
        if root.state not in allowed:
            raise KnownError(
                f"{root.number} is “{label(C(root.state))}”, so there is nothing to change by {kind.value}.",
                "Write another version of it instead." if root.state in (C.DRAFT, C.SENT, C.CHANGES)
                else "Create a new contract instead.",
            )
        family = session.exec(select(Contract).where(Contract.amends_id == root.id).order_by(col(Contract.id))).all()
        _require_none_open(family)
        newest = next((one for one in reversed(family) if one.state in IN_FORCE), root)
        row = Contract(
            collaboration_id=root.collaboration_id, created_on=today, language=root.language, kind=kind.value,
            number=amendment_number(root.number, kind, [one.number for one in family]), amends_id=root.id,
            effective_on=effective_on or today, expires_on=expires_on,
            options=options_as_json(_carried_over(newest, changes, reason)),
        )
        session.add(row)
        session.flush()
        return row.id or 0


def set_amendment(workspace: Workspace, contract_id: int, *, reason: str, effective_on: date) -> None:
    """Change why an amendment is made and from when on it counts; KnownError once a version says so."""
    with workspace.writing("Change the reason of an amendment") as session:
        contract = contract_of(session, contract_id)
        if contract.amends_id is None or contract.state not in WRITABLE or versions(session, contract_id):
            raise KnownError(f"{contract.number} was issued with its reason and its first day.",
                             "Terminate it and start another one.")
        contract.effective_on = effective_on
        contract.options = options_as_json(
            replace(options_from_json(contract.options), amendment_reason=reason.strip()))
        session.add(contract)


def _carried_over(contract: Contract, changes: Iterable[tuple[str, Any]], reason: str) -> ContractOptions:
    """The choices of what is amended; reasons for risks are given anew."""
    carried = options_from_json(contract.options)
    laid_over = tuple(sorted({**dict(carried.changes), **dict(changes)}.items()))
    return replace(carried, reasons=(), changes=laid_over, amendment_reason=reason.strip())


def _require_none_open(family: Sequence[Contract]) -> None:
    for one in family:
        if one.state in (C.DRAFT, C.SENT, C.CHANGES, C.SIGNED):
            raise KnownError(f"{one.number} is still open.", "Finish or terminate it first; one change at a time.")


def _drop_planned(session: Session, collaboration_id: int) -> None:
    """Instalments nobody has invoiced and that are not due fall away with the work."""
    for payment in session.exec(
        select(Payment).where(Payment.collaboration_id == collaboration_id, Payment.state == PaymentState.NOT_DUE)
    ):
        session.delete(payment)

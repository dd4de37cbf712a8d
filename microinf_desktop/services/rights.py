"""Changes to usage rights: from contracts and by hand, beginning, withdrawing; renewals have a room of their own."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from microinf_desktop.domain.contracts import ContractData, UsageKind
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.rights import RightDraft, RightKind, StartEvent
from microinf_desktop.services.rights_starts import IN_FORCE, begin, follow_events
from microinf_desktop.storage.tables import Collaboration, Contract, RightRenewal, UsageRight
from microinf_desktop.storage.workspace import Workspace

_LICENCE, _ACCOUNT = "licence", "allowlisting"  # clauses of the library


# From contracts ---------------------------------------------------------------------------------------------------

def rights_from_contract(
    session: Session, contract: Contract, data: ContractData, clause_numbers: Mapping[str, str] | None = None,
    today: date | None = None,
) -> list[int]:
    """Bring the register in step with an issued contract; to be called inside a step, as often as one likes.

    To be called when a version is issued and after each change of state. `data` is the issued version,
    `clause_numbers` the printed number of each clause by its id. Rights enter the register when a version is issued
    and begin once both have signed. An amendment changes what its agreement granted only then. A termination takes
    back what has not begun; what has begun keeps its own term. Returns the ids of the contract's rights.
    """
    session.flush()
    rows = _of_contract(session, contract)
    state = ContractState(contract.state)
    if state is ContractState.TERMINATED:
        _take_back(session, rows, contract, today or date.today())
    elif contract.amends_id is None or state in IN_FORCE:
        numbers = clause_numbers or {}
        by_account = [row for row in rows if RightKind(row.kind).uses_account]
        others = [row for row in rows if not RightKind(row.kind).uses_account]
        _apply(session, contract, others, _licence(data, numbers.get(_LICENCE, "")), data)
        _apply(session, contract, by_account, _account(data, numbers.get(_ACCOUNT, "")), data)
    follow_events(session, [contract.collaboration_id])
    return [row.id or 0 for row in _of_contract(session, contract)]


def _of_contract(session: Session, contract: Contract) -> list[UsageRight]:
    """The rights of an agreement with all that amended it."""
    root = contract.amends_id or contract.id
    family = session.exec(select(Contract.id).where((Contract.id == root) | (Contract.amends_id == root))).all()
    return list(session.exec(
        select(UsageRight).where(UsageRight.source == "contract", col(UsageRight.contract_id).in_(family))
        .order_by(col(UsageRight.id))
    ))


def _licence(data: ContractData, clause: str) -> dict[str, Any] | None:
    """What the licence clause grants; None where it grants nothing."""
    usage = data.usage
    if dict(data.parameters).get("ownership") == "client":  # all rights that can be transferred, once it is handed over
        return {
            "kind": RightKind.FULL, "media": ["all media"], "territories": ["worldwide"], "platforms": [],
            "starts_with": StartEvent.DELIVERY, "months": None, "days": None, "is_perpetual": True, "may_edit": True,
            "may_sublicense": True, "clause": clause, "renewal_price_minor": None,
        }
    if usage.kind is UsageKind.NONE:
        return None
    renewal = usage.renewal_price
    return {
        "kind": RightKind(usage.kind.value), "media": list(usage.media), "territories": list(usage.territories),
        "platforms": [], "starts_with": StartEvent(usage.start.value),
        "months": None if usage.is_perpetual else usage.months, "days": None, "is_perpetual": usage.is_perpetual,
        "may_edit": usage.may_edit, "may_sublicense": usage.may_sublicense, "clause": clause,
        "renewal_price_minor": renewal.minor if renewal else None, "currency": _currency(data),
    }


def _account(data: ContractData, clause: str) -> dict[str, Any] | None:
    """What the clause on advertising from the creator's account grants; where, is where the content may be used."""
    terms = data.allowlisting
    if terms is None or not data.is_switched(_ACCOUNT, True):
        return None
    return {
        "kind": RightKind.ALLOWLISTING, "media": [], "territories": list(data.usage.territories),
        "platforms": [platform.value for platform in terms.platforms], "starts_with": StartEvent.ACCESS,
        "months": None, "days": terms.days, "is_perpetual": False, "may_edit": terms.may_edit,
        "may_sublicense": False, "clause": clause, "fee_minor": terms.fee.minor if terms.fee else None,
        "currency": _currency(data),
    }


def _currency(data: ContractData) -> str:
    pay = data.compensation
    known = (pay.fee, data.usage.renewal_price, data.allowlisting.fee if data.allowlisting else None)
    return next((amount.currency for amount in known if amount is not None), "EUR")


def _apply(
    session: Session, contract: Contract, rows: Sequence[UsageRight], terms: dict[str, Any] | None, data: ContractData
) -> None:
    """Create, change or end the rows of one clause."""
    if terms is None:
        for row in rows:
            _end(session, row, data.dated, f"No longer granted by {contract.number}.")
        return
    if not rows:
        rows = [UsageRight(collaboration_id=contract.collaboration_id, source="contract", kind=terms["kind"])]
    for row in rows:
        kept = row.kind if RightKind(row.kind).uses_account else terms["kind"]  # a Spark code stays one
        for name, value in terms.items():
            setattr(row, name, value)
        row.kind, row.contract_id = kept, contract.id
        if row.starts_on is not None:  # the term may have changed
            begin(session, row, row.starts_on)
        session.add(row)


def _take_back(session: Session, rows: Sequence[UsageRight], contract: Contract, today: date) -> None:
    for row in rows:
        if row.starts_on is None and row.withdrawn_on is None:
            _end(session, row, contract.ended_on or today, f"{contract.number} was terminated.")


def _end(session: Session, row: UsageRight, day: date, reason: str) -> None:
    """Delete what never began; what did, stays on record as withdrawn."""
    renewed = session.exec(select(RightRenewal.id).where(RightRenewal.usage_right_id == row.id)).first()
    if row.starts_on is None and renewed is None:
        session.delete(row)
    elif row.withdrawn_on is None:
        row.withdrawn_on, row.withdrawal_reason = day, reason
        session.add(row)


# By hand ----------------------------------------------------------------------------------------------------------

def save_right(workspace: Workspace, draft: RightDraft, right_id: int | None = None) -> int:
    """Add a right for a deal from before the program, or store the changed form; returns the id.

    Of a right that follows from a contract only the first day, the code, the renewal price and the notes can change:
    the rest is in the contract. Raises the first of `draft.problems()`.
    """
    if right_id is None:
        return _add(workspace, draft)
    with workspace.writing("Edit a usage right") as session:
        row = _right(session, right_id)
        if row.source == "contract":
            row.code, row.notes = draft.code.strip(), draft.notes.strip()
            row.renewal_price_minor = draft.renewal_price_minor
            if row.starts_on != draft.starts_on:
                begin(session, row, draft.starts_on)
        else:
            for problem in draft.problems():
                raise problem
            _fill(session, row, draft)
        session.add(row)
        return right_id


def begin_rights(workspace: Workspace, right_ids: Sequence[int], day: date) -> None:
    """Record the day content was handed over, or access to the account was given."""
    with workspace.writing("Begin a usage right" if len(right_ids) == 1 else "Begin usage rights") as session:
        for right_id in right_ids:
            begin(session, _right(session, right_id), day)


def withdraw_rights(workspace: Workspace, right_ids: Sequence[int], day: date, reason: str) -> None:
    """Record that rights no longer count from a day on; they stay in the register."""
    if not reason.strip():
        raise ValidationError("reason", "Nobody will know why it ended.", "Say who withdrew it, and why.")
    label = "Withdraw a usage right" if len(right_ids) == 1 else "Withdraw usage rights"
    with workspace.writing(label) as session:
        for right_id in right_ids:
            row = _right(session, right_id)
            row.withdrawn_on, row.withdrawal_reason = day, reason.strip()
            session.add(row)


def delete_rights(workspace: Workspace, right_ids: Sequence[int]) -> None:
    """Delete rights that were typed; KnownError for one that a contract grants or that was offered for renewal."""
    label = "Delete a usage right" if len(right_ids) == 1 else "Delete usage rights"
    with workspace.writing(label) as session:
        for right_id in right_ids:
            row = _right(session, right_id)
            if row.source == "contract" and row.contract_id is not None:
                raise KnownError(
                    "A right that a contract grants cannot be deleted.", "Withdraw it, or amend the contract."
                )
            if session.exec(select(RightRenewal.id).where(RightRenewal.usage_right_id == right_id)).first() is not None:
                raise KnownError("A right with a renewal offer cannot be deleted.", "Withdraw it instead.")
            session.delete(row)


def _add(workspace: Workspace, draft: RightDraft) -> int:
    for problem in draft.problems():
        raise problem
    with workspace.writing("Add a usage right") as session:
        if session.get(Collaboration, draft.collaboration_id) is None:
            raise KnownError("This deal was deleted meanwhile.", "Undo the deletion, then try again.")
        row = UsageRight(collaboration_id=draft.collaboration_id, kind=draft.kind, source="typed")
        _fill(session, row, draft)
        session.add(row)
        follow_events(session, [draft.collaboration_id])
        return row.id or 0


def _fill(session: Session, row: UsageRight, draft: RightDraft) -> None:
    for name in RightDraft.__dataclass_fields__:
        value = getattr(draft, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else value.strip() if type(value) is str else value)
    begin(session, row, draft.starts_on)


def _right(session: Session, right_id: int) -> UsageRight:
    row = session.get(UsageRight, right_id)
    if row is None:
        raise KnownError("This usage right was deleted meanwhile.", "Undo the deletion, then try again.")
    return row

"""Changes that a creator or client asks for in an issued contract, and reminders about one that was not answered."""

from datetime import UTC, date, datetime

from sqlmodel import Session

from microinf_desktop.domain.contract_life import ChangeDraft, ChangeState, MoveKind
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.pipelines import label
from microinf_desktop.queries.contracts import versions
from microinf_desktop.services.contract_steps import contract_of, enter, log
from microinf_desktop.storage.tables import ContractChange
from microinf_desktop.storage.workspace import Workspace

C = ContractState


def ask_change(workspace: Workspace, contract_id: int, draft: ChangeDraft, *, today: date | None = None) -> int:
    """Write down a change that is asked for; a contract that was sent or signed goes to changes. Returns the id.

    Raises the first of `draft.problems()`, KnownError when the contract never went out or both have signed it.
    """
    for problem in draft.problems():
        raise problem
    today = today or date.today()
    if draft.asked_on > today:
        raise ValidationError("asked_on", f"{draft.asked_on:%d %b %Y} lies in the future.", "Enter the day they asked.")
    with workspace.writing("Write down a change request") as session:
        contract = contract_of(session, contract_id)
        issued = versions(session, contract_id)
        state = C(contract.state)
        if not issued or state not in (C.SENT, C.CHANGES, C.SIGNED):
            hint = "Issue and send it first." if state is C.DRAFT else "Agree on an amendment instead."
            raise KnownError(f"{contract.number} is “{label(state)}”, so no change can be asked for.", hint)
        row = ContractChange(
            contract_id=contract_id, version=issued[0].version, clause=draft.clause, asked_by=draft.asked_by.strip(),
            asked_on=draft.asked_on, wish=draft.wish.strip(), price_minor=draft.price_minor, currency=draft.currency,
        )
        session.add(row)
        if state is not C.CHANGES:
            enter(session, contract, C.CHANGES, today, by=workspace.person_name, reason=draft.wish.strip())
        session.flush()
        return row.id or 0


def decide_change(
    workspace: Workspace, change_id: int, state: ChangeState, answer: str = "", *, today: date | None = None
) -> None:
    """Accept, decline or withdraw a change request, or open it again; declining needs an answer."""
    if state is ChangeState.DECLINED and not answer.strip():
        raise ValidationError("answer", "A declined change needs an answer.", "Write what you tell them.")
    labels = {ChangeState.ACCEPTED: "Accept a change", ChangeState.DECLINED: "Decline a change",
              ChangeState.WITHDRAWN: "Withdraw a change request", ChangeState.OPEN: "Open a change request again"}
    with workspace.writing(labels[state]) as session:
        row = _change(session, change_id)
        row.state, row.answer = state.value, answer.strip()
        decided = state is not ChangeState.OPEN
        row.decided_on = (today or date.today()) if decided else None
        row.decided_by = workspace.person_name if decided else ""
        session.add(row)


def edit_change(workspace: Workspace, change_id: int, draft: ChangeDraft) -> None:
    """Store the changed request; KnownError once it is decided."""
    for problem in draft.problems():
        raise problem
    with workspace.writing("Edit a change request") as session:
        row = _change(session, change_id)
        if row.state != ChangeState.OPEN:
            raise KnownError("This change request is decided.", "Open it again first.")
        row.clause, row.wish, row.asked_by = draft.clause, draft.wish.strip(), draft.asked_by.strip()
        row.asked_on, row.price_minor, row.currency = draft.asked_on, draft.price_minor, draft.currency
        session.add(row)


def delete_change(workspace: Workspace, change_id: int) -> None:
    """Take a change request off the record (undoable)."""
    with workspace.writing("Delete a change request") as session:
        session.delete(_change(session, change_id))


def remind(workspace: Workspace, contract_id: int, note: str = "", *, now: datetime | None = None) -> None:
    """Write down that a reminder about the signature went out; KnownError when nothing is waited for."""
    with workspace.writing("Remind of a contract") as session:
        contract = contract_of(session, contract_id)
        if contract.state not in (C.SENT, C.SIGNED):
            raise KnownError(
                f"{contract.number} is “{label(C(contract.state))}”, so no signature is waited for.",
                "Mark it as sent first." if contract.state in (C.DRAFT, C.CHANGES) else "Nothing is left to do.",
            )
        log(session, contract, by=workspace.person_name, note=note, kind=MoveKind.REMINDER,
            now=now or datetime.now(UTC))


def _change(session: Session, change_id: int) -> ContractChange:
    row = session.get(ContractChange, change_id)
    if row is None:
        raise KnownError("This change request was deleted meanwhile.", "Undo the deletion first.")
    return row

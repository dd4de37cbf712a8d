"""Writes about violations: record one, log what was sent, close it as fixed with proof, taken down or dismissed."""

from datetime import UTC, datetime

from sqlmodel import Session

from microinf_desktop.domain.compliance import Phase
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.violations import Rung, StepDraft, ViolationDraft, ViolationState
from microinf_desktop.queries import compliance
from microinf_desktop.storage.tables import Deliverable, Violation, ViolationStep
from microinf_desktop.storage.workspace import Workspace

# What only the contract can allow.
_BY_CONTRACT = (Rung.HOLD_PAY, Rung.TERMINATE)


def record(
    workspace: Workspace, deliverable_id: int, draft: ViolationDraft, *, now: datetime | None = None
) -> int:
    """Record a violation of a live post; returns its id. ValidationError on `rule` or `what` when empty."""
    for name in ("rule", "what"):
        if not getattr(draft, name).strip():
            raise ValidationError(name, "Nothing says what was broken.", "Write it down.")
    with workspace.writing("Record a violation") as session:
        if session.get(Deliverable, deliverable_id) is None:
            raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion, then try again.")
        row = Violation(
            deliverable_id=deliverable_id, jurisdiction=draft.jurisdiction, rule=draft.rule.strip(),
            what=draft.what.strip(), wording=draft.wording.strip(), place=draft.place.strip(),
            source=draft.source.strip(), evidence_id=draft.evidence_id, found_at=now or datetime.now(UTC),
            found_by=workspace.person_name,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def log_step(workspace: Workspace, violation_id: int, draft: StepDraft, *, now: datetime | None = None) -> int:
    """Log a message as sent; returns its id.

    ValidationError on `text` when empty, on `due_at` when it does not lie ahead, on `clause` when pay is held or the
    agreement ended without naming what in the contract allows it.
    """
    now = now or datetime.now(UTC)
    if not draft.text.strip():
        raise ValidationError("text", "There is no message.", "Write what was sent.")
    if draft.due_at is not None and draft.due_at <= now:
        raise ValidationError("due_at", "The deadline has passed already.", "Choose a later one.")
    if draft.kind in _BY_CONTRACT and not draft.clause.strip():
        raise ValidationError("clause", "Only the contract can allow this.", "Name the clause, or take another step.")
    with workspace.writing(f"Log {draft.kind.replace('_', ' ')} as sent") as session:
        _open(session, violation_id)
        row = ViolationStep(
            violation_id=violation_id, kind=draft.kind, text=draft.text.strip(), clause=draft.clause.strip(),
            sent_at=now, due_at=draft.due_at, sent_by=workspace.person_name,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def close_fixed(workspace: Workspace, violation_id: int, *, now: datetime | None = None) -> None:
    """Close a violation as mended: a look at the live post since must not fail, and a proof be on file since.

    KnownError when one of the two is missing, with what to do.
    """
    now = now or datetime.now(UTC)
    with workspace.writing("Close a violation as fixed") as session:
        row = _open(session, violation_id)
        looks = [check for check in compliance.checks(session, row.deliverable_id)
                 if check.phase is Phase.LIVE and check.jurisdiction == row.jurisdiction
                 and check.checked_at > row.found_at]
        if not looks:
            raise KnownError("Nobody has looked at the post since.", "Look at the live post and record the look.")
        if looks[0].verdict is Verdict.FAIL:
            raise KnownError(f"The last look still fails for {row.jurisdiction}.", "Ask for the fix again.")
        proofs = [proof for proof in compliance.evidence(session, row.deliverable_id)
                  if proof.captured_at > row.found_at]
        if not proofs:
            raise KnownError("There is no proof of the fix.", "Add a screenshot of the mended post as evidence.")
        row.fix_evidence_id = proofs[0].id
        _close(session, workspace, row, ViolationState.FIXED, now, "")


def close_otherwise(
    workspace: Workspace, violation_id: int, state: ViolationState, reason: str, *, now: datetime | None = None
) -> None:
    """Close a violation as taken down or dismissed; ValidationError on `reason` when empty."""
    if state not in (ViolationState.TAKEN_DOWN, ViolationState.DISMISSED):
        raise ValueError(f"{state} is not one of the other ways to close a violation")
    if not reason.strip():
        raise ValidationError("reason", "Closing needs a reason.", "Write what happened.")
    with workspace.writing("Close a violation") as session:
        _close(session, workspace, _open(session, violation_id), state, now or datetime.now(UTC), reason.strip())


def reopen(workspace: Workspace, violation_id: int) -> None:
    """Take up a closed violation again."""
    with workspace.writing("Reopen a violation") as session:
        row = _get(session, violation_id)
        row.state, row.closed_at, row.closed_by, row.closing_note = ViolationState.OPEN, None, "", ""
        row.fix_evidence_id = None
        session.add(row)


def _close(
    session: Session, workspace: Workspace, row: Violation, state: ViolationState, at: datetime, note: str
) -> None:
    row.state, row.closed_at, row.closed_by, row.closing_note = state, at, workspace.person_name, note
    session.add(row)


def _open(session: Session, violation_id: int) -> Violation:
    row = _get(session, violation_id)
    if row.state != ViolationState.OPEN:
        raise KnownError("This violation is closed.", "Reopen it first.")
    return row


def _get(session: Session, violation_id: int) -> Violation:
    row = session.get(Violation, violation_id)
    if row is None:
        raise KnownError("This violation was deleted meanwhile.", "Undo the deletion first.")
    return row

"""Violations of the sample: every look at a live post that failed, what was sent about it, and what mended it."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from microinf_desktop.domain.compliance import Phase
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.dossiers import local_moment
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.violations import Rung, ViolationState, deadline, first_rung
from microinf_desktop.interchange.notices import language_of, written
from microinf_desktop.queries import compliance
from microinf_desktop.queries.notices import notice_source
from microinf_desktop.queries.violations import one, proposed
from microinf_desktop.storage.tables import DisclosureCheck, Violation, ViolationStep

_NOTED = timedelta(minutes=10)  # after the look
_SENT = timedelta(minutes=25)


def add_violations(session: Session, packs: PackSet) -> None:
    """Record a violation for each failing look; needs checks and evidence in the database."""
    failing = session.exec(
        select(DisclosureCheck.deliverable_id).distinct()
        .where(DisclosureCheck.phase == Phase.LIVE, DisclosureCheck.verdict == Verdict.FAIL)
        .order_by(col(DisclosureCheck.deliverable_id))
    ).all()
    for deliverable_id in failing:
        _add(session, deliverable_id, packs)


def _add(session: Session, deliverable_id: int, packs: PackSet) -> None:
    looks = [check for check in compliance.checks(session, deliverable_id) if check.phase is Phase.LIVE]
    for area in sorted({look.jurisdiction for look in looks}):
        of_area = sorted((look for look in looks if look.jurisdiction == area), key=lambda look: look.checked_at)
        broken = next((look for look in of_area if look.verdict is Verdict.FAIL), None)
        if broken is None:
            continue
        mended = next((look for look in of_area
                       if look.checked_at > broken.checked_at and look.verdict is not Verdict.FAIL), None)
        row = _violation(session, broken, mended, packs)
        session.add(row)
        session.flush()
        session.add(_notice(session, row, first_rung(broken.findings), packs))
    session.flush()


def _violation(
    session: Session, broken: compliance.CheckRow, mended: compliance.CheckRow | None, packs: PackSet
) -> Violation:
    draft = proposed(session, broken, packs)
    proofs = sorted(compliance.evidence(session, broken.deliverable_id), key=lambda proof: proof.captured_at)
    proof = next((proof for proof in proofs if proof.captured_at >= broken.checked_at), None)
    row = Violation(
        deliverable_id=broken.deliverable_id, jurisdiction=broken.jurisdiction, rule=draft.rule, what=draft.what,
        wording=draft.wording, place=draft.place, source=draft.source, found_at=broken.checked_at + _NOTED,
        found_by=broken.checked_by, evidence_id=proof.id if proof else None,
    )
    fix = next((one for one in proofs if mended is not None and one.captured_at >= mended.checked_at), None)
    if mended is not None and fix is not None:
        row.state, row.closed_at, row.closed_by = ViolationState.FIXED, mended.checked_at + _NOTED, mended.checked_by
        row.fix_evidence_id = fix.id
    return row


def _notice(session: Session, row: Violation, rung: Rung, packs: PackSet) -> ViolationStep:
    """In the creator's language, as the dialog proposes it."""
    sent_at = row.found_at + _SENT
    due: datetime = deadline(sent_at)
    shown = one(session, row.id or 0)
    assert shown is not None  # added in the same step
    source = notice_source(session, shown, packs, today=sent_at.date())
    local, zone = local_moment(due, source.time_zone)
    text = written(rung, source.facts, language_of(source.languages), local, zone, row.found_by)
    return ViolationStep(
        violation_id=row.id or 0, kind=rung, text=text.strip(), sent_at=sent_at, due_at=due, sent_by=row.found_by
    )

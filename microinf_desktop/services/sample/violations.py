"""Violations of the sample: every look at a live post that failed, what was sent about it, and what mended it."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from microinf_desktop.domain.compliance import Phase
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.enums import DeliverableKind, Verdict
from microinf_desktop.domain.violations import NoticeFacts, Rung, ViolationState, deadline, first_rung, notice_text
from microinf_desktop.queries import compliance
from microinf_desktop.queries.violations import proposed
from microinf_desktop.storage.tables import (
    Collaboration,
    Deliverable,
    DisclosureCheck,
    Influencer,
    Violation,
    ViolationStep,
)

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
        session.add(_notice(session, row, first_rung(broken.findings)))
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


def _notice(session: Session, row: Violation, rung: Rung) -> ViolationStep:
    found = session.exec(
        select(Deliverable, Influencer.name)
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(Deliverable.id == row.deliverable_id)
    ).one()
    deliverable, creator = found
    sent_at = row.found_at + _SENT
    due: datetime = deadline(sent_at)
    text = notice_text(rung, NoticeFacts(
        creator, DeliverableKind(deliverable.kind).replace("_", " "), deliverable.live_url, row.what, row.wording,
        row.place, row.rule, row.source, f"{due:%d %b %Y, %H:%M} UTC", row.found_by,
    ))
    return ViolationStep(
        violation_id=row.id or 0, kind=rung, text=text.strip(), sent_at=sent_at, due_at=due, sent_by=row.found_by
    )

"""Reads of violations: those of a deliverable or a creator with what was sent, and what to propose next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from sqlmodel import Session, col

from microinf_desktop.domain.compliance import Phase
from microinf_desktop.domain.disclosure import PackSet
from microinf_desktop.domain.disclosure.demand import demanded_label
from microinf_desktop.domain.disclosure.language import stated_languages
from microinf_desktop.domain.disclosure.results import Finding
from microinf_desktop.domain.enums import DeliverableKind, Verdict
from microinf_desktop.domain.violations import (
    HOURS_SETTING,
    NOTICE_HOURS,
    Rung,
    ViolationDraft,
    ViolationState,
    first_rung,
    next_rung,
)
from microinf_desktop.queries import compliance
from microinf_desktop.queries.compliance import CheckRow, HistoryEntry
from microinf_desktop.queries.deals import DEAL_COLUMNS, DealRef, join_deal
from microinf_desktop.queries.packs import pack_set
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Collaboration, Contract, Deliverable, Violation, ViolationStep

_SENT = {
    Rung.NOTICE: "Asked for the fix", Rung.REPUBLISH: "Asked to publish it again",
    Rung.TAKE_DOWN: "Asked to take it down", Rung.HOLD_PAY: "Said that the pay is held",
    Rung.TERMINATE: "Said that the agreement ends",
}
_CLOSED = {
    ViolationState.OPEN: "", ViolationState.FIXED: "Fixed, with its proof",
    ViolationState.TAKEN_DOWN: "The post was taken down", ViolationState.DISMISSED: "It was no violation",
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """Something that was sent about a violation."""

    id: int
    kind: Rung
    text: str
    clause: str
    sent_at: datetime
    due_at: datetime | None
    sent_by: str


@dataclass(frozen=True, slots=True)
class ViolationRow:
    """A violation with its ladder, oldest step first; `first` is where the ladder begins."""

    id: int
    deliverable_id: int
    deal: DealRef
    kind: DeliverableKind
    live_url: str
    jurisdiction: str
    rule: str
    what: str
    wording: str
    place: str
    source: str
    found_at: datetime
    found_by: str
    evidence_id: int | None
    state: ViolationState
    closed_at: datetime | None
    closed_by: str
    closing_note: str
    fix_evidence_id: int | None
    steps: tuple[StepRow, ...]
    first: Rung
    problem: str = ""  # the checker's word for what was wrong

    @property
    def due_at(self) -> datetime | None:
        """The deadline of the last step that has one."""
        return self.steps[-1].due_at if self.steps else None

    def is_overdue(self, now: datetime) -> bool:
        return self.state is ViolationState.OPEN and self.due_at is not None and self.due_at <= now

    def proposes(self, now: datetime) -> Rung | None:
        """The rung to take now; None once closed and while the creator has time."""
        if self.state is not ViolationState.OPEN:
            return None
        return next_rung([step.kind for step in self.steps], self.due_at, now, self.first)


@dataclass(frozen=True, slots=True)
class CreatorRecord:
    """How a creator deals with labels: violations by state, and the median time from finding to fix."""

    total: int
    open: int
    fixed: int
    median_to_fix: timedelta | None


def of_deliverable(session: Session, deliverable_id: int) -> list[ViolationRow]:
    """The violations of a deliverable, newest first."""
    return _rows(session, col(Violation.deliverable_id) == deliverable_id)


def history(session: Session, deliverable_id: int) -> list[HistoryEntry]:
    """What was found, sent and closed about the violations of a deliverable, newest first."""
    entries = []
    for row in of_deliverable(session, deliverable_id):
        found = HistoryEntry("violation", row.found_at, row.found_by, f"{row.rule}: {row.what}", row.jurisdiction,
                             Verdict.FAIL, row.id)
        sent = [HistoryEntry("notice", step.sent_at, step.sent_by, " · ".join(
            part for part in (_SENT[step.kind], step.clause) if part), row.jurisdiction, row_id=step.id)
            for step in row.steps]
        entries += [found, *sent]
        if row.closed_at is not None:
            entries.append(HistoryEntry("closed", row.closed_at, row.closed_by, " · ".join(
                part for part in (_CLOSED[row.state], row.closing_note) if part), row.jurisdiction, row_id=row.id))
    return sorted(entries, key=lambda entry: (entry.at, entry.row_id), reverse=True)


def of_creator(session: Session, influencer_id: int) -> list[ViolationRow]:
    """The violations of a creator over all campaigns, newest first."""
    return _rows(session, col(Collaboration.influencer_id) == influencer_id)


def of_campaign(session: Session, campaign_id: int) -> list[ViolationRow]:
    """The violations of a campaign, newest first."""
    return _rows(session, col(Deliverable.campaign_id) == campaign_id)


def open_ids(session: Session) -> list[int]:
    """The violations that are open, the latest found first."""
    return list(session.execute(
        pick(Violation.id).where(col(Violation.state) == ViolationState.OPEN)
        .order_by(col(Violation.found_at).desc(), col(Violation.id).desc())
    ).scalars())


def one(session: Session, violation_id: int) -> ViolationRow | None:
    found = _rows(session, col(Violation.id) == violation_id)
    return found[0] if found else None


def record_of(rows: Sequence[ViolationRow]) -> CreatorRecord:
    """The sums over a creator's violations; those dismissed do not count."""
    counted = [row for row in rows if row.state is not ViolationState.DISMISSED]
    mended = [row for row in counted if row.state is ViolationState.FIXED]
    took = [(row.closed_at - row.found_at).total_seconds() for row in mended if row.closed_at is not None]
    return CreatorRecord(
        len(counted), sum(row.state is ViolationState.OPEN for row in counted), len(mended),
        timedelta(seconds=median(took)) if took else None,
    )


def live_failures(session: Session, deliverable_id: int) -> list[CheckRow]:
    """The jurisdictions whose newest look at the live post fails, unless its violation is open or was closed since."""
    newest: dict[str, CheckRow] = {}
    for check in compliance.checks(session, deliverable_id):
        if check.phase is Phase.LIVE:
            newest.setdefault(check.jurisdiction, check)
    for row in of_deliverable(session, deliverable_id):
        look = newest.get(row.jurisdiction)
        if look is not None and (row.closed_at is None or row.closed_at >= look.checked_at):
            del newest[row.jurisdiction]
    return [check for check in newest.values() if check.verdict is Verdict.FAIL]


def proposed(session: Session, check: CheckRow, packs: PackSet | None = None) -> ViolationDraft:
    """A violation as the failing look suggests it: the worst finding, and the exact label to demand."""
    worst = next(one for one in check.findings if one.severity == "fail" and one.scope == "law")
    found = session.execute(
        join_deal(pick(Deliverable, Collaboration.relationship, Campaign.audience_languages),
                  Deliverable.collaboration_id)
        .where(col(Deliverable.id) == check.deliverable_id)
    ).one()
    deliverable, relationship, audience = found
    label = demanded_label(
        check.jurisdiction, deliverable.platform, DeliverableKind(deliverable.kind).post_format, relationship,
        stated_languages(deliverable.caption_language, audience), packs or pack_set(session),
        on=check.checked_at.date(),
    )
    proof = next(iter(compliance.evidence(session, check.deliverable_id)), None)
    return ViolationDraft(
        check.jurisdiction, worst.rule, worst.message, label.text.removesuffix("|").rstrip(),
        " ".join(part for part in (label.place, label.also) if part), worst.source, proof.id if proof else None,
    )


def hours(session: Session) -> int:
    """The deadline of a notice as the agency has set it."""
    from microinf_desktop.queries.agency import setting

    return int(setting(session, HOURS_SETTING, NOTICE_HOURS))


def contract_note(session: Session, deliverable_id: int) -> str:
    """Which contract a step against the pay rests on; "" when none is signed by both."""
    found = session.execute(
        pick(Contract.number).join(Deliverable, col(Deliverable.collaboration_id) == col(Contract.collaboration_id))
        .where(col(Deliverable.id) == deliverable_id, col(Contract.state).in_(("countersigned", "active")))
        .order_by(col(Contract.id).desc())
    ).scalars().first()
    return found or ""


def _rows(session: Session, *conditions: Any) -> list[ViolationRow]:
    found = session.execute(
        join_deal(
            pick(Violation, Deliverable, *DEAL_COLUMNS)
            .join(Deliverable, col(Deliverable.id) == col(Violation.deliverable_id)),
            Deliverable.collaboration_id,
        ).where(*conditions).order_by(col(Violation.found_at).desc(), col(Violation.id).desc())
    ).all()
    steps = _steps(session, [row[0].id for row in found])
    looks = compliance.checks_of(session, [row[0].deliverable_id for row in found])
    built = []
    for violation, deliverable, *deal in found:
        findings = _findings(looks.get(violation.deliverable_id, ()), violation)
        built.append(ViolationRow(
            violation.id, violation.deliverable_id, DealRef(*deal), DeliverableKind(deliverable.kind),
            deliverable.live_url, violation.jurisdiction, violation.rule, violation.what, violation.wording,
            violation.place, violation.source, violation.found_at, violation.found_by, violation.evidence_id,
            ViolationState(violation.state), violation.closed_at, violation.closed_by, violation.closing_note,
            violation.fix_evidence_id, tuple(steps.get(violation.id, ())),
            first_rung(findings), next((one.problem for one in findings if one.severity == "fail"), ""),
        ))
    return built


def _findings(looks: Sequence[CheckRow], violation: Violation) -> tuple[Finding, ...]:
    """What the look said by which the violation was found: the last one of its jurisdiction before it."""
    for check in reversed(looks):
        if (check.phase is Phase.LIVE and check.jurisdiction == violation.jurisdiction
                and check.checked_at <= violation.found_at):
            return tuple(one for one in check.findings if one.rule == violation.rule)
    return ()


def _steps(session: Session, violation_ids: Sequence[int]) -> dict[int, list[StepRow]]:
    listed: dict[int, list[StepRow]] = {}
    for step in session.execute(
        pick(ViolationStep).where(col(ViolationStep.violation_id).in_(violation_ids))
        .order_by(col(ViolationStep.sent_at), col(ViolationStep.id))
    ).scalars():
        listed.setdefault(step.violation_id, []).append(StepRow(
            step.id or 0, Rung(step.kind), step.text, step.clause, step.sent_at, step.due_at, step.sent_by
        ))
    return listed



"""Reads of disclosure compliance: the matrix of deliverables and jurisdictions, one deliverable's standing, its record.

The current text of a deliverable is its newest draft, or what was seen online when that was checked after the draft
came in. Only checks of the current text count; a warning is settled by a decision on that text made after the check.
Whoever changes something a check depends on without a new draft (the relationship, say) sets the deliverable's verdict
to not checked, and no earlier check counts.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from microinf_desktop.domain.compliance import (
    UNDISCLOSED_KINDS,
    WARNINGS,
    ComplianceFilter,
    ComplianceView,
    Phase,
    caption_sha256,
    findings_from_json,
    seen_from_json,
    strictest,
)
from microinf_desktop.domain.disclosure.results import Finding
from microinf_desktop.domain.enums import CampaignState, DeliverableKind, DeliverableState, Platform, Verdict
from microinf_desktop.domain.violations import ViolationState
from microinf_desktop.queries.compliance_looks import next_looks
from microinf_desktop.queries.compliance_post import jurisdictions_for, post_for
from microinf_desktop.queries.compliance_slices import AREAS, conditions, joined, slices, with_record
from microinf_desktop.queries.deals import DEAL_COLUMNS, DealRef, by_order, folded, join_deal, ordered
from microinf_desktop.storage.reading import in_order, ordered_ids
from microinf_desktop.storage.tables import (
    Attachment,
    Campaign,
    Client,
    ComplianceDecision,
    Deliverable,
    DisclosureCheck,
    Draft,
    Evidence,
    Influencer,
    Violation,
)

__all__ = [
    "SORT_KEYS", "CheckRow", "ComplianceCounts", "DecisionRow", "EvidenceRow", "HistoryEntry", "MatrixRow", "Standing",
    "checks", "checks_of", "counts", "current_checks", "decisions", "decisions_of", "drafts_of", "evidence",
    "evidence_of", "history", "ids", "jurisdictions", "jurisdictions_for", "latest_draft", "overview", "post_for",
    "rows", "stand", "standing",
]

_SORTS: dict[str, Any] = {
    "publish": Deliverable.publish_on,
    "creator": Influencer.sort_name,
    "campaign": folded(Campaign.name),
    "client": folded(Client.name),
    "title": folded(Deliverable.title),
    "state": by_order(Deliverable.state, DeliverableState),
    "verdict": by_order(Deliverable.verdict, ("pass", "warn", "cannot_tell", "not_checked", "fail")),
}
SORT_KEYS = tuple(_SORTS)
_ALL = ComplianceFilter()


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One recorded check; positions in `findings` are code points of `caption`."""

    id: int
    deliverable_id: int
    jurisdiction: str
    phase: Phase
    verdict: Verdict
    platform_verdict: Verdict
    findings: tuple[Finding, ...]
    passed_rules: tuple[str, ...]
    caption: str
    caption_sha256: str
    draft_number: int | None
    pack_version: str
    checked_at: datetime
    checked_by: str
    seen: Mapping[str, Any] = field(default_factory=dict)  # of a live post besides its caption, in the words of `Post`

    def count(self, severity: str) -> int:
        """How many findings of the law have a severity (fail, warn, info)."""
        return sum(finding.severity == severity and finding.scope == "law" for finding in self.findings)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A named person accepted a warning on exactly one text."""

    id: int
    deliverable_id: int
    caption_sha256: str
    person: str
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How a deliverable's current text stands: one check per jurisdiction, those missing, and the decision that counts.

    `verdict` is the strictest; not checked while a jurisdiction of the campaign lacks its check, unless one fails.
    """

    deliverable_id: int
    verdict: Verdict
    checks: tuple[CheckRow, ...]
    missing: tuple[str, ...]
    decision: DecisionRow | None
    is_needed: bool

    @property
    def needs_decision(self) -> bool:
        return self.verdict in WARNINGS and self.decision is None

    def check(self, jurisdiction: str) -> CheckRow | None:
        """The check that counts in a jurisdiction; None when its current text was not checked there."""
        return next((check for check in self.checks if check.jurisdiction == jurisdiction), None)

    def of(self, *verdicts: Verdict) -> tuple[str, ...]:
        """The jurisdictions with one of these verdicts."""
        return tuple(check.jurisdiction for check in self.checks if check.verdict in verdicts)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A deliverable with one cell per jurisdiction (`standing.check`); `live_check_due` is None with none to come."""

    id: int
    deal: DealRef
    title: str
    kind: DeliverableKind
    platform: Platform
    state: DeliverableState
    publish_on: date | None
    published_at: datetime | None
    live_url: str
    jurisdictions: tuple[str, ...]
    standing: Standing
    draft_number: int | None
    evidence: int
    live_check_due: datetime | None
    live_overdue: bool
    violations: int = 0  # open ones
    looks_again: bool = False  # what is due is the second look
    is_unplanned: bool = False

    @property
    def verdict(self) -> Verdict:
        return self.standing.verdict


@dataclass(frozen=True, slots=True)
class ComplianceCounts:
    """Numbers of the slices; `open` counts each deliverable once and is the number in the sidebar."""

    open: int
    failing: int
    undecided: int
    not_checked: int
    live_overdue: int
    violations: int


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A proof on file; `sha256` and the file's facts are empty for a link alone."""

    id: int
    deliverable_id: int
    kind: str
    url: str
    captured_at: datetime
    captured_zone: str
    captured_by: str
    note: str
    attachment_id: int | None
    file_name: str
    sha256: str
    size_bytes: int
    media_type: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a deliverable's compliance record: kind is check, decision or evidence; `at` is UTC."""

    kind: str
    at: datetime
    who: str
    text: str
    jurisdiction: str = ""
    verdict: Verdict | None = None
    row_id: int = 0


def ids(
    session: Session, wanted: ComplianceFilter = _ALL, sort: str = "publish", descending: bool = False
) -> list[int]:
    """Ids of the deliverables a filter finds, in order; those without a value come last either way."""
    statement = joined(select(col(Deliverable.id)))
    if wanted.view is not ComplianceView.ALL:
        statement = with_record(statement)
    return ordered_ids(session, statement.where(*conditions(wanted)).order_by(
        *ordered(_SORTS[sort], descending, Deliverable.id)))


def overview(
    session: Session, wanted: ComplianceFilter = _ALL, sort: str = "publish", descending: bool = False
) -> dict[ComplianceView, list[int]]:
    """The ids that each view holds under the rest of a filter, in order, read in one statement."""
    sliced = slices(wanted.now or datetime.now(UTC))
    statement = with_record(joined(select(col(Deliverable.id), *sliced.values())))
    found = session.execute(
        statement.where(*conditions(replace(wanted, view=ComplianceView.ALL)))
        .order_by(*ordered(_SORTS[sort], descending, Deliverable.id))
    ).all()
    views = {view: [row[0] for row in found if row[place]] for place, view in enumerate(sliced, 1)}
    return {
        ComplianceView.ALL: [row[0] for row in found],
        ComplianceView.OPEN: [row[0] for row in found if any(row[1:])], **views,
    }


def rows(session: Session, wanted_ids: Sequence[int], now: datetime | None = None) -> list[MatrixRow]:
    """Rows of a block of ids, in their order; ten queries whatever the number of rows."""
    now = now or datetime.now(UTC)
    statement = join_deal(select(Deliverable, AREAS, *DEAL_COLUMNS), Deliverable.collaboration_id)
    found = session.execute(statement.where(col(Deliverable.id).in_(wanted_ids))).all()
    standings = _standings(session, [(r[0], tuple(r[1])) for r in found])
    drafts = drafts_of(session, wanted_ids)
    proofs = _evidence_counts(session, wanted_ids)
    looks = next_looks(session, [r[0] for r in found])
    violations = _open_violations(session, wanted_ids)
    built = {}
    for deliverable, jurisdictions, *deal in found:
        due, again = looks.get(deliverable.id, (None, False))
        draft = drafts.get(deliverable.id)
        built[deliverable.id] = MatrixRow(
            deliverable.id, DealRef(*deal), deliverable.title, DeliverableKind(deliverable.kind),
            Platform(deliverable.platform), DeliverableState(deliverable.state), deliverable.publish_on,
            deliverable.published_at, deliverable.live_url, tuple(jurisdictions), standings[deliverable.id],
            draft.number if draft else None, proofs.get(deliverable.id, 0), due, due is not None and due <= now,
            violations.get(deliverable.id, 0), again, deliverable.is_unplanned,
        )
    return in_order(wanted_ids, built)


def counts(session: Session, now: datetime | None = None, *, campaign_id: int | None = None) -> ComplianceCounts:
    """How many deliverables each slice holds, over all campaigns or in one."""
    sliced = slices(now or datetime.now(UTC))
    statement = with_record(joined(select(
        func.count().filter(or_(*sliced.values())), *(func.count().filter(condition) for condition in sliced.values())
    )))
    wanted = ComplianceFilter(campaign_id=campaign_id)
    return ComplianceCounts(*session.execute(statement.where(*conditions(wanted))).one())


def jurisdictions(session: Session) -> list[str]:
    """The jurisdictions of campaigns that are not archived, most used first: the columns of the matrix."""
    used: dict[str, int] = defaultdict(int)
    found = session.execute(
        select(AREAS).select_from(Campaign).join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Campaign.state) != CampaignState.ARCHIVED)
    ).scalars()
    for listed in found:
        for code in listed:
            used[code] += 1
    return sorted(used, key=lambda code: (-used[code], code))


def standing(session: Session, deliverable_id: int) -> Standing | None:
    """How the current text of a deliverable stands; None when it was deleted meanwhile."""
    found = session.execute(
        join_deal(select(Deliverable, AREAS), Deliverable.collaboration_id).where(col(Deliverable.id) == deliverable_id)
    ).first()
    return None if found is None else _standings(session, [(found[0], tuple(found[1]))])[deliverable_id]


def checks(session: Session, deliverable_id: int) -> list[CheckRow]:
    """Every check on record, newest first."""
    return list(reversed(checks_of(session, [deliverable_id]).get(deliverable_id, [])))


def decisions(session: Session, deliverable_id: int) -> list[DecisionRow]:
    """Every decision on a warning, newest first."""
    return list(reversed(decisions_of(session, [deliverable_id]).get(deliverable_id, [])))


def evidence(session: Session, deliverable_id: int) -> list[EvidenceRow]:
    """The proofs on file, newest capture first."""
    return evidence_of(session, [deliverable_id]).get(deliverable_id, [])


def evidence_of(session: Session, deliverable_ids: Sequence[int]) -> dict[int, list[EvidenceRow]]:
    """The proofs of several deliverables, newest capture first."""
    found = session.execute(
        select(Evidence, Attachment).outerjoin(Attachment, col(Attachment.id) == col(Evidence.attachment_id))
        .where(col(Evidence.deliverable_id).in_(deliverable_ids))
        .order_by(col(Evidence.captured_at).desc(), col(Evidence.id).desc())
    )
    listed: dict[int, list[EvidenceRow]] = defaultdict(list)
    for proof, file in found:
        listed[proof.deliverable_id].append(EvidenceRow(
            proof.id, proof.deliverable_id, proof.kind, proof.url, proof.captured_at, proof.captured_zone,
            proof.captured_by, proof.note, proof.attachment_id, *(
                (file.file_name, file.sha256, file.size_bytes, file.media_type) if file else ("", "", 0, "")
            ),
        ))
    return dict(listed)


def history(session: Session, deliverable_id: int) -> list[HistoryEntry]:
    """Checks, decisions and proofs of a deliverable in one list, newest first."""
    entries = [
        HistoryEntry("check", c.checked_at, c.checked_by, _check_text(c), c.jurisdiction, c.verdict, c.id)
        for c in checks(session, deliverable_id)
    ]
    entries += [
        HistoryEntry("decision", d.decided_at, d.person, f"Accepted the warning: {d.reason}", row_id=d.id)
        for d in decisions(session, deliverable_id)
    ]
    entries += [
        HistoryEntry("evidence", e.captured_at, e.captured_by, " · ".join(
            part for part in (e.kind.replace("_", " ").capitalize(), e.file_name, e.url, e.note) if part
        ), row_id=e.id)
        for e in evidence(session, deliverable_id)
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.kind, entry.row_id), reverse=True)


def _check_text(check: CheckRow) -> str:
    fails, warns = check.count("fail"), check.count("warn")
    parts = [f"{n} {word}{'s' if n != 1 else ''}" for n, word in ((fails, "fail"), (warns, "warning")) if n]
    what = "Live post" if check.phase is Phase.LIVE else (
        "Draft" if check.draft_number is None else f"Draft {check.draft_number}"
    )
    return f"{what} checked with pack {check.pack_version}: {', '.join(parts) or 'no findings'}"


# Standing of several deliverables -----------------------------------------------------------------------------

def _standings(session: Session, wanted: Sequence[tuple[Deliverable, tuple[str, ...]]]) -> dict[int, Standing]:
    deliverable_ids = [deliverable.id or 0 for deliverable, _ in wanted]
    checked = checks_of(session, deliverable_ids)
    decided = decisions_of(session, deliverable_ids)
    drafts = drafts_of(session, deliverable_ids)
    return {
        deliverable.id or 0: stand(
            deliverable, areas, checked.get(deliverable.id or 0, []), decided.get(deliverable.id or 0, []),
            drafts.get(deliverable.id or 0),
        )
        for deliverable, areas in wanted
    }


def stand(
    deliverable: Deliverable, areas: tuple[str, ...], checked: Sequence[CheckRow], decided: Sequence[DecisionRow],
    draft: Draft | None,
) -> Standing:
    """How a deliverable stands by its record: checks and decisions oldest first, and the newest draft."""
    needed = deliverable.kind not in UNDISCLOSED_KINDS
    latest: dict[str, CheckRow] = {}
    if deliverable.verdict != Verdict.NOT_CHECKED:
        latest = {check.jurisdiction: check for check in current_checks(checked, draft)}
    order = [*areas, *sorted(set(latest) - set(areas))]
    current = tuple(latest[code] for code in order if code in latest)
    missing = tuple(code for code in areas if code not in latest)
    verdict = strictest([check.verdict for check in current] + [Verdict.NOT_CHECKED] * bool(missing))
    return Standing(deliverable.id or 0, verdict, current, missing, _counting(decided, current), needed)


def current_checks(checked: Sequence[CheckRow], draft: Draft | None) -> list[CheckRow]:
    """Those of a deliverable's checks (oldest first) that are about its current text."""
    if draft is None:
        return list(checked)
    online = [check for check in checked if check.phase is Phase.LIVE and check.checked_at >= draft.received_at]
    if online:
        return online
    wanted = caption_sha256(draft.caption)
    return [
        check for check in checked
        if check.phase is Phase.DRAFT and check.caption_sha256 == wanted and check.draft_number in (None, draft.number)
    ]


def _counting(decided: Sequence[DecisionRow], current: Sequence[CheckRow]) -> DecisionRow | None:
    """The newest decision that counts; None while one of the warnings has none made on its text since."""
    warned = [check for check in current if check.verdict in WARNINGS]
    settling = [
        [one for one in decided if one.caption_sha256 == check.caption_sha256 and one.decided_at >= check.checked_at]
        for check in warned
    ]
    if not settling or not all(settling):
        return None
    return max((found[-1] for found in settling), key=lambda one: (one.decided_at, one.id))


def checks_of(session: Session, deliverable_ids: Sequence[int]) -> dict[int, list[CheckRow]]:
    """Checks by deliverable, oldest first."""
    found = session.execute(
        select(DisclosureCheck).where(col(DisclosureCheck.deliverable_id).in_(deliverable_ids))
        .order_by(col(DisclosureCheck.checked_at), col(DisclosureCheck.id))
    ).scalars()
    listed: dict[int, list[CheckRow]] = defaultdict(list)
    for check in found:
        findings, passed = findings_from_json(check.findings)
        listed[check.deliverable_id].append(CheckRow(
            check.id or 0, check.deliverable_id, check.jurisdiction, Phase(check.phase), Verdict(check.verdict),
            Verdict(check.platform_verdict), findings, passed, check.caption, check.caption_sha256,
            check.draft_number, check.pack_version, check.checked_at, check.checked_by,
            seen_from_json(check.findings) if check.phase == Phase.LIVE else {},
        ))
    return listed


def decisions_of(session: Session, deliverable_ids: Sequence[int]) -> dict[int, list[DecisionRow]]:
    """Decisions by deliverable, oldest first."""
    found = session.execute(
        select(ComplianceDecision).where(col(ComplianceDecision.deliverable_id).in_(deliverable_ids))
        .order_by(col(ComplianceDecision.decided_at), col(ComplianceDecision.id))
    ).scalars()
    listed: dict[int, list[DecisionRow]] = defaultdict(list)
    for one in found:
        listed[one.deliverable_id].append(DecisionRow(
            one.id or 0, one.deliverable_id, one.caption_sha256, one.person_name, one.reason, one.decided_at
        ))
    return listed


def drafts_of(session: Session, deliverable_ids: Sequence[int]) -> dict[int, Draft]:
    """The newest draft of several deliverables, rows of the storage (for queries and services)."""
    newest = (
        select(col(Draft.deliverable_id), func.max(Draft.number).label("number"))
        .where(col(Draft.deliverable_id).in_(deliverable_ids)).group_by(col(Draft.deliverable_id)).subquery()
    )
    found = session.execute(
        select(Draft).join(newest, and_(
            newest.c.deliverable_id == col(Draft.deliverable_id), newest.c.number == col(Draft.number)
        ))
    ).scalars()
    return {draft.deliverable_id: draft for draft in found}


def latest_draft(session: Session, deliverable_id: int) -> Draft | None:
    """The newest version of the content, a row of the storage (for services, not for the screen)."""
    return drafts_of(session, [deliverable_id]).get(deliverable_id)


def _evidence_counts(session: Session, deliverable_ids: Sequence[int]) -> dict[int, int]:
    found = session.execute(
        select(col(Evidence.deliverable_id), func.count()).where(col(Evidence.deliverable_id).in_(deliverable_ids))
        .group_by(col(Evidence.deliverable_id))
    )
    return {row[0]: row[1] for row in found}


def _open_violations(session: Session, deliverable_ids: Sequence[int]) -> dict[int, int]:
    found = session.execute(
        select(col(Violation.deliverable_id), func.count())
        .where(col(Violation.deliverable_id).in_(deliverable_ids), col(Violation.state) == ViolationState.OPEN)
        .group_by(col(Violation.deliverable_id))
    )
    return {row[0]: row[1] for row in found}

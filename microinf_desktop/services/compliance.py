"""Records of disclosure compliance: checks, decisions on warnings, evidence; and the refusal of an approval."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from microinf_desktop.domain.compliance import (
    WARNINGS,
    EvidenceDraft,
    Phase,
    caption_sha256,
    findings_as_json,
    strictest,
)
from microinf_desktop.domain.disclosure import AudienceResult, CheckResult, PackSet, check_all
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.queries import compliance as queries
from microinf_desktop.queries.compliance import CheckRow, Standing
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import ComplianceDecision, Deliverable, DisclosureCheck, Evidence
from microinf_desktop.storage.workspace import Workspace


def run_check(
    workspace: Workspace, deliverable_id: int, packs: PackSet, *, phase: Phase = Phase.DRAFT,
    now: datetime | None = None, checked_by: str = "", **seen: Any,
) -> AudienceResult:
    """Check a deliverable in every jurisdiction of its audience and record the results; returns them.

    `seen` overrides what the draft says, in the words of `Post` (`caption=`, `onscreen_text=` …): what stands online
    for a live check. KnownError when neither campaign nor client names a jurisdiction.
    """
    now = now or datetime.now(UTC)
    with workspace.reading() as session:
        areas = queries.jurisdictions_for(session, deliverable_id)
        post = queries.post_for(session, deliverable_id, on=now.date(), **seen)
    if not areas:
        raise KnownError(
            "The campaign names no country of its audience, so there are no rules to check against.",
            "Choose the jurisdictions in the campaign.",
        )
    result = check_all(post, areas, packs, now.date())
    record_check(
        workspace, deliverable_id, result.results.values(), post.caption, phase=phase, now=now, checked_by=checked_by,
        seen=seen,
    )
    return result


def record_check(
    workspace: Workspace, deliverable_id: int, results: Iterable[CheckResult], caption: str, *,
    phase: Phase = Phase.DRAFT, now: datetime | None = None, checked_by: str = "",
    seen: Mapping[str, Any] | None = None,
) -> Verdict:
    """Keep the results of checking a text, one per jurisdiction, and set the deliverable's verdict to the strictest.

    A draft checked again with the same outcome adds nothing; a look at the live post is always kept. The verdict
    stays as it is when the text is not the newest draft. Returns the deliverable's verdict.
    """
    with workspace.writing("Check disclosure" if phase is Phase.DRAFT else "Check the live post") as session:
        return put_check(session, deliverable_id, results, caption, phase, now or datetime.now(UTC),
                         checked_by.strip() or workspace.person_name, seen)


def put_check(
    session: Session, deliverable_id: int, results: Iterable[CheckResult], caption: str, phase: Phase, now: datetime,
    checked_by: str, seen: Mapping[str, Any] | None = None,
) -> Verdict:
    """`record_check` inside somebody's step."""
    deliverable = _deliverable(session, deliverable_id)
    draft = queries.latest_draft(session, deliverable_id)
    number = draft.number if draft is not None and draft.caption == caption else None
    known = _newest_by_area(queries.checks(session, deliverable_id), caption, number)
    for result in results:
        row = _check_row(deliverable_id, result, caption, number, phase, seen)
        if phase is Phase.LIVE or not _says_the_same(known.get(result.jurisdiction), row):
            row.checked_at, row.checked_by = now, checked_by
            session.add(row)
    session.flush()
    if phase is Phase.LIVE or draft is None or number is not None:
        current = queries.current_checks(list(reversed(queries.checks(session, deliverable_id))), draft)
        deliverable.verdict = strictest({check.jurisdiction: check.verdict for check in current}.values())
        session.add(deliverable)
    return Verdict(deliverable.verdict)


def decide_warning(
    workspace: Workspace, deliverable_id: int, person_name: str, reason: str, *, now: datetime | None = None
) -> None:
    """Accept the warnings on the current text in somebody's name; holds for exactly this text and cannot be undone.

    ValidationError on `person_name` or `reason` when empty, KnownError when there is no warning or it fails.
    """
    person, reason = person_name.strip() or workspace.person_name, reason.strip()
    if not person:
        raise ValidationError("person_name", "Nobody is named.", "Name who accepts the warning.")
    if not reason:
        raise ValidationError("reason", "A decision needs a reason.", "Write why the warning is acceptable here.")
    with workspace.writing("Accept a warning") as session:
        standing = _standing(session, deliverable_id)
        if standing.verdict is Verdict.FAIL:
            raise KnownError("A failing check cannot be accepted.", "Apply the fix, or ask for changes.")
        if standing.verdict is Verdict.NOT_CHECKED:
            raise KnownError("The current text has not been checked.", "Run the disclosure check first.")
        texts = {check.caption_sha256 for check in standing.checks if check.verdict in WARNINGS}
        if not texts:
            raise KnownError("There is no warning to decide on.", "")
        for sha256 in sorted(texts):
            session.add(ComplianceDecision(
                deliverable_id=deliverable_id, caption_sha256=sha256, person_name=person, reason=reason,
                decided_at=now or datetime.now(UTC),
            ))


def add_evidence(workspace: Workspace, deliverable_id: int, proof: EvidenceDraft, *, captured_by: str = "") -> int:
    """Keep a proof with the hash of its file; returns the id of the record, which cannot be changed or undone.

    ValidationError on `content` when there is neither file nor link, on `captured_at` without a time zone.
    """
    _refuse_proof(proof)
    with workspace.writing("Add evidence") as session:
        _deliverable(session, deliverable_id)
        return put_evidence(workspace, session, deliverable_id, proof, captured_by.strip() or workspace.person_name)


def put_evidence(
    workspace: Workspace, session: Session, deliverable_id: int, proof: EvidenceDraft, captured_by: str
) -> int:
    """`add_evidence` inside somebody's step."""
    _refuse_proof(proof)
    attachment_id = None
    if proof.content is not None:
        name = proof.file_name or f"{proof.kind}-{proof.captured_at:%Y-%m-%d}"
        attachment_id = attachments.store(workspace.folder, session, proof.content, name)
    row = Evidence(
        deliverable_id=deliverable_id, attachment_id=attachment_id, kind=proof.kind, url=proof.url.strip(),
        captured_at=proof.captured_at.astimezone(UTC), captured_zone=proof.zone, note=proof.note.strip(),
        captured_by=captured_by,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def _refuse_proof(proof: EvidenceDraft) -> None:
    if proof.content is None and not proof.url.strip():
        raise ValidationError("content", "There is nothing to keep.", "Choose a file, or type the link.")
    if proof.content is not None and not proof.content:
        raise ValidationError("content", "The file is empty.", "Choose another file.")
    if proof.captured_at.tzinfo is None:
        raise ValidationError("captured_at", "The time of capture has no time zone.", "Give it in UTC.")


def approval_refusal(session: Session, deliverable_id: int) -> str | None:
    """Why a deliverable cannot be approved as far as disclosure goes, with what to do; None when it can.

    A fail blocks, a warning needs a decision on exactly this text, a missing check blocks. Content the creator does
    not post is never refused.
    """
    standing = _standing(session, deliverable_id)
    if not standing.is_needed:
        return None
    if standing.verdict is Verdict.FAIL:
        where = _listed(standing.of(Verdict.FAIL))
        return f"The disclosure check fails for {where}. Apply the fix it proposes, or ask for changes."
    if standing.verdict is Verdict.NOT_CHECKED:
        where = f" for {_listed(standing.missing)}" if standing.missing else ""
        return f"The current text has not been checked for disclosure{where}. Run the disclosure check."
    if standing.needs_decision:
        where = _listed(standing.of(*WARNINGS))
        return f"The disclosure check warns for {where}. Apply its fix, or accept the warning and write down why."
    return None


def _listed(codes: tuple[str, ...]) -> str:
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} and {codes[-1]}"


def _check_row(
    deliverable_id: int, result: CheckResult, caption: str, draft_number: int | None, phase: Phase,
    seen: Mapping[str, Any] | None,
) -> DisclosureCheck:
    looked = {name: value for name, value in (seen or {}).items() if name != "caption"} if phase is Phase.LIVE else None
    return DisclosureCheck(
        deliverable_id=deliverable_id, draft_number=draft_number, phase=phase, jurisdiction=result.jurisdiction,
        verdict=result.verdict, platform_verdict=result.platform_verdict,
        findings=findings_as_json(result.findings, result.passed_rules, looked), caption=caption,
        caption_sha256=caption_sha256(caption), pack_version=result.pack_version,
        checked_at=datetime.min.replace(tzinfo=UTC),
    )


def _newest_by_area(checks: Iterable[CheckRow], caption: str, number: int | None) -> dict[str, CheckRow]:
    """The last draft check of each jurisdiction when it was about this very draft; `checks` are newest first."""
    newest: dict[str, CheckRow] = {}
    for check in checks:
        newest.setdefault(check.jurisdiction, check)
    return {
        code: check for code, check in newest.items()
        if check.phase is Phase.DRAFT and check.caption == caption and check.draft_number == number
    }


def _says_the_same(known: CheckRow | None, row: DisclosureCheck) -> bool:
    return known is not None and (
        known.verdict, known.platform_verdict, known.pack_version, findings_as_json(known.findings, known.passed_rules)
    ) == (row.verdict, row.platform_verdict, row.pack_version, row.findings)


def _standing(session: Session, deliverable_id: int) -> Standing:
    session.flush()
    found = queries.standing(session, deliverable_id)
    if found is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion, then try again.")
    return found


def _deliverable(session: Session, deliverable_id: int) -> Deliverable:
    row = session.get(Deliverable, deliverable_id)
    if row is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion, then try again.")
    return row

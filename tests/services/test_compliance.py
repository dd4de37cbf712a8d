"""Recording checks, deciding on warnings, keeping evidence, and refusing approvals."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from microinf_desktop.domain.compliance import EvidenceDraft, Phase
from microinf_desktop.domain.disclosure import CheckResult, Finding, FixEdit
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import compliance as queries
from microinf_desktop.services import compliance
from microinf_desktop.storage import attachments, changelog
from microinf_desktop.storage.tables import Deliverable, DisclosureCheck
from microinf_desktop.storage.workspace import Workspace
from tests.builders import CAPTION, NOW, TODAY, Deal, a_deal, a_draft

LATER = NOW + timedelta(hours=1)


def result(area: str, verdict: str, rule: str = "GEN-PLACE-03") -> CheckResult:
    findings = () if verdict == "pass" else (
        Finding(rule, verdict, "law", "“Ad” is last.", "Put it first.", "FTC", 0, 2, FixEdit(0, 0, "Ad: "), "late"),
    )
    return CheckResult(area, verdict, "warn", findings, ("GEN-LANG-01",), "2026.11", TODAY)


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    """A deliverable for the UK and the US with one draft."""
    workspace.person_name = "Ida Lund"
    built = a_deal(workspace, deliverable={"state": "internal_review"})
    with workspace.writing("Draft") as session:
        a_draft(session, built.deliverable_id)
    return built


def record(
    workspace: Workspace, deal: Deal, *results: CheckResult, caption: str = CAPTION, **options: object
) -> Verdict:
    given = {"now": NOW, **options}
    return compliance.record_check(workspace, deal.deliverable_id, results, caption, **given)  # type: ignore[arg-type]


def refusal(workspace: Workspace, deal: Deal) -> str | None:
    with workspace.reading() as session:
        return compliance.approval_refusal(session, deal.deliverable_id)


def rows(workspace: Workspace) -> int:
    with workspace.reading() as session:
        return len(session.exec(select(DisclosureCheck.id)).all())


def test_the_strictest_jurisdiction_counts_and_a_fail_blocks(workspace: Workspace, deal: Deal) -> None:
    assert record(workspace, deal, result("UK", "fail"), result("US", "warn")) is Verdict.FAIL
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).verdict == "fail"
        standing = queries.standing(session, deal.deliverable_id)
    assert standing is not None
    check = standing.check("UK")
    assert check is not None
    assert check.findings == result("UK", "fail").findings
    assert (check.passed_rules, check.draft_number, check.checked_by) == (("GEN-LANG-01",), 1, "Ida Lund")
    assert refusal(workspace, deal) == (
        "The disclosure check fails for UK. Apply the fix it proposes, or ask for changes."
    )
    with pytest.raises(KnownError, match="failing check cannot be accepted"):
        compliance.decide_warning(workspace, deal.deliverable_id, "Ida Lund", "we like it")


def test_every_jurisdiction_has_to_be_checked(workspace: Workspace, deal: Deal) -> None:
    assert refusal(workspace, deal) == (
        "The current text has not been checked for disclosure for UK and US. Run the disclosure check."
    )
    record(workspace, deal, result("US", "pass"))
    assert "for UK" in (refusal(workspace, deal) or "")
    record(workspace, deal, result("UK", "pass"))
    assert refusal(workspace, deal) is None


def test_a_warning_needs_a_reason_and_holds_for_exactly_that_text(workspace: Workspace, deal: Deal) -> None:
    record(workspace, deal, result("UK", "pass"), result("US", "warn"))
    assert "warns for US" in (refusal(workspace, deal) or "")
    with pytest.raises(ValidationError, match="needs a reason"):
        compliance.decide_warning(workspace, deal.deliverable_id, "Ida Lund", "  ")
    compliance.decide_warning(workspace, deal.deliverable_id, "", "The picture says it", now=LATER)
    assert refusal(workspace, deal) is None
    # Checked again with the same outcome: nothing new to decide.
    record(workspace, deal, result("UK", "pass"), result("US", "warn"), now=LATER + timedelta(hours=1))
    assert rows(workspace) == 2
    assert refusal(workspace, deal) is None
    # Another warning was not known when the first was accepted.
    record(workspace, deal, result("US", "warn", "US-FTC-AFF-01"), now=LATER + timedelta(hours=2))
    assert "warns for US" in (refusal(workspace, deal) or "")
    # The same words in a new draft are a new text: its picture may differ.
    compliance.decide_warning(workspace, deal.deliverable_id, "Ida", "Fine", now=LATER + timedelta(hours=3))
    with workspace.writing("Draft 2") as session:
        a_draft(session, deal.deliverable_id, number=2, received_at=LATER + timedelta(hours=4))
    assert "has not been checked" in (refusal(workspace, deal) or "")


def test_a_typed_text_leaves_the_verdict_of_the_draft(workspace: Workspace, deal: Deal) -> None:
    record(workspace, deal, result("UK", "pass"), result("US", "pass"))
    assert record(workspace, deal, result("UK", "fail"), caption="#spon tea") is Verdict.PASS
    assert refusal(workspace, deal) is None


def test_resetting_the_verdict_voids_earlier_checks_until_the_next(workspace: Workspace, deal: Deal) -> None:
    record(workspace, deal, result("UK", "pass"), result("US", "pass"))
    with workspace.writing("Change the deal") as session:
        session.get_one(Deliverable, deal.deliverable_id).verdict = "not_checked"
    assert "has not been checked" in (refusal(workspace, deal) or "")
    assert record(workspace, deal, result("UK", "pass"), result("US", "pass")) is Verdict.PASS
    assert refusal(workspace, deal) is None


def test_nothing_to_decide_without_a_warning(workspace: Workspace, deal: Deal) -> None:
    with pytest.raises(KnownError, match="has not been checked"):
        compliance.decide_warning(workspace, deal.deliverable_id, "Ida", "Fine")
    record(workspace, deal, result("UK", "pass"), result("US", "pass"))
    with pytest.raises(KnownError, match="no warning to decide"):
        compliance.decide_warning(workspace, deal.deliverable_id, "Ida", "Fine")


def test_content_the_creator_does_not_post_is_never_refused(workspace: Workspace) -> None:
    raw = a_deal(workspace, deliverable={"kind": "raw_ugc"})
    assert refusal(workspace, raw) is None


def test_a_live_check_is_always_kept_and_sets_the_verdict(workspace: Workspace, deal: Deal) -> None:
    record(workspace, deal, result("UK", "pass"), result("US", "pass"))
    edited = "What a tea"
    for hours in (24, 48):
        found = record(workspace, deal, result("UK", "fail"), result("US", "pass"), caption=edited, phase=Phase.LIVE,
                       now=NOW + timedelta(hours=hours))
        assert found is Verdict.FAIL
    assert rows(workspace) == 6


def test_the_record_survives_undo_and_cannot_be_forged(workspace: Workspace, deal: Deal) -> None:
    record(workspace, deal, result("UK", "fail"), result("US", "pass"))
    changelog.undo(workspace)
    assert rows(workspace) == 2
    assert "has not been checked" in (refusal(workspace, deal) or "")
    with pytest.raises(Exception, match="append-only"), workspace.writing("Forge") as session:
        session.exec(select(DisclosureCheck)).first().verdict = "pass"  # type: ignore[union-attr]


def test_a_check_runs_over_every_jurisdiction_of_the_audience(workspace: Workspace, deal: Deal) -> None:
    packs = load_packs()
    found = compliance.run_check(workspace, deal.deliverable_id, packs, now=NOW)
    assert list(found.results) == ["UK", "US"]
    failing = compliance.run_check(
        workspace, deal.deliverable_id, packs, now=LATER, caption="#spon tea", phase=Phase.LIVE
    )
    assert failing.verdict == "fail"
    with workspace.reading() as session:
        standing = queries.standing(session, deal.deliverable_id)
        assert session.get_one(Deliverable, deal.deliverable_id).verdict == "fail"
    assert standing is not None
    assert {check.pack_version for check in standing.checks} == {r.pack_version for r in failing.results.values()}
    assert {check.caption for check in standing.checks} == {"#spon tea"}


def test_an_audience_without_a_country_cannot_be_checked(workspace: Workspace) -> None:
    nowhere = a_deal(workspace, campaign={"jurisdictions": []})
    with pytest.raises(KnownError, match="names no country of its audience"):
        compliance.run_check(workspace, nowhere.deliverable_id, load_packs())


def test_evidence_keeps_file_hash_time_and_zone(workspace: Workspace, deal: Deal) -> None:
    captured = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    compliance.add_evidence(workspace, deal.deliverable_id, EvidenceDraft(
        captured, "Europe/Berlin", url=" https://example.com/p/1 ", content=b"\x89PNG", file_name="../post.png",
    ))
    with workspace.reading() as session:
        (proof,) = queries.evidence(session, deal.deliverable_id)
    assert (proof.file_name, proof.media_type, proof.size_bytes) == ("post.png", "image/png", 4)
    assert (proof.captured_at, proof.captured_zone, proof.captured_by) == (captured, "Europe/Berlin", "Ida Lund")
    assert proof.url == "https://example.com/p/1"
    assert attachments.read(workspace.folder, proof.sha256) == b"\x89PNG"
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert len(queries.evidence(session, deal.deliverable_id)) == 1


def test_evidence_needs_something_to_keep(workspace: Workspace, deal: Deal) -> None:
    for draft, field in (
        (EvidenceDraft(NOW), "content"), (EvidenceDraft(NOW, content=b""), "content"),
        (EvidenceDraft(NOW.replace(tzinfo=None), url="https://example.com"), "captured_at"),
    ):
        with pytest.raises(ValidationError) as caught:
            compliance.add_evidence(workspace, deal.deliverable_id, draft)
        assert caught.value.field == field


def test_a_look_keeps_what_was_seen_besides_the_caption(workspace: Workspace, deal: Deal) -> None:
    seen = {"onscreen_text": "", "onscreen_start_s": 1.5, "platform_label_used": False}
    compliance.run_check(workspace, deal.deliverable_id, load_packs(), phase=Phase.LIVE, now=LATER, caption=CAPTION,
                         **seen)
    compliance.run_check(workspace, deal.deliverable_id, load_packs(), now=NOW, **seen)
    with workspace.reading() as session:
        found = {check.phase: check for check in queries.checks(session, deal.deliverable_id)}
    assert found[Phase.LIVE].seen == seen
    assert found[Phase.DRAFT].seen == {}, "a draft's facts are kept with the draft"

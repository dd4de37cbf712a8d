"""Violations from the failing look to the proof of the fix, and the ladder between."""

from datetime import timedelta

import pytest

from microinf_desktop.domain.compliance import EvidenceDraft, Phase
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.violations import Rung, StepDraft, ViolationDraft, ViolationState
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import violations as queries
from microinf_desktop.services import violations
from microinf_desktop.services.compliance import add_evidence, run_check
from microinf_desktop.storage import changelog
from microinf_desktop.storage.workspace import Workspace
from tests.builders import CAPTION, NOW, Deal, a_deal, a_draft

PAID = {"compensation_model": "flat_fee", "relationship": "paid"}
BAD = "#spon Two quiet minutes with the Winter Blend by @tarnwicktea."
HOUR = timedelta(hours=1)


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    """A live post whose label is wrong in the UK, looked at an hour after it went live."""
    workspace.person_name = "Ida Lund"
    built = a_deal(workspace, collaboration=PAID, campaign={"jurisdictions": ["UK"]},
                   deliverable={"state": "live", "published_at": NOW, "live_url": "https://example.com/p/1"})
    with workspace.writing("Draft") as session:
        a_draft(session, built.deliverable_id, platform_label_used=False)
    look(workspace, built, BAD, 1)
    return built


def look(workspace: Workspace, deal: Deal, caption: str, hours: int) -> None:
    run_check(workspace, deal.deliverable_id, load_packs(), phase=Phase.LIVE, now=NOW + hours * HOUR, caption=caption,
              platform_label_used=caption != BAD)


def recorded(workspace: Workspace, deal: Deal) -> int:
    with workspace.reading() as session:
        (failing,) = queries.live_failures(session, deal.deliverable_id)
        draft = queries.proposed(session, failing)
    return violations.record(workspace, deal.deliverable_id, draft, now=NOW + 2 * HOUR)


def read(workspace: Workspace, violation_id: int) -> queries.ViolationRow:
    with workspace.reading() as session:
        found = queries.one(session, violation_id)
    assert found is not None
    return found


def test_a_failing_look_proposes_what_to_record(workspace: Workspace, deal: Deal) -> None:
    row = read(workspace, recorded(workspace, deal))
    assert (row.jurisdiction, row.state, row.found_by) == ("UK", ViolationState.OPEN, "Ida Lund")
    assert row.what
    assert row.rule.startswith(("UK-", "GEN-"))
    assert row.wording == "AD"
    assert "First words of the caption" in row.place
    assert row.proposes(NOW + 2 * HOUR) is Rung.NOTICE
    with workspace.reading() as session:
        assert queries.live_failures(session, deal.deliverable_id) == [], "it has its violation"


def test_undo_takes_it_back(workspace: Workspace, deal: Deal) -> None:
    recorded(workspace, deal)
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert queries.of_deliverable(session, deal.deliverable_id) == []
        assert len(queries.live_failures(session, deal.deliverable_id)) == 1


def test_the_ladder_waits_for_each_deadline(workspace: Workspace, deal: Deal) -> None:
    key = recorded(workspace, deal)
    sent, due = NOW + 3 * HOUR, NOW + 27 * HOUR
    violations.log_step(workspace, key, StepDraft(Rung.NOTICE, "Please mend it", due), now=sent)
    row = read(workspace, key)
    assert (row.proposes(sent), row.is_overdue(sent)) == (None, False)
    assert (row.proposes(due), row.is_overdue(due)) == (Rung.REPUBLISH, True)
    for rung, following in (
        (Rung.REPUBLISH, Rung.TAKE_DOWN), (Rung.TAKE_DOWN, Rung.HOLD_PAY), (Rung.HOLD_PAY, Rung.TERMINATE),
        (Rung.TERMINATE, None),
    ):
        violations.log_step(workspace, key, StepDraft(rung, "Text", due + HOUR, "clause 9"), now=due)
        assert read(workspace, key).proposes(due + HOUR) is following


def test_holding_pay_needs_the_clause_that_allows_it(workspace: Workspace, deal: Deal) -> None:
    key = recorded(workspace, deal)
    for draft, field in (
        (StepDraft(Rung.HOLD_PAY, "We hold the pay"), "clause"), (StepDraft(Rung.TERMINATE, "We end it"), "clause"),
        (StepDraft(Rung.NOTICE, "  "), "text"), (StepDraft(Rung.NOTICE, "Mend it", NOW), "due_at"),
    ):
        with pytest.raises(ValidationError) as caught:
            violations.log_step(workspace, key, draft, now=NOW + HOUR)
        assert caught.value.field == field
    assert read(workspace, key).steps == ()


def test_fixed_needs_a_passing_look_and_a_proof(workspace: Workspace, deal: Deal) -> None:
    key = recorded(workspace, deal)
    with pytest.raises(KnownError, match="Nobody has looked"):
        violations.close_fixed(workspace, key)
    look(workspace, deal, BAD, 5)
    with pytest.raises(KnownError, match="still fails for UK"):
        violations.close_fixed(workspace, key)
    look(workspace, deal, CAPTION, 6)
    with pytest.raises(KnownError, match="no proof of the fix"):
        violations.close_fixed(workspace, key)
    proof = add_evidence(workspace, deal.deliverable_id, EvidenceDraft(NOW + 6 * HOUR, url="https://example.com/p/1"))
    violations.close_fixed(workspace, key, now=NOW + 7 * HOUR)
    row = read(workspace, key)
    assert (row.state, row.fix_evidence_id, row.closed_by) == (ViolationState.FIXED, proof, "Ida Lund")
    with workspace.reading() as session:
        record = queries.record_of(queries.of_creator(session, deal.influencer_id))
    assert (record.total, record.open, record.fixed, record.median_to_fix) == (1, 0, 1, 5 * HOUR)
    with pytest.raises(KnownError, match="closed"):
        violations.log_step(workspace, key, StepDraft(Rung.NOTICE, "Text"))
    violations.reopen(workspace, key)
    assert read(workspace, key).state is ViolationState.OPEN
    changelog.undo(workspace)
    assert read(workspace, key).state is ViolationState.FIXED


def test_dismissing_needs_a_reason_and_does_not_count(workspace: Workspace, deal: Deal) -> None:
    key = recorded(workspace, deal)
    with pytest.raises(ValidationError):
        violations.close_otherwise(workspace, key, ViolationState.DISMISSED, " ")
    violations.close_otherwise(workspace, key, ViolationState.DISMISSED, "The label was on the second line")
    with workspace.reading() as session:
        record = queries.record_of(queries.of_creator(session, deal.influencer_id))
    assert (record.total, record.median_to_fix) == (0, None)


def test_a_violation_says_what_was_broken(workspace: Workspace, deal: Deal) -> None:
    with pytest.raises(ValidationError) as caught:
        violations.record(workspace, deal.deliverable_id, ViolationDraft("UK", "UK-1", " "))
    assert caught.value.field == "what"


def test_the_history_tells_what_was_found_sent_and_closed(workspace: Workspace, deal: Deal) -> None:
    key = recorded(workspace, deal)
    violations.log_step(workspace, key, StepDraft(Rung.HOLD_PAY, "We hold", NOW + 27 * HOUR, "clause 9"),
                        now=NOW + 3 * HOUR)
    violations.close_otherwise(workspace, key, ViolationState.TAKEN_DOWN, "She deleted it", now=NOW + 5 * HOUR)
    with workspace.reading() as session:
        closed, sent, found = queries.history(session, deal.deliverable_id)
        assert queries.live_failures(session, deal.deliverable_id) == [], "the look it was found by is dealt with"
    assert (closed.kind, closed.text, closed.at) == (
        "closed", "The post was taken down · She deleted it", NOW + 5 * HOUR)
    assert (sent.kind, sent.text, sent.who) == ("notice", "Said that the pay is held · clause 9", "Ida Lund")
    assert (found.kind, found.jurisdiction) == ("violation", "UK")
    assert found.text.startswith(f"{read(workspace, key).rule}: ")

"""One post for two audiences: whoever is asked, the strictest country counts, and no way leads past a failing check."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from microinf_desktop.cli import main
from microinf_desktop.domain.compliance import ComplianceFilter, ComplianceView, Phase
from microinf_desktop.domain.disclosure import Post, check_all
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.pipelines import DELIVERABLE, can_move
from microinf_desktop.domain.reviews import ReviewDecision, ReviewDraft, ReviewStep
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import compliance as queries
from microinf_desktop.queries.reviews import facts
from microinf_desktop.services import compliance, compliance_batch, reviews
from microinf_desktop.storage.tables import Collaboration, Deliverable
from microinf_desktop.storage.workspace import Workspace
from tests.builders import NOW, TODAY, Deal, a_draft, chain

S = DeliverableState
PACKS = load_packs()
# Fine in one country and less so in the other, and two on which both agree.
QUIET = "Two quiet minutes with @tarnwicktea"
CAPTIONS = [
    (("DE", "UK"), f"Ad: {QUIET}", ("warn", "pass")),
    (("US", "DE"), f"Sponsored by Tarnwick Tea. {QUIET}", ("pass", "fail")),
    (("UK", "DE"), f"Sponsored by Tarnwick Tea. {QUIET}", ("warn", "fail")),
    (("UK", "DE"), QUIET, ("fail", "fail")),
    (("UK", "US"), f"Ad: {QUIET}", ("pass", "pass")),
]


@pytest.mark.parametrize(("areas", "caption", "expected"), CAPTIONS)
def test_editor_gate_matrix_live_check_and_command_line_agree(
    workspace: Workspace, tmp_path: Path, capsys: pytest.CaptureFixture[str], areas: tuple[str, str], caption: str,
    expected: tuple[str, str],
) -> None:
    deal = _with_draft(workspace, areas, caption)
    strictest = min(expected, key=("fail", "warn", "pass").index)
    with workspace.reading() as session:
        post = queries.post_for(session, deal.deliverable_id, on=TODAY)
        assert queries.jurisdictions_for(session, deal.deliverable_id) == areas
    editor = check_all(post, areas, PACKS, TODAY)
    assert tuple(editor.results[area].verdict for area in areas) == expected
    assert editor.verdict == strictest
    assert _command_line(tmp_path, capsys, post, areas) == list(expected)
    compliance_batch.check_batch(workspace, ComplianceFilter(), PACKS, now=NOW)
    _agrees_on_record(workspace, deal, strictest)
    compliance.run_check(workspace, deal.deliverable_id, PACKS, phase=Phase.LIVE, now=NOW, caption=caption)
    _agrees_on_record(workspace, deal, strictest)


def _with_draft(workspace: Workspace, areas: tuple[str, str], caption: str) -> Deal:
    with workspace.writing("Plan") as session:
        deal = chain(session, campaign={"jurisdictions": list(areas), "audience_languages": []},
                     deliverable={"state": "internal_review", "caption_language": ""})
        session.get_one(Collaboration, deal.collaboration_id).relationship = "paid"
        a_draft(session, deal.deliverable_id, caption=caption, platform_label_used=False, received_at=NOW)
    return deal


def _command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], post: Post, areas: tuple[str, str]
) -> list[str]:
    known = {key: value for key, value in asdict(post).items() if value not in (None, (), "")}
    named = {key: known.pop(key) for key in ("relationship", "platform", "format", "caption", "platform_label_used")}
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(
        json.dumps({**named, "id": area, "jurisdiction": area, "context": known}, default=list) for area in areas
    ), encoding="utf-8")
    main(["check", str(file), "--json"])
    return [json.loads(line)["verdict"] for line in capsys.readouterr().out.splitlines()]


def _agrees_on_record(workspace: Workspace, deal: Deal, strictest: str) -> None:
    with workspace.reading() as session:
        standing = queries.standing(session, deal.deliverable_id)
        row = queries.rows(session, [deal.deliverable_id], NOW)[0]
        views = queries.overview(session, ComplianceFilter(now=NOW))
        told = compliance.approval_refusal(session, deal.deliverable_id)
        asked = facts(session, deal.deliverable_id, today=TODAY)
        stored = session.get_one(Deliverable, deal.deliverable_id).verdict
    assert standing is not None
    assert [standing.verdict, row.verdict, asked.verdict, stored] == [strictest] * 4
    assert (deal.deliverable_id in views[ComplianceView.FAILING]) == (strictest == "fail")
    assert (deal.deliverable_id in views[ComplianceView.UNDECIDED]) == (strictest == "warn")
    assert (told is not None) == (strictest != "pass")
    assert (can_move(DELIVERABLE, S.CLIENT_REVIEW, S.APPROVED, asked) is None) == (strictest == "pass")
    assert (can_move(DELIVERABLE, S.INTERNAL_REVIEW, S.CLIENT_REVIEW, asked) is None) == (strictest != "fail")


# No way past a failing check ------------------------------------------------------------------------------------

def _approve(workspace: Workspace, deal: Deal) -> None:
    reviews.decide(workspace, deal.deliverable_id, ReviewDecision.APPROVED, today=TODAY)


def _to_client(workspace: Workspace, deal: Deal) -> None:
    reviews.move(workspace, [deal.deliverable_id], S.CLIENT_REVIEW, today=TODAY)


def _ask_client(workspace: Workspace, deal: Deal) -> None:
    reviews.ask(workspace, deal.deliverable_id, ReviewDraft(ReviewStep.CLIENT, "Marisol Vega"), TODAY)


@pytest.mark.parametrize("way", [_approve, _to_client, _ask_client])
def test_a_failing_text_does_not_leave_our_review(
    workspace: Workspace, way: Callable[[Workspace, Deal], None]
) -> None:
    deal = _with_draft(workspace, ("UK", "US"), QUIET)
    compliance.run_check(workspace, deal.deliverable_id, PACKS, now=NOW)
    with pytest.raises(KnownError, match="disclosure check fails") as caught:
        way(workspace, deal)
    assert "fix" in caught.value.hint
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).state == S.INTERNAL_REVIEW
    with workspace.writing("Mend") as session:
        a_draft(session, deal.deliverable_id, number=2, caption=f"Ad: {QUIET}",
                platform_label_used=False)
    compliance.run_check(workspace, deal.deliverable_id, PACKS, now=NOW)
    way(workspace, deal)
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).state == S.CLIENT_REVIEW


def test_a_failing_text_that_came_in_at_the_client_is_not_asked_about(workspace: Workspace) -> None:
    deal = _with_draft(workspace, ("UK", "US"), f"Ad: {QUIET}")
    compliance.run_check(workspace, deal.deliverable_id, PACKS, now=NOW)
    _to_client(workspace, deal)
    with workspace.writing("A worse one") as session:
        a_draft(session, deal.deliverable_id, number=2, caption=QUIET,
                platform_label_used=False)
    assert compliance.run_check(workspace, deal.deliverable_id, PACKS, now=NOW).verdict == "fail"
    for way in (_ask_client, _approve):
        with pytest.raises(KnownError, match="disclosure check fails"):
            way(workspace, deal)


def test_of_several_the_one_that_stays_is_named(workspace: Workspace) -> None:
    good = _with_draft(workspace, ("UK", "US"), f"Ad: {QUIET}")
    bad = _with_draft(workspace, ("UK", "US"), QUIET)
    for deal in (good, bad):
        compliance.run_check(workspace, deal.deliverable_id, PACKS, now=NOW)
    with pytest.raises(KnownError) as caught:
        reviews.move(workspace, [good.deliverable_id, bad.deliverable_id], S.CLIENT_REVIEW, today=TODAY)
    assert "1 of 2" in caught.value.message
    assert "Klara Vossbeck" in caught.value.message
    assert "Post: The disclosure check fails." in caught.value.message
    with workspace.reading() as session:
        assert session.get_one(Deliverable, good.deliverable_id).state == S.INTERNAL_REVIEW

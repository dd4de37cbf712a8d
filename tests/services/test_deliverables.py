"""The one place that moves deliverables, their drafts and checklists."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.collaborations import DealDraft
from microinf_desktop.domain.deliverables import DeliverableDraft, DeliverableFilter, DraftDraft
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Platform
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import campaigns
from microinf_desktop.queries import deliverables as queries
from microinf_desktop.queries.reviews import possible_moves
from microinf_desktop.services import checklists, reviews, timeline
from microinf_desktop.services import deliverables as services
from microinf_desktop.services.campaigns import save_campaign
from microinf_desktop.services.collaborations import save_deal
from microinf_desktop.services.compliance import decide_warning, run_check
from microinf_desktop.services.drafts import save_draft
from microinf_desktop.storage import changelog
from microinf_desktop.storage.workspace import Workspace
from tests.builders import CAPTION, TODAY, a_deal

S = DeliverableState


def state(workspace: Workspace, deliverable_id: int) -> queries.DeliverableRow:
    with workspace.reading() as session:
        return queries.rows(session, [deliverable_id], TODAY)[0]


def recheck(workspace: Workspace, deliverable_id: int, caption: str) -> str:
    """A new draft with this caption, checked by the real rules."""
    save_draft(workspace, deliverable_id, DraftDraft(caption), TODAY)
    return str(run_check(workspace, deliverable_id, load_packs(), checked_by="Ida").verdict)


def reviewed(workspace: Workspace) -> int:
    """A deliverable with a draft, at the client."""
    deliverable = a_deal(workspace).deliverable_id
    reviews.move(workspace, [deliverable], S.BRIEFED, today=TODAY)
    save_draft(workspace, deliverable, DraftDraft(CAPTION), TODAY)
    reviews.move(workspace, [deliverable], S.INTERNAL_REVIEW, today=TODAY)
    reviews.move(workspace, [deliverable], S.CLIENT_REVIEW, today=TODAY)
    return deliverable


def test_the_ball_follows_the_state(workspace: Workspace) -> None:
    deliverable = reviewed(workspace)
    row = state(workspace, deliverable)
    assert (row.state, row.ball_holder, row.waiting_days) == ("client_review", "client", 0)


def test_approval_needs_a_passing_or_accepted_check(workspace: Workspace) -> None:
    deliverable = reviewed(workspace)
    with pytest.raises(KnownError, match="not been checked"):
        reviews.move(workspace, [deliverable], S.APPROVED)
    assert recheck(workspace, deliverable, "Two quiet minutes with @tarnwicktea") == "fail"
    with pytest.raises(KnownError, match="check fails"):
        reviews.move(workspace, [deliverable], S.APPROVED)
    assert recheck(workspace, deliverable, "Two quiet minutes with @tarnwicktea #ad") == "warn"
    with pytest.raises(KnownError, match="check warns"):
        reviews.move(workspace, [deliverable], S.APPROVED)
    decide_warning(workspace, deliverable, "Ida", "the label stands alone in the second line")
    reviews.move(workspace, [deliverable], S.APPROVED)
    assert state(workspace, deliverable).state == "approved"


def test_another_audience_or_relationship_asks_for_a_new_check(workspace: Workspace) -> None:
    deliverable = reviewed(workspace)
    assert recheck(workspace, deliverable, CAPTION) == "pass"
    row = state(workspace, deliverable)
    with workspace.reading() as session:
        before = campaigns.detail(session, row.campaign_id, TODAY)
    assert before is not None
    save_deal(workspace, row.collaboration_id, DealDraft(relationship="gifted"))
    assert state(workspace, deliverable).verdict == "not_checked"
    changelog.undo(workspace)
    assert state(workspace, deliverable).verdict == "pass"
    fields = {name: before.fields[name] for name in ("client_id", "name", "audience_languages")}
    save_campaign(workspace, CampaignDraft(**fields, jurisdictions=("DE",)), row.campaign_id)
    with pytest.raises(KnownError, match="not been checked"):
        reviews.move(workspace, [deliverable], S.APPROVED)


def test_a_new_draft_resets_the_verdict_and_counts_rounds(workspace: Workspace) -> None:
    deliverable = reviewed(workspace)
    reviews.move(workspace, [deliverable], S.CHANGES_REQUESTED, today=TODAY)
    assert save_draft(workspace, deliverable, DraftDraft("Ad: again"), TODAY) == 2
    row = state(workspace, deliverable)
    assert (row.state, row.verdict, row.rounds_used, row.ball_holder) == ("draft_in", "not_checked", 1, "us")
    with pytest.raises(ValidationError):
        save_draft(workspace, deliverable, DraftDraft(" "))


def test_illegal_moves_are_explained_and_change_nothing(workspace: Workspace) -> None:
    deliverable = a_deal(workspace).deliverable_id
    with pytest.raises(KnownError, match="cannot go from “Not started” to “Approved”"):
        reviews.move(workspace, [deliverable], S.APPROVED)
    assert state(workspace, deliverable).state == "not_started"
    with workspace.reading() as session:
        moves = {move.to: move.refusal for move in possible_moves(session, deliverable)}
    assert moves[S.BRIEFED] is None


def test_every_move_can_be_undone(workspace: Workspace) -> None:
    deliverable = a_deal(workspace).deliverable_id
    reviews.move(workspace, [deliverable], S.BRIEFED, today=TODAY)
    changelog.undo(workspace)
    assert state(workspace, deliverable).state == "not_started"


def test_dates_keep_their_order(workspace: Workspace) -> None:
    deliverable = a_deal(workspace).deliverable_id
    timeline.move_day(workspace, f"d:{deliverable}:publish_on", date(2026, 12, 4))
    assert state(workspace, deliverable).publish_on == date(2026, 12, 4)
    with pytest.raises(KnownError, match=r"waits for “Post, .*: draft”, which ends on 10 Nov 2026"):
        timeline.move_day(workspace, f"d:{deliverable}:publish_on", date(2026, 11, 1))
    with pytest.raises(ValueError, match="not a date"):
        timeline.move_day(workspace, f"d:{deliverable}:state", TODAY)


def test_publishing_early_needs_words(workspace: Workspace) -> None:
    deliverable = reviewed(workspace)
    live = datetime(2026, 11, 21, 9, tzinfo=UTC)
    with pytest.raises(KnownError, match="before it is approved"):
        reviews.publish(workspace, deliverable, "https://example.com/p/1", live)
    reviews.publish(workspace, deliverable, "https://example.com/p/1", live, "posted by mistake")
    assert state(workspace, deliverable).published_at == live
    with pytest.raises(KnownError, match="it is fixed: live since 21 Nov 2026"):
        timeline.move_day(workspace, f"d:{deliverable}:publish_on", date(2026, 12, 4))


def test_a_new_deliverable_brings_its_checklist(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    draft = DeliverableDraft(deal.collaboration_id, DeliverableKind.REEL, Platform.INSTAGRAM, frames=None)
    deliverable = services.save_deliverable(workspace, draft, checklist=["Script", "Cover"], today=TODAY)
    checklists.add_item(workspace, deliverable, "Music licence", date(2026, 11, 30))
    with workspace.reading() as session:
        items = queries.checklist(session, deliverable)
    assert [item.text for item in items] == ["Script", "Cover", "Music licence"]
    checklists.tick(workspace, [items[0].id, items[1].id], TODAY)
    checklists.edit_item(workspace, items[2].id, "Licence", None)
    row = state(workspace, deliverable)
    assert (row.checklist_done, row.checklist_total) == (2, 3)
    checklists.delete_item(workspace, items[2].id)
    with pytest.raises(ValidationError):
        checklists.add_item(workspace, deliverable, " ")
    services.save_deliverable(workspace, replace(draft, title="Reel one"), deliverable)
    services.delete_deliverables(workspace, [deliverable])
    changelog.undo(workspace)
    with workspace.reading() as session:
        detail = queries.detail(session, deliverable, TODAY)
    assert detail is not None
    assert (detail.row.title, len(detail.checklist)) == ("Reel one", 2)


def test_filters_find_late_work(workspace: Workspace) -> None:
    late = a_deal(workspace, deliverable={"draft_due_on": date(2026, 11, 20), "publish_on": date(2026, 12, 1)})
    a_deal(workspace, deliverable={"draft_due_on": date(2026, 11, 30), "publish_on": date(2026, 12, 9)})
    with workspace.reading() as session:
        assert queries.ids(session, DeliverableFilter(late_only=True), today=TODAY) == [late.deliverable_id]
        assert queries.rows(session, [late.deliverable_id], TODAY)[0].late_days == 4
        assert queries.count(session, DeliverableFilter(text="klara", open_only=True), TODAY) == 2
        for sort in queries.SORT_KEYS:
            assert len(queries.ids(session, sort=sort, descending=True, today=TODAY)) == 2
        assert [row["late_days"] for row in queries.exported(session, [late.deliverable_id], TODAY)] == [4]

"""Sequences and recurring series: made in one step, planned back, shifted together, made into templates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.recurrence import Frequency, Rule
from microinf_desktop.domain.sequences import (
    OnClosedDays,
    plan_recurring,
    plan_sequence,
    sequence_from_text,
    sequence_of,
)
from microinf_desktop.interchange.sequences import load_sequences, shipped_sequences
from microinf_desktop.queries import deliverables
from microinf_desktop.queries import series as queries
from microinf_desktop.services import series as services
from microinf_desktop.services import timeline
from microinf_desktop.services.deliverables import save_deliverable
from microinf_desktop.services.timeline import set_days
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Deliverable
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_deal

FIRST = date(2027, 3, 2)


def planned(workspace: Workspace, deal: Deal, first: date = FIRST, closed: OnClosedDays = OnClosedDays.KEEP):  # type: ignore[no-untyped-def]
    with workspace.reading() as session:
        planning = queries.planning(session, deal.campaign_id, TODAY, first + timedelta(days=60))
    assert planning is not None
    return planning, plan_sequence(planning, load_sequences()[0], deal.collaboration_id, first, closed)


def fields(workspace: Workspace, deliverable_id: int) -> dict[str, object]:
    with workspace.reading() as session:
        return session.get_one(Deliverable, deliverable_id).model_dump()


def test_a_sequence_is_one_step_planned_back_with_checklists(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    _planning, series = planned(workspace, deal)
    added = services.add_series(workspace, [series], TODAY)
    rows = [fields(workspace, one) for one in added]
    assert [row["publish_on"] for row in rows] == [FIRST + timedelta(days=n) for n in (0, 1, 4, 6)]
    assert [row["series_position"] for row in rows] == [0, 1, 2, 3]
    assert len({row["series_id"] for row in rows}) == 1
    assert all(row["draft_due_on"] < row["publish_on"] for row in rows)  # type: ignore[operator]
    with workspace.reading() as session:
        found = queries.series_of(session, added[:1])
        items = deliverables.checklist(session, added[0])
    assert [one.deliverable_ids for one in found.values()] == [tuple(added)]
    assert {item.source for item in items} == {"template", "contract"}
    assert any(item.holder == "creator" for item in items)
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert deliverables.rows(session, added, TODAY) == []


def test_days_nobody_works_can_be_avoided(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    sunday = date(2027, 3, 7)
    _planning, kept = planned(workspace, deal, sunday)
    assert (kept.pieces[0].draft.publish_on, kept.pieces[0].closed) == (sunday, "Sunday")
    _planning, moved = planned(workspace, deal, sunday, OnClosedDays.LATER)
    assert (moved.pieces[0].draft.publish_on, moved.pieces[0].closed) == (date(2027, 3, 8), "")


def test_later_pieces_follow_except_what_is_live_or_locked(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    _planning, series = planned(workspace, deal)
    added = services.add_series(workspace, [series], TODAY)
    with workspace.writing("Lock one") as session:
        session.get_one(Deliverable, added[2]).locked_reason = "The studio is booked"
    draft = replace(series.pieces[0].draft, publish_on=FIRST + timedelta(days=7))
    followed = services.save_with_following(workspace, draft, added[0], TODAY)
    assert (followed.moved, len(followed.stayed)) == (2, 1)
    assert "The studio is booked" in followed.stayed[0]
    days = [fields(workspace, one)["publish_on"] for one in added]
    assert days == [FIRST + timedelta(days=n) for n in (7, 8, 4, 13)]
    assert fields(workspace, added[1])["title"] == "Follow-up stories"
    with pytest.raises(KnownError, match="studio"):
        set_days(workspace, {added[2]: {"publish_on": date(2027, 4, 1)}}, "Move")


def test_the_form_moves_no_live_or_fixed_day_and_pushes_what_waits(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    _planning, series = planned(workspace, deal)
    added = services.add_series(workspace, [series], TODAY)
    first, second = added[0], added[1]
    timeline.add_dependency(workspace, deal.campaign_id, f"d:{first}", f"d:{second}")
    later = replace(series.pieces[0].draft, publish_on=FIRST + timedelta(days=30), draft_due_on=None)
    save_deliverable(workspace, later, first, today=TODAY)
    assert fields(workspace, first)["publish_on"] == FIRST + timedelta(days=30)
    assert fields(workspace, second)["publish_on"] > FIRST + timedelta(days=30), "it waits for the first"  # type: ignore[operator]
    with workspace.writing("Fix the day") as session:
        session.get_one(Deliverable, first).locked_reason = "press day"
    fixed = replace(later, publish_on=FIRST, locked_reason="press day")
    with pytest.raises(KnownError, match="press day"):
        save_deliverable(workspace, fixed, first, today=TODAY)
    save_deliverable(workspace, replace(fixed, locked_reason=""), first, today=TODAY)
    assert fields(workspace, first)["publish_on"] == FIRST, "unlocked and moved in one form"


def test_a_piece_that_waits_for_the_first_moves_once_with_the_series(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    _planning, series = planned(workspace, deal)
    added = services.add_series(workspace, [series], TODAY)
    before = [fields(workspace, one)["publish_on"] for one in added]
    timeline.add_dependency(workspace, deal.campaign_id, f"d:{added[0]}", f"d:{added[1]}")
    services.move_with_following(workspace, added[0], FIRST + timedelta(days=7), TODAY)
    after = [fields(workspace, one)["publish_on"] for one in added]
    assert [new - old for new, old in zip(after, before, strict=True)] == [timedelta(days=7)] * 4  # type: ignore[operator]


def test_this_and_following_of_a_recurring_series(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    planning, _series = planned(workspace, deal)
    rule = Rule(Frequency.WEEKLY, 2, (1,), count=4)
    draft = DeliverableDraft(deal.collaboration_id, DeliverableKind.STORY, Platform.INSTAGRAM, title="Story", frames=3)
    series = plan_recurring(planning, draft, "Tuesday stories", rule.text(), rule.days(FIRST))
    added = services.add_series(workspace, [series], TODAY)
    changed = replace(series.pieces[1].draft, frames=5)
    services.save_with_following(workspace, changed, added[1], TODAY)
    assert [fields(workspace, one)["frames"] for one in added] == [3, 5, 5, 5]
    changelog.undo(workspace)
    assert [fields(workspace, one)["frames"] for one in added] == [3, 3, 3, 3]
    with workspace.reading() as session:
        assert next(iter(queries.series_of(session, added).values())).rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=4"


def test_own_sequences_are_made_from_deliverables_named_once_and_deleted(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    _planning, series = planned(workspace, deal)
    template = sequence_of("Ours", [piece.draft for piece in reversed(series.pieces)])
    assert [step.day for step in template.steps] == [0, 1, 4, 6]
    assert sequence_from_text("Ours", template.to_text()) == template
    kept = services.save_sequence(workspace, template)
    with pytest.raises(ValidationError, match="already"):
        services.save_sequence(workspace, template)
    with pytest.raises(ValidationError, match="no pieces"):
        services.save_sequence(workspace, replace(template, name="Empty", steps=()))
    services.save_sequence(workspace, replace(template, name="Ours, new"), kept)
    with workspace.reading() as session:
        assert [one.template.name for one in queries.own_sequences(session)] == ["Ours, new"]
    services.delete_sequence(workspace, kept)
    with workspace.reading() as session:
        assert queries.own_sequences(session) == []


def test_clashes_are_found_over_all_campaigns(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"publish_on": FIRST})
    with workspace.reading() as session:
        busy = queries.busy_days(session, [deal.influencer_id], FIRST, FIRST)
    assert [(one.day, one.kind) for one in busy] == [(FIRST, "grid_post")]


def test_shipped_sequences_hold_the_pieces_of_campaign_templates_too() -> None:
    names = [one.name for one in shipped_sequences()]
    assert names[0] == "Post, stories, live Q&A, poll"
    assert len(names) > len(load_sequences())
    assert len(set(names)) == len(names)

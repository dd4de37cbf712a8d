"""Dates move in one place: with what follows, as one step, and never what is fixed, live or out of order."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from microinf_desktop.domain.campaigns import MilestoneDraft
from microinf_desktop.domain.enums import MilestoneKind
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.queries import timeline as queries
from microinf_desktop.queries.deliverables import DeliverableRow, rows
from microinf_desktop.services import timeline as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Campaign, Deliverable, Dependency, Milestone, Step
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_deal, a_deliverable

DATES = {
    "draft_due_on": date(2026, 11, 30), "internal_review_on": date(2026, 12, 2), "client_review_on": date(2026, 12, 4),
    "publish_on": date(2026, 12, 9),
}


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(workspace, campaign={"jurisdictions": [], "go_live_on": date(2026, 12, 9),
                                       "ends_on": date(2026, 12, 31), "starts_on": date(2026, 11, 2)},
                  deliverable={"title": "Reel", "state": "briefed", **DATES})


def row(workspace: Workspace, number: int | None) -> DeliverableRow:
    with workspace.reading() as session:
        return rows(session, [number or 0], TODAY)[0]


def mark(workspace: Workspace, number: int) -> Milestone:
    with workspace.reading() as session:
        return session.get_one(Milestone, number)


def story(workspace: Workspace, deal: Deal, **given: object) -> int:
    with workspace.writing("Story") as session:
        made = a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Story", kind="story",
                             **{"state": "briefed", "publish_on": date(2026, 12, 10), **given})
        session.flush()
        return made.id or 0


def milestone(workspace: Workspace, deal: Deal, day: date, **given: object) -> int:
    return services.save_milestone(workspace, MilestoneDraft(deal.campaign_id, "Tea sent", day, **given))  # type: ignore[arg-type]


def steps(workspace: Workspace) -> int:
    with workspace.reading() as session:
        return len(session.exec(select(Step.id)).all())


def test_a_moved_day_takes_what_waits_for_it_along_as_one_step(workspace: Workspace, deal: Deal) -> None:
    second = story(workspace, deal)
    services.add_dependency(workspace, deal.campaign_id, f"d:{deal.deliverable_id}", f"d:{second}")
    before = steps(workspace)
    shift = services.move_day(workspace, f"d:{deal.deliverable_id}:publish_on", date(2026, 12, 14), TODAY)
    assert {one.key for one in shift.moved} == {f"d:{deal.deliverable_id}:publish_on", f"d:{second}:publish_on"}
    assert row(workspace, deal.deliverable_id).publish_on == date(2026, 12, 14)
    assert row(workspace, second).publish_on == date(2026, 12, 15)
    assert steps(workspace) == before + 1
    changelog.undo(workspace)
    assert row(workspace, deal.deliverable_id).publish_on == DATES["publish_on"]
    assert row(workspace, second).publish_on == date(2026, 12, 10)


def test_what_cannot_follow_is_said_and_the_rest_moves(workspace: Workspace, deal: Deal) -> None:
    second = story(workspace, deal)
    services.add_dependency(workspace, deal.campaign_id, f"d:{deal.deliverable_id}", f"d:{second}")
    services.set_locked(workspace, f"d:{second}", "the shop opens")
    shift = services.move_day(workspace, f"d:{deal.deliverable_id}:publish_on", date(2026, 12, 14), TODAY)
    assert [one.key for one in shift.blocked] == [f"d:{second}:publish_on"]
    assert "the shop opens" in shift.blocked[0].reason
    assert row(workspace, second).publish_on == date(2026, 12, 10)
    assert row(workspace, deal.deliverable_id).publish_on == date(2026, 12, 14)


def test_a_fixed_day_a_live_post_and_a_done_step_stay(workspace: Workspace, deal: Deal) -> None:
    key = f"d:{deal.deliverable_id}:publish_on"
    services.set_locked(workspace, f"d:{deal.deliverable_id}", "trade fair")
    before = steps(workspace)
    with pytest.raises(KnownError, match="trade fair"):
        services.move_day(workspace, key, date(2026, 12, 11), TODAY)
    with pytest.raises(KnownError, match="trade fair"):
        services.set_days(workspace, {deal.deliverable_id: {"publish_on": date(2026, 12, 11)}}, "Plan")
    assert steps(workspace) == before, "nothing was written"
    services.set_locked(workspace, f"d:{deal.deliverable_id}", "")
    with workspace.writing("Live") as session:
        found = session.get_one(Deliverable, deal.deliverable_id)
        found.published_at, found.state = datetime(2026, 11, 20, 9, tzinfo=UTC), "live"
    with pytest.raises(KnownError, match="live since 20 Nov 2026"):
        services.move_day(workspace, key, date(2026, 12, 11), TODAY)


def test_the_order_of_the_work_is_kept(workspace: Workspace, deal: Deal) -> None:
    with pytest.raises(KnownError, match=r"it waits for “Reel, .*: client review”, which ends on 04 Dec 2026"):
        services.move_day(workspace, f"d:{deal.deliverable_id}:publish_on", date(2026, 11, 26), TODAY)
    with pytest.raises(ValidationError):
        services.set_days(workspace, {deal.deliverable_id: {"publish_on": date(2026, 11, 26)}}, "Plan")
    assert row(workspace, deal.deliverable_id).publish_on == DATES["publish_on"]
    with pytest.raises(ValueError, match="not a date"):
        services.move_day(workspace, f"d:{deal.deliverable_id}:state", TODAY)
    with pytest.raises(KnownError, match="deleted meanwhile"):
        services.move_day(workspace, "m:999", TODAY)


def test_a_day_that_was_not_set_yet_is_set(workspace: Workspace, deal: Deal) -> None:
    services.move_day(workspace, f"d:{deal.deliverable_id}:ship_on", date(2026, 11, 25), TODAY)
    assert row(workspace, deal.deliverable_id).ship_on == date(2026, 11, 25)


def test_a_milestone_pushes_the_work_that_waits_for_it(workspace: Workspace, deal: Deal) -> None:
    sent = milestone(workspace, deal, date(2026, 11, 25), kind=MilestoneKind.SHIPPING)
    services.add_dependency(workspace, deal.campaign_id, f"m:{sent}", f"d:{deal.deliverable_id}")
    moved = MilestoneDraft(deal.campaign_id, "Tea sent", date(2026, 12, 1), MilestoneKind.SHIPPING)
    services.save_milestone(workspace, moved, sent)
    assert mark(workspace, sent).due_on == date(2026, 12, 1)
    assert row(workspace, deal.deliverable_id).draft_due_on > date(2026, 12, 1)  # type: ignore[operator]
    changelog.undo(workspace)
    assert mark(workspace, sent).due_on == date(2026, 11, 25)
    assert row(workspace, deal.deliverable_id).draft_due_on == DATES["draft_due_on"]


def test_a_fixed_milestone_is_freed_before_it_moves(workspace: Workspace, deal: Deal) -> None:
    sent = milestone(workspace, deal, date(2026, 11, 25), locked_reason="courier booked")
    later = MilestoneDraft(deal.campaign_id, "Tea sent", date(2026, 11, 27), locked_reason="courier booked")
    with pytest.raises(ValidationError, match="courier booked"):
        services.save_milestone(workspace, later, sent)
    with pytest.raises(KnownError, match="courier booked"):
        services.move_day(workspace, f"m:{sent}", date(2026, 11, 27), TODAY)
    assert mark(workspace, sent).due_on == date(2026, 11, 25)
    services.save_milestone(workspace, MilestoneDraft(deal.campaign_id, "Tea sent", date(2026, 11, 27)), sent)
    assert (mark(workspace, sent).due_on, mark(workspace, sent).locked_reason) == (date(2026, 11, 27), "")


def test_a_milestone_that_waits_is_not_put_before_what_it_waits_for(workspace: Workspace, deal: Deal) -> None:
    numbers = milestone(workspace, deal, date(2026, 12, 16))
    services.add_dependency(workspace, deal.campaign_id, f"d:{deal.deliverable_id}", f"m:{numbers}")
    early = MilestoneDraft(deal.campaign_id, "Tea sent", date(2026, 12, 7))
    with pytest.raises(ValidationError, match=r"waits for .*Reel.* ends on 09 Dec 2026"):
        services.save_milestone(workspace, early, numbers)
    assert mark(workspace, numbers).due_on == date(2026, 12, 16)


def test_impossible_milestones_are_refused(workspace: Workspace, deal: Deal) -> None:
    with pytest.raises(ValidationError, match="name is empty"):
        services.save_milestone(workspace, MilestoneDraft(deal.campaign_id, "  ", TODAY))
    with pytest.raises(ValidationError, match="end before it starts"):
        milestone(workspace, deal, TODAY, starts_on=TODAY + timedelta(days=1))


def test_a_circle_is_refused_with_the_sentence(workspace: Workspace, deal: Deal) -> None:
    second = story(workspace, deal)
    sent = milestone(workspace, deal, date(2026, 11, 25))
    reel, tale, tea = f"d:{deal.deliverable_id}", f"d:{second}", f"m:{sent}"
    first = services.add_dependency(workspace, deal.campaign_id, reel, tale)
    assert services.add_dependency(workspace, deal.campaign_id, reel, tale) == first, "not twice"
    services.add_dependency(workspace, deal.campaign_id, tale, tea)
    with pytest.raises(KnownError) as refused:
        services.add_dependency(workspace, deal.campaign_id, tea, reel)
    said = str(refused.value)
    assert said.startswith("These would wait for each other: ")
    assert said.count("waits for") == 3
    assert "“Tea sent”" in said
    with pytest.raises(KnownError, match="would wait for itself"):
        services.add_dependency(workspace, deal.campaign_id, tea, tea)
    with pytest.raises(KnownError, match="not on the campaign's timeline"):
        services.add_dependency(workspace, a_deal(workspace).campaign_id, reel, tale)
    services.delete_dependency(workspace, first)
    with workspace.reading() as session:
        assert len(session.exec(select(Dependency)).all()) == 1


def test_moving_go_live_moves_what_may_and_names_what_stays(workspace: Workspace, deal: Deal) -> None:
    live = story(workspace, deal, state="live", publish_on=date(2026, 11, 18))
    free = milestone(workspace, deal, date(2026, 12, 8))
    fixed = milestone(workspace, deal, date(2026, 12, 10), locked_reason="press day")
    before = steps(workspace)
    shift = services.move_go_live(workspace, deal.campaign_id, date(2026, 12, 16), TODAY)
    moved = row(workspace, deal.deliverable_id)
    assert (moved.publish_on, moved.draft_due_on) == (date(2026, 12, 16), date(2026, 12, 7))
    assert row(workspace, live).publish_on == date(2026, 11, 18)
    assert mark(workspace, free).due_on == date(2026, 12, 15)
    assert mark(workspace, fixed).due_on == date(2026, 12, 10)
    assert [one.key for one in shift.blocked] == [f"m:{fixed}"]
    assert "press day" in shift.blocked[0].reason
    with workspace.reading() as session:
        campaign = session.get_one(Campaign, deal.campaign_id)
        assert (campaign.go_live_on, campaign.ends_on) == (date(2026, 12, 16), date(2027, 1, 7))
    assert steps(workspace) == before + 1


def test_dates_that_shift_together_are_stored_as_they_were_shown(workspace: Workspace, deal: Deal) -> None:
    from microinf_desktop.domain.timeline_moves import moved, stored_days

    with workspace.reading() as session:
        data = queries.timeline(session, deal.campaign_id, TODAY)
    shift = moved(data, f"d:{deal.deliverable_id}:draft_due_on", 7)
    assert services.apply_shift(workspace, shift, "Move draft") == len(stored_days(shift)) > 1
    with workspace.reading() as session:
        after = queries.timeline(session, deal.campaign_id, TODAY)
    for one in stored_days(shift):
        assert after.tasks[one.key].end == one.new[1]

"""Back-planning: by hand on known dates, and properties over any lead times and calendars."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.schedule import (
    LeadTimes,
    Phase,
    plan_back,
    plan_forward,
    shortfall,
    slip,
    with_changes,
)

PLAIN = WorkingCalendar()
TYPICAL = LeadTimes(ship=5, draft=5, internal_review=1, client_review=2, changes=2, publish=1)
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
lead_times = st.builds(LeadTimes, *[st.integers(0, 15) for _ in Phase])
calendars = st.builds(
    WorkingCalendar, st.dictionaries(days, st.just("Holiday"), max_size=25), st.just(frozenset({5, 6}))
)


def test_a_plan_by_hand():
    # Thursday 17 December 2026, counted back on paper.
    plan = plan_back(date(2026, 12, 17), TYPICAL, PLAIN)
    assert [(step.phase, step.start, step.due) for step in plan.steps] == [
        (Phase.SHIP, date(2026, 11, 25), date(2026, 12, 1)),
        (Phase.DRAFT, date(2026, 12, 2), date(2026, 12, 8)),
        (Phase.INTERNAL_REVIEW, date(2026, 12, 9), date(2026, 12, 9)),
        (Phase.CLIENT_REVIEW, date(2026, 12, 10), date(2026, 12, 11)),
        (Phase.CHANGES, date(2026, 12, 14), date(2026, 12, 15)),
        (Phase.PUBLISH, date(2026, 12, 16), date(2026, 12, 16)),
    ]
    assert plan.starts_on == date(2026, 11, 25)


def test_holidays_push_the_start_earlier():
    closed = WorkingCalendar({date(2026, 12, 8): "Immaculate Conception"})
    assert plan_back(date(2026, 12, 17), TYPICAL, closed).starts_on == date(2026, 11, 24)


def test_go_live_on_a_sunday_keeps_its_day():
    plan = plan_back(date(2026, 12, 20), TYPICAL, PLAIN)
    assert plan.go_live == date(2026, 12, 20)
    assert plan.due(Phase.PUBLISH) == date(2026, 12, 18)


def test_phases_of_no_days_are_left_out():
    plan = plan_back(date(2026, 12, 17), LeadTimes(0, 0, 0, 0, 0, 0), PLAIN)
    assert plan.steps == ()
    assert plan.starts_on == plan.go_live
    assert plan.due(Phase.DRAFT) is None


@pytest.mark.parametrize("number", [-1, 251])
def test_impossible_lead_times_are_refused_by_name(number):
    with pytest.raises(ValidationError) as caught:
        LeadTimes(client_review=number)
    assert caught.value.field == "client_review"


def test_lead_times_are_changed_by_name():
    assert with_changes(TYPICAL, {"draft": 9}).draft == 9
    with pytest.raises(ValidationError, match="not a step"):
        with_changes(TYPICAL, {"drafting": 9})


@given(days, lead_times, calendars)
def test_every_plan_is_whole(go_live, times, calendar):
    plan = plan_back(go_live, times, calendar)
    assert [step.phase for step in plan.steps] == [phase for phase in Phase if times.days(phase)]
    boundary = go_live
    for step in reversed(plan.steps):
        assert calendar.is_working(step.start)
        assert calendar.is_working(step.due)
        assert step.start <= step.due < boundary
        assert calendar.count(step.start, step.due) + 1 == times.days(step.phase)
        boundary = step.start
    assert calendar.count(plan.starts_on - timedelta(days=1), go_live - timedelta(days=1)) == times.total


@given(days, lead_times, calendars)
def test_forward_and_back_agree(start, times, calendar):
    forward = plan_forward(start, times, calendar)
    assert plan_back(forward.go_live, times, calendar) == forward


@given(days, lead_times, calendars, days)
def test_shortfall_names_a_go_live_that_works(go_live, times, calendar, today):
    plan = plan_back(go_live, times, calendar)
    lack = shortfall(plan, times, today, calendar)
    if lack is None:
        assert not plan.steps or plan.starts_on >= today
        return
    assert plan.starts_on < calendar.on_or_after(today)
    mended = plan_back(lack.earliest_go_live, times, calendar)
    assert mended.starts_on >= today
    assert shortfall(mended, times, today, calendar) is None
    assert f"{plan.starts_on:%d %b %Y}" in str(lack)


def test_shortfall_in_words():
    plan = plan_back(date(2026, 12, 17), TYPICAL, PLAIN)
    lack = shortfall(plan, TYPICAL, date(2026, 11, 26), PLAIN)
    assert str(lack) == (
        "This would have had to start on 25 Nov 2026, 1 working day ago. "
        "Shorten a step, or go live on 18 Dec 2026 or later."
    )


def test_a_late_draft_moves_what_follows_and_the_go_live():
    plan = plan_back(date(2026, 12, 17), TYPICAL, PLAIN)
    late = slip(plan, Phase.DRAFT, date(2026, 12, 10), PLAIN)  # two working days late
    assert late.working_days == 2
    assert late.after.go_live == date(2026, 12, 21)
    assert late.after.due(Phase.SHIP) == plan.due(Phase.SHIP)
    assert late.after.due(Phase.CLIENT_REVIEW) == date(2026, 12, 15)


def test_room_before_a_weekend_go_live_absorbs_a_slip():
    plan = plan_back(date(2026, 12, 20), TYPICAL, PLAIN)  # Sunday: one working day ends on Friday the 18th
    assert slip(plan, Phase.DRAFT, plan.due(Phase.DRAFT), PLAIN).working_days == 0
    saturday = slip(plan, Phase.PUBLISH, date(2026, 12, 19), PLAIN)
    assert saturday.after.go_live == date(2026, 12, 20)


def test_finishing_early_moves_nothing():
    plan = plan_back(date(2026, 12, 17), TYPICAL, PLAIN)
    early = slip(plan, Phase.DRAFT, date(2026, 12, 4), PLAIN)
    assert early.working_days == 0
    assert early.after.due(Phase.CHANGES) == plan.due(Phase.CHANGES)


def test_slip_of_a_phase_that_is_not_planned():
    plan = plan_back(date(2026, 12, 17), LeadTimes(ship=0), PLAIN)
    with pytest.raises(ValueError, match="ship"):
        slip(plan, Phase.SHIP, date(2026, 12, 1), PLAIN)


@given(days, st.builds(LeadTimes, *[st.integers(1, 10) for _ in Phase]), st.sampled_from(Phase), st.integers(0, 30))
def test_a_slip_keeps_order_and_lengths(go_live, times, phase, delay):
    plan = plan_back(go_live, times, PLAIN)
    result = slip(plan, phase, plan.due(phase) + timedelta(days=delay), PLAIN)
    steps = result.after.steps
    assert all(earlier.due < later.start for earlier, later in pairwise(steps))
    assert steps[-1].due < result.after.go_live
    assert result.after.go_live >= plan.go_live
    # A go-live on a weekend lies one working day nearer to its last step than the next possible one.
    assert result.working_days <= delay + (not PLAIN.is_working(go_live))
    for step in steps:
        if list(Phase).index(step.phase) > list(Phase).index(phase):
            assert PLAIN.count(step.start, step.due) + 1 == times.days(step.phase)

"""Moves by hand: the order of the work is kept, what is fixed never moves, what is shown is what is stored."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain import timeline_moves as moves
from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.timeline import Shift
from microinf_desktop.domain.timeline_data import (
    PUBLISH,
    STEPS,
    TimelineData,
    TimelineGroup,
    TimelineItem,
    TimelineLink,
    TimelineMark,
    bars_of,
    split_key,
    step_key,
)

TODAY = date(2026, 11, 24)
CALENDAR = WorkingCalendar({date(2026, 12, 8): "Immaculate Conception", date(2026, 12, 25): "Christmas Day"})
DATES = dict(zip(STEPS, (date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 7), date(2026, 12, 10),
                         date(2026, 12, 16)), strict=True))
DRAFT, REVIEW = "draft_due_on", "internal_review_on"


def item(number: int = 1, dates: Mapping[str, date] = DATES, state: DeliverableState = DeliverableState.BRIEFED,
         locked: str = "") -> TimelineItem:
    bars = bars_of(dict(dates), state, TODAY, lambda _step, due: CALENDAR.add(due, -3), CALENDAR)
    return TimelineItem(number, 1, "Klara", f"Reel {number}", DeliverableKind.REEL, state, None, bars,
                        dates.get(PUBLISH), locked)


def data(*items: TimelineItem, links: tuple[TimelineLink, ...] = (), marks: tuple[TimelineMark, ...] = ()
         ) -> TimelineData:
    return TimelineData(1, "Winter", (TimelineGroup("1", "Klara", items),), marks, links, None, TODAY, CALENDAR)


def stored(before: TimelineData, shift: Shift) -> TimelineData:
    """The timeline as it is read again after the shift was written: only days that end something are kept."""
    days = {one.key: one.new for one in moves.stored_days(shift)}
    items = []
    for old in before.items.values():
        dates = {step: days.get(step_key(old.id, step), (None, old.day_of(step)))[1] for step in old.steps}
        known = {step: day for step, day in dates.items() if day is not None}
        items.append(item(old.id, known, old.state, old.locked))
    marks = tuple(replace(mark, due_on=days.get(f"m:{mark.id}", (mark.start, mark.due_on))[1]) for mark in before.marks)
    return data(*items, links=before.links, marks=marks)


@st.composite
def timelines(draw: st.DrawFn) -> TimelineData:
    """Up to four deliverables in a chain of dependencies, some fixed, some under way, and a milestone before them."""
    items = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        day, dates = CALENDAR.add(TODAY, draw(st.integers(-6, 12))), {}
        for step in STEPS:
            if step in (PUBLISH, DRAFT) or draw(st.booleans()):
                day = CALENDAR.add(day, draw(st.integers(1, 6)))
                dates[step] = day
        state = draw(st.sampled_from((DeliverableState.BRIEFED, DeliverableState.CLIENT_REVIEW,
                                      DeliverableState.APPROVED, DeliverableState.LIVE)))
        items.append(item(number, dates, state, draw(st.sampled_from(("", "", "trade fair")))))
    links = tuple(TimelineLink(one.id, f"d:{one.id}", f"d:{one.id + 1}") for one in items[:-1] if draw(st.booleans()))
    mark = TimelineMark(1, "Brief locked", TODAY + timedelta(days=draw(st.integers(-3, 9))))
    return data(*items, links=(TimelineLink(90, "m:1", f"d:{items[0].id}"), *links), marks=(mark,))


@st.composite
def changes(draw: st.DrawFn) -> tuple[TimelineData, Shift, str]:
    """A timeline, something that is done to one of its tasks, and the task."""
    made = draw(timelines())
    key, days = draw(st.sampled_from(sorted(made.tasks))), draw(st.integers(-25, 25))
    how = draw(st.sampled_from(("move", "whole", "start", "end")))
    try:
        shift = (moves.moved(made, key, days, how == "whole") if how in ("move", "whole")
                 else moves.stretched(made, key, how, days))
    except KnownError:
        shift = Shift()
    return made, shift, key


@settings(max_examples=150, deadline=None)
@given(changes())
def test_what_is_fixed_or_done_never_moves(change: tuple[TimelineData, Shift, str]) -> None:
    made, shift, _key = change
    for one in shift.moved:
        assert not made.tasks[one.key].locked, one
        assert not made.tasks[one.key].done, one


@settings(max_examples=150, deadline=None)
@given(changes())
def test_a_shift_that_is_not_refused_keeps_the_order_of_the_work(change: tuple[TimelineData, Shift, str]) -> None:
    made, shift, _key = change
    if moves.refusal(made, shift):
        return
    new = {one.key: one.new[1] for one in shift.moved}
    for one in made.items.values():
        days = [new.get(step_key(one.id, step), one.day_of(step)) for step in one.steps]
        assert all(a <= b for a, b in pairwise(days) if a is not None and b is not None), days


@settings(max_examples=150, deadline=None)
@given(changes())
def test_what_is_shown_is_what_is_stored(change: tuple[TimelineData, Shift, str]) -> None:
    made, shift, _key = change
    if moves.refusal(made, shift):
        return
    after = stored(made, shift)
    for one in shift.moved:
        assert after.tasks[one.key].end == one.new[1], one
    untouched = set(made.tasks) - {one.key for one in shift.moved}
    assert all(after.tasks[key].end == made.tasks[key].end for key in untouched)


@settings(max_examples=100, deadline=None)
@given(changes())
def test_work_comes_to_lie_on_working_days(change: tuple[TimelineData, Shift, str]) -> None:
    made, shift, _key = change
    for one in shift.moved:
        kind, _number, step = split_key(one.key)
        if kind == "d" and step != PUBLISH and one.new[1] != made.tasks[one.key].end:
            assert CALENDAR.is_working(one.new[1]), one


@settings(max_examples=60, deadline=None)
@given(timelines(), st.integers(-20, 30))
def test_moving_the_campaign_keeps_what_is_fixed_and_says_why(made: TimelineData, by: int) -> None:
    old = moves.go_live_of(made)
    assert old is not None
    shift = moves.move_campaign(made, old + timedelta(days=by))
    assert not {one.key for one in shift.moved if made.tasks[one.key].locked or made.tasks[one.key].done}
    assert all(one.reason for one in shift.blocked)


def ends(shift: Shift) -> dict[str, date]:
    return {split_key(one.key)[2]: one.new[1] for one in shift.moved}


def test_a_phase_moves_with_both_its_boundaries() -> None:
    shift = moves.moved(data(item()), step_key(1, REVIEW), 2)
    assert ends(shift)[DRAFT] == date(2026, 12, 7), "the draft has two days more, a weekend between"
    assert ends(shift)[REVIEW] == date(2026, 12, 9)
    assert PUBLISH not in ends(shift), "there is air before publishing"


def test_stretching_takes_the_days_from_the_neighbour_and_pushes_beyond() -> None:
    made = data(item())
    short = moves.stretched(made, step_key(1, REVIEW), "end", 2)
    assert ends(short) == {REVIEW: date(2026, 12, 9), "client_review_on": date(2026, 12, 10)}
    far = moves.stretched(made, step_key(1, REVIEW), "end", 8)
    assert ends(far) == {REVIEW: date(2026, 12, 15), "client_review_on": date(2026, 12, 16),
                         PUBLISH: date(2026, 12, 17)}
    assert made.items[1].publish_on == DATES[PUBLISH], "asking changes nothing"


def test_the_first_start_has_no_day_of_its_own() -> None:
    with pytest.raises(KnownError, match="begins by its lead time"):
        moves.stretched(data(item()), step_key(1, "ship_on"), "start", 1)
    done = item(state=DeliverableState.DRAFT_IN)
    with pytest.raises(KnownError, match="step before is done"):
        moves.stretched(data(done), step_key(1, REVIEW), "start", 1)


def test_whole_takes_along_what_follows_by_working_days() -> None:
    shift = moves.moved(data(item()), step_key(1, DRAFT), 7, whole=True)
    assert ends(shift)[DRAFT] == date(2026, 12, 11)
    assert ends(shift)["client_review_on"] == CALENDAR.add(DATES["client_review_on"], 4), "8 December is a holiday"
    assert ends(shift)[PUBLISH] == DATES[PUBLISH] + timedelta(days=7)


def test_a_fixed_post_refuses_work_that_would_overtake_it() -> None:
    made = data(item(locked="the shop opens"))
    shift = moves.moved(made, step_key(1, "client_review_on"), 14)
    assert "the shop opens" in moves.refusal(made, shift)
    assert moves.refusal(made, moves.moved(made, step_key(1, "client_review_on"), 1)) == ""


def test_planning_back_keeps_what_is_done_and_names_what_is_too_late() -> None:
    (plan,) = moves.back_plan(data(item(state=DeliverableState.DRAFT_IN)), [1], {"internal_review": 2})
    assert set(plan.days) <= {REVIEW, "client_review_on"}
    (live,) = moves.back_plan(data(item(state=DeliverableState.LIVE)), [1])
    assert (live.problem, live.days) == ("It is live already.", {})
    (late,) = moves.back_plan(data(item()), [1], {"ship": 60})
    assert late.shortfall is not None
    with pytest.raises(ValidationError):
        moves.back_plan(data(item()), [1], {"draft": -1})
    with pytest.raises(ValidationError, match="not a step"):
        moves.back_plan(data(item()), [1], {"dance": 1})
    nothing = replace(item(), bars=(), publish_on=None)
    assert "no publish day" in moves.back_plan(data(nothing), [1])[0].problem

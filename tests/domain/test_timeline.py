"""Dependencies: cycles in words, pushes, locks, the late path."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.timeline import (
    Task,
    find_cycle,
    in_order,
    late_path,
    move,
    move_go_live,
    require_no_cycle,
    shift_all,
)

PLAIN = WorkingCalendar()
MON = date(2026, 11, 30)


def task(key: str, first: int, last: int, *needs: str, **more) -> Task:
    """A task from and to so many days after Monday 30 November 2026."""
    return Task(key, key.title(), MON + timedelta(days=first), MON + timedelta(days=last), needs, **more)


CHAIN = [
    task("draft", 0, 4),
    task("review", 7, 8, "draft"),
    task("changes", 9, 10, "review"),
    task("live", 12, 12, "changes", any_day=True),
]


def test_a_circle_is_named_in_words():
    ring = [task("draft", 0, 1, "live"), task("review", 2, 3, "draft"), task("live", 4, 4, "review")]
    assert set(find_cycle(ring)) == {"draft", "review", "live"}
    with pytest.raises(KnownError) as caught:
        require_no_cycle(ring)
    assert caught.value.message == (
        "These would wait for each other: “Draft” waits for “Live”, “Live” waits for “Review”, "
        "“Review” waits for “Draft”."
    )
    with pytest.raises(KnownError, match="wait for itself"):
        require_no_cycle([task("draft", 0, 1, "draft")])


def test_unknown_dependencies_do_not_matter():
    assert find_cycle([task("draft", 0, 1, "gone")]) == ()
    assert [found.key for found in in_order([task("draft", 0, 1, "gone")])] == ["draft"]


def test_a_late_draft_pushes_only_as_far_as_needed():
    shift = move(CHAIN, {"draft": (MON, date(2026, 12, 8))}, PLAIN)
    new = {moved.key: moved.new for moved in shift.moved}
    assert new == {
        "draft": (MON, date(2026, 12, 8)),
        "review": (date(2026, 12, 9), date(2026, 12, 10)),
        "changes": (date(2026, 12, 11), date(2026, 12, 14)),
        "live": (date(2026, 12, 15), date(2026, 12, 15)),
    }
    assert not shift.blocked


def test_slack_absorbs_a_small_delay():
    shift = move(CHAIN, {"draft": (MON, date(2026, 12, 5))}, PLAIN)
    assert [moved.key for moved in shift.moved] == ["draft"]


def test_a_locked_task_is_reported_and_holds_the_rest():
    tasks = [*CHAIN[:2], task("changes", 9, 10, "review", locked="the client has confirmed it"), CHAIN[3]]
    shift = move(tasks, {"review": (date(2026, 12, 9), date(2026, 12, 10))}, PLAIN)
    assert [moved.key for moved in shift.moved] == ["review"]
    assert shift.blocked[0].reason == (
        "“Changes” would have to move to 11 Dec 2026, but it is fixed: the client has confirmed it."
    )


def test_nothing_is_dragged_before_what_it_waits_for():
    shift = move(CHAIN, {"review": (MON, MON + timedelta(days=1))}, PLAIN)
    assert not shift.moved  # it stays on the Monday after the draft
    loose = [CHAIN[0], task("review", 14, 15, "draft")]
    assert move(loose, {"review": (MON, MON + timedelta(days=1))}, PLAIN).moved[0].new == (
        date(2026, 12, 7), date(2026, 12, 8),
    )


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValidationError, match="end before it starts"):
        move(CHAIN, {"draft": (MON, MON - timedelta(days=1))}, PLAIN)
    with pytest.raises(ValidationError):
        task("draft", 3, 2)


def test_shifting_all_keeps_lengths_and_skips_what_is_done():
    tasks = [task("brief", -5, -5, done=True), *CHAIN]
    shift = shift_all(tasks, 14, PLAIN)
    assert [blocked.key for blocked in shift.blocked] == ["brief"]
    for moved in shift.moved:
        assert moved.new[0] - moved.old[0] == timedelta(days=14)
        assert moved.new[1] - moved.old[1] == timedelta(days=14)
    by_three = {moved.key: moved.new for moved in shift_all(CHAIN, 5, PLAIN).moved}
    assert by_three["draft"] == (date(2026, 12, 7), date(2026, 12, 11))  # Saturday becomes Monday
    assert by_three["live"] == (date(2026, 12, 17), date(2026, 12, 17))
    assert shift_all([task("live", 0, 0, any_day=True)], 5, PLAIN).moved[0].new[0] == date(2026, 12, 5)


def test_moving_go_live_carries_what_leads_to_it():
    shift = move_go_live(CHAIN, "live", date(2026, 12, 17), MON - timedelta(days=3), PLAIN)
    new = {moved.key: moved.new for moved in shift.moved}
    assert new["live"][0] == date(2026, 12, 17)
    # From Saturday the 12th to Thursday the 17th are four working days.
    assert new["draft"] == (date(2026, 12, 4), date(2026, 12, 10))
    assert new["review"] == (date(2026, 12, 11), date(2026, 12, 14))
    assert not shift.blocked


def test_moving_go_live_earlier_shows_what_cannot_and_comes_as_near_as_it_can():
    shift = move_go_live(CHAIN, "live", date(2026, 12, 8), MON, PLAIN)
    assert [blocked.key for blocked in shift.blocked] == ["draft"]
    assert "has passed" in shift.blocked[0].reason
    # The draft cannot begin earlier, review and changes follow it without a gap: one day is all there is.
    assert {moved.key: moved.new[0] for moved in shift.moved} == {"live": date(2026, 12, 11)}


def test_work_that_has_begun_keeps_its_start():
    shift = move_go_live(CHAIN, "live", date(2026, 12, 17), MON + timedelta(days=2), PLAIN)
    new = {moved.key: moved.new for moved in shift.moved}
    assert new["draft"] == (MON, date(2026, 12, 10))


def test_what_is_live_does_not_move():
    done = [*CHAIN[:3], task("live", 12, 12, "changes", any_day=True, locked="live since 2026-12-12")]
    shift = move_go_live(done, "live", date(2026, 12, 17), MON, PLAIN)
    assert not shift.moved
    assert "live since" in shift.blocked[0].reason


def test_late_path_is_the_late_task_and_what_it_pushes():
    assert late_path(CHAIN, MON, PLAIN) == ()
    assert late_path(CHAIN, date(2026, 12, 8), PLAIN) == ("draft", "review", "changes", "live")
    done = [task("draft", 0, 4, done=True), *CHAIN[1:]]
    assert late_path(done, date(2026, 12, 8), PLAIN) == ()
    assert late_path(CHAIN, date(2026, 12, 5), PLAIN) == ("draft",)  # Saturday: the slack still holds


@st.composite
def graphs(draw):
    """Tasks that depend on earlier ones only, so that there is no circle."""
    tasks = []
    for number in range(draw(st.integers(1, 8))):
        start = draw(st.integers(0, 30))
        needs = draw(st.lists(st.integers(0, max(number - 1, 0)), max_size=2, unique=True)) if number else []
        length = draw(st.integers(0, 6))
        tasks.append(task(f"t{number}", start, start + length, *[f"t{need}" for need in needs]))
    return tasks


@given(graphs(), st.integers(0, 30))
def test_after_a_move_no_moved_task_overlaps_what_it_waits_for(tasks, delay):
    first = tasks[0]
    changed = {first.key: (first.start, first.end + timedelta(days=delay))}
    shift = move(tasks, changed, PLAIN)
    moved_keys = {moved.key for moved in shift.moved}
    dates = {each.key: (each.start, each.end) for each in tasks}
    dates.update({moved.key: moved.new for moved in shift.moved})
    for each in tasks:
        for need in each.depends_on:
            if need in moved_keys:
                assert dates[need][1] < dates[each.key][0]
    for moved in shift.moved:
        assert moved.new[0] >= moved.old[0]


@given(graphs())
def test_order_respects_dependencies(tasks):
    position = {each.key: at for at, each in enumerate(in_order(tasks))}
    assert len(position) == len(tasks)
    for each in tasks:
        assert all(position[need] < position[each.key] for need in each.depends_on)


def test_a_chain_of_two_thousand_tasks_needs_no_recursion():
    tasks = [task("t0", 0, 0)] + [task(f"t{n}", n, n, f"t{n - 1}") for n in range(1, 2000)]
    assert len(in_order(tasks)) == 2000
    assert find_cycle([*tasks[1:], task("t0", 0, 0, "t1999")])

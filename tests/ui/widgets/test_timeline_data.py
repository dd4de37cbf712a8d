"""Dates of a timeline: bars between steps, what is late, and what a move takes along."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.calendars import SATURDAY_SUNDAY, WorkingCalendar
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.ui.widgets.timeline_data import STEPS, bars_of, is_done, moved_dates

MONDAY = date(2026, 11, 23)
TODAY = date(2026, 11, 24)
DATES = {
    "ship_on": MONDAY, "draft_due_on": MONDAY + timedelta(4), "internal_review_on": MONDAY + timedelta(7),
    "client_review_on": MONDAY + timedelta(9), "publish_on": MONDAY + timedelta(14),
}


def _bars(state: DeliverableState, dates: dict[str, date | None], today: date = TODAY) -> dict[str, object]:
    made = bars_of(dates, state, today, lambda _step, due: due - timedelta(days=2))
    return {bar.step: bar for bar in made}


def test_each_bar_begins_the_day_after_the_one_before_it() -> None:
    bars = _bars(DeliverableState.BRIEFED, dict(DATES))
    assert (bars["ship_on"].start, bars["ship_on"].end) == (MONDAY - timedelta(2), MONDAY)
    assert (bars["draft_due_on"].start, bars["draft_due_on"].end) == (MONDAY + timedelta(1), MONDAY + timedelta(4))
    assert "publish_on" not in bars, "publishing is a day, not a bar"


def test_steps_on_one_day_still_have_a_bar() -> None:
    same = dict(DATES, internal_review_on=DATES["draft_due_on"])
    bar = _bars(DeliverableState.BRIEFED, same)["internal_review_on"]
    assert bar.start == bar.end == DATES["draft_due_on"]


def test_only_the_first_open_step_is_overdue() -> None:
    past = {name: day - timedelta(days=30) for name, day in DATES.items()}
    bars = _bars(DeliverableState.BRIEFED, past)
    assert [step for step, bar in bars.items() if bar.late_to] == ["draft_due_on"]
    bars = _bars(DeliverableState.CLIENT_REVIEW, past)
    assert [step for step, bar in bars.items() if bar.late_to] == ["client_review_on"]


def test_what_is_published_has_nothing_open() -> None:
    assert all(is_done(step, DeliverableState.LIVE) for step in STEPS)
    assert not is_done("publish_on", DeliverableState.SCHEDULED)
    past = {name: day - timedelta(days=30) for name, day in DATES.items()}
    assert not any(bar.late_to for bar in _bars(DeliverableState.LIVE, past).values())


def test_a_move_pushes_only_what_it_overtakes() -> None:
    moved = moved_dates(DATES, "draft_due_on", 4)
    assert moved == {"draft_due_on": MONDAY + timedelta(8), "internal_review_on": MONDAY + timedelta(9),
                     "client_review_on": MONDAY + timedelta(10)}


def test_what_is_pushed_lands_on_a_working_day_but_publishing_on_any() -> None:
    calendar = WorkingCalendar({}, SATURDAY_SUNDAY)
    moved = moved_dates(DATES, "internal_review_on", 4, calendar=calendar)  # from Monday to Friday 4 December
    assert moved == {"internal_review_on": date(2026, 12, 4), "client_review_on": date(2026, 12, 7),
                     "publish_on": date(2026, 12, 8)}
    moved = moved_dates(DATES, "client_review_on", 9, calendar=calendar)  # from Wednesday to Friday 11 December
    assert moved == {"client_review_on": date(2026, 12, 11), "publish_on": date(2026, 12, 12)}


def test_steps_that_share_a_day_go_on_sharing_it() -> None:
    same = dict(DATES, internal_review_on=DATES["draft_due_on"])
    assert moved_dates(same, "draft_due_on", 1) == {
        "draft_due_on": MONDAY + timedelta(5), "internal_review_on": MONDAY + timedelta(5),
    }


def test_a_whole_move_keeps_distances_and_leaves_what_lies_before() -> None:
    moved = moved_dates(DATES, "draft_due_on", 3, whole=True)
    assert moved == {name: DATES[name] + timedelta(3) for name in STEPS[1:]}


def test_a_step_without_a_date_does_not_move() -> None:
    assert moved_dates(dict(DATES, ship_on=None), "ship_on", 3) == {}
    assert moved_dates(DATES, "ship_on", 0) == {}


@settings(max_examples=60)
@given(st.lists(st.integers(0, 40), min_size=5, max_size=5), st.sampled_from(STEPS), st.integers(0, 30), st.booleans())
def test_moving_later_never_breaks_the_order(offsets: list[int], step: str, days: int, whole: bool) -> None:
    dates = {name: MONDAY + timedelta(days=offset) for name, offset in zip(STEPS, sorted(offsets), strict=True)}
    after = {**dates, **moved_dates(dates, step, days, whole)}
    assert list(after.values()) == sorted(after.values())
    assert after[step] == dates[step] + timedelta(days=days)

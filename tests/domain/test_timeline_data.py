"""Dates of a timeline: bars between steps, what is late."""

from datetime import date, timedelta

from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.timeline_data import STEPS, bars_of, is_done

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

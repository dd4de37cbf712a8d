"""Events: impossible times, the run sheet's overlaps and gaps, moving slots, guests and figures."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain import events
from microinf_desktop.domain.dates_typed import parse_typed_time
from microinf_desktop.domain.enums import EventKind, EventState, GuestState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.events import EventDraft, EventFigures, EventTimes, Slot, SlotDraft

DAY = date(2026, 12, 4)
NEXT = DAY + timedelta(days=1)
G = GuestState


def slot(number: int, at: str, minutes: int, day: date = DAY) -> Slot:
    return Slot(number, day, time.fromisoformat(at), minutes, f"Part {number}", position=number)


def fields(draft: EventDraft | SlotDraft) -> set[str]:
    return {problem.field for problem in draft.problems()}


@pytest.mark.parametrize(("given_times", "field"), [
    ({"ends_on": DAY - timedelta(days=1)}, "ends_on"),
    ({"ends_on": DAY + timedelta(days=400)}, "ends_on"),
    ({"starts_at": time(19), "ends_at": time(18)}, "ends_at"),
    ({"starts_at": time(19), "ends_at": time(19)}, "ends_at"),
    ({"ends_at": time(19)}, "starts_at"),
    ({"ends_on": DAY + timedelta(days=2), "starts_at": time(22), "ends_at": time(2)}, "ends_at"),
    ({"time_zone": "Europe/Atlantis"}, "time_zone"),
    ({"time_zone": ""}, "time_zone"),
    ({"capacity": 0}, "capacity"),
    ({"budget_minor": -1}, "budget_minor"),
    ({"name": " "}, "name"),
    ({"starts_on": None}, "starts_on"),
])
def test_what_cannot_be_is_refused_at_its_field(given_times: dict[str, object], field: str) -> None:
    draft = EventDraft(**{"campaign_id": 1, "name": "Opening", "starts_on": DAY, **given_times})  # type: ignore[arg-type]
    assert fields(draft) == {field}


def test_a_night_that_ends_on_the_next_day_is_one_span() -> None:
    times = EventTimes(DAY, NEXT, time(20), time(2))
    assert times.problems() == []
    (span,) = times.spans()
    assert (span.starts, span.ends) == (datetime.combine(DAY, time(20)), datetime.combine(NEXT, time(2)))
    assert times.covers(datetime.combine(DAY, time(23, 30)), datetime.combine(NEXT, time(1)))
    assert not times.covers(datetime.combine(NEXT, time(1)), datetime.combine(NEXT, time(2, 1)))


def test_a_pop_up_opens_each_day_anew() -> None:
    times = EventTimes(DAY, DAY + timedelta(days=2), time(10), time(19))
    assert [span.starts.date() for span in times.spans()] == [DAY, NEXT, DAY + timedelta(days=2)]
    assert not times.covers(datetime.combine(DAY, time(18, 30)), datetime.combine(DAY, time(19, 30)))
    assert times.covers(datetime.combine(NEXT, time(10)), datetime.combine(NEXT, time(10, 30)))


def test_without_hours_the_whole_days_are_meant() -> None:
    times = EventTimes(DAY, NEXT)
    assert times.covers(datetime.combine(DAY, time.min), datetime.combine(NEXT, time(23, 59)))
    assert EventTimes(DAY, None, time(18)).covers(datetime.combine(DAY, time(23)), datetime.combine(NEXT, time.min))


def test_overlaps_gaps_and_what_lies_outside() -> None:
    times = EventTimes(DAY, None, time(18), time(21))
    lines = events.run_sheet(
        [slot(3, "19:30", 30), slot(1, "17:30", 45), slot(2, "18:00", 60), slot(4, "21:00", 15)], times)
    assert [(line.slot.id, line.overlap, line.gap, line.outside) for line in lines] == [
        (1, 0, 0, True), (2, 15, 0, False), (3, 0, 30, False), (4, 0, 60, True),
    ]


def test_a_long_slot_overlaps_everything_below_it_and_a_new_day_has_no_gap() -> None:
    lines = events.run_sheet([slot(1, "18:00", 120), slot(2, "18:30", 10), slot(3, "19:50", 30),
                              slot(4, "10:00", 30, NEXT)])
    assert [(line.overlap, line.gap) for line in lines] == [(0, 0), (10, 0), (10, 0), (0, 0)]


def test_a_slot_changes_places_and_the_pauses_stay() -> None:
    plan = [slot(1, "18:00", 30), slot(2, "18:40", 20), slot(3, "19:00", 60)]
    changed = {one.id: one.starts_at for one in events.moved(plan, 1, 1)}
    assert changed == {2: time(18), 1: time(18, 30)}  # a pause of ten minutes follows the first place
    assert events.moved(plan, 1, 1)[1].starts_at == time(18, 30)


def test_the_pause_stands_where_it_stood() -> None:
    plan = [slot(1, "18:00", 30), slot(2, "18:40", 20), slot(3, "19:00", 60)]
    assert [(one.id, one.starts_at) for one in events.moved(plan, 3, -2)] == [
        (3, time(18)), (1, time(19, 10)), (2, time(19, 40)),
    ]


def test_a_slot_stays_within_its_day() -> None:
    plan = [slot(1, "18:00", 30), slot(2, "10:00", 30, NEXT)]
    with pytest.raises(KnownError, match="the last of its day"):
        events.moved(plan, 1, 1)
    with pytest.raises(KnownError, match="the first of its day"):
        events.moved(plan, 2, -1)


def test_everything_from_a_slot_on_is_shifted_past_midnight_too() -> None:
    plan = [slot(1, "20:00", 30), slot(2, "20:30", 60), slot(3, "23:50", 30)]
    changed = events.shifted(plan, 2, 15)
    assert [(one.id, one.day, one.starts_at) for one in changed] == [(2, DAY, time(20, 45)), (3, NEXT, time(0, 5))]
    with pytest.raises(KnownError, match="before “Part 1”"):
        events.shifted(plan, 2, -31)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60)), min_size=2, max_size=7), st.data())
def test_moving_keeps_lengths_the_beginning_and_the_order_asked_for(
    parts: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Slots one after another with pauses: after a move they end together when they did before."""
    plan, at = [], datetime.combine(DAY, time(9))
    for number, (pause, minutes) in enumerate(parts, 1):
        at += timedelta(minutes=pause)
        plan.append(Slot(number, at.date(), at.time(), minutes, "x", position=number))
        at += timedelta(minutes=minutes)
    old = data.draw(st.integers(0, len(plan) - 1))
    new = data.draw(st.integers(0, len(plan) - 1))
    if old == new:
        return
    changed = {one.id: one for one in events.moved(plan, plan[old].id, new - old)}
    result = events.in_time_order(changed.get(one.id, one) for one in plan)
    assert result[new].id == plan[old].id
    assert {one.id: one.minutes for one in result} == {one.id: one.minutes for one in plan}
    assert (result[0].starts, max(one.ends for one in result)) == (plan[0].starts, at)
    assert not any(line.overlap for line in events.run_sheet(result))


def test_guests_count_with_companions_and_no_shows_free_their_place() -> None:
    count = events.count_guests([
        (G.INVITED, 0), (G.ACCEPTED, 1), (G.DECLINED, 2), (G.ATTENDED, 0), (G.ATTENDED, 1), (G.NO_SHOW, 0),
    ])
    assert (count.invited, count.accepted, count.waiting, count.declined) == (10, 6, 1, 3)
    assert (count.expected, count.over(4), count.over(5), count.over(None)) == (5, 1, 0, 0)
    assert count.attendance_rate == 50
    assert count.show_up_rate == 30


def test_rates_are_missing_before_the_door_opened() -> None:
    count = events.count_guests([(G.ACCEPTED, 0)])
    assert count.attendance_rate is None
    assert count.show_up_rate is None
    assert events.count_guests([(G.NO_SHOW, 0)]).attendance_rate == 0


def test_figures_are_missing_where_their_base_is() -> None:
    count = events.count_guests([(G.ATTENDED, 1)])
    known = EventFigures(count, None, 4, 30_000, 20_000)
    assert known.attendance == 2
    assert known.cost_per_guest_minor == 10_000
    assert known.cost_per_lead_minor == 5_000
    assert known.return_percent == 50
    assert EventFigures(count, 40, cost_minor=20_000).cost_per_guest_minor == 500
    for empty in (EventFigures(events.GuestCount()), EventFigures(events.GuestCount(), 0, 0, None, 0)):
        assert empty.cost_per_guest_minor is None
        assert empty.cost_per_lead_minor is None
        assert empty.return_percent is None


def test_nothing_was_held_and_nobody_came_before_it_began() -> None:
    times = EventTimes(DAY)
    with pytest.raises(KnownError, match="was not held yet"):
        events.require_event_state("Opening", times, EventState.HELD, DAY - timedelta(days=1))
    with pytest.raises(KnownError, match="nobody was at the door yet"):
        events.require_guest_state("Opening", times, EventState.CONFIRMED, G.ATTENDED, DAY - timedelta(days=1))
    with pytest.raises(KnownError, match="was cancelled"):
        events.require_guest_state("Opening", times, EventState.CANCELLED, G.NO_SHOW, DAY)
    events.require_event_state("Opening", times, EventState.HELD, DAY)
    events.require_guest_state("Opening", times, EventState.CONFIRMED, G.ACCEPTED, DAY - timedelta(days=9))


@pytest.mark.parametrize(("text", "expected"), [
    ("18:30", time(18, 30)), ("18.30", time(18, 30)), ("1830", time(18, 30)), ("930", time(9, 30)), ("9", time(9)),
    ("6:30 pm", time(18, 30)), ("12 am", time(0)), ("12pm", time(12)), ("noon", time(12)), ("18h", time(18)),
    ("18h30", time(18, 30)),
])
def test_times_are_read_as_typed(text: str, expected: time) -> None:
    assert parse_typed_time(text) == expected


@pytest.mark.parametrize("text", ["25", "18:75", "13 pm", "0 am", "soon", "1:2:3", ""])
def test_other_texts_are_no_time(text: str) -> None:
    with pytest.raises(ValidationError, match="is not a time"):
        parse_typed_time(text)


def test_a_slot_names_what_is_missing() -> None:
    assert fields(SlotDraft(None, None, 0, " ")) == {"day", "starts_at", "minutes", "what"}
    assert fields(SlotDraft(DAY, time(9), 1_441, "x")) == {"minutes"}
    assert EventDraft(1, "x", DAY, EventKind.POPUP).problems() == []

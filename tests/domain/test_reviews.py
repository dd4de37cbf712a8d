"""Time held by each party and rounds against the contract, without a database."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.domain.reviews import (
    Held,
    ReviewDraft,
    ReviewStep,
    Rounds,
    Turn,
    Waiting,
    add_up,
    time_held,
)

US, CREATOR, CLIENT = BallHolder.US, BallHolder.CREATOR, BallHolder.CLIENT
MONDAY = date(2026, 11, 16)
CALENDAR = WorkingCalendar({date(2026, 11, 18): "Repentance Day"})


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def test_time_is_held_from_hand_to_hand_in_days_and_working_days() -> None:
    turns = [Turn(day(0), US), Turn(day(1), CREATOR), Turn(day(4), US), Turn(day(4), CLIENT)]
    assert time_held(turns, day(8), CALENDAR) == {
        US: Held(1, 1), CREATOR: Held(3, 2), CLIENT: Held(4, 2),
    }


def test_nobody_holds_what_is_complete() -> None:
    assert time_held([Turn(day(0), US), Turn(day(2), None)], day(30), CALENDAR) == {US: Held(2, 1)}
    assert time_held([], day(3), CALENDAR) == {}


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from([US, CREATOR, CLIENT])), min_size=1))
def test_the_parties_days_add_up_to_the_days_that_passed(steps: list[tuple[int, BallHolder]]) -> None:
    turns = [Turn(day(number), holder) for number, holder in sorted(steps, key=lambda step: step[0])]
    held = time_held(turns, day(60), CALENDAR)
    assert Waiting(held).total.days == (day(60) - turns[0].day).days
    assert all(one.working_days <= one.days for one in held.values())


def test_several_deliverables_add_up() -> None:
    assert add_up([{US: Held(2, 1)}, {US: Held(3, 3), CLIENT: Held(1, 1)}]) == {US: Held(5, 4), CLIENT: Held(1, 1)}


def test_rounds_beyond_the_contract() -> None:
    assert not Rounds(1, 2).is_next_extra
    assert Rounds(2, 2).is_next_extra
    assert (Rounds(2, 2).beyond, Rounds(4, 2).beyond, Rounds(9, None).beyond) == (0, 2, 0)
    assert not Rounds(9, None).is_next_extra


def test_a_question_needs_a_name_and_a_day_to_come() -> None:
    asked = ReviewDraft(ReviewStep.CLIENT, " ", due_on=day(0))
    assert [problem.field for problem in asked.problems(day(1))] == ["decider", "due_on"]
    assert ReviewDraft(ReviewStep.CLIENT, "Marisol", due_on=day(1)).problems(day(1)) == []

"""Working-day arithmetic."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.calendars import WorkingCalendar, merge

CHRISTMAS = {date(2026, 12, 25): "Christmas Day", date(2026, 12, 26): "Boxing Day"}
PLAIN, UK = WorkingCalendar(), WorkingCalendar(CHRISTMAS)
days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    st.dictionaries(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.just("Holiday"), max_size=30),
    st.frozensets(st.integers(0, 6), max_size=3),
)


def test_why_a_day_is_closed():
    assert UK.why_closed(date(2026, 12, 25)) == "Christmas Day"
    assert UK.why_closed(date(2026, 12, 27)) == "Sunday"
    assert UK.why_closed(date(2026, 12, 28)) is None


def test_counting_over_weekend_and_holidays():
    assert UK.add(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert UK.add(date(2026, 12, 28), -1) == date(2026, 12, 24)
    assert UK.count(date(2026, 12, 24), date(2026, 12, 28)) == 1
    assert UK.count(date(2026, 12, 28), date(2026, 12, 24)) == -1
    assert PLAIN.on_or_after(date(2026, 11, 28)) == date(2026, 11, 30)
    assert PLAIN.on_or_before(date(2026, 11, 29)) == date(2026, 11, 27)


def test_closed_days_leave_out_holidays_on_weekends():
    assert UK.closed_days(date(2026, 12, 1), date(2026, 12, 31)) == ((date(2026, 12, 25), "Christmas Day"),)


def test_a_week_without_working_day_is_refused():
    with pytest.raises(ValueError, match="working day"):
        WorkingCalendar(weekend=frozenset(range(7)))


@given(calendars, days, st.integers(1, 60))
def test_add_lands_on_a_working_day_and_count_agrees(calendar, day, amount):
    later = calendar.add(day, amount)
    assert calendar.is_working(later)
    assert calendar.count(day, later) == amount
    earlier = calendar.add(later, -amount)
    assert earlier <= calendar.on_or_after(day)
    if calendar.is_working(day):
        assert earlier == day


@given(calendars, days, st.integers(0, 40), st.integers(0, 40))
def test_count_adds_up(calendar, day, first, second):
    middle, last = day + timedelta(days=first), day + timedelta(days=first + second)
    assert calendar.count(day, middle) + calendar.count(middle, last) == calendar.count(day, last)


def test_merged_calendars_close_where_any_is_closed():
    germany = WorkingCalendar({date(2026, 12, 25): "Erster Weihnachtstag", date(2026, 10, 3): "Einheit"})
    both = merge([UK, germany])
    assert both.why_closed(date(2026, 12, 25)) == "Christmas Day / Erster Weihnachtstag"
    assert not both.is_working(date(2026, 10, 3))
    gulf = WorkingCalendar(weekend=frozenset({4, 5}))
    assert merge([PLAIN, gulf]).weekend == {4, 5, 6}
    assert merge([]).weekend == {5, 6}


def test_weekends_that_cover_the_week_fall_back_to_what_they_share():
    odd = [WorkingCalendar(weekend=frozenset({0, 1, 2, 6})), WorkingCalendar(weekend=frozenset({3, 4, 5, 6}))]
    assert merge(odd).weekend == {6}

"""Periods and typed dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.periods import Period, parse_day

TODAY = date(2026, 11, 24)  # a Tuesday
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValidationError) as caught:
        Period(TODAY, TODAY - timedelta(days=1))
    assert caught.value.field == "end"


def test_length_membership_and_share():
    period = Period(date(2026, 11, 23), date(2026, 12, 2))
    assert period.days == 10
    assert TODAY in period
    assert date(2026, 12, 3) not in period
    assert period.elapsed_share(TODAY) == pytest.approx(0.2)
    assert period.elapsed_share(date(2026, 1, 1)) == 0
    assert period.elapsed_share(date(2027, 1, 1)) == 1


@given(st.tuples(days, st.integers(0, 400)), st.tuples(days, st.integers(0, 400)))
def test_overlap_is_mutual_and_means_a_common_day(one, other):
    first, second = (Period(start, start + timedelta(days=length)) for start, length in (one, other))
    shared = first.intersection(second)
    assert first.overlaps(second) == second.overlaps(first) == (shared is not None)
    if shared:
        assert shared.start in first
        assert shared.start in second
        assert shared.end in first
        assert shared.end in second


@given(days, st.integers(0, 400), st.integers(-400, 400))
def test_shifting_keeps_the_length(start, length, shift):
    period = Period(start, start + timedelta(days=length))
    assert period.shifted(shift).days == period.days
    assert period.shifted(shift).shifted(-shift) == period


def test_working_days_use_the_calendar():
    closed = WorkingCalendar({date(2026, 11, 25): "Holiday"})
    assert parse_day("+1wd", TODAY, closed) == date(2026, 11, 26)
    assert parse_day(" - 1 WD", TODAY, closed) == date(2026, 11, 23)
    gulf = WorkingCalendar(weekend=frozenset({4, 5}))
    assert parse_day("+3wd", TODAY, gulf) == date(2026, 11, 29)  # a Sunday, worked on there


def test_other_dates_are_read_as_everywhere():
    assert parse_day("fri", TODAY, WorkingCalendar()) == date(2026, 11, 27)
    assert parse_day("24.11.", TODAY) == TODAY
    assert parse_day("+5wd", TODAY) == date(2026, 12, 1)


@pytest.mark.parametrize("text", ["", "soon", "31.2.", "+wd"])
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(ValidationError, match="is not a date") as caught:
        parse_day(text, TODAY, WorkingCalendar(), field="go_live_on")
    assert caught.value.field == "go_live_on"


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(ValidationError, match="beyond"):
        parse_day("+9999wd", date(9990, 1, 1), WorkingCalendar())

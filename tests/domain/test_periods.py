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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", TODAY),
        (" Tomorrow ", date(2026, 11, 25)),
        ("fri", date(2026, 11, 27)),
        ("Tuesday", date(2026, 12, 1)),
        ("tu", date(2026, 12, 1)),
        ("+5d", date(2026, 11, 29)),
        ("+5", date(2026, 11, 29)),
        ("-1w", date(2026, 11, 17)),
        ("+5wd", date(2026, 12, 1)),
        ("+5 wd", date(2026, 12, 1)),
        ("24.11.", TODAY),
        ("1.1.", date(2027, 1, 1)),
        ("1.9.", date(2026, 9, 1)),
        ("1.3.", date(2027, 3, 1)),
        ("24.11.26", TODAY),
        ("24.11.2026", TODAY),
        ("24/11/2026", TODAY),
        ("2026-11-24", TODAY),
        ("29.2.", date(2028, 2, 29)),
    ],
)
def test_typed_dates(text, expected):
    assert parse_day(text, TODAY) == expected


def test_month_first_where_people_write_it_so():
    assert parse_day("11/24", TODAY, day_first=False) == TODAY
    assert parse_day("24.11.", TODAY, day_first=False) == TODAY


def test_working_days_use_the_calendar():
    closed = WorkingCalendar({date(2026, 11, 25): "Holiday"})
    assert parse_day("+1wd", TODAY, closed) == date(2026, 11, 26)


@pytest.mark.parametrize("text", ["", "soon", "31.2.", "30.2.", "24.13.2026", "2026-02-30", "t", "+9999w9", "99"])
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(ValidationError, match="is not a date") as caught:
        parse_day(text, TODAY, field="go_live_on")
    assert caught.value.field == "go_live_on"
    assert "24.11." in caught.value.hint


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(ValidationError):
        parse_day("+9999w", date(9990, 1, 1))


@given(st.text(max_size=12))
def test_no_text_breaks_it(text):
    try:
        found = parse_day(text, TODAY)
    except ValidationError:
        return
    assert abs((found - TODAY).days) < 366 * 8000


@given(days)
def test_iso_dates_are_read_back(day):
    assert parse_day(day.isoformat(), TODAY) == day

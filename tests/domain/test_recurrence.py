"""Rules give the days RFC 5545 gives, and read back as they are written."""

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.recurrence import Frequency, Rule, parse_rule

_WEEKLY = st.builds(
    Rule, st.just(Frequency.WEEKLY), st.integers(1, 6),
    st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True).map(lambda days: tuple(sorted(days))),
    count=st.integers(1, 20),
)
_MONTHLY = st.builds(
    Rule, st.just(Frequency.MONTHLY), st.integers(1, 6), st.integers(0, 6).map(lambda day: (day,)),
    st.sampled_from([1, 2, 3, 4, -1]), count=st.integers(1, 12),
)


@settings(max_examples=60)
@given(st.one_of(_WEEKLY, _MONTHLY), st.dates(date(2024, 1, 1), date(2028, 12, 31)))
def test_a_rule_gives_what_another_reader_of_the_standard_finds(rule: Rule, first: date) -> None:
    other = rrulestr(rule.text(), dtstart=datetime(first.year, first.month, first.day))
    assert rule.days(first) == [moment.date() for moment in other]
    assert parse_rule(rule.text()) == rule


def test_the_day_of_the_month_leaves_out_months_that_lack_it() -> None:
    rule = Rule(Frequency.MONTHLY, count=3)
    assert rule.days(date(2026, 1, 31)) == [date(2026, 1, 31), date(2026, 3, 31), date(2026, 5, 31)]


def test_until_is_the_last_day_that_counts() -> None:
    rule = Rule(Frequency.WEEKLY, 2, (1,), until=date(2026, 12, 15))
    assert rule.text() == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20261215"
    assert rule.days(date(2026, 12, 1)) == [date(2026, 12, 1), date(2026, 12, 15)]
    assert parse_rule("RRULE:" + rule.text()) == rule


@pytest.mark.parametrize("text", [
    "", "FREQ=DAILY;COUNT=2", "FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=2;UNTIL=20261201", "FREQ=WEEKLY;COUNT=0",
    "FREQ=WEEKLY;BYDAY=XX;COUNT=2", "FREQ=MONTHLY;BYDAY=1MO,2TU;COUNT=2", "FREQ=WEEKLY;UNTIL=20261332",
    "FREQ=WEEKLY;INTERVAL=99;COUNT=2", "FREQ=WEEKLY;BYHOUR=3;COUNT=2",
])
def test_what_cannot_be_kept_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        parse_rule(text)

"""Dates as people type them, relative to a Tuesday."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.dates_typed import add_working_days, parse_typed_date
from microinf_desktop.domain.errors import ValidationError

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(("text", "day"), [
    ("today", TODAY), ("Tomorrow", date(2026, 11, 25)), ("yesterday", date(2026, 11, 23)),
    ("fri", date(2026, 11, 27)), ("Friday", date(2026, 11, 27)), ("tue", date(2026, 12, 1)),
    ("next mon", date(2026, 11, 30)), ("th", date(2026, 11, 26)),
    ("+5wd", date(2026, 12, 1)), ("-1wd", date(2026, 11, 23)), ("-2wd", date(2026, 11, 20)),
    ("+3", date(2026, 11, 27)), ("+3d", date(2026, 11, 27)), ("+2w", date(2026, 12, 8)), ("-1w", date(2026, 11, 17)),
    ("+1m", date(2026, 12, 24)), ("+3m", date(2027, 2, 24)),
    ("24.11.", date(2026, 11, 24)), ("24.11", date(2026, 11, 24)), ("1.2.", date(2027, 2, 1)),
    ("1.9.", date(2026, 9, 1)), ("24.11.27", date(2027, 11, 24)), ("24/11/2027", date(2027, 11, 24)),
    ("2026-12-04", date(2026, 12, 4)), ("24 nov", date(2026, 11, 24)), ("Nov 24, 2027", date(2027, 11, 24)),
    ("3 February", date(2027, 2, 3)), ("29.2.", date(2028, 2, 29)), ("11/24", date(2026, 11, 24)),
])
def test_what_is_understood(text: str, day: date) -> None:
    assert parse_typed_date(text, TODAY) == day


def test_month_first_where_that_is_the_custom() -> None:
    assert parse_typed_date("12/4", TODAY, month_first=True) == date(2026, 12, 4)
    assert parse_typed_date("12/4", TODAY) == date(2027, 4, 12)
    assert parse_typed_date("4.12.", TODAY, month_first=True) == date(2026, 12, 4)


@pytest.mark.parametrize("text", [
    "", "t", "fridge", "32.1.", "30.2.", "2026-13-01", "+5x", "99999d", "+9999w9", "13.13.", "x" * 5_000,
])
def test_what_is_not_names_its_field(text: str) -> None:
    with pytest.raises(ValidationError, match="is not a date") as caught:
        parse_typed_date(text, TODAY, field="publish")
    assert caught.value.field == "publish"


def test_the_end_of_short_months() -> None:
    assert parse_typed_date("+1m", date(2027, 1, 31)) == date(2027, 2, 28)
    assert parse_typed_date("+1m", date(2028, 1, 31)) == date(2028, 2, 29)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-40, 40), st.sets(st.integers(0, 60), max_size=8))
def test_working_days_land_on_working_days(start: date, days: int, holidays: set[int]) -> None:
    feasts = {start + timedelta(days=n) for n in holidays} | {start - timedelta(days=n) for n in holidays}
    found = add_working_days(start, days, feasts.__contains__)
    step = 1 if days > 0 else -1
    between = [start + timedelta(days=n) for n in range(step, (found - start).days + step, step)] if days else []
    working = [day for day in between if day.weekday() < 5 and day not in feasts]
    assert len(working) == abs(days)
    assert not days or working[-1] == found


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        found = parse_typed_date(text, TODAY)
    except ValidationError:
        return
    assert isinstance(found, date)


@given(st.dates(date(2027, 1, 1), date(2031, 1, 1)))
def test_iso_dates_come_back(day: date) -> None:
    assert parse_typed_date(day.isoformat(), TODAY) == day
    assert parse_typed_date(f"{day:%d.%m.%Y}", TODAY) == day

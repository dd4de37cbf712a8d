"""Figures and dates as the screen writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from microinf_desktop.domain.money import Money
from microinf_desktop.ui import formats
from tests.ui.conftest import TODAY

NB = "\u00a0"


@pytest.mark.parametrize(("value", "text"), [
    (None, "–"), (0, "0"), (812, "812"), (8_410, f"8.4{NB}K"), (38_600, f"38.6{NB}K"), (999_949, f"999.9{NB}K"),
    (999_950, f"1.0{NB}M"), (1_200_000, f"1.2{NB}M"), (409_800_000, f"409.8{NB}M"), (-8_410, f"-8.4{NB}K"),
])
def test_short(value: int | None, text: str) -> None:
    assert formats.short(value) == text


def test_percent_and_differences() -> None:
    assert formats.percent(4.8) == f"4.8{NB}%"
    assert formats.signed_percent(12) == f"+12{NB}%"
    assert formats.signed_percent(-13) == f"−13{NB}%"
    assert formats.percent(None) == "–"


def test_money_leaves_out_empty_cents_unless_told() -> None:
    assert formats.money(Money(54_000, "EUR")) == "€540"
    assert formats.money(Money(115_050, "EUR")) == "€1,150.50"
    assert formats.money(Money(54_000, "EUR"), full=True) == "€540.00"
    assert formats.money(Money(500, "JPY")).endswith("500")
    assert formats.money(None) == "–"


def test_german() -> None:
    formats.set_locale("de_DE")
    assert formats.short(38_600) == f"38,6{NB}K"
    assert formats.money(Money(115_050, "EUR")) == f"1.150,50{NB}€"
    assert formats.count(1_284) == "1.284"


@pytest.mark.parametrize(("days", "text"), [
    (0, "Today"), (1, "Tomorrow"), (-3, "3 d late"), (3, "Fri 27 Nov"), (14, "Tue 8 Dec"),
])
def test_relative(days: int, text: str) -> None:
    assert formats.relative(TODAY + timedelta(days=days)) == text


def test_far_days_name_their_year() -> None:
    assert formats.day(date(2028, 1, 2)) == "2 Jan 2028"
    assert formats.day(None) == "–"
    assert formats.long_day(TODAY) == "Tuesday 24 November 2026"


def test_moments_and_ages() -> None:
    assert formats.moment(datetime(2026, 11, 20, 16, 5, tzinfo=UTC)).startswith("Fri 20 Nov")
    assert formats.age(timedelta(hours=5)) == "5 h"
    assert formats.age(timedelta(days=4)) == "4 d"
    assert formats.age(timedelta(days=80)) == "11 wk"


@pytest.mark.parametrize(("text", "value"), [
    ("38.6 K", 38_600), ("1.2M", 1_200_000), ("12,500", 12_500), ("4.8 %", 4.8), ("twelve", None), ("", None),
])
def test_parse_number(text: str, value: float | None) -> None:
    assert formats.parse_number(text) == (pytest.approx(value) if value is not None else None)

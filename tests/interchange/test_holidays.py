"""Calendars from the holidays package."""

from datetime import date

import pytest

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.holidays import campaign_calendar, country_calendar, unsupported


def test_known_holidays_in_english():
    germany = country_calendar("de", [2026])
    assert germany.why_closed(date(2026, 10, 3)) == "German Unity Day"
    assert country_calendar("US", [2026]).why_closed(date(2026, 11, 26)) == "Thanksgiving Day"
    assert country_calendar("UK", [2026]) == country_calendar("GB", [2026])


def test_regions_and_weekends():
    assert country_calendar("DE", [2026], "BY").why_closed(date(2026, 1, 6)) == "Epiphany"
    assert country_calendar("DE", [2026]).is_working(date(2026, 1, 6))
    assert country_calendar("SA", [2026]).why_closed(date(2026, 11, 27)) is not None  # a Friday


def test_what_the_package_does_not_know_is_refused_in_words():
    with pytest.raises(KnownError, match="no public holidays on file"):
        country_calendar("XX", [2026])
    with pytest.raises(KnownError, match="no region") as caught:
        country_calendar("DE", [2026], "ZZ")
    assert "BY" in caught.value.hint


def test_a_campaign_in_several_countries_goes_on_without_an_unknown_one():
    calendar = campaign_calendar(["DE", "XX", "FR"], date(2026, 7, 1), date(2026, 12, 31))
    assert not calendar.is_working(date(2026, 7, 14))
    assert not calendar.is_working(date(2027, 1, 1))
    assert unsupported(["DE", "XX", "FR"]) == ("XX",)
    assert campaign_calendar([], date(2026, 7, 1), date(2026, 7, 2)).is_working(date(2026, 7, 14))

"""Territories of deals: codes, names in several languages, regions, everywhere, and words nobody knows."""

import pytest

from microinf_desktop.interchange.territories import load_regions


@pytest.mark.parametrize(("words", "inside", "outside"), [
    (("DE",), "DE", "AT"),
    (("Österreich", "Schweiz"), "CH", "DE"),
    (("DACH",), "AT", "FR"),
    (("EU",), "IE", "GB"),
    (("European Union", "UK"), "GB", "US"),
    (("Royaume-Uni",), "GB", "IE"),
])
def test_words_name_countries(words: tuple[str, ...], inside: str, outside: str) -> None:
    territory = load_regions().read(words)
    assert territory.covers(inside) is True
    assert territory.covers(outside) is False
    assert territory.unknown == ()


def test_everywhere_is_everywhere_and_nowhere_is_nowhere() -> None:
    regions = load_regions()
    assert regions.read(["DE", "Worldwide"]).covers("NZ") is True
    assert regions.read([]).covers("DE") is False


def test_a_word_nobody_knows_is_never_a_no_nor_a_yes() -> None:
    territory = load_regions().read(["DE", "Middle-earth"])
    assert territory.unknown == ("Middle-earth",)
    assert territory.covers("DE") is True
    assert territory.covers("FR") is None


def test_two_territories_meet_where_a_country_is_in_both() -> None:
    regions = load_regions()
    assert regions.read(["DACH"]).meets(regions.read(["EU"])) is True
    assert regions.read(["CH"]).meets(regions.read(["EU"])) is False
    assert regions.read(["CH"]).meets(regions.read(["Middle-earth"])) is None
    assert regions.read(["worldwide"]).meets(regions.read(["JP"])) is True

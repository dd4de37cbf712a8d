"""Countries as people write them, with a table of names made for the test."""

import pytest

from microinf_desktop.domain.countries import CountryGuess, CountryNames

NAMES = CountryNames(
    {"DE", "FR", "PT", "BR", "KR", "ES"},
    {"germany": "DE", "deutschland": "DE", "deu": "DE", "france": "FR", "portugal": "PT", "brazil": "BR",
    "spain": "ES"},
    {"korea": ("KR", "Korea was taken as South Korea")},
    lambda: {"niemcy": "DE", "france": "ES"},
)


@pytest.mark.parametrize(("text", "code"), [
    ("Germany", "DE"), (" DEUTSCHLAND ", "DE"), ("de", "DE"), ("DEU", "DE"), ("🇧🇷", "BR"), ("Brazil 🇧🇷", "BR"),
    ("Lisbon, Portugal", "PT"), ("Portugal (Lisbon)", "PT"), ("Niemcy", "DE"), ("France", "FR"),
])
def test_finds_the_country_without_doubt(text: str, code: str) -> None:
    assert NAMES.find(text) == CountryGuess(code)


@pytest.mark.parametrize(("text", "code", "doubt"), [
    ("Korea", "KR", "South Korea"), ("Germny", "DE", "read as “germany”"),
    ("France / Spain", "FR", "several countries"),
    ("🇧🇷🇪🇸", "BR", "several countries"),
])
def test_says_when_a_country_is_doubtful(text: str, code: str, doubt: str) -> None:
    guess = NAMES.find(text)
    assert guess is not None
    assert guess.code == code
    assert doubt in guess.doubt


@pytest.mark.parametrize("text", ["", "-", "Europe", "Music", "12", "🎉"])
def test_finds_none_where_there_is_none(text: str) -> None:
    assert NAMES.find(text) is None


def test_a_word_is_a_country_only_when_it_is_nothing_else() -> None:
    assert NAMES.is_country("Brazil")
    assert not NAMES.is_country("Lisbon, Portugal")

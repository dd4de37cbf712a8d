"""Long lists that forms pick from: countries, languages, currencies, zones, jurisdictions, clients, campaigns."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from microinf_desktop.domain.text import fold
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext

Choice = tuple[Any, str]
# Offered first; the rest follows by name.
_USUAL_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "PLN", "SEK", "DKK", "NOK", "CZK", "CAD", "AUD", "INR", "BRL", "JPY")
JURISDICTIONS = ("US", "UK", "IE", "DE", "AT", "CH", "FR", "ES", "IT", "NL", "BE", "EU", "CA", "AU", "NZ", "IN", "BR")


def search_in(choices: Callable[[], Sequence[Choice]]) -> Callable[[str], Sequence[Choice]]:
    """A `Picker` search over a list: entries whose words begin with the text first, then those that contain it."""

    def search(text: str) -> Sequence[Choice]:
        wanted = fold(text)
        offered = choices()
        if not wanted:
            return offered
        begins, contains = [], []
        for choice in offered:
            name = fold(choice[1])
            if name.startswith(wanted) or f" {wanted}" in name:
                begins.append(choice)
            elif wanted in name:
                contains.append(choice)
        return begins + contains

    return search


def country(code: str) -> str:
    """Name of a country, the code itself when it has none, "" for none."""
    return dict(countries()).get(code, code)


def countries() -> Sequence[Choice]:
    """ISO 3166-1 alpha-2 codes with names in the interface's locale."""
    return _countries(formats.locale_name())


@cache
def _countries(locale: str) -> Sequence[Choice]:
    from babel import Locale

    names = Locale.parse(locale).territories
    return sorted(
        ((code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY),
        key=lambda pair: fold(pair[1]),
    )


_NO_COUNTRY = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}


def languages() -> Sequence[Choice]:
    """Two-letter language codes with names."""
    return _languages(formats.locale_name())


@cache
def _languages(locale: str) -> Sequence[Choice]:
    from babel import Locale

    names = Locale.parse(locale).languages
    return sorted(((code, name) for code, name in names.items() if len(code) == 2), key=lambda pair: fold(pair[1]))


def language(code: str) -> str:
    """Name of a language, the code itself when it has none."""
    return dict(languages()).get(code, code)


def locales(codes: Sequence[str]) -> Sequence[Choice]:
    """Locales as "English, United Kingdom", in the given order."""
    return [(code, f"{language(code[:2])}, {country(code[3:])}") for code in codes]


@cache
def currencies() -> Sequence[Choice]:
    """ISO 4217 codes, the usual ones first."""
    from babel import Locale

    names = Locale.parse("en").currencies
    rest = sorted(str(code) for code in names if code not in _USUAL_CURRENCIES)
    return [(code, f"{code}  {names.get(code, '')}".strip()) for code in (*_USUAL_CURRENCIES, *rest)]


@cache
def time_zones() -> Sequence[Choice]:
    """IANA zones by name."""
    from zoneinfo import available_timezones

    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone]


# Where most of the people and offices are, for countries with several zones.
_MAIN_ZONES = {"DE": "Europe/Berlin", "ES": "Europe/Madrid", "US": "America/New_York", "CA": "America/Toronto",
               "AU": "Australia/Sydney", "NZ": "Pacific/Auckland", "BR": "America/Sao_Paulo",
               "PT": "Europe/Lisbon", "MX": "America/Mexico_City"}


def usual_currency(country_code: str) -> str:
    """What is paid with in a country today, "" when that is not known."""
    from babel.numbers import get_territory_currencies

    return next(iter(get_territory_currencies(country_code)), "")


def usual_zone(country_code: str) -> str:
    """The time zone of a country, "" when it has several and none is the main one."""
    from babel.core import get_global

    zones = get_global("territory_zones").get(country_code, ())
    return _MAIN_ZONES.get(country_code) or (str(zones[0]) if len(zones) == 1 else "")


def usual_jurisdiction(country_code: str) -> str:
    """The rule pack of a country, "" when there is none."""
    code = "UK" if country_code == "GB" else country_code
    return code if code in JURISDICTIONS else ""


def jurisdictions() -> Sequence[Choice]:
    """Codes of the rule packs with the countries they stand for."""
    special = {"UK": country("GB"), "EU": "European Union"}
    return [(code, special.get(code) or country(code)) for code in JURISDICTIONS]


def clients(context: AppContext) -> Sequence[Choice]:
    """The clients of the workspace."""
    from microinf_desktop.queries import clients as queries

    with context.workspace.reading() as session:
        return [(row.id, row.name) for row in queries.rows(session)]


def campaigns(context: AppContext) -> Sequence[Choice]:
    """The campaigns of the workspace."""
    from microinf_desktop.queries import campaigns as queries

    with context.workspace.reading() as session:
        return [(row.id, row.name) for row in queries.rows(session)]

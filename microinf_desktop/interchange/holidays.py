"""Working-day calendars of countries from the `holidays` package, for the domain, which does not know it."""

from collections.abc import Iterable
from datetime import date

from microinf_desktop.domain.calendars import SATURDAY_SUNDAY, WorkingCalendar, merge
from microinf_desktop.domain.errors import KnownError


def country_calendar(country: str, years: Iterable[int], region: str | None = None) -> WorkingCalendar:
    """Public holidays and weekend of a country (ISO 3166-1 alpha-2), in English where the package has it.

    `region` is the package's code of a subdivision, e.g. "BY" for Bavaria. KnownError for a country or region
    the package does not know.
    """
    import holidays as package  # 0.4 s: at first use

    code = _iso(country)
    known = package.list_supported_countries()
    if code not in known:
        raise KnownError(f"There are no public holidays on file for “{country}”.", "Choose another country.")
    if region and region not in known[code]:
        raise KnownError(
            f"“{region}” is no region of {code} with holidays of its own.",
            f"Choose one of {', '.join(known[code])}, or leave the region out." if known[code] else "Leave it out.",
        )
    languages = package.list_localized_countries().get(code, [])
    language = next((choice for choice in ("en_US", "en_GB") if choice in languages), None)
    found = package.country_holidays(code, subdiv=region, years=tuple(years), language=language)
    return WorkingCalendar(dict(sorted(found.items())), frozenset(found.weekend) or SATURDAY_SUNDAY)


def campaign_calendar(countries: Iterable[str], first: date, last: date) -> WorkingCalendar:
    """One calendar for a campaign's countries, with the holidays from a year before `first` to one after `last`.

    Countries the package does not know count with weekends only: planning goes on without their holidays, and
    `unsupported` names them for a note on the screen.
    """
    years = range(first.year - 1, last.year + 2)
    wanted = list(dict.fromkeys(countries))
    without = set(unsupported(wanted))
    return merge(country_calendar(country, years) for country in wanted if country not in without)


def unsupported(countries: Iterable[str]) -> tuple[str, ...]:
    """Those of the countries for which there are no holidays on file."""
    import holidays as package

    known = package.list_supported_countries()
    return tuple(country for country in countries if _iso(country) not in known)


def _iso(country: str) -> str:
    """The ISO code; the rule packs say UK where ISO 3166 says GB."""
    code = country.strip().upper()
    return "GB" if code == "UK" else code

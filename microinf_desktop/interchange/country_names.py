"""Loads the names of countries: CLDR's in many languages through Babel, and what people write besides."""

import json
from collections.abc import Iterable
from functools import cache

from microinf_desktop.domain.countries import CountryNames
from microinf_desktop.domain.text import fold
from microinf_desktop.paths import resource

# CLDR groups that are no country: the world, unions, outlying areas, unknown, pseudo-locales.
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "DG", "TA", "IC", "EA"})


@cache
def country_names() -> CountryNames:
    """The one table of country names; the rarer languages are loaded when a name is not found in the first ones."""
    data = json.loads(resource("import", "countries.json").read_text("utf-8"))
    names = _names_in(data["languages"])
    names.update(_alpha_3(set(names.values())))
    names.update({fold(alias): code for code, aliases in data["aliases"].items() for alias in aliases})
    doubtful = {word: (code, doubt) for word, (code, doubt) in data["doubtful"].items()}
    return CountryNames(
        set(names.values()), names, doubtful, lambda: _names_in(data["more_languages"])
    )


def _names_in(languages: Iterable[str]) -> dict[str, str]:
    """Folded name to code; where languages disagree about a word the earlier one keeps it."""
    from babel import Locale

    names: dict[str, str] = {}
    for language in languages:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                folded = fold(name)
                names.setdefault(folded, code)
                names.setdefault(folded.replace("-", " ").replace("&", "and"), code)
    return names


def _alpha_3(codes: set[str]) -> dict[str, str]:
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    return {
        code.lower(): targets[0]
        for code, targets in aliases.items()
        if len(code) == 3 and code.isalpha() and len(targets) == 1 and targets[0] in codes
    }

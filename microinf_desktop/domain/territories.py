"""Where a right or a ban holds: the words of a deal ("DE", "Austria", "EU", "worldwide") as countries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from microinf_desktop.domain.text import fold


@dataclass(frozen=True, slots=True)
class Territory:
    """ISO 3166-1 alpha-2 `countries`, or all of them; `unknown` are words nobody could read."""

    countries: frozenset[str] = frozenset()
    is_everywhere: bool = False
    unknown: tuple[str, ...] = ()

    def covers(self, country: str) -> bool | None:
        """Whether a country is inside; None when a word that could not be read might name it."""
        if self.is_everywhere or country in self.countries:
            return True
        return None if self.unknown else False

    def meets(self, other: "Territory") -> bool | None:
        """Whether both have a country in common; None when words that could not be read might say so."""
        if self.is_everywhere or other.is_everywhere or self.countries & other.countries:
            return True
        return None if self.unknown or other.unknown else False


@dataclass(frozen=True, slots=True)
class Regions:
    """Names of groups of countries and the words for everywhere, folded; `country_of` reads a single country."""

    groups: Mapping[str, frozenset[str]]
    everywhere: frozenset[str]
    country_of: Callable[[str], str | None]

    def read(self, names: Iterable[str]) -> Territory:
        """The territory several words describe together; no word at all is nowhere."""
        countries: set[str] = set()
        unknown = []
        for name in names:
            folded = fold(name.strip())
            if folded in self.everywhere:
                return Territory(is_everywhere=True)
            if folded in self.groups:
                countries |= self.groups[folded]
            elif (code := self.country_of(name)) is not None:
                countries.add(code)
            elif folded:
                unknown.append(name.strip())
        return Territory(frozenset(countries), False, tuple(unknown))

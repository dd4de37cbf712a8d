"""Regulated products and minors: what a campaign or a deal needs beside its label, as flags for a specialist."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

ADULT = 18


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a country asks for; `rule` is its id in the catalogue."""

    rule: str
    country: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class RegulatedKind:
    """A regulated category: the words of a product category or name that tell it, and its needs."""

    id: str
    title: str
    words: frozenset[str]
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Regulated:
    """The catalogue of categories and of what minors need, with the day its sources were last read."""

    kinds: tuple[RegulatedKind, ...]
    minors: tuple[Need, ...]
    read_on: date

    def of_product(self, words: Iterable[str]) -> tuple[RegulatedKind, ...]:
        """The categories that product category and name tell."""
        said = {word for text in words for word in re.findall(r"\w+", text.lower())}
        return tuple(kind for kind in self.kinds if kind.words & said)


@dataclass(frozen=True, slots=True)
class Rider:
    """What one category, or the age of a creator, asks for in the countries of the audience.

    `missing` are facts that are not on file yet, in words.
    """

    title: str
    needs: tuple[Need, ...]
    missing: tuple[str, ...] = ()


def riders(catalogue: Regulated, words: Iterable[str], countries: Iterable[str]) -> list[Rider]:
    """The regulated categories of a product, each with what the audience's countries ask for."""
    asked = set(countries)
    return [
        Rider(kind.title, tuple(need for need in kind.needs if need.country in asked))
        for kind in catalogue.of_product(words)
    ]


def minor_rider(
    catalogue: Regulated, born: date | None, on: date, guardian: str, countries: Iterable[str], *, regulated: bool
) -> Rider | None:
    """What the age of a creator asks for on a day; None for adults, and where nothing depends on an unknown age."""
    if born is None:
        unknown = ("The date of birth is not on file. Ask for it: the product is regulated by age.",)
        return Rider("Age of the creator", (), unknown) if regulated else None
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age >= ADULT:
        return None
    asked = set(countries)
    missing: tuple[str, ...] = ()
    if not guardian.strip():
        missing = ("No guardian is named. A guardian has to sign the contract.",)
    return Rider(f"Minor, {age} years old", tuple(need for need in catalogue.minors if need.country in asked), missing)

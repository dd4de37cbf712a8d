"""Exclusivity a creator is bound by, and whether other work breaks it: with whom, which clause, what would be free."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.territories import Regions
from microinf_desktop.domain.text import fold

# Words of a category that say nothing about the product: “other tea brands” is about tea.
_EMPTY_WORDS = frozenset((
    "a", "all", "and", "any", "brand", "brands", "category", "companies", "company", "competing", "competitor",
    "competitors", "for", "from", "in", "label", "labels", "like", "maker", "makers", "of", "offers", "on", "or",
    "other", "others", "product", "products", "service", "services", "similar", "the",
))
_LEGAL_FORMS = frozenset((
    "ab", "ag", "aps", "as", "bv", "co", "corp", "eu", "gbr", "gmbh", "inc", "kg", "limited", "llc", "ltd", "ltda",
    "nv", "ohg", "oy", "plc", "sa", "sarl", "sas", "sasu", "sl", "spa", "srl", "ug",
))
_WORD = re.compile(r"[^\W_]+")
_LONG_ENOUGH = 4


class Certainty(StrEnum):
    """CONFLICT: days, place and product meet. POSSIBLE: a person has to decide whether the product falls under it."""

    CONFLICT = "conflict"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class Binding:
    """What keeps a creator from working for others; both days are inside it, None is open.

    `platforms`, `territories` empty mean all. `contract` and `clause` are printed numbers, empty while only the deal
    says so; `is_signed` tells a signed contract from one that is out for signature.
    """

    client: str
    campaign: str
    category: str
    starts_on: date | None
    ends_on: date | None
    competitors: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    carve_outs: str = ""
    contract: str = ""
    clause: str = ""
    is_signed: bool = True
    collaboration_id: int = 0
    client_id: int = 0

    @property
    def free_from(self) -> date | None:
        """The first day that is free; None when the end is not known."""
        return None if self.ends_on is None else self.ends_on + timedelta(days=1)

    def holds_on(self, day: date) -> bool:
        """Whether the binding has not ended by a day; one that starts later is still to come and counts."""
        return self.ends_on is None or self.ends_on >= day

    @property
    def where_said(self) -> str:
        """The clause and contract as printed, "the deal" while there is none."""
        if not self.contract:
            return "the deal, no contract yet"
        clause = f"clause {self.clause} of " if self.clause else ""
        return f"{clause}{self.contract}{'' if self.is_signed else ', not signed yet'}"

    @property
    def what(self) -> str:
        """Category, else the brands by name; empty when the binding names neither."""
        return self.category or " or ".join(self.competitors)

    def __str__(self) -> str:
        """One sentence that can be copied to a client or a creator."""
        what = f" for {self.what}" if self.what else ""
        clause = f", clause {self.clause}" if self.clause else ""
        if self.ends_on is None:
            return f"Bound to {self.client} ({self.campaign}){what}{clause}; the end is not known."
        start = f" from {self.starts_on:%d %b %Y}" if self.starts_on else ""
        return (f"Bound to {self.client} ({self.campaign}){what}{start} until {self.ends_on:%d %b %Y}{clause}; "
                f"free from {self.free_from:%d %b %Y}.")


@dataclass(frozen=True, slots=True)
class Work:
    """A deal that may break somebody else's exclusivity: for whom, what, where and when.

    `subjects` are words for the product (category of the client and the campaign, the product itself), `countries`
    the codes of the audiences, `first` and `last` the days content goes live; None is not planned yet.
    """

    client: str
    campaign: str
    subjects: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    client_id: int = 0
    collaboration_id: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """A binding that stands against work; `free_platforms` are those the binding leaves open."""

    binding: Binding
    work: Work
    certainty: Certainty
    why: str
    free_platforms: tuple[str, ...] = ()

    @property
    def free(self) -> str:
        """What would be free, one sentence."""
        ways = []
        if self.binding.free_from is not None:
            ways.append(f"from {self.binding.free_from:%d %b %Y} on")
        if self.binding.starts_on is not None and self.work.first is not None:
            before = self.binding.starts_on - timedelta(days=1)
            ways.append(f"with everything live by {before:%d %b %Y}")
        if self.free_platforms:
            ways.append(f"on {', '.join(self.free_platforms)} at any time")
        if not ways:
            return "Nothing is free until the end is agreed."
        return f"Free {', or '.join(ways)}."

    def card(self, creator: str) -> str:
        """The whole answer as text one can copy."""
        lines = [f"{creator}: {self.binding}", self.why, f"Said in {self.binding.where_said}."]
        if self.binding.carve_outs:
            lines.append(f"Except: {self.binding.carve_outs}.")
        return "\n".join([*lines, self.free])


def binding(
    client: str, campaign: str, category: str, days_before: int, days_after: int, first: date | None, last: date | None
) -> Binding:
    """The binding of a deal whose posts go live from `first` to `last` (as in its contract)."""
    return Binding(client, campaign, category.strip(), *window(days_before, days_after, first, last))


def window(
    days_before: int, days_after: int, first: date | None, last: date | None
) -> tuple[date | None, date | None]:
    """First and last day of an exclusivity around the days content goes live."""
    return (
        None if first is None else first - timedelta(days=days_before),
        None if last is None else last + timedelta(days=days_after),
    )


def present(bindings: Iterable[Binding], today: date) -> tuple[Binding, ...]:
    """Those that still hold, the one that ends last first."""
    held = [one for one in bindings if one.holds_on(today)]
    return tuple(sorted(held, key=lambda one: one.ends_on or date.max, reverse=True))


def conflict(bound: Binding, work: Work, regions: Regions, today: date) -> Conflict | None:
    """Whether work breaks a binding: client, days, platforms, countries and product have to meet all five.

    What is not planned or cannot be read counts as meeting, because an overlooked exclusivity costs more than a
    question. Work without days is taken as planned from `today` on.
    """
    if bound.client_id and bound.client_id == work.client_id:
        return None
    first, last = work.first or work.last or today, work.last or date.max
    if (bound.ends_on is not None and first > bound.ends_on) or (bound.starts_on is not None
                                                                 and last < bound.starts_on):
        return None
    if bound.platforms and work.platforms and not set(bound.platforms) & set(work.platforms):
        return None
    if bound.territories and work.countries and not _same_place(bound.territories, work.countries, regions):
        return None
    found = _product(bound, work)
    if found is None:
        return None
    free = tuple(platform.value for platform in Platform if platform.value not in bound.platforms)
    return Conflict(bound, work, *found, free if bound.platforms else ())


def conflicts(
    bindings: Iterable[Binding], work: Work, regions: Regions, today: date
) -> tuple[Conflict, ...]:
    """All conflicts of one deal, certain ones first, then the one that ends last."""
    found = [hit for one in present(bindings, today) if (hit := conflict(one, work, regions, today)) is not None]
    return tuple(sorted(found, key=lambda hit: hit.certainty is not Certainty.CONFLICT))


def same_product(category: str, subjects: Sequence[str]) -> str:
    """The word a category of an exclusivity shares with words for a product; empty when they share none."""
    wanted = _words(category)
    for subject in subjects:
        for word in _words(subject):
            for other in wanted:
                if word == other or (min(len(word), len(other)) >= _LONG_ENOUGH
                                     and (word.startswith(other) or other.startswith(word))):
                    return subject.strip()
    return ""


def _words(text: str) -> list[str]:
    """Folded words that say something, without the plural s."""
    return [
        word[:-1] if len(word) >= _LONG_ENOUGH and word.endswith("s") else word
        for word in _WORD.findall(fold(text)) if word not in _EMPTY_WORDS
    ]


def _same_place(territories: Sequence[str], countries: Sequence[str], regions: Regions) -> bool:
    return regions.read(territories).meets(regions.read(countries)) is not False


def _product(bound: Binding, work: Work) -> tuple[Certainty, str] | None:
    """How surely the product falls under a binding, with the reason; None when it does not."""
    named = _named(bound.competitors, work.client)
    if named:
        return Certainty.CONFLICT, f"{work.client} is named in it."
    if not bound.category:
        # Neither a category nor names: nobody can tell what it is about.
        return None if bound.competitors else (Certainty.POSSIBLE, "It names neither a category nor brands: ask.")
    if shared := same_product(bound.category, work.subjects):
        return Certainty.CONFLICT, f"“{shared}” falls under “{bound.category}”."
    about = next((subject for subject in work.subjects if subject.strip()), work.client)
    return Certainty.POSSIBLE, f"Decide whether “{about}” falls under “{bound.category}”."


def _named(competitors: Sequence[str], client: str) -> bool:
    """Whether a client is among brands by name, whatever the legal form behind it."""
    wanted = _bare(client)
    return any(name and f" {name} " in f" {wanted} " for name in map(_bare, competitors))


def _bare(name: str) -> str:
    """A folded name without its legal form: “Brewhaus GmbH & Co. KG” is “brewhaus &”."""
    return " ".join(word for word in fold(name).split() if word.replace(".", "") not in _LEGAL_FORMS)

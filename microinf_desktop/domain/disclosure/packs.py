"""Rule packs as plain data: words, rules, platforms and demanded labels of each jurisdiction, with their sources."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import MappingProxyType

SEVERITIES = ("ok", "info", "warn", "fail")
RANK = {"ok": 0, "info": 0, "pass": 0, "warn": 1, "fail": 2}

GENERIC = "GENERIC"

# What a label can be about; `ad` and its kin cover every relationship, the others only their own.
COVERS: Mapping[str, frozenset[str]] = MappingProxyType({
    "ad": frozenset({"fee", "commission", "gift", "own", "job", "family", "contest"}),
    "sponsor": frozenset({"fee", "commission", "gift", "own", "job", "family", "contest"}),
    "paid": frozenset({"fee", "commission", "gift", "own", "job", "family", "contest"}),
    "partner": frozenset({"fee", "commission", "gift", "own", "job", "family", "contest"}),
    "thanks": frozenset({"fee", "commission", "gift"}),
    "placement": frozenset({"fee", "gift"}),
    "gift": frozenset({"gift"}),
    "affiliate": frozenset({"commission"}),
    "job": frozenset({"job", "own"}),
    "own": frozenset({"own", "job"}),
    "family": frozenset({"family", "own"}),
    "contest": frozenset({"contest"}),
})
LABEL_KINDS = frozenset(COVERS)
# Words that are not labels: denials, claims, notices a special rule asks for.
OTHER_KINDS = frozenset({
    "denies_ad", "denies_pay", "bought", "claim", "virtual", "virtual_image", "retouched", "minors_notice",
})


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was taken from; `standing` is R (read), 2nd (secondary) or K (recalled, unverified)."""

    id: str
    urls: tuple[str, ...]
    standing: str = "R"

    @property
    def text(self) -> str:
        return " ; ".join(self.urls) if self.urls else f"{self.id}, recalled and not read (unverified)"


@dataclass(frozen=True, slots=True)
class Word:
    """One entry of a word list: phrases that mean the same, how good they are, since when and for what.

    Phrases are lower case: `{x}` stands for one to four words naming somebody, `...` for up to five words,
    `(a|b)` for either, `[a]` for may be there, a trailing `*` for any ending, a leading `#` for hashtags only.
    """

    phrases: tuple[str, ...]
    kind: str
    grade: str
    language: str
    rule: str = ""
    problem: str = ""
    covers: frozenset[str] = frozenset()
    bare: bool = False
    text_only: bool = False
    any_language: bool = False
    needs_brand: bool = False
    uninfluenced: bool = False
    weak_for: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    starts: date | None = None
    ends: date | None = None
    reason: str = ""

    def in_force(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class Regrade:
    """Generic words of some kinds and languages taken another way in a jurisdiction; empty sets mean all."""

    kinds: frozenset[str]
    languages: frozenset[str]
    grades: frozenset[str]
    grade: str
    rule: str = ""
    reason: str = ""

    def fits(self, word: "Word") -> bool:
        return ((not self.kinds or word.kind in self.kinds) and (not self.languages or word.language in self.languages)
                and (not self.grades or word.grade in self.grades) and word.kind in LABEL_KINDS)


@dataclass(frozen=True, slots=True)
class Text:
    """What a finding says (`message`) and asks for (`fix`); templates with named places."""

    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue; `checks` maps the problems it answers for to their severities here."""

    id: str
    title: str
    scope: str = "law"
    checks: Mapping[str, str] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    platforms: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset()
    ties: frozenset[str] = frozenset()
    unverified: bool = False

    def applies(self, platform: str, form: str, tie: str) -> bool:
        return ((not self.platforms or platform in self.platforms) and (not self.formats or form in self.formats)
                and (not self.ties or tie in self.ties))

    @property
    def severity(self) -> str:
        """The gravest severity among its checks; `info` when it is looked at by people, not by the checker."""
        return max(self.checks.values(), key=RANK.__getitem__, default="info")


@dataclass(frozen=True, slots=True)
class Category:
    """A rule on what is promoted: `condition` says what settles it, `severity` what happens when it is not met."""

    rule: str
    names: frozenset[str]
    condition: str
    severity: str
    unknown: str = "warn"


@dataclass(frozen=True, slots=True)
class Demand:
    """The label to ask for; `text` opens a caption or goes on the picture, `said` is spoken."""

    language: str
    text: str
    tag: str
    said: str
    ties: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    also: str = ""


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """One line of the platforms table: what shows before "more" and what the platform's own terms ask for."""

    id: str
    name: str
    chars_sure: int | None
    chars_hard: int | None
    lines_sure: int | None
    lines_hard: int | None
    tool_name: str
    tool_rule: str
    tool_duty: Mapping[str, str]
    note: str = ""
    page: bool = False
    lasting_title: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything the checker knows about one jurisdiction (audience, not residence of the creator)."""

    id: str
    name: str
    regulator: str
    version: str
    checked_on: date
    sourced: bool
    languages: tuple[str, ...]
    closed_list: str = ""
    settings: Mapping[str, float] = field(default_factory=dict)
    words: tuple[Word, ...] = ()
    regrades: tuple[Regrade, ...] = ()
    rules: tuple[Rule, ...] = ()
    categories: tuple[Category, ...] = ()
    demands: tuple[Demand, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    conflicts: tuple[str, ...] = ()
    penalty: str = ""


def joined_version(version: str, additions: int) -> str:
    """What a verdict names: the pack's version, and how many entries of the agency stand before it."""
    return f"{version} + {additions} of the agency" if additions else version


def split_version(version: str) -> tuple[str, int]:
    """The pack's own version and the number of the agency's additions, of what `joined_version` made."""
    own, _, rest = version.partition(" + ")
    number = rest.partition(" ")[0]
    return (own, int(number)) if number.isdecimal() else (version, 0)


class PackSet:
    """All packs, the platforms table and the sources; compiles a jurisdiction once for all days with the same words."""

    def __init__(self, packs: Mapping[str, Pack], platforms: Mapping[str, PlatformRow],
                 sources: Mapping[str, Source]) -> None:
        self.packs = dict(packs)
        self.platforms = dict(platforms)
        self.sources = dict(sources)
        self._compiled: dict[tuple[str, date], object] = {}
        self._turns: dict[str, tuple[date, ...]] = {}

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        return tuple(sorted(key for key in self.packs if key != GENERIC))

    @property
    def generic(self) -> Pack:
        return self.packs[GENERIC]

    def get(self, jurisdiction: str) -> Pack:
        """The pack of a jurisdiction; an unknown one gets an unsourced pack that only warns."""
        known = self.packs.get(jurisdiction)
        if known is not None and jurisdiction != GENERIC:
            return known
        name = jurisdiction or "no jurisdiction"
        return replace(self.generic, id=jurisdiction or "?", name=name, regulator="", sourced=False,
                       words=(), regrades=(), rules=(), categories=(), conflicts=(), penalty="", settings={}, texts={})

    def since(self, jurisdiction: str, on: date) -> date:
        """The first day of the stretch around `on` in which the same words of a jurisdiction are in force."""
        turns = self._turns.get(jurisdiction)
        if turns is None:
            words = self.packs[jurisdiction].words if jurisdiction in self.packs else ()
            days = {word.starts for word in words if word.starts}
            days |= {word.ends + timedelta(days=1) for word in words if word.ends and word.ends < date.max}
            turns = self._turns[jurisdiction] = (date.min, *sorted(days - {date.min}))
        return turns[bisect_right(turns, on) - 1]

    def platform(self, platform: str) -> PlatformRow:
        return self.platforms.get(platform) or self.platforms["other"]

    def source_text(self, ids: tuple[str, ...]) -> str:
        return " ; ".join(self.sources[key].text if key in self.sources else key for key in ids)

    def extended(self, jurisdiction: str, words: tuple[Word, ...] = (), rules: tuple[Rule, ...] = (),
                 settings: Mapping[str, float] | None = None, additions: int | None = None) -> "PackSet":
        """A copy in which an agency's own words and rules come before those of the pack.

        `additions` is the number named with the version: of words and rules together when None.
        """
        pack = self.get(jurisdiction)
        packs = dict(self.packs)
        number = len(words) + len(rules) if additions is None else additions
        packs[jurisdiction] = replace(pack, words=words + pack.words, rules=rules + pack.rules,
                                      settings={**pack.settings, **(settings or {})},
                                      version=joined_version(pack.version, number))
        made = PackSet(packs, self.platforms, self.sources)
        if jurisdiction != GENERIC:  # what is compiled of all the others stays right
            made._compiled = {key: area for key, area in self._compiled.items() if key[0] != jurisdiction}
        return made

    def remember(self, key: tuple[str, date], make: object) -> object:
        """Keeps a compiled pack; a handful per jurisdiction at most."""
        if len(self._compiled) > 64:
            self._compiled.clear()
        self._compiled[key] = make
        return make

    def recall(self, key: tuple[str, date]) -> object | None:
        return self._compiled.get(key)

"""What the words of a heading say: the field, the platform it names, the base of a rate; in seven languages."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.rosters import COUNTS, RateBase, RosterField
from microinf_desktop.domain.text import fold
from microinf_desktop.paths import resource

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORDS = re.compile(r"[^\w#%@°]+|_")
_TYPO_CUTOFF = 88
_EXACT, _WITHOUT_NOISE, _CONTAINED, _TYPO = 1.0, 0.9, 0.7, 0.55
_AVERAGES = frozenset(COUNTS) - {RosterField.FOLLOWERS}


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says. `field` is None when its words say nothing; `score` is 0 to 1.

    `is_bare_platform` is a heading such as "Instagram"; `is_average` one that says so; `unit` is 1,000 for
    "Followers (k)"; `is_certain` is True for the words that never head a person's name ("username").
    """

    field: RosterField | None
    score: float
    platform: Platform | None = None
    base: RateBase = RateBase.FOLLOWERS
    is_bare_platform: bool = False
    is_average: bool = False
    unit: int = 1
    is_certain: bool = False


@dataclass(frozen=True, slots=True)
class _Words:
    """The headings of resources/import/headers.json, folded."""

    phrases: Mapping[str, RosterField]
    noise: frozenset[str]
    qualifiers: frozenset[str]
    units: Mapping[str, int]
    totals: frozenset[str]
    certain: frozenset[str]
    rates: frozenset[str]
    bases: Mapping[str, RateBase]
    platforms: Mapping[str, Platform]
    files: Mapping[str, Platform]
    languages: Mapping[str, str]


@cache
def _words() -> _Words:
    data = json.loads(resource("import", "headers.json").read_text("utf-8"))
    phrases: dict[str, RosterField] = {}
    for name, by_language in data["fields"].items():
        for words in by_language.values():
            for word in words:
                phrases.setdefault(heading_words(word), RosterField(name))
    for word in data["ignored"]:
        phrases[heading_words(word)] = RosterField.IGNORE
    return _Words(
        phrases,
        frozenset(map(fold, data["noise"])), frozenset(map(fold, data["qualifiers"])), data["units"],
        frozenset(map(fold, data["totals"])), frozenset(map(fold, data["certain_handles"])),
        frozenset(map(fold, data["rate_words"])),
        {fold(word): RateBase(base) for base, words in data["bases"].items() for word in words},
        {fold(word): Platform(name) for name, words in data["platform_words"].items() for word in words},
        {fold(word): Platform(name) for name, words in data["file_words"].items() for word in words},
        {fold(word): code for code, words in data["languages"].items() for word in words},
    )


def heading_words(heading: str) -> str:
    """A heading in one form: folded, words parted by single spaces, "AccountName" and "account_name" alike."""
    text = heading.strip()
    if not re.search(r"[\s_]", text) and fold(text) not in ("tiktok", "youtube", "linkedin", "youtuber"):
        text = _CAMEL.sub(" ", text)
    return " ".join(_NO_WORDS.sub(" ", fold(text).replace("'", " ")).split())


@lru_cache(maxsize=4096)
def read_heading(heading: str) -> Heading:
    """What the words of one heading say about its column."""
    words = _words()
    text = heading_words(heading)
    if not text:
        return Heading(None, 0.0)
    rest, platform = _take_platform(text.split(), words.platforms)
    if (field := words.phrases.get(text)) is not None:
        return _heading(field, _EXACT, text, platform)
    if not rest:
        return Heading(RosterField.HANDLE, 0.6, platform, is_bare_platform=True)
    return _match(rest, platform, text)


def platform_in_names(names: Sequence[str]) -> tuple[Platform, str] | None:
    """The platform that a file's or sheet's name says, with that name; None when it says none or several."""
    for name in names:
        tokens = re.sub(r"\d+", " ", heading_words(name)).split()
        found = {platform for _, platform in _all_platforms(tokens, _words().files)}
        if len(found) == 1:
            return found.pop(), name
    return None


def language_code(word: str) -> str:
    """The code of a language's name; the word itself when it is not known."""
    folded = fold(word)
    return _words().languages.get(folded, folded if len(folded) == 2 else " ".join(word.split()))


def header_signature(headings: Sequence[str]) -> str:
    """The same text for files with the same headings in any order; "" when there are none."""
    from hashlib import sha256

    words = sorted(heading_words(heading) for heading in headings)
    if not any(words):
        return ""
    return sha256("\n".join(words).encode()).hexdigest()[:16]


def _match(tokens: list[str], platform: Platform | None, text: str) -> Heading:
    words = _words()
    joined = " ".join(tokens)
    if (field := words.phrases.get(joined)) is not None:
        return _heading(field, _EXACT, text, platform)
    bare = [token for token in tokens if token not in words.noise and not token.isdigit()]
    bare = [token for token in bare if token not in words.units] or bare
    if (field := words.phrases.get(" ".join(bare))) is not None:
        return _heading(field, _WITHOUT_NOISE, text, platform)
    bare = [token for token in bare if token not in words.qualifiers] or bare
    contained = _longest_contained(bare)
    if contained is not None:
        field, length = contained
        return _heading(field, max(_CONTAINED - 0.1 * (len(bare) - length), 0.3), text, platform)
    typo = _misspelt(" ".join(bare))
    if typo is not None:
        return _heading(typo, _TYPO, text, platform)
    return Heading(None, 0.0, platform)


def _heading(field: RosterField, score: float, text: str, platform: Platform | None) -> Heading:
    words = _words()
    tokens = set(text.split())
    if field in _AVERAGES:
        if tokens & words.totals:
            return Heading(RosterField.IGNORE, 0.8, platform)
        if tokens & words.rates or "%" in text:
            field = RosterField.ENGAGEMENT_RATE
    base = next((words.bases[token] for token in sorted(tokens) if token in words.bases), RateBase.FOLLOWERS)
    is_average = bool(tokens & {"avg", "average", "mean", "median", "per"}) or "schnitt" in text or "moyen" in text
    if field is not RosterField.ENGAGEMENT_RATE:
        base = RateBase.FOLLOWERS
    unit = next((words.units[token] for token in tokens if token in words.units), 1) if field in COUNTS else 1
    is_certain = field is RosterField.HANDLE and bool(tokens & words.certain)
    return Heading(field, score, platform, base, is_average=is_average, unit=unit, is_certain=is_certain)


def _longest_contained(tokens: list[str]) -> tuple[RosterField, int] | None:
    """The longest known phrase standing in the heading as whole words, the last one of equals, and its length."""
    phrases = _words().phrases
    for length in range(len(tokens), 0, -1):
        for start in reversed(range(len(tokens) - length + 1)):
            phrase = " ".join(tokens[start : start + length])
            if len(phrase) > 2 and phrase in phrases and phrases[phrase] is not RosterField.IGNORE:
                return phrases[phrase], length
    return None


def _misspelt(text: str) -> RosterField | None:
    if len(text) < 5:
        return None
    from rapidfuzz import fuzz, process

    known = [phrase for phrase in _words().phrases if len(phrase) >= 5]
    found = process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=_TYPO_CUTOFF)
    return _words().phrases[found[0]] if found else None


def _take_platform(tokens: list[str], known: Mapping[str, Platform]) -> tuple[list[str], Platform | None]:
    """The words without the one that names a platform, and the platform."""
    found = _all_platforms(tokens, known)
    if len({platform for _, platform in found}) != 1:
        return tokens, None
    places = {place for spans, _ in found for place in spans}
    return [token for i, token in enumerate(tokens) if i not in places], found[0][1]


def _all_platforms(tokens: list[str], known: Mapping[str, Platform]) -> list[tuple[range, Platform]]:
    """Every platform named, two-word names first ("tik tok"), with the places of its words."""
    found: list[tuple[range, Platform]] = []
    taken: set[int] = set()
    for length in (2, 1):
        for start in range(len(tokens) - length + 1):
            span = range(start, start + length)
            platform = known.get(" ".join(tokens[start : start + length]))
            if platform is not None and not taken & set(span):
                found.append((span, platform))
                taken |= set(span)
    return found

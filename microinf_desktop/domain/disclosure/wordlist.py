"""The labels of a jurisdiction's word lists, sorted by what the engine itself says of each as first words."""

from collections.abc import Iterator
from datetime import date

from microinf_desktop.domain.disclosure.engine import check
from microinf_desktop.domain.disclosure.packs import LABEL_KINDS, PackSet
from microinf_desktop.domain.disclosure.plan import area_for
from microinf_desktop.domain.disclosure.post import Post
from microinf_desktop.domain.text import fold

_TEMPLATE_SIGNS = frozenset("()[]*|")
# Endings of nouns, which German writes with a capital.
_GERMAN_NOUNS = ("ung", "ungen", "schaft", "anzeige", "link", "links", "ation", "arbeit", "beitrag", "produkt",
                 "muster", "partner")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_SOMEBODY, _SHOWN = "Tarnwick", "X"


def label_verdict(label: str, jurisdiction: str, language: str, relationship: str, packs: PackSet, on: date) -> str:
    """What the engine says about a plain post that opens with these words; nothing else in it can be minded."""
    opening = label if label.endswith(("|", ":")) else f"{label}:"
    post = Post(caption=f"{opening} a new favourite in our kitchen", jurisdiction=jurisdiction, platform="blog",
                format="blog", relationship=relationship, audience_language=language, brand_influence=True)
    return check(post, packs, on).verdict


def labels_by_verdict(
    packs: PackSet, jurisdiction: str, language: str, relationship: str, on: date, *, named: bool = False
) -> dict[str, tuple[str, ...]]:
    """Labels in a language by pass, warn and fail, in the order of the lists; of several spellings the first.

    `named` takes those that name somebody too ("Sponsored by X").
    """
    found: dict[str, dict[str, str]] = {"pass": {}, "warn": {}, "fail": {}}
    for phrase in dict.fromkeys(_phrases(packs, jurisdiction, language, on)):
        if "{x}" in phrase and not named:
            continue
        label = phrase.replace("{x}", _SOMEBODY)
        verdict = label_verdict(label, jurisdiction, language, relationship, packs, on)
        # Spellings of one word teach nothing new: umlauts written out, a hashtag, a plural.
        found[verdict].setdefault(fold(phrase.translate(_UMLAUTS)).strip("#").rstrip("s"),
                                  as_written(phrase.replace("{x}", _SHOWN), language))
    return {verdict: tuple(labels.values()) for verdict, labels in found.items()}


def _phrases(packs: PackSet, jurisdiction: str, language: str, on: date) -> Iterator[str]:
    """Phrases of the pack, then of the generic one, that are written as they stand."""
    own = area_for(packs, jurisdiction, on).pack.words
    for word in (*own, *packs.generic.words):
        if word.kind in LABEL_KINDS and word.in_force(on) and word.language == language:
            yield from (phrase for phrase in word.phrases
                        if not _TEMPLATE_SIGNS.intersection(phrase) and "..." not in phrase
                        and "{" not in phrase.replace("{x}", ""))


def as_written(phrase: str, language: str) -> str:
    """A phrase of a pack, which is in lower case, as a person writes it."""
    if phrase.startswith("#"):
        return phrase
    words = phrase.split(" ")
    return " ".join(
        word.upper() if word == "pr" else
        word[:1].upper() + word[1:] if at == 0 or (language == "de" and word.endswith(_GERMAN_NOUNS)) else word
        for at, word in enumerate(words)
    )

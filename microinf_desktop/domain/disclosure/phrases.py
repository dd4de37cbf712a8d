"""The small phrase language of the word lists, turned into regular expressions that stay linear on hostile text."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from microinf_desktop.domain.disclosure.language import EVERYDAY
from microinf_desktop.domain.disclosure.packs import Word

_GAP = r"[^\w#@]{1,4}"
_NAME = r"[#@]?[^\W_][\w.'’&-]{0,40}"
_CHOICE = re.compile(r"^\((?P<must>[^)]+)\)$|^\[(?P<may>[^\]]+)\]$")
_PIECES = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+")
_WORD = re.compile(r"[^\W_]+")


class Shape:
    """What a phrase looks like in text; shared by all words and jurisdictions that use the phrase.

    One word of its rarest group (`anchors`) and of every other group (`groups`) must occur, so that nearly every
    text without the phrase is dismissed by set arithmetic; the regular expression is only compiled at first need.
    """

    __slots__ = ("_pattern", "_regex", "anchors", "groups", "literal", "named_first")

    def __init__(self, pattern: str, anchors: tuple[str, ...], groups: tuple[frozenset[str], ...],
                 literal: str, *, named_first: bool) -> None:
        self._pattern = pattern
        self._regex: re.Pattern[str] | None = None
        self.anchors = anchors
        self.groups = groups
        self.literal = literal
        self.named_first = named_first

    @property
    def regex(self) -> re.Pattern[str]:
        if self._regex is None:
            self._regex = re.compile(self._pattern)
        return self._regex


class Phrase(NamedTuple):
    """A phrase of one word-list entry."""

    word: Word
    shape: Shape


@dataclass(frozen=True, slots=True)
class TagForm:
    """A hashtag form: exact, or with a brand before (`suffix`) or after (`prefix`)."""

    word: Word
    name: str
    place: str


@lru_cache(maxsize=8192)
def shape_of(text: str) -> Shape | None:
    """Shape of a phrase in running text; None for hashtag-only phrases (leading #)."""
    if text.startswith("#"):
        return None
    pieces = _PIECES.findall(text)
    named_first = pieces[0] == "{x}"
    if named_first:
        pieces = pieces[1:]
    groups: list[tuple[str, ...]] = []
    body = ""
    first = True
    for piece in pieces:
        part, choices = _piece(piece, first=first)
        body += part
        first = first and piece.startswith("[")  # an optional opening brings its own gap
        if choices:
            groups.append(tuple(dict.fromkeys(_anchor(choice) for choice in choices)))
    rarest = max(groups, key=_rarity, default=())
    others = tuple(frozenset(group) for group in groups if group is not rarest)
    literal = text if text.isalnum() and not named_first else ""
    return Shape(r"(?<![^\W_])(?<![#@])" + body + r"(?![^\W_])", rarest, others, literal, named_first=named_first)


def _rarity(group: tuple[str, ...]) -> tuple[bool, int]:
    return not any(word in EVERYDAY for word in group), min(map(len, group))


def _piece(piece: str, *, first: bool) -> tuple[str, tuple[str, ...]]:
    """Regex of one piece with the gap before it, and the literal choices it can be found by."""
    gap = "" if first else _GAP
    if piece == "{x}":
        return f"{gap}{_NAME}(?:{_GAP}{_NAME}){{0,3}}?", ()
    if piece in ("...", "[...]"):
        return f"(?:{_GAP}{_NAME}){{0,6}}?", ()
    found = _CHOICE.match(piece)
    choices = tuple(choice.strip() for choice in ((found["must"] or found["may"]) if found else piece).split("|"))
    body = "(?:" + "|".join(_literal(choice) for choice in choices) + ")"
    if found and found["may"]:
        return (f"(?:{body}{_GAP})?" if first else f"(?:{gap}{body})?"), ()
    exact = tuple(choice for choice in choices if not choice.endswith("*"))
    return gap + body, exact if len(exact) == len(choices) else ()


def _literal(text: str) -> str:
    words = [re.escape(word) for word in text.rstrip("*").split()]
    return _GAP.join(words) + (r"[^\W_]*" if text.endswith("*") else "")


def _anchor(choice: str) -> str:
    words: list[str] = _WORD.findall(choice)
    return max(words, key=len)


def tag_forms(text: str, word: Word) -> list[TagForm]:
    """Hashtag forms of a phrase: its words written together; with `{x}` at an end, a brand there."""
    if word.text_only and not text.startswith("#"):
        return []
    return [TagForm(word, name, place) for name, place in _tag_names(text)]


@lru_cache(maxsize=8192)
def _tag_names(text: str) -> tuple[tuple[str, str], ...]:
    """Name and place of each hashtag form of a phrase; the same for every word and jurisdiction that uses it."""
    plain = text.lstrip("#")
    if any(mark in plain for mark in ("...", "[", "*")) or plain.strip() == "{x}":
        return ()
    forms: list[tuple[str, str]] = []
    for variant in _variants(plain):
        joined = "".join(_WORD.findall(variant.replace("{x}", "")))
        if "{x}" not in variant:
            forms.append((joined, "exact"))
        elif variant.startswith("{x}"):
            forms.append((joined, "suffix"))
        elif variant.endswith("{x}"):
            forms.append((joined, "prefix"))
    return tuple(forms)


def _variants(text: str) -> list[str]:
    """Every way through the choices of a phrase."""
    found = re.search(r"\(([^)]*)\)", text)
    if not found:
        return [text]
    return [variant for choice in found.group(1).split("|")
            for variant in _variants(text[:found.start()] + choice.strip() + text[found.end():])]

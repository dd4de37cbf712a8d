"""The small phrase language of the word lists, turned into regular expressions that stay linear on hostile text."""

import re
from dataclasses import dataclass

from microinf_desktop.domain.disclosure.packs import Word

_GAP = r"[^\w#@]{1,4}"
_NAME = r"[#@]?[^\W_][\w.'’&-]{0,40}"
_CHOICE = re.compile(r"^\((?P<must>[^)]+)\)$|^\[(?P<may>[^\]]+)\]$")
_PIECES = re.compile(r"\([^)]*\)|\[[^\]]*\]|\S+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase; `anchors` are words one of which must occur, so that most texts never run the regex."""

    word: Word
    regex: re.Pattern[str]
    anchors: tuple[str, ...]
    named_first: bool
    shown: str


@dataclass(frozen=True, slots=True)
class TagForm:
    """A hashtag form: exact, or with a brand before (`suffix`) or after (`prefix`)."""

    word: Word
    name: str
    place: str


def compile_phrase(text: str, word: Word) -> Phrase | None:
    """Regex of a phrase in running text; None for hashtag-only phrases (leading #)."""
    if text.startswith("#"):
        return None
    pieces = _PIECES.findall(text)
    named_first = pieces[0] == "{x}"
    if named_first:
        pieces = pieces[1:]
    best: tuple[str, ...] = ()
    body = ""
    for number, piece in enumerate(pieces):
        part, choices = _piece(piece, first=number == 0)
        body += part
        if choices and min(map(len, choices)) > min(map(len, best), default=0):
            best = choices
    regex = re.compile(r"(?<![^\W_])(?<![#@])" + body + r"(?![^\W_])")
    return Phrase(word, regex, tuple(dict.fromkeys(_anchor(choice) for choice in best)), named_first, text)


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
    return max(_WORD.findall(choice), key=len)


def tag_forms(text: str, word: Word) -> list[TagForm]:
    """Hashtag forms of a phrase: its words written together; with `{x}` at an end, a brand there."""
    if word.text_only and not text.startswith("#"):
        return []
    plain = text.lstrip("#")
    if any(mark in plain for mark in ("...", "[", "*")) or plain.strip() == "{x}":
        return []
    forms: list[TagForm] = []
    for variant in _variants(plain):
        joined = "".join(_WORD.findall(variant.replace("{x}", "")))
        if "{x}" not in variant:
            forms.append(TagForm(word, joined, "exact"))
        elif variant.startswith("{x}"):
            forms.append(TagForm(word, joined, "suffix"))
        elif variant.endswith("{x}"):
            forms.append(TagForm(word, joined, "prefix"))
    return forms


def _variants(text: str) -> list[str]:
    """Every way through the choices of a phrase."""
    found = re.search(r"\(([^)]*)\)", text)
    if not found:
        return [text]
    return [variant for choice in found.group(1).split("|")
            for variant in _variants(text[:found.start()] + choice.strip() + text[found.end():])]

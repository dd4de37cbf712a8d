"""What Unicode says about the text people type: what is invisible, what belongs together, where lines may break."""

import unicodedata
from collections.abc import Iterator
from functools import cache

REPLACEMENT = "\ufffd"
_LINE_BREAKS = {"\r\n": "\n", "\r": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"}
_REGIONAL = range(0x1F1E6, 0x1F200)
_EMOJI_MODIFIERS = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_BREAK_AFTER = "-–—/"
ZERO_WIDTH_JOINER = "\u200d"
EMOJI_STYLE = "\ufe0f"


def printable(text: str) -> str:
    """The text as it can be printed; the identity for everything a person can see.

    Line separators become a line feed, tabs a space; control characters, which have no shape, are left out;
    a lone surrogate, which is no character, becomes U+FFFD.
    """
    if text.isprintable():
        return text
    for separator, feed in _LINE_BREAKS.items():
        text = text.replace(separator, feed)
    return "".join(map(_printable_char, text.replace("\t", " ")))


@cache
def _printable_char(char: str) -> str:
    category = unicodedata.category(char)
    if category == "Cs":
        return REPLACEMENT
    return "" if category == "Cc" and char != "\n" else char


@cache
def is_ignorable(char: str) -> bool:
    """Characters that shape or order others and have no shape of their own (joiners, variation selectors, …)."""
    code = ord(char)
    return (
        unicodedata.category(char) == "Cf"
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0100 <= code <= 0xE01EF
        or code in (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x3164, 0xFFA0)
    )


@cache
def has_meaning(char: str) -> bool:
    """False for private-use and unassigned characters: whatever a font draws for them is arbitrary."""
    return unicodedata.category(char) not in ("Co", "Cn")


@cache
def is_simple(char: str) -> bool:
    """Whether a character is drawn by one glyph, left to right, whatever its neighbours are."""
    return (
        not is_ignorable(char)
        and unicodedata.category(char) not in ("Mn", "Me", "Mc", "Cc", "Cs", "Zl", "Zp")
        and unicodedata.bidirectional(char) not in ("R", "AL", "AN", "RLE", "RLO", "RLI")
    )


def is_right_to_left(text: str) -> bool:
    """Whether any character of the text is written from right to left."""
    return any(map(_is_rtl_char, text))


@cache
def _is_rtl_char(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL", "AN", "RLE", "RLO", "RLI")


def clusters(text: str) -> Iterator[str]:
    """Split into what a reader takes for one character: base with marks, emoji sequences, flags, keycaps.

    A compact form of Unicode Standard Annex 29; conjuncts of Indic scripts are left to the shaper.
    """
    start = 0
    for index in range(1, len(text)):
        if _breaks_between(text, start, index):
            yield text[start:index]
            start = index
    if text:
        yield text[start:]


def _breaks_between(text: str, start: int, index: int) -> bool:
    previous, char = text[index - 1], text[index]
    if char.isascii() and previous.isascii():
        return True
    code = ord(char)
    if code in _REGIONAL:
        return index - start != 1 or ord(previous) not in _REGIONAL
    joined = (
        char == ZERO_WIDTH_JOINER
        or previous == ZERO_WIDTH_JOINER
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
        or is_ignorable(char)
        or code in _EMOJI_MODIFIERS
        or code in _TAGS
    )
    return not joined or previous in " \n"


@cache
def is_ideographic(char: str) -> bool:
    """Characters of scripts that break lines between any two of them (Chinese, Japanese, Korean, and emoji)."""
    code = ord(char)
    return (
        0x2E80 <= code <= 0x2FFF or 0x3040 <= code <= 0x9FFF or 0xA000 <= code <= 0xA4CF or 0xAC00 <= code <= 0xD7A3
        or 0xF900 <= code <= 0xFAFF or 0x1F000 <= code <= 0x1FAFF or 0x20000 <= code <= 0x3FFFF
    )


def breaks_at_spaces_only(char: str) -> bool:
    """Whether a line never breaks beside this character, spaces aside (which count only as U+0020)."""
    return char == " " or not (char.isspace() or char in _BREAK_AFTER or is_ideographic(char))


# Punctuation that must not begin a line, and that must not end one, in Chinese and Japanese.
_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜ーヽヾゝゞ々）〕］｝〉》」』】〟’”…‥ァィゥェォッャュョ"
    "ヮヵヶぁぃぅぇぉっゃゅょゎ,.!?:;)]}"
)
_NOT_LAST = frozenset("（〔［｛〈《「『【〝‘“([{")


def break_units(word: str) -> list[str]:
    """Where a word without spaces may be broken: between ideographs, and after hyphens, dashes and slashes."""
    if word.isascii() and not ("-" in word or "/" in word):
        return [word]
    units: list[str] = []
    current = ""
    for cluster in clusters(word):
        if current and _may_break(current, cluster):
            units.append(current)
            current = cluster
        else:
            current += cluster
    return [*units, current] if current else units


def _may_break(before: str, cluster: str) -> bool:
    last, first = before[-1], cluster[0]
    if first in _NOT_FIRST or last in _NOT_LAST:
        return False
    base = next((char for char in reversed(before) if not is_ignorable(char)), last)
    if is_ideographic(base) or is_ideographic(first):
        return True
    return last in _BREAK_AFTER and first.isalpha() and len(before) > 1

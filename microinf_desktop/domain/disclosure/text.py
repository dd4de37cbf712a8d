"""Text as a reader takes it (plain letters, lower case) with the way back to the code points that were typed."""

import re
import unicodedata
from bisect import bisect_right

from microinf_desktop.domain.disclosure.confusables import (
    DISGUISE_RANGES,
    INVISIBLE_RANGES,
    LOOKALIKES,
    MARK_RANGES,
    character_class,
)

MAX_LENGTH = 120_000
"""Code points that are looked at; no platform takes a longer caption and a label further down is not seen."""

# U+200D and U+FE0F live in ordinary emoji, so they only count when they touch a letter.
_EMOJI_GLUE = frozenset("\u200d\ufe0f")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
# Characters met so far that stand for themselves; set arithmetic on it is what makes checking fast.
_ORDINARY: set[str] = set(_EMOJI_GLUE)
_INVISIBLE = re.compile(f"[{character_class(INVISIBLE_RANGES)}]")
_MARK = re.compile(f"[{character_class(MARK_RANGES)}]")
_SPECIAL = re.compile(f"[{character_class(INVISIBLE_RANGES, MARK_RANGES, DISGUISE_RANGES, extra=''.join(LOOKALIKES))}]")
_GLUE = re.compile("[\u200d\ufe0f]")
_DISGUISED = re.compile(f"[{character_class(INVISIBLE_RANGES, DISGUISE_RANGES, extra=''.join(LOOKALIKES))}]")
_STICKS = re.compile(
    f"[{character_class(INVISIBLE_RANGES, MARK_RANGES)}\u0900-\u0903\u093a-\u094f\U0001f3fb-\U0001f3ff]+"
)


def word_set(text: str) -> frozenset[str]:
    """The words of a literal list."""
    return frozenset(text.split())


class Folded:
    """Folded text: `text` for matching, `original` as typed, `span()` from the first back to the second."""

    __slots__ = ("_starts", "original", "text")

    def __init__(self, original: str, text: str, starts: list[int] | None) -> None:
        self.original = original
        self.text = text
        self._starts = starts

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Code points of the original for text[start:end], widened so that no visible character is cut."""
        if self._starts is not None:
            last = len(self.original)
            end = self._starts[end - 1] + 1 if 0 < end <= len(self._starts) else (0 if end <= 0 else last)
            start = self._starts[start] if start < len(self._starts) else last
            end = max(start, end)
        if not self.original.isascii():
            sticking = _STICKS.match(self.original, end)
            if sticking and end > start:
                end = sticking.end()
        return start, end

    def position(self, original: int) -> int:
        """Index in `text` of an original code point (the nearest one before it)."""
        if self._starts is None:
            return min(original, len(self.text))
        return max(0, bisect_right(self._starts, original) - 1)

    def is_standard(self, start: int, end: int) -> bool:
        """False when the original needed more than lower case and composed accents to read as text[start:end]."""
        if self._starts is None:
            return True
        low, high = self.span(start, end)
        typed = self.original[low:high]
        return not (_DISGUISED.search(typed) or _MARK.search(unicodedata.normalize("NFC", typed[:400])))


def fold(original: str) -> Folded:
    """Folds at most MAX_LENGTH code points; linear in time whatever the text, never raises."""
    if len(original) > MAX_LENGTH:
        original = original[:MAX_LENGTH]
    if "\r" not in original and (original.isascii() or _is_ordinary(original)):
        lowered = original.lower()
        if len(lowered) == len(original):
            return Folded(original, lowered, None)
    return _fold_slowly(original)


def _is_ordinary(original: str) -> bool:
    """True when every character stands for itself: no disguise, nothing invisible, no loose mark."""
    others = set(_NON_ASCII.findall(original))
    if not others <= _ORDINARY:
        for char in others - _ORDINARY:
            if _SPECIAL.match(char):
                return False
            _ORDINARY.add(char)
    return others.isdisjoint(_EMOJI_GLUE) or not _glue_touches_a_letter(original)


def _glue_touches_a_letter(original: str) -> bool:
    padded = f"{original} "
    return any(
        padded[found.start() - 1].isalnum() or padded[found.end()].isalnum() for found in _GLUE.finditer(original)
    )


def _fold_slowly(original: str) -> Folded:
    """Character by character: invisible ones drop out, marks compose or drop out, disguises become plain."""
    out: list[str] = []
    starts: list[int] = []
    known = _KNOWN
    for index, char in enumerate(original):
        plain = known.get(char)
        if plain is None:
            plain = _plain(char)
        if plain == _IS_MARK:
            if out and (joined := unicodedata.normalize("NFC", out[-1] + char)) and len(joined) == 1:
                out[-1] = joined
            continue
        for letter in plain:
            out.append(letter)
            starts.append(index)
    text = "".join(out).replace("\r\n", " \n").replace("\r", "\n")
    return Folded(original, text, starts)


_IS_MARK = "\0mark"
_KNOWN: dict[str, str] = {}


def _plain(char: str) -> str:
    """What one character reads as; remembered, at most one entry per Unicode character."""
    if _INVISIBLE.match(char):
        plain = ""
    elif _MARK.match(char):
        plain = _IS_MARK
    elif char in LOOKALIKES:
        plain = LOOKALIKES[char]
    else:
        plain = unicodedata.normalize("NFKC", char).lower()
        plain = "".join(LOOKALIKES.get(letter, letter) for letter in plain)
        plain = _MARK.sub("", plain) if len(plain) > 1 else plain
    _KNOWN[char] = plain
    return plain

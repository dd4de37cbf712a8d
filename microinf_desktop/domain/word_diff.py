"""What changed between two texts, word by word: kept, removed and added pieces that give back both texts.

Words of any script stay whole (a hashtag and a mention with their sign, "don't" with its apostrophe), an emoji with
all its parts is one word, scripts that write without spaces are compared by character. Places are found by the words
that occur once in both texts (Bram Cohen's patience diff), what lies between them by the shortest edit (E. Myers,
"An O(ND) difference algorithm", 1986) in stretches, so that the time stays near linear for 10,000 words.
"""

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

# The search starts anew after so many edits, and gives up where it kept fewer than one in so many words.
_MOST_EDITS = 128
_FEWEST_KEPT = 20
_INNER = frozenset("'’ʼ-‑.,")
_JOINER = "\u200d"


class Change(StrEnum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `old_at` and `new_at` are where it stands in both texts, or where it would stand in the other."""

    change: Change
    text: str
    old_at: int
    new_at: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Words added and removed; signs and spaces do not count."""

    added: int
    removed: int


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces in reading order, what was removed before what was added in its place; none for two empty texts."""
    before, after = words(old), words(new)
    blocks = _replaced_spaces(_matched(before, after), before)
    pieces: list[Piece] = []
    at_old = at_new = old_at = new_at = 0
    for start_old, start_new, length in (*blocks, (len(before), len(after), 0)):
        for change, text in (
            (Change.REMOVED, "".join(before[at_old:start_old])), (Change.ADDED, "".join(after[at_new:start_new])),
            (Change.KEPT, "".join(before[start_old:start_old + length])),
        ):
            if text:
                pieces.append(Piece(change, text, old_at, new_at))
                old_at += len(text) if change is not Change.ADDED else 0
                new_at += len(text) if change is not Change.REMOVED else 0
        at_old, at_new = start_old + length, start_new + length
    return tuple(pieces)


def count_changes(pieces: Iterable[Piece]) -> Counts:
    """How many words the pieces add and remove."""
    found = Counter({Change.ADDED: 0, Change.REMOVED: 0})
    for piece in pieces:
        if piece.change is not Change.KEPT:
            found[piece.change] += sum(_is_counted(word) for word in words(piece.text))
    return Counts(found[Change.ADDED], found[Change.REMOVED])


def _is_counted(word: str) -> bool:
    """Letters, figures and emoji; "So" are the pictures among the symbols."""
    return any(unicodedata.category(char) == "So" or char.isalnum() for char in word)


def words(text: str) -> list[str]:
    """The text cut into words, runs of spaces, line ends and single signs; joined they are the text again."""
    return list(_cut(text))


def _cut(text: str) -> Iterator[str]:
    start = 0
    for end in range(1, len(text)):
        if not _holds_together(text, start, end):
            yield text[start:end]
            start = end
    if text:
        yield text[start:]


def _holds_together(text: str, start: int, at: int) -> bool:
    """Whether the character at `at` belongs to the word that began at `start`."""
    last, char = text[at - 1], text[at]
    before, here = _kind(last), _kind(char)
    if here == "glue" or last == _JOINER:
        return before not in ("space", "line")
    if here == "line":
        return last == "\r" and char == "\n"
    if here == "flag":
        return before == "flag" and at - start == 1
    if here == "space":
        return before == "space"
    if here == "word":
        return _word_goes_on(text, start, at, before)
    if here == "sign" and char in _INNER and before in ("word", "glue") and at + 1 < len(text):
        return _kind(text[at + 1]) == "word" and _kind(text[start]) in ("word", "sign") and _is_inner(text, at)
    return False


def _word_goes_on(text: str, start: int, at: int, before: str) -> bool:
    last = text[at - 1]
    if before == "sign":
        opens = last in "#@" and at - start == 1
        return opens or (last in _INNER and at - start > 1 and _is_inner(text, at - 1))
    first = _kind(text[start])
    return before == "word" or (before == "glue" and (first == "word" or text[start] in "#@"))


def _is_inner(text: str, at: int) -> bool:
    """Whether the sign at `at` holds two letters together: points and commas do so in figures and addresses only."""
    before, after = text[at - 1], text[at + 1]
    return text[at] not in ".," or (before.isdigit() and after.isdigit()) or (
        text[at] == "." and before.isascii() and after.isascii() and after.islower()
    )


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """word, alone (a script without spaces), space, line, glue (belongs to what stands before), flag or sign."""
    code = ord(char)
    if char in "\n\r\v\f\x85\u2028\u2029":
        return "line"
    if char.isspace():
        return "space"
    if 0x1F1E6 <= code <= 0x1F1FF:
        return "flag"
    category = unicodedata.category(char)
    joins = code in (0x200C, 0x200D) or 0x1F3FB <= code <= 0x1F3FF or 0xE0020 <= code <= 0xE007F
    if category[0] == "M" or joins:
        return "glue"
    if category[0] in "LN" or char == "_":
        return "alone" if _stands_alone(code) else "word"
    return "sign"


def _stands_alone(code: int) -> bool:
    """Kana, Han, Thai, Lao, Burmese and Khmer are written without spaces."""
    return (
        0x3040 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF or 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF or 0xFF66 <= code <= 0xFF9F or 0x20000 <= code <= 0x3FFFD
        or 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF
    )


_Block = tuple[int, int, int]  # place in the old words, in the new ones, how many are the same


def _matched(old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """Runs of equal words in order; neighbours are joined."""
    pairs: list[tuple[int, int]] = []
    open_spans = [(0, len(old), 0, len(new))]
    while open_spans:
        span = open_spans.pop()
        pairs += _ends(old, new, span)
        low_old, high_old, low_new, high_new = span = _inside(old, new, span)
        if low_old == high_old or low_new == high_new:
            continue
        anchors = _anchors(old[low_old:high_old], new[low_new:high_new])
        if not anchors:
            pairs += ((low_old + a, low_new + b) for a, b in _shortest(old[low_old:high_old], new[low_new:high_new]))
            continue
        at_old, at_new = low_old, low_new
        for a, b in (*anchors, (high_old - low_old, high_new - low_new)):
            open_spans.append((at_old, low_old + a, at_new, low_new + b))
            at_old, at_new = low_old + a + 1, low_new + b + 1
        pairs += ((low_old + a, low_new + b) for a, b in anchors)
    return _joined(sorted(pairs))


_Span = tuple[int, int, int, int]


def _inside(old: Sequence[str], new: Sequence[str], span: _Span) -> _Span:
    """The span without what both texts have the same at its start and end."""
    low_old, high_old, low_new, high_new = span
    while low_old < high_old and low_new < high_new and old[low_old] == new[low_new]:
        low_old, low_new = low_old + 1, low_new + 1
    while low_old < high_old and low_new < high_new and old[high_old - 1] == new[high_new - 1]:
        high_old, high_new = high_old - 1, high_new - 1
    return low_old, high_old, low_new, high_new


def _ends(old: Sequence[str], new: Sequence[str], span: _Span) -> list[tuple[int, int]]:
    """The pairs that `_inside` leaves out."""
    low_old, high_old, low_new, high_new = _inside(old, new, span)
    head = zip(range(span[0], low_old), range(span[2], low_new), strict=True)
    tail = zip(range(high_old, span[1]), range(high_new, span[3]), strict=True)
    return [*head, *tail]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Words that occur once in both, the longest row of them that stands in the same order."""
    once_old = {word for word, number in Counter(old).items() if number == 1}
    once = once_old & {word for word, number in Counter(new).items() if number == 1}
    places = {word: at for at, word in enumerate(new) if word in once}
    return _rising([(at, places[word]) for at, word in enumerate(old) if word in once])


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest rising row of second places (patience sorting)."""
    tops: list[int] = []
    top_pairs: list[int] = []
    previous: list[int] = []
    for number, (_at, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        previous.append(top_pairs[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            top_pairs.append(number)
        else:
            tops[pile], top_pairs[pile] = place, number
    row, at = [], top_pairs[-1] if top_pairs else -1
    while at >= 0:
        row.append(pairs[at])
        at = previous[at]
    return row[::-1]


def _shortest(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs an edit keeps: the shortest one for each stretch of `_MOST_EDITS` edits.

    Where a stretch keeps hardly a word the rest counts as rewritten.
    """
    pairs: list[tuple[int, int]] = []
    at_old = at_new = 0
    while at_old < len(old) and at_new < len(new):
        trace, end_old, end_new = _stretch(old, new, at_old, at_new)
        found = _walked_back(trace, end_old - at_old, end_new - at_new)
        kept = sum(_kind(old[at_old + a][0]) != "space" for a, _b in found)
        is_rest = end_old == len(old) and end_new == len(new)
        if not is_rest and kept * _FEWEST_KEPT < end_old - at_old + end_new - at_new:
            break
        pairs += ((at_old + a, at_new + b) for a, b in found)
        at_old, at_new = end_old, end_new
    return pairs


def _stretch(
    old: Sequence[str], new: Sequence[str], from_old: int, from_new: int
) -> tuple[list[dict[int, int]], int, int]:
    """Myers' search from a place on: its trace and the places reached, both ends or the furthest of the last edit."""
    reach, trace, size_old, size_new = {1: 0}, [], len(old) - from_old, len(new) - from_new
    furthest = (0, 0)
    for edits in range(min(size_old + size_new, _MOST_EDITS) + 1):
        trace.append(dict(reach))
        furthest = (0, 0)
        for line in range(-edits, edits + 1, 2):
            down = line == -edits or (line != edits and reach[line - 1] < reach[line + 1])
            at = reach[line + 1] if down else reach[line - 1] + 1
            while at < size_old and 0 <= at - line < size_new and old[from_old + at] == new[from_new + at - line]:
                at += 1
            reach[line] = at
            if at <= size_old and at - line <= size_new:
                furthest = max(furthest, (at, at - line), key=sum)
                if sum(furthest) == size_old + size_new:
                    return trace, len(old), len(new)
    return trace, from_old + furthest[0], from_new + furthest[1]


def _walked_back(trace: Sequence[dict[int, int]], at_old: int, at_new: int) -> list[tuple[int, int]]:
    pairs = []
    for edits in range(len(trace) - 1, -1, -1):
        reach, line = trace[edits], at_old - at_new
        down = line == -edits or (line != edits and reach[line - 1] < reach[line + 1])
        came_from = line + 1 if down else line - 1
        start_old = reach[came_from] if edits else 0
        start_new = start_old - came_from if edits else 0
        while at_old > start_old and at_new > start_new:
            at_old, at_new = at_old - 1, at_new - 1
            pairs.append((at_old, at_new))
        at_old, at_new = start_old, start_new
    return pairs


def _joined(pairs: Iterable[tuple[int, int]]) -> list[_Block]:
    blocks: list[_Block] = []
    for at_old, at_new in pairs:
        if blocks and blocks[-1][0] + blocks[-1][2] == at_old and blocks[-1][1] + blocks[-1][2] == at_new:
            blocks[-1] = (blocks[-1][0], blocks[-1][1], blocks[-1][2] + 1)
        else:
            blocks.append((at_old, at_new, 1))
    return blocks


def _replaced_spaces(blocks: Sequence[_Block], old: Sequence[str]) -> list[_Block]:
    """The blocks without lone spaces between two words that were both replaced: a phrase is read in one piece."""
    kept: list[_Block] = []
    for number, block in enumerate(blocks):
        at_old, at_new, length = block
        end_old, end_new = (kept[-1][0] + kept[-1][2], kept[-1][1] + kept[-1][2]) if kept else (0, 0)
        replaced_before = at_old > end_old and at_new > end_new
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        replaced_after = following is not None and (
            following[0] > at_old + length and following[1] > at_new + length
        )
        lone = length == 1 and _kind(old[at_old][0]) == "space"
        if not (lone and replaced_before and (replaced_after or following is None)):
            kept.append(block)
    return kept


def apart(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces as they are shown: a thin space between words taken out and put in, or "12" and "3" read as 123."""
    last: Piece | None = None
    for piece in pieces:
        if (last is not None and last.change is Change.REMOVED and piece.change is Change.ADDED
                and not last.text[-1:].isspace() and not piece.text[:1].isspace()):
            yield Piece(Change.KEPT, "\u2009", piece.old_at, piece.new_at)
        yield piece
        last = piece

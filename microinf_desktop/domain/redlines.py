"""Versions of a contract as words: what each says, line by line, and what changed from one to the next.

Lines are paired by their likeness first, their own numbers aside, then compared word by word with `word_diff`. A line
that only got another number, because a clause before it came or went, does not count as changed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from microinf_desktop.domain.word_diff import Change, Counts, Piece, count_changes, word_diff

_LIKE = 0.5  # lines that share fewer of their words than this are another line, not a changed one
_AROUND = 1  # unchanged lines that stay beside a change, so that one sees where it stands
_LETTERS = 90  # of unchanged text that stay before and after a change in a text without lines
_SHORTEST_GAP = 2  # so many unchanged lines and fewer are shown rather than left out
_NUMBER = re.compile(r"\d+(?:\.\d+)? ")  # of a clause or a paragraph, as the contract prints it


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a contract as its PDF prints them, without header, footer, contents and hash.

    A line is a title, a paragraph or a row of a table (cells parted by tabs); none is empty and none holds a line
    feed. `clause_numbers` are the printed numbers by clause id, in the order of the contract: {"purpose": "1"}.
    """

    lines: tuple[str, ...] = ()
    clause_numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All lines as one text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class RedlineLine:
    """A line with its changes; `old` and `new` are its places in both versions, None where it is not in one.

    `is_changed` is False for a line that is the same but for its number.
    """

    pieces: tuple[Piece, ...]
    old: int | None
    new: int | None
    is_changed: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """Unchanged text that is left out; `lines` is 0 where it has none."""

    lines: int


@dataclass(frozen=True, slots=True)
class Redline:
    """What changed between two versions: changed lines with some around them, and gaps; empty when nothing did."""

    parts: tuple[RedlineLine | Gap, ...]
    counts: Counts

    @property
    def is_empty(self) -> bool:
        return not self.parts

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All as one text for `DiffText`: a line feed between lines, "…" where lines are left out."""
        found: list[Piece] = []
        for part in self.parts:
            if found:
                found.append(Piece(Change.KEPT, "\n", found[-1].old_at, found[-1].new_at))
            if isinstance(part, Gap):
                found.append(Piece(Change.KEPT, "…", 0, 0))
            else:
                found += part.pieces
        return tuple(found)


def redline(before: Sequence[str], after: Sequence[str]) -> Redline:
    """The changes from the lines of one version to those of the next, in the order of the newer one."""
    lines = []
    for old, new in _pairs([_unnumbered(line) for line in before], [_unnumbered(line) for line in after]):
        same = old is not None and new is not None and _unnumbered(before[old]) == _unnumbered(after[new])
        lines.append(RedlineLine(_pieces(before, after, old, new), old, new, not same))
    counts = count_changes(piece for line in lines if line.is_changed for piece in line.pieces)
    return Redline(tuple(_collapsed(lines)), counts)


def passages(pieces: Sequence[Piece], around: int = _LETTERS) -> Redline:
    """The changes of a text without lines, each with some words around it; close ones stand in one passage."""
    parts: list[RedlineLine | Gap] = []
    open_passage: list[Piece] = []

    def close() -> None:
        if any(piece.change is not Change.KEPT for piece in open_passage):
            parts.append(RedlineLine(tuple(open_passage), None, None, True))
        open_passage.clear()

    for piece in pieces:
        text = piece.text
        if piece.change is not Change.KEPT or len(text) <= 3 * around:
            open_passage.append(piece)
            continue
        if open_passage:
            head = text[: text.rfind(" ", 0, around) + 1 or around]
            open_passage.append(Piece(Change.KEPT, head, piece.old_at, piece.new_at))
        close()
        parts.append(Gap(0))
        tail = text[text.find(" ", len(text) - around) + 1 or len(text) - around:]
        cut = len(text) - len(tail)
        open_passage.append(Piece(Change.KEPT, tail, piece.old_at + cut, piece.new_at + cut))
    close()
    if not any(isinstance(part, RedlineLine) for part in parts):
        return Redline((), Counts(0, 0))
    return Redline(tuple(parts), count_changes(pieces))


def _unnumbered(line: str) -> str:
    return _NUMBER.sub("", line, count=1) if _NUMBER.match(line) else line


def _pieces(before: Sequence[str], after: Sequence[str], old: int | None, new: int | None) -> tuple[Piece, ...]:
    if old is None or new is None:
        change, text = (Change.ADDED, after[new or 0]) if old is None else (Change.REMOVED, before[old])
        return (Piece(change, text, 0, 0),)
    if before[old] == after[new]:
        return (Piece(Change.KEPT, after[new], 0, 0),)
    return word_diff(before[old], after[new])


_Pair = tuple[int | None, int | None]


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[_Pair]:
    """The lines of both versions side by side: the same, changed, removed or added."""
    pairs: list[_Pair] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, old, old_end, new, new_end in matcher.get_opcodes():
        if tag == "equal":
            pairs += zip(range(old, old_end), range(new, new_end), strict=True)
        else:
            pairs += _likest(before, after, range(old, old_end), range(new, new_end))
    return pairs


def _likest(before: Sequence[str], after: Sequence[str], old: range, new: range) -> list[_Pair]:
    """A stretch in which nothing is the same, its likest lines paired in order (longest common subsequence)."""
    left, right = [set(before[a].split()) for a in old], [set(after[b].split()) for b in new]
    scores = [[_likeness(one, other) for other in right] for one in left]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for a in range(len(old) - 1, -1, -1):
        for b in range(len(new) - 1, -1, -1):
            paired = scores[a][b] + best[a + 1][b + 1] if scores[a][b] >= _LIKE else 0.0
            best[a][b] = max(paired, best[a + 1][b], best[a][b + 1])
    pairs: list[_Pair] = []
    a = b = 0
    while a < len(old) or b < len(new):
        if a == len(old):
            pairs.append((None, new[b]))
            b += 1
        elif b == len(new) or best[a][b] == best[a + 1][b]:
            pairs.append((old[a], None))
            a += 1
        elif best[a][b] == best[a][b + 1]:
            pairs.append((None, new[b]))
            b += 1
        else:
            pairs.append((old[a], new[b]))
            a, b = a + 1, b + 1
    return pairs


def _likeness(one: set[str], other: set[str]) -> float:
    """The share of words that two lines have in common, 0 to 1, whatever their order."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0


def _collapsed(lines: Sequence[RedlineLine]) -> list[RedlineLine | Gap]:
    changed = [at for at, line in enumerate(lines) if line.is_changed]
    if not changed:
        return []
    shown = {at for place in changed for at in range(place - _AROUND, place + _AROUND + 1)}
    parts: list[RedlineLine | Gap] = []
    hidden: list[RedlineLine] = []
    for at, line in enumerate([*lines, None]):
        if line is not None and at not in shown:
            hidden.append(line)
            continue
        parts += hidden if len(hidden) <= _SHORTEST_GAP else [Gap(len(hidden))]
        hidden = []
        parts += [] if line is None else [line]
    return parts

"""Whether a signed copy says what was sent: its words compared with those of the version that went out."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from microinf_desktop.domain.word_diff import Change, Counts, Piece, count_changes, word_diff

_SPACES = re.compile(r"\s+")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[\u00ad\u2010-]\s*\n\s*(?=[^\W\d_])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# The document's hash, printed on each page: compared once and by itself, so that it does not hide what was changed.
_HASH = re.compile(r"\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{12,64}\b")


class CopyVerdict(StrEnum):
    """UNREADABLE: the copy has no text, as a scan has none."""

    SAME = "same"
    DIFFERS = "differs"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CopyCheck:
    """What came out; `pieces` give back both texts, `differing` are those among them that say something else,
    `filled_in` the words that were added where the signatures stand. `is_other_data` when the hash printed on the
    copy is that of other data."""

    verdict: CopyVerdict
    pieces: tuple[Piece, ...] = ()
    differing: tuple[Piece, ...] = ()
    filled_in: tuple[str, ...] = ()
    is_other_data: bool = False

    @property
    def counts(self) -> Counts:
        """How many words were added and left out, without what was filled in."""
        return count_changes(self.differing)


def plain_words(pages: Sequence[str]) -> str:
    """The text of a PDF's pages as one line of words: forms of letters folded, words joined that a line break cut."""
    text = "\n".join(pages)
    text = _HASH.sub("", _INVISIBLE.sub("", _BROKEN_WORD.sub("", text)))
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def compare_copy(
    sent: Sequence[str], copy: Sequence[str], signatures: Sequence[str] = (), initials: str = ""
) -> CopyCheck:
    """Compare the pages of a signed copy with those that were sent, word by word.

    Both are texts as one reader took them from the PDF. `signatures` are the printed titles above signature blocks:
    words added behind one on the same page are filled in (name, place, date) and no difference, nor are those behind
    the word `initials` in its line. A changed number, a word left out and a word added anywhere else is one.
    """
    before, after = plain_words(sent), plain_words(copy)
    if not after:
        return CopyCheck(CopyVerdict.UNREADABLE)
    pieces = word_diff(before, after)
    blanks = _blanks(sent, signatures, initials)
    # What is replaced is never filled in: the removal just before an addition belongs to it.
    filled: list[str] = []
    real: list[Piece] = []
    previous: Piece | None = None
    for piece in pieces:
        replaces = previous is not None and previous.change is Change.REMOVED and _has_words(previous.text)
        is_blank = any(start <= piece.old_at <= end for start, end in blanks)
        if piece.change is Change.ADDED and is_blank and not replaces:
            filled += [piece.text.strip()] if piece.text.strip() else []
        elif piece.change is not Change.KEPT and _has_words(piece.text):
            real.append(piece)
        previous = piece
    is_other = _hashes(copy) - _hashes(sent) != set()
    verdict = CopyVerdict.DIFFERS if real or is_other else CopyVerdict.SAME
    return CopyCheck(verdict, pieces, tuple(real), tuple(filled), is_other)


def _hashes(pages: Sequence[str]) -> set[str]:
    return {found for page in pages for found in _HASH.findall(page)}


def _has_words(text: str) -> bool:
    """Whether a piece says something: letters, digits or money signs; rules of underscores and spaces do not."""
    return any(char.isalnum() or unicodedata.category(char) == "Sc" or char in "%+" for char in text)


def _blanks(pages: Sequence[str], signatures: Sequence[str], initials: str) -> list[tuple[int, int]]:
    """Where in the joined words something may be filled in: behind a title to the end of its page, behind initials."""
    found, at = [], 0
    mark = plain_words([initials])
    for page in pages:
        words = plain_words([page])
        titles = [(title, words.rfind(title)) for title in map(plain_words, ([one] for one in signatures)) if title]
        found += [(at + place + len(title), at + len(words)) for title, place in titles if place >= 0]
        for line in page.splitlines():
            place = words.find(plain_words([line])) if mark and mark in plain_words([line]) else -1
            if place >= 0:
                found.append((at + words.find(mark, place) + len(mark), at + place + len(plain_words([line]))))
        at += len(words) + (1 if words else 0)
    return found

"""A text under the glass: its words, hashtags, runs of tags and links, and where in it a label stands."""

import re
from typing import NamedTuple

from microinf_desktop.domain.disclosure.text import Folded, fold

_WORDS = re.compile(r"[^\W_]+")
_TAGS = re.compile(r"#\w+")
_LINKED = re.compile(r"[#@]\w[\w.]*|https?://\S{1,400}|www\.\S{1,400}")
_LINK = re.compile(r"https?://|www\.|\bbit\.ly/|\[[^\]\n]{1,80}\]\(")
_ALNUM = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(r"[.!?…|\n](?=\s|$)|\n")
_CAMEL = re.compile(r"[A-ZÀ-Þ]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|\d+")
_RUN_LIMIT = 400


class Tag(NamedTuple):
    """A hashtag in folded text: [start, end) with the #, `name` without it and without underscores."""

    start: int
    end: int
    name: str


class Run(NamedTuple):
    """Hashtags, mentions and links that follow each other without a word between."""

    start: int
    end: int
    items: tuple[tuple[int, int], ...]


class Caption:
    """One text folded once and looked at by every jurisdiction asked for."""

    __slots__ = ("_runs", "_tags", "folded", "original", "text", "words")

    def __init__(self, original: str) -> None:
        self.original = original
        self.folded: Folded = fold(original)
        self.text = self.folded.text
        self.words = set(_WORDS.findall(self.text))
        self._tags: list[Tag] | None = None
        self._runs: list[Run] | None = None

    @property
    def tags(self) -> list[Tag]:
        if self._tags is None:
            self._tags = [] if "#" not in self.text else [
                Tag(found.start(), found.end(), found.group()[1:].replace("_", ""))
                for found in _TAGS.finditer(self.text)
            ][:5000]
        return self._tags

    @property
    def runs(self) -> list[Run]:
        if self._runs is None:
            self._runs = self._find_runs()
        return self._runs

    def _find_runs(self) -> list[Run]:
        runs: list[Run] = []
        items: list[tuple[int, int]] = []
        for found in _LINKED.finditer(self.text):
            if items and (len(items) >= _RUN_LIMIT or _ALNUM.search(self.text, items[-1][1], found.start())):
                runs.append(Run(items[0][0], items[-1][1], tuple(items)))
                items = []
            items.append(found.span())
        if items:
            runs.append(Run(items[0][0], items[-1][1], tuple(items)))
        return runs

    def run_around(self, start: int, end: int) -> Run | None:
        return next((run for run in self.runs if run.start <= start and end <= run.end), None)

    def tag_number(self, start: int) -> int:
        """Which hashtag of the text starts here, counted from 1; 0 when none does."""
        return next((n for n, tag in enumerate(self.tags, 1) if tag.start == start), 0)

    def word_before(self, start: int) -> bool:
        """True when a word (not a mention or hashtag) stands before `start`."""
        return _has_words(self.text, 0, start)

    def word_after(self, end: int) -> bool:
        return _has_words(self.text, end, len(self.text))

    def sentence_bounds(self, start: int, end: int) -> tuple[int, int]:
        """The sentence or line that holds [start, end)."""
        low = 0
        for found in _SENTENCE_END.finditer(self.text, max(0, start - 600), start):
            low = found.end()
        after = _SENTENCE_END.search(self.text, end)
        return low, after.start() if after else len(self.text)

    def line_of(self, start: int) -> int:
        """Line number from 1."""
        return self.text.count("\n", 0, start) + 1

    def first_link(self) -> int | None:
        found = _LINK.search(self.text)
        return found.start() if found else None

    def mentions(self) -> list[str]:
        return [self.text[low:high].lstrip("@") for run in self.runs for low, high in run.items
                if self.text[low] == "@"][:200]

    def tag_parts(self, tag: Tag) -> list[str]:
        """Parts of a hashtag as its writer set them apart: by underscores, then by capitals."""
        low, high = self.folded.span(tag.start, tag.end)
        typed = self.original[low:high].lstrip("#＃")
        return [part for piece in typed.split("_") for part in _CAMEL.findall(piece)]


def _has_words(text: str, low: int, high: int) -> bool:
    """A word outside hashtags, mentions and links in text[low:high]."""
    at = low
    while found := _ALNUM.search(text, at, high):
        begin = found.start()
        linked = _LINKED.match(text, begin - 1) if begin and text[begin - 1] in "#@" else _LINKED.match(text, begin)
        if linked is None:
            return True
        at = max(linked.end(), begin + 1)
    return False

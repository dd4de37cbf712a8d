"""A text under the glass: its words, hashtags, runs of tags and links, and where in it a label stands."""

import re
from itertools import islice
from typing import NamedTuple

from microinf_desktop.domain.disclosure.text import Folded, fold

_WORDS = re.compile(r"[^\W_]+")
_TAGS = re.compile(r"#\w+")
_TAG_NAMES = re.compile(r"#(\w+)")
_LINKED = re.compile(r"[#@]\w[\w.]*|https?://\S{1,400}|www\.\S{1,400}")
_LINK = re.compile(r"https?://|www\.|\bbit\.ly/|\[[^\]\n]{1,80}\]\(")
_ALNUM = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(r"[.!?…|\n](?=\s|$)|\n")
_CAMEL = re.compile(r"[A-ZÀ-Þ]+(?![a-zß-ÿ])|[A-ZÀ-Þ]?[a-zß-ÿ]+|\d+")
_MENTION = re.compile(r"@(\w[\w.]*)")
_NEXT_ITEM = re.compile(r"[^\w#@]{0,40}([#@]\w[\w.]*|https?://\S{1,400}|www\.\S{1,400})")
_LAST_ITEM = re.compile(r"([#@]\w[\w.]{0,100}|(?:https?://|www\.)[^\s#@]{1,200})[^\w#@]{0,40}$")
_RUN_LIMIT = 60
_FEW_NAMES = 4
_RUN_REACH = 600


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

    __slots__ = ("_tags", "folded", "original", "text", "words")

    def __init__(self, original: str) -> None:
        self.original = original
        self.folded: Folded = fold(original)
        self.text = self.folded.text
        self.words = set(_WORDS.findall(self.text))
        self._tags: list[Tag] | None = None

    @property
    def tag_names(self) -> set[str]:
        """Names of the hashtags, as in `Tag.name`; cheaper than `tags` because it has no places."""
        if "#" not in self.text:
            return set()
        names = set(_TAG_NAMES.findall(self.text))
        return {name.replace("_", "") for name in names} if "_" in self.text else names

    @property
    def tags(self) -> list[Tag]:
        if self._tags is None:
            self._tags = [] if "#" not in self.text else [
                Tag(found.start(), found.end(), found.group()[1:].replace("_", ""))
                for found in _TAGS.finditer(self.text)
            ][:5000]
        return self._tags

    def tags_named(self, names: set[str]) -> list[Tag]:
        """The hashtags with one of these names, in the order of the text."""
        if self._tags is not None or "_" in self.text or len(names) > _FEW_NAMES:
            return [tag for tag in self.tags if tag.name in names]
        return sorted(tag for name in names for tag in self._places_of(name))

    def _places_of(self, name: str) -> list[Tag]:
        found: list[Tag] = []
        start, size = -1, len(name) + 1
        while len(found) < _RUN_LIMIT and (start := self.text.find(f"#{name}", start + 1)) >= 0:
            end = start + size
            if not self.text[end:end + 1].isalnum():
                found.append(Tag(start, end, name))
        return found

    def run_around(self, start: int, end: int) -> Run:
        """The row of hashtags, mentions and links that [start, end) is part of; found by looking outward from it."""
        items = [(start, end)]
        while len(items) < _RUN_LIMIT and (after := _NEXT_ITEM.match(self.text, items[-1][1])):
            items.append((after.start(1), after.end()))
        before = self.text[max(0, start - _RUN_REACH):start]
        while len(items) < _RUN_LIMIT and (found := _LAST_ITEM.search(before)):
            items.insert(0, (start - len(before) + found.start(1), start - len(before) + found.end(1)))
            start, before = items[0][0], before[:found.start(1)]
        return Run(items[0][0], items[-1][1], tuple(items))

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
        return [found.group(1) for found in islice(_MENTION.finditer(self.text), 200)]

    def first_mention(self) -> str:
        """The first account named, as typed, with its @; "" when none is."""
        found = _MENTION.search(self.text)
        if not found:
            return ""
        low, high = self.folded.span(*found.span())
        return self.original[low:high].rstrip(".")

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

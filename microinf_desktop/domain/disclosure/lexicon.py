"""Finds the words of a jurisdiction's lists in a text, and the labels that are fused to something else."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice
from typing import NamedTuple

from microinf_desktop.domain.disclosure.caption import Caption, Tag
from microinf_desktop.domain.disclosure.packs import LABEL_KINDS, Word
from microinf_desktop.domain.disclosure.phrases import Phrase, Shape, shape_of, tag_forms
from microinf_desktop.domain.disclosure.text import word_set

MAX_HITS = 12
"""Occurrences of one phrase that are looked at: the first ones decide, the rest only costs time."""

_REMEMBERED_TAGS = 20_000
_PERSONAL = word_set(
    "i he she you we mum mom mama dad papa mother father sister brother husband wife boyfriend girlfriend friend "
    "friends grandma grandpa god who it this that life someone partner son daughter santa and"
)
_GENERIC_BRAND = word_set(
    "brand my our your the best gym dance dancing running workout training travel crime life study business "
    "lab dream new forever perfect proud official global happy is a an no not"
)
# Everyday words that end in "ad" and must not be taken for a brand with "ad" behind it.
_PLAIN_AD_WORDS = (
    "road", "load", "salad", "dad", "squad", "nomad", "head", "read", "pad", "ballad", "lead", "grad", "dead", "glad",
    "bread", "thread", "myriad", "triad", "goad", "toad", "sobad", "toobad", "notbad", "abad", "idad", "udad", "etad",
    "ltad", "rtad", "stad",
)


class Hit(NamedTuple):
    """A word of the lists in folded text [start, end); `fused` says that it is part of a longer hashtag."""

    word: Word
    start: int
    end: int
    tag: bool
    fused: str = ""
    brand: bool = False


class Lexicon:
    """Compiled word lists; immutable after construction, shared by every check of a jurisdiction and day."""

    __slots__ = ("_affix", "_anchors", "_endings", "_exact", "_openings", "_prefixes", "_prefixes_tuple",
                 "_silent_tags", "_suffixes", "_suffixes_tuple", "anchor_set", "label_names")

    def __init__(self, own: Iterable[Word], shared: Iterable[Word] = (), languages: tuple[str, ...] = ()) -> None:
        anchors: dict[str, list[Phrase]] = defaultdict(list)
        tags: dict[str, dict[str, list[Word]]] = {place: defaultdict(list) for place in ("exact", "prefix", "suffix")}
        spoken_for: set[str] = set()
        seen: set[tuple[str, str, frozenset[str]]] = set()
        for word in own:
            for text in word.phrases:
                spoken_for.add(plain_phrase(text))
                if (text, word.language, word.platforms) not in seen:  # an agency's entry comes before the pack's
                    seen.add((text, word.language, word.platforms))
                    _add(text, word, anchors, tags)
        for text, word in _fitting(shared, spoken_for, languages):
            _add(text, word, anchors, tags)
        self._anchors = {anchor: tuple(phrases) for anchor, phrases in anchors.items()}
        self.anchor_set = frozenset(self._anchors)
        self._exact = {name: tuple(words) for name, words in tags["exact"].items()}
        self._prefixes = {name: tuple(words) for name, words in tags["prefix"].items()}
        self._suffixes = {name: tuple(words) for name, words in tags["suffix"].items()}
        self._prefixes_tuple = tuple(sorted(self._prefixes, key=len, reverse=True))
        self._suffixes_tuple = tuple(sorted(self._suffixes, key=len, reverse=True))
        self._affix = {name: words[0] for name, words in self._exact.items()
                       if words[0].kind in ("ad", "sponsor") and words[0].bare}
        self.label_names = tuple(sorted(self._affix, key=len, reverse=True))
        self._endings = self._suffixes_tuple + self.label_names
        self._openings = self._prefixes_tuple + self.label_names
        self._silent_tags: set[str] = set()

    def find(self, caption: Caption) -> list[Hit]:
        """Every word found, in no particular order; at most MAX_HITS of one phrase."""
        hits: list[Hit] = []
        found_anchors = self.anchor_set & caption.words
        if found_anchors:
            self._find_phrases(caption, found_anchors, hits)
        speaking = self._speaking_tags(caption.tag_names)
        if speaking:
            self._find_tags(caption, speaking, hits)
        return hits

    def _speaking_tags(self, names: set[str]) -> set[str]:
        """Hashtags that are, begin or end with a listed word; most do not and are remembered as silent."""
        names -= self._silent_tags
        speaking = {
            name for name in names
            if name in self._exact or name.endswith(self._endings) or name.startswith(self._openings)
        }
        if len(self._silent_tags) > _REMEMBERED_TAGS:
            self._silent_tags.clear()
        self._silent_tags |= names - speaking
        return speaking

    def _find_tags(self, caption: Caption, speaking: set[str], hits: list[Hit]) -> None:
        for tag in caption.tags_named(speaking):
            words = self._exact.get(tag.name)
            if words is not None:
                hits += [Hit(word, tag.start, tag.end, True) for word in words]
            else:
                self._affixed(caption, tag, hits)
            if len(hits) > 8 * MAX_HITS:
                break

    def _find_phrases(self, caption: Caption, found_anchors: frozenset[str], hits: list[Hit]) -> None:
        words = caption.words
        tried: set[tuple[int, int]] = set()
        # Sorted: which of two equal hits is named must not depend on the order of a set, which differs by process.
        for anchor in sorted(found_anchors):
            for word, shape in self._anchors[anchor]:
                for group in shape.groups:
                    if group.isdisjoint(words):
                        break
                else:
                    if len(shape.anchors) > 1:
                        if (id(word), id(shape)) in tried:
                            continue
                        tried.add((id(word), id(shape)))
                    _locate(caption, word, shape, hits)

    def _affixed(self, caption: Caption, tag: Tag, hits: list[Hit]) -> None:
        """A hashtag with a brand before or after a listed word, or a label fused into a longer tag."""
        name = tag.name
        ending = _affix_of(name, self._suffixes_tuple, name.endswith)
        if ending:
            branded = is_brand(caption, tag, name[:-len(ending)], ending)
            hits += [Hit(word, tag.start, tag.end, True, brand=branded) for word in self._suffixes[ending]]
            return
        opening = _affix_of(name, self._prefixes_tuple, name.startswith)
        if opening:
            hits += [Hit(word, tag.start, tag.end, True, brand=True) for word in self._prefixes[opening]]
            return
        ending = _affix_of(name, self.label_names, name.endswith)
        if ending and is_brand(caption, tag, name[:-len(ending)], ending, strict=name.endswith(_PLAIN_AD_WORDS)):
            hits.append(Hit(self._affix[ending], tag.start, tag.end, True, "end"))
            return
        if name.startswith(self.label_names):
            parts = [part.lower() for part in caption.tag_parts(tag)]
            if len(parts) > 1 and parts[0] in self._affix:
                hits.append(Hit(self._affix[parts[0]], tag.start, tag.end, True, "front"))

    def describe(self) -> dict[str, int]:
        """How many entries of each sort; for tests and the help page."""
        return {"anchors": len(self._anchors), "tags": len(self._exact), "prefixes": len(self._prefixes),
                "suffixes": len(self._suffixes)}


def plain_phrase(text: str) -> str:
    """The same for `#freegift` and `free gift`; phrases with places keep them."""
    return "".join(char for char in text if char.isalnum() or char in "{}.()[]|")


def _fitting(shared: Iterable[Word], spoken_for: set[str], languages: tuple[str, ...]) -> list[tuple[str, Word]]:
    """Generic entries the jurisdiction has no word of its own on: its languages first, then English, then any."""
    by_text: dict[str, list[tuple[str, Word]]] = defaultdict(list)
    for word in shared:
        for text in word.phrases:
            plain = plain_phrase(text)
            if plain not in spoken_for:
                by_text[plain].append((text, word))
    chosen: list[tuple[str, Word]] = []
    for entries in by_text.values():
        fitting = ([entry for entry in entries if entry[1].language in languages]
                   or [entry for entry in entries if entry[1].language == "en"] or entries)
        chosen += fitting
    return chosen


def _add(text: str, word: Word, anchors: dict[str, list[Phrase]], tags: dict[str, dict[str, list[Word]]]) -> None:
    shape = shape_of(text)
    if shape is not None:
        for anchor in shape.anchors:
            anchors[anchor].append(Phrase(word, shape))
    for form in tag_forms(text, word):
        known = tags[form.place][form.name]
        if not any(other.language == word.language and other.platforms == word.platforms for other in known):
            known.append(word)


def _locate(caption: Caption, word: Word, shape: Shape, hits: list[Hit]) -> None:
    """Adds the first occurrences of a phrase that stand outside hashtags and after a name where one is needed."""
    text = caption.text
    if shape.literal:
        _locate_word(text, word, shape.literal, hits)
        return
    for found in islice(shape.regex.finditer(text), MAX_HITS):
        start, end = found.span()
        while text[end - 1] in ".'’&-":  # a name may hold them, not end with them
            end -= 1
        if start and text[start - 1] == "_" and _inside_tag(text, start):
            continue
        if shape.named_first:
            named = name_before(caption, start)
            if named is None:
                continue
            start = named
        hits.append(Hit(word, start, end, False))


def _locate_word(text: str, word: Word, literal: str, hits: list[Hit]) -> None:
    """A single word needs no regular expression, only its bounds looked at."""
    size, start, count = len(literal), -1, 0
    while count < MAX_HITS and (start := text.find(literal, start + 1)) >= 0:
        end = start + size
        if end < len(text) and text[end].isalnum():
            continue
        before = text[start - 1] if start else " "
        if before.isalnum() or before in "#@" or (before == "_" and _inside_tag(text, start)):
            continue
        count += 1
        hits.append(Hit(word, start, end, False))


def _affix_of(name: str, affixes: tuple[str, ...], fits: Callable[[tuple[str, ...] | str], bool]) -> str:
    """The longest affix that fits and leaves something of the name; "" when none does."""
    if not fits(affixes):
        return ""
    return next((affix for affix in affixes if len(affix) < len(name) and fits(affix)), "")


def _inside_tag(text: str, start: int) -> bool:
    at = start - 1
    while at >= 0 and (text[at].isalnum() or text[at] == "_") and start - at < 200:
        at -= 1
    return at >= 0 and text[at] in "#@"


def name_before(caption: Caption, start: int) -> int | None:
    """Where the name before `start` begins, when it reads like a company and not like a person or pronoun."""
    at = start
    text = caption.text
    while at and not (text[at - 1].isalnum() or text[at - 1] == "_") and start - at < 4:
        at -= 1
    end = at
    while at and (text[at - 1].isalnum() or text[at - 1] in "_.&'’-") and end - at < 60:
        at -= 1
    name = text[at:end]
    if not name:
        return None
    if at and text[at - 1] in "@#":
        return at - 1
    if name in ("they", "company", "brand", "team", "folks", "people", "guys", "shop", "store", "hotel"):
        return at
    low, _ = caption.folded.span(at, end)
    typed = caption.original[low:low + 1]
    return at if typed.isupper() and name not in _PERSONAL and name.split("'")[0] not in _PERSONAL else None


def is_brand(caption: Caption, tag: Tag, name: str, ending: str, *, strict: bool = True) -> bool:
    """Whether the rest of a hashtag names a brand: mentioned in the text, or set apart by capitals or underscores.

    Without `strict` any rest counts, so that #brewhauswerbung is seen as a fused label although nothing sets it apart.
    """
    if name in _GENERIC_BRAND or not name:
        return name in ("brand", "sound", "music")
    known = {mention.replace("_", "").replace(".", "") for mention in caption.mentions()}
    known.update(other.name for other in caption.tags[:50] if other is not tag)
    if name in known or name in caption.words:
        return True
    parts = [part.lower() for part in caption.tag_parts(tag)]
    if len(parts) > 1 and parts[-1] == ending:
        return True
    return not strict or name in ("sound", "music")


def is_label(word: Word) -> bool:
    return word.kind in LABEL_KINDS


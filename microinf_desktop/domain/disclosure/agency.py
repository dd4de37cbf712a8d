"""An agency's own words and rules: what they may say, and how they stand before those of the packs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from microinf_desktop.domain.disclosure.engine import check
from microinf_desktop.domain.disclosure.lexicon import plain_phrase
from microinf_desktop.domain.disclosure.packs import GENERIC, OTHER_KINDS, RANK, Pack, PackSet, Rule, Text, Word
from microinf_desktop.domain.disclosure.plan import FORMS
from microinf_desktop.domain.disclosure.post import Post
from microinf_desktop.domain.disclosure.results import CheckResult
from microinf_desktop.domain.disclosure.text import fold
from microinf_desktop.domain.errors import ValidationError

GRADES = ("accepted", "unclear", "refused")
# What an agency's word can say, with a relationship that such a word is enough for.
MEANINGS = {"ad": "paid", "gift": "gifted", "affiliate": "affiliate", "own": "own_brand", "job": "employee"}
# Problems an agency may be stricter about, in words for a person.
STRICTER = {
    "not_first": "The label does not open the caption",
    "fold_unsure": "The label may be cut off before “more”",
    "last_words": "The label comes last",
    "run_short": "The label stands among a few hashtags",
    "leads_long_run": "The label opens a long row of hashtags",
    "fused_front": "The label is run together with something else",
    "runs_on": "The label runs into the sentence",
    "label_language": "The label is not in the language of the audience",
    "late_in_page": "The label comes late in a text",
    "tool_only": "Only the platform's own label is used",
    "nonstandard": "The label is written in special characters",
    "title_only": "Only the title of a video carries the label",
    "late_unsure": "The label does not come at the very start of a video",
    "sound_only": "The disclosure is spoken but not shown",
    "picture_only": "The disclosure is shown but not spoken",
    "small_text": "The label on the picture is small",
    "carousel_frame": "Not every picture of a carousel carries the label",
    "frame_missing": "Not every frame of a story carries the label",
    "live_once": "A stream makes the disclosure once",
    "claim": "A claim that has to be proven",
}
MAX_LENGTH, MAX_WORDS, MAX_ENTRIES = 80, 40, 500
_GRADE_OF = {"accepted": "ok", "unclear": "warn", "refused": "fail"}
_VERDICT_OF = {"accepted": "pass", "unclear": "warn", "refused": "fail"}
_SIGNS = frozenset("()[]{}*|")
# Fails that say no label was seen at all, not that this one is refused.
_UNSEEN = frozenset({"missing", "brand_only"})
_ANY_TIE = frozenset({"fee", "commission", "gift", "own", "job", "family", "contest", "unknown"})


@dataclass(frozen=True, slots=True)
class AgencyWord:
    """Words that mean the same, how they are taken in one jurisdiction and language, since when, and why.

    `source` says where the agency has it from. `opinion_of` names the lawyer on whose opinion a word is accepted
    although the packs refuse it; it is printed with every verdict it decides. `id` is 0 until stored.
    """

    jurisdiction: str
    language: str
    words: tuple[str, ...]
    grade: str
    source: str
    meaning: str = "ad"
    starts: date | None = None
    ends: date | None = None
    opinion_of: str = ""
    id: int = 0

    def in_force(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class AgencyRule:
    """A rule stricter than the packs: a problem (a key of STRICTER) that warns or fails in one jurisdiction."""

    jurisdiction: str
    problem: str
    severity: str
    source: str
    starts: date | None = None
    ends: date | None = None
    id: int = 0

    def in_force(self, on: date) -> bool:
        return (self.starts is None or self.starts <= on) and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class AgencyRules:
    """Everything an agency has added, in the order it was added."""

    words: tuple[AgencyWord, ...] = ()
    rules: tuple[AgencyRule, ...] = ()

    @property
    def entries(self) -> "tuple[AgencyWord | AgencyRule, ...]":
        return (*self.words, *self.rules)

    @property
    def next_id(self) -> int:
        return max((one.id for one in self.entries), default=0) + 1

    def __len__(self) -> int:
        return len(self.words) + len(self.rules)

    def without(self, entry_id: int) -> "AgencyRules":
        return AgencyRules(tuple(one for one in self.words if one.id != entry_id),
                           tuple(one for one in self.rules if one.id != entry_id))

    def with_entry(self, entry: AgencyWord | AgencyRule) -> "AgencyRules":
        """The entry in place of the one with its id, at the end when there is none."""
        known = {one.id for one in self.entries}
        if entry.id and entry.id in known:
            return AgencyRules(
                tuple(entry if one.id == entry.id and isinstance(entry, AgencyWord) else one for one in self.words),
                tuple(entry if one.id == entry.id and isinstance(entry, AgencyRule) else one for one in self.rules),
            )
        entry = replace(entry, id=entry.id or self.next_id)
        if isinstance(entry, AgencyWord):
            return replace(self, words=(*self.words, entry))
        return replace(self, rules=(*self.rules, entry))


def merged(packs: PackSet, own: AgencyRules, on: date) -> PackSet:
    """The packs with the agency's entries in force on a day before them; verdicts name how many there are."""
    for area in dict.fromkeys(one.jurisdiction for one in own.entries):
        words = [one for one in own.words if one.jurisdiction == area and one.in_force(on)]
        rules = [one for one in own.rules if one.jurisdiction == area and one.in_force(on)]
        if area in packs.packs and (words or rules):
            packs = packs.extended(
                area, tuple(_as_word(one) for one in words),
                (*(_rule_of_word(one) for one in words), *(_as_rule(one, packs) for one in rules)),
                additions=len(words) + len(rules),
            )
    return packs


def clean_word(word: AgencyWord, packs: PackSet, own: AgencyRules, on: date) -> AgencyWord:
    """The entry as it is stored: lower case, single spaces, no word twice.

    ValidationError names the field that is wrong, with the reason, for one an accepted word that the packs refuse.
    """
    typed = (" ".join(fold(one).text.split()) for one in word.words)
    word = replace(word, words=tuple(dict.fromkeys(filter(None, typed))), source=word.source.strip(),
                   opinion_of=word.opinion_of.strip(), language=word.language.strip().lower())
    pack = _known_area(word.jurisdiction, packs)
    if word.grade not in GRADES:
        raise ValidationError("grade", f"“{word.grade}” is none of {', '.join(GRADES)}.", "Choose one.")
    if word.meaning not in MEANINGS:
        raise ValidationError("meaning", f"“{word.meaning}” is none of {', '.join(MEANINGS)}.", "Choose one.")
    if len(word.language) != 2 or not word.language.isascii() or not word.language.isalpha():
        raise ValidationError("language", "The language is missing.", "Choose the language of the words.")
    _check_common(word)
    _check_phrases(word)
    _check_no_other_meaning(word, pack, packs)
    if word.opinion_of and word.grade != "accepted":
        raise ValidationError("opinion_of", "An opinion only matters for words that are accepted.",
                              "Leave the name out, or accept the words.")
    day = _day_in_force(word, on)
    for phrase in word.words:
        if word.grade != "refused":
            _check_not_weaker(phrase, word, pack, packs, day)
        _check_has_effect(phrase, word, packs, own, day)
    return word


def clean_rule(rule: AgencyRule, packs: PackSet) -> AgencyRule:
    """The entry as it is stored; ValidationError names the field that is wrong, or the rule that is graver already."""
    pack = _known_area(rule.jurisdiction, packs)
    if rule.problem not in STRICTER:
        raise ValidationError("problem", f"“{rule.problem}” is nothing a rule can be about.", "Choose one of the list.")
    if rule.severity not in ("warn", "fail"):
        raise ValidationError("severity", f"“{rule.severity}” is neither warn nor fail.", "Choose one.")
    rule = replace(rule, source=rule.source.strip())
    _check_common(rule)
    for known in (*pack.rules, *packs.generic.rules):
        if RANK[known.checks.get(rule.problem, "ok")] > RANK[rule.severity]:
            raise ValidationError(
                "severity", f"{known.id} already fails this in {pack.name}; a rule of the agency can only be stricter.",
                "Choose fail, or leave the rule out.")
    return rule


def _known_area(area: str, packs: PackSet) -> Pack:
    pack = packs.packs.get(area)
    if pack is None or area == GENERIC:
        raise ValidationError("jurisdiction", f"There is no rule pack “{area}”." if area else "The country is missing.",
                              "Choose the country whose audience it is about.")
    if not pack.sourced:
        raise ValidationError(
            "jurisdiction", f"The rules of {pack.name} are not sourced yet, so every post gets a warning there.",
            "Additions would change nothing; choose another country.")
    return pack


def _check_common(entry: AgencyWord | AgencyRule) -> None:
    if not entry.source:
        raise ValidationError("source", "The source is missing.", "Note where you have it from.")
    if len(entry.source) > 500:
        raise ValidationError("source", "The note on the source is longer than 500 characters.", "Shorten it.")
    if entry.starts and entry.ends and entry.ends < entry.starts:
        raise ValidationError("ends", "It ends before it starts.", "Correct one of the days.")


def _check_phrases(word: AgencyWord) -> None:
    if not word.words:
        raise ValidationError("words", "There are no words.", "Type at least one.")
    if len(word.words) > MAX_WORDS:
        raise ValidationError("words", f"These are more than {MAX_WORDS} words.", "Make several entries.")
    for phrase in word.words:
        if len(phrase) > MAX_LENGTH:
            raise ValidationError("words", f"“{phrase[:40]}…” is longer than {MAX_LENGTH} characters.", "Shorten it.")
        if _SIGNS.intersection(phrase) or "..." in phrase:
            raise ValidationError("words", f"“{phrase}” holds a bracket, a star or a bar.",
                                  "Type the words as they stand in a caption, one entry each.")
        parts = phrase.removeprefix("#").split()
        if not parts or not all(any(char.isalnum() for char in part) for part in parts):
            raise ValidationError("words", f"“{phrase}” has a part without letters.", "Type words or a hashtag.")
        if "#" in phrase.removeprefix("#") or "@" in phrase or (phrase.startswith("#") and len(parts) > 1):
            raise ValidationError("words", f"“{phrase}” is more than one hashtag or names an account.",
                                  "Type one hashtag, or words without signs.")


def _check_no_other_meaning(word: AgencyWord, pack: Pack, packs: PackSet) -> None:
    """A label in place of a word that denies the tie or states a claim would hide what the packs do with it."""
    taken = {plain_phrase(phrase): known for known in (*pack.words, *packs.generic.words) if known.kind in OTHER_KINDS
             for phrase in known.phrases}
    for phrase in word.words:
        if plain_phrase(phrase) in taken:
            raise ValidationError(
                "words", f"“{phrase}” is no label: the rules know it as words that say something else, for example "
                "that nobody paid.", "Leave it out.")


def _day_in_force(word: AgencyWord, on: date) -> date:
    """The day to try a word on: today, or the nearest on which it holds."""
    if word.starts and word.starts > on:
        return word.starts
    return word.ends if word.ends and word.ends < on else on


def _tried(phrase: str, word: AgencyWord, packs: PackSet, on: date) -> CheckResult:
    """What the check says of a plain post that opens with the phrase."""
    post = Post(caption=f"{phrase}: a new favourite in our kitchen", jurisdiction=word.jurisdiction, platform="blog",
                format="blog", relationship=MEANINGS[word.meaning], audience_language=word.language,
                brand_influence=word.meaning != "gift")
    return check(post, packs, on)


def _check_not_weaker(phrase: str, word: AgencyWord, pack: Pack, packs: PackSet, on: date) -> None:
    if word.opinion_of:
        return
    found = _tried(phrase, word, packs, on)
    graver = [one for one in found.findings
              if one.severity == "fail" and one.scope == "law" and one.problem not in _UNSEEN]
    if graver:
        raise ValidationError(
            "words", f"“{phrase}” is refused in {pack.name}: {graver[0].message} ({graver[0].rule})",
            "Leave it out. Where your lawyer sees it differently, accept it on that opinion, with the name.")
    if pack.closed_list == "fail" and found.verdict == "fail":
        raise ValidationError(
            "words", f"“{phrase}” is not on the list of {pack.regulator or pack.name}, and only that list counts.",
            "Leave it out. Where your lawyer sees it differently, accept it on that opinion, with the name.")


def _check_has_effect(phrase: str, word: AgencyWord, packs: PackSet, own: AgencyRules, on: date) -> None:
    """An entry that other words of the lists overrule would be there in vain, and nobody would notice."""
    others = own.without(word.id) if word.id else own
    now = _tried(phrase, word, merged(packs, others.with_entry(word), on), on)
    if RANK[now.verdict] != RANK[_VERDICT_OF[word.grade]]:
        law = [one for one in now.findings if one.scope == "law" and one.severity == now.verdict]
        why = f": {law[0].message}" if law else ""
        raise ValidationError(
            "words", f"“{phrase}” would still {now.verdict} in {packs.get(word.jurisdiction).name}{why}",
            "Look for another entry on the same words, or write the words in full.")


def _as_word(entry: AgencyWord) -> Word:
    reason = f"The agency's own list: {entry.source}"
    return Word(
        entry.words, entry.meaning, _GRADE_OF[entry.grade], entry.language, rule=_rule_id(entry),
        problem="agency_accepts" if entry.grade == "accepted" else "", bare=True,
        starts=entry.starts, ends=entry.ends, reason=reason,
    )


def _rule_of_word(entry: AgencyWord) -> Rule:
    said = (f"{{label}} is accepted here on the opinion of {_literal(entry.opinion_of)}; the rules of {{country}} in "
            "this program do not accept it." if entry.opinion_of
            else "{label} is accepted in {country} by the agency's own list.")
    return Rule(
        _rule_id(entry), f"Own list: {', '.join(entry.words)} {entry.grade}", sources=tuple(_sources(entry)),
        checks={"agency_accepts": "info"} if entry.grade == "accepted" else {},
        texts={"agency_accepts": Text(said, "")} if entry.grade == "accepted" else {},
    )


def _as_rule(entry: AgencyRule, packs: PackSet) -> Rule:
    """All platforms, forms and ties are named, so that it answers before any rule of the pack."""
    return Rule(
        _rule_id(entry), f"House rule: {STRICTER[entry.problem]}", checks={entry.problem: entry.severity},
        sources=tuple(_sources(entry)), platforms=frozenset(packs.platforms), formats=frozenset(FORMS), ties=_ANY_TIE,
    )


def _rule_id(entry: AgencyWord | AgencyRule) -> str:
    return f"AGENCY-{entry.id}"


def _sources(entry: AgencyWord | AgencyRule) -> Iterator[str]:
    if isinstance(entry, AgencyWord) and entry.opinion_of:
        yield f"opinion of {entry.opinion_of}"
    yield f"the agency: {entry.source}"


def _literal(text: str) -> str:
    """A text inside a template: its braces are no places."""
    return text.replace("{", "{{").replace("}", "}}")

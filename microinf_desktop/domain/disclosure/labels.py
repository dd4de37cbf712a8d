"""Judges a found word as a label: meant as one, clear enough, in the reader's language, and a big enough truth."""

import re

from microinf_desktop.domain.disclosure.caption import Caption
from microinf_desktop.domain.disclosure.case import Case, Problem
from microinf_desktop.domain.disclosure.idioms import (
    AD_COMPOUNDS,
    PREPOSITIONS_OF_GIVERS,
    is_a_joke,
    is_asked,
    is_hyphenated,
    is_in_some_ad,
    is_somebodys,
    names_somebody,
    runs_between,
    runs_into_a_sentence,
)
from microinf_desktop.domain.disclosure.language import plainly
from microinf_desktop.domain.disclosure.lexicon import Hit, is_label
from microinf_desktop.domain.disclosure.packs import COVERS, RANK
from microinf_desktop.domain.disclosure.text import word_set

_AFTER_A_NOUN = word_set(
    "in on at of or and is was are that which this from to with without by below above here i we you they he she it "
    "has have had will would can could not"
)
_NEXT_WORD = re.compile(r"[ \t\u00a0]{0,3}([^\W_]+)")
_OPENERS = "([{<|*•·-–—:;.!?…~/\\\"“”«»'’=+>_\n"
_CLOSERS = "|:–—-•·/\\)]}>.!?…~*,;#@\"“”«»'’=+_\n"
_SHORT_AD = frozenset({"ad", "adv", "advert", "pub", "publi"})
_ENGLISH_AD = _SHORT_AD | {"advertising", "advertisement"}
_NEGATION = re.compile(
    r"(?:^|[^\w])(?:not|isn.?t|aren.?t|wasn.?t|no|never|non|nor|without|kein|keine|keinerlei|nicht|ohne|pas|aucune?|"
    r"sans|sin|ning[uú]n|ninguna|nessuna|nessun|senza|geen|niet|zonder|não|nao|sem|nenhuma?)"
    r"[ \-]+(?:(?:a|an|the|any|paid|real|really|actually|some|sort|kind|of|even|ein|eine|bezahlte|une?|de|d.|la|"
    r"è|e|es|un|una|é|een|uma?|uno|being|getting|been|is|am|my|this)[ \-’']+){0,3}$"
)
_BRAND_NEAR = re.compile(r"[^\w#@\n]{0,4}(?:(?:da|di|by|von|per|for|x|con|di|w)\s{1,2})?[#@]\w")
_BRAND_BEFORE = re.compile(r"[#@][\w.]+[^\w#@\n]{0,4}$")
# A name written out: capitals between the label and a divider ("#adv Brewhaus | …"), or after a preposition.
_NAME_NEAR = re.compile(
    r"[ \u00a0]{1,2}(?:(?:da|di|by|von|per|for|con|x)[ \u00a0]{1,2}[^\W\d_a-zà-ÿ][\w.'’&-]"
    r"|[^\W\d_a-zà-ÿ][\w.'’&-]{1,30}(?:[ \u00a0][^\W\d_a-zà-ÿ][\w.'’&-]{1,30}){0,2}[ \u00a0]?(?:[|–—•·\n]|- ))"
)


def usable_hits(case: Case, text: Caption, *, relaxed: bool = False) -> list[Hit]:
    """Label words that are meant as labels; what denies the tie goes to `case.denials` instead."""
    labels: list[Hit] = []
    refusals: list[Hit] = []
    for hit in case.hits if text is case.caption else case.plan.area.lexicon.find(text):
        kind = hit.word.kind
        if kind in ("denies_ad", "denies_pay", "bought"):
            refusals.append(hit)
        elif is_label(hit.word):
            labels.append(hit)
    in_caption = text is case.caption
    for hit in refusals:
        _deny(case, hit.word.kind, hit, in_caption, text)
    kept: list[Hit] = []
    for hit in labels:
        if hit.word.platforms and case.plan.platform.id not in hit.word.platforms:
            continue
        if hit.word.kind == "contest" and case.tie != "contest":
            continue
        bare = hit.word.bare and not hit.tag and _is_single(text, hit)
        negated = None if not hit.start else _NEGATION.search(text.text, max(0, hit.start - 40), hit.start)
        if negated and not (bare and _in_compound(text, hit)):
            _deny(case, "denies_ad" if hit.word.kind == "ad" else "denies_pay",
                  hit._replace(start=_skip(text.text, negated.start())), in_caption, text)
            continue
        if not hit.tag and is_asked(text.text, hit.end):
            continue
        if bare and not _is_bare_label(case, text, hit, relaxed=relaxed):
            continue
        if not (bare or hit.tag or relaxed) and _says_something_else(case, text, hit):
            continue
        if any(other.start <= hit.start and hit.end <= other.end and _refutes(case, other) for other in refusals):
            continue
        kept.append(hit)
    return _longest(kept) if len(kept) > 1 else kept


def _longest(hits: list[Hit]) -> list[Hit]:
    """Without the words that are only part of a longer label no worse than they are ("Sponsored" by X)."""
    return [hit for hit in hits if not any(
        other.start <= hit.start and hit.end <= other.end and other.end - other.start > hit.end - hit.start
        and RANK[other.word.grade] <= RANK[hit.word.grade] for other in hits
    )]


def _is_single(text: Caption, hit: Hit) -> bool:
    return text.text[hit.start:hit.end].isalnum()


def _skip(text: str, at: int) -> int:
    while at < len(text) and not text[at].isalnum():
        at += 1
    return at


def _refutes(case: Case, hit: Hit) -> bool:
    return hit.word.kind == "denies_ad" or case.tie in ("fee", "commission", "none", "unknown")


def _deny(case: Case, kind: str, hit: Hit, in_caption: bool, text: Caption) -> None:
    if kind == "denies_pay" and case.tie not in ("fee", "commission", "unknown"):
        kind = "denies_pay_soft"
    if kind == "bought" and case.tie == "gift":
        kind = "bought_though_given"
    place = (hit.start, hit.end) if in_caption else (-1, -1)
    case.denials.append(case.problem(kind, *place, label=shown_label(text, hit), hit=hit))


def shown_label(text: Caption, hit: Hit) -> str:
    """The words as the reader sees them."""
    low, high = text.folded.span(hit.start, hit.end)
    label = " ".join(text.original[low:high].split()).rstrip(".,;:!")
    return label if len(label) <= 60 else label[:57] + "…"


def _following(text: Caption, hit: Hit) -> str:
    """The word right after a label, "" when something else stands between."""
    found = _NEXT_WORD.match(text.text, hit.end)
    return found.group(1) if found else ""


def _in_compound(text: Caption, hit: Hit) -> bool:
    return _following(text, hit) in AD_COMPOUNDS


def _says_something_else(case: Case, text: Caption, hit: Hit) -> bool:
    """A phrase that only looks like a label: somebody's ad, a joke, the subject of a sentence."""
    if hit.word.kind == "ad" and is_somebodys(text.text, hit.start):
        noun = _NEXT_WORD.match(text.text, hit.start)
        if noun and noun.group(1) in case.plan.area.lexicon.label_names:
            return True
    if hit.word.kind not in ("ad", "sponsor", "paid", "partner"):
        return False
    if is_a_joke(text.text, hit.start, hit.end):
        return True
    if is_in_some_ad(text.text, text.original, hit.start, text.folded.span(hit.start, hit.end)):
        return True
    return (runs_into_a_sentence(text.text, hit.end, _following(text, hit))
            and not names_somebody(text.text, hit.start, hit.end))


def _is_bare_label(case: Case, text: Caption, hit: Hit, *, relaxed: bool) -> bool:
    """Whether a single word like "ad" stands as a label and not inside a sentence ("ad budget")."""
    folded, start, end = text.text, hit.start, hit.end
    word = folded[start:end]
    before = folded[max(0, start - 12):start].rstrip(" \t\u00a0")
    after = folded[end:end + 12].lstrip(" \t\u00a0")
    following = _following(text, hit)
    short = word in _SHORT_AD
    if short and (before[-1:].isdigit() or (is_hyphenated(folded, end)
                                            and (folded[end] == "/" or not _in_capitals(text, hit)))):
        return False
    if hit.word.kind == "partner" and runs_between(following):
        return False
    if (word in _ENGLISH_AD and following in AD_COMPOUNDS) or (short and following.isdigit()):
        return False
    if following in PREPOSITIONS_OF_GIVERS and word not in _ENGLISH_AD and is_a_joke(folded, end, end):
        return False
    if runs_into_a_sentence(folded, end, following):
        return False
    opens = not before or before[-1] in _OPENERS or not (before[-1].isalnum() or before[-1] in ",&%€$£")
    if not opens:
        return (relaxed and not short) or _in_capitals(text, hit)
    closes = not after or after[0] in _CLOSERS or not after[0].isalnum()
    if closes or (relaxed and not short) or not short:
        return True
    if _in_capitals(text, hit) or (relaxed and len(text.words) <= 4):
        return True
    return not text.word_before(start) and not _runs_on(case, following)


def _runs_on(case: Case, following: str) -> bool:
    """"ad in the description" and the Italian preposition in "Ad ogni sorso" are no labels."""
    return following in _AFTER_A_NOUN or case.language == "it"


def _in_capitals(text: Caption, hit: Hit) -> bool:
    """"AD" in capitals amid words that are not."""
    low, high = text.folded.span(hit.start, hit.end)
    around = text.original[max(0, low - 15):low] + text.original[high:high + 15]
    return text.original[low:high].isupper() and not around.isupper() and any(char.islower() for char in around)


def judge_word(case: Case, text: Caption, hit: Hit) -> list[Problem]:
    """What is wrong with the wording itself, wherever it stands."""
    word, found = hit.word, []
    if hit.fused:
        found.append(_about(case, text, hit, "fused" if hit.fused == "end" else "fused_front"))
    elif word.grade != "ok":
        kind = word.problem or ("unclear_word" if word.grade == "fail" else "weak_word")
        found.append(_about(case, text, hit, kind)._replace(severity=word.grade, rule=word.rule, detail=word.reason))
    elif word.problem == "agency_accepts":
        found.append(_about(case, text, hit, word.problem)._replace(severity="info", rule=word.rule))
    elif word.needs_brand and not _has_brand(text, hit):
        found.append(_about(case, text, hit, "needs_brand")._replace(rule=word.rule))
    if case.tie not in (word.covers or COVERS[word.kind]) and case.tie != "unknown":
        if not found or found[0].severity != "fail":
            found.append(_about(case, text, hit, "understated"))
    elif case.tie in word.weak_for:
        found.append(_about(case, text, hit, "weak_for_tie")._replace(rule=word.rule))
    if word.bare and not hit.tag and _melts_in(text, hit):
        found.append(_about(case, text, hit, "runs_on"))
    if word.uninfluenced and case.post.brand_influence is not False:
        found.append(_about(case, text, hit, "gift_influenced" if case.post.brand_influence else "influence_unknown"))
    if word.kind == "placement" and case.plan.form not in ("video", "live"):
        found.append(_about(case, text, hit, "placement_role_unknown"))
    if not word.any_language and _foreign(case, word.language):
        found.append(_about(case, text, hit, "label_language"))
    if not text.folded.is_standard(hit.start, hit.end) or (hit.tag and _is_taken_apart(text.text[hit.start:hit.end])):
        found.append(_about(case, text, hit, "nonstandard"))
    return found


def _is_taken_apart(tag: str) -> bool:
    """#a_d, with single letters between underscores, reads as a label only to who looks for one."""
    return "_" in tag and any(len(part) == 1 for part in tag[1:].strip("_").split("_"))


def _about(case: Case, text: Caption, hit: Hit, kind: str) -> Problem:
    """A problem of this word; placed only when it stands in the caption."""
    place = (hit.start, hit.end) if text is case.caption else (-1, -1)
    return case.problem(kind, *place, label=shown_label(text, hit), hit=hit)


def _has_brand(text: Caption, hit: Hit) -> bool:
    """#XPartner carries its brand in the tag, other words have it beside them."""
    if hit.tag and hit.word.kind in ("partner", "job", "contest"):
        return hit.brand
    return _names_brand(text, hit)


def _melts_in(text: Caption, hit: Hit) -> bool:
    """A small "ad" with nothing to set it apart from the next word."""
    if text.text[hit.start:hit.end] != "ad":
        return False
    low, high = text.folded.span(hit.start, hit.end)
    after = text.original[high:high + 2]
    return text.original[low:high] == "ad" and after[:1] == " " and after[1:].isalnum()


def _foreign(case: Case, language: str) -> bool:
    """Whether a label's language is not the reader's; unknown readers read the jurisdiction's languages."""
    if language == "*":
        return False
    known = language in case.plan.area.pack.languages
    if known and not case.post.audience_language and plainly(case.caption.words, language):
        return False
    return language != case.language if case.language else not known


def _names_brand(text: Caption, hit: Hit) -> bool:
    """A mention, hashtag or written-out name right beside the label, or a name in the phrase itself."""
    if "{x}" in " ".join(hit.word.phrases) and not hit.tag:
        return True
    before = max(0, hit.start - 60)
    if _BRAND_NEAR.match(text.text, hit.end) or _BRAND_BEFORE.search(text.text, before, hit.start):
        return True
    return _NAME_NEAR.match(text.original, text.folded.span(hit.start, hit.end)[1]) is not None

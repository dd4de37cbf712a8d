"""What the rules look at, in few topics: the columns of the compliance matrix over countries and rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from microinf_desktop.domain.disclosure import Finding, PackSet
from microinf_desktop.domain.enums import Verdict


class Topic(StrEnum):
    """One question a check answers, whatever the country calls its rule."""

    LABEL = "label"
    WORDS = "words"
    PLACE = "place"
    HASHTAGS = "hashtags"
    LANGUAGE = "language"
    TRUTH = "truth"
    SEEN = "seen"
    PRODUCT = "product"
    TOOL = "tool"


_PROBLEMS: dict[Topic, str] = {
    Topic.LABEL: "missing brand_only comment_only bio_only relationship_unknown tool_only unsourced own_name_exempt "
                 "own_name_unknown unpaid_link past_deal before_click",
    Topic.WORDS: "unclear_word weak_word off_list superseded needs_brand runs_on nonstandard understated weak_for_tie "
                 "gift_influenced influence_unknown placement_role_unknown placement_for_main",
    Topic.PLACE: "page_foot after_link late_in_page below_fold fold_unsure last_words not_first caption_also "
                 "audio_notes_also picture_not_first",
    Topic.HASHTAGS: "run_long run_short run_weak leads_long_run fused fused_front",
    Topic.LANGUAGE: "label_language",
    Topic.TRUTH: "denies_ad denies_pay denies_pay_soft bought bought_though_given claim",
    Topic.PRODUCT: "child_audience minor_authorisation retouched_unstated virtual_unstated",
}
_WITHOUT_LABEL = frozenset({"missing", "brand_only", "tool_only"})
_OF_THE_LABEL = frozenset({Topic.WORDS, Topic.PLACE, Topic.HASHTAGS, Topic.LANGUAGE})
_TOPIC_OF = {problem: topic for topic, problems in _PROBLEMS.items() for problem in problems.split()}


def topic_of(problem: str) -> Topic:
    """The topic of a kind of problem; what shows in picture, sound and time is everything nobody else names."""
    if problem.startswith("category_"):
        return Topic.PRODUCT
    if problem.startswith("tool_") and problem != "tool_only":
        return Topic.TOOL
    return _TOPIC_OF.get(problem, Topic.SEEN)


def rule_topics(packs: PackSet) -> dict[str, frozenset[Topic]]:
    """What each rule of the packs looks at, by its id."""
    return {
        rule.id: frozenset(topic_of(kind) for kind in rule.checks)
        for pack in packs.packs.values() for rule in pack.rules
    }


@dataclass(frozen=True, slots=True)
class Answer:
    """The gravest verdict under a topic, with the findings behind it as (country, finding), the gravest first."""

    verdict: Verdict
    findings: tuple[tuple[str, Finding], ...] = ()


_ORDER = (Verdict.FAIL, Verdict.WARN, Verdict.CANNOT_TELL, Verdict.PASS)


def answers(
    checks: Iterable[tuple[str, Iterable[Finding], Iterable[str]]], topics: Mapping[str, frozenset[Topic]]
) -> dict[Topic, Answer]:
    """What the checks of a text say by topic, over (country, findings, ids of passed rules).

    No topic that no rule looked at; where there is no label at all, nothing about its words and place.
    """
    found: dict[Topic, list[tuple[str, Finding]]] = {}
    looked_at: set[Topic] = set()
    for country, findings, passed in checks:
        for rule in passed:
            looked_at |= topics.get(rule, frozenset())
        for one in findings:
            looked_at |= topics.get(one.rule, frozenset()) | {topic_of(one.problem)}
            if one.severity != "info":
                found.setdefault(topic_of(one.problem), []).append((country, one))
    none = any(one.problem in _WITHOUT_LABEL for _, one in found.get(Topic.LABEL, ()))
    made = {}
    for topic in Topic:
        if topic in looked_at and not (none and topic in _OF_THE_LABEL and topic not in found):
            grave = sorted(found.get(topic, ()), key=lambda pair: _ORDER.index(verdict_of(pair[1])))
            made[topic] = Answer(verdict_of(grave[0][1]) if grave else Verdict.PASS, tuple(grave))
    return made


def verdict_of(one: Finding) -> Verdict:
    """Fail and warn of the law as they are; a platform's terms only warn, and what nobody recorded cannot be told."""
    if one.severity == "fail" and one.scope == "law":
        return Verdict.FAIL
    return Verdict.CANNOT_TELL if one.problem.endswith("_unknown") else Verdict.WARN

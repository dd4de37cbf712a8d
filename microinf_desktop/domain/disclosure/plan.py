"""A jurisdiction made ready for checking on a day: its lexicon, and which rule answers for which problem."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from microinf_desktop.domain.disclosure.lexicon import Lexicon
from microinf_desktop.domain.disclosure.packs import (
    LABEL_KINDS,
    Demand,
    Pack,
    PackSet,
    PlatformRow,
    Rule,
    Text,
    Word,
)
from microinf_desktop.domain.disclosure.results import Finding

FORMS = {
    "text": "feed_post post photo image picture carousel grid_post pin text tweet thread status update community",
    "story": "story stories poll fleet snap",
    "video": "video reel reels short shorts igtv vlog tiktok_video youtube_short youtube_mention youtube_dedicated",
    "live": "live livestream live_stream stream live_qa live_video",
    "audio": "podcast audio episode",
    "page": "blog article newsletter blog_feature email blog_post review",
}
DECIDING = ("product_category", "influencer_age", "virtual_influencer", "image_retouched", "child_directed",
            "previous_relationship_months", "frames")
"""Facts that settle a rule and cannot be seen in the post: without them a rule is neither broken nor kept."""

_FORM_OF = {word: form for form, words in FORMS.items() for word in words.split()}
_FORM_BY_PLATFORM = {"tiktok": "video", "youtube": "video", "twitch": "live", "podcast": "audio", "blog": "page",
                     "newsletter": "page"}


def form_of(post_format: str, platform: str) -> str:
    """text, story, video, live, audio or page; a TikTok "feed post" is a video, a podcast is heard."""
    form = _FORM_OF.get(post_format) or _FORM_BY_PLATFORM.get(platform, "text")
    if form == "text" and (platform == "tiktok" or platform in ("podcast", "blog", "newsletter")):
        return _FORM_BY_PLATFORM[platform]
    return form


class Plan:
    """Rules of one jurisdiction for one platform, form and tie."""

    __slots__ = ("_passed", "answers", "applicable", "area", "constant", "demands", "form", "platform", "tie")

    def __init__(self, area: "Area", platform: PlatformRow, form: str, tie: str) -> None:
        self.area = area
        self.platform = platform
        self.form = form
        self.tie = tie
        self.answers: dict[str, tuple[Rule, str]] = {}
        applicable: list[str] = []
        for rule in (*sorted(area.pack.rules, key=_conditions, reverse=True),
                     *sorted(area.generic.rules, key=_conditions, reverse=True)):
            if rule.checks and rule.applies(platform.id, form, tie):
                fresh = [kind for kind in rule.checks if kind not in self.answers]
                for kind in fresh:
                    self.answers[kind] = (rule, rule.checks[kind])
                if fresh or any(kind.startswith("category_") for kind in rule.checks):
                    applicable.append(rule.id)
        self.applicable = tuple(applicable)
        self.demands: dict[str, Demand] = {}
        self.constant: dict[str, Finding] = {}
        self._passed: dict[tuple[frozenset[str], tuple[bool, ...]], tuple[str, ...]] = {}

    def passed(self, broken: frozenset[str], known: tuple[bool, ...]) -> tuple[str, ...]:
        """Applicable rules without the broken ones and without those nobody can answer for: `known` says which of
        DECIDING is recorded. Remembered, because few combinations occur.
        """
        key = (broken, known)
        rules = self._passed.get(key)
        if rules is None:
            if len(self._passed) > 256:
                self._passed.clear()
            unknown = frozenset(name for name, recorded in zip(DECIDING, known, strict=True) if not recorded)
            rules = self._passed[key] = tuple(
                rule for rule in self.applicable
                if rule not in broken and unknown.isdisjoint(self.area.rules[rule].needs)
            )
        return rules

    def severity(self, kind: str) -> str:
        """How grave a problem is here; `ok` when this jurisdiction does not mind."""
        found = self.answers.get(kind)
        return found[1] if found else "ok"

    def demand(self, language: str) -> Demand:
        """The label to ask for in a language; the jurisdiction's first language when it has none for it."""
        known = self.demands.get(language)
        if known is None:
            known = self.demands[language] = _pick_demand(self.area, language, self.tie, self.form)
        return known


def _conditions(rule: Rule) -> int:
    """Narrower rules answer first."""
    return bool(rule.ties) + bool(rule.platforms) + bool(rule.formats)


def _pick_demand(area: "Area", language: str, tie: str, form: str) -> Demand:
    own, shared = area.pack.demands, area.generic.demands
    for pool in ((own, shared) if own else (shared,)):
        for wanted in (language, *area.pack.languages):
            for demand in pool:
                if (demand.language == wanted and (not demand.ties or tie in demand.ties)
                        and (not demand.forms or form in demand.forms)):
                    return demand
            if wanted == language and pool is own and language not in area.pack.languages:
                shared_match = [d for d in shared if d.language == language and not d.ties]
                if shared_match:
                    return shared_match[0]
    return shared[0]


class Area:
    """A pack compiled for a day; shared by all its plans."""

    __slots__ = ("_plans", "_sources", "generic", "lexicon", "pack", "packs", "rules")

    def __init__(self, packs: PackSet, pack: Pack, on: date) -> None:
        self.packs = packs
        self.pack = pack
        self.generic = packs.generic
        self.lexicon = Lexicon(
            [word for word in pack.words if word.in_force(on)],
            [_as_taken(pack, word) for word in packs.generic.words], pack.languages,
        )
        self.rules: Mapping[str, Rule] = {
            **{rule.id: rule for rule in packs.generic.rules}, **{rule.id: rule for rule in pack.rules},
        }
        self._plans: dict[tuple[str, str, str], Plan] = {}
        self._sources: dict[str, str] = {}

    def plan(self, platform: str, form: str, tie: str) -> Plan:
        key = (platform, form, tie)
        plan = self._plans.get(key)
        if plan is None:
            row = self.packs.platform(platform)
            if len(self._plans) > 512:
                self._plans.clear()
            plan = self._plans[key] = Plan(self, row, form, tie)
        return plan

    def setting(self, name: str) -> float:
        value = self.pack.settings.get(name)
        return self.generic.settings[name] if value is None else value

    def text(self, rule: Rule, kind: str) -> Text:
        return rule.texts.get(kind) or self.pack.texts.get(kind) or self.generic.texts[kind]

    def source_text(self, rule: Rule) -> str:
        """Addresses of a rule's sources, marked where the fact is recalled and not read."""
        known = self._sources.get(rule.id)
        if known is None:
            known = self.packs.source_text(rule.sources)
            if rule.unverified:
                known = f"{known} (unverified)".strip()
            self._sources[rule.id] = known
        return known


def _as_taken(pack: Pack, word: Word) -> Word:
    """A generic word as the pack takes it; off a closed list it is refused."""
    for regrade in pack.regrades:
        if regrade.fits(word):
            return replace(word, grade=regrade.grade, rule=regrade.rule, reason=regrade.reason)
    if pack.closed_list and word.kind in LABEL_KINDS and word.grade != "fail":
        return replace(word, grade=pack.closed_list, problem="off_list", rule="")
    return word


def area_for(packs: PackSet, jurisdiction: str, on: date) -> Area:
    """The compiled pack, kept by the pack set for all days on which the same words are in force."""
    key = (jurisdiction, packs.since(jurisdiction, on))
    area = packs.recall(key)
    if not isinstance(area, Area):
        area = Area(packs, packs.get(jurisdiction), on)
        packs.remember(key, area)
    return area


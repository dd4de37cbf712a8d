"""Turns problems into findings: rule, plain sentences, source, place in the original caption, and an edit."""

from collections.abc import Callable
from dataclasses import replace

from microinf_desktop.domain.disclosure.case import Case, Problem
from microinf_desktop.domain.disclosure.fixes import edit_for
from microinf_desktop.domain.disclosure.packs import Demand, Rule, Text
from microinf_desktop.domain.disclosure.results import Finding
from microinf_desktop.domain.disclosure.ties import PHRASES


class _Values(dict[str, object]):
    """The places of a template, each worked out only when a template names it."""

    def __init__(self, case: Case, problem: Problem, demand: Demand, label: str) -> None:
        super().__init__(label=f"“{label}”", category=label)
        self._about = case, problem, demand

    def __missing__(self, name: str) -> object:
        value = self[name] = _VALUES[name](*self._about)
        return value


_UNSAID = frozenset({"missing", "brand_only"})
_NOT_A_MERE_GIFT = frozenset({"gift_influenced", "influence_unknown"})


def _demand(case: Case, problem: Problem) -> Demand:
    """The label to ask for; a gift with strings attached is asked for the label of paid posts."""
    plan = case.plan
    demand = plan.demand(case.demand_language)
    brand = case.caption.first_mention() if "{brand}" in demand.text else ""
    if problem.kind in _NOT_A_MERE_GIFT or ("{brand}" in demand.text and not brand):
        demand = plan.area.plan(plan.platform.id, plan.form, "fee").demand(case.demand_language)
    return replace(demand, text=demand.text.replace("{brand}", brand)) if brand else demand


_VALUES: dict[str, Callable[[Case, Problem, Demand], object]] = {
    # A stroke at the end only parts the label from the text of a post.
    "want": lambda _case, _problem, demand: f"“{demand.text.removesuffix('|').rstrip()}”",
    "tag": lambda _case, _problem, demand: demand.tag,
    "said": lambda _case, _problem, demand: f"“{demand.said.replace('{brand}', '…')}”",
    "regulator": lambda case, *_: case.plan.area.pack.regulator or "regulator",
    "country": lambda case, *_: case.plan.area.pack.name,
    "tie": lambda case, *_: PHRASES.get(case.tie, PHRASES["unknown"]),
    "platform": lambda case, *_: case.plan.platform.name,
    "tool": lambda case, *_: case.plan.platform.tool_name or "label",
    "reason": lambda _case, problem, _demand: f" {problem.detail}" if problem.detail else "",
    "frames": lambda case, *_: _count(case.post.frames),
    "labelled": lambda case, *_: _count(case.post.frames_labelled),
    "seconds": lambda case, *_: _count(case.post.onscreen_duration_s),
}
PLACES = frozenset(_VALUES) | {"label", "category"}


def finding_for(case: Case, problem: Problem) -> Finding:
    """One finding; positions are code points of the original caption."""
    if not problem.kind.startswith("tool_") or problem.kind == "tool_only":
        return _written(case, problem)
    known = case.plan.constant.get(problem.kind)  # the platform's rules read the same for every post
    if known is None:
        known = case.plan.constant[problem.kind] = _written(case, problem)
    return known


def _written(case: Case, problem: Problem) -> Finding:
    rule, text = _rule_and_text(case, problem)
    start, end = (0, 0) if problem.start < 0 else case.caption.folded.span(problem.start, problem.end)
    label = problem.label or " ".join(case.caption.original[start:end].split()).rstrip(".,;:!")
    demand = _demand(case, problem)
    values = _Values(case, problem, demand, label)
    fix, edit = text.fix, edit_for(case, problem, demand)
    if _only_the_picture_mends(case, problem):
        fix, edit = case.plan.area.text(rule, "not_on_picture").fix, None
    return Finding(
        rule.id, problem.severity, rule.scope, text.message.format_map(values), fix.format_map(values),
        case.plan.area.source_text(rule), start, end, edit, problem.kind,
    )


def _only_the_picture_mends(case: Case, problem: Problem) -> bool:
    """Whether somebody looked at a story and saw no label on it: then no edit of its text helps."""
    looked = case.post.onscreen_text is not None or case.post.frames_labelled == 0
    return case.plan.form == "story" and looked and problem.kind in _UNSAID


def _rule_and_text(case: Case, problem: Problem) -> tuple[Rule, Text]:
    area = case.plan.area
    found = case.plan.answers.get(problem.kind)
    rule = area.rules.get(problem.rule) or (found[0] if found else None) or area.rules["GEN-WORD-01"]
    return rule, area.text(rule, problem.kind)


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"

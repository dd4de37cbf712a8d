"""Turns problems into findings: rule, plain sentences, source, place in the original caption, and an edit."""

from microinf_desktop.domain.disclosure.case import Case, Problem
from microinf_desktop.domain.disclosure.fixes import edit_for
from microinf_desktop.domain.disclosure.packs import Rule, Text
from microinf_desktop.domain.disclosure.results import Finding
from microinf_desktop.domain.disclosure.ties import PHRASES

_REASON = "{reason}"


def finding_for(case: Case, problem: Problem) -> Finding:
    """One finding; positions are code points of the original caption."""
    area = case.plan.area
    rule, text = _rule_and_text(case, problem)
    demand = case.plan.demand(case.demand_language)
    start, end = (0, 0) if problem.start < 0 else case.caption.folded.span(problem.start, problem.end)
    label = problem.label or case.caption.original[start:end]
    values = {
        "label": f"“{label}”", "want": f"“{demand.text}”", "tag": demand.tag, "said": f"“{demand.said}”",
        "regulator": area.pack.regulator or "regulator", "country": area.pack.name, "tie": PHRASES.get(case.tie, ""),
        "platform": case.plan.platform.name, "tool": case.plan.platform.tool_name or "label",
        "category": label, "reason": f" {problem.detail}" if problem.detail else "",
        "lines": case.plan.platform.lines_sure or "", "chars": case.plan.platform.chars_sure or "",
        "frames": _count(case.post.frames), "labelled": _count(case.post.frames_labelled),
        "seconds": _count(case.post.onscreen_duration_s),
    }
    return Finding(
        rule.id, problem.severity, rule.scope, _fill(text.message, values), _fill(text.fix, values),
        area.packs.source_text(rule.sources) + (" (unverified)" if rule.unverified else ""),
        start, end, edit_for(case, problem, demand), problem.kind,
    )


def _rule_and_text(case: Case, problem: Problem) -> tuple[Rule, Text]:
    area = case.plan.area
    found = case.plan.answers.get(problem.kind)
    rule = area.rules.get(problem.rule) or (found[0] if found else None)
    if rule is None:
        rule = area.rules["GEN-WORD-01"]
    return rule, area.text(rule, problem.kind)


def _count(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def _fill(template: str, values: dict[str, object]) -> str:
    """Named places filled; a caption's own braces are values, never templates."""
    return " ".join(template.format_map(values).split())

"""The checker: one post, one or several jurisdictions, verdicts under law and under the platform's terms."""

from collections.abc import Callable, Iterable
from datetime import date
from operator import attrgetter

from microinf_desktop.domain.disclosure.caption import Caption
from microinf_desktop.domain.disclosure.case import Case
from microinf_desktop.domain.disclosure.extras import (
    check_categories,
    check_denials,
    check_past,
    check_special_words,
    check_unpaid_links,
    own_brand_exempt,
    own_brand_unknown,
)
from microinf_desktop.domain.disclosure.packs import RANK, PackSet
from microinf_desktop.domain.disclosure.plan import DECIDING, area_for, form_of
from microinf_desktop.domain.disclosure.platform_rules import check_platform
from microinf_desktop.domain.disclosure.post import Post
from microinf_desktop.domain.disclosure.report import finding_for
from microinf_desktop.domain.disclosure.results import AudienceResult, CheckResult, Finding
from microinf_desktop.domain.disclosure.settle import settle
from microinf_desktop.domain.disclosure.ties import tie_of

_VERDICTS = ("pass", "warn", "fail")


def check(post: Post, packs: PackSet, on: date | None = None) -> CheckResult:
    """Checks a post for its own jurisdiction as of a day (today when None); never raises on any post."""
    return _check(post, post.jurisdiction, Caption(post.caption), packs, on or date.today())


def check_all(post: Post, jurisdictions: Iterable[str], packs: PackSet, on: date | None = None) -> AudienceResult:
    """Checks a post for every jurisdiction of its audience; the strictest verdict counts."""
    day, caption = on or date.today(), Caption(post.caption)
    results = {area: _check(post, area, caption, packs, day) for area in dict.fromkeys(jurisdictions)}
    return AudienceResult(
        results, _worst(result.verdict for result in results.values()),
        _worst(result.platform_verdict for result in results.values()),
    )


def _worst(verdicts: Iterable[str]) -> str:
    return _VERDICTS[max((RANK[verdict] for verdict in verdicts), default=0)]


def _check(post: Post, jurisdiction: str, caption: Caption, packs: PackSet, on: date) -> CheckResult:
    area = area_for(packs, jurisdiction, on)
    tie = tie_of(post.relationship, post.role, post.incentive)
    plan = area.plan(post.platform, form_of(post.format, post.platform), tie)
    case = Case(post, plan, caption, tie)
    if not area.pack.sourced:
        if tie != "none":
            case.raise_problem("unsourced")
    elif tie == "none":
        check_past(case)
        check_unpaid_links(case)
    else:
        _check_tied(case)
    check_platform(case)
    return _result(case)


def _check_tied(case: Case) -> None:
    """Everything that holds once there is a tie between creator and brand."""
    if case.tie == "unknown":
        case.raise_problem("relationship_unknown")
    if not own_brand_exempt(case):
        settle(case)
        if own_brand_unknown(case) and any(problem.severity == "fail" for problem in case.problems):
            case.problems.clear()
            case.raise_problem("own_name_unknown")
    check_denials(case)
    check_special_words(case)
    check_categories(case)


def _result(case: Case) -> CheckResult:
    findings = [finding_for(case, problem) for problem in case.problems]
    if len(findings) > 1:
        findings.sort(key=_order)
    worst = {"law": 0, "platform": 0}
    broken: set[str] = set()
    for finding in findings:
        rank = RANK[finding.severity]
        if rank:
            broken.add(finding.rule)
            worst[finding.scope] = max(worst[finding.scope], rank)
    pack = case.plan.area.pack
    return CheckResult(pack.id, _VERDICTS[worst["law"]], _VERDICTS[worst["platform"]], tuple(findings),
                       case.plan.passed(frozenset(broken), _recorded(case.post)), pack.version, pack.checked_on)


_deciding: Callable[[Post], tuple[object, ...]] = attrgetter(*DECIDING)


_NO_FACTS = (None,) * len(DECIDING)
_NONE_RECORDED = (False,) * len(DECIDING)


def _recorded(post: Post) -> tuple[bool, ...]:
    """Which of DECIDING is recorded; most posts have none of them, so that comes first."""
    facts = _deciding(post)
    return _NONE_RECORDED if facts == _NO_FACTS else tuple([fact is not None for fact in facts])


def _order(finding: Finding) -> tuple[int, bool, int]:
    """Gravest first, the law before the platform's terms, then as they stand in the caption."""
    return -RANK[finding.severity], finding.scope == "platform", finding.start

"""What the platform's own terms ask for: its paid-partnership switch. Never lowers or raises the law's verdict."""

from microinf_desktop.domain.disclosure.case import Case

_WITH_TIE = ("fee", "commission", "gift", "own", "job", "family", "contest", "unknown")


def check_platform(case: Case) -> None:
    """Raises the platform's rule when its switch is off, or cannot be told, for a tie it covers."""
    row, used = case.plan.platform, case.post.platform_label_used
    if case.tie not in _WITH_TIE or not row.tool_rule:
        return
    duty = row.tool_duty.get(case.tie, row.tool_duty.get("*", "ok"))
    if used is None and duty in ("warn", "fail"):
        case.raise_problem("tool_unknown", label=row.tool_name)
    elif used is False and duty in ("warn", "fail"):
        case.raise_problem(f"tool_off_{duty}", label=row.tool_name)
    elif used is True and duty == "wrong":
        case.raise_problem("tool_wrong", label=row.tool_name)

"""Judges when and how long a disclosure is shown or said: at the start, readable, throughout, repeated."""

from itertools import pairwise

from microinf_desktop.domain.disclosure.case import Candidate, Case, Problem, best, candidate
from microinf_desktop.domain.disclosure.channels import starts_late

_MAIN = ("main", "lead", "central", "primary", "major", "hero")
_MINOR = ("minor", "side", "secondary", "background", "subordinate", "placement")


def judge_time(case: Case, start: float | None, *, backed: bool) -> list[Problem]:
    """At the start of a video; an unknown second is only forgiven when another clear label opens the post."""
    if start is None:
        return [] if backed else [case.problem("time_unknown")]
    state = starts_late(case, start)
    if not state:
        return []
    return [case.problem("late" if state == "late" else "late_unsure")]


def judge_whole(case: Case, shown: Candidate) -> list[Problem]:
    """Through the whole promotion, where a jurisdiction asks for it; `product_role` softens it in Germany."""
    role = (case.post.product_role or "").lower()
    minor = any(word in role for word in _MINOR)
    main = not minor and any(word in role for word in _MAIN)
    placement = shown.hit is not None and shown.hit.word.kind == "placement"
    found: list[Problem] = []
    if placement and not minor:
        found.append(case.problem("placement_for_main" if main else "placement_role_unknown"))
    if not minor:
        share = _share_shown(case)
        if share is None:
            found.append(case.problem("whole_unknown_main" if main else "whole_unknown"))
        elif share < case.plan.area.setting("whole_share"):
            found.append(case.problem("not_whole_main" if main else "not_whole"))
    return found + _required_seconds(case)


def _share_shown(case: Case) -> float | None:
    shown, length = case.post.onscreen_duration_s, case.post.duration_s
    return shown / length if shown is not None and length else None


def _required_seconds(case: Case) -> list[Problem]:
    """India: 3 seconds up to 15, a third up to two minutes, the whole promotional part beyond (ASCI)."""
    if case.plan.severity("too_brief") == "ok":
        return []
    shown, length = case.post.onscreen_duration_s, case.post.duration_s
    if shown is None or not length:
        return [case.problem("duration_unknown")]
    needed = 3.0 if length <= 15 else length / 3 if length <= 120 else length * case.plan.area.setting("whole_share")
    return [case.problem("too_brief")] if shown < min(needed, length) - 0.05 else []


def judge_repeats(case: Case, shown: Candidate | None, said: Candidate | None) -> Candidate:
    """Live: a lasting overlay, or the words again and again."""
    post = case.post
    both = case.plan.severity("live_both") != "ok"
    if post.persistent_overlay and shown is not None and shown.rank < 2:
        more = [case.problem("live_both")] if both and (said is None or said.rank == 2) else []
        return candidate([*shown.problems, *more], "picture", shown.hit)
    base = best([item for item in (shown, said) if item is not None])
    assert base is not None  # the caller has one of them
    more = [case.problem("live_both")] if both else []
    return candidate([*base.problems, *more, *_gaps(case)], base.channel, base.hit)


def _gaps(case: Case) -> list[Problem]:
    times, length = case.post.spoken_times_s, case.post.duration_s
    interval = case.plan.area.setting("live_interval_s")
    if not times:
        return [case.problem("live_unknown" if case.post.persistent_overlay is None else "live_once")]
    if starts_late(case, times[0]) == "late":
        return [case.problem("late")]
    if len(times) == 1:
        if length is None:
            return [case.problem("live_unknown")]
        return [case.problem("live_once")] if length > interval else []
    ends = [*times, length] if length else list(times)
    widest = max(later - earlier for earlier, later in pairwise(ends))
    return [case.problem("live_gap")] if widest > interval else []

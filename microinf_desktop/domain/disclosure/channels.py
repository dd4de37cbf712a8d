"""Looks for the disclosure wherever a post can carry it: text, picture, speech, comment, bio, platform label."""

from microinf_desktop.domain.disclosure.caption import Caption
from microinf_desktop.domain.disclosure.case import Candidate, Case, Problem, best, candidate
from microinf_desktop.domain.disclosure.labels import judge_word, shown_label, usable_hits
from microinf_desktop.domain.disclosure.placement import judge_place

_LOW = ("low", "poor", "bad", "faint", "weak", "white on", "white_on", "grey on", "gray on", "illegible", "unreadable")
_TINY = frozenset({"tiny", "very small", "very_small", "illegible", "unreadable", "minuscule", "micro"})
_CODE_WORDS = frozenset({"code", "rabattcode", "discount", "codice", "código", "codigo", "kortingscode", "off"})
_SMALL = frozenset({"small", "xs"})


def in_caption(case: Case) -> Candidate | None:
    """The best label of the caption, judged with its place."""
    return best([
        candidate(judge_word(case, case.caption, hit) + judge_place(case, hit), "caption", hit)
        for hit in usable_hits(case, case.caption)
    ])


def in_text(
    case: Case, text: str | None, channel: str, trouble: str = "", *, relaxed: bool = False
) -> Candidate | None:
    """The best label of another written or spoken text; `trouble` is the problem of being only there."""
    if not text:
        return None
    seen = Caption(text)
    found = []
    for hit in usable_hits(case, seen, relaxed=relaxed):
        problems = judge_word(case, seen, hit)
        if trouble:
            problems.append(case.problem(trouble, label=shown_label(seen, hit), hit=hit))
        found.append(candidate(problems, channel, hit))
    return best(found)


def in_title(case: Case, trouble: str = "") -> Candidate | None:
    return in_text(case, case.post.title, "title", trouble)


def in_comment(case: Case) -> Candidate | None:
    return in_text(case, case.post.first_comment, "comment", "comment_only")


def in_bio(case: Case) -> Candidate | None:
    return in_text(case, case.post.bio, "bio", "bio_only", relaxed=True)


def by_platform_label(case: Case) -> Candidate | None:
    """The platform's own label, where it was used."""
    if case.post.platform_label_used is not True:
        return None
    return candidate([case.problem("tool_only", label=case.plan.platform.tool_name)], "tool")


def on_picture(case: Case, text: str | None) -> Candidate | None:
    """The best label on the picture or video, judged with how it can be read there."""
    if not text:
        return None
    seen = Caption(text)
    extra = _legibility(case)
    found = []
    for hit in usable_hits(case, seen, relaxed=len(seen.words) <= 8):
        problems = judge_word(case, seen, hit) + extra
        if seen.word_before(hit.start):
            problems.append(case.problem("picture_not_first", label=shown_label(seen, hit), hit=hit))
        found.append(candidate(problems, "picture", hit))
    return best(found)


def _legibility(case: Case) -> list[Problem]:
    post = case.post
    found: list[Problem] = []
    if post.obscured_by_ui:
        found.append(case.problem("obscured"))
    contrast = (post.contrast or "").strip().lower()
    ratio = _number(contrast)
    if any(word in contrast for word in _LOW) or (ratio is not None and ratio < case.plan.area.setting("contrast_min")):
        found.append(case.problem("low_contrast"))
    size = (post.text_size or "").strip().lower()
    if size in _TINY:
        found.append(case.problem("tiny_text"))
    elif size in _SMALL:
        found.append(case.problem("small_text"))
    return found


def _number(text: str) -> float | None:
    try:
        return float(text.split(":", maxsplit=1)[0])
    except ValueError:
        return None


def in_speech(case: Case) -> Candidate | None:
    """The best spoken disclosure, wherever it comes; recorded times without its words stand for one."""
    if case.post.spoken is None and case.post.spoken_times_s:
        return candidate([], "speech")
    return in_text(case, case.post.spoken, "speech", relaxed=True)


def starts_late(case: Case, start: float) -> str:
    """"" when a second counts as the beginning, "unsure" in the middle, "late" in the second half.

    The bounds are settings of ours: regulators say "at the start" without a number.
    """
    area, length = case.plan.area, case.post.duration_s
    if length and start > 0.5 * length and start > area.setting("start_sure_s") / 2:
        return "late"
    sure = area.setting("start_sure_s")
    if length:
        sure = max(min(sure, 0.2 * length), min(sure, 3.0), min(0.1 * length, 30.0))
    return "" if start <= sure else "unsure"


def nothing_found(case: Case) -> Candidate:
    """What is said when no label is anywhere: naming a brand or giving a code is not one."""
    from_tags = bool(case.post.image_tags) or "@" in case.caption.text
    kind = "brand_only" if from_tags or _has_code(case.caption) else "missing"
    return candidate([case.problem(kind, 0, 0)], "none")


def _has_code(text: Caption) -> bool:
    return not text.words.isdisjoint(_CODE_WORDS)


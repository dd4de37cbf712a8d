"""Edits of the caption that mend a problem: put the label first, lift it, translate it, take a denial out."""

import re

from microinf_desktop.domain.disclosure.case import Case, Problem
from microinf_desktop.domain.disclosure.packs import Demand
from microinf_desktop.domain.disclosure.results import FixEdit
from microinf_desktop.domain.disclosure.text import word_set

_INSERTS = word_set(
    "missing brand_only comment_only bio_only understated caption_also weak_for_tie gift_influenced influence_unknown"
)
_LIFTS = word_set(
    "below_fold fold_unsure last_words not_first run_long run_short run_weak leads_long_run page_foot after_link "
    "late_in_page"
)
_REPLACES = word_set(
    "unclear_word weak_word off_list superseded fused fused_front nonstandard label_language needs_brand runs_on"
)
_REMOVES = word_set("denies_ad denies_pay denies_pay_soft bought bought_though_given")
_LEADING_MARKS = re.compile(r"[\s|:–—•·-]+")


def edit_for(case: Case, problem: Problem, demand: Demand) -> FixEdit | None:
    """An edit on the original caption, or None when words cannot mend it (a video, a story frame, a category)."""
    caption = case.caption.original
    if len(caption) != len(case.post.caption):
        return None  # only the beginning of an over-long text was looked at
    if problem.kind in _INSERTS:
        return FixEdit(0, 0, _opening(demand, caption))
    if problem.start < 0:
        return None
    start, end = case.caption.folded.span(problem.start, problem.end)
    if problem.kind in _LIFTS:
        return _lift(caption, start, end, demand)
    if problem.kind in _REPLACES:
        return _replace(case, caption, start, end, demand)
    if problem.kind in _REMOVES:
        return _remove(caption, start, end)
    return None


def _opening(demand: Demand, caption: str) -> str:
    glue = "" if not caption or caption[0].isspace() else " "
    return f"{demand.text}{glue}"


def _lift(caption: str, start: int, end: int, demand: Demand) -> FixEdit:
    """The demanded label first, the old one gone."""
    return FixEdit(0, end, _opening(demand, "x") + caption[:start].rstrip(" \t"))


def _replace(case: Case, caption: str, start: int, end: int, demand: Demand) -> FixEdit:
    """In place when the label already opens the caption, else the right label goes first."""
    if any(char.isalnum() for char in caption[:start]):
        return FixEdit(0, end, (_opening(demand, "x") + caption[:start]).rstrip(" \t"))
    rest = _LEADING_MARKS.match(caption, end)
    stop = rest.end() if rest and "\n" not in rest.group() else end
    return FixEdit(start, stop, demand.text + (" " if stop < len(caption) else ""))


def _remove(caption: str, start: int, end: int) -> FixEdit:
    """The words and the space they leave behind."""
    while end < len(caption) and caption[end] in " ,;.!":
        end += 1
        if caption[end - 1] == " ":
            break
    return FixEdit(start, end, "")

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
_LEAD_IN_WORDS = 3
_LINKED = re.compile(r"[#@]\w[\w.]*\W?")
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
    if problem.kind in _REMOVES:
        return _remove(case, caption, problem)
    if problem.kind not in _LIFTS and problem.kind not in _REPLACES:
        return None
    if not _stands_alone(caption, start, end, problem):
        return FixEdit(0, 0, _opening(demand, caption))
    if problem.kind in _LIFTS:
        return _lift(caption, start, end, demand)
    return _replace(caption, start, end, demand)


def _opening(demand: Demand, caption: str) -> str:
    glue = "" if not caption or caption[0].isspace() else " "
    return f"{demand.text}{glue}"


def _stands_alone(caption: str, start: int, end: int, problem: Problem) -> bool:
    """Whether the label can be taken out without tearing a sentence: a hashtag, or words with a stop behind them."""
    if problem.hit is not None and problem.hit.tag:
        return True
    if " " in caption[start:end].strip():
        return False
    after = caption[end:end + 3].lstrip(" ")[:1]
    return not any(char.isalnum() for char in caption[:start]) or not (after.isalnum() or after in ("@", "#"))


def _lift(caption: str, start: int, end: int, demand: Demand) -> FixEdit:
    """The demanded label first, the old one gone."""
    return FixEdit(0, end, _opening(demand, "x") + caption[:start].rstrip(" \t"))


def _replace(caption: str, start: int, end: int, demand: Demand) -> FixEdit:
    """In place when the label already opens the caption, else the right label goes first."""
    if any(char.isalnum() for char in caption[:start]):
        return _lift(caption, start, end, demand)
    rest = _LEADING_MARKS.match(caption, end)
    stop = rest.end() if rest and "\n" not in rest.group() else end
    return FixEdit(start, stop, demand.text + (" " if stop < len(caption) else ""))


def _remove(case: Case, caption: str, problem: Problem) -> FixEdit:
    """The denial with the few words that lead up to it, and the space it leaves behind."""
    low, _ = case.caption.sentence_bounds(problem.start, problem.end)
    begin, text = problem.start, case.caption.text
    low = max([low, *(found.end() for found in _LINKED.finditer(text, low, begin))])
    if len(text[low:begin].split()) <= _LEAD_IN_WORDS:
        begin = low
    start, end = case.caption.folded.span(begin, problem.end)
    while start < end and caption[start].isspace():
        start += 1
    while end < len(caption) and caption[end] in " ,;.!?":
        end += 1
    return FixEdit(start, end, "")

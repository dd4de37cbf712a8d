"""Judges where a label stands in written text: first or last words, above the fold, outside runs of hashtags."""

from microinf_desktop.domain.disclosure.case import Case, Problem
from microinf_desktop.domain.disclosure.fold import HIDDEN, UNSURE, fold_state
from microinf_desktop.domain.disclosure.lexicon import Hit
from microinf_desktop.domain.disclosure.text import word_set

# Labels of this sort are sentences ("X sent me this"): their sentence has to come first, not their first word.
_SENTENCES = word_set("gift affiliate job own family contest thanks")
_LEAD_IN_WORDS = 3
_STATED_LAST = word_set("end last last_words trailing after_text end_of_caption")
_STATED_HIDDEN = word_set(
    "below_fold hidden after_more behind_more below_more footer bottom end_of_page expanded below_the_fold"
)


def judge_place(case: Case, hit: Hit) -> list[Problem]:
    """Problems of a label's place in the caption; empty when nothing is wrong with it."""
    if case.plan.form == "page":
        return _judge_page(case, hit)
    text = case.caption
    low, high = _extent(case, hit)
    found: list[Problem] = []
    first = not text.word_before(low) and not _follows_a_mention(case, low)
    early_tag = _is_early_tag(case, hit)
    run = _judge_run(case, hit, first)
    if run is not None and not early_tag:
        found.append(run)
    folded = _judge_fold(case, hit)
    if folded is not None:
        found.append(folded)
    if not first and not early_tag:
        stated = _stated(case)
        last = not text.word_after(high) or stated in _STATED_LAST
        found.append(case.problem("last_words" if last else "not_first", hit.start, hit.end, hit=hit))
    return found


def _follows_a_mention(case: Case, low: int) -> bool:
    """Where the label has to be the very first word (Ireland), a mention or hashtag before it counts as one too."""
    return bool(case.plan.area.setting("first_word")) and any(char.isalnum() for char in case.caption.text[:low])


def _extent(case: Case, hit: Hit) -> tuple[int, int]:
    """The label itself, the sentence that it is ("X sent me this"), or with the words leading up to it ("In paid…")."""
    text = case.caption
    if hit.tag or text.text[hit.start:hit.end].isalnum():
        return hit.start, hit.end
    low, high = text.sentence_bounds(hit.start, hit.end)
    if hit.word.kind in _SENTENCES:
        return low, high
    return low if len(text.text[low:hit.start].split()) <= _LEAD_IN_WORDS else hit.start, hit.end


def _is_early_tag(case: Case, hit: Hit) -> bool:
    """Jurisdictions that take the first hashtags as a place (Italy: three)."""
    allowed = int(case.plan.area.setting("first_hashtags"))
    return bool(allowed and hit.tag and 1 <= case.caption.tag_number(hit.start) <= allowed)


def _judge_run(case: Case, hit: Hit, first: bool) -> Problem | None:
    """Inside a run of hashtags, mentions and links; the limits are settings, no regulator gives a number."""
    if not hit.tag:
        return None
    run = case.caption.run_around(hit.start, hit.end)
    if len(run.items) < 2:
        return None
    area = case.plan.area
    position = next((n for n, item in enumerate(run.items, 1) if item[0] <= hit.start < item[1]), 1)
    mentions = sum(case.caption.text[item[0]] == "@" for item in run.items)
    if len(run.items) - mentions <= 1 and len(run.items) <= 3:
        return None
    long = position >= area.setting("run_fail_position") or len(run.items) >= area.setting("run_fail_length")
    if first and position == 1:
        return case.problem("leads_long_run", hit.start, hit.end, hit=hit) if long else None
    kind = "run_long" if long else "run_weak" if hit.word.grade == "warn" and position > 1 else "run_short"
    return case.problem(kind, hit.start, hit.end, hit=hit)


def _judge_fold(case: Case, hit: Hit) -> Problem | None:
    low, high = case.caption.folded.span(hit.start, hit.end)
    stated_offset = case.post.disclosure_offset_chars
    if stated_offset is not None and stated_offset > low:
        low, high = int(min(stated_offset, 10**7)), int(min(stated_offset, 10**7)) + high - low
    state = fold_state(case.plan.platform, low, high, case.caption.line_of(hit.start))
    if state != HIDDEN and _stated(case) in _STATED_HIDDEN:
        state = HIDDEN
    if state == HIDDEN:
        return case.problem("below_fold", hit.start, hit.end, hit=hit)
    if state == UNSURE:
        return case.problem("fold_unsure", hit.start, hit.end, hit=hit)
    return None


def _stated(case: Case) -> str:
    return (case.post.disclosure_position or "").strip().lower().replace(" ", "_").replace("-", "_")


def _judge_page(case: Case, hit: Hit) -> list[Problem]:
    """Blog and newsletter: at the top, before the first link, never only at the foot."""
    text = case.caption
    low, high = _extent(case, hit)
    place = (hit.start, hit.end)
    link = text.first_link()
    if _stated(case) in _STATED_HIDDEN | _STATED_LAST:
        return [case.problem("page_foot", *place, hit=hit)]
    if not text.word_before(low):
        return []
    if not text.word_after(high):
        return [case.problem("page_foot", *place, hit=hit)]
    if link is not None and link < hit.start:
        return [case.problem("after_link", *place, hit=hit)]
    if low > case.plan.area.setting("page_top_chars"):
        return [case.problem("late_in_page", *place, hit=hit)]
    return []

"""Brings the channels of a post together: which of them have to carry the disclosure depends on its form."""

from collections.abc import Callable

from microinf_desktop.domain.disclosure.case import Candidate, Case, Problem, best, candidate
from microinf_desktop.domain.disclosure.channels import (
    by_platform_label,
    in_bio,
    in_caption,
    in_comment,
    in_speech,
    in_text,
    in_title,
    nothing_found,
    on_picture,
    starts_late,
)
from microinf_desktop.domain.disclosure.timing import judge_repeats, judge_time, judge_whole


def settle(case: Case) -> None:
    """Adds the problems of the best disclosure the post makes; none when it is clear enough."""
    chosen = _FORMS[case.plan.form](case)
    case.problems.extend(chosen.problems)


def _also(case: Case, base: Candidate, *kinds: str) -> Candidate:
    """The candidate with further problems."""
    more = [case.problem(kind, label=base.hit.word.phrases[0] if base.hit else "") for kind in kinds]
    return candidate([*base.problems, *more], base.channel, base.hit)


def _pick(case: Case, options: list[Candidate | None]) -> Candidate:
    """The best option; a label only in comment or bio comes after those, and the lack of any last."""
    found = [option for option in options if option is not None]
    if not found:
        found = [option for option in (in_comment(case), in_bio(case)) if option is not None]
    return best(found) or nothing_found(case)


def _text(case: Case) -> Candidate:
    options = [in_caption(case)]
    if options[0] is None or options[0].rank:
        options += [on_picture(case, case.post.onscreen_text), by_platform_label(case)]
        if case.plan.platform.lasting_title:
            options.append(in_title(case))
    chosen = _pick(case, options)
    frames = case.post.frames
    if chosen.rank < 2 and frames and frames > 1 and case.post.frames_labelled is not None \
            and case.post.frames_labelled < frames:
        chosen = _also(case, chosen, "carousel_frame")
    return chosen


def _page(case: Case) -> Candidate:
    return _pick(case, [in_caption(case), in_title(case), on_picture(case, case.post.onscreen_text),
                        by_platform_label(case)])


def _story(case: Case) -> Candidate:
    """The caption of a story is the text on its picture unless that was recorded apart."""
    post = case.post
    options: list[Candidate | None] = []
    if post.onscreen_text is None:
        options.append(_story_caption(case))
    else:
        shown = on_picture(case, post.onscreen_text)
        if shown is not None:
            options.append(_story_frames(case, shown))
        written = in_caption(case)
        if written is not None:
            options.append(_also(case, written, "not_on_picture"))
        options.append(in_text(case, post.spoken, "speech", "not_on_picture", relaxed=True))
    options.append(by_platform_label(case))
    return _pick(case, options)


def _story_caption(case: Case) -> Candidate | None:
    shown = on_picture(case, case.post.caption)
    return None if shown is None else _story_frames(case, shown)


def _story_frames(case: Case, shown: Candidate) -> Candidate:
    post = case.post
    more: list[Problem] = []
    if post.frames is not None and post.frames > 1 and post.frames_labelled is None:
        more.append(case.problem("frames_unknown"))
    elif post.frames_labelled is not None and post.frames_labelled < (post.frames or 1):
        more.append(case.problem("frame_missing" if post.frames_labelled > 0 else "missing"))
    if post.onscreen_duration_s is not None and not post.persistent_overlay:
        more += _reading_time(case, post.onscreen_duration_s)
    return candidate([*shown.problems, *more], shown.channel, shown.hit)


def _reading_time(case: Case, seconds: float) -> list[Problem]:
    area = case.plan.area
    if seconds < area.setting("flash_s") or (seconds <= area.setting("flash_s") and area.setting("flash_inclusive")):
        return [case.problem("flash")]
    return [case.problem("flash_unsure")] if seconds < area.setting("readable_s") else []


def _video(case: Case) -> Candidate:
    post = case.post
    described, titled = in_caption(case), in_title(case)
    written = best([item for item in (described, titled) if item is not None])
    shown, said = on_picture(case, post.onscreen_text), in_speech(case)
    inside: list[Candidate] = []
    if shown is not None:
        inside.append(_shown_in_video(case, shown, said, written))
    if said is not None:
        inside.append(_said_in_video(case, shown, said))
    beside = [
        _also(case, item, kind)
        for item, kind in ((described, "not_in_video"), (titled, "title_only")) if item is not None
    ]
    within = best(inside)
    if within is not None and within.rank < 2:
        return _pick(case, [_video_extras(case, within, described, titled), *beside, by_platform_label(case)])
    if post.onscreen_text is None and within is None:
        return _unseen_video(case, written, titled)
    return _pick(case, [*inside, *beside, by_platform_label(case)])


def _unseen_video(case: Case, written: Candidate | None, titled: Candidate | None) -> Candidate:
    """Nobody recorded what the video shows: only a label in the title can pass, where that is enough."""
    if written is not None and written.rank == 2:
        return _pick(case, [written, by_platform_label(case)])
    options = [by_platform_label(case)]
    if titled is not None and case.plan.severity("title_only") == "ok":
        options.append(titled)
    if written is not None:
        options.append(_also(case, written, "video_unknown"))
    elif options == [None]:
        options.append(candidate([case.problem("video_unknown")], "picture"))
    return _pick(case, options)


def _shown_in_video(case: Case, shown: Candidate, said: Candidate | None, written: Candidate | None) -> Candidate:
    post = case.post
    more: list[Problem] = []
    if post.onscreen_duration_s is not None and not post.persistent_overlay:
        more += _reading_time(case, post.onscreen_duration_s)
    if not post.persistent_overlay:
        more += judge_time(case, post.onscreen_start_s, backed=written is not None and written.rank == 0)
        more += judge_whole(case, shown)
    if post.spoken and (said is None or said.rank == 2):
        more.append(case.problem("picture_only"))
    return candidate([*shown.problems, *more], shown.channel, shown.hit)


def _said_in_video(case: Case, shown: Candidate | None, said: Candidate) -> Candidate:
    times = case.post.spoken_times_s
    more = judge_time(case, times[0] if times else None, backed=False)
    if shown is None and case.post.onscreen_text is not None:
        more.append(case.problem("sound_only"))
    return candidate([*said.problems, *more], said.channel, said.hit)


def _video_extras(
    case: Case, within: Candidate, described: Candidate | None, titled: Candidate | None
) -> Candidate:
    """What some jurisdictions ask for beside a label in the video: one in the description, one in the title."""
    kinds: list[str] = []
    if described is None or described.rank == 2:
        kinds.append("caption_also")
    if titled is None or titled.rank == 2:
        kinds.append("before_click")
    return _also(case, within, *kinds)


def _live(case: Case) -> Candidate:
    post = case.post
    shown, said = on_picture(case, post.onscreen_text), in_speech(case)
    written = best([item for item in (in_caption(case), in_title(case)) if item is not None])
    options: list[Candidate | None] = [by_platform_label(case)]
    if shown is not None or said is not None:
        options.append(judge_repeats(case, shown, said))
    elif post.onscreen_text is None and post.spoken is None and (written is None or written.rank < 2):
        options.append(_unrecorded(case, written, "live_unknown"))
    if written is not None:
        options.append(_also(case, written, "live_title_only" if case.plan.platform.lasting_title else "not_in_video"))
    return _pick(case, options)


def _unrecorded(case: Case, written: Candidate | None, kind: str) -> Candidate:
    """What is written, and that nobody recorded what is shown or said."""
    return candidate([*(written.problems if written else ()), case.problem(kind)], "unrecorded")


def _audio(case: Case) -> Candidate:
    """Podcasts: heard at the start; show notes are not heard."""
    post = case.post
    said = in_speech(case)
    written = best([item for item in (in_caption(case), in_title(case)) if item is not None])
    if said is not None:
        return _pick(case, [_heard(case, said, written)])
    if post.spoken is None:
        if written is not None and written.rank == 2:
            return _pick(case, [written])
        return _pick(case, [_unrecorded(case, written, "audio_unknown")])
    return _pick(case, [None if written is None else _also(case, written, "not_spoken"), by_platform_label(case)])


def _heard(case: Case, said: Candidate, written: Candidate | None) -> Candidate:
    times, more = case.post.spoken_times_s, []
    if not times:
        more.append(case.problem("audio_time_unknown"))
    else:
        state = starts_late(case, times[0])
        if state:
            more.append(case.problem("audio_late" if state == "late" else "audio_late_unsure"))
        length = case.post.duration_s
        if (times[-1] < 0.8 * length) if length else (len(times) < 2):
            more.append(case.problem("audio_not_at_end"))
    if written is None or written.rank == 2:
        more.append(case.problem("audio_notes_also"))
    return candidate([*said.problems, *more], said.channel, said.hit)


_FORMS: dict[str, Callable[[Case], Candidate]] = {
    "text": _text, "page": _page, "story": _story, "video": _video, "live": _live, "audio": _audio,
}

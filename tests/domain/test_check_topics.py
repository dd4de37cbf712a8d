"""Every problem of the packs has a topic, and the gravest finding is what a topic answers."""

from microinf_desktop.domain.check_topics import Topic, answers, rule_topics, topic_of
from microinf_desktop.domain.disclosure import Post, check_all
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.interchange.packs import load_packs

_IN_PICTURE_SOUND_AND_TIME = frozenset({
    "not_in_video", "title_only", "video_unknown", "late", "late_unsure", "time_unknown", "flash", "flash_unsure",
    "sound_only", "picture_only", "low_contrast", "tiny_text", "small_text", "obscured", "not_spoken",
    "audio_unknown", "audio_time_unknown", "audio_late", "audio_late_unsure", "live_once", "live_gap", "live_unknown",
    "live_title_only", "frame_missing", "frames_unknown", "not_on_picture", "carousel_frame", "not_whole_main",
    "whole_unknown_main", "not_whole", "whole_unknown", "too_brief", "duration_unknown", "audio_not_at_end",
    "live_both",
})


def test_only_what_shows_in_picture_sound_and_time_is_left_for_the_last_topic() -> None:
    kinds = {kind for pack in load_packs().packs.values() for rule in pack.rules for kind in rule.checks}
    assert {kind for kind in kinds if topic_of(kind) is Topic.SEEN} == _IN_PICTURE_SOUND_AND_TIME & kinds
    assert {topic_of(kind) for kind in kinds} == set(Topic)


def _said(caption: str, **facts: object) -> dict[Topic, Verdict]:
    packs = load_packs()
    post = Post(caption=caption, relationship="paid", platform_label_used=False, **facts)  # type: ignore[arg-type]
    found = check_all(post, ("UK", "DE"), packs).results.values()
    told = answers([(one.jurisdiction, one.findings, one.passed_rules) for one in found], rule_topics(packs))
    return {topic: answer.verdict for topic, answer in told.items()}


def test_without_a_label_nothing_is_said_of_its_words_and_place() -> None:
    said = _said("Two quiet minutes with @tarnwicktea")
    assert said[Topic.LABEL] is Verdict.FAIL
    assert said[Topic.TOOL] is Verdict.WARN
    assert not {Topic.WORDS, Topic.PLACE, Topic.HASHTAGS, Topic.LANGUAGE} & set(said)


def test_a_buried_label_fails_by_its_hashtags_alone() -> None:
    said = _said("Tea with @tarnwicktea #tea #winter #calm #ad #quiet #slow")
    assert said[Topic.LABEL] is Verdict.PASS
    assert said[Topic.HASHTAGS] is Verdict.FAIL
    assert said[Topic.TRUTH] is Verdict.PASS


def test_a_video_nobody_looked_at_cannot_be_told_and_a_platforms_switch_only_warns() -> None:
    assert _said("Ad: tea with @tarnwicktea", format="video")[Topic.SEEN] is Verdict.CANNOT_TELL
    packs = load_packs()
    off = check_all(Post(caption="Ad: tea", platform="tiktok", platform_label_used=False), ("UK",), packs)
    told = answers([(r.jurisdiction, r.findings, r.passed_rules) for r in off.results.values()], rule_topics(packs))
    assert told[Topic.TOOL].verdict is Verdict.WARN, "the platform's terms never fail a post"

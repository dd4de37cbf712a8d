"""Stories, videos, streams, podcasts: what is shown and said, when, how long, on how many frames; and not knowing."""

from collections.abc import Callable

import pytest

from microinf_desktop.domain.disclosure import CheckResult

Check = Callable[..., CheckResult]


def video(verdict_of: Check, area: str = "US", caption: str = "my pan", **fields: object) -> CheckResult:
    values = {
        "platform": "tiktok",
        "format": "video",
        "platform_label_used": False,
        "duration_s": 30,
        "onscreen_text": "",
        "spoken": "",
        **fields,
    }
    return verdict_of(caption, area, **values)


def law(result: CheckResult) -> set[str]:
    return {finding.problem for finding in result.findings if finding.scope == "law"}


@pytest.mark.parametrize(
    ("start", "length", "verdict"),
    [
        (0, 5, "pass"),
        (4, 5, "pass"),
        (9, 5, "warn"),
        (25, 5, "fail"),
        (0, 1, "fail"),
        (0, 2.5, "warn"),
        (None, 5, "warn"),
    ],
)
def test_shown_at_the_start_and_long_enough(
    verdict_of: Check, start: float | None, length: float, verdict: str
) -> None:
    result = video(verdict_of, onscreen_text="#ad", onscreen_start_s=start, onscreen_duration_s=length)
    assert result.verdict == verdict


@pytest.mark.parametrize(
    ("area", "verdict"),
    [
        ("US", "fail"),
        ("NL", "fail"),
        ("IT", "fail"),
        ("DE", "fail"),
        ("ES", "fail"),
        ("CA", "fail"),
        ("IN", "fail"),
        ("UK", "warn"),
        ("IE", "warn"),
        ("BR", "warn"),
    ],
)
def test_a_label_only_in_the_description(verdict_of: Check, area: str, verdict: str) -> None:
    label = {"DE": "Werbung |", "IT": "Pubblicità |", "ES": "Publicidad |", "NL": "#reclame", "BR": "#publi"}.get(
        area, "#ad"
    )
    assert video(verdict_of, area, f"{label} my pan").verdict == verdict


def test_nobody_looked_is_not_the_same_as_nothing_there(verdict_of: Check) -> None:
    unseen = video(verdict_of, caption="#ad my pan", onscreen_text=None, spoken=None)
    assert (unseen.verdict, law(unseen)) == ("warn", {"video_unknown"})
    assert video(verdict_of, caption="#sp my pan", onscreen_text=None, spoken=None).verdict == "fail"


def test_sound_and_picture_in_the_united_states(verdict_of: Check) -> None:
    said = {"spoken": "This video is sponsored by Ironhob", "spoken_times_s": [1]}
    shown = {"onscreen_text": "Ad", "onscreen_start_s": 0, "onscreen_duration_s": 6}
    assert law(video(verdict_of, **said)) == {"sound_only"}
    assert law(video(verdict_of, **shown, spoken="what a pan this is")) == {"picture_only"}
    assert video(verdict_of, **said, **shown).verdict == "pass"


@pytest.mark.parametrize(
    "trouble", [{"obscured_by_ui": True}, {"contrast": "low"}, {"contrast": "1.4"}, {"text_size": "tiny"}]
)
def test_a_label_nobody_can_read_fails(verdict_of: Check, trouble: dict[str, object]) -> None:
    assert video(verdict_of, onscreen_text="Ad", onscreen_start_s=0, onscreen_duration_s=6, **trouble).verdict == "fail"
    story = verdict_of(
        "pan",
        "UK",
        format="story",
        platform_label_used=False,
        onscreen_text="AD",
        frames=1,
        frames_labelled=1,
        **trouble,
    )
    assert story.verdict == "fail"


@pytest.mark.parametrize(
    ("area", "labelled", "verdict"),
    [
        ("US", 1, "warn"),
        ("UK", 1, "fail"),
        ("DE", 1, "fail"),
        ("IT", 1, "fail"),
        ("UK", 3, "pass"),
        ("UK", None, "warn"),
        ("US", 0, "fail"),
    ],
)
def test_each_story_frame(verdict_of: Check, area: str, labelled: int | None, verdict: str) -> None:
    label = {"DE": "Werbung", "IT": "Pubblicità"}.get(area, "AD")
    result = verdict_of(
        "pan", area, format="story", platform_label_used=False, onscreen_text=label, frames=3, frames_labelled=labelled
    )
    assert result.verdict == verdict


def test_germany_asks_for_the_products_part(verdict_of: Check) -> None:
    def shown(text: str, role: str | None, seconds: float) -> str:
        return video(
            verdict_of,
            "DE",
            audience_language="de",
            onscreen_text=text,
            onscreen_start_s=0,
            onscreen_duration_s=seconds,
            product_role=role,
        ).verdict

    assert shown("Werbung", "main", 30) == "pass"
    assert shown("Werbung", "main", 4) == "fail"
    assert shown("Werbung", "minor", 4) == "pass"
    assert shown("Werbung", None, 4) == "warn"
    assert shown("Unterstützt durch Brewhaus", "minor", 4) == "pass"
    assert shown("Unterstützt durch Brewhaus", "main", 30) == "fail"


@pytest.mark.parametrize(
    ("length", "shown", "verdict"),
    [
        (12, 2, "fail"),
        (12, 3, "pass"),
        (60, 19, "fail"),
        (60, 20, "pass"),
        (300, 100, "fail"),
        (300, 300, "pass"),
        (None, 5, "warn"),
    ],
)
def test_indias_seconds(verdict_of: Check, length: float | None, shown: float, verdict: str) -> None:
    result = video(
        verdict_of, "IN", onscreen_text="Ad", onscreen_start_s=0, onscreen_duration_s=shown, duration_s=length
    )
    assert result.verdict == verdict


@pytest.mark.parametrize(
    ("times", "overlay", "verdict"),
    [
        ([5], False, "fail"),
        ([5, 1500, 3000], False, "pass"),
        ([5, 3400], False, "warn"),
        ([3400], False, "fail"),
        (None, True, "pass"),
        (None, None, "warn"),
    ],
)
def test_streams_repeat_or_keep_it_up(
    verdict_of: Check, times: list[int] | None, overlay: bool | None, verdict: str
) -> None:
    result = verdict_of(
        "cooking",
        platform="twitch",
        format="live",
        platform_label_used=False,
        duration_s=3600,
        onscreen_text="Ad Ironhob" if overlay else "",
        persistent_overlay=overlay,
        spoken="This stream is sponsored by Ironhob",
        spoken_times_s=times,
    )
    assert result.verdict == verdict


@pytest.mark.parametrize(
    ("area", "fields", "verdict"),
    [
        ("US", {"spoken": "This episode is sponsored by Oakline"}, "pass"),
        ("UK", {"spoken": "An ad for Oakline"}, "warn"),
        ("UK", {"spoken": "An ad for Oakline", "spoken_times_s": [2]}, "pass"),
        ("UK", {"spoken": "An ad for Oakline", "spoken_times_s": [1100]}, "fail"),
        ("US", {"spoken": ""}, "fail"),
        ("US", {}, "warn"),
        ("IN", {"spoken": "Sponsored by Oakline", "spoken_times_s": [2]}, "fail"),
        ("IN", {"spoken": "Sponsored by Oakline", "spoken_times_s": [2, 1190]}, "pass"),
    ],
)
def test_podcasts_are_heard(verdict_of: Check, area: str, fields: dict[str, object], verdict: str) -> None:
    values = {"platform": "podcast", "format": "podcast", "duration_s": 1200, "platform_label_used": False, **fields}
    result = verdict_of("Episode 3", area, **values)
    assert result.verdict == verdict


def test_the_platform_label_alone(verdict_of: Check) -> None:
    found = {
        area: verdict_of("pan day", area).verdict for area in ("US", "UK", "DE", "FR", "ES", "EU", "IN", "IE", "BR")
    }
    assert found == {
        "US": "warn",
        "UK": "warn",
        "DE": "warn",
        "FR": "warn",
        "ES": "warn",
        "EU": "warn",
        "IN": "warn",
        "IE": "pass",
        "BR": "pass",
    }


@pytest.mark.parametrize("place", ["first_comment", "bio"])
def test_comment_and_profile_do_not_count(verdict_of: Check, place: str) -> None:
    result = verdict_of("pan day", platform_label_used=False, **{place: "#ad"})
    assert (result.verdict, law(result)) == ("fail", {f"{'comment' if place == 'first_comment' else 'bio'}_only"})


def test_platform_terms_stand_beside_the_law(verdict_of: Check) -> None:
    off, unknown, on = (verdict_of("#ad pan day", platform_label_used=value) for value in (False, None, True))
    assert [result.verdict for result in (off, unknown, on)] == ["pass", "pass", "pass"]
    assert [result.platform_verdict for result in (off, unknown, on)] == ["fail", "warn", "pass"]
    assert {finding.rule for finding in off.findings} == {"PLAT-IG-01"}

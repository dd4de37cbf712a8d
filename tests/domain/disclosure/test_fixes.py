"""Fixes: applied to the caption as typed, they mend what they say, in the jurisdiction's own words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from microinf_desktop.domain.disclosure import CheckResult, PackSet, Post, apply_fix, check, demanded_label
from tests.domain.disclosure.confusion import CASES, read_cases

Check = Callable[..., CheckResult]
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("area", "typed", "mended"),
    [
        ("US", "Sunday eggs", "Ad: Sunday eggs"),
        ("US", "#sp Sunday eggs", "Ad: Sunday eggs"),
        ("US", "Sunday eggs #ad", "Ad: Sunday eggs"),
        ("US", "Eggs\n\n\n\n\n#ad", "Ad: Eggs\n\n\n\n\n"),
        ("US", "＃ａｄ Sunday eggs", "Ad: Sunday eggs"),
        ("US", "🥚 #collab Sunday", "🥚 Ad: Sunday"),
        ("US", "Thanks to @ironhob for Sunday", "Ad: Thanks to @ironhob for Sunday"),
        ("UK", "#gifted boots", "AD | boots"),
        ("IE", "the ring #ad now", "#Ad the ring now"),
        ("DE", "#ad Sonntag", "Werbung | Sonntag"),
        ("ES", "#publi domingo", "Publicidad | domingo"),
    ],
)
def test_the_label_goes_first(verdict_of: Check, area: str, typed: str, mended: str) -> None:
    relationship = "gifted" if "gifted" in typed else "paid"
    result = verdict_of(typed, area, platform_label_used=False, relationship=relationship)
    finding = next(item for item in result.findings if item.fix_edit and item.scope == "law")
    assert apply_fix(typed, finding) == mended


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("#ad #notanad eggs", "#ad eggs"),
        ("#ad This isn't sponsored, I love eggs", "#ad I love eggs"),
        ("#ad eggs. Nobody paid me!", "#ad eggs. "),
    ],
)
def test_denials_go(verdict_of: Check, typed: str, mended: str) -> None:
    finding = next(item for item in verdict_of(typed).findings if item.problem.startswith("denies"))
    assert apply_fix(typed, finding) == mended


def test_a_finding_without_an_edit_leaves_the_caption(verdict_of: Check) -> None:
    finding = verdict_of("#ad new coin", product_category="crypto").findings[0]
    assert finding.fix_edit is None
    assert apply_fix("#ad new coin", finding) == "#ad new coin"


def test_applied_again_and_again_fixes_lead_to_a_pass(packs: PackSet) -> None:
    """Every captioned post of the cases whose trouble is in the words passes after its own fixes."""
    for name in ("tuning", "adversarial", "rules", "aside"):
        for case in read_cases(CASES / f"{name}.jsonl"):
            post = Post.from_record(case)
            if post.format != "feed_post":
                continue
            for _ in range(6):
                edits = [item for item in check(post, packs, DAY).findings if item.scope == "law" and item.fix_edit]
                if not edits:
                    break
                post = replace(post, caption=apply_fix(post.caption, edits[0]), disclosure_offset_chars=None)
            left = [
                item for item in check(post, packs, DAY).findings if item.scope == "law" and item.severity != "info"
            ]
            assert all(item.fix_edit is None for item in left), (case["id"], post.caption)


@pytest.mark.parametrize("area", ["US", "UK", "IE", "DE", "FR", "ES", "IT", "NL", "BE", "EU", "CA", "AU", "IN", "BR"])
@pytest.mark.parametrize("relationship", ["paid", "gifted", "affiliate", "own_brand"])
def test_the_demanded_label_passes_the_check(packs: PackSet, area: str, relationship: str) -> None:
    demand = demanded_label(area, "instagram", "feed_post", relationship, None, packs, on=DAY)
    caption = f"{demand.text.replace('{brand}', '@brewhaus')} 42"
    post = Post(caption=caption, jurisdiction=area, relationship=relationship, audience_language=demand.language)
    assert check(post, packs, DAY).verdict == "pass"


def test_the_demand_names_place_and_switch(packs: PackSet) -> None:
    video = demanded_label("FR", "tiktok", "video", "paid", "fr-FR", packs)
    assert (video.text, video.platform_tool) == ("Publicité |", "content disclosure setting")
    assert "screen" in video.place
    french = demanded_label("CA", "instagram", "feed_post", "paid", "fr-CA", packs)
    assert (french.language, french.text) == ("fr", "#pub")
    own = demanded_label("US", "instagram", "story", "own_brand", None, packs)
    assert own.platform_tool == ""
    assert not demanded_label("CH", "instagram", "story", "paid", "de", packs).sourced


@pytest.mark.parametrize(("seen", "fix", "has_edit"), [
    ({"onscreen_text": ""}, "Put “Werbung” on the picture, large and clear of icons.", False),
    ({"frames": 3, "frames_labelled": 0}, "Put “Werbung” on the picture, large and clear of icons.", False),
    ({}, "Put “Werbung” as the first words.", True),
])
def test_a_story_that_was_looked_at_is_mended_on_its_picture(
    verdict_of: Check, seen: dict[str, object], fix: str, has_edit: bool
) -> None:
    result = verdict_of("Mein Code MEILE15", "DE", format="story", platform_label_used=False, **seen)
    finding = next(item for item in result.findings if item.severity == "fail")
    assert (finding.fix, finding.fix_edit is not None) == (fix, has_edit)

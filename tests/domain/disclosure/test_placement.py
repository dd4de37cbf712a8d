"""Where a label stands: fold by characters and lines per platform, first and last words, runs, pages, stated places."""

from collections.abc import Callable

import pytest

from microinf_desktop.domain.disclosure import CheckResult
from microinf_desktop.domain.disclosure.caption import Caption

Check = Callable[..., CheckResult]


def law(result: CheckResult) -> dict[str, str]:
    return {finding.problem: finding.severity for finding in result.findings if finding.scope == "law"}


@pytest.mark.parametrize(
    ("platform", "before", "problem"),
    [
        ("instagram", 100, None),
        ("instagram", 124, "fold_unsure"),
        ("instagram", 130, "below_fold"),
        ("linkedin", 130, None),
        ("linkedin", 180, "fold_unsure"),
        ("linkedin", 230, "below_fold"),
        ("facebook", 100, None),
        ("facebook", 115, "fold_unsure"),
        ("facebook", 300, "below_fold"),
        ("x", 270, None),
        ("x", 300, "fold_unsure"),
        ("pinterest", 30, None),
        ("pinterest", 80, "fold_unsure"),
        ("twitch", 900, None),
    ],
)
def test_the_fold_counts_characters(verdict_of: Check, platform: str, before: int, problem: str | None) -> None:
    caption = ("x" * (before - 2)) + ". #ad and eggs are on the table"
    found = law(verdict_of(caption, platform=platform, format="feed_post", platform_label_used=False))
    assert {kind for kind in found if "fold" in kind} == ({problem} if problem else set())


@pytest.mark.parametrize(("lines", "problem"), [(1, None), (2, "fold_unsure"), (3, "below_fold"), (9, "below_fold")])
def test_the_fold_counts_lines(verdict_of: Check, lines: int, problem: str | None) -> None:
    found = law(verdict_of("eggs\n" + ".\n" * (lines - 1) + "#ad and the pan", platform_label_used=False))
    assert {kind for kind in found if "fold" in kind} == ({problem} if problem else set())


def test_a_stated_offset_counts_when_it_is_further(verdict_of: Check) -> None:
    assert "below_fold" in law(verdict_of("eggs… #ad and more", disclosure_offset_chars=326, platform_label_used=False))
    assert "below_fold" not in law(
        verdict_of("eggs… #ad and more", disclosure_offset_chars=2, platform_label_used=False)
    )


@pytest.mark.parametrize(
    ("caption", "area", "problem", "severity"),
    [
        ("eggs @ironhob #ad", "US", "last_words", "warn"),
        ("chai @brewhaus #ad", "IN", "last_words", "fail"),
        ("the ring #ad by @gemella", "IE", "not_first", "fail"),
        ("Kaffee. Werbung von @brewhaus, gut", "DE", "not_first", "warn"),
        ("eggs #pan #ad", "US", "run_short", "warn"),
        ("eggs #a #b #c #ad #d", "US", "run_long", "fail"),
        ("#ad #a #b #c #d eggs", "US", "leads_long_run", "warn"),
        ("Kaffee #latte #ad", "DE", "run_weak", "fail"),
    ],
)
def test_places_have_the_gravity_of_the_jurisdiction(
    verdict_of: Check, caption: str, area: str, problem: str, severity: str
) -> None:
    language = "de" if area == "DE" else "en"
    found = law(verdict_of(caption, area, audience_language=language, platform_label_used=False))
    assert found[problem] == severity


@pytest.mark.parametrize(
    "caption", ["#ad #brewhaus eggs", "#ad @ironhob @kitchen eggs", "✨🥚 #ad eggs", "@ironhob #ad eggs today"]
)
def test_a_label_that_leads_is_not_in_a_run(verdict_of: Check, caption: str) -> None:
    assert law(verdict_of(caption, platform_label_used=False)) == {}


def test_italy_takes_the_first_three_hashtags(verdict_of: Check) -> None:
    early = verdict_of("caffè #a #b #pubblicità #c #d", "IT", audience_language="it", platform_label_used=False)
    late = verdict_of("caffè #a #b #c #pubblicità", "IT", audience_language="it", platform_label_used=False)
    assert (early.verdict, late.verdict) == ("pass", "fail")


@pytest.mark.parametrize(
    ("caption", "fields", "problem"),
    [
        ("Sponsored by Oakline. Ten lamps. https://a.b", {}, None),
        ("Ten lamps. https://a.b Sponsored by Oakline. More.", {}, "after_link"),
        ("Ten lamps and why. Sponsored by Oakline.", {}, "page_foot"),
        ("Ten lamps. " * 80 + "Sponsored by Oakline. And more.", {}, "late_in_page"),
        ("Sponsored by Oakline. Ten lamps.", {"disclosure_position": "footer"}, "page_foot"),
    ],
)
def test_pages_want_it_at_the_top(verdict_of: Check, caption: str, fields: dict[str, str], problem: str | None) -> None:
    found = law(verdict_of(caption, platform="blog", format="blog", platform_label_used=False, **fields))
    assert set(found) == ({problem} if problem else set())


def test_runs_are_found_by_looking_outward() -> None:
    caption = Caption("one #a #b 🥚 #c\n#d @e https://x.y/z two #f")
    tag = caption.tags[2]
    run = caption.run_around(tag.start, tag.end)
    assert [caption.text[low:high] for low, high in run.items] == ["#a", "#b", "#c", "#d", "@e", "https://x.y/z"]


def test_hashtags_split_where_their_writer_split_them() -> None:
    caption = Caption("#BrewhausPartner #brewhaus_partner #brewhauspartner")
    assert [caption.tag_parts(tag) for tag in caption.tags] == [
        ["Brewhaus", "Partner"],
        ["brewhaus", "partner"],
        ["brewhauspartner"],
    ]

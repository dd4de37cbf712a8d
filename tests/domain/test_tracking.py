"""House rules of links and codes: what is proposed passes the lint, nothing collides, addresses keep what they had."""

from datetime import date
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.tracking import (
    MAX_CODE,
    CodeDraft,
    LandingPageDraft,
    LinkDraft,
    Utm,
    UtmRules,
    assign_codes,
    build_url,
    code_key,
    code_problem,
    code_warnings,
    fill_code,
    lint,
    propose,
    slug,
    unique_content,
    url_problem,
)

FACTS = {
    "client": "Tarnwick Tea", "campaign": "Winter Blend", "year": "2026", "platform": "instagram", "handle": "klara.v",
    "name": "Klara Vossbeck",
}


def test_the_rules_fill_a_link() -> None:
    assert propose(UtmRules(), FACTS) == Utm(
        "instagram", "influencer", "tarnwick-tea-winter-blend-2026", "klara-v", ""
    )


def test_an_empty_fact_leaves_no_doubled_separator() -> None:
    assert propose(UtmRules(campaign="{client}-{product}-{year}"), FACTS).campaign == "tarnwick-tea-2026"


@pytest.mark.parametrize(("value", "said", "fixed"), [
    ("Instagram", "capitals", "instagram"), ("winter sale", "space", "winter-sale"), ("winter#1", "“#”", "winter-1"),
    ("größe", "signs other", "grosse"), ("a" * 65, "longer than 64", "a" * 64),
])
def test_each_broken_rule_is_named_with_what_will_do(value: str, said: str, fixed: str) -> None:
    (issue,) = lint(Utm("instagram", "influencer", value, "klara"))
    assert issue.field == "campaign"
    assert said in issue.message
    assert issue.fixed == fixed
    assert not lint(Utm("instagram", "influencer", issue.fixed, "klara"))


def test_only_the_term_may_be_empty() -> None:
    assert [issue.field for issue in lint(Utm())] == ["source", "medium", "campaign", "content"]


@given(st.dictionaries(st.sampled_from(["client", "campaign", "handle", "name"]), st.text(max_size=90)))
def test_what_is_proposed_never_breaks_a_rule(facts: dict[str, str]) -> None:
    issues = lint(propose(UtmRules(), {**FACTS, **facts}))
    assert {issue.field for issue in issues} <= {"content"}  # a handle without any Latin letter or digit
    assert not any(issue.fixed for issue in issues)


@given(st.text(max_size=120))
def test_a_slug_is_lower_case_latin_and_stays_as_it_is(text: str) -> None:
    made = slug(text)
    assert slug(made) == made
    assert made == "" or made.replace("-", "").isalnum()
    assert made.isascii()
    assert made == made.lower()


def test_an_address_keeps_its_own_parameters() -> None:
    url = build_url("https://tarnwick.example/shop?lang=de&size=50+g", Utm("tiktok", "influencer", "winter", "klara"))
    assert url == (
        "https://tarnwick.example/shop?lang=de&size=50+g"
        "&utm_source=tiktok&utm_medium=influencer&utm_campaign=winter&utm_content=klara"
    )
    assert build_url("https://tarnwick.example", Utm("x")).startswith("https://tarnwick.example/?utm_source=x")


@given(st.builds(Utm, *[st.text(min_size=1, max_size=20) for _ in range(5)]))
def test_every_value_comes_back_from_the_address(utm: Utm) -> None:
    url = build_url("https://tarnwick.example/a?b=1", utm)
    assert dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)) == {"b": "1", **dict(utm.items())}


@pytest.mark.parametrize(("url", "said"), [
    ("", "empty"), ("tarnwick.example", "not a web address"), ("ftp://a.example", "not a web address"),
    ("https://", "not a web address"), ("https://a b.example", "space"), ("https://a.example/a b", "space"),
    ("https://a.example/#top", "“#”"), ("https://a.example/?utm_source=x", "already carries"),
    ("https://[a", "not a web address"), ("javascript:alert(1)", "not a web address"),
])
def test_a_landing_page_must_be_a_plain_address(url: str, said: str) -> None:
    problem = url_problem(url)
    assert problem is not None
    assert said in problem[0]
    with pytest.raises(ValidationError):
        build_url(url, Utm("x"))


def test_a_network_link_may_carry_what_it_likes() -> None:
    assert url_problem("https://shop.example/?utm_source=net#x", ours=False) is None


def test_drafts_name_the_field() -> None:
    assert [p.field for p in LandingPageDraft(1, " ", "x").problems()] == ["name", "url"]
    assert [p.field for p in LinkDraft(1).problems()] == ["landing_page_id", "source", "medium", "campaign", "content"]
    assert [p.field for p in LinkDraft(1, "affiliate").problems()] == ["url"]
    bad = CodeDraft(1, "klara 10", valid_from=date(2026, 12, 2), valid_until=date(2026, 12, 1))
    assert [p.field for p in bad.problems()] == ["code", "valid_until"]
    assert [p.field for p in UtmRules(source="", campaign="{handel}", content="x", code="SALE").problems()] == [
        "campaign", "source", "content", "code"
    ]


@pytest.mark.parametrize(("pattern", "facts", "code"), [
    ("{handle}{percent}", {"handle": "klara.v", "percent": "15"}, "KLARAV15"),
    ("{first}-{percent}", {"first": "Zoë", "percent": "10"}, "ZOE-10"),
    ("{handle}{percent}", {"handle": "averylonghandlethatnevershouldend", "percent": "15"}, "AVERYLONGHANDLETHA15"),
    ("{handle}", {"handle": "كلارا"}, ""),
])
def test_a_code_follows_its_pattern(pattern: str, facts: dict[str, str], code: str) -> None:
    assert fill_code(pattern, facts) == code


def test_collisions_get_a_number_that_does_not_change_the_discount() -> None:
    facts = {"handle": "klara", "percent": "15"}
    assert assign_codes("{handle}{percent}", [(1, facts), (2, facts), (3, facts)], {"KLARA-15"}) == {
        1: "KLARA15-2", 2: "KLARA15-3", 3: "KLARA15-4",
    }
    assert assign_codes("{handle}", [(1, {"handle": "klara"}), (2, {"handle": "Klara"})], ()) == {
        1: "KLARA", 2: "KLARA2",
    }
    assert assign_codes("{handle}", [(1, {"handle": "漢字"}), (2, {})], ()) == {1: "CREATOR", 2: "CREATOR2"}


@given(st.lists(st.text(max_size=30), max_size=30), st.lists(st.text(max_size=12), max_size=5))
def test_assigned_codes_are_typeable_and_unique(handles: list[str], taken: list[str]) -> None:
    codes = assign_codes("{handle}{percent}", [(i, {"handle": h, "percent": "10"}) for i, h in enumerate(handles)],
                         taken)
    keys = [code_key(code) for code in codes.values()]
    assert len(set(keys)) == len(handles)
    assert not set(keys) & {code_key(code) for code in taken}
    assert all(code_problem(code) is None and len(code) <= MAX_CODE for code in codes.values())


def test_a_link_somebody_has_gets_a_number() -> None:
    taken = {("klara",), ("klara-2",)}
    assert unique_content(Utm(content="klara"), taken, lambda utm: (utm.content,)).content == "klara-3"


def test_doubtful_codes_are_named() -> None:
    code = CodeDraft(1, "KLARA15", valid_from=date(2026, 12, 5), valid_until=date(2026, 12, 20))
    said = code_warnings(code, date(2026, 12, 1), date(2026, 12, 31), ("Maja Lind",))
    assert len(said) == 3
    assert said[0].startswith("Maja Lind has the same code")
    assert code_warnings(code, date(2026, 12, 5), date(2026, 12, 20)) == ()

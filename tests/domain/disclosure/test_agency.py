"""An agency's own words and rules: what they change, what they may not weaken, and how the verdict says so."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.disclosure import CheckResult, PackSet, Post, check
from microinf_desktop.domain.disclosure.agency import (
    STRICTER,
    AgencyRule,
    AgencyRules,
    AgencyWord,
    clean_rule,
    clean_word,
    merged,
)
from microinf_desktop.domain.disclosure.packs import GENERIC, RANK, joined_version, split_version
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.interchange.packs import load_packs

DAY = date(2026, 11, 24)
PACKS = load_packs()
WORD = AgencyWord("UK", "en", ("promo post",), "accepted", "ASA on the phone")


def stored(entry: AgencyWord | AgencyRule, own: AgencyRules | None = None) -> AgencyRules:
    own = own or AgencyRules()
    cleaned = clean_word(entry, PACKS, own, DAY) if isinstance(entry, AgencyWord) else clean_rule(entry, PACKS)
    return own.with_entry(cleaned)


def checked(packs: PackSet, caption: str, area: str = "UK", language: str = "en", on: date = DAY,
            **more: Any) -> CheckResult:
    post = Post(caption=caption, jurisdiction=area, platform="blog", format="blog", audience_language=language, **more)
    return check(post, packs, on)


@pytest.mark.parametrize(("words", "grade", "verdict"), [
    ("Promo post", "accepted", "pass"), ("Promo post", "unclear", "warn"), ("promo  POST", "refused", "fail"),
    ("#promopost", "accepted", "pass"), ("Advert", "unclear", "warn"), ("Advert", "refused", "fail"),
])
def test_a_word_is_taken_as_the_agency_says(words: str, grade: str, verdict: str) -> None:
    packs = merged(PACKS, stored(replace(WORD, words=(words,), grade=grade)), DAY)
    found = checked(packs, f"{words}: eggs for breakfast", relationship="paid")
    assert found.verdict == verdict
    own = next(one for one in found.findings if one.rule == "AGENCY-1")
    assert own.source == "the agency: ASA on the phone"
    assert own.severity == {"pass": "info"}.get(verdict, verdict)
    assert found.pack_version == "2026.11.2 + 1 of the agency"


def test_other_jurisdictions_and_days_stay_as_they_are() -> None:
    word = replace(WORD, starts=DAY + timedelta(days=3), ends=DAY + timedelta(days=5))
    own = stored(word)
    for days, verdict in ((0, "fail"), (3, "pass"), (5, "pass"), (6, "fail")):
        on = DAY + timedelta(days=days)
        packs = merged(PACKS, own, on)
        assert checked(packs, "Promo post: eggs", on=on, relationship="paid").verdict == verdict
        assert split_version(packs.get("UK").version)[1] == (verdict == "pass")
    packs = merged(PACKS, own, DAY + timedelta(days=3))
    assert packs.packs["US"] is PACKS.packs["US"]
    assert packs.packs[GENERIC] is PACKS.packs[GENERIC]


@pytest.mark.parametrize(("area", "language", "word", "meaning", "said"), [
    ("UK", "en", "Collab", "ad", "“collab” is refused in the United Kingdom: “collab” is not understood"),
    ("UK", "en", "gifted", "gift", "The CMA refuses “gifted” without “Ad”."),
    ("DE", "de", "#sponsoredby", "ad", "is refused in Germany"),
    ("IN", "en", "Paid content", "ad", "is not on the list of labels accepted in India"),
    ("IN", "en", "Promo post", "ad", "is not on the list of ASCI, and only that list counts."),
    ("UK", "en", "unpaid promo", "ad", "contradicts the deal"),
])
def test_a_refused_word_is_accepted_on_a_named_opinion_only(
    area: str, language: str, word: str, meaning: str, said: str
) -> None:
    entry = AgencyWord(area, language, (word,), "accepted", "memo of 3 May", meaning)
    for grade in ("accepted", "unclear"):
        with pytest.raises(ValidationError) as caught:
            stored(replace(entry, grade=grade))
        assert caught.value.field == "words"
        assert said in caught.value.message
        assert "on that opinion, with the name" in caught.value.hint


def test_the_verdict_names_the_lawyer() -> None:
    own = stored(replace(WORD, words=("Collab",), opinion_of="Dr. {label} Frey"))
    found = checked(merged(PACKS, own, DAY), "Collab: eggs for breakfast", relationship="paid")
    assert found.verdict == "pass"
    (finding,) = [one for one in found.findings if one.scope == "law"]
    assert finding.severity == "info"
    assert "accepted here on the opinion of Dr. {label} Frey" in finding.message
    assert finding.source == "opinion of Dr. {label} Frey ; the agency: ASA on the phone"
    assert (finding.start, finding.end) == (0, 6)


@pytest.mark.parametrize("phrase", ["#notanad", "not an ad", "unpaid", "unbezahlte Werbung"])
def test_denials_cannot_become_labels(phrase: str) -> None:
    for grade in ("accepted", "unclear", "refused"):
        with pytest.raises(ValidationError, match="is no label"):
            stored(replace(WORD, words=(phrase,), grade=grade, opinion_of="Frey" if grade == "accepted" else ""))


@pytest.mark.parametrize(("changes", "field", "said"), [
    ({"words": ()}, "words", "no words"), ({"words": (" ", "")}, "words", "no words"),
    ({"words": ("(ad)",)}, "words", "bracket"), ({"words": ("pay...",)}, "words", "bracket"),
    ({"words": ("#one #two",)}, "words", "more than one hashtag"),
    ({"words": ("@brand",)}, "words", "names an account"),
    ({"words": ("🎉",)}, "words", "without letters"), ({"words": ("x" * 81,)}, "words", "longer than 80"),
    ({"words": tuple(f"word{n}" for n in range(41))}, "words", "more than 40"),
    ({"source": " "}, "source", "source is missing"), ({"source": "x" * 501}, "source", "longer than 500"),
    ({"language": "english"}, "language", "language is missing"), ({"grade": "fine"}, "grade", "none of"),
    ({"meaning": "moon"}, "meaning", "none of"), ({"jurisdiction": "ZZ"}, "jurisdiction", "no rule pack “ZZ”"),
    ({"jurisdiction": ""}, "jurisdiction", "country is missing"),
    ({"jurisdiction": GENERIC}, "jurisdiction", "no rule pack"),
    ({"jurisdiction": "AT"}, "jurisdiction", "not sourced yet"),
    ({"starts": DAY, "ends": DAY - timedelta(days=1)}, "ends", "ends before"),
    ({"grade": "refused", "opinion_of": "Frey"}, "opinion_of", "only matters"),
])
def test_what_is_wrong_is_said_at_its_field(changes: dict[str, Any], field: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        stored(replace(WORD, **changes))
    assert caught.value.field == field
    assert said in caught.value.message
    assert caught.value.hint


def test_an_entry_without_effect_is_refused() -> None:
    older = AgencyWord("DE", "de", ("verkaufspost",), "unclear", "older memo", id=1)
    with pytest.raises(ValidationError, match=r"“verkaufspost” would still warn in Germany: .*older memo"):
        stored(AgencyWord("DE", "de", ("Verkaufspost",), "accepted", "memo"), AgencyRules((older,)))


@pytest.mark.parametrize(("area", "problem"), [("UK", "last_words"), ("NL", "tool_only"), ("DE", "run_short")])
def test_a_rule_makes_a_problem_graver(area: str, problem: str) -> None:
    captions = {"last_words": "Eggs for breakfast, lovely as ever. #ad", "run_short": "#eggs #werbung #toast"}
    own = stored(AgencyRule(area, problem, "fail", "house rule of 2026"))
    post = Post(caption=captions.get(problem, "Eggs"), jurisdiction=area, platform="instagram", format="feed_post",
                relationship="paid", platform_label_used=problem == "tool_only",
                audience_language={"DE": "de", "NL": "nl"}.get(area, "en"))
    before, after = check(post, PACKS, DAY), check(post, merged(PACKS, own, DAY), DAY)
    assert before.verdict != "fail"
    assert after.verdict == "fail"
    assert [one.rule for one in after.findings if one.severity == "fail" and one.scope == "law"] == ["AGENCY-1"]


def test_a_rule_is_never_milder_than_the_packs() -> None:
    with pytest.raises(ValidationError, match="IN-02 already fails this in India"):
        clean_rule(AgencyRule("IN", "last_words", "warn", "house"), PACKS)
    for area in PACKS.jurisdictions:
        for problem in STRICTER:
            try:
                rule = clean_rule(AgencyRule(area, problem, "warn", "house"), PACKS)
            except ValidationError:
                continue
            graver = [one.id for pack in (PACKS.packs[area], PACKS.generic) for one in pack.rules
                      if RANK[one.checks.get(problem, "ok")] > RANK[rule.severity]]
            assert not graver


@pytest.mark.parametrize(("changes", "field"), [
    ({"problem": "missing"}, "problem"), ({"severity": "info"}, "severity"), ({"source": ""}, "source"),
    ({"jurisdiction": "CH"}, "jurisdiction"),
])
def test_a_rule_that_is_wrong_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        clean_rule(replace(AgencyRule("UK", "last_words", "fail", "house"), **changes), PACKS)
    assert caught.value.field == field


def test_every_problem_a_rule_can_name_is_one_of_the_packs() -> None:
    assert set(STRICTER) <= set(PACKS.generic.texts)


def test_entries_are_added_changed_and_taken_out_by_id() -> None:
    own = stored(AgencyRule("UK", "last_words", "fail", "house"), stored(WORD))
    assert [one.id for one in own.entries] == [1, 2]
    changed = own.with_entry(replace(own.words[0], source="letter"))
    assert (changed.words[0].source, changed.words[0].id, len(changed)) == ("letter", 1, 2)
    assert own.without(1).entries == own.rules
    assert own.without(1).next_id == 3


@pytest.mark.parametrize(("version", "additions"), [("2026.11.1", 0), ("2026.11.1", 3), ("1", 12)])
def test_versions_are_joined_and_split(version: str, additions: int) -> None:
    assert split_version(joined_version(version, additions)) == (version, additions)
    assert split_version("2026 + x of the agency") == ("2026 + x of the agency", 0)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=30), st.sampled_from(("accepted", "unclear", "refused")), st.text(max_size=40))
def test_any_typed_word_is_refused_or_does_what_it_says(typed: str, grade: str, after: str) -> None:
    try:
        own = stored(replace(WORD, words=(typed,), grade=grade))
    except ValidationError:
        return
    packs = merged(PACKS, own, DAY)
    found = checked(packs, f"{own.words[0].words[0]}: a new favourite in our kitchen", relationship="paid")
    assert found.verdict == {"accepted": "pass", "unclear": "warn", "refused": "fail"}[grade]
    checked(packs, f"{typed} {after}", relationship="gifted")  # never raises

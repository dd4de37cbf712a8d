"""Which words count as labels: bare words against prose, denials, fused tags, languages, brands, strings attached."""

from collections.abc import Callable

import pytest

from microinf_desktop.domain.disclosure import CheckResult

Check = Callable[..., CheckResult]


def problems(result: CheckResult) -> set[str]:
    return {finding.problem for finding in result.findings if finding.scope == "law"}


@pytest.mark.parametrize(
    "caption",
    [
        "Ad: eggs",
        "AD eggs",
        "[ad] eggs",
        "(Ad) eggs",
        "ad | eggs",
        "Ad. Eggs",
        "ad\neggs",
        "✨ad✨ eggs",
        "_ad_ eggs",
        "*AD* eggs",
        "#ad eggs",
        "Ad @ironhob eggs",
        "#Ad_ eggs",
        "eggs, honestly good (ad) every single morning of the week",
    ],
)
def test_a_bare_ad_that_stands_apart_is_a_label(verdict_of: Check, caption: str) -> None:
    assert verdict_of(caption, platform_label_used=False).verdict == "pass"


@pytest.mark.parametrize(
    "caption",
    [
        "Ad budget gone",
        "ad blocker on",
        "an ad agency",
        "400 AD",
        "AD 1066 was a year",
        "saw the ad today",
        "ad hoc",
        "ad-free",
        "#adidas",
        "#adventure",
        "#salad",
        "#nomad",
        "#dad",
        "advertising is my job",
        "I work in advertising",
        "ad in the description",
        "a sponsored athlete once said",
        "madness",
        "read",
        "#addicted",
    ],
)
def test_prose_and_longer_words_are_not(verdict_of: Check, caption: str) -> None:
    assert verdict_of(caption, platform_label_used=False).verdict == "fail"


def test_a_small_ad_that_runs_into_the_sentence_warns(verdict_of: Check) -> None:
    result = verdict_of("ad trying the new pan", platform_label_used=False)
    assert (result.verdict, problems(result)) == ("warn", {"runs_on"})


def test_the_italian_preposition_is_no_label(verdict_of: Check) -> None:
    assert (
        verdict_of("Ad ogni sorso un sorriso", "IT", audience_language="it", platform_label_used=False).verdict
        == "fail"
    )


@pytest.mark.parametrize(
    ("area", "language", "denial"),
    [
        ("US", "en", "not an ad"),
        ("US", "en", "#notanad"),
        ("US", "en", "this isn't an ad"),
        ("US", "en", "No ad, just love"),
        ("DE", "de", "keine Werbung"),
        ("FR", "fr", "ce n'est pas une publicité"),
        ("ES", "es", "no es publicidad"),
        ("IT", "it", "non è pubblicità"),
        ("NL", "nl", "geen reclame"),
        ("BR", "pt", "não é publi"),
    ],
)
def test_denials_fail_in_every_language(verdict_of: Check, area: str, language: str, denial: str) -> None:
    result = verdict_of(f"{denial}: Sonntag domingo Sunday", area, audience_language=language)
    assert result.verdict == "fail"
    assert "denies_ad" in problems(result)


@pytest.mark.parametrize("denial", ["unpaid", "nobody paid me", "I wasn't paid", "not sponsored", "#notsponsored"])
def test_denying_the_pay_fails_when_paid_and_warns_for_gifts(verdict_of: Check, denial: str) -> None:
    assert verdict_of(f"#ad eggs. {denial}").verdict == "fail"
    assert verdict_of(f"#ad eggs. {denial}", relationship="gifted").verdict == "warn"
    assert verdict_of(f"eggs. {denial}", relationship="none").verdict == "pass"


def test_denials_outside_the_caption_count(verdict_of: Check) -> None:
    assert verdict_of("#ad eggs", first_comment="not an ad btw").verdict == "fail"


@pytest.mark.parametrize("tag", ["#ironhobad", "#IronhobAd", "#brandad", "#soundad", "#ironhob_ad"])
def test_labels_fused_to_a_brand_fail(verdict_of: Check, tag: str) -> None:
    result = verdict_of(f"{tag} eggs", platform_label_used=False)
    assert (result.verdict, problems(result)) == ("fail", {"fused"})


def test_partner_tags_need_a_brand_in_canada(verdict_of: Check) -> None:
    assert verdict_of("#IronhobPartner eggs", "CA").verdict == "pass"
    assert verdict_of("#ironhobpartner eggs with @ironhob", "CA").verdict == "pass"
    assert problems(verdict_of("#dancepartner eggs", "CA", platform_label_used=False)) == {"needs_brand"}


@pytest.mark.parametrize(
    ("influence", "verdict"),
    [(False, "pass"), (None, "warn"), (True, "fail")],
)
def test_gifted_in_ireland_hangs_on_the_brands_say(verdict_of: Check, influence: bool | None, verdict: str) -> None:
    result = verdict_of(
        "#Gifted the ring", "IE", relationship="gifted", brand_influence=influence, platform_label_used=False
    )
    assert result.verdict == verdict


@pytest.mark.parametrize(
    ("relationship", "label", "verdict"),
    [
        ("paid", "Ironhob sent me this free", "fail"),
        ("gifted", "Ironhob sent me this free", "pass"),
        ("affiliate", "Ironhob sent me this free", "fail"),
        ("affiliate", "I earn a commission from this link", "pass"),
        ("hybrid", "I earn a commission from this link", "fail"),
        ("hybrid", "Ironhob paid me", "pass"),
        ("loaned", "Ironhob lent me this stove", "pass"),
        ("trip", "Ironhob hosted us for free", "pass"),
    ],
)
def test_a_smaller_truth_is_not_enough(verdict_of: Check, relationship: str, label: str, verdict: str) -> None:
    assert verdict_of(f"{label}. Eggs.", relationship=relationship, platform_label_used=False).verdict == verdict


def test_a_person_who_gave_something_is_no_company(verdict_of: Check) -> None:
    assert verdict_of("Mum gave me this pan.", relationship="gifted", platform_label_used=False).verdict == "fail"


@pytest.mark.parametrize(
    ("caption", "language", "verdict"),
    [
        ("#ad los huevos del domingo", "es", "warn"),
        ("Publicidad: los huevos", "es", "pass"),
        ("#ad los huevos del domingo con la sartén que me encanta", None, "warn"),
        ("#ad eggs", None, "pass"),
        ("Werbung: eggs", "en", "warn"),
        ("Werbung | Eier", "de-AT", "pass"),
    ],
)
def test_the_label_speaks_the_readers_language(
    verdict_of: Check, caption: str, language: str | None, verdict: str
) -> None:
    assert verdict_of(caption, audience_language=language, platform_label_used=False).verdict == verdict


def test_lookalike_letters_warn(verdict_of: Check) -> None:
    assert problems(verdict_of("#\u0430d eggs", platform_label_used=False)) == {"nonstandard"}


def test_word_lists_change_with_the_day(packs: object) -> None:
    from datetime import date

    from microinf_desktop.domain.disclosure import PackSet, Post, check

    assert isinstance(packs, PackSet)
    post = Post(caption="#publi domingo con @brewhaus", jurisdiction="ES", audience_language="es")
    assert check(post, packs, date(2025, 9, 30)).verdict == "pass"
    assert check(post, packs, date(2025, 10, 1)).verdict == "warn"
    post = Post(caption="In collaborazione con @brewhaus: caffè", jurisdiction="IT", audience_language="it")
    assert check(post, packs, date(2024, 10, 29)).verdict == "pass"
    assert check(post, packs, date(2024, 10, 30)).verdict == "warn"


@pytest.mark.parametrize(("caption", "found"), [
    ("#a_d eggs", {"nonstandard"}), ("#AD_ eggs", set()), ("#paid_ad eggs", set()),
])
def test_a_tag_taken_apart_is_not_standard(verdict_of: Check, caption: str, found: set[str]) -> None:
    assert problems(verdict_of(caption, platform_label_used=False)) == found


@pytest.mark.parametrize(("caption", "verdict"), [
    ("#adv @brewhaus domenica", "pass"), ("#adv Brewhaus | domenica", "pass"), ("#adv da Brewhaus: domenica", "pass"),
    ("#adv Brewhaus Roasters - domenica", "pass"), ("#adv domenica lenta", "warn"),
    ("#adv Domenica lenta, caffè", "warn"),
    ("#adv\nDomenica lenta", "warn"),
])
def test_italy_wants_the_brand_beside_the_short_label(verdict_of: Check, caption: str, verdict: str) -> None:
    assert verdict_of(caption, "IT", platform_label_used=False, audience_language="it").verdict == verdict


@pytest.mark.parametrize(("area", "verdict"), [("IE", "fail"), ("US", "pass"), ("UK", "pass")])
def test_ireland_counts_a_mention_as_the_first_word(verdict_of: Check, area: str, verdict: str) -> None:
    assert verdict_of("@drywell #ad rainy school run", area, platform_label_used=False).verdict == verdict


@pytest.mark.parametrize("area", ["US", "UK", "AU", "CA", "EU", "NL", "IN"])
@pytest.mark.parametrize("label", ["AD |", "Ad:", "#Ad", "#ad", "AD -", "(Ad)", "[AD]", "*ad*", "Ad.", "AD"])
def test_spellings_of_ad_are_taken_alike(verdict_of: Check, area: str, label: str) -> None:
    assert verdict_of(f"{label} slow coffee", area, platform_label_used=False).verdict == "pass"

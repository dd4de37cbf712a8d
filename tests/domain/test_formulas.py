"""The formulas of the field guide: worked examples, the dash rule, and properties that hold for any numbers."""

import inspect
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain import formulas
from microinf_desktop.domain.enums import DeliverableKind, Platform

counts = st.integers(min_value=0, max_value=10**12)
maybe_counts = st.none() | counts
RATIOS = [
    formulas.engagement_rate_by_followers, formulas.engagement_rate_by_reach,
    formulas.engagement_rate_by_impressions, formulas.engagement_rate_by_views, formulas.reach_rate,
    formulas.frequency, formulas.view_through_rate, formulas.click_through_rate, formulas.conversion_rate,
    formulas.cost_per_mille, formulas.cost_per_view, formulas.cost_per_engagement, formulas.cost_per_click,
    formulas.cost_per_acquisition, formulas.average_order_value, formulas.return_on_ad_spend,
    formulas.return_on_investment, formulas.earned_media_value_ratio, formulas.post_rate,
    formulas.audience_overlap, formulas.share_of_voice,
]


@pytest.mark.parametrize("ratio", RATIOS, ids=lambda function: function.__name__)
@pytest.mark.parametrize("base", [None, 0, -5, math.nan, math.inf])
def test_no_ratio_without_a_base(ratio, base):
    assert ratio(10, base) is None


@pytest.mark.parametrize("ratio", RATIOS, ids=lambda function: function.__name__)
@given(value=counts, base=st.integers(min_value=1, max_value=10**12), factor=st.integers(2, 50))
@settings(max_examples=15)
def test_a_ratio_does_not_depend_on_the_scale(ratio, value, base, factor):
    scaled, plain = ratio(value * factor, base * factor), ratio(value, base)
    assert scaled == pytest.approx(plain)
    assert ratio(None, base) is None


def test_every_public_formula_names_its_source_or_feature():
    functions = [
        function for _, function in inspect.getmembers(formulas, inspect.isfunction)
        if function.__module__ == formulas.__name__ and not function.__name__.startswith("_")
    ]
    assert len(functions) > 30
    for function in functions:
        text = function.__doc__ or ""
        assert "Source: field guide" in text or "feature" in text, function.__name__


@pytest.mark.parametrize(
    ("platform", "kind", "expected"),
    [
        (Platform.INSTAGRAM, DeliverableKind.REEL, 1_300 + 42 + 61 + 200),
        (Platform.TIKTOK, DeliverableKind.TIKTOK_VIDEO, 1_300 + 42 + 61 + 200),
        (Platform.YOUTUBE, DeliverableKind.YOUTUBE_DEDICATED, 1_300 + 42),
        (Platform.FACEBOOK, DeliverableKind.GRID_POST, 1_300 + 42 + 61),
        (Platform.INSTAGRAM, DeliverableKind.STORY, 7 + 90 + 61),
        (Platform.INSTAGRAM, DeliverableKind.POLL, 7 + 90 + 61),
        (Platform.PINTEREST, None, 1_300 + 42 + 61 + 200),
    ],
)
def test_engagements_follow_the_platform(platform, kind, expected):
    parts = {"likes": 1_300, "comments": 42, "shares": 61, "saves": 200, "replies": 7, "sticker_taps": 90}
    assert formulas.engagements(platform, kind, parts).value == expected


def test_engagements_say_what_they_count():
    public = formulas.engagements(Platform.INSTAGRAM, None, {"likes": 10, "comments": 0})
    assert (public.value, public.counted, public.missing) == (10, ("likes", "comments"), ("shares", "saves"))
    assert formulas.engagements(Platform.INSTAGRAM, None, {"saves": None}).value is None


def test_the_report_page_of_the_design():
    assert formulas.engagement_rate_by_reach(26_760, 418_200) == pytest.approx(6.4, abs=0.01)
    assert formulas.return_on_ad_spend(18_420, 6_340) == pytest.approx(2.9, abs=0.01)
    assert formulas.cost_per_engagement(90_000, 9_354) == pytest.approx(9.62, abs=0.01)
    assert formulas.cost_per_mille(634_000, 1_000_000) == pytest.approx(634)
    assert formulas.cost_per_acquisition(634_000, 312) == pytest.approx(2032.05, abs=0.01)


def test_return_on_investment_is_not_return_on_ad_spend():
    assert formulas.return_on_ad_spend(300, 100) == 3
    assert formulas.return_on_investment(300, 100) == 200
    assert formulas.return_on_investment(300, 100, margin_percent=40) == pytest.approx(20)
    assert formulas.return_on_investment(0, 100) == -100
    assert formulas.return_on_investment(None, 100) is None


def test_campaign_rate_is_a_rate_of_sums_and_drops_posts_without_reach():
    rate = formulas.campaign_rate([(10, 100), (900, 10_000), (5_000, None), (None, 400), (3, 0)])
    assert rate.value == pytest.approx(910 / 10_100 * 100)
    assert (rate.numerator, rate.denominator, rate.n, rate.left_out) == (910, 10_100, 2, 3)
    assert rate.value != formulas.mean_rate([10.0, 9.0])
    assert formulas.campaign_rate([(5, None)]).value is None
    assert formulas.campaign_rate([]).value is None


@given(st.lists(st.tuples(maybe_counts, maybe_counts), max_size=12))
@settings(max_examples=60)
def test_a_campaign_rate_lies_between_its_posts(pairs):
    rates = [formulas.engagement_rate_by_reach(*pair) for pair in pairs]
    known = [rate for rate in rates if rate is not None]
    total = formulas.campaign_rate(pairs)
    assert total.n + total.left_out == len(pairs)
    if not known:
        assert total.value is None
    else:
        assert min(known) * 0.999999 - 1e-9 <= total.value <= max(known) * 1.000001 + 1e-9


def test_median_and_mean_ignore_what_is_missing():
    assert formulas.median_rate([None, 2.0, 9.0, 3.0]) == 3.0
    assert formulas.mean_rate([None, 2.0, 4.0]) == 3.0
    assert formulas.median_rate([None]) is None
    assert formulas.mean_rate([]) is None


def test_reach_views_and_stories():
    assert formulas.gross_reach([100, None, 50]) == 150
    assert formulas.gross_reach([None]) is None
    assert formulas.frequency(1_250, 1_000) == 1.25
    assert formulas.story_completion(1_000, 250) == 75
    assert formulas.story_completion(None, 3) is None
    assert formulas.growth_rate(200, 150) == -25
    assert formulas.growth_rate(None, 150) is None


def test_costs_can_be_switched_off():
    parts = {"fees": 100_00, "product": 20_00, "shipping": None, "agency_fee": 30_00}
    assert formulas.total_cost(parts) == 150_00
    assert formulas.total_cost(parts, counted=("fees", "shipping", "boosting")) == 100_00
    assert formulas.total_cost({"fees": None}) is None


def test_both_earned_media_value_methods():
    assert formulas.earned_media_value_by_impressions(38_910, 800) == pytest.approx(31_128)
    values = {"likes": 0.07, "comments": 3.46}
    assert formulas.earned_media_value_by_units({"likes": 100, "comments": 10, "saves": 9}, values) == (
        pytest.approx(41.6)
    )
    assert formulas.earned_media_value_by_units({"likes": None}, values) is None
    assert formulas.earned_media_value_by_impressions(None, 8) is None
    assert formulas.earned_media_value_ratio(578, 100) == pytest.approx(5.78)


def test_break_even_market_value_and_seeding():
    assert formulas.break_even_clicks(600, 50, 40, 2) == pytest.approx(1_500)
    assert formulas.break_even_clicks(600, 50, None, 2) is None
    assert formulas.break_even_clicks(600, 50, 0, 2) is None
    assert formulas.fair_market_value(20_000, 10, (1.5, 0.8)) == pytest.approx(240)
    assert formulas.post_rate(8, 20) == 40
    assert formulas.seeding_cost_per_post(200, 50, None, 10) == 25
    assert formulas.seeding_cost_per_post(None, None, None, 10) is None


shares = st.dictionaries(st.sampled_from("abcdef"), st.floats(0.5, 100), min_size=1)


@given(shares, shares)
@settings(max_examples=60)
def test_audience_match_is_symmetric_bounded_and_full_for_itself(first, second):
    match = formulas.audience_match(first, second)
    assert 0 <= match <= 100
    assert match == pytest.approx(formulas.audience_match(second, first))
    assert formulas.audience_match(first, first) == pytest.approx(100)


def test_audience_pairs_and_sentiment():
    assert formulas.audience_overlap(250, 1_000) == 25
    assert formulas.audience_jaccard(1_000, 500, 300) == pytest.approx(25)
    assert formulas.audience_jaccard(None, 500, 300) is None
    assert formulas.audience_match({}, {"a": 1}) is None
    assert formulas.sentiment_net(60, 20, 20) == 40
    assert formulas.sentiment_net(0, 0, 0) is None
    assert formulas.sentiment_net(None, 1, 1) is None

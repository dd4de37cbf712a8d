"""KPI sets from objectives and the sanity checks of reads."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.enums import DeliverableKind, Objective, Platform, TargetMetric
from microinf_desktop.domain.metrics import (
    KPI_SETS,
    METRICS,
    DoubtKind,
    MetricRead,
    check_read,
    followers_growth,
    propose_kpis,
)

REEL = (Platform.INSTAGRAM, DeliverableKind.REEL)
SOUND = MetricRead(
    date(2026, 12, 6), reach=36_204, impressions=38_910, views=51_870, likes=2_118, comments=97, shares=163,
    saves=544, link_clicks=120, conversions=9, revenue_minor=31_000, followers_at_post=48_000,
)


def test_every_metric_has_words_and_every_objective_has_kpis():
    assert set(METRICS) == set(TargetMetric)
    assert set(KPI_SETS) == set(Objective)
    assert all(kpis for kpis in KPI_SETS.values())


def test_kpis_lead_with_the_first_of_each_objective_and_repeat_none():
    kpis = propose_kpis([Objective.AWARENESS, Objective.ENGAGEMENT, Objective.USER_GENERATED_CONTENT])
    assert kpis[:3] == (
        TargetMetric.REACH, TargetMetric.ENGAGEMENT_RATE_BY_REACH, TargetMetric.CONTENT_PIECES,
    )
    assert len(kpis) == len(set(kpis))
    assert propose_kpis([]) == ()


def test_a_sound_read_raises_no_doubt():
    assert check_read(SOUND, *REEL) == ()


@pytest.mark.parametrize(
    ("change", "kind", "fields"),
    [
        ({"reach": 38_910, "impressions": 36_204}, DoubtKind.REACH_ABOVE_IMPRESSIONS, ("reach", "impressions")),
        ({"reach": 1_000}, DoubtKind.RATE_ABOVE_100, ("reach",)),
        ({"likes": -1}, DoubtKind.NEGATIVE, ("likes",)),
        ({"conversions": 0}, DoubtKind.REVENUE_WITHOUT_CONVERSIONS, ("revenue_minor", "conversions")),
        ({"conversions": 500}, DoubtKind.CONVERSIONS_ABOVE_CLICKS, ("conversions", "link_clicks")),
        ({"followers_at_post": 480}, DoubtKind.REACH_FAR_ABOVE_FOLLOWERS, ("reach", "followers_at_post")),
    ],
)
def test_doubts_name_the_figures(change, kind, fields):
    doubts = check_read(replace(SOUND, **change), *REEL)
    assert [(doubt.kind, doubt.fields) for doubt in doubts] == [(kind, fields)]
    assert doubts[0].message.endswith(".")
    assert doubts[0].fix.endswith(".")


def test_the_swapped_read_of_the_design_is_explained():
    doubt = check_read(replace(SOUND, reach=38_910, impressions=36_204), *REEL)[0]
    assert doubt.message.startswith("Reach 38,910 is above impressions 36,204.")


def test_falling_likes_are_doubted_small_corrections_are_not():
    earlier = replace(SOUND, likes=2_500, comments=98)
    doubts = check_read(SOUND, *REEL, previous=earlier)
    assert [(doubt.kind, doubt.fields) for doubt in doubts] == [(DoubtKind.FALLING, ("likes",))]
    assert "2,500" in doubts[0].message


def test_zero_reach_is_not_a_rate_above_100_but_missing_reads_never_are():
    assert check_read(MetricRead(date(2026, 1, 1)), *REEL) == ()
    assert check_read(MetricRead(date(2026, 1, 1), likes=5, reach=0), *REEL) == ()


@given(st.lists(st.integers(0, 10**9), min_size=7, max_size=7), st.booleans())
@settings(max_examples=80)
def test_growing_counters_never_look_like_falling(values, has_previous):
    names = ("reach", "impressions", "views", "likes", "comments", "shares", "saves")
    before = MetricRead(date(2026, 1, 1), **dict(zip(names, values, strict=True)))
    after = MetricRead(date(2026, 1, 8), **dict(zip(names, [value + 3 for value in values], strict=True)))
    doubts = check_read(after, *REEL, previous=before if has_previous else None)
    assert all(doubt.kind is not DoubtKind.FALLING for doubt in doubts)


def test_followers_growth_needs_two_snapshots():
    assert followers_growth([(date(2026, 2, 1), 1_100), (date(2026, 1, 1), 1_000)]) == pytest.approx(10)
    assert followers_growth([(date(2026, 2, 1), 1_100)]) is None
    assert followers_growth([(date(2026, 1, 1), 0), (date(2026, 2, 1), 1_100)]) is None

"""Proposed targets: worked out by hand for one plan, sources named, and never a number out of nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.enums import Objective, Platform, TargetMetric
from microinf_desktop.domain.metrics import METRICS, Unit, propose_kpis
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.target_proposals import OwnRates, Plan, Proposal, propose_targets, rounded
from microinf_desktop.domain.targets import Target
from microinf_desktop.interchange.benchmarks import load_benchmarks

M = TargetMetric
FULL = Plan(Platform.INSTAGRAM, Money(600_000, "EUR"), 8, 20_000, 2, Money(4_000, "EUR"))


def proposed(plan: Plan, *objectives: Objective) -> dict[TargetMetric, Proposal]:
    return {one.metric: one for one in propose_targets(objectives or tuple(Objective), plan, load_benchmarks())}


def test_one_plan_by_hand():
    found = proposed(FULL)
    values = {metric: one.value for metric, one in found.items() if one.value is not None}
    # Σ followers 320,000; reach 15 %; frequency 1.25; engagement rate below 100 K followers 3.65 % (IMF 2025).
    assert values == {
        M.REACH: Decimal(48_000), M.IMPRESSIONS: Decimal(60_000), M.COST_PER_MILLE: Decimal("100.00"),
        M.ENGAGEMENTS: Decimal(12_000), M.ENGAGEMENT_RATE_BY_REACH: Decimal("3.7"),
        M.COST_PER_ENGAGEMENT: Decimal("0.51"), M.REVENUE: Decimal(18_000), M.RETURN_ON_AD_SPEND: Decimal("3.0"),
        M.CONVERSIONS: Decimal(450), M.COST_PER_ACQUISITION: Decimal("13.33"), M.CLICKS: Decimal(21_000),
        M.CONTENT_PIECES: Decimal(16),
    }
    assert found[M.REACH].formula == "8 creators × 2 posts × 20,000 followers × reach rate 15 %"
    assert any("Influencer Marketing Factory" in source for source in found[M.ENGAGEMENTS].sources)
    assert any("5 to 15 in USD" in source for source in found[M.COST_PER_MILLE].sources), "too dear shows beside it"
    assert "Nobody publishes views" in found[M.VIEWS].missing


def test_each_objective_gets_its_own_set_in_order():
    for objective in Objective:
        assert tuple(proposed(FULL, objective)) == propose_kpis([objective])
    assert proposed(FULL, Objective.AWARENESS)[M.REACH].value


def test_without_a_plan_it_says_what_is_missing():
    found = proposed(Plan())
    assert found[M.REACH].value is None
    assert "creators, followers and posts" in found[M.REACH].missing
    assert found[M.REVENUE].missing == "Needs the budget."
    assert found[M.CONTENT_PIECES].missing == "Needs creators and posts of each."
    assert found[M.RETURN_ON_AD_SPEND].value == Decimal("3.0"), "a published range needs no plan"


def test_own_posts_count_from_five_on():
    own = OwnRates((6.0,) * 5, (9.0,) * 5, (20.0,) * 4)
    found = proposed(Plan(Platform.INSTAGRAM, None, 8, 20_000, 2, None, own))
    assert found[M.ENGAGEMENTS].value == Decimal(19_000)
    assert found[M.ENGAGEMENT_RATE_BY_REACH].value == Decimal("9.0")
    assert found[M.ENGAGEMENT_RATE_BY_REACH].sources == ("Own history, median of 5 posts",)
    assert found[M.REACH].value == Decimal(48_000), "four posts are too few to replace the published rate"


def test_costs_in_another_currency_are_not_taken_from_dollars():
    euros = proposed(Plan(budget=Money(600_000, "EUR")))[M.COST_PER_MILLE]
    assert euros.value is None
    assert "in USD" in euros.missing
    assert proposed(Plan(budget=Money(600_000, "USD")))[M.COST_PER_MILLE].value == Decimal("10.00")


def test_a_platform_without_a_published_rate_gets_no_number():
    found = proposed(Plan(Platform.TWITCH, None, 8, 200_000, 2))
    assert found[M.REACH].value is None
    assert "Twitch" in found[M.REACH].missing


@pytest.mark.parametrize(("value", "unit", "wanted"), [
    (47_500, Unit.COUNT, "48000"), (7.4, Unit.COUNT, "7"), (0.2, Unit.COUNT, "1"), (3.649, Unit.PERCENT, "3.6"),
    (0.512, Unit.MONEY, "0.51"), (18_000.4, Unit.MONEY, "18000"), (0.001, Unit.MONEY, "0.01"),
])
def test_proposals_are_round(value: float, unit: Unit, wanted: str):
    assert rounded(value, unit) == Decimal(wanted)


@given(
    st.sampled_from(Platform), st.none() | st.integers(1, 10**9), st.none() | st.integers(1, 5_000),
    st.none() | st.integers(1, 10**8), st.none() | st.integers(1, 500), st.none() | st.integers(1, 10**7),
)
def test_whatever_is_proposed_can_be_stored(platform, budget, creators, followers, posts, order):
    plan = Plan(platform, Money(budget, "EUR") if budget else None, creators, followers, posts,
                Money(order, "EUR") if order else None)
    for one in propose_targets(Objective, plan, load_benchmarks()):
        if one.value is None:
            assert one.missing
        else:
            assert Target(one.metric, one.value)
            assert one.formula
            assert one.sources or one.metric is M.CONTENT_PIECES
        assert METRICS[one.metric]

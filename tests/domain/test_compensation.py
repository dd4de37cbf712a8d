"""Deals: sums by hand, and money that never gets lost or invented."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.compensation import (
    PPM,
    Bonus,
    Commission,
    FeeLine,
    Milestone,
    Outcome,
    ProductLine,
    Terms,
    Trigger,
    check_terms,
    instalments,
    payout,
    share_of,
    split,
    what_if,
)
from microinf_desktop.domain.enums import CompensationModel, TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money

FEE = FeeLine("Reel", 2, 45_000)
BOX = ProductLine("Serum set", 1, 8_900, 2_150)
HYBRID = Terms(
    "EUR", CompensationModel.HYBRID, fees=(FEE,), products=(BOX,),
    commission=Commission(share_ppm=100_000, cap_minor=50_000),
    bonuses=(Bonus("Views", TargetMetric.VIEWS, 50_000, 300, per_units=1_000, cap_minor=30_000),),
)
FLAT = Terms("EUR", CompensationModel.FLAT_FEE, fees=(FEE,))
amounts = st.integers(0, 10**9)


def test_a_hybrid_by_hand():
    paid = payout(HYBRID, Outcome(12, 240_000, 40_000, {TargetMetric.VIEWS: 81_999}))
    assert paid.fees_minor == 90_000
    assert paid.commission_minor == 20_000  # 10 % of 2,000.00 after refunds
    assert paid.bonus_minor == 9_300  # 31 full thousands above 50,000 at 3.00
    assert paid.cash == Money(119_300, "EUR")
    assert paid.value == Money(128_200, "EUR")
    assert paid.cost == Money(121_450, "EUR")


def test_caps_hold():
    rich = Outcome(1_000, 10**8, 0, {TargetMetric.VIEWS: 10**7})
    assert payout(HYBRID, rich).commission_minor == 50_000
    assert payout(HYBRID, rich).bonus_minor == 30_000
    capped = payout(replace(HYBRID, cap_minor=120_000), rich)
    assert capped.held_back_minor == 50_000
    assert capped.cash.minor == 120_000


def test_results_that_are_missing_or_refunded_pay_nothing():
    poor = payout(HYBRID, Outcome(3, 10_000, 25_000))
    assert poor.cash.minor == 90_000
    assert Outcome(revenue_minor=10_000, refunds_minor=25_000).net_revenue_minor == 0


def test_a_bonus_once_and_an_amount_per_sale():
    terms = Terms(
        "USD", CompensationModel.HYBRID, commission=Commission(per_sale_minor=250),
        bonuses=(Bonus("1,000 clicks", TargetMetric.CLICKS, 1_000, 10_000),),
    )
    assert [paid.cash.minor for paid in what_if(terms, [
        Outcome(), Outcome(4), Outcome(4, metrics={TargetMetric.CLICKS: 1_000}),
        Outcome(4, metrics={TargetMetric.CLICKS: 999}),
    ])] == [0, 1_000, 11_000, 1_000]


@given(amounts, st.integers(0, PPM))
def test_shares_are_rounded_half_up(amount, share):
    exact = Decimal(amount) * share / PPM
    assert share_of(amount, share) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_parts_add_up_exactly_and_are_fair(total, weights):
    parts = split(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        exact = total * weight / sum(weights)
        assert abs(part - exact) < 1 + abs(exact) * 1e-9
        assert weight or part == 0


@given(st.integers(0, 10**6), st.integers(1, 12))
def test_equal_parts_differ_by_one_unit_at_most_and_the_first_get_it(total, count):
    parts = split(total, [1] * count)
    assert max(parts) - min(parts) <= 1
    assert list(parts) == sorted(parts, reverse=True)


def test_split_needs_weights():
    for weights in ([], [0, 0], [1, -1, 2]):
        with pytest.raises(ValueError, match="weights"):
            split(100, weights)


def test_instalments_by_hand():
    thirds = tuple(Milestone(trigger, share) for trigger, share in [
        (Trigger.SIGNATURE, 333_333), (Trigger.APPROVAL, 333_333), (Trigger.LIVE, 333_334),
    ])
    terms = Terms("EUR", CompensationModel.FLAT_FEE, fees=(FeeLine("Reel", 1, 100_000),), milestones=thirds)
    assert [(part.trigger, part.amount.minor) for part in instalments(terms)] == [
        (Trigger.SIGNATURE, 33_333), (Trigger.APPROVAL, 33_333), (Trigger.LIVE, 33_334),
    ]


@given(st.integers(1, 5), st.integers(0, 10**7), st.lists(st.integers(0, 100), min_size=1, max_size=4).filter(any))
def test_instalments_add_up_to_the_fees(quantity, unit, weights):
    shares = split(PPM, weights)
    stones = tuple(Milestone(Trigger.LIVE, share) for share in shares)
    terms = Terms(
        "JPY", CompensationModel.HYBRID, fees=(FeeLine("Post", quantity, unit),), products=(BOX,),
        commission=Commission(50_000), milestones=stones,
    )
    parts = instalments(terms)
    assert sum(part.amount.minor for part in parts) == quantity * unit
    assert all(part.amount.minor > 0 for part in parts)


@given(amounts, amounts, st.integers(0, 10**7), st.integers(0, 10**6))
def test_no_outcome_pays_less_than_the_fees_or_more_than_the_cap(revenue, refunds, views, room):
    terms = replace(HYBRID, cap_minor=90_000 + room)
    check_terms(terms)
    paid = payout(terms, Outcome(1, revenue, refunds, {TargetMetric.VIEWS: views}))
    assert 90_000 <= paid.cash.minor <= terms.cap_minor


@pytest.mark.parametrize("terms", [HYBRID, FLAT, Terms("EUR", CompensationModel.PRODUCT_SEEDING, products=(BOX,)),
                                   Terms("EUR", CompensationModel.COMMISSION, commission=Commission(150_000))])
def test_sound_deals_pass(terms):
    check_terms(terms)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (Terms("EUR", CompensationModel.FLAT_FEE), "model"),
        (replace(FLAT, commission=Commission(1)), "model"),
        (Terms("EUR", CompensationModel.PRODUCT_SEEDING), "model"),
        (Terms("EUR", CompensationModel.PRODUCT_SEEDING, fees=(FEE,), products=(BOX,)), "model"),
        (Terms("EUR", CompensationModel.COMMISSION, commission=Commission()), "model"),
        (Terms("EUR", CompensationModel.HYBRID, fees=(FEE,)), "model"),
        (replace(FLAT, fees=(FeeLine("Reel", 1, -1),)), "fees"),
        (replace(HYBRID, products=(ProductLine("Box", 1, 1, -1),)), "products"),
        (replace(HYBRID, commission=Commission(PPM + 1)), "commission"),
        (replace(HYBRID, bonuses=(Bonus("x", TargetMetric.VIEWS, 0, 1, per_units=0),)), "bonuses"),
        (replace(FLAT, cap_minor=89_999), "cap_minor"),
        (replace(FLAT, milestones=(Milestone(Trigger.LIVE, 900_000),)), "milestones"),
    ],
)
def test_deals_that_do_not_hang_together_are_refused_by_field(terms, field):
    with pytest.raises(ValidationError) as caught:
        check_terms(terms)
    assert caught.value.field == field
    assert caught.value.hint

"""What-if: payout, cost per result and break-even against figures worked out by hand."""

import pytest

from microinf_desktop.domain.compensation import Bonus, Commission, FeeLine, ProductLine, Terms
from microinf_desktop.domain.enums import CompensationModel, TargetMetric
from microinf_desktop.domain.what_if import Assumption, break_even_sales, scenarios, what_if

FLAT = Terms("EUR", CompensationModel.FLAT_FEE, (FeeLine("Reel", 1, 100_000),))
HYBRID = Terms(
    "EUR", CompensationModel.HYBRID, (FeeLine("Reel", 1, 60_000),), (ProductLine("Tea", 1, 5_000, 5_000),),
    Commission(100_000, 100), (Bonus("", TargetMetric.VIEWS, 20_000, 10_000),),
)
EXPECTED = Assumption(views=24_000, engagements=1_200, clicks=400, sales=20, order_value_minor=5_000)


def test_costs_per_result_of_a_hybrid() -> None:
    found = what_if(HYBRID, EXPECTED)
    # 600.00 + 50.00 product + 10 % of 1,000.00 + 20 × 1.00 + 100.00 bonus = 870.00
    assert found.paid.cost.minor == 87_000
    assert found.cost_per_mille == pytest.approx(3_625)
    assert found.cost_per_engagement == pytest.approx(72.5)
    assert found.cost_per_sale == pytest.approx(4_350)


def test_scenarios_reach_the_bonus_or_miss_it() -> None:
    found = scenarios(HYBRID, EXPECTED)
    assert (found.low.assumption.views, found.high.assumption.views) == (18_000, 30_000)
    assert (found.low.paid.bonus_minor, found.high.paid.bonus_minor) == (0, 10_000)
    assert found.low.assumption.order_value_minor == 5_000


@pytest.mark.parametrize(
    ("terms", "assumed", "expected"),
    [
        (FLAT, Assumption(order_value_minor=5_000), 20),
        (FLAT, Assumption(order_value_minor=5_000, margin_percent=40), 50),
        (FLAT, Assumption(order_value_minor=None), None),
        # Each sale earns 50.00 and costs 6.00: 750.00 ÷ 44.00 = 17.05 with the bonus.
        (HYBRID, Assumption(views=24_000, order_value_minor=5_000), 18),
        # A margin that the commission eats up is never earned back.
        (HYBRID, Assumption(order_value_minor=5_000, margin_percent=10), None),
    ],
)
def test_break_even(terms: Terms, assumed: Assumption, expected: int | None) -> None:
    assert break_even_sales(terms, assumed) == expected


def test_what_is_not_assumed_is_missing_and_never_zero() -> None:
    found = what_if(FLAT, Assumption())
    assert (found.cost_per_mille, found.cost_per_engagement, found.cost_per_sale) == (None, None, None)

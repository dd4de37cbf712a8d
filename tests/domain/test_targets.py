"""Targets and how they stand."""

from datetime import date
from decimal import Decimal

import pytest

from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.periods import Period
from microinf_desktop.domain.targets import Standing, Target, attainment, standing

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
REACH = Target(TargetMetric.REACH, Decimal(300_000))
RATE = Target(TargetMetric.ENGAGEMENT_RATE_BY_REACH, Decimal("4.5"))
COST = Target(TargetMetric.COST_PER_MILLE, Decimal("12.50"))


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        (TargetMetric.REACH, "0"),
        (TargetMetric.REACH, "-5"),
        (TargetMetric.REACH, "10.5"),
        (TargetMetric.REACH, "NaN"),
        (TargetMetric.REVENUE, "Infinity"),
        (TargetMetric.CLICK_THROUGH_RATE, "101"),
    ],
)
def test_impossible_targets_are_refused(metric, value):
    with pytest.raises(ValidationError) as caught:
        Target(metric, Decimal(value))
    assert caught.value.field == "value"
    assert caught.value.hint


def test_attainment_counts_costs_the_other_way_round():
    assert attainment(REACH, 150_000) == 50
    assert attainment(COST, 25.0) == 50
    assert attainment(COST, 10.0) == 125
    assert attainment(COST, 0) is None
    assert attainment(REACH, None) is None
    assert attainment(REACH, 0) == 0


@pytest.mark.parametrize(
    ("target", "actual", "today", "expected"),
    [
        (REACH, None, date(2026, 11, 10), Standing.NO_DATA),
        (REACH, 10, date(2026, 10, 31), Standing.NO_DATA),
        (REACH, 90_000, date(2026, 11, 10), Standing.ON_TRACK),  # an even pace is 100,000, a tenth is forgiven
        (REACH, 89_999, date(2026, 11, 10), Standing.BEHIND),
        (REACH, 300_000, date(2026, 11, 10), Standing.MET),
        (REACH, 299_999, date(2026, 12, 1), Standing.MISSED),
        (RATE, 4.5, date(2026, 11, 2), Standing.ON_TRACK),
        (RATE, 4.4, date(2026, 11, 2), Standing.BEHIND),
        (RATE, 4.6, date(2026, 12, 1), Standing.MET),
        (COST, 12.5, date(2026, 11, 2), Standing.ON_TRACK),
        (COST, 12.6, date(2026, 11, 2), Standing.BEHIND),
        (COST, 12.6, date(2026, 12, 1), Standing.MISSED),
    ],
)
def test_standing(target, actual, today, expected):
    assert standing(target, actual, NOVEMBER, today) is expected

"""What a deal pays and costs for assumed results: payout, cost per result, break-even, and three scenarios."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from microinf_desktop.domain import formulas
from microinf_desktop.domain.compensation import Outcome, Payout, Terms, payout
from microinf_desktop.domain.enums import TargetMetric

# How far low and high lie from what is expected, in per cent; a plain assumption, shown with its number.
SPREAD_PERCENT = 25


@dataclass(frozen=True, slots=True)
class Assumption:
    """Assumed results of all work of a deal; None is not assumed. Order value in minor units, margin in per cent."""

    views: int | None = None
    engagements: int | None = None
    clicks: int | None = None
    sales: int | None = None
    order_value_minor: int | None = None
    margin_percent: float | None = None

    def scaled(self, percent: int) -> "Assumption":
        """The same with `percent` of the counts, rounded half up; order value and margin stay."""
        def part(number: int | None) -> int | None:
            return None if number is None else (number * percent * 2 + 100) // 200

        return replace(
            self, views=part(self.views), engagements=part(self.engagements), clicks=part(self.clicks),
            sales=part(self.sales),
        )

    @property
    def outcome(self) -> Outcome:
        """As the compensation computes it; revenue is sales times order value."""
        counted: dict[TargetMetric, int | None] = {
            TargetMetric.VIEWS: self.views, TargetMetric.ENGAGEMENTS: self.engagements,
            TargetMetric.CLICKS: self.clicks, TargetMetric.CONVERSIONS: self.sales,
        }
        known: Mapping[TargetMetric, int] = {name: value for name, value in counted.items() if value is not None}
        return Outcome(
            sales=self.sales or 0, revenue_minor=(self.sales or 0) * (self.order_value_minor or 0), metrics=known
        )


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The figures of one scenario; costs per result in minor units, None where the result is not assumed."""

    assumption: Assumption
    paid: Payout
    cost_per_mille: float | None
    cost_per_engagement: float | None
    cost_per_sale: float | None
    break_even_sales: int | None


@dataclass(frozen=True, slots=True)
class Scenarios:
    low: WhatIf
    expected: WhatIf
    high: WhatIf


def what_if(terms: Terms, assumed: Assumption) -> WhatIf:
    """One scenario. Cost is cash to the creator and product; formulas of the field guide, section 1."""
    paid = payout(terms, assumed.outcome)
    cost = paid.cost.minor or None
    return WhatIf(
        assumed, paid, formulas.cost_per_mille(cost, assumed.views),
        formulas.cost_per_engagement(cost, assumed.engagements), formulas.cost_per_acquisition(cost, assumed.sales),
        break_even_sales(terms, assumed),
    )


def scenarios(terms: Terms, expected: Assumption) -> Scenarios:
    """A quarter less, as expected, and a quarter more."""
    return Scenarios(
        what_if(terms, expected.scaled(100 - SPREAD_PERCENT)), what_if(terms, expected),
        what_if(terms, expected.scaled(100 + SPREAD_PERCENT)),
    )


def break_even_sales(terms: Terms, assumed: Assumption) -> int | None:
    """The least number of sales that earn back what the deal costs with them; None when no number does.

    Each sale earns order value × margin (all of it where no margin is known). The cost grows with commission and with
    bonuses on the assumed views and engagements. Looked up by halving: profit has to be monotonous from the answer
    on, which holds because caps only lower the cost of a further sale. Field guide 1, Break-even.
    """
    value = assumed.order_value_minor
    if not value:
        return None
    margin = 100.0 if assumed.margin_percent is None else assumed.margin_percent
    if not any((terms.fees, terms.products, terms.bonuses)):
        return None
    highest = 10_000_000

    def pays(sales: int) -> bool:
        cost = payout(terms, replace(assumed, sales=sales).outcome).cost.minor
        return math.floor(sales * value * margin / 100) >= cost

    if not pays(highest):
        return None
    low, high = 0, highest
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if pays(middle) else (middle + 1, high)
    return low

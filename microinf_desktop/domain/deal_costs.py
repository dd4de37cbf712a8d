"""What deals cost by what their posts achieved so far, and which parts cannot be counted yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from microinf_desktop.domain.compensation import Outcome, Payout, Terms, payout
from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.report_rows import DeliverableRow


def _counter(name: str) -> Callable[[DeliverableRow], int | None]:
    return lambda row: getattr(row.latest, name) if row.latest else None


_COUNTS: Mapping[TargetMetric, Callable[[DeliverableRow], int | None]] = {
    TargetMetric.REACH: _counter("reach"),
    TargetMetric.IMPRESSIONS: _counter("impressions"),
    TargetMetric.VIEWS: _counter("views"),
    TargetMetric.ENGAGEMENTS: lambda row: row.engagements,
    TargetMetric.CLICKS: _counter("link_clicks"),
    TargetMetric.CONVERSIONS: _counter("conversions"),
}


@dataclass(frozen=True, slots=True)
class DealCost:
    """A creator's deal with what her published posts achieved.

    `counts` hold the sums of the last reads, metrics that nobody read are missing; `revenue_minor` is in the deal's
    currency, None when none was read. `has_bonus_words`: a bonus was agreed in words, which cannot be computed.
    `lacks_product_value`: a product was sent whose value is not known.
    """

    creator_id: int
    terms: Terms
    counts: Mapping[TargetMetric, int]
    revenue_minor: int | None
    has_bonus_words: bool = False
    lacks_product_value: bool = False
    name: str = ""
    handles: str = ""

    @property
    def paid(self) -> Payout:
        """Fees, commission, bonuses and product as far as the results are read."""
        return payout(self.terms, Outcome(
            sales=self.counts.get(TargetMetric.CONVERSIONS, 0), revenue_minor=self.revenue_minor or 0,
            metrics=self.counts,
        ))

    @property
    def cost(self) -> Money | None:
        """What the deal costs, products at retail value; None when nothing of it is known."""
        commission = self.terms.commission is not None and not self.lacks_commission
        bonus = any(bonus.metric in self.counts for bonus in self.terms.bonuses)
        worth = any(line.value_minor for line in self.terms.products)
        return self.paid.cost if self.terms.fees or worth or commission or bonus else None

    @property
    def lacks_commission(self) -> bool:
        """Whether a part of the commission cannot be counted, because its revenue or its sales were not read."""
        agreed = self.terms.commission
        if agreed is None:
            return False
        return bool(agreed.share_ppm and self.revenue_minor is None) or bool(
            agreed.per_sale_minor and TargetMetric.CONVERSIONS not in self.counts
        )

    @property
    def lacks_bonus(self) -> bool:
        """Whether a bonus cannot be counted, because its metric was not read."""
        return any(bonus.metric not in self.counts for bonus in self.terms.bonuses)


def counts_of(posts: Iterable[DeliverableRow]) -> dict[TargetMetric, int]:
    """Sums of the last reads of published posts; a metric that was read on none of them is left out."""
    listed = [row for row in posts if row.is_published]
    known = {metric: [n for row in listed if (n := read(row)) is not None] for metric, read in _COUNTS.items()}
    return {metric: sum(numbers) for metric, numbers in known.items() if numbers}


def revenue_of(posts: Iterable[DeliverableRow]) -> int | None:
    """Attributed revenue of published posts in minor units of the campaign's currency; None when none was read."""
    known = [
        row.latest.revenue_minor for row in posts
        if row.is_published and row.latest is not None and row.latest.revenue_minor is not None
    ]
    return sum(known) if known else None

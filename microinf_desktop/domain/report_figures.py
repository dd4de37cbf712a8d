"""The figures of a report, from deals and reads.

KPIs, totals per creator, curves over time, and what is missing.

A rate is always a rate of sums, and what lacks the denominator leaves both sums (field guide 1).
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from microinf_desktop.domain import formulas
from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.metrics import MetricRead
from microinf_desktop.domain.money import Money, minor_digits
from microinf_desktop.domain.report_rows import (
    CreatorDeal,
    CreatorRow,
    DayCount,
    DeliverableRow,
    KpiRow,
    SpendRow,
)

Value = int | float | None
_ESTIMATE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Jump:
    """The largest step of a cumulative curve: on which day, by how much, and by which deliverable."""

    day: date
    before: float
    after: float
    deliverable: DeliverableRow

    @property
    def gain(self) -> float:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class PeriodSum:
    """A sum over the days from `start` to `end`, both included."""

    start: date
    end: date
    value: float


# KPIs -------------------------------------------------------------------------------------------------------

def kpi_rows(
    metrics: Iterable[TargetMetric],
    targets: Mapping[TargetMetric, float],
    deliverables: Sequence[DeliverableRow],
    creators: Sequence[CreatorRow],
    cost: Money | None,
    currency: str,
) -> tuple[KpiRow, ...]:
    """One row per metric, those with a target first where the objectives do not name them already.

    `cost` is the total spend of CPA and ROAS; CPE and CPM take the cost of the creators that have the
    denominator. Amounts come out in major units of `currency`.
    """
    posts = [row for row in deliverables if row.is_published]
    wanted = dict.fromkeys([*metrics, *targets])
    total = None if cost is None or cost.currency != currency else float(cost.decimal)
    return tuple(_kpi(metric, targets.get(metric), posts, creators, total, currency) for metric in wanted)


def _kpi(
    metric: TargetMetric,
    target: float | None,
    posts: Sequence[DeliverableRow],
    creators: Sequence[CreatorRow],
    cost: float | None,
    currency: str,
) -> KpiRow:
    if metric is TargetMetric.CONTENT_PIECES:
        return KpiRow(metric, float(len(posts)), target, n=len(posts), base="deliverables")
    if metric in _SUMS:
        return _sum_kpi(metric, target, posts, currency)
    if metric in _RATES:
        return _rate_kpi(metric, target, posts)
    if metric in _UNIT_COSTS:
        return _unit_cost_kpi(metric, target, posts, creators, currency)
    return _return_kpi(metric, target, posts, cost, currency)


def _revenue(currency: str) -> Callable[[DeliverableRow], Value]:
    def read(row: DeliverableRow) -> Value:
        minor = row.latest.revenue_minor if row.latest else None
        return None if minor is None else minor / 10 ** minor_digits(currency)

    return read


def _counter(name: str) -> Callable[[DeliverableRow], Value]:
    return lambda row: getattr(row.latest, name) if row.latest else None


def _engaged(row: DeliverableRow) -> Value:
    return row.engagements


_reach, _impressions, _clicks, _conversions = map(_counter, ("reach", "impressions", "link_clicks", "conversions"))
_SUMS: Mapping[TargetMetric, Callable[[DeliverableRow], Value] | None] = {
    TargetMetric.REACH: _reach,
    TargetMetric.IMPRESSIONS: _impressions,
    TargetMetric.VIEWS: _counter("views"),
    TargetMetric.ENGAGEMENTS: _engaged,
    TargetMetric.CLICKS: _clicks,
    TargetMetric.CONVERSIONS: _conversions,
    TargetMetric.REVENUE: None,
}
_RATES = {
    TargetMetric.ENGAGEMENT_RATE_BY_REACH: (_engaged, _reach),
    TargetMetric.CLICK_THROUGH_RATE: (_clicks, _impressions),
}
_UNIT_COSTS = {
    TargetMetric.COST_PER_ENGAGEMENT: (_engaged, formulas.cost_per_engagement),
    TargetMetric.COST_PER_MILLE: (_impressions, formulas.cost_per_mille),
}


def _sum_kpi(
    metric: TargetMetric, target: float | None, posts: Sequence[DeliverableRow], currency: str
) -> KpiRow:
    read = _SUMS[metric] or _revenue(currency)
    known = [(row, value) for row in posts if (value := read(row)) is not None]
    return KpiRow(
        metric, math.fsum(value for _, value in known) if known else None, target, n=len(known),
        left_out=len(posts) - len(known), is_estimated=_is_estimate(known), currency=currency,
    )


def _rate_kpi(metric: TargetMetric, target: float | None, posts: Sequence[DeliverableRow]) -> KpiRow:
    over, under = _RATES[metric]
    rate = formulas.campaign_rate((over(row), under(row)) for row in posts)
    known = [
        (row, base) for row in posts if over(row) is not None and (base := under(row)) is not None and base > 0
    ]
    return KpiRow(
        metric, rate.value, target, numerator=rate.numerator if rate.n else None,
        denominator=rate.denominator if rate.n else None, n=rate.n, left_out=rate.left_out,
        is_estimated=_is_estimate(known),
    )


def _unit_cost_kpi(
    metric: TargetMetric,
    target: float | None,
    posts: Sequence[DeliverableRow],
    creators: Sequence[CreatorRow],
    currency: str,
) -> KpiRow:
    under, formula = _UNIT_COSTS[metric]
    counted: dict[int, float] = {}
    known: list[tuple[DeliverableRow, int | float]] = []
    for row in posts:
        if (value := under(row)) is not None:
            counted[row.creator_id] = counted.get(row.creator_id, 0) + value
            known.append((row, value))
    costs = {row.creator_id: row.cost for row in creators if row.cost and row.cost.currency == currency}
    paired = [(float(costs[one].decimal), counted[one]) for one in counted if one in costs]
    total, base = math.fsum(cost for cost, _ in paired), math.fsum(count for _, count in paired)
    return KpiRow(
        metric, formula(total, base) if paired else None, target, numerator=total if paired else None,
        denominator=base if paired else None, n=len(paired), left_out=len(creators) - len(paired),
        base="creators", is_estimated=_is_estimate(known), currency=currency,
    )


def _return_kpi(
    metric: TargetMetric, target: float | None, posts: Sequence[DeliverableRow], cost: float | None, currency: str
) -> KpiRow:
    source = TargetMetric.REVENUE if metric is TargetMetric.RETURN_ON_AD_SPEND else TargetMetric.CONVERSIONS
    got = _sum_kpi(source, None, posts, currency)
    if metric is TargetMetric.RETURN_ON_AD_SPEND:
        over, under, actual = got.actual, cost, formulas.return_on_ad_spend(got.actual, cost)
    else:
        over, under, actual = cost, got.actual, formulas.cost_per_acquisition(cost, got.actual)
    return KpiRow(
        metric, actual, target, over, under, got.n, got.left_out, is_estimated=got.is_estimated, currency=currency
    )


def _is_estimate(known: Sequence[tuple[DeliverableRow, int | float]]) -> bool:
    """Whether estimates make up more than a tenth of a sum, so that it has to be marked as one."""
    total = math.fsum(value for _, value in known)
    guessed = math.fsum(value for row, value in known if row.latest is not None and row.latest.is_estimated)
    return guessed > total * _ESTIMATE_SHARE


def _is_estimated(rows: Iterable[DeliverableRow]) -> bool:
    return any(row.latest is not None and row.latest.is_estimated for row in rows)


# Creators ---------------------------------------------------------------------------------------------------

def creator_rows(
    deals: Iterable[CreatorDeal], deliverables: Sequence[DeliverableRow], currency: str
) -> tuple[CreatorRow, ...]:
    """Totals per creator, the largest reach first; creators without reads last, by name."""
    by_creator: dict[int, list[DeliverableRow]] = {}
    for row in deliverables:
        if not row.is_dropped:
            by_creator.setdefault(row.creator_id, []).append(row)
    rows = [_creator(deal, by_creator.get(deal.creator_id, []), currency) for deal in deals]
    return tuple(sorted(rows, key=lambda row: (-(row.reach or -1), -(row.engagements or -1), row.name)))


def _creator(deal: CreatorDeal, kept: Sequence[DeliverableRow], currency: str) -> CreatorRow:
    posts, planned = [row for row in kept if row.is_published], [row for row in kept if row.is_planned]
    engaged = _total(row.engagements for row in posts)
    cost = None if deal.cost is None or deal.cost.currency != currency else float(deal.cost.decimal)
    rate = formulas.campaign_rate((row.engagements, _reach(row)) for row in posts)
    return CreatorRow(
        creator_id=deal.creator_id,
        name=deal.name,
        handles=deal.handles,
        kinds=tuple(row.kind for row in planned),
        planned=len(planned),
        published=sum(row.is_published for row in planned),
        reach=_total(_read(row, "reach") for row in posts),
        views=_total(_read(row, "views") for row in posts),
        engagements=engaged,
        engagement_rate=rate.value,
        cost=deal.cost,
        cost_per_engagement=formulas.cost_per_engagement(cost, engaged),
        conversions=_total(_read(row, "conversions") for row in posts),
        is_estimated=_is_estimated(posts),
    )


def _read(row: DeliverableRow, name: str) -> int | None:
    value: int | None = getattr(row.latest, name) if row.latest else None
    return value


def _total(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def spent(spend: Sequence[SpendRow], deals: Iterable[CreatorDeal], currency: str) -> Money | None:
    """Total cost of the campaign: the counted lines of the budget, else what the creators cost.

    None when nothing is known or a cost is in another currency, because a sum would then be wrong.
    """
    lines = [row.actual for row in spend if row.is_counted and row.actual is not None]
    amounts = lines or [deal.cost for deal in deals if deal.cost is not None]
    if not amounts or any(amount.currency != currency for amount in amounts):
        return None
    return sum(amounts[1:], amounts[0])


# Over time --------------------------------------------------------------------------------------------------

def cumulative(
    deliverables: Iterable[DeliverableRow], read: Callable[[MetricRead], int | None], start: date | None = None
) -> tuple[tuple[date, float], ...]:
    """A running total over posts: on each day a post was read, the sum of every post's last read until then.

    Starts at 0 on `start` (a day before the first read when None). Empty when nothing was read.
    """
    steps = _steps(deliverables, read)
    if not steps:
        return ()
    first = steps[0][0]
    points = {min(start, first - timedelta(days=1)) if start else first - timedelta(days=1): 0.0}
    total = 0.0
    for day, change, _ in steps:
        total += change
        points[day] = total
    return tuple(points.items())


def largest_jump(
    deliverables: Iterable[DeliverableRow], read: Callable[[MetricRead], int | None]
) -> Jump | None:
    """The single read that lifted the total most; None when nothing was read."""
    total, best = 0.0, None
    for day, change, row in _steps(deliverables, read):
        if best is None or change > best.gain:
            best = Jump(day, total, total + change, row)
        total += change
    return best


def _steps(
    deliverables: Iterable[DeliverableRow], read: Callable[[MetricRead], int | None]
) -> list[tuple[date, float, DeliverableRow]]:
    steps = []
    for row in deliverables:
        last = 0
        for entry in row.reads if row.is_published else ():
            if (value := read(entry)) is not None:
                steps.append((entry.read_on, float(value - last), row))
                last = value
    return sorted(steps, key=lambda step: (step[0], step[2].deliverable_id))


def period_sums(values: Iterable[tuple[date, float]], start: date, end: date) -> tuple[PeriodSum, ...]:
    """Sums by day, two days, week or four weeks, so that at most about a dozen bars cover start to end."""
    days = max(1, (end - start).days + 1)
    length = next((size for size in (1, 2, 7, 28) if days <= 12 * size), math.ceil(days / 12))
    count = math.ceil(days / length)
    sums = [0.0] * count
    for day, value in values:
        if start <= day <= end:
            sums[(day - start).days // length] += value
    starts = [start + timedelta(days=length * slot) for slot in range(count)]
    return tuple(
        PeriodSum(first, min(end, first + timedelta(days=length - 1)), value)
        for first, value in zip(starts, sums, strict=True)
    )


def late_share(daily: Sequence[DayCount]) -> tuple[float, int] | None:
    """Share of conversions in the last third of the days (0 to 1) and how many days that is.

    None without any.
    """
    total = sum(row.conversions for row in daily)
    if not daily or total <= 0:
        return None
    first, last = min(row.day for row in daily), max(row.day for row in daily)
    days = (last - first).days + 1
    tail = math.ceil(days / 3)
    if days < 6:
        return None
    since = last - timedelta(days=tail - 1)
    return sum(row.conversions for row in daily if row.day >= since) / total, tail

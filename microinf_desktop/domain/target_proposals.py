"""Targets proposed from the objectives, the plan (budget, creators, their size) and published benchmarks.

The agency's own posts count first, from five on; then the published values, each named with its source (field
guide, section 8). What cannot be worked out says what is missing instead of a number.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from microinf_desktop.domain.benchmarks import BenchmarkLibrary, Comparison, choose_benchmark
from microinf_desktop.domain.enums import Objective, Platform, TargetMetric
from microinf_desktop.domain.metrics import METRICS, Unit, propose_kpis
from microinf_desktop.domain.money import Money

# Impressions per person reached; assumed as Stellar does (field guide 1, [ST4]) until there are own posts.
FREQUENCY = 1.25
_FREQUENCY_SOURCE = "Frequency 1.25 as Stellar assumes it"
_PLAN = "creators, followers and posts of each"


@dataclass(frozen=True, slots=True)
class OwnRates:
    """What the agency's own posts on a platform achieved, one value per post, in per cent."""

    engagement_by_followers: tuple[float, ...] = ()
    engagement_by_reach: tuple[float, ...] = ()
    reach_by_followers: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What is planned; None where nobody has said yet. `followers` and `posts` are those of one creator.

    `currency` is the campaign's, for when there is no budget: published costs are in US dollars, and no exchange
    rate is at hand.
    """

    platform: Platform = Platform.INSTAGRAM
    budget: Money | None = None
    creators: int | None = None
    followers: int | None = None
    posts: int | None = None
    order_value: Money | None = None
    own: OwnRates = field(default_factory=OwnRates)
    currency: str = "USD"

    @property
    def pieces(self) -> int | None:
        """Posts of all creators together."""
        return self.creators * self.posts if self.creators and self.posts else None

    @property
    def exposure(self) -> float | None:
        """Σ followers over posts: what reach and engagement rates are multiplied with."""
        return float(self.pieces * self.followers) if self.pieces and self.followers else None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A target with how it was made; `value` None says in `missing` what is needed first."""

    metric: TargetMetric
    value: Decimal | None
    formula: str = ""
    sources: tuple[str, ...] = ()
    missing: str = ""


def propose_targets(
    objectives: Iterable[Objective], plan: Plan, library: BenchmarkLibrary
) -> tuple[Proposal, ...]:
    """A proposal for each KPI that the objectives ask for (metrics.KPI_SETS), the leading ones first."""
    maker = _Maker(plan, library)
    return tuple(maker.propose(metric) for metric in propose_kpis(objectives))


def rounded(value: float, unit: Unit) -> Decimal:
    """A target as a person would set it: two leading digits for counts, two decimals for costs, one for rates."""
    if unit is Unit.COUNT:
        whole = max(round(value), 1)
        step = max(10 ** (len(str(whole)) - 2), 1)
        return Decimal(max(round(whole / step) * step, 1))
    exact = Decimal(repr(value))
    if unit is Unit.MONEY and value >= 1_000:
        return exact.quantize(Decimal(1), ROUND_HALF_UP)
    step = Decimal("0.01") if unit is Unit.MONEY else Decimal("0.1")
    return max(exact.quantize(step, ROUND_HALF_UP), Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class _Figure:
    """An unrounded result on the way, or what it lacks."""

    value: float | None = None
    formula: str = ""
    sources: tuple[str, ...] = ()
    missing: str = ""


class _Maker:
    """Works out one metric from another, so that all proposals of a plan fit together."""

    def __init__(self, plan: Plan, library: BenchmarkLibrary) -> None:
        self.plan, self.library = plan, library
        self._makers: Mapping[TargetMetric, Callable[[], _Figure]] = {
            TargetMetric.REACH: self.reach, TargetMetric.IMPRESSIONS: self.impressions,
            TargetMetric.ENGAGEMENTS: self.engagements,
            TargetMetric.ENGAGEMENT_RATE_BY_REACH: self.engagement_rate,
            TargetMetric.COST_PER_MILLE: self.cost_per_mille,
            TargetMetric.COST_PER_ENGAGEMENT: self.cost_per_engagement, TargetMetric.REVENUE: self.revenue,
            TargetMetric.RETURN_ON_AD_SPEND: self.return_on_spend, TargetMetric.CONVERSIONS: self.conversions,
            TargetMetric.COST_PER_ACQUISITION: self.cost_per_acquisition, TargetMetric.CLICKS: self.clicks,
            TargetMetric.CONTENT_PIECES: self.pieces,
        }

    def propose(self, metric: TargetMetric) -> Proposal:
        maker = self._makers.get(metric)
        if maker is None:
            return Proposal(metric, None, missing=f"Nobody publishes {METRICS[metric].noun}; set your own.")
        figure = maker()
        if figure.value is None or figure.value <= 0:
            return Proposal(metric, None, missing=figure.missing)
        value = rounded(figure.value, METRICS[metric].unit)
        return Proposal(metric, value, figure.formula, tuple(dict.fromkeys(figure.sources)))

    # awareness

    def reach(self) -> _Figure:
        """Σ followers × reach rate (middle of the published range for feed posts)."""
        if self.plan.exposure is None:
            return _Figure(missing=f"Needs {_PLAN}.")
        rate = self._compare("reach_rate", "followers", self.plan.own.reach_by_followers)
        if rate is None:
            return _Figure(missing=f"Nobody publishes a reach rate for {_written(self.plan.platform)}; set your own.")
        share = _middle(rate)
        return _Figure(self.plan.exposure * share / 100, f"{self._base()} × reach rate {share:g} %", (rate.citation,))

    def impressions(self) -> _Figure:
        """Reach × frequency."""
        reach = self.reach()
        if reach.value is None:
            return reach
        return _Figure(reach.value * FREQUENCY, f"{reach.formula} × {FREQUENCY}", (*reach.sources, _FREQUENCY_SOURCE))

    def cost_per_mille(self) -> _Figure:
        """Budget ÷ impressions × 1,000; the published range without either."""
        return self._cost("cost_per_mille", "impressions", self.impressions(), 1_000)

    # engagement

    def engagements(self) -> _Figure:
        """Σ followers × engagement rate by followers."""
        if self.plan.exposure is None:
            return _Figure(missing=f"Needs {_PLAN}.")
        rate = self._engagement()
        if rate is None:
            return _Figure(missing=f"Nobody publishes a rate for {_written(self.plan.platform)}; set your own.")
        share = _middle(rate)
        formula = f"{self._base()} × engagement rate {share:g} %"
        return _Figure(self.plan.exposure * share / 100, formula, (rate.citation,))

    def engagement_rate(self) -> _Figure:
        """Own rates by reach; else the published rate by followers, which a rate by reach should exceed."""
        own = choose_benchmark(self.plan.own.engagement_by_reach, ())
        if own is not None:
            return _Figure(own.low, "Median of own posts, engagements ÷ reach", (own.citation,))
        rate = self._engagement()
        if rate is None:
            return _Figure(missing="Needs the followers of a creator.")
        return _Figure(
            _middle(rate), "Published rate by followers, as the least: reach is mostly below followers",
            (rate.citation,),
        )

    def cost_per_engagement(self) -> _Figure:
        """Budget ÷ engagements; the published range without either."""
        return self._cost("cost_per_engagement", "engagements", self.engagements(), 1)

    # conversion and content

    def return_on_spend(self) -> _Figure:
        """The lower end of what is called healthy."""
        found = self._compare("return_on_ad_spend", "spend", ())
        if found is None:
            return _Figure(missing="Nobody publishes a return; set your own.")
        return _Figure(found.low, "Lower end of the published range", (found.citation,))

    def revenue(self) -> _Figure:
        """Budget × ROAS."""
        roas = self.return_on_spend()
        if self.plan.budget is None or roas.value is None:
            return _Figure(missing=roas.missing or "Needs the budget.")
        formula = f"Budget {_money(self.plan.budget)} × ROAS {roas.value:g}"
        return _Figure(float(self.plan.budget.decimal) * roas.value, formula, roas.sources)

    def conversions(self) -> _Figure:
        """Revenue ÷ average order."""
        revenue, order = self.revenue(), self.plan.order_value
        if revenue.value is None or order is None:
            return _Figure(missing=revenue.missing or "Needs the average order.")
        return _Figure(
            revenue.value / float(order.decimal), f"{revenue.formula} ÷ average order {_money(order)}", revenue.sources
        )

    def cost_per_acquisition(self) -> _Figure:
        """Average order ÷ ROAS: what an order may cost when the return is to be reached."""
        roas, order = self.return_on_spend(), self.plan.order_value
        if order is None or roas.value is None:
            return _Figure(missing="Needs the average order.")
        formula = f"Average order {_money(order)} ÷ ROAS {roas.value:g}"
        return _Figure(float(order.decimal) / roas.value, formula, roas.sources)

    def clicks(self) -> _Figure:
        """Conversions ÷ conversion rate of a creator's traffic."""
        conversions = self.conversions()
        if conversions.value is None:
            return conversions
        tier = self._tier()
        rates = [row for row in self.library.benchmarks if row.measure == "conversion_rate" and row.tier == tier]
        if not rates:
            return _Figure(missing="Needs the followers of a creator.")
        return _Figure(
            conversions.value / (rates[0].low / 100),
            f"{conversions.formula} ÷ conversion rate {rates[0].low:g} % ({tier})",
            (*conversions.sources, rates[0].citation),
        )

    def pieces(self) -> _Figure:
        """Creators × posts of each."""
        if self.plan.pieces is None:
            return _Figure(missing="Needs creators and posts of each.")
        return _Figure(float(self.plan.pieces), f"{self.plan.creators:,} creators × {self.plan.posts:,} posts")

    # parts

    def _base(self) -> str:
        plan = self.plan
        return f"{plan.creators:,} creators × {plan.posts:,} posts × {plan.followers:,} followers"

    def _tier(self) -> str:
        """Name of the size band by the table whose words the conversion rates use."""
        bands = next((table for table in self.library.tiers if table.id == "later-fohr-2021"), None)
        return bands.tier_of(self.plan.followers) if bands is not None else ""

    def _engagement(self) -> Comparison | None:
        return self._compare("engagement_rate", "followers", self.plan.own.engagement_by_followers)

    def _compare(self, measure: str, denominator: str, own: Sequence[float]) -> Comparison | None:
        found = self.library.find(
            measure, platform=self.plan.platform, followers=self.plan.followers, denominator=denominator
        )
        return choose_benchmark(own, found)

    def _cost(self, measure: str, denominator: str, base: _Figure, per: int) -> _Figure:
        published = self._compare(measure, denominator, ())
        aside = "" if published is None else f"Published: {_range(published)} in USD, {published.citation}"
        budget = self.plan.budget
        if budget is not None and base.value:
            times = f" × {per:,}" if per > 1 else ""
            formula = f"Budget {_money(budget)} ÷ {denominator} {round(base.value):,}{times}"
            sources = (*base.sources, aside) if aside else base.sources
            return _Figure(float(budget.decimal) / base.value * per, formula, sources)
        if published is None or published.high is None:
            return _Figure(missing=f"Needs the budget and {_PLAN}.")
        if (budget.currency if budget is not None else self.plan.currency) != "USD":
            return _Figure(missing=f"Needs {_PLAN}. {aside}.")
        return _Figure(_middle(published), f"Middle of {_range(published)} (USD)", (published.citation,))


def _middle(found: Comparison) -> float:
    return (found.low + (found.high if found.high is not None else found.low)) / 2


def _range(found: Comparison) -> str:
    return f"{found.low:g}" if found.high in (None, found.low) else f"{found.low:g} to {found.high:g}"


def _money(amount: Money) -> str:
    return f"{amount.currency} {amount.decimal:,f}"


def _written(platform: Platform) -> str:
    return {Platform.TIKTOK: "TikTok", Platform.YOUTUBE: "YouTube"}.get(platform, platform.value.capitalize())

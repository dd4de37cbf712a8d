"""Metrics of posts.

What is read from a post, which KPIs an objective asks for, and figures that cannot be right.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microinf_desktop.domain import formulas
from microinf_desktop.domain.enums import DeliverableKind, Objective, Platform, TargetMetric


class Unit(StrEnum):
    """How a metric's value is written; money is in major units, per cent as in 5.71 %."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MULTIPLE = "multiple"


@dataclass(frozen=True, slots=True)
class MetricInfo:
    """What a KPI is called and how it is made; sentences use `noun`, and `is_plural` for its verb."""

    metric: TargetMetric
    label: str
    noun: str
    unit: Unit
    expression: str
    note: str = ""
    lower_is_better: bool = False
    is_plural: bool = False


_INFOS = (
    MetricInfo(
        TargetMetric.REACH, "Gross reach", "reach", Unit.COUNT, "Σ reach of posts",
        "Sum over posts, not unique",
    ),
    MetricInfo(
        TargetMetric.IMPRESSIONS, "Impressions", "impressions", Unit.COUNT, "Σ impressions of posts",
        is_plural=True,
    ),
    MetricInfo(TargetMetric.VIEWS, "Views", "views", Unit.COUNT, "Σ views of posts", is_plural=True),
    MetricInfo(
        TargetMetric.ENGAGEMENTS, "Engagements", "engagements", Unit.COUNT,
        "Σ likes, comments, shares, saves", "YouTube: likes and comments; stories: replies, taps, shares",
        is_plural=True,
    ),
    MetricInfo(
        TargetMetric.ENGAGEMENT_RATE_BY_REACH, "ER by reach", "engagement rate by reach", Unit.PERCENT,
        "Σ engagements ÷ Σ reach", "Posts without reach are left out of both sums",
    ),
    MetricInfo(TargetMetric.CLICKS, "Clicks", "clicks", Unit.COUNT, "Σ link clicks of posts", is_plural=True),
    MetricInfo(
        TargetMetric.CLICK_THROUGH_RATE, "CTR by impressions", "click-through rate", Unit.PERCENT,
        "Σ clicks ÷ Σ impressions", "Posts without impressions are left out of both sums",
    ),
    MetricInfo(
        TargetMetric.CONVERSIONS, "Conversions", "conversions", Unit.COUNT, "Σ attributed conversions",
        is_plural=True,
    ),
    MetricInfo(TargetMetric.REVENUE, "Revenue", "revenue", Unit.MONEY, "Σ attributed revenue"),
    MetricInfo(
        TargetMetric.RETURN_ON_AD_SPEND, "ROAS", "ROAS", Unit.MULTIPLE, "Attributed revenue ÷ total spend",
    ),
    MetricInfo(
        TargetMetric.COST_PER_ENGAGEMENT, "CPE", "cost per engagement", Unit.MONEY, "Cost ÷ engagements",
        "Creators without any engagements read are left out", lower_is_better=True,
    ),
    MetricInfo(
        TargetMetric.COST_PER_MILLE, "CPM", "cost per 1,000 impressions", Unit.MONEY,
        "Cost ÷ impressions × 1,000", "Creators without any impressions read are left out",
        lower_is_better=True,
    ),
    MetricInfo(
        TargetMetric.COST_PER_ACQUISITION, "CPA", "cost per conversion", Unit.MONEY,
        "Total spend ÷ attributed conversions", lower_is_better=True,
    ),
    MetricInfo(
        TargetMetric.CONTENT_PIECES, "Content pieces", "content pieces", Unit.COUNT, "Deliverables published",
        is_plural=True,
    ),
)
METRICS: Mapping[TargetMetric, MetricInfo] = {info.metric: info for info in _INFOS}

# Which KPIs each objective of feature B2 asks for, the leading one first.
KPI_SETS: Mapping[Objective, tuple[TargetMetric, ...]] = {
    Objective.AWARENESS: (
        TargetMetric.REACH, TargetMetric.IMPRESSIONS, TargetMetric.VIEWS, TargetMetric.COST_PER_MILLE,
    ),
    Objective.ENGAGEMENT: (
        TargetMetric.ENGAGEMENT_RATE_BY_REACH, TargetMetric.ENGAGEMENTS, TargetMetric.COST_PER_ENGAGEMENT,
    ),
    Objective.CONVERSION: (
        TargetMetric.CONVERSIONS, TargetMetric.RETURN_ON_AD_SPEND, TargetMetric.COST_PER_ACQUISITION,
        TargetMetric.REVENUE, TargetMetric.CLICKS, TargetMetric.CLICK_THROUGH_RATE,
    ),
    Objective.USER_GENERATED_CONTENT: (
        TargetMetric.CONTENT_PIECES, TargetMetric.ENGAGEMENTS, TargetMetric.COST_PER_ENGAGEMENT,
    ),
}


@dataclass(frozen=True, slots=True)
class MetricRead:
    """Totals of one post since its publication, as read on a day; None is "not read", 0 is zero.

    `revenue_minor` is in the campaign's currency; `source` says where the figures come from (typed, insights,
    screenshot, shop export …).
    """

    read_on: date
    reach: int | None = None
    impressions: int | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    replies: int | None = None
    sticker_taps: int | None = None
    link_clicks: int | None = None
    website_visits: int | None = None
    conversions: int | None = None
    leads: int | None = None
    revenue_minor: int | None = None
    followers_at_post: int | None = None
    is_estimated: bool = False
    source: str = ""

    def engagements(self, platform: Platform, kind: DeliverableKind | None) -> int | None:
        """Engagements by the platform's rule, the known parts only."""
        return formulas.engagements(platform, kind, self.parts()).value

    def parts(self) -> dict[str, int | None]:
        """The counters engagements are made of, by name."""
        return {
            "likes": self.likes, "comments": self.comments, "shares": self.shares, "saves": self.saves,
            "replies": self.replies, "sticker_taps": self.sticker_taps,
        }


def propose_kpis(objectives: Iterable[Objective]) -> tuple[TargetMetric, ...]:
    """KPIs for the objectives in their order, each once.

    First the leading KPI of every objective, then the rest.
    """
    sets = [KPI_SETS[objective] for objective in objectives]
    depth = max((len(kpis) for kpis in sets), default=0)
    ordered = (kpis[rank] for rank in range(depth) for kpis in sets if rank < len(kpis))
    return tuple(dict.fromkeys(ordered))


class DoubtKind(StrEnum):
    """Why a figure is doubted; REACH_ABOVE_IMPRESSIONS can be mended by swapping the two."""

    REACH_ABOVE_IMPRESSIONS = "reach_above_impressions"
    RATE_ABOVE_100 = "rate_above_100"
    FALLING = "falling"
    NEGATIVE = "negative"
    REVENUE_WITHOUT_CONVERSIONS = "revenue_without_conversions"
    CONVERSIONS_ABOVE_CLICKS = "conversions_above_clicks"
    REACH_FAR_ABOVE_FOLLOWERS = "reach_far_above_followers"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure to look at again: which fields, what is odd, and what to do.

    Never blocks; a reason is asked for.
    """

    kind: DoubtKind
    fields: tuple[str, ...]
    message: str
    fix: str


_CUMULATIVE = (
    "reach", "impressions", "views", "likes", "comments", "shares", "saves", "replies", "sticker_taps",
    "link_clicks", "conversions",
)
_COUNTERS = (*_CUMULATIVE, "website_visits", "leads", "followers_at_post")
# Unfollows and removed bots lower counters a little; more than this is worth a look.
_FALL_TOLERANCE = 0.02
_REACH_PER_FOLLOWER_LIMIT = 20


def check_read(
    read: MetricRead,
    platform: Platform,
    kind: DeliverableKind | None = None,
    previous: MetricRead | None = None,
) -> tuple[Doubt, ...]:
    """Doubts about a read of one post, given the read before it: feature G1's sanity checks."""
    doubts = [*_doubt_single(read, platform, kind)]
    if previous is not None:
        doubts += _doubt_falls(read, previous)
    return tuple(doubts)


def _doubt_single(read: MetricRead, platform: Platform, kind: DeliverableKind | None) -> Iterable[Doubt]:
    for name in _COUNTERS:
        value = getattr(read, name)
        if value is not None and value < 0:
            yield Doubt(
                DoubtKind.NEGATIVE, (name,),
                f"{_named(name)} {value:,} is below zero.", "Read the figure again.",
            )
    if read.reach is not None and read.impressions is not None and read.reach > read.impressions:
        yield Doubt(
            DoubtKind.REACH_ABOVE_IMPRESSIONS, ("reach", "impressions"),
            f"Reach {read.reach:,} is above impressions {read.impressions:,}. Reach counts people, "
            "impressions count views, so it cannot be higher.",
            "Swap the two, or read the screenshot again.",
        )
    yield from _doubt_rates(read, read.engagements(platform, kind))
    if read.revenue_minor and read.conversions == 0:
        yield Doubt(
            DoubtKind.REVENUE_WITHOUT_CONVERSIONS, ("revenue_minor", "conversions"),
            "There is revenue but no conversion.", "Check which orders the revenue comes from.",
        )
    clicks = read.link_clicks
    if clicks and read.conversions is not None and read.conversions > clicks:
        yield Doubt(
            DoubtKind.CONVERSIONS_ABOVE_CLICKS, ("conversions", "link_clicks"),
            f"{read.conversions:,} conversions from {clicks:,} clicks.",
            "Orders by code need no click: keep it with that reason, or check both figures.",
        )


def _doubt_rates(read: MetricRead, engaged: int | None) -> Iterable[Doubt]:
    for base in ("reach", "impressions", "views"):
        value = getattr(read, base)
        if engaged is not None and value is not None and 0 < value < engaged:
            yield Doubt(
                DoubtKind.RATE_ABOVE_100, (base,),
                f"{engaged:,} engagements from {base} {value:,} is a rate above 100 %.",
                f"Check {base} and the engagement figures.",
            )
    followers = read.followers_at_post
    if followers and read.reach is not None and read.reach > followers * _REACH_PER_FOLLOWER_LIMIT:
        yield Doubt(
            DoubtKind.REACH_FAR_ABOVE_FOLLOWERS, ("reach", "followers_at_post"),
            f"Reach {read.reach:,} is over {_REACH_PER_FOLLOWER_LIMIT} times the {followers:,} followers.",
            "Check for a digit too many; a viral post can be right.",
        )


def _doubt_falls(read: MetricRead, previous: MetricRead) -> Iterable[Doubt]:
    for name in _CUMULATIVE:
        now, before = getattr(read, name), getattr(previous, name)
        if now is None or before is None or now >= before * (1 - _FALL_TOLERANCE) or before - now < 2:
            continue
        yield Doubt(
            DoubtKind.FALLING, (name,),
            f"{_named(name)} fell from {before:,} to {now:,}. Totals since publication normally only grow.",
            "Check that both reads are totals of the same post.",
        )


def _named(name: str) -> str:
    return name.replace("_at_post", "").replace("_", " ").capitalize()


def followers_growth(points: Sequence[tuple[date, int]]) -> float | None:
    """Change of followers from the first to the last snapshot in per cent; None with fewer than two."""
    if len(points) < 2:
        return None
    ordered = sorted(points)
    return formulas.growth_rate(ordered[0][1], ordered[-1][1])

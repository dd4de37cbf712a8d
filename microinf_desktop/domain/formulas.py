"""Every metric formula of the field guide (section 1) as a small pure function, with its unit and its source.

A ratio is None, shown as "–", when its denominator is missing, 0 or negative, or its numerator is missing:
never 0 %. Percentages are given as numbers of per cent (5.71 means 5.71 %). Amounts of money keep the unit
they come in, so cents give cents. Sources in brackets are those of the field guide, for example [ST6].
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from microinf_desktop.domain.enums import DeliverableKind, Platform

Number = int | float

_STORY_PARTS = ("replies", "sticker_taps", "shares")
_SOCIAL_PARTS = ("likes", "comments", "shares", "saves")
_PARTS_BY_PLATFORM: Mapping[Platform, tuple[str, ...]] = {
    Platform.INSTAGRAM: _SOCIAL_PARTS,
    Platform.TIKTOK: _SOCIAL_PARTS,
    Platform.YOUTUBE: ("likes", "comments"),
    # Reactions are counted in the likes column, replies on X in comments, reposts in shares.
    Platform.FACEBOOK: ("likes", "comments", "shares"),
    Platform.LINKEDIN: ("likes", "comments", "shares"),
}


@dataclass(frozen=True, slots=True)
class Engagements:
    """A sum of engagements with the parts it counts and those it could not.

    Likes and comments alone are less.

    `value` is None when no part is known.
    """

    value: int | None
    counted: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SumRate:
    """A rate of sums: `value` in per cent, the two sums, how many items are in and how many were left out."""

    value: float | None
    numerator: float
    denominator: float
    n: int
    left_out: int


def _ratio(numerator: Number | None, denominator: Number | None) -> float | None:
    """numerator ÷ denominator, or None where the guide prints "–"."""
    if numerator is None or denominator is None:
        return None
    if not (math.isfinite(numerator) and math.isfinite(denominator)) or denominator <= 0:
        return None
    result = numerator / denominator
    return result if math.isfinite(result) else None


def _percent(numerator: Number | None, denominator: Number | None) -> float | None:
    ratio = _ratio(numerator, denominator)
    return None if ratio is None or not math.isfinite(ratio * 100) else ratio * 100


# Engagements ------------------------------------------------------------------------------------------------

def engagement_parts(platform: Platform, kind: DeliverableKind | None = None) -> tuple[str, ...]:
    """Which counters make up an engagement there. Source: field guide 1, row Engagements.

    Story: replies + sticker taps (+ shares). Instagram and TikTok: likes + comments + shares + saves.
    YouTube: likes + comments. Facebook: reactions + comments + shares. Platforms the guide does not name
    count like Instagram.
    """
    if kind is not None and kind.post_format == "story":
        return _STORY_PARTS
    return _PARTS_BY_PLATFORM.get(platform, _SOCIAL_PARTS)


def engagements(
    platform: Platform, kind: DeliverableKind | None, parts: Mapping[str, int | None]
) -> Engagements:
    """Sum of the known parts of one post (count).

    Source: field guide 1; parts are stored, never the sum [G1, ST6].
    """
    wanted = engagement_parts(platform, kind)
    counted = tuple(name for name in wanted if parts.get(name) is not None)
    missing = tuple(name for name in wanted if parts.get(name) is None)
    value = sum(parts[name] or 0 for name in counted) if counted else None
    return Engagements(value, counted, missing)


# Engagement rates -------------------------------------------------------------------------------------------

def engagement_rate_by_followers(engaged: Number | None, followers: Number | None) -> float | None:
    """ERF in per cent: engagements ÷ followers on posting day, not today's. Source: field guide 1."""
    return _percent(engaged, followers)


def engagement_rate_by_reach(engaged: Number | None, reach: Number | None) -> float | None:
    """ERR in per cent: engagements ÷ reach, the one for client reports. Source: field guide 1."""
    return _percent(engaged, reach)


def engagement_rate_by_impressions(engaged: Number | None, impressions: Number | None) -> float | None:
    """ERI in per cent: engagements ÷ impressions. Source: field guide 1."""
    return _percent(engaged, impressions)


def engagement_rate_by_views(engaged: Number | None, views: Number | None) -> float | None:
    """ERV in per cent: engagements ÷ views, for TikTok and YouTube. Source: field guide 1 [SK1, ST7]."""
    return _percent(engaged, views)


def campaign_rate(pairs: Iterable[tuple[Number | None, Number | None]]) -> SumRate:
    """Σ numerator ÷ Σ denominator in per cent, never the mean of rates. Source: field guide 1, Campaign ER.

    `pairs` holds (numerator, denominator) per post. A post lacking either, or with a denominator of 0 or
    less, leaves both sums and is counted in `left_out`.
    """
    numerators: list[Number] = []
    denominators: list[Number] = []
    left_out = 0
    for numerator, denominator in pairs:
        if numerator is None or denominator is None or _ratio(numerator, denominator) is None:
            left_out += 1
            continue
        numerators.append(numerator)
        denominators.append(denominator)
    total, base = math.fsum(numerators), math.fsum(denominators)
    return SumRate(_percent(total, base), total, base, len(numerators), left_out)


def mean_rate(rates: Iterable[float | None]) -> float | None:
    """Mean of the known rates of single posts; not the rate of sums, label it.

    Source: field guide 1, Average ER.
    """
    known = [rate for rate in rates if rate is not None]
    return fmean(known) if known else None


def median_rate(rates: Iterable[float | None]) -> float | None:
    """Median of the known rates of single posts, safer than the mean. Source: field guide 1, Average ER."""
    known = [rate for rate in rates if rate is not None]
    return float(median(known)) if known else None


def growth_rate(before: Number | None, after: Number | None) -> float | None:
    """Change in per cent of the earlier value; the growth curve of feature A1."""
    return None if before is None or after is None else _percent(after - before, before)


# Reach and attention ----------------------------------------------------------------------------------------

def gross_reach(reaches: Iterable[Number | None]) -> float | None:
    """Sum of reach over posts (people count once per post): gross, never "unique". Source: field guide 1."""
    known = [reach for reach in reaches if reach is not None]
    return math.fsum(known) if known else None


def reach_rate(reach: Number | None, followers: Number | None) -> float | None:
    """Reach ÷ followers in per cent. Source: field guide 1."""
    return _percent(reach, followers)


def frequency(impressions: Number | None, reach: Number | None) -> float | None:
    """Impressions ÷ reach: times each person saw it. Source: field guide 1."""
    return _ratio(impressions, reach)


def view_through_rate(completed_views: Number | None, views: Number | None) -> float | None:
    """VTR in per cent: completed ÷ views. Source: field guide 1."""
    return _percent(completed_views, views)


def story_completion(impressions: Number | None, exits: Number | None) -> float | None:
    """(impressions − exits) ÷ impressions in per cent. Source: field guide 1, VTR."""
    if impressions is None or exits is None:
        return None
    return _percent(impressions - exits, impressions)


def click_through_rate(clicks: Number | None, base: Number | None) -> float | None:
    """CTR in per cent: clicks ÷ impressions, or reach, or views: the caller names the base.

    Source: field guide 1.
    """
    return _percent(clicks, base)


def conversion_rate(conversions: Number | None, clicks: Number | None) -> float | None:
    """CVR in per cent: conversions ÷ clicks, not ÷ reach. Source: field guide 1."""
    return _percent(conversions, clicks)


# Cost -------------------------------------------------------------------------------------------------------

def total_cost(parts: Mapping[str, int | None], counted: Iterable[str] | None = None) -> int | None:
    """Sum of the cost components in minor units: fees, commission, product, shipping, rights, boosting …

    `counted` switches components on, all when None. None when no component is known. Source: field guide 1,
    CPA.
    """
    names = parts.keys() if counted is None else counted
    known = [amount for name in names if (amount := parts.get(name)) is not None]
    return sum(known) if known else None


def cost_per_mille(cost: Number | None, impressions: Number | None) -> float | None:
    """CPM: cost ÷ impressions × 1000, in the unit of cost. Source: field guide 1."""
    ratio = _ratio(cost, impressions)
    return None if ratio is None else ratio * 1000


def cost_per_view(cost: Number | None, views: Number | None) -> float | None:
    """CPV: cost ÷ views, in the unit of cost. Source: field guide 1."""
    return _ratio(cost, views)


def cost_per_engagement(cost: Number | None, engaged: Number | None) -> float | None:
    """CPE: cost ÷ engagements, in the unit of cost. Source: field guide 1."""
    return _ratio(cost, engaged)


def cost_per_click(cost: Number | None, clicks: Number | None) -> float | None:
    """CPC: cost ÷ clicks, in the unit of cost. Source: field guide 1."""
    return _ratio(cost, clicks)


def cost_per_acquisition(cost: Number | None, conversions: Number | None) -> float | None:
    """CPA (CPS for sales, CPL for leads): total cost ÷ attributed conversions. Source: field guide 1."""
    return _ratio(cost, conversions)


# Return -----------------------------------------------------------------------------------------------------

def average_order_value(revenue: Number | None, orders: Number | None) -> float | None:
    """AOV: revenue ÷ orders, in the unit of revenue. Source: field guide 1."""
    return _ratio(revenue, orders)


def return_on_ad_spend(revenue: Number | None, spend: Number | None) -> float | None:
    """ROAS as a multiple (2.9 means 2.9 x): revenue ÷ spend. Source: field guide 1 and 4 [G4]."""
    return _ratio(revenue, spend)


def return_on_investment(
    revenue: Number | None, cost: Number | None, margin_percent: float | None = None
) -> float | None:
    """ROI (revenue) in per cent: (return − cost) ÷ cost. Source: field guide 1 and 4.

    The return is revenue × margin when the margin is known, else the revenue itself.
    """
    if revenue is None or cost is None:
        return None
    earned = revenue if margin_percent is None else revenue * margin_percent / 100
    return _percent(earned - cost, cost)


def break_even_clicks(
    fee: Number | None,
    order_value: Number | None,
    margin_percent: float | None,
    conversion_percent: float | None,
) -> float | None:
    """Clicks that earn the fee back: fee ÷ (AOV × margin × CVR). Source: field guide 1, Break-even."""
    if order_value is None or margin_percent is None or conversion_percent is None:
        return None
    return _ratio(fee, order_value * margin_percent / 100 * conversion_percent / 100)


def earned_media_value_by_impressions(
    impressions: Number | None, reference_cpm: Number | None
) -> float | None:
    """EMV, CPM method: impressions ÷ 1000 × reference CPM, in the unit of the CPM.

    Source: field guide 1 and 3 [KF1].
    """
    if impressions is None or reference_cpm is None:
        return None
    return impressions / 1000 * reference_cpm


def earned_media_value_by_units(
    counts: Mapping[str, Number | None], unit_values: Mapping[str, Number]
) -> float | None:
    """EMV, unit-value method: Σ metric × unit value, in the unit of the values.

    Source: field guide 1 and 3 [SK1].

    Only metrics that have both a count and a value count; None when there is none. Never add it to revenue.
    """
    priced = ((count, unit_values.get(name)) for name, count in counts.items())
    known = [count * value for count, value in priced if count is not None and value is not None]
    return math.fsum(known) if known else None


def earned_media_value_ratio(emv: Number | None, cost: Number | None) -> float | None:
    """EMV ÷ cost as a multiple; a relative measure, not ROI. Source: field guide 4 [ST5, L3]."""
    return _ratio(emv, cost)


def fair_market_value(
    expected_views: Number | None, reference_cpm: Number | None, modifiers: Sequence[float] = ()
) -> float | None:
    """FMV: expected reach or views ÷ 1000 × CPM × modifiers; a benchmark, not a price.

    Source: field guide 5 [LF3].
    """
    value = earned_media_value_by_impressions(expected_views, reference_cpm)
    return None if value is None else value * math.prod(modifiers)


# Seeding ----------------------------------------------------------------------------------------------------

def post_rate(posted: Number | None, shipped: Number | None) -> float | None:
    """Creators who posted ÷ creators shipped to, in per cent. Source: field guide 1, Seeding [SE1]."""
    return _percent(posted, shipped)


def seeding_cost_per_post(
    product: Number | None, shipping: Number | None, labour: Number | None, posts: Number | None
) -> float | None:
    """(product + shipping + labour) ÷ posts, unknown components counting nothing.

    Source: field guide 1, Seeding.
    """
    known = [amount for amount in (product, shipping, labour) if amount is not None]
    return _ratio(math.fsum(known), posts) if known else None


# Audience ---------------------------------------------------------------------------------------------------

def audience_overlap(shared: Number | None, audience: Number | None) -> float | None:
    """Share of A's audience that also follows B, in per cent; an estimate unless imported.

    Source: field guide 1.
    """
    return _percent(shared, audience)


def audience_jaccard(first: Number | None, second: Number | None, shared: Number | None) -> float | None:
    """∩ ÷ ∪ of two audiences in per cent. Source: field guide 1, Audience overlap."""
    if first is None or second is None or shared is None:
        return None
    return _percent(shared, first + second - shared)


def audience_match(target: Mapping[str, float], creator: Mapping[str, float]) -> float | None:
    """Σ min(target share, creator share) over age, gender or country cells, 0 to 100.

    Both mappings hold shares in per cent and are scaled to 100 first, because exports round. None when either
    side has no shares. Source: field guide 1, Audience match.
    """
    target_sum, creator_sum = math.fsum(target.values()), math.fsum(creator.values())
    if target_sum <= 0 or creator_sum <= 0:
        return None
    shared = (min(share / target_sum, creator.get(cell, 0.0) / creator_sum) for cell, share in target.items())
    return min(100.0, 100 * math.fsum(shared))


def share_of_voice(own_mentions: Number | None, all_mentions: Number | None) -> float | None:
    """Own mentions ÷ mentions of all brands in per cent. Source: field guide 1, Share of voice."""
    return _percent(own_mentions, all_mentions)


def sentiment_net(positive: int | None, neutral: int | None, negative: int | None) -> float | None:
    """(positive − negative) ÷ all comments, −100 to +100. Source: field guide 1, sentiment net."""
    if positive is None or neutral is None or negative is None:
        return None
    return _percent(positive - negative, positive + neutral + negative)

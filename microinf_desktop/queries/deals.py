"""What every list says about a deal (creator, campaign, client), and the deal's terms as the domain computes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, Select, case, func, or_
from sqlmodel import col

from microinf_desktop.domain.compensation import (
    PPM,
    Commission,
    FeeLine,
    Milestone,
    ProductLine,
    Terms,
    Trigger,
)
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.text import fold
from microinf_desktop.storage.tables import Campaign, Client, Collaboration, Influencer

AnySelect: TypeAlias = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class DealRef:
    """Whose deal a row belongs to."""

    collaboration_id: int
    influencer_id: int
    creator: str
    campaign_id: int
    campaign: str
    client_id: int
    client: str
    client_color: str


DEAL_COLUMNS: tuple[Any, ...] = (
    Collaboration.id, Influencer.id, Influencer.name, Campaign.id, Campaign.name, Client.id, Client.name, Client.color,
)


def join_deal(statement: AnySelect, collaboration_id: Any) -> AnySelect:
    """Join collaboration, creator, campaign and client to a statement whose rows name a collaboration."""
    return (
        statement.join(Collaboration, col(Collaboration.id) == collaboration_id)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
    )


def deal_conditions(
    *, campaign_id: int | None = None, client_id: int | None = None, influencer_id: int | None = None,
    collaboration_id: int | None = None, text: str = "", also: Sequence[Any] = (),
) -> list[ColumnElement[bool]]:
    """Conditions for a statement joined by `join_deal`; each word of `text` is in a name or in one of `also`."""
    wanted = (
        (Campaign.id, campaign_id), (Client.id, client_id), (Influencer.id, influencer_id),
        (Collaboration.id, collaboration_id),
    )
    conditions: list[ColumnElement[bool]] = [col(column) == value for column, value in wanted if value is not None]
    for word in text.split():
        # Names of campaigns are compared as typed; SQLite's LIKE ignores the case of ASCII letters only.
        names = (Campaign.name, Client.name, *also)
        conditions.append(or_(
            col(Influencer.search_text).contains(fold(word), autoescape=True),
            *(col(name).icontains(word, autoescape=True) for name in names),
        ))
    return conditions


def by_order(column: Any, order: Iterable[str]) -> ColumnElement[int]:
    """A sort key that follows a vocabulary's own order instead of the alphabet."""
    return case({value: at for at, value in enumerate(order)}, value=column, else_=-1)


def ordered(key: Any, descending: bool, last: Any) -> tuple[Any, Any]:
    """Order by a key in either direction, rows without a value last, then by `last`."""
    expression = key if isinstance(key, ColumnElement) else col(key)
    return (expression.desc() if descending else expression.asc()).nulls_last(), col(last)


def folded(column: Any) -> ColumnElement[str]:
    """A text column for sorting without regard to ASCII case."""
    return func.lower(column)


def local_day(at: datetime | None, zone: str) -> date | None:
    """The day of a moment (UTC) in a named zone; UTC itself where the system does not know the zone."""
    if at is None:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    try:
        return aware.astimezone(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError):
        return aware.astimezone(UTC).date()


def money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def terms_of(deal: Collaboration) -> Terms:
    """The deal as the domain computes it: the fee in one line, product at its retail value, up-front share first.

    A hybrid that is a fee with a bonus in words only counts as a flat fee, because words cannot be computed.
    """
    fees = (FeeLine("Fee", 1, deal.fee_minor),) if deal.fee_minor else ()
    has_product = bool(deal.product_value_minor or deal.product_description.strip())
    value = deal.product_value_minor or 0
    products = (ProductLine(deal.product_description.strip() or "Product", 1, value, value),) if has_product else ()
    commission = Commission(deal.commission_ppm, cap_minor=deal.commission_cap_minor) if deal.commission_ppm else None
    model = CompensationModel(deal.compensation_model)
    if model is CompensationModel.HYBRID and fees and not products and commission is None:
        model = CompensationModel.FLAT_FEE
    return Terms(deal.currency, model, fees, products, commission, milestones=_milestones(deal.upfront_percent))


def _milestones(upfront_percent: int) -> tuple[Milestone, ...]:
    upfront = min(max(upfront_percent, 0), 100) * (PPM // 100)
    stones = (Milestone(Trigger.SIGNATURE, upfront), Milestone(Trigger.LIVE, PPM - upfront))
    return tuple(stone for stone in stones if stone.share_ppm)


_KIND_NAMES = {
    DeliverableKind.TIKTOK_VIDEO: "TikTok video", DeliverableKind.YOUTUBE_SHORT: "YouTube Short",
    DeliverableKind.YOUTUBE_MENTION: "YouTube mention", DeliverableKind.YOUTUBE_DEDICATED: "YouTube video",
    DeliverableKind.LIVE_QA: "Live Q&A", DeliverableKind.RAW_UGC: "Raw UGC", DeliverableKind.IGTV: "IGTV",
}


def deliverable_name(title: str, kind: DeliverableKind) -> str:
    """What a deliverable is called: its title, else its kind in plain English."""
    return title.strip() or _KIND_NAMES.get(kind) or kind.value.replace("_", " ").capitalize()

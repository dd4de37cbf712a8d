"""What every list says about a deal (creator, campaign, client), and the deal's terms as the domain computes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, Select, case, func, or_
from sqlmodel import Session, col

from microinf_desktop.domain.collaborations import DealDraft, DeliverableFee, deal_terms
from microinf_desktop.domain.compensation import Bonus, Terms
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, TargetMetric
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.text import fold
from microinf_desktop.queries.progress import VOID_STATES, was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Bonus as BonusRow
from microinf_desktop.storage.tables import Campaign, Client, Collaboration, Deliverable, Influencer

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


def draft_of(deal: Collaboration) -> DealDraft:
    """The stored deal as its form fills it in."""
    values: dict[str, Any] = {}
    for name in DealDraft.__dataclass_fields__:
        value = getattr(deal, name)
        values[name] = tuple(value) if isinstance(value, list) else value
    values["compensation_model"] = CompensationModel(deal.compensation_model)
    return DealDraft(**values)


def terms(session: Session, collaboration_id: int) -> Terms:
    """The deal as the domain computes it, with its bonuses and the fees of its deliverables.

    KnownError when the collaboration was removed.
    """
    deal = session.get(Collaboration, collaboration_id)
    if deal is None:
        raise KnownError("This collaboration was removed meanwhile.", "Undo the removal first.")
    return deal_terms(draft_of(deal), bonuses(session, collaboration_id), fees(session, collaboration_id))


def terms_of(session: Session, deals: Sequence[Collaboration]) -> dict[int, Terms]:
    """The terms of many deals by id, in one query; a fee is one line, whatever its deliverables earn of it."""
    agreed = _bonuses(session, [deal.id or 0 for deal in deals])
    return {deal.id or 0: deal_terms(draft_of(deal), agreed.get(deal.id or 0, ())) for deal in deals}


def bonuses(session: Session, collaboration_id: int) -> tuple[Bonus, ...]:
    """The bonuses of a deal, in their order."""
    return _bonuses(session, [collaboration_id]).get(collaboration_id, ())


def _bonuses(session: Session, collaboration_ids: Sequence[int]) -> dict[int, tuple[Bonus, ...]]:
    found = session.execute(
        pick(BonusRow).where(col(BonusRow.collaboration_id).in_(collaboration_ids))
        .order_by(col(BonusRow.position), col(BonusRow.id))
    ).scalars()
    listed: dict[int, tuple[Bonus, ...]] = {}
    for row in found:
        listed[row.collaboration_id] = (*listed.get(row.collaboration_id, ()), bonus_of(row))
    return listed


def bonus_of(row: BonusRow) -> Bonus:
    return Bonus(
        row.label, TargetMetric(row.metric), row.threshold, row.amount_minor, row.per_units, row.cap_minor
    )


def fees(session: Session, collaboration_id: int) -> tuple[DeliverableFee, ...]:
    """The deliverables of a deal that are not cancelled with what each earns, by publish day."""
    found = session.execute(
        pick(Deliverable)
        .where(col(Deliverable.collaboration_id) == collaboration_id, col(Deliverable.state).not_in(VOID_STATES),
               was_planned())
        .order_by(col(Deliverable.publish_on).nulls_last(), col(Deliverable.id))
    ).scalars()
    return tuple(
        DeliverableFee(one.id or 0, deliverable_name(one.title, DeliverableKind(one.kind)), one.quantity, one.fee_minor)
        for one in found
    )


_KIND_NAMES = {
    DeliverableKind.TIKTOK_VIDEO: "TikTok video", DeliverableKind.YOUTUBE_SHORT: "YouTube Short",
    DeliverableKind.YOUTUBE_MENTION: "YouTube mention", DeliverableKind.YOUTUBE_DEDICATED: "YouTube video",
    DeliverableKind.LIVE_QA: "Live Q&A", DeliverableKind.RAW_UGC: "Raw UGC", DeliverableKind.IGTV: "IGTV",
}


def deliverable_name(title: str, kind: DeliverableKind) -> str:
    """What a deliverable is called: its title, else its kind in plain English."""
    return title.strip() or _KIND_NAMES.get(kind) or kind.value.replace("_", " ").capitalize()

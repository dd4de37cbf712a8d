"""Reads of the content library: ids, rows with their badge, what could be taken in, choices for pickers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.rights import REMINDERS, AssetFilter, AssetKind, AssetStanding
from microinf_desktop.domain.rights_answer import Badge, badge
from microinf_desktop.domain.text import fold
from microinf_desktop.queries.deals import DEAL_COLUMNS, DealRef, deliverable_name, join_deal
from microinf_desktop.queries.rights import SIGNED_STATES, grants_of
from microinf_desktop.storage.reading import in_order, ordered_ids, pick
from microinf_desktop.storage.tables import (
    Asset,
    Attachment,
    Campaign,
    Client,
    Collaboration,
    Contract,
    Deliverable,
    Draft,
    DraftFile,
    Evidence,
    Influencer,
    UsageRight,
)

_BLOCK = 10_000
_NONE = AssetFilter()


@dataclass(frozen=True, slots=True)
class AssetRow:
    """An asset with its file (`sha256` is "" without one) and what may be done with it; `post` is its deliverable.

    `url` is its own address (`own_url`), else that of the post.
    """

    id: int
    deal: DealRef
    deliverable_id: int | None
    post: str
    title: str
    kind: AssetKind
    url: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    added_at: datetime
    notes: str
    is_archived: bool
    badge: Badge
    own_url: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A file that is in the workspace and not in the library yet."""

    collaboration_id: int
    deliverable_id: int
    attachment_id: int
    file_name: str
    media_type: str


def ids(session: Session, wanted: AssetFilter = _NONE, today: date | None = None) -> list[int]:
    """Ids of the assets a filter finds, newest first."""
    statement = _filtered(pick(Asset.id), wanted, today or date.today())
    return ordered_ids(session, statement.order_by(col(Asset.added_at).desc(), col(Asset.id).desc()))


def count(session: Session, wanted: AssetFilter = _NONE, today: date | None = None) -> int:
    statement = _filtered(pick(func.count(col(Asset.id))), wanted, today or date.today())
    return int(session.execute(statement).scalar_one())


def rows(session: Session, wanted_ids: Sequence[int], today: date | None = None) -> list[AssetRow]:
    """Rows of a block of ids, in their order."""
    today, found = today or date.today(), {}
    statement = (
        join_deal(pick(Asset, Attachment, Deliverable, *DEAL_COLUMNS).select_from(Asset), Asset.collaboration_id)
        .outerjoin(Attachment, col(Attachment.id) == col(Asset.attachment_id))
        .outerjoin(Deliverable, col(Deliverable.id) == col(Asset.deliverable_id))
    )
    for start in range(0, len(wanted_ids), _BLOCK):
        part = wanted_ids[start : start + _BLOCK]
        read = session.execute(statement.where(col(Asset.id).in_(part))).all()
        granted = grants_of(session, {one[0].id: (one[0].collaboration_id, one[0].deliverable_id) for one in read})
        for asset, file, post, *deal in read:
            found[asset.id] = _row(asset, file, post, DealRef(*deal), badge(granted[asset.id], today))
    return in_order(wanted_ids, found)


def detail(session: Session, asset_id: int, today: date | None = None) -> AssetRow | None:
    """One asset; None when it was deleted meanwhile."""
    return next(iter(rows(session, [asset_id], today)), None)


def posts_of(session: Session, collaboration_id: int) -> list[tuple[int, str]]:
    """The deliverables of a deal an asset can be linked to, with their names."""
    found = session.execute(
        pick(Deliverable.id, Deliverable.title, Deliverable.kind)
        .where(col(Deliverable.collaboration_id) == collaboration_id)
        .order_by(col(Deliverable.publish_on).nulls_last(), col(Deliverable.id))
    )
    return [(row_id, deliverable_name(title, DeliverableKind(kind))) for row_id, title, kind in found]


def choices(session: Session, text: str = "", limit: int = 40) -> list[tuple[tuple[int, int | None], str]]:
    """Deals and assets whose names contain the words, for a picker: ((deal, asset or None), name); deals first."""
    deals = _deals()
    assets = join_deal(pick(Asset.id, Asset.title, *DEAL_COLUMNS).select_from(Asset), Asset.collaboration_id)
    deals = deals.where(*_words(text)).order_by(col(Collaboration.id).desc()).limit(limit)
    assets = assets.where(col(Asset.is_archived).is_(False), *_words(text, Asset.title))
    found: list[tuple[tuple[int, int | None], str]] = [
        ((deal.collaboration_id, None), f"{deal.creator}, {deal.campaign}")
        for deal in (DealRef(*row) for row in session.execute(deals))
    ]
    for asset_id, title, *values in session.execute(assets.order_by(col(Asset.added_at).desc()).limit(limit)):
        deal = DealRef(*values)
        found.append(((deal.collaboration_id, asset_id), f"{title} – {deal.creator}, {deal.campaign}"))
    return found


def choice_name(session: Session, collaboration_id: int, asset_id: int | None) -> str:
    """What `choices` calls a deal or an asset; "" when it is gone."""
    found = session.execute(_deals().where(col(Collaboration.id) == collaboration_id)).first()
    if found is None:
        return ""
    deal = DealRef(*found)
    title = session.execute(pick(Asset.title).where(col(Asset.id) == asset_id)).scalar() if asset_id else None
    return f"{title} – {deal.creator}, {deal.campaign}" if title else f"{deal.creator}, {deal.campaign}"


def country_of(session: Session, collaboration_id: int) -> str:
    """The country a deal's content is most likely used in: that of the client."""
    found = session.execute(
        pick(Client.country).join(Campaign, col(Campaign.client_id) == col(Client.id))
        .join(Collaboration, col(Collaboration.campaign_id) == col(Campaign.id))
        .where(col(Collaboration.id) == collaboration_id)
    ).scalar()
    return found or ""


def currency_of(session: Session, collaboration_id: int) -> str:
    """The currency a deal is paid in; "" when it is gone."""
    found = session.execute(pick(Collaboration.currency).where(col(Collaboration.id) == collaboration_id)).scalar()
    return found or ""


def offered(session: Session, campaign_id: int | None = None, proofs: bool = False) -> list[Offered]:
    """Files of the newest drafts (or captured proofs) that are not in the library yet."""
    columns = (Deliverable.collaboration_id, Deliverable.id, Attachment.id, Attachment.file_name, Attachment.media_type)
    known = pick(Asset.id).where(
        col(Asset.attachment_id) == col(Attachment.id), col(Asset.collaboration_id) == col(Deliverable.collaboration_id)
    )
    if proofs:
        statement = pick(*columns).select_from(Evidence).join(
            Deliverable, col(Deliverable.id) == col(Evidence.deliverable_id)
        ).join(Attachment, col(Attachment.id) == col(Evidence.attachment_id))
    else:
        later = aliased(Draft)
        newer = pick(later.id).where(
            col(later.deliverable_id) == col(Draft.deliverable_id), col(later.number) > col(Draft.number)
        )
        statement = (
            pick(*columns).select_from(DraftFile).join(Draft, col(Draft.id) == col(DraftFile.draft_id))
            .join(Deliverable, col(Deliverable.id) == col(Draft.deliverable_id))
            .join(Attachment, col(Attachment.id) == col(DraftFile.attachment_id)).where(~newer.exists())
        )
    if campaign_id is not None:
        statement = statement.where(col(Deliverable.campaign_id) == campaign_id)
    seen: dict[tuple[int, int], Offered] = {}
    for row in session.execute(statement.where(~known.exists()).order_by(col(Deliverable.id), col(Attachment.id))):
        one = Offered(*row)
        seen.setdefault((one.collaboration_id, one.attachment_id), one)
    return list(seen.values())


# Statements -------------------------------------------------------------------------------------------------------

def _deals() -> Select[Any]:
    return (
        pick(*DEAL_COLUMNS).select_from(Collaboration)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
    )


def _filtered(statement: Select[Any], wanted: AssetFilter, today: date) -> Select[Any]:
    chosen = (
        (Client.id, wanted.client_ids), (Campaign.id, wanted.campaign_ids), (Influencer.id, wanted.influencer_ids),
        (Asset.collaboration_id, wanted.collaboration_ids), (Asset.deliverable_id, wanted.deliverable_ids),
        (Asset.kind, wanted.kinds),
    )
    conditions: list[ColumnElement[bool]] = [col(column).in_(values) for column, values in chosen if values]
    conditions.append(col(Asset.is_archived).is_(wanted.archived))
    conditions += _words(wanted.text, Asset.title)
    if wanted.standings:
        conditions.append(or_(*(_stands(one, today) for one in wanted.standings)))
    return join_deal(statement.select_from(Asset), Asset.collaboration_id).where(*conditions)


def _words(text: str, *also: Any) -> list[ColumnElement[bool]]:
    return [
        or_(
            col(Influencer.search_text).contains(fold(word), autoescape=True),
            *(col(name).icontains(word, autoescape=True) for name in (Campaign.name, Client.name, *also)),
        )
        for word in text.split()
    ]


def _stands(standing: AssetStanding, today: date) -> ColumnElement[bool]:
    """`domain.rights_answer.badge` in SQL, as far as a list is narrowed by it; a test compares both."""
    starts, ends, withdrawn = col(UsageRight.starts_on), col(UsageRight.ends_on), col(UsageRight.withdrawn_on)
    own = aliased(Asset)
    same_post = pick(own.id).where(
        col(own.id) == col(UsageRight.asset_id), col(own.deliverable_id) == col(Asset.deliverable_id)
    ).correlate(UsageRight, Asset)
    other_post = pick(own.id).where(
        col(own.id) == col(UsageRight.asset_id), col(own.deliverable_id).is_not(None)
    ).correlate(UsageRight, Asset)
    sure = or_(col(UsageRight.asset_id).is_(None), col(UsageRight.asset_id) == col(Asset.id), same_post.exists())
    signed = or_(col(UsageRight.source) != "contract", col(Contract.state).in_(SIGNED_STATES))
    live = or_(withdrawn.is_(None), withdrawn > today)
    begun = and_(starts <= today, or_(ends.is_not(None), col(UsageRight.is_perpetual)))
    now = and_(sure, signed, live, begun, or_(ends.is_(None), ends >= today))
    over = and_(starts <= today, ends < today)
    counts = or_(sure, and_(col(Asset.deliverable_id).is_(None), other_post.exists()))

    def any_right(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        found = (
            pick(UsageRight.id).outerjoin(Contract, col(Contract.id) == col(UsageRight.contract_id))
            .where(col(UsageRight.collaboration_id) == col(Asset.collaboration_id), *conditions)
        )
        return found.correlate(Asset).exists()

    soon = ends <= func.date(today.isoformat(), f"+{max(REMINDERS)} days")
    waiting = any_right(counts, live, func.coalesce(~over, True))
    if standing is AssetStanding.ENDING:
        return any_right(now, soon)
    if standing is AssetStanding.USABLE:
        return and_(any_right(now), ~any_right(now, soon))
    if standing is AssetStanding.WAITING:
        return and_(~any_right(now), waiting)
    ended = any_right(counts, live, ends.is_not(None))
    rest = and_(~any_right(now), ~waiting)
    return and_(rest, ended if standing is AssetStanding.EXPIRED else ~ended)


def _row(asset: Asset, file: Attachment | None, post: Deliverable | None, deal: DealRef, stands: Badge) -> AssetRow:
    return AssetRow(
        asset.id or 0, deal, asset.deliverable_id,
        "" if post is None else deliverable_name(post.title, DeliverableKind(post.kind)), asset.title,
        AssetKind(asset.kind), asset.url or (post.live_url if post is not None else ""),
        "" if file is None else file.file_name, "" if file is None else file.media_type,
        0 if file is None else file.size_bytes, "" if file is None else file.sha256, asset.added_at, asset.notes,
        asset.is_archived, stands, asset.url,
    )

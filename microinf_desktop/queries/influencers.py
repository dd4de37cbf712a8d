"""Reads of the roster: ordered ids for the table, rows for what is painted, one person in full."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_
from sqlmodel import Session, col

from microinf_desktop.domain.influencers import InfluencerFilter
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.text import fold
from microinf_desktop.storage.reading import id_array, in_order, pick
from microinf_desktop.storage.sqlite.search import people_matching
from microinf_desktop.storage.tables import (
    Account,
    AccountSnapshot,
    Campaign,
    Client,
    Collaboration,
    Influencer,
    Interaction,
    Person,
    metadata,
)

GROWTH_POINTS = 13
_SORTS: dict[str, Any] = {
    "name": Influencer.sort_name,
    "handle": Influencer.primary_handle,
    "followers": Influencer.top_followers,
    "rate": Influencer.engagement_rate_ppm,
    "niches": Influencer.niches,
    "country": Influencer.country,
    "city": Influencer.city,
    "stage": Influencer.stage,
    "last_paid": Influencer.last_paid_minor,
    "platforms": Influencer.platforms,
    "owner": Influencer.owner_id,
    "email": Influencer.email,
    "next_action": Influencer.next_action_on,
    "added": Influencer.id,
}
SORT_KEYS = tuple(_SORTS)
_MAY_BE_NULL = frozenset({"followers", "rate", "last_paid", "owner", "next_action"})
_KEPT_ORDERS = 4
_FEW = 20  # one person in so many: sorting those few costs less than reading everybody's order


@dataclass(frozen=True, slots=True)
class InfluencerRow:
    """A line of the roster; `rate_ppm` with its base, `growth` the last followers of the largest account."""

    id: int
    name: str
    handle: str
    country: str
    city: str
    email: str
    niches: tuple[str, ...]
    tags: tuple[str, ...]
    platforms: tuple[str, ...]
    followers: int | None
    rate_ppm: int | None
    rate_base: str
    stage: str
    owner: str
    last_paid: Money | None
    next_action: str
    next_action_on: date | None
    growth: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    taken_on: date
    followers: int | None
    avg_likes: int | None
    avg_comments: int | None
    avg_views: int | None
    avg_shares: int | None
    avg_engagements: int | None
    source: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account with its latest figures and its dated snapshots, oldest first."""

    id: int
    platform: str
    handle: str
    url: str
    followers: int | None
    avg_likes: int | None
    avg_comments: int | None
    avg_views: int | None
    avg_shares: int | None
    avg_engagements: int | None
    rate_ppm: int | None
    rate_base: str
    snapshots: tuple[SnapshotRow, ...]


@dataclass(frozen=True, slots=True)
class InteractionRow:
    id: int
    happened_at: datetime
    kind: str
    summary: str
    person: str
    campaign: str


@dataclass(frozen=True, slots=True)
class DealRow:
    """A campaign the person is or was in."""

    collaboration_id: int
    campaign_id: int
    campaign: str
    client: str
    client_color: str
    stage: str
    fee: Money | None
    go_live_on: date | None


@dataclass(frozen=True, slots=True)
class InfluencerDetail:
    """One person in full; `fields` are the columns of the table as stored."""

    id: int
    fields: dict[str, Any]
    owner: str
    accounts: tuple[AccountRow, ...]
    interactions: tuple[InteractionRow, ...]
    deals: tuple[DealRow, ...]


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """Somebody who may be the person being added, and why."""

    id: int
    name: str
    handle: str
    reason: str


def ids(
    session: Session, wanted: InfluencerFilter = InfluencerFilter(), sort: str = "name", descending: bool = False
) -> list[int]:
    """Ids of the people a filter finds, in order; people without a value come last either way."""
    return Listing().ids(session, wanted, sort, descending).tolist()


def _ordered(sort: str, descending: bool) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Both rise or both fall: then one index serves either direction."""
    key, tie = col(_SORTS[sort]), col(Influencer.id)
    if descending:
        return key.desc(), tie.desc()
    # SQLite sorts NULL first when rising; an index serves both directions only without an expression.
    return (key.asc().nulls_last() if sort in _MAY_BE_NULL else key.asc()), tie.asc()


class Listing:
    """Filtered and ordered ids for somebody who types: keeps what the keys of one state of the roster share.

    Sorting is the dear part of a filtered query (the order's index leads to 100,000 scattered rows). The order of
    everybody is read once from the index and kept; a key then only asks who matches, in any order, and the kept order
    puts them in place. Who matches is kept too, for another sorting of the same filter. `forget` after every step.
    """

    def __init__(self) -> None:
        self._orders: dict[tuple[str, bool], array[int]] = {}
        self._ranks: tuple[tuple[str, bool], array[int]] | None = None
        self._matching: tuple[InfluencerFilter, array[int]] | None = None
        self._total: int | None = None

    def forget(self) -> None:
        """People changed: read anew."""
        self._orders, self._ranks, self._matching, self._total = {}, None, None, None

    def ids(
        self, session: Session, wanted: InfluencerFilter = InfluencerFilter(), sort: str = "name",
        descending: bool = False,
    ) -> array[int]:
        """As the function `ids`."""
        if wanted == InfluencerFilter():
            return self._order(session, sort, descending)
        matching = self._who(session, wanted)
        if (sort, descending) not in self._orders and len(matching) * _FEW < self.total(session):
            return id_array(session, _among(matching).order_by(*_ordered(sort, descending)))
        if len(matching) * _FEW < self.total(session):
            return array("q", sorted(matching, key=self._places(session, sort, descending).__getitem__))
        found = frozenset(matching)
        return array("q", [row_id for row_id in self._order(session, sort, descending) if row_id in found])

    def total(self, session: Session) -> int:
        """How many people there are without a filter."""
        if self._total is None:
            self._total = count(session)
        return self._total

    def _order(self, session: Session, sort: str, descending: bool) -> array[int]:
        found = self._orders.get((sort, descending))
        if found is None:
            while len(self._orders) >= _KEPT_ORDERS:
                del self._orders[next(iter(self._orders))]
            found = id_array(session, pick(Influencer.id).order_by(*_ordered(sort, descending)))
            self._orders[sort, descending] = found
            self._total = len(found)
        return found

    def _places(self, session: Session, sort: str, descending: bool) -> array[int]:
        """Place in the order by id, 0 where there is no such id."""
        if self._ranks is None or self._ranks[0] != (sort, descending):
            order = self._order(session, sort, descending)
            places = array("q", bytes(8 * (max(order, default=0) + 1)))
            for place, row_id in enumerate(order):
                places[row_id] = place
            self._ranks = (sort, descending), places
        return self._ranks[1]

    def _who(self, session: Session, wanted: InfluencerFilter) -> array[int]:
        if self._matching is None or self._matching[0] != wanted:
            self._matching = wanted, id_array(session, pick(Influencer.id).where(*_conditions(wanted)))
        return self._matching[1]


def _among(row_ids: array[int]) -> Select[tuple[int | None]]:
    """Ids as one JSON parameter: SQLite takes 32,766 parameters, and a text of thousands is slow to prepare."""
    chosen = func.json_each(json.dumps(row_ids.tolist())).table_valued("value")
    return pick(Influencer.id).where(col(Influencer.id).in_(pick(chosen.c.value)))


def count(session: Session, wanted: InfluencerFilter = InfluencerFilter()) -> int:
    return int(session.execute(pick(func.count()).select_from(Influencer).where(*_conditions(wanted))).scalar_one())


def rows(session: Session, wanted_ids: Sequence[int]) -> list[InfluencerRow]:
    """Rows of a block of ids, in their order."""
    growth = _growth(session, wanted_ids)
    found = session.execute(
        pick(
            Influencer.id, Influencer.name, Influencer.primary_handle, Influencer.country, Influencer.city,
            Influencer.email, Influencer.niches, Influencer.tags, Influencer.platforms, Influencer.top_followers,
            Influencer.engagement_rate_ppm, Influencer.engagement_base, Influencer.stage, Person.name,
            Influencer.last_paid_minor, Influencer.last_paid_currency, Influencer.next_action,
            Influencer.next_action_on,
        )
        .outerjoin(Person, col(Person.id) == col(Influencer.owner_id))
        .where(col(Influencer.id).in_(wanted_ids))
    )
    return in_order(wanted_ids, {
        r[0]: InfluencerRow(
            id=r[0], name=r[1], handle=r[2], country=r[3], city=r[4], email=r[5], niches=tuple(r[6]), tags=tuple(r[7]),
            platforms=tuple(r[8].split(",")) if r[8] else (), followers=r[9], rate_ppm=r[10], rate_base=r[11],
            stage=r[12], owner=r[13] or "", last_paid=None if r[14] is None else Money(r[14], r[15]),
            next_action=r[16], next_action_on=r[17], growth=growth.get(r[0], ()),
        )
        for r in found
    })


def detail(session: Session, influencer_id: int) -> InfluencerDetail | None:
    """A person with accounts, history and deals; None when deleted meanwhile."""
    person = session.get(Influencer, influencer_id)
    if person is None:
        return None
    owner = session.get(Person, person.owner_id) if person.owner_id else None
    return InfluencerDetail(
        influencer_id, person.model_dump(), owner.name if owner else "", _accounts(session, influencer_id),
        interactions(session, influencer_id), _deals(session, influencer_id),
    )


def interactions(session: Session, influencer_id: int, limit: int = 100) -> tuple[InteractionRow, ...]:
    """What was said with a person, newest first."""
    found = session.execute(
        pick(
            Interaction.id, Interaction.happened_at, Interaction.kind, Interaction.summary, Person.name, Campaign.name
        )
        .outerjoin(Person, col(Person.id) == col(Interaction.person_id))
        .outerjoin(Campaign, col(Campaign.id) == col(Interaction.campaign_id))
        .where(col(Interaction.influencer_id) == influencer_id)
        .order_by(col(Interaction.happened_at).desc())
        .limit(limit)
    )
    return tuple(InteractionRow(r[0], r[1], r[2], r[3], r[4] or "", r[5] or "") for r in found)


def facets(session: Session) -> dict[str, list[tuple[str, int]]]:
    """Values the filter offers, most frequent first: country, niche, tag, platform, language, stage."""
    offered: dict[str, list[tuple[str, int]]] = {}
    people = metadata.tables["influencer"].c
    for name, column in (("country", people.country), ("stage", people.stage)):
        pairs = session.execute(pick(column, func.count()).where(column != "").group_by(column))
        offered[name] = sorted(((value, n) for value, n in pairs), key=lambda pair: (-pair[1], pair[0]))
    for name, column in (("niche", people.niches), ("tag", people.tags), ("language", people.languages)):
        totals: dict[str, int] = defaultdict(int)
        # Grouping first leaves a few hundred different lists to take apart, not one per person.
        for listed, n in session.execute(pick(column, func.count()).group_by(column)):
            for value in listed:
                totals[value] += n
        offered[name] = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    pairs = session.execute(
        pick(Account.platform, func.count(func.distinct(Account.influencer_id))).group_by(Account.platform)
    )
    offered["platform"] = sorted(((value, n) for value, n in pairs), key=lambda pair: (-pair[1], pair[0]))
    return offered


def similar(session: Session, name: str, email: str, handles: Sequence[str], limit: int = 5) -> list[SimilarRow]:
    """People who may be the one being added: same e-mail, same handle on any platform, same folded name."""
    keys = [fold(handle).lstrip("@") for handle in handles if handle.strip()]
    conditions = []
    if name.strip():
        conditions.append(col(Influencer.sort_name) == fold(name))
    if email.strip():
        conditions.append(func.lower(Influencer.email) == email.strip().lower())
    if keys:
        conditions.append(
            col(Influencer.id).in_(pick(Account.influencer_id).where(col(Account.handle_key).in_(keys)))
        )
    if not conditions:
        return []
    found = session.execute(
        pick(Influencer.id, Influencer.name, Influencer.primary_handle, Influencer.email)
        .where(or_(*conditions)).limit(limit)
    )
    return [
        SimilarRow(r[0], r[1], r[2], _similarity(r[1], r[3], name, email)) for r in found
    ]


def find_account(session: Session, handle_key: str, platform: str | None = None) -> int | None:
    """The person behind a handle; None when nobody in the roster has it."""
    statement = pick(Account.influencer_id).where(col(Account.handle_key) == handle_key)
    if platform is not None:
        statement = statement.where(col(Account.platform) == platform)
    return session.execute(statement).scalars().first()


def exported(session: Session, wanted_ids: Sequence[int]) -> list[dict[str, Any]]:
    """People as `microinf list influencers --json` prints them; rates in per cent, two decimals."""
    accounts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for account in session.execute(pick(Account).order_by(col(Account.followers).desc())).scalars():
        rate = account.engagement_rate_ppm
        accounts[account.influencer_id].append({
            "platform": account.platform, "handle": account.handle, "followers": account.followers,
            "avg_likes": account.avg_likes, "avg_comments": account.avg_comments, "avg_views": account.avg_views,
            "avg_shares": account.avg_shares, "engagement_rate": None if rate is None else round(rate / 10_000, 2),
            "engagement_base": account.engagement_base or None,
        })
    people = session.execute(pick(Influencer.id, Influencer.name, Influencer.country, Influencer.niches))
    by_id = {
        r[0]: {"id": r[0], "name": r[1], "country": r[2] or None, "niches": list(r[3]), "accounts": accounts[r[0]]}
        for r in people
    }
    return in_order(wanted_ids, by_id)


def _conditions(wanted: InfluencerFilter) -> list[ColumnElement[bool]]:
    people = metadata.tables["influencer"].c
    conditions = people_matching(wanted.text)
    for column, values in ((people.country, wanted.countries), (people.stage, wanted.stages)):
        if values:
            conditions.append(column.in_(values))
    if wanted.owner_ids:
        conditions.append(people.owner_id.in_(wanted.owner_ids))
    lists = ((people.niches, wanted.niches), (people.tags, wanted.tags), (people.languages, wanted.languages))
    for column, values in lists:
        if values:
            # The list is JSON text: a quoted value is one whole word of it.
            conditions.append(or_(*(func.instr(column, json.dumps(value, ensure_ascii=False)) > 0 for value in values)))
    if wanted.platforms:
        conditions.append(or_(*(func.instr(people.platforms, value) > 0 for value in wanted.platforms)))
    bounds = (
        (people.top_followers, wanted.min_followers, wanted.max_followers),
        (people.engagement_rate_ppm, wanted.min_rate_ppm, wanted.max_rate_ppm),
    )
    for column, low, high in bounds:
        if low is not None:
            conditions.append(column >= low)
        if high is not None:
            conditions.append(column <= high)
    return conditions


def _growth(session: Session, wanted_ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Followers of each person's largest account over its last snapshots."""
    found = session.execute(
        pick(Account.influencer_id, Account.id, AccountSnapshot.followers)
        .join(AccountSnapshot, col(AccountSnapshot.account_id) == col(Account.id))
        .where(col(Account.influencer_id).in_(wanted_ids), col(AccountSnapshot.followers).is_not(None))
        .order_by(col(Account.followers).desc(), col(Account.id), col(AccountSnapshot.taken_on))
    )
    largest: dict[int, int] = {}
    points: dict[int, list[int]] = defaultdict(list)
    for influencer_id, account_id, followers in found:
        if largest.setdefault(influencer_id, account_id) == account_id:
            points[influencer_id].append(followers)
    return {key: tuple(values[-GROWTH_POINTS:]) for key, values in points.items()}


def _accounts(session: Session, influencer_id: int) -> tuple[AccountRow, ...]:
    accounts = session.execute(
        pick(Account).where(col(Account.influencer_id) == influencer_id).order_by(col(Account.followers).desc())
    ).scalars().all()
    snapshots: dict[int, list[SnapshotRow]] = defaultdict(list)
    found = session.execute(
        pick(AccountSnapshot)
        .where(col(AccountSnapshot.account_id).in_([account.id for account in accounts]))
        .order_by(col(AccountSnapshot.taken_on))
    ).scalars()
    for s in found:
        snapshots[s.account_id].append(SnapshotRow(
            s.taken_on, s.followers, s.avg_likes, s.avg_comments, s.avg_views, s.avg_shares, s.avg_engagements, s.source
        ))
    return tuple(
        AccountRow(
            a.id or 0, a.platform, a.handle, a.url, a.followers, a.avg_likes, a.avg_comments, a.avg_views, a.avg_shares,
            a.avg_engagements, a.engagement_rate_ppm, a.engagement_base, tuple(snapshots[a.id or 0]),
        )
        for a in accounts
    )


def _deals(session: Session, influencer_id: int) -> tuple[DealRow, ...]:
    found = session.execute(
        pick(Collaboration, Campaign, Client)
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Collaboration.influencer_id) == influencer_id)
        .order_by(col(Campaign.go_live_on).desc())
    )
    return tuple(
        DealRow(
            deal.id or 0, campaign.id or 0, campaign.name, client.name, client.color, deal.stage,
            None if deal.fee_minor is None else Money(deal.fee_minor, deal.currency), campaign.go_live_on,
        )
        for deal, campaign, client in found
    )


def _similarity(found_name: str, found_email: str, name: str, email: str) -> str:
    if email.strip() and found_email.lower() == email.strip().lower():
        return "same e-mail"
    if fold(found_name) == fold(name):
        return "same name"
    return "same handle"

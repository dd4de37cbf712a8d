"""Reads of usage rights: ids for lists and boards, rows, the rights that count for an asset, renewals."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, Text, case, func, literal, or_, type_coerce
from sqlmodel import Session, col

from microinf_desktop.domain.money import Money
from microinf_desktop.domain.rights import (
    RenewalState,
    RightDraft,
    RightFilter,
    RightKind,
    RightStage,
    StartEvent,
    stage,
)
from microinf_desktop.domain.rights_answer import Grant
from microinf_desktop.domain.text import fold
from microinf_desktop.queries.deals import DEAL_COLUMNS, DealRef, by_order, folded, join_deal, money, ordered
from microinf_desktop.storage.reading import in_order, ordered_ids, pick, plain_rows
from microinf_desktop.storage.tables import (
    Asset,
    Attachment,
    Campaign,
    Client,
    Collaboration,
    Contract,
    Influencer,
    RightRenewal,
    UsageRight,
)

# Both parties have signed; an agreement that expired has granted what it granted.
SIGNED_STATES = ("countersigned", "active", "expired")
_SORTS: dict[str, Any] = {
    "ends": UsageRight.ends_on, "starts": UsageRight.starts_on, "creator": Influencer.sort_name,
    "campaign": folded(Campaign.name), "client": folded(Client.name), "kind": by_order(UsageRight.kind, RightKind),
    "contract": Contract.number, "asset": folded(Asset.title), "fee": UsageRight.fee_minor,
    "renewal": UsageRight.renewal_price_minor,
}
SORT_KEYS = tuple(_SORTS)
_NONE = RightFilter()
_BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class RightRow:
    """A right in the register; `asset` is "" where it covers all content of the deal, `offer` an open renewal's price.

    `days_left` counts to the last day, negative once it is over.
    """

    id: int
    deal: DealRef
    asset_id: int | None
    asset: str
    contract_id: int | None
    contract: str
    contract_state: str
    terms: RightDraft
    ends_on: date | None
    source: str
    withdrawn_on: date | None
    withdrawal_reason: str
    stage: RightStage
    days_left: int | None
    offer: Money | None

    @property
    def fee(self) -> Money | None:
        return money(self.terms.fee_minor, self.terms.currency)

    @property
    def renewal(self) -> Money | None:
        return money(self.terms.renewal_price_minor, self.terms.currency)

    @property
    def is_signed(self) -> bool:
        return self.source != "contract" or self.contract_state in SIGNED_STATES


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """An offer to renew a right, and what became of it."""

    id: int
    right_id: int
    number: str
    quoted_on: date
    quoted_by: str
    months: int
    price: Money
    valid_until: date | None
    state: RenewalState
    decided_on: date | None
    sha256: str
    file_name: str
    note: str


def ids(
    session: Session, wanted: RightFilter = _NONE, sort: str = "ends", descending: bool = False,
    today: date | None = None,
) -> list[int]:
    """Ids of the rights a filter finds, those that end first first; without an end last."""
    statement = _filtered(session, pick(UsageRight.id), wanted, today or date.today(), _SORTS[sort])
    return ordered_ids(session, statement.order_by(*ordered(_SORTS[sort], descending, UsageRight.id)))


def ids_by_stage(
    session: Session, wanted: RightFilter = _NONE, today: date | None = None, ended_within: int | None = None
) -> dict[RightStage, list[int]]:
    """Ids for the columns of the board: what ended newest first, the rest by its end.

    `ended_within` leaves out what ended more days ago than that.
    """
    today = today or date.today()
    statement = _filtered(session, pick(_stage(today), UsageRight.id), wanted, today)
    if ended_within is not None:
        ends = col(UsageRight.ends_on)
        statement = statement.where(or_(ends.is_(None), ends >= today - timedelta(days=ended_within)))
    found: dict[RightStage, list[int]] = {}
    order = (col(UsageRight.ends_on).asc().nulls_last(), col(UsageRight.id))
    for name, row_id in plain_rows(session, statement.order_by(*order)):
        found.setdefault(RightStage(name), []).append(row_id)
    found.get(RightStage.EXPIRED, []).reverse()
    return found


def count(session: Session, wanted: RightFilter = _NONE, today: date | None = None) -> int:
    statement = _filtered(session, pick(func.count(col(UsageRight.id))), wanted, today or date.today())
    return int(session.execute(statement).scalar_one())


def rows(session: Session, wanted_ids: Sequence[int], today: date | None = None) -> list[RightRow]:
    """Rows of a block of ids, in their order."""
    today, found = today or date.today(), {}
    statement = join_deal(
        pick(UsageRight, Asset.title, Contract.number, Contract.state, _offer(), *DEAL_COLUMNS)
        .select_from(UsageRight), UsageRight.collaboration_id,
    ).outerjoin(Asset, col(Asset.id) == col(UsageRight.asset_id)).outerjoin(
        Contract, col(Contract.id) == col(UsageRight.contract_id)
    )
    for start in range(0, len(wanted_ids), _BLOCK):
        part = wanted_ids[start : start + _BLOCK]
        for right, asset, number, state, offer, *deal in session.execute(statement.where(col(UsageRight.id).in_(part))):
            row = _row(right, DealRef(*deal), asset or "", (number or "", state or ""), today)
            found[row.id] = row if offer is None else _with_offer(row, offer)
    return in_order(wanted_ids, found)


def creators(session: Session) -> list[tuple[int, str]]:
    """The creators whose content is in the register, by name."""
    deals = pick(UsageRight.collaboration_id).distinct()
    found = session.execute(
        pick(Influencer.id, Influencer.name).join(Collaboration, col(Collaboration.influencer_id) == col(Influencer.id))
        .where(col(Collaboration.id).in_(deals)).distinct().order_by(col(Influencer.sort_name), col(Influencer.id))
    )
    return [(row_id, name) for row_id, name in found]


def detail(session: Session, right_id: int, today: date | None = None) -> RightRow | None:
    """One right; None when it was deleted meanwhile."""
    return next(iter(rows(session, [right_id], today)), None)


def draft_of(right: UsageRight) -> RightDraft:
    """The stored right as its form fills it in."""
    values: dict[str, Any] = {name: getattr(right, name) for name in RightDraft.__dataclass_fields__}
    values |= {"kind": RightKind(right.kind), "starts_with": StartEvent(right.starts_with)}
    values |= {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return RightDraft(**values)


def renewals(session: Session, right_id: int) -> list[RenewalRow]:
    """The offers to renew a right, newest first."""
    found = session.execute(
        pick(RightRenewal, Attachment.sha256, Attachment.file_name)
        .outerjoin(Attachment, col(Attachment.id) == col(RightRenewal.attachment_id))
        .where(col(RightRenewal.usage_right_id) == right_id)
        .order_by(col(RightRenewal.quoted_on).desc(), col(RightRenewal.id).desc())
    )
    return [
        RenewalRow(
            one.id, one.usage_right_id, one.number, one.quoted_on, one.quoted_by, one.months,
            Money(one.price_minor, one.currency), one.valid_until, RenewalState(one.state), one.decided_on,
            sha256 or "", file_name or "", one.note,
        )
        for one, sha256, file_name in found
    ]


# What counts for an asset -----------------------------------------------------------------------------------------

def grants(session: Session, collaboration_id: int, asset_id: int | None = None) -> list[Grant]:
    """The rights that may count for an asset, or for all content of a deal where no asset is named."""
    key = 0 if asset_id is None else asset_id
    deliverable_id = None
    if asset_id is not None:
        deliverable_id = session.execute(pick(Asset.deliverable_id).where(col(Asset.id) == asset_id)).scalar()
    return grants_of(session, {key: (collaboration_id, deliverable_id)})[key]


def grants_of(session: Session, assets: dict[int, tuple[int, int | None]]) -> dict[int, list[Grant]]:
    """The rights that may count for each asset; given are deal and deliverable of each by its id.

    A right of one post counts for the files of that post. Where a file is linked to no post, it may belong to any of
    the deal's posts, so such a right is not sure.
    """
    found: dict[int, list[tuple[UsageRight, int | None, str, str]]] = {}
    deals = {deal for deal, _post in assets.values()}
    statement = (
        pick(UsageRight, Asset.deliverable_id, Contract.number, Contract.state)
        .outerjoin(Asset, col(Asset.id) == col(UsageRight.asset_id))
        .outerjoin(Contract, col(Contract.id) == col(UsageRight.contract_id))
        .where(col(UsageRight.collaboration_id).in_(deals)).order_by(col(UsageRight.id))
    )
    for right, post, number, state in session.execute(statement):
        found.setdefault(right.collaboration_id, []).append((right, post, number or "", state or ""))
    made: dict[int, list[Grant]] = {}
    for asset_id, (deal, deliverable_id) in assets.items():
        made[asset_id] = []
        # What waits for the deal's other posts says nothing about one that has its own term.
        begun = {(right.kind, right.contract_id) for right, post, *_ in found.get(deal, ())
                 if post is not None and post == deliverable_id}
        for right, post, number, state in found.get(deal, ()):
            if right.asset_id is None and right.starts_on is None and (right.kind, right.contract_id) in begun:
                continue
            own = right.asset_id is None or right.asset_id == asset_id or (post is not None and post == deliverable_id)
            if own or (deliverable_id is None and post is not None):
                made[asset_id].append(_grant(right, number, state, own))
    return made


def _grant(right: UsageRight, number: str, state: str, is_sure: bool) -> Grant:
    return Grant(
        right.id or 0, RightKind(right.kind), tuple(right.media), tuple(right.platforms), tuple(right.territories),
        StartEvent(right.starts_with), right.starts_on, right.ends_on, right.is_perpetual, right.may_edit,
        right.may_sublicense, right.code, right.withdrawn_on, right.source != "contract" or state in SIGNED_STATES,
        is_sure, right.clause, number, money(right.renewal_price_minor, right.currency),
    )


# Statements -------------------------------------------------------------------------------------------------------

def _stage(today: date) -> ColumnElement[str]:
    """`domain.rights.stage` in SQL; a test compares both."""
    starts, ends = col(UsageRight.starts_on), col(UsageRight.ends_on)

    def until(days: int) -> ColumnElement[bool]:
        return ends <= literal(today + timedelta(days=days), Date)

    now = literal(today, Date)
    return case(
        (col(UsageRight.withdrawn_on) <= now, RightStage.WITHDRAWN.value),
        (or_(starts.is_(None), starts > now), RightStage.NOT_BEGUN.value),
        (ends.is_(None) & col(UsageRight.is_perpetual), RightStage.FOR_EVER.value),
        (ends.is_(None), RightStage.NOT_BEGUN.value),
        (ends < now, RightStage.EXPIRED.value), (until(0), RightStage.TODAY.value),
        (until(14), RightStage.WITHIN_14.value), (until(30), RightStage.WITHIN_30.value),
        (until(45), RightStage.WITHIN_45.value), else_=RightStage.LATER.value,
    )


def _filtered(
    session: Session, statement: Select[Any], wanted: RightFilter, today: date, sort: Any = None
) -> Select[Any]:
    """Joined only with what filter and order name: a board of all rights reads one table."""
    conditions = _conditions(wanted, today)
    conditions += _covering(session, wanted)
    names = bool(wanted.client_ids or wanted.campaign_ids or wanted.influencer_ids)
    sorts = {key for key, known in _SORTS.items() if known is sort}
    statement = statement.select_from(UsageRight)
    if names or sorts & {"creator", "campaign", "client"}:
        statement = join_deal(statement, UsageRight.collaboration_id)
    if "contract" in sorts:
        statement = statement.outerjoin(Contract, col(Contract.id) == col(UsageRight.contract_id))
    if "asset" in sorts:
        statement = statement.outerjoin(Asset, col(Asset.id) == col(UsageRight.asset_id))
    return statement.where(*conditions)


def _conditions(wanted: RightFilter, today: date) -> list[ColumnElement[bool]]:
    chosen = (
        (Client.id, wanted.client_ids), (Campaign.id, wanted.campaign_ids), (Influencer.id, wanted.influencer_ids),
        (UsageRight.collaboration_id, wanted.collaboration_ids), (UsageRight.asset_id, wanted.asset_ids),
        (UsageRight.kind, wanted.kinds),
    )
    conditions: list[ColumnElement[bool]] = [col(column).in_(values) for column, values in chosen if values]
    if wanted.stages:
        conditions.append(_stage(today).in_([one.value for one in wanted.stages]))
        conditions += _span(wanted.stages, today)
    if RightStage.WITHDRAWN not in wanted.stages:
        withdrawn = col(UsageRight.withdrawn_on)
        conditions.append(or_(withdrawn.is_(None), withdrawn > today))
    return conditions + [_names(word) for word in wanted.text.split()]


def _names(word: str) -> ColumnElement[bool]:
    """Whether a word stands in a name: deals, contracts and assets are searched, which are fewer than rights."""
    def has(column: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = col(column).icontains(word, autoescape=True)
        return found

    deals = (
        pick(Collaboration.id).join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(or_(col(Influencer.search_text).contains(fold(word), autoescape=True), has(Campaign.name),
                   has(Client.name)))
    )
    return or_(
        col(UsageRight.collaboration_id).in_(deals),
        col(UsageRight.contract_id).in_(pick(Contract.id).where(has(Contract.number))),
        col(UsageRight.asset_id).in_(pick(Asset.id).where(has(Asset.title))), has(UsageRight.code),
    )


# The days to the end between which a stage lies; the others say nothing about it.
_SPANS = {
    RightStage.EXPIRED: (None, -1), RightStage.TODAY: (0, 0), RightStage.WITHIN_14: (1, 14),
    RightStage.WITHIN_30: (15, 30), RightStage.WITHIN_45: (31, 45), RightStage.LATER: (46, None),
}


def _span(stages: Sequence[RightStage], today: date) -> list[ColumnElement[bool]]:
    """What the stages say about the last day: with it the index is searched instead of walked through."""
    if not set(stages) <= _SPANS.keys():
        return []
    first, last = zip(*(_SPANS[one] for one in stages), strict=True)
    conditions: list[ColumnElement[bool]] = [col(UsageRight.ends_on).is_not(None)]
    if None not in first:
        conditions.append(col(UsageRight.ends_on) >= today + timedelta(days=min(first)))
    if None not in last:
        conditions.append(col(UsageRight.ends_on) <= today + timedelta(days=max(last)))
    return conditions


def _covering(session: Session, wanted: RightFilter) -> list[ColumnElement[bool]]:
    """Conditions for places and countries: the lists of words in use are few, so they are read and chosen from."""
    if not wanted.places and not wanted.countries:
        return []
    stored = [type_coerce(column, Text) for column in (UsageRight.media, UsageRight.platforms, UsageRight.territories)]
    columns = list(zip(*session.execute(pick(*stored).distinct()).all(), strict=True)) or [(), (), ()]

    def among(place: int, fits: Callable[[Sequence[str]], bool]) -> ColumnElement[bool]:
        return stored[place].in_([words for words in dict.fromkeys(columns[place]) if fits(json.loads(words))])

    conditions: list[ColumnElement[bool]] = []
    if wanted.places:
        from microinf_desktop.interchange.media import load_media

        book, places = load_media(), set(wanted.places)
        conditions.append(or_(
            among(0, lambda words: bool(book.read(words).places & places)),
            among(1, lambda words: not places.isdisjoint(words)),
        ))
    if wanted.countries:
        from microinf_desktop.interchange.territories import load_regions

        regions = load_regions()

        def covers(words: Sequence[str]) -> bool:
            read = regions.read(words)
            return any(read.covers(country) for country in wanted.countries)

        conditions.append(among(2, covers))
    return conditions


def _offer() -> Any:
    """The price of an open offer, in minor units of the right's currency."""
    return (
        pick(func.max(col(RightRenewal.price_minor)))
        .where(col(RightRenewal.usage_right_id) == col(UsageRight.id), col(RightRenewal.state) == RenewalState.OFFERED)
        .correlate(UsageRight).scalar_subquery()
    )


def _row(right: UsageRight, deal: DealRef, asset: str, contract: tuple[str, str], today: date) -> RightRow:
    return RightRow(
        right.id or 0, deal, right.asset_id, asset, right.contract_id, *contract, draft_of(right), right.ends_on,
        right.source, right.withdrawn_on, right.withdrawal_reason,
        stage(right.starts_on, right.ends_on, right.is_perpetual, right.withdrawn_on, today),
        None if right.ends_on is None else (right.ends_on - today).days, None,
    )


def _with_offer(row: RightRow, price_minor: int) -> RightRow:
    return replace(row, offer=Money(price_minor, row.terms.currency))

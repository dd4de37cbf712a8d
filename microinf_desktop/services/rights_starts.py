"""Begins usage rights when what begins them happens: a post goes live, a contract is signed by both sides.

A contract grants its rights "from the day a post is published", so each post of a deal has a term of its own. Until
posts are out one row stands for the deal; each post that goes live gets its own row, and the last one takes the row
of the deal. A deal with a single post keeps one row, which covers all content of the deal.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from microinf_desktop.domain.enums import ContractState, DeliverableKind
from microinf_desktop.domain.rights import AssetKind, RenewalState, StartEvent, extended, term_end
from microinf_desktop.queries.deals import deliverable_name, local_day
from microinf_desktop.queries.progress import VOID_STATES
from microinf_desktop.storage.tables import Asset, Campaign, Contract, Deliverable, RightRenewal, UsageRight

# Signed by both; what an agreement granted outlives its own term.
IN_FORCE = (ContractState.COUNTERSIGNED, ContractState.ACTIVE, ContractState.EXPIRED)
_NOT_POSTED = (DeliverableKind.RAW_UGC, DeliverableKind.EVENT)
_PICTURES = (DeliverableKind.GRID_POST, DeliverableKind.CAROUSEL)
_WORDS = (DeliverableKind.BLOG_FEATURE, DeliverableKind.NEWSLETTER)
# What a row for another post takes over.
TERMS = ("collaboration_id", "contract_id", "kind", "media", "territories", "platforms", "starts_with", "months",
          "days", "is_perpetual", "may_edit", "may_sublicense", "clause", "code", "renewal_price_minor", "currency",
          "source", "notes")


@dataclass(frozen=True, slots=True)
class _Post:
    row: Deliverable
    day: date | None


def follow_events(session: Session, collaboration_ids: Collection[int]) -> None:
    """Set first and last days of the rights of deals by what has happened; to be called inside a step.

    Rights that begin with a delivery, with access to the account or on a typed day are left as they are.
    """
    session.flush()
    grouped = defaultdict(list)
    for right in session.exec(
        select(UsageRight).where(
            col(UsageRight.collaboration_id).in_(collaboration_ids),
            col(UsageRight.starts_with).in_((StartEvent.PUBLICATION, StartEvent.SIGNATURE)),
        ).order_by(col(UsageRight.id))
    ):
        grouped[right.collaboration_id].append(right)
    for collaboration_id, rights in grouped.items():
        signed = _signed_days(session, rights)
        for right in rights:
            if right.starts_with == StartEvent.SIGNATURE and right.contract_id is not None:
                begin(session, right, signed.get(right.contract_id))
        waiting = [right for right in rights if right.starts_with == StartEvent.PUBLICATION]
        if waiting:
            _publish(session, waiting, _posts(session, collaboration_id))
    session.flush()


def begin(session: Session, right: UsageRight, day: date | None) -> None:
    """Set the first day of a right, and its last with all renewals; None takes both back."""
    right.starts_on = day
    ends_on = None if day is None or right.is_perpetual else term_end(day, right.months, right.days)
    if ends_on is not None and right.id is not None:
        for renewal in session.exec(
            select(RightRenewal)
            .where(RightRenewal.usage_right_id == right.id, RightRenewal.state == RenewalState.ACCEPTED)
            .order_by(col(RightRenewal.decided_on), col(RightRenewal.id))
        ):
            # One that came too late began a right of its own.
            if renewal.decided_on is not None and renewal.decided_on <= ends_on:
                ends_on = extended(ends_on, [renewal.months])
    right.ends_on = ends_on
    session.add(right)


def asset_of(session: Session, post: Deliverable, added_by: str = "") -> int:
    """The asset that stands for a post in the library; made when there is none."""
    found = session.exec(
        select(Asset.id).where(Asset.deliverable_id == post.id).order_by(col(Asset.id)).limit(1)
    ).first()
    if found is not None:
        return found
    kind = DeliverableKind(post.kind)
    asset = Asset(
        collaboration_id=post.collaboration_id, deliverable_id=post.id, title=deliverable_name(post.title, kind),
        kind=(AssetKind.PHOTO if kind in _PICTURES else AssetKind.TEXT if kind in _WORDS else AssetKind.VIDEO),
        added_at=post.published_at or datetime.now(UTC), added_by=added_by,
    )
    session.add(asset)
    session.flush()
    return asset.id or 0


def _signed_days(session: Session, rights: Sequence[UsageRight]) -> dict[int, date]:
    """The day both sides had signed, by contract."""
    ids = {right.contract_id for right in rights if right.contract_id is not None}
    found = session.exec(select(Contract).where(col(Contract.id).in_(ids), col(Contract.state).in_(IN_FORCE)))
    return {
        contract.id or 0: max(contract.signed_on, contract.countersigned_on)
        for contract in found if contract.signed_on is not None and contract.countersigned_on is not None
    }


def _posts(session: Session, collaboration_id: int) -> list[_Post]:
    """What the deal publishes, with the day each went live in the campaign's zone."""
    found = session.exec(
        select(Deliverable, Campaign.time_zone).join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .where(
            Deliverable.collaboration_id == collaboration_id, col(Deliverable.state).not_in(VOID_STATES),
            col(Deliverable.is_unplanned).is_(False),  # nobody agreed on it, so nobody granted anything
            col(Deliverable.kind).not_in(_NOT_POSTED),
        ).order_by(col(Deliverable.published_at).nulls_last(), col(Deliverable.id))
    ).all()
    return [_Post(row, local_day(row.published_at, zone)) for row, zone in found]


def _publish(session: Session, rights: Sequence[UsageRight], posts: Sequence[_Post]) -> None:
    if not posts:
        return
    families: dict[tuple[str, int | None], list[UsageRight]] = defaultdict(list)
    for right in rights:
        if right.source == "contract":
            families[right.kind, right.contract_id].append(right)
        elif right.starts_on is None:  # a day that was typed stays
            _begin_typed(session, right, posts)
    for family in families.values():
        if len(posts) == 1 and len(family) == 1 and family[0].asset_id is None:
            begin(session, family[0], posts[0].day)
        else:
            _share_out(session, family, posts)


def _begin_typed(session: Session, right: UsageRight, posts: Sequence[_Post]) -> None:
    """A right of one asset begins with its post; one of the whole deal only where the deal has a single post."""
    if right.asset_id is not None:
        deliverable_id = session.get_one(Asset, right.asset_id).deliverable_id
        days = [post.day for post in posts if post.row.id == deliverable_id]
    else:
        days = [posts[0].day] if len(posts) == 1 else []
    if days and days[0] is not None:
        begin(session, right, days[0])


def _share_out(session: Session, family: list[UsageRight], posts: Sequence[_Post]) -> None:
    """One row for each post that is out, and one for the deal as long as posts are to come."""
    whole = next((right for right in family if right.asset_id is None), None)
    rows = _by_post(session, family)
    to_come = [post for post in posts if post.day is None and post.row.id not in rows]
    missing = [post for post in posts if post.day is not None and post.row.id not in rows]
    model = family[0]
    for number, post in enumerate(missing, 1):
        if whole is not None and (whole.starts_on is not None or (number == len(missing) and not to_come)):
            right, whole = whole, None
        else:
            right = _copy(model)
        right.asset_id = asset_of(session, post.row)
        session.add(right)
        session.flush()
        rows[post.row.id] = right
    for post in posts:
        if post.row.id in rows:
            begin(session, rows[post.row.id], post.day)
    if whole is None and to_come:
        session.add(_copy(model))
    elif whole is not None and not to_come and not _renewed(session, whole):
        session.delete(whole)
    elif whole is not None:
        begin(session, whole, None)


def _by_post(session: Session, family: Sequence[UsageRight]) -> dict[int | None, UsageRight]:
    found: dict[int | None, UsageRight] = {}
    for right in family:
        if right.asset_id is not None:
            deliverable_id = session.get_one(Asset, right.asset_id).deliverable_id
            if deliverable_id is not None:
                found.setdefault(deliverable_id, right)
    return found


def _copy(model: UsageRight) -> UsageRight:
    """The same right for another post; its fee was paid once and stays where it stands."""
    values = {name: getattr(model, name) for name in TERMS}
    return UsageRight(**values)


def _renewed(session: Session, right: UsageRight) -> bool:
    return session.exec(select(RightRenewal.id).where(RightRenewal.usage_right_id == right.id)).first() is not None

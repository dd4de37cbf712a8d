"""Exclusivities agreed with creators, and which work they stand against; read through the index on the creator."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col

from microinf_desktop.domain.contracts import EXCLUSIVITY_CHECK, ContractFinding, FindingSeverity
from microinf_desktop.domain.enums import ContractState, RelationshipStage
from microinf_desktop.domain.exclusivity import (
    Binding,
    Certainty,
    Conflict,
    Work,
    binding,
    conflict,
    conflicts,
    present,
)
from microinf_desktop.domain.influencers import RESTRICTED
from microinf_desktop.interchange.territories import load_regions
from microinf_desktop.queries.collaboration_moves import shut_out
from microinf_desktop.queries.progress import VOID_STATES, was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Campaign,
    Change,
    Client,
    Collaboration,
    Contract,
    Deliverable,
    ExclusivityWindow,
    Influencer,
    Step,
)

# From here on the deal is agreed; before, nobody is bound.
_AGREED = (
    RelationshipStage.AGREED, RelationshipStage.CONTRACTED, RelationshipStage.ACTIVE, RelationshipStage.COMPLETED,
    RelationshipStage.AMBASSADOR,
)
_SIGNED = (ContractState.SIGNED, ContractState.COUNTERSIGNED, ContractState.ACTIVE, ContractState.EXPIRED)
_OUT = (ContractState.SENT, ContractState.CHANGES)
# A deal of these stages is no plan any more.
_DROPPED = (RelationshipStage.DO_NOT_CONTACT, RelationshipStage.BLACKLISTED, RelationshipStage.DORMANT)
_MANY = 500  # bound parameters of one statement


@dataclass(frozen=True, slots=True)
class DealConflicts:
    """Both ways in which a deal can break an exclusivity: `against` it stand others', `broken` is its own by others."""

    influencer_id: int
    name: str
    against: tuple[Conflict, ...]
    broken: tuple[Conflict, ...]

    @property
    def found(self) -> tuple[Conflict, ...]:
        return (*self.against, *self.broken)


def bindings(session: Session, influencer_ids: Sequence[int], today: date) -> dict[int, tuple[Binding, ...]]:
    """What binds creators from a day on, by creator, the one that ends last first.

    An issued contract counts as it was issued, a signed one in place of those before it; a deal that is agreed and has
    no issued contract counts as it stands.
    """
    found: dict[int, list[Binding]] = {}
    for start in range(0, len(influencer_ids), _MANY):
        chunk = list(influencer_ids[start:start + _MANY])
        contracted = _add_windows(session, chunk, today, found)
        _add_deals(session, chunk, contracted, found)
    return {who: held for who, bound in found.items() if (held := present(bound, today))}


def _add_windows(session: Session, people: Sequence[int], today: date, found: dict[int, list[Binding]]) -> set[int]:
    """Windows of issued contracts; returns the deals whose contract settles their exclusivity."""
    rows = session.execute(
        pick(Collaboration.influencer_id, Collaboration.id, Contract.id, Contract.number, Contract.state,
             Client.id, Client.name, Campaign.name)
        .join(Contract, col(Contract.collaboration_id) == col(Collaboration.id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Collaboration.influencer_id).in_(people), col(Contract.state).in_((*_SIGNED, *_OUT)))
        .order_by(col(Contract.id))
    ).all()
    last_signed = {row[1]: row[2] for row in rows if row[4] in _SIGNED}
    rows = [row for row in rows if row[2] >= last_signed.get(row[1], 0)]
    windows = {
        window.contract_id: window for window in session.execute(
            pick(ExclusivityWindow).where(
                col(ExclusivityWindow.contract_id).in_([row[2] for row in rows]),
                or_(col(ExclusivityWindow.ends_on).is_(None), col(ExclusivityWindow.ends_on) >= today),
            )
        ).scalars()
    } if rows else {}
    for influencer, deal, contract, number, state, client_id, client, campaign in rows:
        window = windows.get(contract)
        if window is not None:
            found.setdefault(influencer, []).append(Binding(
                client, campaign, window.category, window.starts_on, window.ends_on, tuple(window.competitors),
                tuple(window.platforms), tuple(window.territories), window.carve_outs, number, window.clause,
                state in _SIGNED, deal, client_id,
            ))
    # Contracts from before windows were kept have none: there the deal speaks.
    kept = {row[0] for row in session.execute(
        pick(ExclusivityWindow.collaboration_id).where(
            col(ExclusivityWindow.collaboration_id).in_([row[1] for row in rows])
        )
    )} if rows else set()
    return kept & set(last_signed)


def _add_deals(session: Session, people: Sequence[int], contracted: set[int], found: dict[int, list[Binding]]) -> None:
    """Exclusivities that only the deal states, with the days its contract would compute."""
    statement = (
        pick(Collaboration, Campaign.name, Client.id, Client.name, Campaign.go_live_on, Campaign.starts_on,
             Campaign.ends_on, func.min(Deliverable.publish_on), func.max(Deliverable.publish_on))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .outerjoin(Deliverable, (col(Deliverable.collaboration_id) == col(Collaboration.id))
                   & col(Deliverable.state).not_in(VOID_STATES) & was_planned())
        .where(col(Collaboration.influencer_id).in_(people), col(Collaboration.stage).in_(_AGREED), _has_exclusivity())
        .group_by(col(Collaboration.id))
    )
    for deal, campaign, client_id, client, go_live, starts, ends, first, last in session.execute(statement):
        if deal.id not in contracted:
            found.setdefault(deal.influencer_id, []).append(
                _of_deal(deal, campaign, client_id, client, first or go_live or starts, last or ends)
            )


def _has_exclusivity() -> Any:
    return or_(
        col(Collaboration.exclusivity_category) != "", col(Collaboration.exclusivity_days_after) > 0,
        col(Collaboration.exclusivity_competitors) != [],
    )


def _of_deal(
    deal: Collaboration, campaign: str, client_id: int, client: str, first: date | None, last: date | None
) -> Binding:
    plain = binding(client, campaign, deal.exclusivity_category, deal.exclusivity_days_before,
                    deal.exclusivity_days_after, first, last)
    return Binding(
        client, campaign, plain.category, plain.starts_on, plain.ends_on, tuple(deal.exclusivity_competitors),
        tuple(deal.exclusivity_platforms), tuple(deal.exclusivity_territories), deal.exclusivity_carve_outs,
        collaboration_id=deal.id or 0, client_id=client_id,
    )


def of_creators(
    session: Session, influencer_ids: Sequence[int], today: date, but_client_id: int | None = None
) -> dict[int, tuple[Binding, ...]]:
    """What binds creators on a day, by creator; the deals with `but_client_id` do not stand against that client."""
    return {
        who: kept for who, bound in bindings(session, influencer_ids, today).items()
        if (kept := tuple(one for one in bound if but_client_id is None or one.client_id != but_client_id))
    }


# Work that may break them -------------------------------------------------------------------------------------


def if_added(
    session: Session, influencer_ids: Sequence[int], campaign_id: int, today: date
) -> dict[int, tuple[Conflict, ...]]:
    """What stands against adding people to a campaign, by creator; empty for those who are free."""
    work = _campaign_work(session, campaign_id)
    if work is None:
        return {}
    regions = load_regions()
    return {
        who: found for who, bound in bindings(session, influencer_ids, today).items()
        if (found := conflicts(bound, work, regions, today))
    }


def of_deals(
    session: Session, today: date, *, collaboration_ids: Sequence[int] = (), campaign_id: int | None = None
) -> dict[int, DealConflicts]:
    """Conflicts of deals, or of all deals of a campaign, by collaboration; deals without one are left out."""
    asked = pick(Collaboration.id, Collaboration.influencer_id, Influencer.name).join(
        Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
    asked = asked.where(
        col(Collaboration.id).in_(collaboration_ids) if campaign_id is None
        else col(Collaboration.campaign_id) == campaign_id,
        col(Collaboration.stage).not_in(_DROPPED),
    )
    deals = session.execute(asked).all()
    bound = bindings(session, list({row[1] for row in deals}), today)
    if not bound:
        return {}
    deals = [row for row in deals if row[1] in bound]
    works = _works(session, list({row[1] for row in deals}))
    regions, found = load_regions(), {}
    for deal, who, name in deals:
        own = next((work for work in works.get(who, ()) if work.collaboration_id == deal), None)
        others = [work for work in works.get(who, ()) if work.collaboration_id != deal]
        against = () if own is None else conflicts(
            [one for one in bound[who] if one.collaboration_id != deal], own, regions, today)
        broken = tuple(
            hit for one in bound[who] if one.collaboration_id == deal for work in others
            if (hit := conflict(one, work, regions, today)) is not None
        )
        if against or broken:
            found[deal] = DealConflicts(who, name, against, broken)
    return found


def contract_findings(session: Session, collaboration_id: int, today: date) -> list[ContractFinding]:
    """A warning for the contract of a deal that breaks an exclusivity for certain, or whose own is broken already."""
    found = of_deals(session, today, collaboration_ids=[collaboration_id]).get(collaboration_id)
    hits = [] if found is None else [one for one in found.found if one.certainty is Certainty.CONFLICT]
    if not hits:
        return []
    said = " ".join(f"{hit.binding} {hit.why} ({hit.work.client}, {hit.work.campaign})" for hit in hits)
    return [ContractFinding(EXCLUSIVITY_CHECK, FindingSeverity.WARN, "exclusivity.ends_on", said, hits[0].free)]


def _campaign_work(session: Session, campaign_id: int) -> Work | None:
    """A campaign as the work of somebody who is not in it yet: its days from go-live to its end."""
    row = session.execute(_PLAN.where(col(Campaign.id) == campaign_id)).first()
    return None if row is None else _work(_Plan(*row))


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a campaign says about the work in it."""

    campaign: str
    category: str
    product: str
    platform: str
    countries: Sequence[str]
    starts_on: date | None
    go_live_on: date | None
    ends_on: date | None
    client_id: int
    client: str
    client_category: str
    client_countries: Sequence[str]


_PLAN = pick(
    Campaign.name, Campaign.product_category, Campaign.product, Campaign.main_platform, Campaign.jurisdictions,
    Campaign.starts_on, Campaign.go_live_on, Campaign.ends_on, Client.id, Client.name, Client.category,
    Client.jurisdictions,
).join(Client, col(Client.id) == col(Campaign.client_id))


def _works(session: Session, influencer_ids: Sequence[int]) -> Mapping[int, tuple[Work, ...]]:
    """What creators do or did for whom, by creator: days and platforms of their deliverables, else of the campaign."""
    found: dict[int, list[Work]] = {}
    for start in range(0, len(influencer_ids), _MANY):
        rows = session.execute(
            _PLAN.add_columns(
                col(Collaboration.influencer_id), col(Collaboration.id), func.min(col(Deliverable.publish_on)),
                func.max(col(Deliverable.publish_on)), func.group_concat(col(Deliverable.platform).distinct()),
            )
            .join(Collaboration, col(Collaboration.campaign_id) == col(Campaign.id))
            .outerjoin(Deliverable, (col(Deliverable.collaboration_id) == col(Collaboration.id))
                       & col(Deliverable.state).not_in(VOID_STATES))
            .where(col(Collaboration.influencer_id).in_(influencer_ids[start:start + _MANY]),
                   col(Collaboration.stage).not_in(_DROPPED))
            .group_by(col(Collaboration.id))
        )
        for *plan, who, deal, first, last, platforms in rows:
            work = _work(_Plan(*plan), deal, first, last, tuple(sorted(platforms.split(","))) if platforms else ())
            found.setdefault(who, []).append(work)
    return {who: tuple(works) for who, works in found.items()}


def _work(
    plan: _Plan, deal: int = 0, first: date | None = None, last: date | None = None, platforms: tuple[str, ...] = ()
) -> Work:
    return Work(
        plan.client, plan.campaign,
        tuple(text for text in (plan.category, plan.client_category, plan.product) if text.strip()),
        platforms or ((plan.platform,) if plan.platform else ()), tuple(plan.countries or plan.client_countries),
        first or plan.go_live_on or plan.starts_on, last or plan.ends_on, plan.client_id, deal,
    )


# Sentences ----------------------------------------------------------------------------------------------------


def shut_out_people(session: Session, today: date) -> dict[int, str]:
    """Who of the roster must not be added to anything on a day, with the reason as a sentence."""
    restricted = session.execute(pick(Influencer).where(col(Influencer.stage).in_(RESTRICTED))).scalars()
    return {
        one.id: sentence for one in restricted
        if (sentence := shut_out(one.name, one.stage, one.restriction_reason, one.restriction_until, today))
    }


def restrictions(session: Session, influencer_ids: Iterable[int], today: date) -> list[str]:
    """Who of these people the agency does not work with, as sentences in the order of their names."""
    people = session.execute(
        pick(Influencer).where(col(Influencer.id).in_(list(influencer_ids))).order_by(col(Influencer.sort_name))
    ).scalars()
    return [
        sentence for one in people
        if (sentence := shut_out(one.name, one.stage, one.restriction_reason, one.restriction_until, today))
    ]


def names(session: Session, influencer_ids: Iterable[int]) -> dict[int, str]:
    """The names of people by id, in the order of the roster."""
    rows = session.execute(
        pick(Influencer.id, Influencer.name).where(col(Influencer.id).in_(list(influencer_ids)))
        .order_by(col(Influencer.sort_name), col(Influencer.id))
    )
    return {row[0]: row[1] for row in rows}


# What a step changed ------------------------------------------------------------------------------------------

_MATTERS = {
    "collaboration": ("stage", "exclusivity"), "deliverable": ("publish_on", "platform"),
    "campaign": ("go_live_on", "starts_on", "ends_on", "main_platform", "product", "jurisdictions"),
    "exclusivity_window": ("ends_on", "starts_on", "category", "competitors", "platforms", "territories"),
}
_MOST_CHANGES = 2_000


def after_step(session: Session, step_id: int, today: date) -> dict[int, DealConflicts]:
    """Conflicts of the deals whose days, terms or creators a step changed; empty for undo, redo and large imports."""
    step = session.get(Step, step_id)
    if step is None or step.kind != "do":
        return {}
    rows = session.execute(
        pick(Change.table_name, Change.row_id, Change.row_id_to, Change.op, Change.after)
        .where(col(Change.step_id) == step_id, col(Change.table_name).in_(_MATTERS), col(Change.op) != "D")
        .limit(_MOST_CHANGES)
    ).all()
    touched: dict[str, set[int]] = {name: set() for name in _MATTERS}
    for table, first, last, op, after in rows:
        if op != "U" or any(f'"{name}' in (after or "") for name in _MATTERS[table]):
            touched[table].update(range(first, min(last or first, first + _MOST_CHANGES) + 1))
    deals = _deals_of(session, touched)
    return of_deals(session, today, collaboration_ids=deals) if deals else {}


def _deals_of(session: Session, touched: Mapping[str, set[int]]) -> list[int]:
    deals = set(touched["collaboration"])
    for deal, key, name in (
        (Deliverable.collaboration_id, Deliverable.id, "deliverable"),
        (ExclusivityWindow.collaboration_id, ExclusivityWindow.id, "exclusivity_window"),
    ):
        if touched[name]:
            deals.update(session.execute(pick(deal).where(col(key).in_(touched[name]))).scalars())
    if touched["campaign"]:
        found = pick(Collaboration.id).where(col(Collaboration.campaign_id).in_(touched["campaign"]))
        deals.update(session.execute(found).scalars())
    return sorted(deals)[:_MOST_CHANGES]

"""Reads of the meters: per client, creator and year what deals are worth, against the thresholds in force.

Pay counts in the year it is paid or due; without instalments the agreed fee counts in the year of the campaign's
go-live, and so does what is given in kind, unless a parcel says when it was sent.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, func
from sqlmodel import Session, col

from microinf_desktop.domain.enums import RelationshipStage, ShipmentState
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.thresholds import DealWorth, Meter, MeterState, Threshold
from microinf_desktop.queries.compliance_slices import AREAS
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Campaign,
    Client,
    Collaboration,
    Contract,
    Influencer,
    Payment,
    Shipment,
    ShipmentItem,
)

# From here on the deal is agreed; before, nothing is owed.
_AGREED = (
    RelationshipStage.AGREED, RelationshipStage.CONTRACTED, RelationshipStage.ACTIVE, RelationshipStage.COMPLETED,
    RelationshipStage.AMBASSADOR,
)
_ORDER = (MeterState.REACHED, MeterState.NEAR, MeterState.UNCLEAR, MeterState.BELOW)


@dataclass(slots=True)
class _Year:
    pay: list[Money] = field(default_factory=list)
    in_kind: list[Money] = field(default_factory=list)
    lacks_value: bool = False


def meters(
    session: Session, thresholds: Sequence[Threshold], *, year: int | None = None, influencer_id: int | None = None,
    client_id: int | None = None, campaign_id: int | None = None,
) -> list[Meter]:
    """The meters of the agency, of a creator or a client, those that want attention first; without empty ones.

    With `campaign_id`, the meters that this campaign's deals count in, with all deals that count with them.
    """
    scope = _scope(influencer_id, client_id)
    found = _deals(session, scope)
    years = _years(session, scope, found)
    signed = set(session.execute(
        pick(col(Contract.collaboration_id)).where(
            col(Contract.collaboration_id).in_(scope), col(Contract.state).in_(("countersigned", "active", "expired")))
    ).scalars())
    grouped: dict[tuple[int, int, int, int], list[DealWorth]] = defaultdict(list)
    names: dict[tuple[int, int], tuple[str, str]] = {}
    touched: set[tuple[int, int, int, int]] = set()
    for deal, campaign, client, creator, areas in found:
        names[client.id, creator.id] = (client.name, creator.name)
        for one_year, worth in years.get(deal.id, {}).items():
            if year is not None and one_year != year:
                continue
            for place, threshold in enumerate(thresholds):
                if threshold.applies(one_year, areas, creator.tax_residence or creator.country):
                    key = (place, one_year, client.id, creator.id)
                    grouped[key].append(DealWorth(
                        deal.id, campaign.name, tuple(worth.pay), tuple(worth.in_kind), worth.lacks_value,
                        deal.id in signed,
                    ))
                    if campaign_id in (None, campaign.id):
                        touched.add(key)
    built = [
        Meter(thresholds[place], in_year, key_client, names[key_client, who][0], who, names[key_client, who][1],
              tuple(deals))
        for (place, in_year, key_client, who), deals in grouped.items() if (place, in_year, key_client, who) in touched
    ]
    return sorted(built, key=lambda one: (not one.is_open, _ORDER.index(one.state), -one.percent, one.creator))


def _scope(influencer_id: int | None, client_id: int | None) -> Select[Any]:
    """The ids of the agreed deals that are looked at."""
    statement = (
        pick(col(Collaboration.id)).join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .where(col(Collaboration.stage).in_(_AGREED))
    )
    if influencer_id is not None:
        statement = statement.where(col(Collaboration.influencer_id) == influencer_id)
    if client_id is not None:
        statement = statement.where(col(Campaign.client_id) == client_id)
    return statement


def _deals(session: Session, scope: Select[Any]) -> Sequence[Any]:
    return session.execute(
        pick(Collaboration, Campaign, Client, Influencer, AREAS)
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.id).in_(scope)).order_by(col(Collaboration.id))
    ).all()


def _years(session: Session, scope: Select[Any], found: Sequence[Any]) -> dict[int, dict[int, _Year]]:
    """By deal and year, what it is worth."""
    built: dict[int, dict[int, _Year]] = defaultdict(lambda: defaultdict(_Year))
    live = {deal.id: _live_year(campaign) for deal, campaign, *_ in found}
    paid = _add_payments(session, scope, built, live)
    sent = _add_parcels(session, scope, built, live)
    for deal, *_ in found:
        year = live[deal.id]
        if year is None:
            continue
        if deal.id not in paid and deal.fee_minor:
            built[deal.id][year].pay.append(Money(deal.fee_minor, deal.currency))
        if deal.id not in sent:
            if deal.product_value_minor:
                built[deal.id][year].in_kind.append(Money(deal.product_value_minor, deal.currency))
            elif deal.product_description.strip():
                built[deal.id][year].lacks_value = True
    return built


def _live_year(campaign: Campaign) -> int | None:
    day = campaign.go_live_on or campaign.starts_on or campaign.ends_on
    return day.year if day is not None else None


def _add_payments(
    session: Session, scope: Select[Any], built: dict[int, dict[int, _Year]], live: dict[int, int | None]
) -> set[int]:
    paid = set()
    for row in session.execute(
        pick(Payment).where(col(Payment.collaboration_id).in_(scope)).order_by(col(Payment.id))
    ).scalars():
        paid.add(row.collaboration_id)
        day = row.paid_on or row.due_on
        year = day.year if day is not None else live[row.collaboration_id]
        if year is not None:
            built[row.collaboration_id][year].pay.append(Money(row.amount_minor, row.currency))
    return paid


def _add_parcels(
    session: Session, scope: Select[Any], built: dict[int, dict[int, _Year]], live: dict[int, int | None]
) -> set[int]:
    """What parcels that did not come back are worth; a piece without a value makes the sum unclear."""
    sent = set()
    for deal_id, shipped_on, currency, worth, without in session.execute(
        pick(col(Shipment.collaboration_id), col(Shipment.shipped_on), col(Shipment.currency),
             func.sum(ShipmentItem.quantity * func.coalesce(ShipmentItem.value_minor, 0)),
             func.sum(col(ShipmentItem.value_minor).is_(None)))
        .join(ShipmentItem, col(ShipmentItem.shipment_id) == col(Shipment.id))
        .where(col(Shipment.collaboration_id).in_(scope), col(Shipment.state) != ShipmentState.RETURNED)
        .group_by(col(Shipment.id))
    ):
        sent.add(deal_id)
        year = shipped_on.year if shipped_on is not None else live[deal_id]
        if year is None:
            continue
        if worth:
            built[deal_id][year].in_kind.append(Money(worth, currency))
        built[deal_id][year].lacks_value |= bool(without)
    return sent

"""Reads of product seeding: products with what is left of them, parcels, reminders due, figures."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col

from microinf_desktop.domain import seeding
from microinf_desktop.domain.enums import ShipmentState
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.seeding import Nudge, Parcel, ParcelItem, SeedingFigures
from microinf_desktop.interchange.country_names import country_names
from microinf_desktop.queries.tracking import main_accounts
from microinf_desktop.storage.reading import in_order, pick
from microinf_desktop.storage.tables import (
    Campaign,
    Client,
    Collaboration,
    Influencer,
    Product,
    ProductVariant,
    Shipment,
    ShipmentItem,
    ShipmentNudge,
)


@dataclass(frozen=True, slots=True)
class VariantRow:
    """A variant; `left` is what lies in the store, `out` what went out in parcels that did not come back."""

    id: int
    name: str
    sku: str
    left: int
    out: int
    cost: Money | None
    value: Money | None
    weight_grams: int | None


@dataclass(frozen=True, slots=True)
class ProductRow:
    id: int
    client_id: int
    client: str
    client_color: str
    name: str
    category: str
    notes: str
    currency: str
    is_archived: bool
    variants: tuple[VariantRow, ...]

    @property
    def left(self) -> int:
        return sum(variant.left for variant in self.variants)

    @property
    def out(self) -> int:
        return sum(variant.out for variant in self.variants)


@dataclass(frozen=True, slots=True)
class ShipmentFilter:
    """Which parcels a list shows; `nudge_on` those with a reminder due on or before a day."""

    text: str = ""
    campaign_ids: tuple[int, ...] = ()
    client_ids: tuple[int, ...] = ()
    influencer_ids: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    open_only: bool = False


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A parcel in a list; `problem` is what is doubtful about its address, `silent` that nothing came of it."""

    id: int
    collaboration_id: int
    influencer_id: int
    creator: str
    handle: str
    campaign_id: int
    campaign: str
    client: str
    client_color: str
    state: str
    contents: str
    pieces: int
    address: str
    country: str
    problem: str
    carrier: str
    tracking_number: str
    send_by: date | None
    shipped_on: date | None
    delivered_on: date | None
    posted_on: date | None
    post_url: str
    nudges: tuple[int, ...]
    nudge: Nudge | None
    silent: bool
    cost: Money | None
    late_days: int


@dataclass(frozen=True, slots=True)
class ShipmentDetail:
    """`fields` are the columns as stored; `items` are (variant id, product, variant, pieces)."""

    row: ShipmentRow
    fields: dict[str, Any]
    items: tuple[tuple[int, str, str, int], ...]
    file_address: str
    address_checked_on: date | None


def products(session: Session, client_ids: Sequence[int] = (), archived: bool = False) -> list[ProductRow]:
    """Products by client and name, with what is left of each variant."""
    statement = (
        pick(Product, Client.name, Client.color).join(Client, col(Client.id) == col(Product.client_id))
        .order_by(Client.name, Product.name)
    )
    if client_ids:
        statement = statement.where(col(Product.client_id).in_(client_ids))
    if not archived:
        statement = statement.where(col(Product.is_archived).is_(False))
    found = session.execute(statement).all()
    by_product: dict[int, list[ProductVariant]] = defaultdict(list)
    for variant in session.execute(
        pick(ProductVariant).where(col(ProductVariant.product_id).in_([product.id for product, *_ in found]))
        .order_by(col(ProductVariant.id))
    ).scalars():
        by_product[variant.product_id].append(variant)
    packed = packed_pieces(session)
    return [
        ProductRow(
            product.id, product.client_id, client, color, product.name, product.category, product.notes,
            next((variant.currency for variant in by_product[product.id]), "EUR"), product.is_archived,
            tuple(_variant(variant, packed) for variant in by_product[product.id]),
        )
        for product, client, color in found
    ]


def packed_pieces(session: Session, besides: int | None = None) -> dict[int, int]:
    """Pieces per variant in parcels that did not come back, leaving one parcel out."""
    statement = (
        pick(ShipmentItem.variant_id, func.sum(ShipmentItem.quantity))
        .join(Shipment, col(Shipment.id) == col(ShipmentItem.shipment_id))
        .where(col(Shipment.state) != ShipmentState.RETURNED).group_by(col(ShipmentItem.variant_id))
    )
    if besides is not None:
        statement = statement.where(col(Shipment.id) != besides)
    return {variant_id: int(pieces) for variant_id, pieces in session.execute(statement)}


def shipment_ids(session: Session, wanted: ShipmentFilter = ShipmentFilter(), today: date | None = None) -> list[int]:
    """Ids of parcels: what has to be done first, by the day it should leave or arrived."""
    order = func.instr("to_send,address_confirmed,delivered,shipped,no_post,posted,returned", Shipment.state)
    statement = _joined(pick(Shipment.id)).where(*_conditions(wanted)).order_by(
        order, func.coalesce(Shipment.send_by, Shipment.delivered_on, Shipment.shipped_on).nulls_last(),
        col(Shipment.id),
    )
    return list(session.execute(statement).scalars())


def shipment_rows(session: Session, ids: Sequence[int], today: date) -> list[ShipmentRow]:
    """The parcels in the order of `ids`; about four queries for any number."""
    found = session.execute(
        _joined(pick(Shipment, Influencer, Campaign.id, Campaign.name, Client.name, Client.color))
        .where(col(Shipment.id).in_(ids))
    ).all()
    items, nudges = _items(session, ids), _nudges(session, ids)
    accounts = main_accounts(session, {person.id or 0 for _shipment, person, *_ in found})
    rows = {
        shipment.id: _row(shipment, person, campaign, items[shipment.id], nudges[shipment.id],
                          accounts.get(person.id or 0, ("", ""))[1], today)
        for shipment, person, *campaign in found
    }
    return in_order(ids, rows)


def shipment(session: Session, shipment_id: int, today: date) -> ShipmentDetail | None:
    """One parcel in full; None when it is gone."""
    stored = session.get(Shipment, shipment_id)
    rows = shipment_rows(session, [shipment_id], today)
    if stored is None or not rows:
        return None
    person = session.get_one(Influencer, rows[0].influencer_id)
    items = tuple(
        (item.variant_id, product, variant, item.quantity)
        for item, product, variant, _sku, _weight in _items(session, [shipment_id])[shipment_id]
    )
    return ShipmentDetail(rows[0], stored.model_dump(), items, person.address, person.address_checked_on)


def parcels(session: Session, ids: Sequence[int]) -> list[Parcel]:
    """The parcels as packing list and labels print them, in the order of `ids`."""
    found = session.execute(
        _joined(pick(Shipment, Influencer, Campaign.name)).where(col(Shipment.id).in_(ids))
    ).all()
    items = _items(session, ids)
    accounts = main_accounts(session, {person.id or 0 for _shipment, person, _campaign in found})
    made = {}
    for stored, person, campaign in found:
        lines = items[stored.id]
        weights = [weight * item.quantity for item, *_, weight in lines if weight is not None]
        made[stored.id] = Parcel(
            stored.id, stored.recipient or person.legal_name or person.name,
            without_country(stored.address or person.address, stored.country or person.country),
            stored.country or person.country, campaign, accounts.get(person.id or 0, ("", ""))[1], stored.carrier,
            stored.send_by, sum(weights) if len(weights) == len(lines) and lines else None,
            tuple(ParcelItem(product, variant, sku, item.quantity) for item, product, variant, sku, _weight in lines),
            stored.notes,
        )
    return in_order(ids, made)


def without_country(address: str, code: str) -> str:
    """The address without a last line that only names its country, because labels and pages name it themselves."""
    lines = [line.strip() for line in address.splitlines() if line.strip()]
    if len(lines) > 2 and code and country_names().is_country(lines[-1]):
        found = country_names().find(lines[-1])
        if found is not None and found.code == code:
            lines.pop()
    return "\n".join(lines)


def figures(session: Session, campaign_id: int) -> dict[str, SeedingFigures]:
    """Sums of a campaign by currency of its parcels."""
    found = session.execute(
        pick(Shipment.id, Shipment.state, Shipment.currency, Shipment.shipping_cost_minor, Shipment.labour_cost_minor,
             Collaboration.influencer_id)
        .join(Collaboration, col(Collaboration.id) == col(Shipment.collaboration_id))
        .where(col(Collaboration.campaign_id) == campaign_id)
    ).all()
    costs: dict[int, int] = {
        shipment_id: int(cost or 0) for shipment_id, cost in session.execute(
            pick(ShipmentItem.shipment_id, func.sum(ShipmentItem.quantity * func.coalesce(ShipmentItem.cost_minor, 0)))
            .where(col(ShipmentItem.shipment_id).in_([row[0] for row in found]))
            .group_by(col(ShipmentItem.shipment_id))
        )
    }
    by_currency: dict[str, list[tuple[int, ShipmentState, int, int, int]]] = defaultdict(list)
    for shipment_id, state, currency, shipping, labour, influencer_id in found:
        by_currency[currency].append(
            (influencer_id, ShipmentState(state), costs.get(shipment_id, 0), shipping or 0, labour or 0)
        )
    return {currency: seeding.figures(rows) for currency, rows in by_currency.items()}


def nudges_due(session: Session, today: date, client_ids: Sequence[int] = ()) -> list[ShipmentRow]:
    """Delivered parcels with a reminder due today or before, or whose creator is silent after the last one."""
    wanted = ShipmentFilter(states=(ShipmentState.DELIVERED,), client_ids=tuple(client_ids))
    rows = shipment_rows(session, shipment_ids(session, wanted), today)
    return [row for row in rows if row.silent or (row.nudge is not None and row.nudge.due_on <= today)]


def to_send(session: Session, today: date, client_ids: Sequence[int] = ()) -> list[ShipmentRow]:
    """Parcels that should have left by today."""
    wanted = ShipmentFilter(states=(ShipmentState.TO_SEND, ShipmentState.ADDRESS_CONFIRMED),
                            client_ids=tuple(client_ids))
    rows = shipment_rows(session, shipment_ids(session, wanted), today)
    return [row for row in rows if row.send_by is not None and row.send_by <= today]


def _variant(variant: ProductVariant, packed: dict[int, int]) -> VariantRow:
    out = packed.get(variant.id or 0, 0)
    money = [None if amount is None else Money(amount, variant.currency)
             for amount in (variant.cost_minor, variant.value_minor)]
    return VariantRow(variant.id or 0, variant.name, variant.sku, variant.stock - out, out, money[0], money[1],
                      variant.weight_grams)


def _joined(statement: Any) -> Any:
    return (
        statement.join(Collaboration, col(Collaboration.id) == col(Shipment.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
    )


def _conditions(wanted: ShipmentFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.campaign_ids:
        found.append(col(Campaign.id).in_(wanted.campaign_ids))
    if wanted.client_ids:
        found.append(col(Client.id).in_(wanted.client_ids))
    if wanted.influencer_ids:
        found.append(col(Influencer.id).in_(wanted.influencer_ids))
    if wanted.states:
        found.append(col(Shipment.state).in_(wanted.states))
    if wanted.open_only:
        closed = (ShipmentState.POSTED, ShipmentState.NO_POST, ShipmentState.RETURNED)
        found.append(col(Shipment.state).not_in(closed))
    found.extend(
        or_(
            func.instr(Influencer.search_text, word) > 0, func.instr(func.lower(Shipment.tracking_number), word) > 0,
            func.instr(func.lower(Campaign.name), word) > 0,
        )
        for word in wanted.text.lower().split()
    )
    return found


Item = tuple[ShipmentItem, str, str, str, int | None]


def _items(session: Session, ids: Sequence[int]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = defaultdict(list)
    for item, product, variant, sku, weight in session.execute(
        pick(ShipmentItem, Product.name, ProductVariant.name, ProductVariant.sku, ProductVariant.weight_grams)
        .join(ProductVariant, col(ProductVariant.id) == col(ShipmentItem.variant_id))
        .join(Product, col(Product.id) == col(ProductVariant.product_id))
        .where(col(ShipmentItem.shipment_id).in_(ids)).order_by(col(ShipmentItem.id))
    ):
        found[item.shipment_id].append((item, product, variant, sku, weight))
    return found


def _nudges(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = defaultdict(tuple)
    for shipment_id, day in session.execute(
        pick(ShipmentNudge.shipment_id, ShipmentNudge.day)
        .where(col(ShipmentNudge.shipment_id).in_(ids)).order_by(col(ShipmentNudge.day))
    ):
        found[shipment_id] += (day,)
    return found


def _row(
    stored: Shipment, person: Influencer, campaign: Iterable[Any], items: Sequence[Item], nudges: tuple[int, ...],
    handle: str, today: date,
) -> ShipmentRow:
    state = ShipmentState(stored.state)
    campaign_id, name, client, color = campaign
    waiting = state in (ShipmentState.TO_SEND, ShipmentState.ADDRESS_CONFIRMED)
    problem = seeding.address_warning(
        stored.address or person.address, stored.address_confirmed_on or person.address_checked_on, today
    ) if waiting else ""
    costs = [item.cost_minor * item.quantity for item, *_ in items if item.cost_minor is not None]
    costs += [cost for cost in (stored.shipping_cost_minor, stored.labour_cost_minor) if cost is not None]
    return ShipmentRow(
        stored.id or 0, stored.collaboration_id, person.id or 0, person.name, handle, campaign_id, name, client, color,
        stored.state, contents_text(items), sum(item.quantity for item, *_ in items), stored.address or person.address,
        stored.country or person.country, problem, stored.carrier, stored.tracking_number, stored.send_by,
        stored.shipped_on, stored.delivered_on, stored.posted_on, stored.post_url, nudges,
        seeding.next_nudge(state, stored.delivered_on, nudges),
        seeding.is_silent(state, stored.delivered_on, nudges, today),
        Money(sum(costs), stored.currency) if costs else None,
        max((today - stored.send_by).days, 0) if waiting and stored.send_by else 0,
    )


def contents_text(items: Sequence[Item]) -> str:
    """What is in a parcel, as "2 × Winter Blend, tin; Mug"."""
    return "; ".join(
        (f"{item.quantity} × " if item.quantity > 1 else "") + ", ".join(part for part in (product, variant) if part)
        for item, product, variant, *_ in items
    )

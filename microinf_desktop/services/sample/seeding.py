"""Products of the sample's clients and parcels in every state, from `resources/sample/seeding.json`."""

from datetime import timedelta

from microinf_desktop.domain.enums import ShipmentState
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.cast import Cast
from microinf_desktop.services.sample.content import Clock, Entry, load, minor
from microinf_desktop.services.sample.work import Deal
from microinf_desktop.storage.tables import Product, ProductVariant, Shipment, ShipmentItem, ShipmentNudge

_ADDRESS_AGE = timedelta(days=45)


def add_seeding(book: Book, clock: Clock, people: Cast, deals: list[Deal]) -> None:
    """Products with stock, then the parcels; who got one has an address that was confirmed before it left."""
    variants: dict[str, ProductVariant] = {}
    for entry in load("seeding.json")["products"]:
        product = Product(
            client_id=people.clients[entry["client"]].id or 0, name=entry["name"], category=entry["category"],
            notes=entry["notes"],
        )
        product_id = book.add(product)
        for listed in entry["variants"]:
            variant = ProductVariant(
                product_id=product_id, name=listed["name"], sku=listed["sku"], stock=listed["received"],
                cost_minor=minor(listed["cost"]), value_minor=minor(listed["value"]), currency=entry["currency"],
                weight_grams=listed["weight"],
            )
            book.add(variant)
            variants[listed["sku"]] = variant
    by_name = {(deal.campaign.name, deal.creator.name): deal for deal in deals}
    for entry in load("seeding.json")["parcels"]:
        _add_parcel(book, clock, entry, by_name[entry["campaign"], entry["who"]], variants)


def _add_parcel(book: Book, clock: Clock, entry: Entry, deal: Deal, variants: dict[str, ProductVariant]) -> None:
    creator, days = deal.creator, {
        name: clock.day(entry.get(name), deal.calendar) for name in ("shipped", "delivered", "posted", "send_by")
    }
    is_new = entry["state"] == ShipmentState.TO_SEND
    confirmed = None if is_new else (days["shipped"] or clock.today) - timedelta(days=4)
    if not is_new:
        creator.address_checked_on = confirmed
    elif creator.address:
        creator.address_checked_on = clock.today - _ADDRESS_AGE
    first = variants[entry["items"][0][0]]
    shipment_id = book.add(Shipment(
        collaboration_id=deal.row.id or 0, state=entry["state"], recipient=creator.legal_name or creator.name,
        address=creator.address, country=creator.country, address_confirmed_on=confirmed,
        carrier=entry.get("carrier", ""), tracking_number=entry.get("tracking", ""), send_by=days["send_by"],
        shipped_on=days["shipped"], delivered_on=days["delivered"], posted_on=days["posted"],
        shipping_cost_minor=minor(entry.get("shipping")), labour_cost_minor=minor(entry.get("labour")),
        currency=first.currency,
    ))
    for sku, pieces in entry["items"]:
        variant = variants[sku]
        book.add(ShipmentItem(
            shipment_id=shipment_id, variant_id=variant.id or 0, quantity=pieces, cost_minor=variant.cost_minor,
            value_minor=variant.value_minor,
        ))
    for day in entry.get("nudges", ()):
        assert days["delivered"] is not None
        book.add(ShipmentNudge(shipment_id=shipment_id, day=day, sent_on=days["delivered"] + timedelta(days=day)))

"""Changes to products, stock and parcels; the only place that moves a parcel's state."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import ShipmentState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.pipelines import SHIPMENT, ShipmentFacts
from microinf_desktop.domain.seeding import NUDGE_DAYS, ProductDraft, ShipmentDraft
from microinf_desktop.queries import seeding as queries
from microinf_desktop.queries.collaboration_moves import shut_out
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
from microinf_desktop.storage.workspace import Workspace


def save_product(workspace: Workspace, draft: ProductDraft, product_id: int | None = None) -> int:
    """Add or change a product with its variants; a variant that is in a parcel cannot be taken away."""
    for problem in draft.problems():
        raise problem
    try:
        with workspace.writing(f"Add {draft.name}" if product_id is None else f"Edit {draft.name}") as session:
            product = Product(client_id=draft.client_id, name="") if product_id is None else (
                _product(session, product_id)
            )
            product.client_id, product.name = draft.client_id, draft.name.strip()
            product.category, product.notes = draft.category.strip(), draft.notes.strip()
            session.add(product)
            session.flush()
            assert product.id is not None
            _save_variants(session, product.id, draft)
            return product.id
    except IntegrityError as error:
        raise ValidationError("name", f"This client already has “{draft.name}”.", "Choose another name.") from error


def _save_variants(session: Session, product_id: int, draft: ProductDraft) -> None:
    existing = {row.id: row for row in session.exec(
        select(ProductVariant).where(ProductVariant.product_id == product_id))}
    packed = queries.packed_pieces(session)
    kept = {variant.id for variant in draft.variants}
    for variant_id, row in existing.items():
        if variant_id not in kept:
            if session.exec(select(ShipmentItem.id).where(ShipmentItem.variant_id == variant_id)).first() is not None:
                raise KnownError(
                    f"“{row.name or draft.name}” is in a parcel.", "Archive the product instead of taking it away."
                )
            session.delete(row)
    session.flush()
    for variant in draft.variants:
        row = existing.get(variant.id) or ProductVariant(product_id=product_id)
        row.name, row.sku, row.currency = variant.name.strip(), variant.sku.strip(), draft.currency
        row.cost_minor, row.value_minor = variant.cost_minor, variant.value_minor
        row.weight_grams = variant.weight_grams
        row.stock = variant.on_hand + packed.get(row.id or 0, 0)
        session.add(row)
    session.flush()


def archive_product(workspace: Workspace, product_id: int, archived: bool = True) -> None:
    with workspace.writing("Archive product" if archived else "Restore product") as session:
        _product(session, product_id).is_archived = archived


def delete_product(workspace: Workspace, product_id: int) -> None:
    """Delete a product no parcel holds (undoable); KnownError otherwise."""
    with workspace.writing("Delete product") as session:
        product = _product(session, product_id)
        used = session.exec(
            select(ShipmentItem.id).join(ProductVariant, col(ProductVariant.id) == col(ShipmentItem.variant_id))
            .where(ProductVariant.product_id == product_id)
        ).first()
        if used is not None:
            raise KnownError(f"“{product.name}” is in a parcel.", "Archive it instead; the record stays.")
        session.delete(product)


def add_stock(workspace: Workspace, variant_id: int, pieces: int) -> None:
    """Pieces came in (or, when negative, were lost); KnownError when fewer than none would be left."""
    with workspace.writing(f"{'Add' if pieces >= 0 else 'Take out'} {abs(pieces)} pieces") as session:
        variant = session.get_one(ProductVariant, variant_id)
        left = variant.stock - queries.packed_pieces(session).get(variant_id, 0)
        if left + pieces < 0:
            raise KnownError(f"Only {left} are left.", f"Type at most {left}.")
        variant.stock += pieces


def plan_shipments(
    workspace: Workspace, collaboration_ids: Sequence[int], items: Sequence[tuple[int, int]],
    send_by: date | None = None, today: date | None = None,
) -> list[int]:
    """A parcel with the same contents for each creator, in one step; their ids.

    KnownError when the stock does not suffice for all, or one of them must not be contacted. Where a deal names no
    product yet, it takes this one's name and retail value, because a gift is a benefit to disclose.
    """
    number = len(collaboration_ids)
    with workspace.writing("Plan a parcel" if number == 1 else f"Plan {number} parcels") as session:
        made = []
        for deal_id in dict.fromkeys(collaboration_ids):
            deal = _deal(session, deal_id)
            person = session.get_one(Influencer, deal.influencer_id)
            _refuse_blocked(person, today or date.today())
            row = Shipment(
                collaboration_id=deal_id, recipient=person.legal_name or person.name, address=person.address,
                country=person.country, send_by=send_by, currency=_currency(session, deal, items),
            )
            session.add(row)
            session.flush()
            assert row.id is not None
            _pack(session, row, items)
            _name_in_deal(session, deal, items)
            made.append(row.id)
        return made


def save_shipment(workspace: Workspace, draft: ShipmentDraft, shipment_id: int) -> None:
    """Store the changed form of a parcel; what is on its way keeps its contents."""
    for problem in draft.problems():
        raise problem
    with workspace.writing("Edit parcel") as session:
        row = _shipment(session, shipment_id)
        held = {item.variant_id: item.quantity for item in _held(session, shipment_id)}
        if dict(draft.items) != held:
            if row.state not in (ShipmentState.TO_SEND, ShipmentState.ADDRESS_CONFIRMED):
                raise KnownError(
                    "The parcel has left; its contents cannot change.", "Set it back first, or plan another."
                )
            _pack(session, row, draft.items)
        if (draft.address.strip(), draft.country) != (row.address, row.country):
            row.address_confirmed_on = None
            if row.state == ShipmentState.ADDRESS_CONFIRMED:
                row.state = ShipmentState.TO_SEND
        row.recipient, row.address, row.country = draft.recipient.strip(), draft.address.strip(), draft.country
        row.carrier, row.tracking_number = draft.carrier.strip(), draft.tracking_number.strip()
        row.send_by, row.notes = draft.send_by, draft.notes.strip()
        row.shipping_cost_minor, row.labour_cost_minor = draft.shipping_cost_minor, draft.labour_cost_minor


def facts(session: Session, shipment_id: int) -> ShipmentFacts:
    """What the pipeline asks about a parcel."""
    row = _shipment(session, shipment_id)
    person = session.get_one(Influencer, _deal(session, row.collaboration_id).influencer_id)
    blocked = _shut_out(person, date.today())
    pieces = sum(item.quantity for item in _held(session, shipment_id))
    return ShipmentFacts(row.address or person.address, pieces, blocked)


def possible_moves(session: Session, shipment_id: int) -> tuple[pipelines.Move[ShipmentState], ...]:
    """States that can follow now, each with the refusal in its way or None."""
    state = ShipmentState(_shipment(session, shipment_id).state)
    return pipelines.moves(SHIPMENT, state, facts(session, shipment_id))


def move(
    workspace: Workspace, shipment_ids: Sequence[int], state: ShipmentState, day: date | None = None,
    carrier: str = "", tracking_number: str = "", post_url: str = "",
) -> None:
    """Move parcels to a state on a day, all or none; confirming an address confirms it on the person's file too.

    KnownError with reason and way out when one may not go there.
    """
    day = day or date.today()
    words = state.value.replace("_", " ")
    with workspace.writing(f"Set parcel to {words}" if len(shipment_ids) == 1 else
                           f"Set {len(shipment_ids)} parcels to {words}") as session:
        for shipment_id in shipment_ids:
            row = _shipment(session, shipment_id)
            pipelines.require_move(SHIPMENT, ShipmentState(row.state), state, facts(session, shipment_id))
            if row.state == ShipmentState.RETURNED:
                _require_stock(session, row, [(item.variant_id, item.quantity) for item in _held(session, shipment_id)])
            _enter(session, row, state, day)
            row.carrier, row.tracking_number = carrier or row.carrier, tracking_number or row.tracking_number
            row.post_url = post_url.strip() or row.post_url


def _enter(session: Session, row: Shipment, state: ShipmentState, day: date) -> None:
    """Set the state with its day; going back clears the days of what did not happen."""
    person = session.get_one(Influencer, _deal(session, row.collaboration_id).influencer_id)
    days = {
        ShipmentState.ADDRESS_CONFIRMED: "address_confirmed_on", ShipmentState.SHIPPED: "shipped_on",
        ShipmentState.DELIVERED: "delivered_on", ShipmentState.POSTED: "posted_on",
        ShipmentState.RETURNED: "returned_on",
    }
    order = list(days)
    if state is ShipmentState.ADDRESS_CONFIRMED and row.state == ShipmentState.TO_SEND:
        row.address, row.country = row.address or person.address, row.country or person.country
        row.recipient = row.recipient or person.legal_name or person.name
        person.address, person.country, person.address_checked_on = row.address, row.country or person.country, day
    later = order[order.index(state) + 1:] if state in order else ()
    for name in (days[one] for one in (order if state is ShipmentState.TO_SEND else later)):
        setattr(row, name, None)
    if state in days and getattr(row, days[state]) is None:
        setattr(row, days[state], day)
    row.state = state


def send_nudge(workspace: Workspace, shipment_id: int, day: int, sent_on: date | None = None) -> None:
    """Record that the reminder of day 7, 10 or 14 went out."""
    if day not in NUDGE_DAYS:
        raise ValueError(f"{day} is no day of a reminder")
    with workspace.writing("Remind creator") as session:
        _shipment(session, shipment_id)
        found = session.exec(select(ShipmentNudge).where(
            ShipmentNudge.shipment_id == shipment_id, ShipmentNudge.day == day)).first()
        if found is None:
            session.add(ShipmentNudge(shipment_id=shipment_id, day=day, sent_on=sent_on or date.today()))


def delete_shipments(workspace: Workspace, shipment_ids: Sequence[int]) -> None:
    """Delete parcels (undoable); what was in them is in stock again. Refused for what is on its way."""
    number = len(shipment_ids)
    with workspace.writing("Delete parcel" if number == 1 else f"Delete {number} parcels") as session:
        for shipment_id in shipment_ids:
            row = _shipment(session, shipment_id)
            if row.state in (ShipmentState.SHIPPED, ShipmentState.DELIVERED):
                raise KnownError("A parcel is with the carrier or the creator.", "Set it to returned first.")
            session.delete(row)


def _pack(session: Session, row: Shipment, items: Sequence[tuple[int, int]]) -> None:
    """Fill a parcel with (variant, pieces), with cost and value as they are now."""
    _require_stock(session, row, items)
    for held in _held(session, row.id or 0):
        session.delete(held)
    session.flush()
    for variant_id, pieces in items:
        variant = session.get_one(ProductVariant, variant_id)
        session.add(ShipmentItem(
            shipment_id=row.id or 0, variant_id=variant_id, quantity=pieces, cost_minor=variant.cost_minor,
            value_minor=variant.value_minor,
        ))
    session.flush()


def _require_stock(session: Session, row: Shipment, items: Sequence[tuple[int, int]]) -> None:
    packed = queries.packed_pieces(session, row.id)
    for variant_id, pieces in items:
        variant = session.get(ProductVariant, variant_id)
        if variant is None:
            raise KnownError("A product was deleted meanwhile.", "Undo the deletion first.")
        left = variant.stock - packed.get(variant_id, 0)
        if pieces > left:
            product = session.get_one(Product, variant.product_id)
            name = ", ".join(part for part in (product.name, variant.name) if part)
            raise KnownError(
                f"{pieces} × {name} are needed, {max(left, 0)} are left.", "Add stock, or send fewer."
            )


def _name_in_deal(session: Session, deal: Collaboration, items: Sequence[tuple[int, int]]) -> None:
    if deal.product_description or deal.product_value_minor is not None:
        return
    names, value = [], 0
    for variant_id, pieces in items:
        variant = session.get_one(ProductVariant, variant_id)
        if variant.currency != deal.currency:
            return
        product = session.get_one(Product, variant.product_id)
        names.append(", ".join(part for part in (product.name, variant.name) if part))
        value += (variant.value_minor or 0) * pieces
    deal.product_description, deal.product_value_minor = " and ".join(names), value or None


def _currency(session: Session, deal: Collaboration, items: Sequence[tuple[int, int]]) -> str:
    """The currency of what is sent, else the deal's."""
    variant = session.get(ProductVariant, items[0][0]) if items else None
    if variant is not None:
        return variant.currency
    campaign = session.get_one(Campaign, deal.campaign_id)
    return session.get_one(Client, campaign.client_id).currency


def _shut_out(person: Influencer, today: date) -> str:
    return shut_out(person.name, person.stage, person.restriction_reason, person.restriction_until, today)


def _refuse_blocked(person: Influencer, today: date) -> None:
    if sentence := _shut_out(person, today):
        raise KnownError(sentence, "Leave this creator out, or change the stage in the roster first.")


def _held(session: Session, shipment_id: int) -> Sequence[ShipmentItem]:
    return session.exec(select(ShipmentItem).where(ShipmentItem.shipment_id == shipment_id)).all()


def _product(session: Session, product_id: int) -> Product:
    product = session.get(Product, product_id)
    if product is None:
        raise KnownError("This product was deleted meanwhile.", "Undo the deletion first.")
    return product


def _shipment(session: Session, shipment_id: int) -> Shipment:
    row = session.get(Shipment, shipment_id)
    if row is None:
        raise KnownError("This parcel was deleted meanwhile.", "Undo the deletion first.")
    return row


def _deal(session: Session, collaboration_id: int) -> Collaboration:
    deal = session.get(Collaboration, collaboration_id)
    if deal is None:
        raise KnownError("The creator is no longer part of this campaign.", "Undo the removal first.")
    return deal

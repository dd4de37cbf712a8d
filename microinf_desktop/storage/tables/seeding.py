"""Product seeding: what a client gives away, how much of it is in stock, and the parcels."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference


class Product(SQLModel, table=True):
    __tablename__ = "product"
    __table_args__ = (UniqueConstraint("client_id", "name"), NEVER_REUSE_IDS)
    id: int | None = key()
    client_id: int = reference("client.id", index=False)
    name: str
    category: str = ""
    notes: str = ""
    is_archived: bool = False


class ProductVariant(SQLModel, table=True):
    """A size, shade or flavour. `cost_minor` is what it costs the client, `value_minor` the retail price.

    `stock` counts all pieces that came in; what is left is that less the pieces in parcels that did not come back, so
    that a parcel deleted with its campaign needs no correction.
    """

    __tablename__ = "product_variant"
    __table_args__ = (
        UniqueConstraint("product_id", "name"), CheckConstraint("stock >= 0", name="stock_not_below_zero"),
        NEVER_REUSE_IDS,
    )
    id: int | None = key()
    product_id: int = reference("product.id", index=False)
    name: str = ""
    sku: str = Field(default="", index=True)
    stock: int = 0
    cost_minor: int | None = None
    value_minor: int | None = None
    currency: str = "EUR"
    weight_grams: int | None = None


class Shipment(SQLModel, table=True):
    """A parcel to a creator of a campaign.

    State of the field guide: to_send, address_confirmed, shipped, delivered, posted, no_post, returned. The address
    is the one on file when it was confirmed. Costs in minor units.
    """

    __tablename__ = "shipment"
    __table_args__ = (Index("ix_shipment_state", "state", "delivered_on"), NEVER_REUSE_IDS)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id")
    state: str = "to_send"
    recipient: str = ""
    address: str = ""
    country: str = ""
    address_confirmed_on: date | None = None
    carrier: str = ""
    tracking_number: str = ""
    send_by: date | None = None
    shipped_on: date | None = None
    delivered_on: date | None = None
    returned_on: date | None = None
    posted_on: date | None = None
    post_url: str = ""
    shipping_cost_minor: int | None = None
    labour_cost_minor: int | None = None
    currency: str = "EUR"
    notes: str = ""


class ShipmentItem(SQLModel, table=True):
    """Pieces in a parcel, with cost and value as they were when it was packed."""

    __tablename__ = "shipment_item"
    __table_args__ = (
        UniqueConstraint("shipment_id", "variant_id"), CheckConstraint("quantity > 0", name="some_pieces"),
        NEVER_REUSE_IDS,
    )
    id: int | None = key()
    shipment_id: int = reference("shipment.id", index=False)
    variant_id: int = reference("product_variant.id", on_delete="RESTRICT")
    quantity: int = 1
    cost_minor: int | None = None
    value_minor: int | None = None


class ShipmentNudge(SQLModel, table=True):
    """A reminder that went to the creator: `day` is 7, 10 or 14 days after delivery."""

    __tablename__ = "shipment_nudge"
    __table_args__ = (UniqueConstraint("shipment_id", "day"), NEVER_REUSE_IDS)
    id: int | None = key()
    shipment_id: int = reference("shipment.id", index=False)
    day: int
    sent_on: date

"""The content library and what may be done with it: usage rights and offers to renew them."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference, words


class Asset(SQLModel, table=True):
    """A piece of content a creator made: a local file, or the address of a post (`kind` photo, video, text, other)."""

    __tablename__ = "asset"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id")
    deliverable_id: int | None = reference("deliverable.id", on_delete="SET NULL", nullable=True)
    attachment_id: int | None = reference("attachment.id", on_delete="RESTRICT", nullable=True)
    title: str
    kind: str = "photo"
    url: str = ""
    added_at: datetime
    added_by: str = ""
    notes: str = ""
    is_archived: bool = False


class UsageRight(SQLModel, table=True):
    """One right to use one asset, or all content of a deal where `asset_id` is empty.

    `kind`: organic_repost, paid, allowlisting, spark_code, full. The term runs from `starts_on`, which follows from
    the event in `starts_with` (publication, signature, delivery) or was typed (date), for `months` or `days`;
    `ends_on` is its last day, None while it has not begun or for ever (`is_perpetual`). `clause` is the printed number
    in the contract it follows from; `source` contract or typed. `code` is a Spark code. Money in minor units.
    """

    __tablename__ = "usage_right"
    # The register's columns follow from these alone, so that lists and board of 100,000 rights read the index only.
    __table_args__ = (
        Index("ix_usage_right_ends_on", "ends_on", "withdrawn_on", "starts_on", "is_perpetual"), NEVER_REUSE_IDS
    )
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id")
    asset_id: int | None = reference("asset.id", nullable=True)
    contract_id: int | None = reference("contract.id", on_delete="SET NULL", nullable=True)
    kind: str
    media: list[str] = words()
    territories: list[str] = words()
    platforms: list[str] = words()
    starts_with: str = "publication"
    starts_on: date | None = None
    months: int | None = None
    days: int | None = None
    ends_on: date | None = None
    is_perpetual: bool = False
    may_edit: bool = False
    may_sublicense: bool = False
    clause: str = ""
    code: str = ""
    fee_minor: int | None = None
    renewal_price_minor: int | None = None
    currency: str = "EUR"
    source: str = "contract"
    withdrawn_on: date | None = None
    withdrawal_reason: str = ""
    notes: str = ""


class RightRenewal(SQLModel, table=True):
    """An offer to renew a right: months, price in minor units, until when it holds; `attachment_id` is its PDF.

    State: offered, accepted, declined.
    """

    __tablename__ = "right_renewal"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    usage_right_id: int = reference("usage_right.id")
    number: str = ""
    quoted_on: date
    quoted_by: str = ""
    months: int
    price_minor: int
    currency: str = "EUR"
    valid_until: date | None = None
    state: str = "offered"
    decided_on: date | None = None
    attachment_id: int | None = reference("attachment.id", on_delete="RESTRICT", nullable=True, index=False)
    note: str = ""

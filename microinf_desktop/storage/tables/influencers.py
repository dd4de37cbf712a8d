"""The roster: people, their accounts with dated snapshots, and what was said with them."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference, words


class Influencer(SQLModel, table=True):
    """One person with any number of accounts.

    The columns under "stored keys" repeat what accounts and payments say, so that 100,000 rows sort and filter
    without a join; `storage.keys.refresh_influencers` is the only writer. Rates are parts per million
    (57,100 = 5.71 %), because the change log keeps integers exactly and floats not.
    """

    __tablename__ = "influencer"
    __table_args__ = (
        Index("ix_influencer_name", "sort_name", "id"),
        Index("ix_influencer_followers", "top_followers", "id"),
        Index("ix_influencer_rate", "engagement_rate_ppm", "id"),
        Index("ix_influencer_stage", "stage", "id"),
        # Few people have one, and Today looks it up among all.
        Index("ix_influencer_next_action", "next_action_on", sqlite_where=text("next_action_on IS NOT NULL")),
        NEVER_REUSE_IDS,
    )
    id: int | None = key()
    name: str
    legal_name: str = ""
    email: str = ""
    phone: str = ""
    country: str = ""
    city: str = ""
    address: str = ""
    address_checked_on: date | None = None
    languages: list[str] = words()
    niches: list[str] = words()
    tags: list[str] = words()
    stage: str = "prospect"
    stage_since: date | None = None
    owner_id: int | None = reference("person.id", on_delete="SET NULL", nullable=True, index=False)
    manager_name: str = ""
    manager_email: str = ""
    manager_phone: str = ""
    legal_form: str = ""
    tax_residence: str = ""
    vat_id: str = ""
    vat_note: str = ""
    birth_date: date | None = None
    guardian_name: str = ""
    guardian_address: str = ""
    source: str = ""
    restriction_reason: str = ""
    restriction_until: date | None = None
    next_action: str = ""
    next_action_on: date | None = None
    notes: str = ""
    # stored keys
    sort_name: str = ""
    search_text: str = ""
    platforms: str = ""
    primary_handle: str = ""
    top_followers: int | None = None
    engagement_rate_ppm: int | None = None
    engagement_base: str = ""
    last_paid_minor: int | None = None
    last_paid_currency: str = ""


class Account(SQLModel, table=True):
    """A profile on one platform; the figures are those of its latest snapshot. `handle_key` is folded, without @."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("platform", "handle_key"), NEVER_REUSE_IDS)
    id: int | None = key()
    influencer_id: int = reference("influencer.id")
    platform: str
    handle: str
    handle_key: str
    url: str = ""
    category: str = ""
    followers: int | None = None
    avg_likes: int | None = None
    avg_comments: int | None = None
    avg_views: int | None = None
    avg_shares: int | None = None
    avg_engagements: int | None = None
    engagement_rate_ppm: int | None = None
    engagement_base: str = ""


class AccountSnapshot(SQLModel, table=True):
    """What an account showed on a day; counts per post are averages as the source gives them."""

    __tablename__ = "account_snapshot"
    __table_args__ = (UniqueConstraint("account_id", "taken_on"), NEVER_REUSE_IDS)
    id: int | None = key()
    account_id: int = reference("account.id", index=False)
    taken_on: date
    followers: int | None = None
    avg_likes: int | None = None
    avg_comments: int | None = None
    avg_views: int | None = None
    avg_shares: int | None = None
    avg_engagements: int | None = None
    authentic_engagements: int | None = None
    source: str = ""


class Interaction(SQLModel, table=True):
    __tablename__ = "interaction"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    influencer_id: int = reference("influencer.id")
    campaign_id: int | None = reference("campaign.id", on_delete="SET NULL", nullable=True)
    person_id: int | None = reference("person.id", on_delete="SET NULL", nullable=True, index=False)
    happened_at: datetime = Field(index=True)
    kind: str = "note"
    summary: str

"""Campaigns: objectives and targets, milestones, and the collaborations with their compensation."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, ExactDecimal, key, reference, words


class Campaign(SQLModel, table=True):
    """Dates are days in `time_zone`; `jurisdictions` are pack codes (US, UK, DE …), the first weighs most."""

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("client_id", "name"), NEVER_REUSE_IDS)
    id: int | None = key()
    client_id: int = reference("client.id", on_delete="RESTRICT")
    persona_id: int | None = reference("persona.id", on_delete="SET NULL", nullable=True)
    owner_id: int | None = reference("person.id", on_delete="SET NULL", nullable=True, index=False)
    name: str
    state: str = Field(default="planning", index=True)
    is_pilot: bool = False
    objectives: list[str] = words()
    product: str = ""
    product_category: str = ""
    summary: str = ""
    hypothesis: str = ""
    key_messages: list[str] = words()
    starts_on: date | None = None
    go_live_on: date | None = None
    ends_on: date | None = None
    time_zone: str = "Europe/Berlin"
    jurisdictions: list[str] = words()
    audience_languages: list[str] = words()
    budget_minor: int | None = None
    currency: str = "EUR"
    notes: str = ""


class CampaignTarget(SQLModel, table=True):
    """A target in the metric's own unit: a count, a percentage (5.5 = 5.5 %), a ratio, or major currency units."""

    __tablename__ = "campaign_target"
    __table_args__ = (UniqueConstraint("campaign_id", "metric"), NEVER_REUSE_IDS)
    id: int | None = key()
    campaign_id: int = reference("campaign.id", index=False)
    metric: str
    value: Decimal = Field(sa_type=ExactDecimal)


class Milestone(SQLModel, table=True):
    __tablename__ = "milestone"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    campaign_id: int = reference("campaign.id")
    name: str
    kind: str = "other"
    due_on: date = Field(index=True)
    done_on: date | None = None


class Collaboration(SQLModel, table=True):
    """One creator in one campaign, with the deal.

    Money in minor units of `currency`; `commission_ppm` is parts per million of net revenue (150,000 = 15 %).
    `relationship` is the disclosure engine's word: paid, gifted, affiliate, hybrid, own_brand, none.
    """

    __tablename__ = "collaboration"
    __table_args__ = (
        UniqueConstraint("campaign_id", "influencer_id"),
        Index("ix_collaboration_influencer", "influencer_id"),
        NEVER_REUSE_IDS,
    )
    id: int | None = key()
    campaign_id: int = reference("campaign.id", index=False)
    influencer_id: int = reference("influencer.id", index=False)
    owner_id: int | None = reference("person.id", on_delete="SET NULL", nullable=True, index=False)
    stage: str = "prospect"
    client_decision: str = "pending"
    relationship: str = "paid"
    compensation_model: str = "flat_fee"
    fee_minor: int | None = None
    currency: str = "EUR"
    product_description: str = ""
    product_value_minor: int | None = None
    commission_ppm: int | None = None
    commission_cap_minor: int | None = None
    bonus_terms: str = ""
    discount_code: str = ""
    payment_terms_days: int = 30
    upfront_percent: int = 0
    rounds_included: int = 2
    feedback_days: int = 2
    keep_live_days: int = 90
    usage_rights: str = "organic_repost"
    usage_media: list[str] = words()
    usage_territories: list[str] = words()
    usage_months: int | None = None
    exclusivity_category: str = ""
    exclusivity_days_before: int = 0
    exclusivity_days_after: int = 0
    confidentiality_months: int = 24
    kill_fee_percent: int | None = None
    notes: str = ""

"""Campaigns: objectives and targets, milestones, and the collaborations with their compensation."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, ExactDecimal, WholeNumbers, key, reference, words


class Campaign(SQLModel, table=True):
    """Dates are days in `time_zone`; `jurisdictions` are pack codes (US, UK, DE …), the first weighs most.

    `lead_times` are working days by phase where they differ from the agency's. `planned_…` (creators, followers and
    posts of each), `main_platform` and `order_value_minor` are what targets are proposed from. `template` is a
    shipped template's key or “own:” and the id of the agency's. `setup_step` names the page of the set-up form
    somebody left in between; empty when the set-up is finished.
    """

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("client_id", "name"), NEVER_REUSE_IDS)
    id: int | None = key()
    client_id: int = reference("client.id", on_delete="RESTRICT")
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
    lead_times: dict[str, int] = Field(default_factory=dict, sa_type=WholeNumbers, nullable=False)
    template: str = ""
    main_platform: str = ""
    planned_creators: int | None = None
    planned_followers: int | None = None
    planned_posts: int | None = None
    order_value_minor: int | None = None
    setup_step: str = ""


class CampaignPersona(SQLModel, table=True):
    """Whom a campaign wants to reach: personas of its client."""

    __tablename__ = "campaign_persona"
    __table_args__ = (UniqueConstraint("campaign_id", "persona_id"), NEVER_REUSE_IDS)
    id: int | None = key()
    campaign_id: int = reference("campaign.id", index=False)
    persona_id: int = reference("persona.id")


class NicheTest(SQLModel, table=True):
    """A hypothesis about a niche, tried on a sample of creators; values in the metric's own unit.

    `outcome` is open, confirmed, refuted or unclear.
    """

    __tablename__ = "niche_test"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    campaign_id: int = reference("campaign.id")
    niche: str
    hypothesis: str
    metric: str = ""
    expected: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    sample_size: int | None = None
    result: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    outcome: str = "open"
    conclusion: str = ""
    concluded_on: date | None = None


class WorkTemplate(SQLModel, table=True):
    """The agency's own template, content as JSON; `kind` is campaign or sequence."""

    __tablename__ = "work_template"
    __table_args__ = (UniqueConstraint("kind", "name"), NEVER_REUSE_IDS)
    id: int | None = key()
    kind: str
    name: str
    data: str


class CampaignTarget(SQLModel, table=True):
    """A target in the metric's own unit: a count, a percentage (5.5 = 5.5 %), a ratio, or major currency units."""

    __tablename__ = "campaign_target"
    __table_args__ = (UniqueConstraint("campaign_id", "metric"), NEVER_REUSE_IDS)
    id: int | None = key()
    campaign_id: int = reference("campaign.id", index=False)
    metric: str
    value: Decimal = Field(sa_type=ExactDecimal)


class Milestone(SQLModel, table=True):
    """A day, or from `starts_on` a span, of a campaign; `locked_reason` says why it cannot move, else empty."""

    __tablename__ = "milestone"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    campaign_id: int = reference("campaign.id")
    name: str
    kind: str = "other"
    due_on: date = Field(index=True)
    done_on: date | None = None
    starts_on: date | None = None
    locked_reason: str = ""


class Dependency(SQLModel, table=True):
    """One task of a timeline waits for another: each end is a milestone or a deliverable of the campaign."""

    __tablename__ = "dependency"
    __table_args__ = (
        CheckConstraint("(before_milestone_id IS NULL) <> (before_deliverable_id IS NULL)", name="one_before"),
        CheckConstraint("(after_milestone_id IS NULL) <> (after_deliverable_id IS NULL)", name="one_after"),
        NEVER_REUSE_IDS,
    )
    id: int | None = key()
    campaign_id: int = reference("campaign.id")
    before_milestone_id: int | None = reference("milestone.id", nullable=True)
    before_deliverable_id: int | None = reference("deliverable.id", nullable=True)
    after_milestone_id: int | None = reference("milestone.id", nullable=True)
    after_deliverable_id: int | None = reference("deliverable.id", nullable=True)


class Collaboration(SQLModel, table=True):
    """One creator in one campaign, with the deal.

    Money in minor units of `currency`; `commission_ppm` is parts per million of net revenue (150,000 = 15 %).
    Of the fixed fees `upfront_percent` falls due with the signature, `approval_percent` with the approval,
    `report_percent` with the report, the rest when the work is live. `cap_minor` limits all cash together.
    `relationship` is the disclosure engine's word: paid, gifted, affiliate, hybrid, own_brand, none.
    """

    __tablename__ = "collaboration"
    __table_args__ = (
        UniqueConstraint("campaign_id", "influencer_id"),
        Index("ix_collaboration_influencer", "influencer_id"),
        Index("ix_collaboration_code", "discount_code"),
        NEVER_REUSE_IDS,
    )
    id: int | None = key()
    campaign_id: int = reference("campaign.id", index=False)
    influencer_id: int = reference("influencer.id", index=False)
    owner_id: int | None = reference("person.id", on_delete="SET NULL", nullable=True, index=False)
    stage: str = "prospect"
    client_decision: str = "pending"
    client_decided_on: date | None = None
    client_decided_by: str = ""
    client_decision_note: str = ""
    relationship: str = "paid"
    compensation_model: str = "flat_fee"
    fee_minor: int | None = None
    currency: str = "EUR"
    product_description: str = ""
    product_value_minor: int | None = None
    commission_ppm: int | None = None
    commission_cap_minor: int | None = None
    commission_per_sale_minor: int | None = None
    bonus_terms: str = ""
    cap_minor: int | None = None
    discount_code: str = ""
    discount_terms: str = ""
    discount_from: date | None = None
    discount_until: date | None = None
    payment_terms_days: int = 30
    upfront_percent: int = 0
    approval_percent: int = 0
    report_percent: int = 0
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
    exclusivity_competitors: list[str] = words()
    exclusivity_platforms: list[str] = words()
    exclusivity_territories: list[str] = words()
    exclusivity_fee_minor: int | None = None
    exclusivity_carve_outs: str = ""
    confidentiality_months: int = 24
    kill_fee_percent: int | None = None
    notes: str = ""


class Bonus(SQLModel, table=True):
    """Extra pay for a result; terms as in domain.compensation.Bonus, amounts in minor units."""

    __tablename__ = "bonus"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id")
    position: int = 0
    label: str
    metric: str
    threshold: int
    amount_minor: int
    per_units: int | None = None
    cap_minor: int | None = None

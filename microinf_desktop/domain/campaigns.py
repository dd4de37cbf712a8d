"""What the campaign and collaboration forms fill in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from microinf_desktop.domain.enums import CampaignState, CompensationModel, MilestoneKind, Objective, TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.targets import Target

PILOT_CREATORS = (5, 10)
PILOT_WEEKS = (2, 4)
RELATIONSHIPS = ("paid", "gifted", "affiliate", "hybrid", "own_brand", "none")


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """A campaign as typed; dates are days in `time_zone`, the budget is in minor units."""

    client_id: int | None
    name: str
    state: CampaignState = CampaignState.PLANNING
    owner_id: int | None = None
    persona_ids: tuple[int, ...] = ()
    is_pilot: bool = False
    objectives: tuple[Objective, ...] = ()
    product: str = ""
    product_category: str = ""
    summary: str = ""
    hypothesis: str = ""
    key_messages: tuple[str, ...] = ()
    starts_on: date | None = None
    go_live_on: date | None = None
    ends_on: date | None = None
    time_zone: str = "Europe/Berlin"
    jurisdictions: tuple[str, ...] = ()
    audience_languages: tuple[str, ...] = ()
    budget_minor: int | None = None
    currency: str = "EUR"
    notes: str = ""
    lead_times: Mapping[str, int] = field(default_factory=dict)
    targets: tuple[tuple[TargetMetric, Decimal], ...] = ()

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if self.client_id is None:
            found.append(ValidationError("client_id", "No client is chosen.", "Choose the client."))
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Name the campaign."))
        dated = [("starts_on", self.starts_on), ("go_live_on", self.go_live_on), ("ends_on", self.ends_on)]
        known = [(name, day) for name, day in dated if day is not None]
        for (_, before), (name, after) in pairwise(known):
            if after < before:
                found.append(ValidationError(
                    name, f"{after:%d %b %Y} lies before {before:%d %b %Y}.", "Order them: start, go-live, end."
                ))
        if self.budget_minor is not None and self.budget_minor < 0:
            found.append(ValidationError("budget_minor", "A budget cannot be negative.", "Type an amount."))
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            found.append(ValidationError("currency", f"“{self.currency}” is no currency code.", "Use EUR, USD, GBP …"))
        for metric, value in self.targets:
            try:
                Target(metric, value)
            except ValidationError as error:
                found.append(error)
        return found

    def pilot_warnings(self, creators: int) -> list[str]:
        """What is unusual about a pilot (field guide 8: 5 to 10 creators, 2 to 4 weeks)."""
        warnings: list[str] = []
        if not self.is_pilot:
            return warnings
        if not PILOT_CREATORS[0] <= creators <= PILOT_CREATORS[1]:
            low, high = PILOT_CREATORS
            warnings.append(f"A pilot usually has {low} to {high} creators, this has {creators}.")
        if self.go_live_on and self.ends_on:
            weeks = (self.ends_on - self.go_live_on).days / 7
            if not PILOT_WEEKS[0] <= weeks <= PILOT_WEEKS[1]:
                low, high = PILOT_WEEKS
                warnings.append(f"A pilot usually runs {low} to {high} weeks, this runs {weeks:.1f}.")
        return warnings


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    campaign_id: int
    name: str
    due_on: date
    kind: MilestoneKind = MilestoneKind.OTHER
    done_on: date | None = None
    starts_on: date | None = None
    locked_reason: str = ""


@dataclass(frozen=True, slots=True)
class DealDraft:
    """The terms of a collaboration as typed; amounts in minor units, commission in parts per million."""

    relationship: str = "paid"
    compensation_model: CompensationModel = CompensationModel.FLAT_FEE
    currency: str = "EUR"
    fee_minor: int | None = None
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
    usage_media: tuple[str, ...] = ()
    usage_territories: tuple[str, ...] = ()
    usage_months: int | None = None
    exclusivity_category: str = ""
    exclusivity_days_before: int = 0
    exclusivity_days_after: int = 0
    confidentiality_months: int = 24
    kill_fee_percent: int | None = None
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if self.relationship not in RELATIONSHIPS:
            found.append(ValidationError("relationship", f"“{self.relationship}” is no relationship.", "Choose one."))
        for name in ("fee_minor", "product_value_minor", "commission_cap_minor"):
            value = getattr(self, name)
            if value is not None and value < 0:
                found.append(ValidationError(name, "An amount cannot be negative.", "Type an amount."))
        percents = {"upfront_percent": self.upfront_percent, "kill_fee_percent": self.kill_fee_percent}
        for name, value in percents.items():
            if value is not None and not 0 <= value <= 100:
                found.append(ValidationError(name, "A percentage lies between 0 and 100.", "Type a number."))
        if self.commission_ppm is not None and not 0 <= self.commission_ppm <= 1_000_000:
            found.append(ValidationError("commission_ppm", "A commission lies between 0 and 100 %.", "Type a number."))
        days = ("payment_terms_days", "rounds_included", "feedback_days", "keep_live_days", "exclusivity_days_before",
                "exclusivity_days_after", "confidentiality_months")
        found.extend(
            ValidationError(name, "This number is not possible.", "Type 0 to 3650.")
            for name in days if not 0 <= getattr(self, name) <= 3_650
        )
        return found

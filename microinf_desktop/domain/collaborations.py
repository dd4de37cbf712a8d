"""What the forms of a collaboration fill in: the deal, and the client's decision."""

from dataclasses import dataclass
from datetime import date

from microinf_desktop.domain.enums import CompensationModel
from microinf_desktop.domain.errors import ValidationError

RELATIONSHIPS = ("paid", "gifted", "affiliate", "hybrid", "own_brand", "none")


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


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """Who decided for the client, on which day, and what was said; the day may be missing where nobody knows it."""

    decided_by: str = ""
    decided_on: date | None = None
    note: str = ""

    def problems(self, today: date | None = None) -> list[ValidationError]:
        """A decision of the future is none."""
        if self.decided_on is not None and today is not None and self.decided_on > today:
            return [ValidationError(
                "decided_on", f"{self.decided_on:%d %b %Y} is still to come.", "Type the day on which it was decided."
            )]
        return []

"""What the forms of a collaboration fill in: the deal, and the client's decision."""

from dataclasses import dataclass
from datetime import date

from microinf_desktop.domain.compensation import (
    PPM,
    Bonus,
    Commission,
    FeeLine,
    Milestone,
    ProductLine,
    Terms,
    Trigger,
    terms_problems,
)
from microinf_desktop.domain.enums import CompensationModel, Platform
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
    exclusivity_competitors: tuple[str, ...] = ()
    exclusivity_platforms: tuple[str, ...] = ()
    exclusivity_territories: tuple[str, ...] = ()
    exclusivity_fee_minor: int | None = None
    exclusivity_carve_outs: str = ""
    confidentiality_months: int = 24
    kill_fee_percent: int | None = None
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if self.relationship not in RELATIONSHIPS:
            found.append(ValidationError("relationship", f"“{self.relationship}” is no relationship.", "Choose one."))
        for name in ("fee_minor", "product_value_minor", "commission_cap_minor", "commission_per_sale_minor",
                     "cap_minor", "exclusivity_fee_minor"):
            value = getattr(self, name)
            if value is not None and value < 0:
                found.append(ValidationError(name, "An amount cannot be negative.", "Type an amount."))
        percents = {name: getattr(self, name) for name in (
            "upfront_percent", "approval_percent", "report_percent", "kill_fee_percent")}
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
        known = {platform.value for platform in Platform}
        if unknown := [name for name in self.exclusivity_platforms if name not in known]:
            found.append(ValidationError(
                "exclusivity_platforms", f"“{unknown[0]}” is no platform.", f"Choose from {', '.join(sorted(known))}."
            ))
        if self.live_percent < 0:
            found.append(ValidationError(
                "report_percent", f"The instalments add up to {100 - self.live_percent} %.",
                "Leave at most 100 % for signature, approval and report; the rest is due when it is live.",
            ))
        if self.discount_from and self.discount_until and self.discount_until < self.discount_from:
            found.append(ValidationError(
                "discount_until", f"The code ends before it starts on {self.discount_from:%d %b %Y}.",
                "Type a later day, or leave it empty.",
            ))
        return found

    @property
    def live_percent(self) -> int:
        """What is left for the day the work is live."""
        return 100 - self.upfront_percent - self.approval_percent - self.report_percent


@dataclass(frozen=True, slots=True)
class DeliverableFee:
    """What one deliverable earns of the fixed fee, minor units; None where the fee is one sum."""

    deliverable_id: int
    label: str
    quantity: int
    fee_minor: int | None


def deal_terms(
    draft: DealDraft, bonuses: tuple[Bonus, ...] = (), fees: tuple[DeliverableFee, ...] = ()
) -> Terms:
    """The deal as typed as the domain computes it.

    The fee is the whole fixed fee; fees of single deliverables say how it is made up and only count as lines when
    they add up to it. The product counts at its retail value. A hybrid whose only other part are bonuses in words
    counts as a flat fee, because words cannot be computed.
    """
    named = tuple(FeeLine(fee.label, 1, fee.fee_minor) for fee in fees if fee.fee_minor)
    total = draft.fee_minor or 0
    lines = named if named and sum(line.unit_minor for line in named) == total else ()
    if not lines and total:
        lines = (FeeLine("Fee", 1, total),)
    label = draft.product_description.strip()
    value = draft.product_value_minor or 0
    products = (ProductLine(label or "Product", 1, value, value),) if label or value else ()
    commission = None
    if draft.commission_ppm or draft.commission_per_sale_minor:
        commission = Commission(
            draft.commission_ppm or 0, draft.commission_per_sale_minor or 0, draft.commission_cap_minor
        )
    model = draft.compensation_model
    if model is CompensationModel.HYBRID and lines and not products and commission is None and not bonuses:
        model = CompensationModel.FLAT_FEE if draft.bonus_terms.strip() else model
    return Terms(draft.currency, model, lines, products, commission, bonuses, draft.cap_minor, milestones_of(draft))


def milestones_of(draft: DealDraft) -> tuple[Milestone, ...]:
    """Signature, approval, live with what is left, report; shares of 0 are left out."""
    shares = (
        (Trigger.SIGNATURE, draft.upfront_percent), (Trigger.APPROVAL, draft.approval_percent),
        (Trigger.LIVE, max(draft.live_percent, 0)), (Trigger.REPORT, draft.report_percent),
    )
    return tuple(Milestone(trigger, percent * (PPM // 100)) for trigger, percent in shares if percent)


# Fields of the terms as the form names them.
_FORM_FIELDS = {
    "model": "compensation_model", "commission": "commission_ppm", "milestones": "report_percent", "fees": "fee_minor",
    "products": "product_value_minor",
}


def deal_problems(
    draft: DealDraft, bonuses: tuple[Bonus, ...] = (), fees: tuple[DeliverableFee, ...] = ()
) -> list[ValidationError]:
    """What keeps a deal from being agreed, each at the form's field: `draft.problems()` and terms that contradict."""
    found = draft.problems()
    named = [fee.fee_minor for fee in fees if fee.fee_minor is not None]
    if named and sum(named) != (draft.fee_minor or 0):
        found.append(ValidationError(
            "fee_minor", "The fees of the deliverables do not add up to the fee.",
            "Type their sum as the fee, or leave the fees of the deliverables empty.",
        ))
    taken = {problem.field for problem in found}
    for problem in terms_problems(deal_terms(draft, bonuses, fees)):
        field = _FORM_FIELDS.get(problem.field, problem.field)
        if field not in taken:
            found.append(ValidationError(field, problem.message, problem.hint))
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

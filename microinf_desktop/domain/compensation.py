"""What a creator gets: flat fees, product, commission and hybrids with bonus, cap and milestones (features F1).

All amounts are integers of minor units in one currency; shares are parts per million (150,000 = 15 %), as the
workspace stores them. Rounding is half up, once per line; instalments add up to the total exactly.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from microinf_desktop.domain.enums import CompensationModel, TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money

PPM = 1_000_000


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A flat fee: so much for each of `quantity` deliverables of one kind."""

    label: str
    quantity: int
    unit_minor: int

    @property
    def total_minor(self) -> int:
        """Quantity times unit fee."""
        return self.quantity * self.unit_minor


@dataclass(frozen=True, slots=True)
class ProductLine:
    """Product sent: `value_minor` is the retail value the creator gets, `cost_minor` what it costs the client."""

    label: str
    quantity: int
    value_minor: int
    cost_minor: int


@dataclass(frozen=True, slots=True)
class Commission:
    """A share of net revenue (after refunds) and/or an amount per sale, up to `cap_minor` when given."""

    share_ppm: int = 0
    per_sale_minor: int = 0
    cap_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Bonus:
    """Extra pay for a result.

    `amount_minor` is paid once `metric` reaches `threshold`; with `per_units` it is paid for each full
    `per_units` above the threshold (3.00 per 1,000 views), up to `cap_minor`.
    """

    label: str
    metric: TargetMetric
    threshold: int
    amount_minor: int
    per_units: int | None = None
    cap_minor: int | None = None


class Trigger(StrEnum):
    """What makes an instalment due; the same words as the payment's `milestone`."""

    SIGNATURE = "signature"
    APPROVAL = "approval"
    LIVE = "live"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A share of the fixed fees that falls due with a trigger."""

    trigger: Trigger
    share_ppm: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The deal; `cap_minor` limits all cash together. `check_terms` says whether it hangs together."""

    currency: str
    model: CompensationModel
    fees: tuple[FeeLine, ...] = ()
    products: tuple[ProductLine, ...] = ()
    commission: Commission | None = None
    bonuses: tuple[Bonus, ...] = ()
    cap_minor: int | None = None
    milestones: tuple[Milestone, ...] = (Milestone(Trigger.LIVE, PPM),)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result, real or assumed; net revenue is revenue minus refunds and never counted below 0."""

    sales: int = 0
    revenue_minor: int = 0
    refunds_minor: int = 0
    metrics: Mapping[TargetMetric, int] = field(default_factory=dict)

    @property
    def net_revenue_minor(self) -> int:
        """Revenue after refunds, at least 0."""
        return max(self.revenue_minor - self.refunds_minor, 0)


@dataclass(frozen=True, slots=True)
class Payout:
    """What an outcome pays. `held_back_minor` is what the overall cap cut from commission and bonuses."""

    currency: str
    fees_minor: int
    commission_minor: int
    bonus_minor: int
    held_back_minor: int
    product_value_minor: int
    product_cost_minor: int

    @property
    def cash(self) -> Money:
        """Money to the creator."""
        total = self.fees_minor + self.commission_minor + self.bonus_minor - self.held_back_minor
        return Money(total, self.currency)

    @property
    def value(self) -> Money:
        """What the creator gets altogether, product at its retail value (France counts it so: LOI 2023-451)."""
        return Money(self.cash.minor + self.product_value_minor, self.currency)

    @property
    def cost(self) -> Money:
        """What the deal costs the client, product at its cost, shipping not included."""
        return Money(self.cash.minor + self.product_cost_minor, self.currency)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of the fixed fees and what makes it due."""

    trigger: Trigger
    amount: Money


def share_of(amount_minor: int, share_ppm: int) -> int:
    """`share_ppm` parts per million of an amount of 0 or more, rounded half up."""
    return (amount_minor * share_ppm * 2 + PPM) // (2 * PPM)


def payout(terms: Terms, outcome: Outcome) -> Payout:
    """What the deal pays for an outcome.

    The overall cap cuts results first (commission and bonus) and never the fixed fees, which are owed for the
    work; `check_terms` refuses a cap below them.
    """
    fees = sum(line.total_minor for line in terms.fees)
    commission = _commission(terms.commission, outcome)
    bonus = sum(_bonus(bonus, outcome) for bonus in terms.bonuses)
    room = None if terms.cap_minor is None else max(terms.cap_minor - fees, 0)
    held_back = 0 if room is None else max(commission + bonus - room, 0)
    return Payout(
        terms.currency, fees, commission, bonus, held_back,
        product_value_minor=sum(line.quantity * line.value_minor for line in terms.products),
        product_cost_minor=sum(line.quantity * line.cost_minor for line in terms.products),
    )


def what_if(terms: Terms, outcomes: Iterable[Outcome]) -> tuple[Payout, ...]:
    """Payouts for several assumed outcomes, in their order."""
    return tuple(payout(terms, outcome) for outcome in outcomes)


def _commission(commission: Commission | None, outcome: Outcome) -> int:
    if commission is None:
        return 0
    earned = share_of(outcome.net_revenue_minor, commission.share_ppm) + outcome.sales * commission.per_sale_minor
    return earned if commission.cap_minor is None else min(earned, commission.cap_minor)


def _bonus(bonus: Bonus, outcome: Outcome) -> int:
    reached = outcome.metrics.get(bonus.metric)
    if reached is None or reached < bonus.threshold:
        return 0
    units = 1 if bonus.per_units is None else (reached - bonus.threshold) // bonus.per_units
    earned = units * bonus.amount_minor
    return earned if bonus.cap_minor is None else min(earned, bonus.cap_minor)


def split(total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Parts of a total in proportion to `weights` that add up to it exactly.

    Largest remainder (Hamilton's method): each part gets the whole minor units of its share, the units left
    over go to the largest fractions, earlier parts first. Weights are integers of 0 or more, not all 0; a
    negative total is split like its opposite. ValueError otherwise.
    """
    whole = sum(weights)
    if not weights or whole <= 0 or min(weights) < 0:
        raise ValueError("weights have to be 0 or more, and not all 0")
    amount = abs(total_minor)
    parts = [amount * weight // whole for weight in weights]
    remainders = [amount * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-remainders[at], at))
    for at in by_remainder[: amount - sum(parts)]:
        parts[at] += 1
    return tuple(part if total_minor >= 0 else -part for part in parts)


def instalments(terms: Terms) -> tuple[Instalment, ...]:
    """The fixed fees as instalments that add up to them; those of 0 are left out. Refuses as `check_terms`."""
    check_terms(terms)
    fees = sum(line.total_minor for line in terms.fees)
    amounts = split(fees, [milestone.share_ppm for milestone in terms.milestones])
    parts = zip(terms.milestones, amounts, strict=True)
    return tuple(Instalment(stone.trigger, Money(amount, terms.currency)) for stone, amount in parts if amount)


def check_terms(terms: Terms) -> None:
    """Raise the first of `terms_problems`: ValidationError naming the field when a deal does not hang together."""
    for problem in terms_problems(terms):
        raise problem


def terms_problems(terms: Terms) -> list[ValidationError]:
    """Everything that does not hang together in a deal, each with its field."""
    found = []
    for check in (_check_amounts, _check_model, _check_shares, _check_cap):
        try:
            check(terms)
        except ValidationError as error:
            found.append(error)
    return found


def _check_shares(terms: Terms) -> None:
    shares = sum(milestone.share_ppm for milestone in terms.milestones)
    if shares != PPM:
        raise ValidationError(
            "milestones", f"The instalments add up to {shares / 10_000:g} % of the fee.", "Make them 100 %."
        )


def _check_cap(terms: Terms) -> None:
    fees = sum(line.total_minor for line in terms.fees)
    if terms.cap_minor is not None and terms.cap_minor < fees:
        raise ValidationError(
            "cap_minor", "The cap lies below the fixed fees, which are owed in any case.",
            "Raise the cap, lower the fees, or remove the cap.",
        )


def _check_amounts(terms: Terms) -> None:
    amounts = {
        "fees": [number for line in terms.fees for number in (line.quantity, line.unit_minor)],
        "products": [n for line in terms.products for n in (line.quantity, line.value_minor, line.cost_minor)],
        "bonuses": [number for bonus in terms.bonuses for number in (bonus.threshold, bonus.amount_minor)],
        "milestones": [milestone.share_ppm for milestone in terms.milestones],
        "cap_minor": [terms.cap_minor or 0],
    }
    if terms.commission:
        amounts["commission"] = [
            terms.commission.share_ppm, terms.commission.per_sale_minor, terms.commission.cap_minor or 0,
        ]
    for name, numbers in amounts.items():
        if any(number < 0 for number in numbers):
            raise ValidationError(name, "An amount, number or share is below 0.", "Type 0 or more.")
    if terms.commission and terms.commission.share_ppm > PPM:
        raise ValidationError("commission", "A commission above 100 % is not possible.", "Type at most 100 %.")
    if any(bonus.per_units is not None and bonus.per_units < 1 for bonus in terms.bonuses):
        raise ValidationError("bonuses", "A bonus per units needs at least 1 unit.", "Type 1 or more.")


def _check_model(terms: Terms) -> None:
    """Each model has what its name promises and nothing that would make it another one."""
    has_fee = any(line.total_minor for line in terms.fees)
    has_product = bool(terms.products)
    has_commission = terms.commission is not None and bool(
        terms.commission.share_ppm or terms.commission.per_sale_minor
    )
    model = CompensationModel
    if terms.model is model.FLAT_FEE and (not has_fee or has_commission):
        raise ValidationError(
            "model", "A flat fee has a fee and no commission.", "Enter the fee, or choose the model “Hybrid”."
        )
    if terms.model is model.PRODUCT_SEEDING and (not has_product or has_fee or has_commission):
        raise ValidationError(
            "model", "Product seeding has a product and no money.", "Add the product, or choose “Hybrid”."
        )
    if terms.model is model.COMMISSION and (not has_commission or has_fee):
        raise ValidationError(
            "model", "A commission has a share or an amount per sale and no fee.",
            "Enter the commission, or choose the model “Hybrid”.",
        )
    parts = (has_fee, has_product, has_commission, bool(terms.bonuses))
    if terms.model is model.HYBRID and sum(parts) < 2:
        raise ValidationError(
            "model", "A hybrid joins at least two of fee, product, commission and bonus.",
            "Add another part, or choose the model that fits.",
        )

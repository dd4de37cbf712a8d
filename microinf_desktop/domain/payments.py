"""What the payment forms fill in, what the payment lists are asked for, and how payments follow a changed fee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microinf_desktop.domain.compensation import PPM, Terms, Trigger, split
from microinf_desktop.domain.enums import PaymentState
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money

PURPOSES = {
    Trigger.SIGNATURE: "Fee, at signature", Trigger.APPROVAL: "Fee, at approval", Trigger.LIVE: "Fee, when live",
    Trigger.REPORT: "Fee, with the report",
}


class PaymentView(StrEnum):
    """Slices of the list: OPEN is all that is not paid, DUE what waits for the agency or the creator, LATE past due."""

    ALL = "all"
    OPEN = "open"
    DUE = "due"
    LATE = "late"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """Which payments a list shows; empty parts do not filter. `today` is the day LATE is judged by."""

    view: PaymentView = PaymentView.ALL
    states: tuple[PaymentState, ...] = ()
    campaign_id: int | None = None
    client_id: int | None = None
    influencer_id: int | None = None
    collaboration_id: int | None = None
    due_until: date | None = None
    text: str = ""
    today: date | None = None


@dataclass(frozen=True, slots=True)
class PaymentDraft:
    """An instalment as typed; the amount in minor units of `currency`."""

    collaboration_id: int
    description: str
    amount_minor: int
    currency: str
    milestone: Trigger = Trigger.LIVE
    due_on: date | None = None
    invoice_number: str = ""

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do; empty when the draft is sound."""
        found = []
        if not self.description.strip():
            found.append(ValidationError("description", "The description is empty.", "Say what is paid for."))
        if self.amount_minor <= 0:
            found.append(ValidationError("amount_minor", "The amount has to be above 0.", "Type an amount."))
        if len(self.currency) != 3 or not self.currency.isalpha() or not self.currency.isupper():
            found.append(
                ValidationError("currency", f"“{self.currency}” is not a currency code.", "Type one such as EUR.")
            )
        return found


@dataclass(frozen=True, slots=True)
class PlannedPayment:
    """A stored payment as `replan` reads it; the amount in minor units."""

    id: int
    description: str
    milestone: Trigger
    amount_minor: int
    currency: str
    state: PaymentState


@dataclass(frozen=True, slots=True)
class ReplanLine:
    """What happens to one payment: `before` is None for a new one, `after` None for one that goes."""

    payment_id: int | None
    description: str
    milestone: Trigger
    before: Money | None
    after: Money | None


@dataclass(frozen=True, slots=True)
class Replan:
    """How the payments that are not due yet follow a fee; `problem` says why they cannot, then there are no lines."""

    lines: tuple[ReplanLine, ...] = ()
    problem: str = ""


def replan(old: Terms, new: Terms, stored: Sequence[PlannedPayment]) -> Replan | None:
    """The payments of a deal after its fee, currency or instalments changed; None when they need not change.

    Only payments that are not due yet change. They take the difference of the fees, split by the new instalments;
    where one instalment was split by hand, in proportion to what its payments were. A payment whose instalment the
    old deal did not have, such as a commission with the report, was added by hand and stays.
    """
    was, now = (sum(line.total_minor for line in terms.fees) for terms in (old, new))
    shares = {stone.trigger: stone.share_ppm for stone in new.milestones}
    before = {stone.trigger: stone.share_ppm for stone in old.milestones}
    if not stored or (was, old.currency, before) == (now, new.currency, shares):
        return None
    still_open = [
        one for one in stored
        if one.state is PaymentState.NOT_DUE and one.currency == old.currency and one.milestone in before
    ]
    settled = [one for one in stored if one.state is not PaymentState.NOT_DUE and one.milestone in before]
    if old.currency != new.currency and settled:
        return Replan(problem=f"Payments in {old.currency} are due or paid already; amounts are not converted.")
    same = old.currency == new.currency
    rest = sum(one.amount_minor for one in still_open) + now - was if same else now
    if rest < 0:
        return Replan(problem="What is due or paid already is more than the new fee leaves.")
    lines = _lines(still_open, {one.milestone for one in settled}, shares, rest, new.currency)
    changed = tuple(line for line in lines if line.before != line.after)
    return Replan(changed) if changed else None


def _lines(
    still_open: Sequence[PlannedPayment], settled: set[Trigger], shares: dict[Trigger, int], rest: int, currency: str
) -> list[ReplanLine]:
    by_trigger = {one.milestone: one for one in still_open}
    if len(by_trigger) < len(still_open):
        amounts: list[int | None] = list(split(rest, [one.amount_minor for one in still_open]))
        return [_line(one, one.milestone, amount, currency) for one, amount in zip(still_open, amounts, strict=True)]
    # What was settled keeps its instalment; with none left the rest goes with the last one.
    wanted = [trigger for trigger in shares if trigger not in settled] or [list(shares or {Trigger.LIVE: PPM})[-1]]
    parts = split(rest, [shares.get(trigger, PPM) for trigger in wanted])
    after: dict[Trigger, int | None] = dict(zip(wanted, parts, strict=True))
    order = [trigger for trigger in Trigger if trigger in after or trigger in by_trigger]
    return [_line(by_trigger.get(trigger), trigger, after.get(trigger), currency) for trigger in order]


def _line(one: PlannedPayment | None, trigger: Trigger, amount: int | None, currency: str) -> ReplanLine:
    after = Money(amount, currency) if amount else None
    if one is None:
        return ReplanLine(None, PURPOSES[trigger], trigger, None, after)
    return ReplanLine(one.id, one.description, trigger, Money(one.amount_minor, one.currency), after)

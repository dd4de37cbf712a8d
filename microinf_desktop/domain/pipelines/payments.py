"""The pipeline of a payment to a creator (field guide, section 6; features F2)."""

from dataclasses import dataclass

from microinf_desktop.domain.enums import BallHolder, PaymentState
from microinf_desktop.domain.pipelines.engine import Pipeline, Refusal, guard, states

P = PaymentState
US, CREATOR = BallHolder.US, BallHolder.CREATOR


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What the payment pipeline asks; amounts in minor units of the payment's currency.

    `invoice_needed` is False where the agency issues a credit note or pays without an invoice.
    """

    amount_minor: int = 0
    paid_minor: int = 0
    milestone_reached: bool = False
    invoice_needed: bool = True
    invoice_number: str = ""
    reason: str = ""


def _milestone_is_reached(facts: PaymentFacts) -> Refusal | None:
    if facts.milestone_reached:
        return None
    return Refusal(
        "What this payment is for has not been delivered.",
        "Finish the deliverable or change the trigger.",
    )


def _invoice_is_there(facts: PaymentFacts) -> Refusal | None:
    if not facts.invoice_needed or facts.invoice_number.strip():
        return None
    return Refusal("No invoice is recorded.", "Enter its number, or mark the payment as one without invoice.")


def _part_is_paid(facts: PaymentFacts) -> Refusal | None:
    if 0 < facts.paid_minor < facts.amount_minor:
        return None
    return Refusal(
        "What was paid is not a part of the amount.",
        "Enter what was paid: more than 0, less than all.",
    )


def _all_is_paid(facts: PaymentFacts) -> Refusal | None:
    if facts.paid_minor >= facts.amount_minor:
        return None
    return Refusal("Less than the full amount has been paid.", "Enter the rest, or mark it as paid in part.")


def _dispute_is_explained(facts: PaymentFacts) -> Refusal | None:
    if facts.reason.strip():
        return None
    return Refusal("A dispute needs a reason.", "Write down what is disputed.")


PAYMENT: Pipeline[PaymentState, PaymentFacts] = Pipeline(
    "payment", "payment",
    states(
        {
            P.NOT_DUE: (None, 0), P.DUE: (CREATOR, 20), P.INVOICE_RECEIVED: (US, 40), P.APPROVED: (US, 60),
            P.PART_PAID: (US, 80), P.PAID: (None, 100), P.DISPUTED: (US, 40),
        },
        ends={P.PAID},
    ),
    {
        P.NOT_DUE: (P.DUE,), P.DUE: (P.INVOICE_RECEIVED, P.APPROVED, P.DISPUTED),
        P.INVOICE_RECEIVED: (P.APPROVED, P.DISPUTED), P.APPROVED: (P.PAID, P.PART_PAID, P.DISPUTED),
        P.PART_PAID: (P.PAID, P.DISPUTED), P.DISPUTED: (P.APPROVED, P.PART_PAID, P.PAID), P.PAID: (),
    },
    {
        P.DUE: (P.NOT_DUE,), P.INVOICE_RECEIVED: (P.DUE,), P.APPROVED: (P.INVOICE_RECEIVED,),
        P.PART_PAID: (P.APPROVED,), P.PAID: (P.APPROVED,), P.DISPUTED: (P.INVOICE_RECEIVED,),
    },
    (
        guard(_milestone_is_reached, P.DUE),
        guard(_invoice_is_there, P.INVOICE_RECEIVED, P.APPROVED, P.PART_PAID, P.PAID),
        guard(_part_is_paid, P.PART_PAID),
        guard(_all_is_paid, P.PAID),
        guard(_dispute_is_explained, P.DISPUTED),
    ),
)

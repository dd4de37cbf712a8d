"""What the payment forms fill in and what the payment lists are asked for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.enums import PaymentState
from microinf_desktop.domain.errors import ValidationError


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

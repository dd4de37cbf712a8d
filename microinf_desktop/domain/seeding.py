"""Product seeding: products with variants, parcels, reminders after delivery, and what the whole brought.

Seeding is product without obligation; a gift that asks for a post is pay and has to be disclosed as such (field
guide, section 5). Reminders go out 7, 10 and 14 days after delivery, after that a creator counts as silent [SE2].
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from microinf_desktop.domain import formulas
from microinf_desktop.domain.enums import ShipmentState
from microinf_desktop.domain.errors import ValidationError

NUDGE_DAYS = (7, 10, 14)
ADDRESS_OLD_AFTER = 180  # days; people move, and a parcel that comes back costs twice
HEALTHY_POST_RATE = (30, 50)  # per cent, field guide 1 [SE1]
_ON_THE_WAY = (ShipmentState.SHIPPED, ShipmentState.DELIVERED, ShipmentState.POSTED, ShipmentState.NO_POST)


@dataclass(frozen=True, slots=True)
class VariantDraft:
    """A size, shade or flavour as typed; `on_hand` counts the pieces that lie in the store now."""

    name: str = ""
    sku: str = ""
    on_hand: int = 0
    cost_minor: int | None = None
    value_minor: int | None = None
    weight_grams: int | None = None
    id: int | None = None


@dataclass(frozen=True, slots=True)
class ProductDraft:
    """A product of a client with its variants; amounts in minor units of `currency`."""

    client_id: int
    name: str
    category: str = ""
    notes: str = ""
    currency: str = "EUR"
    variants: tuple[VariantDraft, ...] = (VariantDraft(),)

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored; those of a variant are named `variant_0_sku` and so on."""
        found = []
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Type the product's name."))
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            found.append(ValidationError("currency", f"“{self.currency}” is no currency code.", "Use EUR, USD, GBP …"))
        if not self.variants:
            found.append(ValidationError("variants", "The product has no variant.", "Add at least one."))
        names: set[str] = set()
        for place, variant in enumerate(self.variants):
            if variant.name.strip().lower() in names:
                found.append(ValidationError(
                    f"variant_{place}_name", f"“{variant.name}” is there twice.", "Give each variant its own name."
                ))
            names.add(variant.name.strip().lower())
            found.extend(
                ValidationError(f"variant_{place}_{name}", "This cannot be negative.", "Type 0 or more.")
                for name in ("on_hand", "cost_minor", "value_minor", "weight_grams")
                if (getattr(variant, name) or 0) < 0
            )
        return found


@dataclass(frozen=True, slots=True)
class ShipmentDraft:
    """A parcel as typed; `items` are (variant id, pieces)."""

    collaboration_id: int
    items: tuple[tuple[int, int], ...] = ()
    recipient: str = ""
    address: str = ""
    country: str = ""
    carrier: str = ""
    tracking_number: str = ""
    send_by: date | None = None
    shipping_cost_minor: int | None = None
    labour_cost_minor: int | None = None
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        found = []
        if any(pieces < 1 for _variant, pieces in self.items):
            found.append(ValidationError("items", "A line has no pieces.", "Type 1 or more, or take the line out."))
        if len({variant for variant, _pieces in self.items}) < len(self.items):
            found.append(ValidationError("items", "A product is in the parcel twice.", "Put it in one line."))
        for name in ("shipping_cost_minor", "labour_cost_minor"):
            value = getattr(self, name)
            if value is not None and value < 0:
                found.append(ValidationError(name, "A cost cannot be negative.", "Type 0 or more."))
        if self.country and not re.fullmatch(r"[A-Z]{2}", self.country):
            found.append(ValidationError("country", f"“{self.country}” is not a country code.", "Use two letters."))
        return found


@dataclass(frozen=True, slots=True)
class ParcelItem:
    product: str
    variant: str
    sku: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """What the packing list and a label print; `address` may have several lines."""

    number: int
    recipient: str
    address: str
    country: str
    campaign: str
    handle: str = ""
    carrier: str = ""
    send_by: date | None = None
    weight_grams: int | None = None
    items: tuple[ParcelItem, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Nudge:
    """The next reminder to a creator: the day it counts from delivery, and the date it is due."""

    day: int
    due_on: date


@dataclass(frozen=True, slots=True)
class SeedingFigures:
    """What seeding brought, amounts in minor units of one currency; None where nothing can be said."""

    shipped: int
    delivered: int
    posted: int
    silent: int
    product_cost_minor: int
    shipping_minor: int
    labour_minor: int

    @property
    def cost_minor(self) -> int:
        return self.product_cost_minor + self.shipping_minor + self.labour_minor

    @property
    def post_rate(self) -> float | None:
        """Creators who posted ÷ creators shipped to, in per cent (field guide 1, [SE1])."""
        return formulas.post_rate(self.posted, self.shipped)

    @property
    def cost_per_post_minor(self) -> float | None:
        """(product + shipping + labour) ÷ posts (field guide 1, [SE1])."""
        return formulas.seeding_cost_per_post(
            self.product_cost_minor, self.shipping_minor, self.labour_minor, self.posted
        )


def next_nudge(
    state: ShipmentState, delivered_on: date | None, sent: Collection[int]
) -> Nudge | None:
    """The first reminder that has not been sent to a creator who has the parcel and has not posted."""
    if state is not ShipmentState.DELIVERED or delivered_on is None:
        return None
    day = next((day for day in NUDGE_DAYS if day not in sent and day > max(sent, default=0)), None)
    return None if day is None else Nudge(day, delivered_on + timedelta(days=day))


def is_silent(state: ShipmentState, delivered_on: date | None, sent: Collection[int], today: date) -> bool:
    """True when the last reminder went out, its day has passed and there is still no post: time to give up."""
    if state is not ShipmentState.DELIVERED or delivered_on is None:
        return False
    return NUDGE_DAYS[-1] in sent and today > delivered_on + timedelta(days=NUDGE_DAYS[-1])


def address_warning(address: str, checked_on: date | None, today: date) -> str:
    """What is doubtful about an address on file, in one sentence; empty when nothing is."""
    if not address.strip():
        return "No address on file."
    if checked_on is None:
        return "The address was never confirmed."
    age = (today - checked_on).days
    if age <= ADDRESS_OLD_AFTER:
        return ""
    return f"The address was confirmed {age // 30} months ago."


def nudge_text(first_name: str, product: str, day: int) -> str:
    """A friendly reminder to copy; it asks, because seeding obliges to nothing."""
    opening = {
        7: f"Hi {first_name}, did the {product} arrive safely?",
        10: f"Hi {first_name}, how do you like the {product} so far?",
    }.get(day, f"Hi {first_name}, one last hello about the {product}.")
    asks = {
        7: "If anything is missing or broken, tell us and we will sort it out.",
        10: "If you feel like sharing it, we would love to see it. If not, your honest opinion helps us as well.",
    }.get(day, "If it is not for you, that is fine. A short word is enough and we will not ask again.")
    return f"{opening} {asks} Should you post it, remember to say that you got it for free."


def figures(parcels: Iterable[tuple[int, ShipmentState, int, int, int]]) -> SeedingFigures:
    """Sums over (creator, state, product cost, shipping, labour), amounts in minor units.

    A parcel that came back costs its shipping and labour but no product and counts no creator; one that was not
    sent costs nothing yet.
    """
    sent: set[int] = set()
    arrived: set[int] = set()
    posted: set[int] = set()
    silent: set[int] = set()
    product = shipping = labour = 0
    for creator, state, product_cost, shipping_cost, labour_cost in parcels:
        if state in (ShipmentState.TO_SEND, ShipmentState.ADDRESS_CONFIRMED):
            continue
        shipping, labour = shipping + shipping_cost, labour + labour_cost
        if state is ShipmentState.RETURNED:
            continue
        product += product_cost
        if state in _ON_THE_WAY:
            sent.add(creator)
        if state in _ON_THE_WAY[1:]:
            arrived.add(creator)
        if state is ShipmentState.POSTED:
            posted.add(creator)
        if state is ShipmentState.NO_POST:
            silent.add(creator)
    return SeedingFigures(len(sent), len(arrived), len(posted), len(silent - posted), product, shipping, labour)

"""The pipeline of a parcel (field guide, section 6): from an address to a post, or to nothing."""

from dataclasses import dataclass

from microinf_desktop.domain.enums import BallHolder, ShipmentState
from microinf_desktop.domain.pipelines.engine import Pipeline, Refusal, guard, states

S = ShipmentState
US, CREATOR = BallHolder.US, BallHolder.CREATOR


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """What the pipeline asks about a parcel; `blocked` says why its creator must not be contacted, else empty."""

    address: str = ""
    pieces: int = 0
    blocked: str = ""


def _address_is_there(facts: ShipmentFacts) -> Refusal | None:
    if len([line for line in facts.address.splitlines() if line.strip()]) >= 2:
        return None
    return Refusal("The parcel has no full postal address.", "Type street and town, or ask the creator for them.")


def _something_is_in_it(facts: ShipmentFacts) -> Refusal | None:
    return None if facts.pieces else Refusal("The parcel is empty.", "Put a product in first.")


def _may_be_contacted(facts: ShipmentFacts) -> Refusal | None:
    if not facts.blocked:
        return None
    return Refusal(facts.blocked, "Take the parcel out, or change the stage in the roster first.")


SHIPMENT: Pipeline[ShipmentState, ShipmentFacts] = Pipeline(
    "shipment", "parcel",
    states(
        {
            S.TO_SEND: (US, 0), S.ADDRESS_CONFIRMED: (US, 25), S.SHIPPED: (CREATOR, 50), S.DELIVERED: (CREATOR, 75),
            S.POSTED: (None, 100), S.NO_POST: (None, 100), S.RETURNED: (None, 100),
        },
        ends={S.RETURNED},
    ),
    {
        S.TO_SEND: (S.ADDRESS_CONFIRMED,), S.ADDRESS_CONFIRMED: (S.SHIPPED,), S.SHIPPED: (S.DELIVERED, S.RETURNED),
        S.DELIVERED: (S.POSTED, S.NO_POST, S.RETURNED), S.NO_POST: (S.POSTED, S.RETURNED), S.POSTED: (),
        S.RETURNED: (),
    },
    {
        S.ADDRESS_CONFIRMED: (S.TO_SEND,), S.SHIPPED: (S.ADDRESS_CONFIRMED,), S.DELIVERED: (S.SHIPPED,),
        S.POSTED: (S.DELIVERED,), S.NO_POST: (S.DELIVERED,), S.RETURNED: (S.SHIPPED,),
    },
    (
        guard(_address_is_there, S.ADDRESS_CONFIRMED, S.SHIPPED),
        guard(_something_is_in_it, S.SHIPPED),
        guard(_may_be_contacted, S.ADDRESS_CONFIRMED, S.SHIPPED),
    ),
)

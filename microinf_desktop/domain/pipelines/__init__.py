"""The state machines of the field guide: one module per noun, all of them data for one engine."""

from microinf_desktop.domain.pipelines.contracts import CONTRACT, ContractFacts
from microinf_desktop.domain.pipelines.deliverables import DELIVERABLE, DeliverableFacts
from microinf_desktop.domain.pipelines.engine import (
    Move,
    Pipeline,
    Refusal,
    State,
    can_move,
    days_late,
    holder,
    is_terminal,
    label,
    moves,
    next_state,
    progress,
    require_move,
    rolled_up_progress,
    route,
)
from microinf_desktop.domain.pipelines.payments import PAYMENT, PaymentFacts
from microinf_desktop.domain.pipelines.relationships import (
    CLIENT_DECISION,
    RELATIONSHIP,
    DecisionFacts,
    RelationshipFacts,
)
from microinf_desktop.domain.pipelines.shipments import SHIPMENT, ShipmentFacts

__all__ = [
    "CLIENT_DECISION", "CONTRACT", "DELIVERABLE", "PAYMENT", "RELATIONSHIP", "SHIPMENT",
    "ContractFacts", "DecisionFacts", "DeliverableFacts", "Move", "PaymentFacts", "Pipeline", "Refusal",
    "RelationshipFacts", "ShipmentFacts", "State", "can_move", "days_late", "holder", "is_terminal", "label", "moves",
    "next_state", "progress", "require_move", "rolled_up_progress", "route",
]

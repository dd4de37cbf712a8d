"""The schema, one module per noun; importing this package loads sqlmodel (about 0.9 s), so do it after first paint."""

from sqlmodel import SQLModel

from microinf_desktop.storage.tables.agency import Agency, Attachment, Change, Person, Setting, Step
from microinf_desktop.storage.tables.briefs import Brief, BriefAcknowledgement, BriefPage, BriefVersion
from microinf_desktop.storage.tables.campaigns import (
    Bonus,
    Campaign,
    CampaignPersona,
    CampaignTarget,
    Collaboration,
    Dependency,
    Milestone,
    NicheTest,
    WorkTemplate,
)
from microinf_desktop.storage.tables.clients import (
    Client,
    ClientContact,
    ClientImage,
    Competitor,
    Learning,
    Persona,
)
from microinf_desktop.storage.tables.compliance import (
    ComplianceDecision,
    DisclosureCheck,
    Evidence,
    Violation,
    ViolationStep,
)
from microinf_desktop.storage.tables.contracts import (
    ClauseVersion,
    Contract,
    ContractChange,
    ContractMove,
    ContractVersion,
    ExclusivityWindow,
)
from microinf_desktop.storage.tables.deliverables import (
    ChecklistItem,
    ChecklistTemplate,
    Deliverable,
    DeliverableMove,
    Draft,
    DraftFile,
    Review,
    Series,
)
from microinf_desktop.storage.tables.events import Event, EventGuest, EventSlot
from microinf_desktop.storage.tables.influencers import Account, AccountSnapshot, Influencer, Interaction
from microinf_desktop.storage.tables.metrics import MetricSnapshot
from microinf_desktop.storage.tables.payments import Payment
from microinf_desktop.storage.tables.rights import Asset, RightRenewal, UsageRight
from microinf_desktop.storage.tables.seeding import Product, ProductVariant, Shipment, ShipmentItem, ShipmentNudge
from microinf_desktop.storage.tables.today import Snooze
from microinf_desktop.storage.tables.tracking import LandingPage, TrackingLink

metadata = SQLModel.metadata

# Not tracked: the log itself.
UNTRACKED = frozenset({"step", "change"})
# Never changed and not taken back by undo: what was checked, decided, proved and issued stays on record.
APPEND_ONLY = frozenset({
    "disclosure_check", "compliance_decision", "evidence", "contract_version", "attachment", "brief_version",
})

__all__ = [
    "APPEND_ONLY", "UNTRACKED", "Account", "AccountSnapshot", "Agency", "Asset", "Attachment", "Bonus", "Brief",
    "BriefAcknowledgement", "BriefPage", "BriefVersion", "Campaign", "CampaignPersona", "CampaignTarget", "Change",
    "ChecklistItem", "ChecklistTemplate", "ClauseVersion", "Client", "ClientContact", "ClientImage",
    "Collaboration", "Competitor", "ComplianceDecision", "Contract", "ContractChange", "ContractMove",
    "ContractVersion", "Deliverable", "DeliverableMove", "Dependency", "DisclosureCheck", "Draft", "DraftFile",
    "Event", "EventGuest", "EventSlot", "Evidence", "ExclusivityWindow", "Influencer", "Interaction",
    "LandingPage", "Learning", "MetricSnapshot", "Milestone", "NicheTest", "Payment", "Person", "Persona",
    "Product", "ProductVariant", "Review", "RightRenewal", "Series", "Setting", "Shipment", "ShipmentItem",
    "ShipmentNudge", "Snooze", "Step", "TrackingLink", "UsageRight", "Violation", "ViolationStep", "WorkTemplate",
    "metadata",
]

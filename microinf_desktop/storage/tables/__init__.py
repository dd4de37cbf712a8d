"""The schema, one module per noun; importing this package loads sqlmodel (about 0.9 s), so do it after first paint."""

from sqlmodel import SQLModel

from microinf_desktop.storage.tables.agency import Agency, Attachment, Change, Person, Setting, Step
from microinf_desktop.storage.tables.campaigns import Campaign, CampaignTarget, Collaboration, Milestone
from microinf_desktop.storage.tables.clients import Client, ClientContact, Competitor, Persona
from microinf_desktop.storage.tables.compliance import ComplianceDecision, DisclosureCheck, Evidence
from microinf_desktop.storage.tables.contracts import Contract, ContractVersion
from microinf_desktop.storage.tables.deliverables import ChecklistItem, ChecklistTemplate, Deliverable, Draft
from microinf_desktop.storage.tables.influencers import Account, AccountSnapshot, Influencer, Interaction
from microinf_desktop.storage.tables.metrics import MetricSnapshot
from microinf_desktop.storage.tables.payments import Payment

metadata = SQLModel.metadata

# Not tracked: the log itself.
UNTRACKED = frozenset({"step", "change"})
# Never changed and not taken back by undo: what was checked, decided, proved and issued stays on record.
APPEND_ONLY = frozenset({"disclosure_check", "compliance_decision", "evidence", "contract_version", "attachment"})

__all__ = [
    "APPEND_ONLY", "UNTRACKED", "Account", "AccountSnapshot", "Agency", "Attachment", "Campaign", "CampaignTarget",
    "Change", "ChecklistItem", "ChecklistTemplate", "Client", "ClientContact", "Collaboration", "Competitor",
    "ComplianceDecision", "Contract", "ContractVersion", "Deliverable", "DisclosureCheck", "Draft", "Evidence",
    "Influencer", "Interaction", "MetricSnapshot", "Milestone", "Payment", "Person", "Persona", "Setting", "Step",
    "metadata",
]

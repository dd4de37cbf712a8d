"""Disclosure checks, decisions on warnings and evidence: append-only records."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference


class DisclosureCheck(SQLModel, table=True):
    """A verdict for one jurisdiction on exactly the text in `caption`; `phase` is draft or live."""

    __tablename__ = "disclosure_check"
    __table_args__ = (Index("ix_disclosure_check_deliverable", "deliverable_id", "checked_at"), NEVER_REUSE_IDS)
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id", index=False)
    draft_number: int | None = None
    phase: str = "draft"
    jurisdiction: str
    verdict: str
    platform_verdict: str
    findings: str
    caption: str
    caption_sha256: str
    pack_version: str
    checked_at: datetime
    checked_by: str = ""


class ComplianceDecision(SQLModel, table=True):
    """A named person accepted a warning, with a reason."""

    __tablename__ = "compliance_decision"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id")
    caption_sha256: str
    person_name: str
    reason: str
    decided_at: datetime


class Evidence(SQLModel, table=True):
    """A captured proof: a file with its hash, when and where it was captured, and by whom."""

    __tablename__ = "evidence"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id")
    attachment_id: int | None = reference("attachment.id", on_delete="RESTRICT", nullable=True)
    kind: str = "screenshot"
    url: str = ""
    captured_at: datetime
    captured_zone: str = "UTC"
    captured_by: str = ""
    note: str = ""


class Violation(SQLModel, table=True):
    """A live post that broke a rule: what, found when and by whom, and what became of it.

    `wording` and `place` say what the creator has to write where. State: open, fixed, taken_down, dismissed;
    `evidence_id` proves the violation, `fix_evidence_id` that it was mended; `closing_note` says why it was closed.
    """

    __tablename__ = "violation"
    __table_args__ = (Index("ix_violation_state", "state"), NEVER_REUSE_IDS)
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id")
    jurisdiction: str
    rule: str
    what: str
    wording: str = ""
    place: str = ""
    source: str = ""
    found_at: datetime
    found_by: str = ""
    evidence_id: int | None = reference("evidence.id", on_delete="SET NULL", nullable=True, index=False)
    state: str = "open"
    closed_at: datetime | None = None
    closed_by: str = ""
    closing_note: str = ""
    fix_evidence_id: int | None = reference("evidence.id", on_delete="SET NULL", nullable=True, index=False)


class ViolationStep(SQLModel, table=True):
    """What was sent to the creator about a violation and by when it was to be followed (UTC).

    `kind` is a rung of the ladder (`domain/violations.py`); `clause` names what in the contract allows it.
    """

    __tablename__ = "violation_step"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    violation_id: int = reference("violation.id")
    kind: str
    text: str
    clause: str = ""
    sent_at: datetime
    due_at: datetime | None = None
    sent_by: str = ""

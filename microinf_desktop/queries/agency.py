"""Reads of the agency's profile, people, settings and attachments, and the counts of the sidebar."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain.agency import AgencyDraft
from microinf_desktop.domain.deliverables import DeliverableFilter
from microinf_desktop.domain.rights import RightFilter, RightStage
from microinf_desktop.queries import compliance, deliverables, rights, today
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Agency, Attachment, Campaign, Client, Contract, Influencer, Person, Setting


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: int
    name: str
    email: str
    role: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A stored file; read its bytes with `storage.attachments.read(folder, sha256)`."""

    id: int
    sha256: str
    file_name: str
    media_type: str
    size_bytes: int


def profile(session: Session) -> AgencyDraft | None:
    """The agency's profile; None in a workspace nobody has set up yet."""
    agency = session.get(Agency, 1)
    if agency is None:
        return None
    return AgencyDraft(**{name: getattr(agency, name) for name in AgencyDraft.__dataclass_fields__})


def logo_id(session: Session) -> int | None:
    agency = session.get(Agency, 1)
    return agency.logo_attachment_id if agency else None


def people(session: Session, *, inactive: bool = False) -> list[PersonRow]:
    """People at the agency, in the order they joined."""
    statement = pick(Person).order_by(col(Person.id))
    if not inactive:
        statement = statement.where(col(Person.is_active))
    return [PersonRow(p.id or 0, p.name, p.email, p.role, p.is_active) for p in session.execute(statement).scalars()]


def attachment(session: Session, attachment_id: int) -> AttachmentRow | None:
    row = session.get(Attachment, attachment_id)
    if row is None:
        return None
    return AttachmentRow(row.id or 0, row.sha256, row.file_name, row.media_type, row.size_bytes)


def setting(session: Session, name: str, default: Any = None) -> Any:
    """A workspace setting decoded from JSON."""
    value = session.execute(pick(Setting.value).where(col(Setting.name) == name)).scalar()
    return default if value is None else json.loads(value)


def sidebar_counts(session: Session, day: date) -> dict[str, int]:
    """The numbers beside the sidebar's items, by screen id."""
    running = pick(func.count()).select_from(Campaign).where(col(Campaign.state).in_(("running", "planning")))
    unfinished = ("draft", "sent", "changes", "signed")
    unsigned = pick(func.count()).select_from(Contract).where(col(Contract.state).in_(unfinished))
    return {
        "today": today.count(session, day),
        "roster": session.execute(pick(func.count()).select_from(Influencer)).scalar_one(),
        "campaigns": session.execute(running).scalar_one(),
        "deliverables": deliverables.count(session, DeliverableFilter(open_only=True), day),
        "compliance": compliance.counts(session).open,
        "contracts": session.execute(unsigned).scalar_one(),
        "rights": rights.count(session, RightFilter(stages=(RightStage.TODAY, RightStage.WITHIN_14)), day),
        "clients": session.execute(
            pick(func.count()).select_from(Client).where(col(Client.is_archived).is_(False))
        ).scalar_one(),
    }

"""Contracts and their issued versions; what was issued never changes."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference


class Contract(SQLModel, table=True):
    """The agreement for one collaboration; `options` holds clause choices and texts edited for it, as JSON.

    `signed_attachment_id` is the signed copy as it came back.
    """

    __tablename__ = "contract"
    __table_args__ = (UniqueConstraint("number"), NEVER_REUSE_IDS)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id", on_delete="RESTRICT")
    number: str
    state: str = "draft"
    language: str = "en"
    options: str = "{}"
    created_on: date
    sent_on: date | None = None
    signed_on: date | None = None
    countersigned_on: date | None = None
    expires_on: date | None = None
    signed_attachment_id: int | None = reference("attachment.id", on_delete="RESTRICT", nullable=True, index=False)


class ContractVersion(SQLModel, table=True):
    """An issued version: the data it was made from, and the hash of the stored PDF."""

    __tablename__ = "contract_version"
    __table_args__ = (UniqueConstraint("contract_id", "version"), NEVER_REUSE_IDS)
    id: int | None = key()
    contract_id: int = reference("contract.id", on_delete="RESTRICT", index=False)
    version: int
    data: str
    data_sha256: str
    attachment_id: int = reference("attachment.id", on_delete="RESTRICT")
    program_version: str
    issued_at: datetime
    issued_by: str = ""

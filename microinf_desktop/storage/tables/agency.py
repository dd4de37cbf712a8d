"""The agency itself: its profile, people, settings, files and the change log."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference


class Attachment(SQLModel, table=True):
    """A file in `attachments/`, named by its SHA-256; the same bytes are stored once."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("sha256"), NEVER_REUSE_IDS)
    id: int | None = key()
    sha256: str
    file_name: str
    media_type: str = "application/octet-stream"
    size_bytes: int
    added_at: datetime


class Agency(SQLModel, table=True):
    """The profile printed on documents; one row with id 1."""

    __tablename__ = "agency"
    __table_args__ = (CheckConstraint("id = 1", name="one_agency"), NEVER_REUSE_IDS)
    id: int | None = key()
    name: str
    legal_name: str = ""
    address: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    vat_id: str = ""
    registration_number: str = ""
    currency: str = "EUR"
    locale: str = "en_GB"
    time_zone: str = "Europe/Berlin"
    governing_law: str = ""
    accent_color: str = "#0B5B68"
    logo_attachment_id: int | None = reference("attachment.id", on_delete="SET NULL", nullable=True)


class Person(SQLModel, table=True):
    """Somebody who works at the agency; owns people and tasks, signs steps of the change log."""

    __tablename__ = "person"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    name: str
    email: str = ""
    role: str = ""
    is_active: bool = True


class Setting(SQLModel, table=True):
    """A setting of the workspace (saved segments, import mappings, …), value as JSON."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("name"), NEVER_REUSE_IDS)
    id: int | None = key()
    name: str
    value: str


class Step(SQLModel, table=True):
    """One thing a user did: the unit of undo, redo and audit.

    `kind` is do, undo, redo or barrier; undo and redo name the step they reverse. `last_step_id` is the step
    whose changes the next undo or redo of this one reverses; `is_effective` tells which of the two is next.
    """

    __tablename__ = "step"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    at: datetime
    person_id: int | None = None
    person_name: str = ""
    label: str
    kind: str = "do"
    root_step_id: int | None = Field(default=None, index=True)
    last_step_id: int | None = None
    is_effective: bool = True


class Change(SQLModel, table=True):
    """A row touched by a step: `op` I (insert), U, D, or R for a bulk insert of ids `row_id` to `row_id_to`."""

    __tablename__ = "change"
    __table_args__ = (Index("ix_change_row", "table_name", "row_id"), NEVER_REUSE_IDS)
    id: int | None = key()
    step_id: int = reference("step.id")
    table_name: str
    row_id: int
    row_id_to: int | None = None
    op: str
    before: str | None = None
    after: str | None = None

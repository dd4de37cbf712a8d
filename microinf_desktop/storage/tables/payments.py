"""Payments to creators."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference


class Payment(SQLModel, table=True):
    """One instalment; amounts in minor units. `milestone` says what makes it due: signature, approval, live."""

    __tablename__ = "payment"
    __table_args__ = (Index("ix_payment_due", "state", "due_on"), NEVER_REUSE_IDS)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id")
    description: str
    milestone: str = "live"
    amount_minor: int
    currency: str
    state: str = "not_due"
    due_on: date | None = None
    invoice_number: str = ""
    paid_minor: int = 0
    paid_on: date | None = None

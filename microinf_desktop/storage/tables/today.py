"""What somebody has put off in Today."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key


class Snooze(SQLModel, table=True):
    """An item of Today that is put off until a day.

    `kind` and `item_id` are those of `domain.today.ItemKey`; a record that moves on is another item, so that a
    snooze never hides what comes next.
    """

    __tablename__ = "snooze"
    __table_args__ = (UniqueConstraint("kind", "item_id"), NEVER_REUSE_IDS)
    id: int | None = key()
    kind: str
    item_id: int
    until_on: date
    person_name: str = ""

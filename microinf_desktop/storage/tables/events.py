"""Events and pop-ups of a campaign: place and time, guests, run sheet, results."""

from datetime import date, time

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference


class Event(SQLModel, table=True):
    """`kind` is event, popup or livestream; times are local at the place (`time_zone`); costs in minor units."""

    __tablename__ = "event"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    campaign_id: int = reference("campaign.id")
    owner_id: int | None = reference("person.id", on_delete="SET NULL", nullable=True, index=False)
    name: str
    kind: str = "event"
    state: str = "planned"
    starts_on: date = Field(index=True)
    ends_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    time_zone: str = "Europe/Berlin"
    place: str = ""
    address: str = ""
    capacity: int | None = None
    budget_minor: int | None = None
    cost_minor: int | None = None
    currency: str = "EUR"
    attendance: int | None = None
    leads: int | None = None
    revenue_minor: int | None = None
    result: str = ""
    notes: str = ""


class EventGuest(SQLModel, table=True):
    """Somebody on the guest list, from the roster or by name; `state` is invited, accepted, declined, attended or
    no_show."""

    __tablename__ = "event_guest"
    __table_args__ = (UniqueConstraint("event_id", "influencer_id"), NEVER_REUSE_IDS)
    id: int | None = key()
    event_id: int = reference("event.id", index=False)
    influencer_id: int | None = reference("influencer.id", on_delete="SET NULL", nullable=True)
    name: str
    role: str = ""
    state: str = "invited"
    companions: int = 0
    notes: str = ""


class EventSlot(SQLModel, table=True):
    """A line of the run sheet: which day, when (local time), how long, what, who."""

    __tablename__ = "event_slot"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    event_id: int = reference("event.id")
    position: int = 0
    day: date
    starts_at: time
    minutes: int = 15
    what: str
    who: str = ""
    notes: str = ""

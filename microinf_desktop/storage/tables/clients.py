"""Clients: brand guidelines, contacts, competitors and the personas they want to reach."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference, words


class Client(SQLModel, table=True):
    """A brand the agency works for; its guidelines feed brief, contract, report and conflict check."""

    __tablename__ = "client"
    __table_args__ = (UniqueConstraint("name"), NEVER_REUSE_IDS)
    id: int | None = key()
    name: str
    legal_name: str = ""
    address: str = ""
    country: str = ""
    vat_id: str = ""
    website: str = ""
    category: str = ""
    color: str = "#0B5B68"
    logo_attachment_id: int | None = reference("attachment.id", on_delete="SET NULL", nullable=True)
    currency: str = "EUR"
    payment_terms_days: int = 30
    jurisdictions: list[str] = words()
    key_messages: list[str] = words()
    tone: str = ""
    visual_style: str = ""
    dos: list[str] = words()
    donts: list[str] = words()
    mandatory_mentions: list[str] = words()
    mandatory_hashtags: list[str] = words()
    forbidden_words: list[str] = words()
    palette: list[str] = words()
    time_zone: str = "Europe/Berlin"
    notes: str = ""
    is_archived: bool = False


class ClientContact(SQLModel, table=True):
    __tablename__ = "client_contact"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    client_id: int = reference("client.id")
    name: str
    email: str = ""
    phone: str = ""
    role: str = ""
    is_decider: bool = False


class ClientImage(SQLModel, table=True):
    """A picture of the visual style: mood board, packshot, a post the client likes."""

    __tablename__ = "client_image"
    __table_args__ = (UniqueConstraint("client_id", "attachment_id"), NEVER_REUSE_IDS)
    id: int | None = key()
    client_id: int = reference("client.id", index=False)
    attachment_id: int = reference("attachment.id", on_delete="RESTRICT", index=False)
    position: int = 0
    caption: str = ""


class Competitor(SQLModel, table=True):
    __tablename__ = "competitor"
    __table_args__ = (UniqueConstraint("client_id", "name"), NEVER_REUSE_IDS)
    id: int | None = key()
    client_id: int = reference("client.id")
    name: str
    category: str = ""


class Persona(SQLModel, table=True):
    """Whom a client wants to reach; ages in years, countries as ISO 3166-1 alpha-2."""

    __tablename__ = "persona"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    client_id: int = reference("client.id")
    name: str
    age_from: int | None = None
    age_to: int | None = None
    gender: str = ""
    countries: list[str] = words()
    languages: list[str] = words()
    interests: list[str] = words()
    behaviours: list[str] = words()
    notes: str = ""


class Learning(SQLModel, table=True):
    """What a campaign taught about a client's audience; offered in the next brief. `topic` is a short heading."""

    __tablename__ = "learning"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    client_id: int = reference("client.id")
    campaign_id: int | None = reference("campaign.id", on_delete="SET NULL", nullable=True)
    topic: str = ""
    text: str
    noted_on: date
    is_retired: bool = False

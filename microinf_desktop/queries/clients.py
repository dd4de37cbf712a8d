"""Reads of clients: list rows with their work, one client in full."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain.clients import CompetitorDraft, ContactDraft
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Client, ClientContact, Collaboration, Competitor, Persona


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client with the number of its campaigns; `running` counts those not finished or archived."""

    id: int
    name: str
    category: str
    country: str
    color: str
    currency: str
    jurisdictions: tuple[str, ...]
    campaigns: int
    running: int
    is_archived: bool


@dataclass(frozen=True, slots=True)
class ClientDetail:
    """`fields` are the columns as stored."""

    id: int
    fields: dict[str, Any]
    contacts: tuple[ContactDraft, ...]
    competitors: tuple[CompetitorDraft, ...]
    personas: tuple[dict[str, Any], ...]


def rows(session: Session, *, archived: bool = False) -> list[ClientRow]:
    """Clients by name."""
    campaigns = (
        pick(
            Campaign.client_id, func.count().label("total"),
            func.sum(col(Campaign.state).in_(("planning", "running"))).label("running"),
        ).group_by(col(Campaign.client_id)).subquery()
    )
    found = session.execute(
        pick(Client, campaigns.c.total, campaigns.c.running)
        .outerjoin(campaigns, campaigns.c.client_id == Client.id)
        .where(col(Client.is_archived).is_(False) if not archived else col(Client.id) > 0)
        .order_by(func.lower(Client.name))
    )
    return [
        ClientRow(
            client.id, client.name, client.category, client.country, client.color, client.currency,
            tuple(client.jurisdictions), total or 0, running or 0, client.is_archived,
        )
        for client, total, running in found
    ]


def detail(session: Session, client_id: int) -> ClientDetail | None:
    client = session.get(Client, client_id)
    if client is None:
        return None
    contacts = session.execute(
        pick(ClientContact).where(col(ClientContact.client_id) == client_id).order_by(col(ClientContact.id))
    ).scalars()
    competitors = session.execute(
        pick(Competitor).where(col(Competitor.client_id) == client_id).order_by(col(Competitor.id))
    ).scalars()
    personas = session.execute(pick(Persona).where(col(Persona.client_id) == client_id)).scalars()
    return ClientDetail(
        client_id, client.model_dump(),
        tuple(ContactDraft(c.name, c.email, c.phone, c.role) for c in contacts),
        tuple(CompetitorDraft(c.name, c.category) for c in competitors),
        tuple(p.model_dump() for p in personas),
    )


def logo_id(session: Session, campaign_id: int | None = None, collaboration_id: int | None = None) -> int | None:
    """The attachment of the logo of the client behind a campaign or a collaboration."""
    statement = pick(Client.logo_attachment_id).join(Campaign, col(Campaign.client_id) == col(Client.id))
    if collaboration_id is not None:
        statement = statement.join(Collaboration, col(Collaboration.campaign_id) == col(Campaign.id))
        statement = statement.where(col(Collaboration.id) == collaboration_id)
    else:
        statement = statement.where(col(Campaign.id) == campaign_id)
    found: int | None = session.execute(statement).scalar()
    return found

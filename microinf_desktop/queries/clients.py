"""Reads of clients: list rows with their work, one client in full, its running work in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Integer, cast, func
from sqlmodel import Session, col

from microinf_desktop.domain.clients import CompetitorDraft, ContactDraft
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import campaigns
from microinf_desktop.queries.progress import Work, work_by
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Attachment,
    Campaign,
    Client,
    ClientContact,
    ClientImage,
    Collaboration,
    Competitor,
    Deliverable,
    Event,
    Influencer,
    Milestone,
    Persona,
)

_OPEN = ("planning", "running")
# A date of the plan is still ahead of these; a client's review is over for the second kind too.
_UNPUBLISHED = (
    DeliverableState.NOT_STARTED, DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN, DeliverableState.DRAFT_IN,
    DeliverableState.INTERNAL_REVIEW, DeliverableState.CLIENT_REVIEW, DeliverableState.CHANGES_REQUESTED,
    DeliverableState.APPROVED, DeliverableState.SCHEDULED,
)
_UNAPPROVED = tuple(s for s in _UNPUBLISHED if s not in (DeliverableState.APPROVED, DeliverableState.SCHEDULED))


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client with its work; `running` counts campaigns not finished or archived, whose deliverables `progress`
    (mean in per cent, None without any) and `late` sum up."""

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
    progress: int | None = None
    late: int = 0


@dataclass(frozen=True, slots=True)
class ImageRow:
    """A picture of the mood board."""

    id: int
    caption: str
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ClientDetail:
    """`fields` are the columns as stored."""

    id: int
    fields: dict[str, Any]
    contacts: tuple[ContactDraft, ...]
    competitors: tuple[CompetitorDraft, ...]
    personas: tuple[dict[str, Any], ...]
    images: tuple[ImageRow, ...] = ()
    logo_sha256: str = ""
    logo_name: str = ""


@dataclass(frozen=True, slots=True)
class NextDate:
    """A day ahead: `kind` is milestone, publish, client_review or event; `target_id` is the record's id."""

    day: date
    kind: str
    text: str
    campaign_id: int
    campaign: str
    target_id: int


@dataclass(frozen=True, slots=True)
class ClientWork:
    """Everything in work for a client; money is summed per currency over the open campaigns."""

    campaigns: tuple[campaigns.CampaignRow, ...]
    deliverables: int
    done: int
    late: int
    progress: int | None
    budgets: tuple[Money, ...]
    committed: tuple[Money, ...]
    next_dates: tuple[NextDate, ...]


def rows(session: Session, *, archived: bool = False, today: date | None = None) -> list[ClientRow]:
    """Clients by name."""
    work = work_by(session, Campaign.client_id, [
        col(Campaign.id) == col(Deliverable.campaign_id), col(Campaign.state).in_(_OPEN),
    ], today or date.today())
    counts = (
        pick(
            Campaign.client_id, func.count().label("total"),
            func.sum(cast(col(Campaign.state).in_(_OPEN), Integer)).label("running"),
        ).group_by(col(Campaign.client_id)).subquery()
    )
    found = session.execute(
        pick(Client, counts.c.total, counts.c.running)
        .outerjoin(counts, counts.c.client_id == Client.id)
        .where(col(Client.is_archived).is_(False) if not archived else col(Client.id) > 0)
        .order_by(func.lower(Client.name))
    )
    return [
        ClientRow(
            client.id, client.name, client.category, client.country, client.color, client.currency,
            tuple(client.jurisdictions), total or 0, running or 0, client.is_archived,
            work.get(client.id, Work()).progress, work.get(client.id, Work()).late,
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
    logo = session.get(Attachment, client.logo_attachment_id) if client.logo_attachment_id else None
    return ClientDetail(
        client_id, client.model_dump(),
        tuple(ContactDraft(c.name, c.email, c.phone, c.role, c.is_decider, c.id) for c in contacts),
        tuple(CompetitorDraft(c.name, c.category, c.id) for c in competitors),
        tuple(p.model_dump() for p in personas), images(session, client_id),
        logo.sha256 if logo else "", logo.file_name if logo else "",
    )


def images(session: Session, client_id: int) -> tuple[ImageRow, ...]:
    """The mood board in its order."""
    found = session.execute(
        pick(ClientImage.id, ClientImage.caption, Attachment.file_name, Attachment.sha256)
        .join(Attachment, col(Attachment.id) == col(ClientImage.attachment_id))
        .where(col(ClientImage.client_id) == client_id)
        .order_by(col(ClientImage.position), col(ClientImage.id))
    )
    return tuple(ImageRow(*entry) for entry in found)


def work(session: Session, client_id: int, today: date) -> ClientWork:
    """What is in work for a client: campaigns, progress over all deliverables of the open ones, money, next dates."""
    found = campaigns.rows(session, campaigns.CampaignFilter(client_ids=(client_id,)), today)
    running = [campaign for campaign in found if campaign.state in _OPEN]
    done = work_by(session, Campaign.client_id, [
        col(Campaign.id) == col(Deliverable.campaign_id), col(Campaign.client_id) == client_id,
        col(Campaign.state).in_(_OPEN),
    ], today).get(client_id, Work())
    return ClientWork(
        tuple(found), done.count, done.done, done.late, done.progress,
        _totals([campaign.budget for campaign in running]), _totals([campaign.committed for campaign in running]),
        tuple(next_dates(session, [campaign.id for campaign in running], today)),
    )


def next_dates(session: Session, campaign_ids: Sequence[int], today: date, most: int = 8) -> list[NextDate]:
    """The first days ahead in these campaigns: open milestones, client reviews, publications, events."""
    found = [
        NextDate(day, "milestone", name, campaign_id, campaign, target_id)
        for target_id, day, name, campaign_id, campaign in session.execute(
            pick(Milestone.id, Milestone.due_on, Milestone.name, Campaign.id, Campaign.name)
            .join(Campaign, col(Campaign.id) == col(Milestone.campaign_id))
            .where(col(Campaign.id).in_(campaign_ids), col(Milestone.due_on) >= today,
                   col(Milestone.done_on).is_(None))
            .order_by(col(Milestone.due_on)).limit(most)
        )
    ]
    found += [
        NextDate(day, "event", name, campaign_id, campaign, target_id)
        for target_id, day, name, campaign_id, campaign in session.execute(
            pick(Event.id, Event.starts_on, Event.name, Campaign.id, Campaign.name)
            .join(Campaign, col(Campaign.id) == col(Event.campaign_id))
            .where(col(Campaign.id).in_(campaign_ids), col(Event.starts_on) >= today, col(Event.state) != "cancelled")
            .order_by(col(Event.starts_on)).limit(most)
        )
    ]
    for kind, column, states in (
        ("publish", Deliverable.publish_on, _UNPUBLISHED), ("client_review", Deliverable.client_review_on, _UNAPPROVED),
    ):
        found += _deliverable_dates(session, campaign_ids, today, most, kind, column, states)
    return sorted(found, key=lambda entry: (entry.day, entry.kind, entry.target_id))[:most]


def _deliverable_dates(
    session: Session, campaign_ids: Sequence[int], today: date, most: int, kind: str, column: Any,
    states: Sequence[DeliverableState],
) -> list[NextDate]:
    entries = session.execute(
        pick(Deliverable.id, column, Deliverable.title, Deliverable.kind, Influencer.name, Campaign.id, Campaign.name)
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Campaign.id).in_(campaign_ids), col(column) >= today,
               col(Deliverable.state).in_([state.value for state in states]))
        .order_by(col(column)).limit(most)
    )
    return [
        NextDate(day, kind, f"{title or _kind_words(of_kind)}, {creator}", campaign_id, campaign, target_id)
        for target_id, day, title, of_kind, creator, campaign_id, campaign in entries
    ]


def _kind_words(kind: str) -> str:
    return DeliverableKind(kind).value.replace("_", " ").capitalize()


def _totals(amounts: Sequence[Money | None]) -> tuple[Money, ...]:
    """Sums per currency, in the order the currencies appear; nothing where no amount is known."""
    sums: dict[str, int] = {}
    for amount in amounts:
        if amount is not None:
            sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return tuple(Money(minor, currency) for currency, minor in sums.items())


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

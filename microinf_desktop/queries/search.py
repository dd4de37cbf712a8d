"""Global search: people, campaigns, clients, deliverables and contracts by what a person types."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain.text import fold
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.sqlite.search import people_matching
from microinf_desktop.storage.tables import Campaign, Client, Collaboration, Contract, Influencer


@dataclass(frozen=True, slots=True)
class SearchHit:
    """`record` is influencer, campaign, client or contract; `detail` is the quiet line beside the title."""

    record: str
    id: int
    title: str
    detail: str


def find(session: Session, text: str, limit: int = 8) -> list[SearchHit]:
    """The best hits of each kind; people whose name begins with the text come first."""
    if not text.strip():
        return []
    return [
        *_people(session, text, limit), *_campaigns(session, text, limit), *_clients(session, text, limit),
        *_contracts(session, text, limit),
    ]


def _people(session: Session, text: str, limit: int) -> list[SearchHit]:
    begins = func.instr(Influencer.sort_name, fold(text)) == 1
    found = session.execute(
        pick(Influencer.id, Influencer.name, Influencer.primary_handle, Influencer.city)
        .where(*people_matching(text.lstrip("@")))
        .order_by(begins.desc(), col(Influencer.top_followers).desc()).limit(limit)
    )
    return [
        SearchHit("influencer", r[0], r[1], " · ".join(part for part in (f"@{r[2]}" if r[2] else "", r[3]) if part))
        for r in found
    ]


def _campaigns(session: Session, text: str, limit: int) -> list[SearchHit]:
    found = session.execute(
        pick(Campaign.id, Campaign.name, Client.name).join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Campaign.name).icontains(text, autoescape=True)).limit(limit)
    )
    return [SearchHit("campaign", *row) for row in found]


def _clients(session: Session, text: str, limit: int) -> list[SearchHit]:
    found = session.execute(
        pick(Client.id, Client.name, Client.category)
        .where(col(Client.name).icontains(text, autoescape=True)).limit(limit)
    )
    return [SearchHit("client", *row) for row in found]


def _contracts(session: Session, text: str, limit: int) -> list[SearchHit]:
    found = session.execute(
        pick(Contract.id, Contract.number, Influencer.name)
        .join(Collaboration, col(Collaboration.id) == col(Contract.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Contract.number).icontains(text, autoescape=True)).limit(limit)
    )
    return [SearchHit("contract", *row) for row in found]

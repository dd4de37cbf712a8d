"""Reads of collaborations: who is in a campaign, with stage, client decision, deal and progress."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col

from microinf_desktop.domain.money import Money
from microinf_desktop.queries.progress import Work, work_by
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Client, Collaboration, Deliverable, Influencer


@dataclass(frozen=True, slots=True)
class CollaborationRow:
    """A creator in a campaign; `committed` is fee plus product value."""

    id: int
    campaign_id: int
    campaign: str
    influencer_id: int
    name: str
    handle: str
    platforms: tuple[str, ...]
    followers: int | None
    rate_ppm: int | None
    stage: str
    client_decision: str
    relationship: str
    compensation_model: str
    fee: Money | None
    product_value: Money | None
    deliverables: int
    done: int
    late: int
    progress: int | None


@dataclass(frozen=True, slots=True)
class CollaborationDetail:
    """The deal in full; `fields` are the columns as stored."""

    id: int
    fields: dict[str, Any]
    influencer: str
    campaign: str
    client: str


def rows(
    session: Session, campaign_id: int | None = None, today: date | None = None
) -> list[CollaborationRow]:
    """Creators of a campaign (or of all), by name."""
    today = today or date.today()
    conditions = [] if campaign_id is None else [col(Collaboration.campaign_id) == campaign_id]
    found = session.execute(
        pick(
            Collaboration, Campaign.name, Influencer.name, Influencer.primary_handle, Influencer.platforms,
            Influencer.top_followers, Influencer.engagement_rate_ppm,
        )
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(*conditions)
        .order_by(col(Influencer.sort_name), col(Collaboration.id))
    ).all()
    work = work_by(session, Deliverable.collaboration_id, conditions, today)
    result = []
    for deal, campaign, name, handle, platforms, followers, rate in found:
        own = work.get(deal.id, Work())
        result.append(CollaborationRow(
            deal.id, deal.campaign_id, campaign, deal.influencer_id, name, handle,
            tuple(platforms.split(",")) if platforms else (), followers, rate, deal.stage, deal.client_decision,
            deal.relationship, deal.compensation_model,
            None if deal.fee_minor is None else Money(deal.fee_minor, deal.currency),
            None if deal.product_value_minor is None else Money(deal.product_value_minor, deal.currency),
            own.count, own.done, own.late, own.progress,
        ))
    return result


def detail(session: Session, collaboration_id: int) -> CollaborationDetail | None:
    found = session.execute(
        pick(Collaboration, Influencer.name, Campaign.name, Client.name)
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Collaboration.id) == collaboration_id)
    ).first()
    if found is None:
        return None
    deal, influencer, campaign, client = found
    return CollaborationDetail(collaboration_id, deal.model_dump(), influencer, campaign, client)


def exported(session: Session, today: date | None = None) -> list[dict[str, Any]]:
    """Collaborations as `microinf list collaborations --json` prints them; money in minor units."""
    return [
        {
            "id": r.id, "campaign_id": r.campaign_id, "campaign": r.campaign, "influencer_id": r.influencer_id,
            "creator": r.name, "handle": r.handle, "stage": r.stage, "client_decision": r.client_decision,
            "relationship": r.relationship, "compensation_model": r.compensation_model,
            "fee_minor": r.fee.minor if r.fee else None, "currency": r.fee.currency if r.fee else None,
            "deliverables": r.deliverables, "late": r.late, "progress": r.progress,
        }
        for r in sorted(rows(session, None, today), key=lambda row: row.id)
    ]

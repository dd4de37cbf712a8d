"""Reads of what a regulated product or a minor asks for, of a campaign and of one deal."""

from datetime import date

from sqlmodel import Session, col

from microinf_desktop.domain.regulated import Regulated, Rider, minor_rider, riders
from microinf_desktop.queries.compliance_slices import AREAS
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Client, Collaboration, Influencer


def of_campaign(session: Session, campaign_id: int, catalogue: Regulated) -> list[Rider]:
    """One rider for each regulated category of the campaign's product; none for a deleted campaign."""
    found = session.execute(
        pick(Campaign, Client.category, AREAS).join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Campaign.id) == campaign_id)
    ).first()
    if found is None:
        return []
    campaign, category, areas = found
    return riders(catalogue, (campaign.product_category or category, campaign.product), areas)


def of_deal(session: Session, collaboration_id: int, catalogue: Regulated, today: date) -> list[Rider]:
    """The riders of the deal's campaign, and what the creator's age asks for on the go-live."""
    found = session.execute(
        pick(Campaign, Influencer, AREAS).select_from(Collaboration)
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.id) == collaboration_id)
    ).first()
    if found is None:
        return []
    campaign, creator, areas = found
    said = of_campaign(session, campaign.id, catalogue)
    rider = minor_rider(catalogue, creator.birth_date, campaign.go_live_on or today, creator.guardian_name, areas,
                        regulated=bool(said))
    return [*said, *([rider] if rider is not None else [])]

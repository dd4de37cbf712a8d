"""Reads for logging an unplanned post: whose it can be, and the post its caption is checked as."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col

from microinf_desktop.domain.disclosure.post import Post
from microinf_desktop.domain.enums import CampaignState, DeliverableKind, Platform
from microinf_desktop.queries.compliance_post import post_of_deal
from microinf_desktop.queries.compliance_slices import AREAS
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Account, Campaign, Client, Collaboration, Influencer


@dataclass(frozen=True, slots=True)
class UnplannedDeal:
    """A creator in a campaign, as whose post something can be logged; `platforms` are hers, the largest first."""

    collaboration_id: int
    campaign_id: int
    creator: str
    campaign: str
    jurisdictions: tuple[str, ...]
    discount_code: str
    platforms: tuple[Platform, ...]


def deals(
    session: Session, campaign_id: int | None = None, influencer_id: int | None = None
) -> list[UnplannedDeal]:
    """The creators of a campaign by name, or of every campaign that is not archived; one creator's only where one is
    named. Two queries."""
    wanted = [col(Campaign.id) == campaign_id if campaign_id is not None
              else col(Campaign.state) != CampaignState.ARCHIVED]
    if influencer_id is not None:
        wanted.append(col(Collaboration.influencer_id) == influencer_id)
    found = session.execute(
        pick(Collaboration.id, Collaboration.campaign_id, Influencer.name, Campaign.name, AREAS,
             Collaboration.discount_code, Collaboration.influencer_id)
        .select_from(Collaboration).join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(*wanted)
        .order_by(col(Influencer.sort_name), col(Campaign.name), col(Collaboration.id))
    ).all()
    platforms = _platforms(session, [row[-1] for row in found])
    return [
        UnplannedDeal(key, campaign, creator, name, tuple(areas), code, platforms.get(person, ()))
        for key, campaign, creator, name, areas, code, person in found
    ]


def base_post(
    session: Session, collaboration_id: int, platform: Platform, kind: DeliverableKind, on: date
) -> Post:
    """The post without its caption, with what deal, campaign and creator say of it."""
    return post_of_deal(session, collaboration_id, platform, kind, on)


def _platforms(session: Session, influencer_ids: Sequence[int]) -> dict[int, tuple[Platform, ...]]:
    listed: dict[int, tuple[Platform, ...]] = {}
    for person, platform in session.execute(
        pick(Account.influencer_id, Account.platform).where(col(Account.influencer_id).in_(influencer_ids))
        .order_by(col(Account.followers).desc().nulls_last(), col(Account.id))
    ):
        listed[person] = (*listed.get(person, ()), Platform(platform))
    return listed

"""Exclusivities agreed with creators, with their days as the contract computes them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain.enums import RelationshipStage
from microinf_desktop.domain.exclusivity import Binding, binding, present
from microinf_desktop.domain.influencers import RESTRICTED
from microinf_desktop.queries.collaboration_moves import shut_out
from microinf_desktop.queries.progress import VOID_STATES
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Client, Collaboration, Deliverable, Influencer

# From here on the deal is agreed; before, nobody is bound.
_AGREED = (
    RelationshipStage.AGREED, RelationshipStage.CONTRACTED, RelationshipStage.ACTIVE, RelationshipStage.COMPLETED,
    RelationshipStage.AMBASSADOR,
)


def of_creators(
    session: Session, influencer_ids: Sequence[int], today: date, but_client_id: int | None = None
) -> dict[int, tuple[Binding, ...]]:
    """What binds creators on a day, by creator; the deals with `but_client_id` do not stand against that client."""
    statement = (
        pick(Collaboration, Campaign.name, Client.name, Campaign.go_live_on, Campaign.starts_on, Campaign.ends_on,
             func.min(Deliverable.publish_on), func.max(Deliverable.publish_on))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .outerjoin(Deliverable, (col(Deliverable.collaboration_id) == col(Collaboration.id))
                   & col(Deliverable.state).not_in(VOID_STATES))
        .where(
            col(Collaboration.influencer_id).in_(influencer_ids), col(Collaboration.stage).in_(_AGREED),
            (col(Collaboration.exclusivity_category) != "") | (col(Collaboration.exclusivity_days_after) > 0),
        )
        .group_by(col(Collaboration.id))
    )
    if but_client_id is not None:
        statement = statement.where(col(Campaign.client_id) != but_client_id)
    found: dict[int, list[Binding]] = {}
    for deal, campaign, client, go_live, starts, ends, first, last in session.execute(statement):
        found.setdefault(deal.influencer_id, []).append(binding(
            client, campaign, deal.exclusivity_category, deal.exclusivity_days_before, deal.exclusivity_days_after,
            first or go_live or starts, last or ends,
        ))
    return {who: held for who, bindings in found.items() if (held := present(bindings, today))}


def shut_out_people(session: Session, today: date) -> dict[int, str]:
    """Who of the roster must not be added to anything on a day, with the reason as a sentence."""
    restricted = session.execute(pick(Influencer).where(col(Influencer.stage).in_(RESTRICTED))).scalars()
    return {
        one.id: sentence for one in restricted
        if (sentence := shut_out(one.name, one.stage, one.restriction_reason, one.restriction_until, today))
    }


def notices(
    session: Session, influencer_ids: Sequence[int], today: date, campaign_id: int | None = None
) -> list[str]:
    """What one should know before adding these people to a campaign: restrictions, then exclusivities, as sentences."""
    campaign = None if campaign_id is None else session.get(Campaign, campaign_id)
    people = session.execute(
        pick(Influencer).where(col(Influencer.id).in_(influencer_ids)).order_by(col(Influencer.sort_name))
    ).scalars().all()
    bound = of_creators(session, influencer_ids, today, campaign.client_id if campaign else None)
    said = [
        sentence for one in people
        if (sentence := shut_out(one.name, one.stage, one.restriction_reason, one.restriction_until, today))
    ]
    said.extend(f"{one.name}: {found}" for one in people for found in bound.get(one.id or 0, ()))
    return said

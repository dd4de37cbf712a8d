"""What the what-if of a deal starts from: the creator's own figures, a published conversion rate, and the budget."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain.what_if import Assumption
from microinf_desktop.interchange.benchmarks import load_benchmarks
from microinf_desktop.queries.progress import VOID_STATES, was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Account, Campaign, Client, Collaboration, Deliverable, Influencer


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """Assumptions with the sentence that says where each comes from, and what conversion is usual (per cent).

    `pieces` counts the deliverables that are agreed: without one there is nothing to multiply averages with.
    """

    assumed: Assumption
    sources: dict[str, str]
    conversion_percent: float | None
    conversion_source: str
    pieces: int


@dataclass(frozen=True, slots=True)
class BudgetRoom:
    """The campaign's budget and what is committed without this deal, minor units of the campaign's currency."""

    budget_minor: int | None
    committed_minor: int
    currency: str

    def over(self, deal_minor: int) -> int:
        """By how much a deal of so much goes over the budget; 0 when it fits or there is no budget."""
        return 0 if self.budget_minor is None else max(self.committed_minor + deal_minor - self.budget_minor, 0)


@dataclass(frozen=True, slots=True)
class OtherDeal:
    """A deal that can be copied."""

    collaboration_id: int
    text: str


def starting_point(session: Session, collaboration_id: int) -> StartingPoint:
    """Average views and engagements of the creator's accounts times the deliverables agreed there."""
    deal = session.get_one(Collaboration, collaboration_id)
    accounts = session.execute(
        pick(Account).where(col(Account.influencer_id) == deal.influencer_id).order_by(col(Account.id))
    ).scalars().all()
    work = session.execute(
        pick(Deliverable.account_id, Deliverable.platform, Deliverable.quantity)
        .where(col(Deliverable.collaboration_id) == collaboration_id, col(Deliverable.state).not_in(VOID_STATES),
               was_planned())
    ).all()
    sums: dict[str, int] = {}
    counted: dict[str, int] = {}
    for account_id, platform, quantity in work:
        account = next((one for one in accounts if one.id == account_id), None)
        account = account or next((one for one in accounts if one.platform == platform), None)
        for name in ("views", "engagements"):
            figure = None if account is None else getattr(account, f"avg_{name}")
            if figure is not None:
                sums[name] = sums.get(name, 0) + figure * quantity
                counted[name] = counted.get(name, 0) + 1
    sources = {
        name: f"Own average per post, {counted[name]} of {len(work)} deliverables" for name in sums
    }
    followers = max((one.followers or 0 for one in accounts), default=0) or None
    published = load_benchmarks().find("conversion_rate", platform=None, followers=followers, denominator="clicks")
    best = published[0] if published else None
    return StartingPoint(
        Assumption(views=sums.get("views"), engagements=sums.get("engagements")), sources,
        best.low if best else None, best.citation if best else "", len(work),
    )


def budget_room(session: Session, collaboration_id: int) -> BudgetRoom:
    """What the campaign's budget leaves for this deal; deals in another currency are not counted."""
    deal = session.get_one(Collaboration, collaboration_id)
    campaign = session.get_one(Campaign, deal.campaign_id)
    committed = session.execute(
        pick(func.coalesce(func.sum(
            func.coalesce(Collaboration.fee_minor, 0) + func.coalesce(Collaboration.product_value_minor, 0)), 0))
        .where(
            col(Collaboration.campaign_id) == deal.campaign_id, col(Collaboration.id) != collaboration_id,
            col(Collaboration.client_decision) != "rejected", col(Collaboration.currency) == campaign.currency,
        )
    ).scalar_one()
    return BudgetRoom(campaign.budget_minor, committed, campaign.currency)


def other_deals(session: Session, collaboration_id: int) -> list[OtherDeal]:
    """Deals to copy from: the person's own, newest first, then those of the campaign."""
    deal = session.get_one(Collaboration, collaboration_id)
    found = session.execute(
        pick(Collaboration.id, Collaboration.influencer_id, Influencer.name, Campaign.name, Client.name,
             func.coalesce(Campaign.go_live_on, Campaign.starts_on, date.min))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .where(
            col(Collaboration.id) != collaboration_id, col(Collaboration.currency) == deal.currency,
            (col(Collaboration.influencer_id) == deal.influencer_id)
            | (col(Collaboration.campaign_id) == deal.campaign_id),
        )
        .order_by(
            (col(Collaboration.influencer_id) == deal.influencer_id).desc(),
            func.coalesce(Campaign.go_live_on, Campaign.starts_on, date.min).desc(), col(Influencer.sort_name),
        )
    )
    return [
        OtherDeal(other, f"{campaign}, {client}" if person == deal.influencer_id else name)
        for other, person, name, campaign, client, _day in found
    ]

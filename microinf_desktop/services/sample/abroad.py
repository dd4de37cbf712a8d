"""Creators whose names are written in other scripts, in the campaign that is being set up, each with a draft contract.

They are drafts whatever fonts this computer has: the composer says which characters it cannot print.
"""

from typing import TYPE_CHECKING

from sqlmodel import col, select

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries.contract_numbers import proposed_number
from microinf_desktop.services.sample import content
from microinf_desktop.services.sample.content import minor
from microinf_desktop.storage.tables import Campaign, Collaboration, Contract, Influencer

if TYPE_CHECKING:
    from sqlmodel import Session

    from microinf_desktop.services.sample.content import Clock


def add_abroad(session: "Session", clock: "Clock") -> None:
    """After the set-up campaign was made; their contracts get the next numbers."""
    told = content.load("setup.json")["abroad"]
    campaign = session.exec(select(Campaign).where(Campaign.name == told["campaign"])).one()
    for entry in told["creators"]:
        # The cast comes first; in a large crowd somebody may have the same name.
        named = select(Influencer).where(Influencer.name == entry["who"]).order_by(col(Influencer.id))
        creator = session.exec(named).first()
        if creator is None:
            raise KnownError(f"The sample agency has nobody called {entry['who']}.", "Install the program again.")
        deal = Collaboration(
            campaign_id=campaign.id or 0, influencer_id=creator.id or 0, owner_id=campaign.owner_id,
            stage=entry["stage"], client_decision="pending", relationship="paid", compensation_model="flat_fee",
            fee_minor=minor(entry["fee"]), currency=campaign.currency, product_description=entry["product"],
            product_value_minor=minor(entry["value"]), usage_rights="organic_repost", usage_media=["Instagram"],
            usage_territories=entry["territories"], usage_months=entry["months"], keep_live_days=90,
            kill_fee_percent=50, notes=entry["notes"],
        )
        session.add(deal)
        session.flush()
        session.add(Contract(
            collaboration_id=deal.id or 0, number=proposed_number(session, clock.today), created_on=clock.today,
            language="en",
        ))
        session.flush()

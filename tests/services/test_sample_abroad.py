"""In a crowd of 100,000 somebody bears the name of one of the cast: the one that was there first is meant."""

from datetime import date

from sqlmodel import select

from microinf_desktop.services.sample import content
from microinf_desktop.services.sample.abroad import add_abroad
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.storage.tables import Collaboration, Contract
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_campaign, a_client, an_agency, an_influencer


def test_namesakes_of_the_cast_do_not_stop_the_sample(workspace: Workspace) -> None:
    told = content.load("setup.json")["abroad"]
    with workspace.writing("Sample") as session:
        an_agency(session)
        campaign = a_campaign(session, a_client(session).id or 0, name=told["campaign"])
        cast = [an_influencer(session, name=entry["who"]).id for entry in told["creators"]]
        for entry in told["creators"]:
            an_influencer(session, name=entry["who"])
        add_abroad(session, Clock(date(2026, 11, 24), 7))
        session.flush()
        deals = session.exec(select(Collaboration).where(Collaboration.campaign_id == campaign.id)).all()
        assert [deal.influencer_id for deal in deals] == cast
        assert len(session.exec(select(Contract)).all()) == len(cast)

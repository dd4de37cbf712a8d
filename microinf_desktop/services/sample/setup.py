"""A campaign that is half set up, and the niche test of a pilot with what its posts say."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlmodel import select

from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.niche_tests import proposed_outcome
from microinf_desktop.queries.niche_tests import measured
from microinf_desktop.services.sample import content
from microinf_desktop.storage.tables import Campaign, CampaignPersona, Client, NicheTest, Person, Persona

if TYPE_CHECKING:
    from sqlmodel import Session

    from microinf_desktop.services.sample.content import Clock


def add_setup(session: "Session", clock: "Clock") -> None:
    """After everything else was written: the test reads what the posts achieved."""
    entry = content.load("setup.json")
    _half_done(session, entry["campaign"])
    for test in entry["niche_tests"]:
        _test(session, clock, test)


def _half_done(session: "Session", entry: dict[str, Any]) -> None:
    client = session.exec(select(Client).where(Client.name == entry["client"])).one()
    owner = session.exec(select(Person)).first()
    campaign = Campaign(
        client_id=client.id or 0, owner_id=owner.id if owner else None, currency=client.currency,
        time_zone=client.time_zone, jurisdictions=list(client.jurisdictions), **entry["fields"],
    )
    session.add(campaign)
    session.flush()
    persona = session.exec(select(Persona).where(Persona.client_id == client.id)).first()
    if persona is not None:
        session.add(CampaignPersona(campaign_id=campaign.id or 0, persona_id=persona.id or 0))


def _test(session: "Session", clock: "Clock", entry: dict[str, Any]) -> None:
    campaign = session.exec(select(Campaign).where(Campaign.name == entry["campaign"])).one()
    found = measured(session, campaign.id or 0, TargetMetric(entry["metric"]))
    expected = Decimal(entry["expected"])
    outcome = proposed_outcome(entry["metric"], expected, found.result, found.creators)
    conclusion = entry["conclusions"].get(outcome.value, "")
    session.add(NicheTest(
        campaign_id=campaign.id or 0, niche=entry["niche"], hypothesis=entry["hypothesis"], metric=entry["metric"],
        expected=expected, sample_size=found.creators or None, result=found.result, outcome=outcome.value,
        conclusion=conclusion, concluded_on=clock.today if conclusion else None,
    ))

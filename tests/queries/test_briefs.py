"""A brief's data: guidelines, audience, work, labels and days for one creator."""

from datetime import date

import pytest

from microinf_desktop.domain.briefs import BriefAudience, BriefDraft, BriefPageDraft, BriefStep
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import briefs
from microinf_desktop.storage.tables import Campaign, CampaignPersona, Person, Persona
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_deal, a_deliverable, an_agency


def test_a_brief_is_assembled_from_the_records(workspace: Workspace) -> None:
    deal = a_deal(
        workspace, campaign={"key_messages": ["Warm hands", "Ready in two minutes"], "jurisdictions": ["UK"]},
        client={"tone": "dry", "visual_style": "daylight"}, account={"handle": "klara"},
        deliverable={"title": "Morning reel", "kind": "reel", "ship_on": date(2026, 11, 2)},
    )
    with workspace.writing("More") as session:
        an_agency(session, phone="+49 1")
        owner = Person(name="Ida Lund", email="ida@example.com")
        persona = Persona(client_id=deal.client_id, name="Commuters", age_from=25, age_to=40, countries=["GB"])
        session.add_all([owner, persona])
        session.flush()
        campaign = session.get_one(Campaign, deal.campaign_id)
        campaign.owner_id = owner.id
        session.add(CampaignPersona(campaign_id=campaign.id, persona_id=persona.id))
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Story", kind="story",
                      draft_due_on=date(2026, 11, 9), publish_on=date(2026, 11, 19), ship_on=date(2026, 11, 2),
                      client_review_on=date(2026, 11, 12))
    with workspace.reading() as session:
        data = briefs.brief_data(
            session, deal.collaboration_id, load_packs(), today=TODAY, page=BriefPageDraft(why_you=" Your mornings "),
            general=BriefDraft(learnings=("Second pour works",), dos=("Pour twice",)),
        )
    assert data.key_messages == ("Warm hands", "Ready in two minutes")
    assert (data.tone, data.visual_style, data.why_you, data.learnings) == (
        "dry", "daylight", "Your mornings", ("Second pour works",)
    )
    assert data.audience == BriefAudience("Commuters", 25, 40, ("GB",), ("en",))
    assert data.contact is not None
    assert (data.contact.name, data.contact.email, data.contact.phone) == ("Ida Lund", "ida@example.com", "+49 1")
    assert [item.term.title for item in data.items] == ["Story", "Morning reel"]
    assert data.steps == (
        BriefStep(date(2026, 11, 2), "The product is sent to you"),
        BriefStep(date(2026, 11, 12), "Feedback on “Story” reaches you"),
    )
    assert {term.jurisdiction for term in data.disclosures} == {"UK"}
    assert data.handles[0].handle == "klara"


def test_without_people_and_persona_the_agency_answers(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    packs = load_packs()
    with workspace.reading() as session:
        bare = briefs.brief_data(session, deal.collaboration_id, packs)
        with pytest.raises(KnownError, match="There is no c"):
            briefs.brief_data(session, 999, packs)
    assert (bare.contact, bare.audience) == (None, BriefAudience(languages=("en",)))
    with workspace.writing("Agency") as session:
        an_agency(session)
        session.get_one(Campaign, deal.campaign_id).audience_languages = []
    with workspace.reading() as session:
        data = briefs.brief_data(session, deal.collaboration_id, packs)
    assert data.audience is None
    assert data.contact is not None
    assert data.contact.name == "Kestrel Lane"

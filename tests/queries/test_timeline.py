"""What a campaign's timeline is made of."""

from datetime import UTC, date, datetime

import pytest

from microinf_desktop.domain.enums import BallHolder, MilestoneKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries import timeline as queries
from microinf_desktop.storage.tables import Agency, Dependency, Milestone
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_collaboration, a_deal, a_deliverable, an_influencer

DATES = {"draft_due_on": date(2026, 11, 30), "internal_review_on": date(2026, 12, 2), "publish_on": date(2026, 12, 9)}


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(workspace, campaign={"jurisdictions": ["DE"], "go_live_on": date(2026, 12, 9), "ends_on": None},
                  client={"country": "US", "color": "#7E4A12"}, influencer={"name": "Zoë Last"},
                  deliverable={"title": "Reel", "state": "briefed", "ball_holder": "creator", **DATES})


def read(workspace: Workspace, deal: Deal) -> queries.TimelineData:
    with workspace.reading() as session:
        return queries.timeline(session, deal.campaign_id, TODAY)


def test_deliverables_stand_under_their_creators_by_name(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("More") as session:
        person = an_influencer(session, name="Ansgar First")
        other = a_collaboration(session, deal.campaign_id, person.id or 0)
        a_deliverable(session, deal.campaign_id, other.id or 0, title="Story", publish_on=date(2026, 12, 5))
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Void", state="cancelled")
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Early", publish_on=date(2026, 11, 30))
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Undated", publish_on=None,
                      draft_due_on=None)
    groups = read(workspace, deal).groups
    assert [group.title for group in groups] == ["Ansgar First", "Zoë Last"]
    assert [item.title for item in groups[1].items] == ["Early", "Reel", "Undated"], "without cancelled ones"
    (reel,) = [item for item in groups[1].items if item.title == "Reel"]
    assert reel.steps == ("draft_due_on", "internal_review_on", "publish_on")
    assert (reel.holder, reel.late_days) == (BallHolder.CREATOR, 0)


def test_late_live_and_fixed_are_told(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("More") as session:
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Late", state="briefed",
                      draft_due_on=date(2026, 11, 20), publish_on=date(2026, 12, 9))
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Live", state="live",
                      published_at=datetime(2026, 11, 18, 9, tzinfo=UTC), publish_on=date(2026, 11, 18))
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Fixed", locked_reason="trade fair",
                      publish_on=date(2026, 12, 9))
    found = {item.title: item for item in read(workspace, deal).items.values()}
    assert (found["Late"].late_days, found["Late"].bars[0].late_to) == (4, TODAY)
    assert (found["Live"].locked, found["Live"].holder) == ("live since 18 Nov 2026", BallHolder.US)
    assert found["Live"].is_published
    assert found["Fixed"].locked == "trade fair"


def test_milestones_and_dependencies_belong_to_the_campaign(workspace: Workspace, deal: Deal) -> None:
    other = a_deal(workspace)
    with workspace.writing("Marks") as session:
        for campaign in (deal, other):
            session.add(Milestone(campaign_id=campaign.campaign_id, name="Brief", kind="brief",
                                  due_on=date(2026, 11, 27), starts_on=date(2026, 11, 25), locked_reason="fair"))
        session.flush()
        session.add(Dependency(campaign_id=deal.campaign_id, before_milestone_id=1,
                               after_deliverable_id=deal.deliverable_id))
    data = read(workspace, deal)
    (mark,), (link,) = data.marks, data.links
    assert (mark.kind, mark.start, mark.locked) == (MilestoneKind.BRIEF, date(2026, 11, 25), "fair")
    assert (link.before, link.after) == ("m:1", f"d:{deal.deliverable_id}")
    assert data.joined == (("m:1", f"d:{deal.deliverable_id}:draft_due_on"),)
    assert not read(workspace, other).links


def test_working_days_and_paper_are_those_of_countries(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Agency") as session:
        session.add(Agency(name="Kestrel Lane", country="DE"))
    data = read(workspace, deal)
    assert "Christmas" in (data.closed(date(2026, 12, 25)) or "")
    assert data.closed(date(2026, 12, 24)) is None
    assert (data.paper, data.client_color, data.agency) == ("letter", "#7E4A12", "Kestrel Lane")
    assert data.period == (date(2026, 12, 9), date(2026, 12, 9)), "a campaign without an end"


def test_a_campaign_that_is_gone_is_told(workspace: Workspace) -> None:
    with workspace.reading() as session, pytest.raises(KnownError, match="There is no campaign 999"):
        queries.timeline(session, 999, TODAY)

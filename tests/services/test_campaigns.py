"""Campaigns, milestones and deals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from microinf_desktop.domain.campaigns import CampaignDraft, MilestoneDraft
from microinf_desktop.domain.collaborations import DealDraft
from microinf_desktop.domain.enums import CampaignState, ClientDecision, RelationshipStage, TargetMetric
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.influencers import InfluencerDraft
from microinf_desktop.queries import campaigns as queries
from microinf_desktop.queries import collaborations as people
from microinf_desktop.services import campaigns as services
from microinf_desktop.services import collaborations, timeline
from microinf_desktop.services.influencers import save_influencer
from microinf_desktop.storage import changelog
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_contract, a_deal


def draft(client_id: int, **fields: object) -> CampaignDraft:
    base = CampaignDraft(
        client_id, "Ridge Season", starts_on=date(2026, 11, 1), go_live_on=date(2026, 11, 20),
        ends_on=date(2026, 12, 20), targets=((TargetMetric.REACH, Decimal(374_000)),),
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def test_a_campaign_keeps_its_targets(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    campaign = services.save_campaign(workspace, draft(deal.client_id))
    targets = ((TargetMetric.REACH, Decimal("400000")), (TargetMetric.CLICKS, Decimal(9)))
    changed = draft(deal.client_id, targets=targets)
    services.save_campaign(workspace, changed, campaign)
    with workspace.reading() as session:
        detail = queries.detail(session, campaign, TODAY)
    assert detail is not None
    assert dict(detail.targets) == {TargetMetric.REACH: Decimal(400_000), TargetMetric.CLICKS: Decimal(9)}
    with pytest.raises(ValidationError, match="already has a campaign"):
        services.save_campaign(workspace, draft(deal.client_id))


@pytest.mark.parametrize(
    ("change", "field"),
    [({"client_id": None}, "client_id"), ({"name": ""}, "name"), ({"ends_on": date(2026, 11, 2)}, "ends_on"),
     ({"budget_minor": -1}, "budget_minor"), ({"targets": ((TargetMetric.REACH, Decimal(0)),)}, "value")],
)
def test_bad_fields_are_named(workspace: Workspace, change: dict[str, object], field: str) -> None:
    deal = a_deal(workspace)
    with pytest.raises(ValidationError) as caught:
        services.save_campaign(workspace, replace(draft(deal.client_id), **change))  # type: ignore[arg-type]
    assert caught.value.field == field


def test_a_pilot_outside_its_frame_is_told(workspace: Workspace) -> None:
    pilot = draft(1, is_pilot=True)
    few, long = pilot.pilot_warnings(3)
    assert few.endswith("this has 3: add 2.")
    assert long.endswith("this runs 4.4: an end on 17 Dec 2026 would fit."), "four weeks from 20 November"
    assert "take out 1" in pilot.pilot_warnings(11)[0]
    assert "an end on 03 Dec 2026" in replace(pilot, ends_on=date(2026, 11, 30)).pilot_warnings(6)[0]
    assert replace(pilot, ends_on=date(2026, 12, 17)).pilot_warnings(5) == []
    assert replace(pilot, ends_on=date(2026, 12, 3)).pilot_warnings(10) == []
    assert draft(1).pilot_warnings(3) == []


def test_adding_people_skips_those_present_and_refuses_the_blocked(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    free = save_influencer(workspace, InfluencerDraft(name="Free"))
    blocked = save_influencer(workspace, InfluencerDraft(
        name="Blocked", stage=RelationshipStage.BLACKLISTED, restriction_reason="bought followers"
    ))
    assert len(collaborations.add_creators(workspace, deal.campaign_id, [deal.influencer_id, free, free])) == 1
    with pytest.raises(KnownError, match="Blocked is marked “blacklisted”: bought followers"):
        collaborations.add_creators(workspace, deal.campaign_id, [blocked])
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert len(people.rows(session, deal.campaign_id, TODAY)) == 1


def test_a_deal_is_stored_and_counts_as_committed(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    collaborations.save_deal(workspace, deal.collaboration_id, DealDraft(fee_minor=120_000, product_value_minor=6_400))
    collaborations.set_client_decision(workspace, [deal.collaboration_id], ClientDecision.ACCEPTED)
    collaborations.set_collaboration_stage(workspace, [deal.collaboration_id], RelationshipStage.AGREED)
    with workspace.reading() as session:
        detail = queries.detail(session, deal.campaign_id, TODAY)
        row = people.rows(session, deal.campaign_id, TODAY)[0]
    assert detail is not None
    assert detail.committed.minor == 126_400
    assert (row.stage, row.client_decision, row.deliverables) == ("agreed", "accepted", 1)
    with pytest.raises(ValidationError):
        collaborations.save_deal(workspace, deal.collaboration_id, DealDraft(upfront_percent=101))


def test_a_campaign_with_a_contract_stays(workspace: Workspace) -> None:
    deal, other = a_deal(workspace), a_deal(workspace)
    with workspace.writing("Contract") as session:
        a_contract(session, deal.collaboration_id)
    with pytest.raises(KnownError, match="Archive the campaign instead"):
        services.delete_campaign(workspace, deal.campaign_id)
    with pytest.raises(KnownError, match="There is a contract"):
        collaborations.remove_creators(workspace, [deal.collaboration_id])
    services.delete_campaign(workspace, other.campaign_id)
    changelog.undo(workspace)
    services.set_campaign_state(workspace, other.campaign_id, CampaignState.FINISHED)
    with workspace.reading() as session:
        assert {row.state for row in queries.rows(session, today=TODAY)} == {"running", "finished"}


def test_milestones_are_moved_ticked_and_deleted(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    milestone = timeline.save_milestone(workspace, MilestoneDraft(deal.campaign_id, "Brief", date(2026, 11, 5)))
    timeline.move_day(workspace, f"m:{milestone}", date(2026, 11, 9), TODAY)
    services.tick_milestone(workspace, milestone, TODAY)
    with workspace.reading() as session:
        row = queries.milestones(session, deal.campaign_id)[0]
    assert (row.due_on, row.done_on) == (date(2026, 11, 9), TODAY)
    services.delete_milestone(workspace, milestone)
    with workspace.reading() as session:
        assert queries.milestones(session, deal.campaign_id) == ()

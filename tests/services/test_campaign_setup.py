"""Setting up a campaign step by step: where somebody left, what is kept, and what money forbids."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from microinf_desktop.domain.campaigns import CampaignDraft, require_budget
from microinf_desktop.domain.enums import CampaignState, Objective, TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import campaigns as queries
from microinf_desktop.services import campaigns as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_deal

FULL = CampaignDraft(
    None, "Ridge Season", is_pilot=True, objectives=(Objective.AWARENESS, Objective.CONVERSION), product="Tent",
    product_category="outdoor", summary="s", hypothesis="h", key_messages=("light", "dry"),
    starts_on=date(2026, 11, 1), go_live_on=date(2026, 11, 20), ends_on=date(2026, 12, 20), time_zone="Europe/London",
    jurisdictions=("UK", "DE"), audience_languages=("en",), budget_minor=900_000, currency="GBP", notes="n",
    lead_times={"draft": 9}, targets=((TargetMetric.REACH, Decimal(374_000)),), template="pilot",
    main_platform="tiktok", planned_creators=6, planned_followers=20_000, planned_posts=2, order_value_minor=4_500,
    state=CampaignState.RUNNING,
)


def detail(workspace: Workspace, campaign_id: int) -> queries.CampaignDetail:
    with workspace.reading() as session:
        found = queries.detail(session, campaign_id, TODAY)
    assert found is not None
    return found


def test_what_was_stored_comes_back_as_the_same_draft(workspace: Workspace) -> None:
    draft = replace(FULL, client_id=a_deal(workspace).client_id)
    campaign = services.save_campaign(workspace, draft)
    assert detail(workspace, campaign).draft == draft


def test_the_set_up_remembers_its_step_until_it_is_finished(workspace: Workspace) -> None:
    draft = CampaignDraft(a_deal(workspace).client_id, "Ridge Season")
    campaign = services.save_campaign(workspace, draft, setup_step="objectives")
    services.save_campaign(workspace, replace(draft, notes="call the client"), campaign)
    with workspace.reading() as session:
        row = next(row for row in queries.rows(session, today=TODAY) if row.id == campaign)
    assert row.setup_step == "objectives", "another form leaves the set-up where it was"
    services.save_campaign(workspace, draft, campaign, setup_step="")
    assert detail(workspace, campaign).fields["setup_step"] == ""
    changelog.undo(workspace)
    assert detail(workspace, campaign).fields["setup_step"] == "objectives"


def test_a_budget_below_what_is_committed_is_refused_with_a_way_out(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"budget_minor": 500_000, "currency": "EUR"},
                  collaboration={"fee_minor": 120_000, "product_value_minor": 30_000, "currency": "EUR"})
    draft = detail(workspace, deal.campaign_id).draft
    with pytest.raises(ValidationError) as caught:
        services.save_campaign(workspace, replace(draft, budget_minor=100_000), deal.campaign_id)
    assert caught.value.field == "budget_minor"
    assert "EUR 1,500.00 are committed" in str(caught.value)
    assert "EUR 500.00 too low" in str(caught.value)
    services.save_campaign(workspace, replace(draft, budget_minor=150_000), deal.campaign_id)
    services.save_campaign(workspace, replace(draft, budget_minor=None), deal.campaign_id)
    with pytest.raises(ValidationError, match="deals of this campaign are in EUR"):
        services.save_campaign(workspace, replace(draft, currency="USD"), deal.campaign_id)


def test_a_budget_exceeded_long_ago_does_not_block_the_rest_of_the_form(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"budget_minor": 100, "currency": "EUR"}, collaboration={"fee_minor": 120_000})
    draft = detail(workspace, deal.campaign_id).draft
    services.save_campaign(workspace, replace(draft, notes="over budget, agreed by phone"), deal.campaign_id)
    assert detail(workspace, deal.campaign_id).fields["notes"] == "over budget, agreed by phone"


def test_require_budget_knows_no_exchange_rates() -> None:
    require_budget(None, Money(500, "EUR"))
    require_budget(Money(500, "EUR"), Money(500, "EUR"))
    require_budget(Money(1, "USD"), Money(500, "EUR"))
    with pytest.raises(ValidationError, match="too low"):
        require_budget(Money(499, "EUR"), Money(500, "EUR"))


@pytest.mark.parametrize(("change", "field"), [
    ({"planned_creators": 0}, "planned_creators"), ({"planned_followers": 10**10}, "planned_followers"),
    ({"order_value_minor": 0}, "order_value_minor"), ({"main_platform": "myspace"}, "main_platform"),
    ({"lead_times": {"paint": 1}}, "paint"), ({"lead_times": {"draft": 999}}, "draft"),
    ({"ends_on": date(2062, 12, 20)}, "ends_on"), ({"go_live_on": date(2026, 10, 1)}, "go_live_on"),
])
def test_what_cannot_be_planned_is_named(workspace: Workspace, change: dict[str, object], field: str) -> None:
    draft = replace(FULL, client_id=a_deal(workspace).client_id, **change)  # type: ignore[arg-type]
    with pytest.raises(ValidationError) as caught:
        services.save_campaign(workspace, draft)
    assert caught.value.field == field


def test_a_client_who_is_gone_is_told_as_such(workspace: Workspace) -> None:
    from microinf_desktop.domain.errors import KnownError

    with pytest.raises(KnownError, match="deleted meanwhile"):
        services.save_campaign(workspace, CampaignDraft(4_711, "Ridge Season"))

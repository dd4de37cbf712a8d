"""The agency's own templates: a campaign saved as one and started from again gives the same pattern."""

from datetime import date
from decimal import Decimal

import pytest

from microinf_desktop.domain.campaign_templates import template_deal
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, TargetMetric
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.interchange.templates import read_campaign_template, shipped_campaigns, write_campaign_template
from microinf_desktop.queries.campaign_templates import own_templates, template, templates
from microinf_desktop.services import campaign_templates as services
from microinf_desktop.services.collaborations import add_creators
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import CampaignTarget, Collaboration, Milestone
from microinf_desktop.storage.workspace import Workspace
from tests.builders import a_campaign, a_client, a_deal, an_influencer


@pytest.fixture
def campaign_id(workspace: Workspace) -> int:
    deal = a_deal(
        workspace, campaign={"go_live_on": date(2026, 11, 20), "ends_on": date(2026, 12, 17), "is_pilot": True,
                             "lead_times": {"draft": 9}},
        collaboration={"compensation_model": "hybrid", "relationship": "hybrid", "fee_minor": 40_000,
                       "commission_ppm": 100_000, "keep_live_days": 180, "usage_media": ["web"],
                       "discount_code": "ONLY-KLARA", "notes": "prefers calls"},
        deliverable={"kind": "reel", "title": "Reel", "publish_on": date(2026, 11, 22), "quantity": 2},
    )
    with workspace.writing("More") as session:
        session.add(Milestone(campaign_id=deal.campaign_id, name="Briefs", kind="brief", due_on=date(2026, 11, 2)))
        session.add(CampaignTarget(campaign_id=deal.campaign_id, metric="reach", value=Decimal(374_000)))
    return deal.campaign_id


def test_a_campaign_becomes_a_template(workspace: Workspace, campaign_id: int) -> None:
    key = services.save_as_template(workspace, campaign_id, " Tea pilot ", "Six creators, four weeks")
    with workspace.reading() as session:
        found = template(session, f"own:{key}")
        assert [one.key for one in templates(session)][:2] == [f"own:{key}", shipped_campaigns()[0].key]
    assert found is not None
    assert found.is_own
    assert (found.name, found.summary, found.is_pilot, found.run_days) == (
        "Tea pilot", "Six creators, four weeks", True, 28)
    assert [(one.name, one.day) for one in found.milestones] == [("Briefs", -18)]
    assert [(one.kind, one.day, one.quantity) for one in found.deliverables] == [(DeliverableKind.REEL, 2, 2)]
    assert found.targets == ((TargetMetric.REACH, Decimal(374_000)),)
    assert found.lead_times == {"draft": 9}
    deal = template_deal(found, "GBP", 14)
    assert (deal.compensation_model, deal.relationship, deal.fee_minor, deal.commission_ppm, deal.keep_live_days) == (
        CompensationModel.HYBRID, "hybrid", 40_000, 100_000, 180)
    assert (deal.usage_media, deal.currency, deal.payment_terms_days) == (("web",), "GBP", 14)
    assert deal.discount_code == deal.notes == "", "what belongs to one person is no pattern"
    assert deal.problems() == []


def test_own_templates_are_renamed_and_deleted_with_undo(workspace: Workspace, campaign_id: int) -> None:
    first = services.save_as_template(workspace, campaign_id, "Tea pilot")
    services.save_as_template(workspace, campaign_id, "Tea launch")
    with pytest.raises(ValidationError, match="There is a template"):
        services.rename_template(workspace, first, "Tea launch")
    services.rename_template(workspace, first, "Autumn pilot")
    services.delete_template(workspace, first)

    def names() -> list[str]:
        with workspace.reading() as session:
            return [one.name for one in own_templates(session)]

    assert names() == ["Tea launch"]
    changelog.undo(workspace)
    assert names() == ["Autumn pilot", "Tea launch"]
    with pytest.raises(ValidationError, match="empty"):
        services.save_as_template(workspace, campaign_id, " ")


def test_without_go_live_there_is_nothing_to_count_from(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"go_live_on": None})
    with pytest.raises(KnownError, match="no go-live day"):
        services.save_as_template(workspace, deal.campaign_id, "Tea pilot")


@pytest.mark.parametrize("shipped", shipped_campaigns(), ids=lambda one: one.key)
def test_every_template_survives_writing_and_reading(shipped: object) -> None:
    text = write_campaign_template(shipped)  # type: ignore[arg-type]
    assert read_campaign_template(text, shipped.key) == shipped  # type: ignore[attr-defined]
    assert template_deal(shipped).problems() == []  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["{", "[]", '{"name": "x"}'])
def test_a_damaged_template_is_named(text: str) -> None:
    with pytest.raises(KnownError, match="own:7 cannot be used"):
        read_campaign_template(text, "own:7")


def test_creators_of_a_campaign_from_a_template_begin_with_its_terms(workspace: Workspace, campaign_id: int) -> None:
    key = services.save_as_template(workspace, campaign_id, "Tea pilot")
    with workspace.writing("Next") as session:
        client = a_client(session, payment_terms_days=14)
        campaign = a_campaign(session, client.id or 0, template=f"own:{key}", currency="GBP").id or 0
        person = an_influencer(session).id or 0
    deal_id, = add_creators(workspace, campaign, [person])
    with workspace.reading() as session:
        deal = session.get_one(Collaboration, deal_id)
    assert (deal.compensation_model, deal.fee_minor, deal.commission_ppm, deal.usage_media) == (
        "hybrid", 40_000, 100_000, ["web"])
    assert (deal.currency, deal.payment_terms_days, deal.stage) == ("GBP", 14, "prospect")

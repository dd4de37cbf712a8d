"""An unplanned post: live and checked when it is logged, found again, and counted in no plan."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from microinf_desktop.domain.checklists import DealTerms
from microinf_desktop.domain.compliance import ComplianceFilter, ComplianceView, EvidenceDraft, Phase
from microinf_desktop.domain.contract_options import ContractOptions
from microinf_desktop.domain.deliverables import DeliverableFilter
from microinf_desktop.domain.entries import CalendarFilter
from microinf_desktop.domain.enums import DeliverableKind, Platform, Verdict
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.today import TodayKind
from microinf_desktop.domain.unplanned import UnplannedDraft, kinds_on, platform_of
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import (
    calendar,
    campaigns,
    checklists,
    compliance,
    contract_data,
    deals,
    deliverables,
    metrics,
    timeline,
    today,
    violations,
    waiting,
    workload,
)
from microinf_desktop.queries.reports import report_data
from microinf_desktop.services.unplanned import log_unplanned
from microinf_desktop.storage import attachments, changelog
from microinf_desktop.storage.tables import Campaign
from microinf_desktop.storage.workspace import Workspace
from tests.builders import NOW, TODAY, Deal, a_deal

PAID = {"compensation_model": "flat_fee", "relationship": "paid", "exclusivity_days_after": 30}
CAPTION = "Obsessed with my Winter Blend. Use KLARA20 for 20 % off."
URL = "https://www.instagram.com/p/Cextra1/"


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    workspace.person_name = "Ida Lund"
    return a_deal(workspace, collaboration=PAID, campaign={"jurisdictions": ["UK"]})


def draft(deal: Deal, **fields: object) -> UnplannedDraft:
    made = UnplannedDraft(
        deal.collaboration_id, Platform.INSTAGRAM, DeliverableKind.GRID_POST, URL, TODAY - timedelta(days=2), CAPTION,
        "en", "KLARA20", {"platform_label_used": False},
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def logged(workspace: Workspace, deal: Deal, **fields: object) -> int:
    return log_unplanned(workspace, draft(deal, **fields), load_packs(), now=NOW)


def test_it_is_live_checked_and_proved_in_one_step(workspace: Workspace, deal: Deal) -> None:
    proof = EvidenceDraft(NOW, "GMT", content=b"\x89PNG picture", file_name="post.png")
    key = logged(workspace, deal, proof=proof)
    with workspace.reading() as session:
        found = deliverables.detail(session, key)
        (check,) = compliance.checks(session, key)
        (kept,) = compliance.evidence(session, key)
        step = changelog.next_undo(session)
    assert found is not None
    assert (found.row.is_unplanned, found.row.state, found.row.publish_on) == (True, "live", None)
    assert found.fields["published_at"] == datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert (check.phase, check.verdict, check.caption, check.checked_by) == (
        Phase.LIVE, Verdict.FAIL, CAPTION, "Ida Lund")
    assert attachments.read(workspace.folder, kept.sha256) == b"\x89PNG picture"
    assert step is not None
    assert step.label == "Log an unplanned post"


def test_undo_and_redo_take_all_of_it(workspace: Workspace, deal: Deal) -> None:
    key = logged(workspace, deal, proof=EvidenceDraft(NOW, content=b"picture", file_name="post.png"))
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert deliverables.detail(session, key) is None
        assert compliance.checks(session, key) == []
    changelog.redo(workspace)
    with workspace.reading() as session:
        assert len(compliance.checks(session, key)) == len(compliance.evidence(session, key)) == 1


def test_it_is_found_again_and_can_break_a_rule(workspace: Workspace, deal: Deal) -> None:
    key = logged(workspace, deal)
    with workspace.reading() as session:
        assert key in compliance.ids(session, ComplianceFilter(campaign_id=deal.campaign_id))
        assert key in compliance.ids(session, ComplianceFilter(view=ComplianceView.FAILING, now=NOW))
        (failing,) = violations.live_failures(session, key)
        row = next(one for one in compliance.rows(session, [key], NOW))
        assert key in metrics.ids(session)
    assert failing.jurisdiction == "UK"
    assert row.is_unplanned
    assert not row.live_overdue, "it was looked at when it was logged"


def test_it_counts_in_no_plan(workspace: Workspace, deal: Deal) -> None:
    """Everything that plans reads the same with the post as without it."""

    def plans() -> list[object]:
        with workspace.reading() as session:
            (campaign,) = campaigns.rows(session, today=TODAY)
            contract = contract_data.read_source(session, deal.collaboration_id, ContractOptions())
            first, last = date(2026, 1, 1), date(2027, 12, 31)
            term: DealTerms = checklists.deal_terms(session, [deal.deliverable_id])[deal.deliverable_id]
            return [
                campaign,
                deliverables.count(session, DeliverableFilter(open_only=True), TODAY),
                deliverables.count(session, DeliverableFilter(late_only=True), TODAY),
                calendar.marks(session, first, last, CalendarFilter(), TODAY),
                timeline.timeline(session, deal.campaign_id, TODAY),
                [one.id for one in contract.deliverables],
                deals.fees(session, deal.collaboration_id), workload.of_creator(session, deal.influencer_id, TODAY),
                waiting.waiting(session, deal.campaign_id, today=TODAY), term,
                [item for item in today.items(session, TODAY) if item.kind is not TodayKind.RECHECK],
            ]

    before = plans()
    logged(workspace, deal, posted_on=TODAY)
    assert plans() == before


def test_it_is_a_result_but_not_delivered_work(workspace: Workspace, deal: Deal) -> None:
    key = logged(workspace, deal)
    with workspace.reading() as session:
        rows = metrics.deliverable_rows(session, session.get_one(Campaign, deal.campaign_id))
    extra = next(row for row in rows if row.deliverable_id == key)
    assert (extra.is_published, extra.is_planned, extra.is_dropped) == (True, False, False)


def test_without_a_country_it_is_logged_and_not_checked(workspace: Workspace) -> None:
    bare = a_deal(workspace, collaboration=PAID, campaign={"jurisdictions": []})
    key = logged(workspace, bare)
    with workspace.reading() as session:
        assert compliance.checks(session, key) == []


@pytest.mark.parametrize(("fields", "field"), [
    ({"url": " "}, "url"), ({"url": "no link"}, "url"), ({"posted_on": TODAY + timedelta(days=1)}, "posted_on"),
    ({"kind": DeliverableKind.PODCAST}, "kind"),
])
def test_what_cannot_be_is_refused_at_its_field(
    workspace: Workspace, deal: Deal, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        logged(workspace, deal, **fields)
    assert caught.value.field == field


def test_a_link_that_is_on_file_is_refused(workspace: Workspace, deal: Deal) -> None:
    logged(workspace, deal)
    with pytest.raises(ValidationError, match="as an unplanned post") as caught:
        logged(workspace, deal, caption="Another text")
    assert caught.value.field == "url"


def test_the_link_tells_the_platform() -> None:
    assert platform_of("https://www.tiktok.com/@marta/video/7123") is Platform.TIKTOK
    assert platform_of("https://www.instagram.com/p/Cabc/") is Platform.INSTAGRAM
    assert platform_of("https://example.com/p") is None
    assert all(kinds_on(platform) for platform in Platform)


def test_the_report_counts_it_as_a_result_and_says_so(workspace: Workspace, deal: Deal) -> None:
    logged(workspace, deal)
    with workspace.reading() as session:
        data = report_data(session, deal.campaign_id, today=TODAY)
    assert (len(data.planned), len(data.delivered), len(data.published)) == (1, 0, 1)
    (creator,) = data.creators
    assert (creator.planned, creator.published) == (1, 0)
    assert any("1 post was never agreed on" in gap for gap in data.gaps)

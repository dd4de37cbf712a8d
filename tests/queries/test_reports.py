"""A report's data: figures, compliance, cost and honest gaps, in a handful of queries."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from microinf_desktop.domain.compliance import EvidenceDraft, findings_as_json
from microinf_desktop.domain.disclosure import Finding
from microinf_desktop.domain.enums import TargetMetric, Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.reports import PageSize, find_gaps, headline
from microinf_desktop.queries import reports
from microinf_desktop.services import compliance as compliance_services
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Agency, Bonus, CampaignTarget, Client, ComplianceDecision, DisclosureCheck
from microinf_desktop.storage.workspace import Workspace
from tests.builders import (
    CAPTION,
    NOW,
    TODAY,
    Deal,
    a_collaboration,
    a_deal,
    a_deliverable,
    a_draft,
    a_snapshot,
    an_account,
    an_agency,
    an_influencer,
)


def report_of(workspace: Workspace, deal: Deal, **options: object) -> reports.ReportData:
    with workspace.reading() as session:
        return reports.report_data(session, deal.campaign_id, today=TODAY, **options)  # type: ignore[arg-type]


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    built = a_deal(
        workspace, campaign={"state": "finished", "budget_minor": 200_000, "jurisdictions": ["UK", "US"]},
        client={"country": "US", "color": "#8A3B12"},
        deliverable={"state": "complete", "published_at": NOW - timedelta(days=8), "verdict": "warn"},
    )
    with workspace.writing("More") as session:
        an_agency(session)
        a_draft(session, built.deliverable_id)
        a_snapshot(session, built.deliverable_id, source="insights", conversions=4, revenue_minor=20_000)
        a_deliverable(session, built.campaign_id, built.collaboration_id, state="cancelled")
        session.add(CampaignTarget(campaign_id=built.campaign_id, metric="reach", value=Decimal(16_000)))
        for area, verdict in (("UK", "warn"), ("US", "pass")):
            finding = Finding("UK-WORD-01", "warn", "law", "Sponsored is vague.", "Use Ad.", "ASA")
            session.add(DisclosureCheck(
                deliverable_id=built.deliverable_id, draft_number=1, jurisdiction=area, verdict=verdict,
                caption=CAPTION, platform_verdict="pass",
                findings=findings_as_json([finding] if verdict == "warn" else [], []),
                caption_sha256=reports.compliance.caption_sha256(CAPTION), pack_version="2026.11", checked_at=NOW,
            ))
        session.add(ComplianceDecision(
            deliverable_id=built.deliverable_id, caption_sha256=reports.compliance.caption_sha256(CAPTION),
            person_name="Ida", reason="The picture says it", decided_at=NOW,
        ))
    return built


def test_a_report_carries_figures_targets_and_cost(workspace: Workspace, deal: Deal) -> None:
    data = report_of(workspace, deal, prepared_by="Ida Lund")
    reach = data.kpi(TargetMetric.REACH)
    assert reach is not None
    assert (reach.actual, reach.target, reach.is_met) == (20_000, 16_000, True)
    assert (data.frame.page_size, data.frame.client.color, data.frame.prepared_by) == (
        PageSize.LETTER, "#8A3B12", "Ida Lund"
    )
    assert data.total_cost == Money(90_000, "EUR")
    assert [(row.planned, row.actual) for row in data.spend] == [(Money(200_000, "EUR"), Money(90_000, "EUR"))]
    assert headline(data).startswith("Reach beat its target by 25")
    assert "The platforms’ own statistics: figures of 1 post." in data.sources
    assert "Disclosure rule packs: UK 2026.11, US 2026.11." in data.sources


def test_the_annex_names_rule_decision_and_evidence(workspace: Workspace, deal: Deal) -> None:
    compliance_services.add_evidence(
        workspace, deal.deliverable_id, EvidenceDraft(NOW, content=b"\x89PNG", file_name="post.png")
    )
    uk, us = report_of(workspace, deal).compliance
    assert (uk.jurisdiction, uk.verdict, uk.rule) == ("UK", Verdict.WARN, "UK-WORD-01")
    assert uk.message == "Sponsored is vague."
    assert (uk.decided_by, uk.decided_on, uk.reason, uk.phase) == ("Ida", NOW.date(), "The picture says it", "draft")
    assert len(uk.evidence_sha256) == 64
    assert (us.verdict, us.rule, us.decided_by) == (Verdict.PASS, "", "")


def test_gaps_are_told(workspace: Workspace, deal: Deal) -> None:
    gaps = find_gaps(report_of(workspace, deal))
    assert "1 deliverable was cancelled or replaced and is not counted." in gaps
    assert "How conversions were attributed to creators is not recorded." in gaps
    assert not any("attributed" in gap for gap in report_of(workspace, deal, attribution="Unique code").gaps)


def test_cost_by_kind_without_a_budget_and_what_it_leaves_out(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={
        "compensation_model": "hybrid", "commission_ppm": 100_000, "product_value_minor": 5_000,
        "bonus_terms": "50 for viral",
    })
    with workspace.writing("Another") as session:
        other = an_influencer(session).id or 0
        a_collaboration(session, deal.campaign_id, other, product_description="Mug", compensation_model="hybrid")
    data = report_of(workspace, deal)
    assert [(row.label, row.actual) for row in data.spend] == [
        ("Creators’ fees", Money(180_000, "EUR")), ("Products at retail value", Money(5_000, "EUR"))
    ]
    assert [gap.split()[0:3] for gap in data.gaps] == [
        ["Products", "count", "at"], ["The", "value", "of"], ["The", "commission", "of"], ["Bonuses", "agreed", "in"]
    ]


def test_bonuses_count_as_cost_and_those_that_cannot_are_told(workspace: Workspace) -> None:
    deal = a_deal(
        workspace, collaboration={"compensation_model": "hybrid", "cap_minor": 91_000},
        deliverable={"state": "live", "published_at": NOW - timedelta(days=8)},
    )
    with workspace.writing("Bonuses") as session:
        for position, (metric, amount) in enumerate((("views", 3_000), ("clicks", 500))):
            session.add(Bonus(
                collaboration_id=deal.collaboration_id, position=position, label="", metric=metric, threshold=1_000,
                amount_minor=amount,
            ))
        a_snapshot(session, deal.deliverable_id, views=25_000, link_clicks=None)
    data = report_of(workspace, deal)
    # The cap leaves 10.00 of the 30.00.
    assert [(row.label, row.actual) for row in data.spend] == [
        ("Creators’ fees", Money(90_000, "EUR")), ("Bonuses", Money(1_000, "EUR"))
    ]
    assert (data.total_cost, data.creators[0].cost) == (Money(91_000, "EUR"), Money(91_000, "EUR"))
    told = "Bonuses of 1 of 1 creators are not counted, because the results they depend on were not read."
    assert told in data.gaps
    with workspace.writing("Clicks") as session:
        a_snapshot(session, deal.deliverable_id, taken_on=TODAY + timedelta(days=1), views=25_000, link_clicks=4)
    assert not any("Bonuses" in gap for gap in report_of(workspace, deal).gaps)


def test_mixed_currencies_are_not_added_up(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"currency": "USD"})
    data = report_of(workspace, deal)
    assert (data.spend, data.total_cost) == ((), None)
    assert "Costs are in several currencies and were not added up." in find_gaps(data)


def test_a_deleted_campaign_is_said_in_words(workspace: Workspace) -> None:
    with workspace.reading() as session, pytest.raises(KnownError, match="There is no c"):
        reports.report_data(session, 999)


def test_logos_are_found_by_campaign(workspace: Workspace, deal: Deal) -> None:
    with workspace.reading() as session:
        assert reports.logos(session, deal.campaign_id) == reports.Logos("", "")
    with workspace.writing("Logos") as session:
        session.get_one(Client, deal.client_id).logo_attachment_id = attachments.store(
            workspace.folder, session, b"client", "client.png"
        )
        session.get_one(Agency, 1).logo_attachment_id = attachments.store(
            workspace.folder, session, b"agency", "agency.png"
        )
    with workspace.reading() as session:
        found = reports.logos(session, deal.campaign_id)
    assert attachments.read(workspace.folder, found.client) == b"client"
    assert attachments.read(workspace.folder, found.agency) == b"agency"


def test_forty_creators_take_as_many_queries_as_one(
    workspace: Workspace, deal: Deal, count_queries: Callable[[Session], list[str]]
) -> None:
    def needed() -> int:
        with workspace.reading() as session:
            statements = count_queries(session)
            reports.report_data(session, deal.campaign_id, today=TODAY)
        return len(statements)

    for_one = needed()
    with workspace.writing("Forty creators") as session:
        for _ in range(39):
            person = an_influencer(session).id or 0
            an_account(session, person)
            work = a_collaboration(session, deal.campaign_id, person).id or 0
            for _ in range(3):
                item = a_deliverable(session, deal.campaign_id, work, state="live", published_at=NOW).id or 0
                a_draft(session, item)
                a_snapshot(session, item, taken_on=date(2026, 11, 24))
    assert needed() == for_one <= 18

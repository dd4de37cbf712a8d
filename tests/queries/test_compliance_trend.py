"""Verdicts week by week."""

from datetime import UTC, date, datetime, timedelta

from microinf_desktop.domain.compliance import ComplianceFilter, caption_sha256
from microinf_desktop.queries.compliance_trend import WeekRow, weeks
from microinf_desktop.storage.tables import DisclosureCheck
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_deal

MONDAY = date(2026, 11, 23)


def test_the_last_text_of_a_week_counts_by_its_strictest_country(workspace: Workspace) -> None:
    first, second = a_deal(workspace), a_deal(workspace)
    said = [  # deliverable, country, verdict, text, hours after Monday
        (first, "UK", "fail", "bad", 0), (first, "UK", "pass", "good", 5), (first, "US", "warn", "good", 5),
        (second, "UK", "pass", "fine", 23), (second, "UK", "fail", "fine", -1), (second, "UK", "pass", "old", -24 * 90),
    ]
    with workspace.writing("Checks") as session:
        for deal, area, verdict, caption, hours in said:
            session.add(DisclosureCheck(
                deliverable_id=deal.deliverable_id, jurisdiction=area, verdict=verdict, platform_verdict="pass",
                findings="{}", caption=caption, caption_sha256=caption_sha256(caption), pack_version="1",
                checked_at=datetime(2026, 11, 23, tzinfo=UTC) + timedelta(hours=hours),
            ))
    with workspace.reading() as session:
        found = weeks(session, TODAY, 3)
        assert found == [
            WeekRow(MONDAY - timedelta(weeks=2), 0, 0, 0), WeekRow(MONDAY - timedelta(weeks=1), 0, 0, 1),
            WeekRow(MONDAY, 1, 1, 0),
        ]
        assert weeks(session, TODAY, 1, ComplianceFilter(client_ids=(first.client_id,))) == [WeekRow(MONDAY, 0, 1, 0)]
        assert weeks(session, TODAY, 1, ComplianceFilter(campaign_ids=(second.campaign_id,)))[0].checked == 1

"""The record of creators: posts checked, first drafts right at once, violations and the days to mend them."""

from datetime import timedelta

from microinf_desktop.domain.compliance import ComplianceFilter, caption_sha256
from microinf_desktop.queries.compliance_creators import creator_records, creators
from microinf_desktop.storage.tables import DisclosureCheck, Violation
from microinf_desktop.storage.workspace import Workspace
from tests.builders import NOW, a_deal


def test_the_first_text_in_every_country_counts_and_dismissed_violations_do_not(workspace: Workspace) -> None:
    klara, tom, none = a_deal(workspace), a_deal(workspace), a_deal(workspace)
    said = [  # deal, phase, country, verdict, text, hours
        (klara, "draft", "UK", "pass", "first", 0), (klara, "draft", "US", "warn", "first", 1),
        (klara, "draft", "UK", "pass", "second", 2), (klara, "live", "UK", "fail", "first", 3),
        (tom, "draft", "UK", "pass", "first", 0), (tom, "draft", "UK", "fail", "first", 9),
    ]
    broken = [(tom, "fixed", 24), (tom, "taken_down", 72), (tom, "open", None), (tom, "dismissed", 1)]
    with workspace.writing("Checks") as session:
        for deal, phase, area, verdict, caption, hours in said:
            session.add(DisclosureCheck(
                deliverable_id=deal.deliverable_id, jurisdiction=area, verdict=verdict, platform_verdict="pass",
                findings="{}", caption=caption, caption_sha256=caption_sha256(caption), pack_version="1", phase=phase,
                checked_at=NOW + timedelta(hours=hours),
            ))
        for deal, state, closed in broken:
            session.add(Violation(
                deliverable_id=deal.deliverable_id, jurisdiction="UK", rule="UK-CAP-01", what="No label", state=state,
                found_at=NOW, closed_at=None if closed is None else NOW + timedelta(hours=closed),
            ))
    with workspace.reading() as session:
        found = {record.id: record for record in creator_records(session)}
        some = creator_records(session, ComplianceFilter(influencer_ids=(tom.influencer_id,)))
        assert {one for one, _ in creators(session)} == {klara.influencer_id, tom.influencer_id, none.influencer_id}
    assert set(found) == {klara.influencer_id, tom.influencer_id}, "nothing is known of the third"
    first, second = found[klara.influencer_id], found[tom.influencer_id]
    assert (first.checked, first.first, first.right, first.right_percent) == (1, 1, 0, 0.0), "it warned in the US"
    assert (second.first, second.right) == (1, 1), "later rules do not change what passed as it came"
    assert (second.violations, second.open_violations, second.fix_days) == (3, 1, 2.0)
    assert first.fix_days is None
    assert second.last_checked == NOW + timedelta(hours=9)
    assert [record.id for record in some] == [tom.influencer_id]

"""Workload by week over all clients, and the sentences about exclusivity and restrictions."""

from datetime import date

from microinf_desktop.domain.exclusivity import binding, present
from microinf_desktop.domain.workload import SETTING, monday_of
from microinf_desktop.queries import exclusivity, workload
from microinf_desktop.services.agency import save_setting
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_campaign, a_client, a_collaboration, a_deal, a_deliverable, an_influencer


def test_weeks_count_over_all_clients_and_pieces(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"publish_on": date(2026, 11, 26), "quantity": 2, "state": "approved"})
    with workspace.writing("Another client") as session:
        client = a_client(session)
        campaign = a_campaign(session, client.id or 0)
        other = a_collaboration(session, campaign.id or 0, deal.influencer_id)
        for state in ("briefed", "briefed", "cancelled"):
            a_deliverable(session, campaign.id or 0, other.id or 0, publish_on=date(2026, 11, 27), state=state)
        a_deliverable(session, campaign.id or 0, other.id or 0, publish_on=date(2026, 11, 20), state="briefed")
    with workspace.reading() as session:
        found = workload.of_creator(session, deal.influencer_id, TODAY)
    assert len(found.weeks) == 8
    assert (found.weeks[0].monday, found.weeks[0].count, found.weeks[1].count) == (date(2026, 11, 23), 4, 0)
    assert (found.open_count, found.late_count) == (4, 3), "two drafts of 10 Nov are late, and one publish day"
    assert [week.count for week in found.full] == [4]
    save_setting(workspace, SETTING, 4)
    with workspace.reading() as session:
        assert workload.of_creator(session, deal.influencer_id, TODAY).full == ()


def test_a_week_begins_on_monday() -> None:
    assert monday_of(date(2026, 11, 29)) == date(2026, 11, 23)
    assert monday_of(date(2026, 11, 30)) == date(2026, 11, 30)


def test_a_binding_ends_after_its_days() -> None:
    found = binding("Tarnwick", "Winter", "tea", 7, 30, date(2026, 11, 20), date(2026, 12, 1))
    assert str(found) == (
        "Bound to Tarnwick (Winter) for tea from 13 Nov 2026 until 31 Dec 2026; free from 01 Jan 2027."
    )
    assert present([found], date(2026, 12, 31)) == (found,)
    assert present([found], date(2027, 1, 1)) == ()


def test_exclusivity_counts_for_other_clients_and_only_once_agreed(workspace: Workspace) -> None:
    deal = a_deal(workspace, influencer={"name": "Klara"}, client={"name": "Tarnwick"}, collaboration={
        "exclusivity_category": "tea", "exclusivity_days_after": 30})
    early = a_deal(workspace, collaboration={"stage": "negotiating", "exclusivity_category": "tea"})
    other = a_deal(workspace)
    with workspace.reading() as session:
        found = exclusivity.of_creators(session, [deal.influencer_id, early.influencer_id], TODAY, other.client_id)
        own = exclusivity.of_creators(session, [deal.influencer_id], TODAY, deal.client_id)
    assert list(found) == [deal.influencer_id]
    said = str(found[deal.influencer_id][0])
    assert said.startswith("Bound to Tarnwick (")
    assert said.endswith("until 20 Dec 2026; free from 21 Dec 2026.")
    assert own == {}, "the client's own exclusivity does not stand against the client"


def test_a_restriction_is_told_first(workspace: Workspace) -> None:
    deal = a_deal(workspace, influencer={"name": "Klara"})
    with workspace.writing("Block") as session:
        odile = an_influencer(session, name="Odile", stage="blacklisted", restriction_reason="Bought followers")
        person = odile.id or 0
    with workspace.reading() as session:
        assert exclusivity.restrictions(session, [person, deal.influencer_id], TODAY) == [
            "Odile is marked “blacklisted”: Bought followers."]

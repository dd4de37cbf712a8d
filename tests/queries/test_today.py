"""What is due, late and waiting; the calendar; search; the numbers in the sidebar."""

from datetime import date, timedelta
from typing import Any

from microinf_desktop.domain.agency import AgencyDraft, PersonDraft
from microinf_desktop.domain.campaigns import MilestoneDraft
from microinf_desktop.domain.entries import CalendarFilter
from microinf_desktop.queries import agency, calendar, search, today
from microinf_desktop.services import agency as agency_services
from microinf_desktop.services import contract_changes
from microinf_desktop.services.checklists import add_item
from microinf_desktop.services.influencers import set_next_action
from microinf_desktop.services.timeline import save_milestone
from microinf_desktop.storage.tables import Campaign
from microinf_desktop.storage.workspace import Workspace
from tests.builders import NOW, TODAY, a_contract, a_deal, a_payment


def test_everything_that_waits_is_listed_once(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"draft_due_on": date(2026, 11, 20), "state": "briefed"})
    later = a_deal(workspace, deliverable={
        "draft_due_on": date(2027, 1, 20), "publish_on": date(2027, 2, 1), "state": "briefed"})
    add_item(workspace, deal.deliverable_id, "Send product", date(2026, 11, 23))
    save_milestone(workspace, MilestoneDraft(deal.campaign_id, "Brief locked", date(2026, 11, 25)))
    set_next_action(workspace, deal.influencer_id, "Answer the quote", TODAY)
    with workspace.writing("More") as session:
        a_payment(session, deal.collaboration_id, state="due", due_on=date(2026, 11, 22), paid_minor=10_000)
        a_payment(session, later.collaboration_id, state="paid", due_on=date(2026, 11, 22))
        a_contract(session, deal.collaboration_id, state="sent", sent_on=date(2026, 11, 18))
    with workspace.reading() as session:
        items = today.items(session, TODAY)
        assert today.count(session, TODAY) == 5, "a signature not given for five days is to be reminded of"
    assert [item.kind for item in items] == ["draft", "payment", "checklist", "contract", "next_action", "milestone"]
    assert items[1].amount is not None
    assert items[1].amount.minor == 80_000
    assert items[0].detail == "briefed"


def test_a_set_up_left_in_between_is_listed_until_it_is_finished(workspace: Workspace) -> None:
    deal = a_deal(workspace)

    def listed() -> list[Any]:
        with workspace.reading() as session:
            return [item for item in today.items(session, TODAY) if item.kind == "setup"]

    def left_at(step: str, state: str = "planning") -> None:
        with workspace.writing("Set-up") as session:
            campaign = session.get_one(Campaign, deal.campaign_id)
            campaign.setup_step, campaign.state = step, state

    assert listed() == []
    left_at("dates")
    item, = listed()
    assert (item.record, item.record_id, item.detail) == ("campaign_setup", deal.campaign_id, "dates")
    assert (item.holder, item.due_on, item.campaign_id) == ("us", None, deal.campaign_id)
    left_at("dates", "archived")
    assert listed() == []
    left_at("")
    assert listed() == []


def test_the_calendar_shows_each_date_in_its_range(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    save_milestone(workspace, MilestoneDraft(deal.campaign_id, "Brief locked", date(2026, 11, 5)))

    def days(first: date, last: date, **narrowed: Any) -> list[tuple[int, str]]:
        with workspace.reading() as session:
            found = calendar.between(session, first, last, CalendarFilter(**narrowed), TODAY)
        return [(entry.day.day, entry.kind.value) for entry in found]

    november = (date(2026, 11, 1), date(2026, 11, 30))
    assert days(*november) == [(5, "milestone"), (10, "draft"), (20, "publish")]
    assert days(date(2026, 12, 1), date(2026, 12, 31)) == []
    assert days(*november, client_ids=(deal.client_id + 9,)) == []
    assert days(*november, kinds=("publish",)) == [(20, "publish")]
    assert days(*november, influencer_ids=(deal.influencer_id,)) == [(10, "draft"), (20, "publish")]
    assert days(*november, states=("done",)) == []


def test_search_finds_each_kind_of_record(workspace: Workspace) -> None:
    deal = a_deal(workspace, client={"name": "Saltvane Skin"}, campaign={"name": "Salt Flats"},
                  influencer={"name": "Zoë Saltmann"})
    with workspace.writing("Contract") as session:
        a_contract(session, deal.collaboration_id, number="SALT-1")
    with workspace.reading() as session:
        assert [hit.record for hit in search.find(session, "salt")] == ["influencer", "campaign", "client", "contract"]
        assert [hit.title for hit in search.find(session, "zoe s")] == ["Zoë Saltmann"]
        assert search.find(session, "100%_") == []
        assert search.find(session, " ") == []


def test_profile_people_and_settings_survive(workspace: Workspace) -> None:
    agency_services.save_profile(workspace, AgencyDraft("Kestrel Lane", country="DE"), (b"png", "logo.png"))
    person = agency_services.save_person(workspace, PersonDraft("Ida Lund"))
    agency_services.sign_in(workspace, person)
    agency_services.save_setting(workspace, "segments", [{"name": "Tea"}])
    with workspace.reading() as session:
        assert agency.profile(session) == AgencyDraft("Kestrel Lane", country="DE")
        assert [row.name for row in agency.people(session)] == ["Ida Lund"]
        assert agency.setting(session, "segments") == [{"name": "Tea"}]
        stored = agency.attachment(session, agency.logo_id(session) or 0)
        assert agency.sidebar_counts(session, TODAY)["roster"] == 0
    assert stored is not None
    assert (stored.file_name, stored.size_bytes) == ("logo.png", 3)
    agency_services.save_setting(workspace, "segments", None)
    with workspace.reading() as session:
        assert agency.setting(session, "segments", "none") == "none"
    assert workspace.person_name == "Ida Lund"


def test_signatures_are_reminded_of_and_ends_announced(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Contracts") as session:
        sent = a_contract(session, deal.collaboration_id, state="sent", sent_on=TODAY - timedelta(9))
        a_contract(session, deal.collaboration_id, state="active", expires_on=TODAY + timedelta(60))
        a_contract(session, deal.collaboration_id, state="active", expires_on=TODAY - timedelta(1))
        ends = a_contract(session, deal.collaboration_id, state="active", expires_on=TODAY + timedelta(10))

    def due() -> dict[tuple[str, int], date | None]:
        with workspace.reading() as session:
            found = today.items(session, TODAY)
        return {(item.kind.value, item.record_id): item.due_on for item in found if "contract" in item.kind.value}

    sent_id, ends_id = sent.id or 0, ends.id or 0
    assert due() == {("contract", sent_id): TODAY - timedelta(4), ("contract_ends", ends_id): TODAY + timedelta(10)}
    contract_changes.remind(workspace, sent_id, now=NOW)
    assert due()[("contract", sent_id)] == NOW.date() + timedelta(5)
    with workspace.writing("Extended") as session:
        a_contract(session, deal.collaboration_id, state="draft", kind="extension", amends_id=ends_id,
                   expires_on=TODAY + timedelta(200))
    assert list(due()) == [("contract", sent_id)]

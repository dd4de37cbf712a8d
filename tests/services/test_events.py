"""Events through the services: guests who may come, the run sheet, linked posts, files; one step each."""

import csv
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.entries import CalendarFilter
from microinf_desktop.domain.enums import DeliverableKind, EventKind, EventState, GuestState, Platform
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.events import EventDraft, GuestDraft, ResultsDraft, SlotDraft
from microinf_desktop.queries import calendar
from microinf_desktop.queries import events as queries
from microinf_desktop.services import events as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Deliverable, Event
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_collaboration, a_deal, an_influencer, chain

DAY = TODAY + timedelta(days=10)
G = GuestState


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(workspace, influencer={"name": "Klara Vossbeck"})


@pytest.fixture
def event(workspace: Workspace, deal: Deal) -> int:
    """An evening with room for two."""
    return services.save_event(workspace, EventDraft(
        deal.campaign_id, " Opening ", DAY, EventKind.EVENT, None, time(18), time(22), "Europe/London", "Old Dairy",
        "1 Quay\nLeeds", capacity=2, budget_minor=100_000, currency="GBP",
    ))


def read(workspace: Workspace, event_id: int) -> queries.EventDetail:
    with workspace.reading() as session:
        found = queries.detail(session, event_id, TODAY)
    assert found is not None
    return found


def starts(workspace: Workspace, event_id: int) -> list[tuple[str, str]]:
    return [(line.slot.what, f"{line.slot.starts_at:%H:%M}") for line in read(workspace, event_id).lines]


def slot(workspace: Workspace, event_id: int, what: str, at: str, minutes: int = 30) -> int:
    return services.save_slot(workspace, event_id, SlotDraft(DAY, time.fromisoformat(at), minutes, what))


def live(deal: Deal, **fields: str) -> DeliverableDraft:
    return DeliverableDraft(deal.collaboration_id, DeliverableKind.LIVE_QA, Platform.INSTAGRAM, publish_on=DAY,
                            **fields)  # type: ignore[arg-type]


def person(workspace: Workspace, **fields: object) -> int:
    with workspace.writing("Somebody") as session:
        return an_influencer(session, **fields).id or 0


def test_an_event_is_stored_changed_and_undone(workspace: Workspace, event: int) -> None:
    assert read(workspace, event).row.name == "Opening"
    with workspace.reading() as session:
        draft = services.draft_of(session, event)
    services.save_event(workspace, replace(draft, place="Tannery"), event)
    assert read(workspace, event).row.place == "Tannery"
    assert read(workspace, event).row.capacity == 2
    changelog.undo(workspace)
    assert read(workspace, event).row.place == "Old Dairy"


def test_impossible_times_change_nothing(workspace: Workspace, event: int) -> None:
    with workspace.reading() as session:
        draft = services.draft_of(session, event)
    with pytest.raises(ValidationError) as refused:
        services.save_event(workspace, replace(draft, ends_at=time(17)), event)
    assert refused.value.field == "ends_at"
    with pytest.raises(ValidationError) as refused:
        services.save_event(workspace, replace(draft, ends_on=DAY - timedelta(days=1)), event)
    assert refused.value.field == "ends_on"
    assert read(workspace, event).row.times.ends_at == time(22)


def test_the_run_sheet_moves_along_with_the_day(workspace: Workspace, event: int) -> None:
    slot(workspace, event, "Doors", "18:00")
    with workspace.reading() as session:
        draft = services.draft_of(session, event)
    services.save_event(workspace, replace(draft, starts_on=DAY + timedelta(days=3)), event)
    (line,) = read(workspace, event).lines
    assert line.slot.day == DAY + timedelta(days=3)
    assert not line.outside


def test_nothing_is_held_before_its_day(workspace: Workspace, event: int) -> None:
    with pytest.raises(KnownError, match="was not held yet"):
        services.set_event_state(workspace, [event], EventState.HELD, TODAY)
    services.set_event_state(workspace, [event], EventState.HELD, DAY)
    assert read(workspace, event).row.state == EventState.HELD
    with workspace.reading() as session:
        draft = services.draft_of(session, event)
    with pytest.raises(ValidationError, match="cannot lie ahead"):
        services.save_event(workspace, replace(draft, starts_on=DAY + timedelta(days=9)), event, DAY)


def test_people_are_invited_once_and_counted_against_the_room(
    workspace: Workspace, deal: Deal, event: int
) -> None:
    other = person(workspace, name="Ines Duarte")
    added = services.invite(workspace, event, [deal.influencer_id, other])
    assert services.invite(workspace, event, [other]) == []
    services.set_guest_state(workspace, added, G.ACCEPTED, TODAY)
    assert read(workspace, event).row.over == 0
    services.save_guest(workspace, event, GuestDraft("Ines Duarte", "Host", companions=1), added[1])
    assert read(workspace, event).row.over == 1
    assert read(workspace, event).row.figures.guests.expected == 3


@pytest.mark.parametrize("stage", ["blacklisted", "do_not_contact"])
def test_who_must_not_be_contacted_is_refused_with_the_others(
    workspace: Workspace, deal: Deal, event: int, stage: str
) -> None:
    bad = person(workspace, name="Rolf Æris", stage=stage, restriction_reason="Bought followers")
    with pytest.raises(KnownError, match=r"Rolf Æris is marked .*: Bought followers\..*Leave them out"):
        services.invite(workspace, event, [deal.influencer_id, bad], today=TODAY)
    with pytest.raises(KnownError, match="Rolf Æris is marked"):
        services.save_guest(workspace, event, GuestDraft("rolf æris"), today=TODAY)
    assert read(workspace, event).guests == ()
    with workspace.reading() as session:
        assert [one.name for one in queries.candidates(session, event, TODAY)] == ["Klara Vossbeck"]


def test_a_restriction_that_ended_does_not_keep_out(workspace: Workspace, event: int) -> None:
    back = person(workspace, name="Rolf Aeris", stage="do_not_contact", restriction_until=TODAY - timedelta(days=1))
    assert len(services.invite(workspace, event, [back], today=TODAY)) == 1


def test_a_typed_name_of_the_roster_becomes_that_person(workspace: Workspace, deal: Deal, event: int) -> None:
    services.save_guest(workspace, event, GuestDraft("klara vossbeck", "Host"))
    (guest,) = read(workspace, event).guests
    assert (guest.influencer_id, guest.name) == (deal.influencer_id, "Klara Vossbeck")
    with pytest.raises(KnownError, match="on the guest list already"):
        services.save_guest(workspace, event, GuestDraft("Klara Vossbeck"))
    services.save_guest(workspace, event, GuestDraft("Somebody Else", companions=2))
    assert read(workspace, event).guests[1].influencer_id is None


def test_nobody_came_before_the_day(workspace: Workspace, deal: Deal, event: int) -> None:
    (guest,) = services.invite(workspace, event, [deal.influencer_id])
    with pytest.raises(KnownError, match="nobody was at the door yet"):
        services.set_guest_state(workspace, [guest], G.ATTENDED, TODAY)
    services.set_guest_state(workspace, [guest], G.ATTENDED, DAY)
    assert read(workspace, event).row.figures.attendance == 1
    changelog.undo(workspace)
    assert read(workspace, event).guests[0].state == G.INVITED


def test_slots_change_places_and_shift(workspace: Workspace, event: int) -> None:
    doors, talk, music = (slot(workspace, event, *part) for part in
                          (("Doors", "18:00"), ("Talk", "18:30"), ("Music", "19:30")))
    services.move_slot(workspace, music, -1)
    assert starts(workspace, event) == [("Doors", "18:00"), ("Music", "18:30"), ("Talk", "19:30")]
    assert services.shift_slots(workspace, music, 20) == 2
    assert starts(workspace, event) == [("Doors", "18:00"), ("Music", "18:50"), ("Talk", "19:50")]
    changelog.undo(workspace)
    changelog.undo(workspace)
    assert starts(workspace, event) == [("Doors", "18:00"), ("Talk", "18:30"), ("Music", "19:30")]
    with pytest.raises(KnownError, match="the first of its day"):
        services.move_slot(workspace, doors, -1)
    with pytest.raises(KnownError, match="Nothing would move"):
        services.shift_slots(workspace, talk, 0)
    services.delete_slots(workspace, [doors, talk])
    assert starts(workspace, event) == [("Music", "19:30")]


def test_slots_at_the_same_minute_change_places_too(workspace: Workspace, event: int) -> None:
    slot(workspace, event, "Doors", "18:00")
    second = slot(workspace, event, "Drinks", "18:00")
    services.move_slot(workspace, second, -1)
    assert starts(workspace, event) == [("Drinks", "18:00"), ("Doors", "18:30")]


def test_posts_are_linked_made_and_let_go(workspace: Workspace, deal: Deal, event: int) -> None:
    services.link_deliverables(workspace, event, [deal.deliverable_id])
    made = services.add_deliverable(workspace, event, live(deal, title="Live from Opening"), ["Label on"])
    posts = {post.id: post for post in read(workspace, event).posts}
    assert set(posts) == {deal.deliverable_id, made}
    assert (posts[made].kind, posts[made].publish_on, posts[made].title) == ("live_qa", DAY, "Live from Opening")
    services.unlink_deliverables(workspace, [deal.deliverable_id])
    with workspace.reading() as session:
        assert [post.id for post in queries.linkable(session, event)] == [deal.deliverable_id]
    services.delete_events(workspace, [event])
    with workspace.reading() as session:
        assert session.get_one(Deliverable, made).event_id is None
    changelog.undo(workspace)
    assert [post.id for post in read(workspace, event).posts] == [made]


def test_posts_of_another_campaign_are_refused(workspace: Workspace, event: int) -> None:
    with workspace.writing("Another") as session:
        other = chain(session)
    with pytest.raises(KnownError, match="another campaign"):
        services.link_deliverables(workspace, event, [other.deliverable_id])
    with pytest.raises(KnownError, match="not part of the event"):
        services.add_deliverable(workspace, event, live(other))


def test_results_give_figures(workspace: Workspace, event: int) -> None:
    services.save_results(workspace, event, ResultsDraft(40, 8, 300_000, 120_000, " Full house "))
    found = read(workspace, event)
    assert found.row.figures.cost_per_guest_minor == 3_000
    assert found.row.figures.return_percent == 150
    assert found.fields["result"] == "Full house"
    with pytest.raises(ValidationError) as refused:
        services.save_results(workspace, event, ResultsDraft(-1))
    assert refused.value.field == "attendance"


def test_what_is_ahead_and_what_nobody_closed(workspace: Workspace, deal: Deal, event: int) -> None:
    past = services.save_event(workspace, EventDraft(deal.campaign_id, "Past", TODAY - timedelta(days=3)))
    far = services.save_event(workspace, EventDraft(deal.campaign_id, "Far", TODAY + timedelta(days=90)))
    with workspace.reading() as session:
        found = queries.upcoming(session, TODAY, 14)
        assert [row.id for row in found] == [past, event]
        assert [row.late(TODAY) for row in found] == [True, False]
        assert [row.id for row in queries.upcoming(session, TODAY, 14, [deal.client_id + 1])] == []
    services.set_event_state(workspace, [past], EventState.CANCELLED, TODAY)
    with workspace.reading() as session:
        assert [row.id for row in queries.upcoming(session, TODAY, 100)] == [event, far]


def test_a_cancelled_event_leaves_the_calendar(workspace: Workspace, event: int) -> None:
    def shown() -> list[tuple[str, bool]]:
        with workspace.reading() as session:
            found = calendar.between(session, DAY, DAY, CalendarFilter(kinds=("event",)), TODAY)
        return [(entry.what, entry.done) for entry in found]

    services.set_event_state(workspace, [event], EventState.CONFIRMED, TODAY)
    assert shown() == [("Opening", False)]
    services.set_event_state(workspace, [event], EventState.HELD, DAY)
    assert shown() == [("Opening", True)]
    services.set_event_state(workspace, [event], EventState.CANCELLED, TODAY)
    assert shown() == []


def test_the_calendar_file_has_an_entry_for_each_open_day(workspace: Workspace, event: int, tmp_path: Path) -> None:
    path = tmp_path / "opening.ics"
    assert services.export_ics(workspace, [event], path) == 1
    text = path.read_bytes().decode()
    assert "DTSTART:20261204T180000Z\r\nDTEND:20261204T220000Z" in text
    assert "LOCATION:Old Dairy\\, 1 Quay\\, Leeds" in text
    with workspace.writing("Longer") as session:
        row = session.get_one(Event, event)
        row.ends_on, row.time_zone = DAY + timedelta(days=2), "Europe/Paris"
    assert services.export_ics(workspace, [event], path) == 3
    text = path.read_bytes().decode()
    assert "DTSTART:20261206T170000Z\r\nDTEND:20261206T210000Z" in text
    assert len({line for line in text.splitlines() if line.startswith("UID")}) == 3


def test_the_guest_list_goes_out_as_csv(workspace: Workspace, deal: Deal, event: int, tmp_path: Path) -> None:
    services.invite(workspace, event, [deal.influencer_id], "Host")
    services.save_guest(workspace, event, GuestDraft("=Anna", companions=1, notes="Nuts"))
    path = tmp_path / "guests.csv"
    assert services.export_guests(workspace, event, path) == 2
    with path.open(encoding="utf-8-sig", newline="") as handle:
        lines = list(csv.DictReader(handle))
    assert [line["name"].lstrip("'") for line in lines] == ["=Anna", "Klara Vossbeck"]
    assert lines[0]["name"] != "=Anna"  # a spreadsheet would run it
    assert (lines[0]["companions"], lines[0]["notes"], lines[1]["role"]) == ("1", "Nuts", "Host")


def test_what_is_gone_is_said(workspace: Workspace, deal: Deal, event: int) -> None:
    services.delete_events(workspace, [event])
    with pytest.raises(KnownError, match="deleted meanwhile"):
        services.invite(workspace, event, [deal.influencer_id])
    with workspace.reading() as session:
        assert queries.detail(session, event, date(2026, 11, 24)) is None


def test_who_works_in_the_campaign_can_be_invited(workspace: Workspace, deal: Deal, event: int) -> None:
    with workspace.writing("More") as session:
        other = an_influencer(session, name="Ada Blank", stage="blacklisted")
        a_collaboration(session, deal.campaign_id, other.id or 0)
    with workspace.reading() as session:
        found = queries.candidates(session, event, TODAY)
        assert [(one.name, bool(one.blocked)) for one in found] == [("Ada Blank", True), ("Klara Vossbeck", False)]
    services.invite(workspace, event, [deal.influencer_id])
    with workspace.reading() as session:
        assert [one.name for one in queries.candidates(session, event, TODAY)] == ["Ada Blank"]

"""Events by mouse and keyboard: add with impossible times, guests at once, the run sheet dragged, posts, papers."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication

from microinf_desktop.domain.enums import EventState, GuestState, RelationshipStage
from microinf_desktop.domain.events import EventDraft
from microinf_desktop.queries import campaigns
from microinf_desktop.queries import events as queries
from microinf_desktop.services import events as services
from microinf_desktop.storage.tables import Influencer
from microinf_desktop.ui.pages.campaign_events import CampaignEvents
from microinf_desktop.ui.pages.event_page import EventPage
from microinf_desktop.ui.pages.event_run_sheet import EventRunSheet
from tests.ui.conftest import TODAY
from tests.ui.pages.conftest import cells, settle, words

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


def named(desk: Any, state: EventState) -> queries.EventRow:
    """The sample's event in this state."""
    with desk.workspace.reading() as session:
        return next(row for campaign in campaigns.rows(session) for row in queries.of_campaign(session, campaign.id)
                    if row.state == state)


def opened(desk: Any, tab: str, state: EventState = EventState.CONFIRMED) -> EventPage:
    page: EventPage = desk.go("event", id=named(desk, state).id, tab=tab)
    settle()
    return page


def stored(desk: Any, event_id: int) -> queries.EventDetail:
    with desk.workspace.reading() as session:
        found = queries.detail(session, event_id, TODAY)
    assert found is not None
    return found


def plan(desk: Any, page: EventPage) -> list[tuple[str, str]]:
    return [(line.slot.what.split(",")[0].split(":")[0], f"{line.slot.starts_at:%H:%M}")
            for line in stored(desk, page.event_id).lines]


def refusals(desk: Any) -> list[str]:
    """What keys are told that cannot do anything now."""
    said: list[str] = []
    desk.window.shortcuts.refused.connect(said.append)
    return said


# The campaign's tab ----------------------------------------------------------------------------------------


def test_an_event_is_added_with_its_times_checked_and_opens(desk: Any, dialogs: Any) -> None:
    campaign_id = named(desk, EventState.CONFIRMED).campaign_id
    desk.go("campaign", id=campaign_id, tab="events")

    def fill(dialog: Any) -> None:
        form = dialog.form
        desk.type(form.input("name"), "Breakfast")
        desk.type(form.input("starts_on"), "2026-12-10")
        desk.type(form.input("ends_on"), "2026-12-09")
        dialog.submit()
        assert "end before it starts" in form.error_text("ends_on")
        desk.type(form.input("ends_on"), "")
        desk.type(form.input("starts_at"), "10")
        desk.type(form.input("ends_at"), "9:30")
        dialog.submit()
        assert "before the start" in form.error_text("ends_at")
        assert dialog.isVisible()
        desk.type(form.input("ends_at"), "11.30")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, CONTROL)
    page = desk.page
    assert isinstance(page, EventPage)
    row = stored(desk, page.event_id).row
    assert (row.name, row.times.starts_on, row.times.starts_at, row.times.ends_at) == (
        "Breakfast", date(2026, 12, 10), time(10), time(11, 30))
    assert row.time_zone == "America/Los_Angeles"  # the campaign's
    desk.undo()
    assert "This event was deleted" in words(page)
    desk.redo()
    assert "Breakfast" in page.header.title.text()


def test_the_list_shows_what_to_look_at_and_sets_states(desk: Any) -> None:
    row = named(desk, EventState.CONFIRMED)
    part: CampaignEvents = desk.go("campaign", id=row.campaign_id, tab="events").part("events")
    assert "4 guests more than there is room for" in words(part)
    assert "28 of 24" in cells(part.table, "guests")[0]
    refused = refusals(desk)
    part.table.enter()
    desk.press(Qt.Key.Key_P)
    assert stored(desk, row.id).row.state == EventState.PLANNED
    desk.press(Qt.Key.Key_H)
    assert refused == ["Set to held: it was not held yet, it begins Thu 3 Dec"]
    assert stored(desk, row.id).row.state == EventState.PLANNED
    desk.undo()
    assert stored(desk, row.id).row.state == EventState.CONFIRMED
    desk.press(Qt.Key.Key_Return, at=part.table.view)
    assert isinstance(desk.page, EventPage)
    desk.press(Qt.Key.Key_Escape)
    assert desk.page.tabs.value() == "events"


def test_a_campaign_without_events_says_what_they_are_for(desk: Any) -> None:
    from microinf_desktop.domain.campaigns import CampaignDraft
    from microinf_desktop.services.campaigns import save_campaign

    with desk.workspace.reading() as session:
        client_id = campaigns.rows(session)[0].client_id
    campaign_id = save_campaign(desk.workspace, CampaignDraft(client_id, "Empty"))
    part = desk.go("campaign", id=campaign_id, tab="events").part("events")
    assert "No event yet" in words(part)


# Guests ----------------------------------------------------------------------------------------------------


def test_several_creators_are_invited_at_once(desk: Any, dialogs: Any) -> None:
    page = opened(desk, "guests")
    before = len(stored(desk, page.event_id).guests)
    dialogs.expect(lambda dialog: dialog.submit())
    desk.press(Qt.Key.Key_N, CONTROL)
    guests = stored(desk, page.event_id).guests
    assert len(guests) == before + 2
    assert desk.toasts[-1] == "2 guests invited"
    assert all(guest.state == GuestState.INVITED and guest.influencer_id for guest in guests[before:])
    desk.undo()
    assert len(stored(desk, page.event_id).guests) == before


def test_ticked_guests_take_a_state_by_key_and_the_room_is_watched(desk: Any) -> None:
    page = opened(desk, "guests")
    table = page.parts["guests"].table
    assert page.parts["guests"].counts["attended"].accessibleName() == "Came, –"  # nobody was ticked yet
    waiting = [guest.id for guest in stored(desk, page.event_id).guests if guest.state == GuestState.INVITED]
    assert len(waiting) == 2
    table.model.set_checked(waiting)
    table.enter()
    desk.press(Qt.Key.Key_A)
    assert desk.toasts[-1] == "2 guests: accepted, 6 more than there is room for"
    assert stored(desk, page.event_id).row.over == 6
    refused = refusals(desk)
    desk.press(Qt.Key.Key_T)
    assert refused == ["Set to attended: nobody was at the door yet, it begins Thu 3 Dec"]
    desk.undo()
    assert stored(desk, page.event_id).row.over == 4


def test_a_guest_comes_by_name_with_companions(desk: Any, dialogs: Any) -> None:
    page = opened(desk, "guests")

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Petra Lindqvist")
        desk.type(dialog.form.input("companions"), "2")
        dialog.submit()

    dialogs.expect(fill)
    page.parts["guests"].table.enter()
    desk.press(Qt.Key.Key_N)
    assert page.parts["guests"].current().name == "Petra Lindqvist"
    assert "+2" in cells(page.parts["guests"].table, "companions")
    desk.press(Qt.Key.Key_Delete)
    assert "Petra Lindqvist" not in [guest.name for guest in stored(desk, page.event_id).guests]


@pytest.mark.parametrize("by_name", [True, False])
def test_who_must_not_be_contacted_is_refused_with_a_way_out(desk: Any, dialogs: Any, by_name: bool) -> None:
    page = opened(desk, "guests")
    with desk.workspace.writing("Block") as session:
        person = session.get_one(Influencer, 60)
        person.stage, person.restriction_reason = RelationshipStage.BLACKLISTED, "Sold a fake"
        name, person_id = person.name, person.id
    said: list[str] = []

    def try_it(dialog: Any) -> None:
        if by_name:
            desk.type(dialog.form.input("name"), name)
        else:
            dialog.form.input("person").set_value(person_id, name)
        dialog.submit()
        said.append(dialog.problem.accessibleName() or words(dialog))
        assert dialog.isVisible()
        dialog.reject()

    dialogs.expect(try_it)
    part = page.parts["guests"]
    (part.invite_by_name if by_name else part.invite_from_roster)()
    assert "blacklisted" in said[0]
    assert "Sold a fake" in said[0]
    assert "change the stage in the roster first" in said[0]


def test_the_list_sorts_by_state(desk: Any) -> None:
    page = opened(desk, "guests")
    table = page.parts["guests"].table
    desk.click_head(table, "state")
    assert cells(table, "state")[0] == "Invited"
    desk.click_head(table, "state")
    assert cells(table, "state")[0] == "Declined"


# Run sheet -------------------------------------------------------------------------------------------------


def test_slots_move_by_keys_and_back(desk: Any) -> None:
    page = opened(desk, "run_sheet")
    part = page.parts["run_sheet"]
    assert isinstance(part, EventRunSheet)
    before = plan(desk, page)
    doors = next(line.slot.id for line in stored(desk, page.event_id).lines if line.slot.what.startswith("Doors"))
    part.view.setFocus()
    part.view.select(doors)
    desk.press(Qt.Key.Key_Down, ALT)
    after = plan(desk, page)
    assert after[1:3] == [("Eleven days", "18:00"), ("Doors", "18:25")]
    assert part.view.current_id() == doors
    desk.undo()
    assert plan(desk, page) == before
    part.view.select(stored(desk, page.event_id).lines[0].slot.id)
    refused = refusals(desk)
    desk.press(Qt.Key.Key_Up, ALT)
    assert refused == ["Move up: it is the first of its day"]
    assert plan(desk, page) == before


def test_a_slot_is_dragged_to_another_place(desk: Any) -> None:
    page = opened(desk, "run_sheet")
    view = page.parts["run_sheet"].view
    rows = {line.slot.what.split(",")[0].split(":")[0]: view.lines.row_of(line.slot.id)
            for line in stored(desk, page.event_id).lines}
    start = view.visualRect(view.lines.index(rows["Orders and chips"])).center()
    end = view.visualRect(view.lines.index(rows["Doors"])).topLeft() + QPoint(300, 24)
    port = view.viewport()
    desk.bot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    for step in (QPoint(0, -30), QPoint(0, -60)):
        desk.bot.mouseMove(port, start + step)
        drag(port, start + step)
    drag(port, end)
    desk.bot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=end)
    settle()
    assert [what for what, _at in plan(desk, page)][1:3] == ["Orders and chips", "Doors"]
    assert plan(desk, page)[1][1] == "18:00"
    desk.undo()
    assert [what for what, _at in plan(desk, page)][-1] == "Orders and chips"


def drag(port: Any, at: QPoint) -> None:
    """A move with the button held; qtbot's moves hold none."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), QPointF(port.mapToGlobal(at)), Qt.MouseButton.NoButton,
                        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(port, event)
    settle()


def test_everything_from_a_slot_on_is_shifted(desk: Any, dialogs: Any) -> None:
    page = opened(desk, "run_sheet")
    part = page.parts["run_sheet"]
    lines = stored(desk, page.event_id).lines
    part.view.setFocus()
    part.view.select(lines[3].slot.id)

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("minutes"), "-60")
        dialog.submit()
        assert "before “Eleven days" in words(dialog)
        desk.type(dialog.form.input("minutes"), "5")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_S)
    assert [at for _what, at in plan(desk, page)][2:] == ["18:30", "18:55", "19:25", "20:05"]
    assert not any(line.overlap for line in stored(desk, page.event_id).lines)
    assert desk.toasts[-1] == "3 slots shifted"


def test_a_slot_outside_the_hours_warns_while_it_is_typed_and_is_stored(desk: Any, dialogs: Any) -> None:
    page = opened(desk, "run_sheet")

    def fill(dialog: Any) -> None:
        form = dialog.form
        assert form.input("starts_at").text() == "20:30"  # after what is planned
        assert "Outside the hours" in words(dialog)
        desk.type(form.input("starts_at"), "17:45")
        assert "Outside the hours" in words(dialog)
        desk.type(form.input("starts_at"), "18:15")
        assert "Outside the hours" not in words(dialog)
        desk.type(form.input("starts_at"), "20:45")
        desk.type(form.input("what"), "Sweep up")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, CONTROL)
    last = stored(desk, page.event_id).lines[-1]
    assert (last.slot.what, last.outside, last.gap) == ("Sweep up", True, 15)
    part = page.parts["run_sheet"]
    assert part.view.current_id() == last.slot.id
    assert "outside the hours" in str(part.view.lines.data(part.view.currentIndex(), Qt.ItemDataRole.ToolTipRole))
    desk.press(Qt.Key.Key_Delete, at=part.view)
    assert stored(desk, page.event_id).lines[-1].slot.what != "Sweep up"


def test_an_empty_run_sheet_says_where_to_begin(desk: Any) -> None:
    campaign_id = named(desk, EventState.CONFIRMED).campaign_id
    event_id = services.save_event(desk.workspace, EventDraft(campaign_id, "New", TODAY))
    page = desk.go("event", id=event_id, tab="run_sheet")
    assert "Begin with when the doors open" in words(page)
    desk.go("event", id=event_id, tab="guests")
    assert "Nobody is invited yet" in words(page)
    desk.go("event", id=event_id, tab="posts")
    assert "No post belongs to this event yet" in words(page)


# Posts, results, papers ------------------------------------------------------------------------------------


def test_posts_are_linked_and_a_live_is_made_with_its_checklist(desk: Any, dialogs: Any) -> None:
    from microinf_desktop.queries import checklists

    page = opened(desk, "posts")
    before = {post.id for post in stored(desk, page.event_id).posts}

    def live(dialog: Any) -> None:
        form = dialog.form
        form.input("deal").set_value(form.input("deal")._values[0])
        dialog.submit()

    dialogs.expect(live)
    page.parts["posts"].table.enter()
    desk.press(Qt.Key.Key_N)
    (made,) = {post.id for post in stored(desk, page.event_id).posts} - before
    post = next(post for post in stored(desk, page.event_id).posts if post.id == made)
    assert (post.kind, post.publish_on) == ("live_qa", stored(desk, page.event_id).row.starts_on)
    with desk.workspace.reading() as session:
        assert checklists.items(session, [made])[made]
    page.parts["posts"].table.select(made)
    desk.press(Qt.Key.Key_Delete, at=page.parts["posts"].table.view)
    assert {post.id for post in stored(desk, page.event_id).posts} == before

    def tick(dialog: Any) -> None:
        from microinf_desktop.ui.widgets.option_list import OptionList

        dialog.submit()
        assert "Nothing is ticked" in words(dialog)
        pieces = dialog.findChild(OptionList)
        pieces.choose([made])
        dialog.submit()

    dialogs.expect(tick)
    page.parts["posts"].link()
    assert made in {post.id for post in stored(desk, page.event_id).posts}


def test_results_give_figures_with_their_formula(desk: Any, dialogs: Any) -> None:
    page = opened(desk, "overview")
    figures = page.parts["overview"].figures
    assert "–" in figures["cost"].accessibleName()

    def fill(dialog: Any) -> None:
        for name, text in (("attendance", "40"), ("cost_minor", "1000"), ("revenue_minor", "1500"), ("leads", "-1")):
            desk.type(dialog.form.input(name), text)
        dialog.submit()
        assert "negative" in dialog.form.error_text("leads")
        desk.type(dialog.form.input("leads"), "10")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_R)
    assert figures["cost"].accessibleName() == "Cost per guest, US$25"
    assert "50" in figures["return"].accessibleName()
    assert "(Revenue − cost) ÷ cost" in figures["return"].toolTip()
    assert "US$100" in words(page)  # per lead
    desk.undo()
    assert "–" in figures["cost"].accessibleName()


def test_what_was_held_shows_its_rates(desk: Any) -> None:
    page = opened(desk, "overview", EventState.HELD)
    figures = page.parts["overview"].figures
    assert "91" in figures["rate"].accessibleName()
    assert "21 of 23 who accepted" in figures["rate"].toolTip()
    assert "Guests who came ÷ guests who accepted" in figures["rate"].toolTip()


def test_papers_and_files_are_written(desk: Any, dialogs: Any, tmp_path: Path) -> None:
    page = opened(desk, "sheet")
    assert page.parts["sheet"].preview.pages.page_count == 2
    for name, run in (("a.pdf", page.save_pdf), ("a.ics", page.export_ics), ("a.csv", page.export_guests)):
        dialogs.expect_path(tmp_path / name)
        run()
        settle()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert "DTSTART:20261204T020000Z" in (tmp_path / "a.ics").read_text(encoding="utf-8")
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()) == 13


def test_two_windows_of_an_event_agree(desk: Any) -> None:
    """A step from elsewhere, such as another window's, shows at once."""
    page = opened(desk, "guests")
    guests = stored(desk, page.event_id).guests
    services.remove_guests(desk.workspace, [guests[0].id])
    settle()
    assert len(page.parts["guests"].table.model.ids) == len(guests) - 1
    assert page.tables >= {"event", "event_guest", "event_slot", "deliverable"}


def test_today_leads_to_the_event(desk: Any) -> None:
    from microinf_desktop.domain.today import TodayItem

    row = named(desk, EventState.CONFIRMED)
    services.save_event(desk.workspace, EventDraft(
        row.campaign_id, "Tomorrow's breakfast", TODAY + timedelta(days=1)))
    page = desk.go("today")
    item: TodayItem = next(one for one in page._items.values() if one.what == "Tomorrow's breakfast")
    page.open_item(item)
    settle()
    assert isinstance(desk.page, EventPage)
    assert "Tomorrow's breakfast" in desk.page.header.title.text()


def test_every_control_has_a_name(desk: Any, unnamed_controls: Any) -> None:
    page = opened(desk, "overview")
    for tab in page.parts:
        page.tabs.set_value(tab)
        page._show_part()
        settle()
        assert unnamed_controls(page) == []

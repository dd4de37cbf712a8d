"""Today: what is due over all campaigns, narrowed, ticked off, taken back, reminded of."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.queries.today import TodayItem
from microinf_desktop.ui.pages.today_page import what
from microinf_desktop.ui.pages.today_panel import reminder
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import Desk, button, words


def _choose(page: Any, *kinds: str) -> TodayItem:
    """Make the first item of these kinds current."""
    key, item = next(pair for pair in page._items.items() if pair[1].kind in kinds)
    assert page.table.select(key)
    page.table.view.setFocus()
    return item  # type: ignore[no-any-return]


def test_segments_split_everything_into_late_due_and_waiting(desk: Desk) -> None:
    page = desk.go("today")
    everything = set(page.table.model.ids)
    assert len(everything) == len(page._items) > 20
    parts = {}
    for name in ("Late", "Due", "Waiting"):
        text = next(t for t in (b.text() for b in page.segments.findChildren(type(button(page.segments, "All "
                    + str(len(everything)))))) if t.startswith(name))
        desk.click(text, page.segments)
        parts[name] = {n for n in page.table.model.ids if n in page._items}
        assert text == f"{name} {len(parts[name])}"
    assert parts["Late"] | parts["Due"] | parts["Waiting"] == everything
    assert sum(map(len, parts.values())) == len(everything)
    assert all(page._items[n].due_on < TODAY for n in parts["Late"])
    assert all(page._items[n].holder == BallHolder.US for n in parts["Due"])


def test_a_client_and_who_holds_the_ball_narrow(desk: Desk) -> None:
    page = desk.go("today")
    client = next(item.client_id for item in page._items.values() if item.client_id)
    page.bar.set_value("client", (client,))
    desk.bot.waitUntil(lambda: {page._items[n].client_id for n in page.table.model.ids} == {client})
    page.bar.set_value("holder", ("us",))
    desk.bot.waitUntil(lambda: {page._items[n].holder for n in page.table.model.ids} == {"us"})
    assert f"Ball: us {len(page.table.model.ids)} · creator 0" in words(page.bar)


@pytest.mark.parametrize("kind", ["checklist", "milestone", "next_action"])
def test_done_and_taken_back(desk: Desk, kind: str) -> None:
    page = desk.go("today")
    item = _choose(page, kind)
    key = page.table.current_id()
    before = len(page._items)
    desk.press(Qt.Key.Key_D)
    assert key not in page._items
    assert len(page._items) < before
    assert desk.toasts == [f"Done: {what(item)}"]
    desk.undo()
    assert page._items[key] == item
    assert len(page._items) == before


def test_what_needs_more_than_a_tick_is_not_ticked(desk: Desk) -> None:
    page = desk.go("today")
    _choose(page, "review")
    desk.press(Qt.Key.Key_D)
    assert desk.toasts == []
    action = next(action for action in page.actions() if action.id == "today.done")
    assert action.availability() == "open it to finish it"


def test_snoozed_means_tomorrow(desk: Desk) -> None:
    page = desk.go("today")
    item = _choose(page, "next_action")
    key = page.table.current_id()
    desk.press(Qt.Key.Key_S)
    assert (page._items[key].due_on - TODAY).days == 1
    desk.undo()
    assert page._items[key].due_on == item.due_on


def test_a_nudge_is_on_the_clipboard_and_in_the_log(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("today")
    item = _choose(page, "draft")
    QApplication.clipboard().clear()

    def log(dialog: Any) -> None:
        assert dialog.form.values()["summary"].startswith("Reminder sent: ")
        dialog.submit()

    dialogs.expect(log)
    desk.press(Qt.Key.Key_N)
    text = QApplication.clipboard().text()
    assert text.startswith(f"Hi {item.creator.split()[0]},")
    assert item.campaign in text
    assert "the draft of the" in text
    assert text.endswith(f"{desk.workspace.person_name}\n")
    assert desk.toasts[0] == "The reminder is on the clipboard"
    page = desk.go("roster", id=item.influencer_id)
    desk.click("Log", page.panel.tabs)
    assert "Reminder sent: " in words(page.panel)


def test_a_client_is_reminded_without_an_entry_at_the_creator(desk: Desk) -> None:
    page = desk.go("today")
    item = _choose(page, "client_review")
    desk.press(Qt.Key.Key_N)
    assert QApplication.clipboard().text().startswith("Hello,\n\ncould you have a look at the")
    assert item.creator in QApplication.clipboard().text()
    assert desk.toasts == ["The reminder is on the clipboard"]


def test_a_reminder_says_when_without_calling_tomorrow_late(desk: Desk) -> None:
    page = desk.go("today")
    drafts = [item for item in page._items.values() if item.kind == "draft" and item.due_on]
    late = next(item for item in drafts if item.due_on < TODAY)
    coming = next(item for item in drafts if item.due_on >= TODAY)
    assert "It was due on" in reminder(late, "Imogen", TODAY)
    assert "It is due on" in reminder(coming, "Imogen", TODAY)


def test_the_panel_explains_and_leads_on(desk: Desk) -> None:
    page = desk.go("today")
    item = _choose(page, "review")
    desk.press(Qt.Key.Key_Return)
    assert page.panel.isVisible()
    shown = words(page.panel)
    assert what(item) in shown
    assert item.creator in shown
    assert "Holds the ball" in shown
    desk.click(f"Open {item.creator} in the roster", page.panel)
    assert desk.page.page_id == "roster"
    assert desk.page.panel.influencer_id == item.influencer_id  # type: ignore[attr-defined]


def test_o_opens_the_record_behind_an_item(desk: Desk) -> None:
    for kind, screen in (("review", "deliverable"), ("contract", "contract"), ("milestone", "campaign")):
        page = desk.go("today")
        item = _choose(page, kind)
        desk.press(Qt.Key.Key_O)
        assert desk.page.page_id == screen
        assert desk.page.params["id"] == item.record_id

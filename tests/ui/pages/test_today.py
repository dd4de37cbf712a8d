"""Today: what is due over all campaigns, narrowed, ticked off, taken back, reminded of."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.domain.today import TodayItem
from microinf_desktop.ui.pages.today_words import reminder, what
from microinf_desktop.ui.widgets.buttons import LinkButton
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import Desk, button, settle, words


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
    assert page.balls[BallHolder.US].text().startswith(f"Us {len(page.table.model.ids)}")
    desk.bot.mouseClick(page.balls[BallHolder.CREATOR], Qt.MouseButton.LeftButton)
    desk.bot.waitUntil(lambda: {page._items[n].holder for n in page.table.model.ids} <= {"creator"})


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


def test_what_is_put_off_is_counted_shown_and_brought_back(desk: Desk) -> None:
    page = desk.go("today")
    item = _choose(page, "review")
    ids, total = list(page.table.model.ids), len(page.table.model.ids)
    following = ids[ids.index(item.key) + 1]
    desk.press(Qt.Key.Key_S)
    assert item.key not in page.table.model.ids
    assert page.table.current_id() == following
    assert page._items[item.key].due_on == item.due_on
    assert button(page.segments, "Snoozed 1").isVisible()
    assert button(page.segments, f"All {total - 1}").isVisible()
    desk.click("Snoozed 1", page.segments)
    assert list(page.table.model.ids) == [item.key]
    page.table.select(item.key)
    page.table.view.setFocus()
    desk.press(Qt.Key.Key_B)
    assert list(page.table.model.ids) == []
    desk.undo()
    assert list(page.table.model.ids) == [item.key]
    desk.undo()
    assert button(page.segments, f"All {total}").isVisible()


def test_several_are_done_in_one_step(desk: Desk) -> None:
    page = desk.go("today")
    keys = [key for key, item in page._items.items() if item.kind == "next_action"][:3]
    page.table.model.set_checked(keys)
    page.table.view.setFocus()
    desk.press(Qt.Key.Key_D)
    assert desk.toasts == ["3 done"]
    assert not set(keys) & set(page._items)
    desk.undo()
    assert set(keys) <= set(page._items)


def test_the_list_groups_by_day_person_and_kind(desk: Desk) -> None:
    page = desk.go("today")
    clients = [group.title for _, group in page.table.model._groups]
    for how in ("day", "owner", "kind"):
        page.group_by(how)
        titles = [group.title for _, group in page.table.model._groups]
        assert titles != clients
        assert sum(int(group.count) for _, group in page.table.model._groups) == len(page.table.model.ids)
    assert "Go-lives" in titles
    assert page.state()["group"] == "kind"


def test_only_mine(desk: Desk) -> None:
    page = desk.go("today")
    desk.press(Qt.Key.Key_M, at=desk.window)
    desk.bot.waitUntil(lambda: {page._items[n].owner_id for n in page.table.model.ids}
                       == {desk.workspace.person_id})


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
    hello = f"Hi {item.decider.split()[0]}," if item.decider else "Hello,"
    assert QApplication.clipboard().text().startswith(f"{hello}\n\ncould you have a look at the")
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


def test_a_set_up_left_in_between_is_continued_from_here(desk: Desk) -> None:
    page = desk.go("today")
    item = _choose(page, "setup")
    assert what(item) == "Set-up not finished, step 3 of 6"
    page.panel.show_item(item)
    assert "Open the set-up" in {b.text() for b in page.panel.findChildren(LinkButton)}
    page._act(page.table.current_id())
    settle()
    assert desk.page.campaign_id == item.campaign_id
    assert desk.page.step == "audience"

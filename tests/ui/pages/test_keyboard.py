"""The keyboard across pages: from a search into its list, Ctrl+Z beside fields, keys that are refused."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from microinf_desktop.domain.influencers import AccountDraft, InfluencerDraft
from microinf_desktop.queries import campaigns, influencers
from microinf_desktop.services.influencers import add_tag, save_influencer
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import Desk, settle, words


def test_down_in_the_search_goes_to_the_list_and_enter_opens_the_first(desk: Desk) -> None:
    page = desk.go("roster")
    desk.search("bryn")
    desk.press(Qt.Key.Key_Down, at=page.bar.search)
    assert QApplication.focusWidget() is page.table.view
    assert not page.panel_visible()
    found = page.table.model.ids[0]
    assert page.table.current_id() == found
    page.focus_filter()
    desk.press(Qt.Key.Key_Return, at=page.bar.search)
    assert page.panel_visible()
    assert page.panel.influencer_id == found


def test_enter_does_not_wait_for_the_search_to_settle(desk: Desk) -> None:
    page = desk.go("roster")
    page.focus_filter()
    page.bar.search.setText("bryn")
    desk.press(Qt.Key.Key_Return, at=page.bar.search)
    assert page.panel_visible()
    assert "Bryn" in words(page.panel)


def test_ctrl_z_in_an_untouched_field_takes_back_the_last_step(desk: Desk) -> None:
    page = desk.go("roster")
    page.focus_filter()
    desk.bot.keyClicks(page.bar.search, "bry")
    page.table.view.setFocus()
    page.focus_filter()
    accounts = (AccountDraft("instagram", "zora.new"),)
    save_influencer(desk.workspace, InfluencerDraft(name="Zora New", accounts=accounts), None)
    settle()
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, at=page.bar.search)
    settle()
    assert page.bar.search.text() == "bry"
    desk.search("")
    assert len(page.table.model.ids) == 60  # and nobody new is among them


def test_a_refused_key_says_why(desk: Desk) -> None:
    desk.go("campaigns")
    told: list[str] = []
    desk.window.shortcuts.refused.connect(told.append)
    desk.application.close_workspace()
    settle()
    desk.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told == ["Undo: no workspace is open"]


def test_a_new_backup_is_listed_at_once(desk: Desk) -> None:
    page = desk.go("settings", tab="workspace")
    assert "manual" not in words(page)
    desk.click("Back up now")
    settle()
    assert "manual" in words(page)


def test_a_form_saved_as_it_was_offers_no_undo_of_something_else(desk: Desk, dialogs: Dialogs) -> None:
    with desk.workspace.reading() as session:
        work = campaigns.rows(session, today=TODAY)[0]
        person = influencers.ids(session)[0]
    offered: list[str] = []
    shown = desk.context.show_toast

    def tell(text: str, verb: str, callback: Any) -> None:
        offered.append(verb)
        shown(text, verb, callback)

    desk.context.show_toast = tell
    add_tag(desk.workspace, [person], "kept")
    desk.context.toast("Tagged", undo=True)
    desk.go("campaign", id=work.id, tab="overview")
    for name in ("", "Another name"):
        def save(dialog: Any, name: str = name) -> None:
            if name:
                desk.type(dialog.form.input("name"), name)
            dialog.submit()

        dialogs.expect(save)
        desk.click("Edit campaign")
    assert offered == ["Undo", "", "Undo"], "the second one changed nothing"

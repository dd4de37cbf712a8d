"""Clients: added, edited without losing what the form does not show, archived, deleted, searched."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from microinf_desktop.queries import clients
from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import Desk, cells, settle, words

CONTROL = Qt.KeyboardModifier.ControlModifier


def _details(desk: Desk) -> list[clients.ClientDetail]:
    with desk.workspace.reading() as session:
        found = [clients.detail(session, row.id) for row in clients.rows(session)]
    return [detail for detail in found if detail is not None]


def _detail(desk: Desk, client_id: int) -> clients.ClientDetail:
    return next(detail for detail in _details(desk) if detail.id == client_id)


def test_a_client_is_added_and_opens(desk: Desk, dialogs: Dialogs) -> None:
    desk.go("clients")

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Zażółć & <i>Sons</i>")
        desk.type(dialog.form.input("category"), "tea")
        desk.type(dialog.form.input("contact_name"), "Ana Four")
        dialog.form.input("jurisdictions").set_value(("uk", "DE"))
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, CONTROL, at=desk.window)
    assert desk.page.page_id == "client"
    shown = words(desk.page)
    assert "Zażółć & <i>Sons</i>" in shown
    assert "UK, DE" in shown
    assert "Ana Four" in shown
    desk.undo()
    assert "This client was deleted" in words(desk.page)


def test_an_edit_on_the_page_changes_what_was_typed_and_nothing_else(desk: Desk) -> None:
    detail = next(d for d in _details(desk) if len(d.contacts) > 1 and any(rival.category for rival in d.competitors))
    desk.go("client", id=detail.id)
    desk.press(Qt.Key.Key_F2, at=desk.window)
    page: Any = desk.page
    assert page.page_id == "client_edit"
    assert not page.form.dirty
    desk.type(page.form.input("tone"), "Dry, warm, never loud")
    desk.press(Qt.Key.Key_S, CONTROL, at=desk.window)
    assert desk.page.page_id == "client"
    desk.click("Guidelines")
    assert "Dry, warm, never loud" in words(desk.page)
    now = _detail(desk, detail.id)
    assert now.fields == {**detail.fields, "tone": "Dry, warm, never loud"}
    assert (now.contacts, now.competitors, now.personas) == (detail.contacts, detail.competitors, detail.personas)
    desk.undo()
    assert _detail(desk, detail.id) == detail


def test_wrong_values_are_told_at_their_fields_and_nothing_is_stored(desk: Desk) -> None:
    detail = _details(desk)[0]
    page = desk.go("client_edit", id=detail.id)
    for name, text in (("color", "teal-ish"), ("website", "moth tea")):
        desk.type(getattr(page.form.input(name), "field", page.form.input(name)), text)
    page.form.input("mandatory_mentions").set_value(("moth",))
    page.form.input("mandatory_hashtags").set_value(("moth tea",))
    desk.type(page.form.input("contacts").lines[0].fields["email"], "nobody")
    desk.press(Qt.Key.Key_S, CONTROL, at=desk.window)
    for name, words_of in (("color", "teal-ish"), ("website", "moth tea"), ("mandatory_mentions", "@moth"),
                           ("mandatory_hashtags", "#mothtea"), ("contacts", "nobody")):
        assert words_of.lower() in page.form.error_text(name).lower(), name
    assert _detail(desk, detail.id) == detail
    page.form.input("color").set_value("#0B5B68")
    page.discard()
    page.form.input("jurisdictions").set_value(("XX",))
    page.save()
    assert "XX" in page.form.error_text("jurisdictions")


def test_what_is_typed_waits_while_another_page_is_open_and_esc_asks(desk: Desk, dialogs: Dialogs) -> None:
    first, second = _details(desk)[:2]
    page = desk.go("client_edit", id=first.id)
    desk.type(page.form.input("tone"), "Half a sent")
    desk.go("client_edit", id=second.id)
    assert page.form.input("tone").value() == second.fields["tone"]
    desk.go("client_edit", id=first.id)
    assert page.form.input("tone").value() == "Half a sent"
    dialogs.expect(lambda _dialog: False)
    desk.press(Qt.Key.Key_Escape, at=desk.window)
    assert desk.page.page_id == "client_edit"
    dialogs.expect()
    desk.press(Qt.Key.Key_Escape, at=desk.window)
    assert desk.page.page_id == "client"
    assert _detail(desk, first.id) == first


def test_contacts_and_rivals_are_added_and_removed_by_line(desk: Desk) -> None:
    detail = _details(desk)[0]
    page = desk.go("client_edit", id=detail.id)
    contacts = page.form.input("contacts")
    desk.click("Add contact", page)
    desk.type(contacts.lines[-1].fields["name"], "Ana Four")
    contacts.lines[-1].switch.setChecked(True)
    desk.click("Remove entry 1", page.form.input("competitors"))
    page.save()
    now = _detail(desk, detail.id)
    assert now.contacts[:-1] == detail.contacts
    assert (now.contacts[-1].name, now.contacts[-1].is_decider) == ("Ana Four", True)
    assert now.competitors == detail.competitors[1:]


def test_a_faint_colour_is_explained(desk: Desk) -> None:
    page = desk.go("client_edit", id=_details(desk)[0].id)
    desk.type(page.form.input("color").field, "#FFE000")
    assert "under 3:1" in words(page)
    desk.type(page.form.input("color").field, "#0B5B68")
    assert "under 3:1" not in words(page)


def test_pictures_are_added_moved_captioned_and_removed(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    detail = _details(desk)[0]
    page = desk.go("client", id=detail.id, tab="guidelines")
    board, before = page.guidelines.board, detail.images
    picture = QImage(40, 30, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    mime = QMimeData()
    mime.setImageData(picture)
    assert page.paste(mime)
    settle()
    assert len(_detail(desk, detail.id).images) == len(before) + 1
    picture.fill(Qt.GlobalColor.red)
    assert picture.save(str(tmp_path / "red.bmp"))
    dialogs.expect_path(tmp_path / "red.bmp")
    desk.click("Add pictures")
    assert _detail(desk, detail.id).images[-1].file_name == "red.png"
    board.view.setCurrentRow(board.view.count() - 1)
    board.view.setFocus()
    desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier, at=board.view)
    assert _detail(desk, detail.id).images[-2].file_name == "red.png"
    assert board.current_id() == _detail(desk, detail.id).images[-2].id

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("caption"), "Red barn")
        dialog.submit()

    dialogs.expect(fill)
    board.caption()
    settle()
    assert _detail(desk, detail.id).images[-2].caption == "Red barn"
    board.remove()
    settle()
    assert "Red barn" not in [image.caption for image in _detail(desk, detail.id).images]
    desk.undo()
    assert _detail(desk, detail.id).images[-2].caption == "Red barn"
    (tmp_path / "note.png").write_bytes(b"no picture")
    said: list[str] = []
    dialogs.expect(lambda dialog: said.append(words(dialog)) is None)
    board.add_files([tmp_path / "note.png"])
    assert "is no picture" in said[0]


def test_a_persona_is_added_checked_copied_and_deleted(desk: Desk, dialogs: Dialogs) -> None:
    detail = _details(desk)[0]
    page = desk.go("client", id=detail.id, tab="personas")
    seen: list[str] = []

    def fill(dialog: Any) -> None:
        form = dialog.form
        desk.type(form.input("name"), "The flask walker's son")
        desk.type(form.input("age_from"), "40")
        desk.type(form.input("age_to"), "20")
        dialog.submit()
        seen.append(form.error_text("age_to"))
        desk.type(form.input("age_to"), "60")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, CONTROL, at=desk.window)
    assert "younger" in seen[0]
    assert "The flask walker's son" in words(page)
    new = max(page.personas.cards)
    page.personas.duplicate(new)
    settle()
    assert "The flask walker's son (copy)" in words(page)
    desk.undo()
    page.personas.cards[new].setFocus()
    desk.press(Qt.Key.Key_Delete, at=page.personas.cards[new])
    assert "The flask walker's son" not in words(page)
    desk.undo()
    assert "The flask walker's son" in words(page)


def test_a_learning_is_noted_retired_and_found_again(desk: Desk, dialogs: Dialogs) -> None:
    detail = _details(desk)[0]
    page = desk.go("client", id=detail.id, tab="learnings")
    table = page.learnings.table
    before = list(table.model.ids)

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("text"), "Name the minutes")
        desk.type(dialog.form.input("topic"), "Hooks")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, CONTROL, at=desk.window)
    assert "Name the minutes" in cells(table, "text")
    [new] = set(table.model.ids) - set(before)
    table.select(new)
    page.learnings.retire(True)
    settle()
    assert new not in table.model.ids
    desk.click("With retired", page.learnings)
    assert new in table.model.ids
    table.select(new)
    page.learnings.delete()
    settle()
    assert new not in table.model.ids
    desk.undo()
    assert new in table.model.ids


@pytest.mark.parametrize("tab", ["overview", "guidelines", "personas", "learnings"])
def test_every_control_of_a_client_has_a_name(
    desk: Desk, tab: str, unnamed_controls: Callable[[QWidget], list[str]]
) -> None:
    assert unnamed_controls(desk.go("client", id=_details(desk)[0].id, tab=tab)) == []
    assert unnamed_controls(desk.go("client_edit", id=_details(desk)[0].id)) == []


def test_a_client_with_campaigns_is_not_deleted_but_archived(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("clients")
    page.table.select(page.table.model.ids[0])
    page.table.view.setFocus()
    said: list[str] = []
    gone = page.table.current_id()
    dialogs.expect(lambda dialog: said.append(words(dialog)) is not None)
    desk.press(Qt.Key.Key_Delete)
    assert "campaign" in said[0]
    assert len(page.table.model.ids) == 3
    dialogs.expect(lambda dialog: True)
    desk.press(Qt.Key.Key_Delete)
    desk.press(Qt.Key.Key_Home)
    assert gone not in page.table.model.ids
    desk.click("With archived", page.segments)
    assert gone in page.table.model.ids
    desk.undo()
    desk.click("Current", page.segments)
    assert gone in page.table.model.ids


def test_search_and_sort(desk: Desk) -> None:
    page = desk.go("clients")
    names = cells(page.table, "name")
    assert names == sorted(names, key=str.lower)
    desk.click_head(page.table, "name")
    assert cells(page.table, "name") == names[::-1]
    desk.search(names[0][:6])
    assert cells(page.table, "name") == [names[0]]
    desk.search("zzz")
    assert page.table.empty.isVisible()


def test_a_client_leads_to_its_campaigns(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        row = next(row for row in clients.rows(session) if row.campaigns)
    page = desk.go("client", id=row.id)
    from microinf_desktop.queries import campaigns

    with desk.workspace.reading() as session:
        work = campaigns.rows(session, campaigns.CampaignFilter(client_ids=(row.id,)))[0]
    desk.click(work.name, page)
    assert desk.page.page_id == "campaign"
    assert desk.page.params["id"] == work.id

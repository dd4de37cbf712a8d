"""Clients: added, edited without losing what the form does not show, archived, deleted, searched."""

from typing import Any

from PySide6.QtCore import Qt

from microinf_desktop.queries import clients
from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import Desk, cells, words

CONTROL = Qt.KeyboardModifier.ControlModifier


def _details(desk: Desk) -> list[clients.ClientDetail]:
    with desk.workspace.reading() as session:
        found = [clients.detail(session, row.id) for row in clients.rows(session)]
    return [detail for detail in found if detail is not None]


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


def test_an_edit_keeps_further_contacts_and_categories_of_rivals(desk: Desk, dialogs: Dialogs) -> None:
    detail = next(d for d in _details(desk) if len(d.contacts) > 1 and any(rival.category for rival in d.competitors))
    page = desk.go("client", id=detail.id)

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("tone"), "Dry, warm, never loud")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_F2, at=desk.window)
    assert "Dry, warm, never loud" in words(page)
    with desk.workspace.reading() as session:
        now = clients.detail(session, detail.id)
    assert now is not None
    assert [contact.name for contact in now.contacts] == [contact.name for contact in detail.contacts]
    assert {(r.name, r.category) for r in now.competitors} == {(r.name, r.category) for r in detail.competitors}
    assert {**now.fields, "tone": ""} == {**detail.fields, "tone": ""}
    assert now.personas == detail.personas


def test_a_wrong_colour_and_an_unknown_jurisdiction_are_marked(desk: Desk, dialogs: Dialogs) -> None:
    desk.go("clients")
    seen: dict[str, str] = {}

    def fill(dialog: Any) -> bool:
        desk.type(dialog.form.input("name"), "Moth Tea")
        desk.type(dialog.form.input("color"), "teal-ish")
        dialog.submit()
        seen["color"] = dialog.form.error_text("color")
        desk.type(dialog.form.input("color"), "#0B5B68")
        dialog.form.input("jurisdictions").set_value(("XX",))
        dialog.submit()
        seen["jurisdictions"] = dialog.form.error_text("jurisdictions")
        return False

    dialogs.expect(fill)
    desk.click("Add client")
    assert seen["color"]
    assert "XX" in seen["jurisdictions"]
    assert len(_details(desk)) == 3


def test_a_client_with_campaigns_is_not_deleted_but_archived(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("clients")
    page.table.select(page.table.model.ids[0])
    page.table.view.setFocus()
    said: list[str] = []
    dialogs.expect(lambda dialog: said.append(words(dialog)) is None)
    desk.press(Qt.Key.Key_Delete)
    assert "campaign" in said[0]
    assert len(page.table.model.ids) == 3
    gone = page.table.current_id()
    page.archive()
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

"""Contracts: what is missing stops issuing, what is issued is kept byte for byte."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from microinf_desktop.domain.contract_life import ContractKind
from microinf_desktop.queries import contract_life, contracts, influencers
from microinf_desktop.storage import attachments
from microinf_desktop.ui.widgets.buttons import CheckBox
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.conftest import Desk, button, cells, settle, words

CONTROL = Qt.KeyboardModifier.ControlModifier


def _contract(desk: Desk, **wanted: object) -> dict[str, Any]:
    with desk.workspace.reading() as session:
        return next(row for row in contracts.exported(session) if all(row[key] == wanted[key] for key in wanted))


def _ready(desk: Desk) -> dict[str, Any]:
    """A contract that can be issued: one in writing with nothing missing."""
    from microinf_desktop import papers

    with desk.workspace.reading() as session:
        known = [row for row in contracts.exported(session) if row["state"] in ("draft", "changes")]
    return next(row for row in known if papers.contract(desk.workspace, row["collaboration_id"], today=TODAY).content)


def _versions(desk: Desk, contract_id: int) -> list[contracts.VersionRow]:
    with desk.workspace.reading() as session:
        return contracts.versions(session, contract_id)


def test_issuing_stores_bytes_that_stay(desk: Desk) -> None:
    known = _ready(desk)
    page = desk.go("contract", id=known["id"])
    assert page._issuable() is True
    assert "Ready to issue" in words(page)
    before = _versions(desk, known["id"])
    desk.press(Qt.Key.Key_Return, CONTROL, at=desk.window)
    after = _versions(desk, known["id"])
    assert len(after) == len(before) + 1
    newest = max(after, key=lambda version: version.version)
    content = attachments.read(desk.folder, newest.sha256)
    assert content.startswith(b"%PDF-")
    assert len(content) == newest.size_bytes
    assert newest.issued_by == desk.workspace.person_name
    assert desk.toasts == [f"Version {newest.version} issued. Mark it as sent when it has gone out"]
    for old in before:
        assert attachments.read(desk.folder, old.sha256).startswith(b"%PDF-")
    desk.click("Versions")
    desk.click(f"Version {newest.version}")
    assert page.preview._data == content


def test_what_was_signed_is_shown_as_issued_and_not_written_again(desk: Desk) -> None:
    known = _contract(desk, state="active")
    page = desk.go("contract", id=known["id"])
    newest = max(_versions(desk, known["id"]), key=lambda version: version.version)
    assert page.preview._data == attachments.read(desk.folder, newest.sha256)
    assert "Ready to issue" not in words(page)
    assert page._issuable() == f"version {newest.version} stands"
    desk.press(Qt.Key.Key_Return, CONTROL, at=desk.window)
    assert len(_versions(desk, known["id"])) == newest.version
    assert desk.toasts == []


def test_what_is_missing_is_listed_and_blocks(desk: Desk) -> None:
    from dataclasses import replace

    from microinf_desktop.domain.agency import AgencyDraft
    from microinf_desktop.queries import agency
    from microinf_desktop.services import agency as services

    with desk.workspace.reading() as session:
        profile = agency.profile(session)
    assert isinstance(profile, AgencyDraft)
    known = _ready(desk)
    page = desk.go("contract", id=known["id"])
    services.save_profile(desk.workspace, replace(profile, address=""), None)
    desk.press(Qt.Key.Key_Shift, at=desk.window)
    assert "Ready to issue" not in words(page)
    assert "missing" in str(page._issuable())
    assert not button(page, "Issue PDF").isEnabled()
    desk.press(Qt.Key.Key_Return, CONTROL, at=desk.window)
    assert desk.toasts == []
    finding = next(found for found in page._made.findings if found.field.startswith("agency"))
    desk.click(f"Go to: {finding.message}")
    form = page.sections["parties"].form
    assert form.input("agency.address").hasFocus()
    assert form.error_text("agency.address") == finding.fix
    desk.click("From the agency’s profile: Postal address of the agency")
    assert desk.page.page_id == "settings"
    desk.undo()
    page = desk.go("contract", id=known["id"])
    assert page._issuable() is True


def test_a_contract_is_created_for_somebody_without_one(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("contracts")
    before = len(page.table.model.ids)

    def fill(dialog: Any) -> None:
        box = dialog.form.input("collaboration")
        box.setCurrentIndex(0)
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, CONTROL, at=desk.window)
    assert desk.page.page_id == "contract"
    page = desk.go("contracts")
    assert len(page.table.model.ids) == before + 1
    desk.undo()
    assert len(page.table.model.ids) == before


def test_views_and_search_narrow(desk: Desk) -> None:
    page = desk.go("contracts")
    everything = len(page.table.model.ids)
    counts = {}
    for name in ("Our turn", "With the creator", "In force", "Ended"):
        desk.click(name, page.views)
        counts[name] = len(page.table.model.ids)
    assert all(0 < n < everything for n in counts.values()), counts
    desk.click("All", page.views)
    number = cells(page.table, "number")[3]
    desk.search(number)
    assert cells(page.table, "number") == [number]


def test_issued_papers_of_several_are_saved(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    page = desk.go("contracts")
    with desk.workspace.reading() as session:
        issued = [n for n in page.table.model.ids if contracts.versions(session, n)][:3]
    page.table.model.set_checked(issued)
    target = tmp_path / "papers"
    target.mkdir()
    dialogs.expect_path(target)
    desk.click("Save PDFs", page.table.bulk_bar)
    assert len(list(target.glob("*.pdf"))) == 3
    assert desk.toasts == ["3 saved to papers"]


@pytest.mark.parametrize("name", ["<b>Bold</b> & Co", "נועה כהן", "🌶️ Spice", "W" * 300])
def test_any_name_is_printed_or_reported(desk: Desk, name: str) -> None:
    from microinf_desktop.storage.tables import Influencer

    known = _ready(desk)
    with desk.workspace.reading() as session:
        detail = contracts.detail(session, known["id"])
    assert detail is not None
    person = detail.row.deal.influencer_id
    with desk.workspace.writing("Rename") as session:
        row = session.get_one(Influencer, person)
        row.name = row.legal_name = name
    page = desk.go("contract", id=known["id"])
    assert page.preview._data is not None
    assert page.preview._data.startswith(b"%PDF-")
    with desk.workspace.reading() as session:
        assert influencers.rows(session, [person])[0].name == name
    page.grab()


def test_a_signed_contract_says_where_the_collaboration_goes(desk: Desk, dialogs: Dialogs) -> None:
    from microinf_desktop.storage.tables import Collaboration
    from microinf_desktop.ui.pages.contracts_page import move_actions

    known = _contract(desk, state="sent")
    with desk.workspace.writing("Agreed") as session:
        deal = session.get_one(Collaboration, known["collaboration_id"])
        deal.stage, deal.client_decision = "agreed", "accepted"
    page = desk.go("contract", id=known["id"])
    move = next(a for a in move_actions(page, page.context, known["id"]) if a.id == "contract.to_signed")
    dialogs.expect(lambda dialog: dialog.submit())
    move.callback()
    assert desk.toasts == [f"Now signed. {known['creator']} moves to contracted"]
    desk.undo()
    with desk.workspace.reading() as session:
        assert session.get_one(Collaboration, known["collaboration_id"]).stage == "agreed"


def test_a_change_is_written_down_answered_and_undone(desk: Desk, dialogs: Dialogs) -> None:
    known = _contract(desk, state="sent")
    page = desk.go("contract", id=known["id"])

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("wish"), "Only three months & <b>no ads</b>")
        desk.type(dialog.form.input("price"), "150")
        dialog.submit()

    dialogs.expect(fill)
    desk.click("Write down a change", page.history)
    assert _contract(desk, id=known["id"])["state"] == "changes"
    page._turn("history")
    assert "Only three months & <b>no ads</b>" in words(page.history)
    assert "Open changes come to" in words(page.history)
    with desk.workspace.reading() as session:
        (change,) = contract_life.changes(session, known["id"])
    dialogs.expect(lambda dialog: dialog.submit())
    next(a for a in page.history._change_actions(change) if a.id == "change.accept").callback()
    settle()
    page._turn("history")
    assert "1 accepted change belongs into version 2" in words(page.history)
    desk.undo()
    desk.undo()
    assert _contract(desk, id=known["id"])["state"] == "sent"


def test_a_reminder_is_on_the_clipboard_and_in_the_log(desk: Desk) -> None:
    known = _contract(desk, state="sent")
    page = desk.go("contract", id=known["id"])
    desk.click("Remind", page.history)
    text = QApplication.clipboard().text()
    assert known["number"] in text
    assert known["campaign"] in text
    assert "Reminder sent" in [item.accessibleName().split(",")[0] for item in page.history.findChildren(QWidget)]


def test_a_copy_that_says_something_else_is_named(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    known = _contract(desk, state="sent")
    other = next(row for row in _exported(desk) if row["version"] and row["id"] != known["id"])
    forged = tmp_path / "signed.pdf"
    forged.write_bytes(attachments.read(desk.folder, _versions(desk, other["id"])[0].sha256))
    page = desk.go("contract", id=known["id"])
    dialogs.expect_path(forged)
    desk.click("Attach a copy", page.history)
    assert "The copy does not say what was sent" in words(page.history)
    dialogs.expect(lambda dialog: "left out" in words(dialog))
    desk.click("See what differs", page.history)
    assert dialogs.shown[-1] == "The copy does not say what was sent"


def test_a_contract_is_signed_and_checked_in_the_window(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    from tests.interchange.test_signatures import certificate

    known = _contract(desk, state="sent")
    page = desk.go("contract", id=known["id"])
    file = tmp_path / "ida.p12"
    file.write_bytes(certificate("Ida Lund"))

    def fill(dialog: Any) -> None:
        said = words(dialog)
        assert "not a qualified electronic signature" in said
        dialogs.expect_path(file)
        desk.click("Choose a file", dialog)
        form = dialog.form
        assert form.input("passphrase").echoMode() is QLineEdit.EchoMode.Password
        desk.type(form.input("passphrase"), "wrong")
        dialog.submit()
        assert "the passphrase is wrong" in words(dialog)
        desk.type(form.input("passphrase"), "pass")
        form.input("field").set_value("creator_signature")
        dialog.submit()

    dialogs.expect(fill)
    desk.click("Sign digitally", page.history)
    assert "Digitally signed by Ida Lund, unchanged since" in words(page.history)
    assert _contract(desk, id=known["id"])["state"] == "signed"
    dialogs.expect(lambda dialog: "Unchanged since Ida Lund signed it." in words(dialog))
    desk.click("Check signatures", page.history)
    desk.undo()
    assert _contract(desk, id=known["id"])["state"] == "sent"
    assert "Digitally signed" not in words(page.history)


def test_a_copy_with_signatures_says_so_when_it_is_attached(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    from microinf_desktop.contract_papers import signed_paper
    from tests.interchange.test_signatures import certificate

    known = _contract(desk, state="sent")
    sent = attachments.read(desk.folder, _versions(desk, known["id"])[0].sha256)
    file = tmp_path / "from-klara.pdf"
    signed = signed_paper(sent, certificate("Klara"), "pass", field="creator_signature")
    at = signed.index(b"stream") + 40
    file.write_bytes(signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1:])
    page = desk.go("contract", id=known["id"])
    dialogs.expect(lambda dialog: "was changed after Klara signed it" in words(dialog))
    page.history.attach_file(file)
    assert dialogs.shown == ["Signatures in from-klara.pdf"]


def test_versions_are_compared_and_the_changes_saved(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    known = next(row for row in _exported(desk) if row["version"] == 2)
    page = desk.go("contract", id=known["id"])
    target = tmp_path / "changes.pdf"

    def look(dialog: Any) -> bool:
        view = dialog.view
        assert "put in" in words(dialog)
        assert view.changes[0]._current
        if len(view.changes) > 1:
            desk.click("Next", dialog)
            assert (view.at, view.place.text()) == (1, f"Change 2 of {len(view.changes)}")
        dialogs.expect_path(target)
        desk.click("Save as PDF", dialog)
        assert target.read_bytes().startswith(b"%PDF-")
        dialog.new.set_value(1)
        dialog.compare()
        assert "Both say the same" in words(dialog)
        assert not view.isVisible()
        return True

    dialogs.expect(look)
    if page._writable:
        desk.click("Versions", page)
    desk.click("Compare with version 1", page.history)
    assert dialogs.shown == ["Compare versions"]


def test_an_extension_starts_with_a_proposed_end_and_changes_nothing_else(desk: Desk, dialogs: Dialogs) -> None:
    from microinf_desktop.storage.tables import Collaboration

    known = next(row for row in _exported(desk) if row["creator"] == "Jonas Feldkämper")
    with desk.workspace.writing("More rounds") as session:
        session.get_one(Collaboration, known["collaboration_id"]).rounds_included = 4
    page = desk.go("contracts")
    page.table.select(known["id"])

    def look(dialog: Any) -> None:
        assert "Rounds of changes included: 2 → 4" in [box.text() for box in dialog.findChildren(CheckBox)]
        dialog.reject()

    dialogs.expect(look)
    page._amend(ContractKind.AMENDMENT)

    def start(dialog: Any) -> None:
        until = dialog.form.input("until")
        proposed = until.value()
        until.set_value(TODAY)
        dialog.submit()
        assert "anyway" in words(dialog)
        until.set_value(proposed)
        dialog.form.input("reason").set_value("It sells")
        dialog.submit()

    dialogs.expect(start)
    page._amend(ContractKind.EXTENSION)
    assert desk.page.page_id == "contract"
    made = _contract(desk, number=f"{known['number']}-E1")
    with desk.workspace.reading() as session:
        data = contracts.contract_data(session, known["collaboration_id"], today=TODAY)
        detail = contracts.detail(session, made["id"])
    assert detail is not None
    assert data.timeline.rounds_included == 2
    assert data.timeline.ends_on == detail.row.expires_on
    assert detail.options.amendment_reason == "It sells"
    desk.undo()
    assert f"{known['number']}-E1" not in {row["number"] for row in _exported(desk)}


def test_a_board_refuses_in_words_and_the_list_says_what_comes_next(desk: Desk) -> None:
    page = desk.go("contracts")
    assert "Remind" in cells(page.table, "next")
    desk.click("Board", page.shape)
    draft = _contract(desk, state="draft")["id"]
    assert page._may_move(draft, "active") == "A contract becomes active by its dates"
    assert "No version of the contract has been issued" in page._may_move(draft, "sent")
    assert page._may_move(_contract(desk, state="sent")["id"], "signed") == ""


def _exported(desk: Desk) -> list[dict[str, Any]]:
    with desk.workspace.reading() as session:
        return contracts.exported(session)

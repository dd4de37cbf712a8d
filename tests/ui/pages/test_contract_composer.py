"""Writing a contract: values changed for it alone, clauses switched, moved and edited, risks taken with a reason."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from microinf_desktop.domain.contract_options import ContractOptions
from microinf_desktop.queries import contracts
from microinf_desktop.ui.widgets.inputs import TextField
from tests.ui.pages.conftest import Desk, button, settle, words

ALT = Qt.KeyboardModifier.AltModifier


def _id(desk: Desk, creator: str) -> int:
    with desk.workspace.reading() as session:
        return next(int(row["id"]) for row in contracts.exported(session) if row["creator"] == creator)


def _options(desk: Desk, contract_id: int) -> ContractOptions:
    with desk.workspace.reading() as session:
        detail = contracts.detail(session, contract_id)
    assert detail is not None
    return detail.options


def _leave(desk: Desk, field: Any) -> None:
    desk.press(Qt.Key.Key_Tab, at=field)


def test_a_value_is_changed_for_this_contract_and_taken_back(desk: Desk) -> None:
    contract = _id(desk, "Baptiste Lhermoise")
    page = desk.go("contract", id=contract)
    assert "2 items are missing before this can be issued" in words(page)
    desk.click("Go to: The VAT number of the creator is missing.")
    section = page.sections["parties"]
    field = section.form.input("creator.party.vat_id")
    assert field.hasFocus()
    desk.type(field, "FR 12 & <b>3</b>")
    assert _options(desk, contract).changes == ()  # still being typed
    _leave(desk, field)
    assert _options(desk, contract).changes == (("creator.party.vat_id", "FR 12 & <b>3</b>"),)
    assert "1 item is missing before this can be issued" in words(page)
    assert any("FR 12 & <b>3</b>" in page.preview.pages.page_text(n) for n in range(2))
    assert "1 missing" in words(section)
    work = page.sections["work"]
    work.set_open(True)
    days = work.form.input("timeline.feedback_days")
    was = days.text()
    desk.type(days, "9")
    _leave(desk, days)
    assert dict(_options(desk, contract).changes)["timeline.feedback_days"] == 9
    assert f"was {was}" in words(work)
    desk.click("Reset: Working days for feedback")
    assert days.text() == was
    assert set(dict(_options(desk, contract).changes)) == {"creator.party.vat_id"}
    desk.undo()
    assert days.text() == "9"
    desk.undo()
    desk.undo()
    assert _options(desk, contract).changes == ()
    assert field.text() == ""


def test_a_number_that_will_not_do_is_not_stored(desk: Desk) -> None:
    contract = _id(desk, "Baptiste Lhermoise")
    page = desk.go("contract", id=contract)
    page.sections["money"].set_open(True)
    days = page.sections["money"].form.input("compensation.payment_terms_days")
    for typed in ("9999", "soon"):
        desk.type(days, typed)
        _leave(desk, days)
        assert _options(desk, contract).changes == ()
        assert page.sections["money"].form.error_text("compensation.payment_terms_days")


def test_exclusivity_is_added_and_a_risk_needs_a_reason(desk: Desk) -> None:
    contract = _id(desk, "Noor Haddonfield")
    page = desk.go("contract", id=contract)
    assert page._issuable() is True
    section = page.sections["exclusivity"]
    section.set_open(True)
    assert not section.form.input("exclusivity.category").isVisible()
    desk.click("The creator keeps away from others")
    desk.type(section.form.input("exclusivity.category"), "other tea brands")
    _leave(desk, section.form.input("exclusivity.category"))
    assert "exclusivity" in page._made.included
    assert "risk" in str(page._issuable())
    warnings = [one for one in page._made.findings if one.check_id == "CON-04"]
    assert warnings
    desk.click(f"Give a reason: {warnings[0].message}")
    desk.press(Qt.Key.Key_Escape)
    assert page.findings.asking == ""
    assert desk.page is page
    for finding in warnings:
        desk.click(f"Give a reason: {finding.message}")
        desk.type(page.findings.findChildren(TextField)[-1], "Agreed by phone")
        desk.click("Accept")
    assert page._issuable() is True
    assert f"Accepted by {desk.workspace.person_name}: Agreed by phone" in words(page)
    assert page._made.data.accepted[0][1:] == ("Agreed by phone", desk.workspace.person_name)
    assert page.findings.isAncestorOf(QApplication.focusWidget()), "the keyboard stays where it was"
    desk.click(f"Take back the reason: {warnings[0].message}")
    assert "risk" in str(page._issuable())


def test_clauses_are_switched_moved_edited_and_reset(desk: Desk) -> None:
    contract = _id(desk, "Noor Haddonfield")
    page = desk.go("contract", id=contract)
    desk.click("Clauses")
    before = page._made.included
    assert "conduct" not in before
    page.clauses.choose("conduct")
    page.clauses.list.setFocus()
    desk.press(Qt.Key.Key_Space, at=page.clauses.list)
    assert _options(desk, contract).switches == (("conduct", True),)
    assert "conduct" in page._made.included
    desk.press(Qt.Key.Key_Up, ALT, at=page.clauses.list)
    after = page._made.included
    assert after.index("conduct") == before.index("warranties")
    assert _options(desk, contract).order
    page.clauses.choose("conduct")
    text = page.clauses.text
    assert "{" in page.clauses.text.value()
    desk.type(text, "Both behave. See {ref:law} and {feee}.")
    assert "{feee} names nothing. Perhaps {fee}?" in page.clauses.problem.text()
    assert _options(desk, contract).overrides == ()
    desk.click("Edit for all contracts")  # leaving the page stores what was typed
    page = desk.go("contract", id=contract)
    assert _options(desk, contract).overrides == (("conduct", "Both behave. See {ref:law} and {feee}."),)
    assert "risk" in str(page._issuable())
    desk.click("Clauses")
    page.clauses.choose("conduct")
    settle()
    desk.click("Take the library's text again")
    assert _options(desk, contract).overrides == ()
    days = page.clauses.parameters.form.input("conduct_days")
    desk.type(days, "9")
    _leave(desk, days)
    assert _options(desk, contract).parameters == (("conduct_days", 9),)
    desk.click("Order of the library")
    assert _options(desk, contract).order == ()
    desk.undo()
    assert _options(desk, contract).order


def test_a_clause_that_must_be_cannot_be_switched_off(desk: Desk) -> None:
    contract = _id(desk, "Noor Haddonfield")
    page = desk.go("contract", id=contract, clause="law")
    assert page.clauses.list.current_id() == "law"
    desk.press(Qt.Key.Key_Space, at=page.clauses.list)
    assert "law" in page._made.included
    assert _options(desk, contract).switches == ()
    assert not button(page, "Edit for all contracts").isHidden()


def test_language_and_term_sheet_are_chosen(desk: Desk, unnamed_controls: Callable[[QWidget], list[str]]) -> None:
    contract = _id(desk, "Noor Haddonfield")
    page = desk.go("contract", id=contract)
    law = page.sections["law"]
    desk.click("Law and language")
    assert law.is_open
    page.language.box.set_value("de")
    page.language.box.edited.emit()
    settle()
    with desk.workspace.reading() as session:
        detail = contracts.detail(session, contract)
    assert detail is not None
    assert detail.row.language == "de"
    assert "Vertrag" in page.preview.pages.page_text(0) + page.preview.pages.page_text(1)
    desk.click("Term sheet")
    assert page.preview.pages.page_count == 1
    desk.click("Clauses")
    page.clauses.choose("law")
    settle()
    assert "Choose a law" in words(page.clauses)  # told in the language of the window
    assert unnamed_controls(page) == []
    desk.undo()
    desk.click("Contract")
    assert "Creator agreement" in page.preview.pages.page_text(0)
    page.preview.pages.go_to_page(3)
    desk.type(law.form.input("law.court"), "Chicago")
    _leave(desk, law.form.input("law.court"))
    assert page.preview.pages.current_page() == 3
    desk.go("contract", id=_id(desk, "Baptiste Lhermoise"))
    assert page.preview.pages.current_page() == 0


def test_tab_goes_in_the_order_of_reading(desk: Desk) -> None:
    page = desk.go("contract", id=_id(desk, "Baptiste Lhermoise"))
    jump = button(page, "Go to: The VAT number of the creator is missing.")
    form = page.sections["parties"].form
    chain, at = [], jump
    while at is not page.preview.pages and len(chain) < 400:
        chain.append(at)
        at = at.nextInFocusChain()
    reading = [jump, page.sections["parties"].head.arrow, form.input("agency_role"),
               form.input("creator.party.vat_id"), page.sections["work"].head.arrow]
    assert [one for one in chain if one in reading] == reading


def test_what_was_issued_is_shown_with_what_comes_next(desk: Desk) -> None:
    page = desk.go("contract", id=_id(desk, "Noor Haddonfield"))
    desk.click("Clauses")
    page.clauses.list.choose_id("conduct")
    desk.press(Qt.Key.Key_Space, at=page.clauses.list)
    desk.click("Issue PDF")
    assert page.stack.currentWidget() is page.history
    assert "Draft, not for signature" not in page.preview.pages.page_text(0)
    desk.click("Clauses")
    assert "Draft, not for signature" in page.preview.pages.page_text(0)

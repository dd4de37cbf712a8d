"""Clauses in the settings: search, versions with reasons and differences, own ones, updates; defaults of contracts."""

from typing import Any

from PySide6.QtCore import Qt

from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.queries import clauses as queries
from microinf_desktop.queries.contract_numbers import contract_defaults, proposed_number
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.diff_text import DiffText
from tests.ui.conftest import TODAY
from tests.ui.pages.conftest import Desk, words

LAW = bundled_library().clause("law")


def _texts(desk: Desk, clause: str) -> list[str]:
    with desk.workspace.reading() as session:
        return [one.text for one in queries.library(session).clause(clause).paragraphs]


def _listed(page: Any) -> set[str]:
    return {one.accessibleName() for one in page.clauses.findChildren(LinkButton)
            if one.isVisible() and one.accessibleName().startswith("Edit ")}


def test_a_clause_is_found_edited_compared_and_given_back(desk: Desk) -> None:
    page = desk.go("settings", tab="clauses")
    desk.type(page.clauses.search, "arbitrator")
    assert _listed(page) == {"Edit Law and disputes"}
    desk.click("Edit Law and disputes")
    first = page.clauses.detail.wording.lines[0]
    desk.type(first.text, "The law of {lawx} counts.")
    assert first.problem.text() == "{lawx} names nothing. Perhaps {law}?"
    desk.click("Save version")
    assert _texts(desk, "law")[0] == LAW.paragraphs[0].text
    desk.type(first.text, "The law of {law} counts.")
    assert not first.problem.isVisible()
    desk.click("Save version")
    assert page.clauses.detail.why.error_text("reason").startswith("Say why")
    desk.type(page.clauses.detail.reason, "Shorter")
    desk.click("Save version")
    assert _texts(desk, "law")[0] == "The law of {law} counts."
    assert f"{desk.workspace.person_name} · Shorter" in words(page)
    days = page.clauses.detail.parameters.form.input("talk_days")
    desk.type(days, "45")
    desk.press(Qt.Key.Key_Tab, at=days)
    with desk.workspace.reading() as session:
        assert contract_defaults(session).parameters == (("talk_days", 45),)
    desk.undo()
    assert page.clauses.detail.parameters.form.input("talk_days").text() == "30"
    desk.click("Version 1: Compare with the library")
    assert any("counts" in diff.accessibleName() for diff in page.findChildren(DiffText) if diff.isVisible())
    desk.click("Back to the library")
    assert _texts(desk, "law")[0] == LAW.paragraphs[0].text
    desk.undo()
    assert _texts(desk, "law")[0] == "The law of {law} counts."
    desk.click("All clauses")
    desk.click("Edited")
    assert _listed(page) == {"Edit Law and disputes"}
    desk.type(page.clauses.search, "")
    assert _listed(page) == {"Edit Law and disputes", "Edit Conduct", "Edit Confidentiality"}


def test_a_clause_of_its_own_has_a_condition_and_a_place(desk: Desk) -> None:
    page = desk.go("settings", tab="clauses")
    desk.click("Add clause")
    detail = page.clauses.detail
    desk.type(detail.title, "Travel by train")
    desk.type(detail.wording.lines[0].text, "By train to {event_name}.")
    search = detail.form.input("conditions").search
    desk.type(search, "there is an event")
    search.left_field.emit()
    assert detail.form.input("conditions").value() == ("event",)
    detail.form.input("after").set_value("event")
    desk.type(detail.reason, "Client policy")
    desk.click("Save version")
    with desk.workspace.reading() as session:
        library = queries.library(session)
    ids = [clause.id for clause in library.clauses]
    assert ids[ids.index("event") + 1] == "own_travel_by_train"
    assert library.clause("own_travel_by_train").conditions == ("event",)


def test_an_update_of_the_library_is_shown_and_settled(desk: Desk) -> None:
    mine = _texts(desk, "conduct")  # of the sample, made with an older library
    page = desk.go("settings", tab="clauses")
    assert "The library has a new text for 1 clause you edited" in words(page)
    desk.click("Look at it")
    assert any("[added: " in diff.accessibleName() for diff in page.findChildren(DiffText) if diff.isVisible())
    desk.click("Keep mine")
    assert "The library has a new text" not in words(page)
    assert _texts(desk, "conduct") == mine
    desk.undo()
    desk.click("Take the library’s")
    assert _texts(desk, "conduct") == [one.text for one in bundled_library().clause("conduct").paragraphs]


def test_defaults_of_all_contracts_are_kept_and_number_them(desk: Desk) -> None:
    page = desk.go("settings", tab="contracts")
    form = page.contracts.form
    desk.type(form.input("signatory"), "Ana Four")
    desk.type(form.input("number_pattern"), "C{yy}")
    desk.click("Save")
    assert form.error_text("number_pattern") == "The pattern needs {number} once."
    desk.type(form.input("number_pattern"), "C{yy}-{number:03}")
    assert "Next C26-001; next year begins with C27-001" in words(page)
    desk.click("Add a stage")
    stages = form.input("kill_fees")
    stages._lines[0][0].set_value("draft")
    desk.type(stages._lines[0][1], "50")
    desk.click("Save")
    with desk.workspace.reading() as session:
        assert proposed_number(session, TODAY) == "C26-001"
    page = desk.go("contracts")
    page = desk.go("settings", tab="contracts")
    assert page.contracts.draft().signatory == "Ana Four"
    assert [(fee.stage, fee.percent) for fee in page.contracts.draft().kill_fees] == [("draft", 50)]

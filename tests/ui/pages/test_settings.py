"""Settings: profile with checks, people, theme, backups, rule packs."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.queries import agency
from microinf_desktop.queries.series import own_sequences
from microinf_desktop.storage import backup
from microinf_desktop.ui import choices, theme
from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import Desk, button, settle, words

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_the_profile_is_saved_by_key_and_taken_back(desk: Desk) -> None:
    page = desk.go("settings", tab="agency")
    with desk.workspace.reading() as session:
        before = agency.profile(session)
    desk.type(page.form.input("phone"), "+44 20 0000 & <b>")
    desk.press(Qt.Key.Key_S, CONTROL, at=desk.window)
    with desk.workspace.reading() as session:
        after = agency.profile(session)
    assert after is not None
    assert before is not None
    assert after.phone == "+44 20 0000 & <b>"
    assert after.name == before.name
    assert desk.toasts == ["Profile saved"]
    desk.undo()
    assert page.form.input("phone").text() == before.phone


def test_a_wrong_colour_is_marked_and_nothing_is_stored(desk: Desk) -> None:
    page = desk.go("settings", tab="agency")
    with desk.workspace.reading() as session:
        before = agency.profile(session)
    desk.type(page.form.input("accent_color"), "teal")
    desk.click("Save")
    assert page.form.error_text("accent_color")
    assert page.form.input("accent_color").property("invalid") == "true"
    desk.type(page.form.input("name"), "")
    desk.click("Save")
    assert page.form.error_text("name") == "Name is missing."
    with desk.workspace.reading() as session:
        assert agency.profile(session) == before


def test_what_is_being_typed_survives_a_step_elsewhere(desk: Desk) -> None:
    page = desk.go("settings", tab="agency")
    desk.type(page.form.input("phone"), "12345")
    from microinf_desktop.domain.agency import PersonDraft
    from microinf_desktop.services import agency as services

    services.save_person(desk.workspace, PersonDraft("Ana Four"))
    settle()
    assert page.form.input("phone").text() == "12345"


def test_people_are_added_and_sign_in(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("settings", tab="people")

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Zoë Łęcka")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, CONTROL, at=desk.window)
    assert "Zoë Łęcka" in words(page)
    desk.click("Sign in as Zoë Łęcka")
    assert desk.workspace.person_name == "Zoë Łęcka"
    assert desk.context.settings.text("person") == "Zoë Łęcka"
    assert words(page).count("Signed in") == 1

    def leave(dialog: Any) -> None:
        dialog.form.input("is_active").setChecked(False)
        dialog.submit()

    dialogs.expect(leave)
    desk.click("Edit Zoë Łęcka")
    assert "no longer here" in words(page)


def test_theme_and_rows_are_switched_and_remembered(desk: Desk) -> None:
    page = desk.go("settings", tab="look")
    try:
        desk.click("Dark", page)
        assert theme.mode() is theme.Mode.DARK
        assert theme.current().surface.lightness() < 80
        desk.click("Comfortable", page)
        assert theme.density() is theme.Density.COMFORTABLE
        assert desk.context.settings.text("theme") == "dark"
        assert desk.context.settings.text("density") == "comfortable"
    finally:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, theme.Mode.LIGHT, theme.Density.COMPACT)


def test_backups_are_made_listed_and_restored(desk: Desk, dialogs: Dialogs) -> None:
    desk.go("settings", tab="workspace")
    desk.click("Back up now")
    made = backup.list_backups(desk.folder)
    assert len(made) == 1
    assert desk.toasts == ["Backed up and verified"]
    page = desk.go("settings", tab="workspace")
    assert "manual" in words(page)
    from microinf_desktop.queries import influencers
    from microinf_desktop.services.influencers import set_owner

    with desk.workspace.reading() as session:
        someone = influencers.ids(session)[0]
        owner = influencers.rows(session, [someone])[0].owner
    set_owner(desk.workspace, [someone], None)
    settle()
    dialogs.expect()
    desk.click("Restore")
    assert desk.application.workspace is not None
    with desk.workspace.reading() as session:
        assert influencers.rows(session, [someone])[0].owner == owner
    assert desk.page is not None


def test_a_sound_workspace_is_called_sound(desk: Desk) -> None:
    desk.go("settings", tab="workspace")
    desk.click("Verify")
    assert desk.toasts == ["The workspace is sound"]


def test_every_rule_pack_is_listed_by_name(desk: Desk) -> None:
    from microinf_desktop.interchange.packs import load_packs

    page = desk.go("settings", tab="rules")
    shown = words(page)
    names = dict(choices.jurisdictions())
    for code, pack in load_packs().packs.items():
        assert f"{names.get(code, pack.name)}\n" in shown
    assert "GENERIC" not in shown
    assert "United Kingdom\nUK\n" in shown


def test_own_sequences_are_copied_changed_and_deleted(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("settings", tab="templates")

    def change_piece(dialog: Any) -> None:
        assert dialog.form.input("title").value() == "Main post"
        dialog.form.input("day").set_value(-2)
        dialog.submit_button.click()

    def copy(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Tea launch")
        dialogs.expect(change_piece)
        desk.click("Edit", dialog)
        desk.click("Save", dialog)

    dialogs.expect(copy)
    desk.click("Copy Post, stories, live Q&A, poll")
    with desk.workspace.reading() as session:
        own = {one.template.name: one.template for one in own_sequences(session)}
    assert [step.day for step in own["Tea launch"].steps] == [-2, 1, 4, 6]

    def spoil(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "")
        desk.click("Save", dialog)
        assert dialog.form.error_text("name") == "Name is missing."
        desk.type(dialog.form.input("name"), "Tea launch, long")
        for _ in range(4):
            desk.click("Remove", dialog)
        desk.click("Save", dialog)
        assert "no pieces" in dialog.problem.text()
        dialog.reject()

    dialogs.expect(spoil)
    desk.click("Edit Tea launch")
    desk.click("Delete Tea launch")
    assert "Tea launch deleted" in desk.toasts
    with desk.workspace.reading() as session:
        assert "Tea launch" not in {one.template.name for one in own_sequences(session)}
    desk.undo()
    assert button(page, "Edit Tea launch")


def test_the_checklist_of_a_kind_is_changed_from_the_templates(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("settings", tab="templates")

    def change(dialog: Any) -> None:
        assert dialog.kind.value() == DeliverableKind.POLL
        dialog.remove()
        dialog.save()
        dialog.reject()

    dialogs.expect(change)
    desk.click("Edit the checklist of Poll")
    assert "your own" in words(page).splitlines()
    desk.undo()
    assert "your own" not in words(page).splitlines()

"""The roster as a person uses it: search, sort, add, tag, delete and take back, look at one person."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel
from sqlalchemy import func
from sqlmodel import col, select

from microinf_desktop.domain.influencers import AccountDraft, InfluencerDraft, InfluencerFilter
from microinf_desktop.queries import contracts, influencers
from microinf_desktop.services.influencers import save_influencer
from microinf_desktop.storage.tables import Account, AccountSnapshot, Collaboration, Influencer
from microinf_desktop.ui.widgets.feedback import Banner
from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import Desk, button, cells, settle, words

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_typing_narrows_and_clearing_brings_everybody_back(desk: Desk) -> None:
    page = desk.go("roster")
    assert len(page.table.model.ids) == 60
    first = cells(page.table, "name")[0]
    desk.search(first)
    assert cells(page.table, "name")[0] == first
    assert 1 <= len(page.table.model.ids) < 10
    assert " of 60" in words(page.header)
    desk.search("nobody is called this")
    assert page.table.empty.isVisible()
    with desk.bot.waitSignal(page.bar.changed):
        desk.click("Clear all filters")
    assert len(page.table.model.ids) == 60
    assert page.bar.text() == ""


def test_a_click_on_the_head_sorts_both_ways(desk: Desk) -> None:
    page = desk.go("roster")
    desk.click_head(page.table, "followers")
    with desk.workspace.reading() as session:
        most = influencers.rows(session, page.table.model.ids)
    counts = [row.followers for row in most if row.followers is not None]
    assert counts == sorted(counts, reverse=True)
    desk.click_head(page.table, "followers")
    with desk.workspace.reading() as session:
        least = [row.followers for row in influencers.rows(session, page.table.model.ids) if row.followers is not None]
    assert least == sorted(counts)


def test_a_person_is_added_by_typing_and_taken_back(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("roster")

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Zoë Łęcka")
        desk.type(dialog.form.input("email"), "zoe@example.com")
        desk.type(dialog.form.input("handle_0"), "https://instagram.com/zoe.lecka/")
        desk.type(dialog.form.input("followers_0"), "38.6K")
        desk.bot.mouseClick(dialog.submit_button, Qt.MouseButton.LeftButton)

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, CONTROL)
    settle()
    assert len(page.table.model.ids) == 61
    assert page.panel.isVisible()
    assert "Zoë Łęcka" in words(page.panel)
    assert "@zoe.lecka" in words(page.panel)
    assert desk.toasts == ["1 person added"]
    desk.undo()
    assert len(page.table.model.ids) == 60
    assert page.panel.influencer_id in page.table.model.ids  # its neighbour is shown instead
    assert "Zoë Łęcka" not in words(page.panel)
    desk.redo()
    assert len(page.table.model.ids) == 61


def test_who_is_there_already_is_named_while_typing(desk: Desk, dialogs: Dialogs) -> None:
    desk.go("roster")
    with desk.workspace.reading() as session:
        known = influencers.rows(session, influencers.ids(session))[0]
    seen: list[tuple[bool, str]] = []

    def fill(dialog: Any) -> bool:
        banner = dialog.findChild(Banner)
        desk.type(dialog.form.input("name"), "Somebody New")
        seen.append((banner.isVisible(), ""))
        desk.type(dialog.form.input("handle_0"), f"@{known.handle}")
        seen.append((banner.isVisible(), words(banner)))
        return False

    dialogs.expect(fill)
    desk.click("Add person")
    assert seen[0] == (False, "")
    assert seen[1][0]
    assert known.name in seen[1][1]


def test_a_wrong_mail_is_marked_at_its_field_and_nothing_is_stored(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("roster")
    seen: list[str] = []

    def fill(dialog: Any) -> bool:
        dialog.submit()
        seen.append(dialog.form.error_text("name"))
        desk.type(dialog.form.input("name"), "Zoë")
        desk.type(dialog.form.input("email"), "zoe at example")
        desk.press(Qt.Key.Key_Return, CONTROL, at=dialog)
        seen.append(dialog.form.error_text("email"))
        assert dialog.isVisible()
        return False

    dialogs.expect(fill)
    desk.click("Add person")
    assert seen[0] == "Name is missing."
    assert seen[1]
    assert len(page.table.model.ids) == 60


def _free(desk: Desk) -> list[int]:
    """People without a deal, who can be deleted."""
    with desk.workspace.reading() as session:
        return [n for n in influencers.ids(session) if not influencers.detail(session, n).deals]  # type: ignore[union-attr]


def test_delete_and_control_z(desk: Desk) -> None:
    page = desk.go("roster")
    target = _free(desk)[0]
    page.table.select(target)
    with desk.workspace.reading() as session:
        before = influencers.detail(session, target)
    page.table.view.setFocus()
    desk.press(Qt.Key.Key_Delete)
    assert target not in page.table.model.ids
    assert desk.toasts == ["1 person deleted"]
    desk.undo()
    assert target in page.table.model.ids
    with desk.workspace.reading() as session:
        assert influencers.detail(session, target) == before


def test_several_are_deleted_after_a_question_only(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("roster")
    two = _free(desk)[:2]
    page.table.model.set_checked(two)
    dialogs.expect(lambda dialog: False)
    page.table.view.setFocus()
    desk.press(Qt.Key.Key_Delete)
    assert len(page.table.model.ids) == 60
    dialogs.expect()
    desk.press(Qt.Key.Key_Delete)
    assert len(page.table.model.ids) == 58
    assert dialogs.shown == ["Delete 2 people"] * 2


def test_somebody_with_a_deal_is_not_deleted_but_explained(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("roster")
    busy = next(n for n in page.table.model.ids if n not in _free(desk))
    page.table.select(busy)
    said: list[str] = []
    dialogs.expect(lambda dialog: said.append(words(dialog)) is None)
    page.table.view.setFocus()
    desk.press(Qt.Key.Key_Delete)
    assert "take part in campaigns" in said[0]
    assert busy in page.table.model.ids


def test_ticked_people_are_tagged_in_one_step(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("roster")
    ids = list(page.table.model.ids[:3])
    page.table.view.setFocus()
    page.table.select(ids[0])
    desk.press(Qt.Key.Key_Space)
    page.table.model.set_checked(ids)
    settle()
    assert page.table.bulk_bar.isVisible()

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("tag"), "snow & <b>")
        dialog.submit()

    dialogs.expect(fill)
    desk.click("Tag", page.table.bulk_bar)
    with desk.workspace.reading() as session:
        assert all("snow & <b>" in row.tags for row in influencers.rows(session, ids))
    assert desk.toasts == ["3 people tagged"]
    desk.undo()
    with desk.workspace.reading() as session:
        assert not any("snow & <b>" in row.tags for row in influencers.rows(session, ids))


def test_blocking_somebody_needs_a_reason(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("roster")
    page.table.select(page.table.model.ids[0])
    seen: list[str] = []

    def fill(dialog: Any) -> bool:
        dialog.form.input("stage").set_value("blacklisted")
        dialog.submit()
        seen.append(dialog.form.error_text("restriction_reason"))
        return False

    dialogs.expect(fill)
    page.change_stage()
    assert "needs a reason" in seen[0]


def test_every_part_of_the_panel_shows_something(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("roster")
    with desk.workspace.reading() as session:
        busy = next(n for n in page.table.model.ids if influencers.detail(session, n).deals)  # type: ignore[union-attr]
        detail = influencers.detail(session, busy)
    assert detail is not None
    page.table.select(busy)
    page.table.view.setFocus()
    desk.press(Qt.Key.Key_Return)
    shown = {}
    for tab in ("Overview", "Accounts", "Deals", "Log", "History"):
        desk.click(tab, page.panel.tabs)
        shown[tab] = words(page.panel)
    assert detail.fields["name"] in shown["Overview"]
    assert detail.accounts[0].handle in shown["Accounts"]
    assert detail.deals[0].client in shown["Deals"]
    assert len(set(shown.values())) == 5
    desk.click("Log", page.panel.tabs)

    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("summary"), "Sent a tin")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_L, at=page.table.view)
    assert "Sent a tin" in words(page.panel)
    desk.press(Qt.Key.Key_Escape, at=page.table.view)
    assert not page.panel.isVisible()


def test_people_are_exported_as_a_spreadsheet(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    page = desk.go("roster")
    page.table.model.set_checked(page.table.model.ids[:2])
    dialogs.expect_path(tmp_path / "people.csv")
    desk.press(Qt.Key.Key_E, CONTROL, at=desk.window)
    lines = (tmp_path / "people.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[0].startswith("name,handle,platforms")
    assert desk.toasts == ["2 people exported to people.csv"]


NAMES = ("<b>Bold</b> & Co", "נועה כהן", "🌶️🫖 Spice", "W" * 300, "  a\nb\tc  ", "مريم", "%s {name} {n}")


def test_any_name_is_shown_as_it_is(desk: Desk) -> None:
    page = desk.go("roster")
    for place, name in enumerate(NAMES):
        added = save_influencer(
            desk.workspace, InfluencerDraft(name=name, notes=name, tags=(name,), city=name,
                                            accounts=(AccountDraft("tiktok", f"odd{place}"),)), None)
        settle()
        page.open_person(added)
        settle()
        title = next(label for label in page.panel.findChildren(QLabel) if label.text() and label.isVisible())
        assert page.panel.width() <= 400, name
        assert page.panel.title.text() == " ".join(name.split()) or page.panel.title.text() == name.strip()
        assert title.textFormat() == Qt.TextFormat.PlainText
    assert desk.window.width() == 1440
    assert desk.window.minimumSizeHint().width() <= 1440
    page.grab()


def test_at_1280_with_panel_names_and_stage_can_be_read(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on((1280, 800))
    page = desk.go("roster")
    page.open_person(page.table.model.ids[0])
    settle()
    name = page.table.view.columnWidth(0)
    assert name >= 180
    for label in (page.panel._stage, page.panel._note):
        assert label.width() >= label.sizeHint().width()
    end = page.panel.mapTo(desk.window, QPoint(page.panel.width(), 0)).x()
    assert end <= 1280


def test_filters_and_sorting_are_there_after_a_restart(desk_on: Callable[..., Desk]) -> None:
    desk = desk_on((760, 600))
    page = desk.go("roster")
    page.bar.set_value("platforms", ("tiktok",))
    desk.bot.waitUntil(lambda: len(page.table.model.ids) < 60)
    desk.click_head(page.table, "followers")
    ids = list(page.table.model.ids)
    desk.bot.wait(450)  # the table saves its columns a moment later
    desk.close()
    again = desk_on(None)
    page = again.page
    assert page.page_id == "roster"
    again.bot.waitUntil(lambda: list(page.table.model.ids) == ids)
    assert page.table.sort() == ("followers", True)
    assert (again.window.width(), again.window.height()) == (760, 600)


def test_the_dialog_of_a_person_keeps_what_it_does_not_show(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("roster")
    accounts = tuple(AccountDraft(name, f"many{name}") for name in ("instagram", "tiktok", "youtube", "pinterest"))
    added = save_influencer(desk.workspace, InfluencerDraft(name="Ana Four", accounts=accounts), None)
    settle()

    def fill(dialog: QDialog) -> None:
        desk.type(dialog.form.input("city"), "Łódź")  # type: ignore[attr-defined]
        dialog.submit()  # type: ignore[attr-defined]

    dialogs.expect(fill)
    page.edit_person(added)
    with desk.workspace.reading() as session:
        detail = influencers.detail(session, added)
    assert detail is not None
    assert detail.fields["city"] == "Łódź"
    assert {account.platform for account in detail.accounts} == {"instagram", "tiktok", "youtube", "pinterest"}


@pytest.mark.parametrize("stage", ["blacklisted", "do_not_contact", "active", "vetted"])
def test_saving_a_person_unchanged_changes_nothing(desk: Desk, dialogs: Dialogs, stage: str) -> None:
    """Opening somebody's form to mend a typing error must not unblock, hand over or move that person."""
    page = desk.go("roster")

    def stored() -> tuple[dict[str, Any], list[Any], int]:
        with desk.workspace.reading() as session:
            rows = influencers.rows(session, influencers.ids(session, InfluencerFilter(stages=(stage,))))
            person = session.get_one(Influencer, rows[0].id).model_dump()
            accounts = session.exec(select(Account).where(Account.influencer_id == rows[0].id)).all()
            seen = session.exec(select(func.count(col(AccountSnapshot.id)))).one()
            return person, [account.model_dump() for account in accounts], seen

    before = stored()
    dialogs.expect(lambda dialog: dialog.submit())  # type: ignore[attr-defined]
    page.edit_person(before[0]["id"])
    assert stored() == before


def test_typed_averages_replace_the_one_that_came_with_its_source(desk: Desk, dialogs: Dialogs) -> None:
    page = desk.go("roster")
    with desk.workspace.reading() as session:
        who = session.exec(select(Account).where(col(Account.avg_engagements).is_not(None))).first()
    assert who is not None

    def fill(dialog: Any) -> None:
        place = next(n for n in range(3) if dialog.form.input(f"handle_{n}").value() == who.handle)
        desk.type(dialog.form.input(f"avg_likes_{place}"), "123")
        dialog.submit()

    dialogs.expect(fill)
    page.edit_person(who.influencer_id)
    with desk.workspace.reading() as session:
        after = session.get_one(Account, who.id)
        assert (after.avg_likes, after.avg_engagements, after.url) == (123, None, who.url)
    desk.undo()
    with desk.workspace.reading() as session:
        assert session.get_one(Account, who.id).avg_engagements == who.avg_engagements


def test_a_profile_link_pasted_in_the_window_opens_its_person(desk: Desk) -> None:
    page = desk.go("roster")
    with desk.workspace.reading() as session:
        known = influencers.rows(session, page.table.model.ids)[3]
        account = influencers.detail(session, known.id).accounts[0]  # type: ignore[union-attr]
    QApplication.clipboard().setText(f"@{account.handle}")
    desk.window.paste()
    settle()
    assert page.panel.isVisible()
    assert page.panel.influencer_id == known.id
    assert button(page.panel, "Edit").isEnabled()


def test_the_panel_lists_contracts_and_what_was_asked_to_be_changed(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        known = next(row for row in contracts.exported(session) if row["state"] == "changes")
        person = session.get_one(Collaboration, known["collaboration_id"]).influencer_id
    page = desk.go("roster", id=person)
    desk.click("History", page)
    said = words(page)
    assert "A second reel instead of the two stories." in said
    assert "120.00" in said
    assert f"· {known['number']} ·" in said
    desk.click("Deals", page)
    desk.click(known["number"], page)
    assert (desk.page.page_id, desk.page.contract_id) == ("contract", known["id"])

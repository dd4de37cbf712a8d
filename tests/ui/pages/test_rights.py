"""Content & rights by mouse and keyboard: the register, the question, renewals with their quote, the library."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.media import Place, Use
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.rights import RightFilter, RightKind, RightStage
from microinf_desktop.domain.rights_answer import Answer
from microinf_desktop.queries import assets, rights
from microinf_desktop.storage import attachments
from microinf_desktop.ui.widgets.feedback import Toast
from tests.ui.conftest import TODAY
from tests.ui.pages.conftest import Desk, cells, settle, words


def register(desk: Any, **wanted: Any) -> list[rights.RightRow]:
    with desk.workspace.reading() as session:
        return rights.rows(session, rights.ids(session, RightFilter(**wanted), today=TODAY), TODAY)


def library(desk: Any) -> list[assets.AssetRow]:
    with desk.workspace.reading() as session:
        return assets.rows(session, assets.ids(session), TODAY)


def typed(desk: Any, kind: RightKind, creator: str) -> rights.RightRow:
    return next(row for row in register(desk, kinds=(kind,)) if creator in row.deal.creator and row.source == "typed")


def test_the_sample_has_rights_in_every_column_of_the_board(desk: Any) -> None:
    page = desk.go("rights", tab="rights", view="board")
    board = page.rights.board()
    shown = {cards.cards.column.key: len(cards.cards.ids) for cards in board._lists}
    assert set(shown) == {stage.value for stage in RightStage} - {"withdrawn"}
    assert all(shown.values()), shown
    assert sum(shown.values()) == len(register(desk))
    assert not board._lists[0].dragEnabled()


def test_the_register_is_narrowed_and_shows_where_a_right_comes_from(desk: Any) -> None:
    page = desk.go("rights", tab="rights", view="table")
    page.rights.bar.set_values({"places": (Place.OUT_OF_HOME,)})
    settle()
    assert cells(page.rights.table, "creator") == ["Calloway Reyes-Thorne"]
    page.rights.bar.set_values({})
    settle()
    row = next(row for row in register(desk) if row.contract)
    desk.go("rights", id=row.id)
    assert f"{row.contract}, clause {row.terms.clause}" in words(page.rights.panel)


def test_may_we_use_it_is_answered_with_the_clause(desk: Any, dialogs: Any) -> None:
    row = next(row for row in library(desk) if row.badge.until and row.badge.kind is RightKind.ORGANIC_REPOST)
    page = desk.go("rights", tab="library")
    page.library.grid.select(row.id)
    settle()

    def ask(dialog: Any) -> None:
        assert dialog.ruling.answer is Answer.YES
        until = dialog.ruling.until
        grant = dialog.ruling.best.grant
        assert grant.clause
        assert f"Organic repost, {grant.contract}, clause {grant.clause}" in words(dialog)
        dialog.form.input("use").set_value(Use.PAID)
        dialog.form.changed.emit()
        settle()
        assert dialog.ruling.answer is Answer.NO
        assert "It does not cover this use: as advertising" in words(dialog)
        assert "Amend the contract" in words(dialog)
        dialog.form.set_values({"use": Use.ORGANIC, "day": until.replace(year=until.year + 1)})
        dialog.answer()
        settle()
        assert "It ended on" in words(dialog)
        dialog.copy()
        assert QGuiApplication.clipboard().text().splitlines()[1] == "No"
        dialog.reject()

    dialogs.expect(ask)
    desk.press(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    assert "Answer copied" in desk.toasts


def test_a_right_of_an_older_deal_is_added_by_hand(desk: Any, dialogs: Any) -> None:
    page = desk.go("rights", tab="rights", view="table")
    before = {row.id for row in register(desk)}
    with desk.workspace.reading() as session:
        (what, name), *_ = assets.choices(session, "wren")

    def fill(dialog: Any) -> None:
        dialog.submit()
        assert "missing" in dialog.form.error_text("what")
        dialog.form.input("what").set_value(what, name)
        dialog.form.input("what").edited.emit()
        desk.type(dialog.form.input("fee"), "120")
        dialog.form.set_values({"kind": RightKind.SPARK_CODE, "platforms": ("tiktok",), "starts_on": TODAY, "days": 30})
        dialog.form.changed.emit()
        assert not dialog.form.input("media").isVisible()
        dialog.submit()
        assert "territory" in dialog.form.error_text("territories")
        desk.type(dialog.form.input("territories").field, "DE,")
        desk.type(dialog.form.input("code"), "#k1")
        dialog.submit()

    dialogs.expect(fill)
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    (added,) = [row for row in register(desk) if row.id not in before]
    assert (added.terms.code, added.terms.territories, added.days_left) == ("#k1", ("DE",), 29)
    assert added.fee == Money(12_000, "GBP")
    assert added.id in page.rights.table.model.ids
    desk.undo()
    assert {row.id for row in register(desk)} == before


def test_a_renewal_is_offered_with_its_quote_and_accepted(desk: Any, dialogs: Any, tmp_path: Path) -> None:
    row = typed(desk, RightKind.PAID, "Marguerite")
    page = desk.go("rights", id=row.id)

    def offer(dialog: Any) -> None:
        desk.type(dialog.form.input("months"), "6")
        assert dialog.form.input("price").value().minor == round(75_000 * 180 / 80)
        dialog.submit()

    dialogs.expect(offer)
    desk.press(Qt.Key.Key_R, at=page.rights.table.view)
    with desk.workspace.reading() as session:
        (made,) = rights.renewals(session, row.id)
    quote = attachments.read(desk.folder, made.sha256)
    assert quote.startswith(b"%PDF")
    assert desk.toasts == [f"Quote {made.number} made"]
    dialogs.expect_path(tmp_path / "quote.pdf")
    desk.window.findChild(Toast)._act()
    assert (tmp_path / "quote.pdf").read_bytes() == quote
    assert made.number in words(page.rights.panel)
    dialogs.expect(lambda dialog: dialog.submit())
    desk.click("Accepted", page.rights.panel)
    assert typed(desk, RightKind.PAID, "Marguerite").days_left > row.days_left + 175
    desk.undo()
    desk.undo()
    with desk.workspace.reading() as session:
        assert rights.renewals(session, row.id) == []


def test_files_are_dropped_into_a_campaign_and_linked_to_their_post(desk: Any, dialogs: Any, tmp_path: Path) -> None:
    picture = tmp_path / "behind the scenes.png"
    row = next(row for row in library(desk) if row.sha256 and row.deliverable_id)
    picture.write_bytes(attachments.read(desk.folder, row.sha256) + b"x")
    page = desk.go("campaign", id=row.deal.campaign_id, tab="content")
    part = page.part("content")
    part.library.grid.select(row.id)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(picture)), QUrl("https://example.com/x.png")])

    def choose(dialog: Any) -> None:
        assert dialog.form.values() == {"deal": row.deal.collaboration_id, "post": row.deliverable_id}
        dialog.submit()

    dialogs.expect(choose)
    part.library.grid.dropEvent(QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    settle()
    added = next(one for one in library(desk) if one.title == "behind the scenes")
    assert (added.deliverable_id, added.badge) == (row.deliverable_id, row.badge)
    assert added.id in part.library.grid.tiles.ids
    desk.undo()
    settle()
    assert added.id not in part.library.grid.tiles.ids


def test_pictures_are_decoded_once_and_only_for_what_is_in_view(desk: Any, monkeypatch: Any) -> None:
    from microinf_desktop.ui.pages import deliverable_files

    decoded: list[str] = []
    real = deliverable_files.small_image
    monkeypatch.setattr(
        deliverable_files, "small_image", lambda path, size: decoded.append(path.name) or real(path, size))
    page = desk.go("rights", tab="library")
    desk.window.grab()
    settle()
    first = list(decoded)
    assert first
    assert len(first) == len(set(first)) < len({row.sha256 for row in library(desk) if row.sha256})
    page.library.reload()
    desk.window.grab()
    settle()
    assert decoded == first


def test_the_register_is_exported(desk: Any, monkeypatch: Any, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    target = tmp_path / "rights.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    page = desk.go("rights", tab="rights", view="table")
    page.rights.show_all()
    page.rights.reload()
    next(action for action in page.actions() if action.id == "rights.export").run()
    head, *rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert len(rows) == len(register(desk))
    places = {name: place for place, name in enumerate(head)}
    ends = [row[places["last_day"]] for row in rows if row[places["last_day"]]]
    assert ends == sorted(ends)
    assert {row[places["right"]] for row in rows} == {row.terms.kind.value for row in register(desk)}


def test_a_second_opening_shows_the_same_and_every_control_has_a_name(
    desk_on: Callable[..., Desk], unnamed_controls: Callable[[QWidget], list[str]]
) -> None:
    desk = desk_on()
    page = desk.go("rights", tab="rights", view="table")
    page.rights.table.select(page.rights.table.model.ids[0])
    settle()
    assert unnamed_controls(page) == []
    page.rights.scope.set_value("soon")
    desk.go("rights", tab="library")
    page.library.grid.select(page.library.grid.tiles.ids[0])
    settle()
    assert unnamed_controls(page) == []
    desk.close()
    page = desk_on().go("rights")
    assert (page.tabs.value(), page.rights.scope.value()) == ("library", "soon")


def test_today_asks_and_its_reminder_opens_the_right_it_means(desk: Any, dialogs: Any) -> None:
    row = next(row for row in register(desk) if row.stage is RightStage.TODAY)
    today = desk.go("today")

    def look(dialog: Any) -> None:
        assert (dialog.ruling, dialog.title.text()) == (None, "Say what is to be used, and where")
        dialog.reject()

    dialogs.expect(look)
    desk.press(Qt.Key.Key_U, Qt.KeyboardModifier.ControlModifier)
    key = next(key for key, one in today._items.items() if (one.record, one.record_id) == ("rights", row.id))
    assert today.table.select(key)
    next(action for action in today.actions() if action.id == "today.open").run()
    settle()
    assert desk.page.rights.table.current_id() == row.id
    assert row.deal.creator in words(desk.page.rights.panel)

"""The whole window on the sample agency: every page by keyboard, in any size, with any names; one writer at a time."""
# ruff: noqa: F811 - pytest fixtures are imported by name

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from sqlmodel import select

from microinf_desktop.queries import (
    campaigns,
    clients,
    collaborations,
    contracts,
    deliverables,
    events,
    influencers,
)
from microinf_desktop.storage.tables import Campaign, Client, Influencer
from microinf_desktop.ui import theme
from microinf_desktop.ui.screens import SCREENS
from tests.ui.conftest import (  # noqa: F401
    Dialogs,
    _interface,
    _no_qt_warning,
    dialogs,
    qapp_args,
    unnamed_controls,
)
from tests.ui.pages.conftest import Desk, desk, desk_on, sample, settle, words  # noqa: F401

NAMES = ("<b>Bold</b> & Co", "נועה כהן", "🌶️🫖", "W" * 300, "%s {name} \\ '\"")
# Pages that want more than the narrowest window gives; they are cut at the right there.
_WIDER = {"compliance": 800, "deal": 740, "event": 720}
_TABS = 120  # more than any page has stops for the keyboard


def _places(desk: Desk) -> list[tuple[str, dict[str, object]]]:
    """Every screen with what it has to show."""
    with desk.workspace.reading() as session:
        known = {
            "campaign": campaigns.rows(session)[0].id, "report": campaigns.rows(session)[0].id,
            "client": clients.rows(session)[0].id, "contract": contracts.exported(session)[0]["id"],
            "deliverable": deliverables.ids(session)[0], "client_edit": clients.rows(session)[0].id,
            "campaign_setup": campaigns.rows(session)[0].id,
            "deal": collaborations.rows(session, campaigns.rows(session)[0].id)[0].id,
            "event": next(one.id for row in campaigns.rows(session) for one in events.of_campaign(session, row.id)),
        }
    return [(screen, {"id": known[screen]} if screen in known else {}) for screen in SCREENS]


def test_every_page_is_made_with_named_controls_and_a_title(desk: Desk, unnamed_controls: Any) -> None:
    for screen, params in _places(desk):
        page = desk.go(screen, **params)
        assert page.page_id == screen
        assert unnamed_controls(desk.window) == [], screen
        assert words(page.header), screen


def test_tab_reaches_the_content_of_every_page_and_comes_round(desk: Desk) -> None:
    for screen, params in _places(desk):
        page = desk.go(screen, **params)
        desk.window.activateWindow()
        page.setFocus()
        seen = []
        for _ in range(_TABS):
            before = QApplication.focusWidget()
            if before is None or not before.focusNextPrevChild(True):
                break
            now = QApplication.focusWidget()
            if now is None or now in seen:
                break
            seen.append(now)
        assert any(page.isAncestorOf(widget) for widget in seen), screen
        for widget in seen:
            text = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
            assert widget.isVisible(), f"{screen}: {widget}"
            assert widget.accessibleName() or text, f"{screen}: {type(widget).__name__} has no name"


@pytest.mark.parametrize("size", [(1280, 800), (720, 480)])
def test_nothing_essential_is_cut(desk_on: Callable[..., Desk], size: tuple[int, int]) -> None:
    desk = desk_on(size)
    for screen, params in _places(desk):
        page = desk.go(screen, **params)
        assert (desk.window.width(), desk.window.height()) == size, screen
        assert page.minimumSizeHint().width() <= max(page.width(), _WIDER.get(screen, 0)), screen
        for item in page.header.findChildren(QAbstractButton):
            if item.isVisible():
                right = item.mapTo(desk.window, QPoint(item.width(), 0)).x()
                assert right <= size[0], f"{screen}: {item.text()}"


@pytest.mark.parametrize("name", NAMES)
def test_any_name_stands_on_every_page(desk: Desk, name: str) -> None:
    with desk.workspace.writing("Rename") as session:
        for row in (*session.exec(select(Influencer)), *session.exec(select(Campaign)), *session.exec(select(Client))):
            row.name = f"{name} {row.id}"
    settle()
    for screen, params in _places(desk):
        page = desk.go(screen, **params)
        assert not page.grab().isNull()
        for label in page.findChildren(QLabel):
            assert label.textFormat() == Qt.TextFormat.PlainText or "<b>" not in label.text(), screen
    assert desk.window.width() == 1440


def test_dark_and_light_on_every_page(desk: Desk) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for mode in (theme.Mode.DARK, theme.Mode.LIGHT):
        desk.window.set_theme(mode)
        for screen, params in _places(desk):
            page = desk.go(screen, **params)
            corner = page.grab().toImage().pixelColor(2, page.height() // 2)
            assert (corner.lightness() < 90) == (mode is theme.Mode.DARK), screen


def test_a_workspace_is_open_once(desk: Desk, dialogs: Dialogs, tmp_path: Path, qtbot: Any) -> None:
    from microinf_desktop.app import Application
    from microinf_desktop.ui.settings import Settings

    second = Application(Settings(tmp_path / "second.ini"), inline=True)
    second.window.show()
    said: list[str] = []
    dialogs.expect(lambda dialog: said.append(words(dialog)) is None)
    assert not second.open(desk.folder)
    assert "This workspace is open in" in said[0]
    assert second.workspace is None
    second.window.close()
    second.shut_down()
    desk.go("roster")
    assert len(desk.page.table.model.ids) == 60  # type: ignore[attr-defined]


def test_what_is_no_workspace_is_refused_and_the_open_one_stays(
    desk: Desk, dialogs: Dialogs, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "workspace.db").write_bytes(b"no database" * 500)
    said: list[str] = []
    for name in ("empty", "odd", "missing"):
        dialogs.expect(lambda dialog: said.append(words(dialog)) is None)
        assert not desk.application.open(tmp_path / name)
    assert all(len(text) > 30 and "should not have happened" not in text for text in said), said
    assert not (tmp_path / "missing").exists()
    assert desk.workspace.folder == desk.folder
    with desk.workspace.reading() as session:
        assert influencers.count(session) == 60


def test_undo_and_redo_say_when_there_is_nothing(desk: Desk) -> None:
    desk.redo()
    assert desk.toasts == ["There is nothing to redo"]
    desk.undo()
    assert len(desk.toasts) == 2


def test_closing_the_workspace_offers_another(desk: Desk) -> None:
    desk.application.close_workspace()
    settle()
    assert desk.workspace is None
    assert desk.application.recent() == [desk.folder]
    assert desk.application.open(desk.folder)
    settle()
    assert desk.page is not None


def test_the_page_of_the_last_time_opens(desk_on: Callable[..., Desk]) -> None:
    first = desk_on()
    first.go("clients")
    first.page.segments.set_value("all")  # type: ignore[attr-defined]
    first.close()
    again = desk_on(None)
    assert again.page.page_id == "clients"
    assert again.page.segments.value() == "all"  # type: ignore[attr-defined]


def test_the_palette_finds_a_person_and_opens_it(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        known = influencers.rows(session, influencers.ids(session))[5]
    found: list[Any] = []
    desk.application.search(known.name, found.extend)
    hit = next(item for item in found if item.text == known.name)
    desk.go(hit.screen, **hit.params)
    assert desk.page.panel.influencer_id == known.id  # type: ignore[attr-defined]

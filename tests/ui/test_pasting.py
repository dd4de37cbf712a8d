"""What is pasted goes where it belongs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QDialog

from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.main_window import MainWindow
from microinf_desktop.ui.pasting import paste_anything
from tests.builders import a_deal
from tests.ui.conftest import Dialogs

Paste = Callable[[QMimeData], bool]


@pytest.fixture
def opened(context: AppContext) -> list[tuple[str, dict[str, Any]]]:
    """Where navigation was sent; the pages themselves are tested elsewhere."""
    places: list[tuple[str, dict[str, Any]]] = []
    context.navigation.open = lambda screen, **params: places.append((screen, params))  # type: ignore[method-assign]
    return places


@pytest.fixture
def paste(context: AppContext, window: MainWindow, workspace: Workspace) -> Paste:
    context.workspace = workspace
    return lambda mime: paste_anything(context, window, mime)


def _text(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def test_a_caption_opens_the_check(paste: Paste, dialogs: Dialogs) -> None:
    seen: list[str] = []

    def answer(dialog: QDialog) -> bool:
        seen.append(dialog.editor.value())  # type: ignore[attr-defined]
        return True

    dialogs.expect(answer)
    assert paste(_text("Two quiet minutes.\n\nWith @tarnwicktea #ad"))
    assert seen == ["Two quiet minutes.\n\nWith @tarnwicktea #ad"]


@pytest.mark.parametrize("text", ["@klara.kocht", "https://www.instagram.com/klara.kocht/", "Klara.Kocht"])
def test_a_known_handle_opens_its_person(
    text: str, paste: Paste, workspace: Workspace, opened: list[tuple[str, dict[str, Any]]]
) -> None:
    deal = a_deal(workspace, account={"handle": "klara.kocht"})
    assert paste(_text(text))
    assert opened == [("roster", {"id": deal.influencer_id})]


def test_an_unknown_handle_is_offered_as_a_new_person(
    paste: Paste, dialogs: Dialogs, opened: list[tuple[str, dict[str, Any]]]
) -> None:
    def answer(dialog: QDialog) -> None:
        form = dialog.form  # type: ignore[attr-defined]
        assert form.values()["handle_0"] == "new.one"
        assert form.values()["platform_0"] == "tiktok"
        form.input("name").set_value("New One")
        dialog.submit()  # type: ignore[attr-defined]

    dialogs.expect(answer)
    assert paste(_text("https://www.tiktok.com/@new.one"))
    assert [screen for screen, _ in opened] == ["roster"]


def test_cancelling_the_new_person_goes_nowhere(
    paste: Paste, dialogs: Dialogs, opened: list[tuple[str, dict[str, Any]]]
) -> None:
    dialogs.expect(lambda _dialog: False)
    assert paste(_text("@new.one"))
    assert opened == []


def test_cells_go_to_the_import(paste: Paste, opened: list[tuple[str, dict[str, Any]]]) -> None:
    cells = "Name\tInstagram\nKlara Vossbeck\t@klara\nJürgen\t@juergen"
    assert paste(_text(cells))
    screen, params = opened[0]
    path = Path(params["paths"][0])
    assert screen == "roster_import"
    assert (path.suffix, path.read_text(encoding="utf-8")) == (".tsv", cells)


def test_spreadsheets_go_to_the_import(
    paste: Paste, opened: list[tuple[str, dict[str, Any]]], tmp_path: Path
) -> None:
    sheet = tmp_path / "roster.csv"
    sheet.write_text("Name,Handle\nKlara,@klara\n", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(sheet)), QUrl.fromLocalFile(str(tmp_path / "gone.csv"))])
    assert paste(mime)
    assert opened == [("roster_import", {"paths": [str(sheet)]})]


@pytest.mark.parametrize("text", ["", "  \n "])
def test_nothing_is_nothing(text: str, paste: Paste, opened: list[tuple[str, dict[str, Any]]]) -> None:
    assert not paste(_text(text))
    assert opened == []


def test_without_a_workspace_nothing_is_taken(context: AppContext, window: MainWindow) -> None:
    assert not paste_anything(context, window, _text("@klara"))

"""A client's page in detail: contradictions, who decides, the logo, pictures by drag; defaults from the country."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage

from microinf_desktop.queries import clients
from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import Desk, settle, words

CONTROL = Qt.KeyboardModifier.ControlModifier


class _DropFrom(QDropEvent):
    """A drop that says where the drag began, which Qt only knows while a drag runs."""

    def __init__(self, at: QPoint, mime: QMimeData, source: Any) -> None:
        super().__init__(at.toPointF(), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                         Qt.KeyboardModifier.NoModifier)
        self._source, self._mime = source, mime  # Qt keeps no reference to the data

    def source(self) -> Any:
        return self._source


def _client(desk: Desk, pictures: int = 0) -> clients.ClientDetail:
    """The first client with so many pictures."""
    with desk.workspace.reading() as session:
        for row in clients.rows(session):
            found = clients.detail(session, row.id)
            if found is not None and len(found.images) >= pictures:
                return found
    raise AssertionError(f"no client has {pictures} pictures")


def _again(desk: Desk, client_id: int) -> clients.ClientDetail:
    with desk.workspace.reading() as session:
        found = clients.detail(session, client_id)
    assert found is not None
    return found


def _picture(path: Path, color: Qt.GlobalColor) -> Path:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(color)
    assert image.save(str(path))
    return path


def test_a_forbidden_word_in_the_guidelines_is_pointed_at(desk: Desk) -> None:
    client = _client(desk)
    page = desk.go("client", id=client.id, tab="guidelines")
    assert "is forbidden" not in words(page)
    page = desk.go("client_edit", id=client.id)
    page.form.input("forbidden_words").set_value(("Detox",))
    desk.type(page.form.input("dos"), "A DETOX of habits")
    desk.press(Qt.Key.Key_S, CONTROL, at=desk.window)
    page = desk.go("client", id=client.id, tab="guidelines")
    assert "“Detox” is forbidden, yet the guidelines use it" in words(page)
    assert "In: A DETOX of habits. Creators would read both." in words(page)
    desk.undo()
    assert "is forbidden" not in words(desk.page)


def test_who_decides_is_tagged_on_the_overview(desk: Desk) -> None:
    client = _client(desk)
    deciders = sum(contact.is_decider for contact in client.contacts)
    page = desk.go("client", id=client.id, tab="overview")
    assert _tags(page) == deciders
    page = desk.go("client_edit", id=client.id)
    lines = page.form.input("contacts").lines
    lines[0].switch.setChecked(not lines[0].switch.isChecked())
    desk.press(Qt.Key.Key_S, CONTROL, at=desk.window)
    change = -1 if client.contacts[0].is_decider else 1
    assert _tags(desk.go("client", id=client.id, tab="overview")) == deciders + change


def _tags(page: Any) -> int:
    from microinf_desktop.ui.widgets.labels import Tag

    return sum(tag.isVisible() and tag.text == "Decides" for tag in page.findChildren(Tag))


def test_a_logo_is_replaced_and_taken_away(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    client = _client(desk)
    assert client.logo_name
    page = desk.go("client_edit", id=client.id)
    dialogs.expect_path(_picture(tmp_path / "new.png", Qt.GlobalColor.red))
    desk.click("Choose a logo")
    desk.press(Qt.Key.Key_S, CONTROL, at=desk.window)
    replaced = _again(desk, client.id)
    assert replaced.logo_name == "new.png"
    assert replaced.logo_sha256 != client.logo_sha256
    assert "new.png" in words(desk.go("client", id=client.id, tab="overview"))
    page = desk.go("client_edit", id=client.id)
    assert "Stored: new.png" in words(page)
    desk.click("Take it away")
    desk.press(Qt.Key.Key_S, CONTROL, at=desk.window)
    assert _again(desk, client.id).logo_name == ""
    desk.undo()
    assert _again(desk, client.id).logo_name == "new.png"


def test_pictures_are_dropped_from_the_desktop_and_dragged_to_their_place(desk: Desk, tmp_path: Path) -> None:
    client = _client(desk, pictures=2)
    page = desk.go("client", id=client.id, tab="guidelines")
    view = page.guidelines.board.view
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(_picture(tmp_path / f"{name}.png", color))) for name, color in (
        ("dropped", Qt.GlobalColor.red), ("second", Qt.GlobalColor.blue))])
    view.dropEvent(_DropFrom(QPoint(10, 10), mime, None))
    settle()
    before = [image.file_name for image in _again(desk, client.id).images]
    assert before[-2:] == ["dropped.png", "second.png"]
    assert view.count() == len(before)
    view.setCurrentRow(view.count() - 1)
    at = view.visualItemRect(view.item(0)).center()
    view.dropEvent(_DropFrom(at, QMimeData(), view))
    settle()
    assert [image.file_name for image in _again(desk, client.id).images] == ["second.png", *before[:-1]]
    desk.undo()
    assert [image.file_name for image in _again(desk, client.id).images] == before


@pytest.mark.parametrize(("country", "currency", "rules", "zone"), [
    ("GB", "GBP", ("UK",), "Europe/London"), ("US", "USD", ("US",), "America/New_York"),
    ("JP", "JPY", (), "Asia/Tokyo"), ("", "EUR", (), "Europe/Berlin"),
])
def test_a_new_client_takes_over_what_is_usual_in_its_country(
    desk: Desk, dialogs: Dialogs, country: str, currency: str, rules: tuple[str, ...], zone: str
) -> None:
    def fill(dialog: Any) -> None:
        desk.type(dialog.form.input("name"), "Quillfeather")
        if country:
            dialog.form.input("country").set_value(country)
            dialog.form.input("country").edited.emit()
        dialog.submit()

    dialogs.expect(fill)
    desk.go("clients")
    desk.press(Qt.Key.Key_N, CONTROL, at=desk.window)
    fields = _again(desk, desk.page.client_id).fields  # type: ignore[attr-defined]
    assert (fields["currency"], tuple(fields["jurisdictions"]), fields["time_zone"]) == (currency, rules, zone)

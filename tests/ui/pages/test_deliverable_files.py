"""Files of a draft at the window: pasted, dropped, copied with progress and cancelled, shown without holding it."""

import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from sqlmodel import select

from microinf_desktop.app import Application
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.queries import reviews
from microinf_desktop.storage import attachments
from microinf_desktop.storage.tables import Deliverable
from microinf_desktop.ui.pages.deliverable_files import THUMBNAIL, small_image
from microinf_desktop.ui.settings import Settings
from microinf_desktop.ui.widgets import status_bar
from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import button, settle


def in_state(workspace: Any, state: DeliverableState) -> int:
    with workspace.reading() as session:
        found = session.exec(select(Deliverable.id).where(Deliverable.state == state)).first()
    assert found is not None
    return int(found)


def names(page: Any) -> list[str]:
    with page.context.workspace.reading() as session:
        return [file.file_name for file in reviews.files(session, page.data.newest.id)]


def picture(path: Path, width: int = 40, height: int = 30, colour: int = 0x336699) -> Path:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    assert image.save(str(path))
    return path


def urls(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


@pytest.fixture
def page(desk: Any) -> Any:
    return desk.go("deliverable", id=in_state(desk.workspace, DeliverableState.DRAFT_IN))


def paste(desk: Any, mime: QMimeData, at: QWidget) -> None:
    QApplication.clipboard().setMimeData(mime)
    at.setFocus()
    desk.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier, at=at)


def test_files_copied_in_a_file_manager_are_pasted(desk: Any, page: Any, tmp_path: Path) -> None:
    before, caption = names(page), page.draft.post.editor.value()
    paste(desk, urls(picture(tmp_path / "one.png"), picture(tmp_path / "two.png", colour=0x993311)), page)
    assert names(page) == [*before, "one.png", "two.png"]
    assert desk.toasts[-1] == "2 files added"
    paste(desk, urls(picture(tmp_path / "three.png", colour=1)), page.draft.post.editor)
    assert names(page)[-1] == "three.png", "also while the keyboard is in the caption"
    assert page.draft.post.editor.value() == caption
    desk.undo()
    assert names(page) == [*before, "one.png", "two.png"]


def test_a_screenshot_is_pasted_as_a_picture_and_nothing_is_left_behind(
    desk: Any, page: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0x228844)
    mime = QMimeData()
    mime.setImageData(image)
    before = names(page)
    paste(desk, mime, page)
    assert len(names(page)) == len(before) + 1
    assert names(page)[-1].startswith("pasted 2")
    assert not page.draft.files.views[page.data.files[page.data.newest.id][-1].sha256].pixmap().isNull()
    assert list(tmp_path.glob("microinf-paste-*")) == []


def test_a_screenshot_pasted_on_the_live_tab_is_a_proof(
    desk: Any, dialogs: Dialogs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    page = desk.go("deliverable", id=in_state(desk.workspace, DeliverableState.LIVE), tab="live")
    before = len(page.data.evidence)
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0x228844)
    mime = QMimeData()
    mime.setImageData(image)

    def keep(dialog: Any) -> None:
        assert dialog.form.values()["kind"] == "screenshot"
        dialog.submit()

    dialogs.expect(keep)
    paste(desk, mime, page)
    assert len(page.data.evidence) == before + 1
    assert list(tmp_path.glob("microinf-paste-*")) == []


def test_dropped_anywhere_on_the_draft_files_are_added(desk: Any, page: Any, tmp_path: Path) -> None:
    before, caption = names(page), page.draft.post.editor.value()
    mime, tab = urls(picture(tmp_path / "dropped.png")), page.draft
    over = tab.post.editor.viewport()
    at = over.mapTo(tab, QPoint(20, 20))
    action, held = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    assert not tab.post.editor.canInsertFromMimeData(mime), "the caption leaves files to what stands around it"
    enter = QDragEnterEvent(at, action, mime, left, held)
    QApplication.sendEvent(tab, enter)
    assert enter.isAccepted()
    assert tab.drop.isVisible()
    assert tab.drop.geometry().contains(at)
    QApplication.sendEvent(tab, QDropEvent(at.toPointF(), action, mime, left, held))
    settle()
    assert not tab.drop.isVisible()
    assert names(page) == [*before, "dropped.png"]
    assert page.draft.post.editor.value() == caption


def test_an_older_version_takes_no_files(desk: Any, tmp_path: Path) -> None:
    from microinf_desktop.storage.tables import Draft

    with desk.workspace.reading() as session:
        two = session.exec(select(Draft.deliverable_id).where(Draft.number == 2)).first()
    page = desk.go("deliverable", id=two)
    page.draft.show_version(1)
    mime = urls(picture(tmp_path / "late.png"))
    enter = QDragEnterEvent(QPoint(300, 100), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                            Qt.KeyboardModifier.NoModifier)
    enter.ignore()
    QApplication.sendEvent(page.draft, enter)
    assert not page.draft.drop.isVisible()
    before = names(page)
    paste(desk, mime, page)
    assert names(page) == before
    assert desk.toasts[-1].startswith("Files go to the newest version")


def test_the_same_bytes_keep_the_name_they_were_added_under(page: Any, tmp_path: Path) -> None:
    first, again = picture(tmp_path / "first.png"), tmp_path / "again.png"
    again.write_bytes(first.read_bytes())
    page.draft.files.take([first])
    settle()
    page.draft.files.remove(page.data.files[page.data.newest.id][-1])
    settle()
    page.draft.files.take([again])
    assert names(page)[-1] == "again.png"


def test_a_file_that_was_changed_outside_is_not_handed_out(
    desk: Any, page: Any, tmp_path: Path, dialogs: Dialogs
) -> None:
    page.draft.files.take([picture(tmp_path / "cover.png")])
    settle()
    file = page.data.files[page.data.newest.id][-1]
    attachments.file_path(desk.folder, file.sha256).write_bytes(b"something else")
    target = tmp_path / "copy.png"
    target.write_bytes(b"as before")
    dialogs.expect_path(target)
    dialogs.expect(lambda dialog: False)
    desk.click("Save a copy of cover.png")
    assert target.read_bytes() == b"as before"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".copy-")] == []


def test_a_small_view_is_small_whatever_the_picture(tmp_path: Path) -> None:
    made = small_image(picture(tmp_path / "wide.png", 4000, 500))
    assert made.deviceIndependentSize().toSize().width() == THUMBNAIL.width()
    assert made.deviceIndependentSize().toSize().height() <= THUMBNAIL.height()
    (tmp_path / "no.png").write_bytes(b"no picture")
    assert small_image(tmp_path / "no.png").isNull()


@pytest.fixture
def threaded(sample: Path, tmp_path: Path, qtbot: Any) -> Generator[Any]:
    """The application as it runs at a person's: reads and writes in their threads."""
    import shutil

    folder = tmp_path / "agency"
    shutil.copytree(sample, folder)
    application = Application(Settings(tmp_path / "settings.ini"))
    application.window.resize(1440, 900)
    application.window.show()
    assert application.open(folder)
    qtbot.waitUntil(lambda: application.context.workspace is not None, timeout=10_000)
    yield application
    application.window.close()
    application.shut_down()
    settle()


def opened(application: Any, qtbot: Any) -> Any:
    context = application.context
    wanted = in_state(context.workspace, DeliverableState.DRAFT_IN)
    context.navigation.open("deliverable", id=wanted)
    page = application.window.current_page()
    qtbot.waitUntil(lambda: page.data is not None and page.data.id == wanted, timeout=5_000)
    return page


def gated(gate: threading.Event, reached: threading.Event) -> Callable[..., Generator[int]]:
    """`copy_in` that waits after its first piece until the gate opens."""
    real = attachments.copy_in

    def copy(*given: Any) -> Generator[int]:
        for done in real(*given):
            reached.set()
            assert gate.wait(10)
            yield done

    return copy


def test_copying_shows_how_far_it_is_and_is_cancelled_without_a_trace(
    threaded: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, bar = opened(threaded, qtbot), threaded.window.status
    before = names(page)
    kept = {path for path in (tmp_path / "agency" / "attachments").rglob("*") if path.is_file()}
    big = tmp_path / "film.mp4"
    big.write_bytes(b"x" * 3 * attachments._CHUNK)
    gate, reached = threading.Event(), threading.Event()
    monkeypatch.setattr(attachments, "copy_in", gated(gate, reached))
    monkeypatch.setattr(status_bar, "SHOW_MS", 20)
    monkeypatch.setattr(status_bar, "CANCEL_MS", 40)
    page.draft.files.take([big])
    assert reached.wait(10)
    qtbot.waitUntil(lambda: bar._task_text.isVisible(), timeout=5_000)
    assert "Copying files" in bar._task_text.text()
    qtbot.waitUntil(lambda: bar._cancel.isVisible(), timeout=5_000)
    qtbot.mouseClick(button(bar, "Cancel"), Qt.MouseButton.LeftButton)
    assert "Cancelling" in bar._task_text.text()
    gate.set()
    qtbot.waitUntil(lambda: not threaded.context.tasks.running(), timeout=5_000)
    settle()
    assert not bar._task_text.isVisible()
    assert names(page) == before
    assert {path for path in (tmp_path / "agency" / "attachments").rglob("*") if path.is_file()} == kept
    monkeypatch.undo()
    page.draft.files.take([big])
    qtbot.waitUntil(lambda: names(page) == [*before, "film.mp4"], timeout=5_000)


def test_a_picture_is_decoded_away_from_the_window(
    threaded: Any, qtbot: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(threaded, qtbot)
    where: list[str] = []

    def spy(path: Path) -> QImage:
        where.append(threading.current_thread().name)
        return small_image(path)

    monkeypatch.setattr("microinf_desktop.ui.pages.deliverable_files.small_image", spy)
    page.draft.files.take([picture(tmp_path / "large.png", 2000, 1500)])
    qtbot.waitUntil(lambda: "large.png" in names(page), timeout=5_000)
    qtbot.waitUntil(lambda: any(not view.pixmap().isNull() for view in page.draft.files.views.values()), timeout=5_000)
    assert where
    assert all(name.startswith("microinf-reader") for name in where)

"""Import in the window: a file, what it will do row by row, the import as one step, undo."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import Desk, cells, settle, texts_of_buttons, words

CONTROL = Qt.KeyboardModifier.ControlModifier
ROSTER = "handle;name;followers;platform\nklara.kocht.x;Klara Vossbeck;38.6K;instagram\n" \
         "bad row;;12..5K;instagram\nzoe.x;Zoë Łęcka & <b>;1,2M;tiktok\n"


def _file(folder: Path, text: str = ROSTER) -> Path:
    path = folder / "people & more.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_from_file_to_roster_and_back(desk: Desk, dialogs: Dialogs, tmp_path: Path) -> None:
    desk.go("roster")
    desk.press(Qt.Key.Key_I, CONTROL, at=desk.window)
    page = desk.page
    assert page.page_id == "roster_import"
    dialogs.expect_path(_file(tmp_path))
    desk.press(Qt.Key.Key_O, CONTROL, at=desk.window)
    table = page.table  # type: ignore[attr-defined]
    assert cells(table, "status") == ["New", "Rejected", "New"]
    assert cells(table, "handle")[0] == "@klara.kocht.x"
    assert cells(table, "detail")[1] not in ("", "–")
    assert {"All 3", "New 2", "Rejected 1"} <= texts_of_buttons(page)
    desk.click("Rejected 1")
    assert cells(table, "status") == ["Rejected"]
    desk.press(Qt.Key.Key_Return, CONTROL, at=desk.window)
    assert desk.page.page_id == "roster"
    assert len(desk.page.table.model.ids) == 62  # type: ignore[attr-defined]
    assert desk.toasts == ["2 created, 0 updated, 0 skipped, 1 rejected"]
    desk.undo()
    assert len(desk.page.table.model.ids) == 60  # type: ignore[attr-defined]
    desk.redo()
    page = desk.go("roster_import", paths=[str(tmp_path / "people & more.csv")])
    assert cells(page.table, "status")[0] == "Skipped"
    assert page._ready() == "nothing new to import"


def test_a_column_read_otherwise_changes_the_plan(desk: Desk, tmp_path: Path) -> None:
    from microinf_desktop.domain.rosters import RosterField
    from microinf_desktop.ui.widgets.inputs import ComboBox

    page = desk.go("roster_import", paths=[str(_file(tmp_path))])
    box = next(box for box in page.mapping_box.findChildren(ComboBox) if box.accessibleName() == "Column name")
    box.set_value(RosterField.IGNORE)
    box.edited.emit()
    settle()
    assert "Klara Vossbeck" not in cells(page.table, "name")
    assert "Column name" in {box.accessibleName() for box in page.mapping_box.findChildren(ComboBox)}


def test_what_is_no_roster_is_refused_in_words_and_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    odd = tmp_path / "odd.csv"
    for content in (b"", b"\x00\x01\x02\xff" * 200, b"a,b\n1,2\n"):
        odd.write_bytes(content)
        page = desk.go("roster_import", paths=[str(odd)])
        assert page.problem.isVisible(), content[:10]
        assert len(words(page.problem)) > 20
        assert page._ready() is not True
    page = desk.go("roster_import", paths=[str(tmp_path)])
    assert page.problem.isVisible()
    page = desk.go("roster_import", paths=[str(_file(tmp_path))])
    assert not page.problem.isVisible()


def test_pasted_cells_start_an_import(desk: Desk) -> None:
    desk.go("roster")
    QApplication.clipboard().setText(ROSTER.replace(";", "\t"))
    desk.window.paste()
    settle()
    assert desk.page.page_id == "roster_import"
    assert cells(desk.page.table, "status") == ["New", "Rejected", "New"]  # type: ignore[attr-defined]


def test_a_dropped_file_is_read(desk: Desk, tmp_path: Path) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QDropEvent

    page = desk.go("roster_import")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(_file(tmp_path)))])
    page.dropEvent(QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                              Qt.KeyboardModifier.NoModifier))
    settle()
    assert len(cells(page.table, "status")) == 3

"""What page tests run on: the sample agency, made once, copied for each test, open in the real application.

`desk` is that application with its window shown; `desk.go("roster")` opens a page, `desk.toasts` is what was told.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from microinf_desktop.app import Application
from microinf_desktop.samples import create_sample_workspace
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.settings import Settings
from microinf_desktop.ui.widgets.data_table import DataTable
from tests.ui.conftest import TODAY

_MADE: list[Path] = []


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample agency, made once for all modules that use this fixture; copy it before opening."""
    if not _MADE:
        folder = tmp_path_factory.mktemp("pages") / "sample"
        create_sample_workspace(folder, today=TODAY)
        _MADE.append(folder)
    return _MADE[0]


class Desk:
    """One window on one copy of the sample, and what a person does at it."""

    def __init__(self, folder: Path, settings: Path, qtbot: Any, size: tuple[int, int] | None = (1440, 900)) -> None:
        self.folder, self.bot = folder, qtbot
        self.application = Application(Settings(settings), inline=True)
        self.window, self.context = self.application.window, self.application.context
        self.toasts: list[str] = []
        shown = self.context.show_toast

        def tell(text: str, verb: str, callback: Callable[[], object] | None) -> None:
            self.toasts.append(text)
            shown(text, verb, callback)

        self.context.show_toast = tell
        if size is None:
            self.window.restore()  # as it was closed
        else:
            self.window.resize(*size)
        self.window.show()
        assert self.application.open(folder)
        settle()

    @property
    def workspace(self) -> Any:
        return self.context.workspace

    def go(self, screen: str, **params: object) -> Any:
        """Open a page as the sidebar does."""
        self.context.navigation.open(screen, **params)
        settle()
        return self.page

    @property
    def page(self) -> Page:
        found = self.window.current_page()
        assert found is not None
        return found

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier, at: QWidget | None = None) -> None:
        """A key where the keyboard is."""
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        if QApplication.activeModalWidget() is None:
            self.window.activateWindow()  # a dialog that closed leaves no window active offscreen
            settle()
        self.bot.keyClick(at or QApplication.focusWidget() or self.window, key, held)
        settle()

    def undo(self) -> None:
        self.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, at=self.window)

    def redo(self) -> None:
        self.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, at=self.window)

    def type(self, field: QWidget, text: str) -> None:
        """Replace what a field holds by typing."""
        field.setFocus()
        self.bot.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.bot.keyClick(field, Qt.Key.Key_Delete)
        for char in text:  # QTest has no keys for letters beyond ASCII
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, char))
        settle()

    def search(self, text: str) -> None:
        """Type into the page's search and wait until the list followed."""
        bar: Any = self.page.filter_bar
        with self.bot.waitSignal(bar.changed, timeout=2_000):
            self.type(bar.search, text)
        settle()

    def click(self, text: str, inside: QWidget | None = None) -> None:
        """Click the visible button with this text or accessible name."""
        self.bot.mouseClick(button(inside or self.page, text), Qt.MouseButton.LeftButton)
        settle()

    def click_head(self, table: DataTable, key: str) -> None:
        """Click the head of a column."""
        place = [column.key for column in table.model.columns].index(key)
        head = table.view.head
        at = QPoint(head.sectionViewportPosition(place) + head.sectionSize(place) - 12, head.height() // 2)
        self.bot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
        settle()

    def close(self) -> None:
        self.window.close()
        self.application.shut_down()
        settle()


@pytest.fixture
def desk_on(sample: Path, tmp_path: Path, qtbot: Any) -> Iterator[Callable[..., Desk]]:
    """Make desks on one copy of the sample with one settings file; all are closed at the end."""
    made: list[Desk] = []
    folder = tmp_path / "agency"
    shutil.copytree(sample, folder)

    def make(size: tuple[int, int] | None = (1440, 900)) -> Desk:
        made.append(Desk(folder, tmp_path / "settings.ini", qtbot, size))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(desk_on: Callable[..., Desk]) -> Desk:
    return desk_on()


def settle() -> None:
    """Let queued signals, layouts and deferred painting happen."""
    for _ in range(4):
        QApplication.processEvents()


def button(root: QWidget, text: str) -> QAbstractButton:
    """The visible button below a widget with this text or accessible name."""
    found = [item for item in root.findChildren(QAbstractButton)
             if item.isVisible() and text in (item.text(), item.accessibleName())]
    assert found, f"no button “{text}”, but {sorted(texts_of_buttons(root))}"
    return found[0]


def texts_of_buttons(root: QWidget) -> set[str]:
    return {item.text() or item.accessibleName() for item in root.findChildren(QAbstractButton) if item.isVisible()}


def words(root: QWidget) -> str:
    """All visible labels below a widget, one a line."""
    return "\n".join(label.text() for label in root.findChildren(QLabel) if label.isVisible())


def cells(table: DataTable, key: str) -> list[str]:
    """Texts of a column, as shown."""
    place = [column.key for column in table.model.columns].index(key)
    return [table.model.cell_text(row, place) for row in range(table.model.rowCount())]

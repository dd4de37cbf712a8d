"""What interface tests run in: offscreen, one application, no dialog, no Qt warning that nobody expected.

For page tests: `context` (tasks run at once, settings in a temporary file), `window`, `dialogs`, `unnamed_controls`.
"""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the first import of Qt, which aborts without a screen

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QMenu,
    QMessageBox,
    QWidget,
)

from microinf_desktop.ui import formats, theme
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.main_window import MainWindow
from microinf_desktop.ui.navigation import Navigation
from microinf_desktop.ui.settings import Settings
from microinf_desktop.ui.tasks import TaskRunner

TODAY = date(2026, 11, 24)
# What the offscreen plugin says of itself, and the font engine of a script that a fallback font then draws.
_HARMLESS = ("This plugin does not support propagateSizeHints", "This plugin does not support raise",
             "This plugin does not support grabbing the keyboard", "OpenType support missing for")
_STATICS = ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory")
_BOXES = ("information", "warning", "critical", "question", "about")


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["microinf", "-style", "fusion"]


@pytest.fixture(autouse=True)
def _interface(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Light theme, compact rows, British English, a fixed day; nothing of it leaks into the next test."""
    monkeypatch.setenv("TZ", "UTC")
    theme.apply(qapp, theme.Mode.LIGHT, theme.Density.COMPACT)
    formats.set_locale("en_GB")
    formats.set_today(lambda: TODAY)
    yield
    for widget in qapp.topLevelWidgets():
        if isinstance(widget, QAbstractItemView):
            continue  # the list of a completer, which deletes it itself
        widget.close()
        widget.deleteLater()
    qapp.processEvents()
    # Without an event loop nothing is ever deleted, and each test would restyle the widgets of all before it.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    formats.set_today(date.today)


@pytest.fixture(autouse=True)
def _no_qt_warning(qtlog: Any) -> Iterator[None]:
    """A warning of Qt is a bug of ours."""
    yield
    said = [f"{record.log_type_name}: {record.message}" for record in qtlog.records
            if not str(record.message).startswith(_HARMLESS)]
    assert not said, "Qt complained:\n" + "\n".join(said)


class Dialogs:
    """Answers dialogs instead of a person. One that was not announced fails the test."""

    def __init__(self) -> None:
        self._answers: list[Callable[[QDialog], bool | None]] = []
        self._paths: list[str] = []
        self.shown: list[str] = []
        self.unexpected: list[str] = []

    def expect(self, answer: Callable[[QDialog], bool | None] = lambda dialog: True) -> None:
        """The next dialog is given to `answer`: True accepts, False cancels, None leaves what it did itself."""
        self._answers.append(answer)

    def expect_path(self, path: Path | str) -> None:
        """The next file dialog gives this path; an empty text cancels."""
        self._paths.append(str(path))

    def run(self, dialog: QDialog) -> int:
        """Stands in for QDialog.exec."""
        self.shown.append(dialog.accessibleName())
        if not self._answers:
            self.unexpected.append(dialog.accessibleName())
            return int(QDialog.DialogCode.Rejected)
        dialog.show()
        QApplication.processEvents()
        answer = self._answers.pop(0)(dialog)
        if answer is not None:
            dialog.done(QDialog.DialogCode.Accepted if answer else QDialog.DialogCode.Rejected)
        return dialog.result()

    def path(self, name: str) -> Any:
        """Stands in for QFileDialog's functions."""
        if not self._paths:
            self.unexpected.append(name)
            return "" if name == "getExistingDirectory" else ("", "")
        found = self._paths.pop(0)
        if name == "getExistingDirectory":
            return found
        return ([found] if found else [], "") if name == "getOpenFileNames" else (found, "")

    def box(self, name: str) -> Any:
        """QMessageBox's functions are never used: their texts cannot be styled nor their buttons named by verbs."""
        self.unexpected.append(f"QMessageBox.{name}")
        return QMessageBox.StandardButton.Cancel

    @property
    def left_over(self) -> int:
        return len(self._answers) + len(self._paths)


@pytest.fixture(autouse=True)
def dialogs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Dialogs]:
    """Announce expected dialogs with `dialogs.expect(...)` and `dialogs.expect_path(...)`."""
    made = Dialogs()
    monkeypatch.setattr(QDialog, "exec", lambda dialog: made.run(dialog))
    for name in _STATICS:
        monkeypatch.setattr(QFileDialog, name, lambda *_args, _name=name, **_named: made.path(_name))
    for name in _BOXES:
        monkeypatch.setattr(QMessageBox, name, lambda *_args, _name=name, **_named: made.box(_name))
    monkeypatch.setattr(QMenu, "exec", lambda *_args, **_named: made.box("menu"))
    yield made
    assert not made.unexpected, f"dialogs nobody announced: {made.unexpected}"
    assert not made.left_over, "a dialog was announced and did not come"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def context(settings: Settings) -> AppContext:
    """What pages are given; tasks run at once, toasts are kept in `context.toasts`."""
    made = AppContext(TaskRunner(inline=True), settings, Navigation(), today=lambda: TODAY)
    made.toasts = []  # type: ignore[attr-defined]
    made.show_toast = lambda text, verb, callback: made.toasts.append(text)  # type: ignore[attr-defined]
    return made


@pytest.fixture
def window(context: AppContext, qtbot: Any) -> MainWindow:
    """The shell at 1440 × 900 without a workspace."""
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def unnamed_controls() -> Callable[[QWidget], list[str]]:
    """Names of classes of controls below a widget that take the focus and have no accessible name."""

    def find(root: QWidget) -> list[str]:
        found = []
        for widget in root.findChildren(QWidget):
            if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
                continue
            if widget.isHidden() and isinstance(widget, QAbstractButton) and not widget.text():
                continue  # an empty state without a verb
            text = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
            inner = widget.objectName().startswith("qt_")  # parts that Qt makes itself
            if not inner and not (widget.accessibleName() or text):
                found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
        return found

    return find

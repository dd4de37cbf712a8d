"""Messages: expected errors in words with what to do; bugs with a report that can be copied."""

import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from microinf_desktop import __version__
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.inputs import TextArea

_KEPT_LOGS = 20


def show_message(parent: QWidget | None, title: str, text: str = "") -> None:
    """Say something that has to be read before going on."""
    dialog = Dialog(parent, title)
    dialog.setWindowTitle(tr("MicroInf Desktop"))  # a sentence does not fit into a title bar
    if text:
        dialog.add_text(text)
    dialog.add_button(tr("Close"), "primary", accepts=True)
    dialog.run()


def show_error(parent: QWidget | None, error: BaseException, log_folder: Path | None = None) -> None:
    """KnownError: what happened and what to do. Anything else is a bug: a report to copy, the log on disk."""
    if isinstance(error, KnownError):
        show_message(parent, error.message, error.hint)
        return
    report = bug_report(error)
    log = write_log(log_folder, report) if log_folder is not None else None
    dialog = Dialog(parent, tr("This should not have happened"))
    dialog.add_text(tr("Nothing was lost and nothing was sent. What was being done was taken back. "
                       "Copy the report for whoever looks after the program."))
    shown = TextArea(report, rows=6, most=10)
    shown.setReadOnly(True)
    shown.setAccessibleName(tr("Bug report"))
    dialog.body.addWidget(shown)
    if log is not None:
        dialog.add_text(tr("Also kept in {path}", path=log), "text3")
    copy = dialog.add_button(tr("Copy report"), "secondary")
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(report))
    dialog.add_button(tr("Go on"), "primary", accepts=True)
    dialog.run()


def bug_report(error: BaseException) -> str:
    """Version, system and traceback; no data of the agency."""
    lines = traceback.format_exception(error)
    head = f"MicroInf Desktop {__version__}, Python {platform.python_version()}, {platform.platform()}"
    return f"{head}\n{datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n\n{''.join(lines)}"


def write_log(folder: Path, report: str) -> Path | None:
    """Keep the report as a file, the oldest beyond twenty go; None when the disk refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"bug-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.txt"
        path.write_text(report, encoding="utf-8")
        for old in sorted(folder.glob("bug-*.txt"))[:-_KEPT_LOGS]:
            old.unlink()
    except OSError:
        return None  # a full or read-only disk: the dialog still shows the report
    return path

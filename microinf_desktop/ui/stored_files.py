"""Files of the workspace handed out: opened as a copy under their own names, saved elsewhere, their path copied."""

import atexit
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.storage import attachments
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.message import show_error
from microinf_desktop.ui.i18n import tr


def open_stored(parent: QWidget, context: AppContext, sha256: str, file_name: str, size_bytes: int) -> None:
    """Open a copy under its own name in the system's program."""
    target = Path(tempfile.mkdtemp(dir=_opened())) / file_name

    def opened(_result: Any) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(target))):
            show_error(parent, KnownError(tr("No program opens {name}.", name=file_name),
                                          tr("Save a copy and open that.")))

    copy_out(context, sha256, size_bytes, target, opened, tr("Opening {name}", name=file_name))


def save_stored(parent: QWidget, context: AppContext, sha256: str, file_name: str, size_bytes: int) -> None:
    """Ask where, and save a copy there."""
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("Save a copy"), str(Path.home() / file_name))
    if chosen:
        saved = tr("Saved as {name}", name=Path(chosen).name)
        copy_out(context, sha256, size_bytes, Path(chosen), lambda _r: context.toast(saved), tr("Saving a copy"))


def copy_out(
    context: AppContext, sha256: str, size_bytes: int, target: Path, done: Callable[[Any], object], label: str
) -> None:
    """Copy piece by piece beside the window; a video of a gigabyte never stands in memory."""
    folder = context.workspace.folder

    def work(progress: Progress, token: CancelToken) -> None:
        with closing(attachments.copy_out(folder, sha256, target)) as copying:
            for copied in copying:
                token.check()
                progress(copied, size_bytes, target.name)

    context.tasks.read(work, done, label=label)


@cache
def _opened() -> Path:
    """Where copies lie that other programs show; gone when this program ends."""
    folder = Path(tempfile.mkdtemp(prefix="microinf-opened-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder

"""Small pictures of stored files: decoded off the window's thread, for what is in view, kept by their SHA-256."""

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QSize, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.storage.attachments import file_path
from microinf_desktop.ui.tasks import TaskRunner

KEPT = 240  # about 80 MB at 168 × 126 on dense screens
BATCH = 8  # decoded between two looks at what is wanted now
_WANTED = 48  # what scrolled by is asked for again when it comes back into view


class Thumbnails(QObject):
    """`get(sha256)` gives what is there and asks for the rest; `ready` says that more has come.

    What was asked for last is decoded first, so that what is in view comes before what scrolled by.
    """

    ready = Signal()

    def __init__(self, tasks: TaskRunner, folder: Path, size: QSize, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._folder, self._size = tasks, folder, size
        self._kept: OrderedDict[str, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[str, None] = OrderedDict()
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)  # after the paint that asked
        self._timer.timeout.connect(self._next)

    def get(self, sha256: str) -> QPixmap | None:
        """The picture; None while it is on its way. One that cannot be decoded is null."""
        found = self._kept.get(sha256)
        if found is not None:
            self._kept.move_to_end(sha256)
            return found
        self._wanted[sha256] = None
        self._wanted.move_to_end(sha256)
        while len(self._wanted) > _WANTED:
            self._wanted.popitem(last=False)
        if not self._busy and not self._timer.isActive():
            self._timer.start()
        return None

    def _next(self) -> None:
        if self._busy or not self._wanted:
            return
        batch = [self._wanted.popitem()[0] for _ in range(min(BATCH, len(self._wanted)))]
        folder, size = self._folder, self._size
        self._busy = True

        def work(_progress: Progress, _token: CancelToken) -> dict[str, QImage]:
            from microinf_desktop.ui.pages.deliverable_files import small_image

            return {sha256: small_image(file_path(folder, sha256), size) for sha256 in batch}

        self._tasks.read(work, self._take, failed=lambda _error: self._take({}))

    def _take(self, made: dict[str, QImage]) -> None:
        self._busy = False
        for sha256, image in made.items():
            self._kept[sha256] = QPixmap.fromImage(image)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.ready.emit()
        if self._wanted:
            self._timer.start()

"""The line at the bottom: saved, backup, position | packs, Offline; a running task takes the middle."""

from __future__ import annotations  # types of events and menus cost time at start

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from microinf_desktop.ui import paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.tasks import Task, TaskRunner
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.text import ElidedLabel, Label

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

STATUS_HEIGHT = 24
SHOW_MS, CANCEL_MS = 300, 2000


class StatusBar(QWidget):
    """`set_part(name, text)` for "saved", "backup", "position", "packs", "density", "offline"."""

    cancel_asked = Signal(object)
    LEFT = ("saved", "backup", "position")
    RIGHT = ("hint", "packs", "density", "offline")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(STATUS_HEIGHT)
        theme.set_background(self, "window")
        self._parts: dict[str, Label] = {}
        self._task: Task | None = None
        self._bar = _TaskBar(self)
        self._task_text = Label("", "caption", "text2")
        self._cancel = LinkButton(tr("Cancel"), "caption")
        self._cancel.clicked.connect(self._cancel_task)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 1, 16, 0)
        self._layout.setSpacing(16)
        for name in self.LEFT:
            self._add_part(name)
        for widget in (self._bar, self._task_text, self._cancel):
            self._layout.addWidget(widget)
            widget.hide()
        self._layout.addStretch(1)
        for name in self.RIGHT:
            self._add_part(name)
        self.set_part("offline", tr("Offline"))

    def _add_part(self, name: str) -> None:
        label = ElidedLabel("", "caption", "text2") if name == "position" else Label("", "caption", "text2")
        label.hide()
        self._layout.addWidget(label)
        self._parts[name] = label

    def set_part(self, name: str, text: str) -> None:
        """Show a part, or hide it with an empty text."""
        label = self._parts[name]
        label.setText(text)
        label.setVisible(bool(text))
        label.updateGeometry()

    def part(self, name: str) -> str:
        return self._parts[name].text()

    # tasks

    def follow(self, tasks: TaskRunner) -> None:
        """Show the oldest running task that has a label."""
        tasks.started.connect(self._started)
        tasks.progressed.connect(self._progressed)
        tasks.finished.connect(partial(self._finished, tasks))

    def _started(self, task: Task) -> None:
        if task.label and self._task is None:
            self._take(task)

    def _take(self, task: Task) -> None:
        self._task = task
        QTimer.singleShot(SHOW_MS, self, lambda: self._reveal(task, cancel=False))
        QTimer.singleShot(CANCEL_MS, self, lambda: self._reveal(task, cancel=True))

    def _reveal(self, task: Task, cancel: bool) -> None:
        if self._task is task and not task.finished:
            self._bar.show()
            self._task_text.show()
            self._cancel.setVisible(cancel or self._cancel.isVisible())
            self._progressed(task)

    def _progressed(self, task: Task) -> None:
        if task is not self._task:
            return
        from microinf_desktop.ui import formats

        counted = ""
        if task.total:
            counted = tr("{done} of {total}", done=formats.count(task.count), total=formats.count(task.total))
        self._task_text.setText("  ".join(part for part in (task.label, counted, task.text) if part))
        self._bar.set_share(task.count / task.total if task.total else -1.0)

    def _finished(self, tasks: TaskRunner, task: Task) -> None:
        if task is not self._task:
            return
        self._task = None
        for widget in (self._bar, self._task_text, self._cancel):
            widget.hide()
        waiting = next((other for other in tasks.running() if other.label and other is not task), None)
        if waiting is not None:
            self._take(waiting)

    def _cancel_task(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task_text.setText(tr("Cancelling, nothing of it will be kept"))
            self._cancel.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.window)
        paint.hairline(painter, 0, self.width(), 0, now.line)


class _TaskBar(QWidget):
    """A thin bar: filled as far as the task is, a third of it while that is unknown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(96, 4)
        self._share = -1.0
        self.setAccessibleName(tr("Progress"))

    def set_share(self, share: float) -> None:
        from microinf_desktop.ui import formats

        self._share = min(share, 1.0)
        self.setAccessibleDescription("" if share < 0 else formats.percent(self._share * 100, 0))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        share = self._share if self._share >= 0 else 1 / 3
        paint.bar(QPainter(self), QRectF(self.rect()), share, theme.current().accent)

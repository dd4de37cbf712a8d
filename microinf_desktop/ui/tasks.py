"""Work off the window's thread: one writer queue, a small pool for reads and rendering, results back in order.

A work function is called as `work(progress, token)` (`domain/tasks.py`). Its result reaches `done` in the
window's thread. A KnownError goes to `failed` or, without one, to the window, which shows it in words.
"""

import itertools
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from microinf_desktop.domain.errors import Cancelled
from microinf_desktop.domain.tasks import CancelToken, Progress

if TYPE_CHECKING:
    import threading
    from queue import SimpleQueue

Work = Callable[[Progress, CancelToken], Any]
_PROGRESS_EVERY = 0.05  # seconds between two reports of one task
_POOL = 2


class Task:
    """One piece of work under way; `total` None means of unknown length.

    `outcome` is "" while it runs, then "done", "cancelled" or "failed".
    """

    def __init__(self, task_id: int, label: str, work: Work, done: Callable[[Any], object] | None,
                 failed: Callable[[BaseException], object] | None, key: str = "", writes: bool = False) -> None:
        self.id, self.label, self.work = task_id, label, work
        self.done, self.failed, self.key, self.writes = done, failed, key, writes
        self.token = CancelToken()
        self.count = 0
        self.total: int | None = None
        self.text = ""
        self.outcome = ""

    def cancel(self) -> None:
        self.token.cancel()

    @property
    def finished(self) -> bool:
        return bool(self.outcome)


class TaskRunner(QObject):
    """Runs work functions; `inline=True` runs them at once in the caller's thread (tests, tour)."""

    started = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object, object)  # task, exception: nobody else took it
    _delivered = Signal(object, object, object)
    _reported = Signal(object)

    def __init__(self, parent: QObject | None = None, inline: bool = False) -> None:
        super().__init__(parent)
        self._inline = inline
        self._ids = itertools.count(1)
        self._newest: dict[str, int] = {}
        self._running: dict[int, Task] = {}
        self._queues: dict[bool, SimpleQueue[Task | None]] = {}
        self._threads: list[threading.Thread] = []
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._reported.connect(self._report, Qt.ConnectionType.QueuedConnection)

    def read(self, work: Work, done: Callable[[Any], object] | None = None, *, label: str = "", key: str = "",
             failed: Callable[[BaseException], object] | None = None) -> Task:
        """Run a read or a rendering in the pool; with a `key` only the newest request of that key answers."""
        return self._submit(Task(next(self._ids), label, work, done, failed, key))

    def write(self, label: str, work: Work, done: Callable[[Any], object] | None = None, *,
              failed: Callable[[BaseException], object] | None = None) -> Task:
        """Queue a write behind the others; `label` is shown in the status bar when it takes a while."""
        return self._submit(Task(next(self._ids), label, work, done, failed, writes=True))

    def running(self) -> list[Task]:
        """Tasks not finished yet, oldest first."""
        return list(self._running.values())

    def busy_writing(self) -> bool:
        return any(task.writes for task in self._running.values())

    def shutdown(self, seconds: float = 10.0) -> bool:
        """Cancel all tasks and wait for the threads; False when one is still running after `seconds`."""
        for task in self._running.values():
            task.cancel()
        for _ in self._threads:
            self._queues[True].put(None)
            self._queues[False].put(None)
        deadline = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(deadline - time.monotonic(), 0))
        alive = any(thread.is_alive() for thread in self._threads)
        self._threads = []
        return not alive

    def _submit(self, task: Task) -> Task:
        if task.key:
            for other in self._running.values():
                if other.key == task.key:
                    other.cancel()
            self._newest[task.key] = task.id
        self._running[task.id] = task
        self.started.emit(task)
        if self._inline:
            self._deliver(*self._perform(task))
        else:
            self._start_threads()
            self._queues[task.writes].put(task)
        return task

    def _start_threads(self) -> None:
        if self._threads:
            return
        import threading
        from queue import SimpleQueue

        self._queues = {True: SimpleQueue(), False: SimpleQueue()}
        for writes, name in ((True, "writer"), *((False, f"reader-{n}") for n in range(_POOL))):
            thread = threading.Thread(target=self._serve, args=(writes,), name=f"microinf-{name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def _serve(self, writes: bool) -> None:
        while (task := self._queues[writes].get()) is not None:
            self._delivered.emit(*self._perform(task))

    def _perform(self, task: Task) -> tuple[Task, Any, BaseException | None]:
        """Run the work; in a worker thread unless inline."""
        last = time.monotonic()

        def progress(done: int, total: int | None, text: str = "") -> None:
            nonlocal last
            task.count, task.total, task.text = done, total, text
            now = time.monotonic()
            if now - last >= _PROGRESS_EVERY:
                last = now
                self._reported.emit(task)

        try:
            task.token.check()
            return task, task.work(progress, task.token), None
        except Exception as error:  # noqa: BLE001 - carried to the window's thread, where it is shown
            return task, None, error

    def _report(self, task: Task) -> None:
        if not task.finished:
            self.progressed.emit(task)

    def _deliver(self, task: Task, result: Any, error: BaseException | None) -> None:
        self._running.pop(task.id, None)
        outdated = bool(task.key) and self._newest.get(task.key) != task.id
        cancelled = isinstance(error, Cancelled) or (task.token.cancelled and not task.writes)
        task.outcome = "cancelled" if cancelled else "failed" if error is not None else "done"
        self.finished.emit(task)
        if outdated or cancelled:
            return
        if error is not None:
            if task.failed is not None and _alive(task.failed):
                task.failed(error)
            else:
                self.failed.emit(task, error)
        elif task.done is not None and _alive(task.done):
            task.done(result)


def _alive(callback: Callable[..., object]) -> bool:
    """False for a method of a widget that was closed meanwhile."""
    owner = getattr(callback, "__self__", None)
    return not isinstance(owner, QObject) or isValid(owner)

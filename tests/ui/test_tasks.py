"""Work runs off the window's thread, answers in it, and can be cancelled."""

import threading
from typing import Any

import pytest

from microinf_desktop.domain.errors import Cancelled, KnownError
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.ui.tasks import Task, TaskRunner


@pytest.fixture
def runner(qtbot: Any) -> Any:
    made = TaskRunner()
    yield made
    assert made.shutdown(5)


def test_results_arrive_in_the_windows_thread(runner: TaskRunner, qtbot: Any) -> None:
    seen: list[Any] = []
    runner.read(lambda progress, token: threading.get_ident(),
                lambda worker: seen.append((worker, threading.get_ident())))
    qtbot.waitUntil(lambda: bool(seen))
    worker, receiver = seen[0]
    assert receiver == threading.get_ident() != worker


def test_writes_keep_their_order(runner: TaskRunner, qtbot: Any) -> None:
    order: list[int] = []
    for n in range(20):
        runner.write("count", lambda progress, token, n=n: order.append(n))
    qtbot.waitUntil(lambda: not runner.running())
    assert order == list(range(20))


def test_the_newest_request_of_a_key_answers(runner: TaskRunner, qtbot: Any) -> None:
    gate = threading.Event()
    answers: list[str] = []

    def slow(progress: Progress, token: CancelToken) -> str:
        gate.wait(5)
        return "old"

    runner.read(slow, answers.append, key="ids")
    runner.read(lambda progress, token: "new", answers.append, key="ids")
    gate.set()
    qtbot.waitUntil(lambda: not runner.running())
    assert answers == ["new"]


def test_cancelling_tells_the_work_and_nobody_gets_an_answer(runner: TaskRunner, qtbot: Any) -> None:
    started = threading.Event()
    answers: list[Any] = []
    outcomes: list[str] = []
    runner.finished.connect(lambda task: outcomes.append(task.outcome))

    def work(progress: Progress, token: CancelToken) -> None:
        started.set()
        while True:
            token.check()

    task = runner.write("import", work, answers.append, failed=answers.append)
    assert started.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: bool(outcomes))
    assert outcomes == ["cancelled"]
    assert answers == []


def test_a_write_that_was_done_before_it_heard_of_the_cancel_counts(qtbot: Any) -> None:
    runner, answers = TaskRunner(inline=True), []

    def work(progress: Progress, token: CancelToken) -> str:
        token.cancel()
        return "committed"

    assert runner.write("import", work, answers.append).outcome == "done"
    assert answers == ["committed"]


def test_errors_go_to_their_taker_or_to_the_window(qtbot: Any) -> None:
    runner = TaskRunner(inline=True)
    taken: list[BaseException] = []
    shown: list[tuple[Task, BaseException]] = []
    runner.failed.connect(lambda task, error: shown.append((task, error)))

    def work(progress: Progress, token: CancelToken) -> None:
        raise KnownError("The disk is full.", "Free some space.")

    runner.read(work, failed=taken.append)
    runner.read(work)
    assert [str(error) for error in taken] == ["The disk is full. Free some space."]
    assert len(shown) == 1


def test_progress_is_reported(runner: TaskRunner, qtbot: Any) -> None:
    counts: list[tuple[int, int | None, str]] = []
    runner.progressed.connect(lambda task: counts.append((task.count, task.total, task.text)))
    gate = threading.Event()

    def work(progress: Progress, token: CancelToken) -> None:
        gate.wait(0.06)
        progress(412, 1_000, "a.csv")
        gate.wait(5)

    runner.write("Import", work)
    qtbot.waitUntil(lambda: bool(counts))
    gate.set()
    assert counts == [(412, 1_000, "a.csv")]


def test_closed_widgets_are_not_called(qtbot: Any) -> None:
    from PySide6.QtWidgets import QLabel
    from shiboken6 import delete

    label = QLabel()
    setter = label.setText
    delete(label)
    runner = TaskRunner(inline=True)
    assert runner.read(lambda progress, token: "late", setter).outcome == "done"


def test_shutdown_cancels_what_runs(qtbot: Any) -> None:
    runner, started = TaskRunner(), threading.Event()

    def work(progress: Progress, token: CancelToken) -> None:
        started.set()
        while not token.cancelled:
            pass
        raise Cancelled

    runner.write("endless", work)
    assert started.wait(5)
    assert runner.busy_writing()
    assert runner.shutdown(5)


def test_silent_takes_everything() -> None:
    assert silent(1, None, "x") is None

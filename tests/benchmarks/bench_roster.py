"""The roster of 100,000 people in the real window: typing, filtering, sorting, scrolling, memory, first screens.

A key is timed from its event to the finished paint of the table. Its limit is one frame over the fastest of the
hand-written queries below, on a plain sqlite3 connection, measured in turn with it. Memory is the peak of two fresh
processes, one on the roster and one on an empty workspace, each scrolled end to end.
`python tests/benchmarks/bench_roster.py` prints the figures; `MICROINF_BENCH_ROSTER` names a workspace to use again.
"""

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = 100_000
ROUNDS = 5
TODAY = date(2026, 11, 24)
FRAME_MS = 16.0
STALL_MS = 33.0
MEMORY = 1.4

_NAME = "sort_name, id"
_FOLLOWERS = "top_followers DESC, id DESC"


def _indexed(word: str) -> str:
    return f"id IN (SELECT rowid FROM influencer_search WHERE influencer_search MATCH '\"{word}\"')"


def _holds(word: str) -> str:
    return f"instr(search_text, '{word}') > 0"


# What is done in the filter, as words, and the conditions of which the fastest is the base.
TYPED: dict[str, tuple[str, ...]] = {
    "a": (_holds("a"),),
    "an": (_holds("an"), "search_text GLOB '*an*'"),
    "ann": (_indexed("ann"), _holds("ann")),
    "maria": (_indexed("maria"), _holds("maria")),
    "qqqqx": (_indexed("qqqqx"), _holds("qqqqx")),
    "tea an": (f"{_indexed('tea')} AND {_holds('an')}", f"{_holds('tea')} AND {_holds('an')}"),
}
FILTERED: dict[str, tuple[str, Any, tuple[str, ...]]] = {
    "a niche": ("niches", ("travel",), ("instr(niches, '\"travel\"') > 0", "niches GLOB '*\"travel\"*'")),
    "a country": ("countries", ("DE",), ("country = 'DE'",)),
    "followers 10,000 to 50,000": ("followers", (10_000, 50_000), ("top_followers BETWEEN 10000 AND 50000",)),
    "engagement 3 % to 6 %": ("rate", (3.0, 6.0), ("engagement_rate_ppm BETWEEN 30000 AND 60000",)),
}
SORTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "followers": ("", ("top_followers DESC, id DESC",)),
    "niches": ("", ("niches, id",)),
    "stage": ("", ("stage, id",)),
    "last_paid": ("", ("last_paid_minor DESC, id DESC",)),
    "rate": ("an", ("engagement_rate_ppm DESC, id DESC",)),
}


def statements(condition: str, order: str) -> Iterator[str]:
    """Ways to write one filtered and ordered query by hand; the planner does not find the fastest by itself."""
    if not condition:
        yield f"SELECT id FROM influencer ORDER BY {order}"
        yield f"SELECT id FROM influencer NOT INDEXED ORDER BY {order}"
        return
    yield f"SELECT id FROM influencer WHERE {condition} ORDER BY {order}"
    yield f"SELECT id FROM influencer NOT INDEXED WHERE {condition} ORDER BY {order}"
    yield f"SELECT id FROM influencer WHERE +id IN (SELECT id FROM influencer WHERE {condition}) ORDER BY {order}"


class Paints(QObject):
    """Counts the paints of a widget."""

    def __init__(self, watched: QObject) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


@contextmanager
def opened_window(folder: Path) -> Iterator[Any]:
    """The program's window on a workspace; tasks run at once in this thread, so a screen is there when asked for."""
    from microinf_desktop.app import Application
    from microinf_desktop.storage.workspace import Workspace
    from microinf_desktop.ui import theme
    from microinf_desktop.ui.settings import Settings

    app = QApplication.instance() or theme.make_application([])
    assert isinstance(app, QApplication)
    with tempfile.TemporaryDirectory() as config:
        theme.apply(app, theme.Mode.LIGHT, theme.Density.COMPACT)
        application = Application(Settings(Path(config) / "bench.ini"), inline=True)
        application.window.resize(1440, 900)
        application.window.show()
        application.attach(Workspace.open(folder, writable=False))
        settle()
        try:
            yield application.window
        finally:
            application.window.close()
            application.shut_down()


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def timed(act: Callable[[], object], table: Any, paints: Paints) -> float:
    """Milliseconds from the event to the paint that shows the new list."""
    at_reset: list[int] = []
    connection = table.model.modelReset.connect(lambda: at_reset.append(paints.count))
    started = perf_counter()
    act()
    while not at_reset or (paints.count == at_reset[-1] and table.view.isVisible()):
        QApplication.processEvents()
    taken = perf_counter() - started
    table.model.modelReset.disconnect(connection)
    return taken * 1000


def hand_written(connection: sqlite3.Connection, statement: str) -> tuple[float, int]:
    """Milliseconds and number of ids of one query by hand."""
    started = perf_counter()
    ids = array("q", chain.from_iterable(connection.execute(statement)))
    return (perf_counter() - started) * 1000, len(ids)


def compare(connection: sqlite3.Connection, name: str, wanted: list[str], prepare: Callable[[], object],
            act: Callable[[], object], page: Any, paints: Paints) -> dict[str, object]:
    """One row: the quickest of an act against the quickest of all statements, measured in turn.

    Other programs on the machine only ever add time.
    """
    ours: list[float] = []
    times: dict[str, list[float]] = {statement: [] for statement in wanted}
    for _ in range(ROUNDS):
        prepare()
        settle()
        ours.append(timed(act, page.table, paints))
        for statement, taken in times.items():
            duration, found = hand_written(connection, statement)
            taken.append(duration)
            if found != len(page.table.model.ids):
                raise AssertionError(f"{name}: the query finds {found}, the table {len(page.table.model.ids)}")
    base, value = min(min(taken) for taken in times.values()), min(ours)
    return _figure(name, value, f"fastest query, {base:.1f} ms, + {FRAME_MS:.0f} ms", base + FRAME_MS, value / base)


def typing(page: Any, connection: sqlite3.Connection) -> list[dict[str, object]]:
    table, bar = page.table, page.bar
    paints = Paints(table.view.viewport())
    figures = []
    for text, conditions in TYPED.items():
        wanted = [sql for condition in conditions for sql in statements(condition, _NAME)]
        figures.append(compare(connection, f"type “{text}”, last key", wanted,
                               lambda text=text: bar.set_values({}, text[:-1]),
                               lambda text=text: QTest.keyClicks(bar.search, text[-1]), page, paints))
    for name, (key, value, conditions) in FILTERED.items():
        wanted = [sql for condition in conditions for sql in statements(condition, _NAME)]
        figures.append(compare(connection, f"filter by {name}", wanted, lambda: bar.set_values({}),
                               lambda key=key, value=value: bar.set_value(key, value), page, paints))
    places = {column.sorts_by: place for place, column in enumerate(table.model.columns)}
    for key, (text, orders) in SORTED.items():
        wanted = [sql for order in orders for sql in statements(_holds(text) if text else "", order)]

        def by_name(text: str = text) -> None:
            table.set_sort("name", False)
            page._listing.forget()
            bar.set_values({}, text)

        figures.append(compare(connection, f"sort by {key}" + (f" with “{text}”" if text else ""), wanted, by_name,
                               lambda key=key: table.view.head.sort_asked.emit(places[key]), page, paints))
    table.set_sort("name", False)
    bar.set_values({})
    settle()
    return figures


def frames(table: Any, positions: Iterable[int]) -> list[float]:
    """Milliseconds of each step of the scroll bar, the paint included."""
    bar, taken = table.view.verticalScrollBar(), []
    for position in positions:
        started = perf_counter()
        bar.setSliderPosition(position)
        QApplication.processEvents()
        taken.append((perf_counter() - started) * 1000)
    return taken


def end_to_end(table: Any) -> dict[str, list[float]]:
    """Frames of paging through everybody, then of dragging the scroll bar down and up again."""
    bar = table.view.verticalScrollBar()
    bar.setValue(0)
    step, end = max(bar.pageStep(), 1), bar.maximum()
    paged = frames(table, range(0, end + step, step))
    bar.setSliderDown(True)
    dragged = frames(table, [*range(0, end + 1, max(end // 400, 1)), *range(end, -1, -max(end // 400, 1))])
    bar.setSliderDown(False)
    return {"page by page, end to end": paged, "drag of the scroll bar, down and up": dragged}


def scrolling(table: Any) -> list[dict[str, object]]:
    figures = []
    for name, taken in end_to_end(table).items():
        value = quantiles(taken, n=100)[98]
        spread = f"median {median(taken):.1f}, longest {max(taken):.1f} ms"
        figures.append(_figure(
            f"scroll {name}, 99th percentile of {len(taken):,} ({spread})", value,
            f"no stall, {STALL_MS:.0f} ms", STALL_MS, value / STALL_MS))
    return figures


def peak_memory() -> float:
    """Megabytes this process held at most; the kernel's own mark, which a parent's size does not reach."""
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage / (1024 * 1024 if sys.platform == "darwin" else 1024)


def memory(folder: Path, empty: Path) -> dict[str, object]:
    peaks = {}
    for place in (empty, folder):
        run = subprocess.run([sys.executable, __file__, "--scroll", str(place)], capture_output=True, text=True,
                             check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        peaks[place] = float(run.stdout)
    base, value = peaks[empty], peaks[folder]
    return {"name": "peak memory after scrolling end to end", "value": round(value, 1), "unit": "MB",
            "limit": f"{MEMORY} × the window on an empty workspace", "limit_value": round(base * MEMORY, 1),
            "ratio": round(value / base, 3)}


def first_screens(window: Any) -> list[dict[str, object]]:
    """Milliseconds from asking for a page that was never open to its paint."""
    figures = []
    for screen in ("today", "calendar"):
        window.close_pages()
        settle()
        started = perf_counter()
        window.context.navigation.open(screen)
        QApplication.processEvents()
        window.grab()
        figures.append({"name": f"first screen of {screen}", "value": round((perf_counter() - started) * 1000, 1),
                        "unit": "ms", "limit": None, "limit_value": None, "ratio": None})
    return figures


@contextmanager
def workspaces() -> Iterator[tuple[Path, Path]]:
    """The roster of 100,000 and an empty workspace."""
    from microinf_desktop.samples import create_sample_workspace
    from microinf_desktop.storage.workspace import Workspace

    with tempfile.TemporaryDirectory() as name:
        empty = Path(name) / "empty"
        Workspace.create(empty).close()
        kept = os.environ.get("MICROINF_BENCH_ROSTER")
        folder = Path(kept) if kept else Path(name) / "agency"
        if not (folder / "workspace.db").exists():
            create_sample_workspace(folder, influencers=PEOPLE, today=TODAY)
        yield folder, empty


def run() -> list[dict[str, object]]:
    """Rows of the benchmark table: name, value, unit, limit, limit_value, ratio."""
    with workspaces() as (folder, empty):
        used = memory(folder, empty)
        connection = sqlite3.connect(folder / "workspace.db", isolation_level=None)
        connection.execute("PRAGMA cache_size = -16000")
        with opened_window(folder) as window:
            figures = first_screens(window)
            window.context.navigation.open("roster")
            settle()
            page = window.current_page()
            figures = [*typing(page, connection), *scrolling(page.table), *figures]
        connection.close()
    return [*figures, used]


def _figure(name: str, value: float, limit: str, limit_value: float, ratio: float) -> dict[str, object]:
    return {"name": name, "value": round(value, 2), "unit": "ms", "limit": limit, "limit_value": round(limit_value, 2),
            "ratio": round(ratio, 3)}


def _scroll_only(folder: Path) -> None:
    with opened_window(folder) as window:
        window.context.navigation.open("roster")
        settle()
        end_to_end(window.current_page().table)
        print(peak_memory())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--scroll"]:
        _scroll_only(Path(sys.argv[2]))
    else:
        print(json.dumps(run(), indent=2, ensure_ascii=False))

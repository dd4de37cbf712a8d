"""Scrolling 100,000 rows: what one step costs, from setting the scroll bar to the finished paint.

A line is the step of one wheel notch's row, a page the step of Page Down, a jump lands anywhere (nothing cached).
The limit is one frame of a 60 Hz screen for each; "stall" is the longest frame of all. Rows come from memory, so
the figures are those of the model and the painting; the query is measured with the storage.
`python tests/benchmarks/bench_table.py` prints the figures.
"""

import json
import os
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from microinf_desktop.domain.enums import Platform, RelationshipStage
from microinf_desktop.domain.money import Money
from microinf_desktop.ui import theme
from microinf_desktop.ui.models.columns import Column, Kind
from microinf_desktop.ui.widgets.data_table import DataTable

ROWS = 100_000
FRAME_MS = 1000 / 60
STALL_MS = 50.0


class Person(NamedTuple):
    """A row as the roster's query gives it."""

    id: int
    name: str
    platforms: tuple[str, ...]
    followers: int
    growth: tuple[float, ...]
    rate: float
    niche: str
    stage: RelationshipStage
    paid: Money | None


COLUMNS = (
    Column("name", "Name", 220, Kind.NAME, stretch=True), Column("platforms", "On", 74, Kind.PLATFORMS),
    Column("followers", "Followers", 90, Kind.NUMBER), Column("growth", "12 months", 96, Kind.SPARKLINE),
    Column("rate", "ERF", 70, Kind.PERCENT), Column("niche", "Niche", 110), Column("stage", "Stage", 140, Kind.STATUS),
    Column("paid", "Last paid", 90, Kind.MONEY),
)


def load(ids: Sequence[int]) -> Iterable[Person]:
    """Different text in each row, so that no cache of texts helps."""
    stages = tuple(RelationshipStage)
    return [
        Person(n, f"Person {n * 7919 % 99_991} Vossbeck", (Platform.INSTAGRAM, Platform.TIKTOK)[: n % 2 + 1],
               n * 31 % 100_000, tuple((n * k) % 17 for k in range(12)), n % 97 / 10, "Tea, home", stages[n % 13],
               Money(n % 900 * 100, "EUR") if n % 3 else None)
        for n in ids
    ]


def _frames(table: DataTable, positions: Iterable[int]) -> list[float]:
    bar, frames = table.view.verticalScrollBar(), []
    for position in positions:
        started = perf_counter()
        bar.setValue(position)
        QApplication.processEvents()
        frames.append((perf_counter() - started) * 1000)
    return frames


def run() -> list[dict[str, object]]:
    """Rows of the benchmark table: name, value, unit, limit, limit_value, ratio."""
    app = QApplication.instance() or theme.make_application([])
    assert isinstance(app, QApplication)
    theme.apply(app, theme.Mode.LIGHT)
    table = DataTable("bench", COLUMNS, load)
    table.resize(1220, 860)
    table.set_ids(range(1, ROWS + 1))
    table.show()
    QApplication.processEvents()
    line, end = theme.row_height(), table.view.verticalScrollBar().maximum()
    page = line * (table.view.viewport().height() // line)
    jumps = random.Random(1)
    ways: dict[str, Callable[[], Iterable[int]]] = {
        "scroll by a line": lambda: range(0, line * 400, line),
        "scroll by a page": lambda: range(end // 2, end // 2 + page * 200, page),
        "jump anywhere": lambda: (jumps.randrange(end) for _ in range(100)),
    }
    figures, longest = [], 0.0
    for name, positions in ways.items():
        frames = _frames(table, positions())
        longest = max(longest, *frames)
        value = quantiles(frames, n=20)[-1]
        figures.append(_figure(f"{name}, 95th percentile (median {median(frames):.1f} ms)", value, "one frame at 60 Hz",
                               FRAME_MS))
    figures.append(_figure("longest frame of all", longest, "no stall", STALL_MS))
    return figures


def _figure(name: str, value: float, limit: str, limit_value: float) -> dict[str, object]:
    return {"name": name, "value": round(value, 2), "unit": "ms", "limit": f"{limit}, {limit_value:.1f} ms",
            "limit_value": round(limit_value, 2), "ratio": round(value / limit_value, 3)}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))

"""A timeline of 2,000 bars: what a frame costs while scrolling, zooming and dragging, from the event to the paint.

500 deliverables of 50 creators with four bars and a diamond each, a dependency for every tenth. The limit is one
frame of a 60 Hz screen. `python tests/benchmarks/bench_timeline.py` prints the figures.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, DeliverableState
from microinf_desktop.domain.timeline_data import (
    STEPS,
    TimelineData,
    TimelineGroup,
    TimelineItem,
    TimelineLink,
    TimelineMark,
    bars_of,
    step_key,
)
from microinf_desktop.ui import theme
from microinf_desktop.ui.widgets.timeline_drag import Drag
from microinf_desktop.ui.widgets.timeline_scale import Zoom
from microinf_desktop.ui.widgets.timeline_view import TimelineView

TODAY = date(2026, 11, 24)
FRAME_MS = 1000 / 60
STALL_MS = 50.0
_STATES = (DeliverableState.BRIEFED, DeliverableState.CLIENT_REVIEW, DeliverableState.APPROVED)


def data(groups: int = 50, each: int = 10) -> TimelineData:
    """A made-up campaign of groups × each deliverables over four months."""
    calendar, number, made = WorkingCalendar(), 0, []
    for group in range(groups):
        items = []
        for _ in range(each):
            number += 1
            start = TODAY + timedelta(days=number * 7919 % 120 - 30)
            dates = dict(zip(STEPS, (calendar.add(start, n) for n in (4, 9, 11, 14, 17)), strict=True))
            state = _STATES[number % 3]
            bars = bars_of(dates, state, TODAY, lambda _step, due: due - timedelta(days=4), calendar)
            items.append(TimelineItem(number, group, f"Creator {group}", f"Reel {number}", DeliverableKind.REEL, state,
                                      BallHolder.CREATOR, bars, dates["publish_on"]))
        made.append(TimelineGroup(str(group), f"Creator {group}", tuple(items)))
    marks = tuple(TimelineMark(n, f"Milestone {n}", TODAY + timedelta(days=n * 9)) for n in range(1, 12))
    links = tuple(TimelineLink(n, f"d:{n}", f"d:{n + 7}") for n in range(1, number - 7, 10))
    return TimelineData(1, "Bench", tuple(made), marks, links, None, TODAY, calendar)


def _frames(view: TimelineView, steps: Iterable[Callable[[], object]]) -> list[float]:
    frames = []
    for step in steps:
        started = perf_counter()
        step()
        view.viewport().repaint()
        frames.append((perf_counter() - started) * 1000)
    return frames


def _drag(view: TimelineView) -> list[Callable[[], object]]:
    """A draft that pushes its chain and a dependency, moved by a pixel at a time."""
    drag = view.drag = Drag(step_key(1, "draft_due_on"), "body", QPoint(600, 100))

    def to(x: int) -> None:
        if drag.follow(view, QPoint(600 + x, 100), False):
            view.preview = {one.key: one.new for one in drag.shift.moved}

    return [lambda x=x: to(x) for x in range(0, 600, 3)]


def run() -> list[dict[str, object]]:
    """Rows of the benchmark table: name, value, unit, limit, limit_value, ratio."""
    app = QApplication.instance() or theme.make_application([])
    assert isinstance(app, QApplication)
    theme.apply(app, theme.Mode.LIGHT)
    view, shown = TimelineView(), data()
    view.resize(1440, 860)
    started = perf_counter()
    view.set_data(shown)
    view.show()
    QApplication.processEvents()
    first = (perf_counter() - started) * 1000
    down, across = view.verticalScrollBar(), view.horizontalScrollBar()
    rows: list[dict[str, object]] = [_figure("first frame with its late path", first, "an answer at once", 100.0)]
    longest = 0.0
    for zoom in Zoom:
        view.set_zoom(zoom)
        view.show_today()
        frames = _frames(view, [lambda n=n: down.setValue(n * 40) for n in range(200)])
        frames += _frames(view, [lambda n=n: across.setValue(n * 12) for n in range(100)])
        longest = max(longest, *frames)
        rows.append(_percentile(f"scroll, {zoom.value}s", frames))
    down.setValue(0)
    view.set_zoom(Zoom.WEEK)
    for name, steps in (("zoom with the wheel", [lambda n=n: view.zoom_by(1 if n % 40 < 20 else -1, 700)
                                                  for n in range(160)]), ("drag with what follows", _drag(view))):
        frames = _frames(view, steps)
        longest = max(longest, *frames)
        rows.append(_percentile(name, frames))
    return [*rows, _figure("longest frame of all", longest, "no stall", STALL_MS)]


def _percentile(name: str, frames: list[float]) -> dict[str, object]:
    value = quantiles(frames, n=20)[-1]
    return _figure(f"{name}, 95th percentile (median {median(frames):.1f} ms)", value, "one frame at 60 Hz", FRAME_MS)


def _figure(name: str, value: float, limit: str, limit_value: float) -> dict[str, object]:
    return {"name": name, "value": round(value, 2), "unit": "ms", "limit": f"{limit}, {limit_value:.1f} ms",
            "limit_value": round(limit_value, 2), "ratio": round(value / limit_value, 3)}


if __name__ == "__main__":
    print(json.dumps(run(), indent=2))

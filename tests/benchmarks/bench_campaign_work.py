"""Today, Calendar and the boards at 500 campaigns and 20,000 deliverables, in the real window.

A first screen is timed from asking for a page that was never open to its paint. Its limit is 100 ms over the fastest
of the queries below, written by hand on a plain sqlite3 connection. Frames of the boards are timed from the event to
the finished paint. MICROINF_BENCH_CAMPAIGNS names a workspace to use again.
"""

import json
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.bench_roster import opened_window, settle
from tests.benchmarks.campaign_work import TODAY, kept_workspace, timed

ROUNDS = 5
SLACK_MS = 100.0
FRAME_MS = 16.0

_DEAL = """JOIN collaboration o ON o.id = {key} JOIN influencer i ON i.id = o.influencer_id
JOIN campaign c ON c.id = o.campaign_id AND c.state <> 'archived' JOIN client k ON k.id = c.client_id"""
_NAMES = "k.id, k.name, k.color, c.id, c.name, i.id, i.name"
# What Today shows, one query for each kind of work; `:today` and `:until` are days.
TODAY_QUERIES = (
    f"""SELECT d.id, {_NAMES}, d.kind, d.state, d.ball_holder, d.ball_since, d.verdict, d.draft_due_on,
    d.internal_review_on, d.client_review_on, d.publish_on FROM deliverable d {_DEAL.format(key='d.collaboration_id')}
    WHERE d.state IN ('not_started', 'briefed', 'concept_in', 'changes_requested', 'draft_in', 'internal_review',
    'client_review', 'approved', 'scheduled', 'live', 'proof_captured') AND (d.state IN ('draft_in', 'internal_review',
    'client_review') OR CASE WHEN d.state IN ('not_started', 'briefed', 'concept_in', 'changes_requested')
    THEN d.draft_due_on ELSE d.publish_on END <= :until)""",
    f"""SELECT l.id, {_NAMES}, l.text, l.due_on, l.holder FROM checklist_item l JOIN deliverable d
    ON d.id = l.deliverable_id {_DEAL.format(key='d.collaboration_id')} WHERE l.done_on IS NULL AND l.due_on <= :until
    AND d.state NOT IN ('cancelled', 'replaced')""",
    """SELECT m.id, k.id, k.name, k.color, c.id, c.name, m.name, m.due_on FROM milestone m JOIN campaign c
    ON c.id = m.campaign_id AND c.state <> 'archived' JOIN client k ON k.id = c.client_id
    WHERE m.done_on IS NULL AND m.due_on <= :until""",
    f"""SELECT p.id, {_NAMES}, p.description, p.amount_minor, p.due_on FROM payment p
    {_DEAL.format(key='p.collaboration_id')} WHERE p.state IN ('due', 'invoice_received', 'approved', 'part_paid',
    'disputed') AND p.due_on <= :until""",
    f"""SELECT t.id, {_NAMES}, t.number, t.state, t.sent_on FROM contract t {_DEAL.format(key='t.collaboration_id')}
    WHERE t.state IN ('sent', 'changes', 'signed')""",
    """SELECT c.id, k.id, k.name, k.color, c.name, c.setup_step FROM campaign c JOIN client k ON k.id = c.client_id
    WHERE c.setup_step <> '' AND c.state IN ('planning', 'running')""",
    "SELECT id, name, next_action, next_action_on FROM influencer WHERE next_action_on <= :until AND next_action <> ''",
    "SELECT deliverable_id, min(due_on), min(decider_name) FROM review WHERE decision = '' GROUP BY deliverable_id",
)
_DATES = ("publish_on", "client_review_on", "internal_review_on", "draft_due_on", "ship_on")
_DATED = """SELECT d.{field} AS day, {place} AS kind, d.id, d.state FROM deliverable d JOIN campaign c
ON c.id = d.campaign_id AND c.state <> 'archived' WHERE d.{field} BETWEEN :first AND :last
AND d.state NOT IN ('cancelled', 'replaced')"""
_MARKS = " UNION ALL ".join([
    *(_DATED.format(field=field, place=place) for place, field in enumerate(_DATES)),
    """SELECT m.due_on, 9, m.id, m.done_on FROM milestone m JOIN campaign c ON c.id = m.campaign_id
    AND c.state <> 'archived' WHERE m.due_on BETWEEN :first AND :last""",
])
# All marks of the range, then the names of what a screen has room for: read by id, or ranked in the query.
CALENDAR_QUERIES = (
    f"{_MARKS} ORDER BY 1, 2, 3",
    f"SELECT * FROM ({_MARKS}) ORDER BY day, kind, id",
)
_NAMED = f"SELECT d.id, d.kind, {_NAMES} FROM deliverable d {_DEAL.format(key='d.collaboration_id')} WHERE d.id IN "
_SEEN = 300


def today_by_hand(connection: sqlite3.Connection) -> Callable[[], object]:
    days = {"today": TODAY.isoformat(), "until": TODAY.replace(month=12, day=1).isoformat()}
    return lambda: [connection.execute(query, days).fetchall() for query in TODAY_QUERIES]


def calendar_by_hand(connection: sqlite3.Connection, query: str, first: str, last: str) -> Callable[[], object]:
    def read() -> object:
        marks = connection.execute(query, {"first": first, "last": last}).fetchall()
        seen = ",".join(str(row[2]) for row in marks[:_SEEN])
        return marks, connection.execute(f"{_NAMED}({seen})").fetchall()

    return read


def first_screens(window: Any, connection: sqlite3.Connection) -> Iterator[dict[str, object]]:
    """One row for each screen: the quickest of ours against the quickest by hand."""
    base = timed(today_by_hand(connection), ROUNDS)
    yield _screen("Today", timed(lambda: _open(window, "today"), ROUNDS), base)
    for view in ("month", "week", "agenda"):
        _open(window, "calendar")
        page = window.current_page()
        page.views.set_value(view)
        page._switch()
        first, last = (day.isoformat() for day in page._range())
        base = min(timed(calendar_by_hand(connection, query, first, last), ROUNDS) for query in CALENDAR_QUERIES)
        # Closing remembers the view, so that opening anew shows it first.
        yield _screen(f"Calendar, {view}, {len(page._marks):,} dates", timed(lambda: _open(window, "calendar"), ROUNDS),
                      base)


def _open(window: Any, screen: str) -> None:
    window.close_pages()
    window.context.navigation.open(screen)
    window.repaint()


def boards(window: Any) -> Iterator[dict[str, object]]:
    """Frames of the board of all deliverables and of a campaign's people, while scrolling and dragging."""
    from microinf_desktop.ui.widgets.board_view import BoardView

    places: dict[str, Callable[[], object]] = {
        "deliverables board": lambda: window.context.navigation.open("deliverables"),
        "people board": lambda: window.context.navigation.open("campaign", id=10, tab="collaborations"),
    }
    for name, go in places.items():
        go()
        settle()
        _press_board(window.current_page())
        settle()
        board = next((board for board in window.current_page().findChildren(BoardView) if board.isVisible()), None)
        if board is None:
            raise AssertionError(f"{name}: no board is shown")
        taken = list(_scrolled(board))
        yield _frames(f"{name}, scrolling", taken)
        yield _frames(f"{name}, dragging", list(_dragged(board)))


def _press_board(page: Any) -> None:
    from PySide6.QtWidgets import QAbstractButton

    for button in page.findChildren(QAbstractButton):
        if button.text() in ("Board", "By stage") and button.isVisible():
            button.click()
            return
    raise AssertionError(f"{page.page_id} has no board")


def _lists(board: Any) -> list[Any]:
    from PySide6.QtWidgets import QListView

    return [view for view in board.findChildren(QListView) if view.isVisible() and view.model().rowCount()]


def _scrolled(board: Any) -> Iterator[float]:
    """Milliseconds of each step of the longest column's scroll bar."""
    bar = max(_lists(board), key=lambda view: view.model().rowCount()).verticalScrollBar()
    for position in range(0, min(bar.maximum(), 60_000), 97):
        started = perf_counter()
        bar.setValue(position)
        settle()
        yield (perf_counter() - started) * 1000


def _dragged(board: Any) -> Iterator[float]:
    """Milliseconds of each step of a card held over the columns, where the drop place is marked."""
    from PySide6.QtCore import QMimeData, QPoint, Qt
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
    from PySide6.QtWidgets import QApplication

    source = max(_lists(board), key=lambda view: view.model().rowCount())
    mime = source.model().mimeData([source.model().index(0, 0)])
    mime = mime if isinstance(mime, QMimeData) else QMimeData()
    buttons, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    views = _lists(board)
    for step in range(240):
        view = views[step // 12 % len(views)]
        at = QPoint(20 + step % 12 * 8, 40 + step % 20 * 10)
        started = perf_counter()
        if step % 12 == 0:
            enter = QDragEnterEvent(at, Qt.DropAction.MoveAction, mime, buttons, none)
            QApplication.sendEvent(view.viewport(), enter)
        QApplication.sendEvent(view.viewport(), QDragMoveEvent(at, Qt.DropAction.MoveAction, mime, buttons, none))
        view.viewport().repaint()
        yield (perf_counter() - started) * 1000


def _screen(name: str, value: float, base: float) -> dict[str, object]:
    return {"name": f"first screen of {name}", "value": round(value, 1), "unit": "ms",
            "limit": f"fastest queries by hand, {base:.1f} ms, + {SLACK_MS:.0f} ms",
            "limit_value": round(base + SLACK_MS, 1), "ratio": round(value / base, 2)}


def _frames(name: str, taken: list[float]) -> dict[str, object]:
    value = quantiles(taken, n=20)[18]
    return {"name": f"{name}, 95th percentile of {len(taken)} frames (median {median(taken):.1f}, "
                    f"longest {max(taken):.1f} ms)",
            "value": round(value, 2), "unit": "ms", "limit": f"a frame, {FRAME_MS:.0f} ms", "limit_value": FRAME_MS,
            "ratio": round(value / FRAME_MS, 2)}


def run() -> list[dict[str, object]]:
    """Rows of the benchmark table: name, value, unit, limit, limit_value, ratio."""
    with kept_workspace() as folder:
        connection = sqlite3.connect(folder / "workspace.db", isolation_level=None)
        connection.execute("PRAGMA cache_size = -16000")
        with opened_window(folder) as window:
            figures = [*first_screens(window, connection), *boards(window)]
        connection.close()
    return figures


if __name__ == "__main__":
    print(json.dumps(run(), indent=2, ensure_ascii=False))

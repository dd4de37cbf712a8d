"""The lists and records of campaign work at 500 campaigns and 20,000 deliverables: from opening to the painted page.

The page was never open before, as after a start; its limit is 150 ms. MICROINF_BENCH_CAMPAIGNS names a workspace to
use again.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.bench_roster import opened_window
from tests.benchmarks.campaign_work import TODAY, kept_workspace, timed

ROUNDS = 5
LIMIT_MS = 150.0


def pages(window: Any) -> Iterator[dict[str, object]]:
    """The campaign with most deliverables, the client with most campaigns, and the lists of both."""
    from microinf_desktop.queries import campaigns, clients

    with window.context.workspace.reading() as session:
        work = campaigns.rows(session, today=TODAY)
        brands = clients.rows(session, today=TODAY)
    largest = max(work, key=lambda row: row.deliverables)
    busiest = max(brands, key=lambda row: row.campaigns)
    for name, screen, params in (
        (f"{len(work)} campaigns", "campaigns", {}),
        (f"a campaign's overview, {largest.deliverables} deliverables", "campaign",
         {"id": largest.id, "tab": "overview"}),
        (f"{len(brands)} clients", "clients", {}),
        (f"a client, {busiest.campaigns} campaigns", "client", {"id": busiest.id, "tab": "overview"}),
        ("the set-up, objectives", "campaign_setup", {"id": largest.id, "step": "objectives"}),
        ("the set-up, check", "campaign_setup", {"id": largest.id, "step": "check"}),
    ):
        value = timed(lambda screen=screen, params=params: _open(window, screen, params), ROUNDS)
        yield {"name": f"first paint of {name}", "value": round(value, 1), "unit": "ms",
               "limit": f"{LIMIT_MS:.0f} ms", "limit_value": LIMIT_MS, "ratio": round(value / LIMIT_MS, 2)}


def _open(window: Any, screen: str, params: dict[str, Any]) -> None:
    window.close_pages()
    window.context.navigation.open(screen, **params)
    window.repaint()


def run() -> list[dict[str, object]]:
    """Rows of the benchmark table: name, value, unit, limit, limit_value, ratio."""
    with kept_workspace() as folder, opened_window(folder) as window:
        return list(pages(window))


if __name__ == "__main__":
    print(json.dumps(run(), indent=2, ensure_ascii=False))

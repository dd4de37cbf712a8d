"""The bed of the campaign benchmarks: an agency of 500 campaigns and 20,000 deliverables, written in bulk.

Most of it is done; some hundred things are due, late or waiting around `TODAY`, as in an agency that works.
`kept_workspace()` builds it once per run, or reuses the folder that MICROINF_BENCH_CAMPAIGNS names.
"""

import os
import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import DeliverableState

TODAY = date(2026, 11, 24)
CAMPAIGNS, DELIVERABLES = 500, 20_000
KEPT = "MICROINF_BENCH_CAMPAIGNS"

_CLIENTS, _PEOPLE, _STAFF = 60, 2_000, ("Ida Lund", "Tomke Ellerkamp", "Pelin Aydemirli", "Jorun Brandvik")
_COLOURS = ("#7D4A1B", "#2F5D3A", "#44609C", "#7D211A", "#622E96", "#0B5B68", "#938B50", "#CC8200")
_KINDS = (("reel", "instagram"), ("story", "instagram"), ("grid_post", "instagram"), ("carousel", "instagram"),
          ("tiktok_video", "tiktok"), ("youtube_short", "youtube"))
_CHECKLIST = (("Brief sent", -18, "us"), ("Concept agreed", -12, "creator"), ("Caption checked", -6, "us"),
              ("Link and code tested", -1, "us"), ("Still live on day 30, disclosure in place", 30, "us"))
_MILESTONES = (("Brief locked", "brief", -30), ("Parcels out", "shipping", -21), ("Client approval", "approval", -5),
               ("Go-live", "go_live", 0), ("Wrap report", "report", 21))
# Days from publishing (from, to) and the states found there, weighted; what is not closed after its day is late.
_STATES: tuple[tuple[int, int, dict[str, int]], ...] = (
    (-9_999, -31, {"complete": 960, "cancelled": 25, "replaced": 15}),
    (-30, -8, {"complete": 880, "metrics_captured": 60, "proof_captured": 40, "cancelled": 20}),
    (-7, -1, {"complete": 200, "metrics_captured": 250, "proof_captured": 350, "live": 150, "scheduled": 30,
              "client_review": 20}),
    (0, 3, {"scheduled": 550, "approved": 250, "client_review": 150, "changes_requested": 50}),
    (4, 8, {"approved": 200, "client_review": 350, "internal_review": 250, "draft_in": 120, "briefed": 80}),
    (9, 20, {"briefed": 600, "concept_in": 150, "draft_in": 150, "not_started": 100}),
    (21, 9_999, {"not_started": 700, "briefed": 300}),
)
_DRAFTED = {s.value for s in DeliverableState} - {"not_started", "briefed", "concept_in", "cancelled", "replaced"}
Row = Mapping[str, Any]


def build(folder: Path, campaigns: int = CAMPAIGNS, deliverables: int = DELIVERABLES, seed: int = 7) -> None:
    """Create a workspace with this much work, the same for the same arguments; about five seconds."""
    from microinf_desktop.storage.workspace import Workspace

    Workspace.create(folder).close()
    connection = sqlite3.connect(folder / "workspace.db", isolation_level=None)
    connection.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; BEGIN")
    try:
        _fill(connection, campaigns, deliverables, random.Random(seed))
        connection.execute("COMMIT")
        if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
            raise AssertionError(f"the bed is not sound: {broken[:3]}")
        connection.execute("ANALYZE")
    finally:
        connection.close()


@contextmanager
def kept_workspace() -> Iterator[Path]:
    """The folder of the bed; built when it is not there yet."""
    kept = os.environ.get(KEPT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(kept) if kept else Path(name) / "agency"
        if not (folder / "workspace.db").exists():
            build(folder)
        yield folder


def _fill(connection: sqlite3.Connection, campaigns: int, deliverables: int, chance: random.Random) -> None:
    def put(table: str, rows: Iterable[Row]) -> None:
        _insert(connection, table, rows)

    put("agency", [{"id": 1, "name": "Kestrel Lane", "country": "DE"}])
    put("person", [{"id": n, "name": name} for n, name in enumerate(_STAFF, 1)])
    clients = min(_CLIENTS, campaigns)
    put("client", ({"id": n, "name": f"Client {n:02}", "color": _COLOURS[n % len(_COLOURS)], "country": "DE"}
                   for n in range(1, clients + 1)))
    put("client_contact", ({"id": n, "client_id": n, "name": f"Contact {n}", "is_decider": True}
                           for n in range(1, clients + 1)))
    put("influencer", (_person(n, chance) for n in range(1, _PEOPLE + 1)))
    live = {n: _go_live(n, campaigns, chance) for n in range(1, campaigns + 1)}
    put("campaign", (_campaign(n, day, clients) for n, day in live.items()))
    put("milestone", _milestones(live))
    per_deal = 2
    deals = max(deliverables // campaigns // per_deal, 1)
    put("collaboration", _deals(live, deals))
    work = list(_deliverables(live, deals, deliverables, chance))
    put("deliverable", work)
    put("checklist_item", _checklist(work, chance))
    put("draft", ({"id": n, "deliverable_id": row["id"], "number": 1, "caption": "Ad: two quiet minutes",
                   "received_at": _moment(row["draft_due_on"])}
                  for n, row in enumerate((row for row in work if row["state"] in _DRAFTED), 1)))
    put("review", _reviews(work, clients))
    put("deliverable_move", _moves(work))
    put("payment", _payments(live, deals, chance))
    put("contract", _contracts(live, deals, chance))


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Rows by column name; columns left out get the table's own default, which the file does not know."""
    from microinf_desktop.storage.tables import metadata

    columns = list(metadata.tables[table].columns)
    names = [column.name for column in columns]
    standing = [_default(column) for column in columns]
    marks = ", ".join("?" * len(names))
    connection.executemany(
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
        ([_plain(row.get(name, value)) for name, value in zip(names, standing, strict=True)] for row in rows),
    )


def _default(column: Any) -> Any:
    if column.nullable or column.primary_key:
        return None
    if column.default is None:
        return ""
    value = column.default.arg(None) if column.default.is_callable else column.default.arg
    return "[]" if value == [] else "{}" if value == {} else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def _person(n: int, chance: random.Random) -> Row:
    given = ("Klara", "Senna", "Ansgar", "Maelle", "Bastien", "Oona", "Jorun", "Yrsa", "Zoë", "Cosima")
    family = ("Vossbeck", "Kivimarsh", "Lindqvarn", "Bresnard", "Courvelle", "Saarholm", "Brandt", "Thorvane")
    name = f"{given[n % len(given)]} {family[n // len(given) % len(family)]} {n}"
    row = {"id": n, "name": name, "sort_name": name.lower(), "search_text": name.lower(), "owner_id": 1 + n % 4,
           "stage": "active"}
    if n % 40 == 0:
        row |= {"next_action": "Answer the quote", "next_action_on": TODAY + timedelta(chance.randint(-10, 20))}
    return row


def _go_live(n: int, campaigns: int, chance: random.Random) -> date:
    """Nine in ten campaigns are over, one in ten runs or is being planned."""
    if n % 10 or campaigns == 1:
        return TODAY + timedelta(chance.randint(-900, -25) if campaigns > 1 else 10)
    return TODAY + timedelta(chance.randint(-20, 60))


def _campaign(n: int, day: date, clients: int) -> Row:
    over = (TODAY - day).days
    state = "archived" if over > 400 else "finished" if over > 24 else "running" if over > -40 else "planning"
    return {"id": n, "client_id": 1 + n % clients, "owner_id": 1 + n % 4, "name": f"Season {n:03}", "state": state,
            "starts_on": day - timedelta(40), "go_live_on": day, "ends_on": day + timedelta(21),
            "jurisdictions": '["DE"]', "budget_minor": 2_000_000}


def _milestones(live: Mapping[int, date]) -> Iterator[Row]:
    number = 0
    for campaign, day in live.items():
        for name, kind, offset in _MILESTONES:
            number += 1
            due = day + timedelta(offset)
            done = due if due < TODAY - timedelta(12) or (due < TODAY and number % 4) else None
            yield {"id": number, "campaign_id": campaign, "name": name, "kind": kind, "due_on": due, "done_on": done}


def _deals(live: Mapping[int, date], deals: int) -> Iterator[Row]:
    number = 0
    for campaign in live:
        for place in range(deals):
            number += 1
            yield {"id": number, "campaign_id": campaign, "influencer_id": 1 + (campaign * 37 + place) % _PEOPLE,
                   "owner_id": 1 + campaign % 4, "stage": "contracted", "client_decision": "accepted",
                   "fee_minor": 60_000}


def _deliverables(live: Mapping[int, date], deals: int, total: int, chance: random.Random) -> Iterator[Row]:
    campaigns = list(live)
    for place in range(total):
        campaign = campaigns[place * len(campaigns) // total]
        number = place + 1
        publish = live[campaign] + timedelta(chance.randint(0, 20))
        days = (publish - TODAY).days
        state = next(_drawn(weights, chance) for first, last, weights in _STATES if first <= days <= last)
        kind, platform = _KINDS[number % len(_KINDS)]
        holder = pipelines.holder(pipelines.DELIVERABLE, DeliverableState(state))
        yield {
            "id": number, "campaign_id": campaign, "collaboration_id": (campaign - 1) * deals + 1 + place % deals,
            "kind": kind, "platform": platform, "title": "", "state": state, "keep_live_days": 90,
            "ball_holder": holder or "us", "ball_since": min(publish, TODAY) - timedelta(chance.randint(0, 9)),
            "ship_on": publish - timedelta(20) if number % 3 == 0 else None,
            "draft_due_on": publish - timedelta(10), "internal_review_on": publish - timedelta(7),
            "client_review_on": publish - timedelta(4), "publish_on": publish,
            "verdict": "fail" if number % 50 == 0 else "pass" if state in _DRAFTED else "not_checked",
            "published_at": _moment(publish) if state in ("live", "proof_captured", "metrics_captured", "complete")
            else None,
        }


def _drawn(weights: Mapping[str, int], chance: random.Random) -> str:
    return chance.choices(tuple(weights), tuple(weights.values()))[0]


def _checklist(work: Iterable[Row], chance: random.Random) -> Iterator[Row]:
    number = 0
    for row in work:
        for position, (text, offset, holder) in enumerate(_CHECKLIST):
            number += 1
            due = row["publish_on"] + timedelta(offset)
            open_ = due >= TODAY or (due > TODAY - timedelta(15) and chance.random() < 0.05)
            yield {"id": number, "deliverable_id": row["id"], "position": position, "text": text, "due_on": due,
                   "done_on": None if open_ else due, "holder": holder, "source": "template"}


def _reviews(work: Iterable[Row], clients: int) -> Iterator[Row]:
    number = 0
    for row in work:
        if row["state"] not in _DRAFTED:
            continue
        for step, field in (("internal", "internal_review_on"), ("client", "client_review_on")):
            waits = row["state"] == f"{step}_review"
            if step == "client" and row["state"] in ("draft_in", "internal_review", "changes_requested"):
                continue
            number += 1
            client = 1 + row["campaign_id"] % clients
            yield {"id": number, "deliverable_id": row["id"], "step": step, "due_on": row[field],
                   "person_id": 1 + row["id"] % 4 if step == "internal" else None,
                   "contact_id": client if step == "client" else None,
                   "decider_name": _STAFF[row["id"] % 4] if step == "internal" else f"Contact {client}",
                   "asked_at": _moment(row[field] - timedelta(2)), "decision": "" if waits else "approved",
                   "decided_at": None if waits else _moment(row[field])}


def _moves(work: Iterable[Row]) -> Iterator[Row]:
    number = 0
    for row in work:
        way = ("not_started", "briefed", "draft_in") if row["state"] in _DRAFTED else ("not_started", "briefed")
        for before, after in pairwise(way):
            number += 1
            yield {"id": number, "deliverable_id": row["id"], "moved_at": _moment(row["draft_due_on"]),
                   "from_state": before, "to_state": after, "from_holder": "us", "to_holder": "creator"}


def _payments(live: Mapping[int, date], deals: int, chance: random.Random) -> Iterator[Row]:
    for number in range(1, len(live) * deals + 1):
        due = live[1 + (number - 1) // deals] + timedelta(35)
        state = "not_due" if due > TODAY + timedelta(30) else "due"
        if due < TODAY - timedelta(3) and chance.random() > 0.01:
            state = "paid"
        yield {"id": number, "collaboration_id": number, "description": "Fee", "amount_minor": 60_000,
               "currency": "EUR", "state": state, "due_on": due, "paid_minor": 60_000 if state == "paid" else 0}


def _contracts(live: Mapping[int, date], deals: int, chance: random.Random) -> Iterator[Row]:
    for number in range(1, len(live) * deals + 1):
        day = live[1 + (number - 1) // deals] - timedelta(35)
        state = "active" if day < TODAY - timedelta(20) else _drawn({"active": 7, "sent": 2, "signed": 1}, chance)
        yield {"id": number, "collaboration_id": number, "number": f"KL-{number:05}", "state": state,
               "created_on": day, "sent_on": min(day, TODAY), "signed_on": day if state != "sent" else None}


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 30), UTC)


def timed(act: Callable[[], object], rounds: int = 5) -> float:
    """The quickest of some rounds in milliseconds: other programs on the machine only ever add time."""
    taken = []
    for _ in range(rounds):
        started = perf_counter()
        act()
        taken.append((perf_counter() - started) * 1000)
    return min(taken)


if __name__ == "__main__":
    build(Path(sys.argv[1]))

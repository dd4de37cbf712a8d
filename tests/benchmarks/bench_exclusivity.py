"""The exclusivity check over 100,000 collaborations: for somebody one adds, and for a whole campaign.

The limit is 5 ms over the fastest of the queries below, written by hand on a plain sqlite3 connection, which read
what a check has to know (bindings that still hold, and the work they may stand against) and decide nothing.
"""

import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.campaign_work import TODAY, Row, _insert, timed

CAMPAIGNS, DEALS, PEOPLE, CLIENTS = 1_000, 100, 20_000, 60
SLACK_MS = 5.0
ROUNDS = 15
_CATEGORIES = ("tea", "skincare", "outdoor shoes", "coffee", "headphones", "pet food")
_SIGNED = "('signed', 'countersigned', 'active', 'expired', 'sent', 'changes')"
_AGREED = "('agreed', 'contracted', 'active', 'completed', 'ambassador')"

BINDINGS = f"""SELECT o.influencer_id, o.id, t.number, t.state, k.id, k.name, c.name, w.category, w.competitors,
w.platforms, w.territories, w.starts_on, w.ends_on, w.carve_outs, w.clause FROM collaboration o
JOIN contract t ON t.collaboration_id = o.id AND t.state IN {_SIGNED} JOIN exclusivity_window w ON w.contract_id = t.id
AND (w.ends_on IS NULL OR w.ends_on >= :today) JOIN campaign c ON c.id = o.campaign_id JOIN client k
ON k.id = c.client_id WHERE {{who}} UNION ALL
SELECT o.influencer_id, o.id, '', '', k.id, k.name, c.name, o.exclusivity_category, o.exclusivity_competitors,
o.exclusivity_platforms, o.exclusivity_territories, (SELECT min(publish_on) FROM deliverable d
WHERE d.collaboration_id = o.id), (SELECT max(publish_on) FROM deliverable d WHERE d.collaboration_id = o.id),
o.exclusivity_days_before, o.exclusivity_days_after FROM collaboration o JOIN campaign c ON c.id = o.campaign_id
JOIN client k ON k.id = c.client_id WHERE {{who}} AND o.stage IN {_AGREED} AND o.exclusivity_days_after > 0"""
WORK = """SELECT o.influencer_id, o.id, k.id, k.name, k.category, c.name, c.product_category, c.product,
c.jurisdictions, c.go_live_on, c.ends_on, (SELECT min(publish_on) FROM deliverable d WHERE d.collaboration_id = o.id),
(SELECT max(publish_on) FROM deliverable d WHERE d.collaboration_id = o.id), (SELECT group_concat(DISTINCT platform)
FROM deliverable d WHERE d.collaboration_id = o.id) FROM collaboration o JOIN campaign c ON c.id = o.campaign_id
JOIN client k ON k.id = c.client_id WHERE {who}"""
ONE = "o.influencer_id = :who"
CAMPAIGN = "o.influencer_id IN (SELECT influencer_id FROM collaboration WHERE campaign_id = :campaign)"


def build(folder: Path, seed: int = 11) -> None:
    """An agency of 100,000 deals, every tenth with an exclusivity, half of those in a contract."""
    from microinf_desktop.storage.workspace import Workspace

    Workspace.create(folder).close()
    connection = sqlite3.connect(folder / "workspace.db", isolation_level=None)
    connection.executescript("PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; BEGIN")
    chance = random.Random(seed)
    live = {n: TODAY + timedelta(chance.randint(-700, 60)) for n in range(1, CAMPAIGNS + 1)}
    _insert(connection, "agency", [{"id": 1, "name": "Kestrel Lane", "country": "DE"}])
    _insert(connection, "client", ({"id": n, "name": f"Client {n:02}", "category": _CATEGORIES[n % len(_CATEGORIES)]}
                                   for n in range(1, CLIENTS + 1)))
    _insert(connection, "influencer", ({"id": n, "name": f"Person {n}", "sort_name": f"person {n}"}
                                       for n in range(1, PEOPLE + 1)))
    _insert(connection, "campaign", (
        {"id": n, "client_id": 1 + n % CLIENTS, "name": f"Season {n}", "go_live_on": day, "jurisdictions": '["DE"]',
         "ends_on": day + timedelta(21)} for n, day in live.items()))
    deals = list(_deals(live, chance))
    _insert(connection, "collaboration", deals)
    _insert(connection, "deliverable", (
        {"id": row["id"], "campaign_id": row["campaign_id"], "collaboration_id": row["id"], "kind": "reel",
         "platform": "instagram", "state": "briefed", "publish_on": live[row["campaign_id"]]} for row in deals))
    exclusive = [row for row in deals if row["exclusivity_days_after"]]
    contracted = exclusive[::2]
    _insert(connection, "contract", (
        {"id": n, "collaboration_id": row["id"], "number": f"C-{n}", "state": "active", "created_on": TODAY}
        for n, row in enumerate(contracted, 1)))
    _insert(connection, "exclusivity_window", (_window(n, row, live) for n, row in enumerate(contracted, 1)))
    connection.execute("COMMIT")
    connection.execute("ANALYZE")
    connection.close()


def _deals(live: dict[int, date], chance: random.Random) -> Iterator[Row]:
    number = 0
    for campaign in live:
        for who in chance.sample(range(1, PEOPLE + 1), DEALS):
            number += 1
            exclusive = number % 10 == 0
            yield {"id": number, "campaign_id": campaign, "influencer_id": who, "stage": "contracted",
                   "exclusivity_category": _CATEGORIES[1 + campaign % 5] if exclusive else "",
                   "exclusivity_days_before": 14, "exclusivity_days_after": 90 if exclusive else 0}


def _window(number: int, deal: Row, live: dict[int, date]) -> Row:
    day = live[deal["campaign_id"]]
    return {"id": number, "contract_id": number, "collaboration_id": deal["id"],
            "influencer_id": deal["influencer_id"], "client_id": 1 + deal["campaign_id"] % CLIENTS,
            "category": deal["exclusivity_category"], "starts_on": day - timedelta(14),
            "ends_on": day + timedelta(90), "clause": "14"}


def run() -> list[dict[str, Any]]:
    from microinf_desktop.queries import exclusivity
    from microinf_desktop.storage.workspace import Workspace

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "agency"
        build(folder)
        with Workspace.open(folder, writable=False) as workspace:
            plain = sqlite3.connect(f"file:{folder / 'workspace.db'}?mode=ro", uri=True)
            # A campaign that is planned, and somebody bound on its days by another client.
            campaign, who = plain.execute(
                """SELECT c.id, w.influencer_id FROM campaign c JOIN exclusivity_window w ON c.go_live_on BETWEEN
                w.starts_on AND w.ends_on AND c.go_live_on > ? AND w.client_id <> c.client_id LIMIT 1""",
                (TODAY.isoformat(),),
            ).fetchone()
            keys = {"today": TODAY.isoformat(), "who": who, "campaign": campaign}

            def by_hand(where: str) -> None:
                for query in (BINDINGS, WORK):
                    plain.execute(query.format(who=where), keys).fetchall()

            with workspace.reading() as session:
                found = exclusivity.if_added(session, [who], campaign, TODAY)
                everybody = exclusivity.of_deals(session, TODAY, campaign_id=campaign)
                ours = [timed(lambda: exclusivity.if_added(session, [who], campaign, TODAY), ROUNDS),
                        timed(lambda: exclusivity.of_deals(session, TODAY, campaign_id=campaign), ROUNDS)]
            hand = [timed(lambda: by_hand(ONE), ROUNDS), timed(lambda: by_hand(CAMPAIGN), ROUNDS)]
            plain.close()
    labels = (f"somebody who is added ({len(found)} bound)", f"a campaign of {DEALS} creators ({len(everybody)} bound)")
    return [
        {"name": f"exclusivity over {CAMPAIGNS * DEALS:,} deals: {label}", "value": round(value, 2), "unit": "ms",
         "limit": f"by hand {base:.2f} + {SLACK_MS:.0f} ms", "limit_value": round(base + SLACK_MS, 2),
         "ratio": round(value / base, 2)}
        for label, value, base in zip(labels, ours, hand, strict=True)
    ]


if __name__ == "__main__":
    for row in run():
        print(row)

"""Recomputes the stored keys of many people at once, by the same rules as for one (`storage.keys.apply_keys`)."""

import json
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any, cast

from sqlmodel import Session

from microinf_desktop.storage import bulk, keys

_KEYS = (
    "sort_name", "search_text", "platforms", "primary_handle", "top_followers", "engagement_rate_ppm",
    "engagement_base",
)


def refresh_keys(session: Session, influencer_ids: Sequence[int]) -> None:
    """Bring the stored keys of people up to date; only those that differ are written.

    A hundred thousand table objects would take a minute; plain rows take seconds. At most 30,000 ids a call.
    """
    session.flush()
    connection = bulk.driver_connection(session)
    marks = ", ".join("?" * len(influencer_ids))
    accounts: dict[int, list[SimpleNamespace]] = {}
    for influencer_id, *values in connection.execute(
        "SELECT influencer_id, handle, platform, followers, engagement_rate_ppm, engagement_base FROM account "
        f"WHERE influencer_id IN ({marks}) ORDER BY id", influencer_ids,
    ):
        handle, platform, followers, rate, base = values
        accounts.setdefault(influencer_id, []).append(SimpleNamespace(
            handle=handle, platform=platform, followers=followers, engagement_rate_ppm=rate, engagement_base=base
        ))
    rows = connection.execute(
        f"SELECT id, name, email, city, niches, tags, manager_name, {', '.join(_KEYS)} FROM influencer "
        f"WHERE id IN ({marks})", influencer_ids,
    ).fetchall()
    assignments = ", ".join(f"{name} = ?" for name in _KEYS)
    connection.executemany(f"UPDATE influencer SET {assignments} WHERE id = ?", _differing(rows, accounts))


def _differing(
    rows: Sequence[tuple[Any, ...]], accounts: dict[int, list[SimpleNamespace]]
) -> Iterator[tuple[Any, ...]]:
    """The new keys, followed by the id, of those people whose keys are out of date."""
    for influencer_id, name, email, city, niches, tags, manager_name, *stored in rows:
        person = SimpleNamespace(
            name=name, email=email, city=city, niches=json.loads(niches or "[]"), tags=json.loads(tags or "[]"),
            manager_name=manager_name,
        )
        own = sorted(accounts.get(influencer_id, ()), key=lambda account: -(account.followers or 0))
        keys.apply_keys(cast(Any, person), cast(Any, own))
        fresh = tuple(getattr(person, key) for key in _KEYS)
        if fresh != tuple(stored):
            yield (*fresh, influencer_id)

"""Bulk inserts through the driver: one log entry for a range of ids instead of one per row."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlmodel import Session

from microinf_desktop.storage.sqlite import search, triggers
from microinf_desktop.storage.tables import metadata


def next_id(session: Session, table: str) -> int:
    """The id the next inserted row of a table gets (ids are never reused)."""
    row = driver_connection(session).execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return (row[0] if row else 0) + 1


def driver_connection(session: Session) -> Any:
    """The `sqlite3.Connection` under a session, inside its transaction."""
    return session.connection().connection.driver_connection


def insert_rows(
    session: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> tuple[int, int] | None:
    """Insert rows whose first column is a contiguous, rising `id` starting at `next_id`.

    Logged as one range, so that undo removes it as one. Returns (first id, last id), or None without rows.
    """
    if columns[0] != "id":
        raise ValueError("the first column of a bulk insert is the id")
    connection = driver_connection(session)
    first = next_id(session, table)
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" * len(columns))
    triggers.suspend_insert_log(connection, table)
    try:
        count = connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows).rowcount
    finally:
        triggers.install_insert_log(connection, metadata.tables[table])
    if count <= 0:
        return None
    last = first + count - 1
    if next_id(session, table) != last + 1:
        raise ValueError(f"ids of a bulk insert into {table} were not contiguous")
    connection.execute(
        "INSERT INTO change (step_id, table_name, row_id, row_id_to, op) "
        "VALUES ((SELECT id FROM temp.current_step), ?, ?, ?, 'R')",
        (table, first, last),
    )
    if table == "influencer":
        search.load_range(connection, first, last)
    return first, last


@contextmanager
def searched_at_once(session: Session, influencer_ids: Sequence[int]) -> Iterator[None]:
    """A block that changes or deletes these people: the search index follows in two statements.

    A trigger per row takes ten seconds at 100,000 people, the two statements four.
    """
    session.flush()
    connection = driver_connection(session)
    chosen = json.dumps(list(influencer_ids))
    search.unload_among(connection, chosen)
    triggers.suspend_search(connection)
    yield  # when it raises, the step rolls back, and the triggers with it
    triggers.install_search(connection)
    search.load_among(connection, chosen)

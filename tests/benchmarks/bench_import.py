"""Import of 100,000 CSV rows, everything included, against `csv.reader` plus `executemany` of the same final rows.

Both write to an indexed SQLite file with the same pragmas; the bare one has no triggers and no search index. Run as
a module it prints what it measured.
"""

import csv
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from microinf_desktop.interchange.rosters import preview
from microinf_desktop.services.imports import import_roster, roster_lookup
from microinf_desktop.storage.workspace import Workspace

ROWS = 100_000
RATIO_LIMIT = 3.0
_ROUNDS = 3
_TABLES = ("influencer", "account", "account_snapshot")
_FIRST = ("Ana", "Łukasz", "Zoë", "Mehmet", "Olga", "이찬", "João", "Nora", "Émile", "Priya", "Tom", "Ingrid", "Yuki")
_LAST = ("Berg", "Kowalski", "Müller", "Yılmaz", "Петрова", "Silva", "O'Neill", "García", "Ørsted", "Rossi", "Khan")
_NICHES = ("Beauty", "Fashion", "Sports with a ball", "Cinema & Actors/actresses", "Food", "Travel", "Music", "")
_COUNTRIES = ("United States", "Germany", "Brazil", "India", "France", "Spain", "Italy", "South Korea", "")
_HEADINGS = (
    "Rank", "name", "instagram name", "Category_1", "Category_2", "followers", "followers", "country", "Likes (Avg.)",
    "Likes (Avg.)", "Comments (Avg.)", "Comments (Avg.)",
)


def run() -> list[dict[str, Any]]:
    """The measurement: the best of three runs each, taken in turn, in seconds, and their ratio."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "instagram-roster.csv"
        write_roster(source, ROWS)
        _warm_up(Path(folder))
        whole, bare = [], []
        for number in range(_ROUNDS):
            workspace = Path(folder) / f"workspace-{number}"
            whole.append(_import(source, workspace))
            bare.append(_bare(source, Path(folder) / f"bare-{number}.db", _final_rows(workspace / "workspace.db")))
    seconds, baseline = min(whole), min(bare)
    return [{
        "name": f"import of {ROWS:,} CSV rows", "value": round(seconds, 3), "unit": "s",
        "limit": f"{RATIO_LIMIT:g} × csv.reader + executemany", "limit_value": round(RATIO_LIMIT * baseline, 3),
        "ratio": round(seconds / baseline, 2),
    }]


def write_roster(path: Path, count: int) -> None:
    """A roster with the traps of a real one: figures twice, index column, many scripts, empty cells."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(_roster_rows(count))


def _roster_rows(count: int) -> Iterator[list[object]]:
    chance = random.Random(2)
    for number in range(1, count + 1):
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        followers = int(10 ** chance.uniform(3, 7))
        likes, comments = followers // chance.randint(20, 90), followers // chance.randint(900, 4000)
        name = f"{first} {last}" if number % 50 else ""
        handle = f"{first.lower()[:1] if first.isascii() else 'x'}.creator{number}"
        yield [
            number, handle, name, chance.choice(_NICHES[:-1]), chance.choice(_NICHES), _rounded(followers), followers,
            chance.choice(_COUNTRIES), _rounded(likes), likes, _rounded(comments), comments,
        ]


def _rounded(count: int) -> str:
    for limit, suffix in ((10**6, "M"), (10**3, "K")):
        if count >= limit:
            return f"{count / limit:.1f}".removesuffix(".0") + suffix
    return str(count)


def _warm_up(folder: Path) -> None:
    """Load the modules that an open window has loaded long ago."""
    source = folder / "instagram-few.csv"
    write_roster(source, 10)
    _import(source, folder / "warm")


def _import(source: Path, folder: Path) -> float:
    with Workspace.create(folder) as workspace:
        workspace.warm_up()
        start = time.perf_counter()
        result = import_roster(workspace, preview([source], existing=roster_lookup(workspace)))
        seconds = time.perf_counter() - start
    if result.created != sum(1 for _ in source.open(encoding="utf-8")) - 1:
        raise AssertionError(f"not all rows were imported: {result}")
    return seconds


def _final_rows(database: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(database) as connection:
        rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}
    connection.close()
    return rows


def _bare(source: Path, database: Path, rows: dict[str, list[tuple[Any, ...]]]) -> float:
    connection = _bare_database(database)
    start = time.perf_counter()
    with source.open(encoding="utf-8", newline="") as file:
        read = sum(1 for _ in csv.reader(file))
    for table in _TABLES:
        marks = ", ".join("?" * len(rows[table][0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])
    connection.commit()
    seconds = time.perf_counter() - start
    connection.close()
    if read != ROWS + 1:
        raise AssertionError(f"{read} rows were read")
    return seconds


def _bare_database(path: Path) -> sqlite3.Connection:
    """The same tables with the same indices, made from the application's own schema, and the same pragmas."""
    from sqlalchemy import create_engine

    from microinf_desktop.storage.sqlite.engine import _PRAGMAS
    from microinf_desktop.storage.tables import metadata

    engine = create_engine(f"sqlite:///{path}")
    metadata.create_all(engine)
    engine.dispose()
    connection = sqlite3.connect(path)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    return connection


if __name__ == "__main__":
    for measured in run():
        print(measured)
        sys.exit(measured["value"] > measured["limit_value"])

"""Everything a workspace holds, table by table, for the full export."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from microinf_desktop.storage.tables import metadata

# The search index can be rebuilt and the log repeats the tables; both stay inside the database file.
_LEFT_OUT = frozenset({"change"})


def table_names() -> list[str]:
    """The exported tables, parents before children."""
    return [table.name for table in metadata.sorted_tables if table.name not in _LEFT_OUT]


def table(session: Session, name: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Column names and rows of a table, rows read as they are consumed."""
    source = metadata.tables[name]
    found = session.execute(source.select().order_by(source.c.id).execution_options(yield_per=5_000))
    return [column.name for column in source.columns], (tuple(row) for row in found)


def attachments(session: Session) -> list[tuple[int, str, str]]:
    """(id, SHA-256, file name) of every stored file."""
    source = metadata.tables["attachment"]
    return [tuple(row) for row in session.execute(source.select().with_only_columns(
        source.c.id, source.c.sha256, source.c.file_name).order_by(source.c.id))]

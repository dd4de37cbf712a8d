"""Collects the rows of the sample with ids known beforehand, and writes them table by table in bulk."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.dialects import sqlite
from sqlmodel import Session, SQLModel

from microinf_desktop.storage import bulk
from microinf_desktop.storage.tables import metadata

_DIALECT = sqlite.dialect()
Binder = Callable[[Any], Any] | None


class Book:
    """Rows waiting to be written; `add` gives each the id it will have, so that others can refer to it at once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[str, list[SQLModel]] = {}
        self._next: dict[str, int] = {}

    def add(self, row: SQLModel) -> int:
        """Keep a row for the next `write` and return its id."""
        name = str(row.__tablename__)
        if name not in self._next:
            self._next[name] = bulk.next_id(self._session, name)
        row_id = self._next[name]
        self._next[name] = row_id + 1
        row.id = row_id
        self._rows.setdefault(name, []).append(row)
        return row_id

    def write(self) -> int:
        """Insert everything collected since the last call, parents first; returns the number of rows."""
        written = 0
        for table in metadata.sorted_tables:
            rows = self._rows.pop(table.name, [])
            if rows:
                names = [column.name for column in table.columns]
                binders = [binder(table.name, name) for name in names]
                columns = list(zip(names, binders, strict=True))
                values = [[_stored(getattr(row, name), bind) for name, bind in columns] for row in rows]
                bulk.insert_rows(self._session, table.name, names, values)
                written += len(rows)
        return written


def binder(table: str, column: str) -> Binder:
    """What turns a column's Python value into what the driver stores; None when nothing has to be done."""
    found: Binder = metadata.tables[table].c[column].type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
    return found


def _stored(value: Any, bind: Binder) -> Any:
    return value if bind is None else bind(value)

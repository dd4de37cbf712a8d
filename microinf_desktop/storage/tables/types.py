"""Column types that SQLite does not have: lists of words, numbers by name and exact decimals, stored as text."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field


class WordList(TypeDecorator[list[str]]):
    """A list of strings as a JSON array; NULL reads as an empty list. Filter with `LIKE '%"word"%'`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        return json.dumps(list(value or ()), ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str]:
        return list(json.loads(value)) if value else []


class WholeNumbers(TypeDecorator[dict[str, int]]):
    """Whole numbers by name as a JSON object, for example working days by phase; NULL reads as empty."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, int] | None, dialect: Dialect) -> str:
        return json.dumps(dict(value or {}), ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, int]:
        return dict(json.loads(value)) if value else {}


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal as text, because SQLite's REAL loses digits and would not survive the change log."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


def words() -> Any:
    """A `list[str]` column, empty by default."""
    return Field(default_factory=list, sa_type=WordList, nullable=False)


def reference(target: str, *, on_delete: str = "CASCADE", nullable: bool = False, index: bool = True) -> Any:
    """A foreign key to `target` ("client.id"), indexed, with the behaviour when the target is deleted."""
    default: Any = None if nullable else ...
    return Field(default, foreign_key=target, ondelete=on_delete, nullable=nullable, index=index)  # type: ignore[call-overload]


def key() -> Any:
    """The primary key; ids are never reused, so that an undone deletion finds its id free."""
    return Field(default=None, primary_key=True)


NEVER_REUSE_IDS = {"sqlite_autoincrement": True}

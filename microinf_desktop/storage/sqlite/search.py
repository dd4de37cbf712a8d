"""The trigram index over folded people: any part of a word, any script, without accents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microinf_desktop.domain.text import fold

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

INDEX = "influencer_search"
CREATE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5("
    "search_text, content='influencer', content_rowid='id', tokenize='trigram')"
)


def create(connection: Any) -> None:
    connection.execute(CREATE)


def load_range(connection: Any, first_id: int, last_id: int) -> None:
    """Index people inserted in bulk, in one statement (a trigger per row costs seven times as much)."""
    connection.execute(
        f"INSERT INTO {INDEX} (rowid, search_text) SELECT id, search_text FROM influencer WHERE id BETWEEN ? AND ?",
        (first_id, last_id),
    )


def unload_range(connection: Any, first_id: int, last_id: int) -> None:
    """Take people out of the index before they are deleted in bulk."""
    connection.execute(
        f"INSERT INTO {INDEX} ({INDEX}, rowid, search_text) "
        "SELECT 'delete', id, search_text FROM influencer WHERE id BETWEEN ? AND ?",
        (first_id, last_id),
    )


def unload_among(connection: Any, ids_json: str) -> None:
    """Take the people of a JSON array of ids out of the index before they change or go."""
    connection.execute(
        f"INSERT INTO {INDEX} ({INDEX}, rowid, search_text) SELECT 'delete', id, search_text FROM influencer "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (ids_json,),
    )


def load_among(connection: Any, ids_json: str) -> None:
    """Index those people of a JSON array of ids who are there."""
    connection.execute(
        f"INSERT INTO {INDEX} (rowid, search_text) SELECT id, search_text FROM influencer "
        "WHERE id IN (SELECT value FROM json_each(?))",
        (ids_json,),
    )


def check(connection: Any) -> None:
    """Raise sqlite3.DatabaseError when index and table disagree."""
    connection.execute(f"INSERT INTO {INDEX} ({INDEX}, rank) VALUES ('integrity-check', 1)")


def match_expression(folded_words: list[str]) -> str | None:
    """The MATCH text for words of three letters and more; None when trigrams cannot help."""
    long_words = [word.replace('"', '""') for word in folded_words if len(word) >= 3]
    return " AND ".join(f'"{word}"' for word in long_words) or None


def people_matching(text: str) -> list[ColumnElement[bool]]:
    """Conditions on `influencer` for what a person typed: every word somewhere in name, handles, mail, niches.

    Words of three letters and more use the trigram index, shorter ones scan the folded text (15 ms at 100,000).
    """
    from sqlalchemy import column, func, literal_column, select, table

    from microinf_desktop.storage.tables import Influencer

    words = fold(text).split()
    people = Influencer.__table__.c  # type: ignore[attr-defined]
    conditions: list[ColumnElement[bool]] = [
        func.instr(people.search_text, word) > 0 for word in words if len(word) < 3
    ]
    expression = match_expression(words)
    if expression is not None:
        index = table(INDEX, column("rowid"))
        matching = select(index.c.rowid).where(literal_column(INDEX).op("MATCH")(expression))
        conditions.append(people.id.in_(matching))
    return conditions

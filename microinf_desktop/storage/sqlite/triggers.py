"""TEMP triggers, generated from the tables, that fill the change log and the search index.

They live on the one writing connection only: any other connection is `query_only`. Inserts log their id, updates
log the columns that changed, deletes log the whole row.
"""

from typing import Any

from sqlalchemy import MetaData, Table

CURRENT_STEP = "(SELECT id FROM temp.current_step)"
_SEARCHED = ("influencer", "influencer_search", "search_text")


def install(connection: Any, metadata: MetaData, untracked: frozenset[str]) -> None:
    """Create all TEMP triggers on a driver connection; they vanish with it."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS current_step (id INTEGER)")
    for table in metadata.sorted_tables:
        if table.name not in untracked:
            for statement in log_triggers(table):
                connection.execute(statement)
    for statement in search_triggers():
        connection.execute(statement)


def suspend_insert_log(connection: Any, table: str) -> None:
    """Drop the insert triggers of a table for a bulk load; `install_insert_log` puts them back."""
    connection.execute(f"DROP TRIGGER IF EXISTS temp.log_insert_{table}")
    if table == _SEARCHED[0]:
        connection.execute("DROP TRIGGER IF EXISTS temp.search_insert")


def install_insert_log(connection: Any, table: Table) -> None:
    connection.execute(log_triggers(table)[0])
    if table.name == _SEARCHED[0]:
        connection.execute(search_triggers()[0])


def suspend_delete_log(connection: Any, table: str) -> None:
    connection.execute(f"DROP TRIGGER IF EXISTS temp.log_delete_{table}")
    if table == _SEARCHED[0]:
        connection.execute("DROP TRIGGER IF EXISTS temp.search_delete")


def install_delete_log(connection: Any, table: Table) -> None:
    connection.execute(log_triggers(table)[2])
    if table.name == _SEARCHED[0]:
        connection.execute(search_triggers()[2])


def suspend_search(connection: Any) -> None:
    """Drop the triggers that keep the search index when people change or go; `install_search` puts them back."""
    connection.execute("DROP TRIGGER IF EXISTS temp.search_update")
    connection.execute("DROP TRIGGER IF EXISTS temp.search_delete")


def install_search(connection: Any) -> None:
    for statement in search_triggers()[1:]:
        connection.execute(statement)


def row_json(table: Table, prefix: str) -> str:
    """`json_object(...)` over all columns of a row; SQLite takes 63 pairs, a test keeps tables below."""
    pairs = ", ".join(f"'{column.name}', {prefix}.\"{column.name}\"" for column in table.columns)
    return f"json_object({pairs})"


def log_triggers(table: Table) -> tuple[str, str, str]:
    """The insert, update and delete trigger of a tracked table."""
    name = table.name
    log = "INSERT INTO change (step_id, table_name, row_id, op, before, after)"
    values = " UNION ALL ".join(
        f"SELECT '{c.name}' AS name, OLD.\"{c.name}\" AS old, NEW.\"{c.name}\" AS new" for c in table.columns
    )
    return (
        f"CREATE TEMP TRIGGER log_insert_{name} AFTER INSERT ON main.\"{name}\" BEGIN "
        f"{log} VALUES ({CURRENT_STEP}, '{name}', NEW.id, 'I', NULL, NULL); END",
        f"CREATE TEMP TRIGGER log_update_{name} AFTER UPDATE ON main.\"{name}\" BEGIN "
        f"{log} SELECT {CURRENT_STEP}, '{name}', OLD.id, 'U', "
        f"json_group_object(name, old), json_group_object(name, new) "
        f"FROM ({values}) WHERE old IS NOT new HAVING count(*) > 0; END",
        f"CREATE TEMP TRIGGER log_delete_{name} AFTER DELETE ON main.\"{name}\" BEGIN "
        f"{log} VALUES ({CURRENT_STEP}, '{name}', OLD.id, 'D', {row_json(table, 'OLD')}, NULL); END",
    )


def search_triggers() -> tuple[str, str, str]:
    """Keep the trigram index equal to `influencer.search_text`; the index holds no text of its own."""
    table, index, column = _SEARCHED
    add = f"INSERT INTO {index} (rowid, {column}) VALUES (NEW.id, NEW.{column});"
    remove = f"INSERT INTO {index} ({index}, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column});"
    return (
        f"CREATE TEMP TRIGGER search_insert AFTER INSERT ON main.{table} BEGIN {add} END",
        f"CREATE TEMP TRIGGER search_update AFTER UPDATE OF {column} ON main.{table} "
        f"WHEN OLD.{column} IS NOT NEW.{column} BEGIN {remove} {add} END",
        f"CREATE TEMP TRIGGER search_delete AFTER DELETE ON main.{table} BEGIN {remove} END",
    )

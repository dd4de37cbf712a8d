"""Undo, redo and the audit history, all read from the steps and changes that the triggers wrote.

A step is reversed by a new step; the log itself is only ever added to. Undo is last-first. Records that must stay
(issued versions, checks, decisions, evidence, stored files) are left in place when their step is undone.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage import bulk
from microinf_desktop.storage.sqlite import search, triggers
from microinf_desktop.storage.tables import APPEND_ONLY, Change, Step, metadata
from microinf_desktop.storage.workspace import Workspace


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as menus and the history show it; `at` is UTC."""

    id: int
    at: str
    person: str
    label: str
    kind: str
    is_effective: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of one record: op I, U or D, with the columns before and after."""

    step: StepRow
    op: str
    before: dict[str, Any]
    after: dict[str, Any]


def next_undo(session: Session) -> StepRow | None:
    """The step Ctrl+Z would take back: the latest effective one after the last barrier."""
    step = session.exec(
        select(Step).where(col(Step.kind).in_(("do", "barrier")), col(Step.is_effective)).order_by(col(Step.id).desc())
    ).first()
    return None if step is None or step.kind == "barrier" else _row(step)


def next_redo(session: Session) -> StepRow | None:
    """The step Ctrl+Shift+Z would bring back: the last undone one, unless something new was done since."""
    undone = session.exec(
        select(Step).where(Step.kind == "do", col(Step.is_effective).is_(False)).order_by(col(Step.last_step_id).desc())
    ).first()
    if undone is None:
        return None
    newer = session.exec(
        select(Step.id).where(col(Step.kind).in_(("do", "barrier")), col(Step.id) > undone.last_step_id)
    ).first()
    return None if newer is not None else _row(undone)


def undo(workspace: Workspace) -> StepRow | None:
    """Take back the latest step; returns it, or None when there is nothing to undo.

    KnownError when later changes to the same records stand in the way.
    """
    with workspace.reading() as session:
        step = next_undo(session)
    if step is not None:
        _reverse(workspace, step, "undo")
    return step


def redo(workspace: Workspace) -> StepRow | None:
    """Bring back the step undone last; returns it, or None when there is nothing to redo."""
    with workspace.reading() as session:
        step = next_redo(session)
    if step is not None:
        _reverse(workspace, step, "redo")
    return step


def history(session: Session, table: str, row_id: int, limit: int = 200) -> list[ChangeRow]:
    """The changes of one record, newest first; bulk inserts count as its creation."""
    found = session.exec(
        select(Change, Step)
        .join(Step, col(Step.id) == col(Change.step_id))
        .where(
            Change.table_name == table,
            (col(Change.row_id) == row_id)
            | ((col(Change.row_id) <= row_id) & (col(Change.row_id_to) >= row_id)),
        )
        .order_by(col(Change.id).desc())
        .limit(limit)
    )
    return [
        ChangeRow(
            _row(step), "I" if change.op == "R" else change.op,
            json.loads(change.before or "{}"), json.loads(change.after or "{}"),
        )
        for change, step in found
    ]


def steps(session: Session, limit: int = 200) -> list[StepRow]:
    """The latest steps, newest first."""
    return [_row(step) for step in session.exec(select(Step).order_by(col(Step.id).desc()).limit(limit))]


def _row(step: Step) -> StepRow:
    assert step.id is not None
    return StepRow(step.id, step.at.isoformat(), step.person_name, step.label, step.kind, step.is_effective)


def _reverse(workspace: Workspace, target: StepRow, kind: str) -> None:
    label = f"Undo: {target.label}" if kind == "undo" else f"Redo: {target.label}"
    try:
        with workspace.writing(label, kind=kind, root_step_id=target.id) as session:
            session.execute(text("PRAGMA defer_foreign_keys=ON"))
            step = session.get_one(Step, target.id)
            assert step.last_step_id is not None
            _refuse_if_touched_later(session, step)
            _apply(session, step.last_step_id)
            step.last_step_id = session.info["step_id"]
            step.is_effective = kind == "redo"
            session.add(step)
    except IntegrityError as error:
        raise KnownError(
            f"“{target.label}” cannot be undone: something recorded since depends on it.",
            "Remove what depends on it first.",
        ) from error


def _refuse_if_touched_later(session: Session, step: Step) -> None:
    blocker = session.execute(
        text(
            # CROSS JOIN keeps the order: what came later is little or nothing, a step may hold 300,000 changes.
            "SELECT other.label FROM change AS theirs "
            "CROSS JOIN step AS other ON other.id = coalesce("
            " (SELECT root_step_id FROM step WHERE id = theirs.step_id), theirs.step_id) "
            "CROSS JOIN change AS mine ON theirs.table_name = mine.table_name "
            " AND theirs.row_id <= coalesce(mine.row_id_to, mine.row_id) "
            " AND coalesce(theirs.row_id_to, theirs.row_id) >= mine.row_id "
            "WHERE theirs.step_id > :last AND other.is_effective AND other.id > :root AND mine.step_id = :last "
            "ORDER BY other.id DESC LIMIT 1"
        ),
        {"last": step.last_step_id, "root": step.id},
    ).scalar()
    if blocker is not None:
        raise KnownError(
            f"“{step.label}” cannot be undone: “{blocker}” changed the same records later.", "Undo that first."
        )


@dataclass(slots=True)
class _Touched:
    """What a step did first to a row, and what the row was before it."""

    op: str
    before: str


def _apply(session: Session, step_id: int) -> None:
    """Put every row a step touched back to what it was before the step.

    Read through the driver: a step of 100,000 rows as table objects costs more than all its SQL.
    """
    connection = bulk.driver_connection(session)
    ranges = connection.execute(
        "SELECT table_name, row_id, row_id_to FROM change WHERE step_id = ? AND op = 'R' ORDER BY id DESC", (step_id,)
    ).fetchall()
    restored = [name for name in _only_deleted(connection, step_id) if name not in APPEND_ONLY]
    touched = _touched_rows(connection, step_id, restored)
    session.info["tables"].update(touched, restored, (name for name, _, _ in ranges))
    for table in reversed(metadata.sorted_tables):
        inserted = [row_id for row_id, what in touched.get(table.name, {}).items() if what.op == "I"]
        if inserted and table.name not in APPEND_ONLY:
            connection.executemany(f'DELETE FROM "{table.name}" WHERE id = ?', [(row_id,) for row_id in inserted])
    for name, first, last in ranges:
        if name not in APPEND_ONLY:
            _delete_range(connection, name, first, last)
    for table in metadata.sorted_tables:
        if table.name in restored:
            _restore_table(connection, table, step_id)
        _restore_rows(connection, table.name, touched.get(table.name, {}))


def _only_deleted(connection: Any, step_id: int) -> list[str]:
    """Tables of which the step only deleted rows: they come back in one statement each."""
    found = connection.execute(
        "SELECT table_name FROM change WHERE step_id = ? GROUP BY table_name HAVING min(op) = 'D' AND max(op) = 'D'",
        (step_id,),
    )
    return [name for (name,) in found]


def _touched_rows(connection: Any, step_id: int, left_out: Collection[str]) -> dict[str, dict[int, _Touched]]:
    touched: dict[str, dict[int, _Touched]] = {}
    found = connection.execute(
        "SELECT table_name, row_id, op, before FROM change WHERE step_id = ? AND op <> 'R' ORDER BY id", (step_id,)
    )
    for name, row_id, op, before in found:
        if name in left_out:
            continue
        known = touched.setdefault(name, {}).setdefault(row_id, _Touched(op, before or "{}"))
        if op == "U" and known.op == "U" and known.before is not before:
            # Two updates of one row: what the second changed first has its own value before.
            known.before = json.dumps({**json.loads(before), **json.loads(known.before)})
    return touched


def _delete_range(connection: Any, name: str, first: int, last: int) -> None:
    """Delete what a bulk insert added, logging the rows set-based (100,000 rows: seconds instead of minutes)."""
    table = metadata.tables[name]
    connection.execute(
        "INSERT INTO change (step_id, table_name, row_id, op, before) "
        f"SELECT (SELECT id FROM temp.current_step), '{name}', row.id, 'D', {triggers.row_json(table, 'row')} "
        f'FROM "{name}" AS row WHERE row.id BETWEEN ? AND ?',
        (first, last),
    )
    if name == "influencer":
        search.unload_range(connection, first, last)
    triggers.suspend_delete_log(connection, name)
    try:
        connection.execute(f'DELETE FROM "{name}" WHERE id BETWEEN ? AND ?', (first, last))
    finally:
        triggers.install_delete_log(connection, table)


def _restore_table(connection: Any, table: Table, step_id: int) -> None:
    """Insert all rows a step deleted from a table; contiguous ids are logged as one range."""
    name = table.name
    first, last, count = connection.execute(
        "SELECT min(row_id), max(row_id), count(*) FROM change WHERE step_id = ? AND table_name = ?", (step_id, name)
    ).fetchone()
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(f"json_extract(before, '$.{column.name}')" for column in table.columns)
    restore = (
        f'INSERT INTO "{name}" ({names}) SELECT {values} FROM change '
        "WHERE step_id = ? AND table_name = ? ORDER BY row_id"
    )
    if count != last - first + 1:
        connection.execute(restore, (step_id, name))
        return
    triggers.suspend_insert_log(connection, name)
    try:
        connection.execute(restore, (step_id, name))
    finally:
        triggers.install_insert_log(connection, table)
    connection.execute(
        "INSERT INTO change (step_id, table_name, row_id, row_id_to, op) "
        "VALUES ((SELECT id FROM temp.current_step), ?, ?, ?, 'R')",
        (name, first, last),
    )
    if name == "influencer":
        search.load_range(connection, first, last)


def _restore_rows(connection: Any, table: str, touched: Mapping[int, _Touched]) -> None:
    for row_id, what in touched.items():
        if what.op == "I":
            continue
        before = json.loads(what.before)
        exists = connection.execute(f'SELECT 1 FROM "{table}" WHERE id = ?', (row_id,)).fetchone()
        if what.op == "D" and not exists:
            names = ", ".join(f'"{name}"' for name in before)
            marks = ", ".join("?" * len(before))
            connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(before.values()))
        elif exists and before:
            assignments = ", ".join(f'"{name}" = ?' for name in before)
            connection.execute(f'UPDATE "{table}" SET {assignments} WHERE id = ?', [*before.values(), row_id])

"""Undo, redo and history over single edits, cascades and bulk inserts."""

from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage import attachments, backup, bulk, changelog, keys
from microinf_desktop.storage.tables import Attachment, Change, Client, Competitor, Influencer, metadata
from microinf_desktop.storage.workspace import Workspace

unique = count()


def dump(workspace: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    with workspace.reading() as session:
        return {
            table.name: sorted(tuple(row) for row in session.execute(table.select()))
            for table in metadata.sorted_tables
            if table.name not in ("step", "change")
        }


def add_client(workspace: Workspace, name: str) -> int:
    with workspace.writing(f"Add {name}") as session:
        client = Client(name=name)
        session.add(client)
        session.flush()
        session.add(Competitor(client_id=client.id, name=f"Rival of {name}"))
    assert client.id is not None
    return client.id


def test_undo_and_redo_walk_through_edits(workspace: Workspace) -> None:
    states = [dump(workspace)]
    client_id = add_client(workspace, "Tarnwick Tea")
    states.append(dump(workspace))
    with workspace.writing("Rename") as session:
        client = session.get_one(Client, client_id)
        client.name, client.payment_terms_days = "Tarnwick", 14
    states.append(dump(workspace))
    with workspace.writing("Delete") as session:
        session.delete(session.get_one(Client, client_id))
    states.append(dump(workspace))
    assert states[3] == states[0]
    for expected in (states[2], states[1], states[0]):
        assert changelog.undo(workspace) is not None
        assert dump(workspace) == expected
    assert changelog.undo(workspace) is None
    for expected in states[1:]:
        assert changelog.redo(workspace) is not None
        assert dump(workspace) == expected
    assert changelog.redo(workspace) is None


def test_something_new_ends_redo(workspace: Workspace) -> None:
    add_client(workspace, "A")
    changelog.undo(workspace)
    add_client(workspace, "B")
    assert changelog.redo(workspace) is None
    step = changelog.undo(workspace)
    assert step is not None
    assert step.label == "Add B"


def test_two_updates_of_one_row_in_a_step_go_back_to_the_first(workspace: Workspace) -> None:
    client_id = add_client(workspace, "A")
    before = dump(workspace)
    with workspace.writing("Twice") as session:
        client = session.get_one(Client, client_id)
        client.name = "B"
        session.flush()
        client.name, client.tone = "C", "warm"
    changelog.undo(workspace)
    assert dump(workspace) == before


def bulk_people(session: Session, count: int) -> None:
    first = bulk.next_id(session, "influencer")
    columns = [column.name for column in metadata.tables["influencer"].columns if not column.nullable]
    filled = {"stage": "prospect", "languages": "[]", "niches": "[]", "tags": "[]"}
    rows = [
        [first + i, *(f"Łucja {i}" if c in ("name",) else f"lucja {i}" if c == "search_text" else filled.get(c, "")
                      for c in columns[1:])]
        for i in range(count)
    ]
    bulk.insert_rows(session, "influencer", columns, rows)


def found(workspace: Workspace, words: str) -> int:
    with workspace.reading() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT count(*) FROM influencer_search WHERE influencer_search MATCH ?", (words,)
        )
        return int(rows.scalar_one())


def test_a_bulk_insert_is_one_change_and_one_undoable_step(workspace: Workspace) -> None:
    empty = dump(workspace)
    with workspace.writing("Import 500 people") as session:
        bulk_people(session, 500)
    full = dump(workspace)
    with workspace.reading() as session:
        assert [(c.op, c.row_id, c.row_id_to) for c in session.exec(select(Change))] == [("R", 1, 500)]
        assert changelog.history(session, "influencer", 250)[0].op == "I"
    assert found(workspace, '"lucja"') == 500
    changelog.undo(workspace)
    assert dump(workspace) == empty
    assert found(workspace, '"lucja"') == 0
    changelog.redo(workspace)
    assert dump(workspace) == full
    assert found(workspace, '"lucja"') == 500
    changelog.undo(workspace)
    assert dump(workspace) == empty
    assert backup.verify_workspace(workspace.folder) == []


def test_single_edits_keep_the_search_index(workspace: Workspace) -> None:
    with workspace.writing("Add") as session:
        person = Influencer(name="Zoë Łęcka")
        session.add(person)
        session.flush()
        keys.refresh_influencers(session, [person.id or 0])
    assert found(workspace, '"lecka"') == 1
    with workspace.writing("Rename") as session:
        session.get_one(Influencer, person.id).name = "Ida"
        keys.refresh_influencers(session, [person.id or 0])
    assert found(workspace, '"lecka"') == 0
    changelog.undo(workspace)
    assert found(workspace, '"lecka"') == 1


def test_recorded_files_stay_when_their_step_is_undone(workspace: Workspace) -> None:
    with workspace.writing("Attach") as session:
        attachments.store(workspace.folder, session, b"proof", "proof.png")
        session.add(Client(name="A"))
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert session.exec(select(Attachment.file_name)).all() == ["proof.png"]
        assert session.exec(select(Client)).all() == []
    with pytest.raises(IntegrityError, match="append-only"), workspace.writing("Forge") as session:
        session.exec(select(Attachment)).one().sha256 = "0"


def test_a_barrier_ends_undo(workspace: Workspace) -> None:
    add_client(workspace, "A")
    with workspace.writing("Update the file", kind="barrier"):
        pass
    assert changelog.undo(workspace) is None


def test_history_tells_who_changed_what(workspace: Workspace) -> None:
    workspace.person_name = "Ida Lund"
    client_id = add_client(workspace, "A")
    with workspace.writing("Rename") as session:
        session.get_one(Client, client_id).name = "B"
    with workspace.reading() as session:
        newest, oldest = changelog.history(session, "client", client_id)
    assert (newest.op, newest.before, newest.after) == ("U", {"name": "A"}, {"name": "B"})
    assert (oldest.op, oldest.step.person) == ("I", "Ida Lund")


def test_a_dependent_row_outside_the_log_refuses_undo(workspace: Workspace) -> None:
    client_id = add_client(workspace, "A")
    with workspace.reading() as session:
        step = changelog.next_undo(session)
    with workspace.writing("Rename") as session:
        session.get_one(Client, client_id).name = "B"
    assert step is not None
    with pytest.raises(KnownError, match="“Rename” changed the same records later"):
        changelog._reverse(workspace, step, "undo")


ACTIONS = st.sampled_from(["add", "rename", "delete", "undo", "redo"])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(ACTIONS, st.integers(0, 3)), max_size=12))
def test_any_walk_undone_completely_is_where_it_began(workspace: Workspace, walk: list[tuple[str, int]]) -> None:
    while changelog.undo(workspace):
        pass
    start = dump(workspace)
    for action, which in walk:
        number = next(unique)
        with workspace.reading() as session:
            ids = session.exec(select(Client.id).order_by(col(Client.id))).all()
        if action == "add":
            add_client(workspace, f"Client {number}")
        elif action == "undo":
            changelog.undo(workspace)
        elif action == "redo":
            changelog.redo(workspace)
        elif ids:
            with workspace.writing(action) as session:
                client = session.get_one(Client, ids[which % len(ids)])
                if action == "rename":
                    client.name = f"Renamed {number}"
                else:
                    session.delete(client)
    while changelog.undo(workspace):
        pass
    assert dump(workspace) == start

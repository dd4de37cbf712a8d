"""Opening, locking, refusing and the one way to write."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlmodel import select

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage import schema
from microinf_desktop.storage.tables import Client, Step, metadata
from microinf_desktop.storage.workspace import Workspace


def test_a_new_workspace_has_its_folders_and_opens_again(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "agency") as workspace, workspace.writing("Add client") as session:
        session.add(Client(name="Tarnwick Tea"))
    assert {p.name for p in (tmp_path / "agency").iterdir() if p.is_dir()} == {"attachments", "backups", "exports"}
    with Workspace.open(tmp_path / "agency") as workspace, workspace.reading() as session:
        assert session.exec(select(Client.name)).all() == ["Tarnwick Tea"]


def test_an_error_inside_a_step_rolls_everything_back(workspace: Workspace) -> None:
    with pytest.raises(RuntimeError, match="broken"), workspace.writing("Add client") as session:
        session.add(Client(name="Tarnwick Tea"))
        session.flush()
        raise RuntimeError("broken")
    with workspace.reading() as session:
        assert session.exec(select(Client)).all() == []
        assert session.exec(select(Step)).all() == []


def test_a_step_without_changes_leaves_no_trace(workspace: Workspace) -> None:
    heard: list[int] = []
    workspace.on_step(lambda step_id, tables: heard.append(step_id))
    with workspace.writing("Nothing"):
        pass
    with workspace.reading() as session:
        assert session.exec(select(Step)).all() == []
    assert heard == []


def test_listeners_hear_the_tables_a_step_touched(workspace: Workspace) -> None:
    heard: list[frozenset[str]] = []
    stop = workspace.on_step(lambda step_id, tables: heard.append(tables))
    with workspace.writing("Add client") as session:
        session.add(Client(name="Tarnwick Tea"))
    stop()
    with workspace.writing("Add client") as session:
        session.add(Client(name="Saltvane Skin"))
    assert heard == [frozenset({"client"})]


def test_readers_cannot_write_and_every_table_fits_the_log(workspace: Workspace) -> None:
    with workspace.reading() as session, pytest.raises(Exception, match="readonly"):
        session.add(Client(name="x"))
        session.flush()
    # json_object takes 63 pairs.
    assert max(len(table.columns) for table in metadata.tables.values()) <= 63


def test_the_second_window_is_told_who_holds_the_workspace(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    with Workspace.create(folder):
        code = (
            "from pathlib import Path; from microinf_desktop.storage.workspace import Workspace\n"
            f"Workspace.open(Path({str(folder)!r}), writable=False).close()\n"
            f"Workspace.open(Path({str(folder)!r}))"
        )
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "This workspace is open in another window of" in result.stderr
    assert "process" in result.stderr


def test_the_lock_dies_with_its_process(tmp_path: Path) -> None:
    folder = tmp_path / "agency"
    code = (
        "import os; from pathlib import Path; from microinf_desktop.storage.workspace import Workspace\n"
        f"Workspace.create(Path({str(folder)!r})); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    Workspace.open(folder).close()


def test_foreign_damaged_and_newer_files_are_refused_unchanged(tmp_path: Path) -> None:
    def refusal(folder: Path) -> str:
        before = (folder / "workspace.db").read_bytes()
        with pytest.raises(KnownError) as caught:
            Workspace.open(folder)
        assert (folder / "workspace.db").read_bytes() == before
        return str(caught.value)

    for name in ("foreign", "damaged", "newer"):
        (tmp_path / name).mkdir()
    with sqlite3.connect(tmp_path / "foreign" / "workspace.db") as connection:
        connection.execute("CREATE TABLE notes (id)")
    connection.close()
    (tmp_path / "damaged" / "workspace.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with sqlite3.connect(tmp_path / "newer" / "workspace.db") as connection:
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    assert "belongs to another program" in refusal(tmp_path / "foreign")
    assert "is damaged" in refusal(tmp_path / "damaged")
    assert "newer version" in refusal(tmp_path / "newer")


def test_creating_over_something_is_refused(tmp_path: Path, workspace: Workspace) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine")
    for folder in (tmp_path / "full", workspace.folder):
        with pytest.raises(KnownError):
            Workspace.create(folder)
    assert (tmp_path / "full" / "letter.txt").read_text() == "mine"
    with pytest.raises(KnownError, match="holds no workspace"):
        Workspace.open(tmp_path / "nowhere")

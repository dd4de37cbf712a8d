"""Older files: backup first, all or nothing, foreign keys kept, an undo barrier."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage import backup, schema
from microinf_desktop.storage.migrations import VERSIONS, migrate
from microinf_desktop.storage.tables import Client, Competitor
from microinf_desktop.storage.workspace import Workspace

REBUILD = '''"""Rebuild a parent table."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "2", "1"
def upgrade():
    with op.batch_alter_table("client", recreate="always") as batch:
        batch.add_column(sa.Column("segment", sa.Text, nullable=False, server_default=""))
'''
FAILING = REBUILD + '    op.execute("INSERT INTO nowhere VALUES (1)")\n'


def versions(tmp_path: Path, second: str) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    (folder / "v0001.py").write_text((VERSIONS / "v0001_baseline.py").read_text())
    (folder / "v0002.py").write_text(second)
    return folder


@pytest.fixture
def filled(workspace: Workspace) -> Path:
    with workspace.writing("Add") as session:
        client = Client(name="Tarnwick Tea")
        session.add(client)
        session.flush()
        session.add(Competitor(client_id=client.id, name="Rival"))
    workspace.close()
    return workspace.folder


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "workspace.db")) as connection:
        return connection.execute(sql).fetchall()


def test_rebuilding_a_parent_keeps_its_children(tmp_path: Path, filled: Path) -> None:
    safety = migrate(filled, 1, versions(tmp_path, REBUILD), 2)
    assert rows(filled, "SELECT name, segment FROM client") == [("Tarnwick Tea", "")]
    assert rows(filled, "SELECT name FROM competitor") == [("Rival",)]
    assert rows(filled, "PRAGMA user_version") == [(2,)]
    assert rows(filled, "SELECT kind FROM step ORDER BY id") == [("do",), ("barrier",)]
    assert backup.verify_database(safety) == []


def test_a_failing_migration_changes_nothing(tmp_path: Path, filled: Path) -> None:
    before = rows(filled, "SELECT sql FROM sqlite_master ORDER BY name")
    with pytest.raises(Exception, match="nowhere"):
        migrate(filled, 1, versions(tmp_path, FAILING), 2)
    assert rows(filled, "SELECT sql FROM sqlite_master ORDER BY name") == before
    assert rows(filled, "PRAGMA user_version") == [(1,)]


def test_a_read_only_opening_does_not_migrate(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "CURRENT_VERSION", 2)
    with pytest.raises(KnownError, match="Open it once to update it"):
        Workspace.open(filled, writable=False)

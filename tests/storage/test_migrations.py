"""Older files: backup first, all or nothing, foreign keys kept, an undo barrier; each released file still opens."""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage import backup, schema
from microinf_desktop.storage.migrations import VERSIONS, migrate
from microinf_desktop.storage.tables import Client, Competitor
from microinf_desktop.storage.workspace import FOLDERS, Workspace

# A file of every version that was released; add one with each new version of the schema.
RELEASED = Path(__file__).parent / "data"

REBUILD = '''"""Rebuild a parent table."""
import sqlalchemy as sa
from alembic import op
revision, down_revision = "4", "3"
def upgrade():
    with op.batch_alter_table("client", recreate="always") as batch:
        batch.add_column(sa.Column("segment", sa.Text, nullable=False, server_default=""))
'''
FAILING = REBUILD + '    op.execute("INSERT INTO nowhere VALUES (1)")\n'


def versions(tmp_path: Path, next_one: str) -> Path:
    folder = tmp_path / "versions"
    folder.mkdir()
    for released in VERSIONS.glob("v*.py"):
        (folder / released.name).write_text(released.read_text())
    (folder / "v0004.py").write_text(next_one)
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
    safety = migrate(filled, 3, versions(tmp_path, REBUILD), 4)
    assert rows(filled, "SELECT name, segment FROM client") == [("Tarnwick Tea", "")]
    assert rows(filled, "SELECT name FROM competitor") == [("Rival",)]
    assert rows(filled, "PRAGMA user_version") == [(4,)]
    assert rows(filled, "SELECT kind FROM step ORDER BY id") == [("do",), ("barrier",)]
    assert backup.verify_database(safety) == []


def test_a_failing_migration_changes_nothing(tmp_path: Path, filled: Path) -> None:
    before = rows(filled, "SELECT sql FROM sqlite_master ORDER BY name")
    with pytest.raises(Exception, match="nowhere"):
        migrate(filled, 3, versions(tmp_path, FAILING), 4)
    assert rows(filled, "SELECT sql FROM sqlite_master ORDER BY name") == before
    assert rows(filled, "PRAGMA user_version") == [(3,)]


def test_a_read_only_opening_does_not_migrate(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema, "CURRENT_VERSION", 4)
    with pytest.raises(KnownError, match="Open it once to update it"):
        Workspace.open(filled, writable=False)


@pytest.fixture(params=sorted(RELEASED.glob("workspace-v*.db.gz")), ids=lambda path: path.name)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A workspace as a released version of the program left it: the sample agency."""
    folder = tmp_path / "older"
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    (folder / "workspace.db").write_bytes(gzip.decompress(request.param.read_bytes()))
    return folder


def shape(folder: Path) -> dict[str, object]:
    """Columns (without order and default), keys and indexes of every table, and the text of every trigger."""
    found: dict[str, object] = {}
    for name, kind, sql in rows(folder, "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        if kind == "table":
            columns = {row[1:4] for row in rows(folder, f"PRAGMA table_info({name})")}
            keys = {row[2:7] for row in rows(folder, f"PRAGMA foreign_key_list({name})")}
            found[f"table {name}"] = (columns, keys)
        else:
            found[f"{kind} {name}"] = " ".join(str(sql).split())
    return found


def test_a_released_file_becomes_what_a_new_file_is(released: Path, workspace: Workspace) -> None:
    with Workspace.open(released):
        pass
    assert shape(released) == shape(workspace.folder)
    assert backup.verify_database(released / "workspace.db") == []


def test_an_updated_file_keeps_every_row(released: Path) -> None:
    tables = [str(name) for (name,) in rows(released, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    tables = [name for name in tables if not name.startswith(("sqlite_", "influencer_search")) and name != "step"]
    before = {name: rows(released, f"SELECT count(*) FROM {name}") for name in tables}
    has_one = "persona_id" in {row[1] for row in rows(released, "PRAGMA table_info(campaign)")}  # until version 1
    personas = rows(
        released, "SELECT id, persona_id FROM campaign WHERE persona_id IS NOT NULL ORDER BY id" if has_one
        else "SELECT campaign_id, persona_id FROM campaign_persona ORDER BY campaign_id",
    )
    ids = rows(released, "SELECT seq FROM sqlite_sequence WHERE name = 'campaign'")
    with Workspace.open(released) as opened, opened.writing("Add") as session:
        session.add(Client(name="Another"))
    after = {name: rows(released, f"SELECT count(*) FROM {name}") for name in tables if name != "change"}
    before["client"] = [(before["client"][0][0] + 1,)]  # type: ignore[operator]
    assert after == {name: count for name, count in before.items() if name != "change"}
    assert rows(released, "SELECT campaign_id, persona_id FROM campaign_persona ORDER BY campaign_id") == personas
    assert personas
    assert rows(released, "SELECT seq FROM sqlite_sequence WHERE name = 'campaign'") == ids

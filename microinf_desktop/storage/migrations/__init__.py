"""Brings an older workspace file to the current version: verified backup first, one transaction, all or nothing.

Revisions are named by the file version they lead to ("2", "3", …) and never import the live tables: a revision
describes the file as it was and as it became. Configured in code; alembic is imported only when a file is older.
"""

from pathlib import Path

from sqlalchemy import text

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage import backup, schema
from microinf_desktop.storage.sqlite.engine import writing_engine
from microinf_desktop.storage.workspace import DATABASE

VERSIONS = Path(__file__).parent / "versions"


def migrate(
    folder: Path, from_version: int, versions: Path = VERSIONS, to_version: int = schema.CURRENT_VERSION
) -> Path:
    """Migrate the database of a locked workspace; returns the backup made before.

    A connection of its own with foreign keys off before BEGIN (a rebuilt table would otherwise delete its child
    rows), foreign_key_check before commit. The migration is an undo barrier. KnownError when it fails: the file
    is then as before.
    """
    safety = backup.make_backup(folder, "before_migration")
    engine = writing_engine(folder / DATABASE)
    try:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.execute("PRAGMA foreign_keys=OFF")
            with connection.begin():
                _run_revisions(connection, versions, from_version, to_version)
                orphans = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
                if orphans:
                    raise KnownError(f"Updating the file left {len(orphans)} rows without their parent.")
                connection.execute(
                    text(
                        "INSERT INTO step (at, person_name, label, kind, is_effective) "
                        "VALUES (strftime('%Y-%m-%d %H:%M:%f', 'now'), '', :label, 'barrier', 1)"
                    ),
                    {"label": f"Update the file to version {to_version}"},
                )
                connection.execute(text(f"PRAGMA user_version = {to_version}"))
    except KnownError as error:
        raise KnownError(error.message, f"The workspace is unchanged; a backup is at {safety.path}.") from error
    finally:
        engine.dispose()
    return safety.path


def _run_revisions(connection: object, versions: Path, from_version: int, to_version: int) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(VERSIONS.parent), version_locations=[str(versions)])
    # alembic lists the newest first and leaves out the starting revision.
    found = scripts.walk_revisions(str(from_version), str(to_version))
    pending = [script for script in found if script.revision != str(from_version)]
    context = MigrationContext.configure(connection, opts={"as_sql": False})  # type: ignore[arg-type]
    with Operations.context(context):
        for script in reversed(pending):
            script.module.upgrade()

"""What version a workspace file has, by plain sqlite3: opening a current file loads neither sqlmodel nor alembic."""

import sqlite3
from pathlib import Path

from microinf_desktop.domain.errors import KnownError

# "MInf" in ASCII: tells a workspace from any other SQLite file.
APPLICATION_ID = 0x4D496E66
# Raised with every migration in storage/migrations/versions.
CURRENT_VERSION = 3


def read_version(path: Path) -> int:
    """The schema version of a workspace file, without changing it.

    KnownError when the file is missing, damaged, no workspace, or made by a newer program.
    """
    try:
        with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as connection:
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        raise KnownError(f"{path} cannot be opened: {error}.", "Check that you may read this folder.") from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # A damaged page can hold the names of tables: SQLite quotes them in its error and Python cannot read that.
        raise KnownError(
            f"{path} is damaged or is not a workspace.", f"Restore a backup: microinf restore -w {path.parent}"
        ) from error
    finally:
        _close(locals().get("connection"))
    if application != APPLICATION_ID:
        raise KnownError(f"{path} belongs to another program.", "Choose a folder made by MicroInf Desktop.")
    if version > CURRENT_VERSION:
        raise KnownError(
            f"{path} was written by a newer version of this program (file version {version}, known {CURRENT_VERSION}).",
            "Install the newer version; nothing was changed.",
        )
    return version


def _close(connection: sqlite3.Connection | None) -> None:
    if connection is not None:
        connection.close()

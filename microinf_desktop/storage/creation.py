"""Makes the empty database of a new workspace."""

from pathlib import Path

from sqlalchemy import text

from microinf_desktop.storage import schema
from microinf_desktop.storage.sqlite import search
from microinf_desktop.storage.sqlite.engine import writing_engine
from microinf_desktop.storage.tables import metadata


def create_database(path: Path) -> None:
    """Create all tables, the search index and the guards in one transaction; sets the file's identity last."""
    engine = writing_engine(path)
    try:
        with engine.begin() as connection:
            metadata.create_all(connection)
            driver = connection.connection.driver_connection
            search.create(driver)
            for statement in append_only_guards():
                connection.execute(text(statement))
            connection.execute(text(f"PRAGMA user_version = {schema.CURRENT_VERSION}"))
            connection.execute(text(f"PRAGMA application_id = {schema.APPLICATION_ID}"))
    finally:
        engine.dispose()


def append_only_guards() -> list[str]:
    """Triggers in the file itself that refuse to alter what was recorded, whichever program tries."""
    guarded = {
        "disclosure_check": "verdict, findings, caption, caption_sha256, pack_version, checked_at, checked_by",
        "compliance_decision": "caption_sha256, person_name, reason, decided_at",
        "evidence": "attachment_id, captured_at, captured_zone, captured_by",
        "contract_version":
            "version, data, data_sha256, attachment_id, issued_at, issued_by, wording, clause_numbers",
        "attachment": "sha256, size_bytes",
        "brief_version": "version, data, data_sha256, attachment_id, issued_at, issued_by",
    }
    return [
        f"CREATE TRIGGER keep_{table} BEFORE UPDATE OF {columns} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, columns in guarded.items()
    ]

"""File version 3: unplanned posts, the life of a contract, the agency's clauses, rights, windows of exclusivity."""

from alembic import op

revision = "3"
down_revision = "2"

ADDED = {
    "deliverable": (
        "is_unplanned BOOLEAN DEFAULT 0 NOT NULL",
    ),
    "influencer": (
        "legal_form VARCHAR DEFAULT '' NOT NULL",
        "vat_note VARCHAR DEFAULT '' NOT NULL",
        "guardian_address VARCHAR DEFAULT '' NOT NULL",
    ),
    "collaboration": (
        "exclusivity_competitors TEXT DEFAULT '[]' NOT NULL",
        "exclusivity_platforms TEXT DEFAULT '[]' NOT NULL",
        "exclusivity_territories TEXT DEFAULT '[]' NOT NULL",
        "exclusivity_fee_minor INTEGER",
        "exclusivity_carve_outs VARCHAR DEFAULT '' NOT NULL",
    ),
    "contract": (
        "kind VARCHAR DEFAULT 'agreement' NOT NULL",
        "amends_id INTEGER REFERENCES contract (id) ON DELETE RESTRICT",
        "effective_on DATE",
        "ended_on DATE",
        "ending_reason VARCHAR DEFAULT '' NOT NULL",
        "kill_fee_minor INTEGER",
        "signed_version INTEGER",
        "signed_check VARCHAR DEFAULT '' NOT NULL",
    ),
    "contract_version": (
        "wording VARCHAR DEFAULT '' NOT NULL",
        "clause_numbers VARCHAR DEFAULT '{}' NOT NULL",
    ),
}

CREATED = (
    """
    CREATE TABLE contract_move ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contract_id INTEGER NOT NULL,
        kind VARCHAR NOT NULL, from_state VARCHAR NOT NULL, to_state VARCHAR NOT NULL, moved_at DATETIME NOT
        NULL, moved_by VARCHAR NOT NULL, note VARCHAR NOT NULL, FOREIGN KEY(contract_id) REFERENCES contract
        (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_contract_move_contract_id ON contract_move (contract_id)",
    """
    CREATE TABLE contract_change ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contract_id INTEGER NOT NULL,
        version INTEGER, clause VARCHAR NOT NULL, asked_by VARCHAR NOT NULL, asked_on DATE NOT NULL, wish
        VARCHAR NOT NULL, price_minor INTEGER, currency VARCHAR NOT NULL, state VARCHAR NOT NULL, answer VARCHAR
        NOT NULL, decided_on DATE, decided_by VARCHAR NOT NULL, FOREIGN KEY(contract_id) REFERENCES contract
        (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_contract_change_contract_id ON contract_change (contract_id)",
    """
    CREATE TABLE clause_version ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, clause VARCHAR NOT NULL,
        language VARCHAR NOT NULL, version INTEGER NOT NULL, title VARCHAR NOT NULL, body VARCHAR NOT NULL,
        library_version VARCHAR NOT NULL, library_body VARCHAR NOT NULL, reason VARCHAR NOT NULL, is_retired
        BOOLEAN NOT NULL, made_at DATETIME NOT NULL, made_by VARCHAR NOT NULL, UNIQUE (clause, language,
        version) )
    """,
    """
    CREATE TABLE exclusivity_window ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, contract_id INTEGER NOT
        NULL, collaboration_id INTEGER NOT NULL, influencer_id INTEGER NOT NULL, client_id INTEGER NOT NULL,
        category VARCHAR NOT NULL, competitors TEXT NOT NULL, platforms TEXT NOT NULL, territories TEXT NOT
        NULL, starts_on DATE, ends_on DATE, carve_outs VARCHAR NOT NULL, clause VARCHAR NOT NULL, UNIQUE
        (contract_id), FOREIGN KEY(contract_id) REFERENCES contract (id) ON DELETE CASCADE, FOREIGN
        KEY(collaboration_id) REFERENCES collaboration (id) ON DELETE CASCADE, FOREIGN KEY(influencer_id)
        REFERENCES influencer (id) ON DELETE CASCADE, FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE
        CASCADE )
    """,
    "CREATE INDEX ix_exclusivity_window_client_id ON exclusivity_window (client_id)",
    "CREATE INDEX ix_exclusivity_window_collaboration_id ON exclusivity_window (collaboration_id)",
    "CREATE INDEX ix_exclusivity_window_influencer ON exclusivity_window (influencer_id, ends_on)",
    """
    CREATE TABLE asset ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collaboration_id INTEGER NOT NULL,
        deliverable_id INTEGER, attachment_id INTEGER, title VARCHAR NOT NULL, kind VARCHAR NOT NULL, url
        VARCHAR NOT NULL, added_at DATETIME NOT NULL, added_by VARCHAR NOT NULL, notes VARCHAR NOT NULL,
        is_archived BOOLEAN NOT NULL, FOREIGN KEY(collaboration_id) REFERENCES collaboration (id) ON DELETE
        CASCADE, FOREIGN KEY(deliverable_id) REFERENCES deliverable (id) ON DELETE SET NULL, FOREIGN
        KEY(attachment_id) REFERENCES attachment (id) ON DELETE RESTRICT )
    """,
    "CREATE INDEX ix_asset_attachment_id ON asset (attachment_id)",
    "CREATE INDEX ix_asset_collaboration_id ON asset (collaboration_id)",
    "CREATE INDEX ix_asset_deliverable_id ON asset (deliverable_id)",
    """
    CREATE TABLE usage_right ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collaboration_id INTEGER NOT NULL,
        asset_id INTEGER, contract_id INTEGER, kind VARCHAR NOT NULL, media TEXT NOT NULL, territories TEXT NOT
        NULL, platforms TEXT NOT NULL, starts_with VARCHAR NOT NULL, starts_on DATE, months INTEGER, days
        INTEGER, ends_on DATE, is_perpetual BOOLEAN NOT NULL, may_edit BOOLEAN NOT NULL, may_sublicense BOOLEAN
        NOT NULL, clause VARCHAR NOT NULL, code VARCHAR NOT NULL, fee_minor INTEGER, renewal_price_minor
        INTEGER, currency VARCHAR NOT NULL, source VARCHAR NOT NULL, withdrawn_on DATE, withdrawal_reason
        VARCHAR NOT NULL, notes VARCHAR NOT NULL, FOREIGN KEY(collaboration_id) REFERENCES collaboration (id) ON
        DELETE CASCADE, FOREIGN KEY(asset_id) REFERENCES asset (id) ON DELETE CASCADE, FOREIGN KEY(contract_id)
        REFERENCES contract (id) ON DELETE SET NULL )
    """,
    "CREATE INDEX ix_usage_right_asset_id ON usage_right (asset_id)",
    "CREATE INDEX ix_usage_right_collaboration_id ON usage_right (collaboration_id)",
    "CREATE INDEX ix_usage_right_contract_id ON usage_right (contract_id)",
    "CREATE INDEX ix_usage_right_ends_on ON usage_right (ends_on, withdrawn_on, starts_on, is_perpetual)",
    """
    CREATE TABLE right_renewal ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, usage_right_id INTEGER NOT NULL,
        number VARCHAR NOT NULL, quoted_on DATE NOT NULL, quoted_by VARCHAR NOT NULL, months INTEGER NOT NULL,
        price_minor INTEGER NOT NULL, currency VARCHAR NOT NULL, valid_until DATE, state VARCHAR NOT NULL,
        decided_on DATE, attachment_id INTEGER, note VARCHAR NOT NULL, FOREIGN KEY(usage_right_id) REFERENCES
        usage_right (id) ON DELETE CASCADE, FOREIGN KEY(attachment_id) REFERENCES attachment (id) ON DELETE
        RESTRICT )
    """,
    "CREATE INDEX ix_right_renewal_usage_right_id ON right_renewal (usage_right_id)",
    "CREATE INDEX ix_contract_state ON contract (state)",
    "CREATE INDEX ix_contract_amends_id ON contract (amends_id)",
    "DROP TRIGGER keep_contract_version",
    """
    CREATE TRIGGER keep_contract_version BEFORE UPDATE OF version, data, data_sha256, attachment_id, issued_at,
        issued_by, wording, clause_numbers ON contract_version BEGIN SELECT RAISE(ABORT, 'contract_version is
        append-only'); END
    """,
)


def upgrade() -> None:
    """Add columns and tables; nothing that is stored changes."""
    for table, added in ADDED.items():
        for column in added:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for statement in CREATED:
        op.execute(statement)

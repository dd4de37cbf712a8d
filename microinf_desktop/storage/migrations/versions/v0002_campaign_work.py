"""File version 2: campaign work (briefs, reviews, dependencies, seeding, events, tracking) and personas by link."""

from alembic import op

revision = "2"
down_revision = "1"

ADDED = {
    "client": (
        "palette TEXT DEFAULT '[]' NOT NULL",
        "time_zone VARCHAR DEFAULT 'Europe/Berlin' NOT NULL",
    ),
    "influencer": (
        "address_checked_on DATE",
    ),
    "client_contact": (
        "is_decider BOOLEAN DEFAULT 0 NOT NULL",
    ),
    "milestone": (
        "starts_on DATE",
        "locked_reason VARCHAR DEFAULT '' NOT NULL",
    ),
    "collaboration": (
        "client_decided_on DATE",
        "client_decided_by VARCHAR DEFAULT '' NOT NULL",
        "client_decision_note VARCHAR DEFAULT '' NOT NULL",
        "commission_per_sale_minor INTEGER",
        "cap_minor INTEGER",
        "discount_terms VARCHAR DEFAULT '' NOT NULL",
        "discount_from DATE",
        "discount_until DATE",
        "approval_percent INTEGER DEFAULT 0 NOT NULL",
        "report_percent INTEGER DEFAULT 0 NOT NULL",
    ),
    "deliverable": (
        "required_caption VARCHAR DEFAULT '' NOT NULL",
        "call_to_action VARCHAR DEFAULT '' NOT NULL",
        "min_characters INTEGER",
        "locked_reason VARCHAR DEFAULT '' NOT NULL",
        "series_id INTEGER REFERENCES series (id) ON DELETE SET NULL",
        "series_position INTEGER",
        "event_id INTEGER REFERENCES event (id) ON DELETE SET NULL",
    ),
    "draft": (
        "script VARCHAR DEFAULT '' NOT NULL",
    ),
    "checklist_item": (
        "holder VARCHAR DEFAULT 'us' NOT NULL",
        "source VARCHAR DEFAULT 'typed' NOT NULL",
    ),
}

CREATED = (
    """
    CREATE TABLE snooze ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, kind VARCHAR NOT NULL, item_id INTEGER
        NOT NULL, until_on DATE NOT NULL, person_name VARCHAR NOT NULL, UNIQUE (kind, item_id) )
    """,
    "DROP INDEX ix_checklist_item_due",
    "CREATE INDEX ix_checklist_item_due ON checklist_item (done_on, due_on)",
    "CREATE INDEX ix_deliverable_ship_on ON deliverable (ship_on)",
    "CREATE INDEX ix_deliverable_draft_due_on ON deliverable (draft_due_on)",
    "CREATE INDEX ix_deliverable_internal_review_on ON deliverable (internal_review_on)",
    "CREATE INDEX ix_deliverable_client_review_on ON deliverable (client_review_on)",
    "CREATE INDEX ix_deliverable_publish_on ON deliverable (publish_on)",
    "CREATE INDEX ix_influencer_next_action ON influencer (next_action_on) WHERE next_action_on IS NOT NULL",
    """
    CREATE TABLE work_template ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, kind VARCHAR NOT NULL, name
        VARCHAR NOT NULL, data VARCHAR NOT NULL, UNIQUE (kind, name) )
    """,
    """
    CREATE TABLE client_image ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, client_id INTEGER NOT NULL,
        attachment_id INTEGER NOT NULL, position INTEGER NOT NULL, caption VARCHAR NOT NULL, UNIQUE (client_id,
        attachment_id), FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE, FOREIGN KEY(attachment_id)
        REFERENCES attachment (id) ON DELETE RESTRICT )
    """,
    """
    CREATE TABLE product ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, client_id INTEGER NOT NULL, name
        VARCHAR NOT NULL, category VARCHAR NOT NULL, notes VARCHAR NOT NULL, is_archived BOOLEAN NOT NULL, UNIQUE
        (client_id, name), FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE )
    """,
    """
    CREATE TABLE brief ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, campaign_id INTEGER NOT NULL, opening
        VARCHAR NOT NULL, talking_points TEXT NOT NULL, story_prompts TEXT NOT NULL, dos TEXT NOT NULL, donts TEXT
        NOT NULL, approved_claims TEXT NOT NULL, call_to_action VARCHAR NOT NULL, visual_direction VARCHAR NOT NULL,
        freedom_statement VARCHAR NOT NULL, learnings TEXT NOT NULL, UNIQUE (campaign_id), FOREIGN KEY(campaign_id)
        REFERENCES campaign (id) ON DELETE CASCADE )
    """,
    """
    CREATE TABLE campaign_persona ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, campaign_id INTEGER NOT NULL,
        persona_id INTEGER NOT NULL, UNIQUE (campaign_id, persona_id), FOREIGN KEY(campaign_id) REFERENCES campaign
        (id) ON DELETE CASCADE, FOREIGN KEY(persona_id) REFERENCES persona (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_campaign_persona_persona_id ON campaign_persona (persona_id)",
    """
    CREATE TABLE niche_test ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, campaign_id INTEGER NOT NULL, niche
        VARCHAR NOT NULL, hypothesis VARCHAR NOT NULL, metric VARCHAR NOT NULL, expected TEXT, sample_size INTEGER,
        result TEXT, outcome VARCHAR NOT NULL, conclusion VARCHAR NOT NULL, concluded_on DATE, FOREIGN
        KEY(campaign_id) REFERENCES campaign (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_niche_test_campaign_id ON niche_test (campaign_id)",
    "CREATE INDEX ix_collaboration_code ON collaboration (discount_code)",
    """
    CREATE TABLE learning ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, client_id INTEGER NOT NULL,
        campaign_id INTEGER, topic VARCHAR NOT NULL, text VARCHAR NOT NULL, noted_on DATE NOT NULL, is_retired
        BOOLEAN NOT NULL, FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE, FOREIGN KEY(campaign_id)
        REFERENCES campaign (id) ON DELETE SET NULL )
    """,
    "CREATE INDEX ix_learning_campaign_id ON learning (campaign_id)",
    "CREATE INDEX ix_learning_client_id ON learning (client_id)",
    """
    CREATE TABLE event ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, campaign_id INTEGER NOT NULL, owner_id
        INTEGER, name VARCHAR NOT NULL, kind VARCHAR NOT NULL, state VARCHAR NOT NULL, starts_on DATE NOT NULL,
        ends_on DATE, starts_at TIME, ends_at TIME, time_zone VARCHAR NOT NULL, place VARCHAR NOT NULL, address
        VARCHAR NOT NULL, capacity INTEGER, budget_minor INTEGER, cost_minor INTEGER, currency VARCHAR NOT NULL,
        attendance INTEGER, leads INTEGER, revenue_minor INTEGER, result VARCHAR NOT NULL, notes VARCHAR NOT NULL,
        FOREIGN KEY(campaign_id) REFERENCES campaign (id) ON DELETE CASCADE, FOREIGN KEY(owner_id) REFERENCES person
        (id) ON DELETE SET NULL )
    """,
    "CREATE INDEX ix_event_starts_on ON event (starts_on)",
    "CREATE INDEX ix_event_campaign_id ON event (campaign_id)",
    """
    CREATE TABLE product_variant ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, product_id INTEGER NOT NULL,
        name VARCHAR NOT NULL, sku VARCHAR NOT NULL, stock INTEGER NOT NULL, cost_minor INTEGER, value_minor
        INTEGER, currency VARCHAR NOT NULL, weight_grams INTEGER, UNIQUE (product_id, name), CONSTRAINT
        stock_not_below_zero CHECK (stock >= 0), FOREIGN KEY(product_id) REFERENCES product (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_product_variant_sku ON product_variant (sku)",
    """
    CREATE TABLE landing_page ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, campaign_id INTEGER NOT NULL,
        name VARCHAR NOT NULL, url VARCHAR NOT NULL, is_default BOOLEAN NOT NULL, UNIQUE (campaign_id, url), FOREIGN
        KEY(campaign_id) REFERENCES campaign (id) ON DELETE CASCADE )
    """,
    """
    CREATE TABLE brief_page ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collaboration_id INTEGER NOT NULL,
        why_you VARCHAR NOT NULL, talking_points TEXT NOT NULL, story_prompts TEXT NOT NULL, freedom_statement
        VARCHAR NOT NULL, UNIQUE (collaboration_id), FOREIGN KEY(collaboration_id) REFERENCES collaboration (id) ON
        DELETE CASCADE )
    """,
    """
    CREATE TABLE brief_version ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collaboration_id INTEGER NOT
        NULL, version INTEGER NOT NULL, data VARCHAR NOT NULL, data_sha256 VARCHAR NOT NULL, attachment_id INTEGER
        NOT NULL, issued_at DATETIME NOT NULL, issued_by VARCHAR NOT NULL, UNIQUE (collaboration_id, version),
        FOREIGN KEY(collaboration_id) REFERENCES collaboration (id) ON DELETE CASCADE, FOREIGN KEY(attachment_id)
        REFERENCES attachment (id) ON DELETE RESTRICT )
    """,
    """
    CREATE TABLE bonus ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collaboration_id INTEGER NOT NULL,
        position INTEGER NOT NULL, label VARCHAR NOT NULL, metric VARCHAR NOT NULL, threshold INTEGER NOT NULL,
        amount_minor INTEGER NOT NULL, per_units INTEGER, cap_minor INTEGER, FOREIGN KEY(collaboration_id)
        REFERENCES collaboration (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_bonus_collaboration_id ON bonus (collaboration_id)",
    """
    CREATE TABLE series ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collaboration_id INTEGER NOT NULL, name
        VARCHAR NOT NULL, kind VARCHAR NOT NULL, rule VARCHAR NOT NULL, FOREIGN KEY(collaboration_id) REFERENCES
        collaboration (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_series_collaboration_id ON series (collaboration_id)",
    """
    CREATE TABLE event_guest ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, event_id INTEGER NOT NULL,
        influencer_id INTEGER, name VARCHAR NOT NULL, role VARCHAR NOT NULL, state VARCHAR NOT NULL, companions
        INTEGER NOT NULL, notes VARCHAR NOT NULL, UNIQUE (event_id, influencer_id), FOREIGN KEY(event_id) REFERENCES
        event (id) ON DELETE CASCADE, FOREIGN KEY(influencer_id) REFERENCES influencer (id) ON DELETE SET NULL )
    """,
    "CREATE INDEX ix_event_guest_influencer_id ON event_guest (influencer_id)",
    """
    CREATE TABLE event_slot ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, event_id INTEGER NOT NULL, position
        INTEGER NOT NULL, day DATE NOT NULL, starts_at TIME NOT NULL, minutes INTEGER NOT NULL, what VARCHAR NOT
        NULL, who VARCHAR NOT NULL, notes VARCHAR NOT NULL, FOREIGN KEY(event_id) REFERENCES event (id) ON DELETE
        CASCADE )
    """,
    "CREATE INDEX ix_event_slot_event_id ON event_slot (event_id)",
    """
    CREATE TABLE shipment ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collaboration_id INTEGER NOT NULL,
        state VARCHAR NOT NULL, recipient VARCHAR NOT NULL, address VARCHAR NOT NULL, country VARCHAR NOT NULL,
        address_confirmed_on DATE, carrier VARCHAR NOT NULL, tracking_number VARCHAR NOT NULL, send_by DATE,
        shipped_on DATE, delivered_on DATE, returned_on DATE, posted_on DATE, post_url VARCHAR NOT NULL,
        shipping_cost_minor INTEGER, labour_cost_minor INTEGER, currency VARCHAR NOT NULL, notes VARCHAR NOT NULL,
        FOREIGN KEY(collaboration_id) REFERENCES collaboration (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_shipment_collaboration_id ON shipment (collaboration_id)",
    "CREATE INDEX ix_shipment_state ON shipment (state, delivered_on)",
    """
    CREATE TABLE brief_acknowledgement ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, brief_version_id INTEGER
        NOT NULL, acknowledged_on DATE NOT NULL, name VARCHAR NOT NULL, way VARCHAR NOT NULL, note VARCHAR NOT NULL,
        UNIQUE (brief_version_id), FOREIGN KEY(brief_version_id) REFERENCES brief_version (id) ON DELETE CASCADE )
    """,
    "DROP INDEX ix_checklist_item_deliverable_id",
    "CREATE INDEX ix_checklist_item_progress ON checklist_item (deliverable_id, done_on, due_on)",
    "CREATE INDEX ix_deliverable_series_id ON deliverable (series_id)",
    "CREATE INDEX ix_deliverable_event_id ON deliverable (event_id)",
    """
    CREATE TABLE shipment_item ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, shipment_id INTEGER NOT NULL,
        variant_id INTEGER NOT NULL, quantity INTEGER NOT NULL, cost_minor INTEGER, value_minor INTEGER, UNIQUE
        (shipment_id, variant_id), CONSTRAINT some_pieces CHECK (quantity > 0), FOREIGN KEY(shipment_id) REFERENCES
        shipment (id) ON DELETE CASCADE, FOREIGN KEY(variant_id) REFERENCES product_variant (id) ON DELETE RESTRICT
        )
    """,
    "CREATE INDEX ix_shipment_item_variant_id ON shipment_item (variant_id)",
    """
    CREATE TABLE shipment_nudge ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, shipment_id INTEGER NOT NULL,
        day INTEGER NOT NULL, sent_on DATE NOT NULL, UNIQUE (shipment_id, day), FOREIGN KEY(shipment_id) REFERENCES
        shipment (id) ON DELETE CASCADE )
    """,
    """
    CREATE TABLE dependency ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, campaign_id INTEGER NOT NULL,
        before_milestone_id INTEGER, before_deliverable_id INTEGER, after_milestone_id INTEGER, after_deliverable_id
        INTEGER, CONSTRAINT one_before CHECK ((before_milestone_id IS NULL) <> (before_deliverable_id IS NULL)),
        CONSTRAINT one_after CHECK ((after_milestone_id IS NULL) <> (after_deliverable_id IS NULL)), FOREIGN
        KEY(campaign_id) REFERENCES campaign (id) ON DELETE CASCADE, FOREIGN KEY(before_milestone_id) REFERENCES
        milestone (id) ON DELETE CASCADE, FOREIGN KEY(before_deliverable_id) REFERENCES deliverable (id) ON DELETE
        CASCADE, FOREIGN KEY(after_milestone_id) REFERENCES milestone (id) ON DELETE CASCADE, FOREIGN
        KEY(after_deliverable_id) REFERENCES deliverable (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_dependency_before_milestone_id ON dependency (before_milestone_id)",
    "CREATE INDEX ix_dependency_after_deliverable_id ON dependency (after_deliverable_id)",
    "CREATE INDEX ix_dependency_after_milestone_id ON dependency (after_milestone_id)",
    "CREATE INDEX ix_dependency_before_deliverable_id ON dependency (before_deliverable_id)",
    "CREATE INDEX ix_dependency_campaign_id ON dependency (campaign_id)",
    """
    CREATE TABLE deliverable_move ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, deliverable_id INTEGER NOT
        NULL, moved_at DATETIME NOT NULL, from_state VARCHAR NOT NULL, to_state VARCHAR NOT NULL, from_holder
        VARCHAR NOT NULL, to_holder VARCHAR NOT NULL, person_name VARCHAR NOT NULL, reason VARCHAR NOT NULL, FOREIGN
        KEY(deliverable_id) REFERENCES deliverable (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_deliverable_move_deliverable_id ON deliverable_move (deliverable_id)",
    """
    CREATE TABLE tracking_link ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, collaboration_id INTEGER NOT
        NULL, landing_page_id INTEGER, deliverable_id INTEGER, kind VARCHAR NOT NULL, url VARCHAR NOT NULL,
        utm_source VARCHAR NOT NULL, utm_medium VARCHAR NOT NULL, utm_campaign VARCHAR NOT NULL, utm_content VARCHAR
        NOT NULL, utm_term VARCHAR NOT NULL, network VARCHAR NOT NULL, notes VARCHAR NOT NULL, FOREIGN
        KEY(collaboration_id) REFERENCES collaboration (id) ON DELETE CASCADE, FOREIGN KEY(landing_page_id)
        REFERENCES landing_page (id) ON DELETE SET NULL, FOREIGN KEY(deliverable_id) REFERENCES deliverable (id) ON
        DELETE SET NULL )
    """,
    "CREATE INDEX ix_tracking_link_deliverable_id ON tracking_link (deliverable_id)",
    "CREATE INDEX ix_tracking_link_landing_page_id ON tracking_link (landing_page_id)",
    "CREATE INDEX ix_tracking_link_collaboration_id ON tracking_link (collaboration_id)",
    "CREATE INDEX ix_tracking_link_url ON tracking_link (url)",
    """
    CREATE TABLE draft_file ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, draft_id INTEGER NOT NULL,
        attachment_id INTEGER NOT NULL, position INTEGER NOT NULL, caption VARCHAR NOT NULL, UNIQUE (draft_id,
        attachment_id), FOREIGN KEY(draft_id) REFERENCES draft (id) ON DELETE CASCADE, FOREIGN KEY(attachment_id)
        REFERENCES attachment (id) ON DELETE RESTRICT )
    """,
    """
    CREATE TABLE review ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, deliverable_id INTEGER NOT NULL,
        draft_id INTEGER, step VARCHAR NOT NULL, person_id INTEGER, contact_id INTEGER, decider_name VARCHAR NOT
        NULL, asked_at DATETIME NOT NULL, due_on DATE, decision VARCHAR NOT NULL, decided_at DATETIME, decided_by
        VARCHAR NOT NULL, note VARCHAR NOT NULL, answer VARCHAR NOT NULL, FOREIGN KEY(deliverable_id)
        REFERENCES deliverable (id) ON DELETE CASCADE, FOREIGN KEY(draft_id)
        REFERENCES draft (id) ON DELETE SET NULL, FOREIGN KEY(person_id) REFERENCES person (id) ON DELETE SET NULL,
        FOREIGN KEY(contact_id) REFERENCES client_contact (id) ON DELETE SET NULL )
    """,
    "CREATE INDEX ix_review_open ON review (decision, due_on)",
    "CREATE INDEX ix_review_draft_id ON review (draft_id)",
    "CREATE INDEX ix_review_deliverable_id ON review (deliverable_id)",
    """
    CREATE TABLE violation ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, deliverable_id INTEGER NOT NULL,
        jurisdiction VARCHAR NOT NULL, rule VARCHAR NOT NULL, what VARCHAR NOT NULL, wording VARCHAR NOT NULL, place
        VARCHAR NOT NULL, source VARCHAR NOT NULL, found_at DATETIME NOT NULL, found_by VARCHAR NOT NULL,
        evidence_id INTEGER, state VARCHAR NOT NULL, closed_at DATETIME, closed_by VARCHAR NOT NULL, closing_note
        VARCHAR NOT NULL, fix_evidence_id INTEGER, FOREIGN KEY(deliverable_id) REFERENCES deliverable (id) ON DELETE
        CASCADE, FOREIGN KEY(evidence_id) REFERENCES evidence (id) ON DELETE SET NULL, FOREIGN KEY(fix_evidence_id)
        REFERENCES evidence (id) ON DELETE SET NULL )
    """,
    "CREATE INDEX ix_violation_state ON violation (state)",
    "CREATE INDEX ix_violation_deliverable_id ON violation (deliverable_id)",
    """
    CREATE TABLE violation_step ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, violation_id INTEGER NOT NULL, kind
        VARCHAR NOT NULL, text VARCHAR NOT NULL, clause VARCHAR NOT NULL, sent_at DATETIME NOT NULL, due_at
        DATETIME, sent_by VARCHAR NOT NULL, FOREIGN KEY(violation_id) REFERENCES violation (id) ON DELETE CASCADE )
    """,
    "CREATE INDEX ix_violation_step_violation_id ON violation_step (violation_id)",
    """
    CREATE TRIGGER keep_brief_version BEFORE UPDATE OF version, data, data_sha256, attachment_id, issued_at,
        issued_by ON brief_version BEGIN SELECT RAISE(ABORT, 'brief_version is append-only'); END
    """,
)

CAMPAIGN = """
CREATE TABLE campaign_new ( id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, client_id INTEGER NOT NULL, owner_id
    INTEGER, name VARCHAR NOT NULL, state VARCHAR NOT NULL, is_pilot BOOLEAN NOT NULL, objectives TEXT NOT NULL,
    product VARCHAR NOT NULL, product_category VARCHAR NOT NULL, summary VARCHAR NOT NULL, hypothesis VARCHAR NOT
    NULL, key_messages TEXT NOT NULL, starts_on DATE, go_live_on DATE, ends_on DATE, time_zone VARCHAR NOT NULL,
    jurisdictions TEXT NOT NULL, audience_languages TEXT NOT NULL, budget_minor INTEGER, currency VARCHAR NOT NULL,
    notes VARCHAR NOT NULL, lead_times TEXT NOT NULL, template VARCHAR NOT NULL, main_platform VARCHAR NOT NULL,
    planned_creators INTEGER, planned_followers INTEGER, planned_posts INTEGER, order_value_minor INTEGER, setup_step
    VARCHAR NOT NULL, UNIQUE (client_id, name), FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE RESTRICT,
    FOREIGN KEY(owner_id) REFERENCES person (id) ON DELETE SET NULL )
"""
CAMPAIGN_INDEXES = (
    "CREATE INDEX ix_campaign_client_id ON campaign (client_id)",
    "CREATE INDEX ix_campaign_state ON campaign (state)",
)
KEPT = (
    "id, client_id, owner_id, name, state, is_pilot, objectives, product, product_category, summary, "
    "hypothesis, key_messages, starts_on, go_live_on, ends_on, time_zone, jurisdictions, "
    "audience_languages, budget_minor, currency, notes "
)


def upgrade() -> None:
    """Add columns and tables; the one persona of a campaign becomes a link, so that there can be several."""
    for table, added in ADDED.items():
        for column in added:
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    for statement in CREATED:
        op.execute(statement)
    op.execute(
        "INSERT INTO campaign_persona (campaign_id, persona_id) "
        "SELECT id, persona_id FROM campaign WHERE persona_id IS NOT NULL"
    )
    op.execute(CAMPAIGN)
    op.execute(
        f"INSERT INTO campaign_new ({KEPT}, lead_times, template, main_platform, setup_step) "
        f"SELECT {KEPT}, '{{}}', '', '', '' FROM campaign"
    )
    # Ids of deleted campaigns stay taken: an undone deletion must find its id free.
    op.execute(
        "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'campaign') "
        "WHERE name = 'campaign_new'"
    )
    op.execute("DROP TABLE campaign")
    op.execute("ALTER TABLE campaign_new RENAME TO campaign")
    for statement in CAMPAIGN_INDEXES:
        op.execute(statement)

"""Compiler-like: a column of the roster that is missing from form, import or list is found here.

Whoever adds a column adds it to the places below, or to the exceptions with the reason.
"""

from dataclasses import fields

from microinf_desktop.domain.campaigns import CampaignDraft
from microinf_desktop.domain.clients import ClientDraft
from microinf_desktop.domain.collaborations import DealDraft
from microinf_desktop.domain.deliverables import DeliverableDraft, DraftDraft
from microinf_desktop.domain.events import EventDraft, GuestDraft, SlotDraft
from microinf_desktop.domain.influencers import InfluencerDraft
from microinf_desktop.domain.rights import AssetDraft, RenewalDraft, RightDraft
from microinf_desktop.domain.rosters import RosterField
from microinf_desktop.queries import export
from microinf_desktop.storage.tables import metadata

STORED_KEYS = {
    "sort_name", "search_text", "platforms", "primary_handle", "top_followers", "engagement_rate_ppm",
    "engagement_base", "last_paid_minor", "last_paid_currency", "stage_since",
}
# Written by a service from a state, not typed.
FOLLOWS = {
    "deliverable": {
        "campaign_id", "account_id", "state", "rounds_used", "ball_holder", "ball_since", "published_at", "live_url",
        "verdict", "series_id", "series_position", "event_id", "is_unplanned",
    },
    "draft": {"deliverable_id", "number", "received_at"},
    "collaboration": {
        "campaign_id", "influencer_id", "owner_id", "stage", "client_decision", "client_decided_on",
        "client_decided_by", "client_decision_note",
    },
    "client": {"logo_attachment_id", "is_archived"},
    "campaign": {"setup_step"},
    "influencer": STORED_KEYS,
    # The results have a form of their own.
    "event": {"state", "attendance", "leads", "revenue_minor", "cost_minor", "result"},
    "event_guest": {"event_id", "influencer_id", "state"},
    "event_slot": {"event_id", "position"},
    "asset": {"collaboration_id", "attachment_id", "added_at", "added_by", "is_archived"},
    "usage_right": {"contract_id", "ends_on", "source", "withdrawn_on", "withdrawal_reason"},
    # A decision is a button; the number, the day and the PDF come with the offer.
    "right_renewal": {
        "usage_right_id", "number", "quoted_on", "quoted_by", "currency", "state", "decided_on", "attachment_id",
    },
}
DRAFTS = {
    "influencer": InfluencerDraft, "client": ClientDraft, "campaign": CampaignDraft, "collaboration": DealDraft,
    "deliverable": DeliverableDraft, "draft": DraftDraft, "event": EventDraft, "event_guest": GuestDraft,
    "event_slot": SlotDraft, "asset": AssetDraft, "usage_right": RightDraft, "right_renewal": RenewalDraft,
}
# Rosters of other programs carry none of these.
NOT_IMPORTED = {
    "legal_name", "address", "stage", "owner_id", "tax_residence", "birth_date", "guardian_name", "source",
    "restriction_reason", "restriction_until", "next_action", "next_action_on", "address_checked_on",
    "legal_form", "vat_note", "guardian_address",
}


def columns(table: str) -> set[str]:
    return {column.name for column in metadata.tables[table].columns} - {"id"}


def test_every_column_is_in_its_form_or_follows_from_a_state() -> None:
    for table, draft in DRAFTS.items():
        typed = {field.name for field in fields(draft)}
        assert columns(table) - typed == FOLLOWS[table] - typed, table


def test_every_field_of_a_person_can_be_imported_or_is_listed() -> None:
    imported = {str(field).removesuffix("s") for field in RosterField} | {str(field) for field in RosterField}
    wanted = columns("influencer") - STORED_KEYS - NOT_IMPORTED
    assert {name for name in wanted if name not in imported and name.removesuffix("s") not in imported} == set()


def test_every_table_is_exported() -> None:
    assert set(metadata.tables) - set(export.table_names()) == {"change"}

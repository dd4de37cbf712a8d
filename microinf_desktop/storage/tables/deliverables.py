"""Deliverables with their drafts and checklists."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference, words


class Deliverable(SQLModel, table=True):
    """One thing a creator makes.

    `campaign_id` repeats the collaboration's, so that boards and Today read one table. `ball_holder` says who acts
    next, `ball_since` since when; both follow from the state and are written by the deliverable service.
    """

    __tablename__ = "deliverable"
    __table_args__ = (
        Index("ix_deliverable_campaign", "campaign_id", "publish_on"),
        Index("ix_deliverable_state", "state", "publish_on"),
        NEVER_REUSE_IDS,
    )
    id: int | None = key()
    campaign_id: int = reference("campaign.id", index=False)
    collaboration_id: int = reference("collaboration.id")
    account_id: int | None = reference("account.id", on_delete="SET NULL", nullable=True)
    kind: str
    platform: str
    title: str = ""
    quantity: int = 1
    frames: int | None = None
    min_seconds: int | None = None
    required_mentions: list[str] = words()
    required_hashtags: list[str] = words()
    required_links: list[str] = words()
    discount_code: str = ""
    talking_points: list[str] = words()
    caption_language: str = ""
    keep_live_days: int | None = None
    fee_minor: int | None = None
    state: str = "not_started"
    rounds_used: int = 0
    ball_holder: str = "us"
    ball_since: date | None = None
    ship_on: date | None = None
    draft_due_on: date | None = None
    internal_review_on: date | None = None
    client_review_on: date | None = None
    publish_on: date | None = None
    published_at: datetime | None = None
    live_url: str = ""
    verdict: str = "not_checked"
    notes: str = ""


class Draft(SQLModel, table=True):
    """A version of the content as it came in; media facts are what a person saw and typed (times in ms)."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("deliverable_id", "number"), NEVER_REUSE_IDS)
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id", index=False)
    number: int
    caption: str = ""
    title: str = ""
    first_comment: str = ""
    onscreen_text: str | None = None
    onscreen_start_ms: int | None = None
    onscreen_duration_ms: int | None = None
    duration_ms: int | None = None
    spoken_text: str | None = None
    frames: int | None = None
    frames_labelled: int | None = None
    platform_label_used: bool | None = None
    received_at: datetime
    note: str = ""


class ChecklistItem(SQLModel, table=True):
    __tablename__ = "checklist_item"
    __table_args__ = (Index("ix_checklist_item_due", "due_on"), NEVER_REUSE_IDS)
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id")
    position: int = 0
    text: str
    due_on: date | None = None
    done_on: date | None = None
    done_by_id: int | None = reference("person.id", on_delete="SET NULL", nullable=True, index=False)


class ChecklistTemplate(SQLModel, table=True):
    """The agency's own checklist for a kind of deliverable; overrides the one in resources."""

    __tablename__ = "checklist_template"
    __table_args__ = (UniqueConstraint("kind"), NEVER_REUSE_IDS)
    id: int | None = key()
    kind: str
    items: list[str] = words()

"""Deliverables with their drafts and checklists."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference, words

_DATES = ("ship_on", "draft_due_on", "internal_review_on", "client_review_on", "publish_on")


class Deliverable(SQLModel, table=True):
    """One thing a creator makes.

    `campaign_id` repeats the collaboration's, so that boards and Today read one table. `ball_holder` says who acts
    next, `ball_since` since when; both follow from the state and are written by the deliverable service.
    `locked_reason` says why the publish day cannot move, else empty. `is_unplanned` is a post nobody agreed on, found
    live: it is checked like the others and counts in no plan.
    """

    __tablename__ = "deliverable"
    __table_args__ = (
        Index("ix_deliverable_campaign", "campaign_id", "publish_on"),
        Index("ix_deliverable_state", "state", "publish_on"),
        # The calendar looks days up, whatever the campaign.
        *(Index(f"ix_deliverable_{name}", name) for name in _DATES),
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
    required_caption: str = ""
    call_to_action: str = ""
    min_characters: int | None = None
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
    locked_reason: str = ""
    series_id: int | None = reference("series.id", on_delete="SET NULL", nullable=True)
    series_position: int | None = None
    event_id: int | None = reference("event.id", on_delete="SET NULL", nullable=True)
    is_unplanned: bool = False


class Series(SQLModel, table=True):
    """Deliverables that belong together: `kind` sequence (post, stories, live …) or recurring.

    `rule` of a recurring series is an RFC 5545 recurrence rule such as FREQ=WEEKLY;INTERVAL=2;COUNT=6.
    """

    __tablename__ = "series"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id")
    name: str
    kind: str = "sequence"
    rule: str = ""


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
    script: str = ""


class DraftFile(SQLModel, table=True):
    """A file that came with a draft: picture, video, script; `caption` is its name here where the bytes came before
    under another one."""

    __tablename__ = "draft_file"
    __table_args__ = (UniqueConstraint("draft_id", "attachment_id"), NEVER_REUSE_IDS)
    id: int | None = key()
    draft_id: int = reference("draft.id", index=False)
    attachment_id: int = reference("attachment.id", on_delete="RESTRICT", index=False)
    position: int = 0
    caption: str = ""


class Review(SQLModel, table=True):
    """A decision asked of one person until a day; `step` is internal or client.

    The decider is a person of the agency or a contact of the client; the name is kept beside it. `decision` is
    empty while it is open, then approved, changes or withdrawn. `note` goes to the decider, `answer` came back from
    `decided_by`, who need not be the one that was asked.
    """

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_open", "decision", "due_on"), NEVER_REUSE_IDS)
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id")
    draft_id: int | None = reference("draft.id", on_delete="SET NULL", nullable=True)
    step: str
    person_id: int | None = reference("person.id", on_delete="SET NULL", nullable=True, index=False)
    contact_id: int | None = reference("client_contact.id", on_delete="SET NULL", nullable=True, index=False)
    decider_name: str
    asked_at: datetime
    due_on: date | None = None
    decision: str = ""
    decided_at: datetime | None = None
    decided_by: str = ""
    note: str = ""
    answer: str = ""


class DeliverableMove(SQLModel, table=True):
    """A change of a deliverable's state, with who held the ball before and after; waiting times are added up here."""

    __tablename__ = "deliverable_move"
    __table_args__ = (NEVER_REUSE_IDS,)
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id")
    moved_at: datetime
    from_state: str
    to_state: str
    from_holder: str
    to_holder: str
    person_name: str = ""
    reason: str = ""


class ChecklistItem(SQLModel, table=True):
    """One thing to do; `holder` has to do it, `source` is typed, template or contract."""

    __tablename__ = "checklist_item"
    __table_args__ = (
        Index("ix_checklist_item_due", "done_on", "due_on"),
        # Covers the counts that lists and campaigns show, so that these never read the texts.
        Index("ix_checklist_item_progress", "deliverable_id", "done_on", "due_on"),
        NEVER_REUSE_IDS,
    )
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id", index=False)
    position: int = 0
    text: str
    due_on: date | None = None
    done_on: date | None = None
    done_by_id: int | None = reference("person.id", on_delete="SET NULL", nullable=True, index=False)
    holder: str = "us"
    source: str = "typed"


class ChecklistTemplate(SQLModel, table=True):
    """The agency's own checklist for a kind of deliverable; overrides the one in resources."""

    __tablename__ = "checklist_template"
    __table_args__ = (UniqueConstraint("kind"), NEVER_REUSE_IDS)
    id: int | None = key()
    kind: str
    items: list[str] = words()

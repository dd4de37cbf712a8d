"""Metric snapshots of published deliverables."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference


class MetricSnapshot(SQLModel, table=True):
    """Totals since publication as read on a day; parts are stored, never the sum (field guide 1)."""

    __tablename__ = "metric_snapshot"
    __table_args__ = (UniqueConstraint("deliverable_id", "taken_on"), NEVER_REUSE_IDS)
    id: int | None = key()
    deliverable_id: int = reference("deliverable.id", index=False)
    taken_on: date
    reach: int | None = None
    impressions: int | None = None
    views: int | None = None
    likes: int | None = None
    comments: int | None = None
    shares: int | None = None
    saves: int | None = None
    replies: int | None = None
    sticker_taps: int | None = None
    link_clicks: int | None = None
    website_visits: int | None = None
    conversions: int | None = None
    leads: int | None = None
    revenue_minor: int | None = None
    followers_at_post: int | None = None
    is_estimated: bool = False
    source: str = "typed"
    attachment_id: int | None = reference("attachment.id", on_delete="SET NULL", nullable=True)

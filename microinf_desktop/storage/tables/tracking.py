"""Tracking: landing pages of a campaign and the creators' own links; codes are part of the collaboration."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference


class LandingPage(SQLModel, table=True):
    """Where links of a campaign lead, without tracking parameters."""

    __tablename__ = "landing_page"
    __table_args__ = (UniqueConstraint("campaign_id", "url"), NEVER_REUSE_IDS)
    id: int | None = key()
    campaign_id: int = reference("campaign.id", index=False)
    name: str
    url: str
    is_default: bool = False


class TrackingLink(SQLModel, table=True):
    """A creator's link: `kind` is landing (UTM on a landing page), affiliate or shoppable (as the network gives it).

    `url` is the whole address with its parameters; `utm_content` tells creators apart.
    """

    __tablename__ = "tracking_link"
    __table_args__ = (Index("ix_tracking_link_url", "url"), NEVER_REUSE_IDS)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id")
    landing_page_id: int | None = reference("landing_page.id", on_delete="SET NULL", nullable=True)
    deliverable_id: int | None = reference("deliverable.id", on_delete="SET NULL", nullable=True)
    kind: str = "landing"
    url: str
    utm_source: str = ""
    utm_medium: str = ""
    utm_campaign: str = ""
    utm_content: str = ""
    utm_term: str = ""
    network: str = ""
    notes: str = ""

"""Creative briefs: the general part of a campaign, a page per creator, and the versions that were sent."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from microinf_desktop.storage.tables.types import NEVER_REUSE_IDS, key, reference, words


class Brief(SQLModel, table=True):
    """What every creator of a campaign gets to read, beyond the campaign's and the client's own fields.

    Empty `story_prompts` and `freedom_statement` print those of the house.
    """

    __tablename__ = "brief"
    __table_args__ = (UniqueConstraint("campaign_id"), NEVER_REUSE_IDS)
    id: int | None = key()
    campaign_id: int = reference("campaign.id", index=False)
    opening: str = ""
    talking_points: list[str] = words()
    story_prompts: list[str] = words()
    dos: list[str] = words()
    donts: list[str] = words()
    approved_claims: list[str] = words()
    call_to_action: str = ""
    visual_direction: str = ""
    freedom_statement: str = ""
    learnings: list[str] = words()


class BriefPage(SQLModel, table=True):
    """The creator's own page: why her, and what is said to her alone."""

    __tablename__ = "brief_page"
    __table_args__ = (UniqueConstraint("collaboration_id"), NEVER_REUSE_IDS)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id", index=False)
    why_you: str = ""
    talking_points: list[str] = words()
    story_prompts: list[str] = words()
    freedom_statement: str = ""


class BriefVersion(SQLModel, table=True):
    """A brief as it was sent to one creator: `data` is its JSON, the PDF an attachment. Never changed."""

    __tablename__ = "brief_version"
    __table_args__ = (UniqueConstraint("collaboration_id", "version"), NEVER_REUSE_IDS)
    id: int | None = key()
    collaboration_id: int = reference("collaboration.id", index=False)
    version: int
    data: str
    data_sha256: str
    attachment_id: int = reference("attachment.id", on_delete="RESTRICT", index=False)
    issued_at: datetime
    issued_by: str = ""


class BriefAcknowledgement(SQLModel, table=True):
    """The creator has confirmed a version: when, in whose name and by which way (e-mail, message, call, in person)."""

    __tablename__ = "brief_acknowledgement"
    __table_args__ = (UniqueConstraint("brief_version_id"), NEVER_REUSE_IDS)
    id: int | None = key()
    brief_version_id: int = reference("brief_version.id", index=False)
    acknowledged_on: date
    name: str = ""
    way: str = "email"
    note: str = ""

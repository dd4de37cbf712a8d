"""Reads of campaign templates: the agency's own and those that come with the program."""

from sqlmodel import Session, col

from microinf_desktop.domain.campaign_templates import OWN, CampaignTemplate
from microinf_desktop.interchange.templates import read_campaign_template, shipped_campaigns
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, WorkTemplate

KIND = "campaign"


def own_templates(session: Session) -> tuple[CampaignTemplate, ...]:
    """The agency's own by name; KnownError naming one that cannot be used."""
    found = session.execute(
        pick(WorkTemplate).where(col(WorkTemplate.kind) == KIND).order_by(col(WorkTemplate.name))
    ).scalars()
    return tuple(read_campaign_template(row.data, f"{OWN}{row.id}") for row in found)


def templates(session: Session) -> tuple[CampaignTemplate, ...]:
    """All templates one can start from: the agency's own first, then the shipped ones."""
    return (*own_templates(session), *shipped_campaigns())


def template(session: Session, key: str) -> CampaignTemplate | None:
    """The template with this key; None when it was deleted meanwhile, or for an empty key."""
    if key.startswith(OWN):
        row = session.get(WorkTemplate, int(key.removeprefix(OWN)))
        return None if row is None else read_campaign_template(row.data, key)
    return next((one for one in shipped_campaigns() if one.key == key), None)


def template_of(session: Session, campaign_id: int) -> CampaignTemplate | None:
    """The template a campaign was made from, while it exists."""
    key = session.execute(pick(Campaign.template).where(col(Campaign.id) == campaign_id)).scalar()
    return template(session, key) if key else None

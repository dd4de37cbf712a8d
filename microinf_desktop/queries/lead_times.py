"""Reads of the lead times: what the program ships, what the agency changed, what one campaign changed."""

import json
from collections.abc import Mapping

from sqlmodel import Session, col

from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.schedule import LeadTimes, with_changes
from microinf_desktop.interchange.templates import shipped_lead_times
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Setting

SETTING = "lead_times"
DEFAULT = "default"


def lead_times(session: Session, kind: DeliverableKind, campaign_id: int | None = None) -> LeadTimes:
    """Working days per step of a deliverable of this kind.

    The more particular wins, step by step: shipped for the kind < the agency's default < the agency's own for the
    kind < the campaign's. An unknown campaign counts as none.
    """
    own = agency_lead_times(session)
    changes = {**own.get(DEFAULT, {}), **own.get(kind.value, {})}
    if campaign_id is not None:
        changes |= _of_campaign(session, campaign_id)
    return with_changes(shipped_lead_times()[kind], changes)


def agency_lead_times(session: Session) -> Mapping[str, Mapping[str, int]]:
    """What the agency changed: step to working days, by kind or under “default”; empty when it changed nothing."""
    # Not through queries.agency, which reads deliverables, which read lead times.
    value = session.execute(pick(Setting.value).where(col(Setting.name) == SETTING)).scalar()
    return {} if value is None else dict(json.loads(value))


def _of_campaign(session: Session, campaign_id: int) -> Mapping[str, int]:
    found = session.execute(pick(Campaign.lead_times).where(col(Campaign.id) == campaign_id)).scalar()
    return found or {}

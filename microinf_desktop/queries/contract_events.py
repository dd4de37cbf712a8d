"""The event a creator's contract speaks of: the one of the campaign on whose guest list they stand."""

from datetime import time

from sqlalchemy import select
from sqlmodel import Session, col

from microinf_desktop.domain.contracts import EventTerms
from microinf_desktop.storage.tables import Event, EventGuest


def attended_event(session: Session, campaign_id: int, influencer_id: int) -> EventTerms | None:
    """Place, days, begin and company of the first event the creator is invited to; None when there is none.

    Declined invitations and cancelled events do not count. The creator is to be there when the event begins.
    """
    found = session.execute(
        select(Event, col(EventGuest.companions))
        .join(EventGuest, col(EventGuest.event_id) == col(Event.id))
        .where(
            col(Event.campaign_id) == campaign_id, col(EventGuest.influencer_id) == influencer_id,
            col(Event.state) != "cancelled", col(EventGuest.state).in_(("invited", "accepted", "attended")),
        )
        .order_by(col(Event.starts_on), col(Event.id)).limit(1)
    ).first()
    if found is None:
        return None
    event, companions = found
    place = "\n".join(part.strip() for part in (event.place, event.address) if part.strip())
    return EventTerms(event.name, place, event.starts_on, event.ends_on, _clock(event.starts_at), companions)


def _clock(at: time | None) -> str:
    """18:30, which is understood everywhere."""
    return "" if at is None else f"{at:%H:%M}"

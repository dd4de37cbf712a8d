"""Events of the sample's campaigns: one held with its results, one confirmed, two planned; `events.json`."""

from datetime import date, time, timedelta

from sqlmodel import Session, col, select

from microinf_desktop.interchange.holidays import campaign_calendar
from microinf_desktop.services.sample.content import Clock, Entry, load, minor
from microinf_desktop.storage.tables import (
    Campaign,
    Collaboration,
    Deliverable,
    Event,
    EventGuest,
    EventSlot,
    Influencer,
    Person,
)


def add_events(session: Session, clock: Clock) -> None:
    """Add the events to campaigns that are written already."""
    staff = {person.name.split()[0]: person.id for person in session.exec(select(Person))}
    for entry in load("events.json"):
        campaign = session.exec(select(Campaign).where(Campaign.name == entry["campaign"])).one()
        first = clock.day(entry["day"], campaign_calendar(campaign.jurisdictions, clock.today, clock.today))
        assert first is not None
        event = _event(entry, campaign, first, staff[entry["owner"]])
        session.add(event)
        session.flush()
        assert event.id is not None
        _add_guests(session, event.id, campaign, entry)
        for position, (day, starts, minutes, what, who, notes) in enumerate(entry["slots"]):
            session.add(EventSlot(
                event_id=event.id, position=position, day=first + timedelta(days=day),
                starts_at=time.fromisoformat(starts), minutes=minutes, what=what, who=who, notes=notes,
            ))
        for piece in session.exec(select(Deliverable).where(
            Deliverable.campaign_id == campaign.id, col(Deliverable.title).in_(entry["posts"])
        )):
            piece.event_id = event.id
    session.flush()


def _event(entry: Entry, campaign: Campaign, first: date, owner_id: int | None) -> Event:
    last = first + timedelta(days=entry["days"] - 1)
    return Event(
        campaign_id=campaign.id or 0, owner_id=owner_id, name=entry["name"], kind=entry["kind"], state=entry["state"],
        starts_on=first, ends_on=last if last > first else None, starts_at=time.fromisoformat(entry["opens"]),
        ends_at=time.fromisoformat(entry["closes"]), time_zone=entry["time_zone"], place=entry["place"],
        address=entry["address"], capacity=entry["capacity"], budget_minor=minor(entry["budget"]),
        cost_minor=minor(entry.get("cost")), currency=campaign.currency, attendance=entry.get("attendance"),
        leads=entry.get("leads"), revenue_minor=minor(entry.get("revenue")), result=entry.get("result", ""),
        notes=entry["notes"],
    )


def _add_guests(session: Session, event_id: int, campaign: Campaign, entry: Entry) -> None:
    people = {person.name: person.id for person in session.exec(
        select(Influencer).join(Collaboration, col(Collaboration.influencer_id) == col(Influencer.id))
        .where(Collaboration.campaign_id == campaign.id))}
    for name, role, state, companions in entry["creators"]:
        session.add(EventGuest(event_id=event_id, influencer_id=people[name], name=name, role=role, state=state,
                               companions=companions))
    for name, role, state, companions, notes in entry["guests"]:
        session.add(EventGuest(event_id=event_id, name=name, role=role, state=state, companions=companions,
                               notes=notes))

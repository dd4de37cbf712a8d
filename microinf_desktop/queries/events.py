"""Reads of events: lists with guest counts and figures, one event in full, who can be invited, what is ahead."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain.enums import ClientDecision, DeliverableKind, EventKind, EventState, GuestState
from microinf_desktop.domain.events import (
    EventFigures,
    EventSheet,
    EventTimes,
    RunLine,
    SheetGuest,
    Slot,
    count_guests,
    in_time_order,
    run_sheet,
)
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.text import fold
from microinf_desktop.queries.collaboration_moves import shut_out
from microinf_desktop.queries.progress import was_planned
from microinf_desktop.queries.tracking import main_accounts
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Campaign,
    Client,
    Collaboration,
    Deliverable,
    Event,
    EventGuest,
    EventSlot,
    Influencer,
    Person,
)

_OPEN = (EventState.PLANNED, EventState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in a list; amounts in its own currency, times local at the place."""

    id: int
    campaign_id: int
    campaign: str
    client: str
    client_color: str
    name: str
    kind: str
    state: str
    times: EventTimes
    time_zone: str
    place: str
    capacity: int | None
    owner: str
    budget: Money | None
    cost: Money | None
    figures: EventFigures
    slots: int
    posts: int

    @property
    def starts_on(self) -> date:
        return self.times.starts_on

    @property
    def starts_at(self) -> time | None:
        return self.times.starts_at

    @property
    def over(self) -> int:
        """How many more are expected than there is room for."""
        return self.figures.guests.over(self.capacity)

    def late(self, today: date) -> bool:
        """True when the last day has passed and nobody said whether it was held."""
        return self.state in _OPEN and self.times.last_day < today


@dataclass(frozen=True, slots=True)
class GuestRow:
    """Somebody on the guest list; `blocked` is why the agency does not work with her, empty when it does."""

    id: int
    influencer_id: int | None
    name: str
    handle: str
    role: str
    state: str
    companions: int
    notes: str
    blocked: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A deliverable linked to the event."""

    id: int
    creator: str
    influencer_id: int
    kind: str
    title: str
    platform: str
    state: str
    publish_on: date | None


@dataclass(frozen=True, slots=True)
class EventDetail:
    """One event; `fields` are the columns as stored."""

    row: EventRow
    fields: dict[str, Any]
    guests: tuple[GuestRow, ...]
    lines: tuple[RunLine, ...]
    posts: tuple[PostRow, ...]

    @property
    def id(self) -> int:
        return self.row.id


@dataclass(frozen=True, slots=True)
class Candidate:
    """A creator of the campaign who is not on the list; `rejected` by the client, `blocked` as in GuestRow."""

    id: int
    name: str
    handle: str
    stage: str
    rejected: bool
    blocked: str


def ids(session: Session, campaign_id: int) -> list[int]:
    """The events of a campaign by day and hour."""
    return list(session.execute(
        pick(Event.id).where(col(Event.campaign_id) == campaign_id)
        .order_by(col(Event.starts_on), col(Event.starts_at).nulls_first(), col(Event.id))
    ).scalars())


def rows(session: Session, wanted: Sequence[int]) -> list[EventRow]:
    """Events in the order of `wanted`, leaving out those deleted meanwhile; four queries for any number."""
    found = session.execute(
        pick(Event, Campaign.name, Client.name, Client.color, Person.name)
        .join(Campaign, col(Campaign.id) == col(Event.campaign_id))
        .join(Client, col(Client.id) == col(Campaign.client_id))
        .outerjoin(Person, col(Person.id) == col(Event.owner_id)).where(col(Event.id).in_(wanted))
    ).all()
    guests: dict[int, list[tuple[GuestState, int]]] = defaultdict(list)
    for event_id, state, companions in session.execute(
        pick(EventGuest.event_id, EventGuest.state, EventGuest.companions).where(col(EventGuest.event_id).in_(wanted))
    ):
        guests[event_id].append((GuestState(state), companions))
    slots = _numbers(session, EventSlot, wanted)
    posts = _numbers(session, Deliverable, wanted)
    made = {
        event.id: _row(event, (campaign, client, color, owner or ""), guests[event.id], slots.get(event.id, 0),
                       posts.get(event.id, 0))
        for event, campaign, client, color, owner in found
    }
    return [made[event_id] for event_id in wanted if event_id in made]


def of_campaign(session: Session, campaign_id: int) -> list[EventRow]:
    """The events of a campaign by day and hour."""
    return rows(session, ids(session, campaign_id))


def upcoming(session: Session, today: date, days: int = 14, client_ids: Sequence[int] = ()) -> list[EventRow]:
    """Events that are planned or confirmed and run today or begin within so many days, and those gone by that nobody
    has closed; of campaigns that are not archived."""
    last = today + timedelta(days=days)
    statement = (
        pick(Event.id).join(Campaign, col(Campaign.id) == col(Event.campaign_id))
        .where(col(Event.state).in_(_OPEN), col(Event.starts_on) <= last, col(Campaign.state) != "archived")
        .order_by(col(Event.starts_on), col(Event.starts_at).nulls_first(), col(Event.id))
    )
    if client_ids:
        statement = statement.where(col(Campaign.client_id).in_(client_ids))
    return rows(session, list(session.execute(statement).scalars()))


def detail(session: Session, event_id: int, today: date) -> EventDetail | None:
    """One event in full; None when it is gone."""
    stored = session.get(Event, event_id)
    found = rows(session, [event_id])
    if stored is None or not found:
        return None
    return EventDetail(
        found[0], stored.model_dump(), tuple(_guests(session, event_id, today)),
        tuple(run_sheet(slots_of(session, event_id), found[0].times)), tuple(_posts(session, event_id)),
    )


def slots_of(session: Session, event_id: int) -> list[Slot]:
    """The run sheet in time order."""
    found = session.execute(pick(EventSlot).where(col(EventSlot.event_id) == event_id)).scalars()
    return in_time_order(
        Slot(one.id or 0, one.day, one.starts_at, one.minutes, one.what, one.who, one.notes, one.position)
        for one in found
    )


def candidates(session: Session, event_id: int, today: date) -> list[Candidate]:
    """Creators of the event's campaign who are not on its guest list, by name."""
    invited = pick(EventGuest.influencer_id).where(
        col(EventGuest.event_id) == event_id, col(EventGuest.influencer_id).is_not(None))
    found = session.execute(
        pick(Influencer, Collaboration.stage, Collaboration.client_decision)
        .join(Collaboration, col(Collaboration.influencer_id) == col(Influencer.id))
        .join(Event, col(Event.campaign_id) == col(Collaboration.campaign_id))
        .where(col(Event.id) == event_id, col(Influencer.id).not_in(invited)).order_by(col(Influencer.sort_name))
    ).all()
    accounts = main_accounts(session, {person.id or 0 for person, *_ in found})
    return [
        Candidate(person.id or 0, person.name, accounts.get(person.id or 0, ("", ""))[1], stage,
                  decision == ClientDecision.REJECTED, blocked(person, today))
        for person, stage, decision in found
    ]


def blocked(person: Influencer, today: date) -> str:
    """Why the agency does not work with a person, empty when it does."""
    return shut_out(person.name, person.stage, person.restriction_reason, person.restriction_until, today)


def linkable(session: Session, event_id: int) -> list[PostRow]:
    """Deliverables of the event's campaign that belong to no event yet and may still be done, by creator."""
    campaign = pick(Event.campaign_id).where(col(Event.id) == event_id).scalar_subquery()
    return _post_rows(session, [
        col(Deliverable.campaign_id) == campaign, col(Deliverable.event_id).is_(None),
        col(Deliverable.state).not_in(("cancelled", "replaced")), was_planned(),
    ])


def sheet(session: Session, event_id: int, today: date) -> EventSheet | None:
    """What run sheet and guest list print; None when the event is gone."""
    found = detail(session, event_id, today)
    if found is None:
        return None
    row = found.row
    guests = [SheetGuest(one.name, one.handle, one.role, GuestState(one.state), one.companions, one.notes)
              for one in sorted(found.guests, key=lambda one: fold(one.name))]
    posts = [(one.creator, one.title or DeliverableKind(one.kind).value.replace("_", " ").capitalize(), one.publish_on)
             for one in found.posts]
    return EventSheet(
        row.name, EventKind(row.kind), EventState(row.state), row.client, row.client_color, row.campaign, row.times,
        row.time_zone, row.place, found.fields["address"], row.capacity, row.owner, found.fields["notes"], found.lines,
        guests, posts,
    )


def _numbers(session: Session, table: Any, event_ids: Sequence[int]) -> dict[int, int]:
    found = session.execute(
        pick(table.event_id, func.count()).where(col(table.event_id).in_(event_ids)).group_by(col(table.event_id)))
    return dict(tuple(one) for one in found)


def _row(
    event: Event, names: tuple[str, str, str, str], guests: Sequence[tuple[GuestState, int]], slots: int, posts: int
) -> EventRow:
    campaign, client, color, owner = names
    figures = EventFigures(
        count_guests(guests), event.attendance, event.leads, event.revenue_minor, event.cost_minor)
    return EventRow(
        event.id or 0, event.campaign_id, campaign, client, color, event.name, event.kind, event.state,
        EventTimes(event.starts_on, event.ends_on, event.starts_at, event.ends_at), event.time_zone, event.place,
        event.capacity, owner, _money(event.budget_minor, event.currency), _money(event.cost_minor, event.currency),
        figures, slots, posts,
    )


def _money(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


def _guests(session: Session, event_id: int, today: date) -> list[GuestRow]:
    found = session.execute(
        pick(EventGuest, Influencer).outerjoin(Influencer, col(Influencer.id) == col(EventGuest.influencer_id))
        .where(col(EventGuest.event_id) == event_id).order_by(col(EventGuest.id))
    ).all()
    accounts = main_accounts(session, {person.id or 0 for _guest, person in found if person is not None})
    return [
        GuestRow(
            guest.id or 0, guest.influencer_id, person.name if person is not None else guest.name,
            accounts.get(guest.influencer_id or 0, ("", ""))[1], guest.role, guest.state, guest.companions,
            guest.notes, blocked(person, today) if person is not None else "",
        )
        for guest, person in found
    ]


def _posts(session: Session, event_id: int) -> list[PostRow]:
    return _post_rows(session, [col(Deliverable.event_id) == event_id])


def _post_rows(session: Session, conditions: Sequence[Any]) -> list[PostRow]:
    found = session.execute(
        pick(Deliverable, Influencer.name, Influencer.id)
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id)).where(*conditions)
        .order_by(col(Influencer.sort_name), col(Deliverable.publish_on).nulls_last(), col(Deliverable.id))
    )
    return [
        PostRow(one.id or 0, name, person_id, one.kind, one.title, one.platform, one.state, one.publish_on)
        for one, name, person_id in found
    ]

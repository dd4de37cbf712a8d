"""The calendar: all marks of a range from the indexes of days, and the entries of those that are looked at."""

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, union_all
from sqlmodel import Session, col

from microinf_desktop.domain.entries import FIELDS, PLACES, CalendarEntry, CalendarFilter, EntryKind, key_of, named
from microinf_desktop.queries.progress import was_planned
from microinf_desktop.storage.reading import in_order, pick
from microinf_desktop.storage.tables import (
    Agency,
    Campaign,
    Client,
    Collaboration,
    Deliverable,
    Event,
    Influencer,
    Milestone,
    Step,
)

# States in which the step of a date lies behind: a draft that is in is no longer due.
_SCHEDULED = ("live", "proof_captured", "metrics_captured", "complete")
_REVIEWED = ("approved", "scheduled", *_SCHEDULED)
_DONE: dict[EntryKind, tuple[str, ...]] = {
    EntryKind.PUBLISH: _SCHEDULED, EntryKind.CLIENT_REVIEW: _REVIEWED,
    EntryKind.REVIEW: ("client_review", *_REVIEWED),
    EntryKind.DRAFT: ("draft_in", "internal_review", "client_review", "changes_requested", *_REVIEWED),
    EntryKind.SHIP: ("draft_in", "internal_review", "client_review", "changes_requested", *_REVIEWED),
}
_GONE = ("cancelled", "replaced")
_BLOCK = 900
Mark = tuple[date, int]  # day, key


def marks(session: Session, first: date, last: date, wanted: CalendarFilter, today: date) -> list[Mark]:
    """(day, key) of everything from `first` to `last`, both included: by day, open before done, then by kind.

    Days are read from indexes and names from nowhere: a month of 7,000 entries costs a few milliseconds.
    """
    parts = [_marked(kind, wanted, today, first, last) for kind in EntryKind if _has(wanted, kind)]
    if not parts:
        return []
    found = list(session.execute(union_all(*parts)))
    found.sort(key=lambda row: (row[0], row[3], row[1], row[4], row[2]))
    width = len(EntryKind)
    return [(row[0], row[2] * width + row[1] + 1) for row in found]


def entries(session: Session, keys: Iterable[int]) -> list[CalendarEntry]:
    """The entries of keys, in their order, leaving out those deleted meanwhile."""
    wanted = list(keys)
    by_kind: dict[EntryKind, list[int]] = {}
    for key in wanted:
        kind, record_id = named(key)
        by_kind.setdefault(kind, []).append(record_id)
    found: dict[int, CalendarEntry] = {}
    for kind, ids in by_kind.items():
        for start in range(0, len(ids), _BLOCK):
            for row in session.execute(_full(kind).where(_id(kind).in_(ids[start : start + _BLOCK]))):
                entry = CalendarEntry(key_of(kind, row[2]), row[0], kind, *row[1:])
                found[entry.key] = entry
    return in_order(wanted, found)


def between(session: Session, first: date, last: date, wanted: CalendarFilter, today: date) -> list[CalendarEntry]:
    """All entries of a range, for a file."""
    return entries(session, [key for _, key in marks(session, first, last, wanted, today)])


def campaigns(session: Session) -> list[tuple[int, str]]:
    """(id, name) of the campaigns that are not archived, for the filter."""
    found = session.execute(
        pick(Campaign.id, Campaign.name).where(col(Campaign.state) != "archived").order_by(col(Campaign.name))
    )
    return [(number, name) for number, name in found]


def creators(session: Session) -> list[tuple[int, str]]:
    """(id, name) of the people who have work in a campaign that runs or is planned."""
    found = session.execute(
        pick(Influencer.id, Influencer.name).join(Collaboration, col(Collaboration.influencer_id) == col(Influencer.id))
        .join(Campaign, col(Campaign.id) == col(Collaboration.campaign_id))
        .where(col(Campaign.state).in_(("planning", "running"))).distinct().order_by(col(Influencer.sort_name))
    )
    return [(number, name) for number, name in found]


def identity(session: Session) -> str:
    """What tells the calendar entries of this workspace from another's: when its first step was made."""
    first = session.execute(pick(Step.at).order_by(col(Step.id)).limit(1)).scalar()
    return sha256(str(first).encode()).hexdigest()[:12]


def country(session: Session) -> str:
    """The agency's country, whose holidays are shown."""
    return session.execute(pick(Agency.country).where(col(Agency.id) == 1)).scalar() or ""


def _has(wanted: CalendarFilter, kind: EntryKind) -> bool:
    if wanted.influencer_ids and kind in (EntryKind.MILESTONE, EntryKind.EVENT):
        return False  # they belong to nobody in particular
    return not wanted.kinds or kind in wanted.kinds


def _marked(kind: EntryKind, wanted: CalendarFilter, today: date, first: date, last: date) -> Select[Any]:
    """(day, place of the kind, id, done, campaign) of a range."""
    day, done = _day(kind), _done(kind)
    statement = pick(
        day, literal(PLACES[kind]), _id(kind), case((done, 1), else_=0), _campaign(kind)
    ).where(day.between(first, last))
    if kind in FIELDS:
        statement = statement.where(col(Deliverable.state).not_in(_GONE), was_planned())
    if kind is EntryKind.EVENT:
        statement = statement.where(col(Event.state) != "cancelled")
    statement = statement.join(Campaign, col(Campaign.id) == _campaign(kind)).where(*_conditions(kind, wanted))
    if kind in FIELDS and (wanted.owner_ids or wanted.influencer_ids):
        statement = statement.join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
    states = {"open": ~done & (day >= today), "late": ~done & (day < today), "done": done}
    chosen = [states[state] for state in wanted.states]
    return statement.where(or_(*chosen)) if chosen else statement


def _conditions(kind: EntryKind, wanted: CalendarFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.client_ids:
        found.append(col(Campaign.client_id).in_(wanted.client_ids))
    if wanted.campaign_ids:
        found.append(col(Campaign.id).in_(wanted.campaign_ids))
    else:
        found.append(col(Campaign.state) != "archived")
    if wanted.owner_ids:
        found.append(_owner(kind).in_(wanted.owner_ids))
    if wanted.influencer_ids:
        found.append(col(Collaboration.influencer_id).in_(wanted.influencer_ids))
    return found


def _table(kind: EntryKind) -> Any:
    return Milestone if kind is EntryKind.MILESTONE else Event if kind is EntryKind.EVENT else Deliverable


def _id(kind: EntryKind) -> Any:
    return col(_table(kind).id)


def _campaign(kind: EntryKind) -> Any:
    return col(_table(kind).campaign_id)


def _day(kind: EntryKind) -> Any:
    if kind is EntryKind.MILESTONE:
        return col(Milestone.due_on)
    return col(Event.starts_on) if kind is EntryKind.EVENT else col(getattr(Deliverable, FIELDS[kind]))


def _done(kind: EntryKind) -> Any:
    if kind is EntryKind.MILESTONE:
        return col(Milestone.done_on).is_not(None)
    if kind is EntryKind.EVENT:
        return col(Event.state) == "held"
    return col(Deliverable.state).in_(_DONE[kind])


def _owner(kind: EntryKind) -> Any:
    if kind is EntryKind.MILESTONE:
        return col(Campaign.owner_id)
    own = Event.owner_id if kind is EntryKind.EVENT else Collaboration.owner_id
    return func.coalesce(col(own), col(Campaign.owner_id))


def _full(kind: EntryKind) -> Select[Any]:
    """Columns in the order of `CalendarEntry` from `day` on, without `key` and `kind`."""
    names = (Campaign.id, Campaign.name, Client.id, Client.name, Client.color)
    done = case((_done(kind), True), else_=False)
    if kind is EntryKind.MILESTONE:
        state = case((col(Milestone.done_on).is_(None), "open"), else_="done")
        statement = pick(
            Milestone.due_on, literal("milestone"), Milestone.id, Milestone.name, literal(""), *names, state, done,
            Milestone.locked_reason, literal(None), _owner(kind),
        ).select_from(Milestone).join(Campaign, col(Campaign.id) == col(Milestone.campaign_id))
    elif kind is EntryKind.EVENT:
        statement = pick(
            Event.starts_on, literal("event"), Event.id, Event.name, literal(""), *names, Event.state, done,
            literal(""), literal(None), _owner(kind), Event.starts_at, Event.ends_at, Event.ends_on, Event.time_zone,
            Event.place,
        ).select_from(Event).join(Campaign, col(Campaign.id) == col(Event.campaign_id))
    else:
        locked = col(Deliverable.locked_reason) if kind is EntryKind.PUBLISH else literal("")
        statement = (
            pick(
                _day(kind), literal("deliverable"), Deliverable.id, Deliverable.kind, Influencer.name, *names,
                Deliverable.state, done, locked, Influencer.id, _owner(kind),
            )
            .select_from(Deliverable)
            .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
            .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
            .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        )
    return statement.join(Client, col(Client.id) == col(Campaign.client_id))

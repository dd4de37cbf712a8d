"""Changes to events, their guests, run sheets and results; each call is one step."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from microinf_desktop.domain import events as domain
from microinf_desktop.domain.checklists import ItemTemplate, PlannedItem
from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import EventState, GuestState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.events import EventDraft, EventTimes, GuestDraft, ResultsDraft, Slot, SlotDraft
from microinf_desktop.domain.text import fold
from microinf_desktop.interchange.calendars import IcsEvent, write_ics
from microinf_desktop.interchange.exports import write_csv
from microinf_desktop.queries import calendar
from microinf_desktop.queries import events as queries
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.services.deliverables import store
from microinf_desktop.storage.keys import sort_name
from microinf_desktop.storage.tables import Collaboration, Deliverable, Event, EventGuest, EventSlot, Influencer
from microinf_desktop.storage.workspace import Workspace

_GUEST_COLUMNS = ("name", "handle", "role", "state", "companions", "notes")


# The event -------------------------------------------------------------------------------------------------


def save_event(
    workspace: Workspace, draft: EventDraft, event_id: int | None = None, today: date | None = None
) -> int:
    """Add an event or store the changed form; a run sheet moves along with the first day. Returns the id."""
    for problem in draft.problems():
        raise problem
    assert draft.starts_on is not None  # a problem otherwise
    name = draft.name.strip()
    with workspace.writing(f"Add {name}" if event_id is None else f"Edit {name}") as session:
        if event_id is None:
            row = Event(campaign_id=draft.campaign_id, name="", starts_on=draft.starts_on)
        else:
            row = _event(session, event_id)
            if row.state == EventState.HELD and draft.starts_on > (today or date.today()):
                raise ValidationError("starts_on", "The event was held; it cannot lie ahead.",
                                      "Set it back to planned first.")
            _move_slots(session, event_id, draft.starts_on - row.starts_on)
        for field in EventDraft.__dataclass_fields__:
            value = getattr(draft, field)
            setattr(row, field, value.strip() if isinstance(value, str) else value)
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def _move_slots(session: Session, event_id: int, by: timedelta) -> None:
    if by:
        for slot in session.exec(select(EventSlot).where(EventSlot.event_id == event_id)):
            slot.day += by


def set_event_state(
    workspace: Workspace, event_ids: Sequence[int], state: EventState, today: date | None = None
) -> None:
    """Plan, confirm, close or cancel events, all or none; KnownError for what was not held yet."""
    with workspace.writing(f"Set event to {state.value}") as session:
        for event_id in event_ids:
            row = _event(session, event_id)
            domain.require_event_state(row.name, _times(row), state, today or date.today())
            row.state = state


def save_results(workspace: Workspace, event_id: int, draft: ResultsDraft) -> None:
    """Store what came of an event."""
    for problem in draft.problems():
        raise problem
    with workspace.writing("Enter the results of an event") as session:
        row = _event(session, event_id)
        for name in ResultsDraft.__dataclass_fields__:
            value = getattr(draft, name)
            setattr(row, name, value.strip() if isinstance(value, str) else value)


def delete_events(workspace: Workspace, event_ids: Sequence[int]) -> None:
    """Delete events with guest list and run sheet (undoable); linked deliverables stay."""
    number = len(event_ids)
    with workspace.writing("Delete event" if number == 1 else f"Delete {number} events") as session:
        for event_id in event_ids:
            session.delete(_event(session, event_id))


# Guests ----------------------------------------------------------------------------------------------------


def invite(
    workspace: Workspace, event_id: int, influencer_ids: Sequence[int], role: str = "Creator",
    today: date | None = None,
) -> list[int]:
    """Put people of the roster on the guest list; who is on it already is left out. Returns the new guests' ids.

    KnownError naming everybody who must not be contacted; then nobody is added.
    """
    day = today or date.today()
    with workspace.writing(_many("Invite {}", len(influencer_ids), "guest")) as session:
        _event(session, event_id)
        present = set(session.exec(select(EventGuest.influencer_id).where(EventGuest.event_id == event_id)))
        people = [session.get(Influencer, one) for one in dict.fromkeys(influencer_ids) if one not in present]
        found = [person for person in people if person is not None]
        _refuse_blocked(found, day)
        added = []
        for person in found:
            guest = EventGuest(event_id=event_id, influencer_id=person.id, name=person.name, role=role.strip())
            session.add(guest)
            session.flush()
            added.append(guest.id or 0)
        return added


def save_guest(
    workspace: Workspace, event_id: int, draft: GuestDraft, guest_id: int | None = None, today: date | None = None
) -> int:
    """Add a guest by name or store the changed form; the id.

    A name of the roster becomes that person, so that a person who must not be contacted is refused here too.
    """
    for problem in draft.problems():
        raise problem
    name = draft.name.strip()
    with workspace.writing(f"Invite {name}" if guest_id is None else f"Edit guest {name}") as session:
        _event(session, event_id)
        guest = EventGuest(event_id=event_id, name=name) if guest_id is None else _guest(session, guest_id)
        if guest.influencer_id is None:
            guest.influencer_id = _known_person(session, event_id, name, today or date.today())
            guest.name = name
        guest.role, guest.companions, guest.notes = draft.role.strip(), draft.companions, draft.notes.strip()
        session.add(guest)
        session.flush()
        assert guest.id is not None
        return guest.id


def _known_person(session: Session, event_id: int, name: str, today: date) -> int | None:
    """The person of the roster of this name, accents and capitals aside; None when nobody or several have it."""
    named = session.exec(select(Influencer).where(Influencer.sort_name == sort_name(name))).all()
    _refuse_blocked(named, today)
    if len(named) != 1:
        return None
    on_list = session.exec(select(EventGuest.id).where(
        EventGuest.event_id == event_id, EventGuest.influencer_id == named[0].id)).first()
    if on_list is not None:
        raise KnownError(f"{named[0].name} is on the guest list already.", "Change the line of that guest instead.")
    return named[0].id


def set_guest_state(
    workspace: Workspace, guest_ids: Sequence[int], state: GuestState, today: date | None = None
) -> int:
    """Set what guests said or did, all or none; KnownError when nobody can have been at the door yet.

    Returns how many more are expected now than there is room for; too many warn and are not refused.
    """
    words = state.value.replace("_", "-")
    with workspace.writing(_many("Set {} to " + words, len(guest_ids), "guest")) as session:
        for guest_id in guest_ids:
            guest = _guest(session, guest_id)
            event = _event(session, guest.event_id)
            domain.require_guest_state(
                event.name, _times(event), EventState(event.state), state, today or date.today())
            guest.state = state
        session.flush()
        touched = {_guest(session, guest_id).event_id for guest_id in guest_ids}
        return sum(row.over for row in queries.rows(session, sorted(touched)))


def remove_guests(workspace: Workspace, guest_ids: Sequence[int]) -> None:
    """Take guests off the list (undoable)."""
    with workspace.writing(_many("Remove {}", len(guest_ids), "guest")) as session:
        for guest_id in guest_ids:
            session.delete(_guest(session, guest_id))


def _refuse_blocked(people: Sequence[Influencer], today: date) -> None:
    said = [sentence for person in people if (sentence := queries.blocked(person, today))]
    if said:
        raise KnownError(" ".join(said), "Leave them out, or change the stage in the roster first.")


# Run sheet -------------------------------------------------------------------------------------------------


def save_slot(workspace: Workspace, event_id: int, draft: SlotDraft, slot_id: int | None = None) -> int:
    """Add a line of the run sheet or store the changed form; the id."""
    for problem in draft.problems():
        raise problem
    assert draft.day is not None
    assert draft.starts_at is not None
    assert draft.minutes is not None
    what = draft.what.strip()
    with workspace.writing(f"Add “{what}”" if slot_id is None else f"Edit “{what}”") as session:
        _event(session, event_id)
        if slot_id is None:
            number = len(queries.slots_of(session, event_id))
            row = EventSlot(event_id=event_id, day=draft.day, starts_at=draft.starts_at, what=what, position=number)
        else:
            row = _slot(session, slot_id)
        row.day, row.starts_at, row.minutes = draft.day, draft.starts_at, draft.minutes
        row.what, row.who, row.notes = what, draft.who.strip(), draft.notes.strip()
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def move_slot(workspace: Workspace, slot_id: int, by: int) -> None:
    """Move a slot up (negative) or down in its day; times follow. KnownError at the edge of the day."""
    with workspace.writing("Move in the run sheet") as session:
        row = _slot(session, slot_id)
        _put(session, domain.moved(queries.slots_of(session, row.event_id), slot_id, by))


def shift_slots(workspace: Workspace, slot_id: int, minutes: int) -> int:
    """Shift a slot and all that follow by minutes; how many moved."""
    if not minutes:
        raise KnownError("Nothing would move.", "Type minutes, such as 15 or -10.")
    with workspace.writing(f"Shift the run sheet by {minutes:+} min") as session:
        row = _slot(session, slot_id)
        changed = domain.shifted(queries.slots_of(session, row.event_id), slot_id, minutes)
        _put(session, changed)
        return len(changed)


def delete_slots(workspace: Workspace, slot_ids: Sequence[int]) -> None:
    """Take lines off the run sheet (undoable)."""
    with workspace.writing(_many("Delete {}", len(slot_ids), "slot")) as session:
        for slot_id in slot_ids:
            session.delete(_slot(session, slot_id))


def _put(session: Session, slots: Sequence[Slot]) -> None:
    for slot in slots:
        row = _slot(session, slot.id)
        row.day, row.starts_at, row.position = slot.day, slot.starts_at, slot.position


# Deliverables ----------------------------------------------------------------------------------------------


def link_deliverables(workspace: Workspace, event_id: int, deliverable_ids: Sequence[int]) -> None:
    """Let deliverables of the same campaign belong to the event; KnownError for those of another campaign."""
    with workspace.writing(_many("Link {}", len(deliverable_ids), "deliverable")) as session:
        event = _event(session, event_id)
        for deliverable_id in deliverable_ids:
            row = _deliverable(session, deliverable_id)
            if row.campaign_id != event.campaign_id:
                raise KnownError("A deliverable belongs to another campaign.", "Choose one of this campaign.")
            row.event_id = event_id


def unlink_deliverables(workspace: Workspace, deliverable_ids: Sequence[int]) -> None:
    """Take deliverables out of their events; they stay in the campaign."""
    with workspace.writing(_many("Unlink {}", len(deliverable_ids), "deliverable")) as session:
        for deliverable_id in deliverable_ids:
            _deliverable(session, deliverable_id).event_id = None


def add_deliverable(
    workspace: Workspace, event_id: int, draft: DeliverableDraft,
    checklist: Sequence[ItemTemplate | PlannedItem | str] = (), today: date | None = None,
) -> int:
    """Add a deliverable, such as a live Q&A, that belongs to the event; its id."""
    for problem in draft.problems():
        raise problem
    day = today or date.today()
    with workspace.writing(f"Add {draft.kind.value.replace('_', ' ')} to an event") as session:
        event = _event(session, event_id)
        deal = session.get(Collaboration, draft.collaboration_id)
        if deal is None or deal.campaign_id != event.campaign_id:
            raise KnownError("This creator is not part of the event's campaign.", "Add this creator to it first.")
        _refuse_blocked([session.get_one(Influencer, deal.influencer_id)], day)
        made = store(session, draft, None, checklist, day)
        _deliverable(session, made).event_id = event_id
        follow_deal(session, [draft.collaboration_id])
        return made


# Files -----------------------------------------------------------------------------------------------------


def export_ics(workspace: Workspace, event_ids: Sequence[int], path: Path) -> int:
    """Write events as a calendar file, an entry for each day they are open; how many entries."""
    with workspace.reading() as session:
        rows = queries.rows(session, event_ids)
        addresses = {row.id: _event(session, row.id).address for row in rows}
        identity = calendar.identity(session)
    made = [one for row in rows for one in _ics(row, addresses[row.id], identity)]
    write_ics(path, made, rows[0].name if len(rows) == 1 else "Events")
    return len(made)


def _ics(row: queries.EventRow, address: str, identity: str) -> list[IcsEvent]:
    said = f"{row.campaign}, {row.client}"
    where = ", ".join(part.strip() for part in (row.place, *address.splitlines()) if part.strip())
    if row.times.starts_at is None:
        return [IcsEvent(f"event-{row.id}@{identity}.microinf", row.starts_on, row.name, said, "Event", where,
                         row.times.last_day)]
    zone = ZoneInfo(row.time_zone)

    def aware(moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.replace(tzinfo=zone)

    return [
        IcsEvent(f"event-{row.id}-{number}@{identity}.microinf", span.starts.date(), row.name, said, "Event", where,
                 None, aware(span.starts), aware(span.ends))
        for number, span in enumerate(row.times.spans(), 1)
    ]


def export_guests(workspace: Workspace, event_id: int, path: Path, today: date | None = None) -> int:
    """Write the guest list as CSV, by name; how many lines."""
    with workspace.reading() as session:
        found = queries.detail(session, event_id, today or date.today())
    if found is None:
        raise KnownError("This event was deleted meanwhile.", "Undo the deletion first.")
    guests = sorted(found.guests, key=lambda guest: fold(guest.name))
    try:
        return write_csv(path, _GUEST_COLUMNS, (
            [getattr(guest, name) for name in _GUEST_COLUMNS] for guest in guests))
    except OSError as error:
        raise KnownError(f"{path} cannot be written: {error.strerror}.", "Choose another place.") from error


# Rows ------------------------------------------------------------------------------------------------------


def draft_of(session: Session, event_id: int) -> EventDraft:
    """The stored event as its form takes it."""
    row = _event(session, event_id)
    names = EventDraft.__dataclass_fields__
    blank = EventDraft(row.campaign_id, row.name, row.starts_on)
    return replace(blank, **{name: getattr(row, name) for name in names})


def _times(row: Event) -> EventTimes:
    return EventTimes(row.starts_on, row.ends_on, row.starts_at, row.ends_at)


def _event(session: Session, event_id: int) -> Event:
    row = session.get(Event, event_id)
    if row is None:
        raise KnownError("This event was deleted meanwhile.", "Undo the deletion first.")
    return row


def _guest(session: Session, guest_id: int) -> EventGuest:
    row = session.get(EventGuest, guest_id)
    if row is None:
        raise KnownError("This guest was removed meanwhile.", "Undo the removal first.")
    return row


def _slot(session: Session, slot_id: int) -> EventSlot:
    row = session.get(EventSlot, slot_id)
    if row is None:
        raise KnownError("This slot was deleted meanwhile.", "Undo the deletion first.")
    return row


def _deliverable(session: Session, deliverable_id: int) -> Deliverable:
    row = session.get(Deliverable, deliverable_id)
    if row is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion first.")
    return row


def _many(pattern: str, number: int, noun: str) -> str:
    return pattern.format(noun if number == 1 else f"{number} {noun}s")

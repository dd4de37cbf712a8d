"""Events and pop-ups: when and where, who comes, what happens minute by minute, and what it brought.

Times are those at the place. An event of several days has its hours on each day ("10:00 to 19:00, Friday to
Sunday"); one that ends after midnight ends on the next day.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from microinf_desktop.domain import formulas
from microinf_desktop.domain.enums import EventKind, EventState, GuestState
from microinf_desktop.domain.errors import KnownError, ValidationError

LONGEST_DAYS = 366
LONGEST_SLOT = 24 * 60  # minutes
# States that say "yes"; who did not come had accepted before.
SAID_YES = (GuestState.ACCEPTED, GuestState.ATTENDED, GuestState.NO_SHOW)
AT_THE_DOOR = (GuestState.ATTENDED, GuestState.NO_SHOW)
# Who takes a place: no-shows gave theirs back.
TAKES_A_PLACE = (GuestState.ACCEPTED, GuestState.ATTENDED)

ATTENDANCE_FORMULA = "Guests who came ÷ guests who accepted, companions included"
SHOW_UP_FORMULA = "Guests who came ÷ everybody invited, companions included"
COST_PER_GUEST_FORMULA = "Cost ÷ attendance"
COST_PER_LEAD_FORMULA = "Cost ÷ leads"
RETURN_FORMULA = "(Revenue − cost) ÷ cost"


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment to a later one, local at the place; `ends` is None where nobody said when it is over."""

    starts: datetime
    ends: datetime | None

    @property
    def closes(self) -> datetime:
        """The end, or midnight of its day where none is known."""
        return self.ends or datetime.combine(self.starts.date() + timedelta(days=1), time.min)


@dataclass(frozen=True, slots=True)
class EventTimes:
    """Days and hours of an event."""

    starts_on: date
    ends_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None

    @property
    def last_day(self) -> date:
        return self.ends_on or self.starts_on

    @property
    def days(self) -> int:
        return (self.last_day - self.starts_on).days + 1

    @property
    def runs_overnight(self) -> bool:
        """One span from the first day into the next, because it would end before it starts otherwise."""
        return (self.days == 2 and self.starts_at is not None and self.ends_at is not None
                and self.ends_at <= self.starts_at)

    def problems(self) -> list[ValidationError]:
        """What cannot be, at the field where it is mended."""
        if self.ends_on is not None and self.ends_on < self.starts_on:
            return [ValidationError("ends_on", "The event would end before it starts.", "Type a later day.")]
        if self.days > LONGEST_DAYS:
            return [ValidationError("ends_on", "The event would last more than a year.", "Check the year.")]
        if self.ends_at is not None and self.starts_at is None:
            return [ValidationError("starts_at", "There is an end but no start.", "Type when it starts.")]
        if self.starts_at is None or self.ends_at is None or self.ends_at > self.starts_at or self.runs_overnight:
            return []
        hint = ("Type a later time, or the next day as last day when it goes past midnight." if self.days == 1 else
                "Type the hours of each day.")
        return [ValidationError("ends_at", "The end lies before the start.", hint)]

    def spans(self) -> list[Span]:
        """The hours in which the event is open, one span a day; whole days where no hour is known."""
        if self.starts_at is None:
            return [Span(datetime.combine(self.starts_on, time.min),
                         datetime.combine(self.last_day + timedelta(days=1), time.min))]
        if self.runs_overnight:
            assert self.ends_at is not None
            return [Span(datetime.combine(self.starts_on, self.starts_at),
                         datetime.combine(self.last_day, self.ends_at))]
        found = []
        for number in range(self.days):
            day = self.starts_on + timedelta(days=number)
            ends = None if self.ends_at is None else datetime.combine(day, self.ends_at)
            found.append(Span(datetime.combine(day, self.starts_at), ends))
        return found

    def covers(self, starts: datetime, ends: datetime) -> bool:
        """True when a slot lies within the hours of one day."""
        return any(span.starts <= starts and ends <= span.closes for span in self.spans())


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event as typed; the budget in minor units of `currency`, times local in `time_zone`."""

    campaign_id: int
    name: str
    starts_on: date | None
    kind: EventKind = EventKind.EVENT
    ends_on: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    time_zone: str = "Europe/Berlin"
    place: str = ""
    address: str = ""
    capacity: int | None = None
    owner_id: int | None = None
    budget_minor: int | None = None
    currency: str = "EUR"
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Type what the event is called."))
        if self.starts_on is None:
            found.append(ValidationError("starts_on", "The day is missing.", "Type when it takes place."))
        else:
            found += EventTimes(self.starts_on, self.ends_on, self.starts_at, self.ends_at).problems()
        if not is_zone(self.time_zone):
            found.append(ValidationError(
                "time_zone", f"“{self.time_zone}” is no time zone.", "Choose one such as Europe/Paris."))
        if self.capacity is not None and self.capacity < 1:
            found.append(ValidationError("capacity", "There has to be room for somebody.", "Type 1 or more, or none."))
        if self.budget_minor is not None and self.budget_minor < 0:
            found.append(ValidationError("budget_minor", "A budget cannot be negative.", "Type 0 or more."))
        return found


@dataclass(frozen=True, slots=True)
class ResultsDraft:
    """What came of an event, as typed; amounts in minor units of its currency."""

    attendance: int | None = None
    leads: int | None = None
    revenue_minor: int | None = None
    cost_minor: int | None = None
    result: str = ""

    def problems(self) -> list[ValidationError]:
        return [
            ValidationError(name, "This number cannot be negative.", "Type 0 or more.")
            for name in ("attendance", "leads", "revenue_minor", "cost_minor") if (getattr(self, name) or 0) < 0
        ]


@dataclass(frozen=True, slots=True)
class GuestDraft:
    """A guest as typed; somebody of the roster is added by her id instead."""

    name: str
    role: str = ""
    companions: int = 0
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        found = []
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Type who is invited."))
        if not 0 <= self.companions <= 99:
            found.append(ValidationError("companions", "Companions lie between 0 and 99.", "Type a number."))
        return found


@dataclass(frozen=True, slots=True)
class SlotDraft:
    """A line of the run sheet as typed."""

    day: date | None
    starts_at: time | None
    minutes: int | None
    what: str
    who: str = ""
    notes: str = ""

    def problems(self) -> list[ValidationError]:
        found = []
        if self.day is None:
            found.append(ValidationError("day", "The day is missing.", "Type it."))
        if self.starts_at is None:
            found.append(ValidationError("starts_at", "The time is missing.", "Type when it begins, such as 18:30."))
        if self.minutes is None or not 1 <= self.minutes <= LONGEST_SLOT:
            found.append(ValidationError("minutes", "A slot lasts from 1 minute to a day.", "Type its minutes."))
        if not self.what.strip():
            found.append(ValidationError("what", "What happens is missing.", "Type it in a few words."))
        return found


# The run sheet ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slot:
    """A line of the run sheet."""

    id: int
    day: date
    starts_at: time
    minutes: int
    what: str
    who: str = ""
    notes: str = ""
    position: int = 0

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.day, self.starts_at)

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)

    def at(self, starts: datetime, position: int | None = None) -> "Slot":
        """The same slot at another moment."""
        return replace(self, day=starts.date(), starts_at=starts.time(),
                       position=self.position if position is None else position)


@dataclass(frozen=True, slots=True)
class RunLine:
    """A slot with what is odd about it.

    `overlap` is how many minutes it runs at the same time as something that began before, `gap` how many minutes
    nothing is planned before it (0 for the first of a day), `outside` that it leaves the event's hours.
    """

    slot: Slot
    overlap: int = 0
    gap: int = 0
    outside: bool = False


def in_time_order(slots: Iterable[Slot]) -> list[Slot]:
    """By start; what starts together in the order it was put into."""
    return sorted(slots, key=lambda slot: (slot.day, slot.starts_at, slot.position, slot.id))


def run_sheet(slots: Iterable[Slot], times: EventTimes | None = None) -> list[RunLine]:
    """The slots in time order with overlaps, gaps and what lies outside the hours of the event."""
    lines: list[RunLine] = []
    until: datetime | None = None  # when the last of the earlier slots is over
    day: date | None = None
    for slot in in_time_order(slots):
        overlap = gap = 0
        if until is not None and slot.starts < until:
            overlap = _minutes(min(until, slot.ends) - slot.starts)
        elif until is not None and slot.day == day:
            gap = _minutes(slot.starts - until)
        outside = times is not None and not times.covers(slot.starts, slot.ends)
        lines.append(RunLine(slot, overlap, gap, outside))
        until, day = slot.ends if until is None else max(until, slot.ends), slot.day
    return lines


def moved(slots: Iterable[Slot], slot_id: int, by: int) -> list[Slot]:
    """Slots that change when one moves `by` places within its day; the day begins and pauses as before.

    The slots between old and new place are laid out anew from the moment the first of them began, with the pauses
    that stood between them. KnownError at the first or last place of a day.
    """
    ordered = in_time_order(slots)
    place = next((number for number, slot in enumerate(ordered) if slot.id == slot_id), -1)
    if place < 0:
        raise KnownError("This slot was deleted meanwhile.", "Undo the deletion first.")
    target = place + by
    if not 0 <= target < len(ordered) or ordered[target].day != ordered[place].day:
        edge = "last" if by > 0 else "first"
        raise KnownError(f"“{ordered[place].what}” is the {edge} of its day.", "Edit it to give it another day.")
    low, high = sorted((place, target))
    part = ordered[low : high + 1]
    pauses = [max(_minutes(after.starts - before.ends), 0) for before, after in pairwise(part)]
    order = [*part]
    order.insert(target - low, order.pop(place - low))
    starts, changed = part[0].starts, []
    for number, slot in enumerate(order):
        changed.append(slot.at(starts, low + number))
        starts += timedelta(minutes=slot.minutes + (pauses[number] if number < len(pauses) else 0))
    return changed


def shifted(slots: Iterable[Slot], slot_id: int, minutes: int) -> list[Slot]:
    """A slot and everything after it, moved by minutes; what passes midnight goes to the next day.

    KnownError when a slot would come to lie before something that stays.
    """
    ordered = in_time_order(slots)
    place = next((number for number, slot in enumerate(ordered) if slot.id == slot_id), -1)
    if place < 0:
        raise KnownError("This slot was deleted meanwhile.", "Undo the deletion first.")
    step = timedelta(minutes=minutes)
    if place and ordered[place].starts + step < ordered[place - 1].starts:
        raise KnownError(
            f"It would begin before “{ordered[place - 1].what}”.", "Shift from an earlier slot on, or by less."
        )
    return [slot.at(slot.starts + step) for slot in ordered[place:]]


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


# Guests and results ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GuestCount:
    """Heads on the guest list, companions included."""

    invited: int = 0
    accepted: int = 0
    declined: int = 0
    waiting: int = 0
    attended: int = 0
    no_show: int = 0

    @property
    def expected(self) -> int:
        """Who takes a place: accepted or already there."""
        return self.accepted - self.no_show

    @property
    def attendance_rate(self) -> float | None:
        """Who came ÷ who accepted, in per cent; None before anybody was ticked at the door."""
        return _share(self.attended, self.accepted) if self.attended or self.no_show else None

    @property
    def show_up_rate(self) -> float | None:
        """Who came ÷ who was invited, in per cent; None before anybody was ticked at the door."""
        return _share(self.attended, self.invited) if self.attended or self.no_show else None

    def over(self, capacity: int | None) -> int:
        """How many more are expected than there is room for."""
        return 0 if capacity is None else max(self.expected - capacity, 0)


def count_guests(guests: Iterable[tuple[GuestState, int]]) -> GuestCount:
    """Heads by state from (state, companions); `accepted` holds all who said yes, whether they came or not."""
    heads = dict.fromkeys(GuestState, 0)
    for state, companions in guests:
        heads[state] += 1 + companions
    return GuestCount(
        sum(heads.values()), sum(heads[state] for state in SAID_YES), heads[GuestState.DECLINED],
        heads[GuestState.INVITED], heads[GuestState.ATTENDED], heads[GuestState.NO_SHOW],
    )


@dataclass(frozen=True, slots=True)
class EventFigures:
    """What an event brought and cost, amounts in minor units of one currency; None is "not known"."""

    guests: GuestCount
    counted: int | None = None
    leads: int | None = None
    revenue_minor: int | None = None
    cost_minor: int | None = None

    @property
    def attendance(self) -> int | None:
        """People who were there: as counted at the door, else those ticked on the guest list."""
        return self.counted if self.counted is not None else (self.guests.attended or None)

    @property
    def cost_per_guest_minor(self) -> float | None:
        """Cost ÷ attendance."""
        return None if self.cost_minor is None or not self.attendance else self.cost_minor / self.attendance

    @property
    def cost_per_lead_minor(self) -> float | None:
        """Cost ÷ leads; a lead is the acquisition of an event (field guide 1)."""
        return formulas.cost_per_acquisition(self.cost_minor, self.leads)

    @property
    def return_percent(self) -> float | None:
        """(Revenue − cost) ÷ cost, in per cent (field guide 1 and 4)."""
        return formulas.return_on_investment(self.revenue_minor, self.cost_minor)


def _share(part: int, whole: int) -> float | None:
    return None if whole <= 0 else part / whole * 100


# States ----------------------------------------------------------------------------------------------------


def require_event_state(name: str, times: EventTimes, state: EventState, today: date) -> None:
    """KnownError when an event cannot have this state today: nothing was held before it began."""
    if state is EventState.HELD and times.starts_on > today:
        raise KnownError(f"“{name}” begins on {times.starts_on:%d %b %Y}; it was not held yet.",
                         "Confirm it, or change its day first.")


def require_guest_state(name: str, times: EventTimes, event: EventState, state: GuestState, today: date) -> None:
    """KnownError when nobody can have come yet, or the event was called off."""
    if state not in AT_THE_DOOR:
        return
    if event is EventState.CANCELLED:
        raise KnownError(f"“{name}” was cancelled; nobody was at the door.", "Set the event back to planned first.")
    if times.starts_on > today:
        raise KnownError(f"“{name}” begins on {times.starts_on:%d %b %Y}; nobody was at the door yet.",
                         "Set guests to accepted until then.")


def is_zone(name: str) -> bool:
    """True for a zone of the IANA list."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


# On paper --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetGuest:
    """A line of the list for the door."""

    name: str
    handle: str
    role: str
    state: GuestState
    companions: int
    notes: str


@dataclass(frozen=True, slots=True)
class EventSheet:
    """What run sheet and guest list print; `posts` are (creator, what, day)."""

    name: str
    kind: EventKind
    state: EventState
    client: str
    client_color: str
    campaign: str
    times: EventTimes
    time_zone: str
    place: str
    address: str
    capacity: int | None
    owner: str
    notes: str
    lines: Sequence[RunLine]
    guests: Sequence[SheetGuest]
    posts: Sequence[tuple[str, str, date | None]]

    @property
    def count(self) -> GuestCount:
        return count_guests((guest.state, guest.companions) for guest in self.guests)

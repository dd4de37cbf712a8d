"""What the calendar shows: marks (which day, what, in which state) for all of a range, entries for what is seen."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class EntryKind(StrEnum):
    """A kind of date; the order is that within a day."""

    PUBLISH = "publish"
    EVENT = "event"
    MILESTONE = "milestone"
    CLIENT_REVIEW = "client_review"
    REVIEW = "review"
    DRAFT = "draft"
    SHIP = "ship"


# The column of a deliverable that a kind shows and a move changes.
FIELDS = {
    EntryKind.PUBLISH: "publish_on", EntryKind.CLIENT_REVIEW: "client_review_on",
    EntryKind.REVIEW: "internal_review_on", EntryKind.DRAFT: "draft_due_on", EntryKind.SHIP: "ship_on",
}
PLACES = {kind: place for place, kind in enumerate(EntryKind)}
KINDS = tuple(EntryKind)


def key_of(kind: EntryKind, record_id: int) -> int:
    """A number that names an entry for as long as it is there, wherever it moves."""
    return record_id * len(KINDS) + PLACES[kind] + 1


def named(key: int) -> tuple[EntryKind, int]:
    """Kind and record id of `key_of`."""
    return KINDS[(key - 1) % len(KINDS)], (key - 1) // len(KINDS)


@dataclass(frozen=True, slots=True)
class CalendarFilter:
    """What narrows the calendar; empty parts do not. `state` is open, late or done."""

    client_ids: tuple[int, ...] = ()
    campaign_ids: tuple[int, ...] = ()
    owner_ids: tuple[int, ...] = ()
    influencer_ids: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """Something that falls on a day. `state` is that of the deliverable or event, open or done for a milestone.

    `locked_reason` says why it cannot move. `starts_at` and `ends_at` are local at `time_zone`; None for what is
    not bound to an hour.
    """

    key: int
    day: date
    kind: EntryKind
    record: str
    record_id: int
    what: str
    creator: str
    campaign_id: int
    campaign: str
    client_id: int
    client: str
    client_color: str
    state: str
    done: bool
    locked_reason: str = ""
    influencer_id: int | None = None
    owner_id: int | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    ends_on: date | None = None
    time_zone: str = ""
    place: str = ""

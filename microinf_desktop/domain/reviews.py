"""Reviews of drafts: what is asked of whom until when, rounds against the contract, and who held the ball how long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import BallHolder, DeliverableState
from microinf_desktop.domain.errors import ValidationError


class ReviewStep(StrEnum):
    """Who decides: first the agency, then the client."""

    INTERNAL = "internal"
    CLIENT = "client"

    @property
    def state(self) -> DeliverableState:
        """The state a deliverable is in while the decision is asked for."""
        return _STATES[self]


_STATES = {
    ReviewStep.INTERNAL: DeliverableState.INTERNAL_REVIEW, ReviewStep.CLIENT: DeliverableState.CLIENT_REVIEW,
}


class ReviewDecision(StrEnum):
    """`OPEN` is stored as the empty word."""

    OPEN = ""
    APPROVED = "approved"
    CHANGES = "changes"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """A decision asked for: by a person of the agency or a contact of the client, or by a typed name."""

    step: ReviewStep
    decider_name: str
    person_id: int | None = None
    contact_id: int | None = None
    due_on: date | None = None
    note: str = ""
    draft_id: int | None = None

    def problems(self, today: date | None = None) -> list[ValidationError]:
        """What cannot be asked like this; a deadline before `today` is one."""
        found = []
        if not self.decider_name.strip():
            found.append(ValidationError("decider", "Nobody is named.", "Choose or type who decides."))
        if today is not None and self.due_on is not None and self.due_on < today:
            found.append(ValidationError("due_on", "The deadline has passed already.", "Choose today or a later day."))
        return found


@dataclass(frozen=True, slots=True)
class Rounds:
    """Rounds of changes: how many are used and how many the contract agrees (None: it says nothing)."""

    used: int
    agreed: int | None

    @property
    def is_next_extra(self) -> bool:
        """Whether one more round would be beyond the contract."""
        return self.agreed is not None and self.used >= self.agreed

    @property
    def beyond(self) -> int:
        """Rounds used beyond the contract."""
        return 0 if self.agreed is None else max(self.used - self.agreed, 0)


@dataclass(frozen=True, slots=True)
class Turn:
    """From `day` on this party has to act; None when nobody has."""

    day: date
    holder: BallHolder | None


@dataclass(frozen=True, slots=True)
class Held:
    """Time a party held the ball: calendar days and, of these, working days."""

    days: int = 0
    working_days: int = 0

    def __add__(self, other: "Held") -> "Held":
        return Held(self.days + other.days, self.working_days + other.working_days)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Time held by each party, and with whom how many deliverables lie now."""

    held: Mapping[BallHolder, Held] = field(default_factory=dict)
    now_with: Mapping[BallHolder, int] = field(default_factory=dict)

    def of(self, holder: BallHolder) -> Held:
        return self.held.get(holder, Held())

    @property
    def total(self) -> Held:
        return sum(self.held.values(), Held())


def time_held(turns: Sequence[Turn], until: date, calendar: WorkingCalendar) -> dict[BallHolder, Held]:
    """How long each party held the ball, from the turns in their order up to `until`.

    A turn lasts from its day to the day of the next one: handed over on the same day it counts 0 days, so that the
    days of all parties add up to the days that passed. Working days are those in (its day, the next one's day].
    """
    found: dict[BallHolder, Held] = {}
    for turn, following in pairwise((*turns, Turn(until, None))):
        days = (following.day - turn.day).days
        if turn.holder is not None and days > 0:
            held = Held(days, calendar.count(turn.day, following.day))
            found[turn.holder] = found.get(turn.holder, Held()) + held
    return found


def add_up(parts: Iterable[Mapping[BallHolder, Held]]) -> dict[BallHolder, Held]:
    """The time of several deliverables together."""
    total: dict[BallHolder, Held] = {}
    for part in parts:
        for holder, held in part.items():
            total[holder] = total.get(holder, Held()) + held
    return total

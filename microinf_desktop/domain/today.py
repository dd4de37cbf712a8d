"""What Today lists: one thing somebody has to do, who holds the ball, and since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.domain.money import Money


class TodayKind(StrEnum):
    """What an item is about; the order is that of the list grouped by kind."""

    REVIEW = "review"
    CLIENT_REVIEW = "client_review"
    DRAFT = "draft"
    PUBLISH = "publish"
    PROOF = "proof"
    RECHECK = "recheck"
    VIOLATION = "violation"
    METRICS = "metrics"
    SETUP = "setup"
    BRIEF = "brief"
    CHECKLIST = "checklist"
    MILESTONE = "milestone"
    EVENT = "event"
    CONTRACT = "contract"
    CONTRACT_ENDS = "contract_ends"
    RIGHT = "right"
    PAYMENT = "payment"
    NEXT_ACTION = "next_action"
    ADDRESS = "address"
    PARCEL = "parcel"
    NUDGE = "nudge"


# What one key finishes; the rest needs a text, a file or a figure, and is opened.
DONE_WITH_ONE_KEY = frozenset({
    TodayKind.CHECKLIST, TodayKind.MILESTONE, TodayKind.NEXT_ACTION, TodayKind.NUDGE, TodayKind.BRIEF,
})
OF_DELIVERABLES = frozenset({
    TodayKind.DRAFT, TodayKind.REVIEW, TodayKind.CLIENT_REVIEW, TodayKind.PUBLISH, TodayKind.PROOF, TodayKind.METRICS,
})


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One thing to do.

    `item_id` is the id of the thing itself (deliverable, checklist item, payment …), `record` and `record_id` say
    where it opens. `detail` is its state. `waiting_since` is the day the ball changed hands. `decider` names who
    decides a review. `snoozed_until` is None for what nobody has put off.
    """

    kind: TodayKind
    item_id: int
    record: str
    record_id: int
    client_id: int | None
    client: str
    client_color: str
    campaign_id: int | None
    campaign: str
    influencer_id: int | None
    creator: str
    what: str
    detail: str
    holder: BallHolder
    due_on: date | None
    waiting_since: date | None
    verdict: str = ""
    owner_id: int | None = None
    decider: str = ""
    amount: Money | None = None
    snoozed_until: date | None = None

    @property
    def key(self) -> int:
        """A number that names the item for as long as it is there."""
        return self.item_id * len(_PLACES) + _PLACES[self.kind] + 1

    def bucket(self, today: date) -> str:
        """ "snoozed", "late", "due" (ours, with a day), or "waiting"."""
        if self.snoozed_until is not None and self.snoozed_until > today:
            return "snoozed"
        if self.due_on is not None and self.due_on < today:
            return "late"
        return "due" if self.holder == BallHolder.US and self.due_on is not None else "waiting"


_PLACES = {kind: place for place, kind in enumerate(TodayKind)}


@dataclass(frozen=True, slots=True)
class Ball:
    """How much somebody holds; `longest` counts working days since the ball that lies there longest came."""

    count: int = 0
    longest: int | None = None


def balls(items: Iterable[TodayItem], today: date, calendar: WorkingCalendar) -> dict[BallHolder, Ball]:
    """Items and longest wait of each holder."""
    counts = dict.fromkeys(BallHolder, 0)
    oldest: dict[BallHolder, date] = {}
    for item in items:
        counts[item.holder] += 1
        since = item.waiting_since
        if since is not None and since < oldest.get(item.holder, date.max):
            oldest[item.holder] = since
    return {
        holder: Ball(n, max(calendar.count(oldest[holder], today), 0) if holder in oldest else None)
        for holder, n in counts.items()
    }

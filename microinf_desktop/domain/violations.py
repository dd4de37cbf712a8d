"""What happens after a live post broke a disclosure rule: the ladder from a friendly notice to the end of the deal.

The rungs are MON-06 and MON-07 of the rule catalogue (FTC S8, S9): ask for the fix with a deadline, have the post
published again, have it taken down, hold the pay where the contract allows it, end the collaboration.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from microinf_desktop.domain.disclosure.results import Finding

NOTICE_HOURS = 24  # unless the agency sets another deadline; the contract's own default is the same
HOURS_SETTING = "violation_hours"
# Problems of picture and sound: no edit of the caption cures them (MON-07).
_IN_THE_MEDIA = frozenset({
    "not_in_video", "late", "flash", "low_contrast", "tiny_text", "obscured", "not_on_picture", "not_spoken",
    "audio_late", "frame_missing", "live_gap", "live_once",
})


class Rung(StrEnum):
    """A step of the ladder, mildest first."""

    NOTICE = "notice"
    REPUBLISH = "republish"
    TAKE_DOWN = "take_down"
    HOLD_PAY = "hold_pay"
    TERMINATE = "terminate"


class ViolationState(StrEnum):
    OPEN = "open"
    FIXED = "fixed"
    TAKEN_DOWN = "taken_down"
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class ViolationDraft:
    """A violation as it is recorded: the rule broken, what was found, the words that mend it and where they go."""

    jurisdiction: str
    rule: str
    what: str
    wording: str = ""
    place: str = ""
    source: str = ""
    evidence_id: int | None = None


@dataclass(frozen=True, slots=True)
class StepDraft:
    """What was sent: the rung, the words, the deadline (UTC), and the clause of the contract that allows it."""

    kind: Rung
    text: str
    due_at: datetime | None = None
    clause: str = ""


def needs_new_post(findings: Iterable[Finding]) -> bool:
    """Whether the label is missing in picture or sound, so that an edit of the caption cures nothing."""
    return any(one.severity == "fail" and one.problem in _IN_THE_MEDIA for one in findings)


def first_rung(findings: Iterable[Finding]) -> Rung:
    """What to ask for first: the fix, or where an edit cannot cure it, the post anew."""
    return Rung.REPUBLISH if needs_new_post(findings) else Rung.NOTICE


def next_rung(sent: Sequence[Rung], due_at: datetime | None, now: datetime, first: Rung = Rung.NOTICE) -> Rung | None:
    """The step to propose: the first while nothing was sent, the one above the highest once its deadline has passed.

    None while the creator has time, and at the top of the ladder.
    """
    if not sent:
        return first
    if due_at is not None and now < due_at:
        return None
    order = list(Rung)
    place = max(order.index(rung) for rung in sent) + 1
    return order[place] if place < len(order) else None


def deadline(now: datetime, hours: int = NOTICE_HOURS) -> datetime:
    """When an answer is due, to the full minute."""
    return (now + timedelta(hours=hours)).replace(second=0, microsecond=0)

"""The life of a contract after it was written: its kinds, its last day, what waits, changes that were asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from microinf_desktop.domain.checklists import months_after
from microinf_desktop.domain.contract_terms import ContractData, UsageKind
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money

C = ContractState
# In writing: its terms can be changed and a version issued.
WRITABLE = (C.DRAFT, C.CHANGES)
# Both have signed.
IN_FORCE = (C.COUNTERSIGNED, C.ACTIVE)
REMIND_AFTER_DAYS = 5  # days without an answer after which a reminder is due
EXPIRY_MARKS = (45, 30, 14, 0)  # days before the end at which a contract is shown as ending


class ContractKind(StrEnum):
    """AMENDMENT changes an agreement, EXTENSION only makes it last longer."""

    AGREEMENT = "agreement"
    AMENDMENT = "amendment"
    EXTENSION = "extension"


NUMBER_SUFFIX = {ContractKind.AMENDMENT: "A", ContractKind.EXTENSION: "E"}


class ChangeState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class MoveKind(StrEnum):
    MOVE = "move"
    REMINDER = "reminder"


class NextStep(StrEnum):
    """What has to happen next, in the order of urgency for a list."""

    ANSWER = "answer"
    COUNTERSIGN = "countersign"
    COMPARE = "compare"
    REMIND = "remind"
    ISSUE = "issue"
    SEND = "send"
    ATTACH = "attach"
    RENEW = "renew"
    WAIT = "wait"
    NONE = ""


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """A change somebody asks for; `clause` is its id, empty for the whole; the price in minor units."""

    wish: str
    asked_on: date
    clause: str = ""
    asked_by: str = ""
    price_minor: int | None = None
    currency: str = "EUR"

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not self.wish.strip():
            found.append(ValidationError("wish", "The wish is empty.", "Write down what they want changed."))
        if self.price_minor is not None and self.price_minor < 0:
            found.append(ValidationError("price_minor", "A price is not below 0.", "Leave it empty if there is none."))
        return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the next step of a contract follows from; days are None where they do not apply."""

    state: ContractState
    version: int = 0
    open_changes: int = 0
    accepted_changes: int = 0
    has_copy: bool = False
    copy_check: str = ""
    last_word_on: date | None = None
    expires_on: date | None = None


def next_step(waiting: Waiting, today: date, remind_after: int = REMIND_AFTER_DAYS) -> NextStep:
    """What has to happen next; NONE where nothing does.

    `last_word_on` is the day it was sent or the last reminder went out.
    """
    match waiting.state:
        case C.DRAFT:
            return NextStep.SEND if waiting.version else NextStep.ISSUE
        case C.CHANGES:
            return NextStep.ANSWER if waiting.open_changes else NextStep.ISSUE
        case C.SENT:
            last = waiting.last_word_on
            return NextStep.REMIND if last and (today - last).days >= remind_after else NextStep.WAIT
        case C.SIGNED:
            return NextStep.COMPARE if waiting.copy_check == "differs" else NextStep.COUNTERSIGN
        case C.COUNTERSIGNED | C.ACTIVE:
            if waiting.copy_check == "differs":
                return NextStep.COMPARE
            if not waiting.has_copy:
                return NextStep.ATTACH
            left = days_left(waiting.expires_on, today)
            return NextStep.RENEW if left is not None and left <= EXPIRY_MARKS[0] else NextStep.NONE
        case _:
            return NextStep.NONE


def days_left(expires_on: date | None, today: date) -> int | None:
    """Days until the last day, 0 on it, negative after it; None without an end."""
    return None if expires_on is None else (expires_on - today).days


def expiry_mark(expires_on: date | None, today: date) -> int | None:
    """The mark a contract has come to: 45, 30, 14 or 0 days before its end; None further away or past it."""
    left = days_left(expires_on, today)
    if left is None or left < 0:
        return None
    return next((mark for mark in sorted(EXPIRY_MARKS) if left <= mark), None)


def dated_state(
    state: ContractState, starts_on: date | None, expires_on: date | None, today: date
) -> ContractState | None:
    """The state the days have brought a contract to; None while it stays.

    Signed by both, it is active from its first day on, and expired after its last.
    """
    if state not in IN_FORCE:
        return None
    if expires_on is not None and expires_on < today:
        return C.EXPIRED
    if state is C.COUNTERSIGNED and (starts_on is None or starts_on <= today):
        return C.ACTIVE
    return None


def last_day(data: ContractData) -> date | None:
    """The day after which nothing of the contract binds but confidentiality; None when rights or exclusivity are open.

    The latest of the end of the campaign, the days posts stay live, the term of the rights and of exclusivity, which
    all run from publication here; a term that runs from signature ends earlier.
    """
    if data.usage.is_perpetual or (data.exclusivity is not None and data.exclusivity.ends_on is None):
        return None
    days = [data.timeline.ends_on]
    for item in data.deliverables:
        if item.publish_on is None:
            continue
        days.append(item.publish_on + timedelta(days=item.keep_live_days or 0))
        if data.usage.kind is not UsageKind.NONE and data.usage.months:
            days.append(months_after(item.publish_on, data.usage.months))
        if data.allowlisting is not None and data.allowlisting.days:
            days.append(item.publish_on + timedelta(days=data.allowlisting.days))
    if data.exclusivity is not None:
        days.append(data.exclusivity.ends_on)
    if data.compensation.retainer is not None and data.compensation.retainer.starts_on is not None:
        retainer = data.compensation.retainer
        days.append(months_after(data.compensation.retainer.starts_on, retainer.months or 0))
    return max((day for day in days if day is not None), default=None)


def price_of(prices: Iterable[tuple[int | None, str]]) -> tuple[Money, ...]:
    """The sum of prices (minor units, currency), one for each currency; what has no price counts nothing."""
    sums: dict[str, int] = {}
    for minor, currency in prices:
        if minor:
            sums[currency] = sums.get(currency, 0) + minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def amendment_number(number: str, kind: ContractKind, taken: Iterable[str]) -> str:
    """The number of the next amendment or extension of an agreement: KL-2026-0143-A1, -A2, -E1."""
    start = f"{number}-{NUMBER_SUFFIX[kind]}"
    used = [int(tail) for one in taken if one.startswith(start) and (tail := one[len(start):]).isdecimal()]
    return f"{start}{max(used, default=0) + 1}"

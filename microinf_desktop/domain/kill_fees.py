"""What is owed when a job is cancelled: the kill-fee ladder of the contract, applied to each deliverable's stage."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from microinf_desktop.domain.compensation import split
from microinf_desktop.domain.contract_terms import KillFee
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.money import Money


class WorkStage(StrEnum):
    """How far work on a deliverable has come, in this order; PUBLISHED is earned in full."""

    NONE = ""
    SIGNATURE = "signature"
    DRAFT = "draft"
    APPROVAL = "approval"
    PUBLICATION = "publication"


_ORDER = tuple(WorkStage)
_D = DeliverableState
_DRAFTED = frozenset({_D.DRAFT_IN, _D.INTERNAL_REVIEW, _D.CLIENT_REVIEW, _D.CHANGES_REQUESTED})
_APPROVED = frozenset({_D.APPROVED, _D.SCHEDULED})
_PUBLISHED = frozenset({_D.LIVE, _D.PROOF_CAPTURED, _D.METRICS_CAPTURED, _D.COMPLETE})
# The library calls the stage after the recording of a video by its own word; it comes before a draft is in.
_SAME = {"recording": WorkStage.DRAFT}


@dataclass(frozen=True, slots=True)
class Work:
    """A deliverable as far as its pay matters; `fee_minor` None shares what the others leave of the fixed fee."""

    title: str
    state: DeliverableState
    fee_minor: int | None = None


@dataclass(frozen=True, slots=True)
class KillLine:
    """What one deliverable is owed: its stage, the share of its fee, and the amount."""

    title: str
    stage: WorkStage
    percent: int
    fee: Money
    owed: Money


@dataclass(frozen=True, slots=True)
class KillFeeDue:
    """What a termination costs; `settled` is paid or approved already, `left` what has to be paid now."""

    lines: tuple[KillLine, ...]
    owed: Money
    settled: Money
    left: Money
    ladder: tuple[KillFee, ...]

    @property
    def overpaid(self) -> Money:
        """What was paid beyond what is owed; it is not asked back by itself."""
        return Money(max(self.settled.minor - self.owed.minor, 0), self.owed.currency)


def stage_of(state: DeliverableState, is_signed: bool) -> WorkStage:
    """The stage a deliverable has come to; before the signature nothing is owed unless work was taken."""
    if state in _PUBLISHED:
        return WorkStage.PUBLICATION
    if state in _APPROVED:
        return WorkStage.APPROVAL
    if state in _DRAFTED:
        return WorkStage.DRAFT
    return WorkStage.SIGNATURE if is_signed else WorkStage.NONE


def percent_at(ladder: Sequence[KillFee], stage: WorkStage) -> int:
    """The share owed at a stage: that of the last rung reached, 100 for what is published, 0 below the first rung."""
    if stage is WorkStage.PUBLICATION:
        return 100
    reached = _ORDER.index(stage)
    rungs = [fee for fee in ladder if _ORDER.index(_rung(fee.stage)) <= reached and _rung(fee.stage)]
    return max((fee.percent for fee in rungs), default=0)


def _rung(stage: str) -> WorkStage:
    known = _SAME.get(stage)
    if known is not None:
        return known
    return WorkStage(stage) if stage in {item.value for item in WorkStage} else WorkStage.NONE


def kill_fee(
    ladder: Sequence[KillFee], fee: Money, works: Sequence[Work], settled_minor: int, *, is_signed: bool
) -> KillFeeDue:
    """What is owed instead of the fixed fee when the agency cancels, deliverable by deliverable.

    A deliverable without a fee of its own has an equal share of what the others leave. What is paid or approved
    (`settled_minor`) is deducted; nothing is taken back when that is more. Rounded half up to the minor unit.
    """
    unpriced = [index for index, work in enumerate(works) if work.fee_minor is None]
    rest = max(fee.minor - sum(work.fee_minor or 0 for work in works), 0)
    shares = dict(zip(unpriced, split(rest, [1] * len(unpriced)), strict=True)) if unpriced else {}
    lines = []
    for index, work in enumerate(works):
        own = work.fee_minor if work.fee_minor is not None else shares[index]
        stage = stage_of(work.state, is_signed)
        percent = percent_at(ladder, stage)
        owed = (own * percent * 2 + 100) // 200
        lines.append(KillLine(work.title, stage, percent, Money(own, fee.currency), Money(owed, fee.currency)))
    owed_minor = sum(line.owed.minor for line in lines)
    return KillFeeDue(
        tuple(lines), Money(owed_minor, fee.currency), Money(settled_minor, fee.currency),
        Money(max(owed_minor - settled_minor, 0), fee.currency), tuple(ladder),
    )

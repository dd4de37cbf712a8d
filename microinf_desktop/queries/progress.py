"""How far the deliverables of a campaign, a collaboration or a client are: counted, done, late."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, cast, func
from sqlmodel import Session, col

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Collaboration, Deliverable

# Counted as delivered: what is online, whatever is still to be proved and measured.
_OUT = frozenset({
    DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
    DeliverableState.COMPLETE,
})
# Left out of progress: they will never be done and should not hold the rest back.
VOID_STATES = (DeliverableState.CANCELLED, DeliverableState.REPLACED)
# The creator still owes a draft.
AWAITS_DRAFT = (DeliverableState.NOT_STARTED, DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN)


@dataclass(slots=True)
class Work:
    """Planned deliverables counted by state."""

    count: int = 0
    done: int = 0
    late: int = 0
    share: int = 0
    rated: int = 0

    @property
    def progress(self) -> int | None:
        return self.share // self.rated if self.rated else None

    def add(self, state: DeliverableState, number: int, late: int) -> None:
        self.count += number
        self.late += late
        if state not in VOID_STATES:
            self.rated += number
            self.share += number * pipelines.progress(pipelines.DELIVERABLE, state)
        if state in _OUT:
            self.done += number


def was_planned() -> ColumnElement[bool]:
    """True for what was agreed on: a post found online that nobody had planned counts in no plan."""
    return col(Deliverable.is_unplanned).is_(False)


def late_condition(today: date) -> ColumnElement[bool]:
    """True for deliverables whose draft or publish day passed before that step was done."""
    waiting = [state.value for state in AWAITS_DRAFT]
    unpublished = [
        state.value for state in DeliverableState if pipelines.DELIVERABLE.states[state].can_be_late
    ]
    return ((col(Deliverable.draft_due_on) < today) & col(Deliverable.state).in_(waiting)) | (
        (col(Deliverable.publish_on) < today) & col(Deliverable.state).in_(unpublished)
    )


def work_by(
    session: Session, key: Any, conditions: Sequence[ColumnElement[bool]], today: date
) -> dict[int, Work]:
    statement = pick(key, Deliverable.state, func.count(), func.sum(cast(late_condition(today), Integer)))
    if conditions:
        statement = statement.join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
    found = session.execute(statement.where(was_planned(), *conditions).group_by(key, Deliverable.state))
    work: dict[int, Work] = defaultdict(Work)
    for owner, state, number, late in found:
        work[owner].add(DeliverableState(state), number, late or 0)
    return work

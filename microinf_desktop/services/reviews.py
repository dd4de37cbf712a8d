"""Moves of deliverables through their pipeline: the only place that changes a deliverable's state."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import BallHolder, DeliverableState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.pipelines import DELIVERABLE
from microinf_desktop.queries.reviews import facts
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.storage.tables import Deliverable
from microinf_desktop.storage.workspace import Workspace


def move(
    workspace: Workspace, deliverable_ids: Sequence[int], state: DeliverableState, reason: str = "",
    today: date | None = None,
) -> None:
    """Move deliverables to a state; KnownError with the reason and the way out when one may not go there."""
    today = today or date.today()
    words = state.value.replace("_", " ")
    deals = set()
    with workspace.writing(f"Set to {words}") as session:
        for deliverable_id in deliverable_ids:
            row = stored(session, deliverable_id)
            known = facts(session, deliverable_id, reason)
            pipelines.require_move(DELIVERABLE, DeliverableState(row.state), state, known)
            enter(row, state, today)
            if reason.strip():
                row.notes = f"{row.notes}\n{today:%Y-%m-%d} {words}: {reason.strip()}".strip()
            deals.add(row.collaboration_id)
        follow_deal(session, deals, today)


def publish(workspace: Workspace, deliverable_id: int, live_url: str, published_at: datetime, reason: str = "") -> None:
    """Record that a deliverable is live since `published_at` (UTC), with its link."""
    with workspace.writing("Set to live") as session:
        row = stored(session, deliverable_id)
        pipelines.require_move(
            DELIVERABLE, DeliverableState(row.state), DeliverableState.LIVE, facts(session, deliverable_id, reason)
        )
        enter(row, DeliverableState.LIVE, published_at.date())
        row.live_url, row.published_at = live_url.strip(), published_at
        follow_deal(session, [row.collaboration_id])


def enter(row: Deliverable, state: DeliverableState, today: date) -> None:
    """Set the state and what follows from it: who holds the ball, since when, and the rounds."""
    previous = pipelines.holder(DELIVERABLE, DeliverableState(row.state))
    holder = pipelines.holder(DELIVERABLE, state)
    if state is DeliverableState.CHANGES_REQUESTED:
        row.rounds_used += 1
    if holder != previous or row.ball_since is None:
        row.ball_since = today
    row.ball_holder = (holder or BallHolder.US).value
    row.state = state


def stored(session: Session, deliverable_id: int) -> Deliverable:
    row = session.get(Deliverable, deliverable_id)
    if row is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion first.")
    return row

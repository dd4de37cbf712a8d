"""Moves of deliverables through their pipeline and the decisions on them: the only place that changes a state.

Each change of state leaves a row of `DeliverableMove`, and reviews follow it: to enter a review is to ask somebody,
to leave it is to decide or to withdraw, whether that was done on the deliverable's page, on a board or in bulk.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from sqlmodel import Session, col, select

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import BallHolder, DeliverableState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.pipelines import DELIVERABLE
from microinf_desktop.domain.reviews import ReviewDecision, ReviewDraft, ReviewStep
from microinf_desktop.queries.reviews import client_decides, facts, proposal
from microinf_desktop.services.checklists import follow_deal
from microinf_desktop.storage.tables import Collaboration, Deliverable, DeliverableMove, Influencer, Review
from microinf_desktop.storage.workspace import Workspace

S = DeliverableState
_STEP_OF = {step.state: step for step in ReviewStep}
# What a move out of a review says about it; any other move takes the question back.
_DECIDED = {
    (ReviewStep.INTERNAL, S.CLIENT_REVIEW): ReviewDecision.APPROVED,
    (ReviewStep.INTERNAL, S.APPROVED): ReviewDecision.APPROVED,
    (ReviewStep.INTERNAL, S.CHANGES_REQUESTED): ReviewDecision.CHANGES,
    (ReviewStep.CLIENT, S.APPROVED): ReviewDecision.APPROVED,
    (ReviewStep.CLIENT, S.CHANGES_REQUESTED): ReviewDecision.CHANGES,
}


def move(
    workspace: Workspace, deliverable_ids: Sequence[int], state: DeliverableState, reason: str = "",
    today: date | None = None, answer: str = "",
) -> None:
    """Move deliverables to a state; KnownError with the reason and the way out when one may not go there.

    `answer` is what a decision says (what has to change), `reason` why something unusual is right: an extra round, a
    post that came too early. All or none are moved.
    """
    told = " – ".join(part.strip() for part in (answer, reason) if part.strip())
    today = today or date.today()
    deals = set()
    with workspace.writing(f"Set to {state.value.replace('_', ' ')}") as session:
        rows = [stored(session, deliverable_id) for deliverable_id in deliverable_ids]
        _require_moves(session, rows, state, reason, today)
        for row in rows:
            Mover(workspace, session, today, answer=answer).enter(row, state, told)
            deals.add(row.collaboration_id)
        follow_deal(session, deals, today)


def _require_moves(
    session: Session, rows: Sequence[Deliverable], state: DeliverableState, reason: str, today: date
) -> None:
    """Raise why one of the deliverables may not go there; of several it says which one, and how many there are."""
    refused = []
    for row in rows:
        assert row.id is not None
        known = facts(session, row.id, reason, today)
        if refusal := pipelines.can_move(DELIVERABLE, DeliverableState(row.state), state, known):
            refused.append((row, refusal))
    if not refused:
        return
    row, refusal = refused[0]
    if len(rows) == 1:
        raise refusal.as_error()
    creator = session.get_one(Influencer, session.get_one(Collaboration, row.collaboration_id).influencer_id).name
    what = f"{creator}, {row.title or row.kind.replace('_', ' ')}"
    raise KnownError(f"None was moved, {len(refused)} of {len(rows)} may not be. {what}: {refusal.reason}",
                     refusal.remedy)


def publish(workspace: Workspace, deliverable_id: int, live_url: str, published_at: datetime, reason: str = "") -> None:
    """Record that a deliverable is live since `published_at` (UTC), with its link."""
    with workspace.writing("Set to live") as session:
        row = stored(session, deliverable_id)
        pipelines.require_move(
            DELIVERABLE, DeliverableState(row.state), DeliverableState.LIVE, facts(session, deliverable_id, reason)
        )
        Mover(workspace, session, published_at.date(), published_at).enter(row, DeliverableState.LIVE, reason)
        row.live_url, row.published_at = live_url.strip(), published_at
        follow_deal(session, [row.collaboration_id])


# Reviews ----------------------------------------------------------------------------------------------------------

def ask(workspace: Workspace, deliverable_id: int, draft: ReviewDraft, today: date | None = None) -> None:
    """Ask somebody for a decision; the deliverable moves to the step's state, or is asked anew when it is there.

    ValidationError for a decider or deadline that cannot be, KnownError when the pipeline does not allow the step.
    """
    today = today or date.today()
    for problem in draft.problems(today):
        raise problem
    words = "Ask for our review" if draft.step is ReviewStep.INTERNAL else "Ask the client"
    with workspace.writing(words) as session:
        row = stored(session, deliverable_id)
        mover = Mover(workspace, session, today)
        if row.state == draft.step.state:
            if draft.step is ReviewStep.CLIENT:  # a newer draft leaves our review as the first one did
                pipelines.require_move(
                    DELIVERABLE, S.INTERNAL_REVIEW, S.CLIENT_REVIEW, facts(session, deliverable_id, today=today)
                )
            mover.close(row, DeliverableState.NOT_STARTED)
            mover.open(row, draft)
            return
        pipelines.require_move(
            DELIVERABLE, DeliverableState(row.state), draft.step.state, facts(session, deliverable_id, today=today)
        )
        mover.enter(row, draft.step.state, asks=draft)


def edit_review(workspace: Workspace, review_id: int, draft: ReviewDraft, today: date | None = None) -> None:
    """Name another decider, deadline or note of an open review."""
    with workspace.writing("Edit the review") as session:
        review = session.get(Review, review_id)
        if review is None or review.decision:
            raise KnownError("This review is decided already.", "Ask for a new one.")
        for problem in draft.problems(None if draft.due_on == review.due_on else today or date.today()):
            raise problem
        _fill(review, draft)


def decide(
    workspace: Workspace, deliverable_id: int, decision: ReviewDecision, *, decided_by: str = "", answer: str = "",
    reason: str = "", client: ReviewDraft | None = None, today: date | None = None,
) -> DeliverableState:
    """Decide the review a deliverable is in, and move it on; returns its new state.

    An internal approval sends it to the client (`client` says whom and until when, else as proposed) where the client
    reviews it, else approves it. Changes need an `answer`, and a `reason` when the contract's rounds are used up.
    Withdrawn it goes back one step. KnownError when no review is under way or the pipeline refuses.
    """
    if decision is ReviewDecision.CHANGES and not answer.strip():
        raise ValidationError("answer", "Nobody knows what to change.", "Write what has to change.")
    words = {
        ReviewDecision.APPROVED: "Approve", ReviewDecision.CHANGES: "Request changes",
        ReviewDecision.WITHDRAWN: "Withdraw the review",
    }
    today = today or date.today()
    with workspace.writing(words[decision]) as session:
        row = stored(session, deliverable_id)
        state = _after(session, row, decision)
        pipelines.require_move(
            DELIVERABLE, DeliverableState(row.state), state, facts(session, deliverable_id, reason, today)
        )
        told = " – ".join(part.strip() for part in (answer, reason) if part.strip())
        mover = Mover(workspace, session, today, decided_by=decided_by, answer=answer)
        mover.enter(row, state, told, client)
        follow_deal(session, [row.collaboration_id], today)
        return state


def _after(session: Session, row: Deliverable, decision: ReviewDecision) -> DeliverableState:
    step = _STEP_OF.get(DeliverableState(row.state))
    if step is None:
        raise KnownError("No review is under way.", "Ask for a decision first.")
    if decision is ReviewDecision.CHANGES:
        return S.CHANGES_REQUESTED
    if decision is ReviewDecision.WITHDRAWN:
        return S.DRAFT_IN if step is ReviewStep.INTERNAL else S.INTERNAL_REVIEW
    return S.CLIENT_REVIEW if step is ReviewStep.INTERNAL and client_decides(session, row) else S.APPROVED


# The one way into a state -----------------------------------------------------------------------------------------

class Mover:
    """Sets states inside a step, with all that follows: the ball, the rounds, the move on record, the reviews.

    `at` is when it happened (now unless given), `decided_by` and `answer` who decided the review it leaves and how.
    """

    def __init__(self, workspace: Workspace, session: Session, today: date, at: datetime | None = None,
                 decided_by: str = "", answer: str = "") -> None:
        self._session, self._today, self._person = session, today, workspace.person_name
        self._at = (at or _moment(today)).astimezone(UTC)
        self._decided_by, self._answer = decided_by.strip(), answer.strip()

    def enter(
        self, row: Deliverable, state: DeliverableState, reason: str = "", asks: ReviewDraft | None = None
    ) -> None:
        """Put a deliverable into a state that the pipeline has allowed."""
        assert row.id is not None
        before = DeliverableState(row.state)
        previous, holder = pipelines.holder(DELIVERABLE, before), pipelines.holder(DELIVERABLE, state)
        self.close(row, state, reason)
        if state is S.CHANGES_REQUESTED:
            row.rounds_used += 1
        if holder != previous or row.ball_since is None:
            row.ball_since = self._today
        row.ball_holder = (holder or BallHolder.US).value
        row.state = state
        self._session.add(DeliverableMove(
            deliverable_id=row.id, moved_at=self._at, from_state=before, to_state=state,
            from_holder=previous.value if previous else "", to_holder=holder.value if holder else "",
            person_name=self._person, reason=reason.strip(),
        ))
        if state in _STEP_OF:
            self.open(row, asks or proposal(self._session, row.id, _STEP_OF[state], self._today))
        self._session.flush()

    def open(self, row: Deliverable, draft: ReviewDraft) -> None:
        """Ask for a decision."""
        assert row.id is not None
        review = Review(deliverable_id=row.id, step=draft.step, decider_name="", asked_at=self._at)
        _fill(review, draft)
        self._session.add(review)

    def close(self, row: Deliverable, state: DeliverableState, reason: str = "") -> None:
        """Decide what was asked by the state it goes to."""
        for review in _open(self._session, row.id):
            review.decision = _DECIDED.get((ReviewStep(review.step), state), ReviewDecision.WITHDRAWN)
            review.decided_at = self._at
            us = review.step == ReviewStep.INTERNAL or review.decision == ReviewDecision.WITHDRAWN
            review.decided_by = self._decided_by or (self._person if us else "") or review.decider_name
            review.answer = self._answer or reason.strip()


def follow_draft(session: Session, deliverable_id: int, draft_id: int) -> None:
    """A draft that comes in while we review is what we review; the client decides on the one that was sent."""
    for review in _open(session, deliverable_id):
        if review.step == ReviewStep.INTERNAL:
            review.draft_id = draft_id


def _open(session: Session, deliverable_id: int | None) -> Sequence[Review]:
    return session.exec(
        select(Review).where(Review.deliverable_id == deliverable_id, col(Review.decision) == "")
    ).all()


def _fill(review: Review, draft: ReviewDraft) -> None:
    review.decider_name = draft.decider_name.strip()
    review.person_id, review.contact_id = draft.person_id, draft.contact_id
    review.due_on, review.note, review.draft_id = draft.due_on, draft.note.strip(), draft.draft_id


def _moment(today: date) -> datetime:
    """Now, or this hour of the day that counts as today."""
    now = datetime.now(UTC)
    return now if abs((now.date() - today).days) <= 1 else datetime.combine(today, now.timetz())


def stored(session: Session, deliverable_id: int) -> Deliverable:
    row = session.get(Deliverable, deliverable_id)
    if row is None:
        raise KnownError("This deliverable was deleted meanwhile.", "Undo the deletion first.")
    return row

"""The way of the sample's deliverables: each move with its day, and whom the agency and the client asked to decide."""

from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.reviews import ReviewDecision, ReviewStep
from microinf_desktop.services.sample.book import Book
from microinf_desktop.services.sample.content import Clock
from microinf_desktop.services.sample.work import PUBLISHED, Piece, known
from microinf_desktop.storage.tables import ClientContact, DeliverableMove, Draft, Person, Review

S = DeliverableState
# Hours after the move before, where nothing else says when.
_LATER = {
    S.CONCEPT_IN: 50, S.INTERNAL_REVIEW: 3, S.CLIENT_REVIEW: 22, S.CHANGES_REQUESTED: 30, S.APPROVED: 46,
    S.SCHEDULED: 4, S.LIVE: 24,
    S.PROOF_CAPTURED: 1, S.METRICS_CAPTURED: 168, S.COMPLETE: 576,
}
_AFTER_APPROVAL = (S.APPROVED, S.SCHEDULED, *PUBLISHED)
_MINUTES = timedelta(minutes=20)


def add_reviews(session: Session, book: Book, clock: Clock, pieces: list[Piece]) -> None:
    """Moves and reviews of every piece that was begun; needs clients and people to be in the database."""
    names = {person.id: person.name for person in session.exec(select(Person)).all()}
    deciders: dict[int, ClientContact] = {}
    for contact in session.exec(select(ClientContact).order_by(col(ClientContact.is_decider).desc())).all():
        deciders.setdefault(contact.client_id, contact)
    for piece in pieces:
        way = _way(clock, piece)
        owner = piece.deal.row.owner_id
        person = names.get(owner, "")
        before, drafts, draft = S.NOT_STARTED, iter(piece.drafts), None
        for place, (state, at) in enumerate(way):
            was, now = (pipelines.holder(pipelines.DELIVERABLE, one) for one in (before, state))
            book.add(DeliverableMove(
                deliverable_id=known(piece.row.id), moved_at=at, from_state=before, to_state=state,
                from_holder=was or "", to_holder=now or "", person_name=person,
            ))
            following = way[place + 1] if place + 1 < len(way) else None
            if state is S.DRAFT_IN:
                draft = next(drafts)
            if state is S.INTERNAL_REVIEW:
                book.add(_review(piece, known(draft), ReviewStep.INTERNAL, at, following, owner, None, person))
            elif state is S.CLIENT_REVIEW:
                contact = deciders[known(piece.deal.client.id)]
                book.add(_review(piece, known(draft), ReviewStep.CLIENT, at, following, None, contact.id, contact.name))
            before = state


def _review(
    piece: Piece, draft: Draft, step: ReviewStep, at: datetime, following: tuple[DeliverableState, datetime] | None,
    person_id: int | None, contact_id: int | None, name: str,
) -> Review:
    decision = ReviewDecision.OPEN
    if following is not None:
        changes = following[0] is S.CHANGES_REQUESTED
        decision = ReviewDecision.CHANGES if changes else ReviewDecision.APPROVED
    days = piece.deal.row.feedback_days if step is ReviewStep.CLIENT else 1
    return Review(
        deliverable_id=known(piece.row.id), draft_id=draft.id, step=step, person_id=person_id, contact_id=contact_id,
        decider_name=name, asked_at=at, due_on=piece.deal.calendar.add(at.date(), days or 2), decision=decision,
        decided_at=following[1] if following else None, decided_by=name if following else "",
        answer=draft.note if decision is ReviewDecision.CHANGES else "",
    )


def _way(clock: Clock, piece: Piece) -> list[tuple[DeliverableState, datetime]]:
    """The states a piece went through, each later than the one before and none in the future."""
    states = _states(piece)
    if not states:
        return []
    end = min(_at(known(piece.row.ball_since)), datetime.combine(clock.today, time(7), UTC))
    if S.DRAFT_IN in states:
        since = states[::-1].index(S.DRAFT_IN)
        end = max(end, piece.drafts[-1].received_at + since * _MINUTES)
    received = iter(draft.received_at for draft in piece.drafts)
    first = piece.drafts[0].received_at if piece.drafts else end
    moments = [_at(piece.deal.calendar.add(first.date(), -6)) if len(states) > 1 else end]
    for state in states[1:]:
        if state is S.DRAFT_IN:
            moments.append(next(received))
        elif state is S.LIVE and piece.row.published_at:
            moments.append(piece.row.published_at)
        else:
            moments.append(moments[-1] + timedelta(hours=_LATER[state]))
    last = max(end, moments[-1]) if states[-1] in (S.DRAFT_IN, S.LIVE) else end
    moments[-1] = last
    for place in range(len(moments) - 2, -1, -1):
        moments[place] = min(moments[place], moments[place + 1] - _MINUTES)
    return list(zip(states, moments, strict=True))


def _states(piece: Piece) -> list[DeliverableState]:
    """From briefed to where it is: each draft but the last was sent back once."""
    state, drafts = piece.state, len(piece.drafts)
    if state in (S.NOT_STARTED, S.CANCELLED, S.REPLACED):
        return []
    way = [S.BRIEFED, S.CONCEPT_IN] if state is S.CONCEPT_IN else [S.BRIEFED]
    for number in range(1, drafts + 1):
        way.append(S.DRAFT_IN)
        if number < drafts:
            way += [S.INTERNAL_REVIEW, S.CLIENT_REVIEW, S.CHANGES_REQUESTED]
    if drafts and state not in (S.BRIEFED, S.CONCEPT_IN, S.DRAFT_IN):
        way.append(S.INTERNAL_REVIEW)
        if state is not S.INTERNAL_REVIEW:
            way.append(S.CLIENT_REVIEW)
        if state is S.CHANGES_REQUESTED:
            way.append(state)
    if state in _AFTER_APPROVAL:
        way += _AFTER_APPROVAL[:_AFTER_APPROVAL.index(state) + 1]
    return way


def _at(day: date) -> datetime:
    return datetime.combine(day, time(7), UTC)

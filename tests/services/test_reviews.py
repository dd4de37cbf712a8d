"""Reviews follow the state machine and the state machine leaves its traces: who was asked, who decided, who waited."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from microinf_desktop.domain.deliverables import DraftDraft
from microinf_desktop.domain.enums import BallHolder, DeliverableState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.reviews import Held, ReviewDecision, ReviewDraft, ReviewStep
from microinf_desktop.queries import reviews as queries
from microinf_desktop.queries import waiting
from microinf_desktop.services import reviews as services
from microinf_desktop.services.drafts import save_draft
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import (
    Campaign,
    ChecklistItem,
    ClientContact,
    Deliverable,
    DeliverableMove,
    Person,
    Review,
)
from microinf_desktop.storage.workspace import Workspace
from tests.builders import CAPTION, TODAY, Deal, a_deal

S, D = DeliverableState, ReviewDecision
INTERNAL, CLIENT = ReviewStep.INTERNAL, ReviewStep.CLIENT


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    """A deliverable with a draft, a client with two contacts, an agency with two people."""
    made = a_deal(workspace)
    with workspace.writing("People") as session:
        session.add(ClientContact(client_id=made.client_id, name="Rosa Intern"))
        session.add(ClientContact(client_id=made.client_id, name="Marisol Vega", role="Brand", is_decider=True))
        session.add(Person(id=1, name="Ida Lund"))
        session.add(Person(id=2, name="Kit Penhaven"))
        session.flush()
        session.get_one(Campaign, made.campaign_id).owner_id = 2
    workspace.person_name = "Ida Lund"
    services.move(workspace, [made.deliverable_id], S.BRIEFED, today=TODAY)
    save_draft(workspace, made.deliverable_id, DraftDraft(CAPTION), TODAY)
    return made


def state(workspace: Workspace, deal: Deal) -> str:
    with workspace.reading() as session:
        return session.get_one(Deliverable, deal.deliverable_id).state


def reviews(workspace: Workspace, deal: Deal) -> tuple[queries.ReviewRow, ...]:
    with workspace.reading() as session:
        return queries.reviews(session, deal.deliverable_id, TODAY)


def proposed(workspace: Workspace, deal: Deal, step: ReviewStep) -> ReviewDraft:
    with workspace.reading() as session:
        return queries.proposal(session, deal.deliverable_id, step, TODAY)


def test_the_likeliest_decider_and_the_planned_day_are_proposed(workspace: Workspace, deal: Deal) -> None:
    internal, client = proposed(workspace, deal, INTERNAL), proposed(workspace, deal, CLIENT)
    assert (internal.decider_name, client.decider_name) == ("Kit Penhaven", "Marisol Vega")
    assert client.due_on == date(2026, 11, 27), "two working days for feedback, and Thanksgiving is none"
    with workspace.writing("Plan") as session:
        row = session.get_one(Deliverable, deal.deliverable_id)
        row.internal_review_on, row.client_review_on = date(2026, 11, 20), date(2026, 12, 3)
    assert proposed(workspace, deal, CLIENT).due_on == date(2026, 12, 3)
    assert proposed(workspace, deal, INTERNAL).due_on == date(2026, 11, 25), "the planned day has passed"


def test_internal_then_client_with_names_and_days(workspace: Workspace, deal: Deal) -> None:
    asked = ReviewDraft(INTERNAL, "Ida Lund", person_id=1, due_on=TODAY, note="Look at the second line",
                        draft_id=proposed(workspace, deal, INTERNAL).draft_id)
    with pytest.raises(KnownError, match="Go through “Internal review”"):
        services.ask(workspace, deal.deliverable_id, ReviewDraft(CLIENT, "Marisol Vega"), TODAY)
    services.ask(workspace, deal.deliverable_id, asked, TODAY)
    assert state(workspace, deal) == "internal_review"
    after = services.decide(workspace, deal.deliverable_id, D.APPROVED, today=TODAY)
    assert after is S.CLIENT_REVIEW
    client, internal = reviews(workspace, deal)
    assert (internal.decision, internal.decided_by) == (D.APPROVED, "Ida Lund")
    assert internal.note == "Look at the second line"
    assert (client.decider, client.is_open, client.draft_number) == ("Marisol Vega", True, 1)
    services.decide(workspace, deal.deliverable_id, D.CHANGES, decided_by="Rosa Intern", answer="Show the box",
                    today=TODAY)
    answered = reviews(workspace, deal)[0]
    assert (answered.decision, answered.decided_by, answered.answer) == (D.CHANGES, "Rosa Intern", "Show the box")
    assert state(workspace, deal) == "changes_requested"


def test_one_undo_takes_a_decision_back_with_its_traces(workspace: Workspace, deal: Deal) -> None:
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    before = reviews(workspace, deal)
    services.decide(workspace, deal.deliverable_id, D.CHANGES, answer="Shorter", today=TODAY)
    changelog.undo(workspace)
    assert reviews(workspace, deal) == before
    assert state(workspace, deal) == "internal_review"
    with workspace.reading() as session:
        moves = queries.moves(session, deal.deliverable_id)
    assert [move.to_state for move in moves] == [S.BRIEFED, S.DRAFT_IN, S.INTERNAL_REVIEW]


def test_a_move_on_a_board_asks_and_decides_too(workspace: Workspace, deal: Deal) -> None:
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    services.move(workspace, [deal.deliverable_id], S.CLIENT_REVIEW, today=TODAY)
    services.move(workspace, [deal.deliverable_id], S.CANCELLED, today=TODAY)
    assert [(one.step, one.decision) for one in reviews(workspace, deal)] == [
        (CLIENT, D.WITHDRAWN), (INTERNAL, D.APPROVED),
    ]


def test_withdrawn_it_goes_back_one_step(workspace: Workspace, deal: Deal) -> None:
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    services.move(workspace, [deal.deliverable_id], S.CLIENT_REVIEW, today=TODAY)
    assert services.decide(workspace, deal.deliverable_id, D.WITHDRAWN, today=TODAY) is S.INTERNAL_REVIEW
    assert services.decide(workspace, deal.deliverable_id, D.WITHDRAWN, today=TODAY) is S.DRAFT_IN
    with pytest.raises(KnownError, match="No review is under way"):
        services.decide(workspace, deal.deliverable_id, D.APPROVED, today=TODAY)


def test_without_time_for_the_client_we_approve_alone(workspace: Workspace, deal: Deal) -> None:
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    with workspace.reading() as session:
        assert queries.facts(session, deal.deliverable_id).client_review_needed
    with workspace.writing("Plan") as session:
        session.get_one(Campaign, deal.campaign_id).lead_times = {"client_review": 0}
    with workspace.reading() as session:
        assert not queries.facts(session, deal.deliverable_id).client_review_needed
    with pytest.raises(KnownError, match="not been checked"):
        services.decide(workspace, deal.deliverable_id, D.APPROVED, today=TODAY)
    assert state(workspace, deal) == "internal_review", "the compliance gate holds for our own approval too"


def test_an_extra_round_needs_its_reason(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Rounds used") as session:
        session.get_one(Deliverable, deal.deliverable_id).rounds_used = 2
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    with pytest.raises(ValidationError, match="what to change"):
        services.decide(workspace, deal.deliverable_id, D.CHANGES, answer=" ", today=TODAY)
    with pytest.raises(KnownError, match="agrees 2 rounds"):
        services.decide(workspace, deal.deliverable_id, D.CHANGES, answer="Shorter", today=TODAY)
    services.decide(workspace, deal.deliverable_id, D.CHANGES, answer="Shorter", reason="agreed by phone", today=TODAY)
    with workspace.reading() as session:
        last = queries.moves(session, deal.deliverable_id)[-1]
        row = session.get_one(Deliverable, deal.deliverable_id)
    assert last.reason == "Shorter – agreed by phone"
    assert (row.rounds_used, row.notes) == (3, ""), "reasons live with the move, not among the notes"


def test_reviews_can_be_asked_anew_and_edited_while_open(workspace: Workspace, deal: Deal) -> None:
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    services.ask(workspace, deal.deliverable_id, ReviewDraft(INTERNAL, "Somebody else", due_on=TODAY), TODAY)
    newest, older = reviews(workspace, deal)
    assert (newest.decider, older.decision) == ("Somebody else", D.WITHDRAWN)
    other = ReviewDraft(INTERNAL, "Kit Penhaven", 2, due_on=date(2026, 11, 27))
    services.edit_review(workspace, newest.id, other, TODAY)
    assert reviews(workspace, deal)[0].decider == "Kit Penhaven"
    with pytest.raises(ValidationError, match="deadline has passed"):
        services.edit_review(workspace, newest.id, ReviewDraft(INTERNAL, "Kit", due_on=date(2026, 11, 20)), TODAY)
    with pytest.raises(KnownError, match="decided already"):
        services.edit_review(workspace, older.id, ReviewDraft(INTERNAL, "Kit"), TODAY)


def test_our_review_follows_the_newest_draft_the_clients_does_not(workspace: Workspace, deal: Deal) -> None:
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    save_draft(workspace, deal.deliverable_id, DraftDraft("Ad: second"), TODAY)
    assert reviews(workspace, deal)[0].draft_number == 2
    services.decide(workspace, deal.deliverable_id, D.APPROVED, today=TODAY)
    save_draft(workspace, deal.deliverable_id, DraftDraft("Ad: third"), TODAY)
    assert reviews(workspace, deal)[0].draft_number == 2, "the client decides on what was sent"


def test_overdue_reviews_are_found_and_the_queue_holds_what_waits_for_us(workspace: Workspace, deal: Deal) -> None:
    other = a_deal(workspace, deliverable={"state": "draft_in", "internal_review_on": date(2026, 11, 1)})
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    with workspace.writing("Time passes") as session:
        session.exec(select(Review)).one().due_on = date(2026, 11, 21)
    with workspace.reading() as session:
        late = queries.open_reviews(session, TODAY, late_only=True)
        assert [(one.deliverable_id, one.late_days) for one in late] == [(deal.deliverable_id, 3)]
        assert queries.open_reviews(session, TODAY, step=CLIENT) == ()
        assert queries.queue(session) == [other.deliverable_id, deal.deliverable_id]


def test_only_contract_checks_that_have_come_due_keep_work_open(workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Checks") as session:
        for due in (date(2026, 11, 20), date(2027, 5, 1)):
            session.add(ChecklistItem(
                deliverable_id=deal.deliverable_id, text="Still live", due_on=due, source="contract"))
        session.add(ChecklistItem(deliverable_id=deal.deliverable_id, text="Typed", due_on=date(2026, 11, 20)))
    with workspace.reading() as session:
        assert queries.facts(session, deal.deliverable_id, today=TODAY).open_required_items == 1


def _move_at(workspace: Workspace, number: int, day: int) -> None:
    with workspace.writing("Time passes") as session:
        moved = session.exec(select(DeliverableMove).order_by(DeliverableMove.id)).all()  # type: ignore[arg-type]
        moved[number].moved_at = datetime(2026, 11, day, 12, tzinfo=UTC)


def test_waiting_time_per_party_adds_up_over_a_campaign(workspace: Workspace, deal: Deal) -> None:
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    services.decide(workspace, deal.deliverable_id, D.APPROVED, today=TODAY)
    for number, day in enumerate((2, 9, 10, 12)):  # briefed, draft in, our review, at the client
        _move_at(workspace, number, day)
    with workspace.reading() as session:
        found = waiting.waiting(session, campaign_id=deal.campaign_id, today=TODAY)
        alone = waiting.waiting_of(session, deal.deliverable_id, TODAY)
        nothing = waiting.waiting(session, campaign_id=deal.campaign_id + 1, today=TODAY)
    assert found == alone
    assert found.of(BallHolder.CREATOR) == Held(7, 5)
    assert found.of(BallHolder.US) == Held(3, 2), "Veterans Day is no working day"
    assert found.of(BallHolder.CLIENT) == Held(12, 8)
    assert found.now_with == {BallHolder.CLIENT: 1}
    assert nothing.total == Held()


def test_a_record_from_before_moves_were_kept_counts_its_present_turn(workspace: Workspace) -> None:
    old = a_deal(workspace, deliverable={
        "state": "client_review", "ball_holder": "client", "ball_since": date(2026, 11, 17)})
    with workspace.reading() as session:
        found = waiting.waiting(session, collaboration_id=old.collaboration_id, today=TODAY)
    assert found.held == {BallHolder.CLIENT: Held(7, 5)}


def test_an_extra_round_needs_its_own_reason_beside_what_has_to_change(workspace: Workspace, deal: Deal) -> None:
    services.move(workspace, [deal.deliverable_id], S.INTERNAL_REVIEW, today=TODAY)
    with workspace.reading() as session:
        assert queries.extra_rounds(session, [deal.deliverable_id]) == ()
    with workspace.writing("Rounds") as session:
        session.get_one(Deliverable, deal.deliverable_id).rounds_used = 2
    with workspace.reading() as session:
        assert queries.extra_rounds(session, [deal.deliverable_id]) == (deal.deliverable_id,)
    with pytest.raises(KnownError, match="2 rounds of changes and 2 are used"):
        services.move(workspace, [deal.deliverable_id], S.CHANGES_REQUESTED, today=TODAY, answer="Show the box")
    services.move(workspace, [deal.deliverable_id], S.CHANGES_REQUESTED, "Agreed by phone", TODAY, "Show the box")
    assert state(workspace, deal) == S.CHANGES_REQUESTED
    assert reviews(workspace, deal)[0].answer == "Show the box"
    with workspace.reading() as session:
        assert queries.moves(session, deal.deliverable_id)[-1].reason == "Show the box – Agreed by phone"

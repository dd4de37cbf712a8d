"""Collaborations: stages under their guards, the client's decision with who and when, one step each."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from microinf_desktop.domain.collaborations import DecisionDraft
from microinf_desktop.domain.enums import BallHolder, ClientDecision, RelationshipStage
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries import collaboration_moves, collaborations
from microinf_desktop.services import collaborations as services
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import ClientContact, Collaboration, Influencer, Interaction
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_collaboration, a_contract, a_deal, an_influencer

R, K = RelationshipStage, ClientDecision


def row_of(workspace: Workspace, collaboration_id: int) -> collaborations.CollaborationRow:
    with workspace.reading() as session:
        return next(row for row in collaborations.rows(session, None, TODAY) if row.id == collaboration_id)


def refusal(workspace: Workspace, collaboration_id: int, stage: RelationshipStage, reason: str = "") -> str:
    with pytest.raises(KnownError) as caught:
        services.set_collaboration_stage(workspace, [collaboration_id], stage, reason, TODAY)
    return str(caught.value)


def test_contracted_needs_a_signed_contract_or_a_reason_that_is_kept(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"stage": "agreed"})
    said = refusal(workspace, deal.collaboration_id, R.CONTRACTED)
    assert "No contract is signed" in said
    assert "Record the signed contract first" in said, "the way out is named"
    services.set_collaboration_stage(workspace, [deal.collaboration_id], R.CONTRACTED, "Signed on paper", TODAY)
    with workspace.reading() as session:
        kept = session.exec(select(Interaction)).one()
    assert kept.summary == (
        "Moved to “contracted” although: No contract is signed. Reason: Signed on paper"
    )
    assert kept.campaign_id == deal.campaign_id
    changelog.undo(workspace)
    assert row_of(workspace, deal.collaboration_id).stage == "agreed"
    with workspace.reading() as session:
        assert session.exec(select(Interaction)).all() == [], "the note goes with the move, in one step"


def test_with_a_signed_contract_nobody_has_to_explain(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"stage": "agreed"})
    with workspace.writing("Contract") as session:
        a_contract(session, deal.collaboration_id, state="signed")
    services.set_collaboration_stage(workspace, [deal.collaboration_id], R.CONTRACTED, today=TODAY)
    with workspace.reading() as session:
        assert session.exec(select(Interaction)).all() == []


def test_an_illegal_move_says_where_the_way_leads(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"stage": "prospect"})
    said = refusal(workspace, deal.collaboration_id, R.COMPLETED, "in a hurry")
    assert "cannot go from “Prospect” to “Completed”" in said
    assert "Go through" in said


@pytest.mark.parametrize("stage", [R.NEGOTIATING, R.AGREED, R.CONTRACTED])
def test_somebody_blacklisted_later_is_not_moved_forward_whatever_the_reason(
    workspace: Workspace, stage: RelationshipStage
) -> None:
    deal = a_deal(workspace, collaboration={"stage": "contacted"}, influencer={"name": "Odile Fenn"})
    with workspace.writing("Blacklist") as session:
        person = session.get_one(Influencer, deal.influencer_id)
        person.stage, person.restriction_reason = "blacklisted", "Bought followers."
    said = refusal(workspace, deal.collaboration_id, stage, "the client insists")
    assert said.startswith("Odile Fenn is marked “blacklisted”: Bought followers.")
    assert "Dormant" in said
    services.set_collaboration_stage(workspace, [deal.collaboration_id], R.DORMANT, today=TODAY)
    assert row_of(workspace, deal.collaboration_id).is_shut_out


def test_a_restriction_that_has_ended_holds_nobody_back(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"stage": "prospect"}, influencer={
        "stage": "do_not_contact", "restriction_until": date(2026, 11, 23)})
    services.set_collaboration_stage(workspace, [deal.collaboration_id], R.CONTACTED, today=TODAY)
    assert row_of(workspace, deal.collaboration_id).stage == "contacted"


def test_several_move_together_or_not_at_all(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"stage": "vetted"})
    with workspace.writing("Second") as session:
        silent = an_influencer(session, name="No Address", email="", phone="", primary_handle="")
        other = a_collaboration(session, deal.campaign_id, silent.id or 0, stage="vetted").id or 0
    ids = [deal.collaboration_id, other]
    with pytest.raises(KnownError, match="No Address: There is no way to write"):
        services.set_collaboration_stage(workspace, ids, R.CONTACTED, today=TODAY)
    assert row_of(workspace, deal.collaboration_id).stage == "vetted"
    with workspace.reading() as session:
        found = collaboration_moves.obstacles(session, ids, R.CONTACTED, TODAY)
    assert [(one.name, one.can_waive) for one in found] == [("No Address", True)]


def test_a_rejection_is_not_argued_away(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"stage": "negotiating", "client_decision": "rejected"})
    assert "The client has rejected" in refusal(workspace, deal.collaboration_id, R.AGREED, "we like her")
    with workspace.reading() as session:
        found = collaboration_moves.obstacles(session, [deal.collaboration_id], R.AGREED, TODAY)
    assert not found[0].can_waive


def test_a_decision_keeps_who_when_and_why_in_one_step(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"client_decision": "pending"})
    with workspace.writing("Second") as session:
        other = a_collaboration(
            session, deal.campaign_id, an_influencer(session).id or 0, client_decision="pending").id or 0
    ids = [deal.collaboration_id, other]
    draft = DecisionDraft("Mara Quill", TODAY, "Loves the kitchen")
    services.set_client_decision(workspace, ids, K.ACCEPTED, draft)
    for one in ids:
        row = row_of(workspace, one)
        assert (row.client_decision, row.decided_by, row.decided_on, row.decision_note) == (
            "accepted", "Mara Quill", TODAY, "Loves the kitchen")
    changelog.undo(workspace)
    assert {row_of(workspace, one).client_decision for one in ids} == {"pending"}
    assert row_of(workspace, other).decided_by == ""


def test_opening_a_decision_again_forgets_who_took_it(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"client_decided_by": "Mara", "client_decided_on": TODAY})
    services.set_client_decision(workspace, [deal.collaboration_id], K.PENDING, DecisionDraft("Mara", TODAY))
    row = row_of(workspace, deal.collaboration_id)
    assert (row.client_decision, row.decided_by, row.decided_on) == ("pending", "", None)


def test_what_is_signed_outlives_a_rejection(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Contract") as session:
        a_contract(session, deal.collaboration_id, state="countersigned")
    with pytest.raises(KnownError, match=r"is signed.*Terminate the contract first"):
        services.set_client_decision(workspace, [deal.collaboration_id], K.REJECTED)
    assert row_of(workspace, deal.collaboration_id).client_decision == "accepted"


def test_contacts_who_decide_are_offered_first(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Contacts") as session:
        session.add(ClientContact(client_id=deal.client_id, name="Assistant"))
        session.add(ClientContact(client_id=deal.client_id, name="Head of brand", is_decider=True))
    with workspace.reading() as session:
        assert collaborations.deciders(session, deal.campaign_id) == ["Head of brand", "Assistant"]


@pytest.mark.parametrize(
    ("deliverable", "ball", "next_on", "what"),
    [
        ({"state": "briefed", "ball_holder": "creator", "draft_due_on": date(2026, 11, 26)}, BallHolder.CREATOR,
         date(2026, 11, 26), "draft"),
        ({"state": "client_review", "ball_holder": "client", "publish_on": date(2026, 12, 1)}, BallHolder.CLIENT,
         date(2026, 12, 1), "publish"),
        ({"state": "live", "ball_holder": "us"}, BallHolder.CREATOR, None, ""),
    ],
)
def test_the_ball_is_with_who_holds_the_most_urgent_work(
    workspace: Workspace, deliverable: dict[str, Any], ball: BallHolder, next_on: date | None, what: str
) -> None:
    deal = a_deal(workspace, collaboration={"stage": "active"}, deliverable=deliverable)
    row = row_of(workspace, deal.collaboration_id)
    assert (row.ball, row.next_on, row.next_what) == (ball, next_on, what)


def test_decisions_are_counted(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("More") as session:
        for decision in ("backup", "backup", "rejected", "pending"):
            session.add(Collaboration(
                campaign_id=deal.campaign_id, influencer_id=an_influencer(session).id or 0, client_decision=decision))
    with workspace.reading() as session:
        counts = collaborations.decision_counts(collaborations.rows(session, deal.campaign_id, TODAY), 6)
    assert (counts.accepted, counts.backup, counts.pending, counts.rejected, counts.wanted) == (1, 2, 1, 1, 6)

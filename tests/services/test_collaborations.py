"""Collaborations: stages under their guards, the client's decision with who and when, one step each."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from microinf_desktop.domain.collaborations import DealDraft, DecisionDraft
from microinf_desktop.domain.compensation import Bonus, Outcome, Trigger, payout
from microinf_desktop.domain.contracts import BonusTerm, DiscountTerm
from microinf_desktop.domain.enums import BallHolder, ClientDecision, CompensationModel, RelationshipStage, TargetMetric
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import collaboration_moves, collaborations, deals
from microinf_desktop.queries.contract_data import contract_data
from microinf_desktop.services import collaborations as services
from microinf_desktop.services.payments import plan_instalments
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import ClientContact, Collaboration, Deliverable, Influencer, Interaction, Payment
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
        ({"state": "live", "ball_holder": "us"}, BallHolder.US, None, ""),
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


# the deal -------------------------------------------------------------------------------------------------------------

VIEWS = Bonus("Reach", TargetMetric.VIEWS, 50_000, 300, per_units=1_000, cap_minor=50_000)
HYBRID = DealDraft(
    compensation_model=CompensationModel.HYBRID, fee_minor=100_000, commission_ppm=100_000,
    commission_per_sale_minor=250, commission_cap_minor=40_000, cap_minor=180_000, upfront_percent=20,
    approval_percent=30, report_percent=10, discount_code="KLARA15", discount_until=date(2026, 12, 31),
)


def test_a_hybrid_with_bonuses_is_stored_computed_and_undone(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    services.save_deal(workspace, deal.collaboration_id, HYBRID, [VIEWS])
    with workspace.reading() as session:
        terms = deals.terms(session, deal.collaboration_id)
    paid = payout(terms, Outcome(sales=20, revenue_minor=200_000, metrics={TargetMetric.VIEWS: 60_000}))
    # 10 % of 2,000.00 and 20 × 2.50 are 250.00; ten full thousands above 50,000 are 30.00.
    assert (paid.fees_minor, paid.commission_minor, paid.bonus_minor) == (100_000, 25_000, 3_000)
    services.save_deal(workspace, deal.collaboration_id, HYBRID, [])
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert deals.bonuses(session, deal.collaboration_id) == (VIEWS,)


def test_instalments_of_all_four_days_reach_payments_and_contract(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    services.save_deal(workspace, deal.collaboration_id, HYBRID, [VIEWS])
    with workspace.reading() as session:
        data = contract_data(session, deal.collaboration_id, today=TODAY)
    shares = [(Trigger.SIGNATURE, 20_000), (Trigger.APPROVAL, 30_000), (Trigger.LIVE, 40_000), (Trigger.REPORT, 10_000)]
    assert [(part.trigger, part.amount.minor) for part in data.compensation.instalments] == shares
    plan_instalments(workspace, deal.collaboration_id)
    with workspace.reading() as session:
        made = [(one.milestone, one.amount_minor) for one in session.exec(select(Payment))]
    assert made == shares


def test_cap_per_sale_bonus_and_the_end_of_the_code_reach_the_contract(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    services.save_deal(workspace, deal.collaboration_id, HYBRID, [VIEWS])
    with workspace.reading() as session:
        data = contract_data(session, deal.collaboration_id, today=TODAY)
    pay = data.compensation
    assert pay.cap is not None
    assert pay.cap.minor == 180_000
    assert pay.commission is not None
    assert pay.commission.per_sale is not None
    assert (pay.commission.per_sale.minor, pay.commission.code) == (250, "KLARA15")
    assert pay.commission.expires_on == date(2026, 12, 31)
    assert pay.bonuses == (BonusTerm(
        TargetMetric.VIEWS, 50_000, Money(300, "EUR"), 1_000, Money(50_000, "EUR"), "Reach"),)
    assert data.discount == DiscountTerm(
        "KLARA15", HYBRID.discount_terms, HYBRID.discount_from, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"upfront_percent": 60, "approval_percent": 50}, "report_percent"), ({"cap_minor": 99_999}, "cap_minor"),
     ({"discount_from": date(2027, 1, 1)}, "discount_until"), ({"commission_per_sale_minor": -1},
                                                               "commission_per_sale_minor")],
)
def test_a_deal_that_contradicts_itself_is_refused_at_its_field(
    workspace: Workspace, changes: dict[str, Any], field: str
) -> None:
    deal = a_deal(workspace)
    with pytest.raises(ValidationError) as caught:
        services.save_deal(workspace, deal.collaboration_id, replace(HYBRID, **changes), [VIEWS])
    assert caught.value.field == field


def test_fees_of_deliverables_make_up_the_fee(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    flat = DealDraft(fee_minor=90_000)
    with pytest.raises(ValidationError, match="do not add up"):
        services.save_deal(workspace, deal.collaboration_id, flat, [], {deal.deliverable_id: 80_000})
    services.save_deal(workspace, deal.collaboration_id, flat, [], {deal.deliverable_id: 90_000})
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).fee_minor == 90_000
        assert [line.label for line in deals.terms(session, deal.collaboration_id).fees] == ["Post"]


def test_terms_are_set_for_several_only_where_chosen(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"fee_minor": 90_000})
    with workspace.writing("Second") as session:
        other = a_collaboration(
            session, deal.campaign_id, an_influencer(session).id or 0, fee_minor=50_000, rounds_included=1).id or 0
    ids = [deal.collaboration_id, other]
    services.set_terms(workspace, ids, {"rounds_included": 3, "upfront_percent": 50})
    with workspace.reading() as session:
        stored = [session.get_one(Collaboration, one) for one in ids]
        assert [(row.rounds_included, row.upfront_percent, row.fee_minor) for row in stored] == [
            (3, 50, 90_000), (3, 50, 50_000)]
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert [session.get_one(Collaboration, one).rounds_included for one in ids] == [2, 1]


def test_a_deal_is_copied_without_the_code_of_the_other(workspace: Workspace) -> None:
    deal, other = a_deal(workspace), a_deal(workspace, collaboration={"discount_code": "OWN10"})
    services.save_deal(workspace, deal.collaboration_id, HYBRID, [VIEWS])
    services.copy_deal(workspace, deal.collaboration_id, [other.collaboration_id])
    with workspace.reading() as session:
        row = session.get_one(Collaboration, other.collaboration_id)
        assert (row.fee_minor, row.discount_code, row.cap_minor) == (100_000, "OWN10", 180_000)
        assert deals.bonuses(session, other.collaboration_id) == (VIEWS,)
    dollars = a_deal(workspace, collaboration={"currency": "USD"})
    with pytest.raises(KnownError, match="in EUR, this one in USD"):
        services.copy_deal(workspace, deal.collaboration_id, [dollars.collaboration_id])


def test_a_fee_that_no_longer_adds_up_keeps_nobody_from_changing_something_else(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"fee_minor": 50_000})
    draft = DealDraft(fee_minor=90_000, rounds_included=4)
    services.save_deal(workspace, deal.collaboration_id, draft, [], {deal.deliverable_id: 50_000})
    with workspace.reading() as session:
        assert session.get_one(Collaboration, deal.collaboration_id).rounds_included == 4


def test_a_contract_can_be_made_of_deals_without_one(workspace: Workspace) -> None:
    first = a_deal(workspace, influencer={"name": "Zora Malm", "sort_name": "malm zora"})
    with workspace.writing("More") as session:
        made = []
        for name, decision, state in (
            ("Ada Brook", "accepted", ""), ("Refused", "rejected", ""), ("Signed", "accepted", "signed"),
            ("Ended", "accepted", "terminated"),
        ):
            person = an_influencer(session, name=name, sort_name=name.lower()).id or 0
            row = a_collaboration(session, first.campaign_id, person, client_decision=decision)
            made.append(row.id or 0)
            if state:
                a_contract(session, row.id or 0, state=state)
    with workspace.reading() as session:
        free = collaborations.without_contract(session)
    assert [deal.creator for deal in free] == ["Ada Brook", "Ended", "Zora Malm"]
    assert {deal.collaboration_id for deal in free} == {first.collaboration_id, made[0], made[3]}


def test_the_list_of_the_command_line_says_the_same_as_the_table(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"state": "live"})
    with workspace.writing("More") as session:
        person = an_influencer(session, name="Ada Brook").id or 0
        a_collaboration(session, deal.campaign_id, person, fee_minor=None)
    with workspace.reading() as session:
        table = {row.id: row for row in collaborations.rows(session, None, TODAY)}
        listed = collaborations.exported(session, TODAY)
    assert [one["id"] for one in listed] == sorted(table)
    for one in listed:
        row = table[one["id"]]
        assert (one["creator"], one["stage"], one["deliverables"], one["late"], one["progress"]) == (
            row.name, row.stage, row.deliverables, row.late, row.progress)
        assert (one["fee_minor"], one["currency"]) == ((row.fee.minor, row.fee.currency) if row.fee else (None, None))

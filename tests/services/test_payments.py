"""Instalments from the deal, moves through the pipeline, paying in parts, and the roster's last paid."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from microinf_desktop.domain.compensation import PPM, Milestone, Trigger
from microinf_desktop.domain.enums import PaymentState
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.payments import PaymentDraft
from microinf_desktop.queries import payments as queries
from microinf_desktop.queries.deals import draft_of
from microinf_desktop.services import collaborations, payments
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Collaboration, Contract, Deliverable, Influencer, Payment
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_contract, a_deal, a_payment


def stored(workspace: Workspace, payment_id: int) -> Payment:
    with workspace.reading() as session:
        return session.get_one(Payment, payment_id)


def test_instalments_follow_the_upfront_share_and_add_up(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"fee_minor": 100_001, "upfront_percent": 30})
    made = payments.plan_instalments(workspace, deal.collaboration_id)
    first, second = (stored(workspace, one) for one in made)
    assert (first.milestone, first.amount_minor) == ("signature", 30_000)
    assert (second.milestone, second.amount_minor) == ("live", 70_001)
    with pytest.raises(KnownError, match="has payments already"):
        payments.plan_instalments(workspace, deal.collaboration_id)


def test_own_milestones_replace_those_of_the_deal(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"fee_minor": 90_000})
    halves = [Milestone(Trigger.APPROVAL, PPM // 2), Milestone(Trigger.LIVE, PPM // 2)]
    made = payments.plan_instalments(workspace, deal.collaboration_id, halves)
    assert [stored(workspace, one).milestone for one in made] == ["approval", "live"]


def test_a_deal_without_a_fee_has_nothing_to_pay(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={
        "fee_minor": None, "compensation_model": "product_seeding", "product_value_minor": 6_400,
    })
    with pytest.raises(KnownError, match="no fixed fee"):
        payments.plan_instalments(workspace, deal.collaboration_id)


def test_a_payment_is_not_due_before_what_it_pays_for(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"state": "approved"})
    with workspace.writing("Pay") as session:
        payment_id = a_payment(session, deal.collaboration_id, milestone="live").id or 0
    with pytest.raises(KnownError, match="has not been delivered"):
        payments.move_payment(workspace, payment_id, PaymentState.DUE, today=TODAY)
    assert payments.mark_due(workspace, TODAY) == []
    with workspace.writing("Go live") as session:
        session.get_one(Deliverable, deal.deliverable_id).state = "live"
    assert payments.mark_due(workspace, TODAY) == [payment_id]
    assert (stored(workspace, payment_id).state, stored(workspace, payment_id).due_on) == ("due", date(2026, 12, 24))


def test_signature_and_raw_content_reach_their_milestones(workspace: Workspace) -> None:
    deal = a_deal(workspace, deliverable={"state": "approved", "kind": "raw_ugc"})
    with workspace.writing("Draft") as session:
        contract_id = a_contract(session, deal.collaboration_id).id
    with workspace.reading() as session:
        reached = queries.reached_triggers(session, [deal.collaboration_id])[deal.collaboration_id]
    assert reached == {Trigger.APPROVAL, Trigger.LIVE}
    with workspace.writing("Sign") as session:
        session.get_one(Contract, contract_id).state = "signed"
    with workspace.reading() as session:
        assert Trigger.SIGNATURE in queries.reached_triggers(session, [deal.collaboration_id])[deal.collaboration_id]


def test_paying_in_parts_ends_in_paid_and_shows_in_the_roster(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Pay") as session:
        payment_id = a_payment(session, deal.collaboration_id, state="due").id or 0
    with pytest.raises(KnownError, match="No invoice is recorded"):
        payments.move_payment(workspace, payment_id, PaymentState.APPROVED)
    payments.move_payment(workspace, payment_id, PaymentState.INVOICE_RECEIVED, invoice_number=" KV-12 ")
    payments.move_payment(workspace, payment_id, PaymentState.APPROVED)
    with pytest.raises(ValidationError, match=r"Open is EUR 900.00"):
        payments.pay(workspace, payment_id, 90_001)
    assert payments.pay(workspace, payment_id, 40_000, TODAY) is PaymentState.PART_PAID
    assert payments.pay(workspace, payment_id, 20_000, TODAY) is PaymentState.PART_PAID
    assert payments.pay(workspace, payment_id, 30_000, TODAY) is PaymentState.PAID
    payment = stored(workspace, payment_id)
    assert (payment.paid_minor, payment.paid_on, payment.invoice_number) == (90_000, TODAY, "KV-12")
    with workspace.reading() as session:
        person = session.get_one(Influencer, deal.influencer_id)
        assert (person.last_paid_minor, person.last_paid_currency) == (90_000, "EUR")
    with pytest.raises(KnownError, match="money has been paid"):
        payments.delete_payments(workspace, [payment_id])
    changelog.undo(workspace)
    with workspace.reading() as session:
        assert session.get_one(Influencer, deal.influencer_id).last_paid_minor == 60_000


def test_back_to_approved_takes_the_money_back(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Pay") as session:
        payment_id = a_payment(session, deal.collaboration_id, state="approved", invoice_number="1").id or 0
    payments.move_payment(workspace, payment_id, PaymentState.PAID, today=TODAY)
    payments.move_payment(workspace, payment_id, PaymentState.APPROVED)
    assert (stored(workspace, payment_id).paid_minor, stored(workspace, payment_id).paid_on) == (0, None)
    with workspace.reading() as session:
        assert session.get_one(Influencer, deal.influencer_id).last_paid_minor is None


def test_a_dispute_needs_a_reason_that_the_history_keeps(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    with workspace.writing("Pay") as session:
        payment_id = a_payment(session, deal.collaboration_id, state="due").id or 0
    with workspace.reading() as session:
        assert payments.refusal(session, payment_id, PaymentState.DISPUTED) == (
            "A dispute needs a reason. Write down what is disputed."
        )
    payments.move_payment(workspace, payment_id, PaymentState.DISPUTED, reason="Post was deleted")
    with workspace.reading() as session:
        newest = changelog.history(session, "payment", payment_id)[0]
    assert newest.step.label == "Mark a payment as disputed: Post was deleted"


def test_amounts_are_checked_and_fixed_once_approved(workspace: Workspace) -> None:
    deal = a_deal(workspace)
    draft = PaymentDraft(deal.collaboration_id, "Extra story", 5_000, "EUR")
    with pytest.raises(ValidationError, match="above 0"):
        payments.save_payment(workspace, PaymentDraft(deal.collaboration_id, "Extra story", 0, "EUR"))
    payment_id = payments.save_payment(workspace, draft)
    payments.save_payment(workspace, PaymentDraft(deal.collaboration_id, "Two stories", 9_000, "EUR"), payment_id)
    assert stored(workspace, payment_id).amount_minor == 9_000
    with workspace.writing("Approve") as session:
        session.get_one(Payment, payment_id).state = "approved"
    with pytest.raises(KnownError, match="cannot change: the payment is “Approved”"):
        payments.save_payment(workspace, draft, payment_id)
    payments.delete_payments(workspace, [payment_id])
    with workspace.reading() as session:
        assert session.get(Payment, payment_id) is None


def test_payments_that_are_not_due_follow_the_fee_in_the_same_step(workspace: Workspace) -> None:
    deal = a_deal(workspace, collaboration={"fee_minor": 100_000, "upfront_percent": 40})
    first, second = payments.plan_instalments(workspace, deal.collaboration_id)
    with workspace.writing("Paid") as session:
        session.get_one(Payment, first).state = PaymentState.PAID
    with workspace.reading() as session:
        draft = draft_of(session.get_one(Collaboration, deal.collaboration_id))
    steps = changelog_length(workspace)
    dearer = replace(draft, fee_minor=150_000)
    assert collaborations.save_deal(workspace, deal.collaboration_id, dearer, replan=True) == 1
    assert (stored(workspace, first).amount_minor, stored(workspace, second).amount_minor) == (40_000, 110_000)
    assert changelog_length(workspace) == steps + 1
    changelog.undo(workspace)
    assert stored(workspace, second).amount_minor == 60_000
    with workspace.reading() as session:
        assert session.get_one(Collaboration, deal.collaboration_id).fee_minor == 100_000
    with pytest.raises(KnownError, match="due or paid already"):
        collaborations.save_deal(workspace, deal.collaboration_id, replace(draft, fee_minor=30_000), replan=True)
    assert collaborations.save_deal(workspace, deal.collaboration_id, dearer) == 0
    assert stored(workspace, second).amount_minor == 60_000, "nobody asked for it"


def changelog_length(workspace: Workspace) -> int:
    with workspace.reading() as session:
        return session.execute(text("SELECT count(*) FROM step")).scalar_one()

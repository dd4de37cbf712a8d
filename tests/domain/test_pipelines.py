"""The pipelines: what they refuse, the way out they name, and that none of them has a dead end or a loophole."""

from dataclasses import replace
from datetime import date

import pytest

from microinf_desktop.domain.enums import (
    BallHolder,
    ClientDecision,
    ContractState,
    DeliverableState,
    PaymentState,
    RelationshipStage,
    Verdict,
)
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.pipelines import (
    CLIENT_DECISION,
    CONTRACT,
    DELIVERABLE,
    PAYMENT,
    RELATIONSHIP,
    ContractFacts,
    DecisionFacts,
    DeliverableFacts,
    PaymentFacts,
    RelationshipFacts,
    can_move,
    days_late,
    holder,
    is_terminal,
    label,
    moves,
    next_state,
    progress,
    require_move,
    rolled_up_progress,
    route,
)

D, C, P, R, K = DeliverableState, ContractState, PaymentState, RelationshipStage, ClientDecision
ALL = [DELIVERABLE, CONTRACT, PAYMENT, RELATIONSHIP, CLIENT_DECISION]
GO = DeliverableFacts(
    verdict=Verdict.PASS, drafts=1, rounds_agreed=2, go_live_on=date(2026, 12, 1), evidence=1, metric_snapshots=1
)


@pytest.mark.parametrize("pipeline", ALL, ids=lambda pipeline: pipeline.name)
def test_every_state_of_the_vocabulary_is_described_and_reachable(pipeline):
    vocabulary = set(type(next(iter(pipeline.states))))
    assert set(pipeline.states) == vocabulary == set(pipeline.edges)
    first = next(iter(pipeline.states))
    assert all(route(pipeline, first, state) for state in vocabulary - {first})


@pytest.mark.parametrize("pipeline", ALL, ids=lambda pipeline: pipeline.name)
def test_terminal_states_lead_nowhere_and_only_they(pipeline):
    for state in pipeline.states:
        assert is_terminal(pipeline, state) == (not pipeline.edges[state])
        assert 0 <= progress(pipeline, state) <= 100


@pytest.mark.parametrize("pipeline", ALL, ids=lambda pipeline: pipeline.name)
def test_backward_moves_never_raise_progress_unless_they_reopen(pipeline):
    for start, targets in pipeline.backward.items():
        if start in (D.CANCELLED, P.DISPUTED):
            continue
        for to in targets:
            assert progress(pipeline, to) <= progress(pipeline, start), (start, to)


def test_the_usual_way_of_a_deliverable_ends_complete():
    state, way = D.NOT_STARTED, []
    while (following := next_state(DELIVERABLE, state)) is not None:
        assert can_move(DELIVERABLE, state, following, GO) is None
        way.append(following)
        state = following
    assert way == [
        D.BRIEFED, D.DRAFT_IN, D.INTERNAL_REVIEW, D.CLIENT_REVIEW, D.APPROVED, D.SCHEDULED, D.LIVE,
        D.PROOF_CAPTURED, D.METRICS_CAPTURED, D.COMPLETE,
    ]


@pytest.mark.parametrize(
    ("verdict", "reason", "words"),
    [
        (Verdict.FAIL, "", "fails"),
        (Verdict.FAIL, "the client insists", "fails"),
        (Verdict.NOT_CHECKED, "", "not been checked"),
        (Verdict.WARN, "", "warns"),
        (Verdict.WARN, "   ", "warns"),
        (Verdict.CANNOT_TELL, "", "warns"),
    ],
)
def test_approval_is_refused_without_a_clean_disclosure_check(verdict, reason, words):
    refusal = can_move(
        DELIVERABLE, D.CLIENT_REVIEW, D.APPROVED, replace(GO, verdict=verdict, warning_reason=reason)
    )
    assert refusal is not None
    assert words in refusal.reason
    assert refusal.remedy


@pytest.mark.parametrize("verdict", [Verdict.WARN, Verdict.CANNOT_TELL])
def test_a_warning_can_be_accepted_with_a_reason(verdict):
    facts = replace(GO, verdict=verdict, warning_reason="Label is on the picture, seen by Ana")
    assert can_move(DELIVERABLE, D.CLIENT_REVIEW, D.APPROVED, facts) is None


def test_content_that_is_not_posted_needs_no_disclosure():
    facts = replace(GO, verdict=Verdict.NOT_CHECKED, disclosure_needed=False)
    assert can_move(DELIVERABLE, D.CLIENT_REVIEW, D.APPROVED, facts) is None


def test_internal_review_approves_only_where_the_client_leaves_the_decision():
    refusal = can_move(DELIVERABLE, D.INTERNAL_REVIEW, D.APPROVED, GO)
    assert refusal is not None
    assert "client" in refusal.reason
    free = replace(GO, client_review_needed=False)
    assert can_move(DELIVERABLE, D.INTERNAL_REVIEW, D.APPROVED, free) is None


def test_nothing_goes_live_unapproved_unless_it_happened_and_is_explained():
    for state in (D.BRIEFED, D.DRAFT_IN, D.INTERNAL_REVIEW, D.CLIENT_REVIEW, D.CHANGES_REQUESTED):
        refusal = can_move(DELIVERABLE, state, D.LIVE, GO)
        assert refusal is not None
        assert "approved" in refusal.reason
        explained = replace(GO, unapproved_reason="Posted a day early by mistake")
        assert can_move(DELIVERABLE, state, D.LIVE, explained) is None


def test_no_correction_leads_to_approved_without_its_conditions():
    reached_unapproved = {D.LIVE, D.PROOF_CAPTURED, D.METRICS_CAPTURED, D.COMPLETE}
    for state in reached_unapproved:
        assert D.APPROVED not in DELIVERABLE.backward.get(state, ())
        assert D.SCHEDULED not in DELIVERABLE.backward.get(state, ())


def test_rounds_of_changes_are_held_to_the_contract():
    spent = replace(GO, rounds_used=2)
    refusal = can_move(DELIVERABLE, D.CLIENT_REVIEW, D.CHANGES_REQUESTED, spent)
    assert refusal is not None
    assert "2 rounds" in refusal.reason
    allowed = [
        replace(spent, rounds_used=1),
        replace(spent, rounds_agreed=None),
        replace(spent, extra_round_reason="Paid extra, agreed by mail"),
        replace(spent, verdict=Verdict.FAIL),  # what the law asks for is no matter of rounds
    ]
    for facts in allowed:
        assert can_move(DELIVERABLE, D.CLIENT_REVIEW, D.CHANGES_REQUESTED, facts) is None
    one = can_move(DELIVERABLE, D.CLIENT_REVIEW, D.CHANGES_REQUESTED, replace(spent, rounds_agreed=1))
    assert one is not None
    assert "1 round of changes" in one.reason


@pytest.mark.parametrize(
    ("start", "to", "missing", "words"),
    [
        (D.BRIEFED, D.DRAFT_IN, {"drafts": 0}, "No draft"),
        (D.APPROVED, D.SCHEDULED, {"go_live_on": None}, "No go-live day"),
        (D.LIVE, D.PROOF_CAPTURED, {"evidence": 0}, "No proof"),
        (D.PROOF_CAPTURED, D.METRICS_CAPTURED, {"metric_snapshots": 0}, "No metrics"),
        (D.METRICS_CAPTURED, D.COMPLETE, {"open_required_items": 1}, "1 item of the contract is"),
        (D.METRICS_CAPTURED, D.COMPLETE, {"open_required_items": 3}, "3 items of the contract are"),
    ],
)
def test_each_condition_of_a_deliverable(start, to, missing, words):
    assert can_move(DELIVERABLE, start, to, GO) is None
    refusal = can_move(DELIVERABLE, start, to, replace(GO, **missing))
    assert refusal is not None
    assert refusal.reason.startswith(words)


def test_a_move_that_does_not_exist_names_the_way():
    refusal = can_move(DELIVERABLE, D.NOT_STARTED, D.CLIENT_REVIEW, GO)
    assert refusal is not None
    assert refusal.remedy == "Go through “Briefed”, “Draft in”, “Internal review” first."
    back = can_move(DELIVERABLE, D.APPROVED, D.BRIEFED, GO)
    assert back is not None
    final = can_move(DELIVERABLE, D.REPLACED, D.BRIEFED, GO)
    assert final is not None
    assert "final" in final.remedy
    assert can_move(DELIVERABLE, D.LIVE, D.LIVE, GO) is not None


def test_require_move_raises_the_refusal():
    with pytest.raises(KnownError, match="disclosure check fails") as caught:
        require_move(DELIVERABLE, D.CLIENT_REVIEW, D.APPROVED, replace(GO, verdict=Verdict.FAIL))
    assert caught.value.hint


def test_moves_list_what_can_follow_with_reasons():
    listed = {move.to: move.refusal for move in moves(DELIVERABLE, D.CLIENT_REVIEW, replace(GO, rounds_used=2))}
    assert listed[D.APPROVED] is None
    assert listed[D.CHANGES_REQUESTED] is not None
    assert listed[D.INTERNAL_REVIEW] is None  # a correction


def test_contract_is_sent_only_complete_and_issued():
    refusal = can_move(CONTRACT, C.DRAFT, C.SENT, ContractFacts(missing=("fee", "creator's address")))
    assert refusal is not None
    assert refusal.reason == "The contract lacks: fee, creator's address."
    assert can_move(CONTRACT, C.DRAFT, C.SENT, ContractFacts()) is not None
    assert can_move(CONTRACT, C.DRAFT, C.SENT, ContractFacts(issued=True)) is None


def test_contract_needs_both_signatures_its_start_and_its_end():
    day = date(2026, 12, 1)
    signed = ContractFacts(issued=True, signed_on=day, today=day)
    assert can_move(CONTRACT, C.SENT, C.SIGNED, replace(signed, signed_on=None)) is not None
    assert can_move(CONTRACT, C.SENT, C.SIGNED, signed) is None
    assert can_move(CONTRACT, C.SIGNED, C.COUNTERSIGNED, signed) is not None
    both = replace(signed, countersigned_on=day)
    assert can_move(CONTRACT, C.SIGNED, C.COUNTERSIGNED, both) is None
    early = can_move(CONTRACT, C.COUNTERSIGNED, C.ACTIVE, replace(both, starts_on=date(2026, 12, 2)))
    assert early is not None
    assert "02 Dec 2026" in early.reason
    assert can_move(CONTRACT, C.ACTIVE, C.EXPIRED, both) is not None
    running = replace(both, ends_on=day)
    assert can_move(CONTRACT, C.ACTIVE, C.EXPIRED, running) is not None
    assert can_move(CONTRACT, C.ACTIVE, C.EXPIRED, replace(running, today=date(2026, 12, 2))) is None
    assert can_move(CONTRACT, C.ACTIVE, C.TERMINATED, both) is not None
    assert can_move(CONTRACT, C.ACTIVE, C.TERMINATED, replace(both, reason="Breach of clause 7")) is None


def test_payment_follows_the_money():
    facts = PaymentFacts(amount_minor=50_000, milestone_reached=True, invoice_number="A-17")
    assert can_move(PAYMENT, P.NOT_DUE, P.DUE, PaymentFacts()) is not None
    assert can_move(PAYMENT, P.NOT_DUE, P.DUE, facts) is None
    assert can_move(PAYMENT, P.DUE, P.APPROVED, replace(facts, invoice_number="")) is not None
    assert can_move(PAYMENT, P.DUE, P.APPROVED, replace(facts, invoice_number="", invoice_needed=False)) is None
    for paid, part, whole in [(0, False, False), (20_000, True, False), (50_000, False, True)]:
        now = replace(facts, paid_minor=paid)
        assert (can_move(PAYMENT, P.APPROVED, P.PART_PAID, now) is None) is part
        assert (can_move(PAYMENT, P.APPROVED, P.PAID, now) is None) is whole
    assert can_move(PAYMENT, P.DUE, P.DISPUTED, facts) is not None


def test_relationship_may_skip_stages_but_not_their_conditions():
    known = RelationshipFacts(contactable=True, terms_agreed=True)
    assert can_move(RELATIONSHIP, R.PROSPECT, R.AGREED, known) is None
    assert can_move(RELATIONSHIP, R.PROSPECT, R.CONTACTED, RelationshipFacts()) is not None
    unsigned = can_move(RELATIONSHIP, R.AGREED, R.CONTRACTED, known)
    assert unsigned is not None
    assert "signed" in unsigned.reason
    signed = replace(known, contract_signed=True)
    assert can_move(RELATIONSHIP, R.AGREED, R.CONTRACTED, signed) is None
    for decision in (K.PENDING, K.BACKUP, K.REJECTED):
        refused = can_move(RELATIONSHIP, R.AGREED, R.CONTRACTED, replace(signed, client_decision=decision))
        assert refused is not None
        assert "client" in refused.reason.lower()
    busy = can_move(RELATIONSHIP, R.ACTIVE, R.COMPLETED, replace(signed, open_deliverables=1))
    assert busy is not None
    assert busy.reason == "1 deliverable is still open."


def test_shutting_out_and_letting_in_need_a_reason():
    for shut in (R.DO_NOT_CONTACT, R.BLACKLISTED):
        assert can_move(RELATIONSHIP, R.IN_TALKS, shut, RelationshipFacts()) is not None
        assert can_move(RELATIONSHIP, R.IN_TALKS, shut, RelationshipFacts(reason="asked us to")) is None
        assert can_move(RELATIONSHIP, shut, R.PROSPECT, RelationshipFacts()) is not None
        contact = can_move(RELATIONSHIP, shut, R.CONTACTED, RelationshipFacts(contactable=True, reason="x"))
        assert contact is not None


def test_a_signed_contract_outlives_the_clients_change_of_mind():
    assert can_move(CLIENT_DECISION, K.ACCEPTED, K.REJECTED, DecisionFacts()) is None
    assert can_move(CLIENT_DECISION, K.ACCEPTED, K.REJECTED, DecisionFacts(contract_signed=True)) is not None


def test_holder_lateness_and_roll_up():
    assert holder(DELIVERABLE, D.CLIENT_REVIEW) is BallHolder.CLIENT
    assert holder(DELIVERABLE, D.CHANGES_REQUESTED) is BallHolder.CREATOR
    assert holder(DELIVERABLE, D.COMPLETE) is None
    due, today = date(2026, 11, 20), date(2026, 11, 24)
    assert days_late(DELIVERABLE, D.DRAFT_IN, due, today) == 4
    assert days_late(DELIVERABLE, D.LIVE, due, today) == 0
    assert days_late(DELIVERABLE, D.DRAFT_IN, None, today) == 0
    assert days_late(DELIVERABLE, D.DRAFT_IN, today, due) == 0
    void = (D.CANCELLED, D.REPLACED)
    assert rolled_up_progress(DELIVERABLE, [D.COMPLETE, D.NOT_STARTED, D.CANCELLED], void) == 50
    assert rolled_up_progress(DELIVERABLE, [D.CANCELLED], void) is None
    assert label(R.DO_NOT_CONTACT) == "Do not contact"

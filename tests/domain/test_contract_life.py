"""The life of a contract as plain rules: next steps, last days, kill fees, signed copies, what differs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.domain.contract_diff import data_changes
from microinf_desktop.domain.contract_json import contract_from_json
from microinf_desktop.domain.contract_life import (
    ContractKind,
    NextStep,
    Waiting,
    amendment_number,
    dated_state,
    expiry_mark,
    last_day,
    next_step,
    price_of,
)
from microinf_desktop.domain.contract_terms import KillFee, contract_hash, contract_json
from microinf_desktop.domain.enums import ContractState, DeliverableState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.kill_fees import Work, WorkStage, kill_fee
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.page_text import paragraphs_of
from microinf_desktop.domain.signed_copies import CopyVerdict, compare_copy
from tests import contract_samples

C, D = ContractState, DeliverableState
TODAY = date(2026, 11, 24)


def test_the_data_of_a_version_is_read_back_to_the_letter() -> None:
    for data in (contract_samples.sample_contract(), contract_samples.full_contract()):
        again = contract_from_json(contract_json(data))
        assert again == data
        assert contract_hash(again) == contract_hash(data)
    with pytest.raises(KnownError, match="cannot be read"):
        contract_from_json('{"number": 5}')


@pytest.mark.parametrize(("waiting", "wanted"), [
    (Waiting(C.DRAFT), NextStep.ISSUE),
    (Waiting(C.DRAFT, version=1), NextStep.SEND),
    (Waiting(C.SENT, 1, last_word_on=TODAY - timedelta(4)), NextStep.WAIT),
    (Waiting(C.SENT, 1, last_word_on=TODAY - timedelta(5)), NextStep.REMIND),
    (Waiting(C.CHANGES, 1, open_changes=1), NextStep.ANSWER),
    (Waiting(C.CHANGES, 1), NextStep.ISSUE),
    (Waiting(C.SIGNED, 1), NextStep.COUNTERSIGN),
    (Waiting(C.SIGNED, 1, copy_check="differs"), NextStep.COMPARE),
    (Waiting(C.ACTIVE, 1), NextStep.ATTACH),
    (Waiting(C.ACTIVE, 1, has_copy=True, expires_on=TODAY + timedelta(46)), NextStep.NONE),
    (Waiting(C.ACTIVE, 1, has_copy=True, expires_on=TODAY + timedelta(45)), NextStep.RENEW),
    (Waiting(C.TERMINATED, 1), NextStep.NONE),
])
def test_what_comes_next(waiting: Waiting, wanted: NextStep) -> None:
    assert next_step(waiting, TODAY) is wanted


def test_days_make_a_contract_active_and_expired() -> None:
    before, after = TODAY - timedelta(1), TODAY + timedelta(1)
    assert dated_state(C.COUNTERSIGNED, after, None, TODAY) is None
    assert dated_state(C.COUNTERSIGNED, TODAY, None, TODAY) is C.ACTIVE
    assert dated_state(C.COUNTERSIGNED, None, before, TODAY) is C.EXPIRED
    assert dated_state(C.ACTIVE, None, TODAY, TODAY) is None
    assert dated_state(C.SIGNED, before, before, TODAY) is None
    marks = [expiry_mark(TODAY + timedelta(n), TODAY) for n in (-1, 0, 1, 14, 15, 30, 31, 45, 46)]
    assert marks == [None, 0, 14, 14, 30, 30, 45, 45, None]


def test_the_last_day_is_that_of_the_last_duty() -> None:
    data = contract_samples.full_contract()
    ends = last_day(data)
    assert ends is not None
    assert ends >= max(item.publish_on for item in data.deliverables if item.publish_on)
    assert last_day(replace(data, usage=replace(data.usage, is_perpetual=True))) is None


def test_numbers_of_amendments_and_prices() -> None:
    taken = ["KL-1-A1", "KL-1-A7", "KL-1-E1", "KL-1-Ax"]
    assert amendment_number("KL-1", ContractKind.AMENDMENT, taken) == "KL-1-A8"
    assert amendment_number("KL-1", ContractKind.EXTENSION, taken) == "KL-1-E2"
    assert price_of([(500, "EUR"), (None, "EUR"), (200, "USD"), (100, "EUR")]) == (
        Money(600, "EUR"), Money(200, "USD"))


LADDER = (KillFee("signature", 25), KillFee("draft", 50), KillFee("approval", 100))


def test_a_kill_fee_follows_the_stage_of_each_deliverable() -> None:
    works = [Work("Reel", D.DRAFT_IN), Work("Story", D.NOT_STARTED, 10_000), Work("Post", D.LIVE)]
    due = kill_fee(LADDER, Money(90_001, "EUR"), works, 20_000, is_signed=True)
    assert [line.stage for line in due.lines] == [WorkStage.DRAFT, WorkStage.SIGNATURE, WorkStage.PUBLICATION]
    assert [line.fee.minor for line in due.lines] == [40_001, 10_000, 40_000]
    assert [line.owed.minor for line in due.lines] == [20_001, 2_500, 40_000]
    assert (due.owed.minor, due.left.minor, due.overpaid.minor) == (62_501, 42_501, 0)
    assert kill_fee(LADDER[1:], Money(100, "EUR"), [Work("x", D.BRIEFED)], 0, is_signed=True).owed.minor == 0
    assert kill_fee(LADDER, Money(100, "EUR"), [Work("x", D.BRIEFED)], 90, is_signed=True).overpaid.minor == 65


@settings(max_examples=40)
@given(st.integers(0, 10**9), st.lists(st.sampled_from(list(D)[:13]), min_size=1, max_size=6), st.integers(0, 10**9))
def test_a_kill_fee_is_never_more_than_the_fee(fee: int, states: list[D], settled: int) -> None:
    works = [Work(str(index), state) for index, state in enumerate(states)]
    due = kill_fee(LADDER, Money(fee, "EUR"), works, settled, is_signed=True)
    assert 0 <= due.owed.minor <= fee
    assert sum(line.fee.minor for line in due.lines) == fee
    assert due.left.minor == max(due.owed.minor - settled, 0)


SENT = [
    "KL-1 v1 Initials: ____ ____\nThe fee is EUR 900, net of VAT. The right is not ex-\nclusive.",
    "KL-1 v1 Initials: ____ ____\nThe law of Germany applies.\nSignatures\nKlara Vossbeck\n"
    "Signature ____\nPlace, date ____",
    "KL-1 v1 Initials: ____ ____\nAnnex A\nWrite #ad first.",
]
WORDS = (["Signatures"], "Initials")


def test_a_copy_filled_in_by_hand_says_the_same() -> None:
    signed = [
        SENT[0].replace("____ ____", "KV IL").replace("ex-\nclusive", "exclusive"),
        SENT[1].replace("Signature ____", "Signature Klara ____").replace("date ____", "date Köln, 24.11.2026"),
        SENT[2],
    ]
    check = compare_copy(SENT, signed, *WORDS)
    assert check.verdict is CopyVerdict.SAME
    assert "Köln, 24.11.2026" in " ".join(check.filled_in)


@pytest.mark.parametrize(("page", "old", "new"), [
    (0, "900", "800"), (0, "not exclusive", "exclusive"), (0, "not ex-\n", "ex-\n"), (1, "Germany", "Austria"),
    (1, "applies.", "applies not."), (2, "Write", "Never write"), (1, "Klara Vossbeck\n", "Klara Vosbeck\n"),
    (0, "EUR", "€"),
])
def test_one_altered_word_is_caught(page: int, old: str, new: str) -> None:
    copy = list(SENT)
    copy[page] = copy[page].replace(old, new) if old in copy[page] else copy[page].replace("not ex-\nclusive", new)
    assert copy != SENT
    check = compare_copy(SENT, copy, *WORDS)
    assert check.verdict is CopyVerdict.DIFFERS
    assert check.differing


def test_the_hash_of_other_data_is_named_once() -> None:
    first = [f"{page}\nKL-1 v1, a79022f65eaf" for page in SENT]
    other = [page.replace("a79022f65eaf", "fc314a13ca1c") for page in first]
    check = compare_copy(first, other, *WORDS)
    assert (check.verdict, check.is_other_data, check.differing) == (CopyVerdict.DIFFERS, True, ())
    assert compare_copy(first, first, *WORDS).verdict is CopyVerdict.SAME


def test_a_scan_is_not_compared_and_another_paper_differs() -> None:
    assert compare_copy(SENT, ["", ""], *WORDS).verdict is CopyVerdict.UNREADABLE
    assert compare_copy(SENT, ["Invoice 17 of another company"], *WORDS).verdict is CopyVerdict.DIFFERS


@settings(max_examples=40)
@given(st.integers(0, 2), st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8))
def test_a_word_added_to_a_clause_is_always_caught(page: int, word: str) -> None:
    place = {0: "The fee", 1: "The law", 2: "Write"}[page]
    copy = [text.replace(place, f"{word} {place}") if index == page else text for index, text in enumerate(SENT)]
    assert compare_copy(SENT, copy, *WORDS).verdict is CopyVerdict.DIFFERS


def test_what_differs_is_named() -> None:
    before = contract_samples.full_contract()
    first = before.deliverables[0]
    moved = replace(first, publish_on=first.publish_on + timedelta(7) if first.publish_on else TODAY)
    after = replace(
        before, deliverables=(moved, *before.deliverables[1:]), version=2, dated=TODAY,
        usage=replace(before.usage, months=18), timeline=replace(before.timeline, feedback_days=5),
    )
    found = {change.path.split(".", 1)[0]: change for change in data_changes(before, after)}
    assert set(found) == {"deliverables", "usage", "timeline"}
    assert (found["usage"].label, found["usage"].after) == ("Months", 18)
    assert data_changes(before, replace(before, version=9, number="x", dated=TODAY)) == ()


def test_pages_become_paragraphs_without_what_stands_on_each() -> None:
    pages = ["KL-1 v1, a79022f65eaf\nPage 1 of 2\n1 Purpose\n1.1 The creator makes\ncontent.\n1.2 It is new.",
             "KL-1 v1, a79022f65eaf\nPage 2 of 2\n2 Pay\n2.1 EUR 900."]
    assert paragraphs_of(pages).splitlines() == [
        "1 Purpose", "1.1 The creator makes content.", "1.2 It is new.", "2 Pay", "2.1 EUR 900."]

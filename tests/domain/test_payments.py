"""Payments follow a changed fee: only those not due yet, by the new instalments, to the cent."""

from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.compensation import PPM, FeeLine, Milestone, Terms, Trigger
from microinf_desktop.domain.enums import CompensationModel, PaymentState
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.payments import PlannedPayment, Replan, replan

T, S = Trigger, PaymentState


def terms(fee: int, currency: str = "EUR", **shares: int) -> Terms:
    stones = tuple(Milestone(Trigger(name), percent * PPM // 100) for name, percent in shares.items())
    return Terms(currency, CompensationModel.FLAT_FEE, (FeeLine("Fee", 1, fee),), milestones=stones)


def payment(key: int, trigger: Trigger, amount: int, state: PaymentState = S.NOT_DUE, currency: str = "EUR"
            ) -> PlannedPayment:
    return PlannedPayment(key, f"Part {key}", trigger, amount, currency, state)


def amounts(plan: Replan | None) -> dict[int | None, tuple[int | None, int | None]]:
    assert plan is not None
    return {line.payment_id: tuple(one.minor if one else None for one in (line.before, line.after))
            for line in plan.lines}  # type: ignore[misc]


def test_what_is_paid_stays_and_the_rest_takes_the_difference() -> None:
    stored = [payment(1, T.SIGNATURE, 30_000, S.PAID), payment(2, T.LIVE, 70_000)]
    plan = replan(terms(100_000, signature=30, live=70), terms(120_000, signature=30, live=70), stored)
    assert amounts(plan) == {2: (70_000, 90_000)}


def test_other_instalments_add_and_drop_payments() -> None:
    stored = [payment(1, T.SIGNATURE, 30_000), payment(2, T.LIVE, 70_000)]
    plan = replan(terms(100_000, signature=30, live=70), terms(100_000, approval=50, live=50), stored)
    assert amounts(plan) == {1: (30_000, None), None: (None, 50_000), 2: (70_000, 50_000)}
    assert plan is not None
    assert [line.description for line in plan.lines] == ["Part 1", "Fee, at approval", "Part 2"]


def test_instalments_split_by_hand_keep_their_proportion() -> None:
    stored = [payment(1, T.LIVE, 25_000), payment(2, T.LIVE, 75_000)]
    assert amounts(replan(terms(100_000, live=100), terms(60_001, live=100), stored)) == {
        1: (25_000, 15_000), 2: (75_000, 45_001)}


def test_what_was_added_by_hand_is_left_alone() -> None:
    stored = [payment(1, T.LIVE, 100_000), payment(2, T.REPORT, 9_000)]
    assert amounts(replan(terms(100_000, live=100), terms(80_000, live=100), stored)) == {1: (100_000, 80_000)}


def test_a_fee_that_grows_when_all_is_due_gets_one_more_payment() -> None:
    stored = [payment(1, T.LIVE, 100_000, S.DUE)]
    plan = replan(terms(100_000, live=100), terms(130_000, live=100), stored)
    assert amounts(plan) == {None: (None, 30_000)}
    assert plan is not None
    assert plan.lines[0].milestone is T.LIVE


def test_less_than_what_was_paid_is_said() -> None:
    stored = [payment(1, T.SIGNATURE, 50_000, S.PAID), payment(2, T.LIVE, 50_000)]
    old = terms(100_000, signature=50, live=50)
    plan = replan(old, terms(40_000, signature=50, live=50), stored)
    assert plan == Replan(problem="What is due or paid already is more than the new fee leaves.")
    assert amounts(replan(old, terms(50_000, signature=50, live=50), stored)) == {2: (50_000, None)}


def test_another_currency_replaces_open_payments_and_never_paid_ones() -> None:
    old, new = terms(100_000, live=100), terms(90_000, "USD", live=100)
    plan = replan(old, new, [payment(1, T.LIVE, 100_000)])
    assert plan is not None
    assert [(line.before, line.after) for line in plan.lines] == [(Money(100_000, "EUR"), Money(90_000, "USD"))]
    paid = replan(old, new, [payment(1, T.LIVE, 100_000, S.PART_PAID)])
    assert paid is not None
    assert "not converted" in paid.problem


def test_nothing_is_asked_where_nothing_changes() -> None:
    same = terms(100_000, signature=30, live=70)
    assert replan(same, same, [payment(1, T.LIVE, 70_000)]) is None
    assert replan(terms(1, live=100), terms(2, live=100), []) is None


@given(st.integers(1, 10**7), st.integers(1, 10**7), st.integers(1, 99))
def test_payments_add_up_to_the_new_fee(was: int, now: int, percent: int) -> None:
    shares = {"signature": percent, "live": 100 - percent}
    first = was * percent // 100
    stored = [payment(n, t, a) for n, t, a in ((1, T.SIGNATURE, first), (2, T.LIVE, was - first)) if a]
    plan = replan(terms(was, **shares), terms(now, **shares), stored)
    changed = {} if plan is None else {line.payment_id: line.after for line in plan.lines}
    total = sum(after.minor for after in changed.values() if after)
    total += sum(one.amount_minor for one in stored if one.id not in changed)
    assert total == now

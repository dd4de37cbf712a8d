"""Reminders, addresses and figures of seeding; the pipeline of a parcel."""

from datetime import date, timedelta

import pytest

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import ShipmentState
from microinf_desktop.domain.pipelines import SHIPMENT, ShipmentFacts
from microinf_desktop.domain.seeding import (
    Nudge,
    ProductDraft,
    ShipmentDraft,
    VariantDraft,
    address_warning,
    figures,
    is_silent,
    next_nudge,
    nudge_text,
)

DAY = date(2026, 11, 10)
S = ShipmentState


@pytest.mark.parametrize(("state", "sent", "expected"), [
    (S.DELIVERED, (), Nudge(7, date(2026, 11, 17))), (S.DELIVERED, (7,), Nudge(10, date(2026, 11, 20))),
    (S.DELIVERED, (10,), Nudge(14, date(2026, 11, 24))), (S.DELIVERED, (7, 10, 14), None), (S.POSTED, (), None),
    (S.SHIPPED, (), None),
])
def test_the_next_reminder(state: S, sent: tuple[int, ...], expected: Nudge | None) -> None:
    assert next_nudge(state, DAY, sent) == expected


def test_silence_begins_after_the_last_reminder() -> None:
    assert not is_silent(S.DELIVERED, DAY, (7, 10, 14), DAY + timedelta(14))
    assert is_silent(S.DELIVERED, DAY, (7, 10, 14), DAY + timedelta(15))
    assert not is_silent(S.DELIVERED, DAY, (7, 10), DAY + timedelta(40))
    assert not is_silent(S.POSTED, DAY, (7, 10, 14), DAY + timedelta(40))


def test_an_old_address_is_doubtful() -> None:
    assert address_warning("  ", DAY, DAY) == "No address on file."
    assert address_warning("Hafenstr. 4", None, DAY) == "The address was never confirmed."
    assert address_warning("Hafenstr. 4", DAY, DAY + timedelta(180)) == ""
    assert address_warning("Hafenstr. 4", DAY, DAY + timedelta(181)) == "The address was confirmed 6 months ago."


def test_figures_count_creators_and_leave_out_what_came_back() -> None:
    made = figures([
        (1, S.POSTED, 400, 500, 100), (1, S.DELIVERED, 400, 500, 100), (2, S.NO_POST, 400, 500, 100),
        (3, S.RETURNED, 400, 500, 100), (4, S.TO_SEND, 400, 500, 100), (5, S.SHIPPED, 400, 0, 0),
    ])
    assert (made.shipped, made.delivered, made.posted, made.silent) == (3, 2, 1, 1)
    assert (made.product_cost_minor, made.shipping_minor, made.labour_minor) == (1_600, 2_000, 400)
    assert made.post_rate == pytest.approx(100 / 3)
    assert made.cost_per_post_minor == 4_000
    assert figures([]).post_rate is None


def test_the_reminder_asks_for_a_label() -> None:
    for day in (7, 10, 14):
        assert "Klara" in nudge_text("Klara", "tea", day)
        assert "for free" in nudge_text("Klara", "tea", day)


def test_drafts_name_the_field() -> None:
    draft = ProductDraft(1, "", currency="euro", variants=(VariantDraft("a", on_hand=-1), VariantDraft("A ")))
    assert [p.field for p in draft.problems()] == ["name", "currency", "variant_0_on_hand", "variant_1_name"]
    assert [p.field for p in ProductDraft(1, "Tea", variants=()).problems()] == ["variants"]
    bad = ShipmentDraft(1, ((1, 0), (1, 2)), country="Germany", labour_cost_minor=-1)
    assert [p.field for p in bad.problems()] == ["items", "items", "labour_cost_minor", "country"]


def test_every_state_can_be_reached_and_corrected() -> None:
    facts = ShipmentFacts("Street 1\nTown", 1)
    for state in S:
        if state is not S.TO_SEND:
            assert pipelines.route(SHIPMENT, S.TO_SEND, state)
            assert any(move.to in SHIPMENT.backward[state] for move in pipelines.moves(SHIPMENT, state, facts))


@pytest.mark.parametrize(("facts", "said"), [
    (ShipmentFacts("Street 1", 1), "no full postal address"), (ShipmentFacts("Street 1\nTown", 0), "empty"),
    (ShipmentFacts("Street 1\nTown", 1, "Klara is marked “blacklisted”."), "blacklisted"),
])
def test_a_parcel_that_cannot_leave_says_why(facts: ShipmentFacts, said: str) -> None:
    refusal = pipelines.can_move(SHIPMENT, S.ADDRESS_CONFIRMED, S.SHIPPED, facts)
    assert refusal is not None
    assert said in refusal.reason
    assert refusal.remedy

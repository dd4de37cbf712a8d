"""The list of payments: slices, order, search, totals per currency and lateness."""

from datetime import date, timedelta

import pytest

from microinf_desktop.domain.enums import PaymentState
from microinf_desktop.domain.payments import PaymentFilter, PaymentView
from microinf_desktop.queries import payments
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_deal, a_payment


@pytest.fixture
def deals(workspace: Workspace) -> tuple[Deal, Deal]:
    """A deal with a late and an open payment, and one in dollars that is paid."""
    first = a_deal(workspace, influencer={"name": "Łucja Öz"}, campaign={"name": "Ridge 100%"})
    second = a_deal(workspace, influencer={"name": "Ana Prado"}, collaboration={"currency": "USD"})
    with workspace.writing("Pay") as session:
        one = first.collaboration_id
        a_payment(session, one, description="Late", state="due", due_on=TODAY - timedelta(days=3))
        a_payment(session, one, description="Later", amount_minor=10_000, paid_minor=4_000, state="part_paid",
                  due_on=TODAY + timedelta(days=20), invoice_number="LO-77")
        a_payment(session, second.collaboration_id, description="Done", currency="USD", paid_minor=90_000,
                  state="paid", due_on=TODAY - timedelta(days=30), paid_on=TODAY)
        a_payment(session, second.collaboration_id, description="Planned", currency="USD")
    return first, second


def names(workspace: Workspace, *args: object, **options: object) -> list[str]:
    with workspace.reading() as session:
        wanted = payments.ids(session, *args, **options)  # type: ignore[arg-type]
        return [row.description for row in payments.rows(session, wanted, TODAY)]


def test_slices_and_filters(workspace: Workspace, deals: tuple[Deal, Deal]) -> None:
    def shown(view: PaymentView = PaymentView.ALL, **parts: object) -> list[str]:
        return names(workspace, PaymentFilter(view, today=TODAY, **parts))  # type: ignore[arg-type]

    assert shown() == ["Done", "Late", "Later", "Planned"]
    assert shown(PaymentView.OPEN) == ["Late", "Later", "Planned"]
    assert shown(PaymentView.DUE) == ["Late", "Later"]
    assert shown(PaymentView.LATE) == ["Late"]
    assert shown(PaymentView.PAID) == ["Done"]
    assert shown(text="lucja") == ["Late", "Later"]
    assert shown(text="lucja 100%") == ["Late", "Later"]
    assert shown(text="lo-77") == ["Later"]
    assert shown(text="1_0%") == []
    assert shown(client_id=deals[1].client_id) == ["Done", "Planned"]
    assert shown(states=(PaymentState.NOT_DUE,)) == ["Planned"]
    assert shown(due_until=TODAY) == ["Done", "Late"]


def test_every_sort_key_orders_both_ways_with_missing_last(workspace: Workspace, deals: tuple[Deal, Deal]) -> None:
    for key in payments.SORT_KEYS:
        assert len(names(workspace, sort=key)) == len(names(workspace, sort=key, descending=True)) == 4
    assert names(workspace, sort="due", descending=True) == ["Later", "Late", "Done", "Planned"]
    assert names(workspace, sort="creator")[0] == "Done"
    assert names(workspace, sort="state") == ["Planned", "Late", "Later", "Done"]


def test_totals_never_mix_currencies(workspace: Workspace, deals: tuple[Deal, Deal]) -> None:
    with workspace.reading() as session:
        euro, dollar = payments.totals(session, PaymentFilter(today=TODAY))
        assert payments.counts(session, TODAY) == payments.PaymentCounts(due=2, late=1)
    assert (euro.currency, euro.amount_minor, euro.paid_minor, euro.open_minor) == ("EUR", 100_000, 4_000, 96_000)
    assert (euro.due_minor, euro.late_minor) == (96_000, 90_000)
    assert (dollar.currency, dollar.count, dollar.due_minor, dollar.late_minor) == ("USD", 2, 0, 0)


def test_due_lists_what_waits_and_how_late_it_is(workspace: Workspace, deals: tuple[Deal, Deal]) -> None:
    with workspace.reading() as session:
        (row,) = payments.due(session, TODAY)
        assert payments.detail(session, 999) is None
        options = {move.to: move.refusal for move in payments.possible_moves(session, row.id, TODAY)}
    assert (row.description, row.days_late, row.open.minor) == ("Late", 3, 90_000)
    assert (row.deal.creator, row.deal.campaign) == ("Łucja Öz", "Ridge 100%")
    assert options[PaymentState.APPROVED] is not None
    assert options[PaymentState.NOT_DUE] is None
    assert row.due_on == date(2026, 11, 21)

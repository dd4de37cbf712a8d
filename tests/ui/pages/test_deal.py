"""The page of a deal: terms typed as a person would, problems at their fields, the what-if and the budget beside."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlmodel import select

from microinf_desktop.domain.enums import CompensationModel, DeliverableState
from microinf_desktop.domain.workload import DEFAULT_LIMIT
from microinf_desktop.queries import collaborations, deals, workload
from microinf_desktop.services.payments import plan_instalments
from microinf_desktop.storage.tables import Account, Bonus, Deliverable, Payment
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.pages.contract_page import ContractPage
from microinf_desktop.ui.pages.deal_page import DealPage
from microinf_desktop.ui.widgets.buttons import CheckBox
from tests.builders import TODAY, Deal, a_collaboration, a_deal, an_influencer
from tests.ui.conftest import Dialogs
from tests.ui.pages.conftest import Desk, words
from tests.ui.pages.following import following_page, undo_last


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    made = a_deal(workspace, campaign={"budget_minor": 100_000, "currency": "EUR"})
    with workspace.writing("Figures") as session:
        account = session.get_one(Account, made.account_id)
        account.avg_views, account.avg_engagements = 20_000, 1_000
    return made


@pytest.fixture
def page(context: AppContext, workspace: Workspace, qtbot: Any, deal: Deal) -> DealPage:
    made = following_page("deal", context, workspace, qtbot)
    made.activate({"id": deal.collaboration_id})
    return made


def type_into(page: DealPage, name: str, text: str) -> None:
    field = page.form.input(name)
    field.clear()
    QTest.keyClicks(field, text)


def test_a_deal_is_typed_saved_and_undone(page: DealPage, workspace: Workspace, deal: Deal) -> None:
    assert page.header.button("deal.save").isEnabled() is False
    page.form.input("compensation_model").set_value(CompensationModel.HYBRID)
    type_into(page, "fee_minor", "800")
    type_into(page, "commission_ppm", "7.5")
    type_into(page, "approval_percent", "40")
    page.form.input("bonuses").add_line()
    line = page.form.input("bonuses")._lines[0]
    for field, text in ((line[0], "Reach"), (line[2], "25000"), (line[3], "100")):
        QTest.keyClicks(field, text)
    page.save()
    with workspace.reading() as session:
        found = collaborations.detail(session, deal.collaboration_id)
        bonus = session.exec(select(Bonus)).one()
    assert found is not None
    assert (found.fields["fee_minor"], found.fields["commission_ppm"], found.fields["approval_percent"]) == (
        80_000, 75_000, 40)
    assert (bonus.label, bonus.metric, bonus.threshold, bonus.amount_minor) == ("Reach", "views", 25_000, 10_000)
    assert not page.form.dirty
    undo_last(workspace)
    assert page.form.input("fee_minor").value().minor == 90_000
    assert page.form.input("bonuses").value() == ()


def test_averages_without_a_deliverable_are_not_called_missing(
    page: DealPage, context: AppContext, workspace: Workspace, qtbot: Any, deal: Deal
) -> None:
    with workspace.writing("Nothing agreed") as session:
        session.get_one(Deliverable, deal.deliverable_id).state = DeliverableState.CANCELLED
    again = following_page("deal", context, workspace, qtbot)
    again.activate({"id": deal.collaboration_id})
    assert again.what_if.sources.text().startswith("No deliverables are agreed yet")


def test_what_contradicts_is_shown_while_typing_and_not_stored(
    page: DealPage, workspace: Workspace, deal: Deal
) -> None:
    type_into(page, "upfront_percent", "80")
    type_into(page, "report_percent", "30")
    assert "add up to 110 %" in page.form.error_text("report_percent")
    type_into(page, "cap_minor", "500")
    assert "below the fixed fees" in page.form.error_text("cap_minor")
    page.save()
    with workspace.reading() as session:
        found = collaborations.detail(session, deal.collaboration_id)
    assert found is not None
    assert found.fields["upfront_percent"] == 0
    type_into(page, "report_percent", "20")
    assert page.form.error_text("report_percent") == ""


def test_the_what_if_starts_from_own_figures_and_follows_the_keys(page: DealPage) -> None:
    panel = page.what_if
    assert (panel.form.input("views").value(), panel.form.input("engagements").value()) == (20_000, 1_000)
    assert "Own average per post" in panel.sources.text()
    found = panel.found
    assert found is not None
    assert found.expected.cost_per_mille == pytest.approx(4_500), "900.00 for 20,000 views"
    assert (found.low.assumption.views, found.high.assumption.views) == (15_000, 25_000)
    type_into(page, "fee_minor", "600")
    QTest.keyClicks(panel.form.input("order_value"), "50")
    found = panel.found
    assert found is not None
    assert found.expected.break_even_sales == 12


def test_fees_of_deliverables_add_up(page: DealPage, workspace: Workspace, deal: Deal) -> None:
    edit = page.form.input("fees")._inputs[0]
    QTest.keyClicks(edit, "750")
    assert page.form.input("fee_minor").value().minor == 75_000
    page.save()
    with workspace.reading() as session:
        assert session.get_one(Deliverable, deal.deliverable_id).fee_minor == 75_000
        assert deals.terms(session, deal.collaboration_id).fees[0].label == "Post"


def test_going_over_the_budget_is_said_with_figures_and_asked(
    page: DealPage, workspace: Workspace, dialogs: Dialogs, deal: Deal
) -> None:
    assert not page.budget.isVisible()
    type_into(page, "fee_minor", "1250")
    assert page.budget.isVisible()
    assert "250" in page.budget._title.text()
    dialogs.expect(lambda dialog: False)
    page.save()
    assert page.form.dirty, "asked and not confirmed: nothing is stored"
    dialogs.expect(lambda dialog: True)
    page.save()
    with workspace.reading() as session:
        found = collaborations.detail(session, deal.collaboration_id)
    assert found is not None
    assert found.fields["fee_minor"] == 125_000


def test_a_changed_fee_asks_whether_the_payments_follow(
    page: DealPage, workspace: Workspace, dialogs: Dialogs, deal: Deal
) -> None:
    made, = plan_instalments(workspace, deal.collaboration_id)

    def amount() -> int:
        with workspace.reading() as session:
            return session.get_one(Payment, made).amount_minor

    def answer(yes: bool) -> Any:
        def act(dialog: Any) -> None:
            assert "€900.00 → €800.00" in words(dialog)
            dialog.findChildren(CheckBox)[0].setChecked(yes)
            dialog.submit_button.click()
        return act

    type_into(page, "fee_minor", "800")
    dialogs.expect(lambda dialog: False)
    page.save()
    assert page.form.dirty, "closed without an answer: nothing is stored"
    dialogs.expect(answer(yes=False))
    page.save()
    assert (amount(), page.form.dirty) == (90_000, False)
    undo_last(workspace)
    type_into(page, "fee_minor", "800")
    dialogs.expect(answer(yes=True))
    page.save()
    assert amount() == 80_000
    undo_last(workspace)
    assert (amount(), page.form.input("fee_minor").value().minor) == (90_000, 90_000)
    type_into(page, "discount_code", "KLARA10")
    page.save()
    assert not page.form.dirty, "nothing is asked where no amount changes"


def test_the_what_if_stands_beside_the_form_or_below_it_where_it_is_narrow(page: DealPage) -> None:
    def places() -> tuple[QPoint, QPoint]:
        for _ in range(3):  # the page, its halves, then what is in them
            QApplication.processEvents()
        return page.form.mapTo(page, QPoint()), page.what_if.mapTo(page, QPoint())

    page.resize(1280, 800)
    form, beside = places()
    assert beside.x() > form.x() + page.form.width() - 1
    assert abs(beside.y() - form.y()) < 20
    page.resize(940, 760)
    form, below = places()
    assert (below.x() - form.x(), below.y() > 300) == (0, True)
    panel = page.what_if
    assert panel.bars.mapTo(page, QPoint()).x() > panel.form.mapTo(page, QPoint()).x() + panel.form.width() - 1
    assert page.form.width() > 800


def test_another_deal_is_copied(page: DealPage, workspace: Workspace, dialogs: Dialogs, deal: Deal) -> None:
    with workspace.writing("Second") as session:
        other = a_collaboration(
            session, deal.campaign_id, an_influencer(session, name="Ansgar").id or 0, fee_minor=30_000,
            rounds_included=4).id

    def choose(dialog: Any) -> None:
        assert dialog.form.input("source").value() == other
        dialog.submit_button.click()

    dialogs.expect(choose)
    page.copy()
    assert page.form.input("rounds_included").value() == 4
    assert not page.form.dirty


def test_what_was_typed_is_kept_when_one_looks_at_another_deal(
    page: DealPage, workspace: Workspace, deal: Deal
) -> None:
    other = a_deal(workspace)
    type_into(page, "fee_minor", "640")
    page.activate({"id": other.collaboration_id})
    assert page.form.input("fee_minor").value().minor == 90_000
    page.activate({"id": deal.collaboration_id})
    assert page.form.input("fee_minor").value().minor == 64_000
    assert page.form.dirty


def test_a_removed_collaboration_says_so(page: DealPage, workspace: Workspace, deal: Deal) -> None:
    from microinf_desktop.services.collaborations import remove_creators

    remove_creators(workspace, [deal.collaboration_id])
    assert page.gone.isVisible()
    undo_last(workspace)
    assert not page.gone.isVisible()


def test_the_limit_of_a_creators_week_is_set_checked_and_taken_back(desk: Desk) -> None:
    page = desk.go("settings", tab="planning")
    desk.type(page.planning.limit, "0")
    desk.click("Save limit")
    assert page.planning.limit_problem.text() == (
        "0 deliverables a week are no limit. Type 1 to 100, or leave it empty.")
    desk.type(page.planning.limit, "2")
    desk.click("Save limit")
    with desk.workspace.reading() as session:
        assert workload.of_creator(session, 1, TODAY).limit == 2
    assert desk.toasts == ["Limit saved"]
    desk.undo()
    with desk.workspace.reading() as session:
        assert workload.of_creator(session, 1, TODAY).limit == DEFAULT_LIMIT
    assert page.planning.limit.text() == ""


def test_the_contract_is_one_click_from_its_deal_and_says_what_was_typed(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        deal = collaborations.without_contract(session)[0].collaboration_id
    page = desk.go("deal", id=deal)
    desk.type(page.form.input("payment_terms_days"), "17")
    desk.click("Create contract")
    shown = desk.window.findChild(ContractPage)
    assert shown.isVisible()
    assert shown._made.data.compensation.payment_terms_days == 17
    made = shown.contract_id
    desk.go("deal", id=deal)
    desk.click("Open contract")
    assert (shown.isVisible(), shown.contract_id) == (True, made)

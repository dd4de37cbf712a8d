"""The guided set-up as a person goes through it: left, resumed, refused, finished, undone."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtTest import QTest

from microinf_desktop.domain.campaign_setup import SetupStep
from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.queries import campaigns
from microinf_desktop.storage import changelog
from microinf_desktop.storage.tables import Persona
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from tests.builders import a_client, a_deal
from tests.ui.conftest import TODAY
from tests.ui.pages.following import action, following_page


@pytest.fixture
def client_id(workspace: Workspace) -> int:
    with workspace.writing("Client") as session:
        client = a_client(session, name="Tarnwick Tea", jurisdictions=["UK"], currency="GBP")
        for name in ("Night baker", "Early runner"):
            session.add(Persona(client_id=client.id, name=name, age_from=25, age_to=34))
        return client.id or 0


@pytest.fixture
def page(client_id: int, context: AppContext, workspace: Workspace, qtbot: Any) -> Any:
    made = following_page("campaign_setup", context, workspace, qtbot)
    made.activate({})
    return made


def field(page: Any, name: str) -> Any:
    return page.form.form.input(name)


def start(page: Any, client_id: int) -> None:
    """Client and name, the least there has to be."""
    field(page, "client_id").set_value(client_id)
    field(page, "client_id").edited.emit()
    QTest.keyClicks(field(page, "name"), "Winter Blend")


def stored(workspace: Workspace) -> Any:
    with workspace.reading() as session:
        row, = campaigns.rows(session, today=TODAY)
        return campaigns.detail(session, row.id, TODAY)


def test_client_and_name_come_first(page: Any, workspace: Workspace) -> None:
    page.next_button.click()
    assert page.step is SetupStep.CLIENT
    assert "missing" in page.form.form.error_text("client_id")
    assert "missing" in page.form.form.error_text("name")
    with workspace.reading() as session:
        assert campaigns.rows(session, today=TODAY) == []


def test_each_step_is_stored_when_it_is_left_and_the_next_visit_goes_on(
    page: Any, workspace: Workspace, client_id: int, context: AppContext, qtbot: Any
) -> None:
    start(page, client_id)
    page.next_button.click()
    assert (page.step, stored(workspace).fields["setup_step"]) == (SetupStep.OBJECTIVES, "objectives")
    field(page, "objective_awareness").click()
    page.step_buttons[SetupStep.DATES].click()
    QTest.keyClicks(field(page, "go_live_on"), "11.1.2027")
    page.hide()  # leaves the page without a button
    found = stored(workspace)
    assert found.fields["go_live_on"] == date(2027, 1, 11)
    assert found.fields["objectives"] == ["awareness"]
    assert (found.fields["currency"], found.fields["jurisdictions"]) == ("GBP", ["UK"]), "the client's, taken over"
    again = following_page("campaign_setup", context, workspace, qtbot)
    again.activate({"id": found.id})
    assert again.step is SetupStep.DATES
    assert field(again, "go_live_on").value() == date(2027, 1, 11)
    listed = following_page("campaigns", context, workspace, qtbot)
    listed.activate({})
    assert "Set-up 4 of 6" in listed.table.model.cell_text(1, 0)


def test_the_keyboard_goes_through_the_steps(page: Any, client_id: int) -> None:
    start(page, client_id)
    assert {one.id: one.shortcut for one in page.actions()} == {
        "setup.next": "Alt+Right", "setup.back": "Alt+Left", "setup.go_on": "Ctrl+Return", "setup.finish": ""}
    action(page, "setup.go_on").run()
    action(page, "setup.next").run()
    assert page.step is SetupStep.AUDIENCE
    action(page, "setup.back").run()
    assert page.step is SetupStep.OBJECTIVES


def test_targets_are_proposed_taken_edited_and_removed(page: Any, workspace: Workspace, client_id: int) -> None:
    start(page, client_id)
    page.forward()
    targets = page.form.targets
    assert not targets.all_button.isEnabled()
    field(page, "objective_awareness").click()
    for name, text in (("planned_creators", "8"), ("planned_followers", "20 K"), ("planned_posts", "2")):
        QTest.keyClicks(field(page, name), text)
    targets.all_button.click()
    assert dict(targets.value()) == {TargetMetric.REACH: Decimal(48_000), TargetMetric.IMPRESSIONS: Decimal(60_000)}
    reach = targets._edits[TargetMetric.REACH]
    assert "8 creators × 2 posts × 20,000 followers × reach rate 15 %" in reach.toolTip()
    assert "Untapper" in reach.toolTip(), "the source is named"
    reach.clear()
    page.forward()
    assert page.step is SetupStep.OBJECTIVES
    assert "has no figure" in targets.problem.text()
    QTest.keyClicks(reach, "50 K")
    page.forward()
    assert dict(stored(workspace).targets)[TargetMetric.REACH] == Decimal(50_000)


def test_several_personas_are_ticked(page: Any, workspace: Workspace, client_id: int) -> None:
    start(page, client_id)
    page.forward()
    page.open_step(SetupStep.AUDIENCE)
    for line in (0, 1):
        page.form.personas._model.toggle(line)
    page.forward()
    assert len(stored(workspace).persona_ids) == 2


def test_the_pilot_preset_fills_dates_and_size_and_finishing_adds_milestones(
    page: Any, workspace: Workspace, client_id: int, context: AppContext
) -> None:
    places: list[Any] = []
    context.navigation.opened.connect(lambda place: places.append((place.screen, dict(place.params))))
    start(page, client_id)
    page.form.make_pilot()
    assert field(page, "name").value() == "Winter Blend"
    page.open_step(SetupStep.CHECK)
    page.finish_button.click()
    found = stored(workspace)
    assert (found.fields["is_pilot"], found.fields["planned_creators"], found.fields["setup_step"]) == (True, 7, "")
    assert found.draft.pilot_warnings(7) == []
    assert len(found.milestones) == 5
    assert places[-1] == ("campaign", {"id": found.id})
    changelog.undo(workspace)
    again = stored(workspace)
    assert (again.milestones, again.fields["setup_step"]) == ((), "check")


def test_an_impossible_date_is_told_at_its_field(page: Any, client_id: int) -> None:
    start(page, client_id)
    page.forward()
    page.open_step(SetupStep.DATES)
    QTest.keyClicks(field(page, "go_live_on"), "11.1.2027")
    QTest.keyClicks(field(page, "ends_on"), "1.1.2027")
    page.forward()
    assert page.step is SetupStep.DATES
    assert "lies before" in page.form.form.error_text("ends_on")


def test_a_budget_below_commitments_is_refused_at_its_field(
    context: AppContext, workspace: Workspace, qtbot: Any
) -> None:
    deal = a_deal(workspace, campaign={"budget_minor": 500_000}, collaboration={"fee_minor": 120_000})
    page = following_page("campaign_setup", context, workspace, qtbot)
    page.activate({"id": deal.campaign_id, "step": "budget"})
    field(page, "budget").clear()
    QTest.keyClicks(field(page, "budget"), "900")
    page.forward()
    assert "300.00 too low" in page.form.form.error_text("budget")
    with workspace.reading() as session:
        assert campaigns.detail(session, deal.campaign_id).fields["budget_minor"] == 500_000  # type: ignore[union-attr]


def test_somebody_elses_change_is_shown_without_losing_what_is_typed(
    page: Any, workspace: Workspace, client_id: int
) -> None:
    from dataclasses import replace

    from microinf_desktop.services.campaigns import save_campaign

    start(page, client_id)
    page.forward()
    page.open_step(SetupStep.BUDGET)
    other = replace(stored(workspace).draft, notes="from the other window")
    save_campaign(workspace, other, stored(workspace).id)
    assert field(page, "notes").value() == "from the other window"
    changelog.undo(workspace)
    assert field(page, "notes").value() == ""


def test_a_deleted_campaign_says_so(page: Any, workspace: Workspace, client_id: int) -> None:
    from microinf_desktop.services.campaigns import delete_campaign

    start(page, client_id)
    page.forward()
    delete_campaign(workspace, stored(workspace).id)
    assert page.gone.isVisible()
    changelog.undo(workspace)
    assert page.body.isVisible()

"""Duplicating, templates, lead times and niche tests at the window."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.niche_tests import Outcome
from microinf_desktop.domain.schedule import Phase
from microinf_desktop.queries import campaigns
from microinf_desktop.queries.campaign_templates import own_templates
from microinf_desktop.queries.lead_times import agency_lead_times, lead_times
from microinf_desktop.queries.learnings import learnings
from microinf_desktop.queries.niche_tests import rows as niche_rows
from microinf_desktop.storage.tables import MetricSnapshot
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.widgets.buttons import Button
from tests.builders import Deal, a_deal
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.following import action, following_page, undo_last


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    made = a_deal(workspace, campaign={"name": "Winter Blend", "is_pilot": True, "go_live_on": date(2026, 11, 20)},
                  deliverable={"state": "live"})
    with workspace.writing("Read") as session:
        session.add(MetricSnapshot(deliverable_id=made.deliverable_id, taken_on=TODAY, reach=1_000, likes=40,
                                   comments=10, shares=0, saves=0))
    return made


@pytest.fixture
def page(context: AppContext, workspace: Workspace, qtbot: Any, deal: Deal) -> Any:
    made = following_page("campaign", context, workspace, qtbot)
    made.activate({"id": deal.campaign_id})
    return made


def test_duplicating_tells_the_shift_and_opens_the_copy(page: Any, workspace: Workspace, dialogs: Dialogs,
                                                        context: AppContext) -> None:
    places: list[Any] = []
    context.navigation.opened.connect(lambda place: places.append((place.screen, dict(place.params))))

    def fill(dialog: Any) -> None:
        form = dialog.form
        form.input("go_live_on").clear()
        QTest.keyClicks(form.input("go_live_on"), "27.11.2026")
        assert any("7 days later" in label.text() for label in dialog.findChildren(QLabel))
        dialog.submit_button.click()

    dialogs.expect(fill)
    action(page, "campaign.duplicate").run()
    with workspace.reading() as session:
        copy = next(row for row in campaigns.rows(session, today=TODAY) if row.name == "Winter Blend, copy")
    assert (copy.go_live_on, copy.state) == (date(2026, 11, 27), "planning")
    assert places[-1] == ("campaign", {"id": copy.id})
    undo_last(workspace)
    with workspace.reading() as session:
        assert len(campaigns.rows(session, today=TODAY)) == 1


def test_a_niche_test_takes_its_result_and_is_kept_as_a_learning(page: Any, workspace: Workspace, dialogs: Dialogs,
                                                                 deal: Deal) -> None:
    def fill(dialog: Any) -> None:
        form = dialog.form
        QTest.keyClicks(form.input("niche"), "Night bakers")
        form.input("hypothesis").setPlainText("They save more recipes.")
        form.input("metric").set_value("engagement_rate_by_reach")
        QTest.keyClicks(form.input("expected"), "4.5")
        next(one for one in dialog.findChildren(Button) if one.text() == "Take the result from the posts").click()
        assert (form.input("result").value(), form.input("sample_size").value()) == (5.0, 1)
        assert form.input("outcome").value() is Outcome.UNCLEAR, "one creator proves nothing"
        dialog.submit_button.click()
        assert "conclusion is empty" in form.error_text("conclusion")
        form.input("conclusion").setPlainText("Ask five more.")
        form.input("keep").click()
        dialog.submit_button.click()

    dialogs.expect(fill)
    action(page, "campaign.add_niche_test").run()
    with workspace.reading() as session:
        row, = niche_rows(session, deal.campaign_id)
        kept, = learnings(session, deal.client_id)
    assert (row.draft.result, row.draft.outcome, row.draft.concluded_on) == (Decimal("5.0"), Outcome.UNCLEAR, TODAY)
    assert kept.text == "They save more recipes: unclear. Ask five more."
    assert kept.campaign_id == deal.campaign_id


def test_a_campaign_is_kept_as_a_template_and_managed_in_the_settings(
    page: Any, workspace: Workspace, dialogs: Dialogs, context: AppContext, qtbot: Any
) -> None:
    dialogs.expect(lambda dialog: dialog.submit_button.click())
    action(page, "campaign.template").run()
    settings = following_page("settings", context, workspace, qtbot)
    settings.activate({"tab": "planning"})
    with workspace.reading() as session:
        own, = own_templates(session)
    assert own.name == "Winter Blend"
    assert any("Pilot" in label.text() or "Reel" in label.text() for label in settings.findChildren(QLabel))
    settings.planning.delete(own)
    with workspace.reading() as session:
        assert own_templates(session) == ()
    undo_last(workspace)
    with workspace.reading() as session:
        assert own_templates(session) == (own,)


def test_lead_times_are_typed_stored_and_taken_back(workspace: Workspace, context: AppContext, qtbot: Any) -> None:
    settings = following_page("settings", context, workspace, qtbot)
    settings.activate({"tab": "planning"})
    planning = settings.planning
    QTest.keyClicks(planning.fields["default", Phase.CLIENT_REVIEW], "4")
    QTest.keyClicks(planning.fields[DeliverableKind.REEL, Phase.DRAFT], "900")
    planning.save()
    assert "900 working days" in planning.problem.text()
    planning.fields[DeliverableKind.REEL, Phase.DRAFT].clear()
    QTest.keyClicks(planning.fields[DeliverableKind.REEL, Phase.DRAFT], "12")
    planning.save()
    with workspace.reading() as session:
        times = lead_times(session, DeliverableKind.REEL)
    assert (times.draft, times.client_review) == (12, 4)
    shown = settings.planning.fields[DeliverableKind.STORY, Phase.CLIENT_REVIEW]
    assert (shown.text(), shown.placeholderText()) == ("", "4"), "what counts is shown in the empty field"
    undo_last(workspace)
    with workspace.reading() as session:
        assert agency_lead_times(session) == {}

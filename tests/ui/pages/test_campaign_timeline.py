"""The timeline of a campaign: dates move by drag, by keyboard and by typing, each move one step that can be undone."""

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from microinf_desktop.queries import deliverables
from microinf_desktop.storage.tables import Milestone
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.pages.campaign_page import CampaignPage
from tests.builders import Deal, a_deal, a_deliverable
from tests.ui.conftest import TODAY, Dialogs
from tests.ui.pages.following import action, following_page, undo_last

DATES = {
    "draft_due_on": date(2026, 11, 30), "internal_review_on": date(2026, 12, 2), "client_review_on": date(2026, 12, 4),
    "publish_on": date(2026, 12, 9),
}


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    return a_deal(workspace, campaign={"jurisdictions": ["UK"]}, influencer={"name": "Klara Vossbeck"},
                  deliverable={"title": "Reel, 30 s", "state": "briefed", **DATES})


@pytest.fixture
def page(context: AppContext, workspace: Workspace, qtbot: Any, deal: Deal) -> CampaignPage:
    made: CampaignPage = following_page("campaign", context, workspace, qtbot)
    made.activate({"id": deal.campaign_id, "tab": "timeline"})
    return made


def _row(workspace: Workspace, deal: Deal) -> deliverables.DeliverableRow:
    with workspace.reading() as session:
        return deliverables.rows(session, [deal.deliverable_id], TODAY)[0]


@pytest.fixture
def timeline(page: CampaignPage, deal: Deal) -> Any:
    page.open_tab("timeline")
    view = page.part("timeline").timeline
    view.setFocus()
    return view


def _press(view: Any, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(view, key, how)


def test_alt_and_an_arrow_move_a_step_by_a_day(timeline: Any, workspace: Workspace, deal: Deal, context: Any) -> None:
    _press(timeline, Qt.Key.Key_Down)
    assert (timeline.current, timeline.step) == (("item", deal.deliverable_id), "draft_due_on")
    _press(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert _row(workspace, deal).draft_due_on == date(2026, 12, 1)
    assert context.toasts[-1] == "Draft is now Tue 1 Dec"
    assert "draft Tue 1 Dec" in timeline.accessibleDescription()
    undo_last(workspace)
    assert _row(workspace, deal).draft_due_on == date(2026, 11, 30)


def test_dragging_a_bar_moves_it_and_pushes_what_it_overtakes(timeline: Any, workspace: Workspace, deal: Deal) -> None:
    top = next(top for top, line in timeline.rows_in_view() if line[0] == "item")
    start = QPoint(round(timeline.x_of(date(2026, 11, 30))) + 10, round(top) + 16)
    assert timeline.hit(start)[1] == "draft_due_on"
    viewport, width = timeline.viewport(), timeline.zoom.day_width
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, start + QPoint(3 * width, 0))
    assert timeline.drag_days == 3
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(3 * width, 0))
    row = _row(workspace, deal)
    assert (row.draft_due_on, row.internal_review_on) == (date(2026, 12, 3), date(2026, 12, 4))
    assert row.client_review_on == date(2026, 12, 7), "the next working day"
    assert row.publish_on == DATES["publish_on"]
    undo_last(workspace)
    row = _row(workspace, deal)
    assert (row.draft_due_on, row.internal_review_on) == (DATES["draft_due_on"], DATES["internal_review_on"])


def test_a_move_before_the_step_before_it_is_refused_in_words(timeline: Any, workspace: Workspace, deal: Deal,
                                                              context: Any) -> None:
    timeline.select("item", deal.deliverable_id, "internal_review_on")
    timeline.move_current(-5)
    assert "lies before the one for the draft" in context.toasts[-1]
    assert _row(workspace, deal).internal_review_on == DATES["internal_review_on"]


def test_milestones_move_and_typing_a_date_does_the_same(page: CampaignPage, timeline: Any, workspace: Workspace,
                                                         deal: Deal, dialogs: Dialogs) -> None:
    with workspace.writing("Milestone") as session:
        mark = Milestone(campaign_id=deal.campaign_id, name="Brief locked", kind="brief", due_on=date(2026, 11, 27))
        session.add(mark)
        session.flush()
        mark_id = mark.id or 0
    timeline.select("mark", mark_id)
    _press(timeline, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    with workspace.reading() as session:
        assert session.get_one(Milestone, mark_id).due_on == date(2026, 11, 26)

    def fill(dialog: Any) -> None:
        dialog.form.input("day").clear()
        QTest.keyClicks(dialog.form.input("day"), "1.12.2026")
        dialog.submit_button.click()

    dialogs.expect(fill)
    action(page, "timeline.date").run()
    with workspace.reading() as session:
        assert session.get_one(Milestone, mark_id).due_on == date(2026, 12, 1)


def test_shifting_everything_moves_open_dates(page: CampaignPage, timeline: Any, workspace: Workspace, deal: Deal,
                                              dialogs: Dialogs) -> None:
    def fill(dialog: Any) -> None:
        QTest.keyClicks(dialog.form.input("days"), "7")
        dialog.submit_button.click()

    dialogs.expect(fill)
    action(page, "timeline.shift").run()
    assert _row(workspace, deal).publish_on == DATES["publish_on"] + timedelta(days=7)


def test_zoom_keeps_the_day_in_view_and_folding_hides_lines(timeline: Any) -> None:
    day = timeline.day_at(timeline.list_width())
    _press(timeline, Qt.Key.Key_Plus)
    assert timeline.zoom == "day"
    assert abs((timeline.day_at(timeline.list_width()) - day).days) <= 1
    _press(timeline, Qt.Key.Key_Minus)
    _press(timeline, Qt.Key.Key_Minus)
    assert timeline.zoom == "month"
    group = next(line[1] for _, line in timeline.rows_in_view() if line[0] == "group")
    timeline.fold(group.key)
    assert [line[0] for _, line in timeline.rows_in_view()] == ["marks", "group"]


def test_tooltips_name_holidays_and_steps(timeline: Any, deal: Deal) -> None:
    timeline._scroll_to(date(2026, 12, 21))
    christmas = QPoint(round(timeline.x_of(date(2026, 12, 25))) + 5, 30)
    assert "Christmas" in timeline.tip(christmas)


def test_a_second_deliverable_joins_its_creator(timeline: Any, workspace: Workspace, deal: Deal) -> None:
    with workspace.writing("Story") as session:
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Story", kind="story", **DATES)
    assert len(timeline.data.groups) == 1
    assert [item.title for item in timeline.data.groups[0].items] == ["Reel, 30 s", "Story"]


@pytest.mark.parametrize(("publish_on", "said"), [
    (date(2026, 12, 9), "Done by Wed 25 Nov, publishing still holds"),
    (date(2026, 11, 26), "Done by Wed 25 Nov, publishing moves from Thu 26 Nov to "),
])
def test_an_overdue_draft_says_what_it_does_to_publishing(
    page: CampaignPage, timeline: Any, workspace: Workspace, deal: Deal, publish_on: date, said: str
) -> None:
    with workspace.writing("Late") as session:
        a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Story", kind="story", state="briefed",
                      draft_due_on=date(2026, 11, 20), internal_review_on=date(2026, 11, 23),
                      client_review_on=date(2026, 11, 25), publish_on=publish_on)
    part: Any = page.part("timeline")
    item = next(item for item in part.timeline.data.groups[0].items if item.title == "Story")
    timeline.select("item", item.id, "draft_due_on")
    assert said in part.said.text()

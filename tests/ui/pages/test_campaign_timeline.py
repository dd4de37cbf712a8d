"""The timeline of a campaign: dates move by drag, by keyboard and by typing, each move one step that can be undone."""

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from sqlmodel import select

from microinf_desktop.queries import deliverables
from microinf_desktop.services import timeline as services
from microinf_desktop.storage.tables import Deliverable, Milestone
from microinf_desktop.storage.workspace import Workspace
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.pages.campaign_page import CampaignPage
from microinf_desktop.ui.widgets.buttons import Button, IconButton
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.timeline_scale import Zoom
from tests.builders import Deal, a_collaboration, a_deal, a_deliverable, an_influencer
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


def test_shift_and_an_arrow_move_a_step_by_a_working_day(timeline: Any, workspace: Workspace, deal: Deal,
                                                         context: Any) -> None:
    _press(timeline, Qt.Key.Key_Down)
    assert (timeline.current, timeline.step) == (("item", deal.deliverable_id), "draft_due_on")
    _press(timeline, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert _row(workspace, deal).draft_due_on == date(2026, 12, 1)
    assert context.toasts[-1].startswith("Reel, 30 s, Klara Vossbeck: draft is now Tue 1 Dec")
    assert "draft Tue 1 Dec" in timeline.accessibleDescription()
    undo_last(workspace)
    assert _row(workspace, deal).draft_due_on == date(2026, 11, 30)


def test_dragging_a_bar_moves_it_and_pushes_what_it_overtakes(timeline: Any, workspace: Workspace, deal: Deal) -> None:
    top = next(top for top, line in timeline.rows_in_view() if line[0] == "item")
    start = QPoint(round(timeline.x_of(date(2026, 11, 30))) + 10, round(top) + 16)
    assert (timeline.hit(start).step, timeline.hit(start).part) == ("draft_due_on", "body")
    viewport, width = timeline.viewport(), round(timeline.day_width)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(viewport, start + QPoint(3 * width, 0))
    assert timeline.drag.days == 3
    assert {key.split(":")[2] for key in timeline.preview} == {
        "draft_due_on", "internal_review_on", "client_review_on", "publish_on"}, "what would follow is shown"
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start + QPoint(3 * width, 0))
    row = _row(workspace, deal)
    assert (row.draft_due_on, row.internal_review_on) == (date(2026, 12, 3), date(2026, 12, 7)), "it keeps its length"
    assert row.client_review_on == date(2026, 12, 9)
    assert row.publish_on == date(2026, 12, 10)
    undo_last(workspace)
    row = _row(workspace, deal)
    assert (row.draft_due_on, row.internal_review_on) == (DATES["draft_due_on"], DATES["internal_review_on"])


def test_escape_leaves_everything_where_it_was(timeline: Any, workspace: Workspace) -> None:
    top = next(top for top, line in timeline.rows_in_view() if line[0] == "item")
    start = QPoint(round(timeline.x_of(date(2026, 11, 30))) + 10, round(top) + 16)
    before = len(_steps(workspace))
    QTest.mousePress(timeline.viewport(), Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(timeline.viewport(), start + QPoint(60, 0))
    assert timeline.preview
    _press(timeline, Qt.Key.Key_Escape)
    QTest.mouseRelease(timeline.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    assert not timeline.preview
    assert len(_steps(workspace)) == before


def test_the_end_of_a_bar_stretches_and_its_neighbour_gives_the_days(timeline: Any, workspace: Workspace,
                                                                     deal: Deal) -> None:
    top = next(top for top, line in timeline.rows_in_view() if line[0] == "item")
    end = QPoint(round(timeline.x_of(date(2026, 12, 1))) - 3, round(top) + 16)
    assert timeline.hit(end).part == "end"
    QTest.mousePress(timeline.viewport(), Qt.MouseButton.LeftButton, pos=end)
    QTest.mouseMove(timeline.viewport(), end + QPoint(24, 0))
    QTest.mouseRelease(timeline.viewport(), Qt.MouseButton.LeftButton, pos=end + QPoint(24, 0))
    row = _row(workspace, deal)
    assert (row.draft_due_on, row.internal_review_on) == (date(2026, 12, 1), DATES["internal_review_on"])
    timeline.select("item", deal.deliverable_id, "draft_due_on")
    _press(timeline, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
    assert _row(workspace, deal).draft_due_on == date(2026, 11, 30)


def test_a_post_does_not_go_before_the_work_for_it(timeline: Any, workspace: Workspace, deal: Deal) -> None:
    timeline.select("item", deal.deliverable_id, "publish_on")
    timeline.move_current(-9)
    assert _row(workspace, deal).publish_on == date(2026, 12, 5), "the day after the last step, a Saturday"


def test_a_fixed_day_says_why_and_stays(timeline: Any, workspace: Workspace, deal: Deal, context: Any) -> None:
    services.set_locked(workspace, f"d:{deal.deliverable_id}", "the shop opens that day")
    timeline.select("item", deal.deliverable_id, "publish_on")
    timeline.move_current(1)
    assert "the shop opens that day" in context.toasts[-1]
    assert _row(workspace, deal).publish_on == DATES["publish_on"]


def test_a_dependency_pushes_and_a_circle_is_refused(page: CampaignPage, timeline: Any, workspace: Workspace,
                                                     deal: Deal, context: Any) -> None:
    with workspace.writing("Story") as session:
        story = a_deliverable(session, deal.campaign_id, deal.collaboration_id, title="Story", kind="story",
                              state="briefed", draft_due_on=date(2026, 12, 7), publish_on=date(2026, 12, 10)).id
    part: Any = page.part("timeline")
    part.add_link(f"d:{deal.deliverable_id}", f"d:{story}")
    assert [(link.before, link.after) for link in timeline.data.links] == [
        (f"d:{deal.deliverable_id}", f"d:{story}")]
    part.add_link(f"d:{story}", f"d:{deal.deliverable_id}")
    assert "These would wait for each other" in context.toasts[-1]
    assert len(timeline.data.links) == 1
    timeline.select("item", deal.deliverable_id, "publish_on")
    timeline.move_current(3)
    with workspace.reading() as session:
        assert deliverables.rows(session, [story], TODAY)[0].publish_on == date(2026, 12, 13)
    undo_last(workspace)
    with workspace.reading() as session:
        assert deliverables.rows(session, [story], TODAY)[0].publish_on == date(2026, 12, 10)


def test_planning_back_shows_first_and_keeps_what_is_done(page: CampaignPage, timeline: Any, workspace: Workspace,
                                                          deal: Deal, dialogs: Dialogs) -> None:
    timeline.select("item", deal.deliverable_id, "draft_due_on")

    def fill(dialog: Any) -> None:
        QTest.keyClicks(dialog.form.input("draft"), "3")
        for name, days in (("internal_review", "1"), ("client_review", "2"), ("changes", "1"), ("publish", "1")):
            QTest.keyClicks(dialog.form.input(name), days)
        dialog.submit_button.click()

    dialogs.expect(fill)
    action(page, "timeline.back_one").run()
    row = _row(workspace, deal)
    assert row.publish_on == DATES["publish_on"]
    assert (row.client_review_on, row.internal_review_on, row.draft_due_on) == (
        date(2026, 12, 4), date(2026, 12, 2), date(2026, 12, 1))


def _steps(workspace: Workspace) -> list[Any]:
    from microinf_desktop.storage.tables import Step

    with workspace.reading() as session:
        return list(session.exec(select(Step.id)))


def test_milestones_move_and_typing_a_date_does_the_same(page: CampaignPage, timeline: Any, workspace: Workspace,
                                                         deal: Deal, dialogs: Dialogs) -> None:
    with workspace.writing("Milestone") as session:
        mark = Milestone(campaign_id=deal.campaign_id, name="Brief locked", kind="brief", due_on=date(2026, 11, 27))
        session.add(mark)
        session.flush()
        mark_id = mark.id or 0
    timeline.select("mark", mark_id)
    _press(timeline, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
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


def test_moving_go_live_moves_what_may_move(page: CampaignPage, timeline: Any, workspace: Workspace, deal: Deal,
                                            dialogs: Dialogs) -> None:
    def fill(dialog: Any) -> None:
        dialog.form.input("day").clear()
        QTest.keyClicks(dialog.form.input("day"), "27.11.2026")
        dialog.submit_button.click()

    dialogs.expect(fill)
    action(page, "timeline.shift").run()
    assert _row(workspace, deal).publish_on == DATES["publish_on"] + timedelta(days=7)
    assert _row(workspace, deal).draft_due_on == date(2026, 12, 7)
    undo_last(workspace)
    assert _row(workspace, deal).publish_on == DATES["publish_on"]


def test_the_same_go_live_day_is_no_move(page: CampaignPage, timeline: Any, workspace: Workspace, dialogs: Dialogs,
                                         context: Any) -> None:
    def keep(dialog: Any) -> None:
        dialog.submit()
        assert "go-live day already" in dialog.form.error_text("day")
        dialog.reject()

    before = list(context.toasts)
    dialogs.expect(keep)
    action(page, "timeline.shift").run()
    assert context.toasts == before


@pytest.mark.parametrize("day", [date(2027, 4, 12), date(2026, 3, 9), date(2026, 11, 27)])
def test_it_opens_where_the_work_is(
    context: AppContext, workspace: Workspace, qtbot: Any, deal: Deal, day: date
) -> None:
    """An empty chart would look like no plan at all."""
    with workspace.writing("Only one post") as session:
        post = session.get_one(Deliverable, deal.deliverable_id)
        post.draft_due_on = post.internal_review_on = post.client_review_on = None
        post.publish_on = day
    made = following_page("campaign", context, workspace, qtbot)
    made.resize(1060, 700)
    made.activate({"id": deal.campaign_id, "tab": "timeline"})
    made.show()
    view = made.part("timeline").timeline
    assert view.list_width() <= view.x_of(day) < view.viewport().width()


def test_zoom_keeps_the_day_in_view_and_folding_hides_lines(timeline: Any) -> None:
    day = timeline.day_at(timeline.list_width())
    timeline.set_zoom(Zoom.DAY)
    assert abs((timeline.day_at(timeline.list_width()) - day).days) <= 1
    timeline.set_zoom(Zoom.WEEK)
    centre = timeline.day_at(700)
    timeline.zoom_by(2, 700)
    assert timeline.day_at(700) == centre, "the day under the pointer stays"
    _press(timeline, Qt.Key.Key_Plus)
    assert timeline.zoom == "day"
    for _ in range(4):
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


def test_printing_saves_what_the_filters_leave(page: CampaignPage, timeline: Any, tmp_path: Any, context: Any,
                                               dialogs: Dialogs) -> None:
    from pypdf import PdfReader

    target = tmp_path / "wall" / "timeline.pdf"

    def fill(dialog: Any) -> None:
        dialog.form.input("large").set_value(True)
        dialog.submit_button.click()

    dialogs.expect(fill)
    dialogs.expect_path(target)
    action(page, "timeline.print").run()
    (printed,) = PdfReader(target).pages
    assert "Reel, 30 s" in printed.extract_text()
    assert round(printed.mediabox.width) == 1191, "A3"
    assert str(target) in context.toasts[-1]


def _titles(timeline: Any) -> list[str]:
    return [line[1].title for line in timeline.lines if line[0] == "item"]


@pytest.fixture
def busy(workspace: Workspace, deal: Deal) -> Deal:
    """A second creator with a late story, beside the reel."""
    with workspace.writing("More") as session:
        person = an_influencer(session, name="Ansgar Lindqvarn")
        other = a_collaboration(session, deal.campaign_id, person.id or 0)
        a_deliverable(session, deal.campaign_id, other.id or 0, title="Story, 3 frames", kind="story",
                      state="briefed", draft_due_on=date(2026, 11, 19), publish_on=date(2026, 12, 9))
    return deal


def test_filters_leave_what_was_asked_for(page: CampaignPage, timeline: Any, busy: Deal) -> None:
    bar = page.part("timeline").bar
    assert _titles(timeline) == ["Story, 3 frames", "Reel, 30 s"]
    for values, words, left in (
        ({"late": True}, "", ["Story, 3 frames"]), ({"kinds": ["grid_post"]}, "", ["Reel, 30 s"]),
        ({"states": ["live"]}, "", []), ({}, "lindq", ["Story, 3 frames"]), ({}, "nobody", []),
        ({"creators": [timeline.data.groups[1].key]}, "reel", ["Reel, 30 s"]),
        ({}, "", ["Story, 3 frames", "Reel, 30 s"]),
    ):
        bar.set_values(values, words)
        bar.apply_now()
        assert _titles(timeline) == left, (values, words)


def test_two_windows_agree(page: CampaignPage, timeline: Any, context: AppContext, workspace: Workspace, qtbot: Any,
                           deal: Deal) -> None:
    other: Any = following_page("campaign", context, workspace, qtbot)
    other.activate({"id": deal.campaign_id, "tab": "timeline"})
    second = other.part("timeline").timeline
    timeline.select("item", deal.deliverable_id, "publish_on")
    second.select("item", deal.deliverable_id, "publish_on")
    timeline.move_current(3)
    for view in (timeline, second):
        assert view.data.items[deal.deliverable_id].publish_on == date(2026, 12, 12)
        assert "publish Sat 12 Dec" in view.sentence()
    undo_last(workspace)
    assert second.data.items[deal.deliverable_id].publish_on == DATES["publish_on"]


def test_scale_folds_and_filters_come_back_after_a_restart(
    page: CampaignPage, timeline: Any, context: AppContext, workspace: Workspace, qtbot: Any, busy: Deal
) -> None:
    import json

    timeline.set_day_width(11.5)
    folded = next(line[1].key for line in timeline.lines if line[0] == "group")
    timeline.fold(folded)
    page.part("timeline").bar.set_value("kinds", ["story"])
    page.part("timeline").bar.apply_now()
    kept = json.loads(json.dumps(page.state(), default=str))
    again: Any = following_page("campaign", context, workspace, qtbot)
    again.restore_state(kept)
    again.activate({"id": busy.campaign_id, "tab": "timeline"})
    view = again.part("timeline").timeline
    assert view.day_width == 11.5
    assert view.folded == {folded}
    assert [line[0] for line in view.lines if line[0] != "marks"] == ["group"], "one creator is left, folded"
    view.fold(folded)
    assert _titles(view) == ["Story, 3 frames"]
    assert again.part("timeline").zoom.value() == Zoom.MONTH.value


def _type(part: Any, key: str, text: str) -> None:
    field = part.panel.fields[key]
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_the_panel_types_days_and_says_what_waits(page: CampaignPage, timeline: Any, workspace: Workspace, deal: Deal,
                                                  busy: Deal, context: Any) -> None:
    part: Any = page.part("timeline")
    other = next(number for number in timeline.data.items if number != deal.deliverable_id)
    services.add_dependency(workspace, deal.campaign_id, f"d:{other}", f"d:{deal.deliverable_id}")
    action(page, "timeline.panel").run()
    timeline.select("item", deal.deliverable_id, "draft_due_on")
    assert part.panel.title.text() == "Reel, 30 s"
    key = f"d:{deal.deliverable_id}:client_review_on"
    _type(part, key, "7.12.2026")
    assert _row(workspace, deal).client_review_on == date(2026, 12, 7)
    assert part.panel.fields[key].value() == date(2026, 12, 7)
    _type(part, f"d:{deal.deliverable_id}:publish_on", "30.11.2026")
    assert "it waits for" in context.toasts[-1]
    assert _row(workspace, deal).publish_on is not None
    assert part.panel.fields[f"d:{deal.deliverable_id}:publish_on"].value() == _row(workspace, deal).publish_on
    names = [button.accessibleName() for button in part.panel.findChildren(IconButton)]
    assert "Remove: Reel, 30 s, Klara Vossbeck waits for Story, 3 frames, Ansgar Lindqvarn" in names
    part.panel.unlinked.emit(timeline.data.links[0].id)
    assert not timeline.data.links
    services.set_locked(workspace, f"d:{deal.deliverable_id}", "trade fair")
    assert not part.panel.fields[f"d:{deal.deliverable_id}:publish_on"].isEnabled()
    part.panel.close_panel()
    assert part.panel.isHidden()


def test_what_could_not_move_is_listed_and_the_note_closes(page: CampaignPage, timeline: Any, workspace: Workspace,
                                                           deal: Deal, busy: Deal) -> None:
    part: Any = page.part("timeline")
    other = next(number for number in timeline.data.items if number != deal.deliverable_id)
    services.add_dependency(workspace, deal.campaign_id, f"d:{deal.deliverable_id}", f"d:{other}")
    services.set_locked(workspace, f"d:{other}", "trade fair")
    timeline.select("item", deal.deliverable_id, "publish_on")
    timeline.move_current(4)
    assert part.outcome.isVisible()
    verbs = {button.text(): button for button in part.outcome.findChildren(Button)}
    verbs["Show all"].click()
    said = " ".join(label.text() for label in part.panel.findChildren(Label))
    assert "trade fair" in said
    assert "Reel, 30 s, Klara Vossbeck: publish" in said
    verbs["Close"].click()
    assert not part.outcome.isVisible()
    timeline.select("item", other)
    assert part.panel.title.text() == "Story, 3 frames", "another choice ends the list"

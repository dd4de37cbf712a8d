"""Checklists on screen: progress in the lists, ticking and reordering in place."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView

from microinf_desktop.domain.deliverables import DeliverableFilter
from microinf_desktop.queries import campaigns
from microinf_desktop.queries import deliverables as queries
from microinf_desktop.services.checklists import tick
from microinf_desktop.ui.pages.campaign_deliverables import CampaignDeliverables
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.labels import ProgressSign
from microinf_desktop.ui.widgets.option_list import CheckList
from tests.ui.conftest import TODAY
from tests.ui.pages.conftest import Desk, settle


def test_lists_show_how_far_checklists_are_and_follow_a_tick(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        running = campaigns.rows(session, campaigns.CampaignFilter(states=("running",)), TODAY)[0]
        wanted = DeliverableFilter(open_only=True, campaign_ids=(running.id,))
        row = next(row for row in queries.rows(session, queries.ids(session, wanted), TODAY)
                   if row.checklist_done < row.checklist_total)
        item = next(item for item in queries.checklist(session, row.id) if item.done_on is None)

    def shown(screen: str, key: str, found_id: int, **params: Any) -> tuple[int, int]:
        page = desk.go(screen, **params)
        table = next(table for table in page.findChildren(DataTable) if table.isVisible())
        table.select(found_id)
        line = table.model.view_row(found_id)
        place = [column.key for column in table.model.columns].index(key)
        done, _, total = table.model.cell_text(line, place).replace(",", "").partition("/")
        return int(done), int(total)

    def everywhere() -> list[tuple[int, int]]:
        return [
            shown("campaigns", "checklists", row.campaign_id),
            shown("campaign", "checklist", row.collaboration_id, id=row.campaign_id, tab="collaborations"),
            shown("deliverables", "checklist", row.id),
        ]

    before = everywhere()
    tick(desk.workspace, [item.id], TODAY)
    assert everywhere() == [(done + 1, total) for done, total in before]
    desk.go("client", id=row.client_id, tab="overview")
    names = [sign.accessibleName() for sign in desk.page.findChildren(ProgressSign)]
    done, total = before[0]
    assert f"Checklist items done {done + 1} of {total}" in names


def drag(view: QListView, line: int, to: int) -> None:
    """Take a line with the mouse and let it go on another: in its lower half downwards, in its upper one upwards."""
    def spot(place: int) -> QPoint:
        return view.visualRect(view.model().index(place, 0)).center()

    left, port = Qt.MouseButton.LeftButton, view.viewport()
    QTest.mousePress(port, left, pos=spot(line))
    step = 12 if to > line else -12
    QTest.mouseMove(port, spot(line) + QPoint(0, step))
    target = spot(to) + QPoint(0, step // 2)
    QTest.mouseMove(port, target)
    view.grab()
    QTest.mouseRelease(port, left, pos=target)
    settle()


def texts(desk: Desk, deliverable_id: int) -> list[str]:
    with desk.workspace.reading() as session:
        return [item.text for item in queries.checklist(session, deliverable_id)]


def test_a_line_is_dragged_on_the_page_of_a_deliverable_and_a_click_still_ticks(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        row = next(row for row in queries.rows(session, queries.ids(session), TODAY) if row.checklist_total > 5)
    page = desk.go("deliverable", id=row.id, tab="checklist")
    view = next(view for view in page.findChildren(CheckList) if view.isVisible())
    before = texts(desk, row.id)
    drag(view, 0, 3)
    assert texts(desk, row.id) == [*before[1:4], before[0], *before[4:]]
    assert view.currentIndex().row() == 3, "the line one holds stays current"
    desk.undo()
    assert texts(desk, row.id) == before
    desk.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier, at=view)
    place = before.index(view.currentIndex().data())
    assert texts(desk, row.id)[place] != before[place]
    desk.undo()
    with desk.workspace.reading() as session:
        ticked = queries.rows(session, [row.id], TODAY)[0].checklist_done
    second = view.visualRect(view.model().index(1, 0)).center()
    desk.bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=second)
    settle()
    with desk.workspace.reading() as session:
        assert abs(queries.rows(session, [row.id], TODAY)[0].checklist_done - ticked) == 1


def test_an_item_is_dragged_in_the_checklists_of_a_campaign_but_not_into_another(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        running = campaigns.rows(session, campaigns.CampaignFilter(states=("running",)), TODAY)[0]
    page = desk.go("campaign", id=running.id, tab="deliverables")
    part = page.findChildren(CampaignDeliverables)[0]
    part.view.set_value("checklist")
    part.reload()
    part.checklists.with_done.setChecked(True)
    settle()
    view, model = part.checklists.list, part.checklists.model
    first = model.ids[0]
    before = texts(desk, first)
    drag(view, 3, 1)
    assert texts(desk, first) == [before[2], before[0], before[1], *before[3:]]
    desk.undo()
    drag(view, 1, len(before) + 4)  # into the next deliverable: it stays the last one of its own
    assert texts(desk, first) == [*before[1:], before[0]]
    desk.undo()
    drag(view, 0, 3)
    assert texts(desk, first) == before, "a head cannot be moved"


def test_the_board_of_a_campaign_orders_a_column_by_day_over_its_states(desk: Desk) -> None:
    with desk.workspace.reading() as session:
        running = campaigns.rows(session, campaigns.CampaignFilter(states=("running",)), TODAY)
    page = desk.go("campaign", id=next(row.id for row in running if not row.is_pilot), tab="deliverables")
    part = page.findChildren(CampaignDeliverables)[0]
    part.view.set_value("board")
    part.reload()
    (column,) = [cards.cards for cards in part.board._lists if cards.cards.column.key == "creator"]
    with desk.workspace.reading() as session:
        shown = queries.rows(session, column.ids, TODAY)
    assert len({row.state for row in shown}) > 1
    days = [row.publish_on for row in shown]
    assert days == sorted(days)

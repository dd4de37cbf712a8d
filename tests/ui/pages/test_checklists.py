"""Checklists on screen: progress in the lists, ticking and reordering in place."""

from typing import Any

from microinf_desktop.domain.deliverables import DeliverableFilter
from microinf_desktop.queries import campaigns
from microinf_desktop.queries import deliverables as queries
from microinf_desktop.services.checklists import tick
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.labels import ProgressSign
from tests.ui.conftest import TODAY
from tests.ui.pages.conftest import Desk


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

"""Reports: every campaign with what there is to report, one key from the client's PDF."""

from collections.abc import Sequence
from datetime import date

from microinf_desktop.domain.enums import CampaignState
from microinf_desktop.queries import campaigns
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField


def _columns() -> list[Column]:
    return [
        Column("name", tr("Campaign"), 240, value=lambda row: Cell(row.name, weight=500), stretch=True, sort_key=""),
        Column("client", tr("Client"), 180, value=lambda row: Cell(row.client, swatch=row.client_color), sort_key=""),
        Column("state", tr("State"), 110, value=lambda row: labels.label(CampaignState(row.state)), sort_key=""),
        Column("period", tr("Period"), 190, value=lambda row: formats.period(row.go_live_on, row.ends_on), sort_key=""),
        Column("creators", tr("Creators"), 80, Kind.COUNT, sort_key=""),
        Column("deliverables", tr("Deliverables"), 100, Kind.COUNT, sort_key=""),
        Column("progress", tr("Progress"), 90, Kind.PERCENT, sort_key=""),
        Column("open", "", 100, Kind.LINK, value=lambda _row: tr("Open report"), align="right", sort_key=""),
    ]


class ReportsPage(Page):
    """Enter opens the report of a campaign."""

    tables = frozenset({"campaign", "client", "deliverable", "collaboration", "metric_snapshot"})

    def build(self) -> None:
        self._rows: dict[int, campaigns.CampaignRow] = {}
        self.table = DataTable("reports", _columns(), self._load, self.context.settings, checkable=False)
        self.table.setAccessibleName(tr("Reports"))
        self.bar = FilterBar(
            [FilterField("states", tr("State"), "choice", labels.choices(CampaignState))],
            search=tr("Campaign or client"),
        )
        self.set_filter_bar(self.bar)
        self.set_content(self.table)
        self.bar.changed.connect(self.reload)
        self.table.opened.connect(self._open)
        self.table.link_clicked.connect(lambda _key, row_id: self._open(row_id))
        self.table.current_changed.connect(lambda _id: (self.set_position(self.position()), self.update_actions()))

    def reload(self) -> None:
        wanted = campaigns.CampaignFilter(self.bar.text(), states=tuple(self.bar.value("states") or ()))
        with self.context.workspace.reading() as session:
            found = campaigns.rows(session, wanted, self.context.today())
        found.sort(key=lambda row: row.ends_on or date.max, reverse=True)
        self._rows = {row.id: row for row in found}
        self.table.model.forget_rows()
        self.table.refresh(self._rows)
        if wanted == campaigns.CampaignFilter():
            self.table.set_empty(tr("No campaigns yet. A report is made from a campaign"), tr("Open campaigns"),
                                 lambda: self.context.navigation.open("campaigns"))
        else:
            self.table.set_empty(tr("No campaign matches"), tr("Clear all filters"), self.bar.clear)
        self.header.set_count(str(len(found)) if found else "")

    def _load(self, ids: Sequence[int]) -> list[campaigns.CampaignRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def _open(self, campaign_id: int) -> None:
        self.context.navigation.open("report", id=campaign_id)

    def actions(self) -> list[Action]:
        return [
            Action("reports.open", tr("Open report"), lambda: self._open(self.table.current_id()), "", "reports",
                   tr("Reports"), "primary",
                   condition=lambda: True if self.table.current_id() else tr("choose a campaign first")),
        ]

    def position(self) -> str:
        return self.table.position_text()

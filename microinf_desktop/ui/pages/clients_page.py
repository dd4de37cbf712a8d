"""Clients: who the agency works for, with their campaigns in numbers."""

from collections.abc import Mapping, Sequence

from microinf_desktop.queries import clients as queries
from microinf_desktop.services import clients as services
from microinf_desktop.ui import choices, formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.client import delete_client, edit_client
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar


def _columns() -> list[Column]:
    return [
        Column("name", tr("Name"), 240, value=lambda row: Cell(row.name, weight=500, swatch=row.color), stretch=True),
        Column("category", tr("Category"), 160, value=lambda row: row.category or None),
        Column("country", tr("Country"), 150, value=lambda row: choices.country(row.country) or None),
        Column("jurisdictions", tr("Rules that apply"), 150, value=lambda row: ", ".join(row.jurisdictions) or None),
        Column("running", tr("Open"), 70, Kind.COUNT),
        Column("campaigns", tr("Campaigns"), 90, Kind.COUNT),
        Column("progress", tr("Progress"), 84, value=lambda row: None if row.progress is None else
               f"{row.progress}{formats.NBSP}%", align="right"),
        Column("late", tr("Late"), 60, value=lambda row: Cell(str(row.late), ink="danger", weight=600)
               if row.late else Cell("–", ink="text3"), align="right"),
        Column("currency", tr("Currency"), 80),
    ]


class ClientsPage(Page):
    """A short list: sorted in the page, opened with Enter."""

    tables = frozenset({"client", "campaign", "deliverable"})

    def build(self) -> None:
        self._rows: dict[int, queries.ClientRow] = {}
        self.table = DataTable("clients", _columns(), self._load, self.context.settings, checkable=False)
        self.table.setAccessibleName(tr("Clients"))
        self.segments = SegmentedControl([("current", tr("Current")), ("all", tr("With archived"))], tr("Show"))
        self.bar = FilterBar([], search=tr("Name or category"))
        self.bar.add_right(self.segments)
        self.set_filter_bar(self.bar)
        self.set_content(self.table)
        if not self.table.sort()[0]:
            self.table.set_sort("name", False)
        self.segments.changed.connect(lambda _key: self.reload())
        self.bar.changed.connect(self.reload)
        self.table.sorted.connect(lambda _key, _down: self.reload())
        self.table.opened.connect(lambda row_id: self.context.navigation.open("client", id=row_id))
        self.table.current_changed.connect(lambda _id: (self.set_position(self.position()), self.update_actions()))
        self.table.set_row_actions(lambda: [action for action in self.actions() if not action.kind])

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            found = queries.rows(session, archived=self.segments.value() == "all", today=self.context.today())
        wanted = self.bar.text().lower()
        key, descending = self.table.sort()
        shown = [row for row in found if wanted in f"{row.name} {row.category}".lower()]
        shown.sort(key=lambda row: _sort_value(row, key), reverse=descending)
        self._rows = {row.id: row for row in shown}
        self.table.model.forget_rows()
        self.table.refresh(self._rows)
        if found:
            self.table.set_empty(tr("No client matches"), tr("Clear the search"), self.bar.clear)
        else:
            self.table.set_empty(tr("No clients yet. Add the brand you work for"), tr("Add client"), self.add)
        self.header.set_count(str(len(shown)) if shown else "")

    def _load(self, ids: Sequence[int]) -> list[queries.ClientRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def actions(self) -> list[Action]:
        group = tr("Clients")
        return [
            Action("clients.add", tr("Add client"), self.add, "Ctrl+N", "plus", group, "primary"),
            Action("clients.open", tr("Open"), self._open, "Enter", "open", group, condition=self._chosen),
            Action("clients.edit", tr("Edit client"), self.edit, "F2", "edit", group, condition=self._chosen),
            Action("clients.archive", tr("Archive or restore"), self.archive, "", "archive", group,
                   condition=self._chosen),
            Action("clients.delete", tr("Delete"), self.delete, "Del", "trash", group, condition=self._chosen),
        ]

    def _chosen(self) -> bool | str:
        return True if self.table.current_id() else tr("choose a client first")

    def _open(self) -> None:
        self.context.navigation.open("client", id=self.table.current_id())

    def add(self) -> None:
        added = edit_client(self, self.context)
        if added is not None:
            self.context.toast(tr("Client added"), undo=True)
            self.context.navigation.open("client", id=added)

    def edit(self) -> None:
        self.context.navigation.open("client_edit", id=self.table.current_id())

    def archive(self) -> None:
        row = self._rows[self.table.current_id()]
        services.archive_client(self.context.workspace, row.id, not row.is_archived)
        self.context.toast(tr("Restored") if row.is_archived else tr("Archived"), undo=True)

    def delete(self) -> None:
        """Delete, or offer the archive where campaigns stand in the way."""
        delete_client(self, self.context, self.table.current_id())

    def position(self) -> str:
        return self.table.position_text()

    def state(self) -> dict[str, object]:
        return {"segment": self.segments.value()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("segment") in ("current", "all"):
            self.segments.set_value(str(state["segment"]))


def _sort_value(row: queries.ClientRow, key: str) -> tuple[object, str]:
    value = getattr(row, key, row.name) if key else row.name
    return (value.lower() if isinstance(value, str) else -1 if value is None else value, row.name.lower())

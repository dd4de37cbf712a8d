"""What a client's campaigns taught: a list that briefs draw from."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.learnings import LearningRow
from microinf_desktop.queries import clients
from microinf_desktop.queries import learnings as queries
from microinf_desktop.services import learnings as services
from microinf_desktop.ui import theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.learning import edit_learning
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar


def _columns() -> list[Column]:
    return [
        Column("text", tr("Learning"), 420, stretch=True, tooltip=lambda row: row.text,
               value=lambda row: Cell(row.text, ink="text3" if row.is_retired else "")),
        Column("topic", tr("Topic"), 120, value=lambda row: row.topic or None),
        Column("campaign", tr("Seen in"), 180, value=lambda row: row.campaign or None),
        Column("noted_on", tr("Noted on"), 110, Kind.DATE),
        Column("is_retired", tr("In briefs"), 90, sort_key="",
               value=lambda row: Cell(tr("Retired"), ink="text3") if row.is_retired else tr("Offered")),
    ]


class ClientLearnings(QWidget):
    """Learnings of one client; retired ones are kept but offered to no brief."""

    actions_changed = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.client_id = 0
        self._rows: dict[int, LearningRow] = {}
        theme.set_background(self, "surface")
        self.segments = SegmentedControl([("used", tr("In use")), ("all", tr("With retired"))], tr("Show"))
        self.bar = FilterBar([], search=tr("Word or topic"))
        self.bar.add_right(self.segments)
        self.table = DataTable("client_learnings", _columns(), self._load, context.settings)
        self.table.setAccessibleName(tr("Learnings"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        self.segments.changed.connect(lambda _key: self.reload())
        self.bar.changed.connect(self.reload)
        self.table.sorted.connect(lambda _key, _down: self.reload())
        self.table.opened.connect(lambda _id: self.edit())
        self.table.current_changed.connect(lambda _id: self.actions_changed.emit())
        self.table.checked_changed.connect(self.actions_changed)
        self.table.set_row_actions(lambda: [action for action in self.actions() if not action.kind])

    def show_client(self, detail: clients.ClientDetail) -> None:
        self.client_id = detail.id
        self.reload()

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            found = queries.learnings(session, self.client_id, include_retired=self.segments.value() == "all")
        wanted = self.bar.text().casefold()
        shown = [row for row in found if wanted in f"{row.text} {row.topic} {row.campaign}".casefold()]
        key, descending = self.table.sort()
        if key:
            shown.sort(key=lambda row: str(getattr(row, key)).casefold(), reverse=descending)
        self._rows = {row.id: row for row in shown}
        self.table.model.forget_rows()
        self.table.refresh(self._rows)
        if found:
            self.table.set_empty(tr("No learning matches"), tr("Clear the search"), self.bar.clear)
        else:
            self.table.set_empty(tr("Nothing noted yet. What you note is offered in the next brief"),
                                 tr("Note learning"), self.add)
        self.actions_changed.emit()

    def _load(self, ids: Sequence[int]) -> list[LearningRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def actions(self) -> Sequence[Action]:
        group, chosen = tr("Learnings"), self._load(self._chosen_ids())
        retired = bool(chosen) and all(row.is_retired for row in chosen)
        return [
            Action("client.learning.add", tr("Note learning"), self.add, "Ctrl+N", "plus", group, "primary"),
            Action("client.learning.edit", tr("Edit learning"), self.edit, "Enter", "edit", group,
                   condition=self._chosen),
            Action("client.learning.retire", tr("Use it again") if retired else tr("Retire"),
                   lambda: self.retire(not retired), "R", "archive", group, condition=self._chosen),
            Action("client.learning.delete", tr("Delete"), self.delete, "Del", "trash", group,
                   condition=self._chosen),
        ]

    def _chosen_ids(self) -> list[int]:
        return self.table.checked_ids() or ([self.table.current_id()] if self.table.current_id() else [])

    def _chosen(self) -> bool | str:
        return True if self._chosen_ids() else tr("choose a learning first")

    def add(self) -> None:
        added = edit_learning(self, self.context, self.client_id)
        if added is not None:
            self.table.select(added)
            self.context.toast(tr("Learning noted"), undo=True)

    def edit(self) -> None:
        if edit_learning(self, self.context, self.client_id, self._rows[self.table.current_id()]) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def retire(self, retired: bool) -> None:
        services.retire_learning(self.context.workspace, self._chosen_ids(), retired)
        self.context.toast(tr("Retired") if retired else tr("Offered again"), undo=True)

    def delete(self) -> None:
        services.delete_learning(self.context.workspace, self._chosen_ids())
        self.context.toast(tr("Learning deleted"), undo=True)

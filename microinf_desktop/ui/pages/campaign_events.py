"""Events of a campaign: a line each, at the right when, where, who comes and what to look at."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from microinf_desktop.domain.enums import EventKind, EventState
from microinf_desktop.queries import events as queries
from microinf_desktop.services import events as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import event as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.pages import event_words as wording
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.labels import Pill
from microinf_desktop.ui.widgets.layouts import row as across
from microinf_desktop.ui.widgets.panel import FactList, SidePanel

_STATES = (
    (EventState.PLANNED, "P", "clock"), (EventState.CONFIRMED, "C", "check"), (EventState.HELD, "H", "flag"),
    (EventState.CANCELLED, "X", "close"),
)


class CampaignEvents(CampaignPart):
    """Evenings, pop-ups and live streams of the campaign; Enter opens one."""

    def build(self) -> None:
        self._rows: dict[int, queries.EventRow] = {}
        self.table = DataTable("campaign_events", [
            Column("name", tr("Event"), 230, sort_key="", stretch=True,
                   value=_name),
            Column("state", tr("State"), 120, Kind.STATUS, sort_key="",
                   value=lambda row: (EventState(row.state), row.late(self.context.today()), "")),
            Column("day", tr("When"), 180, sort_key="", value=_when),
            Column("guests", tr("Expected"), 110, sort_key="", align="right", value=_expected,
                   tooltip=lambda row: tr("Guests who accepted or came, companions included")),
            Column("place", tr("Place"), 170, sort_key="", value=lambda row: row.place or None, hidden=True),
            Column("cost", tr("Cost"), 90, Kind.MONEY, sort_key="", hidden=True),
            Column("owner", tr("In charge"), 130, sort_key="", hidden=True, value=lambda row: row.owner or None),
        ], self._load, self.context.settings)
        self.table.setAccessibleName(tr("Events"))
        self.panel = SidePanel()
        self.panel.close_button.hide()
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self.table, 1)
        both.addWidget(self.panel)
        self.column.addLayout(both, 1)
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(lambda _id: self.open())
        self.table.checked_changed.connect(self.actions_changed)
        self.table.set_row_actions(lambda: [one for one in self.actions() if one.id != "events.add"])
        self.table.set_bulk_actions([
            Action("events.ics_some", tr("Calendar file"), self.export_ics, icon="calendar"),
            Action("events.delete_some", tr("Delete"), self.delete, icon="trash", kind="danger"),
        ])

    # reading

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            found = queries.of_campaign(session, self.campaign_id)
        self._rows = {one.id: one for one in found}
        self.table.model.forget_rows()
        self.table.refresh(list(self._rows))
        self.table.set_empty(tr("No event yet. Openings, pop-ups and live streams have guests and run sheet here"),
                             tr("Add event"), self.add)
        if self._rows and not self.table.current_id():
            self.table.select(next(iter(self._rows)))
        self._chosen(self.table.current_id())

    def _load(self, ids: Sequence[int]) -> list[queries.EventRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def position(self) -> str:
        return self.table.position_text()

    def _chosen(self, row_id: int) -> None:
        self._fill(row_id)
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def current(self) -> queries.EventRow | None:
        return self._rows.get(self.table.current_id())

    def _fill(self, row_id: int) -> None:
        row = self._rows.get(row_id)
        self.panel.setVisible(row is not None)
        if row is None:
            return
        late = row.late(self.context.today())
        self.panel.set_title(row.name, labels.label(EventKind(row.kind)))
        self.panel.clear_body()
        self.panel.body.addLayout(across(Pill(EventState(row.state), late=late), 1))
        for doubt in wording.doubts(row, late=late):
            self.panel.body.addWidget(InlineError(doubt))
        facts = FactList()
        facts.add(tr("When"), f"{wording.days(row.times)}, {wording.hours(row.times)}")
        facts.add(tr("Where"), row.place, wording.zone(row.time_zone))
        facts.add(tr("In charge"), row.owner)
        facts.add(tr("Budget"), formats.money(row.budget))
        self.panel.body.addWidget(facts)
        self._fill_guests(row)
        open_button = Button(tr("Open event"), "secondary", "open")
        open_button.clicked.connect(self.open)
        self.panel.body.addLayout(across(open_button, 1))
        self.panel.body.addStretch(1)

    def _fill_guests(self, row: queries.EventRow) -> None:
        count, part = row.figures.guests, FactList()
        section = self.panel.add_section(tr("Guests and programme"))
        part.add(tr("Expected"), wording.guests(row))
        part.add(tr("No answer yet"), formats.count(count.waiting))
        if row.figures.attendance is not None:
            part.add(tr("Attendance"), formats.count(row.figures.attendance))
        part.add(tr("Run sheet"), trn("{n} slot", "{n} slots", row.slots) if row.slots else "")
        part.add(tr("Deliverables"), formats.count(row.posts) if row.posts else "")
        section.addWidget(part)

    # writing

    def actions(self) -> Sequence[Action]:
        group, one = tr("Events"), self._one
        moves = [
            Action(f"events.{state.value}", tr("Set to {state}", state=labels.label(state).lower()),
                   lambda state=state: self.set_state(state), key, icon, tr("State"),
                   condition=lambda state=state: self._can_be(state))
            for state, key, icon in _STATES
        ]
        return [
            Action("events.add", tr("Add event"), self.add, "Ctrl+N", "plus", group, "primary"),
            Action("events.open", tr("Open event"), self.open, "", "open", group, condition=one),
            Action("events.edit", tr("Edit event"), self.edit, "F2", "edit", group, condition=one),
            *moves,
            Action("events.ics", tr("Calendar file (.ics)"), self.export_ics, "", "calendar", tr("Files"),
                   condition=one),
            Action("events.delete", tr("Delete event"), self.delete, "Del", "trash", tr("Files"), condition=one),
        ]

    def _one(self) -> bool | str:
        return self.current() is not None or tr("choose an event first")

    def _can_be(self, state: EventState) -> bool | str:
        row = self.current()
        if row is None:
            return tr("choose an event first")
        return wording.can_be(row, state, self.context.today())

    def add(self) -> None:
        """Ask for an event; it opens, because guests and run sheet come next."""
        added = dialogs.edit_event(self, self.context, self.campaign_id)
        if added is not None:
            self.context.toast(tr("Event added"), undo=True)
            self.context.navigation.open("event", id=added)

    def open(self) -> None:
        row = self.current()
        if row is not None:
            self.context.navigation.open("event", id=row.id)

    def edit(self) -> None:
        row = self.current()
        if row is not None and dialogs.edit_event(self, self.context, self.campaign_id, row.id) is not None:
            self.context.toast(tr("Event changed"), undo=True)

    def set_state(self, state: EventState) -> None:
        workspace, ids, today = self.context.workspace, self.table.checked_ids(), self.context.today()
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.set_event_state(workspace, ids, state, today),
            lambda _done: self.context.toast(
                trn("{n} event: {state}", "{n} events: {state}", len(ids), state=labels.label(state).lower()),
                undo=True))

    def delete(self) -> None:
        workspace, ids = self.context.workspace, self.table.checked_ids()
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_events(workspace, ids),
            lambda _done: self.context.toast(trn("{n} event deleted", "{n} events deleted", len(ids)), undo=True))

    def export_ics(self) -> None:
        """Ask where, then write the ticked events, or the current one, as a calendar file."""
        ids = self.table.checked_ids()
        start = self.context.workspace.folder / "exports" / "events.ics"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Calendar file"), str(start), tr("Calendar (*.ics)"))
        if chosen and ids:
            workspace, path = self.context.workspace, Path(chosen)
            self.context.tasks.read(
                lambda _p, _t: services.export_ics(workspace, ids, path),
                lambda n: self.context.toast(trn("{n} entry written to {file}", "{n} entries written to {file}", n,
                                                 file=path.name)), label=tr("Writing the calendar file"))


def _name(row: queries.EventRow) -> Cell:
    """With its kind where the name alone would let one think of an evening."""
    kind = EventKind(row.kind)
    return Cell(row.name, "" if kind is EventKind.EVENT else labels.label(kind), weight=500)


def _when(row: queries.EventRow) -> Cell:
    return Cell(wording.days(row.times), wording.hours(row.times))


def _expected(row: queries.EventRow) -> Cell:
    return Cell(wording.guests(row), ink="attention" if row.over else "", icon="warning" if row.over else "")

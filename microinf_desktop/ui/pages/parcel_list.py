"""Parcels as a list with a panel: what has to leave, what arrived, whom to remind; over all or per campaign."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import ShipmentState
from microinf_desktop.domain.pipelines import SHIPMENT
from microinf_desktop.queries import seeding as queries
from microinf_desktop.services import seeding as services
from microinf_desktop.ui import choices, formats, labels, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import seeding as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.labels import Avatar, Label, Pill
from microinf_desktop.ui.widgets.layouts import row as across
from microinf_desktop.ui.widgets.panel import FactList, SidePanel


def _columns(with_campaign: bool) -> list[Column]:
    campaign = [Column("campaign", tr("Campaign"), 150, sort_key="",
                       value=lambda row: Cell(row.campaign, swatch=row.client_color))]
    return [
        Column("creator", tr("Creator"), 200, Kind.NAME, sort_key="", stretch=True),
        Column("state", tr("State"), 150, Kind.STATUS, sort_key="",
               value=lambda row: (ShipmentState(row.state), row.late_days > 0, "")),
        Column("next", tr("Next"), 190, value=_next, sort_key=""),
        *(campaign if with_campaign else []),
        Column("contents", tr("Contents"), 180, value=lambda row: row.contents or None, sort_key="",
               hidden=with_campaign),
        Column("tracking", tr("Tracking"), 170, value=lambda row: row.tracking_number or None, sort_key="",
               hidden=True),
        Column("cost", tr("Cost"), 90, Kind.MONEY, sort_key="", hidden=True),
    ]


def _next(row: queries.ShipmentRow) -> Cell | None:
    """What has to be done with a parcel next, and when."""
    state = ShipmentState(row.state)
    if state in (ShipmentState.TO_SEND, ShipmentState.ADDRESS_CONFIRMED):
        if row.problem and state is ShipmentState.TO_SEND:
            return Cell(row.problem, ink="attention")
        if row.late_days:
            return Cell(tr("send, {n} d late", n=row.late_days), ink="danger")
        return Cell(tr("send by {day}", day=formats.day(row.send_by)) if row.send_by else tr("send"))
    if row.silent:
        return Cell(tr("no answer to 3 reminders"), ink="attention")
    if row.nudge is not None:
        return Cell(tr("remind {day}", day=formats.day(row.nudge.due_on)))
    if state is ShipmentState.SHIPPED:
        return Cell(tr("on its way since {day}", day=formats.day(row.shipped_on)))
    return None


def _verb(state: ShipmentState, to: ShipmentState) -> str:
    """What a move is called: a step on, or a correction."""
    word = labels.label(to).lower()
    if to in SHIPMENT.backward.get(state, ()):
        return tr("Back to “{state}”", state=word)
    return tr("Set to {state}", state=word)


class ParcelList(QWidget):
    """`show_parcels(filter)` lists; without a campaign all campaigns are listed and the campaign is named."""

    changed = Signal()

    def __init__(self, context: AppContext, with_campaign: bool, plan: Callable[[], object]) -> None:
        super().__init__()
        self.context, self._plan = context, plan
        self._base = queries.ShipmentFilter()
        self._rows: dict[int, queries.ShipmentRow] = {}
        self.bar = FilterBar([
            FilterField("states", tr("State"), "choice", labels.choices(ShipmentState)),
            FilterField("open_only", tr("Not finished"), "flag"),
        ], search=tr("Creator, campaign or tracking number"))
        name = "parcels" if with_campaign else "campaign_parcels"
        self.table = DataTable(name, _columns(with_campaign), self._load, context.settings)
        self.table.setAccessibleName(tr("Parcels"))
        self.panel = SidePanel()
        self.panel.hide()
        theme.set_background(self, "surface")
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self.table, 1)
        both.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(both, 1)
        self.bar.changed.connect(self.reload)
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(lambda _id: self.edit())
        self.table.checked_changed.connect(self.changed)
        self.table.set_row_actions(self.row_actions)
        self.table.set_bulk_actions([
            Action("parcels.list", tr("Packing list"), self.print_list, icon="print"),
            Action("parcels.labels", tr("Labels"), self.print_labels, icon="tag"),
            Action("parcels.ship", tr("Set to shipped"), lambda: self._move(ShipmentState.SHIPPED), icon="box"),
            Action("parcels.delete_some", tr("Delete"), self.delete, icon="trash", kind="danger"),
        ])

    # reading

    def show_parcels(self, base: queries.ShipmentFilter) -> None:
        """List the parcels of a filter, narrowed by what the bar asks for."""
        self._base = base
        self.reload()

    def reload(self) -> None:
        """Read anew; the current line, ticks and scroll position stay."""
        on = self.bar.values()
        wanted = queries.ShipmentFilter(
            self.bar.text(), self._base.campaign_ids, self._base.client_ids, (), tuple(on.get("states", ())),
            bool(on.get("open_only")),
        )
        with self.context.workspace.reading() as session:
            ids = queries.shipment_ids(session, wanted, self.context.today())
        self._rows.clear()
        self.table.model.forget_rows()
        self.table.refresh(ids)
        if wanted.text or wanted.states or wanted.open_only:
            self.table.set_empty(tr("No parcel matches these filters"), tr("Clear all filters"), self.bar.clear)
        else:
            self.table.set_empty(tr("No parcels yet. Plan one for each creator who gets a product"),
                                 tr("Plan parcels"), self._plan)
        self._fill(self.table.current_id())
        self.changed.emit()

    def _load(self, ids: Sequence[int]) -> list[queries.ShipmentRow]:
        with self.context.workspace.reading() as session:
            rows = queries.shipment_rows(session, ids, self.context.today())
        self._rows |= {row.id: row for row in rows}
        return rows

    def current(self) -> queries.ShipmentRow | None:
        row_id = self.table.current_id()
        if row_id and row_id not in self._rows:
            self._load([row_id])
        return self._rows.get(row_id)

    def chosen(self) -> list[int]:
        """The ticked parcels, else the current one."""
        return self.table.checked_ids()

    def _chosen(self, row_id: int) -> None:
        self._fill(row_id)
        self.changed.emit()

    # the panel

    def _fill(self, row_id: int) -> None:
        row = self.current() if row_id else None
        self.panel.setVisible(row is not None)
        if row is None:
            return
        self.panel.set_title(row.creator, f"@{row.handle}" if row.handle else "")
        self.panel.set_leading(Avatar(row.creator, 40))
        self.panel.clear_body()
        part = self.panel.add_section()
        part.addLayout(across(Pill(ShipmentState(row.state)), 1))
        if row.problem:
            part.addWidget(InlineError(row.problem))
        for action in self._next_actions(row):
            button = LinkButton(action.text)
            button.clicked.connect(lambda _on=False, run=action.callback: run())
            part.addLayout(across(button, 1))
        self._fill_facts(row)
        self.panel.body.addStretch(1)

    def _fill_facts(self, row: queries.ShipmentRow) -> None:
        facts = FactList()
        facts.add(tr("Campaign"), row.campaign)
        facts.add(tr("Contents"), row.contents)
        facts.add(tr("Carrier"), " ".join(part for part in (row.carrier, row.tracking_number) if part))
        for name, day in ((tr("Send by"), row.send_by), (tr("Shipped"), row.shipped_on),
                          (tr("Delivered"), row.delivered_on), (tr("Posted"), row.posted_on)):
            facts.add(name, formats.day(day) if day else "")
        facts.add(tr("Reminders"), ", ".join(tr("day {n}", n=day) for day in row.nudges))
        facts.add(tr("Cost"), formats.money(row.cost) if row.cost else "")
        self.panel.add_section(tr("Parcel")).addWidget(facts)
        address = self.panel.add_section(tr("Address"))
        street = queries.without_country(row.address, row.country)
        lines = "\n".join(part for part in (street, choices.country(row.country)) if part)
        address.addWidget(Label(lines or "–", "secondary", wrap=True))
        if row.post_url:
            self.panel.add_section(tr("Post")).addWidget(Label(row.post_url, "secondary", "text2", wrap=True))

    # writing

    def _next_actions(self, row: queries.ShipmentRow) -> list[Action]:
        """The states that can follow now and the reminder that is due."""
        with self.context.workspace.reading() as session:
            possible = services.possible_moves(session, row.id)
        steps = [
            Action(f"parcel.{move.to.value}", _verb(ShipmentState(row.state), move.to),
                   lambda state=move.to: self._move(state), "", "arrow-right", tr("Next"))
            for move in possible if move.refusal is None
        ]
        if row.nudge is not None:
            steps.insert(0, Action("parcel.remind", tr("Remind the creator"), self.remind, "R", "chat", tr("Next")))
        return steps

    def actions(self) -> list[Action]:
        """What the page that holds the list offers."""
        group, one = tr("Parcels"), self._some
        return [
            Action("parcels.plan", tr("Plan parcels"), self._plan, "Ctrl+N", "plus", group, "primary"),
            Action("parcels.print", tr("Packing list"), self.print_list, "", "print", group, "secondary",
                   condition=self._any),
            Action("parcels.print_labels", tr("Address labels"), self.print_labels, "", "tag", group,
                   condition=self._any),
            Action("parcels.edit", tr("Edit parcel"), self.edit, "F2", "edit", group, condition=one),
            Action("parcels.remind", tr("Remind the creator"), self.remind, "R", "chat", group,
                   condition=self._may_remind),
            Action("parcels.delete", tr("Delete"), self.delete, "Del", "trash", group, condition=one),
        ]

    def row_actions(self) -> list[Action]:
        row = self.current()
        own = [action for action in self.actions() if not action.kind]
        return own if row is None else [own[0], *self._moves(row), own[-1]]

    def _moves(self, row: queries.ShipmentRow) -> list[Action]:
        with self.context.workspace.reading() as session:
            possible = services.possible_moves(session, row.id)
        return [
            Action(f"parcel.to_{move.to.value}", _verb(ShipmentState(row.state), move.to),
                   lambda state=move.to: self._move(state), "", "arrow-right", tr("State"),
                   condition=lambda refusal=move.refusal: True if refusal is None else str(refusal))
            for move in possible
        ]

    def _some(self) -> bool | str:
        return bool(self.chosen()) or tr("choose a parcel first")

    def _any(self) -> bool | str:
        return bool(self.table.model.ids) or tr("there is no parcel yet")

    def _may_remind(self) -> bool | str:
        row = self.current()
        return bool(row is not None and row.nudge is not None) or tr("no reminder is due")

    def _move(self, state: ShipmentState) -> None:
        dialogs.move_parcels(self, self.context, self.chosen(), state)

    def edit(self) -> None:
        if self.table.current_id() and dialogs.edit_parcel(self, self.context, self.table.current_id()):
            self.context.toast(tr("Parcel saved"), undo=True)

    def remind(self) -> None:
        row = self.current()

        def copy(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.context.toast(tr("Text copied"))

        if row is not None and dialogs.remind(self, self.context, row, copy):
            self.context.toast(tr("Reminder recorded"), undo=True)

    def delete(self) -> None:
        ids, workspace = self.chosen(), self.context.workspace
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_shipments(workspace, ids),
            lambda _done: self.context.toast(trn("{n} parcel deleted", "{n} parcels deleted", len(ids)), undo=True))

    def _to_print(self) -> list[int]:
        """The ticked parcels; without ticks all that have not left yet, else the whole list."""
        ticked = [one for one in self.table.model.ids if one in self.table.model.checked]
        if ticked:
            return ticked
        listed = list(self.table.model.ids)
        waiting = [row.id for row in self._load(listed)
                   if row.state in (ShipmentState.TO_SEND, ShipmentState.ADDRESS_CONFIRMED)]
        return waiting or listed

    def print_list(self) -> None:
        """Save the packing list of what has to leave."""
        from microinf_desktop import papers

        workspace, ids, today = self.context.workspace, self._to_print(), self.context.today()
        self._save("packing-list.pdf", lambda: papers.packing_list(workspace, ids, today))

    def print_labels(self) -> None:
        """Save address labels of what has to leave."""
        from microinf_desktop import papers

        workspace, ids = self.context.workspace, self._to_print()
        self._save("address-labels.pdf", lambda: papers.address_labels(workspace, ids))

    def _save(self, name: str, make: Callable[[], bytes]) -> None:
        start = self.context.workspace.folder / "exports" / name
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save as PDF"), str(start), tr("Document (*.pdf)"))
        if not chosen:
            return
        path = Path(chosen)

        def work(_progress: Any, _token: Any) -> int:
            return path.write_bytes(make())

        self.context.tasks.read(work, lambda _n: self.context.toast(tr("Saved as {path}", path=path)),
                                label=tr("Printing parcels"))

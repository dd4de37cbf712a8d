"""Contracts: one per creator, what state each is in, who has to act, one key to the next step."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from microinf_desktop.domain.enums import ContractState
from microinf_desktop.queries import collaborations, contracts
from microinf_desktop.services import contracts as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox

_VIEWS = (
    ("all", "All"), ("open", "Open"), ("waiting", "With the creator"), ("in_force", "In force"), ("ended", "Ended"),
)


def _columns() -> list[Column]:
    return [
        Column("number", tr("Number"), 168, value=lambda row: Cell(row.number, weight=500)),
        Column("creator", tr("Creator"), 190, Kind.NAME, value=lambda row: row.deal.creator, stretch=True),
        Column("campaign", tr("Campaign"), 190,
               value=lambda row: Cell(row.deal.campaign, swatch=row.deal.client_color)),
        Column("state", tr("State"), 140, Kind.STATUS),
        Column("holder", tr("Holds the ball"), 110, Kind.BALL, sort_key=""),
        Column("version", tr("Version"), 70, value=lambda row: str(row.version) if row.version else None, align="right",
               sort_key=""),
        Column("fee", tr("Fee"), 90, Kind.MONEY),
        Column("sent", tr("Sent"), 96, Kind.DATE, value=lambda row: row.sent_on),
        Column("signed", tr("Signed"), 96, Kind.DATE, value=lambda row: row.signed_on),
        Column("expires", tr("Expires"), 96, Kind.DATE, value=lambda row: row.expires_on, hidden=True),
    ]


class ContractsPage(Page):
    """A list; Enter opens the contract with its preview."""

    tables = frozenset({"contract", "contract_version", "collaboration", "campaign", "influencer", "client"})

    def build(self) -> None:
        self.table = DataTable("contracts", _columns(), self._load, self.context.settings)
        self.table.setAccessibleName(tr("Contracts"))
        self.views = SegmentedControl([(key, tr(text)) for key, text in _VIEWS], tr("Show"))
        self.bar = FilterBar([], search=tr("Number, creator, campaign"))
        self.bar.add_left(self.views)
        self.set_filter_bar(self.bar)
        self.set_content(self.table)
        if not self.table.sort()[0]:
            self.table.set_sort("number", True)
        self.views.changed.connect(lambda _key: self.reload())
        self.bar.changed.connect(self.reload)
        self.table.sorted.connect(lambda _key, _down: self.reload())
        self.table.opened.connect(lambda row_id: self.context.navigation.open("contract", id=row_id))
        self.table.current_changed.connect(lambda _id: (self.set_position(self.position()), self.update_actions()))
        self.table.set_row_actions(self._row_actions)
        self.table.set_bulk_actions([
            Action("contracts.save_all", tr("Save issued PDFs"), self.save_issued, icon="save"),
        ])

    def reload(self) -> None:
        key, descending = self.table.sort()
        wanted = contracts.ContractFilter(view=contracts.ContractView(self.views.value()), text=self.bar.text())
        with self.context.workspace.reading() as session:
            found = contracts.ids(session, wanted, key, descending)
        self.table.model.forget_rows()
        self.table.refresh(found)
        if wanted == contracts.ContractFilter():
            self.table.set_empty(tr("No contracts yet. Create one for a creator in a campaign"), tr("Create contract"),
                                 self.create)
        else:
            self.table.set_empty(tr("No contract matches"), tr("Show all"), self._show_all)
        self.header.set_count(formats.count(len(found)) if found else "")
        self.set_position(self.position())

    def _show_all(self) -> None:
        self.views.set_value("all")
        self.bar.set_values({})
        self.reload()

    def _load(self, ids: Sequence[int]) -> Sequence[contracts.ContractRow]:
        with self.context.workspace.reading() as session:
            return contracts.rows(session, ids)

    def actions(self) -> list[Action]:
        group = tr("Contracts")
        return [
            Action("contracts.create", tr("Create contract"), self.create, "Ctrl+N", "plus", group, "primary"),
            Action("contracts.open", tr("Open"), self._open, "Enter", "open", group, condition=self._chosen),
            Action("contracts.delete", tr("Delete"), self.delete, "Del", "trash", group, condition=self._chosen),
        ]

    def _chosen(self) -> bool | str:
        return True if self.table.current_id() else tr("choose a contract first")

    def _row_actions(self) -> list[Action]:
        return [action for action in self.actions() if not action.kind] + move_actions(
            self, self.context, self.table.current_id())

    def _open(self) -> None:
        self.context.navigation.open("contract", id=self.table.current_id())

    def create(self) -> None:
        """Choose a creator without a contract; the contract opens with what is still missing."""
        workspace = self.context.workspace
        with workspace.reading() as session:
            free = [(deal.collaboration_id, f"{deal.creator}, {deal.campaign}")
                    for deal in collaborations.without_contract(session)]
        if not free:
            self.context.toast(tr("Every creator has a contract. Add creators to a campaign first"))
            return

        def build(form: Form) -> None:
            form.add_field("collaboration", tr("Creator and campaign"), ComboBox(free), required=True)

        dialog = FormDialog(
            self, tr("Create contract"), tr("Create contract"), build,
            lambda values: services.create_contract(workspace, values["collaboration"], today=self.context.today()),
        )
        if dialog.run():
            self.context.toast(tr("Contract created"), undo=True)
            self.context.navigation.open("contract", id=dialog.result_value)

    def delete(self) -> None:
        workspace, contract_id = self.context.workspace, self.table.current_id()
        self.context.tasks.write(tr("Deleting"), lambda _p, _t: services.delete_contract(workspace, contract_id),
                                 lambda _result: self.context.toast(tr("Contract deleted"), undo=True))

    def save_issued(self) -> None:
        """Write the last issued version of each ticked contract into a folder, with progress."""
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder for the contracts"))
        if not chosen:
            return
        ids, workspace, folder = self.table.checked_ids(), self.context.workspace, Path(chosen)

        def work(progress: Any, token: Any) -> int:
            from microinf_desktop.storage import attachments

            written = 0
            with workspace.reading() as session:
                for done, contract_id in enumerate(ids):
                    token.check()
                    progress(done, len(ids), "")
                    issued = contracts.versions(session, contract_id)
                    if issued:
                        newest = max(issued, key=lambda version: version.version)
                        (folder / newest.file_name).write_bytes(attachments.read(workspace.folder, newest.sha256))
                        written += 1
            return written

        self.context.tasks.read(
            work, lambda n: self.context.toast(tr("{n} saved to {folder}", n=n, folder=folder.name)),
            label=tr("Saving contracts"),
        )

    def position(self) -> str:
        return self.table.position_text()

    def state(self) -> dict[str, object]:
        return {"view": self.views.value()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("view") in dict(_VIEWS):
            self.views.set_value(str(state["view"]))


def move_actions(parent: Any, context: Any, contract_id: int) -> list[Action]:
    """The states a contract can go to now, each with the reason why not."""
    if not contract_id:
        return []
    with context.workspace.reading() as session:
        possible = contracts.possible_moves(session, contract_id, context.today())

    def move(state: ContractState) -> None:
        reason = ""
        if state is ContractState.TERMINATED or state is ContractState.CHANGES:
            from microinf_desktop.ui.widgets.inputs import TextField

            dialog = FormDialog(
                parent, tr("Set to {state}", state=labels.label(state).lower()), tr("Set state"),
                lambda form: form.add_field("reason", tr("Reason"), TextField(), required=True),
                lambda values: str(values["reason"]),
            )
            if not dialog.run():
                return
            reason = dialog.result_value
        context.tasks.write(
            tr("Setting the state"),
            lambda _p, _t: services.move_contract(
                context.workspace, contract_id, state, reason=reason, today=context.today()),
            lambda followed: context.toast(
                with_stage(tr("Now {state}", state=labels.label(state).lower()), followed), undo=True),
        )

    return [
        Action(f"contract.to_{choice.to}", tr("Set to {state}", state=labels.label(choice.to).lower()),
               lambda state=choice.to: move(state), group=tr("State"),
               condition=lambda refusal=choice.refusal: True if refusal is None else str(refusal))
        for choice in possible
    ]


def with_stage(said: str, followed: services.StageFollowed | None) -> str:
    """What is told after a contract moved, with what it did to the collaboration's stage."""
    if followed is None:
        return said
    stage = labels.label(followed.stage).lower()
    if followed.moved:
        return tr("{said}. {name} moves to {stage}", said=said, name=followed.name, stage=stage)
    return tr("{said}. {name} stays at {stage}: {reason}", said=said, name=followed.name, stage=stage,
              reason=str(followed.refusal))

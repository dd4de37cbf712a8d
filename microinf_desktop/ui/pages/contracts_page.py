"""Contracts: list or board by state, what comes next and for how long, one key to the next step."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from microinf_desktop.domain.contract_life import IN_FORCE, ContractKind, days_left
from microinf_desktop.domain.enums import BallHolder, ContractState
from microinf_desktop.queries import collaborations, contracts
from microinf_desktop.queries.contracts import ContractFilter, ContractRow, ContractView
from microinf_desktop.services import contracts as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import contract_amend, contract_batch
from microinf_desktop.ui.dialogs import contract_moves as moves
from microinf_desktop.ui.dialogs.contract_moves import move_actions, with_stage
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages import contract_words as words
from microinf_desktop.ui.widgets.board_view import BoardColumn, BoardView, Card
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.layouts import boxed, column
from microinf_desktop.ui.widgets.layouts import row as across

__all__ = ["ContractsPage", "move_actions", "with_stage"]

_VIEWS = (
    ("all", "All"), ("ours", "Our turn"), ("waiting", "With the creator"), ("in_force", "In force"),
    ("ending", "Ending soon"), ("ended", "Ended"),
)
_LATE_AFTER = 5  # days of waiting that are shown as late


class ContractsPage(Page):
    """A list or a board; Enter opens the contract with its preview."""

    tables = frozenset({
        "contract", "contract_version", "contract_change", "contract_move", "collaboration", "campaign", "influencer",
        "client",
    })

    def build(self) -> None:
        self.table = DataTable("contracts", self._columns(), self._load, self.context.settings)
        self.table.setAccessibleName(tr("Contracts"))
        self.board = BoardView([BoardColumn(state, labels.label(state), state) for state in ContractState], self._cards)
        self.board.setAccessibleName(tr("Board of contracts by state"))
        self.board.may_move = self._may_move
        self.views = SegmentedControl([(key, tr(text)) for key, text in _VIEWS], tr("Show"))
        self.shape = SegmentedControl([("table", tr("List")), ("board", tr("Board"))], tr("List or board"))
        self.bar = FilterBar([
            FilterField("states", tr("State"), "choice", [(state, labels.label(state)) for state in ContractState]),
            FilterField("kinds", tr("Kind"), "choice", [(kind, tr(text)) for kind, text in words.KINDS.items()]),
        ], search=tr("Number, creator, campaign"))
        self.bar.add_right(self.shape)
        self.stack = QStackedWidget()
        whole = column(across(self.views, 1, margins=(16, 8, 16, 8)), spacing=0)
        whole.addWidget(self.stack, 1)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.board)
        self.set_filter_bar(self.bar)
        self.set_content(boxed(whole))
        if not self.table.sort()[0]:
            self.table.set_sort("number", True)
        self._connect()

    def _connect(self) -> None:
        for changed in (self.views.changed, self.shape.changed):
            changed.connect(lambda _key: self.reload())
        self.bar.changed.connect(self.reload)
        self.table.sorted.connect(lambda _key, _down: self.reload())
        for shown in (self.table, self.board):
            shown.opened.connect(lambda row_id: self.context.navigation.open("contract", id=row_id))
            shown.current_changed.connect(lambda _id: (self.set_position(self.position()), self.update_actions()))
        self.board.moved.connect(lambda row_id, key: moves.move(self, self.context, row_id, ContractState(key)))
        self.board.refused.connect(lambda reason: self.context.toast(reason))
        self.board.set_card_actions(lambda _id: self._row_actions())
        self.table.set_row_actions(self._row_actions)
        self.table.set_bulk_actions([
            Action("contracts.save_all", tr("Save PDFs"), partial(self._batch, False), icon="save"),
            Action("contracts.issue_all", tr("Issue"), partial(self._batch, True), icon="contracts"),
            Action("contracts.send_all", tr("Mark as sent"), self.send_all, icon="check"),
        ])

    def _columns(self) -> list[Column]:
        return [
            Column("number", tr("Number"), 172, value=_number, tooltip=_about),
            Column("creator", tr("Creator"), 150, Kind.NAME, value=lambda row: row.deal.creator, stretch=True),
            Column("campaign", tr("Campaign"), 140,
                   value=lambda row: Cell(row.deal.campaign, swatch=row.deal.client_color)),
            Column("state", tr("State"), 132, Kind.STATUS),
            Column("next", tr("Next"), 150, value=self._next, sort_key=""),
            Column("since", tr("Waiting"), 84, value=self._waiting, align="right"),
            Column("version", tr("Version"), 78, value=lambda row: str(row.version) if row.version else None,
                   align="right", sort_key="", hidden=True),
            Column("fee", tr("Fee"), 90, Kind.MONEY),
            Column("expires", tr("Ends"), 146, value=self._ends),
            Column("holder", tr("Holds the ball"), 110, Kind.BALL, sort_key="", hidden=True),
            Column("sent", tr("Sent"), 96, Kind.DATE, value=lambda row: row.sent_on, hidden=True),
            Column("signed", tr("Signed"), 96, Kind.DATE, value=lambda row: row.signed_on, hidden=True),
            Column("language", tr("Language"), 80, value=lambda row: row.language.upper(), sort_key="", hidden=True),
        ]

    def _next(self, row: ContractRow) -> Cell:
        ours = row.holder is BallHolder.US or row.next_step(self.context.today()) in ("compare", "remind", "renew")
        return Cell(words.step(row, self.context.today()), ink="" if ours else "text3", weight=500 if ours else 0)

    def _waiting(self, row: ContractRow) -> Cell | None:
        days = row.days_waiting(self.context.today())
        if days is None:
            return None
        return Cell(formats.days(days), ink="attention" if days > _LATE_AFTER else "text2")

    def _ends(self, row: ContractRow) -> Cell | None:
        if row.expires_on is None:
            return None
        left = days_left(row.expires_on, self.context.today())
        soon = row.state in IN_FORCE and left is not None and left <= 14
        return Cell(formats.day(row.expires_on), ink="attention" if soon else "text2")

    # reading

    def reload(self) -> None:
        key, descending = self.table.sort()
        wanted, shown = self.wanted(), self.shape.value()
        with self.context.workspace.reading() as session:
            found = contracts.ids(session, wanted, key, descending)
            groups = contracts.ids_by_state(session, wanted) if shown == "board" else {}
        self.board.set_ids({state.value: ids for state, ids in groups.items()})
        self.table.model.forget_rows()
        self.table.refresh(found)
        if wanted == ContractFilter(today=wanted.today):
            self.table.set_empty(tr("No contracts yet. Create one for a creator in a campaign"), tr("Create contract"),
                                 self.create)
        else:
            self.table.set_empty(tr("No contract matches"), tr("Show all"), self._show_all)
        self.stack.setCurrentIndex(1 if shown == "board" and found else 0)
        self.header.set_count(formats.count(len(found)) if found else "")
        self.set_position(self.position())
        self.update_actions()

    def wanted(self) -> ContractFilter:
        """What the bar and the view ask for."""
        on = self.bar.values()
        return ContractFilter(
            view=ContractView(self.views.value()), text=self.bar.text(), states=tuple(on.get("states", ())),
            kinds=tuple(on.get("kinds", ())), today=self.context.today())

    def _show_all(self) -> None:
        self.views.set_value("all")
        self.bar.set_values({})
        self.reload()

    def _load(self, ids: Sequence[int]) -> Sequence[ContractRow]:
        with self.context.workspace.reading() as session:
            return contracts.rows(session, ids)

    def _cards(self, ids: Sequence[int]) -> list[Card]:
        today = self.context.today()
        cards = []
        for row in self._load(ids):
            days = row.days_waiting(today)
            late = days is not None and days > _LATE_AFTER
            aside = formats.days(days) if days is not None else ""
            cards.append(Card(
                row.id, row.deal.creator, f"{row.number}, {row.deal.campaign}", row.deal.creator, aside,
                "attention" if late else "text3", swatch=row.deal.client_color))
        return cards

    def _may_move(self, contract_id: int, key: str) -> str:
        """Why a card may not go to a column; "" when it may."""
        state = ContractState(key)
        if state in (ContractState.ACTIVE, ContractState.EXPIRED):
            return tr("A contract becomes {state} by its dates", state=labels.label(state).lower())
        with self.context.workspace.reading() as session:
            possible = {move.to: move.refusal for move in contracts.possible_moves(
                session, contract_id, self.context.today())}
        if state not in possible:
            return tr("It cannot go there from where it is")
        return str(possible[state] or "")

    def position(self) -> str:
        return self.table.position_text() if self.stack.currentIndex() == 0 else ""

    # acting

    def actions(self) -> list[Action]:
        group = tr("Contracts")
        return [
            Action("contracts.create", tr("Create contract"), self.create, "Ctrl+N", "plus", group, "primary"),
            Action("contracts.open", tr("Open"), self._open, "Enter", "open", group, condition=self._chosen),
            Action("contracts.remind", tr("Remind"), self.remind, "R", "clock", group, condition=self._may_remind),
            Action("contracts.terms", tr("Open the deal"), self._open_deal, "D", "", group, condition=self._chosen),
            Action("contracts.amend", tr("Start an amendment"), partial(self._amend, ContractKind.AMENDMENT), "", "",
                   group, condition=partial(self._may_amend, ContractKind.AMENDMENT)),
            Action("contracts.extend", tr("Start an extension"), partial(self._amend, ContractKind.EXTENSION), "", "",
                   group, condition=partial(self._may_amend, ContractKind.EXTENSION)),
            Action("contracts.delete", tr("Delete"), self.delete, "Del", "trash", group, condition=self._chosen),
        ]

    def current_id(self) -> int:
        """The contract that is chosen in what is shown, 0 when none is."""
        return self.board.current_id() if self.stack.currentIndex() == 1 else self.table.current_id()

    def _current(self) -> ContractRow | None:
        return next(iter(self._load([self.current_id()])), None) if self.current_id() else None

    def _chosen(self) -> bool | str:
        return True if self.current_id() else tr("choose a contract first")

    def _may_remind(self) -> bool | str:
        row = self._current()
        if row is None:
            return tr("choose a contract first")
        return True if row.state in (ContractState.SENT, ContractState.SIGNED) else tr("no signature is waited for")

    def _may_amend(self, kind: ContractKind) -> bool | str:
        row = self._current()
        return tr("choose a contract first") if row is None else contract_amend.may_amend(row.state, kind)

    def _row_actions(self) -> list[Action]:
        return [action for action in self.actions() if not action.kind] + move_actions(
            self, self.context, self.current_id())

    def _open(self) -> None:
        self.context.navigation.open("contract", id=self.current_id())

    def _open_deal(self) -> None:
        row = self._current()
        if row is not None:
            self.context.navigation.open("deal", id=row.deal.collaboration_id)

    def remind(self) -> None:
        moves.remind(self.context, self.current_id())

    def _amend(self, kind: ContractKind) -> None:
        contract_amend.amend(self, self.context, self.current_id(), kind)

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
        workspace, contract_id = self.context.workspace, self.current_id()
        self.context.tasks.write(tr("Deleting"), lambda _p, _t: services.delete_contract(workspace, contract_id),
                                 lambda _result: self.context.toast(tr("Contract deleted"), undo=True))

    def _batch(self, issues: bool) -> None:
        contract_batch.chosen_contracts(self, self.context, self.table.checked_ids(), issues=issues)

    def send_all(self) -> None:
        """Mark the ticked contracts as sent today."""
        moves.send_all(self.context, self.table.checked_ids())

    def state(self) -> dict[str, object]:
        return {"view": self.views.value(), "shape": self.shape.value()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("view") in dict(_VIEWS):
            self.views.set_value(str(state["view"]))
        if state.get("shape") in ("table", "board"):
            self.shape.set_value(str(state["shape"]))


def _number(row: ContractRow) -> Cell:
    note = tr(words.KINDS[row.kind]).lower() if row.kind is not ContractKind.AGREEMENT else (
        f"+{row.amendments}" if row.amendments else "")
    return Cell(row.number, note=note, weight=500)


def _about(row: ContractRow) -> str:
    return tr("{kind} {number}, {n} amended or extended it", kind=tr(words.KINDS[row.kind]), number=row.number,
              n=row.amendments) if row.amendments else f"{tr(words.KINDS[row.kind])} {row.number}"

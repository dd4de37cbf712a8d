"""Usage rights as a table or a board by what ends when, with a panel; over all deals, or a part of them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.media import Place
from microinf_desktop.domain.rights import RightFilter, RightKind, RightStage
from microinf_desktop.queries import rights as queries
from microinf_desktop.services import rights as services
from microinf_desktop.ui import choices, formats, labels, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import right_renewal
from microinf_desktop.ui.dialogs import rights as dialogs
from microinf_desktop.ui.dialogs.may_we_use import show_may_we_use
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.pages import rights_words as words
from microinf_desktop.ui.pages.right_panel import RightPanel
from microinf_desktop.ui.widgets.board_view import BoardColumn, BoardView, Card
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField

S = RightStage
SHOWN = tuple(stage for stage in S if stage is not S.WITHDRAWN)
ENDED_DAYS = 90  # the board is for what has to be done; older ones are in the table
_SOON = (S.TODAY, S.WITHIN_14, S.WITHIN_30, S.WITHIN_45)
_SCOPES = {"current": tuple(stage for stage in SHOWN if stage is not S.EXPIRED), "soon": _SOON, "all": ()}


def columns() -> list[Column]:
    """The table's columns; what is hidden can be shown from the head's menu."""
    return [
        Column("kind", tr("Right"), 205, value=_what, stretch=True),
        Column("creator", tr("Creator"), 150, Kind.NAME, value=lambda row: row.deal.creator),
        Column("where", tr("Where"), 190, value=_where, sort_key="",
               tooltip=lambda row: f"{words.where(row.terms)}\n{words.territory(row.terms.territories)}"),
        Column("ends", tr("Ends"), 124, Kind.DATE, value=_ends, tooltip=words.ends),
        Column("left", tr("Left"), 96, value=_left, align="right", sort_key="", hidden=True),
        Column("contract", tr("Contract"), 176, value=_contract,
               tooltip=lambda row: words.source(row.contract, row.terms.clause)),
        Column("stage", tr("Standing"), 130, Kind.STATUS, sort_key="", hidden=True),
        Column("campaign", tr("Campaign"), 140, hidden=True,
               value=lambda row: Cell(row.deal.campaign, swatch=row.deal.client_color)),
        Column("client", tr("Client"), 130, value=lambda row: row.deal.client, hidden=True),
        Column("starts", tr("Begins"), 100, Kind.DATE, value=lambda row: row.terms.starts_on, hidden=True),
        Column("fee", tr("Fee"), 90, Kind.MONEY, value=lambda row: row.fee, hidden=True),
        Column("renewal", tr("Renewal"), 90, Kind.MONEY, value=lambda row: row.renewal, hidden=True),
    ]


def _what(row: queries.RightRow) -> Cell:
    return Cell(labels.label(row.terms.kind), words.content(row), weight=500)


def _contract(row: queries.RightRow) -> Cell:
    clause = tr("cl. {n}", n=row.terms.clause) if row.terms.clause else ""
    return Cell(row.contract, clause) if row.contract else Cell(words.source("", row.terms.clause), ink="text2")


def _where(row: queries.RightRow) -> Cell:
    return Cell(words.where(row.terms), ", ".join(row.terms.territories))


def _ends(row: queries.RightRow) -> Cell:
    if row.ends_on is None:
        return Cell(tr("for ever") if row.stage is S.FOR_EVER else tr("not begun"), ink="text3")
    ink = "danger" if row.stage in (S.TODAY, S.EXPIRED) else "attention" if row.stage.ends_soon else ""
    return Cell(words.ends(row), ink=ink, weight=600 if ink else 400, state=row.stage)


def _left(row: queries.RightRow) -> str | None:
    return words.left(row) if row.days_left is not None else None


class RightsList(QWidget):
    """`show_rights(base)` lists what a filter finds, narrowed by what the bar asks for."""

    changed = Signal()

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self._base = RightFilter()
        self._count = 0
        theme.set_background(self, "surface")
        self.view = SegmentedControl([("table", tr("Table")), ("board", tr("Board"))], tr("Shown as"))
        self.scope = SegmentedControl(
            [("current", tr("Current")), ("soon", tr("Ends soon")), ("all", tr("All"))], tr("Show"))
        self.bar = FilterBar(self._fields(), search=tr("Creator, campaign, contract, asset"))
        self.bar.add_left(self.scope)
        self.bar.add_right(self.view)
        self.table = DataTable("rights", columns(), self._load, context.settings)
        self.table.setAccessibleName(tr("Usage rights"))
        if not self.table.sort()[0]:
            self.table.set_sort("ends", False)
        self.panel = RightPanel(context)
        self.panel.hide()
        self._board: BoardView | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        both = QHBoxLayout()
        both.setSpacing(0)
        layout.addLayout(both, 1)
        # What is added to a stack without a place of its own flashes up as a window.
        self._stack = QStackedLayout()
        both.addLayout(self._stack, 1)
        self._stack.addWidget(self.table)
        both.addWidget(self.panel)

    def _connect(self) -> None:
        self.bar.changed.connect(lambda: self.reload(from_top=True))
        self.scope.changed.connect(lambda _key: self.reload(from_top=True))
        self.view.changed.connect(lambda _key: self._show_view())
        self.table.sorted.connect(lambda _key, _down: self.reload(from_top=True))
        self.table.current_changed.connect(lambda _id: self._current_changed())
        self.table.opened.connect(lambda _id: self.edit())
        self.table.checked_changed.connect(self.changed)
        self.table.set_row_actions(self.row_actions)
        self.table.set_bulk_actions([
            Action("rights.renew_some", tr("Offer renewals"), self.renew, icon="money"),
            Action("rights.begin_some", tr("Begin"), self.begin, icon="play"),
            Action("rights.withdraw_some", tr("Withdraw"), self.withdraw, icon="stop"),
        ])
        self.panel.acted.connect(self._act)

    def _fields(self) -> list[FilterField]:
        return [
            FilterField("kinds", tr("Right"), "choice", labels.choices(RightKind)),
            FilterField("stages", tr("Standing"), "choice", labels.choices(RightStage)),
            FilterField("influencer_ids", tr("Creator"), "choice", self._creators),
            FilterField("client_ids", tr("Client"), "choice", partial(choices.clients, self.context)),
            FilterField("campaign_ids", tr("Campaign"), "choice", partial(choices.campaigns, self.context)),
            FilterField("places", tr("Covers the place"), "choice", labels.choices(Place)),
            FilterField("countries", tr("Covers the country"), "choice", choices.countries),
        ]

    def _creators(self) -> Sequence[tuple[int, str]]:
        with self.context.workspace.reading() as session:
            return queries.creators(session)

    # reading

    def show_rights(self, base: RightFilter) -> None:
        self._base = base
        self.reload()

    def wanted(self) -> RightFilter:
        """What the base, the filter bar and the segments ask for together."""
        on = self.bar.values()
        names = ("kinds", "stages", "influencer_ids", "client_ids", "campaign_ids", "places", "countries")
        chosen: dict[str, Any] = {name: tuple(on[name]) for name in names if on.get(name)}
        if "stages" not in chosen and self.view.value() == "table" and _SCOPES[self.scope.value()]:
            chosen["stages"] = _SCOPES[self.scope.value()]
        return replace(self._base, text=self.bar.text(), **chosen)

    def reload(self, from_top: bool = False) -> None:
        """Read anew; current row, ticks and scroll position stay unless the question changed."""
        wanted, today = self.wanted(), self.context.today()
        key, descending = self.table.sort()
        board = self.view.value() == "board"
        self.scope.setVisible(not board)
        with self.context.workspace.reading() as session:
            if board:
                found = queries.ids_by_stage(session, wanted, today, ENDED_DAYS)
                self._count = sum(map(len, found.values()))
            else:
                ids = queries.ids(session, wanted, key or "ends", descending, today)
                self._count = len(ids)
        if board:
            self.board().set_ids({stage.value: listed for stage, listed in found.items()})
        else:
            self.table.model.forget_rows()
            (self.table.set_ids if from_top else self.table.refresh)(ids)
            self._set_empty(wanted)
        self._current_changed()

    def _set_empty(self, wanted: RightFilter) -> None:
        if replace(wanted, stages=()) == self._base and self.scope.value() == "all":
            self.table.set_empty(
                tr("No usage rights yet. They follow from contracts; add those of older deals by hand"),
                tr("Add usage right"), self.add)
        else:
            self.table.set_empty(tr("No right matches these filters"), tr("Show all"), self.show_all)

    def show_all(self) -> None:
        """Take every filter away."""
        self.scope.set_value("all")
        self.bar.set_values({})
        self.reload(from_top=True)

    @property
    def count(self) -> int:
        """How many rights are listed."""
        return self._count

    def _load(self, ids: Sequence[int]) -> list[queries.RightRow]:
        with self.context.workspace.reading() as session:
            return queries.rows(session, ids, self.context.today())

    def board(self) -> BoardView:
        """The board, made when it is first looked at; days decide where a card stands, so none can be moved."""
        if self._board is None:
            titles = {S.EXPIRED: tr("Ended, last {n} days", n=ENDED_DAYS)}
            columns = [BoardColumn(one.value, titles.get(one) or labels.label(one), one) for one in SHOWN]
            made = BoardView(columns, self._cards, lines=3, movable=False)
            made.setAccessibleName(tr("Usage rights by what ends when"))
            made.may_move = lambda _card, _key: tr("The last day decides where a right stands. Renew it to move it")
            made.refused.connect(self.context.toast)
            made.opened.connect(lambda _id: self.edit())
            made.current_changed.connect(lambda _id: self._current_changed())
            made.set_card_actions(lambda _card: self.row_actions())
            self._stack.addWidget(made)
            self._board = made
        return self._board

    def show_view(self, key: str, read: bool = True) -> None:
        """Show the table or the board; `read` False where the list is read next anyway."""
        self.view.set_value(key)
        self._stack.setCurrentWidget(self.board() if key == "board" else self.table)
        if read:
            self.reload(from_top=True)

    def _show_view(self) -> None:
        self.show_view(self.view.value())

    def _cards(self, ids: Sequence[int]) -> list[Card]:
        cards = []
        for row in self._load(ids):
            soon = row.stage.ends_soon
            ink = "danger" if row.stage is S.TODAY else "attention" if soon else "text3"
            cards.append(Card(
                row.id, f"{labels.label(row.terms.kind)}, {row.deal.creator}", words.content(row), row.deal.creator,
                formats.day(row.ends_on) if row.ends_on else "", ink, swatch=row.deal.client_color,
                line=f"{words.where(row.terms)} · {', '.join(row.terms.territories)}",
            ))
        return cards

    # acting

    def current_id(self) -> int:
        """The right the keyboard stands on, 0 for none."""
        return self.board().current_id() if self.view.value() == "board" else self.table.current_id()

    def chosen_ids(self) -> list[int]:
        """Ticked rows, else the current one; the chosen cards on the board."""
        return self.board().selected_ids() if self.view.value() == "board" else self.table.checked_ids()

    def _rows(self) -> list[queries.RightRow]:
        return self._load(self.chosen_ids())

    def _current_changed(self) -> None:
        rows = self._load([self.current_id()]) if self.current_id() else []
        self.panel.setVisible(bool(rows))
        if rows:
            self.panel.show_right(rows[0])
        self.changed.emit()

    def _act(self, key: str) -> None:
        """What the panel's links ask for."""
        for action in self.actions():
            if action.id == f"rights.{key}":
                action.run()

    def actions(self) -> list[Action]:
        """What the page that holds the list offers."""
        group, one = tr("Usage rights"), self._some
        return [
            Action("rights.ask", tr("May we use it?"), self.ask, "Ctrl+U", "rights", group, "secondary"),
            Action("rights.add", tr("Add usage right"), self.add, "Ctrl+N", "plus", group, "primary"),
            Action("rights.edit", tr("Edit"), self.edit, "F2", "edit", group, condition=one),
            Action("rights.renew", tr("Offer a renewal"), self.renew, "R", "money", group, condition=self._renewable),
            Action("rights.begin", tr("Record the first day"), self.begin, "", "play", group, condition=self._waiting),
            Action("rights.withdraw", tr("Withdraw"), self.withdraw, "", "stop", group, condition=one),
            Action("rights.contract", tr("Open the contract"), self.open_contract, "", "contracts", group,
                   condition=self._has_contract),
            Action("rights.deal", tr("Open the deal"), self.open_deal, "", "external", group, condition=one),
            Action("rights.delete", tr("Delete"), self.delete, "Del", "trash", group, condition=one),
            Action("rights.contracts", tr("Read issued contracts"), self.catch_up, "", "import", group),
            Action("rights.export", tr("Export the register"), self.export, "", "export", group, "quiet"),
        ]

    def row_actions(self) -> list[Action]:
        return [action for action in self.actions() if not action.kind and action.icon != "import"]

    def _some(self) -> bool | str:
        return bool(self.current_id() or self.chosen_ids()) or tr("choose a right first")

    def _row(self) -> queries.RightRow | None:
        return next(iter(self._load([self.current_id()])), None) if self.current_id() else None

    def _renewable(self) -> bool | str:
        if not self.chosen_ids():
            return tr("choose a right first")
        return bool(right_renewal.renewable(self._rows())) or tr("it has not begun, or it never ends")

    def _waiting(self) -> bool | str:
        row = self._row()
        return bool(row is not None and row.stage is S.NOT_BEGUN) or tr("it has begun")

    def _has_contract(self) -> bool | str:
        row = self._row()
        return bool(row is not None and row.contract_id) or tr("it was typed by hand")

    def ask(self) -> None:
        row = self._row()
        deal, asset = (row.deal.collaboration_id, row.asset_id) if row is not None else (None, None)
        show_may_we_use(self, self.context, deal, asset)

    def add(self) -> None:
        deals = self._base.collaboration_ids
        if dialogs.edit_right(self, self.context, collaboration_id=deals[0] if deals else None) is not None:
            self.context.toast(tr("Usage right added"), undo=True)

    def edit(self) -> None:
        row = self._row()
        if row is not None and dialogs.edit_right(self, self.context, row) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def renew(self) -> None:
        right_renewal.offer_renewal(self, self.context, self._rows())

    def begin(self) -> None:
        ids = [row.id for row in self._rows() if row.stage is S.NOT_BEGUN]
        if not ids:
            self.context.toast(tr("These rights have begun"))
        elif dialogs.begin(self, self.context, ids):
            self.context.toast(trn("{n} right begun", "{n} rights begun", len(ids)), undo=True)

    def withdraw(self) -> None:
        ids = self.chosen_ids()
        if ids and dialogs.withdraw(self, self.context, ids):
            self.context.toast(trn("{n} right withdrawn", "{n} rights withdrawn", len(ids)), undo=True)

    def delete(self) -> None:
        ids, workspace = self.chosen_ids(), self.context.workspace
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_rights(workspace, ids),
            lambda _done: self.context.toast(trn("{n} right deleted", "{n} rights deleted", len(ids)), undo=True))

    def catch_up(self) -> None:
        """Rights of contracts that were issued before the register was there."""
        from microinf_desktop.services.rights_catch_up import catch_up

        def read(n: int) -> None:
            told = trn("{n} right read from contracts", "{n} rights read from contracts", n)
            self.context.toast(told if n else tr("All issued contracts are in the register"), undo=bool(n))

        workspace, today = self.context.workspace, self.context.today()
        self.context.tasks.write(tr("Reading contracts"), lambda _p, _t: catch_up(workspace, today), read)

    def open_contract(self) -> None:
        row = self._row()
        if row is not None:
            self.context.navigation.open("contract", id=row.contract_id)

    def open_deal(self) -> None:
        row = self._row()
        if row is not None:
            self.context.navigation.open("deal", id=row.deal.collaboration_id)

    def export(self) -> None:
        """What is listed, as a table for spreadsheets."""
        from microinf_desktop.ui.dialogs.export_rights import export_rights

        export_rights(self, self.context, self.wanted())

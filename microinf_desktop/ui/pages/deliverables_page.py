"""All deliverables of all campaigns: a table to narrow and sort, or a board of what is still open, by state."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.deliverables import DeliverableFilter
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, DeliverableState, Platform, Verdict
from microinf_desktop.queries import deliverables
from microinf_desktop.queries.reviews import possible_moves
from microinf_desktop.services import deliverables as services
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import deliverable_moves as moves
from microinf_desktop.ui.dialogs.confirm import confirm
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.widgets.board_view import BoardColumn, BoardView, Card
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField

# Where nothing moves any more, a column would only grow.
BOARD_STATES = tuple(state for state in DeliverableState if state.value not in deliverables.CLOSED_STATES)


def columns() -> list[Column]:
    """The table's columns; what is hidden can be shown from the head's menu."""
    return [
        Column("kind", tr("Deliverable"), 146, value=_what, stretch=True),
        Column("creator", tr("Creator"), 150, Kind.NAME, value=lambda row: row.creator),
        Column("campaign", tr("Campaign"), 134, value=lambda row: Cell(row.campaign, swatch=row.client_color)),
        Column("client", tr("Client"), 130, hidden=True),
        Column("platform", tr("On"), 52, Kind.PLATFORMS, value=lambda row: (row.platform,), sort_key="", hidden=True),
        Column("state", tr("State"), 196, Kind.STATUS, value=_state),
        Column("verdict", tr("Disclosure"), 118, Kind.VERDICT, value=lambda row: Verdict(row.verdict)),
        Column("holder", tr("Ball"), 88, Kind.BALL, value=_holder),
        Column("waiting", tr("Waiting"), 76, value=_waiting, align="right", hidden=True),
        Column("draft_due", tr("Draft due"), 92, Kind.DATE, value=lambda row: row.draft_due_on, hidden=True),
        Column("publish", tr("Goes live"), 102, Kind.DATE, value=_day),
        Column("checklist", tr("Checklist"), 84, Kind.PROGRESS, sort_key="",
               value=lambda row: (row.checklist_done, row.checklist_total) if row.checklist_total else None),
    ]


def _what(row: deliverables.DeliverableRow) -> Cell:
    kind = labels.label(DeliverableKind(row.kind))
    count = f" × {row.quantity}" if row.quantity > 1 else ""
    note = row.title if row.title.casefold() != kind.casefold() else ""
    return Cell(f"{kind}{count}", labels.with_unplanned(note, row.is_unplanned), weight=500)


def _day(row: deliverables.DeliverableRow) -> date | None:
    """The planned day; an unplanned post has none but the one it was posted on."""
    return row.published_at.date() if row.is_unplanned and row.published_at else row.publish_on


def _holder(row: deliverables.DeliverableRow) -> BallHolder | None:
    return None if row.state in deliverables.CLOSED_STATES else BallHolder(row.ball_holder)


def _waiting(row: deliverables.DeliverableRow) -> Cell | None:
    if row.waiting_days is None or row.state in deliverables.CLOSED_STATES:
        return None
    long = row.waiting_days >= 3
    return Cell(f"{row.waiting_days}{formats.NBSP}d", ink="attention" if long else "", weight=600 if long else 400)


def _state(row: deliverables.DeliverableRow) -> tuple[DeliverableState, bool, str]:
    state = DeliverableState(row.state)
    if not row.late_days:
        return state, False, ""
    # The long word would be cut just where the number of days stands.
    word = tr("Changes asked") if state is DeliverableState.CHANGES_REQUESTED else labels.label(state)
    return state, True, tr("{state}, {n} d late", state=word, n=row.late_days)


class DeliverablesPage(Page):
    """List or board; Enter opens one."""

    tables = frozenset({
        "deliverable", "draft", "checklist_item", "collaboration", "campaign", "client", "influencer",
        "disclosure_check", "compliance_decision",
    })

    def build(self) -> None:
        self.view = SegmentedControl([("table", tr("Table")), ("board", tr("Board"))], tr("Shown as"))
        self.scope = SegmentedControl([("open", tr("Open")), ("late", tr("Late")), ("all", tr("All"))], tr("Show"))
        self.bar = FilterBar(self._fields(), search=tr("Creator, campaign, client, title"))
        self.bar.add_left(self.scope)
        self.bar.add_right(self.view)
        self.table = DataTable("deliverables", columns(), self._load, self.context.settings)
        self.table.setAccessibleName(tr("Deliverables"))
        self._board: BoardView | None = None
        self.set_filter_bar(self.bar)
        self.set_content(self.table)
        if not self.table.sort()[0]:
            self.table.set_sort("publish", False)
        self.bar.changed.connect(lambda: self._query(from_top=True))
        self.scope.changed.connect(lambda _key: self._query(from_top=True))
        self.view.changed.connect(lambda _key: self._show_view())
        self.table.sorted.connect(lambda _key, _descending: self._query(from_top=True))
        self.table.opened.connect(self.open_deliverable)
        self.table.current_changed.connect(lambda _id: self._current_changed())
        self.table.set_row_actions(self._row_actions)
        self.table.set_bulk_actions(self._bulk_actions())
        self.table.set_finder(self._find)

    def _fields(self) -> list[FilterField]:
        return [
            FilterField("states", tr("State"), "choice", labels.choices(DeliverableState)),
            FilterField("holders", tr("Holds the ball"), "choice", labels.choices(BallHolder)),
            FilterField("verdicts", tr("Disclosure"), "choice", labels.choices(Verdict)),
            FilterField("client_ids", tr("Client"), "choice", partial(choices.clients, self.context)),
            FilterField("campaign_ids", tr("Campaign"), "choice", partial(choices.campaigns, self.context)),
            FilterField("kinds", tr("Kind"), "choice", labels.choices(DeliverableKind)),
            FilterField("platforms", tr("Platform"), "choice", labels.choices(Platform)),
            FilterField("published", tr("Goes live"), "dates"),
        ]

    # reading

    def activate(self, params: Mapping[str, object]) -> None:
        """`campaign=5` or `client=3` narrows to one, `state="draft_in"` to a state."""
        for name, key in (("campaign", "campaign_ids"), ("client", "client_ids"), ("state", "states")):
            if params.get(name):
                self.bar.set_values({key: (params[name],)})
                self.scope.set_value("all")
        super().activate(params)

    def reload(self) -> None:
        self._query()

    def wanted(self) -> DeliverableFilter:
        """What the filter bar and the segments ask for."""
        on = self.bar.values()
        start, end = on.get("published", (None, None))
        chosen = ("states", "holders", "verdicts", "client_ids", "campaign_ids", "kinds", "platforms")
        board = self.view.value() == "board"
        return DeliverableFilter(
            text=self.bar.text(), **{key: tuple(on.get(key, ())) for key in chosen}, published_from=start,
            published_to=end, late_only=self.scope.value() == "late", open_only=board or self.scope.value() == "open",
        )

    def _query(self, from_top: bool = False) -> None:
        key, descending = self.table.sort()
        wanted, today = self.wanted(), self.context.today()
        with self.context.workspace.reading() as session:
            everything = deliverables.count(session, today=today)
            if self.view.value() == "board":
                # Ids of each column; cards are read when they come into view.
                columns = deliverables.ids_by_state(session, wanted, today)
                found = [row_id for state in BOARD_STATES for row_id in columns.get(state.value, ())]
            else:
                found = deliverables.ids(session, wanted, key or "publish", descending, today)
        self._set_empty(everything)
        if self.view.value() == "board":
            self.board().set_ids(columns)
        else:
            self.table.model.forget_rows()
            (self.table.set_ids if from_top else self.table.refresh)(found)
        shown = formats.count(len(found))
        self.header.set_count(
            shown if len(found) == everything else tr("{n} of {all}", n=shown, all=formats.count(everything))
        )
        self._current_changed()

    def _set_empty(self, everything: int) -> None:
        if everything:
            self.table.set_empty(tr("No deliverable matches these filters"), tr("Show all"), self.show_all)
        else:
            self.table.set_empty(
                tr("No deliverables yet. They are agreed with creators inside a campaign"), tr("Open campaigns"),
                lambda: self.context.navigation.open("campaigns"),
            )

    def show_all(self) -> None:
        """Take every filter away."""
        self.scope.set_value("all")
        self.bar.set_values({})
        self._query(from_top=True)

    def _load(self, ids: Sequence[int]) -> Sequence[deliverables.DeliverableRow]:
        with self.context.workspace.reading() as session:
            return deliverables.rows(session, ids, self.context.today())

    def _find(self, text: str) -> int | None:
        with self.context.workspace.reading() as session:
            found = deliverables.ids(session, DeliverableFilter(text=text), "creator")
        listed = set(self.table.model.ids)
        return next((row_id for row_id in found if row_id in listed), None)

    # board

    def board(self) -> BoardView:
        """The board, made when it is first looked at."""
        if self._board is None:
            self._board = BoardView(
                [BoardColumn(s.value, labels.label(s), s) for s in BOARD_STATES], self._cards
            )
            self._board.setAccessibleName(tr("Deliverables by state"))
            self._board.may_move = self._refusal
            self._board.moved.connect(lambda card, key: moves.move(self, self.context, [card], DeliverableState(key)))
            self._board.refused.connect(self.context.toast)
            self._board.opened.connect(self.open_deliverable)
            self._board.current_changed.connect(lambda _id: self._current_changed())
            self._board.set_card_actions(lambda _card: self._row_actions())
        return self._board

    def _show_view(self) -> None:
        shown: QWidget = self.board() if self.view.value() == "board" else self.table
        self.set_content(shown)
        self._query(from_top=True)
        shown.setFocus()

    def _cards(self, ids: Sequence[int]) -> list[Card]:
        return [
            Card(
                row.id, f"{labels.label(DeliverableKind(row.kind))}, {row.creator}",
                labels.with_unplanned(row.campaign, row.is_unplanned), row.creator,
                tr("{n} d late", n=row.late_days) if row.late_days else formats.day(_day(row)),
                "danger" if row.late_days else "text3",
                Verdict(row.verdict) if row.verdict != Verdict.NOT_CHECKED else None, swatch=row.client_color,
            )
            for row in self._load(ids)
        ]

    def _refusal(self, card_id: int, key: str) -> str:
        """Why a card may not go to a column; a state that asks for a reason is let through and asks."""
        state = DeliverableState(key)
        with self.context.workspace.reading() as session:
            possible = {move.to: move.refusal for move in possible_moves(session, card_id)}
        if state not in possible:
            return tr("It cannot go there from its state. Open it to see what comes next")
        refusal = possible[state]
        asks = state in (DeliverableState.LIVE, DeliverableState.CHANGES_REQUESTED)
        return "" if refusal is None or asks else str(refusal)

    # acting

    def current_id(self) -> int:
        """The deliverable the keyboard stands on, 0 for none."""
        return self.board().current_id() if self.view.value() == "board" else self.table.current_id()

    def chosen_ids(self) -> list[int]:
        """Ticked rows, else the current one."""
        if self.view.value() == "board":
            return [self.current_id()] if self.current_id() else []
        return self.table.checked_ids()

    def open_deliverable(self, deliverable_id: int) -> None:
        self.context.navigation.open("deliverable", id=deliverable_id)

    def actions(self) -> list[Action]:
        group, one = tr("Deliverables"), self._has_current
        return [
            Action("deliverables.check", tr("Check a caption"), self.check_caption, "Ctrl+Shift+C", "compliance", group,
                   "quiet"),
            Action("deliverables.open", tr("Open"), lambda: self.open_deliverable(self.current_id()), "O", "external",
                   group, condition=one),
            Action("deliverables.move", tr("Move to a state"), self.ask_state, "M", "arrow-right", group,
                   condition=one),
            Action("deliverables.day", tr("Move the publish day"), self.ask_day, "D", "calendar", group, condition=one),
            Action("deliverables.campaign", tr("Open the campaign"), self.open_campaign, "", "campaigns", group,
                   condition=one),
            Action("deliverables.delete", tr("Delete"), self.delete, "Del", "trash", group, condition=one),
            Action("deliverables.templates", tr("Checklists"), self.edit_templates, "", "edit", group, "quiet"),
        ]

    def _has_current(self) -> bool | str:
        return True if self.chosen_ids() else tr("choose a deliverable first")

    def _row_actions(self) -> list[Action]:
        return [action for action in self.actions() if not action.kind]

    def _bulk_actions(self) -> list[Action]:
        return [
            Action("deliverables.move_some", tr("Move to a state"), self.ask_state, icon="arrow-right"),
            Action("deliverables.item_some", tr("Add checklist item"), self.add_item_to_all, icon="plus"),
            Action("deliverables.delete_some", tr("Delete"), self.delete, icon="trash", kind="danger"),
        ]

    def ask_state(self) -> None:
        moves.choose_state(self, self.context, self.chosen_ids())

    def ask_day(self) -> None:
        """A new publish day, with the rest of its series if wanted."""
        from microinf_desktop.ui.dialogs.series_moves import ask_publish_day

        ask_publish_day(self, self.context, self.current_id())

    def add_item_to_all(self) -> None:
        """The same checklist item for all that are ticked."""
        from microinf_desktop.ui.dialogs.checklist_item import add_to_several

        add_to_several(self, self.context, self.chosen_ids())

    def edit_templates(self) -> None:
        """The checklists new deliverables start with."""
        from microinf_desktop.ui.dialogs.checklist_templates import ChecklistTemplatesDialog

        ChecklistTemplatesDialog(self, self.context).run()

    def check_caption(self) -> None:
        from microinf_desktop.ui.dialogs.check_caption import show_check

        show_check(self, self.context, "")

    def open_campaign(self) -> None:
        row = self._load([self.current_id()])
        if row:
            self.context.navigation.open("campaign", id=row[0].campaign_id)

    def delete(self) -> None:
        ids = self.chosen_ids()
        if not ids or (len(ids) > 1 and not confirm(
            self, trn("Delete {n} deliverable", "Delete {n} deliverables", len(ids)),
            tr("Their drafts and checklists go with them. You can undo this."), tr("Delete"), danger=True,
        )):
            return
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_deliverables(self.context.workspace, ids),
            lambda _r: self.context.toast(
                trn("{n} deliverable deleted", "{n} deliverables deleted", len(ids)), undo=True
            ),
        )

    def _current_changed(self) -> None:
        self.set_position(self.position())
        self.update_actions()

    def position(self) -> str:
        return "" if self.view.value() == "board" else self.table.position_text()

    # between starts

    def state(self) -> dict[str, object]:
        return {"filter": self.bar.state(), "scope": self.scope.value(), "view": self.view.value()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("scope") in ("open", "late", "all"):
            self.scope.set_value(str(state["scope"]))
        if state.get("view") == "board":
            self.view.set_value("board")
            self.set_content(self.board())
        saved = state.get("filter")
        if isinstance(saved, Mapping):
            self.bar.restore_state(saved)

"""The deliverables of a campaign: a table, a board by what happens next, or the checklists to tick off in place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from microinf_desktop.domain.deliverables import DeliverableFilter
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, DeliverableState, Verdict
from microinf_desktop.queries import deliverables as queries
from microinf_desktop.queries import series
from microinf_desktop.queries.reviews import possible_moves
from microinf_desktop.services import deliverables as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import deliverable_moves as moves
from microinf_desktop.ui.dialogs.deliverable import edit_deliverable
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Column, Group
from microinf_desktop.ui.pages.campaign_checklists import ChecklistView
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.pages.deliverables_page import columns
from microinf_desktop.ui.widgets.board_view import BoardColumn, BoardView, Card
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField

D = DeliverableState
# A board of fifteen states would not fit a screen; these are the steps people speak of.
STATE_GROUPS: tuple[tuple[str, str, tuple[DeliverableState, ...]], ...] = (
    ("start", "To brief", (D.NOT_STARTED,)),
    ("creator", "With the creator", (D.BRIEFED, D.CONCEPT_IN, D.CHANGES_REQUESTED)),
    ("review", "Our review", (D.DRAFT_IN, D.INTERNAL_REVIEW)),
    ("client", "Client review", (D.CLIENT_REVIEW,)),
    ("approved", "Approved", (D.APPROVED, D.SCHEDULED)),
    ("live", "Live", (D.LIVE, D.PROOF_CAPTURED, D.METRICS_CAPTURED)),
    ("done", "Complete", (D.COMPLETE,)),
    ("dropped", "Dropped", (D.CANCELLED, D.REPLACED)),
)
_GROUP_OF = {state.value: key for key, _title, states in STATE_GROUPS for state in states}


def _columns() -> list[Column]:
    # Without the campaign there is room for what the page of all campaigns hides.
    return [replace(column, hidden=False) if column.key in ("platform", "waiting") else column
            for column in columns() if column.key not in ("campaign", "client")]


def grouped_by_series(
    ids: Sequence[int], joined: Sequence[series.SeriesRow]
) -> tuple[list[int], list[tuple[int, Group]]]:
    """The ids with the pieces of each series together, in its order, and the heads; the others follow."""
    if not joined:
        return list(ids), []
    listed = set(ids)
    ordered: list[int] = []
    groups: list[tuple[int, Group]] = []
    for one in joined:
        members = [row_id for row_id in one.deliverable_ids if row_id in listed]
        groups.append((len(ordered), Group(f"series-{one.id}", one.name, str(len(members)))))
        ordered += members
    together = set(ordered)
    alone = [row_id for row_id in ids if row_id not in together]
    if alone:
        groups.append((len(ordered), Group("alone", tr("In no series"), str(len(alone)))))
    return ordered + alone, groups


class CampaignDeliverables(CampaignPart):
    """What creators make for this campaign, and how far each piece is."""

    def build(self) -> None:
        self.by_series = False
        self.view = SegmentedControl(
            [("table", tr("Table")), ("board", tr("Board")), ("checklist", tr("Checklist"))], tr("View"))
        self.bar = FilterBar([
            FilterField("states", tr("State"), "choice", labels.choices(DeliverableState)),
            FilterField("holders", tr("Holds the ball"), "choice", labels.choices(BallHolder)),
            FilterField("verdicts", tr("Disclosure"), "choice", labels.choices(Verdict)),
            FilterField("late_only", tr("Late"), "flag"),
        ], search=tr("Creator or title"))
        self.bar.add_right(self.view)
        self.filter_bar = self.bar
        self.table = DataTable("campaign_deliverables", _columns(), self._load, self.context.settings)
        self.table.setAccessibleName(tr("Deliverables"))
        self.board = BoardView([BoardColumn(key, tr(title), states[0]) for key, title, states in STATE_GROUPS],
                               self._cards)
        self.board.may_move = self._may_move
        self.checklists = ChecklistView(self.context)
        self.stack = QStackedWidget()
        for view in (self.table, self.board, self.checklists):
            self.stack.addWidget(view)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.bar.changed.connect(self.reload)
        self.view.changed.connect(lambda _key: self.reload())
        self.table.opened.connect(self._open)
        self.table.sorted.connect(lambda _key, _down: self.reload())
        self.table.current_changed.connect(lambda _id: self._changed())
        self.table.checked_changed.connect(self.actions_changed)
        self.table.set_row_actions(self._row_actions)
        self.table.set_bulk_actions([
            Action("work.move_some", tr("Move"), self.choose_state, icon="swap"),
            Action("work.sequence_some", tr("Save as a sequence"), self.save_as_sequence, icon="copy"),
            Action("work.item_some", tr("Add checklist item"), self.add_item_to_all, icon="plus"),
            Action("work.delete_some", tr("Delete"), self.delete, icon="trash", kind="danger"),
        ])
        self.board.opened.connect(self._open)
        self.board.current_changed.connect(lambda _id: self._changed())
        self.board.moved.connect(self._move_card)
        self.board.refused.connect(lambda reason: self.context.toast(reason))
        self.board.set_card_actions(lambda _id: self._row_actions())
        self.checklists.opened.connect(self._open)

    # reading

    def reload(self) -> None:
        wanted, today = self.wanted(), self.context.today()
        key, descending = self.table.sort()
        shown = self.view.value()
        with self.context.workspace.reading() as session:
            cards = queries.ids_by_state(session, wanted, today, _GROUP_OF) if shown == "board" else {}
            # Whatever is shown reads its rows when they come into view.
            ids = [] if shown == "board" else queries.ids(session, wanted, key or "publish", descending, today)
            joined = list(series.series_of(session, ids).values()) if self.by_series and shown == "table" else []
        if shown == "board":
            self.board.set_ids(cards)
        elif shown == "checklist":
            self.checklists.show_ids(ids)
        self.table.model.forget_rows()
        self.table.refresh(*grouped_by_series(ids, joined))
        self._set_empty()
        self.stack.setCurrentIndex(("table", "board", "checklist").index(shown) if ids or cards else 0)
        self._changed()

    def wanted(self) -> DeliverableFilter:
        """What the bar asks for, in this campaign."""
        on = self.bar.values()
        chosen: dict[str, Any] = {name: tuple(on.get(name, ())) for name in ("states", "holders", "verdicts")}
        return DeliverableFilter(text=self.bar.text(), campaign_ids=(self.campaign_id,),
                                 late_only=bool(on.get("late_only")), **chosen)

    def _set_empty(self) -> None:
        if self.campaign is not None and self.campaign.deliverables:
            self.table.set_empty(tr("No deliverable matches these filters"), tr("Clear all filters"), self.bar.clear)
        elif self.campaign is not None and not self.campaign.creators:
            self.table.set_empty(tr("Deliverables are agreed with creators, and nobody is in this campaign yet"),
                                 tr("Choose creators"), lambda: self.tab_asked.emit("collaborations"))
        else:
            self.table.set_empty(tr("No deliverables yet. Their dates are counted back from the publish day"),
                                 tr("Add deliverable"), self.add)

    def _load(self, ids: Sequence[int]) -> list[queries.DeliverableRow]:
        with self.context.workspace.reading() as session:
            return queries.rows(session, ids, self.context.today())

    def _cards(self, ids: Sequence[int]) -> list[Card]:
        cards = []
        for row in self._load(ids):
            late = bool(row.late_days)
            aside = tr("{n} d late", n=row.late_days) if late else formats.day(row.publish_on)
            who = labels.with_unplanned(row.creator, row.is_unplanned)
            cards.append(Card(row.id, row.title or labels.label(DeliverableKind(row.kind)), who, row.creator, aside,
                              "danger" if late else "text3", DeliverableState(row.state), late))
        return cards

    def _changed(self) -> None:
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def position(self) -> str:
        return self.table.position_text() if self.stack.currentIndex() == 0 else ""

    def chosen(self) -> list[int]:
        """The ticked rows, else the current one."""
        if self.stack.currentIndex() == 1:
            return [self.board.current_id()] if self.board.current_id() else []
        if self.stack.currentIndex() == 2:
            return [self.checklists.current_id()] if self.checklists.current_id() else []
        return self.table.checked_ids()

    # writing

    def actions(self) -> Sequence[Action]:
        group, some = tr("Deliverables"), self._some
        return [
            Action("work.add", tr("Add deliverable"), self.add, "Ctrl+N", "plus", group, "primary",
                   condition=self._may_add),
            Action("work.template", tr("Add a sequence"), self.add_from_template, "", "copy", group, "quiet",
                   condition=self._may_add),
            Action("work.recurring", tr("Add a recurring series"), self.add_recurring, "", "calendar", group,
                   condition=self._may_add),
            Action("work.group", tr("Group by series"), self.group_by_series, "", "columns", group),
            Action("work.open", tr("Open"), lambda: self._open(self.chosen()[0]), "O", "open", group, condition=some),
            Action("work.edit", tr("Edit deliverable"), self.edit, "F2", "edit", group, condition=some),
            Action("work.move", tr("Move to a state"), self.choose_state, "M", "swap", group, condition=some),
            Action("work.day", tr("Move the publish day"), self.ask_day, "D", "calendar", group, condition=some),
            Action("work.delete", tr("Delete"), self.delete, "Del", "trash", group, condition=some),
        ]

    def _may_add(self) -> bool | str:
        return True if self.campaign is not None and self.campaign.creators else tr("add creators first")

    def _some(self) -> bool | str:
        return True if self.chosen() else tr("choose a deliverable first")

    def _row_actions(self) -> list[Action]:
        """Open, edit, the next states with what stands in their way, delete."""
        chosen = self.chosen()
        of_list = ("work.recurring", "work.group")
        own = [action for action in self.actions() if not action.kind and action.id not in of_list]
        if len(chosen) != 1:
            return own
        with self.context.workspace.reading() as session:
            possible = possible_moves(session, chosen[0])
        steps = [
            Action(f"work.{move.to.value}", tr("Move to {state}", state=labels.label(move.to).lower()),
                   lambda state=move.to: moves.move(self, self.context, chosen, state), "", "arrow-right",
                   tr("Next"), condition=lambda move=move: self._allowed(move.to, move.refusal))
            for move in possible
        ]
        return [*own[:2], *steps, *own[3:]]

    @staticmethod
    def _allowed(state: DeliverableState, refusal: object) -> bool | str:
        """A refusal that a reason takes away is asked for on the way."""
        asks = state in (DeliverableState.LIVE, DeliverableState.CHANGES_REQUESTED)
        return True if refusal is None or asks else str(refusal)

    def _target(self, row_id: int, key: str) -> tuple[DeliverableState | None, str]:
        """The state a card gets in a column of the board, or why it cannot go there."""
        row = next(iter(self._load([row_id])), None)
        wanted = next(states for name, _title, states in STATE_GROUPS if name == key)
        if row is None:
            return None, tr("This deliverable was deleted")
        with self.context.workspace.reading() as session:
            possible = [move for move in possible_moves(session, row_id) if move.to in wanted]
        refusals = [self._allowed(move.to, move.refusal) for move in possible]
        for move, allowed in zip(possible, refusals, strict=True):
            if allowed is True:
                return move.to, ""
        if refusals:
            return None, str(refusals[0])
        return None, tr("“{state}” does not lead there. Open the menu of the card for its next steps",
                        state=labels.label(DeliverableState(row.state)))

    def _may_move(self, row_id: int, key: str) -> str:
        return self._target(row_id, key)[1]

    def _move_card(self, row_id: int, key: str) -> None:
        state, _reason = self._target(row_id, key)
        if state is not None:
            moves.move(self, self.context, [row_id], state)

    def _open(self, row_id: int) -> None:
        self.context.navigation.open("deliverable", id=row_id)

    def add(self) -> None:
        added = edit_deliverable(self, self.context, self.campaign_id)
        if added is not None:
            self.context.toast(tr("Deliverable added"), undo=True)
            self.table.select(added)

    def add_from_template(self) -> None:
        """The usual pieces of a kind of campaign, for one creator or all, as one step."""
        from microinf_desktop.ui.dialogs.deliverable_template import add_from_template

        added = add_from_template(self, self.context, self.campaign_id)
        if added:
            self.context.toast(trn("{n} deliverable added", "{n} deliverables added", len(added)), undo=True)

    def add_recurring(self) -> None:
        """One piece every few weeks or months, as one step."""
        from microinf_desktop.ui.dialogs.deliverable_template import add_recurring

        added = add_recurring(self, self.context, self.campaign_id)
        if added:
            self.context.toast(trn("{n} deliverable added", "{n} deliverables added", len(added)), undo=True)

    def edit(self) -> None:
        if edit_deliverable(self, self.context, self.campaign_id, self.chosen()[0]) is not None:
            self.context.toast(tr("Changes saved"), undo=True)

    def group_by_series(self) -> None:
        """Put the pieces of each series together under its name, or go back to one list."""
        self.by_series = not self.by_series
        self.reload()

    def save_as_sequence(self) -> None:
        """Make a template of the ticked deliverables: kinds, days from the first, measures, points."""
        from microinf_desktop.ui.dialogs.deliverable_template import save_as_sequence

        if save_as_sequence(self, self.context, self.chosen()):
            self.context.toast(tr("Saved. “Add a sequence” offers it"), undo=True)

    def add_item_to_all(self) -> None:
        """The same checklist item for all that are ticked."""
        from microinf_desktop.ui.dialogs.checklist_item import add_to_several

        add_to_several(self, self.context, self.chosen())

    def ask_day(self) -> None:
        """A new publish day, with the rest of its series if wanted."""
        from microinf_desktop.ui.dialogs.series_moves import ask_publish_day

        ask_publish_day(self, self.context, self.chosen()[0])

    def choose_state(self) -> None:
        moves.choose_state(self, self.context, self.chosen())

    def delete(self) -> None:
        ids, workspace = self.chosen(), self.context.workspace
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_deliverables(workspace, ids),
            lambda _result: self.context.toast(
                trn("{n} deliverable deleted", "{n} deliverables deleted", len(ids)), undo=True),
        )

    def view_state(self) -> dict[str, object]:
        return {"view": self.view.value()}

    def restore_view(self, state: object) -> None:
        if isinstance(state, dict) and state.get("view") in ("table", "board", "checklist"):
            self.view.set_value(str(state["view"]))

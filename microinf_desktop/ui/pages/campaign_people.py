"""The creators of a campaign: as a table with the client's decision and the deal, or as a board by stage."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget

from microinf_desktop.domain.enums import ClientDecision, CompensationModel, RelationshipStage
from microinf_desktop.domain.text import fold
from microinf_desktop.queries import collaborations as queries
from microinf_desktop.services import collaborations as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.deal import choose_creators, edit_deal
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.widgets.board_view import BoardColumn, BoardView, Card
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField

_STAGES = tuple(stage for stage in RelationshipStage if stage not in (
    RelationshipStage.DO_NOT_CONTACT, RelationshipStage.BLACKLISTED))
# A board of eleven stages would not fit a screen; a card that is dropped takes the first stage of its column.
STAGE_GROUPS: tuple[tuple[str, str, tuple[RelationshipStage, ...]], ...] = (
    ("shortlist", "Shortlist", (RelationshipStage.PROSPECT, RelationshipStage.VETTED)),
    ("contact", "In contact", (RelationshipStage.CONTACTED, RelationshipStage.IN_TALKS)),
    ("negotiating", "Negotiating", (RelationshipStage.NEGOTIATING,)),
    ("agreed", "Agreed", (RelationshipStage.AGREED, RelationshipStage.CONTRACTED)),
    ("active", "Active", (RelationshipStage.ACTIVE,)),
    ("completed", "Completed", (RelationshipStage.COMPLETED, RelationshipStage.AMBASSADOR)),
    ("dormant", "Dormant", (RelationshipStage.DORMANT,)),
)
_COLUMN_OF = {stage: key for key, _title, stages in STAGE_GROUPS for stage in stages}
_FIRST_OF = {key: stages[0] for key, _title, stages in STAGE_GROUPS}
_DECISIONS = (
    (ClientDecision.ACCEPTED, "Client accepts", "check"), (ClientDecision.BACKUP, "Client keeps as backup", "clock"),
    (ClientDecision.REJECTED, "Client rejects", "close"), (ClientDecision.PENDING, "Client has not decided", "help"),
)


def _columns() -> list[Column]:
    return [
        Column("name", tr("Creator"), 200, Kind.NAME, stretch=True),
        Column("platforms", tr("On"), 74, Kind.PLATFORMS, sort_key=""),
        Column("followers", tr("Followers"), 84, Kind.NUMBER),
        Column("rate_ppm", tr("ERF"), 66, Kind.PERCENT,
               value=lambda row: None if row.rate_ppm is None else row.rate_ppm / 10_000),
        Column("stage", tr("Stage"), 120, Kind.STATUS, value=lambda row: RelationshipStage(row.stage)),
        Column("client_decision", tr("Client"), 104, Kind.STATUS,
               value=lambda row: ClientDecision(row.client_decision)),
        Column("compensation_model", tr("Compensation"), 126, hidden=True,
               value=lambda row: labels.label(CompensationModel(row.compensation_model))),
        Column("fee", tr("Fee"), 84, Kind.MONEY),
        Column("product_value", tr("Product"), 84, Kind.MONEY),
        Column("done", tr("Deliverables"), 110, Kind.PROGRESS,
               value=lambda row: (row.done, row.deliverables) if row.deliverables else None),
        Column("late", tr("Late"), 54, value=lambda row: Cell(str(row.late), ink="danger", weight=600)
               if row.late else Cell("–", ink="text3"), align="right"),
    ]


class CampaignPeople(CampaignPart):
    """Everyone who is or might be in the campaign."""

    def build(self) -> None:
        self._rows: dict[int, queries.CollaborationRow] = {}
        self.view = SegmentedControl([("table", tr("Table")), ("board", tr("Board"))], tr("View"))
        self.bar = FilterBar([
            FilterField("decision", tr("Client"), "choice", labels.choices(ClientDecision)),
            FilterField("stage", tr("Stage"), "choice", [(stage, labels.label(stage)) for stage in _STAGES]),
        ], search=tr("Name or handle"))
        self.bar.add_right(self.view)
        self.filter_bar = self.bar
        self.table = DataTable("campaign_people", _columns(), self._load, self.context.settings)
        self.table.setAccessibleName(tr("Collaborations"))
        self.board = BoardView([BoardColumn(key, tr(title), stages[0]) for key, title, stages in STAGE_GROUPS],
                               self._cards)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.board)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.stack, 1)
        self.bar.changed.connect(self.reload)
        self.view.changed.connect(lambda _key: self._switch())
        self.table.opened.connect(self.edit_deal)
        self.table.sorted.connect(lambda _key, _down: self.reload())
        self.table.current_changed.connect(lambda _id: self._moved())
        self.table.checked_changed.connect(self.actions_changed)
        self.table.set_row_actions(self._row_actions)
        self.table.set_bulk_actions(self._bulk_actions())
        self.board.opened.connect(self.edit_deal)
        self.board.current_changed.connect(lambda _id: self._moved())
        self.board.moved.connect(lambda row_id, key: self._set_stage([row_id], _FIRST_OF[key]))
        self.board.set_card_actions(lambda _id: self._row_actions())

    # reading

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            found = queries.rows(session, self.campaign_id, self.context.today())
        self._everybody = found
        shown = [row for row in found if self._passes(row)]
        key, descending = self.table.sort()
        if key:
            shown.sort(key=lambda row: _sort_value(row, key), reverse=descending)
        self._rows = {row.id: row for row in shown}
        self.table.model.forget_rows()
        self.table.refresh(self._rows)
        stages: dict[str, list[int]] = {}
        for row in shown:
            column = _COLUMN_OF.get(RelationshipStage(row.stage), "dormant")
            stages.setdefault(column, []).append(row.id)
        self.board.set_ids(stages)
        if self.view.value() == "board" and shown and not self.board.current_id():
            self.board.select(next(ids[0] for key, _t, _s in STAGE_GROUPS if (ids := stages.get(key))), focus=False)
        if found:
            self.table.set_empty(tr("Nobody matches these filters"), tr("Clear all filters"), self.bar.clear)
        else:
            self.table.set_empty(tr("Nobody is in this campaign yet. Choose creators from the roster"),
                                 tr("Add creators"), self.add_creators)
        self._switch()

    def _passes(self, row: queries.CollaborationRow) -> bool:
        on, wanted = self.bar.values(), fold(self.bar.text())
        return (wanted in fold(f"{row.name} {row.handle}") and row.stage in (on.get("stage") or (row.stage,))
                and row.client_decision in (on.get("decision") or (row.client_decision,)))

    def _load(self, ids: Sequence[int]) -> list[queries.CollaborationRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def _cards(self, ids: Sequence[int]) -> list[Card]:
        return [
            Card(row.id, row.name, formats.money(row.fee) if row.fee else tr("no fee yet"), row.name,
                 labels.label(RelationshipStage(row.stage)) if row.client_decision != ClientDecision.REJECTED
                 else labels.label(ClientDecision.REJECTED),
                 "danger" if row.client_decision == ClientDecision.REJECTED else "text3",
                 ClientDecision(row.client_decision))
            for row in self._load(ids)
        ]

    def _switch(self) -> None:
        """An empty campaign has no board, only the sentence and the button."""
        board = self.view.value() == "board" and bool(self._rows)
        self.stack.setCurrentIndex(1 if board else 0)
        self._moved()

    def _moved(self) -> None:
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def position(self) -> str:
        return self.table.position_text() if self.stack.currentIndex() == 0 else ""

    def chosen(self) -> list[int]:
        """The ticked rows, else the current one."""
        if self.stack.currentIndex() == 1:
            return [self.board.current_id()] if self.board.current_id() else []
        return self.table.checked_ids()

    # writing

    def actions(self) -> Sequence[Action]:
        group, some = tr("Collaborations"), self._some
        return [
            Action("people.add", tr("Add creators"), self.add_creators, "Ctrl+N", "plus", group, "primary"),
            Action("people.deal", tr("Edit the deal"), lambda: self.edit_deal(self.chosen()[0]), "F2", "money", group,
                   condition=some),
            Action("people.person", tr("Show in the roster"), self._open_person, "", "person", group, condition=some),
            Action("people.remove", tr("Remove from campaign"), self.remove, "Del", "trash", group, condition=some),
        ]

    def _some(self) -> bool | str:
        return True if self.chosen() else tr("choose a creator first")

    def _row_actions(self) -> list[Action]:
        own = [action for action in self.actions() if not action.kind]
        return [*own[:2], *self._decision_actions(), *self._stage_actions(), own[2]]

    def _bulk_actions(self) -> list[Action]:
        remove = Action("people.remove_some", tr("Remove"), self.remove, icon="trash", kind="danger")
        stages = Action("people.stage", tr("Set stage"), self._ask_stage, icon="flag")
        return [*self._decision_actions()[:3], stages, remove]

    def _decision_actions(self) -> list[Action]:
        return [
            Action(f"people.{decision.value}", tr(text), lambda decision=decision: self.decide(decision), "", icon,
                   tr("Client decision"))
            for decision, text, icon in _DECISIONS
        ]

    def _stage_actions(self) -> list[Action]:
        return [Action("people.stage", tr("Set stage"), self._ask_stage, "S", "flag", tr("Collaborations"),
                       condition=self._some)]

    def add_creators(self) -> None:
        added = choose_creators(self, self.context, self.campaign_id, [row.influencer_id for row in self._everybody])
        if added:
            self.context.toast(trn("{n} creator added", "{n} creators added", len(added)), undo=True)
            self.table.select(added[0])

    def edit_deal(self, row_id: int) -> None:
        if row_id and edit_deal(self, self.context, row_id):
            self.context.toast(tr("Deal saved"), undo=True)

    def _open_person(self) -> None:
        self.context.navigation.open("roster", id=self._rows[self.chosen()[0]].influencer_id)

    def decide(self, decision: ClientDecision) -> None:
        """Store the client's word on the chosen creators."""
        ids, workspace = self.chosen(), self.context.workspace
        word = labels.label(decision).lower()
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.set_client_decision(workspace, ids, decision),
            lambda _result: self.context.toast(
                trn("{n} creator: {word}", "{n} creators: {word}", len(ids), word=word), undo=True),
        )

    def _ask_stage(self) -> None:
        from microinf_desktop.ui.dialogs.form import FormDialog
        from microinf_desktop.ui.widgets.inputs import ComboBox

        ids = self.chosen()
        FormDialog(
            self, trn("Set the stage of {n} creator", "Set the stage of {n} creators", len(ids)), tr("Set stage"),
            lambda form: form.add_field("stage", tr("Stage"), ComboBox([(s, labels.label(s)) for s in _STAGES]),
                                        required=True),
            lambda values: self._set_stage(ids, values["stage"]),
            {"stage": RelationshipStage(self._rows[ids[0]].stage)},
        ).run()

    def _set_stage(self, ids: Sequence[int], stage: RelationshipStage) -> None:
        workspace = self.context.workspace
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.set_collaboration_stage(workspace, ids, stage),
            lambda _result: self.context.toast(
                tr("Moved to {stage}", stage=labels.label(stage).lower()), undo=True),
        )

    def remove(self) -> None:
        ids, workspace = self.chosen(), self.context.workspace
        self.context.tasks.write(
            tr("Removing"), lambda _p, _t: services.remove_creators(workspace, ids),
            lambda _result: self.context.toast(trn("{n} creator removed", "{n} creators removed", len(ids)), undo=True),
        )

    def view_state(self) -> dict[str, object]:
        return {"view": self.view.value()}

    def restore_view(self, state: object) -> None:
        if isinstance(state, dict) and state.get("view") in ("table", "board"):
            self.view.set_value(str(state["view"]))


def _sort_value(row: queries.CollaborationRow, key: str) -> tuple[bool, float | str, str]:
    value = getattr(row, key)
    if key == "stage":
        value = list(RelationshipStage).index(RelationshipStage(value))
    plain = value.minor if hasattr(value, "minor") else value
    empty: float | str = "" if key in ("name", "client_decision", "compensation_model") else 0
    return (plain is not None, empty if plain is None else plain, row.name)

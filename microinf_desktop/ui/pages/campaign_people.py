"""The creators of a campaign: as a table, or as a board whose cards show stage and client decision side by side."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget

from microinf_desktop.domain.checklists import Progress
from microinf_desktop.domain.enums import BallHolder, ClientDecision, CompensationModel, RelationshipStage
from microinf_desktop.domain.exclusivity import Certainty
from microinf_desktop.domain.text import fold
from microinf_desktop.queries import checklists, exclusivity
from microinf_desktop.queries import collaborations as queries
from microinf_desktop.services import collaborations as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.conflict_watch import ConflictDialog
from microinf_desktop.ui.dialogs import collaboration_moves as asking
from microinf_desktop.ui.dialogs.creators import choose_creators
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Kind
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.pages.contract_deal import open_contract
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.board_view import BoardColumn, BoardView, Card
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.conflicts import Card as ConflictCard
from microinf_desktop.ui.widgets.conflicts import conflict_card
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.labels import Label

# A board of eleven stages would not fit a screen; a card that is dropped takes the first stage of its column.
STAGE_GROUPS: tuple[tuple[str, str, tuple[RelationshipStage, ...]], ...] = (
    ("shortlist", "Shortlist", (RelationshipStage.PROSPECT, RelationshipStage.VETTED)),
    ("contact", "In contact", (RelationshipStage.CONTACTED, RelationshipStage.IN_TALKS)),
    ("negotiating", "Negotiating", (RelationshipStage.NEGOTIATING,)),
    ("agreed", "Agreed", (RelationshipStage.AGREED,)),
    ("contracted", "Contracted", (RelationshipStage.CONTRACTED,)),
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
_DECISION_ORDER = (ClientDecision.PENDING, ClientDecision.ACCEPTED, ClientDecision.BACKUP, ClientDecision.REJECTED)
_NAMED = 5  # names in the banner
_VIEWS = ("table", "board", "decisions")


def _columns(checklists: Mapping[int, Progress]) -> list[Column]:
    """The table's columns; `checklists` is filled by the part for its creators."""
    return [
        Column("name", tr("Creator"), 190, Kind.NAME, stretch=True),
        Column("platforms", tr("On"), 66, Kind.PLATFORMS, sort_key=""),
        Column("followers", tr("Followers"), 84, Kind.NUMBER, hidden=True),
        Column("rate_ppm", tr("ERF"), 66, Kind.PERCENT, hidden=True,
               value=lambda row: None if row.rate_ppm is None else row.rate_ppm / 10_000),
        Column("stage", tr("Stage"), 112, Kind.STATUS, value=lambda row: RelationshipStage(row.stage)),
        Column("client_decision", tr("Client"), 96, Kind.STATUS, tooltip=_decision_note,
               value=lambda row: ClientDecision(row.client_decision)),
        Column("ball", tr("Ball"), 90, Kind.BALL),
        Column("compensation_model", tr("Compensation"), 126, hidden=True,
               value=lambda row: labels.label(CompensationModel(row.compensation_model))),
        Column("fee", tr("Fee"), 74, Kind.MONEY),
        Column("product_value", tr("Product"), 84, Kind.MONEY, hidden=True),
        Column("done", tr("Deliverables"), 100, Kind.PROGRESS,
               value=lambda row: (row.done, row.deliverables) if row.deliverables else None),
        Column("checklist", tr("Checklist"), 88, Kind.PROGRESS, sort_key="",
               value=lambda row: (found.done, found.total) if (found := checklists.get(row.id)) else None),
        Column("next_on", tr("Next"), 126,
               value=lambda row: Cell(_next_text(row)) if row.next_on else None),
        Column("late", tr("Late"), 46, value=lambda row: Cell(str(row.late), ink="danger", weight=600)
               if row.late else Cell("–", ink="text3"), align="right"),
        Column("decided_by", tr("Decided by"), 120, hidden=True, value=lambda row: row.decided_by or None),
        Column("decided_on", tr("Decided on"), 96, Kind.DATE, hidden=True),
    ]


def _decision_note(row: queries.CollaborationRow) -> str:
    """Who decided when, and what was said."""
    who = " ".join(part for part in (row.decided_by, formats.day(row.decided_on) if row.decided_on else "") if part)
    return " · ".join(part for part in (labels.label(ClientDecision(row.client_decision)), who, row.decision_note)
                      if part)


def _next_text(row: queries.CollaborationRow) -> str:
    what = tr("draft") if row.next_what == "draft" else tr("live")
    return f"{formats.day(row.next_on)} {what}"


class CampaignPeople(CampaignPart):
    """Everyone who is or might be in the campaign."""

    def build(self) -> None:
        self._rows: dict[int, queries.CollaborationRow] = {}
        self._everybody: list[queries.CollaborationRow] = []
        self.view = SegmentedControl(
            [("table", tr("Table")), ("board", tr("By stage")), ("decisions", tr("By client decision"))], tr("View"))
        self.bar = FilterBar([
            FilterField("decision", tr("Client"), "choice", labels.choices(ClientDecision)),
            FilterField("stage", tr("Stage"), "choice", [(stage, labels.label(stage)) for stage in asking.STAGES]),
            FilterField("ball", tr("Ball"), "choice", labels.choices(BallHolder)),
            FilterField("late", tr("Late"), "flag"),
        ], search=tr("Name or handle"))
        self.counts = Label("", "secondary", "text2")
        self.bar.add_right(self.counts)
        self.bar.add_right(self.view)
        self.filter_bar = self.bar
        self._checklists: dict[int, Progress] = {}
        self.table = DataTable("campaign_people", _columns(self._checklists), self._load, self.context.settings)
        self.table.setAccessibleName(tr("Collaborations"))
        self.board = BoardView([BoardColumn(key, tr(title), stages[0]) for key, title, stages in STAGE_GROUPS],
                               self._stage_cards, lines=3)
        self.decisions = BoardView([BoardColumn(decision, labels.label(decision), decision)
                                    for decision in _DECISION_ORDER], self._decision_cards, lines=3)
        self.stack = QStackedWidget()
        for view in (self.table, self.board, self.decisions):
            self.stack.addWidget(view)
        self.bound = Banner(Tone.DANGER)
        self.bound.add_button(tr("Show"), self._show_bound)
        self.bound.hide()
        self._conflicts: list[ConflictCard] = []
        self.column.addWidget(self.bound)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.bar.changed.connect(self.reload)
        self.view.changed.connect(lambda _key: self._switch())
        self.table.opened.connect(self.edit_deal)
        self.table.sorted.connect(lambda _key, _down: self.reload())
        self.table.current_changed.connect(lambda _id: self._moved())
        self.table.checked_changed.connect(self.actions_changed)
        self.table.set_row_actions(self._row_actions)
        self.table.set_bulk_actions(self._bulk_actions())
        for board in (self.board, self.decisions):
            board.opened.connect(self.edit_deal)
            board.current_changed.connect(lambda _id: self._moved())
            board.refused.connect(lambda reason: self.context.toast(reason))
            board.set_card_actions(lambda _id: self._row_actions())
        self.board.may_move = lambda card_id, key: asking.stage_refusal(
            self.context, self._with(self.board, card_id), _FIRST_OF[key])
        self.board.moved.connect(lambda card_id, key: asking.set_stage(
            self, self.context, self._with(self.board, card_id), _FIRST_OF[key]))
        self.decisions.may_move = lambda card_id, key: asking.decision_refusal(
            self.context, card_id, ClientDecision(key))
        self.decisions.moved.connect(lambda card_id, key: asking.decide(
            self, self.context, self.campaign_id, self._with(self.decisions, card_id), ClientDecision(key)))

    def _with(self, board: BoardView, card_id: int) -> list[int]:
        """A card that is moved takes the others along that are chosen with it."""
        chosen = board.selected_ids()
        return chosen if card_id in chosen else [card_id]

    # reading

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            found = queries.rows(session, self.campaign_id, self.context.today())
            done = checklists.progress_by_collaboration(session, [row.id for row in found], self.context.today())
            broken = exclusivity.of_deals(session, self.context.today(), campaign_id=self.campaign_id)
        self._tell_bound(broken.values())
        self._checklists.clear()
        self._checklists.update(done)
        self._everybody = found
        shown = [row for row in found if self._passes(row)]
        key, descending = self.table.sort()
        if key:
            shown.sort(key=lambda row: _sort_value(row, key), reverse=descending)
        self._rows = {row.id: row for row in shown}
        self.table.model.forget_rows()
        self.table.refresh(self._rows)
        stages: dict[str, list[int]] = {}
        decisions: dict[str, list[int]] = {}
        for row in shown:
            stages.setdefault(_COLUMN_OF.get(RelationshipStage(row.stage), "dormant"), []).append(row.id)
            decisions.setdefault(row.client_decision, []).append(row.id)
        for board, ids in ((self.board, stages), (self.decisions, decisions)):
            board.set_ids(ids)
            if shown and not board.current_id():
                board.select(next(ids[key][0] for key in ids), focus=False)
        self._count(found)
        if found:
            self.table.set_empty(tr("Nobody matches these filters"), tr("Clear all filters"), self.bar.clear)
        else:
            self.table.set_empty(tr("Nobody is in this campaign yet. Choose creators from the roster"),
                                 tr("Add creators"), self.add_creators)
        self._switch()

    def _tell_bound(self, broken: Iterable[exclusivity.DealConflicts]) -> None:
        """A banner for certain conflicts; questions are asked where somebody is added and in the deal."""
        hits = [(both.name, hit) for both in broken for hit in both.found if hit.certainty is Certainty.CONFLICT]
        self._conflicts = [conflict_card(name, hit) for name, hit in hits]
        names = sorted({name for name, _hit in hits}, key=fold)
        self.bound.setVisible(bool(names))
        if names:
            self.bound.set_content(trn("{n} creator’s exclusivity stands against this campaign",
                                       "Exclusivities of {n} creators stand against this campaign", len(names)),
                                   ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else ""))

    def _show_bound(self) -> None:
        ConflictDialog(self, self.context, self._conflicts, is_new=False).run()

    def _count(self, found: Sequence[queries.CollaborationRow]) -> None:
        """How far the client's choice is, against the campaign's number where it is known."""
        counts = queries.decision_counts(found, self._wanted())
        accepted = tr("{n} accepted", n=counts.accepted) if counts.wanted is None else tr(
            "{n} of {wanted} accepted", n=counts.accepted, wanted=counts.wanted)
        parts = [accepted, *(trn("{n} backup", "{n} backups", counts.backup) for _ in range(bool(counts.backup))),
                 *(tr("{n} pending", n=counts.pending) for _ in range(bool(counts.pending)))]
        self.counts.setText(" · ".join(parts) if found else "")

    def _wanted(self) -> int | None:
        """How many creators the campaign wants, where its set-up says so."""
        number = self.campaign.fields["planned_creators"] if self.campaign is not None else None
        return None if number is None else int(number)

    def _passes(self, row: queries.CollaborationRow) -> bool:
        on, wanted = self.bar.values(), fold(self.bar.text())
        return (wanted in fold(f"{row.name} {row.handle}") and row.stage in (on.get("stage") or (row.stage,))
                and row.client_decision in (on.get("decision") or (row.client_decision,))
                and row.ball in (on.get("ball") or (row.ball,)) and (row.late > 0 or not on.get("late")))

    def _load(self, ids: Sequence[int]) -> list[queries.CollaborationRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def _stage_cards(self, ids: Sequence[int]) -> list[Card]:
        return [self._card(row, RelationshipStage(row.stage), ClientDecision(row.client_decision))
                for row in self._load(ids)]

    def _decision_cards(self, ids: Sequence[int]) -> list[Card]:
        return [self._card(row, ClientDecision(row.client_decision), RelationshipStage(row.stage))
                for row in self._load(ids)]

    def _card(self, row: queries.CollaborationRow, state: RelationshipStage | ClientDecision,
              flag: RelationshipStage | ClientDecision) -> Card:
        work = tr("{done} of {n} done", done=row.done, n=row.deliverables) if row.deliverables else ""
        model = CompensationModel(row.compensation_model)
        pays_fee = model in (CompensationModel.FLAT_FEE, CompensationModel.HYBRID)
        fee = formats.money(row.fee) if row.fee else tr("no fee yet") if pays_fee else labels.label(model)
        line = tr("Next: {what}", what=_next_text(row)) if row.next_on else tr("No open dates")
        if items := self._checklists.get(row.id):
            line = f"{line} · {tr('{done} of {total} items', done=items.done, total=items.total)}"
        if row.is_shut_out:
            aside, ink, line = tr("blocked"), "danger", tr("Blocked in the roster")
        elif row.late:
            aside, ink = tr("{n} late", n=row.late), "danger"
        else:
            aside, ink = "", "text3"
        note = " · ".join(part for part in (fee, work) if part)
        return Card(row.id, row.name, note, aside=aside, aside_ink=ink, state=state, flag=flag, holder=row.ball,
                    line=line)

    def _switch(self) -> None:
        """An empty campaign has no board, only the sentence and the button."""
        self.stack.setCurrentIndex(_VIEWS.index(self.view.value()) if self._rows else 0)
        self._moved()

    def _moved(self) -> None:
        self.actions_changed.emit()
        self.position_changed.emit(self.position())

    def position(self) -> str:
        return self.table.position_text() if self.stack.currentIndex() == 0 else ""

    def chosen(self) -> list[int]:
        """The ticked rows or chosen cards, else the current one."""
        shown = self.stack.currentWidget()
        return shown.selected_ids() if isinstance(shown, BoardView) else self.table.checked_ids()

    # writing

    def actions(self) -> Sequence[Action]:
        group, some = tr("Collaborations"), self._some
        return [
            Action("people.add", tr("Add creators"), self.add_creators, "Ctrl+N", "plus", group, "primary"),
            Action("people.deal", tr("Edit the deal"), lambda: self.edit_deal(self.chosen()[0]), "F2", "money", group,
                   condition=some),
            Action("people.contract", tr("Open or create the contract"),
                   lambda: open_contract(self.context, self.chosen()[0]), "", "contracts", group, condition=some),
            Action("people.person", tr("Show in the roster"), self._open_person, "", "person", group, condition=some),
            Action("people.unplanned", tr("Log unplanned post"), self._log_unplanned, "", "flag", group,
                   condition=some),
            Action("people.remove", tr("Remove from campaign"), self.remove, "Del", "trash", group, condition=some),
        ]

    def _some(self) -> bool | str:
        return True if self.chosen() else tr("choose a creator first")

    def _row_actions(self) -> list[Action]:
        own = [action for action in self.actions() if not action.kind]
        return [*own[:3], *self._decision_actions(), *self._stage_actions(), *own[3:5]]

    def _bulk_actions(self) -> list[Action]:
        remove = Action("people.remove_some", tr("Remove"), self.remove, icon="trash", kind="danger")
        stages = Action("people.stage", tr("Set stage"), self._ask_stage, icon="flag")
        terms = Action("people.terms", tr("Set terms"), lambda: asking.set_terms(self, self.context, self.chosen()),
                       icon="money")
        return [*self._decision_actions()[:3], stages, terms, remove]

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
        """Open the page of the deal."""
        if row_id:
            self.context.navigation.open("deal", id=row_id)

    def _open_person(self) -> None:
        self.context.navigation.open("roster", id=self._rows[self.chosen()[0]].influencer_id)

    def _log_unplanned(self) -> None:
        """Log a post of the chosen creator that nobody had planned; it is looked at on the compliance tab."""
        from microinf_desktop.ui.dialogs.unplanned import log_unplanned

        if log_unplanned(self, self.context, self.campaign_id, self.chosen()[0]) is not None:
            self.tab_asked.emit("compliance")

    def decide(self, decision: ClientDecision) -> None:
        """Ask who decided and store the client's word on the chosen creators."""
        asking.decide(self, self.context, self.campaign_id, self.chosen(), decision)

    def _ask_stage(self) -> None:
        ids = self.chosen()
        asking.choose_stage(self, self.context, ids, RelationshipStage(self._rows[ids[0]].stage))

    def remove(self) -> None:
        ids, workspace = self.chosen(), self.context.workspace
        self.context.tasks.write(
            tr("Removing"), lambda _p, _t: services.remove_creators(workspace, ids),
            lambda _result: self.context.toast(trn("{n} creator removed", "{n} creators removed", len(ids)), undo=True),
        )

    def view_state(self) -> dict[str, object]:
        return {"view": self.view.value(), "filter": self.bar.state()}

    def restore_view(self, state: object) -> None:
        if not isinstance(state, dict):
            return
        if state.get("view") in _VIEWS:
            self.view.set_value(str(state["view"]))
        if isinstance(state.get("filter"), dict):
            self.bar.restore_state(state["filter"])


def _sort_value(row: queries.CollaborationRow, key: str) -> tuple[bool, float | str, str]:
    """What a row sorts by; rows without a value come before all others, last when descending."""
    value = getattr(row, key)
    if value is None:
        return False, 0 if key not in _WORDS else "", row.name
    if key == "stage":
        return True, list(RelationshipStage).index(RelationshipStage(value)), row.name
    if hasattr(value, "toordinal"):
        return True, value.toordinal(), row.name
    return True, value.minor if hasattr(value, "minor") else value, row.name


_WORDS = ("name", "client_decision", "compensation_model", "ball", "decided_by")

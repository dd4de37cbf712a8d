"""Today: everything due, late or waiting over all campaigns, grouped by client, each item one key from done."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from microinf_desktop.domain.enums import (
    BallHolder,
    ContractState,
    DeliverableKind,
    MilestoneKind,
    PaymentState,
    RelationshipStage,
    Verdict,
)
from microinf_desktop.queries import today as queries
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Group, Kind
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.today_panel import TodayPanel
from microinf_desktop.ui.widgets.buttons import SegmentedControl
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.filter_bar import FilterBar, FilterField
from microinf_desktop.ui.widgets.labels import Label

HORIZON_DAYS = 7
_Item = queries.TodayItem


def state_of(item: _Item) -> StrEnum | None:
    """The state whose glyph stands before an item."""
    if item.kind in ("draft", "review", "client_review") and item.verdict == Verdict.FAIL:
        return Verdict.FAIL
    deliverable = queries.state_of(item)
    if deliverable is not None:
        return deliverable
    by_kind: dict[str, tuple[type[StrEnum], str]] = {
        "payment": (PaymentState, item.detail), "contract": (ContractState, item.detail),
        "next_action": (RelationshipStage, item.detail),
    }
    if item.kind in by_kind:
        vocabulary, value = by_kind[item.kind]
        return vocabulary(value)
    return None


def what(item: _Item) -> str:
    """The item in a few words, the verb first where we hold the ball."""
    thing = labels.label(DeliverableKind(item.what)) if item.kind in _DELIVERABLE_WORDS else item.what
    if item.kind in _DELIVERABLE_WORDS:
        if item.verdict == Verdict.FAIL and item.kind in ("review", "client_review"):
            return tr("Fix disclosure, {thing}", thing=thing)
        return tr(_DELIVERABLE_WORDS[item.kind], thing=thing)
    if item.kind == "payment":
        return tr("Pay {what}, {amount}", what=item.what, amount=formats.money(item.amount))
    if item.kind == "contract":
        state = labels.label(ContractState(item.detail))
        return tr("Contract {number}, {state}", number=item.what, state=state.lower())
    if item.kind == "milestone":
        return tr("{name}, {kind}", name=item.what, kind=labels.label(MilestoneKind(item.detail)).lower())
    return thing


_DELIVERABLE_WORDS = {
    "draft": "{thing} draft", "review": "Review {thing}", "client_review": "{thing} approval",
    "publish": "Publish {thing}",
    "proof": "Proof of live {thing}", "metrics": "7-day numbers, {thing}",
}
_VERBS = {
    "draft": "Nudge", "review": "Review", "client_review": "Remind", "publish": "Open", "proof": "Capture",
    "metrics": "Enter", "checklist": "Done", "milestone": "Done", "payment": "Open", "contract": "Open",
    "next_action": "Log",
}


def verb(item: _Item) -> str:
    """What the link at the end of a row does."""
    return tr(_VERBS[item.kind])


class TodayPage(Page):
    """A table of items; the panel explains one and offers what can be done with it."""

    tables = frozenset({
        "deliverable", "checklist_item", "milestone", "payment", "contract", "influencer", "campaign", "client",
        "collaboration", "draft", "interaction",
    })

    def build(self) -> None:
        self._items: dict[int, _Item] = {}
        self.table = DataTable("today", self._columns(), self._load, self.context.settings, checkable=False,
                               id_of=lambda row: row[0])
        self.table.setAccessibleName(tr("What is due"))
        self.segments = SegmentedControl(
            [("all", tr("All")), ("late", tr("Late")), ("due", tr("Due")), ("waiting", tr("Waiting"))], tr("Show")
        )
        self.bar = FilterBar([
            FilterField("client", tr("Client"), "choice", self._clients),
            FilterField("holder", tr("Holds the ball"), "choice", labels.choices(BallHolder)),
        ])
        self.bar.add_left(self.segments)
        self.balls = Label("", "secondary", "text2")
        self.balls.setFixedHeight(26)
        self.bar.add_right(self.balls)
        self.panel = TodayPanel(self.context)
        self.set_filter_bar(self.bar)
        self.set_content(self.table)
        self.set_panel(self.panel)
        self.segments.changed.connect(lambda _key: self._show())
        self.bar.changed.connect(self._show)
        self.table.opened.connect(self._look)
        self.table.current_changed.connect(self._current_changed)
        self.table.link_clicked.connect(lambda _key, row_id: self._act(row_id))
        self.table.set_row_actions(self._row_actions)
        self.panel.open_asked.connect(self.open_item)

    def _columns(self) -> list[Column]:
        return [
            Column("what", tr("What"), 320, value=lambda row: self._what_cell(row[1]), stretch=True, sort_key=""),
            Column("creator", tr("Creator"), 170, Kind.NAME, value=lambda row: row[1].creator or None, sort_key=""),
            Column("holder", tr("Holds the ball"), 110, Kind.BALL, value=lambda row: BallHolder(row[1].holder),
                   sort_key=""),
            Column("waiting", tr("Waiting"), 70, value=lambda row: self._waiting_cell(row[1]), align="right",
                   sort_key=""),
            Column("due", tr("Due"), 100, Kind.DUE, value=lambda row: row[1].due_on, sort_key=""),
            Column("verb", "", 80, Kind.LINK, value=lambda row: verb(row[1]), align="right", sort_key=""),
        ]

    def _what_cell(self, item: _Item) -> Cell:
        late = self._is_late(item)
        state = state_of(item)
        icon = "" if state else {"milestone": "flag", "checklist": "deliverables"}.get(item.kind, "")
        note = item.campaign
        if item.kind == "checklist":
            note = f"{labels.label(DeliverableKind(item.detail))}, {item.campaign}"
        return Cell(what(item), note, state=state, late=late and not isinstance(state, Verdict), icon=icon)

    def _waiting_cell(self, item: _Item) -> Cell:
        if item.waiting_since is None:
            return Cell("–", ink="text3")
        days = (self.context.today() - item.waiting_since).days
        return Cell(f"{days}{formats.NBSP}d", ink="attention" if days >= 3 else "", weight=600 if days >= 3 else 400)

    def _is_late(self, item: _Item) -> bool:
        return item.due_on is not None and item.due_on < self.context.today()

    # reading

    def reload(self) -> None:
        workspace, day = self.context.workspace, self.context.today()

        def work(_progress: object, _token: object) -> list[_Item]:
            with workspace.reading() as session:
                return queries.items(session, day, HORIZON_DAYS)

        self.context.tasks.read(work, self._take, key="today")

    def _take(self, items: list[_Item]) -> None:
        self._items = {_key(item): item for item in items}
        self._show()

    def _show(self) -> None:
        items, today = list(self._items.items()), self.context.today()
        buckets = {"all": items, "late": [], "due": [], "waiting": []}
        for pair in items:
            buckets[self._bucket(pair[1], today)].append(pair)
        for key, text in (("all", tr("All")), ("late", tr("Late")), ("due", tr("Due")), ("waiting", tr("Waiting"))):
            self.segments.set_text(key, f"{text} {len(buckets[key])}")
        shown = [(key, item) for key, item in buckets[self.segments.value()] if self._passes(item)]
        ids, groups = self._grouped(shown)
        self.table.model.forget_rows()
        self.table.refresh(ids, groups)
        self._set_empty(bool(items))
        self.header.set_title(tr("Today"), formats.long_day(today))
        held = [item.holder for _, item in shown]
        self.balls.setText(tr("Ball: us {us} · creator {creator} · client {client}",
                              **{name: held.count(name) for name in ("us", "creator", "client")}))
        if self.panel_visible():
            self._current_changed(self.table.current_id())

    def _bucket(self, item: _Item, today: date) -> str:
        if item.due_on is not None and item.due_on < today:
            return "late"
        return "due" if item.holder == BallHolder.US and item.due_on is not None else "waiting"

    def _passes(self, item: _Item) -> bool:
        on = self.bar.values()
        return item.client_id in on.get("client", (item.client_id,)) and item.holder in on.get("holder", (item.holder,))

    def _grouped(self, shown: Sequence[tuple[int, _Item]]) -> tuple[list[int], list[tuple[int, Group]]]:
        by_client: dict[int, list[tuple[int, _Item]]] = {}
        for key, item in shown:
            by_client.setdefault(item.client_id or 0, []).append((key, item))
        ids: list[int] = []
        groups: list[tuple[int, Group]] = []
        for client_id, part in sorted(by_client.items(), key=lambda pair: (not pair[0], pair[1][0][1].client.lower())):
            first = part[0][1]
            late = sum(self._is_late(item) for _, item in part)
            note = trn("{n} late", "{n} late", late) if late else ""
            title = first.client or tr("People without a campaign")
            groups.append((len(ids), Group(f"client-{client_id}", title, str(len(part)), note, first.client_color,
                                           note_ink="danger" if late else "text3")))
            ids.extend(key for key, _ in part)
        return ids, groups

    def _set_empty(self, any_items: bool) -> None:
        if any_items:
            self.table.set_empty(tr("Nothing here. Look at all items"), tr("Show all"), self._show_all)
        else:
            self.table.set_empty(
                tr("Nothing is due in the next {n} days", n=HORIZON_DAYS), tr("Open campaigns"),
                lambda: self.context.navigation.open("campaigns"),
            )

    def _show_all(self) -> None:
        self.segments.set_value("all")
        self.bar.set_values({})
        self._show()

    def _clients(self) -> Sequence[tuple[int, str]]:
        return sorted({(i.client_id, i.client) for i in self._items.values() if i.client_id}, key=lambda pair: pair[1])

    def _load(self, ids: Sequence[int]) -> list[tuple[int, _Item]]:
        return [(key, self._items[key]) for key in ids if key in self._items]

    # acting

    def current(self) -> _Item | None:
        return self._items.get(self.table.current_id())

    def actions(self) -> list[Action]:
        group = tr("Today")
        return [
            Action("today.calendar", tr("Open the calendar"), lambda: self.context.navigation.open("calendar"), "",
                   "calendar", group, "quiet"),
            Action("today.open", tr("Open"), lambda: self._open_current(), "O", "open", group, condition=self._chosen),
            Action("today.act", tr("Do what the link says"), lambda: self._act(self.table.current_id()), "N", "check",
                   group, condition=self._chosen),
            Action("today.done", tr("Mark done"), self.mark_done, "D", "check", group, condition=self._may_tick),
            Action("today.snooze", tr("Snooze to tomorrow"), self.snooze, "S", "clock", group,
                   condition=self._may_tick),
            Action("today.log", tr("Log an interaction"), self.log, "L", "note", group, condition=self._has_creator),
        ]

    def _chosen(self) -> bool | str:
        return True if self.current() is not None else tr("choose an item first")

    def _may_tick(self) -> bool | str:
        item = self.current()
        if item is None:
            return tr("choose an item first")
        return True if item.kind in ("checklist", "milestone", "next_action") else tr("open it to finish it")

    def _has_creator(self) -> bool | str:
        item = self.current()
        return True if item is not None and item.influencer_id else tr("choose an item with a creator")

    def _row_actions(self) -> list[Action]:
        return [action for action in self.actions() if action.id != "today.calendar"]

    def _open_current(self) -> None:
        item = self.current()
        if item is not None:
            self.open_item(item)

    def open_item(self, item: _Item) -> None:
        """To the record behind an item."""
        screens = {"deliverable": "deliverable", "campaign": "campaign", "contract": "contract"}
        if item.record == "influencer":
            self.context.navigation.open("roster", id=item.record_id)
        else:
            self.context.navigation.open(screens[item.record], id=item.record_id)

    def _act(self, row_id: int) -> None:
        item = self._items.get(row_id)
        if item is None:
            return
        if item.kind in ("draft", "client_review"):
            self.panel.show_item(item)
            self.panel.nudge()
        elif item.kind in ("checklist", "milestone"):
            self.table.select(row_id)
            self.mark_done()
        elif item.kind == "next_action":
            self.table.select(row_id)
            self.log()
        else:
            self.open_item(item)

    def mark_done(self) -> None:
        self._tick(self.context.today())

    def _tick(self, day: date) -> None:
        from microinf_desktop.services import campaigns, checklists, influencers

        item, workspace = self.current(), self.context.workspace
        if item is None:
            return
        work = {
            "checklist": lambda: checklists.tick(workspace, [item.part_id], day),
            "milestone": lambda: campaigns.tick_milestone(workspace, item.part_id, day),
            "next_action": lambda: influencers.set_next_action(workspace, item.record_id, "", None),
        }.get(item.kind)
        if work is not None:
            self.context.tasks.write(tr("Marking done"), lambda _p, _t: work(),
                                     lambda _result: self.context.toast(tr("Done: {what}", what=what(item)), undo=True))

    def snooze(self) -> None:
        """Tomorrow is another day; the date moves, the item stays."""
        from microinf_desktop.services import campaigns, checklists, influencers

        item, workspace = self.current(), self.context.workspace
        if item is None:
            return
        tomorrow = self.context.today() + timedelta(days=1)
        work = {
            "checklist": lambda: checklists.edit_item(workspace, item.part_id, item.what, tomorrow),
            "milestone": lambda: campaigns.move_milestone(workspace, item.part_id, tomorrow),
            "next_action": lambda: influencers.set_next_action(workspace, item.record_id, item.what, tomorrow),
        }.get(item.kind)
        if work is not None:
            self.context.tasks.write(tr("Snoozing"), lambda _p, _t: work(),
                                     lambda _result: self.context.toast(tr("Due tomorrow"), undo=True))

    def log(self) -> None:
        item = self.current()
        if item is not None and item.influencer_id:
            from microinf_desktop.ui.dialogs.log_interaction import log_interaction

            log_interaction(self, self.context, item.influencer_id, item.creator)

    def _look(self, row_id: int) -> None:
        item = self._items.get(row_id)
        if item is not None:
            self.panel.show_item(item)
            self.show_panel(self.table.view)

    def _current_changed(self, row_id: int) -> None:
        self.set_position(self.position())
        self.update_actions()
        item = self._items.get(row_id)
        if item is not None and self.panel_visible():
            self.panel.show_item(item)

    def position(self) -> str:
        return self.table.position_text()

    def state(self) -> dict[str, object]:
        return {"segment": self.segments.value(), "filter": self.bar.state()}

    def restore_state(self, state: Mapping[str, object]) -> None:
        if state.get("segment") in ("all", "late", "due", "waiting"):
            self.segments.set_value(str(state["segment"]))
        saved = state.get("filter")
        if isinstance(saved, Mapping):
            self.bar.restore_state(saved)


def _key(item: _Item) -> int:
    """A number that names an item for as long as it is there."""
    kinds = ("draft", "review", "client_review", "publish", "proof", "metrics", "checklist", "milestone", "payment",
             "contract", "next_action")
    return (item.part_id or item.record_id) * len(kinds) + kinds.index(item.kind) + 1


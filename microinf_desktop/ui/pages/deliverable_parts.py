"""The smaller tabs of a deliverable: checklist, figures, record."""

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.checklists import ItemSource
from microinf_desktop.domain.enums import BallHolder, DeliverableState, Verdict
from microinf_desktop.domain.metrics import MetricRead
from microinf_desktop.domain.money import Money
from microinf_desktop.queries.checklists import ChecklistRow
from microinf_desktop.queries.metrics import SnapshotRow
from microinf_desktop.queries.reviews import MoveRow, ReviewRow
from microinf_desktop.services import checklists as services
from microinf_desktop.ui import formats, labels, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.models.columns import Column, Kind
from microinf_desktop.ui.pages.deliverable_data import DeliverableData
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, CheckBox
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.history_list import HistoryItem, HistoryList
from microinf_desktop.ui.widgets.inputs import NumberEdit, TextField
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, row
from microinf_desktop.ui.widgets.money_edit import MoneyEdit
from microinf_desktop.ui.widgets.option_list import CheckItem, CheckList

_WIDEST = 760
_AT_ONCE = timedelta(seconds=5)


class ChecklistTab(QWidget):
    """What has to be done, ticked and reordered in place; Enter in the field adds a line."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.data: DeliverableData | None = None
        theme.set_background(self, "surface")
        self.list = CheckList(movable=True)
        self.list.setAccessibleName(tr("Checklist"))
        self.list.setAccessibleDescription(tr("Drag a line, or press Alt+Up and Alt+Down, to put it elsewhere"))
        self.list.reordered.connect(self.reorder)
        self.done = Label("", "secondary", "text3")
        self.text = TextField(placeholder=tr("Add an item"))
        self.text.setAccessibleName(tr("New item"))
        self.day = DateEdit(tr("Due"))
        self.day.setAccessibleName(tr("Due day of the new item"))
        self.day.setFixedWidth(130)
        add = Button(tr("Add"))
        self.edit = Button(tr("Edit"), "quiet", "edit")
        self.remove = Button(tr("Delete"), "quiet", "trash")
        self.list.toggled.connect(self.tick)
        self.text.returnPressed.connect(self.add_item)
        add.clicked.connect(self.add_item)
        self.edit.clicked.connect(self.edit_item)
        self.remove.clicked.connect(self.delete_item)
        scroll = ScrollColumn()
        scroll.body.addLayout(row(Label(tr("Checklist"), "section"), self.done, 1, self.edit, self.remove))
        scroll.body.addWidget(self.list)
        line = row(spacing=8)
        line.addWidget(self.text, 1)
        line.addWidget(self.day)
        line.addWidget(add)
        scroll.body.addLayout(line)
        scroll.setMaximumWidth(_WIDEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def show_data(self, data: DeliverableData) -> None:
        self.data = data
        items, today = [], self.context.today()
        for item in data.detail.checklist:
            late = item.done_on is None and item.due_on is not None and item.due_on < today
            note = f"{formats.day(item.done_on)}, {item.done_by}".rstrip(", ") if item.done_on else (
                _open_note(item)
            )
            items.append(CheckItem(item.id, item.text, item.done_on is not None, note, "danger" if late else "text3"))
        self.list.set_items(items)
        self.list.fit_height()
        done = sum(item.checked for item in items)
        self.done.setText(tr("{n} of {all} done", n=done, all=len(items)) if items else tr("Nothing to do yet"))

    def tick(self, item_id: int, on: bool) -> None:
        day = self.context.today() if on else None
        self.context.tasks.write(
            tr("Ticking"), lambda _p, _t: services.tick(self.context.workspace, [item_id], day)
        )

    def reorder(self, ids: list[int]) -> None:
        """Store the lines in the order they were put in."""
        data = self.data
        if data is not None:
            self.context.tasks.write(
                tr("Saving"), lambda _p, _t: services.reorder(self.context.workspace, data.id, ids),
                lambda _r: self.context.toast(tr("Checklist reordered"), undo=True))

    def add_item(self) -> None:
        data, text, day = self.data, self.text.value(), self.day.value()
        if data is None or not text:
            return
        self.text.clear()
        self.day.set_value(None)
        self.context.tasks.write(
            tr("Adding"), lambda _p, _t: services.add_item(self.context.workspace, data.id, text, day)
        )

    def _current(self) -> int:
        row_number = self.list.currentIndex().row()
        items = self.data.detail.checklist if self.data is not None else ()
        return items[row_number].id if 0 <= row_number < len(items) else 0

    def edit_item(self) -> None:
        """Change text and day of the current line."""
        item_id = self._current()
        item = next((one for one in self.data.detail.checklist if one.id == item_id), None) if self.data else None
        if item is None:
            self.context.toast(tr("Choose a line first"))
            return

        from microinf_desktop.ui.dialogs.checklist_item import edit_item

        edit_item(self, self.context, item)

    def delete_item(self) -> None:
        item_id = self._current()
        if not item_id:
            self.context.toast(tr("Choose a line first"))
            return
        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: services.delete_item(self.context.workspace, item_id),
            lambda _r: self.context.toast(tr("Item deleted"), undo=True),
        )


def _open_note(item: ChecklistRow) -> str:
    """Who does it when that is not us, whether it follows from the deal, and when it is due."""
    parts = [labels.label(BallHolder(item.holder))] if item.holder != BallHolder.US else []
    if item.source == ItemSource.CONTRACT:
        parts.append(tr("from the deal"))
    if item.due_on is not None:
        parts.append(formats.relative(item.due_on))
    return " · ".join(parts)


# Name, label and whether most platforms have it, in the order insights show them.
def _figures() -> list[tuple[str, str]]:
    return [
        ("reach", tr("Reach")), ("impressions", tr("Impressions")), ("views", tr("Views")), ("likes", tr("Likes")),
        ("comments", tr("Comments")), ("shares", tr("Shares")), ("saves", tr("Saves")), ("replies", tr("Replies")),
        ("sticker_taps", tr("Sticker taps")), ("link_clicks", tr("Link clicks")),
        ("website_visits", tr("Website visits")), ("conversions", tr("Conversions")), ("leads", tr("Leads")),
        ("followers_at_post", tr("Followers then")),
    ]


class NumbersTab(QWidget):
    """Reads of the figures, newest last; each says its day, its rates and what looks odd."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.data: DeliverableData | None = None
        self._rows: dict[int, SnapshotRow] = {}
        theme.set_background(self, "surface")
        figures = [
            Column(name, text, 84, Kind.COUNT, value=lambda row, name=name: getattr(row.read, name), sort_key="",
                   hidden=name in ("replies", "sticker_taps", "website_visits", "leads", "followers_at_post"))
            for name, text in _figures()
        ]
        self.table = DataTable("deliverable.numbers", [
            Column("day", tr("Read on"), 96, Kind.DATE, value=lambda row: row.read.read_on, sort_key=""),
            Column("age", tr("Age"), 64, value=lambda row: None if row.age_days is None else formats.days(row.age_days),
                   sort_key=""),
            *figures,
            Column("engagements", tr("Engagements"), 96, Kind.COUNT, sort_key=""),
            Column("err", tr("ER by reach"), 92, Kind.PERCENT, value=lambda row: row.rate_by_reach, sort_key=""),
            Column("source", tr("Source"), 100, value=lambda row: row.read.source or None, sort_key="", stretch=True),
        ], self._load, context.settings, checkable=False)
        self.table.setAccessibleName(tr("Figures"))
        self.add = Button(tr("Enter figures"), "primary", "plus", keys="N")
        self.add.clicked.connect(lambda: self.enter())
        self.due = Label("", "secondary", "text2")
        self.doubts = Banner(Tone.ATTENTION)
        self.table.opened.connect(lambda row_id: self.enter(self._rows[row_id].read))
        self.table.set_row_actions(self._row_actions)
        self.table.set_empty(tr("No figures yet. They are read a day and a week after the post went live"),
                             tr("Enter figures"), lambda: self.enter())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row(self.due, 1, self.add, margins=(16, 8, 16, 8)))
        layout.addWidget(self.doubts)
        layout.addWidget(Line())
        layout.addWidget(self.table, 1)

    def _load(self, ids: Any) -> list[SnapshotRow]:
        return [self._rows[row_id] for row_id in ids if row_id in self._rows]

    def show_data(self, data: DeliverableData) -> None:
        self.data = data
        self._rows = {snapshot.id: snapshot for snapshot in data.snapshots}
        self.table.model.forget_rows()
        self.table.refresh(list(self._rows))
        published = data.detail.row.published_at
        self.due.setText(tr("Live since {when}", when=formats.moment(published)) if published else tr("Not live yet"))
        found = [f"{formats.day(s.read.read_on)}: {doubt.message} {doubt.fix}"
                 for s in data.snapshots for doubt in s.doubts]
        self.doubts.setVisible(bool(found))
        self.doubts.set_content(tr("Look at these figures again"), "\n".join(found))

    def _row_actions(self) -> list[Action]:
        row_id = self.table.current_id()
        return [
            Action("numbers.edit", tr("Edit"), lambda: self.enter(self._rows[row_id].read), icon="edit"),
            Action("numbers.delete", tr("Delete"), lambda: self.delete(row_id), "Del", "trash"),
        ]

    def enter(self, read: MetricRead | None = None) -> None:
        """Ask for the figures of a day; those of the same day are replaced."""
        from microinf_desktop.services import metrics

        data = self.data
        if data is None:
            return
        currency = self._currency(data)

        def build(form: Form) -> None:
            form.add_field("read_on", tr("Read on"), DateEdit(), required=True)
            form.add_field("source", tr("Source"), TextField(placeholder=tr("e.g. creator's insights")))
            for name, text in _figures():
                form.add_field(name, text, NumberEdit(placeholder="–"))
            form.add_field("revenue", tr("Revenue"), MoneyEdit(currency))
            form.add_field("is_estimated", tr("Some of it is estimated"), CheckBox(), span=2)

        def submit(values: dict[str, Any]) -> Any:
            revenue = values.pop("revenue")
            made = MetricRead(**values, revenue_minor=None if revenue is None else revenue.minor)
            return metrics.save_read(self.context.workspace, data.id, made, today=self.context.today())

        filled: dict[str, Any] = {"read_on": self.context.today()}
        if read is not None:
            filled = {name: getattr(read, name) for name in MetricRead.__dataclass_fields__}
            filled["revenue"] = None if read.revenue_minor is None else Money(read.revenue_minor, currency)
        dialog = FormDialog(self, tr("Enter figures"), tr("Save"), build, submit, filled, columns=2, width=560)
        if dialog.run():
            doubts = dialog.result_value.doubts
            self.context.toast(tr("Saved. Some figures look odd") if doubts else tr("Figures saved"), undo=True)

    def _currency(self, data: DeliverableData) -> str:
        from microinf_desktop.queries import campaigns

        with self.context.workspace.reading() as session:
            found = campaigns.detail(session, data.detail.row.campaign_id)
        return str(found.fields["currency"]) if found is not None else "EUR"

    def delete(self, snapshot_id: int) -> None:
        from microinf_desktop.services import metrics

        self.context.tasks.write(
            tr("Deleting"), lambda _p, _t: metrics.delete_read(self.context.workspace, snapshot_id),
            lambda _r: self.context.toast(tr("Figures deleted"), undo=True),
        )


class HistoryTab(QWidget):
    """Checks, decisions, proofs and changes in one line of time, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_background(self, "surface")
        self.list = HistoryList()
        scroll = ScrollColumn()
        line = row()
        line.addWidget(self.list, 1)
        line.addStretch(0)
        self.list.setMaximumWidth(_WIDEST)
        scroll.body.addLayout(line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def show_data(self, data: DeliverableData) -> None:
        words = {"check": tr("Check"), "decision": tr("Decision"), "evidence": tr("Evidence"),
                 "violation": tr("Violation recorded"), "notice": tr("Message about the violation"),
                 "closed": tr("Violation closed")}
        entries = []
        for entry in data.record:
            ink = {Verdict.FAIL: "danger", Verdict.WARN: "attention"}.get(entry.verdict) if entry.verdict else None
            title = " ".join(part for part in (words[entry.kind], entry.jurisdiction) if part)
            entries.append((entry.at, HistoryItem(
                tr("{title} by {who}", title=title, who=entry.who) if entry.who else title, entry.text,
                formats.moment(entry.at), ink or "",
            )))
        entries += _steps(data)
        entries += [
            (change.at, HistoryItem(
                tr("Changed by {who}", who=change.person) if change.person else tr("Changed"), change.text,
                formats.moment(change.at),
            ))
            for change in data.changes
        ]
        self.list.set_items(item for _, item in sorted(entries, key=lambda pair: pair[0], reverse=True))


def _steps(data: DeliverableData) -> list[tuple[datetime, HistoryItem]]:
    """Moves with their reasons, reviews asked and decided, drafts as they came in.

    A move that a decision caused is told with it, and whoever is asked by a move is told with the move.
    """
    words = {"approved": tr("Approved"), "changes": tr("Changes requested"), "withdrawn": tr("Withdrawn")}
    decided = {review.decided_at: review for review in data.asked if review.decided_at is not None}
    asked = {review.asked_at: review for review in data.asked}
    found = []
    for move in data.made_moves:
        if _came_in(move, data):
            continue
        review, question = decided.pop(move.at, None), asked.pop(move.at, None)
        went = tr("{old} to {new}", old=labels.label(move.from_state), new=labels.label(move.to_state).lower())
        if review is not None:
            title = tr("{what} by {who}", what=words[review.decision.value], who=review.decided_by)
            said = [went, move.reason or review.answer]
        else:
            title = tr("{what} by {who}", what=went, who=move.person) if move.person else went
            said = [move.reason]
        said.append(_question(question) if question is not None else "")
        found.append((move.at, HistoryItem(title, _lines(said), formats.moment(move.at))))
    for at, review in decided.items():
        title = tr("{what} by {who}", what=words[review.decision.value], who=review.decided_by)
        found.append((at, HistoryItem(title, review.answer, formats.moment(at))))
    for at, review in asked.items():
        found.append((at, HistoryItem(_question(review), "", formats.moment(at))))
    return _drafts(data) + found


def _came_in(move: MoveRow, data: DeliverableData) -> bool:
    """Whether a move only says that a draft came in, which stands in the list already."""
    return move.to_state is DeliverableState.DRAFT_IN and not move.reason and any(
        abs(move.at - draft.received_at) < _AT_ONCE for draft in data.detail.drafts)


def _drafts(data: DeliverableData) -> list[tuple[datetime, HistoryItem]]:
    return [
        (draft.received_at, HistoryItem(tr("Draft {n} came in", n=draft.number), str(draft.fields["note"] or ""),
                                        formats.moment(draft.received_at)))
        for draft in data.detail.drafts
    ]


def _question(review: ReviewRow) -> str:
    """"Hattie Dunmallet is asked to decide until Fri 18 Sept: the label first"."""
    asked = tr("{who} is asked to decide", who=review.decider)
    if review.due_on is not None:
        asked = tr("{who} is asked to decide until {day}", who=review.decider, day=formats.day(review.due_on))
    return tr("{asked}: {note}", asked=asked, note=review.note) if review.note else asked


def _lines(parts: list[str]) -> str:
    return "\n".join(part for part in parts if part)

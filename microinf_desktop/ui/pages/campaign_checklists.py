"""The checklists of a campaign's deliverables under one another, ticked off in place."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.checklists import progress
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.queries.checklists import ChecklistRow
from microinf_desktop.queries.deliverables import DeliverableRow
from microinf_desktop.services import checklists as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import CheckBox, LinkButton
from microinf_desktop.ui.widgets.inputs import TextField
from microinf_desktop.ui.widgets.labels import Avatar, GlyphSign, Label
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear, row
from microinf_desktop.ui.widgets.option_list import CheckItem, CheckList


class ChecklistView(QWidget):
    """A block per deliverable; while the same deliverables are shown, only what changed is filled anew."""

    opened = Signal(int)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.blocks: dict[int, ChecklistBlock] = {}
        self._shown: tuple[Sequence[DeliverableRow], Mapping[int, Sequence[ChecklistRow]]] = ((), {})
        self.with_done = CheckBox(tr("Show what is done"))
        self.with_done.toggled.connect(lambda _on: self.show_rows(*self._shown))
        self.scroller = ScrollColumn(margins=(24, 12, 24, 24), spacing=20)
        inner = self.scroller.widget()
        assert inner is not None
        inner.setMaximumWidth(860)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row(self.with_done, 1, margins=(24, 12, 24, 0)))
        column.addWidget(self.scroller, 1)

    def show_rows(self, rows: Sequence[DeliverableRow], lists: Mapping[int, Sequence[ChecklistRow]]) -> None:
        """Show these deliverables with their items, in this order."""
        self._shown = (rows, lists)
        if list(self.blocks) != [row.id for row in rows]:
            clear(self.scroller.body)
            self.blocks = {}
            for one in rows:
                block = ChecklistBlock(self.context, one.id)
                block.opened.connect(self.opened)
                self.blocks[one.id] = block
                self.scroller.body.addWidget(block)
        for one in rows:
            self.blocks[one.id].show_row(one, lists.get(one.id, ()), self.with_done.isChecked())

    def current_id(self) -> int:
        """The deliverable whose list or field has the focus, 0 for none."""
        return next((key for key, block in self.blocks.items() if block.isAncestorOf(self.focusWidget() or self)), 0)


class ChecklistBlock(QWidget):
    """Head with progress, the items, and a field to add one."""

    opened = Signal(int)

    def __init__(self, context: AppContext, deliverable_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context, self.deliverable_id = context, deliverable_id
        self._seen: object = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self._head = QVBoxLayout()
        self.items = CheckList()
        self.field = TextField(placeholder=tr("Add an item and press Enter"))
        self.field.setMaximumWidth(420)
        self.column.addLayout(self._head)
        self.column.addWidget(self.items)
        self.column.addWidget(self.field)
        self.items.toggled.connect(self._tick)
        self.field.returnPressed.connect(self._add)

    def show_row(self, one: DeliverableRow, items: Sequence[ChecklistRow], with_done: bool) -> None:
        """Show it; nothing is done when it looks as it does."""
        if self._seen == (one, items, with_done):
            return
        self._seen = (one, items, with_done)
        clear(self._head)
        today = self.context.today()
        title = one.title or labels.label(DeliverableKind(one.kind))
        link = LinkButton(title)
        link.clicked.connect(lambda: self.opened.emit(one.id))
        count = progress([(item.due_on, item.done_on) for item in items], today)
        share = tr("{done} of {total} done", done=count.done, total=count.total) if count.total else tr("no items yet")
        overdue = Label(tr("{n} overdue", n=count.overdue) if count.overdue else "", "secondary", "danger", weight=600)
        state = DeliverableState(one.state)
        self._head.addLayout(row(
            GlyphSign(state, bool(one.late_days)), link, Avatar(one.creator), Label(one.creator, "body", "text2"), 1,
            overdue, Label(share, "secondary", "text3")))
        self.items.setAccessibleName(tr("Checklist of {title}, {creator}", title=title, creator=one.creator))
        self.field.setAccessibleName(tr("Add an item to {title}, {creator}", title=title, creator=one.creator))
        shown = [_item(item, today) for item in items if with_done or item.done_on is None]
        self.items.set_items(shown)
        self.items.fit_height()
        self.items.setVisible(bool(shown))

    def _tick(self, item_id: int, on: bool) -> None:
        workspace, day = self.context.workspace, self.context.today() if on else None
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.tick(workspace, [item_id], day),
            lambda _result: self.context.toast(tr("Item done") if on else tr("Item open again"), undo=True),
        )

    def _add(self) -> None:
        try:
            services.add_item(self.context.workspace, self.deliverable_id, self.field.value())
        except ValidationError as error:
            self.context.toast(str(error))
            return
        self.field.clear()
        self.field.setFocus()


def _item(item: ChecklistRow, today: date) -> CheckItem:
    if item.done_on is not None:
        who = f", {item.done_by}" if item.done_by else ""
        return CheckItem(item.id, item.text, True, f"{formats.day(item.done_on)}{who}")
    late = item.due_on is not None and item.due_on < today
    note = formats.relative(item.due_on, today) if item.due_on is not None else ""
    return CheckItem(item.id, item.text, False, note, "danger" if late else "text3")

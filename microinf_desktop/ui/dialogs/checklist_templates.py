"""The checklists new deliverables start with, one per kind: change, reorder, or go back to the shipped ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.checklists import Anchor, ItemTemplate, template_problems
from microinf_desktop.domain.enums import BallHolder, DeliverableKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.dialogs.deliverable import kind_choices
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Column
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import row


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    item: ItemTemplate


def _anchors() -> list[tuple[Anchor | None, str]]:
    return [(None, tr("no day")), (Anchor.START, tr("start of the work")), (Anchor.DRAFT, tr("draft due")),
            (Anchor.APPROVAL, tr("approval")), (Anchor.GO_LIVE, tr("go-live"))]


def when(item: ItemTemplate) -> str:
    """The day of an item in words: "3 days before draft due"."""
    if item.anchor is None:
        return "–"
    name = dict(_anchors())[item.anchor]
    if not item.offset:
        return name
    days = abs(item.offset)
    if item.offset < 0:
        return trn("{n} day before {what}", "{n} days before {what}", days, what=name)
    return trn("{n} day after {what}", "{n} days after {what}", days, what=name)


class ChecklistTemplatesDialog(Dialog):
    """Choose a kind, change its items, save; deliverables that exist keep their checklists."""

    def __init__(
        self, parent: QWidget | None, context: AppContext, kind: DeliverableKind = DeliverableKind.REEL
    ) -> None:
        super().__init__(parent, tr("Checklists of new deliverables"), 720)
        self.context = context
        self.items: list[ItemTemplate] = []
        self.kind = ComboBox(kind_choices())
        self.kind.setAccessibleName(tr("Kind"))
        self.kind.setMinimumWidth(240)
        self.kind.set_value(kind)
        self.state = Label("", "secondary", "text3")
        self.table = DataTable("checklist_template", [
            Column("text", tr("Item"), 330, value=lambda line: line.item.text, sort_key="", stretch=True),
            Column("when", tr("Due"), 190, value=lambda line: when(line.item), sort_key=""),
            Column("holder", tr("Who"), 90, value=lambda line: labels.label(line.item.holder), sort_key=""),
        ], self._load, None, checkable=False)
        self.table.setAccessibleName(tr("Items"))
        self.table.setFixedHeight(330)
        self.table.set_empty(tr("No items. Such a deliverable starts with an empty checklist"), tr("Add item"),
                             self.add)
        self.problem = InlineError(parent=self)
        self._build()
        self.kind.edited.connect(lambda: self.read())
        self.table.opened.connect(lambda _id: self.edit())
        self.read()

    def _build(self) -> None:
        buttons = [
            (tr("Add item"), "plus", self.add), (tr("Edit"), "edit", self.edit),
            (tr("Move up"), "arrow-up", lambda: self.move_item(-1)),
            (tr("Move down"), "arrow-down", lambda: self.move_item(1)),
            (tr("Remove"), "trash", self.remove),
        ]
        line = row(spacing=4)
        for text, icon, callback in buttons:
            button = Button(text, "quiet", icon)
            button.clicked.connect(lambda _=False, callback=callback: callback())
            line.addWidget(button)
        line.addStretch(1)
        self.body.addLayout(row(self.kind, self.state, 1, spacing=12))
        self.body.addWidget(self.table)
        self.body.addLayout(line)
        self.body.addWidget(self.problem)
        self.reset_button = self.add_button(tr("Back to the shipped one"), "quiet", left=True)
        self.reset_button.clicked.connect(lambda: self.reset())
        self.add_cancel(tr("Close"))
        self.add_button(tr("Save"), "primary").clicked.connect(lambda: self.save())

    def _load(self, ids: Sequence[int]) -> list[_Line]:
        return [_Line(one, self.items[one - 1]) for one in ids if one <= len(self.items)]

    def read(self) -> None:
        """Show what the chosen kind has in the workspace."""
        from microinf_desktop.queries import checklists

        with self.context.workspace.reading() as session:
            own = checklists.own_templates(session)
            found = checklists.template(session, self.kind.value())
        is_own = self.kind.value() in own
        self.items = list(found.items)
        self.state.setText(tr("your own") if is_own else tr("as shipped"))
        self.reset_button.setEnabled(is_own)
        self.problem.set_text("")
        self._show()

    def _show(self, current: int = 0) -> None:
        self.table.model.forget_rows()
        self.table.set_ids(range(1, len(self.items) + 1))
        if self.items:
            self.table.select(min(max(current, 1), len(self.items)))

    def add(self) -> None:
        item = self._ask(tr("Add item"), ItemTemplate(""))
        if item is not None:
            self.items.append(item)
            self._show(len(self.items))

    def edit(self) -> None:
        place = self.table.current_id()
        item = self._ask(tr("Edit item"), self.items[place - 1]) if place else None
        if item is not None:
            self.items[place - 1] = item
            self._show(place)

    def _ask(self, title: str, item: ItemTemplate) -> ItemTemplate | None:
        def build(form: Form) -> None:
            form.add_field("text", tr("Item"), TextField(), required=True)
            form.add_field("holder", tr("Who does it"), ComboBox(labels.choices(BallHolder)), required=True)
            form.add_field("anchor", tr("Counted from"), ComboBox(_anchors()))
            form.add_field("offset", tr("Days after it"), NumberEdit(),
                           help=tr("With a minus for days before it; working days up to go-live"))

        def submit(values: dict[str, Any]) -> ItemTemplate:
            anchor = values["anchor"]
            made = ItemTemplate(values["text"].strip(), anchor, int(values["offset"] or 0) if anchor else 0,
                                values["holder"])
            for problem in template_problems([made]):
                raise KnownError(problem.message, problem.hint)
            return made

        filled = {"text": item.text, "holder": item.holder, "anchor": item.anchor, "offset": item.offset}
        dialog = FormDialog(self, title, tr("Take over"), build, submit, filled)
        return dialog.result_value if dialog.run() else None

    def move_item(self, by: int) -> None:
        """Put the current item one place higher or lower."""
        place = self.table.current_id()
        if place and 1 <= place + by <= len(self.items):
            self.items.insert(place - 1 + by, self.items.pop(place - 1))
            self._show(place + by)

    def remove(self) -> None:
        place = self.table.current_id()
        if place:
            del self.items[place - 1]
            self._show(place)

    def save(self) -> None:
        """Store the items of the kind that is shown."""
        from microinf_desktop.services import checklists

        try:
            checklists.save_template(self.context.workspace, self.kind.value(), self.items)
        except KnownError as error:
            self.problem.set_text(str(error))
            return
        self.context.toast(tr("New deliverables of this kind start with it"), undo=True)
        self.read()

    def reset(self) -> None:
        from microinf_desktop.services import checklists

        checklists.reset_template(self.context.workspace, self.kind.value())
        self.read()

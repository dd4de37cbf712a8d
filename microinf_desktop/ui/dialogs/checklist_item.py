"""Ask for a checklist item: change one, or add the same to several deliverables."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.checklists import ItemDraft, ItemSource
from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.queries.checklists import ChecklistRow
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextField


def _build(form: Form, help: str = "") -> None:
    form.add_field("text", tr("Item"), TextField(), required=True, help=help)
    form.add_field("due_on", tr("Due"), DateEdit())
    form.add_field("holder", tr("Who does it"), ComboBox(labels.choices(BallHolder)), required=True)


def edit_item(parent: QWidget, context: AppContext, item: ChecklistRow) -> bool:
    """Change text, day and holder of an item; of a contract check the day can only be put off."""
    from microinf_desktop.services import checklists

    help = tr("Follows from the deal") if item.source == ItemSource.CONTRACT else ""

    def submit(values: dict[str, Any]) -> None:
        checklists.edit_item(context.workspace, item.id, values["text"], values["due_on"], values["holder"])

    filled = {"text": item.text, "due_on": item.due_on, "holder": BallHolder(item.holder)}
    return FormDialog(parent, tr("Edit item"), tr("Save"), lambda form: _build(form, help), submit, filled).run()


def add_to_several(parent: QWidget, context: AppContext, deliverable_ids: Sequence[int]) -> bool:
    """Add the same item to deliverables as one step."""
    from microinf_desktop.services import checklists

    if not deliverable_ids:
        return False

    def submit(values: dict[str, Any]) -> None:
        draft = ItemDraft(values["text"], values["due_on"], values["holder"])
        checklists.add_items(context.workspace, deliverable_ids, draft)

    number = len(deliverable_ids)
    title = trn("Add an item to {n} deliverable", "Add an item to {n} deliverables", number)
    done = FormDialog(parent, title, tr("Add item"), _build, submit, {"holder": BallHolder.US}).run()
    if done:
        context.toast(tr("Item added"), undo=True)
    return done

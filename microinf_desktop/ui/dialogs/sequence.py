"""Make or change a sequence of the agency's own: its name, and its pieces with their days."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.deliverables import fitting_fields
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.sequences import MAX_DAY, SequenceStep, SequenceTemplate
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.dialogs.deliverable import kind_choices, usual_platform
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Column
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, TextArea, TextField
from microinf_desktop.ui.widgets.layouts import row

NEW = SequenceTemplate("", (SequenceStep(DeliverableKind.REEL, Platform.INSTAGRAM),))


@dataclass(frozen=True, slots=True)
class _Line:
    id: int
    step: SequenceStep


def day_words(day: int) -> str:
    """The day of a piece, counted from the first publish day."""
    if not day:
        return tr("first day")
    return trn("{n} day before", "{n} days before", -day) if day < 0 else trn("{n} day later", "{n} days later", day)


def what(step: SequenceStep) -> str:
    """A piece in words: kind, number, title."""
    kind = labels.label(step.kind)
    count = f"{step.quantity} × {kind}" if step.quantity > 1 else kind
    return f"{count}, {step.title}" if step.title and step.title.casefold() != kind.casefold() else count


def edit_sequence(
    parent: QWidget, context: AppContext, template: SequenceTemplate = NEW, template_id: int | None = None
) -> bool:
    """Ask for a sequence, a new one without `template_id`; True when it was stored."""
    return SequenceDialog(parent, context, template, template_id).run()


class SequenceDialog(Dialog):
    """Name and summary above, the pieces in the order of their days below."""

    def __init__(
        self, parent: QWidget | None, context: AppContext, template: SequenceTemplate, template_id: int | None
    ) -> None:
        super().__init__(parent, tr("Add sequence") if template_id is None else tr("Edit sequence"), 720)
        self.context, self.template, self.template_id = context, template, template_id
        self.steps = sorted(template.steps, key=lambda step: step.day)
        self.form = Form(2)
        self.form.add_field("name", tr("Name"), TextField(placeholder=tr("e.g. Launch with live")), required=True,
                            span=2)
        self.form.add_field("summary", tr("What it is for"), TextField(), span=2)
        self.form.set_values({"name": template.name, "summary": template.summary})
        self.table = DataTable("sequence_steps", [
            Column("what", tr("Piece"), 300, value=lambda line: what(line.step), sort_key="", stretch=True),
            Column("on", tr("On"), 110, value=lambda line: labels.label(line.step.platform), sort_key=""),
            Column("day", tr("Day"), 130, value=lambda line: day_words(line.step.day), sort_key=""),
        ], self._load, None, checkable=False)
        self.table.setAccessibleName(tr("Pieces"))
        self.table.setFixedHeight(240)
        self.table.set_empty(tr("No pieces yet"), tr("Add piece"), lambda: self.add())
        self.table.opened.connect(lambda _id: self.edit())
        self.problem = InlineError(parent=self)
        self._build()
        self._show(1)

    def _build(self) -> None:
        line = row(spacing=4)
        for text, icon, callback in ((tr("Add piece"), "plus", self.add), (tr("Edit"), "edit", self.edit),
                                     (tr("Remove"), "trash", self.remove)):
            button = Button(text, "quiet", icon)
            button.clicked.connect(lambda _=False, callback=callback: callback())
            line.addWidget(button)
        line.addStretch(1)
        self.body.addWidget(self.form)
        self.body.addWidget(self.table)
        self.body.addLayout(line)
        self.body.addWidget(self.problem)
        self.add_cancel()
        self.add_button(tr("Save"), "primary").clicked.connect(lambda: self.save())

    def _load(self, ids: Sequence[int]) -> list[_Line]:
        return [_Line(one, self.steps[one - 1]) for one in ids if one <= len(self.steps)]

    def _show(self, current: int) -> None:
        self.table.model.forget_rows()
        self.table.set_ids(range(1, len(self.steps) + 1))
        if self.steps:
            self.table.select(min(max(current, 1), len(self.steps)))

    def add(self) -> None:
        """Ask for one more piece; it starts like the last one."""
        last = self.steps[-1] if self.steps else NEW.steps[0]
        step = _ask(self, tr("Add piece"), SequenceStep(last.kind, last.platform, last.day))
        if step is not None:
            self._put(step)

    def edit(self) -> None:
        place = self.table.current_id()
        step = _ask(self, tr("Edit piece"), self.steps[place - 1]) if place else None
        if step is not None:
            del self.steps[place - 1]
            self._put(step)

    def _put(self, step: SequenceStep) -> None:
        """Behind the pieces of the same day."""
        place = sum(other.day <= step.day for other in self.steps)
        self.steps.insert(place, step)
        self._show(place + 1)

    def remove(self) -> None:
        place = self.table.current_id()
        if place:
            del self.steps[place - 1]
            self._show(place)

    def save(self) -> None:
        """Store it and close; what is refused stays open and says why."""
        from microinf_desktop.services.series import save_sequence

        if not self.form.validate():
            return
        typed = self.form.values()
        made = replace(self.template, name=typed["name"].strip(), summary=typed["summary"].strip(),
                       steps=tuple(self.steps))
        try:
            save_sequence(self.context.workspace, made, self.template_id)
        except ValidationError as error:
            if not self.form.show_error(error):
                self.problem.set_text(str(error))
            return
        except KnownError as error:
            self.problem.set_text(str(error))
            return
        self.context.toast(tr("Saved. “Add a sequence” offers it"), undo=True)
        self.accept()


def _ask(parent: QWidget, title: str, step: SequenceStep) -> SequenceStep | None:
    def build(form: Form) -> None:
        form.add_field("kind", tr("Kind"), ComboBox(kind_choices(step.kind)), required=True)
        form.add_field("platform", tr("Platform"), ComboBox(labels.choices(Platform)), required=True)
        form.add_field("day", tr("Days after the first"), NumberEdit(), required=True,
                       help=tr("0 for the first publish day, with a minus for days before it"))
        form.add_field("title", tr("Title"), TextField(placeholder=tr("e.g. Behind the scenes")))
        form.add_field("quantity", tr("Quantity"), NumberEdit(), required=True)
        form.add_field("keep_live_days", tr("Stays online, days"), NumberEdit(), help=tr("Left empty, as in the deal"))
        form.add_field("frames", tr("Frames or slides"), NumberEdit(), span=2)
        form.add_field("min_seconds", tr("Seconds, at least"), NumberEdit(), span=2)
        form.add_field("call_to_action", tr("Call to action"), TextField(), span=2)
        form.add_field("talking_points", tr("Talking points, one a line"), TextArea(rows=3), span=2)

    def submit(entered: dict[str, Any]) -> SequenceStep:
        return _step(entered)

    filled = {name: getattr(step, name) for name in SequenceStep.__dataclass_fields__}
    filled["talking_points"] = "\n".join(step.talking_points)
    dialog = FormDialog(parent, title, tr("Take over"), build, submit, filled, columns=2, width=560)
    form = dialog.form

    def kind_chosen() -> None:
        form.input("platform").set_value(usual_platform(form.input("kind").value()))
        show_fitting()

    def show_fitting() -> None:
        fitting = fitting_fields(form.input("kind").value())
        for name in ("frames", "min_seconds"):
            form.set_visible(name, name in fitting)

    form.input("kind").edited.connect(kind_chosen)
    show_fitting()
    return dialog.result_value if dialog.run() else None


def _step(entered: dict[str, Any]) -> SequenceStep:
    """The piece a filled form means; ValidationError at the field that cannot be kept."""
    day, quantity = int(entered["day"]), int(entered["quantity"])
    if abs(day) > MAX_DAY:
        raise ValidationError("day", f"The piece lies {abs(day)} days away.", f"At most {MAX_DAY}.")
    if not 1 <= quantity <= 100:
        raise ValidationError("quantity", "The quantity lies between 1 and 100.", "Type a number.")
    fitting = fitting_fields(entered["kind"])
    return SequenceStep(
        entered["kind"], entered["platform"], day, entered["title"].strip(), quantity,
        entered["frames"] if "frames" in fitting else None,
        entered["min_seconds"] if "min_seconds" in fitting else None, entered["keep_live_days"],
        entered["call_to_action"].strip(),
        tuple(line.strip() for line in entered["talking_points"].splitlines() if line.strip()),
    )

"""Settings of planning: lead times by kind of deliverable, full weeks of creators, own campaign templates."""

from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.campaign_templates import OWN, CampaignTemplate
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.schedule import Phase
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import NumberEdit, TextArea, TextField
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import row

_DEFAULT = "default"


def _words(phase: Phase) -> str:
    return tr(phase.value.replace("_", " ").capitalize())


class PlanningSettings(QWidget):
    """A line per kind and one for all: an empty field takes what the line above or the program says."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Label(tr("Lead times"), "section"))
        column.addWidget(Label(
            tr("Working days per step, from shipping to publishing. An empty field takes the number shown in it; 0 "
               "leaves the step out. A campaign can differ in its set-up"), ink="text2", wrap=True))
        self.fields: dict[tuple[str, Phase], NumberEdit] = {}
        column.addLayout(self._grid())
        self.problem = InlineError(parent=self)
        save = Button(tr("Save lead times"), "primary", "check")
        save.clicked.connect(self.save)
        column.addWidget(self.problem)
        column.addLayout(row(save, 1))
        column.addSpacing(12)
        self._workload(column)
        column.addSpacing(12)
        self._templates(column)

    def _grid(self) -> QGridLayout:
        from microinf_desktop.interchange.templates import shipped_lead_times
        from microinf_desktop.queries.lead_times import agency_lead_times

        with self.context.workspace.reading() as session:
            own = agency_lead_times(session)
        grid = QGridLayout()
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(4)
        for place, phase in enumerate(Phase):
            grid.addWidget(Label(_words(phase), "label", "text2"), 0, place + 1)
        shipped = shipped_lead_times()
        for line, key in enumerate((_DEFAULT, *DeliverableKind), 1):
            name = tr("All kinds") if key == _DEFAULT else labels.label(DeliverableKind(key))
            grid.addWidget(Label(name, weight=600 if key == _DEFAULT else 400), line, 0)
            for place, phase in enumerate(Phase):
                usual = None if key == _DEFAULT else own.get(_DEFAULT, {}).get(
                    phase.value, shipped[DeliverableKind(key)].days(phase))
                edit = NumberEdit(formats.count(usual))
                edit.setMinimumWidth(56)
                edit.set_value(own.get(key, {}).get(phase.value))
                edit.setAccessibleName(tr("{kind}, {step}, working days", kind=name, step=_words(phase)))
                self.fields[key, phase] = edit
                grid.addWidget(edit, line, place + 1)
        return grid

    def dirty(self) -> bool:
        """Somebody typed something that is not stored."""
        return self._typed() != self._stored() or self.limit.value() != self._stored_limit

    def _stored(self) -> dict[str, dict[str, int]]:
        from microinf_desktop.queries.lead_times import agency_lead_times

        with self.context.workspace.reading() as session:
            return {key: dict(days) for key, days in agency_lead_times(session).items()}

    def _typed(self) -> dict[str, dict[str, Any]]:
        typed: dict[str, dict[str, Any]] = {}
        for (key, phase), edit in self.fields.items():
            if edit.value() is not None:
                typed.setdefault(str(key), {})[phase.value] = edit.value()
        return typed

    def save(self) -> None:
        from microinf_desktop.services.agency import save_lead_times

        wrong = next((edit for edit in self.fields.values() if edit.problem()), None)
        if wrong is not None:
            self.problem.set_text(wrong.problem())
            wrong.setFocus()
            return
        try:
            save_lead_times(self.context.workspace, self._typed())
        except ValidationError as error:
            self.problem.set_text(str(error))
            return
        self.problem.set_text("")
        self.context.toast(tr("Lead times saved"), undo=True)

    # workload

    def _workload(self, column: QVBoxLayout) -> None:
        from microinf_desktop.domain.workload import DEFAULT_LIMIT, SETTING
        from microinf_desktop.queries.agency import setting

        column.addWidget(Label(tr("Full weeks"), "section"))
        column.addWidget(Label(
            tr("When more of a creator’s deliverables than this go live in a week, over all clients, the week is told "
               "as full where you choose creators and make deals"), ink="text2", wrap=True))
        with self.context.workspace.reading() as session:
            self._stored_limit = setting(session, SETTING)
        self.limit = NumberEdit(formats.count(DEFAULT_LIMIT))
        self.limit.setFixedWidth(96)
        self.limit.set_value(self._stored_limit)
        self.limit.setAccessibleName(tr("Deliverables a week, at most"))
        self.limit_problem = InlineError(parent=self)
        save = Button(tr("Save limit"), "secondary", "check")
        save.clicked.connect(self.save_limit)
        column.addLayout(row(Label(tr("Deliverables a week, at most")), self.limit, save, 1))
        column.addWidget(self.limit_problem)

    def save_limit(self) -> None:
        """Store how many deliverables fill a creator's week; empty goes back to what the program says."""
        from microinf_desktop.services.agency import save_workload_limit

        problem = self.limit.problem()
        limit = self.limit.value()
        if not problem:
            try:
                save_workload_limit(self.context.workspace, None if limit is None else int(limit))
            except ValidationError as error:
                problem = str(error)
        self.limit_problem.set_text(problem)
        if problem:
            self.limit.setFocus()
            return
        self._stored_limit = limit
        self.context.toast(tr("Limit saved"), undo=True)

    # templates

    def _templates(self, column: QVBoxLayout) -> None:
        from microinf_desktop.queries.campaign_templates import own_templates

        column.addWidget(Label(tr("Own campaign templates"), "section"))
        with self.context.workspace.reading() as session:
            found = own_templates(session)
        if not found:
            none = tr("None yet. “Save as a template” on a campaign makes one")
            column.addWidget(Label(none, ink="text3", wrap=True))
        for template in found:
            edit = Button(tr("Rename"), "quiet", "edit")
            edit.setAccessibleName(tr("Rename {name}", name=template.name))
            edit.clicked.connect(lambda _=False, template=template: self.rename(template))
            remove = Button(tr("Delete"), "quiet", "trash")
            remove.setAccessibleName(tr("Delete {name}", name=template.name))
            remove.clicked.connect(lambda _=False, template=template: self.delete(template))
            column.addLayout(row(Label(template.name, weight=500), 1, edit, remove))
            column.addWidget(Label(content(template), "secondary", "text2", wrap=True))
            column.addWidget(Line())

    def rename(self, template: CampaignTemplate) -> None:
        from microinf_desktop.services.campaign_templates import rename_template

        def build(form: Form) -> None:
            form.add_field("name", tr("Name"), TextField(), required=True)
            form.add_field("summary", tr("Summary"), TextArea(rows=2))

        def submit(entered: dict[str, Any]) -> None:
            rename_template(self.context.workspace, _number(template), entered["name"], entered["summary"])

        filled = {"name": template.name, "summary": template.summary}
        if FormDialog(self, tr("Rename template"), tr("Save"), build, submit, filled).run():
            self.context.toast(tr("Changes saved"), undo=True)

    def delete(self, template: CampaignTemplate) -> None:
        from microinf_desktop.services.campaign_templates import delete_template

        delete_template(self.context.workspace, _number(template))
        self.context.toast(tr("{name} deleted", name=template.name), undo=True)


def _number(template: CampaignTemplate) -> int:
    return int(template.key.removeprefix(OWN))


def content(template: CampaignTemplate) -> str:
    """What is in a template, in a line or two."""
    pieces = ", ".join(
        f"{piece.quantity} × {labels.label(piece.kind)}" if piece.quantity > 1 else labels.label(piece.kind)
        for piece in template.deliverables
    )
    parts = (
        template.summary, ", ".join(labels.label(objective) for objective in template.objectives), pieces,
        labels.label(template.compensation), trn("{n} milestone", "{n} milestones", len(template.milestones)),
        trn("{n} target", "{n} targets", len(template.targets)), formats.days(template.run_days),
    )
    return " · ".join(part for part in parts if part)

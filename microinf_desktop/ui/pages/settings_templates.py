"""Settings of templates: the checklist each kind of deliverable starts with, and sequences of deliverables."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.sequences import SequenceTemplate
from microinf_desktop.queries.series import OwnSequence
from microinf_desktop.ui import labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.deliverable import kind_choices
from microinf_desktop.ui.dialogs.sequence import day_words, edit_sequence, what
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import Button, LinkButton
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import row


class TemplateSettings(QWidget):
    """Sequences above, own ones first; a line per kind of deliverable below; links to what Planning holds."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        planning = LinkButton(tr("Lead times and campaign templates"))
        planning.clicked.connect(lambda: context.navigation.open("settings", tab="planning"))
        self._column.addWidget(Label(
            tr("What new deliverables start with. Those that exist stay as they are"), ink="text2", wrap=True))
        self._column.addLayout(row(planning, 1))
        self._sequences()
        self._column.addSpacing(12)
        self._checklists()

    def _sequences(self) -> None:
        from microinf_desktop.interchange.sequences import load_sequences
        from microinf_desktop.queries import series

        with self.context.workspace.reading() as session:
            own = series.own_sequences(session)
        add = Button(tr("Add sequence"), "secondary", "plus")
        add.clicked.connect(lambda: edit_sequence(self, self.context))
        self._column.addLayout(row(Label(tr("Sequences"), "section"), 1, add))
        for one in own:
            self._line(one.template, (
                (tr("Edit"), "edit", lambda one=one: edit_sequence(self, self.context, one.template, one.id)),
                (tr("Delete"), "trash", lambda one=one: self.delete(one)),
            ))
        if not own:
            self._column.addWidget(Label(
                tr("None of your own yet. Add one here, copy one below, or tick deliverables of a campaign and choose "
                   "“Save as a sequence”"), ink="text3", wrap=True))
        for template in load_sequences():
            self._line(template, (
                (tr("Copy"), "copy", lambda template=template: self.copy(template)),
            ), tr("comes with the program"))

    def _line(
        self, template: SequenceTemplate, actions: tuple[tuple[str, str, Callable[[], object]], ...], note: str = ""
    ) -> None:
        line: QHBoxLayout = row(Label(template.name, weight=500), Label(note, "secondary", "text3"), 1)
        for verb, icon, callback in actions:
            button = Button(verb, "quiet", icon)
            button.setAccessibleName(tr("{verb} {name}", verb=verb, name=template.name))
            button.clicked.connect(lambda _=False, callback=callback: callback())
            line.addWidget(button)
        self._column.addLayout(line)
        steps = " · ".join(f"{what(step)} ({day_words(step.day)})" for step in template.steps)
        self._column.addWidget(Label(steps, "secondary", "text2", wrap=True))
        self._column.addWidget(Line())

    def copy(self, template: SequenceTemplate) -> None:
        """Start a sequence of the agency's own from one that comes with the program."""
        edit_sequence(self, self.context, replace(template, name=tr("{name}, own", name=template.name)))

    def delete(self, one: OwnSequence) -> None:
        from microinf_desktop.services.series import delete_sequence

        delete_sequence(self.context.workspace, one.id)
        self.context.toast(tr("{name} deleted", name=one.template.name), undo=True)

    def _checklists(self) -> None:
        from microinf_desktop.interchange.templates import shipped_checklists
        from microinf_desktop.queries import checklists
        from microinf_desktop.ui.dialogs.checklist_templates import ChecklistTemplatesDialog

        with self.context.workspace.reading() as session:
            own = checklists.own_templates(session)
        self._column.addWidget(Label(tr("Checklists"), "section"))
        for kind, name in kind_choices():
            items = (own.get(kind) or shipped_checklists()[kind]).items
            edit = Button(tr("Edit"), "quiet", "edit")
            edit.setAccessibleName(tr("Edit the checklist of {kind}", kind=labels.label(kind)))
            edit.clicked.connect(
                lambda _=False, kind=kind: ChecklistTemplatesDialog(self, self.context, kind).run())
            state = tr("your own") if kind in own else tr("as shipped")
            self._column.addLayout(row(
                Label(name, weight=500), Label(trn("{n} item", "{n} items", len(items)), ink="text2"), 1,
                Label(state, "secondary", "accent" if kind in own else "text3"), edit))
            self._column.addWidget(Line())

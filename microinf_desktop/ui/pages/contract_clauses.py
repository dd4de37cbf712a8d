"""The clauses of one contract: on or off, in which order, with which parameters, in which words."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.clauses import Clause, ClauseParameter, holds
from microinf_desktop.domain.contract_options import ContractOptions
from microinf_desktop.domain.own_clauses import editable_text, text_problems
from microinf_desktop.papers import ComposedContract
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.clause_parameters import ParameterForm
from microinf_desktop.ui.pages.clause_words import condition_words
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.inputs import TextArea
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear, row
from microinf_desktop.ui.widgets.option_list import CheckItem, CheckList


class ContractClauses(QWidget):
    """The list above, the chosen clause below. `changed(options, what)` when something was settled."""

    changed = Signal(object, str)
    typed = Signal()
    chosen = Signal(str)  # title of the clause, for the preview
    library_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._made: ComposedContract | None = None
        self._options = ContractOptions()
        self._shown = ""
        self._originals: dict[str, Any] = {}
        self._switched_on = ""  # the clause to turn to as soon as it is in the document
        self.list = CheckList((), strike=False, movable=True, marked=True)
        self.list.setAccessibleName(tr("Clauses of this contract"))
        self.list.toggled.connect(self._switched)
        self.list.reordered.connect(self._reordered)
        self.list.chosen.connect(self._choose)
        self.reset_order = LinkButton(tr("Order of the library"))
        self.reset_order.clicked.connect(lambda: self._settle(replace(self._options, order=()), tr("Order of clauses")))
        head = row(Label(tr("Alt+Up and Alt+Down move a clause"), "secondary", "text3"), 1, self.reset_order,
                   margins=(16, 4, 12, 2))
        self.detail = ScrollColumn(margins=(16, 10, 16, 16), spacing=8)
        self.parameters: ParameterForm | None = None
        self.text: TextArea | None = None
        self.problem = InlineError()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.list, 4)
        layout.addWidget(Line())
        layout.addWidget(self.detail, 5)

    # what is shown

    def show_contract(self, made: ComposedContract, options: ContractOptions) -> None:
        """Show the clauses; the text being typed stays."""
        self._made, self._options = made, options
        places = {clause: number for number, clause in enumerate(made.included, 1)}
        self.list.blockSignals(True)
        self.list.set_items([self._item(clause, places) for clause in self._listed()])
        self.list.blockSignals(False)
        self.reset_order.setVisible(bool(options.order))
        wanted = self._shown or next(iter(made.included), "")
        if wanted and self.list.current_id() is None:
            self.list.blockSignals(True)
            self.list.choose_id(wanted)
            self.list.blockSignals(False)
        if self._switched_on in made.included:
            wanted, self._switched_on = self._switched_on, ""
            self.choose(wanted)
        else:
            self._fill(wanted)

    def _listed(self) -> list[Clause]:
        """Those in the contract, and those that could be."""
        assert self._made is not None
        return [clause for clause in self._made.library.clauses if holds(clause.conditions, self._made.facts)]

    def _item(self, clause: Clause, places: Mapping[str, int]) -> CheckItem:
        number = places.get(clause.id)
        edited = clause.id in dict(self._options.overrides)
        notes = [tr("edited")] if edited else []
        if clause.must:
            notes.append(tr("always"))
        text = f"{number}   {clause.title}" if number else clause.title
        return CheckItem(clause.id, text, number is not None, ", ".join(notes), "accent" if edited else "text3",
                         tr("This clause belongs into every such contract") if clause.must else "")

    def choose(self, clause_id: str) -> None:
        """Show a clause, as if it had been clicked."""
        self.list.choose_id(clause_id)
        self._choose(clause_id)

    def _choose(self, clause_id: str) -> None:
        if self._made is None:
            return
        self._fill(clause_id)
        if clause_id in self._made.included:
            self.chosen.emit(self._made.library.clause(clause_id).title)

    def _fill(self, clause_id: str) -> None:
        assert self._made is not None
        ids = {clause.id for clause in self._listed()}
        if clause_id not in ids:
            clause_id = next(iter(self._made.included), "")
        if not clause_id:
            return
        if clause_id == self._shown and self.text is not None:
            self._update(self._made.library.clause(clause_id))
            return
        self._shown, self.text, self.parameters = clause_id, None, None  # what goes away has nothing to say any more
        clear(self.detail.body)
        self.problem = InlineError()
        clause = self._made.library.clause(clause_id)
        self.detail.body.addWidget(Label(clause.title, "section", wrap=True))
        if clause.conditions:
            reason = condition_words(clause.conditions, self._made.guide)
            because = tr("In the contract because {reason}", reason=reason)
            self.detail.body.addWidget(Label(because, "secondary", "text3", wrap=True))
        self.detail.body.addWidget(Label(self._note(clause), ink="text2", wrap=True))
        self._add_parameters(clause)
        self._add_text(clause)
        self.detail.verticalScrollBar().setValue(0)

    def _add_parameters(self, clause: Clause) -> None:
        assert self._made is not None
        asked = [self._named(one) for one in self._made.library.parameters_of(clause.id)]
        self.parameters = None
        if not asked:
            return
        fee = self._made.data.compensation.fee
        form = ParameterForm(asked, fee.currency if fee else "EUR", dict(self._made.origin_parameters))
        form.show_values(dict(self._made.data.parameters))
        form.typed.connect(self.typed)
        form.left.connect(self.settle)
        self.parameters = form
        self.detail.body.addWidget(form)

    def _note(self, clause: Clause) -> str:
        """What the choice means, in the language of the window."""
        known = {one.id: one.note for one in self._made.guide.clauses} if self._made is not None else {}
        return known.get(clause.id, clause.note)

    def _named(self, parameter: ClauseParameter) -> ClauseParameter:
        """A parameter with its names in the language of the window."""
        assert self._made is not None
        guide = next((one for one in self._made.guide.parameters if one.name == parameter.name), parameter)
        labels = guide.choice_labels if guide.choices == parameter.choices else parameter.choice_labels
        return replace(parameter, label=guide.label, choice_labels=labels)

    def _add_text(self, clause: Clause) -> None:
        self.text = TextArea(rows=5, most=24)
        self.text.setAccessibleName(tr("Text of the clause"))
        reset = self._reset = LinkButton(tr("Back to the library"))
        reset.setAccessibleName(tr("Take the library's text again"))
        reset.clicked.connect(self.take_library)
        everywhere = LinkButton(tr("Edit for all contracts"))
        everywhere.clicked.connect(lambda: self.library_asked.emit(clause.id))
        self.detail.body.addLayout(row(Label(tr("Text in this contract"), "label", "text2"), 1, reset, everywhere))
        self.detail.body.addWidget(self.text)
        self.detail.body.addWidget(self.problem)
        tables = any(one.table for one in clause.paragraphs)
        words = tr("One paragraph a line. Words in braces such as {fee} are filled in.", fee="{fee}")
        if tables:
            words += " " + tr("The table below it stays as it is.")
        self.detail.body.addWidget(Label(words, "secondary", "text3", wrap=True))
        self._update(clause)
        self.text.edited.connect(self._text_typed)
        self.text.left_field.connect(lambda: self.settle(tr("Text of “{clause}”", clause=clause.title)))

    def _update(self, clause: Clause) -> None:
        """The text and the parameters as they are now, where nobody is typing."""
        assert self._made is not None
        assert self.text is not None
        original = editable_text(clause, self._made.facts)
        override = dict(self._options.overrides).get(clause.id)
        if not self.text.hasFocus() or self.text.value() in ("", self._originals.get(clause.id)):
            wanted = original if override is None else override
            if self.text.value() != wanted.strip():
                self.text.set_value(wanted)
        self._originals[clause.id] = original
        self._reset.setVisible(override is not None)
        self._check_text()
        if self.parameters is not None:
            self.parameters.show_values(dict(self._made.data.parameters))

    def _text_typed(self) -> None:
        self._check_text()
        self.typed.emit()

    def _check_text(self) -> None:
        if self.text is not None and self._made is not None:
            problems = text_problems(self.text.value(), self._made.library)
            self.problem.set_text(problems[0] if problems else "")

    # what is chosen

    def entered(self, options: ContractOptions) -> ContractOptions:
        """The options with the text and the parameters of the shown clause as they are typed."""
        if self._made is None or not self._shown or self.text is None:
            return options
        overrides, parameters = dict(options.overrides), dict(options.parameters)
        typed, original = self.text.value(), self._originals.get(self._shown, "")
        overrides.pop(self._shown, None)
        if typed and typed != original.strip():
            overrides[self._shown] = typed
        for name, value in (self.parameters.entered() if self.parameters is not None else {}).items():
            parameters.pop(name, None)
            if value != self._agency_default(self._made.library.parameter(name)):
                parameters[name] = value
        return replace(options, overrides=tuple(sorted(overrides.items())),
                       parameters=tuple(sorted(parameters.items())))

    def _agency_default(self, parameter: ClauseParameter) -> str | int:
        assert self._made is not None
        return dict(self._made.origin_parameters).get(parameter.name, parameter.default)

    def settle(self, what: str) -> None:
        """Store what was typed in the clause that is shown."""
        self._settle(self.entered(self._options), what)

    def take_library(self) -> None:
        """Forget the text of this contract."""
        if self.text is not None:
            self.text.set_value(self._originals.get(self._shown, ""))
            title = self._made.library.clause(self._shown).title if self._made else ""
            self.settle(tr("Text of “{clause}”", clause=title))

    def _switched(self, clause_id: str, on: bool) -> None:
        assert self._made is not None
        clause = self._made.library.clause(clause_id)
        self._switched_on = clause_id if on else ""
        switches = dict(self._options.switches)
        switches.pop(clause_id, None)
        if on != clause.default:
            switches[clause_id] = on
        self._settle(replace(self._options, switches=tuple(sorted(switches.items()))), clause.title)

    def _reordered(self, ids: list[str]) -> None:
        self._settle(replace(self._options, order=tuple(ids)), tr("Order of clauses"))

    def _settle(self, options: ContractOptions, what: str) -> None:
        if options != self._options:
            self._options = options
            self.changed.emit(options, what)

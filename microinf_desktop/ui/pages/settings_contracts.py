"""Settings of all contracts: who signs, the law, kill fees, how contracts are numbered."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.contract_defaults import ContractDefaults, contract_number, next_number, pattern_problem
from microinf_desktop.domain.contract_terms import AgencyRole, KillFee
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.ui import choices
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.contract_inputs import kill_fees_field
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TextField
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import row

_TEXTS = ("signatory", "signatory_title", "entity_type", "law", "court", "number_pattern")


class ContractSettings(QWidget):
    """One form; what is left empty follows the rule of the program, which the help under the field names."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(Label(
            tr("They fill in every contract that does not say otherwise. Issued contracts stay as they are"),
            ink="text2", wrap=True))
        self.form = self._build()
        self._column.addWidget(self.form)
        self.example = Label("", ink="text2")
        self.form.add_wide(self.example)
        self._add_ladder()
        save = Button(tr("Save"), "secondary", "check")
        save.clicked.connect(self.save)
        self._column.addLayout(row(save, 1))
        self._read()
        self.form.changed.connect(self._show_example)
        self._show_example()

    def _build(self) -> Form:
        from microinf_desktop.queries.clauses import languages

        form = Form(2)
        form.add_field("signatory", tr("Who signs for the agency"), TextField(),
                       help=tr("Left empty, the owner of the campaign"))
        form.add_field("signatory_title", tr("Their title"), TextField(placeholder=tr("e.g. Managing director")))
        form.add_field("entity_type", tr("Legal form of the agency"), TextField(placeholder=tr("e.g. private company")))
        form.add_field("role", tr("The agency acts"), ComboBox([
            (AgencyRole.PRINCIPAL, tr("In its own name, and owes the pay")),
            (AgencyRole.AGENT, tr("For the client, who owes the pay"))]), required=True)
        form.add_field("law_country", tr("Country of the law"), Picker(choices.search_in(choices.countries),
                                                                      tr("Type a country")),
                       help=tr("Left empty, the agency’s country"))
        form.add_field("law", tr("Governing law"), TextField(placeholder=tr("e.g. England and Wales")),
                       help=tr("Left empty, that of the agency’s profile"))
        form.add_field("court", tr("Courts that decide"), TextField(placeholder=tr("e.g. Hamburg")),
                       help=tr("Left empty, those of the agency’s seat"))
        form.add_field("language", tr("Language of new contracts"),
                       ComboBox([(code, choices.language(code)) for code in languages()]), required=True)
        form.add_heading(tr("Numbers"))
        form.add_field("number_pattern", tr("Pattern"), TextField(), required=True, check=_pattern,
                       help=tr("{agency}, {year}, {yy} and {number} are filled in", agency="{agency}", year="{year}",
                               yy="{yy}", number="{number:04}"))
        form.add_field("first_number", tr("A year begins with"), NumberEdit(), required=True,
                       help=tr("No number is given twice or left out"))
        return form

    def _add_ladder(self) -> None:
        self.form.add_heading(tr("Kill fees"))
        self.form.add_field("kill_fees", tr("Due when a job is cancelled, where the deal names no share"),
                            kill_fees_field(), span=2,
                            help=tr("House defaults and no law, such as 25 % after signature and 50 % after the draft"))

    def _read(self) -> None:
        from microinf_desktop.queries.contract_numbers import contract_defaults

        with self.context.workspace.reading() as session:
            known = contract_defaults(session)
        values: dict[str, Any] = {name: getattr(known, name) for name in _TEXTS}
        self.form.set_values({
            **values, "role": known.role, "law_country": known.law_country or None, "language": known.language,
            "first_number": known.first_number,
            "kill_fees": tuple((fee.stage, fee.percent) for fee in known.kill_fees),
        })
        self._known = known

    def dirty(self) -> bool:
        return self.form.dirty

    def draft(self) -> ContractDefaults:
        """What the form says."""
        values = self.form.values()
        texts = {name: values[name] or "" for name in _TEXTS}
        return ContractDefaults(
            **texts, role=values["role"], law_country=values["law_country"] or "", language=values["language"],
            first_number=int(values["first_number"] or 1), parameters=self._known.parameters,
            kill_fees=tuple(KillFee(stage, int(percent)) for stage, percent in values["kill_fees"]
                            if stage and percent is not None),
        )

    def _show_example(self) -> None:
        """The number the next contract gets by what is typed."""
        from microinf_desktop.queries.contract_numbers import numbering

        pattern = str(self.form.input("number_pattern").value())
        if pattern_problem(pattern):
            self.example.setText("")
            return
        year, first = self.context.today().year, int(self.form.input("first_number").value() or 1)
        with self.context.workspace.reading() as session:
            agency, taken = numbering(session)
        number = next_number(pattern, taken, year, agency, first)
        later = contract_number(pattern, first, year + 1, agency)
        self.example.setText(tr("Next {number}; next year begins with {later}", number=number, later=later))

    def save(self) -> None:
        """Check and store; contracts that are being written follow."""
        from microinf_desktop.services.contract_choices import save_defaults

        if not self.form.validate():
            return
        try:
            save_defaults(self.context.workspace, self.draft())
        except ValidationError as error:
            self.form.show_error(error)
            return
        self.form.mark_saved()
        self.context.toast(tr("Saved. Contracts that are being written follow"), undo=True)


def _pattern(value: str) -> str | None:
    return pattern_problem(value) or None

"""The parameters of a clause as fields, each with its unit and what is usual."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.clauses import ClauseParameter
from microinf_desktop.domain.money import Money
from microinf_desktop.ui import choices, formats
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TextField
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

_UNITS = {"hours": "hours", "days": "days", "working_days": "working days", "months": "months", "years": "years",
          "percent": "%"}
_LONG = 26  # characters of a label


class ParameterForm(QWidget):
    """Fields for parameters; `left(label)` when one is finished. `usual` replaces the library's defaults."""

    typed = Signal()
    left = Signal(str)

    def __init__(self, parameters: Sequence[ClauseParameter], currency: str, usual: Mapping[str, str | int],
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameters = {one.name: one for one in parameters}
        self._currency = currency
        self._shown: dict[str, str | int] = {}
        self.form = Form(2)
        for parameter in parameters:
            edit = self._input(parameter)
            self.form.add_field(
                parameter.name, tr(parameter.label), edit, help=_hint(parameter, usual.get(parameter.name)),
                check=_check(parameter), span=2 if _is_wide(parameter) else 1)
            edit.left_field.connect(lambda one=parameter: self.left.emit(tr(one.label)))
            if isinstance(edit, ComboBox):
                edit.edited.connect(lambda one=parameter: self.left.emit(tr(one.label)))
        self.form.changed.connect(self.typed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.form)

    def _input(self, parameter: ClauseParameter) -> Any:
        if parameter.type == "choice":
            names = parameter.choice_labels or parameter.choices
            return ComboBox([(value, tr(text)) for value, text in zip(parameter.choices, names, strict=True)])
        if parameter.type == "country":
            return Picker(choices.search_in(choices.countries), tr("Type a country"))
        if parameter.type == "money":
            return MoneyEdit(self._currency)
        return TextField() if parameter.type == "text" else NumberEdit()

    def show_values(self, values: Mapping[str, str | int]) -> None:
        """Fill in values where they differ from what stands there; the library's defaults for the others."""
        for name, parameter in self._parameters.items():
            value: Any = values.get(name, parameter.default)
            if parameter.type == "money":
                value = Money(int(value), self._currency)
            if self.form.input(name).value() != value:
                self.form.input(name).set_value(value)
        self._shown = self.entered()

    @property
    def touched(self) -> bool:
        """Somebody entered something else than what was shown; a form that goes away has not been."""
        return self.entered() != self._shown

    def entered(self) -> dict[str, str | int]:
        """The values that fit their type and limits."""
        found = {}
        for name, value in self.form.values().items():
            plain = value.minor if isinstance(value, Money) else value
            if plain is not None and self._parameters[name].allows(plain):
                found[name] = plain
        return found


def _is_wide(parameter: ClauseParameter) -> bool:
    """Whether two of its kind have no room side by side."""
    return parameter.type in ("choice", "text") or len(tr(parameter.label)) > _LONG


def _hint(parameter: ClauseParameter, usual: str | int | None) -> str:
    """The unit and what counts unless it is changed."""
    value = parameter.default if usual is None else usual
    if parameter.type == "choice":
        names = dict(zip(parameter.choices, parameter.choice_labels or parameter.choices, strict=True))
        return tr("Usually: {value}", value=tr(names.get(str(value), str(value))))
    if parameter.type in _UNITS:
        return tr("{unit}, usually {value}", unit=tr(_UNITS[parameter.type]).capitalize(),
                  value=formats.count(int(value)))
    return tr("Usually: {value}", value=value) if value else ""


def _check(parameter: ClauseParameter) -> Any:
    if parameter.minimum is None and parameter.maximum is None:
        return None

    def check(value: Any) -> str | None:
        if parameter.allows(value):
            return None
        low = formats.count(parameter.minimum or 0)
        if parameter.maximum is None:
            return tr("Type {low} or more.", low=low)
        return tr("Type {low} to {high}.", low=low, high=formats.count(parameter.maximum))

    return check

"""Forms: `add_field` sets label, buddy, accessible name, help and check of an input in one place.

```python
form = Form()
form.add_field("name", tr("Name"), TextField(placeholder="Klara Vossbeck"), required=True)
form.add_field("fee", tr("Fee, net"), MoneyEdit("EUR"), help=tr("What the creator invoices"))
form.set_values({"name": row.name})
if form.validate():
    draft = PersonDraft(**form.values())
```
A field is checked when it is left and, once it was wrong, at each key.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import CheckBox
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.labels import Label

Check = Callable[[Any], str | None]
COLUMN_GAP = 12


@dataclass
class _Field:
    name: str
    label: str
    input: Any
    error: InlineError
    required: bool
    check: Check | None
    box: QWidget


Input = TypeVar("Input", bound=QWidget)


class Form(QWidget):
    """Labelled inputs in one or more columns. Inputs have `value()`, `set_value()` and the signal `edited`."""

    changed = Signal()

    def __init__(self, columns: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(COLUMN_GAP)
        self._grid.setVerticalSpacing(12)
        for place in range(columns):
            self._grid.setColumnStretch(place, 1)
        self._cell = 0
        self._fields: dict[str, _Field] = {}
        self._saved: dict[str, Any] = {}

    def add_field(self, name: str, label: str, edit: Input, help: str = "", required: bool = False,
                  check: Check | None = None, span: int = 1, below: QWidget | None = None) -> Input:
        """Add an input and return it. `check(value)` gives a sentence when the value will not do.

        `below` stands under the input, for a note that changes.
        """
        box = QWidget(self)
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        ticked = isinstance(edit, CheckBox)
        error = InlineError(parent=box)
        if not ticked:
            words = Label(label, "label", "text2")
            words.setBuddy(edit)
            layout.addWidget(words)
        elif isinstance(edit, CheckBox):
            edit.setText(label)
        layout.addWidget(edit)
        if help:
            layout.addWidget(Label(help, "secondary", "text3", wrap=True))
        layout.addWidget(error)
        if below is not None:
            layout.addWidget(below)
        layout.addStretch(1)
        edit.setAccessibleName(label)
        edit.setAccessibleDescription(help)
        self._fields[name] = _Field(name, label, edit, error, required, check, box)
        self._connect(self._fields[name])
        self._place(box, span)
        return edit

    def add_heading(self, text: str) -> None:
        """A section's title over the fields that follow."""
        self._place(Label(text, "section"), self._columns)

    def add_wide(self, widget: QWidget) -> None:
        """Any widget over the whole width."""
        self._place(widget, self._columns)

    def _place(self, widget: QWidget, span: int) -> None:
        span = min(span, self._columns)
        if self._cell % self._columns + span > self._columns:
            self._cell += self._columns - self._cell % self._columns
        self._grid.addWidget(widget, self._cell // self._columns, self._cell % self._columns, 1, span,
                             Qt.AlignmentFlag(0))
        self._cell += span

    def _connect(self, field: _Field) -> None:
        if isinstance(field.input, CheckBox):
            field.input.toggled.connect(lambda _on: self._edited(field))
            return
        field.input.edited.connect(lambda: self._edited(field))
        if hasattr(field.input, "left_field"):
            field.input.left_field.connect(lambda: self._left(field))

    def _edited(self, field: _Field) -> None:
        if field.error.text():
            self._check(field)
        self.changed.emit()

    def _left(self, field: _Field) -> None:
        empty = self._value(field) in (None, "", ())
        if not empty or field.error.text() or _problem(field):
            self._check(field)

    def _value(self, field: _Field) -> Any:
        return field.input.isChecked() if isinstance(field.input, CheckBox) else field.input.value()

    def _check(self, field: _Field) -> bool:
        """Show or take away the field's error; False when its value will not do."""
        sentence = _problem(field)
        value = self._value(field)
        if not sentence and field.required and value in (None, "", ()):
            sentence = tr("{label} is missing.", label=field.label)
        if not sentence and field.check is not None and value not in (None, "", ()):
            sentence = field.check(value) or ""
        self.set_error(field.name, sentence)
        return not sentence

    # values

    def values(self) -> dict[str, Any]:
        """Name to value of all fields."""
        return {name: self._value(field) for name, field in self._fields.items()}

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill fields; names that are not in the form are ignored, so a row's dict can be given."""
        for name, value in values.items():
            field = self._fields.get(name)
            if field is None:
                continue
            if isinstance(field.input, CheckBox):
                field.input.setChecked(bool(value))
            else:
                field.input.set_value(value)
            field.error.set_text("")
        self.mark_saved()

    def mark_saved(self) -> None:
        self._saved = self.values()

    @property
    def dirty(self) -> bool:
        """Something differs from what was filled in."""
        return self.values() != self._saved

    def input(self, name: str) -> Any:
        """The input of a field; KeyError for an unknown name."""
        return self._fields[name].input

    def names(self) -> list[str]:
        return list(self._fields)

    def set_visible(self, name: str, on: bool) -> None:
        self._fields[name].box.setVisible(on)

    # checks

    def validate(self) -> bool:
        """Check all fields, show what is wrong, move the focus to the first wrong one."""
        wrong = [field for field in self._fields.values() if not field.box.isHidden() and not self._check(field)]
        if wrong:
            wrong[0].input.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def set_error(self, name: str, sentence: str) -> None:
        """Show a sentence under a field, or take it away with an empty one."""
        field = self._fields[name]
        field.error.set_text(sentence)
        field.input.setProperty("invalid", "true" if sentence else "false")
        field.input.style().unpolish(field.input)
        field.input.style().polish(field.input)
        field.input.update()

    def show_error(self, error: ValidationError) -> bool:
        """Show what a service refused at its field; False when the form has no such field."""
        if error.field not in self._fields:
            return False
        self.set_error(error.field, str(error))
        self._fields[error.field].input.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def error_text(self, name: str) -> str:
        return self._fields[name].error.text()


def _problem(field: _Field) -> str:
    problem = getattr(field.input, "problem", None)
    return str(problem()) if problem is not None else ""


def picked(values: Mapping[str, Any], names: Iterable[str], empty: Any = "") -> dict[str, Any]:
    """Some values of a form as keyword arguments, `empty` where nothing was entered."""
    return {name: values[name] or empty for name in names}

"""The terms of a contract as a form in sections: each value with where it is from, changed for this contract or not."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.contract_fields import (
    FIELD,
    FIELDS,
    ContractField,
    Kind,
    Origin,
    Section,
    changed,
    plain_value,
    value_at,
    without,
)
from microinf_desktop.domain.contracts import ContractData, ContractFinding, FindingSeverity
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.money import Money
from microinf_desktop.ui import formats
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.contract_inputs import entered_value, input_for, shown_value
from microinf_desktop.ui.widgets.buttons import CheckBox, IconButton, LinkButton
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import ElidedLabel, GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import clear, row

_SECTIONS = {
    Section.PARTIES: "Parties", Section.WORK: "Work", Section.MONEY: "Money", Section.RIGHTS: "Rights",
    Section.EXCLUSIVITY: "Exclusivity", Section.ENDING: "Ending", Section.LAW: "Law and language",
}
_ORIGINS = {
    Origin.AGENCY: "From the agency’s profile", Origin.CLIENT: "From the client", Origin.PERSON: "From the creator",
    Origin.CAMPAIGN: "From the campaign", Origin.DEAL: "From the deal", Origin.DEFAULTS: "From the agency’s defaults",
}
_SHORT = 22  # characters of a former value that are shown


def section_name(section: Section) -> str:
    return tr(_SECTIONS[section])


class OriginNote(QWidget):
    """Under an input: where its value is from, as a link to it; changed, what it was and the way back."""

    opened = Signal()
    taken_back = Signal()

    def __init__(self, field: ContractField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._changed = False
        self.link = LinkButton("", "caption")
        self.link.clicked.connect(lambda: self.taken_back.emit() if self._changed else self.opened.emit())
        self._was = ElidedLabel("", "caption", "text3")
        self.setLayout(row(self.link, self._was, spacing=6))
        self.setFixedHeight(18)
        self.link.setFixedHeight(18)

    def show_origin(self, changed: bool, was: str) -> None:
        """`was` is the value that counts without the change, in words."""
        self._changed = changed
        origin = tr(_ORIGINS[self._field.origin]) if self._field.origin in _ORIGINS else ""
        self._was.setText((tr("was {value}", value=was) if was else tr("was empty")) if changed else "")
        self._was.setToolTip(self._was.text())
        self.link.setText(tr("Reset") if changed else origin)
        field = tr(self._field.label)
        self.link.setAccessibleName(
            tr("Reset: {field}", field=field) if changed else tr("{origin}: {field}", origin=origin, field=field))
        self.link.updateGeometry()
        self.setVisible(changed or bool(origin))


class _Head(QWidget):
    """The title of a section, which opens and closes it."""

    clicked = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arrow = IconButton("chevron-right", title, size=24)
        self.arrow.clicked.connect(self.clicked)
        self.note = row(spacing=6)
        self.setLayout(row(self.arrow, Label(title, "section"), 1, self.note, spacing=4))
        self.setFixedHeight(32)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()


class SectionForm(QWidget):
    """One section: head with what is missing, form below. The form is made when the section is first opened."""

    typed = Signal()
    left = Signal(str)  # the path of the value that was finished
    opened_origin = Signal(object)
    unfolded = Signal()

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.section = section
        self.fields = [field for field in FIELDS if field.section is section]
        self.head = _Head(section_name(section))
        self.head.clicked.connect(self._turn)
        self.form: Form | None = None
        self.above = QVBoxLayout()
        self._body = QWidget()
        self._layout = QVBoxLayout(self._body)
        self._layout.setContentsMargins(28, 2, 0, 12)
        self._layout.setSpacing(12)
        self._layout.addLayout(self.above)
        self._body.hide()
        self._notes: dict[str, OriginNote] = {}
        self._shown: dict[str, Any] = {}
        self._data: tuple[ContractData, ContractData, Money] | None = None
        self._changes: tuple[tuple[str, Any], ...] = ()
        self._findings: tuple[ContractFinding, ...] = ()
        self.missing = 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(self._body)
        layout.addWidget(Line())

    @property
    def is_open(self) -> bool:
        return not self._body.isHidden()

    def _turn(self) -> None:
        self.set_open(not self.is_open)
        if self.is_open:
            self.unfolded.emit()

    def set_open(self, on: bool) -> None:
        if on and self.form is None:
            self._make_form()
        self._body.setVisible(on)
        self.head.arrow.icon_name = "chevron-down" if on else "chevron-right"
        self.head.arrow.update()
        self._refresh()

    def _make_form(self) -> None:
        form = Form(2)
        currency = self._data[2].currency if self._data else "EUR"
        for field in self.fields:
            edit, note = input_for(field, currency), OriginNote(field)
            note.opened.connect(lambda field=field: self.opened_origin.emit(field))
            note.taken_back.connect(lambda field=field: self._take_back(field))
            form.add_field(field.path, tr(field.label), edit, help=tr(field.help) if field.help else "",
                           check=_limit(field), span=2 if field.wide else 1, below=note)
            self._notes[field.path] = note
            self._connect(field, edit)
        form.changed.connect(self.typed)
        self._layout.addWidget(form)
        self.form = form

    def _connect(self, field: ContractField, edit: Any) -> None:
        def finished() -> None:
            self.left.emit(field.path)

        if isinstance(edit, CheckBox):
            edit.clicked.connect(finished)
            return
        edit.left_field.connect(finished)
        if isinstance(edit, ComboBox):
            edit.edited.connect(finished)

    def _take_back(self, field: ContractField) -> None:
        """Show the origin's value again; leaving the field stores it."""
        if self.form is not None and self._data is not None:
            edit = self.form.input(field.path)
            value = shown_value(field, value_at(self._data[1], field.path))
            if isinstance(edit, CheckBox):
                edit.setChecked(bool(value))
            else:
                edit.set_value(value)
            self.left.emit(field.path)

    # what is shown

    def show_contract(
        self, data: ContractData, origin: ContractData, currency: Money,
        changes: Iterable[tuple[str, Any]], findings: Iterable[ContractFinding],
    ) -> None:
        """Fill in what is not being typed; `currency` is any amount in the currency of the deal."""
        self._data, self._changes = (data, origin, currency), tuple(changes)
        self._findings = tuple(findings)
        self._refresh()

    def _refresh(self) -> None:
        if self._data is None:
            return
        paths = {field.path for field in self.fields}
        missing = [one for one in self._findings
                   if one.severity is FindingSeverity.FAIL and owner_of(one.field) is self.section]
        self.missing = len(missing)
        changes = sum(path in paths for path, _ in self._changes)
        self._show_note(len(missing), changes)
        if self.form is None or not self.is_open:
            return
        data, origin, _ = self._data
        known = dict(self._changes)
        errors = {one.field: one.fix for one in self._findings if one.severity is FindingSeverity.FAIL}
        for field in self.fields:
            value = shown_value(field, value_at(data, field.path))
            if not self._is_typed(field):
                self._set(field, value)
            self._shown[field.path] = value
            self.form.set_visible(field.path, self._is_there(field))
            self.form.set_error(field.path, errors.get(field.path, "") or self._problem(field))
            was = _words(field, value_at(origin, field.path))
            self._notes[field.path].show_origin(field.path in known, was)

    def _problem(self, field: ContractField) -> str:
        assert self.form is not None
        return str(getattr(self.form.input(field.path), "problem", str)())

    def _is_typed(self, field: ContractField) -> bool:
        """Whether the input holds something that is not shown from the contract yet."""
        if self.form is None or field.path not in self._shown:
            return False
        return bool(self._value(field) != self._shown[field.path])

    def _value(self, field: ContractField) -> Any:
        assert self.form is not None
        edit = self.form.input(field.path)
        return edit.isChecked() if isinstance(edit, CheckBox) else edit.value()

    def _set(self, field: ContractField, value: Any) -> None:
        assert self.form is not None
        edit = self.form.input(field.path)
        if self._value(field) == value:
            return
        if isinstance(edit, CheckBox):
            edit.setChecked(bool(value))
        else:
            edit.set_value(value)

    def _show_note(self, missing: int, changes: int) -> None:
        clear(self.head.note)
        if missing:
            self.head.note.addWidget(GlyphSign(Verdict.FAIL))
            self.head.note.addWidget(Label(trn("{n} missing", "{n} missing", missing), "secondary", "danger"))
        elif changes:
            self.head.note.addWidget(Label(trn("{n} changed here", "{n} changed here", changes), "secondary", "accent"))
        else:
            self.head.note.addWidget(GlyphSign(Verdict.PASS))
            self.head.note.addWidget(Label(tr("Complete"), "secondary", "text3"))

    # what was entered

    def edited(
        self, changes: tuple[tuple[str, Any], ...], stored: tuple[tuple[str, Any], ...]
    ) -> tuple[tuple[str, Any], ...]:
        """The changes of the contract with what is typed here; the origin's value is no change.

        What cannot be read counts as not typed: what is `stored` stays, whatever was readable on the way.
        """
        if self.form is None or self._data is None:
            return changes
        origin = self._data[1]
        for field in self.fields:
            if not self._is_typed(field) or not self._is_there(field):
                continue
            if self._refused(field):
                known = dict(stored)
                changes = without(changes, field.path) if field.path not in known else changed(
                    changes, field.path, known[field.path])
                continue
            plain = plain_value(field, entered_value(field, self._value(field)))
            if plain == plain_value(field, value_at(origin, field.path)):
                changes = without(changes, field.path)
            else:
                changes = changed(changes, field.path, plain)
        return changes

    def _is_there(self, field: ContractField) -> bool:
        """Whether the part of the contract a value belongs to exists."""
        return not field.within or (self._data is not None and value_at(self._data[0], field.within) is not None)

    def _refused(self, field: ContractField) -> bool:
        check, value = _limit(field), self._value(field)
        return bool(self._problem(field) or (check is not None and value is not None and check(value)))

    def forget(self) -> None:
        """What was typed is stored, or is not wanted: show the contract's values again."""
        self._shown = {}

    def focus(self, path: str) -> bool:
        """Open the section and put the keyboard into a field; False when it has none of this path."""
        if path not in {field.path for field in self.fields}:
            return False
        self.set_open(True)
        self.field_box(path).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def field_box(self, path: str) -> QWidget:
        """The input of a value in an open section."""
        assert self.form is not None
        edit: QWidget = self.form.input(path)
        return edit


def _limit(field: ContractField) -> Callable[[Any], str | None] | None:
    if field.kind is not Kind.NUMBER:
        return None

    def check(value: Any) -> str | None:
        if 0 <= value <= field.limit:
            return None
        return tr("Type 0 to {limit}.", limit=formats.count(field.limit))

    return check


def _words(field: ContractField, value: Any) -> str:
    """A value in a few words, for what it was before."""
    match field.kind:
        case Kind.FLAG | Kind.PART:
            return tr("on") if value else tr("off")
        case Kind.DAY:
            return formats.day(value) if value else ""
        case Kind.MONEY:
            return formats.money(value, full=True) if value else ""
        case Kind.CHOICE:
            return tr(dict(field.choices).get(str(value), str(value)))
        case Kind.WORDS | Kind.LINES | Kind.PLATFORMS | Kind.WINDOWS | Kind.KPIS | Kind.KILL_FEES:
            return trn("{n} entry", "{n} entries", len(value)) if value else ""
        case _:
            text = "" if value is None else " ".join(str(value).split())
            return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def owner_of(path: str) -> Section:
    """The section a finding belongs to, by the path of its field."""
    if path in FIELD:
        return FIELD[path].section
    head = path.partition(".")[0].partition("[")[0]
    return _OWNERS.get(head, Section.CLAUSES)


_OWNERS = {
    "agency": Section.PARTIES, "client": Section.PARTIES, "creator": Section.PARTIES, "deliverables": Section.WORK,
    "campaign": Section.WORK, "product": Section.WORK, "timeline": Section.WORK, "disclosures": Section.WORK,
    "compensation": Section.MONEY, "usage": Section.RIGHTS, "allowlisting": Section.RIGHTS,
    "exclusivity": Section.EXCLUSIVITY, "law": Section.LAW, "number": Section.LAW,
}

"""The inputs of a contract's values: one for each kind, and lines of several values."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.contract_defaults import STAGES
from microinf_desktop.domain.contract_fields import ContractField, Kind
from microinf_desktop.domain.contract_terms import KillFee, KpiTerm
from microinf_desktop.domain.enums import Platform
from microinf_desktop.ui import choices, labels
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import CheckBox, IconButton, LinkButton
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.inputs import ComboBox, NumberEdit, Picker, TagEdit, TextArea, TextField
from microinf_desktop.ui.widgets.layouts import clear
from microinf_desktop.ui.widgets.money_edit import MoneyEdit

LOCALES = ("en_GB", "en_US", "de_DE", "de_AT", "fr_FR", "es_ES", "it_IT", "nl_NL", "pt_BR", "pl_PL")


def input_for(field: ContractField, currency: str) -> QWidget:
    """A new input for a value."""
    match field.kind:
        case Kind.AREA | Kind.LINES:
            return TextArea(rows=2, most=8)
        case Kind.NUMBER:
            return NumberEdit()
        case Kind.FLAG | Kind.PART:
            return CheckBox()
        case Kind.DAY:
            return DateEdit()
        case Kind.MONEY:
            return MoneyEdit(currency)
        case Kind.CHOICE:
            known = choices.locales(LOCALES) if field.path == "locale" else [
                (value, tr(text)) for value, text in field.choices]
            return ComboBox(known)
        case Kind.COUNTRY:
            return Picker(choices.search_in(choices.countries), tr("Type a country"))
        case Kind.ZONE:
            return Picker(choices.search_in(choices.time_zones), tr("Type a city"))
        case Kind.WORDS:
            return TagEdit(None, tr("Type and press Enter"))
        case Kind.PLATFORMS:
            return PlatformsField()
        case Kind.WINDOWS:
            return windows_field()
        case Kind.KPIS:
            return kpis_field()
        case Kind.KILL_FEES:
            return kill_fees_field()
        case _:
            return TextField()


def shown_value(field: ContractField, value: Any) -> Any:
    """A value of the contract's data as its input takes it."""
    match field.kind:
        case Kind.LINES:
            return "\n".join(value or ())
        case Kind.CHOICE:
            return str(value)
        case Kind.COUNTRY | Kind.ZONE:
            return value or None
        case Kind.PART:
            return value is not None
        case Kind.FLAG:
            return bool(value)
        case Kind.TEXT | Kind.AREA:
            return "" if value is None else str(value).strip()
        case Kind.WORDS | Kind.PLATFORMS | Kind.WINDOWS:
            return tuple(value or ())
        case Kind.KPIS:
            return tuple((kpi.metric, kpi.target, kpi.source) for kpi in value or ())
        case Kind.KILL_FEES:
            return tuple((fee.stage, fee.percent) for fee in value or ())
        case _:
            return value


def entered_value(field: ContractField, value: Any) -> Any:
    """The reverse of `shown_value`."""
    match field.kind:
        case Kind.LINES:
            return tuple(line.strip() for line in value.splitlines() if line.strip())
        case Kind.COUNTRY | Kind.ZONE:
            return value or ""
        case Kind.KPIS:
            return tuple(KpiTerm(*(str(part or "") for part in line)) for line in value)
        case Kind.KILL_FEES:
            return tuple(KillFee(stage, int(percent)) for stage, percent in value if stage and percent is not None)
        case Kind.WINDOWS:
            return tuple((first, last) for first, last in value if first is not None and last is not None)
        case _:
            return value


class PlatformsField(QWidget):
    """Platforms to tick, side by side."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, spacing=12)
        self._boxes: dict[Platform, CheckBox] = {}
        for platform in Platform:
            box = CheckBox(labels.label(platform))
            box.setAccessibleName(labels.label(platform))
            box.clicked.connect(self._clicked)
            flow.addWidget(box)
            self._boxes[platform] = box
        self.setFocusProxy(next(iter(self._boxes.values())))

    def _clicked(self) -> None:
        self.edited.emit()
        self.left_field.emit()

    def value(self) -> tuple[Platform, ...]:
        return tuple(platform for platform, box in self._boxes.items() if box.isChecked())

    def set_value(self, value: Any) -> None:
        for platform, box in self._boxes.items():
            box.setChecked(platform in (value or ()))


Part = tuple[str, int, Callable[[], Any]]  # name of a column, share of the width, what makes its input


class LinesField(QWidget):
    """Lines of several values; `value()` has a tuple for each line that is not empty."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, parts: Sequence[Part], add: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts = parts
        self._lines: list[list[Any]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(4)
        for place, (_, share, _) in enumerate(parts):
            self._grid.setColumnStretch(place, share)
        self._add = LinkButton(add)
        self._add.clicked.connect(self.add_line)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addLayout(self._grid)
        layout.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self._add)

    def value(self) -> tuple[tuple[Any, ...], ...]:
        entered = (tuple(edit.value() for edit in line) for line in self._lines)
        return tuple(line for line in entered if any(part not in (None, "") for part in line))

    def set_value(self, value: Any) -> None:
        if tuple(tuple(line) for line in value or ()) != self.value() or not value:
            self._show([tuple(line) for line in value or ()])

    def add_line(self) -> None:
        """An empty line below the others, ready to type in."""
        self._show([*self.value(), (None,) * len(self._parts)])
        self._lines[-1][0].setFocus()

    def problem(self) -> str:
        asked = (getattr(edit, "problem", str)() for line in self._lines for edit in line)
        return next((problem for problem in asked if problem), "")

    def _show(self, lines: Sequence[tuple[Any, ...]]) -> None:
        clear(self._grid)
        self._lines = [self._line(place, line) for place, line in enumerate(lines)]
        self.updateGeometry()

    def _line(self, place: int, values: tuple[Any, ...]) -> list[Any]:
        made = []
        for column, ((name, _, make), value) in enumerate(zip(self._parts, values, strict=True)):
            edit = make()
            edit.setAccessibleName(tr("{name}, line {n}", name=name, n=place + 1))
            if hasattr(edit, "setPlaceholderText"):
                edit.setPlaceholderText(name)
            if value is not None:
                edit.set_value(value)
            edit.edited.connect(self.edited)
            edit.left_field.connect(self.left_field)
            if isinstance(edit, ComboBox):
                edit.edited.connect(self.left_field)
            self._grid.addWidget(edit, place, column)
            made.append(edit)
        remove = IconButton("close", tr("Remove line {n}", n=place + 1))
        remove.clicked.connect(lambda: self._remove(place))
        self._grid.addWidget(remove, place, len(self._parts))
        return made

    def _remove(self, place: int) -> None:
        kept = [tuple(edit.value() for edit in line) for at, line in enumerate(self._lines) if at != place]
        self._show(kept)
        self.edited.emit()
        self.left_field.emit()


def windows_field() -> LinesField:
    return LinesField([(tr("From"), 1, DateEdit), (tr("Until"), 1, DateEdit)], tr("Add days"))


def kpis_field() -> LinesField:
    return LinesField(
        [(tr("What is counted"), 2, TextField), (tr("Expected"), 1, TextField), (tr("Source"), 2, TextField)],
        tr("Add a result"),
    )


def kill_fees_field() -> LinesField:
    return LinesField(
        [(tr("Cancelled"), 2, lambda: ComboBox([(stage, tr(_STAGES[stage])) for stage in STAGES])),
         (tr("% of the fee"), 1, NumberEdit)], tr("Add a stage"),
    )


_STAGES = {
    "signature": "After signature", "recording": "After the recording", "draft": "After the first draft",
    "approval": "After approval", "publication": "After publication",
}

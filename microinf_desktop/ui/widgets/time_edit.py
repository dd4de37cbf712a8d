"""A time of day as one types it: "18:30", "1830", "6:30 pm"."""

from datetime import time
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.dates_typed import parse_typed_time
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.inputs import TextField


class TimeEdit(TextField):
    """`value()` is a time or None; `problem()` says why a text is none."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", placeholder or tr("e.g. 18:30"), parent=parent)
        self.left_field.connect(self._settle)
        self.returnPressed.connect(self._settle)

    def value(self) -> time | None:
        return self._parse()[0]

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else f"{value:%H:%M}")

    def problem(self) -> str:
        return self._parse()[1]

    def _parse(self) -> tuple[time | None, str]:
        if not self.text().strip():
            return None, ""
        try:
            return parse_typed_time(self.text()), ""
        except ValidationError as error:
            return None, str(error)

    def _settle(self) -> None:
        found = self.value()
        if found is not None:
            self.set_value(found)

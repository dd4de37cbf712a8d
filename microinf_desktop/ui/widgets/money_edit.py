"""An amount of money: ISO code at the left, right-aligned figure, sums such as "3*220" are worked out."""

from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money, minor_digits, parse_money
from microinf_desktop.ui import formats, paint, theme
from microinf_desktop.ui.widgets.inputs import TextField


class MoneyEdit(TextField):
    """`value()` is Money or None; `problem()` says why a text is no amount."""

    def __init__(self, currency: str = "EUR", placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", placeholder, parent=parent)
        self._currency = currency
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextMargins(34, 0, 0, 0)
        self.left_field.connect(self._work_out)

    @property
    def currency(self) -> str:
        return self._currency

    def set_currency(self, currency: str) -> None:
        """Another currency for the same figure (no conversion)."""
        self._currency = currency
        self._work_out()
        self.update()

    def value(self) -> Money | None:
        return self._parse()[0]

    def set_value(self, value: Any) -> None:
        if value is None:
            self.clear()
            return
        self._currency = value.currency
        self.setText(formats.decimal(float(value.decimal), minor_digits(value.currency)))
        self.update()

    def problem(self) -> str:
        return self._parse()[1]

    def _parse(self) -> tuple[Money | None, str]:
        text = self.text().strip()
        if not text:
            return None, ""
        try:
            return parse_money(text, self._currency), ""
        except ValidationError as error:
            return None, str(error)

    def _work_out(self) -> None:
        """On leaving, "3*220" becomes "660.00"."""
        amount = self.value()
        if amount is not None:
            self.set_value(amount)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.current().text3)
        paint.text(painter, QRectF(9, 0, 34, self.height()), self._currency)

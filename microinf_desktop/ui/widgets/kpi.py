"""A key figure: two-pixel rule, name, figure, bar with target tick, target and difference, formula."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from microinf_desktop.ui import paint, theme


class Kpi(QWidget):
    """`share` is the value as part of the scale the bar shows, `target` where its tick stands (both 0 to 1)."""

    def __init__(self, name: str, figure: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._figure = name, figure
        self._share: float | None = None
        self._target: float | None = None
        self._target_text = self._difference = self._formula = ""
        self._good = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def set_figure(self, figure: str) -> None:
        self._figure = figure
        self._describe()

    def set_target(self, text: str, difference: str = "", value: float | None = None, target: float | None = None,
                   good: bool = True) -> None:
        """"Target 374 K", "+12 %"; `value` and `target` are the figures themselves and give the bar."""
        self._target_text, self._difference, self._good = text, difference, good
        self._share = self._target = None
        if value is not None and target:
            scale = max(value, target) * 1.12
            self._share, self._target = value / scale, target / scale
        self._describe()

    def set_formula(self, formula: str) -> None:
        """The small line below: formula, base, n."""
        self._formula = formula
        self.setToolTip(formula)
        self._describe()

    def _describe(self) -> None:
        parts = (self._name, self._figure, self._target_text, self._difference)
        self.setAccessibleName(", ".join(part for part in parts if part))
        self.setAccessibleDescription(self._formula)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = 58 + (12 if self._share is not None else 0) + (18 if self._target_text else 0)
        return QSize(150, height + (18 if self._formula else 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(104, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, width = QPainter(self), theme.current(), self.width()
        painter.fillRect(0, 0, width, 2, now.text)
        painter.setFont(theme.font("label"))
        painter.setPen(now.text2)
        paint.text(painter, QRectF(0, 8, width, 18), self._name)
        painter.setFont(theme.font("figure"))
        painter.setPen(now.text)
        paint.text(painter, QRectF(0, 27, width, 26), self._figure)
        y = 58.0
        if self._share is not None and self._target is not None:
            fill = now.accent if self._good else theme.ink("danger")
            paint.bar(painter, QRectF(0, y, width, 4), self._share, fill)
            painter.fillRect(QRectF(width * self._target - 1, y - 4, 2, 12), now.text)
            y += 12
        if self._target_text:
            self._paint_target(painter, y)
            y += 18
        if self._formula:
            painter.setFont(theme.font("caption"))
            painter.setPen(now.text3)
            paint.text(painter, QRectF(0, y, width, 18), self._formula)

    def _paint_target(self, painter: QPainter, y: float) -> None:
        now, width = theme.current(), self.width()
        text = f"{self._target_text}, " if self._difference else self._target_text
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text2)
        paint.text(painter, QRectF(0, y, width, 18), text)
        used = paint.metrics(painter.font()).horizontalAdvance(text)
        painter.setFont(theme.font("secondary", 600))
        painter.setPen(now.text if self._good else theme.ink("danger"))
        paint.text(painter, QRectF(used, y, max(width - used, 0), 18), self._difference)

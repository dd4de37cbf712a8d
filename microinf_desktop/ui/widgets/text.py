"""Texts by type role and hairlines; what the first paint needs and nothing else."""

from __future__ import annotations  # types of events and menus cost time at start

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from microinf_desktop.ui import paint, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class Label(QLabel):
    """Text of a type role ("title", "panel", "section", "body", "secondary", "caption", "figure").

    `ink` is "text", "text2", "text3", "accent" or a tone's name. Plain text; `wrap` breaks lines.
    """

    def __init__(self, text: str = "", role: str = "body", ink: str = "", weight: int = 0, wrap: bool = False,
                 parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(role, weight))
        self.setWordWrap(wrap)
        if ink:
            self.setProperty("ink", ink)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set_ink(self, ink: str) -> None:
        """Change the colour later."""
        self.setProperty("ink", ink)
        self.style().unpolish(self)
        self.style().polish(self)


class ElidedLabel(Label):
    """One line that ends in "…" where it does not fit; the whole text is its tooltip then."""

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        painter.setFont(self.font())
        paint.text(painter, QRectF(self.contentsRect()), self.text())
        cut = paint.metrics(self.font()).horizontalAdvance(self.text()) > self.contentsRect().width()
        tip = self.text() if cut else ""
        if self.toolTip() != tip:
            self.setToolTip(tip)


class Line(QFrame):
    """A hairline, horizontal unless told otherwise."""

    def __init__(self, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().line)

"""Who held the ball how long: a line per party with days, working days and its share of the time as a bar."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.domain.reviews import Waiting
from microinf_desktop.ui import formats, labels, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import clear, row


class WaitingView(QWidget):
    """`show_waiting` fills it; `single` for one deliverable, where "now" needs no number."""

    def __init__(self, single: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._single = single
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_waiting(self, waiting: Waiting) -> None:
        """A line per party; the tooltip says what is counted."""
        clear(self._lines)
        self.setToolTip(self._counted())
        total = waiting.total.days
        for holder in BallHolder:
            held, now = waiting.of(holder), waiting.now_with.get(holder, 0)
            here = "" if not now else tr("has it now") if self._single else tr("{n} now", n=formats.count(now))
            words = formats.days(held.days)
            if held.days:
                words = tr("{days}, {n} working", days=words, n=formats.count(held.working_days))
            name = labels.label(holder)
            line = row(Label(name, weight=500), Label(here, "secondary", "accent"), 1,
                       Label(words, "secondary", "text2"), margins=(0, 4, 0, 0))
            self._lines.addLayout(line)
            share = held.days / total if total else 0.0
            self._lines.addWidget(_Share(share, tr("{party}: {share} of the time", party=name,
                                                   share=formats.percent(share * 100, 0) if total else "–")))

    def _counted(self) -> str:
        base = tr("Days from the day a party had to act to the day it handed on, and how many of them were working "
                  "days in the campaign’s countries. Handed on the same day counts 0.")
        if self._single:
            return base
        return f"{base} {tr('The days of all deliverables are added up; “now” counts those that lie there today.')}"


class _Share(QWidget):
    """A bar of four pixels."""

    def __init__(self, share: float, name: str) -> None:
        super().__init__()
        self._share = share
        self.setAccessibleName(name)
        self.setFixedHeight(4)

    def sizeHint(self) -> QSize:
        return QSize(120, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.bar(QPainter(self), QRectF(self.rect()), self._share, theme.current().accent)

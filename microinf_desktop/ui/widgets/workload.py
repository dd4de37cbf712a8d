"""A creator's next eight weeks as small bars with their numbers, and in words what is open, late or too much."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from microinf_desktop.domain.workload import Workload
from microinf_desktop.ui import formats, paint, theme
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.labels import Label

_BAR = 36


class WorkloadView(QWidget):
    """`show_workload` fills it; weeks above the limit are told in words too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.summary = Label("", "secondary", "text2", wrap=True)
        self.warning = Label("", "secondary", "danger", wrap=True)
        self.weeks = _Weeks()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (self.weeks, self.summary, self.warning):
            layout.addWidget(part)

    def show_workload(self, found: Workload) -> None:
        late = tr("{n} late", n=found.late_count) if found.late_count else ""
        still_open = trn("{n} deliverable open", "{n} deliverables open", found.open_count)
        self.summary.setText(" · ".join(part for part in (still_open, late, tr("all clients")) if part))
        full = ", ".join(tr("{n} in the week of {day}", n=week.count, day=formats.day(week.monday))
                         for week in found.full)
        self.warning.setText(tr("More than {limit} a week: {weeks}", limit=found.limit, weeks=full) if full else "")
        self.warning.setVisible(bool(full))
        self.weeks.show_weeks(found)


class _Weeks(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._found: Workload | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, _BAR + 34)

    def show_weeks(self, found: Workload) -> None:
        self._found = found
        self.setAccessibleName(", ".join(
            tr("week of {day}: {n}", day=formats.day(week.monday), n=week.count) for week in found.weeks))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._found is None:
            return
        painter, now, weeks = QPainter(self), theme.current(), self._found.weeks
        most, width = max(*(week.count for week in weeks), self._found.limit), self.width() / len(weeks)
        painter.setFont(theme.font("caption"))
        for place, week in enumerate(weeks):
            height, left = _BAR * week.count / most, place * width
            ink = theme.ink("danger") if week.count > self._found.limit else now.accent
            if week.count:
                paint.rounded(painter, QRectF(left + 2, 16 + _BAR - height, width - 6, height), 2, ink)
            painter.setPen(now.text2 if week.count else now.text3)
            paint.text(painter, QRectF(left, _BAR - height, width - 2, 16), str(week.count), paint.CENTRE)
            painter.setPen(now.text3)
            paint.text(painter, QRectF(left, 18 + _BAR, width - 2, 16), formats.short_day(week.monday), paint.CENTRE)

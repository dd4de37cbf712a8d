"""What the bars and signs of a timeline mean, in one line."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from microinf_desktop.domain.timeline_data import PUBLISH, STEPS
from microinf_desktop.ui import icons, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets import timeline_pictures as drawing
from microinf_desktop.ui.widgets.timeline_words import step_word

_SIGNS = (("late", "Late"), ("waits", "Pushed by late work"), ("due", "Approval due"), ("fixed", "Fixed"),
          ("link", "Waits for"))
_GAP = 33


class Legend(QWidget):
    """As many entries as fit; the tooltip and the accessible name hold all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries = [*((step, step_word(step).capitalize()) for step in STEPS), *((k, tr(w)) for k, w in _SIGNS)]
        words = ", ".join(word for _, word in self._entries)
        self.setAccessibleName(tr("Legend: {words}", words=words))
        self.setToolTip(words)
        self.setFixedHeight(24)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(400, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, x = QPainter(self), 0.0
        for key, word in self._entries:
            painter.setFont(theme.font("secondary"))
            width = paint.metrics(painter.font()).horizontalAdvance(word) + _GAP
            if x + width - 12 > self.width():
                return
            self._paint_sign(painter, key, x)
            painter.setPen(theme.current().text2)
            paint.text(painter, QRectF(x + 21, 0, width - 21, 24), word)
            x += width

    def _paint_sign(self, painter: QPainter, key: str, x: float) -> None:
        now, box = theme.current(), QRectF(x + 1, 7, 15, 10)
        if key == PUBLISH:
            drawing.diamond(painter, QPointF(x + 9, 12), now.text, now.text)
        elif key in STEPS:
            fill, border, _ink = drawing.bar_colours(key, False, now)
            paint.rounded(painter, box, 2, fill, border)
        elif key == "late":
            drawing.hatched(painter, box, Tone.DANGER, now)
        elif key == "waits":
            painter.setPen(QPen(now.tone(Tone.DANGER).ink, 1.2, Qt.PenStyle.DashLine))
            painter.drawRect(box)
        elif key == "due":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.text)
            painter.drawPolygon([QPointF(x + 6, 7), QPointF(x + 15, 7), QPointF(x + 15, 16)])
        elif key == "fixed":
            icons.draw(painter, x + 3, 6, "lock", now.text, 12)
        else:
            painter.setPen(QPen(now.line_strong, 1.4))
            painter.drawLine(QPointF(x + 1, 12), QPointF(x + 15, 12))
            painter.drawPolyline([QPointF(x + 11, 8.5), QPointF(x + 15, 12), QPointF(x + 11, 15.5)])

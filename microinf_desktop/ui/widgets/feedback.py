"""What the program says back: empty states, banners, inline errors, skeletons, toasts."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import Verdict
from microinf_desktop.ui import paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, IconButton, LinkButton
from microinf_desktop.ui.widgets.labels import GlyphSign, IconSign, Label

TOAST_MS = 6000
SKELETON_MS = 150
_TONE_VERDICT = {Tone.DANGER: Verdict.FAIL, Tone.ATTENTION: Verdict.WARN, Tone.DONE: Verdict.PASS}


class EmptyState(QWidget):
    """One sentence, one button, top left."""

    def __init__(self, sentence: str = "", verb: str = "", callback: Callable[[], object] | None = None,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label("", "body", "text2", wrap=True)
        self._button = Button("", "secondary")
        self._callback: Callable[[], object] | None = None
        self._button.clicked.connect(self._run)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self._label)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        theme.set_background(self, "surface")
        self.set_content(sentence, verb, callback)

    def set_content(self, sentence: str, verb: str = "", callback: Callable[[], object] | None = None) -> None:
        self._label.setText(sentence)
        self._button.setText(verb)
        self._button.setAccessibleName(verb)
        self._button.setVisible(bool(verb))
        self._button.updateGeometry()
        self._callback = callback

    def _run(self) -> None:
        if self._callback is not None:
            self._callback()


class Banner(QWidget):
    """A tinted strip across the width: a glyph, a bold sentence, what to do, and buttons."""

    def __init__(self, tone: Tone, title: str = "", text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._title = Label(title, "body", weight=600, wrap=True)
        self._text = Label(text, "secondary", "text2", wrap=True)
        self._text.setVisible(bool(text))
        self._buttons = QHBoxLayout()
        verdict = _TONE_VERDICT.get(tone)
        sign = GlyphSign(verdict, size=16) if verdict else IconSign("info", tr("Note"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.setSpacing(10)
        layout.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addLayout(self._buttons)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def event(self, event: QEvent) -> bool:
        """As high as its words at this width: in a narrow column they take more lines than they would like."""
        answer = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            needed = self.heightForWidth(self.width())
            if needed > 0 and needed != self.maximumHeight():
                self.setMaximumHeight(needed)
        return answer

    def set_content(self, title: str, text: str = "") -> None:
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))

    def add_button(self, verb: str, callback: Callable[[], object], kind: str = "secondary", keys: str = "") -> Button:
        button = Button(verb, kind, keys=keys)
        button.clicked.connect(lambda: callback())
        self._buttons.addWidget(button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.tone(self._tone).tint)
        if now.name == "contrast":
            painter.setPen(now.line)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class InlineError(QWidget):
    """Glyph and sentence under the field or part that is wrong."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = Label(text, "secondary", "danger", wrap=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 2, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(GlyphSign(Verdict.FAIL, size=12), 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._label, 1)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show the sentence, or hide with an empty one."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        return self._label.text()


class Skeleton(QWidget):
    """Bars where rows will be; they appear only after 150 ms, so that a fast page never flickers."""

    def __init__(self, rows: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._due = rows, False
        self.setAccessibleName(tr("Loading"))
        QTimer.singleShot(SKELETON_MS, self, self._appear)

    def _appear(self) -> None:
        self._due = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._due:
            return
        painter, height = QPainter(self), theme.row_height()
        for place in range(min(self._rows, self.height() // height)):
            for x, share in ((16, 0.22), (0.4, 0.12), (0.6, 0.18)):
                left = x if x > 1 else self.width() * x
                bar = QRectF(left, place * height + height / 2 - 4, self.width() * share, 8)
                paint.rounded(painter, bar, 3, theme.current().hover)


class Toast(QWidget):
    """One short message at the bottom left with "Undo"; goes after six seconds unless the pointer rests on it."""

    dismissed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._label = Label("", "body")
        self._link = LinkButton("")
        self._callback: Callable[[], object] | None = None
        self._link.clicked.connect(self._act)
        close = IconButton("close", tr("Dismiss message"), parent=self)
        close.clicked.connect(self.dismiss)
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 6, 6)
        layout.setSpacing(10)
        layout.addWidget(self._label)
        layout.addWidget(self._link)
        layout.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self.left, self.bottom = 16, 40
        host.installEventFilter(self)
        self.hide()

    def show_message(self, text: str, verb: str = "", callback: Callable[[], object] | None = None) -> None:
        """Replace the message that is shown, if any."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self._link.setText(verb)
        self._link.updateGeometry()
        self._link.setVisible(bool(verb))
        self._callback = callback
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_MS)

    def text(self) -> str:
        return self._label.text() if self.isVisible() else ""

    def dismiss(self) -> None:
        self._timer.stop()
        self.hide()
        self.dismissed.emit()

    def _act(self) -> None:
        callback = self._callback
        self.dismiss()
        if callback is not None:
            callback()

    def _place(self) -> None:
        self.move(self.left, self._host.height() - self.bottom - self.height())

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        if self.isVisible():
            self._timer.start(TOAST_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        paint.rounded(QPainter(self), QRectF(self.rect()), 5, now.raised, now.line_strong)

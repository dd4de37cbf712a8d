"""The base of dialogs: a title, a body, verbs on buttons; the window behind it is dimmed."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.ui import theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.labels import Label, Line

MAX_WIDTH = 480


class Dialog(QDialog):
    """Short and blocking. Add to `body`; `add_button` puts verbs at the right, the last one is the default.

    Ctrl+Enter presses the default from anywhere, Esc cancels.
    """

    def __init__(self, parent: QWidget | None, title: str, width: int = MAX_WIDTH) -> None:
        super().__init__(parent.window() if parent is not None else None)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(24, 20, 24, 16)
        inner.setSpacing(12)
        self.title_label = Label(title, "panel", wrap=True)
        inner.addWidget(self.title_label)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        inner.addLayout(self.body, 1)
        outer.addLayout(inner, 1)
        outer.addWidget(Line())
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(24, 12, 24, 12)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        outer.addLayout(self._buttons)
        self._default: Button | None = None

    def add_text(self, text: str, ink: str = "text2") -> Label:
        """A paragraph."""
        label = Label(text, "body", ink, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.addWidget(label)
        return label

    def add_button(self, verb: str, kind: str = "secondary", accepts: bool = False, left: bool = False) -> Button:
        """A button; `accepts` closes with success. The last one added is the default."""
        button = Button(verb, kind)
        if accepts:
            button.clicked.connect(self.accept)
        if left:
            self._buttons.insertWidget(0, button)
        else:
            self._buttons.addWidget(button)
            self._default = button
        return button

    def add_cancel(self, verb: str = "") -> Button:
        button = self.add_button(verb or tr("Cancel"), "quiet")
        button.clicked.connect(self.reject)
        return button

    def run(self) -> bool:
        """Show and wait; True when accepted."""
        owner = self.parentWidget()
        scrim = Scrim(owner) if owner is not None and owner.isVisible() else None
        try:
            return self.exec() == QDialog.DialogCode.Accepted
        finally:
            if scrim is not None:
                scrim.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self._default is not None and self._default.isEnabled():
            self._default.click()
            return
        super().keyPressEvent(event)


class Scrim(QWidget):
    """Dims a window while something lies over it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        self.setGeometry(host.rect())
        host.installEventFilter(self)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.current().scrim)

"""The panel at the right: look and quick edit while the list stays usable."""

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.ui import theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import IconButton
from microinf_desktop.ui.widgets.labels import ElidedLabel, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear


class SidePanel(QWidget):
    """Head (title, line below it, close), an optional fixed part, and a scrolling body.

    A page shows it through `Page.set_panel`; below 1200 px window width it lies over the content. Esc closes.
    """

    closed = Signal()

    def __init__(self, title: str = "", width: int = theme.PANEL_WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel_width = width
        self.setFixedWidth(width)
        theme.set_background(self, "surface")
        self._leading = QHBoxLayout()
        self.title = ElidedLabel(title, "panel")
        self.subtitle = ElidedLabel("", "secondary", "text2")
        self.subtitle.setVisible(False)
        self.close_button = IconButton("close", tr("Close panel"), "Esc", parent=self)
        self.close_button.clicked.connect(self.close_panel)
        self._head = self._build_head()
        self.fixed = QVBoxLayout()
        self.fixed.setContentsMargins(16, 0, 16, 0)
        self.scroller = ScrollColumn()
        self.body = self.scroller.body
        self.foot = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._head)
        layout.addLayout(self.fixed)
        layout.addWidget(self.scroller, 1)
        layout.addLayout(self.foot)

    def _build_head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.setContentsMargins(15, 12, 10, 10)
        head.setSpacing(12)
        head.addLayout(self._leading)
        head.addLayout(words, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def set_title(self, title: str, subtitle: str = "") -> None:
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.subtitle.setVisible(bool(subtitle))
        self.setAccessibleName(title)

    def set_leading(self, widget: QWidget | None) -> None:
        """What stands before the title: an avatar of 40 px, a verdict's glyph."""
        clear(self._leading)
        if widget is not None:
            self._leading.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)

    def clear_body(self) -> None:
        """Empty the scrolling part before it is filled anew."""
        clear(self.body)
        self.scroller.verticalScrollBar().setValue(0)

    def add_section(self, title: str = "", note: str = "", note_ink: str = "text3") -> QVBoxLayout:
        """A titled part with a line above it unless it is the first; returns its column."""
        if self.body.count():
            line = _Bleed()
            self.body.addSpacing(8)
            self.body.addWidget(line)
            self.body.addSpacing(8)
        part = QVBoxLayout()
        part.setSpacing(4)
        if title:
            head = QHBoxLayout()
            head.addWidget(Label(title, "section"))
            head.addStretch(1)
            if note:
                head.addWidget(Label(note, "secondary", note_ink))
            part.addLayout(head)
        self.body.addLayout(part)
        return part

    def close_panel(self) -> None:
        """Hide and tell; the page gives the focus back."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.surface)
        painter.fillRect(0, 0, 1, self.height(), now.line)


class _Bleed(Line):
    """A hairline that runs through the body's margins to both edges."""

    def resizeEvent(self, event: QEvent) -> None:
        scroll = self.parentWidget()
        if scroll is not None:
            self.setGeometry(0, self.y(), scroll.width(), 1)


class FactList(QWidget):
    """Name and value pairs with hairlines between them, as "By followers — 4.8 %"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)

    def add(self, name: str, value: str, note: str = "", ink: str = "") -> None:
        """One line; a missing value is "–"."""
        if self._layout.count():
            self._layout.addWidget(Line())
        line = QHBoxLayout()
        line.setContentsMargins(0, 3, 0, 4)
        line.setSpacing(8)
        name_label = Label(name, "secondary", "text2")
        name_label.setFixedWidth(112)
        value_label = Label(value or "–", "secondary", ink, weight=500, wrap=True)
        value_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        line.addWidget(name_label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(value_label, 1, Qt.AlignmentFlag.AlignTop)
        if note:
            line.addWidget(Label(note, "secondary", "text3"), 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addLayout(line)

    def clear(self) -> None:
        clear(self._layout)


class PanelHost(QObject):
    """Puts a panel beside the content, or over it where the window is narrow."""

    def __init__(self, page: QWidget, beside: QHBoxLayout) -> None:
        super().__init__(page)
        self._page, self._beside = page, beside
        self.panel: SidePanel | None = None
        self._animation: QPropertyAnimation | None = None
        page.installEventFilter(self)

    def set_panel(self, panel: SidePanel) -> None:
        self.panel = panel
        panel.hide()
        self._place()

    @property
    def overlays(self) -> bool:
        return self._page.window().width() < theme.FOLD_WIDTH

    def show(self) -> None:
        """Show the panel; slides in where it overlays."""
        panel = self.panel
        if panel is None or panel.isVisible():
            return
        self._place()
        panel.show()
        panel.raise_()
        duration = theme.motion(120)
        if self.overlays and duration:
            end = panel.geometry()
            self._animation = QPropertyAnimation(panel, b"geometry", self)
            self._animation.setDuration(duration)
            self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
            self._animation.setStartValue(QRect(self._page.width(), 0, end.width(), end.height()))
            self._animation.setEndValue(end)
            self._animation.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _place(self) -> None:
        panel = self.panel
        if panel is None:
            return
        if self.overlays:
            if self._beside.indexOf(panel) >= 0:
                self._beside.removeWidget(panel)
            if panel.parentWidget() is not self._page:
                visible = panel.isVisible()
                panel.setParent(self._page)
                panel.setVisible(visible)
            width = min(panel.panel_width, self._page.width())
            panel.setGeometry(self._page.width() - width, 0, width, self._page.height())
            panel.raise_()
        elif self._beside.indexOf(panel) < 0:
            self._beside.addWidget(panel)

"""The page's head: breadcrumb, title, count, actions; and tabs with a two-pixel underline."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QWidget

from microinf_desktop.ui import glyphs, paint, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button, LinkButton, PaintedButton, action_button
from microinf_desktop.ui.widgets.labels import ElidedLabel, Label
from microinf_desktop.ui.widgets.layouts import clear

HEADER_HEIGHT = 48
TABS_HEIGHT = 32


class PageHeader(QWidget):
    """Breadcrumb / title, count; on the right quiet actions and then the one primary action.

    A primary action that cannot be done says why beside its button.
    """

    breadcrumb_clicked = Signal(int)

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEADER_HEIGHT)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(16, 0, 16, 0)
        self._layout.setSpacing(4)
        self._crumbs = QHBoxLayout()
        self._crumbs.setSpacing(4)
        self.title = ElidedLabel(title, "title")
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.count = ElidedLabel("", "body", "text3")
        self.count.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.extra = QHBoxLayout()
        self.extra.setSpacing(8)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(4)
        self._layout.addLayout(self._crumbs)
        self._layout.addWidget(self.title)
        self._layout.addSpacing(6)
        self._layout.addWidget(self.count)
        self._layout.addSpacing(8)
        self._layout.addLayout(self.extra)
        self._layout.addStretch(1)
        self._layout.addLayout(self._buttons)
        self._made: dict[str, Button] = {}

    def set_title(self, title: str, count: str = "") -> None:
        self.title.setText(title)
        self.title.updateGeometry()
        self.set_count(count)

    def set_count(self, count: str) -> None:
        self.count.setText(count)
        self.count.updateGeometry()

    def event(self, event: QEvent) -> bool:
        answer = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return answer

    def minimumSizeHint(self) -> QSize:
        """With quiet actions as icons."""
        hint = super().minimumSizeHint()
        saved = sum(button.width_as(button.is_compact) - button.width_as(True) for button in self._quiet())
        return QSize(hint.width() - saved, hint.height())

    def _quiet(self) -> list[Button]:
        return [button for button in self._made.values() if button.kind == "quiet" and not button.isHidden()]

    def _fit(self) -> None:
        """Where there is no room for all, the count goes first, then the words of quiet actions, then the title."""
        quiet = self._quiet()
        needed = self._layout.sizeHint().width()
        needed += sum(button.width_as(False) - button.width_as(button.is_compact) for button in quiet)
        if self.count.isHidden():
            needed += self.count.sizeHint().width() + self._layout.spacing()
        fits = needed <= self.width()
        if fits == self.count.isHidden():
            self.count.setVisible(fits)
        if not fits:
            needed -= self.count.sizeHint().width() + self._layout.spacing()
        for button in quiet:
            compact = needed > self.width() and bool(button.icon_name)
            if compact:
                needed -= button.width_as(False) - button.width_as(True)
            button.set_compact(compact)

    def set_breadcrumb(self, *texts: str) -> None:
        """Ancestors of this page, outermost first; a click emits `breadcrumb_clicked(place)`."""
        clear(self._crumbs)
        for place, text in enumerate(texts):
            link = _Crumb(text)
            link.clicked.connect(lambda _=False, place=place: self.breadcrumb_clicked.emit(place))
            self._crumbs.addWidget(link)
            self._crumbs.addWidget(Label("/", "body", "text3"))
            self._crumbs.addSpacing(4)

    def set_actions(self, actions: Sequence[Action]) -> None:
        """Buttons for the actions whose kind is quiet, secondary or primary, in that order."""
        focused = next(((key, button.ring) for key, button in self._made.items() if button.hasFocus()), None)
        clear(self._buttons)
        self._made = {}
        for kind in ("quiet", "secondary", "primary"):
            for action in actions:
                if action.kind == kind:
                    self._add_button(action)
        if focused is not None:
            self._return_focus(*focused)

    def _return_focus(self, action_id: str, ring: bool) -> None:
        """To the same action's new button, else to the page; Qt would hand it to whatever comes next."""
        button = self._made.get(action_id)
        target = button if button is not None and button.isEnabled() else self.parentWidget()
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason if ring else Qt.FocusReason.OtherFocusReason)

    def _add_button(self, action: Action) -> None:
        button = action_button(action, self)
        if action.kind != "quiet":
            self._buttons.addSpacing(4)
        if action.kind == "primary" and button.reason:
            self._buttons.addWidget(Label(button.reason, "secondary", "text2"))
            self._buttons.addSpacing(4)
        self._buttons.addWidget(button)
        self._made[action.id] = button

    def button(self, action_id: str) -> Button:
        """The button of an action; KeyError when it has none."""
        return self._made[action_id]


class _Crumb(LinkButton):
    """A quiet link back up."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.setFont(theme.font("body"))
        painter.setPen(now.text if self.underMouse() else now.text3)
        paint.text(painter, QRectF(self.rect()).adjusted(2, 0, 0, 0), self.text())
        if self.ring:
            paint.focus_ring(painter, QRectF(self.rect()), now.accent, 3)


class _Tab(PaintedButton):
    """One tab; `note` is the lighter text after its name, `state` a glyph before it."""

    def __init__(self, text: str, note: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self.note = note
        self.state: StrEnum | None = None
        self.setCheckable(True)
        self.setFixedHeight(TABS_HEIGHT)
        self.setAccessibleName(f"{text} {note}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()  # the row of tabs moves on
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        note = self.text_width(content=self.note) + 5 if self.note else 0
        return QSize(round(self.text_width(weight=600) + note + (20 if self.state is not None else 0)) + 2, TABS_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        x = 0.0
        if self.state is not None:
            glyphs.paint_glyph(painter, 0, (self.height() - 14) / 2, self.state)
            x = 20
        bright = self.isChecked() or self.underMouse()
        painter.setFont(theme.font("body", 600 if self.isChecked() else 400))
        painter.setPen(now.text if bright else now.text2)
        paint.text(painter, QRectF(x, 0, self.width() - x, TABS_HEIGHT), self.text())
        if self.note:
            painter.setPen(now.text3)
            x += self.text_width(weight=600 if self.isChecked() else 400) + 5
            painter.setFont(theme.font("body"))
            paint.text(painter, QRectF(x, 0, self.width() - x, TABS_HEIGHT), self.note)
        if self.isChecked():
            painter.fillRect(QRectF(0, TABS_HEIGHT - 2, self.width(), 2), now.accent)
        if self.ring:
            paint.focus_ring(painter, QRectF(0, 4, self.width(), TABS_HEIGHT - 8), now.accent, 3)


class Tabs(QWidget):
    """Tabs as data: (key, text); `changed(key)` when a person opens one. Left and Right move between them.

    Where there is no room for all, the last ones go into a menu behind “More”; the open one always stays in view.
    """

    changed = Signal(str)

    def __init__(self, tabs: Sequence[tuple[str, str]], name: str, margin: int = 16,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFixedHeight(TABS_HEIGHT + 1)
        self._keys = [key for key, _ in tabs]
        self._left_out: frozenset[str] = frozenset()
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(margin, 0, margin, 1)
        layout.setSpacing(16)
        for place, (_, text) in enumerate(tabs):
            tab = _Tab(text, "", self)
            self._group.addButton(tab, place)
            layout.addWidget(tab)
        self._more = LinkButton(tr("More"))
        self._more.setAccessibleName(tr("More parts"))
        self._more.clicked.connect(self._open_more)
        self._more.hide()
        layout.addWidget(self._more)
        layout.addStretch(1)
        self._margin = margin
        if self._keys:
            self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._clicked)

    def _clicked(self, place: int) -> None:
        self._fit()
        self.changed.emit(self._keys[place])

    def _fit(self) -> None:
        """Show as many tabs as there is room for."""
        for key in self._left_out:
            self._tab(key).hide()
        buttons, spacing = self._offered(), 16
        widths = [button.sizeHint().width() + spacing for button in buttons]
        room = self.width() - 2 * self._margin + spacing
        shown = set(range(len(buttons)))
        if sum(widths) > room:
            room -= self._more.sizeHint().width() + spacing
            checked = self._group.checkedButton()
            current = buttons.index(checked) if checked in buttons else 0
            shown, room = {current}, room - widths[current]
            for place, width in enumerate(widths):
                if place == current:
                    continue
                if width > room:
                    break
                shown.add(place)
                room -= width
        for place, button in enumerate(buttons):
            button.setVisible(place in shown)
        self._more.setVisible(len(shown) < len(buttons))

    def leave_out(self, keys: Collection[str]) -> None:
        """Offer all tabs but these, which have no meaning for what is shown."""
        self._left_out = frozenset(keys)
        self._fit()

    def _offered(self) -> list[_Tab]:
        return [self._tab(key) for key in self._keys if key not in self._left_out]

    def _open_more(self) -> None:
        menu = QMenu(self)
        for button in self._offered():
            if button.isHidden():
                menu.addAction(button.text(), button.click)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        widest = max((button.sizeHint().width() for button in self._group.buttons()), default=0)
        return QSize(widest + self._more.sizeHint().width() + 2 * self._margin + 32, TABS_HEIGHT + 1)

    def value(self) -> str:
        place = self._group.checkedId()
        return self._keys[place] if place >= 0 else ""

    def set_value(self, key: str) -> None:
        """Show a tab without telling; ValueError for an unknown key."""
        self._group.button(self._keys.index(key)).setChecked(True)
        self._fit()

    def set_note(self, key: str, note: str) -> None:
        """The lighter text after a tab's name, such as "4/9"."""
        tab = self._tab(key)
        tab.note = note
        tab.setAccessibleName(f"{tab.text()} {note}".strip())
        tab.updateGeometry()
        tab.update()
        self._fit()

    def set_state(self, key: str, state: StrEnum | None) -> None:
        """A status glyph before a tab's name."""
        tab = self._tab(key)
        tab.state = state
        tab.updateGeometry()
        tab.update()

    def _tab(self, key: str) -> _Tab:
        tab = self._group.button(self._keys.index(key))
        assert isinstance(tab, _Tab)
        return tab

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        offered = self._offered()
        tab = offered[(offered.index(self._tab(self.value())) + step) % len(offered)]
        tab.click()
        tab.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.hairline(QPainter(self), 0, self.width(), self.height() - 1, theme.current().line)

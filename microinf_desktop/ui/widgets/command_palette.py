"""Ctrl+K: every action, screen and search result in one list; recent first, letters may be left out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from microinf_desktop.ui import icons, paint, theme
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import Found
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.inputs import TextField

WIDTH, ROW, MOST = 640, 36, 10
_RECENT_BONUS = 40
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """One line: what it says, what happens, and for objects what Tab offers."""

    id: str
    text: str
    run: Callable[[], object]
    icon: str = ""
    group: str = ""
    keys: str = ""
    note: str = ""
    keywords: str = ""
    reason: str = ""
    actions: Callable[[], Sequence[Action]] | None = None


def entry_of(action: Action) -> Entry | None:
    """The line of an action, None while it is hidden."""
    available = action.availability()
    if available is False:
        return None
    reason = available if isinstance(available, str) else ""
    return Entry(action.id, action.text, action.run, action.icon, action.group, action.keys,
                 keywords=action.keywords, reason=reason)


def score(wanted: str, text: str) -> int:
    """How well typed letters fit a text: 0 is not at all; word starts, runs and early places count more.

    The letters must occur in order; each character of the text is used once, the first fitting one is taken.
    """
    if not wanted:
        return 1
    folded, points, at, run = text.casefold(), 0, 0, 0
    if folded.startswith(wanted):
        return 1000 - len(folded)
    if f" {wanted}" in f" {folded}":
        return 700 - len(folded)
    for letter in wanted:
        found = folded.find(letter, at)
        if found < 0:
            return 0
        starts_word = found == 0 or not folded[found - 1].isalnum()
        run = run + 1 if found == at and at else 0
        points += 12 + (14 if starts_word else 0) + min(run, 4) * 6 - min(found - at, 8)
        at = found + 1
    return max(points, 1)


class _EntryModel(QAbstractListModel):
    """The lines that are shown."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def set_entries(self, entries: list[Entry]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.text, entry.note, entry.group, entry.keys, entry.reason) if part)
        return None


class _EntryDelegate(QStyledItemDelegate):
    """Icon, name, note; group and key at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(WIDTH, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model, now, box = index.model(), theme.current(), QRectF(option.rect)
        assert isinstance(model, _EntryModel)
        entry = model.entries[index.row()]
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, now.selected)
            painter.fillRect(QRectF(box.x(), box.y(), 3, box.height()), now.accent)
        if entry.icon:
            icons.draw(painter, 16, box.y() + 10, entry.icon, now.text2)
        right = box.right() - 16
        if entry.keys:
            right = paint.keycap(painter, right, box.center().y(), entry.keys, now.text2, now.line) - 10
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text3)
        aside = entry.reason or entry.group
        width = paint.metrics(painter.font()).horizontalAdvance(aside)
        paint.text(painter, QRectF(right - width, box.y(), width + 1, ROW), aside)
        right -= width + 12
        painter.setFont(theme.font("name"))
        painter.setPen(now.text3 if entry.reason else now.text)
        room = QRectF(44, box.y(), right - 44, ROW)
        paint.text(painter, room, entry.text)
        if entry.note:
            used = paint.metrics(painter.font()).horizontalAdvance(entry.text) + 8
            painter.setFont(theme.font("body"))
            painter.setPen(now.text3)
            if used < room.width() - 30:
                paint.text(painter, room.adjusted(used, 0, 0, 0), entry.note)


class _PaletteField(TextField):
    """Arrow keys move in the list below while one types."""

    key_pressed = Signal(QKeyEvent)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Tab:
            self.key_pressed.emit(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Return,
                           Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.key_pressed.emit(event)
            return
        super().keyPressEvent(event)


class CommandPalette(QWidget):
    """Lies over the window, 15 % from its top. `search(text, deliver)` brings people and campaigns meanwhile."""

    closed = Signal()
    used = Signal(str)

    def __init__(self, host: QWidget, entries: Callable[[], Iterable[Entry]],
                 search: Callable[[str, Callable[[Sequence[Found]], object]], object],
                 open_found: Callable[[Found], object], recent: Callable[[], Sequence[str]]) -> None:
        super().__init__(host)
        self._host = host
        self.setAccessibleName(tr("Command palette"))
        self._entries_of, self._search, self._open_found, self._recent = entries, search, open_found, recent
        self._entries: list[Entry] = []
        self._found: list[Entry] = []
        self._scope: Entry | None = None
        self.field = _PaletteField(placeholder=tr("Search people, campaigns, commands"), parent=self)
        self.field.setAccessibleName(tr("Search, commands"))
        self.field.setProperty("bare", "true")
        self.field.setFixedHeight(48)
        self.field.setTextMargins(43, 0, 0, 0)
        self.field.textChanged.connect(self._look_up)
        self.field.key_pressed.connect(self._key)
        self.list = QListView(self)
        self._model = _EntryModel(self)
        self._build()
        host.installEventFilter(self)
        self.hide()

    def _build(self) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Results"))
        theme.set_background(self.list, "raised")
        self.list.clicked.connect(lambda index: self._run(index.row()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 6)
        layout.setSpacing(0)
        layout.addWidget(self.field)
        layout.addWidget(self.list)

    def open(self, text: str = "") -> None:
        """Show with the focus in the field."""
        self._entries = list(self._entries_of())
        self._found, self._scope = [], None
        self.field.setText(text)
        self._look_up(text)
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_palette(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def texts(self) -> list[str]:
        """What is listed now, best first."""
        return [entry.text for entry in self._model.entries]

    def _look_up(self, text: str) -> None:
        wanted = text.strip()
        self._found = []
        self._show(wanted)
        if wanted and self._scope is None:
            self._search(wanted, lambda found: self._take_found(wanted, found))

    def _take_found(self, wanted: str, found: Sequence[Found]) -> None:
        if wanted != self.field.text().strip() or self._scope is not None:
            return
        self._found = [
            Entry(f"found:{item.screen}:{item.params}", item.text, partial(self._open_found, item),
                  item.icon, item.group, note=item.note, actions=item.actions)
            for item in found
        ]
        self._show(wanted)

    def _show(self, wanted: str) -> None:
        recent = list(self._recent())
        folded = wanted.casefold()
        ranked = []
        for place, entry in enumerate(self._scoped()):
            points = max(score(folded, entry.text), score(folded, f"{entry.group} {entry.keywords}") // 3)
            if points:
                bonus = (_RECENT_BONUS - recent.index(entry.id)) if entry.id in recent else 0
                ranked.append((-points - (bonus if folded else bonus * 100), place, entry))
        ranked.sort(key=lambda item: item[:2])
        commands = [entry for _, _, entry in ranked]
        # Search results first: who types a name looks for the person.
        self._model.set_entries([*self._found, *commands] if folded else commands)
        if self._model.entries:
            self.list.setCurrentIndex(self._model.index(0))
        self._place()

    def _scoped(self) -> list[Entry]:
        if self._scope is None or self._scope.actions is None:
            return self._entries
        return [entry for entry in map(entry_of, self._scope.actions()) if entry is not None]

    def _key(self, event: QKeyEvent) -> None:
        row, key = self.list.currentIndex().row(), event.key()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -MOST, Qt.Key.Key_PageDown: MOST}
        if key in steps and self._model.entries:
            target = row + steps[Qt.Key(key)]
            last = len(self._model.entries) - 1
            target = (target % (last + 1)) if abs(steps[Qt.Key(key)]) == 1 else min(max(target, 0), last)
            self.list.setCurrentIndex(self._model.index(target))
        elif key == Qt.Key.Key_Escape:
            self._leave()
        elif key == Qt.Key.Key_Tab:
            self._enter_scope(row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(row)

    def _leave(self) -> None:
        """Esc: out of an object's actions first, then close."""
        if self._scope is None:
            self.close_palette()
            return
        self._scope = None
        self.field.clear()
        self._look_up("")

    def _enter_scope(self, row: int) -> None:
        if 0 <= row < len(self._model.entries) and self._model.entries[row].actions is not None:
            self._scope = self._model.entries[row]
            self.field.clear()
            self.field.setPlaceholderText(tr("What to do with {name}", name=self._scope.text))
            self._show("")

    def _run(self, row: int) -> None:
        if not 0 <= row < len(self._model.entries):
            return
        entry = self._model.entries[row]
        if entry.reason:
            return
        self.close_palette()
        self.used.emit(entry.id)
        entry.run()

    def _place(self) -> None:
        host = self._host
        rows = min(max(len(self._model.entries), 1), MOST)
        width = min(WIDTH, host.width() - 32)
        self.setGeometry((host.width() - width) // 2, round(host.height() * 0.15), width, 48 + rows * ROW + 8)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self.isVisible():
            if event.type() == QEvent.Type.Resize:
                self._place()
            elif event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
                self.close_palette()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.raised)
        painter.setPen(now.line_strong)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        paint.hairline(painter, 1, self.width() - 1, 48, now.line)
        icons.draw(painter, 16, 17, "search", now.text3)
        if not self._model.entries:
            painter.setFont(theme.font("body"))
            painter.setPen(now.text2)
            paint.text(painter, QRectF(44, 49, self.width() - 60, ROW), tr("Nothing fits. Try other words."))

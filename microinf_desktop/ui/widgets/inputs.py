"""Inputs for text, numbers and choices; each has `value()`, `set_value(x)` and the signal `edited`."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from microinf_desktop.ui import formats, icons, paint, theme
from microinf_desktop.ui.i18n import tr


class TextField(QLineEdit):
    """One line of text; "" is None's value. `left` is an icon's name.

    Ctrl+Z takes back what was typed since the field got the keyboard; after that it is the window's.
    """

    edited = Signal()
    left_field = Signal()

    def __init__(self, text: str = "", placeholder: str = "", left: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setPlaceholderText(placeholder)
        self.setFixedHeight(theme.CONTROL_HEIGHT)
        self.setMinimumWidth(80)
        self._left = left
        if left:
            self.setTextMargins(22, 0, 0, 0)
        self.textEdited.connect(lambda _text: self.edited.emit())

    def value(self) -> Any:
        return self.text().strip()

    def set_value(self, value: Any) -> None:
        self.setText("" if value is None else str(value))
        if not self.hasFocus():
            self.setCursorPosition(0)  # a long text is read from its beginning

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redoes = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undoes or redoes:
                event.ignore()  # Qt's field would swallow the key with nothing to take back
                return False
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left_field.emit()
            if self.isUndoAvailable() or self.isRedoAvailable():
                self.setText(self.text())  # forgets what was typed

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._left:
            icons.draw(QPainter(self), 8, (self.height() - 14) / 2, self._left, theme.current().text3, 14)


class NumberEdit(TextField):
    """A number in the locale's writing, also "38.6 K"; `value()` is int, float or None. `whole` refuses decimals."""

    def __init__(self, placeholder: str = "", whole: bool = True, parent: QWidget | None = None) -> None:
        super().__init__("", placeholder, parent=parent)
        self._whole = whole
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def value(self) -> int | float | None:
        number = formats.parse_number(self.text())
        if number is None:
            return None
        return round(number) if self._whole else number

    def set_value(self, value: Any) -> None:
        if value is None:
            self.clear()
        else:
            self.setText(formats.count(value) if self._whole else formats.decimal(value, 2))

    def problem(self) -> str:
        """Why the text is not a number; empty when it is one or there is none."""
        if self.text().strip() and formats.parse_number(self.text()) is None:
            return tr("“{text}” is not a number. Type digits such as 12,500 or 12.5 K.", text=self.text())
        return ""


class TextArea(QPlainTextEdit):
    """Several lines; grows with its text from `rows` up to `most` rows. Tab leaves it."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, text: str = "", placeholder: str = "", rows: int = 3, most: int = 12,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._most = rows, most
        self.setTabChangesFocus(True)
        self.setPlaceholderText(placeholder)
        self.setPlainText(text)
        self._quiet = False
        self.textChanged.connect(self._changed)
        self._fit()

    def value(self) -> str:
        return self.toPlainText().strip()

    def set_value(self, value: Any) -> None:
        self._quiet = True
        self.setPlainText("" if value is None else str(value))
        self._quiet = False

    def _changed(self) -> None:
        self._fit()
        if not self._quiet:
            self.edited.emit()

    def _fit(self) -> None:
        lines = min(max(round(self.document().size().height()), self._rows), self._most)
        self.setFixedHeight(lines * 20 + 12)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()  # narrower means more lines

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left_field.emit()


class _ChoiceDelegate(QStyledItemDelegate):
    """Rows of a popup: 28 high, the current one tinted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Any) -> QSize:
        return QSize(80, 28)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Any) -> None:
        from PySide6.QtWidgets import QStyle

        now, rect = theme.current(), QRectF(option.rect)
        on = bool(option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver))
        painter.fillRect(rect, now.selected if on else now.raised)
        painter.setFont(theme.font("body"))
        painter.setPen(now.text)
        paint.text(painter, rect.adjusted(10, 0, -10, 0), str(index.data() or ""))


def style_popup(completer: QCompleter) -> None:
    """Give a completer's list the kit's rows."""
    popup = completer.popup()
    if popup is not None:
        popup.setItemDelegate(_ChoiceDelegate(popup))


class ComboBox(QComboBox):
    """A closed list: (value, text) pairs. The wheel changes it only while it has the focus."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, choices: Sequence[tuple[Any, str]] = (), placeholder: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.CONTROL_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPlaceholderText(placeholder)
        self.setMaxVisibleItems(14)
        self.view().setItemDelegate(_ChoiceDelegate(self))
        self._values: list[Any] = []
        self.activated.connect(lambda _place: self.edited.emit())
        self.set_choices(choices)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.view().setAccessibleName(name)

    def set_choices(self, choices: Sequence[tuple[Any, str]]) -> None:
        """Replace the list, keeping the chosen value where it is still there; else nothing is chosen."""
        kept = self.value()
        self.clear()
        self._values = [value for value, _ in choices]
        self.addItems([text for _, text in choices])
        self.set_value(kept)

    def value(self) -> Any:
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def set_value(self, value: Any) -> None:
        self.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left_field.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        box = QRectF(self.rect())
        on = self.isEnabled()
        invalid = self.property("invalid") == "true"
        border = theme.ink("danger") if invalid else now.line_strong if on else now.line
        paint.rounded(painter, box, 5, now.surface if on else theme.current().tone(theme.Tone.NEUTRAL).tint, border)
        painter.setFont(theme.font("body"))
        chosen = self.currentIndex() >= 0
        painter.setPen(now.text if chosen and on else now.text3)
        shown = self.currentText() if chosen else self.placeholderText()
        paint.text(painter, box.adjusted(8, 0, -24, 0), shown)
        arrow = now.text2 if on else now.text3
        icons.draw(painter, box.right() - 20, (box.height() - 14) / 2, "chevron-down", arrow, 14)
        if self.hasFocus() or invalid:
            paint.focus_ring(painter, box, now.accent if self.hasFocus() else border, 5)


class Picker(TextField):
    """A field that searches a long list while typing (people, countries) and takes one of its entries.

    `search(text)` gives (value, text) pairs, best first; `value()` is the chosen value or None.
    """

    def __init__(self, search: Callable[[str], Sequence[tuple[Any, str]]], placeholder: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__("", placeholder, "search", parent)
        self._search = search
        self._found: list[tuple[Any, str]] = []
        self._value: Any = None
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(12)
        style_popup(completer)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self.textEdited.connect(self._typed)
        self.left_field.connect(self._settle)

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any, text: str = "") -> None:
        """Choose a value; its text is looked up when it is not given."""
        self._value = value
        if value is not None and not text:
            text = next((name for known, name in self._search("") if known == value), str(value))
        self.setText(text if value is not None else "")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text():
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.completer().popup()
        if event.key() == Qt.Key.Key_Down and popup is not None and not popup.isVisible():
            self._open()
            return
        super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self._value = None
        self._look_up(text)

    def _open(self) -> None:
        self._look_up("" if self._value is not None else self.text())
        self.completer().complete()

    def _look_up(self, text: str) -> None:
        self._found = list(self._search(text.strip()))
        self._names.setStringList([name for _, name in self._found])

    def _take(self, name: str) -> None:
        self._value = next((value for value, known in self._found if known == name), None)
        self.setText(name)
        self.edited.emit()

    def _settle(self) -> None:
        """On leaving: a text that names exactly one entry is taken, anything else is refused by `problem`."""
        wanted = self.text().strip().casefold()
        found = self._search(self.text().strip()) if wanted else ()
        exact = [value for value, name in found if name.casefold() == wanted]
        if len(exact) == 1 and exact[0] != self._value:
            self._value = exact[0]
            self.edited.emit()
        elif not wanted:
            self._value = None

    def problem(self) -> str:
        if self.text().strip() and self._value is None:
            return tr("“{text}” is not in the list. Choose an entry.", text=self.text().strip())
        return ""


class TagEdit(QWidget):
    """Words as chips with a field behind them: Enter or comma adds, Backspace in the empty field removes the last."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, suggestions: Callable[[], Sequence[str]] | None = None, placeholder: str = "",
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from microinf_desktop.ui.widgets.flow import FlowLayout

        self._tags: list[str] = []
        self._suggestions = suggestions
        self._flow = FlowLayout(self, margins=(4, 4, 4, 4), spacing=4)
        self.field = _TagField(parent=self)
        self.field.focused.connect(self.update)
        self.field.setProperty("bare", "true")
        self.field.setPlaceholderText(placeholder)
        self.field.setFixedHeight(20)
        self.field.setMinimumWidth(90)
        self.field.entered.connect(self._enter)
        self.field.backed.connect(self._remove_last)
        self.field.left_field.connect(self._leave)
        self._flow.addWidget(self.field)
        self.setFocusProxy(self.field)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        if suggestions is not None:
            completer = QCompleter(list(suggestions()), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            style_popup(completer)
            completer.activated.connect(lambda _text: self._enter())
            self.field.setCompleter(completer)

    def value(self) -> tuple[str, ...]:
        return tuple(self._tags)

    def set_value(self, value: Any) -> None:
        self._tags = []
        for text in value or ():
            if text and text not in self._tags:
                self._tags.append(text)
        self._show()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)

    def _show(self) -> None:
        from microinf_desktop.ui.widgets.filter_bar import Chip

        while self._flow.count() > 0:
            item = self._flow.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget is not self.field:
                widget.deleteLater()
        for text in self._tags:
            chip = Chip("", text, parent=self)
            chip.removed.connect(lambda text=text: self._remove(text))
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.field)
        self.updateGeometry()

    def _enter(self) -> None:
        words = [word.strip() for word in self.field.text().replace(";", ",").split(",")]
        fresh = [word for word in dict.fromkeys(words) if word and word not in self._tags]
        self.field.clear()
        if fresh:
            self._tags += fresh
            self._show()
            self.field.setFocus()
            self.edited.emit()

    def _remove(self, text: str) -> None:
        self._tags.remove(text)
        self._show()
        self.field.setFocus()
        self.edited.emit()

    def _remove_last(self) -> None:
        if self._tags:
            self._remove(self._tags[-1])

    def _leave(self) -> None:
        self._enter()
        self.left_field.emit()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        box = QRectF(self.rect())
        paint.rounded(painter, box, 5, now.surface, now.line_strong)
        if self.field.hasFocus():
            paint.focus_ring(painter, box, now.accent, 5)


class _TagField(TextField):
    """The field inside a TagEdit."""

    entered = Signal()
    backed = Signal()
    focused = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.text().strip()
        if enters or event.text() in (",", ";"):
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.backed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class SearchField(TextField):
    """A field with a magnifying glass; Esc empties it first."""

    searched = Signal(str)

    def __init__(self, placeholder: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", placeholder, "search", parent)
        self.setAccessibleName(name or placeholder)
        self.setClearButtonEnabled(False)
        self.setFixedHeight(theme.BAR_CONTROL_HEIGHT)
        self.textChanged.connect(self.searched)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

"""An editor for captions: numbers lines, marks places, shows where the platform folds the text.

Places come in code points, as the disclosure engine counts; Qt counts UTF-16 units, where an emoji is two.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from microinf_desktop.ui import paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.theme import Tone

GUTTER = 36
FOLD_WIDTH = 80
_CHROME = 34  # viewport margins, document margin and border above and below the text


@dataclass(frozen=True, slots=True)
class Mark:
    """Code points [start, end) that are marked in a tone; `tip` says why."""

    start: int
    end: int
    tone: Tone
    tip: str = ""


def to_utf16(text: str, position: int) -> int:
    """Code point offset → UTF-16 offset; positions outside the text are clamped to its ends."""
    position = min(max(position, 0), len(text))
    return position + sum(char > "\uffff" for char in text[:position])


def from_utf16(text: str, position: int) -> int:
    """UTF-16 offset → code point offset; one inside a surrogate pair belongs to the character it splits."""
    units = 0
    for place, char in enumerate(text):
        units += 2 if char > "\uffff" else 1
        if units > position:
            return place
    return len(text)


def fold_offset(text: str, chars: int | None, lines: int | None) -> int | None:
    """Code points that surely show before "more": the first of the two limits that cuts; None when all shows."""
    cuts = []
    if chars is not None and len(text) > chars:
        cuts.append(chars)
    if lines is not None:
        parts = text.split("\n")
        if len(parts) > lines:
            cuts.append(len("\n".join(parts[:lines])))
    return min(cuts, default=None)


def _is_files(mime: QMimeData) -> bool:
    """Whether somebody copied files or a picture; a file manager gives their paths as text too."""
    return any(url.isLocalFile() for url in mime.urls()) or (mime.hasImage() and not mime.hasText())


class CaptionEditor(QPlainTextEdit):
    """Grows with its text from `rows` to `most` lines. `edited` tells of a person's changes, not of `set_value`.

    Without `edges` there are neither line numbers nor the fold beside it, for narrow places.
    """

    edited = Signal()
    left_field = Signal()
    files_pasted = Signal(object)  # QMimeData: files or a picture, which are no text

    def __init__(self, rows: int = 8, most: int = 22, parent: QWidget | None = None, *, edges: bool = True) -> None:
        super().__init__(parent)
        self._rows, self._most = rows, most
        self._marks: tuple[Mark, ...] = ()
        self._fold_chars: int | None = None
        self._fold_lines: int | None = None
        self._fold_name = ""
        self._quiet = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("bare", "true")
        self.setFont(theme.font("body"))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Caption"))
        self.setViewportMargins(*((GUTTER, 4, FOLD_WIDTH, 4) if edges else (6, 4, 6, 4)))
        self._numbers = _Edge(self, self._paint_numbers)
        self._fold = _Edge(self, self._paint_fold_words)
        self._numbers.setVisible(edges)
        self._fold.setVisible(edges)
        self.textChanged.connect(self._changed)
        self.updateRequest.connect(lambda _rect, _dy: self._update_edges())
        theme.events().changed.connect(self._show_marks)
        self._fit()

    # text

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files that are dropped go to whatever stands around the editor."""
        return not _is_files(source) and bool(super().canInsertFromMimeData(source))

    def insertFromMimeData(self, source: QMimeData) -> None:
        if _is_files(source):
            self.files_pasted.emit(source)
        else:
            super().insertFromMimeData(source)

    def value(self) -> str:
        """The text exactly as it stands, with its no-break spaces (`toPlainText` would turn them into spaces)."""
        return self.document().toRawText().replace("\u2029", "\n")

    def set_value(self, value: object) -> None:
        """Replace the text without telling; forgets what can be undone."""
        self._quiet = True
        self.setPlainText("" if value is None else str(value))
        self._quiet = False
        self._show_marks()

    def apply_edit(self, start: int, end: int, replacement: str) -> None:
        """Replace code points [start, end) as one step that Ctrl+Z takes back."""
        text = self.value()
        cursor = self._cursor(text, start, end)
        cursor.beginEditBlock()
        cursor.insertText(replacement)
        cursor.endEditBlock()

    def replace_all(self, text: str) -> None:
        """Another text as one step that Ctrl+Z takes back."""
        self.apply_edit(0, len(self.value()), text)

    def show_place(self, start: int, end: int) -> None:
        """Select code points [start, end) and scroll to them."""
        self.setTextCursor(self._cursor(self.value(), start, end))
        self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cursor(self, text: str, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(to_utf16(text, start))
        cursor.setPosition(to_utf16(text, end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def line_of(self, position: int) -> int:
        """The line, counted from 1, on which a code point stands."""
        return self.value()[:position].count("\n") + 1

    # marks and fold

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark places; graver tones are drawn over lighter ones."""
        order = (Tone.NEUTRAL, Tone.DONE, Tone.PROGRESS, Tone.ATTENTION, Tone.DANGER)
        self._marks = tuple(sorted(marks, key=lambda mark: order.index(mark.tone)))
        self._show_marks()

    def marks(self) -> tuple[Mark, ...]:
        return self._marks

    def set_fold(self, name: str, chars: int | None, lines: int | None) -> None:
        """Where the platform `name` cuts: after `chars` code points or `lines` lines; None for no such limit."""
        self._fold_name, self._fold_chars, self._fold_lines = name, chars, lines
        self._update_edges()
        self.viewport().update()

    def fold(self) -> int | None:
        """Code points that show before "more"; None when all of it shows."""
        return fold_offset(self.value(), self._fold_chars, self._fold_lines)

    def _show_marks(self) -> None:
        text, shown = self.value(), []
        for mark in self._marks:
            if mark.end <= mark.start:
                continue
            colours = theme.current().tone(mark.tone)
            form = QTextCharFormat()
            form.setBackground(colours.tint)
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            form.setUnderlineColor(colours.ink)
            form.setToolTip(mark.tip)
            selection = QTextEdit.ExtraSelection()
            selection.cursor = self._cursor(text, mark.start, mark.end)
            selection.format = form
            shown.append(selection)
        self.setExtraSelections(shown)

    # layout and painting

    def _changed(self) -> None:
        self._fit()
        if not self._quiet:
            self.edited.emit()

    def _fit(self) -> None:
        lines = min(max(round(self.document().size().height()), self._rows), self._most)
        self.setFixedHeight(round(lines * self._line_height()) + _CHROME)

    def _line_height(self) -> float:
        return float(paint.metrics(self.font()).lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        area = self.contentsRect()
        self._numbers.setGeometry(area.left(), area.top(), GUTTER, area.height())
        self._fold.setGeometry(area.right() + 1 - FOLD_WIDTH, area.top(), FOLD_WIDTH, area.height())
        self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left_field.emit()

    def _update_edges(self) -> None:
        self._numbers.update()
        self._fold.update()

    def _fold_line(self) -> float | None:
        """Height below the visual line that is the last to show, in the viewport; None without a fold."""
        cut = self.fold()
        if cut is None:
            return None
        position = to_utf16(self.value(), cut)
        block = self.document().findBlock(max(position - 1, 0))
        if not block.isValid():
            return None
        line = block.layout().lineForTextPosition(max(position - 1 - block.position(), 0))
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        return float(top + (line.rect().bottom() if line.isValid() else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        height = self._fold_line()
        if height is not None:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(theme.current().text3, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(0, height), QPointF(self.viewport().width(), height))

    def _paint_numbers(self, painter: QPainter) -> None:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.current().text3)
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        first = self.viewport().geometry().top() - self._numbers.y()
        while block.isValid():
            top = self.blockBoundingGeometry(block).translated(offset).top() + first
            if top > self._numbers.height():
                return
            box = QRectF(0, top, GUTTER - 12, self._line_height())
            paint.text(painter, box, str(block.blockNumber() + 1), paint.RIGHT)
            block = block.next()

    def _paint_fold_words(self, painter: QPainter) -> None:
        height = self._fold_line()
        if height is None:
            return
        middle = height + self.viewport().geometry().top() - self._fold.y()
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.current().text3)
        paint.text(painter, QRectF(4, middle - 9, FOLD_WIDTH - 4, 18), tr("“more”, {n}", n=self.fold()))

    def fold_words(self) -> str:
        """What the fold line stands for: "Instagram shows about 125 characters before “more”"."""
        if self._fold_chars is None:
            return ""
        return tr("{platform} shows about {n} characters before “more”", platform=self._fold_name, n=self._fold_chars)


class _Edge(QWidget):
    """A strip beside the text that the editor paints."""

    def __init__(self, editor: CaptionEditor, painted: Callable[[QPainter], None]) -> None:
        super().__init__(editor)
        self._painted = painted
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        return QSize(GUTTER, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        self._painted(QPainter(self))

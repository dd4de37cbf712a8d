"""The wording of a clause: title, paragraphs with what each hangs on, checked while typing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.clauses import Clause, ClauseLibrary, ClauseParagraph
from microinf_desktop.domain.own_clauses import text_problems
from microinf_desktop.ui import choices
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.clause_words import condition_words, fact_choices, fact_words
from microinf_desktop.ui.widgets.buttons import IconButton, LinkButton
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.filter_bar import Chip
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.inputs import Picker, TextArea
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import clear, row


class ConditionField(QWidget):
    """Conditions that all have to hold, as chips; a search adds one. `value()` are their names."""

    edited = Signal()
    left_field = Signal()

    def __init__(self, library: ClauseLibrary, conditions: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._names: list[str] = []
        self._flow = FlowLayout(spacing=6)
        self.search = Picker(choices.search_in(lambda: fact_choices(library)), tr("Add a condition"))
        self.search.setAccessibleName(tr("Add a condition"))
        self.search.edited.connect(self._take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._flow)
        layout.addWidget(self.search)
        self.setFocusProxy(self.search)
        self.set_value(conditions)

    def value(self) -> tuple[str, ...]:
        return tuple(self._names)

    def set_value(self, value: Any) -> None:
        self._names = list(value or ())
        self._show()

    def _take(self) -> None:
        name = self.search.value()
        if name is None:
            return  # still typing
        self.search.set_value(None)
        if name not in self._names:
            self._names.append(name)
            self._show()
            self.edited.emit()

    def _remove(self, name: str) -> None:
        self._names.remove(name)
        self._show()
        self.search.setFocus()
        self.edited.emit()

    def _show(self) -> None:
        clear(self._flow)
        for name in self._names:
            chip = Chip("", fact_words(name, self._library), parent=self)
            chip.removed.connect(lambda name=name: self._remove(name))
            self._flow.addWidget(chip)
            chip.show()
        self.updateGeometry()


class ParagraphEdit(QWidget):
    """One paragraph: its text, when it is printed, the table that follows it."""

    edited = Signal()
    removed = Signal()
    moved = Signal(int)

    def __init__(self, paragraph: ClauseParagraph, place: int, library: ClauseLibrary,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paragraph, self._library = paragraph, library
        self.text = TextArea(paragraph.text, tr("What is agreed"), rows=2, most=14)
        self.text.setAccessibleName(tr("Paragraph {n}", n=place + 1))
        self.text.edited.connect(self._typed)
        self.problem = InlineError()
        self.conditions: ConditionField | None = None
        self._when = Label("", "secondary", "text3", wrap=True)
        self._change = LinkButton(tr("Change"), "secondary")
        self._change.setAccessibleName(tr("Change when paragraph {n} is printed", n=place + 1))
        self._change.clicked.connect(self._open)
        up, down, remove = (IconButton(icon, name, size=22) for icon, name in (
            ("arrow-up", tr("Move paragraph {n} up", n=place + 1)),
            ("arrow-down", tr("Move paragraph {n} down", n=place + 1)),
            ("trash", tr("Remove paragraph {n}", n=place + 1))))
        up.clicked.connect(lambda: self.moved.emit(-1))
        down.clicked.connect(lambda: self.moved.emit(1))
        remove.clicked.connect(self.removed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)
        head = row(Label(str(place + 1), "secondary", "text3"), self._when, self._change, up, down, remove, spacing=6)
        head.setStretch(1, 1)
        self._column.addLayout(head)
        self._column.addWidget(self.text)
        self._column.addWidget(self.problem)
        if paragraph.table is not None:
            self._column.addWidget(Label(tr("The table of {what} follows", what=paragraph.table.replace("_", " ")),
                                         "secondary", "text3"))
        self._tell()

    def value(self) -> ClauseParagraph:
        conditions = self._paragraph.conditions if self.conditions is None else self.conditions.value()
        return replace(self._paragraph, text=self.text.value(), conditions=conditions)

    def _open(self) -> None:
        if self.conditions is None:
            self.conditions = ConditionField(self._library, self._paragraph.conditions)
            self.conditions.edited.connect(self._typed)
            self._column.insertWidget(1, self.conditions)
            self.conditions.search.setFocus()

    def _typed(self) -> None:
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        conditions = self.value().conditions
        self._when.setText(tr("Printed when {what}", what=condition_words(conditions, self._library)) if conditions
                           else tr("Always printed"))
        problems = text_problems(self.text.value(), self._library)
        self.problem.set_text(problems[0] if problems else "")


class WordingEdit(QWidget):
    """All paragraphs of a clause."""

    edited = Signal()

    def __init__(self, library: ClauseLibrary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self.lines: list[ParagraphEdit] = []
        self._body = QVBoxLayout()
        self._body.setSpacing(10)
        add = LinkButton(tr("Add a paragraph"))
        add.clicked.connect(self.add_paragraph)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._body)
        layout.addLayout(row(add, 1))

    def show_clause(self, clause: Clause) -> None:
        self._show(clause.paragraphs or (ClauseParagraph(""),))

    def value(self) -> tuple[ClauseParagraph, ...]:
        return tuple(line.value() for line in self.lines)

    def add_paragraph(self) -> None:
        """An empty paragraph at the end, ready to type in."""
        self._show((*self.value(), ClauseParagraph("")))
        self.lines[-1].text.setFocus()

    def _show(self, paragraphs: Sequence[ClauseParagraph]) -> None:
        clear(self._body)
        self.lines = []
        for place, paragraph in enumerate(paragraphs):
            line = ParagraphEdit(paragraph, place, self._library)
            line.edited.connect(self.edited)
            line.removed.connect(lambda place=place: self._remove(place))
            line.moved.connect(lambda step, place=place: self._move(place, step))
            self._body.addWidget(line)
            self.lines.append(line)

    def _remove(self, place: int) -> None:
        self._show([one for at, one in enumerate(self.value()) if at != place] or [ClauseParagraph("")])
        self.edited.emit()

    def _move(self, place: int, step: int) -> None:
        kept = list(self.value())
        if 0 <= place + step < len(kept):
            kept.insert(place + step, kept.pop(place))
            self._show(kept)
            self.lines[place + step].text.setFocus()
            self.edited.emit()

"""The panel beside a timeline: days of what is chosen, what it waits for, why it is fixed; or all that a move did."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.schedule import Phase
from microinf_desktop.domain.timeline import Shift
from microinf_desktop.domain.timeline_data import (
    PHASES,
    PUBLISH,
    STEPS,
    TimelineData,
    TimelineItem,
    TimelineLink,
    TimelineMark,
    item_key,
    mark_key,
    step_key,
)
from microinf_desktop.domain.timeline_moves import stored_days
from microinf_desktop.ui import labels
from microinf_desktop.ui.dialogs.timeline import shift_lines
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets import timeline_words as wording
from microinf_desktop.ui.widgets.buttons import Button, IconButton
from microinf_desktop.ui.widgets.date_edit import DateEdit
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import boxed, row
from microinf_desktop.ui.widgets.panel import SidePanel

_WIDTH = 330


class _DayField(DateEdit):
    """Tells a day once, when Enter is pressed or the field is left with another day than it came with."""

    told = Signal(object)

    def __init__(self, day: date | None, data: TimelineData) -> None:
        super().__init__(holidays=lambda one: data.calendar.holidays.get(one, ""))
        self._known = day
        self.set_value(day)
        self.returnPressed.connect(self._tell)
        self.left_field.connect(self._tell)

    def _tell(self) -> None:
        day = self.value()
        if day != self._known and not self.problem():
            self._known = day
            self.told.emit(day)


class TimelinePanel(SidePanel):
    """See the module's docstring. It only tells; the page writes."""

    day_typed = Signal(str, object)  # the task's key, its new day or None
    unlinked = Signal(int)
    chosen = Signal(str)  # the owner somebody wants to see
    link_asked = Signal()
    fix_asked = Signal()
    back_asked = Signal()
    edit_asked = Signal()

    def __init__(self) -> None:
        super().__init__(width=_WIDTH)
        self.fields: dict[str, DateEdit] = {}
        self.is_outcome = False

    def show_line(self, data: TimelineData, line: TimelineItem | TimelineMark | None) -> None:
        """What is chosen; a field that has the focus keeps it."""
        focused = next((key for key, field in self.fields.items() if field.hasFocus()), "")
        self._empty()
        if line is None:
            self.set_title(tr("Nothing chosen"))
            self.body.addWidget(Label(tr("Choose a bar, a diamond or a milestone"), "body", "text3", wrap=True))
        elif isinstance(line, TimelineMark):
            self.set_title(line.name, labels.label(line.kind))
            self._mark_days(data, line)
            self._links(data, mark_key(line.id))
            self._fixed(line.locked, tr("Edit milestone"), self.edit_asked.emit)
        else:
            self.set_title(line.title, f"{line.creator} · {labels.label(line.state)}")
            self._item_days(data, line)
            self._links(data, item_key(line.id))
            self._fixed("" if line.is_published else line.locked, tr("Plan this back"), self.back_asked.emit)
        self.body.addStretch(1)
        if focused in self.fields:
            self.fields[focused].setFocus()

    def show_outcome(self, data: TimelineData, shift: Shift) -> None:
        """Everything a move changed and all that could not move, each with its reason."""
        self._empty()
        self.is_outcome = True
        self.set_title(tr("Moved {n}, could not move {m}", n=len(stored_days(shift)), m=len(shift.blocked)))
        blocked = {one.reason for one in shift.blocked}
        lines = shift_lines(data, shift)
        for title, some in ((tr("Cannot move"), [text for text, _ in lines if text in blocked]),
                            (tr("Moved"), [text for text, _ in lines if text not in blocked])):
            if some:
                part = self.add_section(title, str(len(some)))
                for text in some:
                    part.addWidget(Label(text, "body", "text2", wrap=True))
        self.body.addStretch(1)

    def _empty(self) -> None:
        self.fields, self.is_outcome = {}, False
        self.clear_body()

    def _day(self, part: QVBoxLayout, data: TimelineData, key: str, word: str, day: date | None, note: str,
             why_not: str) -> None:
        field = _DayField(day, data)
        field.setAccessibleName(word)
        field.setEnabled(not why_not)
        field.setToolTip(why_not)
        field.setFixedWidth(168)
        field.told.connect(lambda new: self.day_typed.emit(key, new))
        self.fields[key] = field
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(word, "body"))
        if note or why_not:
            words.addWidget(Label(why_not or note, "caption", "text3", wrap=True))
        line = row(field)
        line.insertLayout(0, words, 1)
        part.addLayout(line)

    def _item_days(self, data: TimelineData, item: TimelineItem) -> None:
        part = self.add_section(tr("Days"))
        for step in STEPS:
            bar, lead = item.bar(step), item.lead_times.days(PHASES.get(step, Phase.PUBLISH))
            why_not = tr("done") if bar is not None and bar.is_done else ""
            if step == PUBLISH and item.locked:
                why_not = item.locked
            note = trn("{n} working day", "{n} working days", lead) if step != PUBLISH and lead else ""
            word = wording.step_word(step).capitalize()
            self._day(part, data, step_key(item.id, step), word, item.day_of(step), note, why_not)

    def _mark_days(self, data: TimelineData, mark: TimelineMark) -> None:
        why_not = mark.locked or (tr("done") if mark.is_done else "")
        self._day(self.add_section(tr("Days")), data, mark_key(mark.id), tr("Day"), mark.due_on, "", why_not)

    def _links(self, data: TimelineData, owner: str) -> None:
        before, after = data.waits_for(owner), [link for link in data.links if link.before == owner]
        part = self.add_section(tr("Waits for"))
        for link in before:
            part.addWidget(self._link(data, link, link.before))
        if not before:
            part.addWidget(Label(tr("Nothing"), "body", "text3"))
        add = Button(tr("Add dependency"), "quiet", "link")
        add.clicked.connect(self.link_asked.emit)
        adding = row(add, margins=(0, 4, 0, 0))
        adding.addStretch(1)
        part.addLayout(adding)
        if after:
            part = self.add_section(tr("Waiting for this"))
            for link in after:
                part.addWidget(self._link(data, link, link.after))

    def _link(self, data: TimelineData, link: TimelineLink, shown: str) -> QWidget:
        name = Label(data.name(shown), "body", wrap=True)
        show = IconButton("open", tr("Show {name}", name=data.name(shown)))
        show.clicked.connect(lambda: self.chosen.emit(shown))
        words = tr("Remove: {after} waits for {before}", after=data.name(link.after), before=data.name(link.before))
        remove = IconButton("close", words)
        remove.clicked.connect(lambda: self.unlinked.emit(link.id))
        return boxed(row(name, 1, show, remove, spacing=2))

    def _fixed(self, reason: str, verb: str, act: Callable[[], object]) -> None:
        part = self.add_section(tr("Fixed day"))
        part.addWidget(Label(reason or tr("It may move"), "body", "text2" if reason else "text3", wrap=True))
        fix, other = Button(tr("Free the day") if reason else tr("Fix the day"), "secondary", "lock"), Button(verb)
        fix.clicked.connect(self.fix_asked.emit)
        other.clicked.connect(lambda: act())
        buttons = row(fix, other, margins=(0, 6, 0, 0))
        buttons.addStretch(1)
        part.addLayout(buttons)

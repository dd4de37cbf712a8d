"""The reviews of a deliverable: what changed between two drafts, who decides until when, who held the ball how long."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import ClientDecision, DeliverableState
from microinf_desktop.domain.reviews import ReviewDecision, ReviewStep
from microinf_desktop.domain.word_diff import count_changes, word_diff
from microinf_desktop.queries.reviews import ReviewRow
from microinf_desktop.ui import formats, theme
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import review as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.deliverable_data import DeliverableData
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.diff_text import DiffText
from microinf_desktop.ui.widgets.flow import FlowLayout
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import ElidedLabel, GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, column, row
from microinf_desktop.ui.widgets.waiting import WaitingView

_TEXTS = (("caption", "Caption"), ("title", "Title"), ("first_comment", "First comment"), ("script", "Script"))
_SIDE, _SIDE_NARROW = 360, 250
_WIDE = 900  # from this width of the page on the decisions have their full width
_TEXT_WIDTH = 880  # a longer line is hard to read
_SIGNS = {
    ReviewDecision.APPROVED: ClientDecision.ACCEPTED, ReviewDecision.CHANGES: DeliverableState.CHANGES_REQUESTED,
    ReviewDecision.WITHDRAWN: DeliverableState.CANCELLED,
}


class ReviewsTab(QWidget):
    """Left the changes from one draft to another, right the decisions, rounds and waiting time."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.data: DeliverableData | None = None
        theme.set_background(self, "surface")
        self.old = ComboBox()
        self.new = ComboBox()
        for box, name in ((self.old, tr("Compare from")), (self.new, tr("Compare to"))):
            box.setAccessibleName(name)
            box.setFixedWidth(104)
            box.edited.connect(self._compare)
        self.counts = ElidedLabel("", "secondary", "text2")
        self.texts = QVBoxLayout()
        self.texts.setSpacing(8)
        self.people = QVBoxLayout()
        self.people.setSpacing(6)
        left = ScrollColumn(margins=(20, 12, 20, 20))
        boxes = row(self.old, Label(tr("to"), "secondary", "text2"), self.new)
        boxes.addWidget(self.counts, 1)
        self.compared = boxed(boxes)
        left.body.addWidget(self.compared)
        left.body.addLayout(self.texts)
        self.side = right = ScrollColumn(margins=(16, 12, 16, 16))
        right.setFixedWidth(_SIDE)
        right.body.addLayout(self.people)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left, 1)
        layout.addWidget(Line(vertical=True))
        layout.addWidget(right)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps room for the text."""
        super().resizeEvent(event)
        self.side.setFixedWidth(_SIDE if event.size().width() >= _WIDE else _SIDE_NARROW)

    def show_data(self, data: DeliverableData, anew: bool) -> None:
        """Show a deliverable; the drafts chosen to compare stay unless another one or a new draft came."""
        numbers = [draft.number for draft in data.detail.drafts]
        known = self.data is not None and [draft.number for draft in self.data.detail.drafts] == numbers and not anew
        self.data = data
        choices = [(number, tr("Draft {n}", n=number)) for number in numbers]
        self.old.set_choices(choices)
        self.new.set_choices(choices)
        if not known and numbers:
            self.new.set_value(numbers[0])
            self.old.set_value(numbers[1] if len(numbers) > 1 else numbers[0])
        self._compare()
        self._show_people(data)

    def _compare(self) -> None:
        """Each text of the newer draft with what changed in it; texts that neither draft has are left out."""
        clear(self.texts)
        drafts = {draft.number: draft.fields for draft in self.data.detail.drafts} if self.data else {}
        old, new = drafts.get(self.old.value()), drafts.get(self.new.value())
        self.compared.setVisible(len(drafts) > 1)
        if old is None or new is None:
            self.counts.setText("")
            self.texts.addWidget(Label(tr("No draft yet. Once there are two, you see here what changed"), "body",
                                       "text3", wrap=True))
            return
        same = self.old.value() == self.new.value()
        added = removed = 0
        for field, name in _TEXTS:
            pieces = word_diff(str(old[field] or ""), str(new[field] or ""))
            if not pieces:
                continue
            found = count_changes(pieces)
            added, removed = added + found.added, removed + found.removed
            text = DiffText()
            text.setMaximumWidth(_TEXT_WIDTH)
            text.show_pieces(pieces)
            unchanged = not same and not found.added and not found.removed
            self.texts.addLayout(row(Label(tr(name), "section"),
                                     Label(tr("unchanged") if unchanged else "", "secondary", "text3"), 1,
                                     margins=(0, 8, 0, 0)))
            line = row()
            line.addWidget(text, 1)
            line.addStretch(0)
            self.texts.addLayout(line)
        self.counts.setText("" if same else tr("{added}, {removed}", added=trn(
            "{n} word added", "{n} words added", added), removed=tr("{n} removed", n=removed)))

    # decisions, rounds, waiting

    def _show_people(self, data: DeliverableData) -> None:
        """The open decision with what can be done about it, then those made, rounds, and who held the ball."""
        clear(self.people)
        used, agreed = data.detail.row.rounds_used, data.detail.rounds_included
        rounds = ElidedLabel(dialogs.round_words(used, agreed), "secondary", "attention" if used > agreed else "text2")
        rounds.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.people.addLayout(row(Label(tr("Decisions"), "section"), 1, rounds))
        if not data.asked:
            self.people.addWidget(Label(tr("Nobody was asked yet"), "body", "text3"))
        if data.open_review is None:
            self._add_ask(data)
        for review in data.asked:
            self.people.addWidget(Line())
            self._add_review(review)
            if review is data.open_review:
                self._add_buttons(data, review)
        self.people.addWidget(Line())
        self.people.addSpacing(6)
        self.people.addWidget(Label(tr("Who held the ball"), "section"))
        held = WaitingView(single=True)
        held.show_waiting(data.held)
        self.people.addWidget(held)

    def _add_review(self, review: ReviewRow) -> None:
        step = tr("Our review") if review.step is ReviewStep.INTERNAL else tr("Client")
        draft = tr("draft {n}", n=review.draft_number) if review.draft_number else ""
        sign = GlyphSign(_SIGNS.get(review.decision, review.step.state), bool(review.late_days))
        words = column(spacing=2)
        words.addLayout(row(Label(review.decided_by or review.decider, weight=500), 1,
                            Label(draft, "secondary", "text3")))
        text, ink = _standing(review)
        words.addWidget(Label(tr("{step} · {standing}", step=step, standing=text), "secondary", ink, wrap=True))
        for who, said in ((tr("Asked"), review.note), (tr("Said"), review.answer)):
            if said:
                words.addWidget(Label(tr("{who}: {text}", who=who, text=said), "secondary", "text", wrap=True))
        newest = self.data.newest if self.data else None
        if review.is_open and newest is not None and review.draft_number not in (None, newest.number):
            words.addWidget(Label(tr("Draft {n} came in since. Ask anew to have it decided", n=newest.number),
                                  "secondary", "attention", wrap=True))
        line = row(sign, spacing=8, margins=(0, 4, 0, 4))
        line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.people.addLayout(line)

    def _add_ask(self, data: DeliverableData) -> None:
        step = data.next_step
        if step is None:
            return
        ask = Button(tr("Ask for our review") if step is ReviewStep.INTERNAL else tr("Send to the client"))
        ask.clicked.connect(lambda: dialogs.ask_review(self, self.context, data.id, step))
        self.people.addLayout(row(ask, 1, margins=(0, 2, 0, 4)))

    def _add_buttons(self, data: DeliverableData, review: ReviewRow) -> None:
        change = Button(tr("Edit"), "quiet", "edit")
        change.clicked.connect(lambda: dialogs.ask_review(self, self.context, data.id, review.step, review))
        anew = Button(tr("Ask anew"), "quiet", "refresh")
        anew.clicked.connect(lambda: dialogs.ask_review(self, self.context, data.id, review.step))
        back = Button(tr("Withdraw"), "quiet", "undo")
        back.clicked.connect(lambda: dialogs.withdraw(self.context, data.id))
        buttons = FlowLayout(margins=(12, 0, 0, 2), spacing=0)
        for button in (change, anew, back):
            buttons.addWidget(button)
        self.people.addLayout(buttons)


def _standing(review: ReviewRow) -> tuple[str, str]:
    """Where a decision stands, and the ink to say it in."""
    if review.is_open:
        return dialogs.deadline_words(review)
    words = {ReviewDecision.APPROVED: tr("Approved"), ReviewDecision.CHANGES: tr("Changes requested"),
             ReviewDecision.WITHDRAWN: tr("Withdrawn")}
    text = tr("{what}, {when}", what=words[review.decision], when=formats.moment(review.decided_at))
    return text, "attention" if review.decision is ReviewDecision.CHANGES else "text2"

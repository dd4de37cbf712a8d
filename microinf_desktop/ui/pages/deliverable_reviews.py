"""The reviews of a deliverable: what changed between two drafts, who decides until when, who held the ball how long."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.domain.reviews import ReviewDecision, ReviewStep
from microinf_desktop.domain.word_diff import count_changes, word_diff
from microinf_desktop.queries.reviews import ReviewRow
from microinf_desktop.ui import formats, labels, theme
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import review as dialogs
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.deliverable_data import DeliverableData
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.diff_text import DiffText
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear, row

_SIDE = 360


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
            box.setFixedWidth(120)
            box.edited.connect(self._compare)
        self.counts = Label("", "secondary", "text2")
        self.texts = QVBoxLayout()
        self.texts.setSpacing(8)
        self.people = QVBoxLayout()
        self.people.setSpacing(6)
        left = ScrollColumn(margins=(20, 12, 20, 20))
        left.body.addLayout(row(self.old, Label(tr("to"), "secondary", "text2"), self.new, self.counts, 1))
        left.body.addLayout(self.texts)
        right = ScrollColumn(margins=(16, 12, 16, 16))
        right.setFixedWidth(_SIDE)
        right.body.addLayout(self.people)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(left, 1)
        layout.addWidget(Line(vertical=True))
        layout.addWidget(right)

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
        clear(self.texts)
        drafts = {draft.number: draft.fields for draft in self.data.detail.drafts} if self.data else {}
        old, new = drafts.get(self.old.value()), drafts.get(self.new.value())
        if old is None or new is None:
            self.counts.setText("")
            self.texts.addWidget(Label(tr("No draft to compare yet"), "body", "text3"))
            return
        added = removed = 0
        names = (("caption", tr("Caption")), ("title", tr("Title")), ("first_comment", tr("First comment")),
                 ("script", tr("Script")))
        for field, name in names:
            pieces = word_diff(str(old[field] or ""), str(new[field] or ""))
            if not pieces:
                continue
            found = count_changes(pieces)
            added, removed = added + found.added, removed + found.removed
            text = DiffText()
            text.show_pieces(pieces)
            self.texts.addWidget(Label(name, "section"))
            self.texts.addWidget(text)
        same = self.old.value() == self.new.value()
        self.counts.setText("" if same else tr("{n} words added, {m} removed", n=added, m=removed))

    # decisions, rounds, waiting

    def _show_people(self, data: DeliverableData) -> None:
        clear(self.people)
        self.people.addWidget(Label(tr("Decisions"), "section"))
        for review in data.asked:
            self._add_review(review)
        if not data.asked:
            self.people.addWidget(Label(tr("Nobody was asked yet"), "body", "text3"))
        self._add_buttons(data)
        used, agreed = data.detail.row.rounds_used, data.detail.rounds_included
        self.people.addWidget(Line())
        self.people.addWidget(Label(dialogs.round_words(used, agreed), "body",
                                    "attention" if used > agreed else "text"))
        self.people.addWidget(Line())
        self.people.addWidget(Label(tr("Who held the ball"), "section"))
        for holder in BallHolder:
            held = data.held.of(holder)
            now = tr(" (now)") if data.held.now_with.get(holder) else ""
            words = tr("{days}, {n} working", days=formats.days(held.days), n=held.working_days)
            self.people.addLayout(row(Label(f"{labels.label(holder)}{now}"), 1, Label(words, "secondary", "text2")))

    def _add_review(self, review: ReviewRow) -> None:
        step = tr("Our review") if review.step is ReviewStep.INTERNAL else tr("Client")
        draft = tr("draft {n}", n=review.draft_number) if review.draft_number else ""
        self.people.addWidget(Label(" · ".join(part for part in (step, review.decider, draft) if part), weight=500,
                                    wrap=True))
        if review.is_open:
            text, ink = dialogs.deadline_words(review)
        else:
            words = {ReviewDecision.APPROVED: tr("Approved"), ReviewDecision.CHANGES: tr("Changes requested"),
                     ReviewDecision.WITHDRAWN: tr("Withdrawn")}
            text = tr("{what} by {who}, {when}", what=words[review.decision], who=review.decided_by,
                      when=formats.moment(review.decided_at))
            ink = "attention" if review.decision is ReviewDecision.CHANGES else "text2"
        self.people.addWidget(Label(text, "secondary", ink, wrap=True))
        for said in (review.note, review.answer):
            if said:
                self.people.addWidget(Label(said, "secondary", "text2", wrap=True))
        newest = self.data.newest if self.data else None
        if review.is_open and newest is not None and review.draft_number not in (None, newest.number):
            self.people.addWidget(Label(tr("Draft {n} came in since. Ask anew to have it decided", n=newest.number),
                                        "secondary", "attention", wrap=True))

    def _add_buttons(self, data: DeliverableData) -> None:
        review = data.open_review
        if review is None:
            step = data.next_step
            if step is not None:
                ask = Button(tr("Ask for our review") if step is ReviewStep.INTERNAL else tr("Send to the client"))
                ask.clicked.connect(lambda: dialogs.ask_review(self, self.context, data.id, step))
                self.people.addLayout(row(ask, 1))
            return
        change = Button(tr("Edit"), "quiet", "edit")
        change.clicked.connect(lambda: dialogs.ask_review(self, self.context, data.id, review.step, review))
        anew = Button(tr("Ask anew"), "quiet", "refresh")
        anew.clicked.connect(lambda: dialogs.ask_review(self, self.context, data.id, review.step))
        back = Button(tr("Withdraw"), "quiet", "undo")
        back.clicked.connect(lambda: dialogs.withdraw(self.context, data.id))
        self.people.addLayout(row(change, anew, back, 1))

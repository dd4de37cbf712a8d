"""The violations of a deliverable: what was found, what was sent until when, and the one button that comes next."""

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.violations import ViolationState
from microinf_desktop.queries import violations as queries
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import violation as dialogs
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import Button, LinkButton
from microinf_desktop.ui.widgets.findings import area_name
from microinf_desktop.ui.widgets.labels import Label, Line
from microinf_desktop.ui.widgets.layouts import clear, row

_STATES = {
    ViolationState.OPEN: ("Open", "attention"), ViolationState.FIXED: ("Fixed", "done"),
    ViolationState.TAKEN_DOWN: ("Taken down", "text2"), ViolationState.DISMISSED: ("No violation", "text2"),
}


class ViolationList(QWidget):
    """Shows nothing while there is neither a violation nor a failing look. `show_deliverable` again refreshes.

    `keys`: whether the page around it has the actions V, N and F, so that the buttons may name them.
    """

    def __init__(self, context: AppContext, keys: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.deliverable_id = 0
        self._keys = keys
        self.rows: list[queries.ViolationRow] = []
        self._failing = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_deliverable(self, deliverable_id: int) -> None:
        self.deliverable_id = deliverable_id
        with self.context.workspace.reading() as session:
            self.rows = queries.of_deliverable(session, deliverable_id)
            self._failing = len(queries.live_failures(session, deliverable_id))
            others = queries.of_creator(session, self.rows[0].deal.influencer_id) if self.rows else []
        self._fill(others)

    def current(self) -> queries.ViolationRow | None:
        """The open violation that wants to be dealt with first: overdue, then oldest."""
        now = datetime.now(UTC)
        open_ones = [one for one in self.rows if one.state is ViolationState.OPEN]
        return min(open_ones, key=lambda one: (not one.is_overdue(now), one.found_at), default=None)

    def may_record(self) -> bool | str:
        return True if self._failing else tr("the last look at the post does not fail")

    def may_send(self) -> bool | str:
        return True if self.current() is not None else tr("there is no open violation")

    def record(self) -> None:
        dialogs.record(self, self.context, self.deliverable_id)

    def send(self) -> None:
        found = self.current()
        if found is not None:
            dialogs.send(self, self.context, found.id)

    def close_fixed(self) -> None:
        found = self.current()
        if found is not None:
            dialogs.close_fixed(self, self.context, found.id)

    # drawing

    def _fill(self, others: Sequence[queries.ViolationRow]) -> None:
        clear(self._layout)
        self.setVisible(bool(self.rows or self._failing))
        if not self.rows and not self._failing:
            return
        self._layout.addLayout(row(Label(tr("Violations"), "section"), 1))
        if self._failing:
            said = trn("The last look at the post fails in {n} country", "The last look at the post fails in {n} "
                       "countries", self._failing)
            record = Button(tr("Record a violation"), "primary", keys="V" if self._keys else "")
            record.clicked.connect(lambda: self.record())
            self._layout.addWidget(Label(said, "body", "danger", wrap=True))
            self._layout.addLayout(row(record, 1))
        now = datetime.now(UTC)
        for place, one in enumerate(self.rows):
            if place or self._failing:
                self._layout.addWidget(Line())
            self._add(one, now)
        self._add_record(others)
        self._layout.addSpacing(4)
        self._layout.addWidget(Line())
        self._layout.addSpacing(4)

    def _add(self, one: queries.ViolationRow, now: datetime) -> None:
        word, ink = _STATES[one.state]
        state = Label(tr("Deadline passed"), "secondary", "danger", weight=600) if one.is_overdue(now) else Label(
            tr(word), "secondary", ink, weight=600)
        self._layout.addLayout(row(Label(f"{area_name(one.jurisdiction)}, {one.rule}", weight=500), 1, state))
        self._layout.addWidget(Label(one.what, "body", wrap=True))
        if one.wording:
            self._layout.addWidget(Label(tr("To write: {words}", words=one.wording), "secondary", "text2", wrap=True))
        found = tr("Found {when} by {who}", when=formats.moment(one.found_at), who=one.found_by or tr("somebody"))
        self._layout.addWidget(Label(found, "secondary", "text3", wrap=True))
        for step in one.steps:
            sent = tr("{step}: sent {when}, due {due}", step=tr(dialogs.RUNGS[step.kind]),
                      when=formats.moment(step.sent_at), due=formats.moment(step.due_at))
            label = Label(sent, "secondary", "text2", wrap=True)
            label.setToolTip(step.text)
            self._layout.addWidget(label)
        if one.state is not ViolationState.OPEN:
            closed = " · ".join(part for part in (
                tr("Closed {when} by {who}", when=formats.moment(one.closed_at), who=one.closed_by or tr("somebody")),
                one.closing_note) if part)
            self._layout.addWidget(Label(closed, "secondary", "text3", wrap=True))
            return
        self._add_buttons(one, now)

    def _add_buttons(self, one: queries.ViolationRow, now: datetime) -> None:
        following = one.proposes(now)
        first = self._keys and one is self.current()
        text = tr(dialogs.RUNGS[following]) if following else tr("Write again")
        send = Button(text, "primary" if following else "secondary", keys="N" if first else "")
        send.clicked.connect(lambda _=False, key=one.id: dialogs.send(self, self.context, key))
        fixed = Button(tr("Close as fixed"), keys="F" if first else "")
        fixed.clicked.connect(lambda _=False, key=one.id: dialogs.close_fixed(self, self.context, key))
        other = LinkButton(tr("Close otherwise"))
        other.clicked.connect(lambda _=False, key=one.id: dialogs.close_otherwise(self, self.context, key))
        self._layout.addLayout(row(send, fixed, other, 1))

    def _add_record(self, others: Sequence[queries.ViolationRow]) -> None:
        """How the creator has dealt with labels so far, where there is more than this one."""
        if len(others) < 2:
            return
        self._layout.addWidget(Line())
        self._layout.addWidget(Label(record_words(queries.record_of(others), others[0].deal.creator), "secondary",
                                     "text2", wrap=True))


def record_words(record: queries.CreatorRecord, creator: str) -> str:
    """A creator's record in a sentence."""
    said = trn("{creator}: {n} violation on record, {fixed} fixed, {open} open",
               "{creator}: {n} violations on record, {fixed} fixed, {open} open", record.total, creator=creator,
               fixed=formats.count(record.fixed), open=formats.count(record.open))
    if record.median_to_fix is None:
        return said
    return said + tr(", fixed within {time} (median)", time=formats.age(record.median_to_fix))

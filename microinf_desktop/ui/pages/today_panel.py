"""What stands behind an item of Today: why it is due, who held the ball, what can be done with one key."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.domain.today import TodayItem, TodayKind
from microinf_desktop.queries import history
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.log_interaction import log_interaction
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.today_words import nudges, record_name, reminder, what
from microinf_desktop.ui.widgets.buttons import Button, LinkButton
from microinf_desktop.ui.widgets.labels import Label, Swatch
from microinf_desktop.ui.widgets.layouts import column, row
from microinf_desktop.ui.widgets.panel import FactList, SidePanel


class TodayPanel(SidePanel):
    """Shows a `TodayItem`."""

    open_asked = Signal(object)

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self.context = context
        self.item: TodayItem | None = None

    def show_item(self, item: TodayItem) -> None:
        """Fill the panel for an item."""
        self.item = item
        self.set_title(what(item), " · ".join(part for part in (item.creator, item.campaign, item.client) if part))
        self.set_leading(Swatch(item.client_color) if item.client_color else None)
        self.clear_body()
        self._why(item)
        self._one_key(item)
        self._history(item)
        self.body.addStretch(1)

    def _why(self, item: TodayItem) -> None:
        day = self.context.today()
        facts = FactList()
        if item.due_on is not None:
            late = (day - item.due_on).days
            facts.add(tr("Due"), formats.long_day(item.due_on), formats.late(item.due_on, day) if late > 0 else "",
                      "danger" if late > 0 else "")
        facts.add(tr("Holds the ball"), item.decider or labels.label(BallHolder(item.holder)))
        if item.waiting_since is not None:
            facts.add(tr("Waiting since"), formats.long_day(item.waiting_since),
                      formats.days((day - item.waiting_since).days))
        if item.snoozed_until is not None:
            facts.add(tr("Put off until"), formats.long_day(item.snoozed_until))
        if item.amount is not None:
            facts.add(tr("Open amount"), formats.money(item.amount, full=True))
        self.add_section().addWidget(facts)

    def _one_key(self, item: TodayItem) -> None:
        part = self.add_section(tr("One key"))
        if item.influencer_id and (nudges(item) or item.kind in (TodayKind.PROOF, TodayKind.METRICS)):
            # N does what the row's link says, which is a reminder only where others hold the ball.
            keys = "N" if nudges(item) else ""
            to_client = item.kind is TodayKind.CLIENT_REVIEW
            text = tr("Copy a reminder") if to_client else tr("Copy a reminder and log it")
            nudge = Button(text, "secondary", keys=keys)
            nudge.clicked.connect(self.nudge)
            part.addLayout(row(nudge, 1))
        opened = LinkButton(tr("Open {record}", record=record_name(item)))
        opened.clicked.connect(lambda: self.open_asked.emit(item))
        part.addLayout(row(opened, 1))
        if item.influencer_id:
            person = LinkButton(tr("Open {name} in the roster", name=item.creator))
            person.clicked.connect(lambda: self.context.navigation.open("roster", id=item.influencer_id))
            part.addLayout(row(person, 1))

    def _history(self, item: TodayItem) -> None:
        table = {"deliverable": "deliverable", "contract": "contract", "influencer": "influencer"}.get(item.record)
        if table is None:
            return
        with self.context.workspace.reading() as session:
            changes = history.of_record(session, table, item.record_id, 8)
        if changes:
            part = self.add_section(tr("History"))
            for change in changes:
                note = " · ".join(text for text in (formats.moment(change.at), change.person) if text)
                part.addLayout(column(Label(change.text, wrap=True), Label(note, "secondary", "text3"), spacing=2,
                                      margins=(0, 0, 0, 6)))

    def nudge(self) -> None:
        """Put a reminder on the clipboard and offer to log it as sent; one to a client is no word to a creator."""
        item = self.item
        if item is None or not item.influencer_id:
            return
        QGuiApplication.clipboard().setText(reminder(item, self.context.workspace.person_name, self.context.today()))
        self.context.toast(tr("The reminder is on the clipboard"))
        if item.kind == "client_review":
            return
        log_interaction(self, self.context, item.influencer_id, item.creator,
                        tr("Reminder sent: {what}", what=self.title.text()))

"""What stands behind an item of Today: why it is due, who held the ball, what can be done with one key."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from microinf_desktop.domain.enums import BallHolder, DeliverableKind
from microinf_desktop.queries import history, today
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.log_interaction import log_interaction
from microinf_desktop.ui.i18n import tr
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
        self.item: today.TodayItem | None = None

    def show_item(self, item: today.TodayItem) -> None:
        """Fill the panel for an item."""
        from microinf_desktop.ui.pages.today_page import what

        self.item = item
        self.set_title(what(item), " · ".join(part for part in (item.creator, item.campaign, item.client) if part))
        self.set_leading(Swatch(item.client_color) if item.client_color else None)
        self.clear_body()
        self._why(item)
        self._one_key(item)
        self._history(item)
        self.body.addStretch(1)

    def _why(self, item: today.TodayItem) -> None:
        day = self.context.today()
        facts = FactList()
        if item.due_on is not None:
            late = (day - item.due_on).days
            facts.add(tr("Due"), formats.long_day(item.due_on), formats.late(item.due_on, day) if late > 0 else "",
                      "danger" if late > 0 else "")
        facts.add(tr("Holds the ball"), labels.label(BallHolder(item.holder)))
        if item.waiting_since is not None:
            facts.add(tr("Waiting since"), formats.long_day(item.waiting_since),
                      formats.days((day - item.waiting_since).days))
        if item.amount is not None:
            facts.add(tr("Open amount"), formats.money(item.amount, full=True))
        self.add_section().addWidget(facts)

    def _one_key(self, item: today.TodayItem) -> None:
        part = self.add_section(tr("One key"))
        if item.influencer_id and item.kind in ("draft", "client_review", "contract", "proof", "metrics"):
            # N does what the row's link says, which is a reminder only where others hold the ball.
            keys = "N" if item.kind in ("draft", "client_review") else ""
            text = tr("Copy a reminder") if item.kind == "client_review" else tr("Copy a reminder and log it")
            nudge = Button(text, "secondary", keys=keys)
            nudge.clicked.connect(self.nudge)
            part.addLayout(row(nudge, 1))
        opened = LinkButton(tr("Open {record}", record=_record_name(item)))
        opened.clicked.connect(lambda: self.open_asked.emit(item))
        part.addLayout(row(opened, 1))
        if item.influencer_id:
            person = LinkButton(tr("Open {name} in the roster", name=item.creator))
            person.clicked.connect(lambda: self.context.navigation.open("roster", id=item.influencer_id))
            part.addLayout(row(person, 1))

    def _history(self, item: today.TodayItem) -> None:
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


def reminder(item: today.TodayItem, sender: str, day: date) -> str:
    """A friendly reminder in plain words, ready to paste into a mail or message."""
    first = item.creator.split()[0] if item.creator else ""
    thing = labels.label(DeliverableKind(item.what)) if item.record == "deliverable" else item.what
    when = ""
    if item.due_on is not None:
        due = formats.long_day(item.due_on)
        when = tr(" It was due on {day}.", day=due) if item.due_on < day else tr(" It is due on {day}.", day=due)
    asks = {
        "draft": tr("could you send the draft of the {thing} for {campaign}?", thing=thing, campaign=item.campaign),
        "client_review": tr("could you have a look at the {thing} by {creator} for {campaign}?", thing=thing,
                            creator=item.creator, campaign=item.campaign),
        "contract": tr("could you sign the agreement {number} for {campaign}?", number=item.what,
                       campaign=item.campaign),
    }
    ask = asks.get(item.kind) or tr("could you send the link and a screenshot of the {thing} for {campaign}?",
                                    thing=thing, campaign=item.campaign)
    hello = tr("Hello,") if item.kind == "client_review" else tr("Hi {name},", name=first)
    return f"{hello}\n\n{ask}{when}\n\n{sender}".strip() + "\n"


def _record_name(item: today.TodayItem) -> str:
    names = {"deliverable": tr("the deliverable"), "campaign": tr("the campaign"), "contract": tr("the contract"),
             "influencer": tr("the person")}
    return names[item.record]

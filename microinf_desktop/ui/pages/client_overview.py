"""A client at a glance: work of the open campaigns in numbers, next dates, contacts, what documents need."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.checklists import Progress
from microinf_desktop.domain.enums import CampaignState
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import checklists, clients
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.client_inputs import contrast_note
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.kpi import Kpi
from microinf_desktop.ui.widgets.labels import Avatar, ElidedLabel, GlyphSign, Label, Line, ProgressSign, Swatch, Tag
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, row
from microinf_desktop.ui.widgets.panel import FactList

_KINDS = {"milestone": "Milestone", "publish": "Publishes", "client_review": "Client review", "event": "Event"}
_SCREENS = {"publish": "deliverable", "client_review": "deliverable", "event": "event"}


class ClientOverview(ScrollColumn):
    """The first tab of a client."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(margins=(24, 16, 24, 24), spacing=24, parent=parent)
        self.context = context

    def actions(self) -> Sequence[Action]:
        return ()

    def show_client(self, detail: clients.ClientDetail) -> None:
        with self.context.workspace.reading() as session:
            work = clients.work(session, detail.id, self.context.today())
            total = checklists.progress_by_client(session, [detail.id], self.context.today()).get(detail.id)
            items = checklists.progress_by_campaign(
                session, [campaign.id for campaign in work.campaigns], self.context.today())
        clear(self.body)
        self.body.addLayout(self._figures(work))
        grid = QGridLayout()
        grid.setHorizontalSpacing(48)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(24)
        self._campaigns(left, work, items, total)
        self._dates(left, work)
        self._contacts(right, detail)
        self._facts(right, detail)
        left.addStretch(1)
        right.addStretch(1)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        self.body.addLayout(grid)

    def _figures(self, work: clients.ClientWork) -> QHBoxLayout:
        running = sum(campaign.state == CampaignState.RUNNING for campaign in work.campaigns)
        planned = sum(campaign.state == CampaignState.PLANNING for campaign in work.campaigns)
        progress = Kpi(tr("Progress"), formats.percent(work.progress, 0))
        progress.set_formula(tr("mean of {n} deliverables", n=work.deliverables) if work.deliverables else "")
        late = Kpi(tr("Late"), formats.count(work.late) if work.deliverables else formats.MISSING)
        late.set_formula(tr("{done} of {total} are out", done=work.done, total=work.deliverables)
                         if work.deliverables else "")
        first = work.next_dates[0] if work.next_dates else None
        ahead = Kpi(tr("Next date"), formats.relative(first.day, self.context.today()) if first else formats.MISSING)
        ahead.set_formula(f"{tr(_KINDS[first.kind])}: {first.text}" if first else "")
        open_ones = Kpi(tr("Running campaigns"), formats.count(running))
        open_ones.set_formula(tr("{n} in planning", n=planned) if planned else "")
        money = Kpi(tr("Committed"), _amounts(work.committed))
        money.set_formula(tr("of {budget} budget", budget=_amounts(work.budgets)) if work.budgets else "")
        line = QHBoxLayout()
        line.setSpacing(24)
        for figure in (open_ones, progress, late, ahead, money):
            line.addWidget(figure, 1)
        return line

    def _campaigns(
        self, into: QVBoxLayout, work: clients.ClientWork, items: Mapping[int, Progress], total: Progress | None
    ) -> None:
        lines: list[QWidget] = []
        for campaign in work.campaigns:
            link = LinkButton(campaign.name)
            link.clicked.connect(lambda _=False, key=campaign.id: self.context.navigation.open("campaign", id=key))
            state = CampaignState(campaign.state)
            progress = "" if campaign.progress is None else f" · {campaign.progress}{formats.NBSP}%"
            late = Label(trn("{n} late", "{n} late", campaign.late) if campaign.late else "", "secondary", "danger",
                         weight=600)
            money = formats.money(campaign.committed) if campaign.committed and campaign.committed.minor else ""
            line = row(GlyphSign(state), link, 1, late, Label(money, "secondary", "text2"),
                       Label(f"{labels.label(state)}{progress}", "secondary", "text2"))
            if found := items.get(campaign.id):
                line.addWidget(ProgressSign(found.done, found.total, tr("Checklist items done")))
            lines.append(boxed(line))
        if total is not None and len(lines) > 1:
            lines.append(boxed(row(Label(tr("Checklists of all campaigns"), "secondary", "text2"), 1,
                                   ProgressSign(total.done, total.total, tr("Checklist items done")))))
        into.addLayout(section(tr("Campaigns"), lines or [Label(tr("None yet"), ink="text3")]))

    def _dates(self, into: QVBoxLayout, work: clients.ClientWork) -> None:
        lines: list[QWidget] = []
        for entry in work.next_dates:
            day = Label(formats.relative(entry.day, self.context.today()), "secondary", "text2")
            day.setFixedWidth(96)
            link = LinkButton(entry.text)
            link.clicked.connect(lambda _=False, entry=entry: self._open(entry))
            note = ElidedLabel(f"{tr(_KINDS[entry.kind])} · {entry.campaign}", "secondary", "text3")
            line = row(day, link)
            line.addWidget(note, 1)
            lines.append(boxed(line))
        nothing = tr("Nothing is planned from today on")
        into.addLayout(section(tr("Next dates"), lines or [Label(nothing, ink="text3")]))

    def _open(self, entry: clients.NextDate) -> None:
        if entry.kind in _SCREENS:
            self.context.navigation.open(_SCREENS[entry.kind], id=entry.target_id)
        else:
            self.context.navigation.open("campaign", id=entry.campaign_id)

    def _contacts(self, into: QVBoxLayout, detail: clients.ClientDetail) -> None:
        lines: list[QWidget] = []
        for contact in detail.contacts:
            words = QVBoxLayout()
            words.setSpacing(1)
            head = row(Label(contact.name, weight=500))
            if contact.is_decider:
                head.addWidget(Tag(tr("Decides")))
            head.addStretch(1)
            words.addLayout(head)
            if contact.role:
                words.addWidget(Label(contact.role, "secondary", "text2", wrap=True))
            reach = row(spacing=12)
            if contact.email:
                mail = LinkButton(contact.email, "secondary")
                mail.setToolTip(tr("Write to {name}", name=contact.name))
                mail.clicked.connect(lambda _=False, to=contact.email: QDesktopServices.openUrl(QUrl(f"mailto:{to}")))
                reach.addWidget(mail)
            if contact.phone:
                reach.addWidget(Label(contact.phone, "secondary", "text2"))
            reach.addStretch(1)
            words.addLayout(reach)
            line = row(Avatar(contact.name), spacing=10)
            line.addLayout(words, 1)
            lines.append(boxed(line))
        into.addLayout(section(tr("Contacts"), lines or [Label(tr("None yet"), ink="text3")]))

    def _facts(self, into: QVBoxLayout, detail: clients.ClientDetail) -> None:
        fields, facts = detail.fields, FactList()
        for name, value in (
            (tr("Legal name"), fields["legal_name"]), (tr("Address"), fields["address"]),
            (tr("Country"), choices.country(fields["country"]) if fields["country"] else ""),
            (tr("VAT number"), fields["vat_id"]), (tr("Website"), fields["website"]),
            (tr("Rules that apply"), ", ".join(fields["jurisdictions"])), (tr("Currency"), fields["currency"]),
            (tr("Payment terms"), formats.days(fields["payment_terms_days"])),
            (tr("Time zone"), fields["time_zone"].replace("_", " ")), (tr("Logo"), detail.logo_name),
        ):
            facts.add(name, value)
        colour = boxed(row(Swatch(fields["color"]), Label(fields["color"]), 1))
        parts: list[QWidget] = [colour]
        if note := contrast_note(fields["color"]):
            parts.append(Label(note, "secondary", "attention", wrap=True))
        into.addLayout(section(tr("For documents"), [*parts, facts]))
        if fields["notes"]:
            into.addLayout(section(tr("Notes"), [Label(fields["notes"], ink="text2", wrap=True)]))


def section(title: str, widgets: Sequence[QWidget]) -> QVBoxLayout:
    """A heading with a hairline under it and what belongs to it."""
    part = QVBoxLayout()
    part.setSpacing(8)
    part.addWidget(Label(title, "section"))
    part.addWidget(Line())
    for widget in widgets:
        part.addWidget(widget)
    return part


def _amounts(amounts: Sequence[Money]) -> str:
    return " + ".join(formats.money(amount) for amount in amounts) or formats.MISSING

"""The panel of a usage right: what it allows, until when, where it comes from, offers to renew it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.rights import RenewalState, RightStage
from microinf_desktop.queries import rights as queries
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import right_renewal
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages import rights_words as words
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.labels import Avatar, Label, Pill
from microinf_desktop.ui.widgets.layouts import row as across
from microinf_desktop.ui.widgets.panel import FactList, SidePanel


class RightPanel(SidePanel):
    """`show_right(row)` fills it; `acted` names what is to be done with the right that is shown."""

    acted = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.context = context

    def show_right(self, row: queries.RightRow) -> None:
        """Fill the panel anew."""
        with self.context.workspace.reading() as session:
            offers = queries.renewals(session, row.id)
        self.set_title(labels.label(row.terms.kind), row.deal.creator)
        self.set_leading(Avatar(row.deal.creator, 40))
        self.clear_body()
        part = self.add_section()
        part.addLayout(across(Pill(row.stage, self._standing(row)), 1))
        if not row.is_signed:
            part.addWidget(Label(tr("The contract is not signed by both, so nothing may be used yet"), "secondary",
                                 "attention", wrap=True))
        if row.withdrawn_on is not None:
            part.addWidget(Label(row.withdrawal_reason, "secondary", "text2", wrap=True))
        self._add_links(part, row)
        self._add_facts(row)
        self._add_offers(row, offers)
        if row.terms.notes:
            self.add_section(tr("Note")).addWidget(Label(row.terms.notes, "secondary", "text2", wrap=True))
        self.body.addStretch(1)

    def _standing(self, row: queries.RightRow) -> str:
        if row.stage is RightStage.WITHDRAWN:
            return tr("Withdrawn on {day}", day=formats.day(row.withdrawn_on))
        if row.stage is RightStage.NOT_BEGUN:
            return tr("Not begun")
        if row.days_left is None or row.ends_on is None:
            return tr("For ever")
        if row.days_left == 0:
            return tr("Ends today")
        if row.days_left < 0:
            return tr("Ended {day}, {left}", day=formats.day(row.ends_on), left=words.left(row))
        return tr("Ends {day}, {left}", day=formats.day(row.ends_on),
                  left=trn("in {n} day", "in {n} days", row.days_left))

    def _add_links(self, part: QVBoxLayout, row: queries.RightRow) -> None:
        links = [("ask", tr("May we use it?"))]
        if right_renewal.renewable([row]) and row.offer is None:
            links.append(("renew", tr("Offer a renewal")))
        if row.stage is RightStage.NOT_BEGUN:
            links.append(("begin", tr("Record the first day")))
        for key, text in links:
            button = LinkButton(text)
            button.clicked.connect(lambda _on=False, key=key: self.acted.emit(key))
            part.addLayout(across(button, 1))

    def _add_facts(self, row: queries.RightRow) -> None:
        terms, facts = row.terms, FactList()
        facts.add(tr("Content"), words.content(row))
        facts.add(tr("Where"), words.where(terms))
        facts.add(tr("Territory"), words.territory(terms.territories))
        facts.add(tr("Term"), words.term(terms))
        facts.add(tr("Begins"), formats.day(terms.starts_on) if terms.starts_on else labels.label(terms.starts_with))
        facts.add(tr("Ends"), words.ends(row))
        facts.add(tr("May be changed"), tr("yes") if terms.may_edit else tr("no"))
        facts.add(tr("Passed on"), tr("yes") if terms.may_sublicense else tr("no"))
        if terms.kind.uses_account:
            facts.add(tr("Code"), terms.code)
        self.add_section(tr("What it allows")).addWidget(facts)
        origin = FactList()
        origin.add(tr("From"), words.source(row.contract, terms.clause))
        origin.add(tr("Campaign"), row.deal.campaign)
        origin.add(tr("Client"), row.deal.client)
        origin.add(tr("Fee"), formats.money(row.fee) if row.fee else "")
        origin.add(tr("Renewal"), formats.money(row.renewal) if row.renewal else "")
        self.add_section(tr("Where it comes from")).addWidget(origin)

    def _add_offers(self, row: queries.RightRow, offers: list[queries.RenewalRow]) -> None:
        if not offers:
            return
        part = self.add_section(tr("Renewals"))
        for offer in offers:
            part.addLayout(across(Pill(offer.state), 1, Label(formats.money(offer.price), "secondary", weight=600)))
            told = tr("{number}, {months}, {day}", number=offer.number,
                      months=trn("{n} month", "{n} months", offer.months), day=formats.day(offer.quoted_on))
            if offer.state is RenewalState.OFFERED and offer.valid_until is not None:
                told = tr("{told}; holds until {day}", told=told, day=formats.day(offer.valid_until))
            part.addWidget(Label(told, "secondary", "text2", wrap=True))
            self._add_decisions(part, offer)

    def _add_decisions(self, part: QVBoxLayout, offer: queries.RenewalRow) -> None:
        links = []
        if offer.state is RenewalState.OFFERED:
            links += [(tr("Accepted"), lambda: right_renewal.accept(self, self.context, [offer.id])),
                      (tr("Declined"), lambda: right_renewal.decline(self.context, [offer.id]))]
        if offer.sha256:
            links.append((tr("Save the quote"), lambda: right_renewal.save_quote(self, self.context, offer)))
        buttons = []
        for text, run in links:
            button = LinkButton(text, "secondary")
            button.clicked.connect(lambda _on=False, run=run: run())
            buttons.append(button)
        part.addLayout(across(*buttons, 1, spacing=14))

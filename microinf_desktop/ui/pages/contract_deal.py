"""What a contract takes over from the deal as it is: deliverables and pay; and the ways to the records behind it."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from microinf_desktop.domain.contract_fields import Origin
from microinf_desktop.domain.contracts import ContractData
from microinf_desktop.domain.enums import CompensationModel
from microinf_desktop.queries.clauses import languages
from microinf_desktop.queries.contracts import ContractRow
from microinf_desktop.queries.deals import DealRef
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import Label
from microinf_desktop.ui.widgets.layouts import clear, row
from microinf_desktop.ui.widgets.panel import FactList


class ContractDeal(QWidget):
    """Pay and deliverables, which the payments and the campaign follow; they are changed in the deal alone."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._deal: DealRef | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def currency_of(self, data: ContractData) -> str:
        """The currency of the deal."""
        from microinf_desktop.documents.contract_values import currency_of

        return currency_of(data)

    def show_contract(self, data: ContractData, found: ContractRow) -> None:
        clear(self._column)
        self._deal = found.deal
        pay = data.compensation
        facts = FactList()
        facts.add(tr("Deal"), labels.label(CompensationModel(pay.model)))
        facts.add(tr("Fee"), formats.money(found.fee, full=True))
        for part in pay.instalments:
            facts.add(tr("of it {when}", when=_when(part.trigger)), formats.money(part.amount, full=True))
        for product in pay.products:
            facts.add(tr("Product"), f"{product.label}, " + formats.money(product.value, full=True))
        edit = LinkButton(tr("Open the deal"))
        edit.clicked.connect(self._open)
        words = Label(tr("From the deal, which the payments follow"), "secondary", "text2")
        self._column.addLayout(row(words, 1, edit))
        self._column.addWidget(facts)

    def _open(self) -> None:
        if self._deal is not None:
            open_source(self, self._context, Origin.DEAL, self._deal)


class ContractWork(QWidget):
    """The deliverables as the campaign plans them; they are changed there, so that contract and plan say the same."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._deal: DealRef | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def show_contract(self, data: ContractData, deal: DealRef) -> None:
        clear(self._column)
        self._deal = deal
        plan = LinkButton(tr("Open the plan"))
        plan.clicked.connect(self._open)
        self._column.addLayout(row(Label(tr("Deliverables, from the campaign"), "secondary", "text2"), 1, plan))
        for item in data.deliverables:
            name = item.title or labels.label(item.kind)
            times = f"{item.quantity} × " if item.quantity > 1 else ""
            days = [tr("draft {day}", day=formats.day(item.draft_due_on)) if item.draft_due_on else "",
                    tr("out {day}", day=formats.day(item.publish_on)) if item.publish_on else "",
                    trn("live {n} day", "live {n} days", item.keep_live_days)
                    if item.keep_live_days and item.is_published else ""]
            self._column.addWidget(Label(f"{times}{name}", weight=500, wrap=True))
            about = " · ".join(part for part in (labels.label(item.platform), *days) if part)
            self._column.addWidget(Label(about, "secondary", "text2", wrap=True))
        if not data.deliverables:
            self._column.addWidget(Label(tr("None planned yet"), ink="text3"))

    def _open(self) -> None:
        if self._deal is not None:
            self._context.navigation.open("campaign", id=self._deal.campaign_id, tab="deliverables")


class LanguageField(QWidget):
    """The language of the contract, of those there is a clause library in."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = ComboBox([(code, choices.language(code)) for code in languages()])
        self.box.setAccessibleName(tr("Language of the contract"))
        self.box.edited.connect(self.edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(Label(tr("Language of the contract"), "label", "text2"))
        layout.addWidget(self.box)

    def show_choice(self, language: str) -> None:
        self.box.set_choices([(code, choices.language(code)) for code in languages()])
        self.box.set_value(language)

    def value(self) -> str:
        return str(self.box.value() or "")


def _when(trigger: Any) -> str:
    words = {"signature": tr("at signature"), "approval": tr("at approval"), "live": tr("when live"),
             "report": tr("with the report")}
    return words.get(str(trigger), str(trigger))


def source_of(path: str) -> Origin:
    """The record a value that is no field of the form is mended in."""
    head = path.partition(".")[0].partition("[")[0]
    known = {"agency": Origin.AGENCY, "client": Origin.CLIENT, "creator": Origin.PERSON, "campaign": Origin.CAMPAIGN,
             "disclosures": Origin.CAMPAIGN}
    return known.get(head, Origin.DEAL)


def open_contract(context: AppContext, collaboration_id: int) -> None:
    """Open the contract of a deal; where there is none yet it is begun, filled from the deal."""
    from microinf_desktop.queries import contracts
    from microinf_desktop.services.contracts import create_contract

    workspace, today = context.workspace, context.today()
    with workspace.reading() as session:
        held = contracts.for_collaboration(session, collaboration_id)
    if held is not None:
        context.navigation.open("contract", id=held.id)
        return

    def begun(contract_id: int) -> None:
        context.toast(tr("Contract created"), undo=True)
        context.navigation.open("contract", id=contract_id)

    context.tasks.write(
        tr("Starting a contract"), lambda _p, _t: create_contract(workspace, collaboration_id, today=today), begun)


def open_source(parent: QWidget, context: AppContext, origin: Origin, deal: DealRef) -> None:
    """Open the record a value comes from."""
    if origin is Origin.AGENCY:
        context.navigation.open("settings", tab="agency")
    elif origin is Origin.DEFAULTS:
        context.navigation.open("settings", tab="contracts")
    elif origin is Origin.CLIENT:
        context.navigation.open("client", id=deal.client_id)
    elif origin is Origin.PERSON:
        from microinf_desktop.ui.dialogs.person import edit_person

        edit_person(parent, context, deal.influencer_id)
    elif origin is Origin.CAMPAIGN:
        from microinf_desktop.ui.dialogs.campaign import edit_campaign

        edit_campaign(parent, context, deal.campaign_id)
    else:
        context.navigation.open(
            "campaign", id=deal.campaign_id, tab="collaborations", collaboration=deal.collaboration_id)

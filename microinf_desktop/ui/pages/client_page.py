"""One client: brand guidelines, people, rivals, campaigns; edited in one dialog."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import CampaignState
from microinf_desktop.queries import campaigns, clients
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.client import edit_client
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.labels import Label, Swatch, Tag
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear, row
from microinf_desktop.ui.widgets.panel import FactList


class ClientPage(Page):
    """`params["id"]` is the client."""

    tables = frozenset({
        "client", "client_contact", "competitor", "persona", "campaign", "deliverable", "collaboration",
    })

    def build(self) -> None:
        self.header.set_breadcrumb(tr("Clients"))
        self.page_column = ScrollColumn(margins=(16, 12, 16, 16))
        self.set_content(self.page_column)

    @property
    def client_id(self) -> int:
        return int(str(self.params.get("id", 0)))

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            detail = clients.detail(session, self.client_id)
            work = campaigns.rows(session, campaigns.CampaignFilter(client_ids=(self.client_id,)), self.context.today())
        clear(self.page_column.body)
        if detail is None:
            self.page_column.body.addWidget(Label(tr("This client was deleted"), "section"))
            self.page_column.body.addStretch(1)
            return
        fields = detail.fields
        self.header.set_title(fields["name"], fields["category"])
        grid = QGridLayout()
        grid.setHorizontalSpacing(48)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(24)
        right.setSpacing(24)
        grid.addLayout(left, 0, 0)
        grid.addLayout(right, 0, 1)
        self._guidelines(left, detail)
        self._campaigns(right, work)
        self._facts(right, detail)
        left.addStretch(1)
        right.addStretch(1)
        self.page_column.body.addLayout(grid)
        self.page_column.body.addStretch(1)

    def _guidelines(self, into: QVBoxLayout, detail: clients.ClientDetail) -> None:
        fields = detail.fields
        parts = (
            (tr("Key messages"), fields["key_messages"]), (tr("Do"), fields["dos"]), (tr("Do not"), fields["donts"]),
        )
        for title, lines in parts:
            if lines:
                into.addLayout(_section(title, [Label(f"•  {line}", wrap=True) for line in lines]))
        for title, text in ((tr("Tone"), fields["tone"]), (tr("Visual style"), fields["visual_style"])):
            if text:
                into.addLayout(_section(title, [Label(text, wrap=True)]))
        for title, words in (
            (tr("To include"), [*fields["mandatory_mentions"], *fields["mandatory_hashtags"]]),
            (tr("Words not to use"), fields["forbidden_words"]),
        ):
            if words:
                into.addLayout(_section(title, [_tags(words)]))
        if not into.count():
            empty = tr("No guidelines yet. They feed briefs, contracts and the caption check")
            into.addLayout(_section(tr("Brand guidelines"), [Label(empty, ink="text3", wrap=True)]))
        if fields["notes"]:
            into.addLayout(_section(tr("Notes"), [Label(fields["notes"], ink="text2", wrap=True)]))

    def _campaigns(self, into: QVBoxLayout, work: Sequence[campaigns.CampaignRow]) -> None:
        lines: list[QWidget] = []
        for campaign in work:
            holder = QWidget()
            link = LinkButton(campaign.name)
            link.clicked.connect(lambda _=False, key=campaign.id: self.context.navigation.open("campaign", id=key))
            state = labels.label(CampaignState(campaign.state))
            progress = "" if campaign.progress is None else f" · {campaign.progress}{formats.NBSP}%"
            holder.setLayout(row(link, 1, Label(f"{state}{progress}", "secondary", "text2")))
            lines.append(holder)
        into.addLayout(_section(tr("Campaigns"), lines or [Label(tr("None yet"), ink="text3")]))

    def _facts(self, into: QVBoxLayout, detail: clients.ClientDetail) -> None:
        fields = detail.fields
        facts = FactList()
        for name, value in (
            (tr("Legal name"), fields["legal_name"]), (tr("Address"), fields["address"]),
            (tr("Country"), choices.country(fields["country"]) if fields["country"] else ""),
            (tr("VAT number"), fields["vat_id"]), (tr("Website"), fields["website"]),
            (tr("Rules that apply"), ", ".join(fields["jurisdictions"])), (tr("Currency"), fields["currency"]),
            (tr("Payment terms"), formats.days(fields["payment_terms_days"])),
        ):
            facts.add(name, value)
        into.addLayout(_section(tr("For documents"), [row_of(Swatch(fields["color"]), Label(fields["color"])), facts]))
        people = [
            Label(" · ".join(p for p in (c.name, c.role, c.email, c.phone) if p), wrap=True) for c in detail.contacts
        ]
        into.addLayout(_section(tr("Contacts"), people or [Label(tr("None yet"), ink="text3")]))
        rivals = [rival.name for rival in detail.competitors]
        into.addLayout(_section(tr("Competitors"), [_tags(rivals)] if rivals else [Label(tr("None yet"), ink="text3")]))
        for persona in detail.personas:
            ages = f"{persona['age_from'] or ''}–{persona['age_to'] or ''}".strip("–")
            words = [ages, ", ".join(persona["countries"]), ", ".join(persona["interests"])]
            into.addLayout(_section(
                tr("Persona: {name}", name=persona["name"]), [Label(" · ".join(w for w in words if w), wrap=True)]
            ))

    def actions(self) -> list[Action]:
        return [Action("client.edit", tr("Edit client"), self.edit, "F2", "edit", tr("Client"), "primary")]

    def edit(self) -> None:
        if edit_client(self, self.context, self.client_id) is not None:
            self.context.toast(tr("Changes saved"), undo=True)


def _section(title: str, widgets: Sequence[QWidget]) -> QVBoxLayout:
    part = QVBoxLayout()
    part.setSpacing(6)
    part.addWidget(Label(title, "section"))
    for widget in widgets:
        part.addWidget(widget)
    return part


def _tags(words: Sequence[str]) -> QWidget:
    from microinf_desktop.ui.widgets.flow import FlowLayout

    holder = QWidget()
    flow = FlowLayout(holder, margins=(0, 0, 0, 0), spacing=6)
    for word in words:
        flow.addWidget(Tag(word))
    return holder


def row_of(*widgets: QWidget) -> QWidget:
    """Widgets side by side in one."""
    holder = QWidget()
    holder.setLayout(row(*widgets, 1))
    return holder

"""The panel of an asset: whether it may be used, each right that counts for it, its file and post."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.rights_answer import Grant
from microinf_desktop.queries import assets as queries
from microinf_desktop.queries import rights
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages import rights_words as words
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.labels import Label, Pill
from microinf_desktop.ui.widgets.layouts import row as across
from microinf_desktop.ui.widgets.panel import FactList, SidePanel


class AssetPanel(SidePanel):
    """`show_asset(row)` fills it; `acted` names what is to be done with the asset that is shown."""

    acted = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.context = context

    def show_asset(self, row: queries.AssetRow) -> None:
        """Fill the panel anew."""
        with self.context.workspace.reading() as session:
            granted = rights.grants(session, row.deal.collaboration_id, row.id)
            found = {one.id: one for one in rights.rows(session, [one.id for one in granted], self.context.today())}
        self.set_title(row.title, row.deal.creator)
        self.clear_body()
        part = self.add_section()
        part.addLayout(across(Pill(row.badge.standing, words.badge_text(row.badge, self.context.today())), 1))
        for key, text in (("ask", tr("May we use it?")), ("right", tr("Add usage right")),
                          ("link", tr("Link to a deliverable"))):
            button = LinkButton(text)
            button.clicked.connect(lambda _on=False, key=key: self.acted.emit(key))
            if key != "link" or row.deliverable_id is None:
                part.addLayout(across(button, 1))
        self._add_rights(granted, found)
        self._add_file(row)
        if row.notes:
            self.add_section(tr("Note")).addWidget(Label(row.notes, "secondary", "text2", wrap=True))
        self.body.addStretch(1)

    def _add_rights(self, granted: list[Grant], found: dict[int, rights.RightRow]) -> None:
        part = self.add_section(tr("Rights"), str(len(granted)) if granted else "")
        if not granted:
            part.addWidget(Label(tr("None is stored, so it may not be used"), "secondary", "text2", wrap=True))
        for grant in granted:
            row = found.get(grant.id)
            if row is None:
                continue
            part.addSpacing(4)
            part.addLayout(across(Pill(row.stage, labels.label(row.terms.kind)), 1,
                                  Label(words.ends(row) if row.ends_on else words.left(row), "secondary", "text2")))
            told = tr("{where}; {territory}", where=words.where(row.terms), territory=", ".join(row.terms.territories))
            part.addWidget(Label(told, "secondary", "text2", wrap=True))
            part.addWidget(Label(words.source(row.contract, row.terms.clause), "secondary", "text3", wrap=True))
            if not grant.is_sure:
                part.addWidget(Label(tr("Of one post; link the file to see whether it counts"), "secondary",
                                     "attention", wrap=True))

    def _add_file(self, row: queries.AssetRow) -> None:
        facts = FactList()
        facts.add(tr("Kind"), labels.label(row.kind))
        facts.add(tr("File"), row.file_name or tr("none"))
        if row.sha256:
            facts.add(tr("Size"), formats.size(row.size_bytes))
        facts.add(tr("Deliverable"), row.post or tr("not linked"))
        facts.add(tr("Campaign"), row.deal.campaign)
        facts.add(tr("Client"), row.deal.client)
        facts.add(tr("Added"), formats.day(row.added_at.date()))
        facts.add(tr("Address"), row.url)
        self.add_section(tr("Details")).addWidget(facts)

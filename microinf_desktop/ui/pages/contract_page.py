"""One contract: what is missing or risky at the left, the page as it will be printed at the right."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from microinf_desktop.domain.contracts import ContractFinding, FindingSeverity
from microinf_desktop.domain.enums import CompensationModel, Verdict
from microinf_desktop.queries import contracts
from microinf_desktop.services import contracts as services
from microinf_desktop.ui import formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.contracts_page import move_actions, with_stage
from microinf_desktop.ui.widgets.beside import Beside
from microinf_desktop.ui.widgets.buttons import LinkButton, menu_button
from microinf_desktop.ui.widgets.form import Form, picked
from microinf_desktop.ui.widgets.inputs import TextArea, TextField
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Pill
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear, column, row
from microinf_desktop.ui.widgets.panel import FactList
from microinf_desktop.ui.widgets.pdf_preview import PdfPreview

_WIDTH = 440
_CHOICES = (
    ("agency_signatory", "Who signs for the agency"), ("agency_signatory_title", "Their title"),
    ("creator_vat_note", "VAT note of the creator"), ("guardian_address", "Address of the guardian"),
    ("approver", "Who approves drafts"), ("court", "Court, e.g. Hamburg"),
)
# Where each part of the data is mended: the first word of a finding's field, and the record that holds it.
_AGENCY, _CLIENT, _PERSON, _CAMPAIGN = "agency", "client", "creator", "campaign"


class ContractPage(Page):
    """`params["id"]` is the contract."""

    tables = frozenset({
        "contract", "contract_version", "collaboration", "deliverable", "influencer", "account", "client", "agency",
        "campaign", "payment", "bonus",
    })

    def build(self) -> None:
        self._detail: contracts.ContractDetail | None = None
        self._findings: tuple[ContractFinding, ...] | None = None
        self.form: Form | None = None
        self.header.set_breadcrumb(tr("Contracts"))
        self.state_pill = Pill(_placeholder())
        self.header.extra.addWidget(self.state_pill)
        self.left = ScrollColumn()
        self.preview = PdfPreview()
        self.preview.saved.connect(lambda path: self.context.toast(tr("Saved as {path}", path=path)))
        self.set_content(Beside(self.left, self.preview, _WIDTH))
        self._states = menu_button("more", tr("Change the state"), lambda: move_actions(
            self, self.context, self.contract_id))
        self.header.extra.addWidget(self._states)

    @property
    def contract_id(self) -> int:
        return int(str(self.params.get("id", 0)))

    # reading

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            self._detail = contracts.detail(session, self.contract_id)
        if self._detail is None:
            self.header.set_title(tr("Contract"))
            clear(self.left.body)
            self.left.body.addWidget(Label(tr("This contract was deleted"), "section"))
            self.preview.clear()
            return
        found = self._detail.row
        version = tr("version {n}", n=found.version) if found.version else tr("not issued yet")
        self.header.set_title(tr("Contract, {name}", name=found.deal.creator), f"{found.number}, {version}")
        self.state_pill.set_state(found.state)
        self._render()

    def _render(self) -> None:
        from microinf_desktop import papers

        assert self._detail is not None
        workspace, collaboration_id = self.context.workspace, self._detail.row.deal.collaboration_id
        day = self.context.today()
        self.context.tasks.read(
            lambda _p, _t: papers.contract(workspace, collaboration_id, draft=True, today=day), self._show_paper,
            key="contract.preview", label=tr("Drawing the contract"),
        )

    def _show_paper(self, paper: Any) -> None:
        if self._detail is None:
            return
        self._findings = paper.findings
        newest = max(self._detail.versions, key=lambda version: version.version, default=None)
        if newest is not None and not self._writable:
            self.show_version(newest)
        elif paper.content is not None:
            self.preview.show_pdf(paper.content, f"{self._detail.row.number}-draft.pdf")
        self._fill(paper)
        self.update_actions()

    def _fill(self, paper: Any) -> None:
        if self.form is not None and self.form.dirty:
            return  # somebody is typing: keep what is there
        clear(self.left.body)
        if self._writable:
            self._add_findings(paper.findings)
        else:
            self._add_standing()
        self._add_terms(paper.data)
        if self._writable:
            self._add_choices()
        else:
            self.form = None
        self._add_versions()
        self.left.body.addStretch(1)

    @property
    def _writable(self) -> bool:
        return self._detail is not None and self._detail.row.state in services.WRITABLE

    def _add_standing(self) -> None:
        """What was issued stands; how a new version comes about."""
        assert self._detail is not None
        found = self._detail.row
        self.left.body.addWidget(Label(tr("Version {n} stands", n=found.version), "section", wrap=True))
        with self.context.workspace.reading() as session:
            possible = {move.to for move in contracts.possible_moves(session, found.id, self.context.today())
                        if move.refusal is None}
        words = tr("It is {state} and no longer changes.", state=labels.label(found.state).lower())
        back = [labels.label(state).lower() for state in services.WRITABLE if state in possible]
        if back:
            words += " " + tr("To write another version, set it to “{state}” in the menu beside the state.",
                              state=back[-1])
        self.left.body.addWidget(Label(words, ink="text2", wrap=True))

    def _add_findings(self, findings: tuple[ContractFinding, ...]) -> None:
        fails = [finding for finding in findings if finding.severity is FindingSeverity.FAIL]
        title = trn("{n} item is missing before this can be issued", "{n} items are missing before this can be issued",
                    len(fails)) if fails else tr("Ready to issue")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(GlyphSign(Verdict.FAIL if fails else Verdict.PASS, size=16), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(title, "section", wrap=True), 1)
        self.left.body.addLayout(head)
        for finding in findings:
            verdict = Verdict.FAIL if finding.severity is FindingSeverity.FAIL else Verdict.WARN
            link = LinkButton(tr("Go to it"))
            link.setAccessibleName(tr("Go to: {what}", what=finding.message))
            link.clicked.connect(lambda _=False, found=finding: self.go_to(found))
            words = column(Label(finding.message, wrap=True), Label(f"{finding.check_id}  {finding.fix}", "secondary",
                                                                   "text3", wrap=True), spacing=1)
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(GlyphSign(verdict), 0, Qt.AlignmentFlag.AlignTop)
            line.addLayout(words, 1)
            line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
            self.left.body.addLayout(line)

    def _add_terms(self, data: Any) -> None:
        assert self._detail is not None
        terms = data.compensation
        facts = FactList()
        facts.add(tr("Deal"), labels.label(CompensationModel(terms.model)))
        facts.add(tr("Fee"), formats.money(self._detail.row.fee, full=True))
        facts.add(tr("Deliverables"), str(len(data.deliverables)))
        facts.add(tr("Law"), data.law.law or "–")
        facts.add(tr("Campaign"), self._detail.row.deal.campaign)
        self.left.body.addSpacing(8)
        edit = LinkButton(tr("Open the deal"))
        deal = self._detail.row.deal
        edit.clicked.connect(lambda: self.context.navigation.open(
            "campaign", id=deal.campaign_id, tab="collaborations", collaboration=deal.collaboration_id))
        self.left.body.addLayout(row(Label(tr("Terms"), "section"), 1, edit))
        self.left.body.addWidget(facts)

    def _add_choices(self) -> None:
        assert self._detail is not None
        options = self._detail.options
        form = Form(2)
        for name, text in _CHOICES:
            multi = name == "guardian_address"
            form.add_field(name, tr(text), TextArea(rows=2) if multi else TextField())
        form.set_values({name: getattr(options, name) for name, _ in _CHOICES})
        save = LinkButton(tr("Save choices"))
        save.clicked.connect(self.save_choices)
        self.left.body.addSpacing(8)
        self.left.body.addLayout(row(Label(tr("For this contract"), "section"), 1, save))
        self.left.body.addWidget(form)
        self.form = form

    def _add_versions(self) -> None:
        assert self._detail is not None
        if not self._detail.versions:
            return
        self.left.body.addSpacing(8)
        self.left.body.addWidget(Label(tr("Issued versions"), "section"))
        for version in self._detail.versions:
            show = LinkButton(tr("Version {n}", n=version.version))
            show.clicked.connect(lambda _=False, known=version: self.show_version(known))
            note = f"{formats.moment(version.issued_at)} · {version.issued_by} · SHA-256 {version.sha256[:8]}…"
            box = QVBoxLayout()
            box.setSpacing(0)
            box.addLayout(row(show, 1, Label(formats.size(version.size_bytes), "secondary", "text3")))
            box.addWidget(Label(note, "secondary", "text3"))
            self.left.body.addLayout(box)

    # acting

    def actions(self) -> list[Action]:
        group = tr("Contract")
        return [
            Action("contract.signed", tr("Attach signed copy"), self.attach_signed, "", "attach", group, "quiet",
                   condition=lambda: self._detail is not None and self._detail.row.version > 0),
            Action("contract.issue", tr("Issue PDF"), self.issue, "Ctrl+Return", "contracts", group, "primary",
                   condition=self._issuable),
        ]

    def _issuable(self) -> bool | str:
        if self._detail is None or self._findings is None:
            return tr("the preview is being drawn")
        if not self._writable:
            return tr("version {n} stands", n=self._detail.row.version)
        fails = sum(finding.severity is FindingSeverity.FAIL for finding in self._findings)
        return trn("{n} item is missing", "{n} items are missing", fails) if fails else True

    def go_to(self, finding: ContractFinding) -> None:
        """To the record in which a finding is mended."""
        assert self._detail is not None
        deal = self._detail.row.deal
        where = finding.field.split(".")[0]
        if where == _AGENCY:
            self.context.navigation.open("settings", tab="agency")
        elif where == _CLIENT:
            self.context.navigation.open("client", id=deal.client_id)
        elif where == _PERSON:
            from microinf_desktop.ui.dialogs.person import edit_person

            edit_person(self, self.context, deal.influencer_id)
        else:
            self.context.navigation.open(
                "campaign", id=deal.campaign_id, tab="collaborations", collaboration=deal.collaboration_id)

    def save_choices(self) -> None:
        """Store what is chosen for this contract alone."""
        if self._detail is None or self.form is None:
            return
        values = picked(self.form.values(), self.form.names())
        options = replace(self._detail.options, **values)
        workspace, contract_id = self.context.workspace, self.contract_id
        self.form.mark_saved()
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.save_options(workspace, contract_id, options),
            lambda _result: self.context.toast(tr("Choices saved"), undo=True),
        )

    def issue(self) -> None:
        """Make the PDF and keep its bytes for good."""
        from microinf_desktop import papers

        assert self._detail is not None
        workspace, contract_id, day = self.context.workspace, self.contract_id, self.context.today()
        collaboration_id = self._detail.row.deal.collaboration_id

        def work(progress: Any, _token: Any) -> int:
            progress(0, None, "")
            made = papers.contract(workspace, collaboration_id, today=day)
            return services.issue(workspace, contract_id, made.data, made.content or b"",
                                  issued_by=workspace.person_name)

        self.context.tasks.write(
            tr("Issuing the contract"), work,
            lambda n: self._issued(n),
        )

    def _issued(self, number: int) -> None:
        self.context.toast(tr("Version {n} issued. Mark it as sent when it has gone out", n=number))
        with self.context.workspace.reading() as session:
            made = contracts.versions(session, self.contract_id)
        issued = next((version for version in made if version.version == number), None)
        if issued is not None:
            self.show_version(issued)

    def show_version(self, version: contracts.VersionRow) -> None:
        """Show an issued version as it was stored."""
        from microinf_desktop.storage import attachments

        folder = self.context.workspace.folder
        self.context.tasks.read(
            lambda _p, _t: attachments.read(folder, version.sha256),
            lambda content: self.preview.show_pdf(content, version.file_name), key="contract.preview",
        )

    def attach_signed(self) -> None:
        """Keep the signed file with its hash."""
        from pathlib import Path

        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileName(self, tr("Attach signed copy"), "", tr("Documents (*.pdf *.png *.jpg)"))
        if chosen:
            file, workspace, contract_id = Path(chosen), self.context.workspace, self.contract_id
            day = self.context.today()
            self.context.tasks.write(
                tr("Attaching"),
                lambda _p, _t: services.attach_signed_copy(
                    workspace, contract_id, file.read_bytes(), file.name, today=day),
                lambda followed: self.context.toast(with_stage(tr("Signed copy attached"), followed), undo=True),
            )


def _placeholder() -> Any:
    from microinf_desktop.domain.enums import ContractState

    return ContractState.DRAFT

"""The documents of a campaign: report, contracts and briefs as they would be printed now, and versions issued."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from microinf_desktop.domain.contract_life import WRITABLE
from microinf_desktop.domain.enums import ContractState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries import briefs, collaborations, contracts
from microinf_desktop.ui import choices, formats, labels
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column, Group
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.pages.contract_words import KINDS
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.feedback import Banner, EmptyState
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox
from microinf_desktop.ui.widgets.labels import Line
from microinf_desktop.ui.widgets.pdf_preview import PdfPreview

_LIST_WIDTH = 400
_NAMED = 3  # findings of a contract that are named above it; its own page lists all


@dataclass(frozen=True)
class Paper:
    """A line of the list; `collaboration_id` is 0 for the report, `sha256` names the bytes of an issued version.

    `language` is the one chosen for a sheet on labels, "" for the creator's own.
    """

    id: int
    kind: str
    title: str
    note: str
    file_name: str
    collaboration_id: int = 0
    contract_id: int = 0
    state: ContractState | None = None
    sha256: str = ""
    language: str = ""


@dataclass(frozen=True)
class _Printed:
    """Bytes of a PDF, and what the person should know about it."""

    paper: Paper
    content: bytes
    title: str = ""
    text: str = ""


class CampaignDocuments(CampaignPart):
    """A list at the left, the document at the right; what is looked at is never stored by looking."""

    def build(self) -> None:
        self.papers: dict[int, Paper] = {}
        self._shown = 0
        self._languages: dict[int, str] = {}
        self._sent: dict[int, str] = {}
        self.table = DataTable("campaign_documents", [
            Column("title", tr("Document"), 210, value=_title, sort_key="", stretch=True),
            Column("note", tr("Stand"), 150, sort_key=""),
        ], self._load, self.context.settings, checkable=False)
        self.table.setAccessibleName(tr("Documents"))
        self.table.setFixedWidth(_LIST_WIDTH)
        self.preview = PdfPreview()
        self.banner = Banner(Tone.ATTENTION)
        self.hint = EmptyState(tr("Choose a document to see it as it would be printed now"))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.banner)
        right.addWidget(self.hint, 0, Qt.AlignmentFlag.AlignTop)
        right.addWidget(self.preview, 1)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self.table)
        both.addWidget(Line(vertical=True))
        both.addLayout(right, 1)
        self.column.addLayout(both, 1)
        self._show_nothing()
        self.table.current_changed.connect(self._chosen)
        self.table.opened.connect(lambda _id: self._open_record())
        self.table.set_row_actions(lambda: list(self.actions()))
        self.preview.saved.connect(lambda path: self.context.toast(tr("Saved as {path}", path=path)))

    # reading

    def reload(self) -> None:
        if self.campaign is None:
            return
        with self.context.workspace.reading() as session:
            deals = collaborations.rows(session, self.campaign_id, self.context.today())
            details: dict[int, list[contracts.ContractDetail | None]] = {}
            for row in contracts.rows(session, contracts.ids(
                    session, contracts.ContractFilter(campaign_id=self.campaign_id), descending=False)):
                details.setdefault(row.deal.collaboration_id, []).append(contracts.detail(session, row.id))
            self._sent = {
                deal_id: tr("version {n}, sent {day}", n=sent.version, day=formats.day(sent.sent_on))
                for deal_id, sent in briefs.newest_versions(session, [deal.id for deal in deals]).items()
            }
        self._list(deals, details)
        if self._shown not in self.papers:
            self._show_nothing()
        else:
            self._print(self.papers[self._shown])

    def _list(self, deals: Sequence[collaborations.CollaborationRow], details: dict[int, list[Any]]) -> None:
        name = str(self.campaign.fields["name"]) if self.campaign is not None else ""
        papers = [Paper(1, "report", tr("Client report"), tr("as of today"), _file(name, "report")),
                  Paper(2, "dossier", tr("Compliance dossier"), tr("as of today"), _file(name, "dossier"))]
        groups = [(0, Group("campaign", name))]
        for deal in deals:
            groups.append((len(papers), Group(f"deal-{deal.id}", deal.name, avatar=deal.name)))
            papers += _papers_of(deal, [one for one in details.get(deal.id, []) if one is not None],
                                 self._sent.get(deal.id, tr("not sent")), self._languages.get(deal.id, ""))
        self.papers = {paper.id: paper for paper in papers}
        self.table.model.forget_rows()
        self.table.refresh([paper.id for paper in papers], groups)

    def _load(self, ids: Sequence[int]) -> list[Paper]:
        return [self.papers[row_id] for row_id in ids if row_id in self.papers]

    def _show_nothing(self) -> None:
        self._shown = 0
        self.banner.hide()
        self.preview.hide()
        self.hint.show()

    def _chosen(self, row_id: int) -> None:
        self.actions_changed.emit()
        paper = self.papers.get(row_id)
        if paper is not None and row_id != self._shown:
            self._print(paper)

    def _print(self, paper: Paper) -> None:
        workspace, today, campaign_id = self.context.workspace, self.context.today(), self.campaign_id
        self._shown = paper.id
        self.context.tasks.read(
            lambda _progress, _token: print_paper(workspace, paper, campaign_id, today), self._show_printed,
            label=tr("Preparing {title}", title=paper.title), key="campaign-document", failed=self._failed,
        )

    def _show_printed(self, printed: _Printed) -> None:
        if printed.paper.id != self._shown:
            return
        self.hint.hide()
        self.preview.show()
        self.preview.title.setText(printed.paper.title)
        self.preview.show_pdf(printed.content, printed.paper.file_name)
        self.banner.setVisible(bool(printed.title))
        self.banner.set_content(printed.title, printed.text)

    def _failed(self, error: BaseException) -> None:
        """What is missing for a document is said in its place."""
        if not isinstance(error, KnownError):
            raise error
        self.preview.hide()
        self.hint.hide()
        self.banner.show()
        self.banner.set_content(error.message, error.hint)

    # writing

    def actions(self) -> Sequence[Action]:
        group = tr("Documents")
        return [
            Action("papers.report", tr("Show the report"), self.show_report, "", "reports", group, "quiet"),
            Action("papers.open", tr("Open the contract"), self._open_record, "O", "contracts", group,
                   condition=self._has_contract),
            Action("papers.save_all", tr("Save all contracts"), lambda: self._all_contracts(False), "", "save", group,
                   "quiet", condition=self._has_creators),
            Action("papers.issue_all", tr("Issue all contracts"), lambda: self._all_contracts(True), "", "contracts",
                   group, condition=self._has_creators),
            Action("papers.create", tr("Start a contract"), self.create_contract, "", "plus", group,
                   condition=self._may_create),
            Action("papers.language", tr("Choose the language of the sheet"), self.choose_language, "", "", group,
                   condition=self._may_translate),
        ]

    def _has_creators(self) -> bool | str:
        return any(paper.collaboration_id for paper in self.papers.values()) or tr("nobody is in this campaign yet")

    def _all_contracts(self, issues: bool) -> None:
        """Make the contracts of the campaign, with progress and a summary."""
        from microinf_desktop.ui.dialogs.contract_batch import campaign_contracts

        campaign_contracts(self, self.context, self.campaign_id, issues=issues)

    def _current(self) -> Paper | None:
        return self.papers.get(self.table.current_id())

    def _has_contract(self) -> bool | str:
        paper = self._current()
        return bool(paper is not None and paper.contract_id) or tr("choose a contract first")

    def _may_create(self) -> bool | str:
        paper = self._current()
        if paper is None or not paper.collaboration_id:
            return tr("choose a creator's document first")
        held = any(p.contract_id and p.collaboration_id == paper.collaboration_id and
                   p.state is not ContractState.TERMINATED for p in self.papers.values())
        return tr("there is a contract already") if held else True

    def _may_translate(self) -> bool | str:
        paper = self._current()
        return (paper is not None and paper.kind == "education") or tr("choose a creator's “How to label posts” first")

    def choose_language(self) -> None:
        """Print the sheet on labels in another language than the creator's first."""
        from microinf_desktop.interchange.education import education_languages, education_texts
        from microinf_desktop.ui.dialogs.form import FormDialog

        paper = self._current()
        if paper is None or paper.kind != "education":
            return
        offered = [("", tr("The creator's own")),
                   *((code, education_texts(code).name) for code in education_languages())]

        def build(form: Form) -> None:
            form.add_field("language", tr("Language"), ComboBox(offered),
                           help=tr("The labels stay in the language of the audience"))

        def submit(entered: dict[str, Any]) -> None:
            self._languages[paper.collaboration_id] = entered["language"] or ""

        if FormDialog(self, tr("Language of the sheet"), tr("Show"), build, submit, {"language": paper.language}).run():
            self._shown = paper.id
            self.reload()

    def show_report(self) -> None:
        """The client report as it would be printed now."""
        self.table.select(1)
        self._chosen(1)

    def _open_record(self) -> None:
        paper = self._current()
        if paper is not None and paper.contract_id:
            self.context.navigation.open("contract", id=paper.contract_id)
        elif paper is not None and paper.kind == "report":
            self.context.navigation.open("report", id=self.campaign_id)

    def create_contract(self) -> None:
        """Start the contract of the chosen creator and open it."""
        from microinf_desktop.services.contracts import create_contract

        paper, workspace, today = self._current(), self.context.workspace, self.context.today()
        if paper is None:
            return
        self.context.tasks.write(
            tr("Starting a contract"),
            lambda _p, _t: create_contract(workspace, paper.collaboration_id, today=today),
            lambda made: self.context.navigation.open("contract", id=made),
        )


def print_paper(workspace: Any, paper: Paper, campaign_id: int, today: Any) -> _Printed:
    """Make or read a document's bytes; KnownError where it cannot be made."""
    from microinf_desktop import papers

    if paper.sha256:
        from microinf_desktop.storage import attachments

        return _Printed(paper, attachments.read(workspace.folder, paper.sha256))
    if paper.kind == "report":
        return _Printed(paper, papers.report(workspace, campaign_id, today))
    if paper.kind == "dossier":
        return _Printed(paper, papers.dossier(workspace, campaign_id, today))
    if paper.kind == "education":
        return _Printed(paper, papers.education_sheet(workspace, paper.collaboration_id, today,
                                                               language=paper.language or None))
    if paper.kind == "brief":
        brief = papers.brief(workspace, paper.collaboration_id, today)
        if brief.is_sent:
            return _Printed(paper, brief.pdf)
        has = tr("The creator has version {n} of {day}", n=brief.version, day=formats.day(brief.sent_on)) if (
            brief.version) else tr("Send it from the tab “Brief”")
        return _Printed(paper, brief.pdf, tr("This is not what was sent") if brief.version else tr("Not sent yet"), has)
    made = papers.contract(workspace, paper.collaboration_id, draft=True, today=today)
    assert made.content is not None  # a draft is always printed
    missing = [finding for finding in made.findings if finding.severity == "fail"]
    if not made.findings:
        return _Printed(paper, made.content)
    if missing:
        title = trn("{n} thing is missing before it can be issued", "{n} things are missing before it can be issued",
                    len(missing))
    else:
        title = trn("{n} thing to look at before it is issued", "{n} things to look at before it is issued",
                    len(made.findings))
    said = [finding.message for finding in missing or made.findings]
    more = [trn("and {n} more", "and {n} more", len(said) - _NAMED)] if len(said) > _NAMED else []
    return _Printed(paper, made.content, title, " ".join([*said[:_NAMED], *more]))


def _papers_of(deal: collaborations.CollaborationRow, details: Sequence[Any], sent: str, language: str = ""
               ) -> list[Paper]:
    """A creator's contract, its issued versions newest first, and the brief; ids name them over reloads.

    `sent` says which version of the brief went out.
    """
    base = deal.id * 1000
    found = []
    for number, detail in enumerate(details):
        row = detail.row
        start = base + 100 * (number + 1)
        name = f"{tr(KINDS[row.kind])} {row.number}" if row.amends_id else tr("Contract {number}", number=row.number)
        # What is no longer written stands as it was issued, whatever the deal says by now.
        stands = detail.versions[0].sha256 if detail.versions and row.state not in WRITABLE else ""
        found.append(Paper(start, "contract", name, labels.label(row.state), _file(row.number), deal.id, row.id,
                           row.state, stands))
        found += [
            Paper(start + place + 1, "version", tr("Version {n}", n=one.version),
                  tr("issued {day}", day=formats.day(one.issued_at.date())), one.file_name, deal.id, row.id, row.state,
                  one.sha256)
            for place, one in enumerate(detail.versions[:98])
        ]
    if not details:
        found.append(Paper(base + 1, "contract", tr("Contract"), tr("not started"), _file(deal.name, "contract"),
                           deal.id))
    found.append(Paper(base + 2, "brief", tr("Brief"), sent, _file(deal.name, "brief"), deal.id))
    spoken = tr("in {language}", language=choices.language(language)) if language else tr("in the creator's language")
    found.append(Paper(base + 3, "education", tr("How to label posts"), spoken, _file(deal.name, "labels", language),
                       deal.id, language=language))
    return found


def _file(*parts: str) -> str:
    """A file name that every system takes."""
    words = "-".join(parts).lower()
    return "-".join("".join(c if c.isalnum() else " " for c in words).split()) + ".pdf"


def _title(paper: Paper) -> Cell:
    icon = {"report": "reports", "brief": "note", "version": "history", "dossier": "compliance",
            "education": "info"}.get(paper.kind, "")
    if paper.kind == "contract":
        return Cell(paper.title, state=paper.state, weight=500, icon="" if paper.state else "contracts")
    return Cell(paper.title, weight=400 if paper.kind == "version" else 500, icon=icon)

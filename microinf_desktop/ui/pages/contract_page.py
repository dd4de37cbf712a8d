"""One contract: terms and clauses as forms at the left, the page as it will be printed at the right."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from microinf_desktop.domain.contract_fields import FIELD, ContractField, Section
from microinf_desktop.domain.contract_options import ContractOptions
from microinf_desktop.domain.contracts import EXCLUSIVITY_CHECK, ContractFinding, FindingSeverity, open_warnings
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import contracts
from microinf_desktop.services import contract_choices
from microinf_desktop.services import contracts as services
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs import digital_signature
from microinf_desktop.ui.dialogs.contract_moves import move_actions
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.page import Page
from microinf_desktop.ui.pages.contract_clauses import ContractClauses
from microinf_desktop.ui.pages.contract_deal import ContractDeal, ContractWork, LanguageField, open_source, source_of
from microinf_desktop.ui.pages.contract_findings import ContractFindings
from microinf_desktop.ui.pages.contract_form import SectionForm
from microinf_desktop.ui.pages.contract_life import ContractLife
from microinf_desktop.ui.widgets.beside import Beside
from microinf_desktop.ui.widgets.buttons import SegmentedControl, menu_button
from microinf_desktop.ui.widgets.feedback import InlineError
from microinf_desktop.ui.widgets.labels import Label, Line, Pill
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, column, row, tab_in_reading_order
from microinf_desktop.ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from microinf_desktop.papers import ComposedContract

_WIDTH, _WIDE, _WIDE_FROM = 440, 580, 1500
_PAUSE = 250  # ms of rest before the page is drawn anew
# The clause that speaks of a section, which the preview turns to when the section is opened.
_CLAUSES = {Section.WORK: "deliverables", Section.MONEY: "compensation", Section.RIGHTS: "licence",
            Section.EXCLUSIVITY: "exclusivity", Section.ENDING: "term", Section.LAW: "law"}


class ContractPage(Page):
    """`params["id"]` is the contract; `params["clause"]` one of its clauses, which is then shown.

    What is typed is drawn after a short rest and stored when its field is left; what was issued is never changed.
    """

    tables = frozenset({
        "contract", "contract_version", "collaboration", "deliverable", "influencer", "account", "client", "agency",
        "campaign", "payment", "bonus", "clause_version", "setting", "contract_change", "contract_move", "event",
        "event_guest",
    })

    def build(self) -> None:
        self._detail: contracts.ContractDetail | None = None
        self._made: ComposedContract | None = None
        self._stored = self._pending = ContractOptions()
        self._shown_id = 0
        self._unfold = False
        self._seen_id = 0  # the contract whose document stands in the preview
        self._is_reading = False  # an issued version stands in the preview, of a contract that is still written
        self.header.set_breadcrumb(tr("Contracts"))
        self.state_pill = Pill(_draft())
        self.header.extra.addWidget(self.state_pill)
        self._states = menu_button("more", tr("Change the state"), lambda: move_actions(
            self, self.context, self.contract_id))
        self.header.extra.addWidget(self._states)
        self.findings = ContractFindings()
        self.findings.jumped.connect(self.go_to)
        self.findings.reasoned.connect(self.give_reason)
        self._build_left()
        self.preview = PdfPreview()
        self.preview.saved.connect(lambda path: self.context.toast(tr("Saved as {path}", path=path)))
        self.papers = SegmentedControl([("contract", tr("Contract")), ("sheet", tr("Term sheet"))], tr("Preview of"))
        self.papers.changed.connect(lambda _key: self._paper_chosen())
        self.preview.bar.insertWidget(0, self.papers)
        self.preview.title.hide()
        self.both = Beside(self.left, self.preview, _WIDTH)
        self.set_content(self.both)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._draw)

    def _build_left(self) -> None:
        self.parts = SegmentedControl(
            [("terms", tr("Terms")), ("clauses", tr("Clauses")), ("history", tr("Versions"))],
            tr("Part of the contract"))
        self.parts.changed.connect(self._turn)
        self.terms = ScrollColumn(margins=(8, 4, 16, 16), spacing=0)
        self.sections: dict[Section, SectionForm] = {
            section: SectionForm(section) for section in Section if section is not Section.CLAUSES}
        self.deal, self.work = ContractDeal(self.context), ContractWork(self.context)
        self.language = LanguageField()
        self.language.edited.connect(self._choose_language)
        for section, form in self.sections.items():
            form.typed.connect(self._typed)
            form.left.connect(lambda path: self.save(tr(FIELD[path].label)))
            form.opened_origin.connect(self._open_origin)
            form.unfolded.connect(lambda section=section: self._unfolded(section))
            self.terms.body.addWidget(form)
        self.sections[Section.WORK].above.addWidget(self.work)
        self.sections[Section.MONEY].above.addWidget(self.deal)
        self.sections[Section.LAW].above.addWidget(self.language)
        self.terms.body.addWidget(boxed(column(Label(tr(
            "Written with care, and no legal advice: have a lawyer review clauses and choices before you rely on them"),
            "secondary", "text3", wrap=True), margins=(8, 12, 0, 0))))
        self.clauses = ContractClauses()
        self.clauses.changed.connect(self._settle)
        self.clauses.typed.connect(self._typed)
        self.clauses.chosen.connect(self._turn_to)
        self.clauses.library_asked.connect(self._open_library)
        self.history = ContractLife(self.context)
        self.history.version_wanted.connect(self.show_version)
        self.stack = QStackedWidget()
        for part in (self.terms, self.clauses, self.history):
            self.stack.addWidget(part)
        self.left = QWidget()
        layout = QVBoxLayout(self.left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.findings)
        self.parts_bar = boxed(column(row(self.parts, 1, margins=(16, 8, 16, 8)), Line(), spacing=0))
        layout.addWidget(self.parts_bar)
        layout.addWidget(self.stack, 1)

    @property
    def contract_id(self) -> int:
        return int(str(self.params.get("id", 0)))

    @property
    def _writable(self) -> bool:
        return self._detail is not None and self._detail.row.state in services.WRITABLE

    # reading

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            self._detail = contracts.detail(session, self.contract_id)
        if self._detail is None:
            self._show_gone()
            return
        found = self._detail.row
        version = tr("version {n}", n=found.version) if found.version else tr("not issued yet")
        self.header.set_title(tr("Contract, {name}", name=found.deal.creator), f"{found.number}, {version}")
        self.state_pill.set_state(found.state)
        self._take_options(self._detail.options)
        if self._shown_id != self.contract_id:
            self._shown_id = self.contract_id
            self.parts.set_value("terms" if self._writable else "history")
            self._unfold, self._is_reading = True, False
            for form in self.sections.values():
                form.forget()
                form.set_open(False)
        self._arrange()
        self._fill_history()
        if self._writable:
            self.language.show_choice(found.language)
            self._draw()
        else:
            self._made = None
            self._show_standing()
        self.update_actions()

    def _paper_chosen(self) -> None:
        self._is_reading = False
        self._show_paper()

    def _show_paper(self) -> None:
        """The contract or its term sheet, whichever is chosen."""
        if self._writable:
            self._draw()
        elif self._detail is not None:
            self._show_standing()

    def _show_standing(self) -> None:
        """What was issued last."""
        assert self._detail is not None
        newest = max(self._detail.versions, key=lambda version: version.version, default=None)
        if newest is None:
            self.preview.clear()
        elif self.papers.value() == "contract":
            self.show_version(newest)
        else:
            self._show_sheet(newest)

    def _show_sheet(self, version: contracts.VersionRow) -> None:
        from microinf_desktop import papers
        from microinf_desktop.domain.contract_json import contract_from_json

        workspace = self.context.workspace
        self.context.tasks.read(
            lambda _p, _t: papers.issued_term_sheet(workspace, contract_from_json(version.data)),
            lambda content: self._show_pdf(content, f"{version.file_name.removesuffix('.pdf')}-terms.pdf"),
            key="contract.preview",
        )

    def _show_gone(self) -> None:
        self.header.set_title(tr("Contract"))
        clear(self.history.body)
        self.history.body.addWidget(Label(tr("This contract was deleted"), "section"))
        self._made = None
        self._arrange()
        self.preview.clear()
        self.update_actions()

    def _take_options(self, stored: ContractOptions) -> None:
        """What is stored counts, except for what is being typed in this contract."""
        if self._shown_id != self.contract_id or self._pending == self._stored:
            self._pending = stored
        self._stored = stored

    def _arrange(self) -> None:
        """Which parts there are: what was issued is read, not written."""
        writes = self._writable
        self.findings.setVisible(writes)
        self.parts_bar.setVisible(writes)
        self._turn(self.parts.value() if writes else "history")

    def _turn(self, part: str) -> None:
        self.stack.setCurrentWidget({"terms": self.terms, "clauses": self.clauses, "history": self.history}[part])
        self.findings.set_folded(part == "clauses")
        if self._is_reading and part != "history":
            self._is_reading = False
            self._draw()

    def _draw(self) -> None:
        """Make the page off the window's thread; the newest request wins."""
        from microinf_desktop import papers

        self._timer.stop()
        if self._detail is None or not self._writable:
            return
        workspace, collaboration_id = self.context.workspace, self._detail.row.deal.collaboration_id
        day, options, language = self.context.today(), self._pending, self._detail.row.language
        sheet = self.papers.value() == "sheet"
        self.context.tasks.read(
            lambda _p, _t: papers.compose_contract(
                workspace, collaboration_id, options, language, day, sheet=sheet),
            self._show_made, key="contract.preview", label=tr("Drawing the contract"), failed=self._show_problem,
        )

    def _show_made(self, made: "ComposedContract") -> None:
        if self._detail is None or not self._writable or made.data.number != self._detail.row.number:
            return
        self._made = made
        kind = "terms" if self.papers.value() == "sheet" else "draft"
        if not self._is_reading:
            self._show_pdf(made.content, f"{made.data.number}-{kind}.pdf")
        self.findings.show_findings(made.findings, self._pending.reasons)
        currency = Money(0, self.deal.currency_of(made.data))
        for form in self.sections.values():
            form.show_contract(made.data, made.origin, currency, self._pending.changes, made.findings)
        self._unfold_missing()
        self.deal.show_contract(made.data, self._detail.row)
        self.work.show_contract(made.data, self._detail.row.deal)
        self.clauses.show_contract(made, self._pending)
        clause = self.params.pop("clause", None)
        if clause:
            self.show_clause(str(clause))
        self.update_actions()
        tab_in_reading_order(self)

    def _show_pdf(self, content: bytes, name: str) -> None:
        """Show a document; another contract from its beginning, the same one where it was."""
        self.preview.show_pdf(content, name)
        if self._seen_id != self.contract_id:
            self._seen_id = self.contract_id
            self.preview.pages.go_to_page(0)

    def _unfold_missing(self) -> None:
        """When a contract is first shown, its sections in which something is missing stand open."""
        if self._unfold:
            self._unfold = False
            for form in self.sections.values():
                if form.missing:
                    form.set_open(True)

    def _show_problem(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._made = None
        self.preview.clear()
        self.parts.set_value("history")
        self._turn("history")
        clear(self.history.body)
        self.history.body.addWidget(InlineError(f"{error.message} {error.hint}"))
        self.update_actions()

    # versions

    def _fill_history(self) -> None:
        assert self._detail is not None
        self.history.show_contract(self._detail)

    def show_version(self, version: "contracts.VersionRow | contracts.SignedCopy") -> None:
        """Show an issued version, or the copy that came back signed, as it was stored."""
        from microinf_desktop.storage import attachments

        self._is_reading = self._writable
        self.papers.set_value("contract")
        folder = self.context.workspace.folder
        self.context.tasks.read(
            lambda _p, _t: attachments.read(folder, version.sha256),
            lambda content: self._show_pdf(content, version.file_name), key="contract.preview",
        )

    # writing

    def _typed(self) -> None:
        self._pending = self._entered()
        self._timer.start()

    def _entered(self) -> ContractOptions:
        """The choices with everything that is typed and can be read."""
        changes = self._pending.changes
        for form in self.sections.values():
            changes = form.edited(changes, self._stored.changes)
        return self.clauses.entered(replace(self._pending, changes=changes))

    def save(self, what: str = "") -> None:
        """Store what was typed, if anything was, as one step."""
        if self._made is not None and self._writable:
            self._settle(self._entered(), what)

    def _settle(self, options: ContractOptions, what: str, language: str | None = None) -> None:
        assert self._detail is not None
        self._pending = options
        if options == self._stored and language is None:
            return
        workspace, contract_id = self.context.workspace, self._shown_id
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: contract_choices.save_choices(
                workspace, contract_id, options, language=language, what=what),
        )

    def give_reason(self, key: str, reason: str) -> None:
        """Take a risk on purpose, in the name of who works here; an empty reason takes it back."""
        kept = tuple(one for one in self._entered().reasons if one[0] != key)
        given = ((key, reason, self.context.workspace.person_name),) if reason else ()
        self._settle(replace(self._entered(), reasons=tuple(sorted((*kept, *given)))), tr("Reason for a risk"))

    def _choose_language(self) -> None:
        chosen = self.language.value()
        if self._detail is not None and chosen and chosen != self._detail.row.language:
            options = self._entered()
            self._settle(options, tr("Language"), chosen)
            if options.overrides:
                self.context.toast(trn("{n} clause keeps the text you gave it here",
                                       "{n} clauses keep the texts you gave them here", len(options.overrides)))

    # acting

    def escape(self) -> bool:
        """Esc leaves the reason that is being typed before it leaves the page."""
        if self.findings.asking:
            self.findings.ask("")
            return True
        return super().escape()

    def actions(self) -> list[Action]:
        group = tr("Contract")
        return [
            Action("contract.save", tr("Save what is typed"), self.save, "Ctrl+S", "save", group),
            Action("contract.signed", tr("Attach signed copy"), self.attach_signed, "", "attach", group, "quiet",
                   condition=lambda: self._detail is not None and self._detail.row.version > 0),
            Action("contract.sign", tr("Sign digitally"), self.history.sign, "", "", group,
                   condition=self._may_sign),
            Action("contract.check_signatures", tr("Check the signatures of a PDF"),
                   lambda: digital_signature.check_file(self, self.context), "", "", group),
            Action("contract.issue", tr("Issue PDF"), self.issue, "Ctrl+Return", "contracts", group, "primary",
                   condition=self._issuable),
        ]

    def _may_sign(self) -> bool | str:
        if self._detail is None or not self._detail.row.version:
            return tr("no version was issued")
        return tr("mark it as sent first") if self._writable else True

    def _issuable(self) -> bool | str:
        if self._detail is not None and not self._writable:
            return tr("version {n} stands", n=self._detail.row.version)
        if self._detail is None or self._made is None:
            return tr("the preview is being drawn")
        fails = sum(finding.severity is FindingSeverity.FAIL for finding in self._made.findings)
        if fails:
            return trn("{n} item is missing", "{n} items are missing", fails)
        risks = len(open_warnings(self._made.findings, self._made.data))
        return trn("{n} risk needs a reason", "{n} risks need a reason", risks) if risks else True

    def go_to(self, finding: ContractFinding) -> None:
        """To the field in which a finding is mended, or the record that holds it."""
        path = finding.field
        clause = path.partition(".")[2] if path.split(".")[0] in ("clauses", "switches") else ""
        if path.startswith("parameters.") and self._made is not None:
            name = path.removeprefix("parameters.")
            clause = next((one.id for one in self._made.library.clauses
                           if name in {found.name for found in self._made.library.parameters_of(one.id)}), "")
        if finding.check_id == EXCLUSIVITY_CHECK and self._detail is not None:
            # What binds the creator is another contract; the campaign says which, and its days can be moved.
            self.context.navigation.open(
                "campaign", id=self._detail.row.deal.campaign_id, tab="collaborations")
        elif clause:
            self.show_clause(clause)
        elif path in FIELD:
            self.show_field(path)
        else:
            assert self._detail is not None
            open_source(self, self.context, source_of(path), self._detail.row.deal)

    def show_field(self, path: str) -> None:
        """Open the section of a value and put the keyboard into its field."""
        self.parts.set_value("terms")
        self._turn("terms")
        section = self.sections[FIELD[path].section]
        section.focus(path)
        self.terms.ensureWidgetVisible(section.field_box(path), 0, 120)

    def show_clause(self, clause: str) -> None:
        """Turn to a clause in the list and on the page."""
        self.parts.set_value("clauses")
        self._turn("clauses")
        self.clauses.choose(clause)
        tab_in_reading_order(self)
        self.clauses.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unfolded(self, section: Section) -> None:
        tab_in_reading_order(self)
        self._turn_preview(section)

    def _turn_preview(self, section: Section) -> None:
        clause = _CLAUSES.get(section, "")
        if self._made is not None and clause in self._made.included:
            self._turn_to(self._made.library.clause(clause).title)

    def _turn_to(self, title: str) -> None:
        if self.papers.value() == "contract":
            self.preview.pages.go_to_heading(title)

    def _open_origin(self, field: ContractField) -> None:
        if self._detail is not None:
            open_source(self, self.context, field.origin, self._detail.row.deal)

    def _open_library(self, clause: str) -> None:
        assert self._detail is not None
        self.save()
        self.context.navigation.open("settings", tab="clauses", clause=clause, language=self._detail.row.language)

    def issue(self) -> None:
        """Make the PDF and keep its bytes for good."""
        from microinf_desktop import papers

        self.save()
        workspace, contract_id, day = self.context.workspace, self.contract_id, self.context.today()

        def work(progress: Any, _token: Any) -> int:
            progress(0, None, "")
            return papers.issue_contract(workspace, contract_id, day)

        self.context.tasks.write(tr("Issuing the contract"), work, self._issued)

    def _issued(self, number: int) -> None:
        self.context.toast(tr("Version {n} issued. Mark it as sent when it has gone out", n=number))
        with self.context.workspace.reading() as session:
            made = contracts.versions(session, self.contract_id)
        issued = next((version for version in made if version.version == number), None)
        if issued is not None:
            self.parts.set_value("history")
            self._turn("history")
            self.show_version(issued)

    def attach_signed(self) -> None:
        """Keep the signed file with its hash, and say whether it says what was sent."""
        self.history.attach()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.both.set_width(_WIDTH if self.width() < _WIDE_FROM else _WIDE)

    def hideEvent(self, event: QHideEvent) -> None:
        if self.context.workspace is not None:
            self.save()
        super().hideEvent(event)


def _draft() -> Any:
    from microinf_desktop.domain.enums import ContractState

    return ContractState.DRAFT

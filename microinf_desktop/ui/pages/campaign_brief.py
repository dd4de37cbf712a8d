"""The brief of a campaign: who has which version at the left, what is written in the middle, the page at the right."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from microinf_desktop.domain.briefs import (
    BriefDraft,
    BriefGap,
    BriefState,
    IssueReport,
    MadeBrief,
    brief_changes,
    brief_gaps,
)
from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries import briefs
from microinf_desktop.services import briefs as services
from microinf_desktop.ui import formats
from microinf_desktop.ui.actions import Action
from microinf_desktop.ui.dialogs.brief import (
    ask_to_send,
    record_acknowledgement,
    show_changes,
    state_tip,
    state_words,
    stored_word,
    ways,
)
from microinf_desktop.ui.dialogs.campaign import edit_campaign
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.models.columns import Cell, Column
from microinf_desktop.ui.pages.brief_forms import CreatorForm, GeneralForm
from microinf_desktop.ui.pages.campaign_part import CampaignPart
from microinf_desktop.ui.widgets.buttons import LinkButton
from microinf_desktop.ui.widgets.data_table import DataTable
from microinf_desktop.ui.widgets.labels import GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, boxed, clear, column, row
from microinf_desktop.ui.widgets.pdf_preview import PdfPreview

GENERAL = 2_000_000_000  # stands in the list for the general part
# Width of the list by the page's: too narrow for three columns, usual, wide.
_LIST_WIDTHS = ((0, 280), (1160, 320), (1500, 380))
_FORM_WIDTHS = (260, 400)
_PAUSE = 300  # ms of rest before the page is drawn anew
_INK = {BriefState.CHANGED: "attention", BriefState.NOT_SENT: "text3"}


class CampaignBrief(CampaignPart):
    """What is typed is stored when its field is left; what was sent is never changed."""

    def build(self) -> None:
        self.rows: dict[int, briefs.CreatorRow] = {}
        self._shown: tuple[int, int] = (0, 0)  # campaign and row whose texts stand in the form
        self._paper: MadeBrief | None = None
        self.table = DataTable("campaign_brief", [
            Column("creator", tr("Creator"), 140, value=_name_cell, sort_key="", stretch=True),
            Column("state", tr("Brief"), 102, value=_state_cell, sort_key="", tooltip=_state_tip),
        ], self._load, self.context.settings)
        self.table.setAccessibleName(tr("Creators and their briefs"))
        house = briefs.house_words()
        self.general = GeneralForm(house, self._edit_campaign, self._open_client)
        self.own = CreatorForm(house)
        self.standing = column(spacing=4)
        self.left = ScrollColumn()
        for part in (self.general, self.own, boxed(self.standing)):
            self.left.body.addWidget(part)
        self.preview = PdfPreview()
        both = QHBoxLayout()
        both.setSpacing(0)
        self.left.setMinimumWidth(_FORM_WIDTHS[0])
        self.left.setMaximumWidth(_FORM_WIDTHS[1])
        for widget, stretch in ((self.table, 0), (Line(vertical=True), 0), (self.left, 2), (Line(vertical=True), 0),
                                (self.preview, 3)):
            both.addWidget(widget, stretch)
        self.column.addLayout(both, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._draw)
        for form in (self.general, self.own):
            form.typed.connect(self._timer.start)
            form.left.connect(self.save)
        self.table.current_changed.connect(lambda _id: self._chosen())
        self.table.set_row_actions(lambda: list(self.actions()))
        self.preview.saved.connect(lambda path: self.context.toast(tr("Saved as {path}", path=path)))

    # reading

    def reload(self) -> None:
        with self.context.workspace.reading() as session:
            found = briefs.creators(session, self.campaign_id, today=self.context.today())
        self.rows = {one.id: one for one in found}
        self.table.model.forget_rows()
        self.table.refresh([GENERAL, *self.rows])
        if self.table.current_id() not in (GENERAL, *self.rows):
            self.table.select(GENERAL)
        self._show(keep_typed=self._shown == (self.campaign_id, self.current_id))
        self.actions_changed.emit()

    @property
    def current_id(self) -> int:
        return self.table.current_id() or GENERAL

    @property
    def _is_general(self) -> bool:
        return self.current_id == GENERAL

    @property
    def _form(self) -> GeneralForm | CreatorForm:
        """The form whose texts are shown, which may be those of the row that was just left."""
        return self.general if self._shown[1] == GENERAL else self.own

    def _load(self, ids: Sequence[int]) -> list[Any]:
        return [_General() if one == GENERAL else self.rows[one] for one in ids if one == GENERAL or one in self.rows]

    def _chosen(self) -> None:
        if self._shown != (self.campaign_id, self.current_id):
            self.save()
            self._show(keep_typed=False)
        self.actions_changed.emit()

    def _show(self, *, keep_typed: bool) -> None:
        from microinf_desktop.queries.learnings import learnings

        refill = not (keep_typed and self._form.form.dirty)
        self._shown = (self.campaign_id, self.current_id)
        self.general.setVisible(self._is_general)
        self.own.setVisible(not self._is_general)
        with self.context.workspace.reading() as session:
            if self._is_general:
                part = briefs.general_part(session, self.campaign_id)
                if part is not None:
                    self.general.show_part(part, learnings(session, part.client_id), refill)
            elif refill:
                self.own.show_draft(briefs.page_draft(session, self.current_id))
        self._draw()

    def _paper_of(self) -> int:
        """Whose page is shown: the chosen creator's, beside the general part the first one's; 0 without creators."""
        return next(iter(self.rows), 0) if self._is_general else self.current_id

    def _draw(self) -> None:
        from microinf_desktop import papers

        self._timer.stop()
        wanted = self._paper_of()
        if not wanted:
            self._paper = None
            self.preview.clear()
            self._fill_standing()
            return
        general = self.general.draft() if self._is_general else None
        page = self.own.draft() if not self._is_general else None
        workspace, day = self.context.workspace, self.context.today()
        self.context.tasks.read(
            lambda _p, _t: papers.brief_paper(workspace, wanted, day, preview=True, general=general, page=page),
            self._show_paper, key="brief.preview", failed=self._show_problem,
        )

    def _show_paper(self, made: MadeBrief) -> None:
        if made.collaboration_id != self._paper_of():
            return
        self._paper = made
        self.preview.show_pdf(made.pdf, made.file_name)
        self._fill_standing()

    def _show_problem(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            raise error
        self._paper = None
        self.preview.clear()
        self._fill_standing(error)

    # what is missing and what was sent

    def _fill_standing(self, problem: KnownError | None = None) -> None:
        clear(self.standing)
        if problem is not None:
            self.standing.addWidget(Label(f"{problem.message} {problem.hint}", ink="danger", wrap=True))
        elif self._paper is None:
            self.standing.addWidget(Label(tr("Add a creator to the campaign to see the brief as a page"), "secondary",
                                          "text3", wrap=True))
        else:
            self._add_gaps(brief_gaps(self._paper.data))
        if not self._is_general:
            self._add_versions()

    def _add_gaps(self, gaps: Sequence[BriefGap]) -> None:
        if gaps:
            self.standing.addWidget(Label(tr("What is missing"), "section"))
        for gap in gaps:
            jump = LinkButton(tr("Go to it"))
            jump.setAccessibleName(tr("Go to: {what}", what=gap.message))
            jump.clicked.connect(lambda _=False, gap=gap: self._go_to(gap))
            self.standing.addLayout(row(GlyphSign(Verdict.FAIL if gap.blocks else Verdict.WARN),
                                        boxed(column(Label(gap.message, wrap=True))), jump))

    def _add_versions(self) -> None:
        with self.context.workspace.reading() as session:
            found = briefs.versions(session, self.current_id)
        if not found:
            return
        self.standing.addWidget(Label(tr("Sent versions"), "section"))
        for place, version in enumerate(found):
            show = LinkButton(tr("Version {n}", n=version.version))
            show.clicked.connect(lambda _=False, one=version: self.show_version(one))
            older = found[place + 1] if place + 1 < len(found) else None
            links: list[Any] = [1]
            if place == 0 and self._paper is not None:
                links.append(self._link(tr("Compare with now"), lambda one=version: self.compare_with_now(one)))
            if older is not None:
                links.append(self._link(tr("Compare with version {n}", n=older.version),
                                        lambda one=version, two=older: self.compare(two, one)))
            self.standing.addLayout(row(show, 1))
            note = f"{formats.moment(version.issued_at)} · {version.issued_by or '–'} · SHA-256 {version.sha256[:8]}…"
            self.standing.addWidget(Label(note, "secondary", "text3", wrap=True))
            if len(links) > 1:
                self.standing.addLayout(row(*links))
            self._add_acknowledgement(version)

    def _add_acknowledgement(self, version: briefs.VersionRow) -> None:
        said = version.acknowledgement
        if said is None:
            record = self._link(tr("Record acknowledgement"), lambda: self.acknowledge(version))
            self.standing.addLayout(row(Label(tr("Not acknowledged yet"), "secondary", "text2"), 1, record))
            return
        words = tr("Acknowledged {day} by {name}, {way}", day=formats.day(said.day), name=said.name,
                   way=dict(ways())[said.way].lower())
        back = self._link(tr("Take back"), lambda: self.take_back(version))
        self.standing.addWidget(Label(words, "secondary", "text2", wrap=True))
        self.standing.addLayout(row(1, back))
        if said.note:
            self.standing.addWidget(Label(said.note, "secondary", "text2", wrap=True))

    def _link(self, text: str, callback: Any) -> LinkButton:
        made = LinkButton(text)
        made.clicked.connect(lambda _=False: callback())
        return made

    def show_version(self, version: briefs.VersionRow) -> None:
        """Show a version as it was sent; the bar above it saves it again."""
        from microinf_desktop.storage import attachments

        folder = self.context.workspace.folder
        self.context.tasks.read(
            lambda _p, _t: attachments.read(folder, version.sha256),
            lambda content: self.preview.show_pdf(content, version.file_name), key="brief.preview")

    def compare(self, older: briefs.VersionRow, newer: briefs.VersionRow) -> None:
        title = tr("Version {n} against version {m}", n=newer.version, m=older.version)
        show_changes(self, title, brief_changes(older.data, newer.data, stored_word))

    def compare_with_now(self, version: briefs.VersionRow) -> None:
        from microinf_desktop.domain.briefs import brief_json

        if self._paper is not None:
            show_changes(self, tr("Now against version {n}", n=version.version),
                         brief_changes(version.data, brief_json(self._paper.data), stored_word))

    # acting

    def actions(self) -> Sequence[Action]:
        group = tr("Brief")
        return [
            Action("brief.save", tr("Save the brief"), self.save, "Ctrl+S", "save", group),
            Action("brief.acknowledge", tr("Record acknowledgement"), self.acknowledge_newest, "", "check", group,
                   condition=self._has_version),
            Action("brief.files", tr("Save sent PDFs"), self.save_files, "", "folder", group, "quiet",
                   condition=lambda: any(one.version for one in self._wanted()) or tr("nothing was sent yet")),
            Action("brief.send", tr("Send version"), self.send, "Ctrl+Return", "contracts", group, "primary",
                   condition=lambda: bool(self.rows) or tr("no creator yet")),
        ]

    def _has_version(self) -> bool | str:
        found = self.rows.get(self.current_id)
        return bool(found is not None and found.version) or tr("choose a creator with a version first")

    def _wanted(self) -> list[briefs.CreatorRow]:
        """Those ticked, else the chosen one, else all."""
        ticked = [self.rows[one] for one in self.table.checked_ids() if one in self.rows]
        return ticked or ([self.rows[self.current_id]] if self.current_id in self.rows else list(self.rows.values()))

    def save(self) -> None:
        """Store what was typed, if anything was."""
        campaign_id, row_id = self._shown
        form = self._form
        if not campaign_id or (not form.form.dirty and form is self.own):
            return
        workspace, draft = self.context.workspace, form.draft()
        if form is self.general and not self._differs(campaign_id, draft):
            form.form.mark_saved()
            return
        form.form.mark_saved()

        def work(_progress: Any, _token: Any) -> None:
            if isinstance(draft, BriefDraft):
                services.save_brief(workspace, campaign_id, draft)
            else:
                services.save_page(workspace, row_id, draft)

        self.context.tasks.write(tr("Saving"), work)

    def _differs(self, campaign_id: int, draft: Any) -> bool:
        with self.context.workspace.reading() as session:
            return bool(briefs.general_draft(session, campaign_id) != draft)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setFixedWidth(max(wide for least, wide in _LIST_WIDTHS if self.width() >= least))

    def hideEvent(self, event: QHideEvent) -> None:
        if self.context.workspace is not None:
            self.save()
        super().hideEvent(event)

    def send(self) -> None:
        """Ask, draw the pages off the window, then keep them in one step."""
        from microinf_desktop import papers

        self.save()
        wanted = self._wanted()
        briefed = ask_to_send(self, wanted)
        if briefed is None:
            return
        workspace, day, ids = self.context.workspace, self.context.today(), [one.id for one in wanted]
        self.context.tasks.read(
            lambda progress, token: papers.briefs_to_send(workspace, ids, day, progress, token),
            lambda made: self._keep(made, briefed), label=tr("Drawing briefs"))

    def _keep(self, made: list[MadeBrief], briefed: bool) -> None:
        workspace, day = self.context.workspace, self.context.today()
        self.context.tasks.write(
            tr("Keeping the versions"), lambda _p, _t: services.issue(workspace, made, set_briefed=briefed, today=day),
            self._told)

    def _told(self, report: IssueReport) -> None:
        words = [trn("{n} version sent", "{n} versions sent", len(report.sent))] if report.sent else []
        if report.unchanged:
            words.append(trn("{n} unchanged, not sent again", "{n} unchanged, not sent again", len(report.unchanged)))
        if report.briefed:
            words.append(trn("{n} deliverable set to briefed", "{n} deliverables set to briefed", report.briefed))
        text = ", ".join(words)
        if report.sent:
            self.context.toast(text, verb=tr("Save PDFs"), callback=self.save_files)
        else:
            self.context.toast(text)

    def save_files(self) -> None:
        """Write the newest sent versions into a folder."""
        from microinf_desktop.storage import attachments

        chosen = QFileDialog.getExistingDirectory(self, tr("Save sent PDFs"))
        if not chosen:
            return
        workspace, ids = self.context.workspace, [one.id for one in self._wanted()]

        def work(progress: Any, token: Any) -> int:
            with workspace.reading() as session:
                newest = [found[0] for found in (briefs.versions(session, one) for one in ids) if found]
            for done, version in enumerate(newest):
                token.check()
                progress(done, len(newest), version.file_name)
                _write(Path(chosen) / version.file_name, attachments.read(workspace.folder, version.sha256))
            return len(newest)

        self.context.tasks.read(work, lambda n: self.context.toast(
            trn("{n} PDF saved in {folder}", "{n} PDFs saved in {folder}", n, folder=chosen)), label=tr("Saving PDFs"))

    def acknowledge_newest(self) -> None:
        with self.context.workspace.reading() as session:
            found = briefs.versions(session, self.current_id)
        if found:
            self.acknowledge(found[0])

    def acknowledge(self, version: briefs.VersionRow) -> None:
        """Record who confirmed a version, when and how."""
        if record_acknowledgement(self, self.context, version, self.rows[self.current_id].creator):
            self.context.toast(tr("Acknowledgement recorded"), undo=True)

    def take_back(self, version: briefs.VersionRow) -> None:
        workspace = self.context.workspace
        self.context.tasks.write(
            tr("Saving"), lambda _p, _t: services.take_back_acknowledgement(workspace, version.id),
            lambda _result: self.context.toast(tr("Acknowledgement taken back"), undo=True))

    # elsewhere

    def _go_to(self, gap: BriefGap) -> None:
        go = self.context.navigation.open
        if gap.place == "deliverable" and gap.record_id is not None:
            go("deliverable", id=gap.record_id)
        elif gap.place == "campaign":
            self._edit_campaign()
        elif gap.place == "people":
            go("settings", tab="people")
        elif gap.place == "brief":
            self.table.select(GENERAL)
            self._chosen()
            self.general.form.input("opening").setFocus()
        else:
            self.tab_asked.emit("deliverables")

    def _edit_campaign(self) -> None:
        edit_campaign(self, self.context, self.campaign_id)

    def _open_client(self) -> None:
        with self.context.workspace.reading() as session:
            part = briefs.general_part(session, self.campaign_id)
        if part is not None:
            self.context.navigation.open("client", id=part.client_id)

    def position(self) -> str:
        waiting = sum(bool(one.version) and one.acknowledged_on is None for one in self.rows.values())
        return trn("{n} not acknowledged", "{n} not acknowledged", waiting) if waiting else ""


class _General:
    """The first line of the list."""

    id = GENERAL


def _name_cell(found: Any) -> Cell:
    if isinstance(found, _General):
        return Cell(tr("General part"), weight=600, icon="note")
    return Cell(found.creator, weight=500, avatar=found.creator)


def _state_cell(found: Any) -> Cell:
    if isinstance(found, _General):
        return Cell(tr("for everybody"), ink="text3")
    return Cell(state_words(found), ink=_INK.get(found.state, ""))


def _state_tip(found: Any) -> str:
    return "" if isinstance(found, _General) else state_tip(found)


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise KnownError(f"{path} was not written: {error.strerror}.", "Choose another folder.") from error

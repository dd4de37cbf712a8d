"""The draft of a deliverable: versions, the caption checked while typing, what the brief requires, the decision."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.enums import Verdict
from microinf_desktop.domain.requirements import Requirement, RequirementKind, required_in
from microinf_desktop.queries.deliverables import DraftRow
from microinf_desktop.ui import checking, formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.deliverable_data import DeliverableData
from microinf_desktop.ui.pages.deliverable_files import DraftFiles, DropFrame, local_files
from microinf_desktop.ui.pages.deliverable_review import DECIDED, DecisionBar, FindingsPanel, VersionList, side_widths
from microinf_desktop.ui.widgets.buttons import Button
from microinf_desktop.ui.widgets.findings import AreaResult
from microinf_desktop.ui.widgets.label_demand import LabelDemands
from microinf_desktop.ui.widgets.labels import ElidedLabel, GlyphSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear, row
from microinf_desktop.ui.widgets.post_editor import PostEditor


class DraftTab(QWidget):
    """Versions | text, requirements and decision | findings. What is typed survives a reload."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.data: DeliverableData | None = None
        self._number: int | None = None
        self._kept: dict[int, dict[str, Any]] = {}  # what was typed and not saved, by deliverable
        self.versions = VersionList()
        self.post = PostEditor(tr("Caption"))
        self.post.editor.setPlaceholderText(tr("Paste what the creator sent"))
        self.save = Button(tr("Save version"), "primary")
        self.mend = Button(tr("Apply all fixes"))
        self.use = Button(tr("Write on from this text"))
        self.demands = LabelDemands()
        self.required = QVBoxLayout()
        self.notes = Label("", "secondary", "text2", wrap=True)
        self.files = DraftFiles(context)
        self.findings = FindingsPanel()
        self.foot = DecisionBar(context)
        self.drop = DropFrame(self, tr("Drop to add to this version"))
        self.setAcceptDrops(True)
        self._build()
        self.versions.chosen.connect(self.show_version)
        self.post.checked.connect(self._checked)
        self.post.changed.connect(self._changed)
        self.save.clicked.connect(self.save_version)
        self.mend.clicked.connect(self.apply_all)
        self.use.clicked.connect(self._write_on)
        self.foot.check.clicked.connect(self.check_now)
        self.post.editor.files_pasted.connect(self.take_files)
        self.demands.copy_asked.connect(self._copy_label)
        view = self.findings.view
        view.fix_asked.connect(self.post.apply)
        view.place_asked.connect(lambda one: self.post.editor.show_place(one.start, one.end))
        view.seen_asked.connect(self.post.focus_facts)
        view.area_changed.connect(self.post.mark)

    def _build(self) -> None:
        self.post.head.addWidget(self.use)
        self.post.head.addWidget(self.mend)
        self.post.head.addWidget(self.save)
        self.required.setSpacing(0)
        self.post.below.addWidget(self.demands)
        self.post.below.addLayout(self.required)
        self.post.below.addSpacing(4)
        self.post.below.addWidget(self.files)
        self.post.below.addSpacing(4)
        middle = ScrollColumn(margins=(20, 12, 20, 20))
        middle.body.addWidget(self.post)
        middle.body.addWidget(self.notes)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(middle, 1)
        centre.addWidget(Line())
        centre.addWidget(self.foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.versions)
        layout.addWidget(Line(vertical=True))
        layout.addLayout(centre, 1)
        layout.addWidget(Line(vertical=True))
        layout.addWidget(self.findings)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps room for the text."""
        super().resizeEvent(event)
        versions, findings = side_widths(event.size().width())
        self.versions.setFixedWidth(versions)
        self.findings.setFixedWidth(findings)

    # showing

    def show_data(self, data: DeliverableData, anew: bool) -> None:
        """Show a deliverable; `anew` when it is another one, else what is being typed stays."""
        if anew and self.data is not None and self.post.dirty:
            self._kept[self.data.id] = self.post.typed()
        self.data = data
        keep, shown = not anew and self.post.dirty, self._number
        known = {draft.number for draft in data.detail.drafts}
        if anew or self._number not in known or not keep:
            self._number = data.newest.number if data.newest else None
        self.versions.set_versions(data.detail.drafts, data.draft_verdicts, data.detail.row.rounds_used,
                                   data.detail.rounds_included)
        notes = str(data.detail.fields["notes"] or "")
        self.notes.setText(tr("Notes: {notes}", notes=notes) if notes else "")
        self.notes.setVisible(bool(notes))
        self._show_files()
        packs = checking.packs(self.context.workspace, self.context.today())
        self.findings.set_packs(packs)
        if keep:
            self.post.follow(data.post, data.areas, self.context.today(), packs)
        else:
            self.post.set_post(data.post, data.areas, self.context.today(), packs)
            self._fill()
        self._show_demands(data)
        if anew:
            self._bring_back(data)
        if anew or self._number != shown:
            self.findings.view.show_worst()
        self._update()

    def _show_demands(self, data: DeliverableData) -> None:
        """The label to demand, as long as the text can still change."""
        undecided = data.state not in DECIDED
        self.demands.setVisible(undecided)
        if undecided:
            areas = data.areas if data.standing.is_needed else ()
            self.demands.show_post(data.post, areas, checking.packs(self.context.workspace, self.context.today()),
                                   self.context.today(), data.detail.row.client)

    def _copy_label(self, label: str) -> None:
        QGuiApplication.clipboard().setText(label)
        self.context.toast(tr("“{label}” copied", label=label))

    def _bring_back(self, data: DeliverableData) -> None:
        """What was typed here before, and never saved, is there again."""
        typed = self._kept.pop(data.id, None)
        if typed is None:
            return
        had = self.post.editor.value()
        self.post.type_again(typed)
        if self.post.editor.value() != had:
            self.context.toast(tr("Your unsaved text is back. Ctrl+Z shows the saved one"))
        elif self.post.dirty:
            self.context.toast(tr("What you had entered and not saved is back"))

    def unsaved(self) -> dict[str, dict[str, Any]]:
        """What was typed and not saved, by deliverable, as it is kept between starts."""
        now = {self.data.id: self.post.typed()} if self.data is not None and self.post.dirty else {}
        return {str(key): typed for key, typed in {**self._kept, **now}.items()}

    def keep_unsaved(self, kept: Mapping[int, Mapping[str, Any]]) -> None:
        """Take back what `unsaved` gave."""
        self._kept.update({key: dict(typed) for key, typed in kept.items()})

    def take_caption(self, text: str) -> bool:
        """A pasted caption as the text of the next version; False while an older version is read."""
        if not self._is_newest:
            return False
        self.post.editor.replace_all(text.strip("\n"))
        return True

    def take_files(self, mime: QMimeData) -> bool:
        """Pasted or dropped files, or a pasted picture, for the newest version; False when there is neither."""
        if not self._is_newest:
            self.context.toast(tr("Files go to the newest version. Choose it first"))
            return True
        return self.files.take_mime(mime)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._is_newest and local_files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            left, right = self.versions.width(), self.findings.width()
            self.drop.show_over(self.rect().adjusted(left + 1, 0, -right - 1, -self.foot.height()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.drop.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop.hide()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take_files(event.mimeData())

    def show_version(self, number: int) -> None:
        """Show a stored version; older ones can be read and written on, not changed."""
        self._number = number
        self._show_files()
        self._fill()
        self._update()

    def _show_files(self) -> None:
        draft = self.shown_draft()
        if self.data is not None:
            self.files.show_files(self.data.id, draft, self.data.files.get(draft.id, ()) if draft else ())

    def shown_draft(self) -> DraftRow | None:
        if self.data is None:
            return None
        return next((draft for draft in self.data.detail.drafts if draft.number == self._number), None)

    def _fill(self) -> None:
        draft = self.shown_draft()
        self.post.set_draft(draft.caption if draft else "", draft.fields if draft else {})

    @property
    def _is_newest(self) -> bool:
        return self.data is not None and (self.data.newest is None or self.data.newest.number == self._number)

    def _write_on(self) -> None:
        """Take an older text as the beginning of a new version."""
        assert self.data is not None
        text = self.post.editor.value()
        self._number = self.data.newest.number if self.data.newest else None
        self._fill()
        self.post.editor.replace_all(text)
        self._update()

    def _checked(self, results: list[AreaResult]) -> None:
        dirty = self.post.dirty
        empty = (tr("No country to check for"), tr("Choose the jurisdictions of the audience in the campaign."))
        if self.data is not None and not self.data.detail.drafts and not dirty:
            results, empty = [], (tr("No draft yet"), tr("Paste the caption; it is checked while you type."))
        self.findings.show_results(results, tr("as typed") if dirty else "", empty)
        self.post.mark(self.findings.view.area())
        self._show_required()

    def _changed(self) -> None:
        self._update()

    def _update(self) -> None:
        """Buttons follow what was typed and which version is shown."""
        data = self.data
        if data is None:
            return
        dirty = self.post.dirty
        number = (data.newest.number if data.newest else 0) + 1
        self.save.setText(tr("Save as draft {n}", n=number))
        self.save.updateGeometry()
        self.save.setToolTip("Ctrl S")
        self.mend.setToolTip("Ctrl Enter")
        self.save.setVisible(self._is_newest and dirty)
        self.use.setVisible(not self._is_newest)
        self.post.set_read_only(not self._is_newest)
        written = self._is_newest and (dirty or bool(data.detail.drafts))
        fixable = written and any(f.fix_edit for one in self.post.results() for f in one.findings)
        self.mend.setVisible(fixable)
        self.versions.show_current(self._number)
        self.files.add.setVisible(self._is_newest)
        self.findings.show_state(data, dirty)
        self.foot.show_data(data, dirty)

    def _show_required(self) -> None:
        clear(self.required)
        if self.data is None:
            return
        fields = self.data.detail.fields
        found = required_in(
            self.post.editor.value(), fields["required_mentions"], fields["required_hashtags"],
            fields["required_links"], fields["discount_code"], fields["required_caption"], fields["call_to_action"],
            fields["min_characters"],
        )
        points = [str(point) for point in fields["talking_points"]]
        if not found and not points:
            return
        met = sum(one.is_met for one in found)
        note = tr("{n} of {all} found", n=met, all=len(found)) if found else ""
        self.required.addLayout(row(Label(tr("Required by the brief"), "section"), 1,
                                    Label(note, "secondary", "text3"), margins=(0, 4, 0, 4)))
        for one in found:
            self._add_required(one)
        for point in points:
            self.required.addWidget(Line())
            self.required.addLayout(row(
                GlyphSign(Verdict.NOT_CHECKED), ElidedLabel(tr("Point: {point}", point=point)), 1,
                Label(tr("read it yourself"), "secondary", "text3"), margins=(0, 5, 0, 5),
            ))

    def _add_required(self, one: Requirement) -> None:
        kinds = {
            RequirementKind.MENTION: tr("Mention"), RequirementKind.HASHTAG: tr("Hashtag"),
            RequirementKind.LINK: tr("Link"), RequirementKind.CODE: tr("Code"),
            RequirementKind.CAPTION: tr("Text"), RequirementKind.CALL_TO_ACTION: tr("Call to action"),
            RequirementKind.LENGTH: tr("Characters, at least"),
        }
        where = tr("line {n}", n=one.line) if one.is_met else tr("missing")
        if one.kind is RequirementKind.LENGTH:
            where = tr("{n} now", n=formats.count(len(self.post.editor.value().strip())))
        self.required.addWidget(Line())
        self.required.addLayout(row(
            GlyphSign(Verdict.PASS if one.is_met else Verdict.WARN), ElidedLabel(f"{kinds[one.kind]} {one.text}"), 1,
            Label(where, "secondary", "text3" if one.is_met else "attention"), margins=(0, 5, 0, 5),
        ))

    # acting

    def apply_all(self) -> None:
        """Apply the edits that help most over all countries, as one step."""
        text = self.post.mended()
        if text == self.post.editor.value():
            self.context.toast(
                tr("No edit of the text alone settles this. Apply one fix by hand, or record what the post shows")
            )
            return
        self.post.editor.replace_all(text)

    def save_version(self) -> None:
        """Store what was typed as the next version and record its check in every country."""
        data = self.data
        if data is None or not self.post.dirty:
            return
        draft, workspace, today = self.post.draft(), self.context.workspace, self.context.today()
        if data.detail.drafts and draft.note == data.detail.drafts[0].fields["note"]:
            draft = replace(draft, note="")  # it was about the version before

        def work(_progress: Any, _token: Any) -> int:
            from microinf_desktop.services import compliance, drafts

            number = drafts.save_draft(workspace, data.id, draft, today)
            if data.areas:
                compliance.run_check(workspace, data.id, checking.packs(workspace))
            return number

        def saved(number: int) -> None:
            checked = tr("Draft {n} saved and checked", n=number)
            self.context.toast(checked if data.areas else tr("Draft {n} saved", n=number))

        # Before the write: the reload that follows it must not take the text for unsaved.
        self.post.mark_saved()
        self.context.tasks.write(tr("Saving the draft"), work, saved, failed=self._not_saved)

    def _not_saved(self, error: BaseException) -> None:
        from microinf_desktop.ui.dialogs.message import show_error

        self.post.mark_unsaved()
        self._update()
        show_error(self, error, self.context.log_folder)

    def check_now(self) -> None:
        """Record the check of the newest version, e.g. when the campaign got another country."""
        data, workspace = self.data, self.context.workspace
        if data is None:
            return

        def work(_progress: Any, _token: Any) -> None:
            from microinf_desktop.services import compliance

            compliance.run_check(workspace, data.id, checking.packs(workspace))

        self.context.tasks.write(tr("Checking"), work, lambda _r: self.context.toast(tr("Check recorded")))

"""What became of a deliverable online: the live check, the proofs, the figures."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.compliance import EvidenceDraft, Phase
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries.compliance import EvidenceRow
from microinf_desktop.ui import checking, formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs import deliverable_moves as moves
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.message import show_error
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.pages.deliverable_data import DeliverableData
from microinf_desktop.ui.pages.deliverable_files import local_files, pasted_picture
from microinf_desktop.ui.pages.deliverable_review import FindingsPanel, side_widths
from microinf_desktop.ui.theme import Tone
from microinf_desktop.ui.widgets.buttons import Button, LinkButton
from microinf_desktop.ui.widgets.feedback import Banner
from microinf_desktop.ui.widgets.findings import AreaResult
from microinf_desktop.ui.widgets.form import Form
from microinf_desktop.ui.widgets.inputs import ComboBox, TextField
from microinf_desktop.ui.widgets.labels import ElidedLabel, IconSign, Label, Line
from microinf_desktop.ui.widgets.layouts import ScrollColumn, clear, row
from microinf_desktop.ui.widgets.post_editor import PostEditor, facts_of
from microinf_desktop.ui.widgets.violations import ViolationList

_LARGEST = 200 * 1024 * 1024
_ONLINE = frozenset({
    DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
    DeliverableState.COMPLETE,
})


def evidence_kinds() -> list[tuple[str, str]]:
    return [
        ("screenshot", tr("Screenshot")), ("recording", tr("Recording")), ("insights", tr("Insights")),
        ("link", tr("Link")), ("other", tr("Other"))
    ]


class LiveTab(QWidget):
    """The post as it stands online, checked like a draft and kept on record; proofs below it. Takes dropped files."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.data: DeliverableData | None = None
        self._kept: dict[int, dict[str, Any]] = {}  # what was typed and not recorded, by deliverable
        self.setAcceptDrops(True)
        self.banner = Banner(Tone.ATTENTION)
        self.publish = Button(tr("Set to live"), "primary")
        self.link = LinkButton("")
        self.post = PostEditor(tr("Caption as it stands online"))
        self.record = Button(tr("Record this look"), "primary")
        self.origin = Label("", "secondary", "text2", wrap=True)
        self.proofs = QVBoxLayout()
        self.proofs.setSpacing(0)
        self.violations = ViolationList(context)
        self.findings = FindingsPanel()
        self._build()
        self.publish.clicked.connect(lambda: self._publish())
        self.link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(self.link.text())))
        self.record.clicked.connect(self.record_look)
        self.post.checked.connect(self._checked)
        self.post.editor.files_pasted.connect(self.take_files)
        view = self.findings.view
        view.fix_asked.connect(self.post.apply)
        view.place_asked.connect(lambda one: self.post.editor.show_place(one.start, one.end))
        view.seen_asked.connect(self.post.focus_facts)
        view.area_changed.connect(self.post.mark)

    def _build(self) -> None:
        self.post.head.addWidget(self.record)
        self.add = Button(tr("Add evidence"), icon="attach", keys="E")
        self.add.clicked.connect(lambda: self.choose_evidence())
        self.hint = ElidedLabel(tr("Or drop files here. A proof is kept with its hash and stays"), "secondary", "text3")
        middle = ScrollColumn(margins=(20, 12, 20, 20))
        middle.body.addLayout(row(self.publish, self.link, 1))
        middle.body.addWidget(self.origin)
        middle.body.addWidget(self.post)
        middle.body.addWidget(self.violations)
        middle.body.addSpacing(8)
        head = row(Label(tr("Evidence"), "section"))
        head.addWidget(self.hint, 1)
        head.addWidget(self.add)
        middle.body.addLayout(head)
        middle.body.addLayout(self.proofs)
        centre = QVBoxLayout()
        centre.setSpacing(0)
        centre.addWidget(self.banner)
        centre.addWidget(middle, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(centre, 1)
        layout.addWidget(Line(vertical=True))
        layout.addWidget(self.findings)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window keeps room for the text."""
        super().resizeEvent(event)
        self.findings.setFixedWidth(side_widths(event.size().width())[1])

    def show_data(self, data: DeliverableData, anew: bool) -> None:
        """Show a deliverable; what was typed stays, and is there again when one comes back."""
        if anew and self.data is not None and self.post.dirty:
            self._kept[self.data.id] = self.post.typed()
        self.data = data
        online = data.state in _ONLINE
        packs = checking.packs(self.context.workspace, self.context.today())
        self.findings.set_packs(packs)
        if not anew and self.post.dirty:
            self.post.follow(data.post, data.areas, self.context.today(), packs)
        else:
            self.post.set_post(data.post, data.areas, self.context.today(), packs)
            self.post.facts.set_visible("note", False)  # a look has no version to note anything on
            if "script" in self.post.facts.names():
                self.post.facts.set_visible("script", False)
            self.post.set_draft(*self._seen_last(data))
        if anew:
            if (typed := self._kept.pop(data.id, None)) is not None:
                self.post.type_again(typed)
            self.findings.view.show_worst()
        url = str(data.detail.fields["live_url"] or "")
        self.link.setText(url)
        self.link.updateGeometry()
        self.link.setVisible(bool(url))
        self.publish.setVisible(not online)
        self.publish.set_blocked("" if DeliverableState.LIVE in data.moves else tr("it cannot go live from its state"))
        self.record.set_blocked(
            "" if online and data.areas else tr("it is not live yet") if not online else tr("no country to check for")
        )
        self._show_origin(data, online)
        self._show_banner(data, online)
        self._show_proofs(data.evidence)
        self.violations.show_deliverable(data.id)

    def _seen_last(self, data: DeliverableData) -> tuple[str, dict[str, Any]]:
        """Text and facts of the last look, else the newest draft."""
        facts = data.newest.fields if data.newest else {}
        looks = [check for check in data.standing.checks if check.phase is Phase.LIVE]
        caption = looks[-1].caption if looks else data.newest.caption if data.newest else ""
        return caption, {**facts, **(facts_of(looks[-1].seen) if looks else {}), "note": ""}

    def _show_origin(self, data: DeliverableData, online: bool) -> None:
        """Before the first look everything stands as the draft said it, which nobody has seen online."""
        looked = any(check.phase is Phase.LIVE for check in data.standing.checks)
        self.origin.setVisible(online and not looked and data.newest is not None)
        if data.newest is not None:
            self.origin.setText(tr("Filled in from draft {n}. Paste the caption from the post, and change what is "
                                   "shown or said differently there", n=data.newest.number))

    def _show_banner(self, data: DeliverableData, online: bool) -> None:
        """The first look from the day it went live, the one after the agency's days once it is due."""
        due = data.live_due
        if not online or due is None or due.live_check_due is None or (due.looks_again and not due.live_overdue):
            self.banner.hide()
            return
        when = formats.moment(due.live_check_due)
        if due.looks_again:
            title = tr("Look at the live post again")
            text = tr("Due since {when}: posts are edited. Compare the caption, then record the look.", when=when)
        else:
            title = tr("Nobody has looked at the live post") if due.live_overdue else tr("Look at the live post")
            text = tr("Due {when}. Compare the caption, then record the look.", when=when)
        self.banner.set_content(title, text)
        self.banner.show()

    def _checked(self, results: list[AreaResult]) -> None:
        empty = (tr("No country to check for"), tr("Choose the jurisdictions of the audience in the campaign."))
        self.findings.show_results(results, empty=empty)
        self.post.mark(self.findings.view.area())

    def unsaved(self) -> dict[str, dict[str, Any]]:
        """What was typed of looks and not recorded, by deliverable, as it is kept between starts."""
        now = {self.data.id: self.post.typed()} if self.data is not None and self.post.dirty else {}
        return {str(key): typed for key, typed in {**self._kept, **now}.items()}

    def keep_unsaved(self, kept: Mapping[int, Mapping[str, Any]]) -> None:
        """Take back what `unsaved` gave."""
        self._kept.update({key: dict(typed) for key, typed in kept.items()})

    # live check

    def record_look(self) -> None:
        """Keep the check of what stands online; each look is kept."""
        data, workspace, seen = self.data, self.context.workspace, self.post.seen()
        if data is None:
            return

        def work(_progress: Any, _token: Any) -> None:
            from microinf_desktop.services import compliance

            compliance.run_check(workspace, data.id, checking.packs(workspace), phase=Phase.LIVE, **seen)

        self.post.mark_saved()
        self.context.tasks.write(tr("Recording the look"), work, lambda _r: self.context.toast(tr("Look recorded")),
                                 failed=self._not_recorded)

    def _not_recorded(self, error: BaseException) -> None:
        self.post.mark_unsaved()
        show_error(self, error, self.context.log_folder)

    def _publish(self) -> None:
        if self.data is not None:
            moves.publish(self, self.context, self.data.id)

    # evidence

    def _show_proofs(self, proofs: Sequence[EvidenceRow]) -> None:
        clear(self.proofs)
        for proof in proofs:
            self.proofs.addWidget(Line())
            words = QVBoxLayout()
            words.setSpacing(2)
            kind = dict(evidence_kinds()).get(proof.kind, proof.kind.replace("_", " ").capitalize())
            title = " · ".join(part for part in (kind, proof.file_name or proof.url) if part)
            words.addWidget(Label(title, weight=500, wrap=True))
            size = formats.size(proof.size_bytes) if proof.sha256 else ""
            sha = f"SHA-256 {proof.sha256[:8]}…{proof.sha256[-4:]}" if proof.sha256 else ""
            parts = (formats.moment(proof.captured_at), proof.captured_by, size, sha, proof.note)
            note = Label(" · ".join(part for part in parts if part), "secondary", "text2", wrap=True)
            note.setToolTip(proof.sha256)
            words.addWidget(note)
            line = row(IconSign("image" if proof.media_type.startswith("image") else "attach"), spacing=10,
                       margins=(0, 6, 0, 6))
            line.addLayout(words, 1)
            if proof.url:
                go = LinkButton(tr("Open link"))
                go.clicked.connect(lambda _=False, url=proof.url: QDesktopServices.openUrl(QUrl(url)))
                line.addWidget(go)
            self.proofs.addLayout(line)
        if not proofs:
            self.proofs.addWidget(Label(tr("No proof yet"), "body", "text3"))

    def choose_evidence(self) -> None:
        """Ask for a file; cancelled, a link alone can be kept."""
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Add evidence"), str(Path.home()))
        self.add_evidence([Path(chosen)] if chosen else [])

    def add_evidence(self, files: Sequence[Path]) -> None:
        """Ask what the proof is and keep it; several files become several proofs of the same kind."""
        data = self.data
        if data is None:
            return

        def build(form: Form) -> None:
            if files:
                names = ", ".join(path.name for path in files)
                form.add_wide(Label(names, "body", weight=500, wrap=True))
            form.add_field("kind", tr("Kind"), ComboBox(evidence_kinds()))
            form.add_field("url", tr("Link"), TextField(placeholder="https://"), required=not files)
            form.add_field("note", tr("Note"), TextField(placeholder=tr("What it shows")))

        def submit(values: dict[str, Any]) -> int:
            proofs: list[tuple[bytes | None, str]] = [read_file(path) for path in files]
            for content, name in proofs or [(None, "")]:
                self._store(data.id, values, content, name)
            return max(len(files), 1)

        filled = {"kind": "screenshot" if files else "link", "url": str(data.detail.fields["live_url"] or "")}
        dialog = FormDialog(self, tr("Add evidence"), tr("Keep"), build, submit, filled)
        if dialog.run():
            self.context.toast(trn("{n} proof kept", "{n} proofs kept", dialog.result_value))

    def _store(self, deliverable_id: int, values: dict[str, Any], content: bytes | None, name: str) -> None:
        from microinf_desktop.services.compliance import add_evidence

        zone = datetime.now().astimezone().tzname() or "UTC"
        add_evidence(self.context.workspace, deliverable_id, EvidenceDraft(
            datetime.now(UTC), zone, values["kind"] or "other", values["url"], values["note"], content, name,
        ))

    def take_files(self, mime: QMimeData) -> bool:
        """Pasted files, or a pasted screenshot, as proofs; False when there is neither."""
        files = local_files(mime)
        pasted = None if files else pasted_picture(mime)
        if pasted is None and not files:
            return False
        self.add_evidence([pasted] if pasted is not None else files)
        if pasted is not None:
            shutil.rmtree(pasted.parent)
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        files = [path for path in paths if path.is_file()]
        if not files:
            show_error(self, KnownError(tr("A folder is no proof."), tr("Drop a file.")))
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.add_evidence(files)


def read_file(path: Path) -> tuple[bytes, str]:
    """Bytes and name of a file; KnownError when it cannot be read or is too large to keep."""
    try:
        size = path.stat().st_size
        if size > _LARGEST:
            raise KnownError(
                tr("{name} has {size}.", name=path.name, size=formats.size(size)),
                tr("Keep a shorter recording, or a screenshot and the link."),
            )
        return path.read_bytes(), path.name
    except OSError as error:
        raise KnownError(
            tr("{name} cannot be read: {why}.", name=path.name, why=error.strerror or error),
            tr("Check that the file is still there and choose it again."),
        ) from error

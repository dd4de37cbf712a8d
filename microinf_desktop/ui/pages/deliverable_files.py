"""The files of a draft: pictures with a small view, videos and texts with their size; add, drop, open, save, remove."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries import reviews as queries
from microinf_desktop.queries.deliverables import DraftRow
from microinf_desktop.queries.reviews import FileRow
from microinf_desktop.storage import attachments
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.message import show_error
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.buttons import Button, IconButton
from microinf_desktop.ui.widgets.labels import ElidedLabel, IconSign, Label, Line
from microinf_desktop.ui.widgets.layouts import clear, row

_THUMBNAIL = QSize(72, 54)


class DraftFiles(QWidget):
    """Files of the version that is shown; a deliverable without a version gets its first one with them."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._deliverable_id = 0
        self._draft: DraftRow | None = None
        self.setAcceptDrops(True)
        self.add = Button(tr("Add files"), icon="attach")
        self.add.clicked.connect(self.choose)
        self.note = Label("", "secondary", "text3")
        self.list = QVBoxLayout()
        self.list.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row(Label(tr("Files"), "section"), self.note, 1, self.add))
        layout.addLayout(self.list)

    def show_files(self, deliverable_id: int, draft: DraftRow | None) -> None:
        self._deliverable_id, self._draft = deliverable_id, draft
        clear(self.list)
        found: Sequence[FileRow] = ()
        if draft is not None:
            with self.context.workspace.reading() as session:
                found = queries.files(session, draft.id)
        for file in found:
            self.list.addWidget(Line())
            self.list.addLayout(self._line(file))
        self.note.setText("" if found else tr("Drop pictures, videos or a script here"))

    def _line(self, file: FileRow) -> QVBoxLayout:
        view = self._view(file)
        name = ElidedLabel(file.file_name)
        name.setToolTip(file.file_name)
        line = row(view, spacing=10)
        line.addWidget(name, 1)
        line.addWidget(Label(formats.size(file.size_bytes), "secondary", "text2"))
        for icon, words, run in (
            ("external", tr("Open {name}", name=file.file_name), self.open_file),
            ("save", tr("Save a copy of {name}", name=file.file_name), self.save_file),
            ("trash", tr("Remove {name}", name=file.file_name), self.remove),
        ):
            button = IconButton(icon, words)
            button.clicked.connect(lambda _=False, act=run: act(file))
            line.addWidget(button)
        whole = QVBoxLayout()
        whole.addLayout(line)
        return whole

    def _view(self, file: FileRow) -> QWidget:
        """A small picture read at its small size, else the icon of the type."""
        if file.media_type.startswith("image"):
            reader = QImageReader(str(attachments.file_path(self.context.workspace.folder, file.sha256)))
            reader.setAutoTransform(True)
            if reader.size().isValid():
                reader.setScaledSize(reader.size().scaled(_THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio))
            image = reader.read()
            if not image.isNull():
                label = QLabel()
                label.setPixmap(QPixmap.fromImage(image))
                label.setAccessibleName(tr("Picture {name}", name=file.file_name))
                return label
        return IconSign("play" if file.media_type.startswith("video") else "note", file.media_type)

    # acting

    def choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Add files"), str(Path.home()))
        self.take([Path(one) for one in chosen])

    def take(self, paths: Sequence[Path]) -> None:
        """Copy files in; the status bar shows how far it is and lets one cancel."""
        if not paths or not self._deliverable_id:
            return
        from microinf_desktop.services.drafts import add_files

        wanted, draft, today = self._deliverable_id, self._draft, self.context.today()
        self.context.tasks.write(
            tr("Copying files"),
            lambda progress, token: add_files(self.context.workspace, wanted, paths, draft.id if draft else None,
                                              today, progress, token),
            lambda n: self.context.toast(trn("{n} file added", "{n} files added", n), undo=bool(n)),
        )

    def remove(self, file: FileRow) -> None:
        from microinf_desktop.services.drafts import remove_file

        self.context.tasks.write(
            tr("Removing"), lambda _p, _t: remove_file(self.context.workspace, file.id),
            lambda _r: self.context.toast(tr("File removed"), undo=True),
        )

    def open_file(self, file: FileRow) -> None:
        """Open a copy under its own name in the system's program."""
        target = Path(tempfile.mkdtemp(prefix="microinf-file-")) / file.file_name
        if self._write(file, target):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(target)))

    def save_file(self, file: FileRow) -> None:
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save a copy"), str(Path.home() / file.file_name))
        if chosen and self._write(file, Path(chosen)):
            self.context.toast(tr("Saved as {name}", name=Path(chosen).name))

    def _write(self, file: FileRow, target: Path) -> bool:
        try:
            target.write_bytes(attachments.read(self.context.workspace.folder, file.sha256))
        except KnownError as error:
            show_error(self, error)
            return False
        except OSError as error:
            show_error(self, KnownError(tr("{name} was not written: {why}", name=target.name,
                                           why=error.strerror or error), tr("Choose another folder.")))
            return False
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.take([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

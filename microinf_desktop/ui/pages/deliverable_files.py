"""The files of a draft: pictures with a small view, videos and texts with their size; add, drop, open, save, remove."""

import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.queries.deliverables import DraftRow
from microinf_desktop.queries.reviews import FileRow
from microinf_desktop.storage import attachments
from microinf_desktop.ui import formats, theme
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.stored_files import open_stored, save_stored
from microinf_desktop.ui.widgets.buttons import Button, IconButton
from microinf_desktop.ui.widgets.labels import ElidedLabel, IconSign, Label, Line
from microinf_desktop.ui.widgets.layouts import clear, row

THUMBNAIL = QSize(72, 54)
_KEPT = 200  # small views kept in memory, about 3 MB


class DraftFiles(QWidget):
    """Files of the version that is shown; a deliverable without a version gets its first one with them."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._deliverable_id = 0
        self._draft: DraftRow | None = None
        self._shown: tuple[FileRow, ...] | None = None
        self._small: dict[str, QImage] = {}  # by hash; the same bytes look the same for ever
        self.views: dict[str, Thumbnail] = {}
        self.add = Button(tr("Add files"), icon="attach")
        self.add.clicked.connect(self.choose)
        self.note = Label("", "secondary", "text3")
        self.list = QVBoxLayout()
        self.list.setSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(row(Label(tr("Files"), "section"), self.note, 1, self.add))
        layout.addLayout(self.list)

    def show_files(self, deliverable_id: int, draft: DraftRow | None, found: Sequence[FileRow]) -> None:
        """Show the files of a draft; lines that are the same stay as they are."""
        self._deliverable_id, self._draft = deliverable_id, draft
        self.note.setText(tr("Drop, paste or add pictures, videos, a script") if not found else "")
        if tuple(found) == self._shown:
            return
        self._shown = tuple(found)
        clear(self.list)
        self.views = {}
        for file in found:
            self.list.addWidget(Line())
            self.list.addLayout(self._line(file))
        self._read_small([file for file in found if file.sha256 in self.views and file.sha256 not in self._small])

    def _line(self, file: FileRow) -> QVBoxLayout:
        name = ElidedLabel(file.file_name)
        name.setToolTip(file.file_name)
        line = row(self._view(file), spacing=10)
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
        """Room for the small picture, which comes when it is decoded; other types have their icon."""
        if not file.media_type.startswith("image"):
            icon = IconSign("play" if file.media_type.startswith("video") else "note", file.media_type)
            icon.setFixedWidth(THUMBNAIL.width())
            return icon
        view = Thumbnail(tr("Picture {name}", name=file.file_name))
        view.opened.connect(lambda: self.open_file(file))
        self.views[file.sha256] = view
        if file.sha256 in self._small:
            view.show_image(self._small[file.sha256])
        return view

    def _read_small(self, files: Sequence[FileRow]) -> None:
        """Decode pictures away from the window, which a large one would hold for a second."""
        if not files:
            return
        folder = self.context.workspace.folder

        def work(_progress: Progress, token: CancelToken) -> dict[str, QImage]:
            made = {}
            for file in files:
                token.check()
                made[file.sha256] = small_image(attachments.file_path(folder, file.sha256))
            return made

        self.context.tasks.read(work, self._take_small, key="thumbnails")

    def _take_small(self, made: dict[str, QImage]) -> None:
        self._small = dict([*self._small.items(), *made.items()][-_KEPT:])
        for sha256, image in made.items():
            if sha256 in self.views:
                self.views[sha256].show_image(image)

    # acting

    def choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, tr("Add files"), str(Path.home()))
        self.take([Path(one) for one in chosen])

    def take(self, paths: Sequence[Path], temporary: bool = False) -> None:
        """Copy files in; the status bar shows how far it is and lets one cancel. `temporary` ones are removed then."""
        if not paths or not self._deliverable_id:
            return
        wanted, draft, today = self._deliverable_id, self._draft, self.context.today()

        def work(progress: Progress, token: CancelToken) -> int:
            from microinf_desktop.services.drafts import add_files

            try:
                return add_files(self.context.workspace, wanted, paths, draft.id if draft else None, today, progress,
                                 token)
            finally:
                for path in paths if temporary else ():
                    shutil.rmtree(path.parent)

        def copied(n: int) -> None:
            told = trn("{n} file added", "{n} files added", n) if n else tr("This version has it already")
            self.context.toast(told, undo=bool(n))

        self.context.tasks.write(tr("Copying files"), work, copied)

    def take_mime(self, mime: QMimeData) -> bool:
        """Add pasted or dropped files, or a pasted picture; False when there is neither."""
        paths = local_files(mime)
        pasted = None if paths else pasted_picture(mime)
        if pasted is not None:
            self.take([pasted], temporary=True)
        else:
            self.take(paths)
        return bool(paths) or pasted is not None

    def remove(self, file: FileRow) -> None:
        from microinf_desktop.services.drafts import remove_file

        self.context.tasks.write(
            tr("Removing"), lambda _p, _t: remove_file(self.context.workspace, file.id),
            lambda _r: self.context.toast(tr("File removed"), undo=True),
        )

    def open_file(self, file: FileRow) -> None:
        """Open a copy under its own name in the system's program."""
        open_stored(self, self.context, file.sha256, file.file_name, file.size_bytes)

    def save_file(self, file: FileRow) -> None:
        save_stored(self, self.context, file.sha256, file.file_name, file.size_bytes)


class Thumbnail(QLabel):
    """A small picture in a frame of fixed size, empty until it is there; a double click opens the file."""

    opened = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(THUMBNAIL)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(name)
        theme.set_background(self, "sunken")

    def show_image(self, image: QImage) -> None:
        """Show what `small_image` made; a picture that cannot be decoded says so."""
        if image.isNull():
            self.setText(tr("no view"))
            return
        self.setPixmap(QPixmap.fromImage(image))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()


class DropFrame(QWidget):
    """Over a part that takes files: a frame and what happens, while something is dragged above it."""

    def __init__(self, over: QWidget, text: str) -> None:
        super().__init__(over)
        self._text = text
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(text)
        self.hide()

    def show_over(self, area: QRect) -> None:
        self.setGeometry(area)
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now, box = QPainter(self), theme.current(), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(now.surface)
        veil.setAlphaF(0.86)
        painter.fillRect(box, veil)
        painter.setPen(QPen(now.accent, 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box.adjusted(9, 9, -9, -9), 6, 6)
        painter.setFont(theme.font("panel"))
        painter.setPen(now.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._text)


def small_image(path: Path, size: QSize = THUMBNAIL) -> QImage:
    """A picture decoded at a small size, sharp on dense screens; null when it cannot be. For any thread."""
    room = size * 2
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)  # stored files have no ending
    reader.setAutoTransform(True)
    if reader.size().isValid():
        reader.setScaledSize(reader.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if not image.isNull() and (image.width() > room.width() or image.height() > room.height()):  # it lay on its side
        image = image.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    image.setDevicePixelRatio(2)
    return image


def local_files(mime: QMimeData) -> list[Path]:
    """The files among what was pasted or dropped; folders and links to the web are none."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


def pasted_picture(mime: QMimeData) -> Path | None:
    """A picture of the clipboard (a screenshot) as a file in a folder of its own; None when there is none."""
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    folder = Path(tempfile.mkdtemp(prefix="microinf-paste-"))
    path = folder / tr("pasted {when}.png", when=datetime.now().strftime("%Y-%m-%d %H%M%S"))
    return path if image.save(str(path)) else None

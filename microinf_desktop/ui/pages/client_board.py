"""The mood board: pictures side by side that are added, captioned, moved, opened and removed."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QModelIndex, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QIcon,
    QImage,
    QKeyEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.queries.clients import ImageRow
from microinf_desktop.services import clients as services
from microinf_desktop.storage import attachments
from microinf_desktop.ui.actions import Action, fill_menu
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.form import FormDialog
from microinf_desktop.ui.dialogs.message import show_error
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.inputs import TextField
from microinf_desktop.ui.widgets.labels import Label

_CELL, _PICTURE = QSize(196, 176), QSize(180, 132)
_LARGEST = 20 * 1024 * 1024
_FILTER = "*.png *.jpg *.jpeg *.webp *.gif *.bmp"


class MoodBoard(QWidget):
    """`show_images` fills it; drop, paste, or choose files to add; drag, or Alt with arrows, to reorder."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.client_id = 0
        self._rows: tuple[ImageRow, ...] = ()
        self._pictures: dict[str, QPixmap] = {}
        self.hint = Label(tr("Drop or paste pictures here: packshots, places, posts the client likes"), ink="text3",
                          wrap=True)
        self.view = _Pictures()
        self.view.setAccessibleName(tr("Mood board"))
        self.view.moved.connect(self.move)
        self.view.opened.connect(lambda: self.open())
        self.view.files_dropped.connect(self.add_files)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(
            lambda at: fill_menu(QMenu(self), self.actions()).popup(self.view.viewport().mapToGlobal(at)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.hint)
        layout.addWidget(self.view)

    def show_images(self, client_id: int, images: Sequence[ImageRow]) -> None:
        """Show a client's pictures; the chosen one stays chosen."""
        if client_id == self.client_id and tuple(images) == self._rows:
            return
        kept = self.current_id() if client_id == self.client_id else 0
        self.client_id, self._rows = client_id, tuple(images)
        self.view.clear()
        for image in images:
            caption = image.caption or image.file_name
            item = QListWidgetItem(QIcon(self._picture(image)), caption)
            item.setData(Qt.ItemDataRole.UserRole, image.id)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, caption)
            item.setToolTip(caption)
            item.setSizeHint(_CELL)
            self.view.addItem(item)
            if image.id == kept:
                self.view.setCurrentItem(item)
        self.view.fit()

    def _picture(self, image: ImageRow) -> QPixmap:
        """Scaled once; a file that is missing or was changed shows as an empty frame, and opening it says why."""
        if image.sha256 not in self._pictures:
            path = attachments.file_path(self.context.workspace.folder, image.sha256)
            loaded = QPixmap(str(path))
            if loaded.isNull():
                loaded = QPixmap(_PICTURE)
                loaded.fill(Qt.GlobalColor.lightGray)
            self._pictures[image.sha256] = loaded.scaled(
                _PICTURE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        return self._pictures[image.sha256]

    def current_id(self) -> int:
        item = self.view.currentItem()
        return int(item.data(Qt.ItemDataRole.UserRole)) if item is not None else 0

    def actions(self) -> list[Action]:
        group = tr("Mood board")
        return [
            Action("client.image.add", tr("Add pictures"), self.choose, "", "image", group, "quiet"),
            Action("client.image.open", tr("Open picture"), self.open, "", "open", group, condition=self._chosen),
            Action("client.image.caption", tr("Caption picture"), self.caption, "", "edit", group,
                   condition=self._chosen),
            Action("client.image.left", tr("Move picture left"), lambda: self._step(-1), "Alt+Left", "arrow-left",
                   group, condition=self._chosen),
            Action("client.image.right", tr("Move picture right"), lambda: self._step(1), "Alt+Right", "arrow-right",
                   group, condition=self._chosen),
            Action("client.image.remove", tr("Remove picture"), self.remove, "", "trash", group,
                   condition=self._chosen),
        ]

    def _chosen(self) -> bool:
        return bool(self.current_id()) and self.view.hasFocus()

    # adding

    def choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(
            self, tr("Add pictures"), str(Path.home()), tr("Pictures ({kinds})", kinds=_FILTER))
        self.add_files([Path(name) for name in chosen])

    def add_files(self, files: Sequence[Path]) -> None:
        """Put picture files at the end; one that is none is told and nothing is added."""
        if files:
            try:
                self._add([_read(path) for path in files])
            except KnownError as error:
                show_error(self, error)

    def paste(self, mime: QMimeData) -> bool:
        """A copied picture, or copied picture files."""
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        if files and all(path.suffix.lower()[1:] in _FILTER.replace("*.", "").split() for path in files):
            self.add_files(files)
            return True
        image = mime.imageData() if mime.hasImage() else None
        if not isinstance(image, QImage) or image.isNull():
            return False
        self._add([(_as_png(image), tr("Pasted picture") + ".png")])
        return True

    def _add(self, pictures: list[tuple[bytes, str]]) -> None:
        added = services.add_images(self.context.workspace, self.client_id, pictures)
        if added:
            self.context.toast(trn("{n} picture added", "{n} pictures added", len(added)), undo=True)
        else:
            self.context.toast(tr("The board has this picture already"))

    # changing

    def move(self, image_id: int, place: int) -> None:
        services.move_image(self.context.workspace, image_id, place)

    def _step(self, by: int) -> None:
        place = self.view.currentRow() + by
        if 0 <= place < len(self._rows):
            self.move(self.current_id(), place)

    def caption(self) -> None:
        image = next(row for row in self._rows if row.id == self.current_id())
        dialog = FormDialog(
            self, tr("Caption picture"), tr("Save"),
            lambda form: form.add_field("caption", tr("Caption"), TextField(placeholder=tr("What to take from it"))),
            lambda values: services.caption_image(self.context.workspace, image.id, values["caption"]),
            {"caption": image.caption})
        if dialog.run():
            self.context.toast(tr("Changes saved"), undo=True)

    def remove(self) -> None:
        services.remove_images(self.context.workspace, [self.current_id()])
        self.context.toast(tr("Picture removed"), undo=True)

    def open(self) -> None:
        """Show it in the system's viewer; a copy, so that the stored file stays as it is."""
        image = next((row for row in self._rows if row.id == self.current_id()), None)
        if image is None:
            return
        try:
            content = attachments.read(self.context.workspace.folder, image.sha256)
        except KnownError as error:
            show_error(self, error)
            return
        copy = Path(mkdtemp(prefix="microinf-picture-")) / image.file_name
        copy.write_bytes(content)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))


class _Pictures(QListWidget):
    """Icons with captions; takes picture files from outside and its own items at another place."""

    moved = Signal(int, int)
    opened = Signal()
    files_dropped = Signal(list)

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setMovement(QListWidget.Movement.Snap)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setIconSize(_PICTURE)
        self.setGridSize(_CELL)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemActivated.connect(lambda _item: self.opened.emit())

    def fit(self) -> None:
        """As high as its rows, because the page scrolls."""
        across = max(self.viewport().width() // _CELL.width(), 1)
        self.setFixedHeight(-(-self.count() // across) * _CELL.height() + 8 if self.count() else 72)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # the page moves the picture
            return
        super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is self or any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if event.source() is self:
            item = self.currentItem()
            at: QModelIndex = self.indexAt(event.position().toPoint())
            event.setDropAction(Qt.DropAction.IgnoreAction)
            event.accept()
            if item is not None:
                place = at.row() if at.isValid() else self.count() - 1
                self.moved.emit(item.data(Qt.ItemDataRole.UserRole), place)
            return
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.files_dropped.emit(files)


def _read(path: Path) -> tuple[bytes, str]:
    """PNG and JPEG as they are, other pictures as PNG; KnownError for anything else."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise KnownError(
            tr("{name} cannot be read: {why}.", name=path.name, why=error.strerror or error),
            tr("Check that the file is still there and choose it again.")) from error
    if len(content) > _LARGEST:
        raise KnownError(tr("{name} is larger than 20 MB.", name=path.name), tr("Make it smaller first."))
    image = QImage.fromData(content)
    if image.isNull():
        raise KnownError(tr("{name} is no picture.", name=path.name), tr("Choose a PNG, JPEG, WebP or GIF file."))
    if content.startswith((b"\x89PNG", b"\xff\xd8")):
        return content, path.name
    return _as_png(image), f"{path.stem}.png"


def _as_png(image: QImage) -> bytes:
    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(octets.data())

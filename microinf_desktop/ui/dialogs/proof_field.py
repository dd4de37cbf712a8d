"""One screenshot as a form's field: chosen, dropped or pasted, shown small, taken away again."""

import shutil
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.pages.deliverable_files import Thumbnail, local_files, pasted_picture, small_image
from microinf_desktop.ui.pages.deliverable_live import read_file
from microinf_desktop.ui.widgets.buttons import Button, LinkButton
from microinf_desktop.ui.widgets.labels import ElidedLabel


class ProofField(QWidget):
    """`value()` is the picture's path or None; `read()` gives bytes and name. `forget` removes what was pasted."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._pasted: list[Path] = []
        self.picture = Thumbnail(tr("Screenshot"))
        self.name = ElidedLabel("", "secondary", "text3")
        self.choose_button = Button(tr("Choose a file"), icon="attach")
        self.remove_button = LinkButton(tr("Remove"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.picture)
        layout.addWidget(self.name, 1)
        layout.addWidget(self.remove_button)
        layout.addWidget(self.choose_button)
        self.setFocusProxy(self.choose_button)
        self.choose_button.clicked.connect(lambda: self.choose())
        self.remove_button.clicked.connect(lambda: self.set_value(None))
        self.set_value(None)

    def value(self) -> Path | None:
        return self._path

    def set_value(self, path: Path | None) -> None:
        self._path = path
        self.picture.clear()
        self.picture.setVisible(path is not None)
        self.remove_button.setVisible(path is not None)
        self.name.setText(path.name if path is not None else tr("Drop or paste it"))
        if path is not None:
            self.picture.show_image(small_image(path))
        self.edited.emit()

    def choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Screenshot"), str(Path.home()),
                                                tr("Pictures (*.png *.jpg *.jpeg *.webp)"))
        if chosen:
            self.set_value(Path(chosen))

    def takes(self, mime: QMimeData) -> bool:
        return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())

    def take(self, mime: QMimeData) -> None:
        """The first file or the picture of the clipboard; KnownError when there is neither."""
        files = local_files(mime)
        path = files[0] if files else pasted_picture(mime)
        if path is None:
            raise KnownError(tr("A folder is no proof."), tr("Drop a picture."))
        if not files:
            self._pasted.append(path)
        self.set_value(path)

    def read(self) -> tuple[bytes, str] | None:
        """Bytes and name of the file; KnownError when it cannot be read any more."""
        return read_file(self._path) if self._path is not None else None

    def forget(self) -> None:
        """Remove the folders that pasted pictures were put into."""
        for path in self._pasted:
            shutil.rmtree(path.parent, ignore_errors=True)
        self._pasted.clear()

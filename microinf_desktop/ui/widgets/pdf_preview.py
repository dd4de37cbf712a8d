"""A PDF inside the window: pages below one another, zoom, save, open. pypdfium2 is imported at first use."""

import atexit
import tempfile
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.ui import formats, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.widgets.buttons import Button, IconButton
from microinf_desktop.ui.widgets.text import Label

_GAP, _KEPT = 16, 12
_ZOOMS = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
_PIXELS_PER_POINT = 96 / 72


class _Holder:
    """Closes a document when another comes, when its widget goes, or at exit: pypdfium2 complains about open ones."""

    open_holders: ClassVar[set["_Holder"]] = set()

    def __init__(self) -> None:
        self.document: Any = None

    def hold(self, document: Any) -> None:
        self.close()
        _close_at_exit()
        self.document = document
        self.open_holders.add(self)

    def close(self, *_widget: object) -> None:
        if self.document is not None:
            self.document.close()
            self.document = None
            self.open_holders.discard(self)


@cache
def _close_at_exit() -> None:
    """Once, and after pypdfium2's import, so that it is called before pypdfium2's own."""
    def close_all() -> None:
        for holder in list(_Holder.open_holders):
            holder.close()

    atexit.register(close_all)


class PdfPages(QAbstractScrollArea):
    """Paints the pages that are in view; those not rendered yet are white for one turn of the event loop."""

    position_changed = Signal()
    zoom_stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Preview"))
        self._held = _Holder()
        held = self._held
        self.destroyed.connect(lambda: held.close())
        self._sizes: list[tuple[float, float]] = []
        self._tops: list[float] = []
        self._pictures: OrderedDict[tuple[int, float, float], QImage] = OrderedDict()
        self.zoom = 0.0  # 0 fits the width
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._render_next)
        theme.set_background(self.viewport(), "window")
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def set_pdf(self, data: bytes) -> None:
        """Show a document, keeping the place when it is a new version of the same; KnownError when unreadable."""
        import pypdfium2

        try:
            document = pypdfium2.PdfDocument(data)
            sizes = [document.get_page_size(place) for place in range(len(document))]
        except pypdfium2.PdfiumError as error:
            raise KnownError(tr("This PDF cannot be read."), tr("Create it again or open it elsewhere.")) from error
        self.close_pdf()
        self._held.hold(document)
        self._sizes = sizes
        self._arrange()

    def close_pdf(self) -> None:
        self._held.close()
        self._sizes = []
        self._pictures.clear()
        self._arrange()

    @property
    def page_count(self) -> int:
        return len(self._sizes)

    def current_page(self) -> int:
        """Index of the page that fills the upper third of the view."""
        at = self.verticalScrollBar().value() + self.viewport().height() / 3
        return max((place for place, top in enumerate(self._tops) if top <= at), default=0)

    def go_to_page(self, place: int) -> None:
        if self._tops:
            self.verticalScrollBar().setValue(round(self._tops[min(max(place, 0), len(self._tops) - 1)]) - _GAP)

    def go_to_heading(self, title: str) -> bool:
        """Scroll to the heading with this title, numbered or not; False when the outline has none."""
        for entry in self._held.document.get_toc() if self._held.document is not None else ():
            target = entry.get_dest() if entry.get_title() == title or entry.get_title().endswith(f" {title}") else None
            if target is not None and target.get_index() is not None:
                place, (_, position) = target.get_index(), target.get_view()
                top = self._sizes[place][1] - (position[1] if len(position) > 1 else 0)
                self.verticalScrollBar().setValue(round(self._tops[place] + top * self.scale()) - _GAP)
                return True
        return False

    def page_text(self, place: int) -> str:
        """The text of a page, for screen readers and tests."""
        page = self._held.document[place]
        return str(page.get_textpage().get_text_range())

    def scale(self) -> float:
        """Logical pixels per point."""
        if self.zoom:
            return self.zoom * _PIXELS_PER_POINT
        widest = max((width for width, _ in self._sizes), default=595)
        return min(max(self.viewport().width() - 2 * _GAP, 120) / widest, 2 * _PIXELS_PER_POINT)

    def set_zoom(self, zoom: float) -> None:
        """1.0 is natural size, 0 fits the width."""
        page = self.current_page()
        self.zoom = zoom
        self._arrange()
        self.go_to_page(page)

    def _arrange(self) -> None:
        scale, top = self.scale(), float(_GAP)
        self._tops = []
        for _, height in self._sizes:
            self._tops.append(top)
            top += height * scale + _GAP
        bar, view = self.verticalScrollBar(), self.viewport()
        bar.setRange(0, max(round(top) - view.height(), 0))
        bar.setPageStep(view.height())
        bar.setSingleStep(40)
        widest = max((width for width, _ in self._sizes), default=0) * scale + 2 * _GAP
        self.horizontalScrollBar().setRange(0, max(round(widest) - view.width(), 0))
        self.horizontalScrollBar().setPageStep(view.width())
        view.update()
        self._scrolled()

    def _scrolled(self) -> None:
        if self._sizes:
            self.setAccessibleDescription(
                tr("Page {n} of {total}", n=self.current_page() + 1, total=self.page_count))
        self.position_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_stepped.emit(-1 if event.key() == Qt.Key.Key_Minus else 1)
        elif event.key() == Qt.Key.Key_Home:
            self.verticalScrollBar().setValue(0)
        elif event.key() == Qt.Key.Key_End:
            self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_stepped.emit(1 if event.angleDelta().y() > 0 else -1)
            return
        super().wheelEvent(event)

    def _page_rect(self, place: int) -> QRectF:
        scale = self.scale()
        width, height = (side * scale for side in self._sizes[place])
        left = max((self.viewport().width() - width) / 2, _GAP) - self.horizontalScrollBar().value()
        return QRectF(round(left), round(self._tops[place] - self.verticalScrollBar().value()), width, height)

    def _visible(self) -> list[int]:
        view = QRectF(self.viewport().rect())
        return [place for place in range(len(self._sizes)) if self._page_rect(place).intersects(view)]

    def _key(self, place: int) -> tuple[int, float, float]:
        return place, round(self.scale(), 4), self.devicePixelRatioF()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self.viewport()), theme.current()
        painter.fillRect(self.viewport().rect(), now.window)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place in self._visible():
            box = self._page_rect(place)
            painter.fillRect(box, Qt.GlobalColor.white)
            picture = self._pictures.get(self._key(place))
            if picture is None:
                self._timer.start(0)
            else:
                painter.drawImage(QPointF(box.x(), box.y()), picture)
            painter.setPen(now.line)
            painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.viewport().rect()), now.accent)

    def _render_next(self) -> None:
        """Render one page that is in view and missing; further ones in further turns."""
        missing = [place for place in self._visible() if self._key(place) not in self._pictures]
        if not missing or self._held.document is None:
            return
        key = self._key(missing[0])
        self._pictures[key] = self._render(missing[0], key[1] * key[2], key[2])
        while len(self._pictures) > _KEPT:
            self._pictures.popitem(last=False)
        self.viewport().update()

    def _render(self, place: int, scale: float, ratio: float) -> QImage:
        bitmap = self._held.document[place].render(scale=scale, prefer_bgrx=True)
        picture = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32)
        picture = picture.copy()  # the bytes belong to the bitmap
        picture.setDevicePixelRatio(ratio)
        return picture

    def sizeHint(self) -> QSize:
        return QSize(560, 640)


class PdfPreview(QWidget):
    """Pages with a bar above them. `show_pdf(data, name)`; `name` is what saving proposes."""

    saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PdfPages(self)
        self._data, self._name = b"", "document.pdf"
        self.title = Label(tr("Preview"), "section")
        self._position = Label("", "body", "text3")
        self._zoom = Button("100 %", "quiet", "zoom-in")
        self._zoom.setToolTip(tr("Fit to width"))
        self._zoom.clicked.connect(lambda: self._set_zoom(0.0))
        self._out = IconButton("zoom-out", tr("Smaller"), "-")
        self._in = IconButton("zoom-in", tr("Larger"), "+")
        self._out.clicked.connect(lambda: self._step(-1))
        self._in.clicked.connect(lambda: self._step(1))
        self.save_button = Button(tr("Save PDF"), "secondary", "save")
        self.save_button.clicked.connect(self.save_as)
        self.open_button = Button(tr("Open"), "quiet", "external")
        self.open_button.clicked.connect(self.open_outside)
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(16, 0, 12, 0)
        self.bar.setSpacing(6)
        self.bar.addWidget(self.title)
        self.bar.addWidget(self._position)
        self.bar.addStretch(1)
        for part in (self._out, self._zoom, self._in, self.open_button, self.save_button):
            self.bar.addWidget(part)
        self._zoom.icon_name = ""
        head = QWidget()
        head.setLayout(self.bar)
        head.setFixedHeight(40)
        theme.set_background(head, "sunken")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self.pages, 1)
        self.setFocusProxy(self.pages)
        self.pages.position_changed.connect(self._tell)
        self.pages.zoom_stepped.connect(self._step)
        self._tell()

    def show_pdf(self, data: bytes, name: str = "document.pdf") -> None:
        """Show a document; a second call for a new version keeps the place."""
        place = self.pages.verticalScrollBar().value()
        self._data, self._name = data, name
        self.pages.set_pdf(data)
        self.pages.verticalScrollBar().setValue(place)
        self._tell()

    def clear(self) -> None:
        self._data = b""
        self.pages.close_pdf()
        self._tell()

    def _tell(self) -> None:
        count = self.pages.page_count
        text = tr("page {n} of {total}", n=self.pages.current_page() + 1, total=count) if count else tr("nothing yet")
        self._position.setText(text)
        percent = formats.percent(self.pages.scale() / _PIXELS_PER_POINT * 100, 0)
        self._zoom.setText(percent)
        self._zoom.setAccessibleName(tr("Zoom {percent}, fit to width", percent=percent))
        self._zoom.updateGeometry()
        for button in (self.save_button, self.open_button, self._in, self._out, self._zoom):
            button.setEnabled(bool(count))

    def _set_zoom(self, zoom: float) -> None:
        self.pages.set_zoom(zoom)
        self._tell()

    def _step(self, direction: int) -> None:
        now = self.pages.scale() / _PIXELS_PER_POINT
        larger = [zoom for zoom in _ZOOMS if zoom > now * 1.02]
        smaller = [zoom for zoom in _ZOOMS if zoom < now * 0.98]
        target = (larger or [_ZOOMS[-1]])[0] if direction > 0 else (smaller or [_ZOOMS[0]])[-1]
        self._set_zoom(target)

    def save_as(self) -> None:
        """Ask where to and write the file; KnownError when the disk refuses."""
        path, _ = QFileDialog.getSaveFileName(self, tr("Save PDF"), self._name, tr("PDF files (*.pdf)"))
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Write the file and tell; KnownError when the disk refuses."""
        self._write(path)
        self.saved.emit(str(path))

    def _write(self, path: Path) -> None:
        try:
            path.write_bytes(self._data)
        except OSError as error:
            raise KnownError(tr("{path} was not written: {reason}", path=path, reason=error.strerror or error),
                             tr("Choose another folder.")) from error

    def open_outside(self) -> None:
        """Open a copy in the system's PDF program."""
        folder = Path(tempfile.mkdtemp(prefix="microinf-"))
        self._write(folder / Path(self._name).name)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder / Path(self._name).name)))

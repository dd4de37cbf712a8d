"""The icon set: `icons/ui/*.svg` (16 px, stroke 1.4) drawn in the colour that is asked for."""

from __future__ import annotations  # types of events and menus cost time at start

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from microinf_desktop.paths import icon as icon_path
from microinf_desktop.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QIcon


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, size: int = theme.ICON, ratio: float = 1.0) -> QPixmap:
    """The icon `name` as a picture of `size` logical pixels; FileNotFoundError for an unknown name."""
    svg = icon_path("ui", f"{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(svg)).render(painter)
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def draw(painter: QPainter, x: float, y: float, name: str, colour: QColor, size: int = theme.ICON) -> None:
    """Draw an icon with its upper left corner at (x, y)."""
    ratio = painter.device().devicePixelRatioF()
    target = QRectF(x, y, size, size)
    source = pixmap(name, colour.name(), size, ratio)
    painter.drawPixmap(target, source, QRectF(source.rect()))


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """QIcon for menus, sharp up to 2x, greyed when disabled."""
    from PySide6.QtGui import QIcon

    if not name:
        return QIcon()
    now = theme.current()
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(pixmap(name, (colour or now.text2).name(), theme.ICON, ratio))
        made.addPixmap(pixmap(name, now.text3.name(), theme.ICON, ratio), QIcon.Mode.Disabled)
    return made


def application_icon() -> QIcon:
    """The program's own icon at the sizes that windows and task bars ask for."""
    from PySide6.QtGui import QIcon

    renderer = QSvgRenderer(str(icon_path("microinf.svg")))
    made = QIcon()
    for size in (16, 32, 48, 128, 256):
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter)
        painter.end()
        made.addPixmap(picture)
    return made

"""Texts and small signs: labels by role, status pills, tags, avatars, platform tags, swatches, hairlines."""

from collections.abc import Iterable
from enum import StrEnum

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from microinf_desktop.ui import formats, glyphs, icons, paint, theme
from microinf_desktop.ui.i18n import tr
from microinf_desktop.ui.labels import label as word_for
from microinf_desktop.ui.widgets.text import ElidedLabel, Label, Line

__all__ = [
    "Avatar", "ElidedLabel", "GlyphSign", "IconSign", "Label", "Line", "Pill", "PlatformTags", "ProgressSign", "Swatch",
    "Tag",
]


class _Sign(QWidget):
    """Base of small painted signs that take no focus."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Pill(_Sign):
    """Glyph, 6 px, text: the state of something. `text` replaces the state's own word ("3 d late")."""

    def __init__(self, state: StrEnum, text: str = "", late: bool = False, role: str = "body", weight: int = 0,
                 parent: QWidget | None = None) -> None:
        super().__init__(text or word_for(state), parent)
        self._role, self._weight = role, weight
        self.set_state(state, text, late)

    def set_state(self, state: StrEnum, text: str = "", late: bool = False) -> None:
        self._state, self._late, self._text = state, late, text or word_for(state)
        self.setAccessibleName(self._text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = paint.metrics(theme.font(self._role, self._weight)).horizontalAdvance(self._text)
        return QSize(round(width) + 22, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        glyphs.paint_glyph(painter, 0, (self.height() - 14) / 2, self._state, self._late)
        painter.setFont(theme.font(self._role, self._weight))
        painter.setPen(theme.current().text)
        paint.text(painter, QRectF(20, 0, self.width() - 20, self.height()), self._text)


class Tag(_Sign):
    """A word with a hairline around it, 20 px high."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.text = text

    def sizeHint(self) -> QSize:
        return QSize(round(paint.metrics(theme.font("secondary")).horizontalAdvance(self.text)) + 13, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        paint.rounded(painter, QRectF(self.rect()), 4, None, now.line)
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text2)
        paint.text(painter, QRectF(self.rect()), self.text, paint.CENTRE)


class Avatar(_Sign):
    """Initials on a disc, 20 or 40 px."""

    def __init__(self, name: str, size: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._name, self._size = name, size

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.avatar(QPainter(self), 0, 0, self._name, self._size)


class PlatformTags(_Sign):
    """"IG TT YT" as small boxes."""

    def __init__(self, tags: Iterable[str], parent: QWidget | None = None) -> None:
        self._tags = tuple(tags)
        super().__init__(" ".join(self._tags), parent)

    def sizeHint(self) -> QSize:
        return QSize(paint.platform_tags_width(self._tags), paint.TAG_SIZE.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.platform_tags(QPainter(self), 0, 0, self._tags)


class IconSign(_Sign):
    """An icon in a token's or tone's colour; `name` is what a screen reader says."""

    def __init__(self, icon: str, name: str = "", ink: str = "text2", size: int = 16,
                 parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._icon, self._ink, self._size = icon, ink, size

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.draw(QPainter(self), 0, 0, self._icon, theme.ink(self._ink), self._size)


class GlyphSign(_Sign):
    """The glyph of a state alone; its word is the accessible name."""

    def __init__(self, state: StrEnum, late: bool = False, size: int = 14, parent: QWidget | None = None) -> None:
        super().__init__(word_for(state), parent)
        self._size = size
        self.set_state(state, late)

    def set_state(self, state: StrEnum, late: bool = False) -> None:
        self._state, self._late = state, late
        self.setAccessibleName(word_for(state))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        glyphs.paint_glyph(QPainter(self), 0, 0, self._state, self._late, self._size)


class Swatch(_Sign):
    """A client's colour, 8 px."""

    def __init__(self, colour: str, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._colour = colour

    def sizeHint(self) -> QSize:
        return QSize(8, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.swatch(QPainter(self), 0, 0, self._colour)


class ProgressSign(_Sign):
    """A thin bar filled as far as something is done, with "7 of 12" at its right."""

    def __init__(self, done: int, total: int, name: str, width: int = 140, parent: QWidget | None = None) -> None:
        self._share = done / total if total else 0.0
        self._words = tr("{done} of {total}", done=formats.count(done), total=formats.count(total))
        self._width = width
        super().__init__(f"{name} {self._words}", parent)

    def sizeHint(self) -> QSize:
        return QSize(self._width, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.setFont(theme.font("secondary"))
        painter.setPen(now.text2)
        room = max(paint.metrics(painter.font()).horizontalAdvance(self._words) + 2, 56)
        paint.text(painter, QRectF(self.width() - room, 0, room, self.height()), self._words, paint.RIGHT)
        track = QRectF(0, self.height() / 2 - 2, self.width() - room - 8, 4)
        paint.bar(painter, track, self._share, now.accent)

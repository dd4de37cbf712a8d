"""Paint helpers that cells, cards and panels share: text, avatars, tags, sparklines, checkboxes, focus rings."""

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from microinf_desktop.ui import theme
from microinf_desktop.ui.theme import Theme, Tone

LEFT, RIGHT, CENTRE = 0, 1, 2
TAG_SIZE = QSize(20, 16)
SPARKLINE_SIZE = QSize(70, 18)


@lru_cache(maxsize=64)
def metrics(font: QFont) -> QFontMetricsF:
    """Font metrics, kept: building them costs more than measuring a cell's text."""
    return QFontMetricsF(font)


def text(painter: QPainter, rect: QRectF, content: str, align: int = LEFT) -> None:
    """One line, vertically centred and elided at its end, in the painter's font and pen."""
    measure = metrics(painter.font())
    width = measure.horizontalAdvance(content)
    if width > rect.width():
        content = measure.elidedText(content, Qt.TextElideMode.ElideRight, rect.width())
        width = measure.horizontalAdvance(content)
    x = rect.x()
    if align == RIGHT:
        x = rect.right() - width
    elif align == CENTRE:
        x += (rect.width() - width) / 2
    painter.drawText(QPointF(x, baseline(rect.y(), rect.height(), measure)), content)


def baseline(y: float, height: float, measure: QFontMetricsF) -> float:
    """The y of the base line that centres capitals in a row; whole, so that all cells of a row agree."""
    return float(round(y + (height + measure.capHeight()) / 2))


def hairline(painter: QPainter, x1: float, x2: float, y: float, colour: QColor) -> None:
    """A line of one logical pixel whose upper edge is y."""
    painter.fillRect(QRectF(x1, y, x2 - x1, 1), colour)


def focus_ring(painter: QPainter, rect: QRectF, colour: QColor, radius: float = 0) -> None:
    """Two pixels inside the edge of `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, radius > 0)
    pen = QPen(colour, 2)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
    painter.restore()


def rounded(painter: QPainter, rect: QRectF, radius: float, fill: QColor | None, border: QColor | None = None) -> None:
    """A rounded box with a border that lies on whole pixels."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(border, 1) if border is not None else Qt.PenStyle.NoPen)
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    inset = 0.5 if border is not None else 0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def initials(name: str) -> str:
    """First letters of the first and last word: "Klara Vossbeck" is KV; "?" without a letter."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    first = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return first.upper()


def avatar(painter: QPainter, x: float, y: float, name: str, size: int = 20) -> None:
    """Initials on a neutral disc."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(x, y), _avatar(initials(name), size, ratio, theme.current().name))


@lru_cache(maxsize=2048)
def _avatar(letters: str, size: int, ratio: float, _theme: str) -> QPixmap:
    now = theme.current()
    picture, painter = canvas(QSize(size, size), ratio)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(now.tone(Tone.NEUTRAL).tint)
    painter.drawEllipse(QRectF(0, 0, size, size))
    font = theme.font("tag")
    font.setPixelSize(8 if size <= 20 else 10 if size <= 24 else round(size * 0.38))
    painter.setFont(font)
    painter.setPen(now.text2)
    text(painter, QRectF(0, 0, size, size), letters, CENTRE)
    painter.end()
    return picture


def platform_tags(painter: QPainter, x: float, y: float, tags: Sequence[str]) -> None:
    """Two-letter tags 20×16 side by side, upper left corner at (x, y)."""
    if tags:
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(QPointF(x, y), _platform_tags(tuple(tags), ratio, theme.current().name))


def platform_tags_width(tags: Sequence[str]) -> int:
    return len(tags) * (TAG_SIZE.width() + 1)


@lru_cache(maxsize=512)
def _platform_tags(tags: tuple[str, ...], ratio: float, _theme: str) -> QPixmap:
    now = theme.current()
    picture, painter = canvas(QSize(platform_tags_width(tags), TAG_SIZE.height()), ratio)
    painter.setFont(theme.font("tag"))
    for place, tag in enumerate(tags):
        box = QRectF(place * (TAG_SIZE.width() + 1), 0, TAG_SIZE.width(), TAG_SIZE.height())
        rounded(painter, box, 3, None, now.line)
        painter.setPen(now.text2)
        text(painter, box, tag, CENTRE)
    painter.end()
    return picture


def canvas(size: QSize, ratio: float) -> tuple[QPixmap, QPainter]:
    """A transparent picture of `size` logical pixels and a smooth painter on it; the caller ends the painter."""
    picture = QPixmap(round(size.width() * ratio), round(size.height() * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    return picture, painter


def sparkline(painter: QPainter, rect: QRectF, values: Sequence[float], now: Theme) -> None:
    """Course of a figure without axes; the end dot is its last value. Fewer than two values draw nothing."""
    if len(values) < 2:
        return
    low, high = min(values), max(values)
    span = (high - low) or 1
    left, top, height = rect.x(), rect.y() + 2, rect.height() - 4
    step = (rect.width() - 3) / (len(values) - 1)
    middle = height / 2 if high == low else None
    points = [
        QPointF(left + place * step, top + (middle if middle is not None else height - (value - low) / span * height))
        for place, value in enumerate(values)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(QPen(now.text3, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(now.text)
    painter.drawEllipse(points[-1], 1.6, 1.6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def checkbox(painter: QPainter, x: float, y: float, state: Qt.CheckState, enabled: bool = True) -> None:
    """A 14 px checkbox with its upper left corner at (x, y)."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(QPointF(x, y), _checkbox(state, enabled, ratio, theme.current().name))


@lru_cache(maxsize=32)
def _checkbox(state: Qt.CheckState, enabled: bool, ratio: float, _theme: str) -> QPixmap:
    now = theme.current()
    picture, painter = canvas(QSize(14, 14), ratio)
    on = state != Qt.CheckState.Unchecked
    ground = now.accent if on else now.surface
    if not enabled:
        ground = now.tone(Tone.NEUTRAL).tint
    rounded(painter, QRectF(0, 0, 14, 14), 3, ground, None if on and enabled else now.line_strong)
    painter.setPen(QPen(now.on_accent if enabled else now.text3, 1.6, c=Qt.PenCapStyle.RoundCap))
    if state == Qt.CheckState.Checked:
        painter.drawPolyline(QPolygonF([QPointF(3.6, 7.3), QPointF(6, 9.7), QPointF(10.4, 4.6)]))
    elif state == Qt.CheckState.PartiallyChecked:
        painter.drawLine(QPointF(4, 7), QPointF(10, 7))
    painter.end()
    return picture


def keycap(painter: QPainter, right: float, middle: float, keys: str, ink: QColor, line: QColor | None) -> float:
    """A key name in a small box whose right edge is `right`; returns its left edge."""
    painter.setFont(theme.font("caption"))
    width = metrics(painter.font()).horizontalAdvance(keys) + 8
    box = QRectF(right - width, middle - 8, width, 16)
    if line is not None:
        rounded(painter, box, 3, None, line)
    painter.setPen(ink)
    text(painter, box, keys, CENTRE)
    return float(box.x())


def bar(painter: QPainter, rect: QRectF, share: float, ink: QColor) -> None:
    """A horizontal bar filled to `share` of its width; outlined where high contrast drops the track's tint."""
    now = theme.current()
    if now.name == "contrast":
        rounded(painter, rect.adjusted(0, -1, 0, 1), 0, now.surface, now.line)
    else:
        painter.fillRect(rect, now.line)
    painter.fillRect(QRectF(rect.x(), rect.y(), rect.width() * min(max(share, 0.0), 1.0), rect.height()), ink)


def swatch(painter: QPainter, x: float, y: float, colour: str, size: int = 8) -> None:
    """A client's colour as a small square."""
    rounded(painter, QRectF(x, y, size, size), 2, QColor(colour))

"""A chart from `charts/` on screen: drawn in the theme, sharp at any scale, and the same data as a table (T).

```python
chart = MetricChart(tr("Cumulative gross reach"), lambda size, style: cumulative_line(points, size=size, style=style,
                    heading=Heading()), headers=("Day", "Reach"), rows=[("29 Nov", "1,204")])
```
matplotlib is imported when the first chart is painted.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from microinf_desktop.ui import paint, theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from microinf_desktop.charts.sheet import Size
    from microinf_desktop.charts.style import ChartStyle

Draw = Callable[["Size", "ChartStyle"], "Figure"]
_POINTS = 0.75  # points per logical pixel
_RESIZE_MS = 80


class MetricChart(QWidget):
    """`draw(size, style)` gives a Figure of that size in points; `colour` is the client's for the highlight."""

    def __init__(self, name: str, draw: Draw, headers: Sequence[str] = (), rows: Sequence[Sequence[str]] = (),
                 colour: str = "", height: int = 200, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draw, self._headers, self._rows, self._colour = draw, tuple(headers), list(rows), colour
        self._picture: QImage | None = None
        self._as_table = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._render)
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if rows else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self._describe()
        theme.events().changed.connect(self.redraw)

    def set_data(self, draw: Draw, rows: Sequence[Sequence[str]] = ()) -> None:
        """Other data, the same kind of chart."""
        self._draw, self._rows = draw, list(rows)
        self._describe()
        self.redraw()

    def _describe(self) -> None:
        """What a screen reader says of it: the rows of the table."""
        said = "; ".join(", ".join(row) for row in self._rows[:40])
        self.setAccessibleDescription(said)

    def redraw(self) -> None:
        self._picture = None
        self.update()

    def toggle_table(self) -> None:
        """T: the same data as a table and back."""
        if self._rows:
            self._as_table = not self._as_table
            self.setMinimumHeight(max(self.minimumHeight(), 24 * (len(self._rows) + 1) if self._as_table else 0))
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, self.minimumHeight())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_T and not event.modifiers():
            self.toggle_table()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._picture is not None:
            self._timer.start(_RESIZE_MS)

    def _render(self) -> None:
        self._picture = render(self._draw, self.width(), self.height(), self.devicePixelRatioF(), self._colour)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, now = QPainter(self), theme.current()
        painter.fillRect(self.rect(), now.surface)
        if self._as_table:
            self._paint_table(painter)
        elif self._picture is None:
            if not self._timer.isActive():
                self._timer.start(0)
        else:
            painter.drawImage(QRectF(self.rect()), self._picture)
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), now.accent, 3)

    def _paint_table(self, painter: QPainter) -> None:
        now, width = theme.current(), self.width() / max(len(self._headers), 1)
        for row, cells in enumerate([self._headers, *self._rows]):
            painter.setFont(theme.font("label" if row == 0 else "secondary"))
            painter.setPen(now.text2 if row == 0 else now.text)
            for place, text in enumerate(cells):
                box = QRectF(place * width, row * 24, width - 8, 23)
                paint.text(painter, box, text, paint.LEFT if place == 0 else paint.RIGHT)
            paint.hairline(painter, 0, self.width(), row * 24 + 23, now.line)

def render(draw: Draw, width: int, height: int, ratio: float, colour: str = "") -> QImage:
    """Draw a chart of `width` × `height` logical pixels in the current theme."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from microinf_desktop.charts.sheet import Size

    figure: Any = draw(Size(width * _POINTS, height * _POINTS), chart_style(colour))
    figure.set_dpi(72 / _POINTS * ratio)
    canvas: Any = FigureCanvasAgg(figure)
    canvas.draw()
    across, down = canvas.get_width_height()
    pixels = bytes(canvas.buffer_rgba())
    picture = QImage(pixels, int(across), int(down), int(across) * 4, QImage.Format.Format_RGBA8888).copy()
    picture.setDevicePixelRatio(ratio)
    return picture


def chart_style(colour: str = "") -> "ChartStyle":
    """The current theme as charts take it, in the interface's font."""
    from microinf_desktop.charts.style import ChartStyle
    from microinf_desktop.documents.font_files import tabular_font_file

    fonts = (tabular_font_file(400), tabular_font_file(600))
    return ChartStyle.for_theme(is_dark=theme.current().dark, client_color=colour, fonts=fonts)

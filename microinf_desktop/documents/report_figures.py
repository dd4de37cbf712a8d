"""Draws matplotlib figures into a PDF page as vectors, with the document's own text setting.

A renderer for matplotlib that writes PDF operators straight onto the page: no second PDF to parse and merge, no
second copy of the fonts, and names in charts get the same fallback fonts and shaping as names in tables.
"""

from typing import Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.figure import Figure
from matplotlib.path import Path
from reportlab.platypus.flowables import Flowable

from microinf_desktop.charts.colors import hex_color
from microinf_desktop.documents.styles import TextStyle, fill_operator
from microinf_desktop.documents.text import draw_text, text_width

_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_JOINS = {"miter": 0, "round": 1, "bevel": 2}
# Height of "l" and depth of "p" by font size, close for Inter and Source Sans Pro alike.
_ASCENT, _DESCENT = 0.75, 0.205


def draw_figure(canvas: Any, figure: Figure, x: float, y: float) -> None:
    """Draw a figure with its lower left corner at (x, y) points, in its own size; the figure is left as it was."""
    dpi, background = figure.dpi, figure.patch.get_visible()
    figure.dpi = 72
    figure.patch.set_visible(False)
    canvas.saveState()
    canvas.translate(x, y)
    try:
        figure.draw(CanvasRenderer(canvas, figure.bbox.width, figure.bbox.height))
    finally:
        canvas.restoreState()
        figure.patch.set_visible(background)
        figure.dpi = dpi


class CanvasRenderer(RendererBase):
    """Writes what matplotlib draws as operators of a reportlab canvas; one unit is a point, y runs upwards.

    Opaque colours only: ValueError for anything half transparent, because print shops flatten it badly.
    """

    def __init__(self, canvas: Any, width: float, height: float) -> None:
        super().__init__()
        self._canvas = canvas
        self._size = (width, height)

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self._size

    def flipy(self) -> bool:
        return False

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def draw_path(self, gc: GraphicsContextBase, path: Path, transform: Any, rgbFace: Any = None) -> None:  # noqa: N803
        fill = rgbFace is not None and _is_opaque(gc, rgbFace)
        stroke = gc.get_linewidth() > 0 and _is_opaque(gc, gc.get_rgb())
        if not (fill or stroke):
            return
        shape = path_operators(path, transform)
        if not shape:
            return
        operators = ["q", *self._clip(gc)]
        if fill:
            operators.append(fill_operator(hex_color(tuple(rgbFace[:3]))))
        if stroke:
            operators += _stroke_state(gc)
        operators += [shape, "B" if fill and stroke else "f" if fill else "S", "Q"]
        self._canvas.addLiteral("\n".join(operators))

    def _clip(self, gc: GraphicsContextBase) -> list[str]:
        operators = []
        box = gc.get_clip_rectangle()
        if box is not None:
            x, y, width, height = box.bounds
            operators.append(f"{x:.2f} {y:.2f} {width:.2f} {height:.2f} re W n")
        path: Any
        path, transform = gc.get_clip_path()
        if path is not None:
            operators.append(f"{path_operators(path, transform)} W n")
        return operators

    def draw_text(
        self, gc: Any, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False, mtext: Any = None
    ) -> None:
        style = _text_style(prop, hex_color(tuple(gc.get_rgb()[:3])))
        s = _as_given(mtext, s)
        if not angle:
            draw_text(self._canvas, x, y, s, style)
            return
        self._canvas.saveState()
        self._canvas.translate(x, y)
        self._canvas.rotate(angle)
        draw_text(self._canvas, 0, 0, s, style)
        self._canvas.restoreState()

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:
        style = _text_style(prop, "#000000")
        return text_width(s, style), (_ASCENT + _DESCENT) * style.size, _DESCENT * style.size


def _as_given(artist: Any, text: str) -> str:
    """What the chart was asked to write; matplotlib's own fonts may lack some of it, those of documents may not."""
    label = artist.get_label() if artist is not None else ""
    return label if isinstance(label, str) and label else text


def _text_style(prop: Any, color: str) -> TextStyle:
    size = float(prop.get_size_in_points())
    weight = prop.get_weight()
    return TextStyle(size, size * 1.3, 600 if isinstance(weight, int) and weight >= 600 else 400, color)


def _is_opaque(gc: GraphicsContextBase, color: Any) -> bool:
    alpha = gc.get_alpha() if gc.get_forced_alpha() else (color[3] if len(color) > 3 else 1.0)
    if 0 < alpha < 1:
        raise ValueError("charts in documents use opaque colours only")
    return bool(alpha)


def _stroke_state(gc: GraphicsContextBase) -> list[str]:
    red, green, blue = gc.get_rgb()[:3]
    dashes: Any
    offset, dashes = gc.get_dashes()
    pattern = " ".join(f"{dash:.2f}" for dash in dashes) if dashes is not None else ""
    return [
        f"{red:.4g} {green:.4g} {blue:.4g} RG",
        f"{gc.get_linewidth():.2f} w {_CAPS[gc.get_capstyle()]} J {_JOINS[gc.get_joinstyle()]} j",
        f"[{pattern}] {offset or 0:.2f} d",
    ]


def path_operators(path: Path, transform: Any) -> str:
    """PDF path operators of a matplotlib path; quadratic curves become cubic ones."""
    operators: list[str] = []
    at = (0.0, 0.0)
    points: Any
    for points, code in path.iter_segments(transform, remove_nans=True, simplify=False):
        if code == Path.CLOSEPOLY:
            operators.append("h")
            continue
        if code == Path.CURVE3:
            (cx, cy, x, y) = points
            points = (
                at[0] + (cx - at[0]) * 2 / 3, at[1] + (cy - at[1]) * 2 / 3,
                x + (cx - x) * 2 / 3, y + (cy - y) * 2 / 3, x, y,
            )
        letter = "m" if code == Path.MOVETO else "l" if code == Path.LINETO else "c"
        operators.append(" ".join(f"{value:.2f}" for value in points) + f" {letter}")
        at = (points[-2], points[-1])
    return " ".join(operators)


class Chart(Flowable):  # type: ignore[misc]
    """A figure in the flow of a document, in its own size."""

    def __init__(self, figure: Figure, *, space_before: float = 0.0, space_after: float = 10.0) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = space_before, space_after
        self._figure = figure
        self.width, self.height = (float(inches) * 72 for inches in figure.get_size_inches())

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        draw_figure(self.canv, self._figure, 0, 0)


class ChartRow(Flowable):  # type: ignore[misc]
    """Figures side by side, tops aligned, spread over the width of the page."""

    def __init__(self, figures: list[Figure], *, gutter: float, space_after: float = 12.0) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 0.0, space_after
        self._charts = [Chart(figure) for figure in figures]
        self._gutter = gutter

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width = available_width
        self.height = max(chart.height for chart in self._charts)
        return self.width, self.height

    def draw(self) -> None:
        x = 0.0
        for chart in self._charts:
            chart.drawOn(self.canv, x, self.height - chart.height)
            x += chart.width + self._gutter

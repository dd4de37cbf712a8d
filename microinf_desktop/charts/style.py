"""How charts look: theme tokens, the fonts of the documents, and text measured in them."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from microinf_desktop.charts.colors import DARK, LIGHT, Tokens, series_color
from microinf_desktop.charts.glyphs import supply

REGULAR, SEMIBOLD = 400, 600
# Points, from design-language section 6: section title, table and axis text, note.
TITLE, TEXT, NOTE = 10.0, 8.0, 6.5


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """Theme, series colour and fonts of a chart.

    `font_regular` and `font_semibold` are TrueType files with equal figures; `font_fallbacks` are files tried
    in order for characters they lack. Without files matplotlib's own DejaVu Sans is used.
    """

    tokens: Tokens = field(default=LIGHT)
    accent: str = LIGHT.accent
    font_regular: str = ""
    font_semibold: str = ""
    font_fallbacks: tuple[str, ...] = ()

    @classmethod
    def for_theme(
        cls,
        *,
        is_dark: bool = False,
        client_color: str = "",
        fonts: tuple[str | Path, str | Path] | None = None,
        fallbacks: tuple[str, ...] = (),
    ) -> "ChartStyle":
        """The style of a theme, with a client's colour for the highlighted series.

        `fonts` are the regular and the semibold file.
        """
        tokens = DARK if is_dark else LIGHT
        regular, semibold = fonts or ("", "")
        return cls(tokens, series_color(client_color, tokens), str(regular), str(semibold), fallbacks)

    def font(self, size: float, weight: int = REGULAR, extra: tuple[str, ...] = ()) -> Any:
        """matplotlib FontProperties for a size in points; `extra` files are tried after the style's own."""
        from matplotlib.font_manager import FontProperties

        families = [_register(path) for path in (*self.files(weight), *extra)]
        return FontProperties(family=[*families, "DejaVu Sans"], size=size, weight=_matplotlib_weight(weight))

    def files(self, weight: int = REGULAR) -> tuple[str, ...]:
        """The font files of a weight, fallbacks included; empty when matplotlib's own font is used."""
        chosen = self.font_semibold if weight >= SEMIBOLD else self.font_regular
        return (chosen, *self.font_fallbacks) if chosen else ()

    def width(self, text: str, size: float, weight: int = REGULAR) -> float:
        """Width of one line of text in points."""
        return _width(text, self.files(weight), weight) * size / _MEASURE_SIZE

    def fit(self, text: str, room: float, size: float, weight: int = REGULAR) -> str:
        """The text on one line, cut with "…" when it is wider than `room` points."""
        line = " ".join(text.split())
        if self.width(line, size, weight) <= room:
            return line
        low, high = 0, len(line)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(line[:middle].rstrip() + "…", size, weight) <= room:
                low = middle
            else:
                high = middle - 1
        return line[:low].rstrip() + "…"


_MEASURE_SIZE = 100.0


def _matplotlib_weight(weight: int) -> int:
    """DejaVu Sans, the last resort, has 400 and 700 only, and matplotlib warns about others."""
    return 700 if weight >= SEMIBOLD else 400


@lru_cache(maxsize=64)
def _register(path: str) -> str:
    """Make a font file known to matplotlib under a name of its own: no installed font is taken instead."""
    from matplotlib.font_manager import FontEntry, fontManager

    name = f"microinf {Path(path).stem}"
    for weight in (400, 700):
        fontManager.ttflist.append(FontEntry(fname=path, name=name, weight=weight))
    return name


@lru_cache(maxsize=20_000)
def _width(text: str, files: tuple[str, ...], weight: int) -> float:
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.ft2font import LoadFlags

    drawn, extra = supply(text, files)
    paths = [*files, *extra, findfont(FontProperties(family="DejaVu Sans", weight=_matplotlib_weight(weight)))]
    font = get_font(paths)
    font.clear()
    font.set_size(_MEASURE_SIZE, 72)
    font.set_text(drawn, 0.0, flags=LoadFlags.NO_HINTING)
    width, _ = font.get_width_height()
    return float(width) / 64

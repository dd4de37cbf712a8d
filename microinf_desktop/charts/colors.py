"""Colours of charts and documents.

The design's tokens, and client colours made legible by rule, not by taste.
"""

import colorsys
import re
from dataclasses import dataclass
from functools import lru_cache

Rgb = tuple[float, float, float]

INK = "#1C1B19"
WHITE = "#FFFFFF"
_STEP = 0.02
_MIN_CONTRAST = 3.0
# Below this CIE 1976 distance a client colour would read as the danger tone.
_MIN_DISTANCE = 20.0


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours of one theme, from design-language sections 1 and 5."""

    surface: str
    line: str
    line_strong: str
    text: str
    text_2: str
    text_3: str
    accent: str
    rest: str
    danger: str
    done: str
    categories: tuple[str, ...]


LIGHT = Tokens(
    surface=WHITE, line="#E5E3DD", line_strong="#85817A", text=INK, text_2="#56534D", text_3="#6F6B64",
    accent="#0B5B68", rest="#B9B5AC", danger="#AC2C30", done="#007D45",
    categories=("#0B5B68", "#CC8200", "#7D211A", "#5795D2", "#622E96", "#938B50"),
)
DARK = Tokens(
    surface="#1A1A18", line="#32312E", line_strong="#7C7972", text="#EDEBE6", text_2="#B6B2AA",
    text_3="#9D998F", accent="#62C2CE", rest="#6B6862", danger="#F27E70", done="#86CC9A",
    categories=("#62C2CE", "#F0B04C", "#E8647A", "#6F93E0", "#EBBBEB", "#8E9A3E"),
)


def is_color(text: str) -> bool:
    """Whether the text is #RRGGBB."""
    return re.fullmatch(r"#[0-9A-Fa-f]{6}", text) is not None


def rgb(color: str) -> Rgb:
    """Channels from 0 to 1 of #RRGGBB; ValueError for anything else."""
    if not is_color(color):
        raise ValueError(f"{color!r} is not a colour such as #0B5B68")
    return int(color[1:3], 16) / 255, int(color[3:5], 16) / 255, int(color[5:7], 16) / 255


def hex_color(channels: Rgb) -> str:
    """#RRGGBB of channels from 0 to 1."""
    return "#" + "".join(f"{round(min(1.0, max(0.0, channel)) * 255):02X}" for channel in channels)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(color: str) -> float:
    """Relative luminance, 0 to 1. Source: WCAG 2.2, definition of relative luminance."""
    red, green, blue = (_linear(channel) for channel in rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio, 1 to 21. Source: WCAG 2.2, definition of contrast ratio."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def difference(first: str, second: str) -> float:
    """Colour difference ΔE*ab (CIE 1976) under D65."""
    one, two = _lab(first), _lab(second)
    return float(sum((a - b) ** 2 for a, b in zip(one, two, strict=True)) ** 0.5)


def _lab(color: str) -> Rgb:
    red, green, blue = (_linear(channel) for channel in rgb(color))
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (
        value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116 for value in (x, y, z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@lru_cache(maxsize=256)
def legible(color: str, background: str = WHITE, ratio: float = _MIN_CONTRAST) -> str:
    """The colour moved in HSL lightness by steps of 2 % until it has `ratio` against the background.

    Darker on a light background, lighter on a dark one; unchanged when it already has the ratio.
    """
    if contrast(color, background) >= ratio:
        return color.upper()
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb(color))
    step = -_STEP if luminance(background) > 0.18 else _STEP
    moved = color.upper()
    while 0.0 < lightness < 1.0 or moved == color.upper():
        lightness = min(1.0, max(0.0, lightness + step))
        moved = hex_color(colorsys.hls_to_rgb(hue, lightness, saturation))
        if contrast(moved, background) >= ratio or lightness in (0.0, 1.0):
            break
    return moved


def series_color(client_color: str, tokens: Tokens = LIGHT) -> str:
    """The colour of highlighted series and tick bars for a client.

    The client's own, made legible on the surface; the text colour when it would be taken for danger, and the
    theme's accent when the client has none. Source: design-language section 6.
    """
    if not is_color(client_color):
        return tokens.accent
    color = legible(client_color, tokens.surface)
    return tokens.text if difference(color, tokens.danger) < _MIN_DISTANCE else color

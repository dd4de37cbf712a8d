"""Sizes, colours and measures of every printed page (the PDF section of the design language)."""

import colorsys
import math
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

MM = 72 / 25.4
PAGE_SIZES = {"a4": (210 * MM, 297 * MM), "letter": (612.0, 792.0)}
# Countries that print on Letter (CLDR, paper size US-Letter); everybody else uses A4.
LETTER_COUNTRIES = frozenset(
    ("BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE")
)

INK = "#1C1B19"
TEXT_2 = "#56534D"
TEXT_3 = "#6F6B64"
LINE = "#E5E3DD"
LINE_STRONG = "#85817A"
SUNKEN = "#FAF9F7"
ACCENT = "#0B5B68"
NEUTRAL_TINT = "#EFEDE8"
ATTENTION = "#8F5C00"
ATTENTION_TINT = "#FBEFD5"
DANGER = "#AC2C30"
DONE = "#007D45"
WHITE = "#FFFFFF"

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a paragraph is set; lengths in points."""

    size: float
    leading: float
    weight: int = 400
    color: str = INK
    align: Align = "left"
    space_before: float = 0
    space_after: float = 0
    keep_with_next: bool = False

    def but(self, **changes: object) -> "TextStyle":
        """The same style with some values changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


TITLE = TextStyle(19, 23, 600)
SUBTITLE = TextStyle(11.5, 16, color=TEXT_2)
SECTION = TextStyle(10, 14, 600, space_before=12, space_after=3, keep_with_next=True)
BODY = TextStyle(9.2, 14, space_after=3)
BODY_STRONG = BODY.but(weight=600)
TABLE_HEAD = TextStyle(8, 11.5, 600)
TABLE = TextStyle(8, 11.5)
CAPTION = TextStyle(7.5, 11, color=TEXT_3)
NOTE = TextStyle(6.5, 10, color=TEXT_3)
FIGURE = TextStyle(19, 23, 600)


@dataclass(frozen=True, slots=True)
class Margins:
    """Page margins in points."""

    left: float
    right: float
    top: float
    bottom: float


CONTRACT_MARGINS = Margins(25 * MM, 20 * MM, 20 * MM, 20 * MM)
REPORT_MARGINS = Margins(15 * MM, 15 * MM, 15 * MM, 15 * MM)


def paper_for(country: str | None) -> str:
    """`letter` where people print on Letter, else `a4`; ISO 3166 code of the client's country."""
    return "letter" if (country or "").upper() in LETTER_COUNTRIES else "a4"


@cache
def rgb(color: str) -> tuple[float, float, float]:
    """`#RRGGBB` as three numbers from 0 to 1."""
    value = color.lstrip("#")
    return (int(value[0:2], 16) / 255, int(value[2:4], 16) / 255, int(value[4:6], 16) / 255)


@cache
def fill_operator(color: str) -> str:
    """The PDF operator that makes a colour the fill colour."""
    return " ".join(f"{part:.4g}" for part in rgb(color)) + " rg"


def contrast_on_white(color: str) -> float:
    """Contrast ratio against white (WCAG 2.2, relative luminance)."""
    return 1.05 / (_luminance(color) + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def client_color(color: str | None) -> str:
    """A client's colour as it may be used for series, ticks and bars; text never takes it.

    Under 3:1 on white it is darkened in HSL by steps of 2 % until it reaches 3:1; a colour that could be taken
    for the danger tone (distance in Lab under 20) becomes ink. No colour gives the accent.
    """
    if not color:
        return ACCENT
    hue, lightness, saturation = colorsys.rgb_to_hls(*rgb(color))
    result = color.upper()
    while contrast_on_white(result) < 3 and lightness > 0:
        lightness = max(0.0, lightness - 0.02)
        result = "#" + "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return INK if _lab_distance(result, DANGER) < 20 else result


def _lab_distance(one: str, other: str) -> float:
    """Euclidean distance in CIE Lab, D65 (CIE 1976)."""
    return math.dist(_lab(one), _lab(other))


def _lab(color: str) -> tuple[float, float, float]:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in rgb(color)]
    x = (0.4124 * linear[0] + 0.3576 * linear[1] + 0.1805 * linear[2]) / 0.95047
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    z = (0.0193 * linear[0] + 0.1192 * linear[1] + 0.9505 * linear[2]) / 1.08883
    fx, fy, fz = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return (116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz))

"""Sizes, colours and measures of every printed page (the PDF section of the design language)."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from microinf_desktop.charts.colors import series_color
from microinf_desktop.domain.countries import LETTER_COUNTRIES

MM = 72 / 25.4
PAGE_SIZES = {
    "a4": (210 * MM, 297 * MM), "letter": (612.0, 792.0),
    "a4_landscape": (297 * MM, 210 * MM), "letter_landscape": (792.0, 612.0),
    "a3_landscape": (420 * MM, 297 * MM), "tabloid_landscape": (1224.0, 792.0),
}

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


def client_color(color: str | None) -> str:
    """A client's colour as series, ticks and bars may use it (`charts.colors.series_color`); text never takes it."""
    return series_color(color or "")

"""Draws the sample's pictures: four logos and plain screenshots of posts, the same bytes for the same input."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

INK = "#1C1B19"
GREY = "#6F6B64"
PAPER = "#FFFFFF"
# Everything is drawn four times as large and scaled down, which smooths the edges.
_FINE = 4
LOGO_HEIGHT = 240
PHONE_SIZE = (390, 690)


@dataclass(frozen=True, slots=True)
class Screen:
    """What a screenshot shows: a post with caption, label bar and the time of capture, or frames of a story."""

    handle: str
    caption: str
    color: str
    captured: str
    platform_label: str = ""
    onscreen: str = ""
    frames: int = 0
    labelled: int = 0
    seed: int = 0


def logo(mark: str, name: str, color: str) -> bytes:
    """A PNG of a mark beside the name, on white, because PDFs and dark screens both show it."""
    from PIL import Image, ImageDraw

    side = LOGO_HEIGHT * _FINE
    font = _font("Semibold", side * 46 // 100)
    width = (side * 118 // 100 + round(font.getlength(name)) + side // 12) // _FINE * _FINE
    image = Image.new("RGB", (width, side), PAPER)
    pen = ImageDraw.Draw(image)
    _MARKS[mark](pen, side, color)
    pen.text((side * 118 // 100, side // 2), name, fill=INK, font=font, anchor="lm")
    return _png(image, _FINE)


def screenshot(screen: Screen) -> bytes:
    """A PNG of a phone's screen as a person would capture it; plain, without anybody's picture."""
    from PIL import Image, ImageDraw

    width, height = (side * 2 for side in PHONE_SIZE)
    image = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(image)
    _status_bar(pen, width, screen)
    if screen.frames:
        _frames(pen, width, screen)
    else:
        _picture(pen, (0, 200, width, 860), screen.color, screen.seed)
        if screen.onscreen:
            _sticker(pen, (40, 240), screen.onscreen)
    _paragraph(pen, (32, 900 if not screen.frames else 760), width - 64, f"{screen.handle}  {screen.caption}")
    return _png(image, 2)


# Marks ------------------------------------------------------------------------------------------------------

def signed_page(number: str, *names: str) -> bytes:
    """A PNG of the last page of a contract as a scanner makes it: lines of text, a signature over each name."""
    from random import Random

    from PIL import Image, ImageDraw

    width, height = 420, 594
    image = Image.new("RGB", (width * 2, height * 2), "#FBFAF7")
    pen, dice = ImageDraw.Draw(image), Random(number)
    small, usual = _font("Regular", 17), _font("Semibold", 24)
    pen.text((90, 80), _plain(number), GREY, small)
    for line in range(16):
        pen.rectangle((90, 140 + line * 30, 560 + dice.randrange(170), 149 + line * 30), "#C9C6C0")
    for place, name in enumerate(names):
        left, at = 90 + place * 350, 820
        points = [(left + step * 12, at - 40 + dice.randrange(-34, 34)) for step in range(18)]
        pen.line(points, "#22345E", 4, "curve")
        pen.rectangle((left, at, left + 280, at + 2), GREY)
        pen.text((left, at + 14), _plain(name)[:28], INK, usual)
    return _png(image, 2)


def _agency_mark(pen: "ImageDraw.ImageDraw", side: int, color: str) -> None:
    """Two leaning strokes and the bar they share: an H that is on its way."""
    unit = side // 20
    for left in (4, 11):
        pen.polygon([(left * unit, 17 * unit), ((left + 2) * unit, 3 * unit), ((left + 5) * unit, 3 * unit),
                     ((left + 3) * unit, 17 * unit)], fill=color)
    pen.rectangle([6 * unit, 9 * unit, 14 * unit, 11 * unit], fill=color)


def _clover_mark(pen: "ImageDraw.ImageDraw", side: int, color: str) -> None:
    """Three leaves over the line of the quay."""
    unit = side // 20
    for x, y in ((10, 5), (6, 10), (14, 10)):
        pen.ellipse([(x - 4) * unit, (y - 4) * unit, (x + 4) * unit, (y + 4) * unit], fill=color)
    pen.rectangle([9 * unit + unit // 2, 9 * unit, 10 * unit + unit // 2, 17 * unit], fill=color)
    pen.rectangle([3 * unit, 17 * unit, 17 * unit, 18 * unit], fill=color)


def _tide_mark(pen: "ImageDraw.ImageDraw", side: int, color: str) -> None:
    """A glass disc, filled to the tide line."""
    unit = side // 20
    box = [3 * unit, 3 * unit, 17 * unit, 17 * unit]
    pen.ellipse(box, outline=color, width=unit)
    pen.chord(box, 15, 165, fill=color)
    for left in (6, 10):
        pen.arc([left * unit, 8 * unit, (left + 4) * unit, 12 * unit], 180, 360, fill=color, width=unit * 3 // 4)


def _fern_mark(pen: "ImageDraw.ImageDraw", side: int, color: str) -> None:
    """A frond that is also a peak."""
    unit = side // 20
    pen.line([(10 * unit, 18 * unit), (10 * unit, 4 * unit)], fill=color, width=unit)
    for step in range(5):
        reach, y = (7 - step) * unit, (16 - step * 3) * unit
        for sign in (-1, 1):
            pen.line([(10 * unit, y), (10 * unit + sign * reach, y - 2 * unit)], fill=color, width=unit)


_MARKS: dict[str, Callable[["ImageDraw.ImageDraw", int, str], None]] = {
    "agency": _agency_mark, "clover": _clover_mark, "tide": _tide_mark, "fern": _fern_mark,
}


# Screens ----------------------------------------------------------------------------------------------------

def _status_bar(pen: "ImageDraw.ImageDraw", width: int, screen: Screen) -> None:
    small, bold = _font("Regular", 30), _font("Semibold", 34)
    pen.text((32, 24), screen.captured, fill=GREY, font=small)
    pen.ellipse([32, 96, 104, 168], fill=screen.color)
    pen.text((124, 92), _plain(screen.handle), fill=INK, font=bold)
    if screen.platform_label:
        pen.text((124, 134), screen.platform_label, fill=GREY, font=small)
    pen.line([(0, 192), (width, 192)], fill="#E5E3DD", width=2)


def _picture(pen: "ImageDraw.ImageDraw", box: Sequence[int], color: str, seed: int) -> None:
    """A still life of one horizon and one round thing, different for every post."""
    left, top, right, bottom = box
    height = bottom - top
    pen.rectangle([left, top, right, bottom], fill="#EFEDE8")
    horizon = top + height * (55 + seed % 20) // 100
    pen.rectangle([left, horizon, right, bottom], fill=color)
    radius = min(height * (12 + seed % 7) // 100, (right - left) // 5)
    x = left + (right - left) * (30 + seed * 7 % 40) // 100
    pen.ellipse([x - radius, horizon - radius, x + radius, horizon + radius], fill=PAPER, outline=INK, width=4)


def _frames(pen: "ImageDraw.ImageDraw", width: int, screen: Screen) -> None:
    count = min(screen.frames, 4)
    each = (width - 32 * (count + 1)) // count
    for number in range(count):
        left = 32 + number * (each + 32)
        _picture(pen, (left, 220, left + each, 720), screen.color, screen.seed + number)
        if number < screen.labelled:
            _sticker(pen, (left + 12, 240), screen.onscreen or "Ad")


def _sticker(pen: "ImageDraw.ImageDraw", at: tuple[int, int], text: str) -> None:
    font = _font("Semibold", 34)
    box = pen.textbbox((at[0] + 14, at[1] + 8), text, font=font)
    pen.rectangle([at[0], at[1], box[2] + 14, box[3] + 12], fill=INK)
    pen.text((at[0] + 14, at[1] + 8), text, fill=PAPER, font=font)


def _paragraph(pen: "ImageDraw.ImageDraw", at: tuple[int, int], width: int, text: str) -> None:
    """The text wrapped at words; what does not fit on the screen is cut, as on a phone."""
    font = _font("Regular", 36)
    y = at[1]
    for part in _plain(text).split("\n"):
        line = ""
        for word in part.split(" "):
            if line and font.getlength(f"{line} {word}") > width:
                pen.text((at[0], y), line, fill=INK, font=font)
                y, line = y + 48, word
            else:
                line = f"{line} {word}".strip()
        pen.text((at[0], y), line, fill=INK, font=font)
        y += 48


def _plain(text: str) -> str:
    """Without emoji, which the drawing font does not have."""
    return "".join(char for char in text if unicodedata.category(char) not in ("So", "Cf", "Mn"))


@cache
def _font(weight: str, size: int) -> "ImageFont.FreeTypeFont":
    """Source Sans, which comes with the program, so that the pictures are the same on every machine."""
    from PIL import ImageFont

    spec = find_spec("font_source_sans_pro")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the package font-source-sans-pro is not installed")
    return ImageFont.truetype(str(Path(spec.origin).parent / "files" / f"SourceSansPro-{weight}.ttf"), size)


def _png(image: "Image.Image", times: int) -> bytes:
    """The picture at its final size, so many times smaller than it was drawn."""
    out = BytesIO()
    image.reduce(times).save(out, "PNG")
    return out.getvalue()

"""Installed fonts that stand in where the main family has no glyph, found by character and shaped by HarfBuzz."""

import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from microinf_desktop.documents.unicode_text import EMOJI_STYLE, has_meaning, is_ignorable

_STYLE = re.compile(r"[-_ ]?(regular|semibold|bold)?$")
_UNWANTED = re.compile(r"italic|oblique|mono|serif|condensed|light|thin|black|medium|display|looped|unjoined|nastaliq")
_CJK = ("notosanscjk", "notosanscjksc", "notosanscjkjp", "sourcehansans", "pingfang", "hiraginosansgb",
        "hiraginosans", "applesdgothicneo", "msyh", "malgun", "yugothr", "meiryo", "msjh", "simsun", "gulim",
        "wqyzenhei", "wqymicrohei", "droidsansfallbackfull", "unifont")
_EMOJI = ("notocoloremoji", "applecoloremoji", "seguiemj", "twemoji", "notoemoji")
_GENERAL = ("notosans", "dejavusans", "segoeui", "arial", "arialunicode", "tahoma", "freesans", "liberationsans")
# File names (without style) to try first, by ISO 15924 script; Noto names its files after the script.
_PREFERRED = {
    "Arab": ("notosansarabic", "notonaskharabic", "sfarabic", "geezapro", "segoeui", "tahoma", "arial", "dejavusans"),
    "Hebr": ("notosanshebrew", "sfhebrew", "arialhb", "segoeui", "arial", "dejavusans"),
    "Deva": ("notosansdevanagari", "kohinoor", "nirmala", "mangal"),
    "Hani": _CJK, "Hira": _CJK, "Kana": _CJK, "Hang": _CJK, "Bopo": _CJK,
    "Zsye": _EMOJI,
    "Zyyy": ("notosanssymbols", "notosanssymbols2", "notosansmath", "seguisym", "applesymbols", "dejavusans"),
}
# Characters below U+1F000 that are pictures by default (Unicode, emoji-data.txt, Emoji_Presentation).
_PICTURES = frozenset(
    "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕❗➕➖➗➰➿⬛⬜⭐⭕"
)
# Fonts that have a box or nothing for every character (one is part of matplotlib and of macOS).
_NO_LETTERS = ("lastresort", "adobeblank", "notosansblank")
_LANGUAGES = {"JP": "ja", "KR": "ko", "SC": "zh-hans", "TC": "zh-hant"}


def tabular_figures(text: str) -> dict[str, list[tuple[int, int, bool]]]:
    """The `tnum` feature for the digits alone: Inter would widen full stops and signs with it as well."""
    spans = [(match.start(), match.end(), True) for match in re.finditer("[0-9]+", text)]
    return {"tnum": spans} if spans else {}


def wants_picture(cluster: str) -> bool:
    """Whether a character sequence is an emoji rather than text."""
    return (EMOJI_STYLE in cluster or cluster[0] in _PICTURES or 0x1F000 <= ord(cluster[0]) <= 0x1FAFF) and (
        "\ufe0e" not in cluster
    )


@dataclass(frozen=True, slots=True)
class Cluster:
    """Glyphs that belong to one stretch of text; width and positions in thousandths of the font size."""

    text: str
    width: float
    glyphs: tuple[tuple[int, float, float], ...]


class ShapeFace:
    """One font at one weight, used by shaping; its glyphs are drawn as paths or pictures."""

    def __init__(self, key: str, font: Any) -> None:
        self.key = key
        self.font = font
        self.scale: float = 1000 / font.face.upem
        self._outlines: dict[int, str] = {}
        self._shaped: dict[tuple[str, bool, str, str], list[Cluster]] = {}

    def has(self, characters: Iterable[str]) -> bool:
        return all(self.font.get_nominal_glyph(ord(char)) for char in characters)

    def shape(self, text: str, *, rtl: bool, script: str, region: str = "SC") -> list[Cluster]:
        """Shape a run of one script and direction; the clusters come in reading order."""
        key = (text, rtl, script, region)
        result = self._shaped.get(key)
        if result is None:
            if len(self._shaped) > 20_000:
                self._shaped.clear()
            result = self._shaped[key] = self._shape(text, rtl, script, region)
        return result

    def _shape(self, text: str, rtl: bool, script: str, region: str) -> list[Cluster]:
        import uharfbuzz as hb

        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.script = script if script not in ("Zyyy", "Zinh", "Zsye", "Zzzz") else "Zyyy"
        # Fixed, because HarfBuzz would otherwise take the language of this process.
        buffer.language = _LANGUAGES.get(region, "en")
        hb.shape(self.font, buffer, {"kern": True} | tabular_figures(text))
        groups: dict[int, tuple[float, list[tuple[int, float, float]]]] = {}
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            pen, glyphs = groups.setdefault(info.cluster, (0.0, []))
            glyphs.append((info.codepoint, round((pen + position.x_offset) * self.scale, 1),
                           round(position.y_offset * self.scale, 1)))
            groups[info.cluster] = (pen + position.x_advance, glyphs)
        starts = [*sorted(groups), len(text)]
        return [
            Cluster(text[start:end], round(groups[start][0] * self.scale, 1), tuple(groups[start][1]))
            for start, end in pairwise(starts)
        ]

    def outline(self, gid: int) -> str:
        """PDF path operators of a glyph in thousandths of the font size; empty for blanks."""
        path = self._outlines.get(gid)
        if path is None:
            pen = _PdfPen(self.scale)
            self.font.draw_glyph_with_pen(gid, pen)
            path = self._outlines[gid] = " ".join(pen.operators)
        return path

    def picture(self, gid: int) -> tuple[bytes, tuple[float, float, float, float]] | None:
        """PNG of a colour bitmap glyph with its box (x, y, width, height) in thousandths, else None."""
        if not self.font.face.has_color_png:
            return None
        data = bytes(self.font.get_glyph_color_png(gid).data or b"")
        box = self.font.get_glyph_extents(gid)
        if not data or box is None:
            return None
        x, top, width, height = (value * self.scale for value in (box.x_bearing, box.y_bearing, box.width, box.height))
        return data, (x, top + height, width, -height)

    def layers(self, gid: int) -> list[tuple[int, tuple[float, float, float]]]:
        """Glyph ids and colours (0 to 1) of a layered colour glyph (COLR version 0), bottom first."""
        face = self.font.face
        if not (face.has_color_layers and face.has_color_palettes):
            return []
        colors = face.get_color_palette(0).colors
        return [
            (layer.glyph, _rgb(colors[layer.color_index]) if layer.color_index < len(colors) else (0, 0, 0))
            for layer in face.get_glyph_color_layers(gid)
        ]


def _rgb(color: Any) -> tuple[float, float, float]:
    return (color.red / 255, color.green / 255, color.blue / 255)


class _PdfPen:
    """Writes the outline of a glyph as PDF path operators."""

    def __init__(self, scale: float) -> None:
        self.operators: list[str] = []
        self._scale = scale
        self._at = (0.0, 0.0)

    def _write(self, points: Iterable[tuple[float, float]], operator: str) -> None:
        numbers = " ".join(f"{value * self._scale:.1f}".removesuffix(".0") for point in points for value in point)
        self.operators.append(f"{numbers} {operator}")

    def moveTo(self, point: tuple[float, float]) -> None:  # noqa: N802 - the pen protocol of fontTools
        self._at = point
        self._write([point], "m")

    def lineTo(self, point: tuple[float, float]) -> None:  # noqa: N802
        self._at = point
        self._write([point], "l")

    def curveTo(self, one: tuple[float, float], two: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        self._at = end
        self._write([one, two, end], "c")

    def qCurveTo(self, control: tuple[float, float], end: tuple[float, float]) -> None:  # noqa: N802
        (x0, y0), (cx, cy), (x1, y1) = self._at, control, end
        one = (x0 + (cx - x0) * 2 / 3, y0 + (cy - y0) * 2 / 3)
        two = (x1 + (cx - x1) * 2 / 3, y1 + (cy - y1) * 2 / 3)
        self.curveTo(one, two, end)

    def closePath(self) -> None:  # noqa: N802
        self.operators.append("h")

    def endPath(self) -> None:  # noqa: N802
        """Glyph outlines are always closed; the protocol asks for the method."""


class FallbackFonts:
    """Chooses a font for characters that the main family lacks; the choice depends on the files alone."""

    def __init__(self, files: list[Path]) -> None:
        self._families = _group_by_family(files)
        self._others = sorted(self._families, key=lambda name: (bool(_UNWANTED.search(name)), name))
        self._faces: dict[tuple[str, int], list[ShapeFace]] = {}
        self._found: dict[tuple[str, int, str], ShapeFace | None] = {}
        self._lock = threading.Lock()

    def find(self, cluster: str, weight: int, region: str = "SC") -> ShapeFace | None:
        """The font that has every visible character of `cluster`; None when there is none.

        `region` (JP, KR, SC, TC) decides which national forms Han characters take.
        """
        key = (cluster, weight, region)
        if key not in self._found:
            with self._lock:
                if len(self._found) > 50_000:
                    self._found.clear()
                self._found[key] = self._search(cluster, weight, region)
        return self._found[key]

    def _search(self, cluster: str, weight: int, region: str) -> ShapeFace | None:
        visible = [char for char in cluster if not is_ignorable(char)]
        if not visible or not all(map(has_meaning, visible)):
            return None
        for family in self._candidates(cluster, visible):
            for face in self._load(family, weight, region):
                if face.has(visible):
                    return face
        return None

    def _candidates(self, cluster: str, visible: list[str]) -> Iterator[str]:
        from fontTools import unicodedata as scripts

        if wants_picture(cluster):
            preferred = _EMOJI + _PREFERRED["Zyyy"]
        else:
            script = scripts.script(visible[0])
            noto = "notosans" + scripts.script_name(script).lower().replace("_", "")
            preferred = (*_PREFERRED.get(script, ()), noto, *_GENERAL)
        seen: set[str] = set()
        for name in (*preferred, *self._others):
            if name in self._families and name not in seen:
                seen.add(name)
                yield name

    def _load(self, family: str, weight: int, region: str) -> list[ShapeFace]:
        """Faces of a family at a weight, those of the wanted region first; unreadable files are passed over."""
        key = (family, weight)
        if key not in self._faces:
            files = self._families[family]
            wanted = files.get(weight) or files[min(files)]
            self._faces[key] = _read_faces(wanted, weight)
        return sorted(self._faces[key], key=lambda face: not face.key.split("|")[0].endswith(f" {region}"))


def _group_by_family(files: list[Path]) -> dict[str, dict[int, Path]]:
    """File name without style -> weight -> file; the first folder wins."""
    families: dict[str, dict[int, Path]] = {}
    for path in files:
        stem = path.stem.lower()
        match = _STYLE.search(stem)
        style = match.group(1) if match else None
        name = re.sub(r"[-_ .]", "", _STYLE.sub("", stem, count=1))
        if name.startswith(_NO_LETTERS):
            continue
        families.setdefault(name, {}).setdefault(600 if style in ("bold", "semibold") else 400, path)
    return families


def _read_faces(path: Path, weight: int) -> list[ShapeFace]:
    import uharfbuzz as hb

    faces: list[ShapeFace] = []
    try:
        blob = hb.Blob.from_file_path(str(path))
    except hb.HarfBuzzError:  # gone or not readable: the next font may serve
        return faces
    for index in range(hb.Face(blob).count):
        face = hb.Face(blob, index)
        if not face.glyph_count:
            continue
        font = hb.Font(face)
        if any(axis.tag == "wght" for axis in face.axis_infos):
            font.set_variations({"wght": weight})
        elif weight >= 600 and font.get_style_value(hb.StyleTag.WEIGHT) < 550 and not face.has_color_png:
            font.synthetic_bold = (0.022, 0.022, True)
        name = face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) or path.stem
        if "Mono" not in name:
            faces.append(ShapeFace(f"{name}|{path}|{index}|{weight}", font))
    return faces

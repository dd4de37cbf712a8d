"""The fonts of all documents: one main family, and for what it lacks whatever is installed on this machine.

Main family: Inter at weights 400 and 600 with tabular figures; Source Sans Pro only where no Inter is installed.
"""

import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from microinf_desktop.documents import font_files
from microinf_desktop.documents.fallback import FallbackFonts, ShapeFace, tabular_figures
from microinf_desktop.documents.unicode_text import (
    breaks_at_spaces_only,
    clusters,
    has_meaning,
    is_ignorable,
    is_simple,
    printable,
)

# Kerning, no more: ligatures and contextual forms would make a glyph stand for several letters.
_FEATURES = {"kern": True, "liga": False, "clig": False, "calt": False}
_WORD_CACHE_LIMIT = 60_000


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no installed font can draw; `text` is the text it was found in."""

    character: str
    name: str
    text: str

    def __str__(self) -> str:
        return f"U+{ord(self.character):04X} {self.name} in “{self.text}”"


class MainFace:
    """One weight of the main family: measures words and holds what the PDF needs to draw them.

    All lengths are for a font size of 1 point. A character is drawn by a code (CID) that stands for it alone,
    also where a font draws several characters with one glyph, so that text copied from the PDF is the text put in.
    """

    def __init__(self, family: str, weight: int, data: bytes) -> None:
        import uharfbuzz as hb

        self.name = f"{family} {weight}"
        self.postscript_name = f"{family}-{'SemiBold' if weight >= 600 else 'Regular'}".replace(" ", "")
        self.weight = weight
        self._hb = hb
        self.font = hb.Font(hb.Face(hb.Blob(data)))
        self.face = self.font.face
        self.upem: int = self.face.upem
        extents = self.font.get_font_extents("ltr")
        self.ascent: float = extents.ascender / self.upem
        self.descent: float = extents.descender / self.upem
        self.shaping = ShapeFace(self.name, self.font)
        # Private-use and unassigned characters mean nothing to a reader, whatever a font draws for them.
        self.covered = frozenset(char for char in map(chr, self.face.unicodes) if has_meaning(char))
        self.gids: dict[str, int] = {}
        self.cids: dict[str, int] = {}
        self._assign_codes()
        self.advances = {char: self.font.get_glyph_h_advance(gid) / self.upem for char, gid in self.gids.items()}
        self.simple = frozenset(char for char in self.covered if is_simple(char))
        # Letters of words that break at spaces alone.
        self.plain = frozenset(char for char in self.simple if breaks_at_spaces_only(char))
        self._words: dict[str, tuple[float, str] | None] = {}

    def _assign_codes(self) -> None:
        """Code = glyph id for the first character of a glyph; further characters get codes past the last glyph."""
        spare = self.face.glyph_count
        taken: set[int] = set()
        tabular = self._tabular_digits()
        for char in sorted(self.covered):
            gid = tabular.get(char) or self.font.get_nominal_glyph(ord(char)) or 0
            self.gids[char] = gid
            if gid in taken:
                self.cids[char], spare = spare, spare + 1
            else:
                self.cids[char] = gid
                taken.add(gid)

    def _tabular_digits(self) -> dict[str, int]:
        infos = self._shape("0123456789").glyph_infos
        return {str(n): info.codepoint for n, info in enumerate(infos)} if len(infos) == 10 else {}

    def _shape(self, text: str) -> Any:
        buffer = self._hb.Buffer()
        buffer.add_str(text)
        buffer.language = "en"  # HarfBuzz would otherwise take the language of this process
        buffer.guess_segment_properties()
        self._hb.shape(self.font, buffer, _FEATURES | tabular_figures(text))
        return buffer

    def word(self, text: str) -> tuple[float, str] | None:
        """Width and the body of a PDF TJ array for a word of `simple` characters.

        None when the word needs real shaping (a mark to place, a form that depends on its neighbours).
        """
        try:
            return self._words[text]
        except KeyError:
            if len(self._words) >= _WORD_CACHE_LIMIT:
                self._words.clear()
            result = self._words[text] = self._measure(text)
            return result

    def _measure(self, text: str) -> tuple[float, str] | None:
        if not self.simple.issuperset(text):
            return None
        buffer = self._shape(text)
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        if len(infos) != len(text):
            return None
        parts: list[str] = []
        codes: list[str] = []
        total = 0
        for char, info, position in zip(text, infos, positions, strict=True):
            if info.codepoint != self.gids[char] or position.x_offset or position.y_offset:
                return None
            codes.append(f"{self.cids[char]:04X}")
            total += position.x_advance
            kern = self.advances[char] * self.upem - position.x_advance
            if abs(kern) > 0.5:
                parts.append(f"<{''.join(codes)}>{kern * 1000 / self.upem:.0f}")
                codes.clear()
        if codes:
            parts.append(f"<{''.join(codes)}>")
        return total / self.upem, "".join(parts)

    def subset(self, characters: Iterable[str]) -> bytes:
        """A TrueType file with the glyphs of these characters under their own ids and nothing that a PDF ignores."""
        request = self._hb.SubsetInput()
        request.flags = self._hb.SubsetFlags.RETAIN_GIDS | self._hb.SubsetFlags.NO_HINTING
        request.glyph_set.update(sorted({self.gids[char] for char in characters}))
        request.drop_table_tag_set.update(
            [self._hb_tag(tag) for tag in ("OS/2", "STAT", "cmap", "name", "GSUB", "GPOS", "GDEF", "post")]
        )
        return bytes(self._hb.subset(self.face, request).blob.data)

    @staticmethod
    def _hb_tag(tag: str) -> int:
        return int.from_bytes(tag.encode("ascii"), "big")


class FontLibrary:
    """Everything documents know about fonts; `folders` are searched in order, by default those of the system."""

    def __init__(self, folders: tuple[Path, ...] | None = None) -> None:
        self._files = font_files.list_font_files(folders if folders is not None else font_files.font_folders())
        self._lock = threading.Lock()
        self._faces: dict[int, MainFace] = {}
        self._family = font_files.find_main_family(self._files)
        self.fallback = FallbackFonts(self._files)

    @property
    def family(self) -> str:
        return self._family.name

    def main(self, weight: int) -> MainFace:
        """The face of weight 400 or 600 (whatever is asked for is set with the nearer one)."""
        weight = 600 if weight >= 500 else 400
        face = self._faces.get(weight)
        if face is None:
            with self._lock:
                if weight not in self._faces:
                    data = font_files.static_instance(self._family.file(weight), weight)
                    self._faces[weight] = MainFace(self.family, weight, data)
                face = self._faces[weight]
        return face

    def can_draw(self, cluster: str, weight: int = 400) -> bool:
        """Whether some font has every visible character of a user-perceived character."""
        visible = {char for char in cluster if not is_ignorable(char)}
        return visible <= self.main(weight).covered or self.fallback.find(cluster, weight) is not None

    def missing(self, texts: Iterable[str]) -> list[MissingGlyph]:
        """Each character that cannot be drawn, once, with the first text it stands in."""
        main = self.main(400).covered
        found: dict[str, MissingGlyph] = {}
        for text in texts:
            if main.issuperset(text):
                continue
            for cluster in clusters(printable(text)):
                if cluster.isspace() or self.can_draw(cluster):
                    continue
                for char in cluster:
                    if char not in found and not is_ignorable(char) and not self.can_draw(char):
                        found[char] = MissingGlyph(char, unicodedata.name(char, "unnamed character"), text)
        return list(found.values())


@lru_cache(maxsize=1)
def get_library() -> FontLibrary:
    """The library of this machine, read once per process."""
    return FontLibrary()


def missing_characters(texts: Iterable[str]) -> list[MissingGlyph]:
    """Characters of these texts that no installed font can draw: show them before a document is made."""
    return get_library().missing(texts)

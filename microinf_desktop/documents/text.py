"""Sets text: the one way user text reaches a PDF.

Text is never markup here. It goes from strings to glyph codes without passing a parser, so `<b>`, `&amp;` or
`<img src=…>` print as typed, nothing can be injected and nothing is fetched. Values put into a sentence are
`Run`s of their own, which also keeps right-to-left names from reordering their neighbours.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from microinf_desktop.documents import fonts as font_room
from microinf_desktop.documents.fallback import Cluster, ShapeFace, wants_picture
from microinf_desktop.documents.fonts import FontLibrary, MainFace
from microinf_desktop.documents.lines import (
    Ink,
    Line,
    LineKind,
    Piece,
    Word,
    atoms,
    break_lines,
    draw_line,
    lift_last_word,
)
from microinf_desktop.documents.styles import ATTENTION, TextStyle
from microinf_desktop.documents.unicode_text import (
    break_units,
    clusters,
    is_ignorable,
    is_right_to_left,
    printable,
)

__all__ = [
    "Line", "Run", "Text", "Word", "bidi_levels", "break_lines", "draw_line", "draw_text", "first_strong_is_rtl",
    "lift_last_word", "plain", "text_width", "words_of",
]

# Spaces at which a line may break; not the no-break spaces U+00A0, U+2007 and U+202F.
_GAPS = re.compile("([ \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]+|\n)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style.

    `marked` shows a missing value on an attention tint; `link` is the bookmark of a `Para` to jump to,
    `line` a stroke under or through the letters.
    """

    text: str
    weight: int | None = None
    color: str | None = None
    marked: bool = False
    link: str = ""
    line: LineKind = ""


Text = str | Run | Sequence[str | Run]


def plain(text: Text) -> str:
    """The characters of a text without its styles."""
    return "".join(run if isinstance(run, str) else run.text for run in _runs(text))


def _runs(text: Text) -> Sequence[str | Run]:
    return (text,) if isinstance(text, (str, Run)) else text


def words_of(text: Text, style: TextStyle, *, rtl: bool = False, library: FontLibrary | None = None) -> list[Word]:
    """Cut text into words that know their width; `rtl` when the paragraph as a whole runs right to left."""
    setter = _Setter(style, rtl, library or font_room.get_library(), _region(text))
    for run in _runs(text):
        setter.add(run if isinstance(run, Run) else Run(run))
    return setter.finish()


def _region(text: Text) -> str:
    """Which national forms Han characters take: told by the kana or hangul around them, else Simplified."""
    whole = plain(text)
    for char in whole if not whole.isascii() else "":
        if "\u3040" <= char <= "\u30ff":
            return "JP"
        if "\uac00" <= char <= "\ud7a3":
            return "KR"
        if "\u3100" <= char <= "\u312f":
            return "TC"
    return "SC"


class _Setter:
    """Collects the words of one paragraph."""

    def __init__(self, style: TextStyle, rtl: bool, library: FontLibrary, region: str) -> None:
        self._style = style
        self._rtl = rtl
        self._library = library
        self._region = region
        self._words: list[Word] = []
        self._spaces: dict[tuple[int, Ink], Piece] = {}
        self._gap: Piece | None = None
        self._open = False  # whether the next piece continues the last word

    def finish(self) -> list[Word]:
        return self._words

    def add(self, run: Run) -> None:
        style = self._style
        face = self._library.main(run.weight or style.weight)
        ink = Ink(run.color or (ATTENTION if run.marked else style.color), run.marked, run.link, run.line)
        if not self._rtl and face.plain.issuperset(run.text) and "  " not in run.text:
            self._add_plain(run.text, face, ink)
            return
        text = printable(run.text)
        levels = None
        if self._rtl or is_right_to_left(text):
            levels = bidi_levels(text, rtl=self._rtl or None)
        position = 0
        for part in _GAPS.split(text):
            if not part:
                continue
            if part == "\n":
                self._words.append(Word([], 0, None, newline=True))
                self._gap, self._open = None, False
            elif _GAPS.fullmatch(part):
                self._gap = self._gap_piece(part, face, ink, levels[position] if levels else 0)
                self._open = False
            else:
                part_levels = levels[position : position + len(part)] if levels else None
                self._add_word(part, face, ink, part_levels)
            position += len(part)

    def _add_plain(self, text: str, face: MainFace, ink: Ink) -> None:
        """The short way for what most text is: letters of the main face, one space between words."""
        size, words = self._style.size, self._words
        space: Piece | None = None
        for part in text.split(" "):
            if space is None:
                space = self._gap_piece(" ", face, ink, 0)
            else:
                self._gap, self._open = space, False
            if not part:
                continue
            measured = face.word(part)
            if measured is None:
                self._add_word(part, face, ink, None)
                continue
            piece = Piece(part, measured[0] * size, 0, ink, face, measured[1])
            if self._open:
                words[-1].pieces.append(piece)
                words[-1].width += piece.width
            else:
                words.append(Word([piece], piece.width, self._gap))
            self._gap, self._open = None, True

    def _gap_piece(self, text: str, face: MainFace, ink: Ink, level: int) -> Piece:
        if text == " " and level == 0:
            key = (face.weight, ink)
            space = self._spaces.get(key)
            if space is None:
                width = face.advances[" "] * self._style.size
                space = self._spaces[key] = Piece(" ", width, 0, ink, face, f"<{face.cids[' ']:04X}>", is_gap=True)
            return space
        size = self._style.size
        advance, cids = face.advances, face.cids
        space = advance[" "]
        width = sum(advance.get(char, space) for char in text)
        if level % 2:
            # Drawn like the letters around it, so that a phrase is one string for those who extract it.
            blank = Cluster(text, round(width * 1000, 1), ())
            return Piece(text, width * size, level, ink, None, "", ((face.shaping, blank),), is_gap=True)
        body = "<" + "".join(f"{cids.get(char, cids[' ']):04X}" for char in text) + ">"
        return Piece(text, width * size, level, ink, face, body, is_gap=True)

    def _add_word(self, part: str, face: MainFace, ink: Ink, levels: list[int] | None) -> None:
        position = 0
        for unit in break_units(part):
            measured = face.word(unit) if levels is None else None
            if measured is not None:
                width = measured[0] * self._style.size
                pieces = [Piece(unit, width, 0, ink, face, measured[1])]
            else:
                unit_levels = levels[position : position + len(unit)] if levels else [0] * len(unit)
                pieces = self._pieces(unit, unit_levels, face, ink)
                width = sum(piece.width for piece in pieces)
            if self._open and position == 0:
                word = self._words[-1]
                word.pieces += pieces
                word.width += width
            else:
                self._words.append(Word(pieces, width, self._gap))
            self._gap, self._open = None, True
            position += len(unit)

    def _pieces(self, text: str, levels: list[int], face: MainFace, ink: Ink) -> list[Piece]:
        """Split a word by font, script and direction, and shape each part."""
        pieces: list[Piece] = []
        for part, level, shape, script in self._items(text, levels, face):
            if shape is None:
                pieces += self._unprintable(part, level)
                continue
            measured = face.word(part) if shape is face.shaping and level % 2 == 0 else None
            if measured is not None:
                pieces.append(Piece(part, measured[0] * self._style.size, level, ink, face, measured[1]))
                continue
            shaped = shape.shape(part, rtl=level % 2 == 1, script=script, region=self._region)
            width = sum(cluster.width for cluster in shaped) * self._style.size / 1000
            drawn = tuple((shape, cluster) for cluster in shaped)
            pieces.append(Piece(part, width, level, ink, None, drawn=drawn))
        return pieces

    def _items(
        self, text: str, levels: list[int], face: MainFace
    ) -> list[tuple[str, int, ShapeFace | None, str]]:
        from fontTools import unicodedata as scripts

        items: list[tuple[str, int, ShapeFace | None, str]] = []
        position = 0
        for cluster in clusters(text):
            level = levels[position]
            position += len(cluster)
            shape = self._font_for(cluster, face)
            script = next((s for s in map(scripts.script, cluster) if s not in ("Zyyy", "Zinh", "Zzzz")), "Zyyy")
            if items:
                last_text, last_level, last_shape, last_script = items[-1]
                same_script = script in ("Zyyy", last_script) or last_script == "Zyyy"
                if last_level == level and last_shape is shape and same_script:
                    items[-1] = (last_text + cluster, level, shape, last_script if script == "Zyyy" else script)
                    continue
            items.append((cluster, level, shape, script))
        return items

    def _font_for(self, cluster: str, face: MainFace) -> ShapeFace | None:
        visible = {char for char in cluster if not is_ignorable(char)}
        if wants_picture(cluster):
            found = self._library.fallback.find(cluster, face.weight, self._region)
            if found is not None:
                return found
        if visible <= face.covered:
            return face.shaping
        return self._library.fallback.find(cluster, face.weight, self._region)

    def _unprintable(self, text: str, level: int) -> list[Piece]:
        """Characters without a font: their code on a tint. Only previews show this; a document is refused."""
        face = self._library.main(self._style.weight)
        label = "".join(f"[U+{ord(char):04X}]" for char in text if not is_ignorable(char))
        measured = face.word(label)
        if measured is None:
            raise AssertionError(f"the main family lacks a letter of {label}")
        return [Piece(label, measured[0] * self._style.size, level, Ink(ATTENTION, True), face, measured[1])]


def bidi_levels(text: str, *, rtl: bool | None = None) -> list[int]:
    """Embedding level of each character (Unicode Standard Annex 9); `rtl` None takes the first strong letter."""
    from bidi import algorithm  # type: ignore[import-untyped]

    levels: list[int] = []
    for line in text.split("\n"):
        base = rtl if rtl is not None else first_strong_is_rtl(line)
        storage = algorithm.get_empty_storage()
        storage["base_level"], storage["base_dir"] = (1, "R") if base else (0, "L")
        algorithm.get_embedding_levels(line, storage)
        for index, entry in enumerate(storage["chars"]):
            entry["index"] = index
        algorithm.explicit_embed_and_overrides(storage)
        algorithm.resolve_weak_types(storage)
        algorithm.resolve_neutral_types(storage, False)
        algorithm.resolve_implicit_levels(storage, False)
        resolved = {entry["index"]: entry["level"] for entry in storage["chars"]}
        current = storage["base_level"]
        for index in range(len(line)):
            current = resolved.get(index, current)  # formatting characters take the level before them
            levels.append(current)
        levels.append(storage["base_level"])
    return levels[:-1]


def first_strong_is_rtl(text: str) -> bool:
    """Whether the first letter of a text is written from right to left."""
    for char in text:
        direction = unicodedata.bidirectional(char)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def text_width(text: Text, style: TextStyle) -> float:
    """Width in points of a text set on one line."""
    return sum(word.width + (word.gap.width if word.gap else 0.0) for word in words_of(text, style))


def draw_text(
    canvas: Any, x: float, y: float, text: Text, style: TextStyle, *, max_width: float | None = None
) -> float:
    """Draw one line with its baseline at y and return its width.

    x is the left end, the right end or the middle, as `style.align` says. A text wider than `max_width` is cut
    with an ellipsis.
    """
    words = words_of(text, style)
    lines = break_lines([word for word in words if not word.newline], 1e9)
    line = lines[0]
    if max_width is not None and line.width > max_width:
        line = _shortened(line, words_of("…", style)[0].pieces, max_width)
    shift = {"left": 0.0, "right": line.width, "center": line.width / 2}[style.align]
    canvas.addLiteral("q")
    draw_line(canvas, x - shift, y, line, style.size)
    canvas.addLiteral("Q")
    return line.width


def _shortened(line: Line, dots: list[Piece], max_width: float) -> Line:
    """The beginning of a line that leaves room for the dots."""
    room = max_width - sum(piece.width for piece in dots)
    kept: list[Piece] = []
    for letter in (letter for piece in line.pieces for letter in atoms(piece)):
        room -= letter.width
        if room < 0:
            break
        kept.append(letter)
    pieces = [*kept, *dots]
    return Line(pieces, sum(piece.width for piece in pieces))

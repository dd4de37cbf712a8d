"""Lines of text: the pieces they are made of, where they break, and how a PDF draws them."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from microinf_desktop.documents.embedding import DocumentFonts, fonts_of
from microinf_desktop.documents.fallback import Cluster, ShapeFace
from microinf_desktop.documents.fonts import MainFace
from microinf_desktop.documents.styles import ATTENTION_TINT, fill_operator

# A last line shorter than this share of the width is not left to a single word.
_SHORT_LINE = 0.1


LineKind = Literal["", "under", "through"]


@dataclass(frozen=True, slots=True)
class Ink:
    """What the pieces of a run have in common besides their font."""

    color: str
    marked: bool = False
    link: str = ""
    line: LineKind = ""


@dataclass(slots=True)
class Piece:
    """Text in one font and direction with its width in points; either codes of the main face or drawn clusters."""

    text: str
    width: float
    level: int
    ink: Ink
    face: MainFace | None
    body: str = ""
    drawn: tuple[tuple[ShapeFace, Cluster], ...] = ()
    is_gap: bool = False


@dataclass(slots=True)
class Word:
    """Pieces between two places where a line may break, and the gap before them; a line feed is an empty word."""

    pieces: list[Piece]
    width: float
    gap: Piece | None
    newline: bool = False


@dataclass(slots=True)
class Line:
    """Pieces in reading order, gaps included, and the width of them all."""

    pieces: list[Piece]
    width: float


def break_lines(words: list[Word], width: float) -> list[Line]:
    """Fill lines of `width` points; a word longer than a line is broken between two of its characters."""
    lines: list[Line] = []
    row: list[Word] = []
    used = 0.0
    for word in words:
        if word.newline:
            lines.append(_line(row))
            row, used = [], 0.0
            continue
        gap = word.gap.width if word.gap is not None and row else 0.0
        if row and used + gap + word.width > width + 0.01:
            lines.append(_line(row))
            row, used, gap = [], 0.0, 0.0
        if word.width > width + 0.01:
            *full, rest = _cut(word, width)
            lines += full
            row, used = [Word(rest.pieces, rest.width, None)], rest.width
            continue
        row.append(word)
        used += gap + word.width
    lines.append(_line(row))
    return lines


def lift_last_word(words: list[Word], lines: list[Line], width: float) -> list[Line]:
    """Give a last line that is a single short word the word before it as company."""
    if len(lines) < 2 or len(words) < 6 or lines[-1].width > _SHORT_LINE * width or words[-1].newline:
        return lines
    tail = words[-2:]
    if lines[-1].pieces != words[-1].pieces or tail[0].newline or tail[0].width > width / 3:
        return lines
    before = break_lines(words[:-2], width)
    return [*before, _line(tail)] if len(before) == len(lines) - 1 else lines


def _line(row: list[Word]) -> Line:
    pieces: list[Piece] = []
    width = 0.0
    for word in row:
        if pieces and word.gap is not None:
            pieces.append(word.gap)
            width += word.gap.width
        pieces += word.pieces
        width += word.width
    return Line(pieces, width)


def _cut(word: Word, limit: float) -> list[Line]:
    """Break a word that is wider than a line into lines."""
    lines = [Line([], 0.0)]
    for piece in word.pieces:
        for atom in atoms(piece):
            if lines[-1].pieces and lines[-1].width + atom.width > limit + 0.01:
                lines.append(Line([], 0.0))
            lines[-1].pieces.append(atom)
            lines[-1].width += atom.width
    return lines


def atoms(piece: Piece) -> list[Piece]:
    """The piece as one piece per character, without kerning between them."""
    if piece.face is None:
        whole = sum(cluster.width for _, cluster in piece.drawn) or 1.0
        return [
            Piece(drawn[1].text, drawn[1].width * piece.width / whole, piece.level, piece.ink, None, drawn=(drawn,))
            for drawn in piece.drawn
        ]
    total = sum(piece.face.advances[char] for char in piece.text) or 1.0
    size = piece.width / total
    return [
        Piece(char, piece.face.advances[char] * size, piece.level, piece.ink, piece.face,
              f"<{piece.face.cids[char]:04X}>")
        for char in piece.text
    ]


def draw_line(canvas: Any, x: float, y: float, line: Line, size: float) -> None:
    """Draw a line with its left end at x and its baseline at y; leaves the fill colour to the caller's q and Q."""
    line = _in_visual_order(line)
    left = x
    operators = _marks(line, x, y, size)
    fonts = fonts_of(canvas)
    operators.append("BT")
    state: tuple[str, str] = ("", "")
    for group in _groups(line.pieces):
        first = group[0]
        x_text = f"1 0 0 1 {x:.3f} {y:.3f} Tm"
        if first.face is None:
            state = _draw_clusters(operators, fonts, group, x_text, size, state)
        else:
            name = fonts.use(first.face, "".join([piece.text for piece in group]))
            state = _set_state(operators, name, first.ink.color, size, state)
            operators.append(f"{x_text} [{''.join([piece.body for piece in group])}] TJ")
        x += sum([piece.width for piece in group])
    operators.append("ET")
    operators += _strokes(line, left, y, size)
    canvas.addLiteral("\n".join(operators))
    if any(piece.ink.link for piece in line.pieces):
        _add_links(canvas, line, left, y, size)


def _marks(line: Line, x: float, y: float, size: float) -> list[str]:
    """The tint under marked pieces."""
    operators: list[str] = []
    if not any(piece.ink.marked for piece in line.pieces):
        return operators
    for piece in line.pieces:
        if piece.ink.marked:
            box = f"{x - 1:.3f} {y - 0.28 * size:.3f} {piece.width + 2:.3f} {1.28 * size:.3f} re f"
            operators.append(f"{fill_operator(ATTENTION_TINT)} {box}")
        x += piece.width
    return operators


def _strokes(line: Line, x: float, y: float, size: float) -> list[str]:
    """The lines under and through pieces, drawn in one go over the spaces between them."""
    operators: list[str] = []
    if not any(piece.ink.line for piece in line.pieces):
        return operators
    for ink, group in groupby(line.pieces, key=lambda piece: piece.ink):
        width = sum([piece.width for piece in group])
        if ink.line:
            height = y + (0.29 if ink.line == "through" else -0.16) * size
            operators.append(f"{fill_operator(ink.color)} {x:.3f} {height:.3f} {width:.3f} {0.07 * size:.3f} re f")
        x += width
    return operators


def _add_links(canvas: Any, line: Line, x: float, y: float, size: float) -> None:
    """One clickable box for neighbours that lead to the same place."""
    for link, group in groupby(line.pieces, key=lambda piece: piece.ink.link):
        width = sum([piece.width for piece in group])
        if link:
            canvas.linkRect("", link, (x, y - 0.25 * size, x + width, y + size), relative=1, thickness=0)
        x += width


def _groups(pieces: list[Piece]) -> list[list[Piece]]:
    """Neighbours that one text operator can draw: same face of the main family or all drawn, same colour."""
    groups: list[list[Piece]] = []
    face, color = None, ""
    for piece in pieces:
        if groups and piece.face is face and piece.ink.color == color:
            groups[-1].append(piece)
        else:
            face, color = piece.face, piece.ink.color
            groups.append([piece])
    return groups


def _set_state(operators: list[str], font: str, color: str, size: float, state: tuple[str, str]) -> tuple[str, str]:
    if state[0] != font:
        operators.append(f"/{font} {size:g} Tf")
    if state[1] != color:
        operators.append(fill_operator(color))
    return (font, color)


def _draw_clusters(
    operators: list[str], fonts: DocumentFonts, pieces: list[Piece], place: str, size: float, state: tuple[str, str]
) -> tuple[str, str]:
    """Draw clusters from left to right, the order in which readers of PDFs expect right-to-left text as well."""
    codes: list[str] = []
    operators.append(place)
    for piece in pieces:
        for face, cluster in reversed(piece.drawn) if piece.level % 2 else piece.drawn:
            font, code = fonts.code(face, cluster)
            if codes and font != state[0]:
                operators.append(f"<{''.join(codes)}> Tj")
                codes.clear()
            state = _set_state(operators, font, piece.ink.color, size, state)
            codes.append(f"{code:02X}")
    operators.append(f"<{''.join(codes)}> Tj")
    return state


def _in_visual_order(line: Line) -> Line:
    """The pieces from left to right (Unicode Standard Annex 9, rule L2)."""
    order = list(line.pieces)
    if not any(piece.level for piece in order):
        return line
    for level in range(max([piece.level for piece in order]), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and order[end].level >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return Line(order, line.width)

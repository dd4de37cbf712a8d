"""Fonts for names in other scripts on screen: matplotlib draws boxes and warns unless each character has a font.

Only for what matplotlib draws itself. A PDF sets the same texts with the fonts of the documents.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Families that carry a script, the first installed one is taken; keys are the first word of a character's name.
_FAMILIES = {
    "ARABIC": ("Noto Sans Arabic", "Noto Naskh Arabic", "Geeza Pro", "Segoe UI", "Tahoma", "Arial"),
    "HEBREW": ("Noto Sans Hebrew", "Arial Hebrew", "Segoe UI", "Arial"),
    "DEVANAGARI": ("Noto Sans Devanagari", "Kohinoor Devanagari", "Nirmala UI"),
    "BENGALI": ("Noto Sans Bengali", "Kohinoor Bangla", "Nirmala UI"),
    "TAMIL": ("Noto Sans Tamil", "Tamil MN", "Nirmala UI"),
    "THAI": ("Noto Sans Thai", "Thonburi", "Leelawadee UI"),
    "HANGUL": ("Noto Sans CJK KR", "Noto Sans CJK JP", "Apple SD Gothic Neo", "Malgun Gothic"),
    "HIRAGANA": ("Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic"),
    "KATAKANA": ("Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic"),
    "CJK": ("Noto Sans CJK SC", "Noto Sans CJK JP", "WenQuanYi Zen Hei", "PingFang SC", "Microsoft YaHei"),
}
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def supply(text: str, files: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The text as it can be drawn and the further files it needs.

    Characters that neither `files` (in order, DejaVu Sans last) nor an installed font has become U+FFFD; those
    without a shape of their own (joiners, selectors) are left out with them.
    """
    covered = _covered(files)
    if covered.issuperset(text):
        return text, ()
    extra: dict[str, None] = {}
    drawn: list[str] = []
    for char in text:
        file = None if char in covered else _file_for(char)
        if char in covered or file:
            drawn.append(char)
        elif unicodedata.category(char) not in ("Cf", "Mn", "Me"):
            drawn.append(REPLACEMENT)
        if file:
            extra[file] = None
    return "".join(drawn), tuple(extra)


@lru_cache(maxsize=32)
def _covered(files: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(_charset(file) for file in (*files, default_file())))


@lru_cache(maxsize=64)
def _charset(file: str) -> frozenset[str]:
    from matplotlib.font_manager import get_font

    return frozenset(map(chr, get_font(file).get_charmap()))


@lru_cache(maxsize=1)
def default_file() -> str:
    """DejaVu Sans, which comes with matplotlib."""
    from matplotlib.font_manager import FontProperties, findfont

    return str(findfont(FontProperties(family="DejaVu Sans")))


@lru_cache(maxsize=4096)
def _file_for(char: str) -> str | None:
    script = unicodedata.name(char, "").split(" ")[0]
    for file in _installed(_FAMILIES.get(script, ())):
        if char in _charset(file):
            return file
    return None


@lru_cache(maxsize=64)
def _installed(families: Iterable[str]) -> tuple[str, ...]:
    from matplotlib.font_manager import fontManager

    regular = (entry for entry in fontManager.ttflist if entry.weight in (400, "normal", "regular"))
    known = {entry.name: str(entry.fname) for entry in regular}
    return tuple(known[family] for family in families if family in known)

"""Folding of text for search and comparison: letters without accents, case and compatibility forms."""

import unicodedata

# Letters that Unicode does not decompose; spelled as people type them without the key.
_LETTERS = str.maketrans({
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "ĸ": "k", "ŋ": "n",
    "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ƒ": "f",
})


def fold(text: str) -> str:
    """Lower case, no accents, compatibility forms unified, single spaces: "Łukasz  Ørsted" → "lukasz orsted"."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = "".join(char for char in decomposed if not unicodedata.combining(char))
    # Mathematical letters ("𝑄𝐴𝑀𝐴𝑅") become capitals only when they are unified.
    return " ".join(unicodedata.normalize("NFKC", kept).casefold().translate(_LETTERS).split())

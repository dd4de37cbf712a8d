"""Characters that look like a Latin letter or like nothing: what a reader takes for a label, a machine must too."""

_CYRILLIC = dict(zip("аАеЕоОрРсСхХуУіІјЈѕЅԁԛԜһНВМТКԍӏΙ", "aaeeooppccxxyyiijjssdqwhhbmtkgli", strict=True))
_GREEK = dict(zip("αΑΒΕΖΗΙΚΜΝΟοΡρΤΥΧυνι", "aabezhikmnooppтyxuvi".replace("т", "t"), strict=True))
_OTHER = {"ɑ": "a", "ɡ": "g", "ı": "i", "ᴀ": "a", "ᴅ": "d", "ᴇ": "e", "ᴏ": "o", "ᴘ": "p", "ꜱ": "s", "ɴ": "n",
          "ʀ": "r", "ɪ": "i", "ᴛ": "t", "ᴜ": "u", "ᴠ": "v", "ᴡ": "w", "ᴍ": "m", "ʟ": "l", "ʜ": "h", "ɢ": "g",
          "ʙ": "b", "ᴄ": "c", "ᴋ": "k", "ꓮ": "a", "ꓓ": "d", "Ꭺ": "a", "Ꭰ": "d", "ѵ": "v", "ԝ": "w", "ց": "g",
          "օ": "o", "ո": "n", "հ": "h", "ӓ": "ä", "ё": "ë", "ӧ": "ö", "﹟": "#", "⌗": "#", "♯": "#"}

# Letters in boxes and circles that NFKC leaves alone: 🅐-🅩, 🅰-🆉.
_BOXED = {chr(first + n): chr(ord("a") + n) for first in (0x1F150, 0x1F170) for n in range(26)}

LOOKALIKES: dict[str, str] = {**_CYRILLIC, **_GREEK, **_OTHER, **_BOXED}

# Characters nobody sees: soft hyphen, joiners, direction marks, fillers, tags.
INVISIBLE_RANGES: tuple[tuple[int, int], ...] = (
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB), (0xE0000, 0xE01EF),
)

# Marks laid over Latin letters; those of other scripts (Devanagari, Thai) belong to their words and stay.
MARK_RANGES: tuple[tuple[int, int], ...] = (
    (0x0300, 0x034E), (0x0350, 0x036F), (0x0483, 0x0489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF), (0xFE20, 0xFE2F),
)

# Letters and digits in disguise that NFKC resolves: full width, mathematical, circled, raised, Roman numerals.
# Plain compatibility characters of everyday captions (…, ™, no-break space, ½) are left out on purpose.
DISGUISE_RANGES: tuple[tuple[int, int], ...] = (
    (0x0132, 0x0133), (0x017F, 0x017F), (0x01C4, 0x01CC), (0x01F1, 0x01F3),
    (0x02B0, 0x02B8), (0x02E0, 0x02E4), (0x1D2C, 0x1D6A), (0x1D78, 0x1D78), (0x1D9B, 0x1DBF), (0x2070, 0x209C),
    (0x2100, 0x2121), (0x2123, 0x214F), (0x2160, 0x217F), (0x2460, 0x24FF), (0x2C7C, 0x2C7D), (0x3200, 0x33FF),
    (0xFB00, 0xFB06), (0xFE50, 0xFE6F), (0xFF01, 0xFF9F), (0xFFE0, 0xFFEE), (0x1D400, 0x1D7FF), (0x1F100, 0x1F1E5),
)


def character_class(*groups: tuple[tuple[int, int], ...], extra: str = "") -> str:
    """Body of a regular-expression class covering the ranges and the characters of `extra`."""
    body = "".join(f"\\U{low:08x}-\\U{high:08x}" for ranges in groups for low, high in ranges)
    return body + "".join(f"\\U{ord(char):08x}" for char in sorted(set(extra)))

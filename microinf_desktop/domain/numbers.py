"""Numbers as people and exports write them: `1.2M`, `45,6K`, `1 234`, `10000000.00`, `5,71 %`.

Counts become whole numbers by exact integer arithmetic, rates become per cent (5.71 means 5.71 %).
"""

import re
import unicodedata
from collections.abc import Iterable

# No count on any platform comes near; SQLite's integers end at 9.2e18.
LARGEST_COUNT = 10**12

# What exports and spreadsheets write for "not known". `#VALOR!` and its like are formula errors by language.
UNKNOWN_WORDS = frozenset({
    "", "-", "--", "–", "—", "?", "n/a", "n.a.", "n/a'", "na", "nan", "null", "none", "nil", "unknown", "tbd", "tbc",
    "k.a.", "k. a.", "n.d.", "n/d", "s/d", "nc", "n.c.", "inconnu", "unbekannt", "desconocido", "sconosciuto",
    "desconhecido", "onbekend", "hidden", "private", ".", "(none)", "(blank)", "not available",
})
_FORMULA_ERROR = re.compile(r"#[A-ZÀ-Ý0-9/_]{2,12}[!?]?|#[A-Z]{1,8}\?")

_MULTIPLIERS = {
    1_000: "k tsd tsd. tys tys. mil th thousand thousands тыс тыс. 千 천",
    1_000_000: "m mm mn mio mio. mln mln. mill mill. mi million millions millionen millones milhões miljoen kk млн",
    1_000_000_000: "b bn bi bln md mds mrd mrd. mld mld. billion billions milliarden млрд млрд.",
    10_000: "万 萬 만",
    100_000_000: "亿 億 억",
    100_000: "lakh lakhs lac",
    10_000_000: "cr crore crores",
}
_SUFFIXES = {word: value for value, words in _MULTIPLIERS.items() for word in words.split()}
_COUNTED_WORDS = frozenset({
    "follower", "followers", "fans", "subs", "subscriber", "subscribers", "views", "likes", "comments", "shares",
    "abonnenten", "abonnés", "abonnes", "seguidores", "seguaci", "inscritos", "suscriptores", "iscritti", "volgers",
    "abonnees", "vues", "aufrufe", "visualizaciones", "visualizações", "visualizzazioni",
})
_PARTS = re.compile(
    r"(?:ca\.?|about|approx\.?|[~≈><≥+])?\s*(-?)(\d[\d.,'_ ]*?)\s*([^\W\d_]+\.?)?(?:\s+([^\W\d_]+))?\s*\+?",
    re.IGNORECASE,
)
_SCIENTIFIC = re.compile(r"(\d+)(?:[.,](\d+))?[eE]\+?(\d{1,2})")
_DIGITS_AND_SIGNS = re.compile(r"\d[\d.,]*")
_SPACED_GROUPS = re.compile(r"(?<=\d)[ '_](?=\d{3}(?!\d))")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{2,3})*[.,]\d{3}")
_ODD_CHARACTERS = str.maketrans(
    {"٫": ".", "٬": ",", "’": "'", "ʼ": "'", "−": "-", "‐": "-", "\u200b": "", "\ufeff": ""}
)


def is_unknown(text: str) -> bool:
    """True for an empty cell and for what people and spreadsheets write when they do not know."""
    word = text.strip()
    if word.startswith("#"):
        return _FORMULA_ERROR.fullmatch(word.upper()) is not None
    return word.lower() in UNKNOWN_WORDS


def parse_count(text: str, decimal: str = "") -> int | None:
    """A count such as followers; None when the cell says "not known". ValueError, in words, when it is no count.

    `decimal` is the column's decimal sign ("." or ",") where the other cells show it, "" when they do not: then
    `1.234` is read as one thousand two hundred and thirty-four, and `1.234M` as a million and a quarter.
    Fractions are rounded half up (an average of 348.5 likes is 349).
    """
    if text.isdecimal() and text.isascii():
        return _in_range(int(text), text)
    if is_unknown(text):
        return None
    sign, number, multiplier = _split(text)
    if sign:
        raise ValueError(f"“{_short(text)}” is below zero")
    digits, places = _digits(number, multiplier, decimal, text)
    scale = 10**places
    return _in_range((2 * digits * multiplier + scale) // (2 * scale), text)


def parse_rate(text: str, decimal: str = "", *, is_fraction: bool = False) -> float | None:
    """A rate in per cent: `5.71%` and `5,71` give 5.71; `0.0571` gives 5.71 when the column holds fractions.

    None when the cell says "not known"; ValueError, in words, when it is no rate between 0 and 1,000 %.
    """
    bare = text.replace("%", "").replace("٪", "")
    if is_unknown(bare):
        return None
    has_sign = bare != text
    sign, number, multiplier = _split(bare)
    if sign or multiplier != 1:
        raise ValueError(f"“{_short(text)}” is not a rate")
    digits, places = _digits(number, 1, decimal or _decimal_of_rate(number), text)
    value: float = digits / 10**places * (100 if is_fraction and not has_sign else 1)
    if value > 1000:
        raise ValueError(f"“{_short(text)}” is not a rate")
    return value


def decimal_sign(cells: Iterable[str]) -> str:
    """The decimal sign most of a column's cells show: ".", "," or "" when nothing shows it."""
    votes = {".": 0, ",": 0}
    for cell in cells:
        found = _DIGITS_AND_SIGNS.search(cell)
        sign = _evidence(found.group().strip(".,")) if found else ""
        if sign:
            votes[sign] += 1
    if votes["."] == votes[","]:
        return ""
    return "." if votes["."] > votes[","] else ","


def _evidence(number: str) -> str:
    """The decimal sign one number proves: the last of two, the one not repeated, one without three digits after it."""
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return ""
    sign = number[last]
    other = "," if sign == "." else "."
    if number.count(sign) > 1:
        return "" if other in number else other
    return sign if other in number or len(number) - last - 1 != 3 else ""


def _in_range(value: int, text: str) -> int:
    if value > LARGEST_COUNT:
        raise ValueError(f"“{_short(text)}” is too large a count")
    return value


def _split(text: str) -> tuple[str, str, int]:
    """Sign, bare number and multiplier of a cell."""
    cleaned = _plain_digits(text.strip())
    if scientific := _SCIENTIFIC.fullmatch(cleaned):
        whole, fraction, exponent = scientific[1], scientific[2] or "", int(scientific[3])
        return "", f"{whole}.{fraction}" if fraction else whole, 10**exponent
    match = _PARTS.fullmatch(cleaned)
    if match is None:
        raise ValueError(f"“{_short(text)}” is not a number")
    sign, number, word, second = match.groups()
    multiplier = 1
    for part in (word, second):
        if not part or part.lower() in _COUNTED_WORDS:
            continue
        multiplier = _SUFFIXES.get(part.lower(), 0) if multiplier == 1 else 0
        if not multiplier:
            raise ValueError(f"“{_short(text)}” is not a number")
    return sign, number.strip(), multiplier


def _plain_digits(text: str) -> str:
    """ASCII digits and separators: no-break spaces, full-width and other scripts' digits are rewritten."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text).translate(_ODD_CHARACTERS)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _digits(number: str, multiplier: int, decimal: str, text: str) -> tuple[int, int]:
    """All digits as one integer and how many of them are behind the decimal sign; ValueError when malformed."""
    number = _SPACED_GROUPS.sub("", number)
    if number.isdecimal():
        return int(number), 0
    last = max(number.rfind("."), number.rfind(","))
    sign, whole, fraction = number[last], number[:last], number[last + 1 :]
    once = number.count(sign) == 1
    other = "," if sign == "." else "."
    if not (fraction.isdecimal() and whole):
        raise ValueError(f"“{_short(text)}” is not a number")
    if once and (other in whole or not _is_grouping(whole, fraction, sign, multiplier, decimal)):
        if other in whole and not _GROUPED.fullmatch(whole):
            raise ValueError(f"“{_short(text)}” is not a number")
        return _whole(whole.replace(other, "") + fraction, text), len(fraction)
    if other in whole or not _GROUPED.fullmatch(number):
        raise ValueError(f"“{_short(text)}” is not a number")
    return _whole(number.replace(sign, ""), text), 0


def _is_grouping(whole: str, fraction: str, sign: str, multiplier: int, decimal: str) -> bool:
    """Whether a single sign groups thousands: `1.234`, unless the column or a suffix says otherwise."""
    if len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return False
    if decimal:
        return sign != decimal
    # "1.234M" and "1,234M" are a million and a bit; "1,234K" is written by people who group with commas.
    return multiplier == 1 or (multiplier == 1_000 and sign == ",")


def _decimal_of_rate(number: str) -> str:
    """A rate is small: its only sign is the decimal one (`5.714`)."""
    signs = [c for c in number if c in ".,"]
    return signs[0] if len(signs) == 1 else ""


def _whole(digits: str, text: str) -> int:
    if not digits.isdecimal() or len(digits) > 40:
        raise ValueError(f"“{_short(text)}” is not a number")
    return int(digits)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"

"""Text, numbers and dates of charts and reports in the reader's locale, by Babel and a table of translations."""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_currency, format_decimal, get_currency_precision

from microinf_desktop.domain.wording import NBSP, UNIT_SPACE
from microinf_desktop.paths import resource

_TYPESET = str.maketrans({
    "-": "\N{MINUS SIGN}", "\N{NARROW NO-BREAK SPACE}": NBSP, "\u200e": None, "\u200f": None, "\u061c": None,
})


class LocaleWording:
    """Says things for one locale; a language without a translation table is said in English.

    `locale` is a code such as en_GB or de_DE; one that Babel does not know falls back to its language, then
    to en_GB, because a report must come out whatever a client's record holds.
    """

    def __init__(self, locale: str) -> None:
        self._locale: Locale = _known_locale(locale)
        self.language: str = self._locale.language
        self._texts = translations(self.language)
        # Dates inside an English sentence are English, whatever the number format.
        self._dates = self._locale if self._texts or self.language == "en" else Locale.parse("en_GB")

    @property
    def code(self) -> str:
        """The locale as a document says it: de-DE."""
        return str(self._locale).replace("_", "-")

    @property
    def text_language(self) -> str:
        """The language the sentences are in, which is English where no table is shipped."""
        return self.code if self._texts or self.language == "en" else "en"

    def say(self, text: str, /, **values: object) -> str:
        said = self._texts.get(text, text)
        return said.format(**values) if values else said

    def number(self, value: float, digits: int = 0) -> str:
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return _typeset(format_decimal(_settled(value, digits), format=pattern, locale=self._locale))

    def percent(self, value: float, digits: int = 1) -> str:
        return f"{self.number(value, digits)}{UNIT_SPACE}%"

    def money(self, value: float, currency: str, digits: int | None = None) -> str:
        places = get_currency_precision(currency) if digits is None else digits
        pattern = self._locale.currency_formats["standard"]
        text = format_currency(
            _settled(value, places), currency, format=_with_places(pattern.pattern, places), locale=self._locale,
            currency_digits=False,
        )
        return _typeset(text)

    def compact(self, value: float) -> str:
        """A count for an axis or a label: 374 K, 1.2 M."""
        if self.language == "en":
            return self._compact_english(value)
        digits = 1 if abs(value) >= 1_000_000 else 0
        text = _typeset(format_compact_decimal(value, locale=self._locale, fraction_digits=digits))
        # Some languages have no short form for thousands and give bare digits.
        return self.number(value) if text.lstrip("\N{MINUS SIGN}").isdecimal() else text

    def _compact_english(self, value: float) -> str:
        for limit, sign in ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")):
            if abs(value) >= limit * 0.9995:
                scaled = value / limit
                digits = 0 if abs(scaled) >= 99.5 or abs(scaled - round(scaled)) < 0.05 else 1
                return f"{self.number(scaled, digits)}{UNIT_SPACE}{sign}"
        return self.number(value, 0 if value == round(value) or abs(value) >= 10 else 1)

    def day(self, day: date) -> str:
        return self._format(day, self._texts.get("@day", "d MMMM"))

    def short_day(self, day: date) -> str:
        return self._format(day, self._texts.get("@short_day", "d MMM"))

    def full_day(self, day: date) -> str:
        return self._format(day, self._texts.get("@full_day", "d MMMM y"))

    def _format(self, day: date, pattern: str) -> str:
        if self._locale.territory == "US" and self._dates is self._locale:
            pattern = {"d MMMM": "MMMM d", "d MMM": "MMM d", "d MMMM y": "MMMM d, y"}.get(pattern, pattern)
        # Day and month stay on one line.
        return format_date(day, format=pattern, locale=self._dates).replace(" ", NBSP, 1)


def _known_locale(code: str) -> Locale:
    for attempt in (code.replace("-", "_"), code.replace("-", "_").split("_")[0], "en_GB"):
        try:
            return Locale.parse(attempt)
        except (UnknownLocaleError, ValueError, TypeError):
            continue
    raise AssertionError("Babel always knows en_GB")


def _settled(value: float, digits: int) -> float:
    """The value without a minus on what is written as zero."""
    rounded = round(value, digits)
    return 0.0 if rounded == 0 else value


def _with_places(pattern: str, places: int) -> str:
    return pattern.replace("0.00", "0" + ("." + "0" * places if places else ""))


def _typeset(text: str) -> str:
    # Marks of direction are for text of that direction; the sentences around these numbers may not be.
    return text.translate(_TYPESET)


@lru_cache(maxsize=16)
def translations(language: str) -> Mapping[str, str]:
    """English text to text of the language; empty for English and where no table is shipped."""
    path = resource("translations", "report", f"{language}.json")
    if language == "en" or not path.is_file():
        return {}
    table: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return table

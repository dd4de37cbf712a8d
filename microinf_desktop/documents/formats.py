"""Amounts, days and counts of a contract in its locale, by Babel."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Literal

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal

from microinf_desktop.domain.money import Money, minor_digits

_NAMES = re.compile(r"\{([a-z_]+)\}")
_PACK = "pack."
_CODE_BEFORE_NUMBER = re.compile(r"([A-Za-z])(?=[-−]?[0-9])")
# Marks of direction that Babel writes around some amounts; every value is isolated when it is set.
_NO_MARKS = {ord(mark): None for mark in "\u200e\u200f\u061c"}


class ContractFormats:
    """Formats for the language of the text and the territory of the locale: en with de_DE is en_DE.

    `words` are those of the clause library; a word with "|" has a form for one and a form for several.
    """

    def __init__(self, language: str, locale: str, words: Mapping[str, str]) -> None:
        self._locale = _known_locale(language, locale)
        self._words = words

    @property
    def tag(self) -> str:
        """The locale as PDF metadata says it: en-DE."""
        return str(self._locale).replace("_", "-")

    def word(self, key: str, **values: object) -> str:
        """A text of the clause library with its `{names}` filled in."""
        # In one pass, so that braces inside a value stay what they are.
        return _NAMES.sub(lambda match: str(values.get(match.group(1), match.group())), self._words[key])

    def has(self, key: str) -> bool:
        """Whether the clause library has this word."""
        return key in self._words

    def count(self, key: str, number: int) -> str:
        """A number with its noun: "1 day", "30 days"."""
        one, _, several = self._words[key].partition("|")
        return (one if number == 1 or not several else several).replace("{n}", self.number(number))

    def quoted(self, text: str) -> str:
        """In the quotation marks of the language: “text”, „Text“, « texte »."""
        return self.word("quoted", text=text)

    def joined(self, items: Iterable[str]) -> str:
        """Separated by semicolons, as the language sets them; empty items are left out."""
        kept = [item for item in items if item]
        return reduce(lambda first, second: self.word("joined", first=first, second=second), kept) if kept else ""

    def rule_text(self, text: str) -> str:
        """What the packs say in English (place of a label, setting of a platform), as far as the library says it too.

        The library's words "pack.…" are named by the English sentence; anything else stays as it is.
        """
        for key in sorted((key for key in self._words if key.startswith(_PACK)), key=len, reverse=True):
            parts = _NAMES.split(key.removeprefix(_PACK))
            if match := re.search("(.*?)".join(re.escape(part) for part in parts[::2]), text):
                said = self.word(key, **dict(zip(parts[1::2], match.groups(), strict=True)))
                text = text[:match.start()] + said + text[match.end():]
        return text

    def number(self, number: int | Decimal) -> str:
        return format_decimal(number, locale=self._locale)

    def money(self, amount: Money) -> str:
        """An exact amount with the currency's own number of digits."""
        places = minor_digits(amount.currency)
        decimals = "." + "0" * places if places else ""
        pattern = self._locale.currency_formats["standard"].pattern.replace("0.00", "0" + decimals)
        text = format_currency(
            amount.decimal, amount.currency, format=pattern, locale=self._locale, currency_digits=False
        )
        # A code instead of a sign does not touch the number (CLDR, alphaNextToNumber).
        return _CODE_BEFORE_NUMBER.sub("\\1\N{NO-BREAK SPACE}", text.translate(_NO_MARKS))

    def share(self, ppm: int) -> str:
        """Parts per million as per cent: 150,000 is "15 %"."""
        number = format_decimal(Decimal(ppm) / 10_000, format="#,##0.##", locale=self._locale)
        return f"{number}\N{NO-BREAK SPACE}%"

    def day(self, day: date) -> str:
        """20 January 2027."""
        text = format_date(day, format="long", locale=self._locale)
        # French writes 1er, which CLDR leaves to the reader.
        return text.replace("1 ", "1er ", 1) if day.day == 1 and self._locale.language == "fr" else text

    def table_day(self, day: date) -> str:
        """Wed, 20 Jan 2027."""
        return format_skeleton("yMMMEd", day, locale=self._locale)

    def named(self, day: date, skeleton: str) -> str:
        """A day by a CLDR skeleton: "MMMd" is 20 Jan, "yMMMM" January 2027."""
        return format_skeleton(skeleton, day, locale=self._locale)

    def listed(self, items: Sequence[str], style: Literal["standard", "or"] = "standard") -> str:
        """"a, b and c"; style "or" for alternatives."""
        return format_list(list(items), style=style, locale=self._locale)

    def country(self, code: str) -> str:
        """The name of an ISO 3166-1 code; anything else as it is."""
        return self._locale.territories.get(code, code) if len(code) == 2 and code.isupper() else code

    def local_name(self, name: str, code: str) -> str:
        """A country's English name, or its code, in the contract's language; any other name as it is."""
        is_english = name == Locale.parse("en").territories.get(code)
        return self.country(code if is_english else name)

    def language(self, tag: str) -> str:
        """The name of a language tag such as de or pt-BR; an unknown one as it is."""
        base = tag.replace("-", "_").split("_")[0].lower()
        return str(self._locale.languages.get(base, tag))


def _known_locale(language: str, locale: str) -> Locale:
    territory = next((part for part in locale.replace("-", "_").split("_")[1:] if len(part) == 2), "")
    for candidate in ((f"{language}_{territory.upper()}",) if territory else ()) + (language,):
        try:
            return Locale.parse(candidate)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")

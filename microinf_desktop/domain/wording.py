"""How generated sentences say numbers and dates: a protocol, and plain English with the standard library.

Documents and charts pass an implementation that knows the client's locale (charts/wording.py), so that the
domain can write a headline without knowing Babel or the screen's translation function.
"""

from datetime import date
from typing import Protocol

from microinf_desktop.domain.money import minor_digits

NBSP = "\N{NO-BREAK SPACE}"
# Between a number and its unit or sign.
UNIT_SPACE = "\N{NARROW NO-BREAK SPACE}"
MISSING = "–"

_SMALL = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}


class Wording(Protocol):
    """Says text, counts, shares, amounts and days in one language and locale."""

    def say(self, text: str, /, **values: object) -> str:
        """The text in the reader's language with `{name}` filled in; values are already formatted."""
        ...

    def number(self, value: float, digits: int = 0) -> str: ...

    def percent(self, value: float, digits: int = 1) -> str:
        """`value` is in per cent: 5.71 is "5.7 %"."""
        ...

    def money(self, value: float, currency: str, digits: int | None = None) -> str:
        """`value` in major units; `digits` after the point, the currency's own when None."""
        ...

    def compact(self, value: float) -> str:
        """A count for an axis or a label, such as 374 K."""
        ...

    def day(self, day: date) -> str:
        """Day and month, such as 30 November."""
        ...

    def short_day(self, day: date) -> str:
        """Day and short month, such as 30 Nov."""
        ...

    def full_day(self, day: date) -> str:
        """Day, month and year, such as 30 November 2026."""
        ...


class PlainWording:
    """English, with the standard library only."""

    def say(self, text: str, /, **values: object) -> str:
        return text.format(**values) if values else text

    def number(self, value: float, digits: int = 0) -> str:
        return _minus(f"{value:,.{digits}f}")

    def percent(self, value: float, digits: int = 1) -> str:
        return f"{self.number(value, digits)}{UNIT_SPACE}%"

    def money(self, value: float, currency: str, digits: int | None = None) -> str:
        places = minor_digits(currency) if digits is None else digits
        sign, amount = ("−" if value < 0 else ""), f"{abs(value):,.{places}f}"
        symbol = _SYMBOLS.get(currency)
        return f"{sign}{symbol}{amount}" if symbol else f"{sign}{currency}{NBSP}{amount}"

    def compact(self, value: float) -> str:
        for limit, sign in ((1_000_000, "M"), (1_000, "K")):
            if abs(value) >= limit:
                return f"{self.number(value / limit, 0 if value >= 100 * limit else 1)}{UNIT_SPACE}{sign}"
        return self.number(value)

    def day(self, day: date) -> str:
        return f"{day.day} {_MONTHS[day.month - 1]}"

    def short_day(self, day: date) -> str:
        return f"{day.day} {_MONTHS[day.month - 1][:3]}"

    def full_day(self, day: date) -> str:
        return f"{self.day(day)} {day.year}"


def number_word(count: int, wording: Wording) -> str:
    """Counts up to twelve as a word ("six"), others in figures."""
    return wording.say(_SMALL[count]) if 0 <= count < len(_SMALL) else wording.number(count)


def sentence(text: str) -> str:
    """The text with a capital first letter, the rest untouched."""
    return text[:1].upper() + text[1:]


def _minus(text: str) -> str:
    return text.replace("-", "−")

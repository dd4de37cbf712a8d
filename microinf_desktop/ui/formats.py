"""Figures, money and dates as the screen shows them; missing is always "–".

Numbers and dates come from QLocale, which is loaded anyway; Babel, needed for currency symbols, at first use.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QLocale

from microinf_desktop.ui.i18n import tr, trn

if TYPE_CHECKING:
    from microinf_desktop.domain.money import Money

MISSING = "–"
NBSP = "\u00a0"
_MAGNITUDES = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))


class _State:
    """The locale and the day that are on; one per process."""

    name = "en_GB"
    qt = QLocale("en_GB")
    today: Callable[[], date] = date.today


def set_today(today: Callable[[], date]) -> None:
    """Let "today" be another day than the clock's (sample agency, tour, tests)."""
    _State.today = staticmethod(today)


def today() -> date:
    return _State.today()


def set_locale(name: str) -> None:
    """Use a locale such as `de_DE`; an empty name takes the system's (British English where it has none)."""
    found = QLocale(name) if name else QLocale.system()
    if found.language() == QLocale.Language.C:
        found = QLocale("en_GB")
    _State.name, _State.qt = found.name(), found
    _money_text.cache_clear()


def locale_name() -> str:
    """The locale that is on, e.g. `en_GB`."""
    return _State.name


def count(value: int | None) -> str:
    """Whole number with grouping: 38,910."""
    return MISSING if value is None else _State.qt.toString(int(value))


def decimal(value: float | None, digits: int = 1) -> str:
    """Number with a fixed count of digits: 6.4."""
    return MISSING if value is None else _State.qt.toString(float(value), "f", digits)


def short(value: int | float | None) -> str:
    """Number for a cell: 812, 8.4 K, 38.6 K, 1.2 M (the full value belongs into the tooltip)."""
    if value is None:
        return MISSING
    for size, letter in _MAGNITUDES:
        # 999,950 and above would round to "1,000.0 K".
        if abs(value) >= size * (1 if size == 1_000 else 0.99995):
            return f"{decimal(value / size)}{NBSP}{letter}"
    return count(round(value))


def percent(value: float | None, digits: int = 1) -> str:
    """A figure that already counts percent: 4.8 is "4.8 %"."""
    return MISSING if value is None else f"{decimal(value, digits)}{NBSP}%"


def signed_percent(value: float | None, digits: int = 0) -> str:
    """A difference in percent: "+12 %", "−13 %"."""
    if value is None:
        return MISSING
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{percent(abs(value), digits)}"


def money(value: "Money | None", full: bool = False) -> str:
    """Amount with the currency's symbol: €540, €1,150.50; `full` always shows the minor units."""
    return MISSING if value is None else _money_text(value.minor, value.currency, full)


@lru_cache(maxsize=4096)
def _money_text(minor: int, currency: str, full: bool) -> str:
    from decimal import Decimal

    from babel.numbers import format_currency

    from microinf_desktop.domain.money import minor_digits

    digits = minor_digits(currency)
    amount = Decimal(minor).scaleb(-digits)
    whole = not full and amount == amount.to_integral_value()
    text: str = format_currency(
        amount.to_integral_value() if whole else amount, currency, locale=_State.name,
        format=_whole_pattern(_State.name) if whole else None, currency_digits=not whole,
    )
    return text


@lru_cache(maxsize=8)
def _whole_pattern(name: str) -> str:
    """The locale's currency pattern without its decimals."""
    from babel import Locale

    pattern = Locale.parse(name).currency_formats["standard"].pattern
    return str(pattern).replace(".00", "")


def day(value: date | None) -> str:
    """Date for a cell: "Fri 27 Nov"; with the year when it is not within ten months of today."""
    if value is None:
        return MISSING
    pattern = "ddd d MMM" if abs((value - today()).days) < 300 else "d MMM yyyy"
    return _State.qt.toString(QDate(value.year, value.month, value.day), pattern)


def short_day(value: date) -> str:
    """Date for an axis or a narrow place, where the year is known: "27 Nov"."""
    return _State.qt.toString(QDate(value.year, value.month, value.day), "d MMM")


def long_day(value: date | None) -> str:
    """Date for a heading: "Friday 27 November 2026"."""
    if value is None:
        return MISSING
    return _State.qt.toString(QDate(value.year, value.month, value.day), "dddd d MMMM yyyy")


def period(start: date | None, end: date | None) -> str:
    """From one day to another, e.g. "Mon 30 Nov – Mon 14 Dec"."""
    return MISSING if start is None and end is None else f"{day(start)}{NBSP}– {day(end)}"


def moment(value: datetime | None) -> str:
    """Time of day for today, else date and time, in the local zone: "14:32", "Fri 20 Nov 16:05"."""
    if value is None:
        return MISSING
    local = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone()
    clock = f"{local:%H:%M}"
    return clock if local.date() == today() else f"{day(local.date())} {clock}"


def relative(value: date | None, now: date | None = None) -> str:
    """A due date near today in words: "Today", "Tomorrow", "Yesterday", "3 d late", else "Fri 27 Nov"."""
    if value is None:
        return MISSING
    days = (value - (now or today())).days
    near = {0: tr("Today"), 1: tr("Tomorrow")}.get(days)
    return near or (late(value, now) if days < 0 else day(value))


def late(value: date | None, now: date | None = None) -> str:
    """How late a due date is: "3 d late"; empty when it is not."""
    now = now or today()
    return tr("{n} d late", n=(now - value).days) if value is not None and value < now else ""


def age(span: timedelta | None) -> str:
    """Waiting time: "5 h", "4 d", "7 wk"."""
    if span is None:
        return MISSING
    hours = int(span.total_seconds() // 3600)
    if hours < 24:
        return tr("{n} h", n=max(hours, 0))
    return tr("{n} d", n=hours // 24) if hours < 24 * 60 else tr("{n} wk", n=hours // 168)


def size(octets: int) -> str:
    """File size: 812 B, 12.4 KB, 3.1 MB."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")):
        if octets >= unit:
            return f"{decimal(octets / unit)}{NBSP}{name}"
    return f"{octets}{NBSP}B"


def days(n: int) -> str:
    return trn("{n} day", "{n} days", n)


def parse_number(text: str) -> float | None:
    """Number typed with the locale's decimal mark or a point, also "38.6 K"; None when it is none."""
    cleaned = text.replace(NBSP, "").replace(" ", "").replace("%", "").upper()
    factor = 1
    for size_, letter in _MAGNITUDES:
        if cleaned.endswith(letter):
            cleaned, factor = cleaned[:-1], size_
    for locale in (_State.qt, QLocale.c()):
        value, good = locale.toDouble(cleaned)
        if good:
            return value * factor
    return None

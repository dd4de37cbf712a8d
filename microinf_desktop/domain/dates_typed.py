"""Dates as people type them: "today", "fri", "+5wd", "+2w", "24.11.", "24 nov", "2026-11-24"; times: "18:30"."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta

from microinf_desktop.domain.errors import ValidationError

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OFFSET = re.compile(r"([+-])\s*(\d{1,4})\s*(wd|d|w|m)?")
_NUMERIC = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]?\s*(\d{4}|\d{2})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?h?(a\.?m\.?|p\.?m\.?|a|p)?")
_NAMED = re.compile(r"(\d{1,2})\.?\s*([a-z]{3})[a-z]*\.?,?\s*(\d{4})?|([a-z]{3})[a-z]*\.?\s*(\d{1,2}),?\s*(\d{4})?")


def parse_typed_date(text: str, today: date, is_holiday: Callable[[date], bool] | None = None,
                     month_first: bool = False, field: str = "date") -> date:
    """Read a date relative to `today`.

    A weekday is the next one after today; a day without a year is the one nearest to today, at most three months
    back; "wd" counts working days, skipping weekends and what `is_holiday` names. `month_first` reads "11/24" as
    24 November. Raises ValidationError naming `field`.
    """
    cleaned = text.strip().casefold()
    try:
        found = _relative(cleaned, today, is_holiday) or _absolute(cleaned, today, month_first)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise ValidationError(field, f"“{text.strip()}” is not a date.", "Type 24.11., fri, +5wd or 2026-11-24.")
    return found


def add_working_days(start: date, days: int, is_holiday: Callable[[date], bool] | None = None) -> date:
    """The day that is `days` working days (Monday to Friday, no holiday) after `start`, before it when negative."""
    step, found = timedelta(days=1 if days >= 0 else -1), start
    for _ in range(abs(days)):
        found += step
        while found.weekday() >= 5 or (is_holiday is not None and is_holiday(found)):
            found += step
    return found


def _relative(text: str, today: date, is_holiday: Callable[[date], bool] | None) -> date | None:
    words = {"today": 0, "tod": 0, "tomorrow": 1, "tom": 1, "yesterday": -1}
    if text in words:
        return today + timedelta(days=words[text])
    bare = text.removeprefix("next ")
    if bare.isalpha() and len(bare) >= 2:
        matches = [n for n, name in enumerate(_DAYS) if name.startswith(bare)]
        if len(matches) == 1:
            return today + timedelta(days=(matches[0] - today.weekday() - 1) % 7 + 1)
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        return None
    count, unit = int(offset[2]) * (-1 if offset[1] == "-" else 1), offset[3] or "d"
    if unit == "wd":
        return add_working_days(today, count, is_holiday)
    if unit == "m":
        return add_months(today, count)
    return today + timedelta(days=count * (7 if unit == "w" else 1))


def add_months(start: date, months: int) -> date:
    """The same day of a later month (earlier when negative), its last day where it is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(start.day, 27))


def _absolute(text: str, today: date, month_first: bool) -> date | None:
    iso = _ISO.fullmatch(text)
    if iso:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    numeric = _NUMERIC.fullmatch(text)
    if numeric:
        day, month = int(numeric[1]), int(numeric[2])
        if (month_first and "." not in text and day <= 12) or month > 12:
            day, month = month, day
        return _with_year(day, month, numeric[3], today)
    named = _NAMED.fullmatch(text)
    if named:
        name, day_text, year = (named[2], named[1], named[3]) if named[2] else (named[4], named[5], named[6])
        if name in _MONTHS:
            return _with_year(int(day_text), _MONTHS.index(name) + 1, year, today)
    return None


def _with_year(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    for candidate in (today.year - 1, today.year, today.year + 1, today.year + 2, today.year + 3, today.year + 4):
        try:
            found = date(candidate, month, day)
        except ValueError:  # 29 February
            continue
        if found >= today - timedelta(days=92):
            return found
    raise ValueError(day)


def parse_typed_time(text: str, field: str = "time") -> time:
    """Read a time of day: "18:30", "18.30", "1830", "18", "6:30 pm", "noon". Raises ValidationError naming `field`."""
    cleaned = text.strip().casefold().replace(" ", "")
    words = {"noon": time(12), "midnight": time(0)}
    if cleaned in words:
        return words[cleaned]
    match = _TIME.fullmatch(cleaned)
    if match is not None:
        hour, minute = int(match[1]), int(match[2] or 0)
        half = (match[3] or "").replace(".", "")
        if half and not 1 <= hour <= 12:
            match = None
        elif half:
            hour = hour % 12 + (12 if half.startswith("p") else 0)
    if match is None or hour > 23 or minute > 59:
        raise ValidationError(field, f"“{text.strip()}” is not a time.", "Type 18:30, 1830 or 6:30 pm.")
    return time(hour, minute)

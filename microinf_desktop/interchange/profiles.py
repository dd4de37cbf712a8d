"""What the values of a column look like: counts, rates, handles, links, countries …, as shares of its filled cells."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.handles import is_email, looks_like_link, parse_link, parse_platform
from microinf_desktop.domain.numbers import decimal_sign, is_unknown, parse_count
from microinf_desktop.domain.rosters import COUNTS, F, RosterField
from microinf_desktop.interchange.country_names import country_names
from microinf_desktop.interchange.dates import parse_cell_day

SAMPLE = 300
_SUFFIXED = re.compile(r"\d\s*[^\W\d_]")
_PLAIN_HANDLE = re.compile(r"[a-z0-9._]{1,40}")
_WORD_HANDLE = re.compile(r"[A-Za-z0-9._-]{2,40}")
_PHONE = re.compile(r"(?:\+|00)?[\d\s()./-]{7,20}")


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares are 0 to 1 of `filled`, the cells that say something; `values` are up to SAMPLE of them.

    `handle` weighs how much the cells look like handles: 1 for links, `@name` and `name.name`, less for capitals,
    nothing for several words.
    """

    values: tuple[str, ...]
    filled: int
    distinct: float
    count: float
    suffixed: float
    percent: float
    small: float
    median: int
    is_index: bool
    email: float
    link: float
    handle: float
    country: float
    platform: float
    day: float
    phone: float
    spaced: float
    length: float
    decimal: str
    digits: int
    platforms: tuple[Platform, ...]


def profile_column(cells: Sequence[str]) -> Profile:
    """Look at a column's cells, in the order of their rows."""
    values = tuple(cell.strip() for cell in cells if not is_unknown(cell))[:SAMPLE]
    n = len(values) or 1
    decimal = decimal_sign(values)
    counts = [count for value in values if (count := _count(value, decimal)) is not None]
    links = [parse_link(value) for value in values if looks_like_link(value)]
    filled_counts = sorted(count for count in counts if count)
    return Profile(
        values=values,
        filled=len(values),
        distinct=len(set(values)) / n,
        count=len(counts) / n,
        suffixed=sum(bool(_SUFFIXED.search(value)) for value in values) / n,
        percent=sum("%" in value for value in values) / n,
        small=sum(_is_small(value, decimal) for value in values) / n,
        median=filled_counts[len(filled_counts) // 2] if filled_counts else 0,
        is_index=_is_index(values, counts),
        email=sum(map(is_email, values)) / n,
        link=len(links) / n,
        handle=sum(map(_handle_weight, values)) / n,
        country=_country_share(values),
        platform=sum(parse_platform(value) is not None for value in values) / n,
        day=sum(parse_cell_day(value) is not None for value in values) / n,
        phone=sum(_PHONE.fullmatch(value) is not None for value in values) / n,
        spaced=sum(" " in value for value in values) / n,
        length=sum(map(len, values)) / n,
        decimal=decimal,
        digits=sum(sum(map(str.isdigit, value)) for value in values),
        platforms=tuple(Counter(link.platform for link in links if link and link.platform)),
    )


def fits(field: RosterField, profile: Profile) -> float:
    """How well the values suit a field, 0 when they cannot be it, 0.5 when they neither speak for nor against it."""
    if not profile.filled:
        return 0.3
    check = _FITS.get(field)
    return check(profile) if check else 0.5


def _fits_count(p: Profile) -> float:
    if p.percent > 0.5 or p.count < 0.5:
        return 0.0
    return 0.3 if p.is_index else p.count


def _fits_rate(p: Profile) -> float:
    if p.percent > 0.5:
        return 1.0
    return 0.8 * p.small if p.small > 0.5 and not p.is_index else 0.0


def _fits_text(p: Profile) -> float:
    """Names, cities, niches: words, not numbers, addresses or links."""
    if p.count > 0.7 or p.email > 0.5 or p.link > 0.5:
        return 0.0
    return 0.6


def _fits_name(p: Profile) -> float:
    return _fits_text(p) and 0.5 + 0.5 * p.distinct


def _fits_niche(p: Profile) -> float:
    if p.length > 80 or (p.count > 0.7) or p.email > 0.5:
        return 0.0
    return 0.8 - 0.3 * p.distinct


def _fits_handle(p: Profile) -> float:
    if p.email > 0.3 or p.is_index:
        return 0.0
    # Some handles are numbers ("433"); a whole column of them are figures.
    if p.count > 0.6 and p.link < 0.2:
        return 0.0
    return max(p.handle, 0.2)


_FITS = {
    **dict.fromkeys(
        COUNTS,
        _fits_count,
    ),
    F.ENGAGEMENT_RATE: _fits_rate,
    F.HANDLE: _fits_handle,
    F.LINK: lambda p: p.link if p.link > 0.3 else 0.0,
    F.EMAIL: lambda p: p.email if p.email > 0.3 else 0.0,
    F.MANAGER_EMAIL: lambda p: p.email if p.email > 0.3 else 0.0,
    F.PHONE: lambda p: p.phone if p.phone > 0.3 else 0.0,
    F.MANAGER_PHONE: lambda p: p.phone if p.phone > 0.3 else 0.0,
    F.COUNTRY: lambda p: p.country if p.country > 0.3 else 0.0,
    F.PLATFORM: lambda p: p.platform if p.platform > 0.5 else 0.0,
    F.TAKEN_ON: lambda p: p.day if p.day > 0.5 else 0.0,
    F.NAME: _fits_name, F.FIRST_NAME: _fits_name, F.LAST_NAME: _fits_name, F.LEGAL_NAME: _fits_text,
    F.CITY: _fits_text, F.NICHES: _fits_niche, F.TAGS: _fits_niche, F.LANGUAGES: _fits_text,
    F.MANAGER_NAME: _fits_text,
}


def _count(value: str, decimal: str) -> int | None:
    try:
        return parse_count(value, decimal)
    except ValueError:
        return None


def _is_small(value: str, decimal: str) -> bool:
    """A bare number of at most 100 with a fraction: a rate rather than a count."""
    text = value.replace("%", "").strip()
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d+)?", text):
        return False
    return float(text.replace(",", ".")) <= 100


def _is_index(values: Sequence[str], counts: Sequence[int]) -> bool:
    """1, 2, 3 … with few exceptions: the number of the row."""
    if len(values) < 3 or len(counts) != len(values) or counts[0] > 1:
        return False
    steps = sum(later - earlier == 1 for earlier, later in pairwise(counts))
    return steps >= 0.9 * (len(counts) - 1)


def _handle_weight(value: str) -> float:
    if looks_like_link(value):
        return 1.0 if parse_link(value) else 0.3
    if " " in value or is_email(value):
        return 0.0
    if value.startswith("@") or _PLAIN_HANDLE.fullmatch(value):
        return 1.0
    return 0.7 if _WORD_HANDLE.fullmatch(value) else 0.2


def _country_share(values: Sequence[str]) -> float:
    """The share of cells that name a country, spelling mistakes not counted; few look-ups, as cells repeat."""
    if not values:
        return 0.0
    names = country_names()
    tally = Counter(values)
    found = sum(n for value, n in tally.items() if len(value) < 40 and names.is_country(value))
    return found / len(values)

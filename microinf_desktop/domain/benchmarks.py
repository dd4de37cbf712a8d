"""Benchmarks: the agency's own history first, published values second, each with source, year and denominator."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from microinf_desktop.domain.enums import Platform

# Field guide 8: own history counts from this many posts on.
OWN_HISTORY_LEAST = 5


class BenchmarkUse(StrEnum):
    """CONTEXT values are shown but never held against a creator (brand accounts, weak sources)."""

    COMPARE = "compare"
    CONTEXT = "context"


class EmvMethod(StrEnum):
    """The two ways to earned media value of field guide 3."""

    IMPRESSIONS = "impressions"
    UNITS = "units"


@dataclass(frozen=True, slots=True)
class BenchmarkSource:
    """Where a value was published; `key` is that of the field guide."""

    key: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A published value or range of a measure.

    `unit` is percent, multiple or money (then in major units of `currency`). `high` None means "from `low` on".
    Followers run from `followers_from` up to, not including, `followers_to`; None is open. `is_vendor_claim` marks
    values a vendor states without a sample.
    """

    id: str
    measure: str
    low: float
    high: float | None
    unit: str
    denominator: str
    source: BenchmarkSource
    year: int | None = None
    platform: Platform | None = None
    tier: str = ""
    followers_from: int | None = None
    followers_to: int | None = None
    country: str = ""
    account: str = "creator"
    sample: str = ""
    currency: str = ""
    use: BenchmarkUse = BenchmarkUse.COMPARE
    is_vendor_claim: bool = False
    note: str = ""

    def fits_followers(self, followers: int | None) -> bool:
        """Whether an account of this size lies in the band; a value without a band fits every size."""
        if self.followers_from is None and self.followers_to is None:
            return True
        if followers is None:
            return False
        return (self.followers_from or 0) <= followers and (self.followers_to is None or followers < self.followers_to)

    @property
    def citation(self) -> str:
        """Source, year and denominator in one line, to be printed beside every comparison."""
        year = str(self.year) if self.year else "year not stated"
        claim = ", vendor's claim" if self.is_vendor_claim else ""
        return f"{self.source.title}, {year}, by {self.denominator}{claim}"


@dataclass(frozen=True, slots=True)
class Tier:
    """A follower band of one publisher, `followers_to` excluded."""

    name: str
    followers_from: int
    followers_to: int | None


@dataclass(frozen=True, slots=True)
class TierTable:
    """The bands of one publisher; publishers disagree, so a tier is only meaningful with its table."""

    id: str
    name: str
    tiers: tuple[Tier, ...]
    source: BenchmarkSource
    year: int | None = None

    def tier_of(self, followers: int | None) -> str:
        """Name of the band, "" when none holds the account."""
        if followers is None:
            return ""
        for tier in self.tiers:
            if tier.followers_from <= followers and (tier.followers_to is None or followers < tier.followers_to):
                return tier.name
        return ""


@dataclass(frozen=True, slots=True)
class EmvSet:
    """Values for earned media value in major units of `currency`: per metric and platform.

    With the impressions method the value of `impressions` is a CPM, with the unit method each value is per one.
    """

    id: str
    method: EmvMethod
    currency: str
    values: Mapping[str, Mapping[str, float]]
    source: BenchmarkSource
    year: int | None = None
    is_default: bool = False
    note: str = ""

    def for_platform(self, platform: Platform) -> Mapping[str, float]:
        """Values of a platform; those of "other" when it has none of its own; empty when neither exists."""
        return self.values.get(platform.value) or self.values.get(Platform.OTHER.value) or {}


@dataclass(frozen=True, slots=True)
class BenchmarkLibrary:
    """Everything the benchmark files hold, with the version of each."""

    benchmarks: tuple[Benchmark, ...]
    tiers: tuple[TierTable, ...]
    emv_sets: tuple[EmvSet, ...]
    versions: Mapping[str, str]

    def find(
        self, measure: str, *, platform: Platform | None, followers: int | None, denominator: str
    ) -> tuple[Benchmark, ...]:
        """Published values a creator may be compared with, the most specific first, newest before older."""
        fitting = [
            row for row in self.benchmarks
            if row.measure == measure and row.use is BenchmarkUse.COMPARE and row.account == "creator"
            and row.denominator == denominator and row.platform in (None, platform) and row.fits_followers(followers)
        ]
        return tuple(sorted(fitting, key=_specificity))

    @property
    def default_emv(self) -> EmvSet:
        return next(row for row in self.emv_sets if row.is_default)


def _specificity(row: Benchmark) -> tuple[bool, bool, bool, bool, int, str]:
    has_band = row.followers_from is not None or row.followers_to is not None
    return (row.is_vendor_claim, row.platform is None, not has_band, bool(row.country), -(row.year or 0), row.id)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a value is held against: the own median with n, or a published value; `citation` names it."""

    low: float
    high: float | None
    citation: str
    n: int = 0


def choose_benchmark(own: Iterable[float | None], published: Sequence[Benchmark]) -> Comparison | None:
    """The agency's own median from five posts on, else the first published value; None without either."""
    known = [value for value in own if value is not None]
    if len(known) >= OWN_HISTORY_LEAST:
        middle = float(median(known))
        return Comparison(middle, middle, f"Own history, median of {len(known)} posts", len(known))
    if not published:
        return None
    best = published[0]
    return Comparison(best.low, best.high, best.citation)

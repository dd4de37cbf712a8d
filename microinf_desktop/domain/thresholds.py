"""Meters of value: what a creator gets from one advertiser in a year, against the thresholds of law and tax."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microinf_desktop.domain.money import Money

NEAR_PERCENT = 80  # from here on a meter warns


class Scope(StrEnum):
    """What a threshold looks at: the country of the audience, or where the creator is taxed."""

    AUDIENCE = "audience"
    RESIDENCE = "residence"


class Needs(StrEnum):
    """What reaching it takes: a contract signed by both, or a report that the program cannot see."""

    CONTRACT = "contract"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Threshold:
    """One threshold as its data file has it; `limit_minor` is in minor units of `currency`."""

    id: str
    title: str
    effective_from: date
    currency: str
    limit_minor: int
    scope: Scope
    country: str
    needs: Needs
    need: str
    base: str
    source: str
    url: str
    read_on: date

    def applies(self, year: int, audience: Iterable[str], residence: str) -> bool:
        """Whether it is in force in a year and looks at this deal."""
        if year < self.effective_from.year:
            return False
        return self.country in audience if self.scope is Scope.AUDIENCE else self.country == residence


@dataclass(frozen=True, slots=True)
class DealWorth:
    """What a deal is worth to the creator in a year: `pay` paid or owed, `in_kind` at retail value.

    `lacks_value` says that something was given whose value nobody wrote down; `is_signed` that a contract of the deal
    is signed by both.
    """

    collaboration_id: int
    campaign: str
    pay: tuple[Money, ...]
    in_kind: tuple[Money, ...]
    lacks_value: bool
    is_signed: bool


class MeterState(StrEnum):
    BELOW = "below"
    NEAR = "near"
    REACHED = "reached"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Meter:
    """A threshold for one client, creator and year, with the deals that count."""

    threshold: Threshold
    year: int
    client_id: int
    client: str
    influencer_id: int
    creator: str
    deals: tuple[DealWorth, ...]

    @property
    def value(self) -> Money:
        """What counts and can be compared: everything in the threshold's currency."""
        return Money(sum(money.minor for money in self._amounts() if money.currency == self.threshold.currency),
                     self.threshold.currency)

    @property
    def others(self) -> tuple[Money, ...]:
        """Sums in other currencies; they are never converted by a guessed rate."""
        sums: dict[str, int] = {}
        for money in self._amounts():
            if money.currency != self.threshold.currency and money.minor:
                sums[money.currency] = sums.get(money.currency, 0) + money.minor
        return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))

    @property
    def percent(self) -> int:
        """The value in percent of the threshold, rounded down."""
        return self.value.minor * 100 // self.threshold.limit_minor

    @property
    def lacks_value(self) -> bool:
        return any(deal.lacks_value for deal in self.deals)

    @property
    def state(self) -> MeterState:
        """Unclear below the threshold while other currencies or unknown values might reach it."""
        if self.percent >= 100:
            return MeterState.REACHED
        if self.others or self.lacks_value:
            return MeterState.UNCLEAR
        return MeterState.NEAR if self.percent >= NEAR_PERCENT else MeterState.BELOW

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The campaigns of deals without a contract signed by both, where the threshold asks for one."""
        if self.threshold.needs is not Needs.CONTRACT:
            return ()
        return tuple(dict.fromkeys(deal.campaign for deal in self.deals if not deal.is_signed))

    @property
    def is_open(self) -> bool:
        """Whether somebody has to act: it is reached, near or unclear, and what it needs is not there."""
        if self.state is MeterState.BELOW:
            return False
        return self.threshold.needs is not Needs.CONTRACT or bool(self.unsigned)

    def _amounts(self) -> Sequence[Money]:
        return [money for deal in self.deals for money in (*deal.pay, *deal.in_kind)]

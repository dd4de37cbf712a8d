"""What the campaign forms fill in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from microinf_desktop.domain.enums import CampaignState, MilestoneKind, Objective, Platform, TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.schedule import LeadTimes, with_changes
from microinf_desktop.domain.targets import Target

# A pilot has 5 to 10 creators and runs 2 to 4 weeks (field guide, section 8, the founding guide's own numbers).
PILOT_CREATORS = (5, 10)
PILOT_WEEKS = (2, 4)
# Plans beyond these are typing errors: a year mistyped, a count with a digit too many.
LONGEST_DAYS = 3 * 366
_MOST = {"planned_creators": 5_000, "planned_followers": 500_000_000, "planned_posts": 500}


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """A campaign as typed; dates are days in `time_zone`, the budget and the average order are in minor units.

    `planned_followers` and `planned_posts` are those of each creator; they and the rest of `planned_…` only serve
    proposals and the check of the plan.
    """

    client_id: int | None
    name: str
    state: CampaignState = CampaignState.PLANNING
    owner_id: int | None = None
    persona_ids: tuple[int, ...] = ()
    is_pilot: bool = False
    objectives: tuple[Objective, ...] = ()
    product: str = ""
    product_category: str = ""
    summary: str = ""
    hypothesis: str = ""
    key_messages: tuple[str, ...] = ()
    starts_on: date | None = None
    go_live_on: date | None = None
    ends_on: date | None = None
    time_zone: str = "Europe/Berlin"
    jurisdictions: tuple[str, ...] = ()
    audience_languages: tuple[str, ...] = ()
    budget_minor: int | None = None
    currency: str = "EUR"
    notes: str = ""
    lead_times: Mapping[str, int] = field(default_factory=dict)
    targets: tuple[tuple[TargetMetric, Decimal], ...] = ()
    template: str = ""
    main_platform: str = ""
    planned_creators: int | None = None
    planned_followers: int | None = None
    planned_posts: int | None = None
    order_value_minor: int | None = None

    @property
    def platform(self) -> Platform:
        """Where most posts will be, Instagram unless something else was chosen."""
        return Platform(self.main_platform) if self.main_platform else Platform.INSTAGRAM

    @property
    def budget(self) -> Money | None:
        return None if self.budget_minor is None else Money(self.budget_minor, self.currency)

    @property
    def order_value(self) -> Money | None:
        """The average order, None when it is not known."""
        return None if self.order_value_minor is None else Money(self.order_value_minor, self.currency)

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        return [*self._problems_of_dates(), *self._problems_of_plan()]

    def _problems_of_dates(self) -> list[ValidationError]:
        found = []
        if self.client_id is None:
            found.append(ValidationError("client_id", "No client is chosen.", "Choose the client."))
        if not self.name.strip():
            found.append(ValidationError("name", "The name is empty.", "Name the campaign."))
        dated = [("starts_on", self.starts_on), ("go_live_on", self.go_live_on), ("ends_on", self.ends_on)]
        known = [(name, day) for name, day in dated if day is not None]
        for (_, before), (name, after) in pairwise(known):
            if after < before:
                found.append(ValidationError(
                    name, f"{after:%d %b %Y} lies before {before:%d %b %Y}.", "Order them: start, go-live, end."
                ))
        days = [day for _, day in known]
        if days and (days[-1] - days[0]).days > LONGEST_DAYS:
            found.append(ValidationError(
                known[-1][0], f"From {days[0]:%d %b %Y} to {days[-1]:%d %b %Y} is more than three years.",
                "Check the year, or make a campaign for each year.",
            ))
        return found

    def _problems_of_plan(self) -> list[ValidationError]:
        found = []
        if self.budget_minor is not None and self.budget_minor < 0:
            found.append(ValidationError("budget_minor", "A budget cannot be negative.", "Type an amount."))
        if self.order_value_minor is not None and self.order_value_minor <= 0:
            found.append(ValidationError("order_value_minor", "An order is worth more than nothing.",
                                         "Type the average order, or leave it empty."))
        for name, most in _MOST.items():
            value = getattr(self, name)
            if value is not None and not 1 <= value <= most:
                found.append(ValidationError(name, f"{value:,} is not possible.", f"Type a number from 1 to {most:,}."))
        if self.main_platform and self.main_platform not in set(Platform):
            found.append(ValidationError("main_platform", f"“{self.main_platform}” is no platform.", "Choose one."))
        try:
            with_changes(LeadTimes(), self.lead_times)
        except ValidationError as error:
            found.append(error)
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            found.append(ValidationError("currency", f"“{self.currency}” is no currency code.", "Use EUR, USD, GBP …"))
        for metric, value in self.targets:
            try:
                Target(metric, value)
            except ValidationError as error:
                found.append(error)
        return found

    def pilot_warnings(self, creators: int) -> list[str]:
        """What is unusual about a pilot and what would fit (field guide 8: 5 to 10 creators, 2 to 4 weeks)."""
        warnings: list[str] = []
        if not self.is_pilot:
            return warnings
        low, high = PILOT_CREATORS
        if creators < low:
            warnings.append(f"A pilot usually has {low} to {high} creators, this has {creators}: add {low - creators}.")
        elif creators > high:
            warnings.append(
                f"A pilot usually has {low} to {high} creators, this has {creators}: take out {creators - high}."
            )
        if self.go_live_on and self.ends_on:
            warnings += self._pilot_length(self.go_live_on, self.ends_on)
        return warnings

    def _pilot_length(self, go_live: date, end: date) -> list[str]:
        """Weeks from go-live to the end, both days counted."""
        low, high = PILOT_WEEKS
        days = (end - go_live).days + 1
        if low * 7 <= days <= high * 7:
            return []
        fitting = go_live + timedelta(days=(low if days < low * 7 else high) * 7 - 1)
        return [
            f"A pilot usually runs {low} to {high} weeks, this runs {days / 7:.1f}: "
            f"an end on {fitting:%d %b %Y} would fit."
        ]


def require_budget(budget: Money | None, committed: Money) -> None:
    """ValidationError on `budget_minor` when less is budgeted than fees and product values already come to.

    Commissions are left out: they depend on sales nobody knows yet. Without a budget there is nothing to exceed.
    """
    if budget is None or budget.currency != committed.currency or budget.minor >= committed.minor:
        return
    over = Money(committed.minor - budget.minor, budget.currency)
    raise ValidationError(
        "budget_minor",
        f"{_written(committed)} are committed already in fees and products, commissions not counted, because sales "
        f"decide them: this budget is {_written(over)} too low.",
        f"Type at least {_written(committed)}, lower a fee, or take out a creator.",
    )


def _written(amount: Money) -> str:
    return f"{amount.currency} {amount.decimal:,f}"


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    campaign_id: int
    name: str
    due_on: date
    kind: MilestoneKind = MilestoneKind.OTHER
    done_on: date | None = None
    starts_on: date | None = None
    locked_reason: str = ""

"""What the campaign forms fill in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise

from microinf_desktop.domain.enums import CampaignState, MilestoneKind, Objective, TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.targets import Target

PILOT_CREATORS = (5, 10)
PILOT_WEEKS = (2, 4)


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """A campaign as typed; dates are days in `time_zone`, the budget is in minor units."""

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

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
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
        if self.budget_minor is not None and self.budget_minor < 0:
            found.append(ValidationError("budget_minor", "A budget cannot be negative.", "Type an amount."))
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            found.append(ValidationError("currency", f"“{self.currency}” is no currency code.", "Use EUR, USD, GBP …"))
        for metric, value in self.targets:
            try:
                Target(metric, value)
            except ValidationError as error:
                found.append(error)
        return found

    def pilot_warnings(self, creators: int) -> list[str]:
        """What is unusual about a pilot (field guide 8: 5 to 10 creators, 2 to 4 weeks)."""
        warnings: list[str] = []
        if not self.is_pilot:
            return warnings
        if not PILOT_CREATORS[0] <= creators <= PILOT_CREATORS[1]:
            low, high = PILOT_CREATORS
            warnings.append(f"A pilot usually has {low} to {high} creators, this has {creators}.")
        if self.go_live_on and self.ends_on:
            weeks = (self.ends_on - self.go_live_on).days / 7
            if not PILOT_WEEKS[0] <= weeks <= PILOT_WEEKS[1]:
                low, high = PILOT_WEEKS
                warnings.append(f"A pilot usually runs {low} to {high} weeks, this runs {weeks:.1f}.")
        return warnings


@dataclass(frozen=True, slots=True)
class MilestoneDraft:
    campaign_id: int
    name: str
    due_on: date
    kind: MilestoneKind = MilestoneKind.OTHER
    done_on: date | None = None
    starts_on: date | None = None
    locked_reason: str = ""

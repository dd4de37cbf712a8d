"""A hypothesis about a niche, tried on a sample of creators, and what came of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from microinf_desktop.domain.benchmarks import OWN_HISTORY_LEAST
from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.metrics import METRICS


class Outcome(StrEnum):
    """What a test came to."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class NicheTestDraft:
    """A test as typed; `expected` and `result` are in the metric's own unit, `sample_size` counts creators."""

    campaign_id: int
    niche: str
    hypothesis: str
    metric: str = ""
    expected: Decimal | None = None
    sample_size: int | None = None
    result: Decimal | None = None
    outcome: Outcome = Outcome.OPEN
    conclusion: str = ""
    concluded_on: date | None = None

    def problems(self) -> list[ValidationError]:
        """Every field that cannot be stored, with what to do."""
        found = []
        if not self.niche.strip():
            found.append(ValidationError("niche", "The niche is empty.", "Name whom the test is about."))
        if not self.hypothesis.strip():
            found.append(ValidationError("hypothesis", "The hypothesis is empty.", "Say what you expect, and why."))
        if self.metric and self.metric not in set(TargetMetric):
            found.append(ValidationError("metric", f"“{self.metric}” is no metric.", "Choose one."))
        for name in ("expected", "result"):
            value = getattr(self, name)
            if value is not None and (not value.is_finite() or value < 0):
                found.append(ValidationError(name, "This figure is not possible.", "Type 0 or more."))
        if self.expected is not None and not self.metric:
            found.append(ValidationError("metric", "The expected figure has no metric.", "Choose what it counts."))
        if self.sample_size is not None and not 1 <= self.sample_size <= 5_000:
            found.append(ValidationError("sample_size", "A sample has 1 to 5,000 creators.", "Type a number."))
        if self.outcome is not Outcome.OPEN and not self.conclusion.strip():
            found.append(ValidationError("conclusion", "The conclusion is empty.", "Say what to do differently."))
        return found


@dataclass(frozen=True, slots=True)
class NicheTestRow:
    """A stored test."""

    id: int
    draft: NicheTestDraft


def proposed_outcome(metric: str, expected: Decimal | None, result: Decimal | None, sample: int | None) -> Outcome:
    """Confirmed when the result reaches what was expected (a cost stays within it), else refuted.

    Unclear with fewer creators than a pilot has (5, field guide 8) or when the sample is not known; open without
    both figures.
    """
    if expected is None or result is None or not metric:
        return Outcome.OPEN
    if sample is None or sample < OWN_HISTORY_LEAST:
        return Outcome.UNCLEAR
    lower = METRICS[TargetMetric(metric)].lower_is_better
    reached = result <= expected if lower else result >= expected
    return Outcome.CONFIRMED if reached else Outcome.REFUTED

"""Targets of a campaign: what is a possible target, how much of it is reached, and whether it is on track."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.metrics import METRICS, Unit
from microinf_desktop.domain.periods import Period

# A sum is called behind when it lacks more than a tenth of what an even pace would have brought.
_PACE_TOLERANCE = 0.9
_SUMS = (Unit.COUNT, Unit.MONEY)


class Standing(StrEnum):
    """How a target stands; `NO_DATA` is shown as "–"."""

    NO_DATA = "no_data"
    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Target:
    """A target in the metric's unit: a count, per cent (5.5 is 5.5 %), a multiple, or major currency units.

    Raises ValidationError on `value` for a number that cannot be a target.
    """

    metric: TargetMetric
    value: Decimal

    def __post_init__(self) -> None:
        info = METRICS[self.metric]
        if not self.value.is_finite() or self.value <= 0:
            raise ValidationError(
                "value", f"A target for {info.noun} has to be above 0.", "Type a number, or remove the target."
            )
        if info.unit is Unit.PERCENT and self.value > 100:
            raise ValidationError(
                "value", f"A target of {self.value} % for {info.noun} cannot be reached.", "Type at most 100."
            )
        if info.unit is Unit.COUNT and self.value != self.value.to_integral_value():
            raise ValidationError("value", f"{info.label} are counted in whole numbers.", "Leave out the fraction.")

    @property
    def lower_is_better(self) -> bool:
        """True for costs, where staying below the target is the aim."""
        return METRICS[self.metric].lower_is_better

    @property
    def grows(self) -> bool:
        """True for sums that grow over the campaign; rates and costs per something do not."""
        return METRICS[self.metric].unit in _SUMS and not self.lower_is_better


def attainment(target: Target, actual: float | None) -> float | None:
    """How much of the target is reached, in per cent (100 = exactly met); for costs target ÷ actual.

    None without data, and for a cost of 0, which has no ratio.
    """
    if actual is None:
        return None
    wanted = float(target.value)
    if target.lower_is_better:
        return wanted / actual * 100 if actual > 0 else None
    return actual / wanted * 100


def standing(target: Target, actual: float | None, period: Period, today: date) -> Standing:
    """Whether the target is met, on track or behind; after the last day met or missed.

    While the campaign runs a growing sum is compared with an even pace over the days (a tenth is forgiven), a
    rate or cost with the target itself. Before the first day there is nothing to judge.
    """
    if actual is None or today < period.start:
        return Standing.NO_DATA
    reached = actual <= float(target.value) if target.lower_is_better else actual >= float(target.value)
    if today > period.end:
        return Standing.MET if reached else Standing.MISSED
    if not target.grows:
        return Standing.ON_TRACK if reached else Standing.BEHIND
    if reached:
        return Standing.MET
    paced = float(target.value) * period.elapsed_share(today) * _PACE_TOLERANCE
    return Standing.ON_TRACK if actual >= paced else Standing.BEHIND

"""The plain rows a campaign report is made of: queries fill them, documents and charts print them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microinf_desktop.domain.enums import (
    CampaignState,
    DeliverableKind,
    DeliverableState,
    Objective,
    Platform,
    TargetMetric,
    Verdict,
)
from microinf_desktop.domain.metrics import METRICS, MetricInfo, MetricRead, Unit
from microinf_desktop.domain.money import Money

_PUBLISHED = frozenset({
    DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
    DeliverableState.COMPLETE,
})
# Raw content is handed over, not posted by the creator, so approval is when it exists.
_HANDED_OVER = _PUBLISHED | {DeliverableState.APPROVED, DeliverableState.SCHEDULED}
_DROPPED = frozenset({DeliverableState.CANCELLED, DeliverableState.REPLACED})


class PageSize(StrEnum):
    A4 = "a4"
    LETTER = "letter"


class ReportDetail(StrEnum):
    """Who reads it: EXECUTIVE is cover, summary and method; MANAGER adds charts and creators.

    FULL everything.
    """

    EXECUTIVE = "executive"
    MANAGER = "manager"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class ReportParty:
    """The agency or the client: name, brand colour as #RRGGBB ("" when there is none), how to reach them."""

    name: str
    color: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class CreatorDeal:
    """A creator in the campaign and what the work cost: fee, commission and product together.

    None is unknown.
    """

    creator_id: int
    name: str
    handles: str = ""
    cost: Money | None = None


@dataclass(frozen=True, slots=True)
class DeliverableRow:
    """A deliverable with its reads, oldest first; `due_on` is the planned day of publication.

    `is_unplanned` is a post that was found online and never agreed on: a result, but no part of the plan.
    """

    deliverable_id: int
    creator_id: int
    creator: str
    title: str
    platform: Platform
    kind: DeliverableKind
    state: DeliverableState
    due_on: date | None = None
    published_on: date | None = None
    url: str = ""
    verdict: Verdict = Verdict.NOT_CHECKED
    reads: tuple[MetricRead, ...] = ()
    is_unplanned: bool = False

    @property
    def latest(self) -> MetricRead | None:
        """The last read, which the totals use."""
        return self.reads[-1] if self.reads else None

    @property
    def is_published(self) -> bool:
        done = _HANDED_OVER if self.kind is DeliverableKind.RAW_UGC else _PUBLISHED
        return self.state not in _DROPPED and (self.published_on is not None or self.state in done)

    @property
    def is_planned(self) -> bool:
        """False when it was cancelled, replaced by another, or never planned."""
        return self.state not in _DROPPED and not self.is_unplanned

    @property
    def is_dropped(self) -> bool:
        """Cancelled or replaced by another."""
        return self.state in _DROPPED

    @property
    def engagements(self) -> int | None:
        return None if self.latest is None else self.latest.engagements(self.platform, self.kind)


@dataclass(frozen=True, slots=True)
class KpiRow:
    """One KPI against its target, with what it was made from.

    `actual` and `target` are in the metric's unit (count, per cent, multiple, major currency units).
    `numerator` and `denominator` are the two sums of a ratio. `n` items went in and `left_out` did not,
    `base` names them ("posts"). `is_estimated` says
    that estimates make up more than a tenth of the figure.
    """

    metric: TargetMetric
    actual: float | None
    target: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    n: int = 0
    left_out: int = 0
    base: str = "posts"
    is_estimated: bool = False
    currency: str = ""

    @property
    def info(self) -> MetricInfo:
        return METRICS[self.metric]

    @property
    def formula(self) -> str:
        return self.info.expression

    @property
    def difference(self) -> float | None:
        """Actual against target: points for percentages, else per cent of the target.

        None when either is missing.
        """
        if self.actual is None or self.target is None:
            return None
        if self.info.unit is Unit.PERCENT:
            return self.actual - self.target
        return None if self.target <= 0 else (self.actual - self.target) / self.target * 100

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached, at most it for costs; None when there is nothing to judge."""
        if self.actual is None or self.target is None:
            return None
        return self.actual <= self.target if self.info.lower_is_better else self.actual >= self.target


@dataclass(frozen=True, slots=True)
class CreatorRow:
    """Totals of one creator: rate in per cent by reach, CPE in major units; None is not read."""

    creator_id: int
    name: str
    handles: str
    kinds: tuple[DeliverableKind, ...]
    planned: int
    published: int
    reach: int | None = None
    views: int | None = None
    engagements: int | None = None
    engagement_rate: float | None = None
    cost: Money | None = None
    cost_per_engagement: float | None = None
    conversions: int | None = None
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class ComplianceRow:
    """A disclosure check as it stands at the end: rule and evidence for the annex; "" where there is none.

    `phase` is draft or live.
    """

    deliverable_id: int
    jurisdiction: str
    verdict: Verdict
    rule: str = ""
    message: str = ""
    evidence_sha256: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    reason: str = ""
    phase: str = ""


@dataclass(frozen=True, slots=True)
class SpendRow:
    """A line of the budget; `is_counted` says whether it is part of the cost in CPA and ROAS."""

    label: str
    planned: Money | None = None
    actual: Money | None = None
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class DayCount:
    """Attributed conversions and revenue (minor units of the campaign's currency) of one day."""

    day: date
    conversions: int = 0
    revenue_minor: int | None = None


@dataclass(frozen=True, slots=True)
class ReportFrame:
    """Everything about a report that is not a figure.

    `conversion_name` is what the client calls a conversion ("Orders by code"); `attribution` the stated rule;
    `locale` a code such as en_GB.
    """

    agency: ReportParty
    client: ReportParty
    campaign: str
    state: CampaignState
    starts_on: date | None
    ends_on: date | None
    prepared_on: date
    prepared_by: str = ""
    objectives: tuple[Objective, ...] = ()
    currency: str = "EUR"
    conversion_name: str = ""
    attribution: str = ""
    locale: str = "en_GB"
    page_size: PageSize = PageSize.A4
    detail: ReportDetail = ReportDetail.FULL


@dataclass(frozen=True, slots=True)
class ReportData:
    """A finished campaign report as data.

    `domain/reports.build_report` makes one from deals and deliverables.
    """

    frame: ReportFrame
    kpis: tuple[KpiRow, ...] = ()
    creators: tuple[CreatorRow, ...] = ()
    deliverables: tuple[DeliverableRow, ...] = ()
    compliance: tuple[ComplianceRow, ...] = ()
    spend: tuple[SpendRow, ...] = ()
    daily: tuple[DayCount, ...] = ()
    total_cost: Money | None = None
    sources: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()

    @property
    def planned(self) -> tuple[DeliverableRow, ...]:
        return tuple(row for row in self.deliverables if row.is_planned)

    @property
    def published(self) -> tuple[DeliverableRow, ...]:
        """What is online, unplanned posts included: the posts that results are made of."""
        return tuple(row for row in self.deliverables if row.is_published)

    @property
    def delivered(self) -> tuple[DeliverableRow, ...]:
        """What is online of what was planned."""
        return tuple(row for row in self.planned if row.is_published)

    @property
    def is_final(self) -> bool:
        """Whether the campaign is over, so that a result below its target is a miss and not just early."""
        return self.frame.state in (CampaignState.FINISHED, CampaignState.ARCHIVED)

    def is_open(self, kpi: KpiRow) -> bool:
        """Whether a KPI still grows towards its target: sums in a campaign that is not over."""
        grows = kpi.info.unit in (Unit.COUNT, Unit.MONEY) and not kpi.info.lower_is_better
        return grows and not self.is_final and kpi.is_met is False

    @property
    def has_figures(self) -> bool:
        read = (kpi for kpi in self.kpis if kpi.metric is not TargetMetric.CONTENT_PIECES)
        return any(kpi.actual is not None for kpi in read)

    def kpi(self, metric: TargetMetric) -> KpiRow | None:
        return next((row for row in self.kpis if row.metric is metric), None)

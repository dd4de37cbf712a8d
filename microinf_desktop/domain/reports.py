"""A campaign report: built from deals and deliverables, with a headline and a summary its numbers support."""

from collections.abc import Mapping, Sequence

from microinf_desktop.domain.enums import TargetMetric
from microinf_desktop.domain.metrics import propose_kpis
from microinf_desktop.domain.report_figures import creator_rows, kpi_rows, spent
from microinf_desktop.domain.report_rows import (
    ComplianceRow,
    CreatorDeal,
    CreatorRow,
    DayCount,
    DeliverableRow,
    KpiRow,
    PageSize,
    ReportData,
    ReportDetail,
    ReportFrame,
    ReportParty,
    SpendRow,
)
from microinf_desktop.domain.report_words import find_gaps, headline, summary

__all__ = [
    "ComplianceRow", "CreatorDeal", "CreatorRow", "DayCount", "DeliverableRow", "KpiRow", "PageSize",
    "ReportData", "ReportDetail", "ReportFrame", "ReportParty", "SpendRow", "build_report", "find_gaps",
    "headline", "summary",
]


def build_report(
    frame: ReportFrame,
    deals: Sequence[CreatorDeal],
    deliverables: Sequence[DeliverableRow],
    *,
    targets: Mapping[TargetMetric, float] | None = None,
    compliance: Sequence[ComplianceRow] = (),
    spend: Sequence[SpendRow] = (),
    daily: Sequence[DayCount] = (),
    sources: Sequence[str] = (),
    gaps: Sequence[str] = (),
) -> ReportData:
    """Compute everything a report prints.

    `targets` are in the metric's unit, amounts of money in major units. The KPIs are those with a target, in
    the order of the objectives, then the objectives' other KPIs. `gaps` are what the caller knows to be
    missing; `find_gaps` finds the rest in the data.
    """
    goals = dict(targets or {})
    creators = creator_rows(deals, deliverables, frame.currency)
    cost = spent(spend, deals, frame.currency)
    proposed = propose_kpis(frame.objectives)
    ordered = [*(metric for metric in proposed if metric in goals), *goals]
    kpis = kpi_rows([*ordered, *proposed], goals, deliverables, creators, cost, frame.currency)
    return ReportData(
        frame, kpis, creators, tuple(deliverables), tuple(compliance), tuple(spend), tuple(daily), cost,
        tuple(sources), tuple(gaps),
    )

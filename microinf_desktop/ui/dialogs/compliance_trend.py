"""How many of the checked texts pass, week by week, as a chart and as its table."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from microinf_desktop.domain.compliance import ComplianceFilter
from microinf_desktop.queries.compliance_trend import WeekRow, weeks
from microinf_desktop.ui import formats
from microinf_desktop.ui.context import AppContext
from microinf_desktop.ui.dialogs.base import Dialog
from microinf_desktop.ui.i18n import tr, trn
from microinf_desktop.ui.widgets.metric_chart import MetricChart

_WIDTH, _HEIGHT = 720, 240


def trend_chart(rows: Sequence[WeekRow]) -> MetricChart:
    """Passing texts in percent of those checked in a week; the table has the counts."""

    def draw(size: Any, style: Any) -> Any:
        from microinf_desktop.charts.bars import Bar, period_bars
        from microinf_desktop.charts.sheet import Heading

        bars = [
            Bar(formats.short_day(week.monday), week.passed * 100 / week.checked if week.checked else 0.0,
                formats.percent(week.passed * 100 / week.checked, 0) if week.checked else formats.MISSING,
                is_highlighted=place == len(rows) - 1)
            for place, week in enumerate(rows)
        ]
        return period_bars(bars, size=size, style=style, heading=Heading())

    table = [
        (formats.day(week.monday), *(formats.count(n) for n in (week.checked, week.passed, week.warned, week.failed)))
        for week in rows
    ]
    headers = (tr("Week from"), tr("Checked"), tr("Pass"), tr("Warn"), tr("Fail"))
    return MetricChart(tr("Share of checked texts that pass, by week"), draw, headers, table, height=_HEIGHT)


def show_trend(parent: QWidget, context: AppContext, wanted: ComplianceFilter) -> None:
    """Show the last twelve weeks of what a filter names."""
    with context.workspace.reading() as session:
        rows = weeks(session, context.today(), wanted=wanted)
    dialog = Dialog(parent, tr("Verdicts week by week"), _WIDTH)
    checked = sum(week.checked for week in rows)
    if checked:
        dialog.body.addWidget(trend_chart(rows))
        dialog.add_text(trn("Share of texts that pass in all countries of their audience. {n} text in twelve weeks; "
                            "the last text of a week counts. T shows the table",
                            "Share of texts that pass in all countries of their audience. {n} texts in twelve weeks; "
                            "the last text of a week counts. T shows the table", checked), "text3")
    else:
        dialog.add_text(tr("Nothing was checked in the last twelve weeks."))
    dialog.add_button(tr("Close"), "primary", accepts=True)
    dialog.run()

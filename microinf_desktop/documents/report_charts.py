"""Which charts a report's data can carry, each with its base and n; none is drawn for data that are not there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from matplotlib.figure import Figure

from microinf_desktop.charts.bars import (
    ROW,
    Bar,
    TargetBar,
    period_bars,
    ranked_bars,
    ranked_height,
    share_of,
    target_bars,
)
from microinf_desktop.charts.lines import Mark, Target, cumulative_line
from microinf_desktop.charts.scatter import Axis, CostResult, axis_ticks, quadrant
from microinf_desktop.charts.sheet import Heading, Size
from microinf_desktop.charts.style import ChartStyle
from microinf_desktop.domain.enums import DeliverableKind, TargetMetric
from microinf_desktop.domain.formulas import median_rate
from microinf_desktop.domain.metrics import MetricRead
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.report_figures import PeriodSum, cumulative, largest_jump, late_share, period_sums
from microinf_desktop.domain.report_rows import CreatorRow, KpiRow, ReportData
from microinf_desktop.domain.report_words import kpi_label, kpi_standing, kpi_value
from microinf_desktop.domain.wording import Wording

_MOST_BARS = 12
# A jump is named when it brought at least this share of the total.
_WORTH_NAMING = 0.08

KIND_LABELS = {
    DeliverableKind.GRID_POST: "Post", DeliverableKind.CAROUSEL: "Carousel", DeliverableKind.STORY: "Story",
    DeliverableKind.REEL: "Reel", DeliverableKind.IGTV: "IGTV", DeliverableKind.TIKTOK_VIDEO: "TikTok",
    DeliverableKind.YOUTUBE_SHORT: "Short", DeliverableKind.YOUTUBE_MENTION: "YouTube mention",
    DeliverableKind.YOUTUBE_DEDICATED: "YouTube video", DeliverableKind.BLOG_FEATURE: "Blog",
    DeliverableKind.NEWSLETTER: "Newsletter", DeliverableKind.PODCAST: "Podcast",
    DeliverableKind.LIVE_QA: "Live Q&A", DeliverableKind.POLL: "Poll", DeliverableKind.RAW_UGC: "Raw content",
    DeliverableKind.EVENT: "Event",
}


@dataclass(frozen=True, slots=True)
class ChartMaker:
    """Makes the charts of one report in one style; each method gives None when the data do not carry it."""

    data: ReportData
    style: ChartStyle
    wording: Wording

    # Over time ----------------------------------------------------------------------------------------------

    def reach_over_time(self, size: Size) -> Figure | None:
        """Cumulative gross reach with its target and the post that lifted it most."""
        data, words = self.data, self.wording
        points = cumulative(data.deliverables, _reach, self._first_day())
        if len(points) < 3 or points[-1][1] <= 0:
            return None
        posts = [row for row in data.published if row.latest and row.latest.reach is not None]
        kpi = data.kpi(TargetMetric.REACH)
        goal = kpi.target if kpi else None
        target = None
        if goal and data.frame.ends_on and data.frame.ends_on > points[0][0]:
            text = words.say("Target {value}", value=words.compact(goal))
            target = Target(goal, data.frame.ends_on, text)
        note = words.say(
            "{n} posts of {creators} creators, running total of the figures as they were read",
            n=words.number(len(posts)), creators=words.number(len({row.creator_id for row in posts})),
        )
        return cumulative_line(
            points, size=size, style=self.style, heading=Heading(words.say("Cumulative gross reach"), note),
            end_text=words.say("{value} reached", value=words.compact(points[-1][1])), target=target,
            mark=self._jump_mark(points[-1][1]), wording=words,
        )

    def _first_day(self) -> date | None:
        """The first publication: before it nothing could reach anybody."""
        return min((row.published_on for row in self.data.published if row.published_on), default=None)

    def _jump_mark(self, total: float) -> Mark | None:
        jump = largest_jump(self.data.deliverables, _reach)
        if jump is None or jump.gain < total * _WORTH_NAMING:
            return None
        words = self.wording
        # The point on the curve is the day's total; other posts may have been read that day as well.
        points = dict(cumulative(self.data.deliverables, _reach, self._first_day()))
        text = words.say(
            "{kind}, {name}, +{gain} on {day}", kind=words.say(KIND_LABELS[jump.deliverable.kind]),
            name=jump.deliverable.creator, gain=words.compact(jump.gain), day=words.short_day(jump.day),
        )
        return Mark(jump.day, points[jump.day], text)

    def per_period(self, size: Size) -> Figure | None:
        """Conversions per period where an order list was imported, else reach by time of publication."""
        return self._conversions_per_period(size) if self.data.daily else self._reach_per_period(size)

    def _conversions_per_period(self, size: Size) -> Figure | None:
        data, words = self.data, self.wording
        total = sum(row.conversions for row in data.daily)
        if total <= 0:
            return None
        days = [row.day for row in data.daily]
        periods = period_sums([(row.day, row.conversions) for row in data.daily], min(days), max(days))
        found = late_share(data.daily)
        since = max(days).toordinal() - found[1] + 1 if found and found[0] >= 0.6 else None
        bars = [
            Bar(
                words.short_day(period.start), period.value, words.number(period.value),
                is_highlighted=_is_late(period, since),
            )
            for period in periods
        ]
        name = data.frame.conversion_name or words.say("Conversions")
        heading = Heading(f"{name}, {self._length_words(periods)}", self._conversions_note(total))
        return period_bars(_with_best(bars), size=size, style=self.style, heading=heading)

    def _conversions_note(self, total: int) -> str:
        words = self.wording
        n = words.say("{n} in total", n=words.number(total))
        return f"{n}. {self.data.frame.attribution}" if self.data.frame.attribution else n

    def _reach_per_period(self, size: Size) -> Figure | None:
        words = self.wording
        read = [
            (row.published_on, float(row.latest.reach))
            for row in self.data.published if row.published_on and row.latest and row.latest.reach is not None
        ]
        if len(read) < 2:
            return None
        days = [day for day, _ in read]
        periods = period_sums(read, min(days), max(days))
        if len(periods) < 2:
            return None
        bars = [Bar(words.short_day(one.start), one.value, words.compact(one.value)) for one in periods]
        note = f"{words.say('{n} posts', n=words.number(len(read)))}, {self._length_words(periods)}"
        heading = Heading(words.say("Gross reach by day of publication"), note)
        return period_bars(_with_best(bars), size=size, style=self.style, heading=heading)

    def _length_words(self, periods: Sequence[PeriodSum]) -> str:
        days = (periods[0].end - periods[0].start).days + 1
        known = {1: "per day", 2: "two-day periods", 7: "per week", 28: "four-week periods"}
        if days in known:
            return self.wording.say(known[days])
        return self.wording.say("{days}-day periods", days=self.wording.number(days))

    # Creators -----------------------------------------------------------------------------------------------

    def rate_per_creator(self, size: Size) -> Figure | None:
        """Engagement rate by reach, best first; the height given is ignored in favour of the rows' own."""
        words = self.wording
        known = sorted(
            (row for row in self.data.creators if row.engagement_rate is not None),
            key=lambda row: -(row.engagement_rate or 0.0),
        )
        if len(known) < 2:
            return None
        shown = known[:_MOST_BARS]
        kpi = self.data.kpi(TargetMetric.ENGAGEMENT_RATE_BY_REACH)
        target = kpi.target if kpi else None
        heading = Heading(words.say("Engagement rate by reach"), self._rate_note(known, shown))
        bars = [
            Bar(
                row.name, row.engagement_rate or 0.0, words.percent(row.engagement_rate or 0.0),
                is_highlighted=place == 0, is_estimated=row.is_estimated,
            )
            for place, row in enumerate(shown)
        ]
        return ranked_bars(
            bars, size=Size(size.width, ranked_height(len(bars), heading, bool(target))), style=self.style,
            heading=heading, target=target,
            target_text=words.say("Target {value}", value=words.percent(target)) if target else "",
        )

    def _rate_note(self, known: Sequence[CreatorRow], shown: Sequence[CreatorRow]) -> str:
        words = self.wording
        if len(shown) == len(known):
            return words.say("Σ engagements ÷ Σ reach per creator, n = {n}", n=words.number(len(known)))
        middle = median_rate(row.engagement_rate for row in known) or 0.0
        return words.say(
            "Σ engagements ÷ Σ reach, best {shown} of {n} creators, median {median}",
            shown=words.number(len(shown)), n=words.number(len(known)), median=words.percent(middle),
        )

    def cost_and_result(self, size: Size) -> Figure | None:
        """Cost against engagements per creator; None under three creators, where medians say nothing."""
        words, currency = self.wording, self.data.frame.currency
        known = [
            (row, float(row.cost.decimal), row.engagements) for row in self.data.creators
            if row.cost is not None and row.cost.currency == currency and row.engagements is not None
        ]
        if len(known) < 3 or not any(cost > 0 for _, cost, _ in known):
            return None
        best = min(known, key=lambda one: (one[1] / one[2] if one[2] else float("inf"), one[0].name))[0]
        rows = [
            CostResult(row.name, cost, float(engaged), is_highlighted=row is best, is_estimated=row.is_estimated)
            for row, cost, engaged in known
        ]
        costs = axis_ticks(max(row.cost for row in rows))
        results = axis_ticks(max(row.result for row in rows))
        note = words.say("{n} creators, dashed lines at the medians", n=words.number(len(rows)))
        return quadrant(
            rows, size=size, style=self.style, heading=Heading(words.say("Cost and engagements"), note),
            cost=Axis(words.say("Cost"), tuple((tick, words.money(tick, currency, 0)) for tick in costs)),
            result=Axis(words.say("Engagements"), tuple((tick, words.compact(tick)) for tick in results)),
            corners=(words.say("Low cost, high result"), words.say("High cost, low result")),
        )

    # Targets and budget -------------------------------------------------------------------------------------

    def against_targets(self, width: float) -> Figure | None:
        """Every KPI that has a target, all targets at one tick; None under two."""
        words = self.wording
        judged = [kpi for kpi in self.data.kpis if kpi.difference is not None]
        if len(judged) < 2:
            return None
        rows = [self._target_bar(kpi) for kpi in judged]
        with_costs = any(kpi.info.lower_is_better for kpi in judged)
        note = "Result ÷ target; a cost is good short of the tick" if with_costs else "Result ÷ target"
        heading = Heading(note=words.say(note))
        return target_bars(
            rows, size=Size(width, 34 + ROW * len(rows)), style=self.style, heading=heading,
            target_caption=words.say("Target"),
        )

    def _target_bar(self, kpi: KpiRow) -> TargetBar:
        words = self.wording
        return TargetBar(
            kpi_label(self.data, kpi, words), share_of(kpi.actual, kpi.target),
            kpi_value(kpi, kpi.actual, words) + (" e" if kpi.is_estimated else ""),
            words.say("of {target}, {difference}", target=kpi_value(kpi, kpi.target, words),
                      difference=kpi_standing(self.data, kpi, words)),
            is_met=bool(kpi.is_met) or self.data.is_open(kpi),
        )

    def budget(self, width: float) -> Figure | None:
        """Planned against actual per line of the budget, in the campaign's currency; None without any pair."""
        words, currency = self.wording, self.data.frame.currency
        pairs = [
            (row, row.planned, row.actual) for row in self.data.spend
            if row.planned and row.actual and {row.planned.currency, row.actual.currency} == {currency}
        ]
        rows = [
            TargetBar(
                row.label, share_of(actual.minor, planned.minor), self._amount(actual),
                words.say("of {target}", target=self._amount(planned)), is_met=actual.minor <= planned.minor,
            )
            for row, planned, actual in pairs if planned.minor > 0
        ]
        if not rows:
            return None
        heading = Heading(note=words.say("Actual ÷ planned"))
        return target_bars(
            rows, size=Size(width, 34 + ROW * len(rows)), style=self.style, heading=heading,
            target_caption=words.say("Planned"),
        )

    def _amount(self, amount: Money) -> str:
        return self.wording.money(float(amount.decimal), amount.currency, 0)


def _reach(read: MetricRead) -> int | None:
    return read.reach


def _is_late(period: PeriodSum, since: int | None) -> bool:
    return since is not None and period.end.toordinal() >= since


def _with_best(bars: list[Bar]) -> list[Bar]:
    """One bar stands out: the largest, where no other reason marks some."""
    if any(bar.is_highlighted for bar in bars):
        return bars
    best = max(range(len(bars)), key=lambda index: bars[index].value)
    return [
        Bar(bar.name, bar.value, bar.text, index == best, bar.is_estimated) for index, bar in enumerate(bars)
    ]



"""KPIs, creator totals, curves, and the words a report derives from them."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.enums import (
    CampaignState,
    DeliverableKind,
    DeliverableState,
    Objective,
    Platform,
    TargetMetric,
    Verdict,
)
from microinf_desktop.domain.metrics import MetricRead
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.report_figures import (
    creator_rows,
    cumulative,
    kpi_rows,
    largest_jump,
    late_share,
    period_sums,
    spent,
)
from microinf_desktop.domain.report_words import kpi_difference, kpi_label, kpi_standing, kpi_value
from microinf_desktop.domain.reports import (
    ComplianceRow,
    CreatorDeal,
    DayCount,
    DeliverableRow,
    KpiRow,
    ReportData,
    SpendRow,
    build_report,
    find_gaps,
    headline,
    summary,
)
from tests.report_samples import FRAME, START, TARGETS, finished, large, planned, unread

DAY = date(2026, 12, 1)


def a_post(number=1, creator=1, **read):
    """A published Reel, read once unless `read` is empty."""
    reads = (MetricRead(DAY + timedelta(days=7), **read),) if read else ()
    return DeliverableRow(
        number, creator, f"Creator {creator}", "", Platform.INSTAGRAM, DeliverableKind.REEL, DeliverableState.LIVE,
        DAY, DAY, reads=reads,
    )


def kpi(metric, posts, creators=(), cost=None, target=None):
    targets = {} if target is None else {metric: target}
    return kpi_rows([metric], targets, posts, creators, cost, "EUR")[0]


# KPIs -------------------------------------------------------------------------------------------------------

def test_the_report_of_the_design_adds_up():
    data = finished()
    values = {row.metric: row.actual for row in data.kpis}
    assert values[TargetMetric.REACH] == 418_200
    assert values[TargetMetric.ENGAGEMENT_RATE_BY_REACH] == pytest.approx(6.4, abs=0.01)
    assert values[TargetMetric.CONVERSIONS] == 312
    assert values[TargetMetric.RETURN_ON_AD_SPEND] == pytest.approx(2.9, abs=0.01)
    assert data.total_cost == Money(6_340_00, "EUR")


def test_kpis_with_a_target_come_first_and_none_twice():
    metrics = [row.metric for row in finished().kpis]
    assert metrics[:4] == list(TARGETS)
    assert len(metrics) == len(set(metrics)) > 8


def test_a_post_without_reach_leaves_both_sums():
    posts = [a_post(1, likes=60, reach=1_000), a_post(2, likes=9_000), a_post(3)]
    rate = kpi(TargetMetric.ENGAGEMENT_RATE_BY_REACH, posts)
    assert rate.actual == pytest.approx(6.0)
    assert (rate.numerator, rate.denominator, rate.n, rate.left_out) == (60, 1_000, 1, 2)
    assert kpi(TargetMetric.ENGAGEMENTS, posts).actual == 9_060


def test_nothing_read_is_missing_and_never_zero():
    for metric in TargetMetric:
        row = kpi(metric, [a_post()], cost=Money(100_00, "EUR"), target=5.0)
        assert row.actual is None or metric is TargetMetric.CONTENT_PIECES
    assert kpi(TargetMetric.REACH, [a_post(reach=0)]).actual == 0


def test_cost_per_engagement_leaves_out_creators_without_engagements():
    posts = [a_post(1, 1, likes=1_000), a_post(2, 2, reach=5_000)]
    creators = creator_rows(
        [CreatorDeal(1, "A", cost=Money(250_00, "EUR")), CreatorDeal(2, "B", cost=Money(900_00, "EUR"))], posts, "EUR"
    )
    row = kpi(TargetMetric.COST_PER_ENGAGEMENT, posts, creators, Money(1_150_00, "EUR"))
    assert row.actual == pytest.approx(0.25)
    assert (row.n, row.left_out, row.base) == (1, 1, "creators")


def test_cost_per_acquisition_takes_the_whole_spend():
    posts = [a_post(1, conversions=40, revenue_minor=120_000)]
    assert kpi(TargetMetric.COST_PER_ACQUISITION, posts, cost=Money(800_00, "EUR")).actual == 20
    assert kpi(TargetMetric.RETURN_ON_AD_SPEND, posts, cost=Money(800_00, "EUR")).actual == 1.5
    assert kpi(TargetMetric.RETURN_ON_AD_SPEND, posts, cost=Money(800_00, "USD")).actual is None
    assert kpi(TargetMetric.REVENUE, posts).actual == 1_200


def test_a_total_is_an_estimate_when_more_than_a_tenth_of_it_is():
    sure, guess = a_post(1, reach=9_500), a_post(2, reach=1_000, is_estimated=True)
    assert not kpi(TargetMetric.REACH, [sure, guess]).is_estimated
    assert kpi(TargetMetric.REACH, [a_post(1, reach=8_000), guess]).is_estimated


def test_content_counts_what_is_published_or_handed_over():
    raw = replace(a_post(2), kind=DeliverableKind.RAW_UGC, state=DeliverableState.APPROVED, published_on=None)
    dropped = replace(a_post(3), state=DeliverableState.CANCELLED)
    briefed = replace(a_post(4), state=DeliverableState.BRIEFED, published_on=None)
    assert kpi(TargetMetric.CONTENT_PIECES, [a_post(1), raw, dropped, briefed]).actual == 2


@pytest.mark.parametrize(
    ("metric", "actual", "target", "met", "text"),
    [
        (TargetMetric.REACH, 418_200.0, 374_000.0, True, "+12 %"),
        (TargetMetric.CONVERSIONS, 312.0, 360.0, False, "−13 %"),
        (TargetMetric.ENGAGEMENT_RATE_BY_REACH, 6.4, 5.5, True, "+0.9 points"),
        (TargetMetric.COST_PER_ENGAGEMENT, 0.30, 0.24, False, "+25 %"),
        (TargetMetric.REACH, None, 374_000.0, None, ""),
        (TargetMetric.REACH, 5.0, None, None, ""),
    ],
)
def test_differences_are_points_for_rates_and_shares_for_the_rest(metric, actual, target, met, text):
    row = KpiRow(metric, actual, target)
    assert row.is_met is met
    assert kpi_difference(row).replace("\N{NARROW NO-BREAK SPACE}", " ") == text


def test_values_are_written_in_their_unit():
    written = [
        kpi_value(KpiRow(metric, 1.0, currency="EUR"), value).replace("\N{NARROW NO-BREAK SPACE}", " ")
        for metric, value in (
            (TargetMetric.REACH, 418_200), (TargetMetric.ENGAGEMENT_RATE_BY_REACH, 6.43),
            (TargetMetric.CLICK_THROUGH_RATE, 0.904), (TargetMetric.RETURN_ON_AD_SPEND, 2.906),
            (TargetMetric.COST_PER_ENGAGEMENT, 0.2371), (TargetMetric.REVENUE, 18_420.48), (TargetMetric.REACH, None),
        )
    ]
    assert written == ["418,200", "6.4 %", "0.90 %", "2.9 x", "€0.24", "€18,420", "–"]


# Creators and cost ------------------------------------------------------------------------------------------

def test_creators_are_ranked_by_reach_and_the_unread_come_last():
    rows = creator_rows(
        [CreatorDeal(1, "Zoe"), CreatorDeal(2, "Ann"), CreatorDeal(3, "Bo")],
        [a_post(1, 1, reach=10), a_post(2, 2, reach=90), a_post(3, 3)], "EUR",
    )
    assert [row.name for row in rows] == ["Ann", "Zoe", "Bo"]
    assert rows[2].reach is None
    assert rows[2].engagement_rate is None


def test_several_currencies_are_not_added_up():
    mixed = [CreatorDeal(1, "A", cost=Money(1, "EUR")), CreatorDeal(2, "B", cost=Money(1, "USD"))]
    assert spent([], mixed, "EUR") is None
    own_fee = SpendRow("Own fee", actual=Money(900, "EUR"), is_counted=False)
    lines = [SpendRow("Fees", actual=Money(500, "EUR")), own_fee]
    assert spent(lines, mixed, "EUR") == Money(500, "EUR")
    assert spent([], [], "EUR") is None


# Over time --------------------------------------------------------------------------------------------------

def two_reads():
    def read(days, reach):
        return MetricRead(DAY + timedelta(days=days), reach=reach)

    return [replace(a_post(1), reads=(read(1, 50), read(7, 80))), replace(a_post(2), reads=(read(1, 40), read(3, 100)))]


def test_a_running_total_counts_each_posts_last_read():
    points = cumulative(two_reads(), lambda read: read.reach, DAY)
    assert [value for _, value in points] == [0, 90, 150, 180]
    assert points[0][0] == DAY
    assert cumulative([a_post(1)], lambda read: read.reach) == ()


def test_the_largest_jump_names_its_post():
    jump = largest_jump(two_reads(), lambda read: read.reach)
    assert (jump.deliverable.deliverable_id, jump.gain, jump.day) == (2, 60, DAY + timedelta(3))
    assert largest_jump([a_post(1)], lambda read: read.reach) is None


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 500)), min_size=1, max_size=30), st.integers(0, 400))
def test_periods_cover_every_day_once_and_lose_nothing(values, span):
    end = START + timedelta(days=max(span, max(day for day, _ in values)))
    periods = period_sums([(START + timedelta(days=day), float(count)) for day, count in values], START, end)
    assert sum(one.value for one in periods) == pytest.approx(sum(count for _, count in values))
    assert periods[0].start == START
    assert periods[-1].end == end
    assert all(after.start == before.end + timedelta(1) for before, after in pairwise(periods))
    assert len(periods) <= 12


def test_late_sales_need_days_enough_to_say_so():
    days = [DayCount(DAY + timedelta(days=day), count) for day, count in enumerate([1, 1, 1, 1, 8, 8])]
    assert late_share(days) == (0.8, 2)
    assert late_share(days[:4]) is None
    assert late_share([]) is None


# Words ------------------------------------------------------------------------------------------------------

def say(data: ReportData) -> str:
    return headline(data).replace("\N{NARROW NO-BREAK SPACE}", " ")


def with_kpis(*rows, state=CampaignState.FINISHED, **frame):
    return replace(finished(), kpis=rows, daily=(), frame=replace(FRAME, state=state, **frame))


REACH = TargetMetric.REACH
RATE = TargetMetric.ENGAGEMENT_RATE_BY_REACH
CPE = TargetMetric.COST_PER_ENGAGEMENT
SALES = TargetMetric.CONVERSIONS
VIEWS = TargetMetric.VIEWS


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([KpiRow(REACH, 112.0, 100.0)], "Reach beat its target by 12 %"),
        ([KpiRow(VIEWS, 112.0, 100.0)], "Views beat their target by 12 %"),
        ([KpiRow(REACH, 100.2, 100.0)], "Reach met its target"),
        ([KpiRow(REACH, 60.0, 100.0)], "Reach fell 40 % short of its target"),
        ([KpiRow(REACH, 340.0, 100.0)], "Reach came to 3.4 times its target"),
        ([KpiRow(CPE, 0.20, 0.25)], "Cost per engagement came in 20 % under target"),
        ([KpiRow(CPE, 0.30, 0.25)], "Cost per engagement ran 20 % over target"),
        ([KpiRow(RATE, 6.4, 5.5)], "Engagement rate by reach beat its target by 0.9 points"),
        (
            [KpiRow(REACH, 112.0, 100.0), KpiRow(SALES, 87.0, 100.0), KpiRow(RATE, 3.0, 5.0)],
            "Reach beat its target by 12 %, engagement rate by reach fell 2.0 points short",
        ),
        (
            [KpiRow(REACH, 60.0, 100.0), KpiRow(RATE, 6.0, 5.0)],
            "Reach fell 40 % short of its target, engagement rate by reach did better than planned by 1.0 points",
        ),
        (
            [KpiRow(REACH, 112.0, 100.0), KpiRow(RATE, 6.0, 5.0), KpiRow(VIEWS, 130.0, 100.0)],
            "All three targets met, views exceeded by 30 %",
        ),
        ([KpiRow(REACH, 112.0, None, n=12)], "Reach: 112 from 12 posts, no target was set"),
        ([KpiRow(REACH, 5.0, 0.0, n=2)], "Reach: 5 from 2 posts, no target was set"),
    ],
)
def test_the_headline_says_what_the_numbers_say(rows, text):
    assert say(with_kpis(*rows)) == text


def test_the_headline_of_the_design_and_when_sales_came():
    data = finished()
    assert say(data) == "Reach beat its target by 12 %, sales came late and fell 13 % short"
    enough = replace(data, kpis=tuple(replace(row, target=300.0) if row.metric is SALES else row for row in data.kpis))
    assert say(enough) == "Reach beat its target by 12 %, sales came late"
    early = replace(enough, daily=tuple(replace(row, conversions=14 - at) for at, row in enumerate(data.daily)))
    assert say(early) == "Reach beat its target by 12 %, sales came early"


def test_a_running_campaign_is_told_as_one():
    days = {"prepared_on": date(2026, 12, 5), "ends_on": date(2026, 12, 14)}
    running = CampaignState.RUNNING
    assert say(with_kpis(KpiRow(REACH, 62.0, 100.0), state=running, **days)) == (
        "Reach is at 62 % of its target, 9 days left"
    )
    assert say(with_kpis(KpiRow(CPE, 0.3, 0.25, currency="EUR"), state=running, **days)) == (
        "Cost per engagement is €0.30 so far against a target of €0.25, 9 days left"
    )
    assert say(with_kpis(KpiRow(VIEWS, 62.0, 100.0), state=running, ends_on=None)) == (
        "Views are at 62 % of their target"
    )


def test_a_sum_that_still_grows_is_no_miss_but_a_cost_is():
    reach, cpe = KpiRow(REACH, 15.0, 100.0), KpiRow(CPE, 0.3, 0.25)
    running, over = with_kpis(reach, cpe, state=CampaignState.RUNNING), with_kpis(reach, cpe)
    assert [running.is_open(row) for row in (reach, cpe, KpiRow(REACH, 120.0, 100.0))] == [True, False, False]
    assert not over.is_open(reach)
    assert kpi_standing(running, reach).startswith("15")
    assert kpi_standing(running, reach).endswith("so far")
    assert kpi_standing(over, reach).startswith("−85")
    assert kpi_standing(running, cpe).startswith("+20")


def test_reports_without_figures_say_so():
    assert say(unread()) == "12 of 12 deliverables are published, their figures are not read yet"
    assert "cannot be reported until" in summary(unread())
    assert say(planned()) == "Nothing is published yet, so there is no result to report"
    assert summary(planned()) == "Twelve deliverables are planned, the first for 30 November."
    empty = build_report(FRAME, [], [])
    assert summary(empty) == "No deliverable is planned yet."


def test_the_summary_names_what_was_done_when_and_by_whom():
    text = summary(finished()).replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert text == (
        "Six creators published 12 of 12 deliverables between 30 November and 13 December. Three quarters of all "
        "sales came in the last five days. Klara Vossbeck brought 28 % of gross reach, the most, at the lowest cost "
        "per engagement."
    )


def test_the_summary_lists_misses_the_headline_left_out():
    text = summary(large()).replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    assert "Targets not met: orders by code (−12 %), ROAS (−89 %)." in text
    assert "Figures of 9 of 120 posts are not read yet." in text


def test_gaps_are_counted_and_grouped():
    gaps = find_gaps(large())
    assert "The figures of 9 of 120 posts are not read yet." in gaps
    assert "1 of 120 disclosure checks failed and are not marked as mended." in gaps
    assert sum("the others lack the figure" in gap for gap in gaps) == 1
    assert find_gaps(build_report(FRAME, [], [], gaps=["Shop export is missing"])) == ("Shop export is missing",)


def test_gaps_name_costs_young_reads_and_missing_checks():
    young = replace(a_post(1, reach=5), reads=(MetricRead(DAY + timedelta(days=2), reach=5),))
    data = build_report(
        replace(FRAME, objectives=(Objective.AWARENESS,)),
        [CreatorDeal(1, "A"), CreatorDeal(2, "B", cost=Money(5, "USD"))], [young],
        compliance=[ComplianceRow(99, "UK", Verdict.PASS)],
    )
    gaps = find_gaps(data)
    assert "The cost of 1 of 2 creators is not recorded." in gaps
    assert "Costs are in several currencies and were not added up." in gaps
    assert "1 of 1 posts have no disclosure check on record." in gaps
    assert any("less than 7 days" in gap for gap in gaps)
    assert "Not known, because a figure was not read: Impressions, Views, CPM." in gaps


def test_conversions_take_the_clients_word():
    data = finished()
    assert kpi_label(data, data.kpi(SALES)) == "Orders by code"
    assert kpi_label(with_kpis(KpiRow(SALES, 1.0), conversion_name=""), KpiRow(SALES, 1.0)) == "Conversions"


@given(
    st.lists(
        st.builds(
            KpiRow, st.sampled_from(list(TargetMetric)), st.none() | st.floats(0, 1e9),
            st.none() | st.floats(0, 1e9), currency=st.just("EUR"),
        ),
        max_size=6,
    ),
    st.sampled_from(list(CampaignState)),
)
def test_any_kpis_give_a_headline_and_a_summary(rows, state):
    data = with_kpis(*rows, state=state)
    for text in (headline(data), summary(data)):
        assert text
        assert "None" not in text
        assert "nan" not in text
        assert "{" not in text
    assert not headline(data).endswith(".")

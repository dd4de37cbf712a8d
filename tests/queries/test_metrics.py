"""The grid of reads, what is due at which mark, and totals per campaign and creator."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from microinf_desktop.domain.deal_costs import DealCost
from microinf_desktop.domain.enums import Platform, TargetMetric
from microinf_desktop.domain.metrics import DoubtKind, MetricRead
from microinf_desktop.domain.money import Money
from microinf_desktop.queries import metrics
from microinf_desktop.queries.metrics import MetricFilter, MetricView, next_read
from microinf_desktop.storage.tables import Bonus as BonusRow
from microinf_desktop.storage.tables import Campaign, CampaignTarget, Collaboration, Deliverable
from microinf_desktop.storage.workspace import Workspace
from tests.builders import (
    TODAY,
    Deal,
    a_collaboration,
    a_deal,
    a_deliverable,
    a_snapshot,
    an_influencer,
)

PUBLISHED = datetime(2026, 11, 10, 22, 30, tzinfo=UTC)


def live(**more: object) -> dict[str, object]:
    return {"state": "live", "published_at": PUBLISHED, **more}


@pytest.fixture
def deal(workspace: Workspace) -> Deal:
    """A reel in Berlin time, live since 23:30 on 10 November, read twice; and a story by somebody else, not read."""
    built = a_deal(
        workspace, campaign={"time_zone": "Europe/Berlin", "objectives": ["engagement"]},
        collaboration={"product_value_minor": 6_400, "product_description": "Tea", "compensation_model": "hybrid"},
        deliverable=live(kind="reel", title=""), influencer={"name": "Klara"}, account={"handle": "klara"},
    )
    with workspace.writing("More") as session:
        a_snapshot(session, built.deliverable_id, taken_on=date(2026, 11, 11), likes=1_000)
        a_snapshot(session, built.deliverable_id, taken_on=date(2026, 11, 17), likes=900, followers_at_post=40_000)
        other = an_influencer(session, name="Ana")
        second = a_collaboration(session, built.campaign_id, other.id or 0, fee_minor=None)
        a_deliverable(session, built.campaign_id, second.id or 0, **live(kind="story", title="Story"))
        refused = an_influencer(session, name="Refused")
        a_collaboration(session, built.campaign_id, refused.id or 0, client_decision="rejected")
        asked = an_influencer(session, name="Asked")
        a_collaboration(session, built.campaign_id, asked.id or 0, stage="in_talks")
        session.add(CampaignTarget(campaign_id=built.campaign_id, metric="reach", value=Decimal(25_000)))
    return built


def titles(workspace: Workspace, wanted: MetricFilter, **options: object) -> list[str]:
    with workspace.reading() as session:
        return [row.title for row in metrics.rows(session, metrics.ids(session, wanted, **options), TODAY)]  # type: ignore[arg-type]


def test_the_grid_shows_reads_with_what_follows(workspace: Workspace, deal: Deal) -> None:
    with workspace.reading() as session:
        (row,) = metrics.rows(session, [deal.deliverable_id], TODAY)
    assert (row.title, row.published_on, row.platform) == ("Reel", date(2026, 11, 10), Platform.INSTAGRAM)
    first, second = row.snapshots
    assert (first.age_days, second.age_days, second.engagements) == (1, 7, 900 + 60 + 300 + 90)
    assert second.rate_by_reach == pytest.approx(6.75)
    assert second.rate_by_followers == pytest.approx(3.375)
    assert [doubt.kind for doubt in second.doubts] == [DoubtKind.FALLING]
    assert (row.due_on, row.due_mark) == (date(2026, 12, 10), 30)


def test_slices_filters_and_order(workspace: Workspace, deal: Deal) -> None:
    assert titles(workspace, MetricFilter(), sort="creator", descending=False) == ["Story", "Reel"]
    assert titles(workspace, MetricFilter(MetricView.DUE, today=TODAY)) == ["Story"]
    assert titles(workspace, MetricFilter(MetricView.DOUBTFUL, today=TODAY)) == ["Reel"]
    assert titles(workspace, MetricFilter(influencer_id=deal.influencer_id)) == ["Reel"]
    assert titles(workspace, MetricFilter(platforms=(Platform.TIKTOK,))) == []
    assert titles(workspace, MetricFilter(text="ana")) == ["Story"]
    for key in metrics.SORT_KEYS:
        assert len(titles(workspace, MetricFilter(), sort=key)) == 2
    with workspace.reading() as session:
        (row,) = metrics.due(session, TODAY)
    assert (row.due_on, row.due_mark) == (date(2026, 11, 17), 7)


@pytest.mark.parametrize(("read_days", "today", "expected"), [
    ([], 0, (1, 1)), ([], 3, (1, 1)), ([], 8, (7, 7)), ([1], 3, (7, 7)), ([1, 8], 9, (30, 30)), ([31], 40, None),
    ([0], 1, (1, 1)),
])
def test_marks_after_publication(read_days: list[int], today: int, expected: tuple[int, int] | None) -> None:
    day = date(2026, 11, 1)
    found = next_read(day, [day + timedelta(n) for n in read_days], day + timedelta(today))
    assert found == ((None, None) if expected is None else (day + timedelta(expected[0]), expected[1]))
    assert next_read(None, [], day) == (None, None)


def test_doubts_before_saving_compare_with_the_read_before(workspace: Workspace, deal: Deal) -> None:
    with workspace.reading() as session:
        found = metrics.doubts(session, deal.deliverable_id, MetricRead(date(2026, 11, 18), likes=500))
        assert metrics.doubts(session, 999, MetricRead(TODAY)) == ()
    assert [doubt.kind for doubt in found] == [DoubtKind.FALLING]


def test_totals_of_a_campaign_and_its_creators(workspace: Workspace, deal: Deal) -> None:
    with workspace.reading() as session:
        totals = metrics.totals(session, deal.campaign_id)
        assert metrics.totals(session, 999) is None
    assert totals is not None
    reach = next(kpi for kpi in totals.kpis if kpi.metric is TargetMetric.REACH)
    assert (reach.actual, reach.target, reach.n, reach.left_out) == (20_000, 25_000, 1, 1)
    klara, ana = totals.creators
    assert (klara.name, klara.handles, klara.cost) == ("Klara", "@klara", Money(96_400, "EUR"))
    assert (ana.name, ana.cost, ana.published) == ("Ana", None, 1)
    assert totals.cost == Money(96_400, "EUR")


def test_commission_counts_once_revenue_is_read(workspace: Workspace) -> None:
    deal = a_deal(
        workspace, collaboration={"fee_minor": None, "compensation_model": "commission", "commission_ppm": 150_000},
        deliverable=live(),
    )
    with workspace.reading() as session:
        totals = metrics.totals(session, deal.campaign_id)
        assert totals is not None
        assert totals.creators[0].cost is None
    with workspace.writing("Read") as session:
        a_snapshot(session, deal.deliverable_id, revenue_minor=200_000)
    with workspace.reading() as session:
        totals = metrics.totals(session, deal.campaign_id)
    assert totals is not None
    assert totals.creators[0].cost == Money(30_000, "EUR")


def test_bonuses_and_commission_per_sale_count_by_what_was_read(workspace: Workspace) -> None:
    deal = a_deal(
        workspace, collaboration={
            "fee_minor": 50_000, "compensation_model": "hybrid", "commission_per_sale_minor": 200, "cap_minor": 60_000,
        },
        deliverable=live(),
    )
    with workspace.writing("Bonuses") as session:
        for position, (metric, threshold, amount, per) in enumerate((
            ("views", 10_000, 300, 1_000), ("clicks", 100, 2_000, None), ("engagements", 1, 9_900, None),
        )):
            session.add(BonusRow(
                collaboration_id=deal.collaboration_id, position=position, label="", metric=metric,
                threshold=threshold, amount_minor=amount, per_units=per,
            ))
        a_snapshot(
            session, deal.deliverable_id, taken_on=date(2026, 11, 17), reach=None, likes=None, comments=None,
            shares=None, saves=None, views=14_999, link_clicks=100, conversions=5,
        )

    def read() -> DealCost:
        with workspace.reading() as session:
            campaign = session.get_one(Campaign, deal.campaign_id)
            return metrics.deal_costs(session, campaign, metrics.deliverable_rows(session, campaign))[0]

    cost = read()
    # 4 full thousands above 10,000 views at 3.00, and 20.00 for 100 clicks; engagements were not read.
    assert (cost.paid.bonus_minor, cost.paid.commission_minor) == (4 * 300 + 2_000, 5 * 200)
    assert (cost.cost, cost.lacks_bonus, cost.lacks_commission) == (Money(54_200, "EUR"), True, False)
    with workspace.writing("Read again") as session:
        a_snapshot(
            session, deal.deliverable_id, taken_on=date(2026, 11, 20), views=14_999, link_clicks=100, likes=400,
            conversions=None,
        )
    cost = read()
    assert (cost.lacks_bonus, cost.lacks_commission) == (False, True)
    assert (cost.paid.held_back_minor, cost.cost) == (3_100, Money(60_000, "EUR"))
    with workspace.writing("Cancel") as session:
        session.get_one(Deliverable, deal.deliverable_id).state = "cancelled"
        session.get_one(Collaboration, deal.collaboration_id).stage = "agreed"
    assert (read().counts, read().cost) == ({}, Money(50_000, "EUR"))

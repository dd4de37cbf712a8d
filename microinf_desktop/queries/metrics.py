"""Reads of what posts achieved: dated snapshots, the grid of reads, what is due, totals per campaign and creator."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from microinf_desktop.domain import formulas
from microinf_desktop.domain.deal_costs import DealCost, counts_of, revenue_of
from microinf_desktop.domain.enums import (
    CampaignState,
    ClientDecision,
    DeliverableKind,
    DeliverableState,
    Objective,
    Platform,
    RelationshipStage,
    TargetMetric,
    Verdict,
)
from microinf_desktop.domain.metrics import Doubt, MetricRead, check_read, propose_kpis
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.report_figures import creator_rows, kpi_rows, spent
from microinf_desktop.domain.report_rows import CreatorDeal, CreatorRow, DeliverableRow, KpiRow
from microinf_desktop.queries.compliance_looks import PUBLISHED
from microinf_desktop.queries.deals import (
    DEAL_COLUMNS,
    AnySelect,
    DealRef,
    deal_conditions,
    deliverable_name,
    folded,
    join_deal,
    local_day,
    ordered,
    terms_of,
)
from microinf_desktop.storage.reading import in_order, ordered_ids
from microinf_desktop.storage.tables import (
    Campaign,
    CampaignTarget,
    Client,
    Collaboration,
    Deliverable,
    Influencer,
    MetricSnapshot,
)

# Days after publication on which a post is read (features G1: 24 h, 7 d, 30 d).
MARKS = (1, 7, 30)
READ_FIELDS = tuple(name for name in MetricRead.__dataclass_fields__ if name not in ("read_on", "source"))
_SORTS: dict[str, Any] = {
    "published": Deliverable.published_at,
    "creator": Influencer.sort_name,
    "campaign": folded(Campaign.name),
    "client": folded(Client.name),
    "platform": Deliverable.platform,
    "title": folded(Deliverable.title),
}
SORT_KEYS = tuple(_SORTS)
_AGREED = (
    RelationshipStage.AGREED, RelationshipStage.CONTRACTED, RelationshipStage.ACTIVE, RelationshipStage.COMPLETED,
    RelationshipStage.AMBASSADOR,
)


class MetricView(StrEnum):
    """Slices of the grid: DUE has a read that should be there, DOUBTFUL a figure to look at again."""

    ALL = "all"
    DUE = "due"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class MetricFilter:
    """Which published deliverables the grid shows; empty parts do not filter. `today` is what DUE is judged by."""

    view: MetricView = MetricView.ALL
    campaign_id: int | None = None
    client_id: int | None = None
    influencer_id: int | None = None
    platforms: tuple[Platform, ...] = ()
    text: str = ""
    today: date | None = None


_ALL = MetricFilter()


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """A read with what follows from it; rates in per cent, None is "–"; `age_days` since publication."""

    id: int
    deliverable_id: int
    read: MetricRead
    engagements: int | None
    rate_by_reach: float | None
    rate_by_followers: float | None
    age_days: int | None
    attachment_id: int | None
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class MetricRow:
    """A published deliverable in the grid: its reads, oldest first, and the day the next one is or was due."""

    id: int
    deal: DealRef
    title: str
    platform: Platform
    kind: DeliverableKind
    state: DeliverableState
    published_on: date | None
    snapshots: tuple[SnapshotRow, ...]
    due_on: date | None
    due_mark: int | None

    @property
    def latest(self) -> SnapshotRow | None:
        return self.snapshots[-1] if self.snapshots else None

    @property
    def is_doubtful(self) -> bool:
        return any(row.doubts for row in self.snapshots)


@dataclass(frozen=True, slots=True)
class CampaignTotals:
    """What a campaign achieved so far: KPIs with targets first, creators by reach, and the total cost."""

    kpis: tuple[KpiRow, ...]
    creators: tuple[CreatorRow, ...]
    deliverables: tuple[DeliverableRow, ...]
    cost: Money | None
    currency: str


def ids(
    session: Session, wanted: MetricFilter = _ALL, sort: str = "published", descending: bool = True
) -> list[int]:
    """Ids of the published deliverables a filter finds, newest first unless asked otherwise."""
    statement = _filtered(select(col(Deliverable.id)), wanted)
    found = ordered_ids(session, statement.order_by(*ordered(_SORTS[sort], descending, Deliverable.id)))
    if wanted.view is MetricView.ALL:
        return found
    # Due days depend on the campaign's time zone and doubts on formulas, which SQL knows neither of.
    today = wanted.today or date.today()
    listed = rows(session, found, today)
    if wanted.view is MetricView.DUE:
        return [row.id for row in listed if row.due_on is not None and row.due_on <= today]
    return [row.id for row in listed if row.is_doubtful]


def rows(session: Session, wanted_ids: Sequence[int], today: date | None = None) -> list[MetricRow]:
    """Rows of a block of ids, in their order; two queries."""
    statement = join_deal(
        select(Deliverable, col(Campaign.time_zone), *DEAL_COLUMNS), Deliverable.collaboration_id
    ).where(col(Deliverable.id).in_(wanted_ids))
    found = session.execute(statement).all()
    taken = _snapshots(session, wanted_ids)
    built = {}
    for deliverable, zone, *deal in found:
        published = local_day(deliverable.published_at, zone)
        listed = _snapshot_rows(deliverable, published, taken.get(deliverable.id, []))
        due_on, mark = next_read(published, [row.read.read_on for row in listed], today or date.today())
        kind = DeliverableKind(deliverable.kind)
        built[deliverable.id] = MetricRow(
            deliverable.id, DealRef(*deal), deliverable_name(deliverable.title, kind), Platform(deliverable.platform),
            kind, DeliverableState(deliverable.state), published, listed, due_on, mark,
        )
    return in_order(wanted_ids, built)


def snapshots(session: Session, deliverable_id: int) -> tuple[SnapshotRow, ...]:
    """The reads of one deliverable, oldest first."""
    found = rows(session, [deliverable_id])
    return found[0].snapshots if found else ()


def due(session: Session, today: date, campaign_id: int | None = None) -> list[MetricRow]:
    """Posts that should have been read by now, longest due first; archived campaigns are left in peace."""
    wanted = MetricFilter(MetricView.DUE, campaign_id=campaign_id, today=today)
    return sorted(rows(session, ids(session, wanted), today), key=lambda row: (row.due_on or today, row.id))


def doubts(session: Session, deliverable_id: int, read: MetricRead) -> tuple[Doubt, ...]:
    """What is odd about a read that is not stored yet, compared with the one before it."""
    deliverable = session.get(Deliverable, deliverable_id)
    if deliverable is None:
        return ()
    taken = _snapshots(session, [deliverable_id]).get(deliverable_id, [])
    earlier = [one for one in taken if one.taken_on < read.read_on]
    return check_read(
        read, Platform(deliverable.platform), DeliverableKind(deliverable.kind),
        read_of(earlier[-1]) if earlier else None,
    )


def next_read(published: date | None, read_on: Sequence[date], today: date) -> tuple[date | None, int | None]:
    """When the next read is due and at which mark (days after publication): the latest mark passed without a read
    since, else the next one ahead; (None, None) after the last mark or before publication."""
    if published is None:
        return None, None
    last = max(read_on, default=None)
    open_marks = [mark for mark in MARKS if last is None or last < published + timedelta(days=mark)]
    if not open_marks:
        return None, None
    passed = [mark for mark in open_marks if published + timedelta(days=mark) <= today]
    mark = passed[-1] if passed else open_marks[0]
    return published + timedelta(days=mark), mark


def read_of(snapshot: MetricSnapshot) -> MetricRead:
    """A stored snapshot as the domain computes with it."""
    return MetricRead(
        read_on=snapshot.taken_on, source=snapshot.source, **{name: getattr(snapshot, name) for name in READ_FIELDS}
    )


# Totals -------------------------------------------------------------------------------------------------------

def totals(session: Session, campaign_id: int) -> CampaignTotals | None:
    """KPIs against targets and totals per creator of a campaign; None when it was deleted meanwhile."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        return None
    deliverables = deliverable_rows(session, campaign)
    deals = creator_deals(deal_costs(session, campaign, deliverables))
    creators = creator_rows(deals, deliverables, campaign.currency)
    cost = spent((), deals, campaign.currency)
    goals = targets(session, campaign_id)
    proposed = propose_kpis(Objective(word) for word in campaign.objectives)
    metrics = [*(metric for metric in proposed if metric in goals), *goals, *proposed]
    kpis = kpi_rows(metrics, goals, deliverables, creators, cost, campaign.currency)
    return CampaignTotals(kpis, creators, deliverables, cost, campaign.currency)


def targets(session: Session, campaign_id: int) -> dict[TargetMetric, float]:
    """The campaign's targets in the metric's unit, in the order they were set."""
    found = session.execute(
        select(CampaignTarget).where(col(CampaignTarget.campaign_id) == campaign_id).order_by(col(CampaignTarget.id))
    ).scalars()
    return {TargetMetric(target.metric): float(target.value) for target in found}


def deliverable_rows(session: Session, campaign: Campaign) -> tuple[DeliverableRow, ...]:
    """All deliverables of a campaign with their reads, by day of publication; two queries."""
    found = session.execute(
        select(Deliverable, col(Influencer.id), col(Influencer.name))
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Deliverable.campaign_id) == campaign.id)
        .order_by(col(Deliverable.publish_on).nulls_last(), col(Deliverable.id))
    ).all()
    taken = _snapshots(session, [deliverable.id for deliverable, _, _ in found])
    return tuple(
        DeliverableRow(
            item.id, creator_id, creator, deliverable_name(item.title, DeliverableKind(item.kind)),
            Platform(item.platform), DeliverableKind(item.kind), DeliverableState(item.state), item.publish_on,
            local_day(item.published_at, campaign.time_zone), item.live_url, Verdict(item.verdict),
            tuple(read_of(one) for one in taken.get(item.id, [])), item.is_unplanned,
        )
        for item, creator_id, creator in found
    )


def creator_deals(priced: Sequence[DealCost]) -> tuple[CreatorDeal, ...]:
    """The creators of these deals with what they cost so far."""
    return tuple(CreatorDeal(deal.creator_id, deal.name, deal.handles, deal.cost) for deal in priced)


def deal_costs(
    session: Session, campaign: Campaign, deliverables: Sequence[DeliverableRow]
) -> tuple[DealCost, ...]:
    """The deals of the creators who work or worked in a campaign, by name, with what their posts achieved.

    Creators who were only considered, or refused by the client, are left out. Revenue is read in the campaign's
    currency and counts for no deal in another one.
    """
    work: dict[int, list[DeliverableRow]] = defaultdict(list)
    for row in deliverables:
        work[row.creator_id].append(row)
    found = session.execute(
        select(Collaboration, col(Influencer.name), col(Influencer.primary_handle))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.campaign_id) == campaign.id,
               col(Collaboration.client_decision) != ClientDecision.REJECTED)
        .order_by(col(Influencer.sort_name), col(Collaboration.id))
    )
    deals = [
        (deal, name, handle) for deal, name, handle in found
        if deal.stage in _AGREED or any(row.is_planned for row in work[deal.influencer_id])
    ]
    terms = terms_of(session, [deal for deal, *_ in deals])
    return tuple(
        DealCost(
            deal.influencer_id, terms[deal.id or 0], counts_of(work[deal.influencer_id]),
            revenue_of(work[deal.influencer_id]) if deal.currency == campaign.currency else None,
            bool(deal.bonus_terms.strip()),
            bool(deal.product_description.strip()) and deal.product_value_minor is None, name,
            f"@{handle.lstrip('@')}" if handle else "",
        )
        for deal, name, handle in deals
    )


def _filtered(statement: AnySelect, wanted: MetricFilter) -> AnySelect:
    conditions = deal_conditions(
        campaign_id=wanted.campaign_id, client_id=wanted.client_id, influencer_id=wanted.influencer_id,
        text=wanted.text, also=(Deliverable.title,),
    )
    conditions.append(col(Deliverable.state).in_(PUBLISHED))
    if wanted.platforms:
        conditions.append(col(Deliverable.platform).in_(wanted.platforms))
    if wanted.view is MetricView.DUE:
        conditions += [
            col(Deliverable.published_at).is_not(None), col(Deliverable.state) != DeliverableState.COMPLETE,
            col(Campaign.state) != CampaignState.ARCHIVED,
        ]
    return join_deal(statement, Deliverable.collaboration_id).where(*conditions)


def _snapshots(session: Session, deliverable_ids: Sequence[int]) -> dict[int, list[MetricSnapshot]]:
    """Stored reads by deliverable, oldest first."""
    found = session.execute(
        select(MetricSnapshot).where(col(MetricSnapshot.deliverable_id).in_(deliverable_ids))
        .order_by(col(MetricSnapshot.taken_on))
    ).scalars()
    listed: dict[int, list[MetricSnapshot]] = defaultdict(list)
    for one in found:
        listed[one.deliverable_id].append(one)
    return listed


def _snapshot_rows(
    deliverable: Deliverable, published: date | None, taken: Sequence[MetricSnapshot]
) -> tuple[SnapshotRow, ...]:
    platform, kind = Platform(deliverable.platform), DeliverableKind(deliverable.kind)
    listed = []
    previous: MetricRead | None = None
    for one in taken:
        read = read_of(one)
        engaged = read.engagements(platform, kind)
        listed.append(SnapshotRow(
            one.id or 0, one.deliverable_id, read, engaged, formulas.engagement_rate_by_reach(engaged, read.reach),
            formulas.engagement_rate_by_followers(engaged, read.followers_at_post),
            None if published is None else (read.read_on - published).days, one.attachment_id,
            check_read(read, platform, kind, previous),
        ))
        previous = read
    return tuple(listed)

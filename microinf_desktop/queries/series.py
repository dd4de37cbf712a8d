"""Reads of series and sequence templates, and of what planning a campaign's deliverables needs."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.sequences import Planning, PlanningDeal, SequenceTemplate, sequence_from_text
from microinf_desktop.interchange.holidays import campaign_calendar
from microinf_desktop.interchange.templates import shipped_checklists
from microinf_desktop.queries.checklists import own_templates
from microinf_desktop.queries.lead_times import lead_times
from microinf_desktop.queries.progress import VOID_STATES, was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Collaboration, Deliverable, Influencer, Series, WorkTemplate

SEQUENCE = "sequence"


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """A series with the ids of its deliverables in order; `kind` is sequence or recurring."""

    id: int
    collaboration_id: int
    name: str
    kind: str
    rule: str
    deliverable_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OwnSequence:
    """A sequence the agency made."""

    id: int
    template: SequenceTemplate


@dataclass(frozen=True, slots=True)
class BusyDay:
    """Something of a creator that goes live on a day, in whichever campaign."""

    influencer_id: int
    day: date
    campaign: str
    kind: str


def planning(session: Session, campaign_id: int, today: date, until: date | None = None) -> Planning | None:
    """What dates of a campaign's deliverables are planned with; None for a campaign that is gone."""
    campaign = session.get(Campaign, campaign_id)
    if campaign is None:
        return None
    days = [day for day in (campaign.starts_on, campaign.go_live_on, campaign.ends_on, until, today) if day]
    own = own_templates(session)
    return Planning(
        _deals(session, campaign_id), {kind: lead_times(session, kind, campaign_id) for kind in DeliverableKind},
        {kind: own.get(kind, shipped) for kind, shipped in shipped_checklists().items()},
        campaign_calendar(campaign.jurisdictions, min(days), max(days)), next(iter(campaign.audience_languages), ""),
    )


def _deals(session: Session, campaign_id: int) -> dict[int, PlanningDeal]:
    found = session.execute(
        pick(
            Collaboration.id, Collaboration.influencer_id, Influencer.name, Collaboration.currency,
            Collaboration.product_value_minor, Collaboration.discount_code, Collaboration.keep_live_days,
            Collaboration.client_decision,
        )
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Collaboration.campaign_id) == campaign_id)
        .order_by(col(Influencer.sort_name), col(Collaboration.id))
    )
    return {
        row[0]: PlanningDeal(
            row[0], row[1], row[2], row[3], row[4] is not None, row[5], row[6] or 0, row[7] == "rejected"
        )
        for row in found
    }


def busy_days(session: Session, influencer_ids: Collection[int], first: date, last: date) -> list[BusyDay]:
    """What else of these people goes live between two days, over all campaigns."""
    found = session.execute(
        pick(Collaboration.influencer_id, Deliverable.publish_on, Campaign.name, Deliverable.kind)
        .select_from(Deliverable)
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id))
        .where(
            col(Collaboration.influencer_id).in_(influencer_ids), col(Deliverable.publish_on) >= first,
            col(Deliverable.publish_on) <= last,
            col(Deliverable.state).not_in([state.value for state in VOID_STATES]), was_planned(),
        )
        .order_by(col(Deliverable.publish_on), col(Deliverable.id))
    )
    return [BusyDay(*row) for row in found]


def series_of(session: Session, deliverable_ids: Sequence[int]) -> dict[int, SeriesRow]:
    """The series that deliverables belong to, by series id, with all its deliverables."""
    wanted = pick(Deliverable.series_id).where(
        col(Deliverable.id).in_(deliverable_ids), col(Deliverable.series_id).is_not(None)
    )
    found = session.execute(
        pick(Series.id, Series.collaboration_id, Series.name, Series.kind, Series.rule, Deliverable.id)
        .join(Deliverable, col(Deliverable.series_id) == col(Series.id))
        .where(col(Series.id).in_(wanted))
        .order_by(col(Series.id), col(Deliverable.series_position), col(Deliverable.id))
    )
    result: dict[int, SeriesRow] = {}
    for series_id, deal_id, name, kind, rule, deliverable_id in found:
        before = result[series_id].deliverable_ids if series_id in result else ()
        result[series_id] = SeriesRow(series_id, deal_id, name, kind, rule, (*before, deliverable_id))
    return result


def later_pieces(session: Session, deliverable_id: int) -> int:
    """How many pieces of its series come after a deliverable; 0 for one that is in no series."""
    own = pick(Deliverable.series_id, Deliverable.series_position).where(col(Deliverable.id) == deliverable_id)
    found = session.execute(own).one_or_none()
    if found is None or found[0] is None:
        return 0
    return int(session.execute(
        pick(func.count(col(Deliverable.id)))
        .where(col(Deliverable.series_id) == found[0], col(Deliverable.series_position) > (found[1] or 0))
    ).scalar_one())


def own_sequences(session: Session) -> list[OwnSequence]:
    """The agency's sequences by name."""
    found = session.execute(
        pick(WorkTemplate.id, WorkTemplate.name, WorkTemplate.data).where(col(WorkTemplate.kind) == SEQUENCE)
        .order_by(col(WorkTemplate.name))
    )
    return [OwnSequence(row[0], sequence_from_text(row[1], row[2])) for row in found]


def drafts(session: Session, deliverable_ids: Sequence[int]) -> list[DeliverableDraft]:
    """Deliverables as their forms hold them, in the order asked for."""
    found = {row.id: row for row in session.execute(
        pick(Deliverable).where(col(Deliverable.id).in_(deliverable_ids))).scalars()}
    result = []
    for row in (found[one] for one in deliverable_ids if one in found):
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value := getattr(row, name), list) else value
            for name in DeliverableDraft.__dataclass_fields__
        }
        values["kind"], values["platform"] = DeliverableKind(row.kind), Platform(row.platform)
        result.append(DeliverableDraft(**values))
    return result

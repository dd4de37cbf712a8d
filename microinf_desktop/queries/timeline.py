"""Reads of a campaign's timeline: deliverables by creator, milestones, dependencies, working days."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlmodel import Session, col

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.countries import LETTER_COUNTRIES
from microinf_desktop.domain.enums import BallHolder, DeliverableKind, DeliverableState, MilestoneKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.schedule import LeadTimes
from microinf_desktop.domain.timeline_data import (
    PHASES,
    STEPS,
    VOID,
    TimelineData,
    TimelineGroup,
    TimelineItem,
    TimelineLink,
    TimelineMark,
    bars_of,
    item_key,
    mark_key,
)
from microinf_desktop.interchange.holidays import campaign_calendar, unsupported
from microinf_desktop.queries.deals import deliverable_name
from microinf_desktop.queries.lead_times import lead_times
from microinf_desktop.queries.progress import was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import (
    Agency,
    Campaign,
    Client,
    Collaboration,
    Deliverable,
    Dependency,
    Influencer,
    Milestone,
)

_AWAITS_DRAFT = (DeliverableState.NOT_STARTED, DeliverableState.BRIEFED, DeliverableState.CONCEPT_IN)


def timeline(session: Session, campaign_id: int, today: date | None = None) -> TimelineData:
    """Everything a campaign's timeline shows, cancelled and replaced deliverables left out.

    KnownError when the campaign was deleted.
    """
    today = today or date.today()
    found = session.execute(
        pick(Campaign, Client).join(Client, col(Client.id) == col(Campaign.client_id))
        .where(col(Campaign.id) == campaign_id)
    ).first()
    if found is None:
        raise KnownError(f"There is no campaign {campaign_id}.", "If it was deleted, undo the deletion first.")
    campaign, client = found
    rows = _deliverables(session, campaign_id)
    calendar = _calendar_of(campaign, rows, today)
    agency = session.execute(pick(Agency.name, Agency.country)).first()
    country = client.country or (agency.country if agency is not None else "")
    return TimelineData(
        campaign_id, campaign.name, _groups(session, campaign_id, rows, calendar, today), _marks(session, campaign_id),
        links(session, campaign_id), _period(campaign), today, calendar, campaign.time_zone,
        tuple(campaign.jurisdictions), unsupported(campaign.jurisdictions), client.name, client.color,
        agency.name if agency is not None else "", "letter" if country in LETTER_COUNTRIES else "a4",
    )


def links(session: Session, campaign_id: int) -> tuple[TimelineLink, ...]:
    """The dependencies of a campaign, oldest first."""
    found = session.execute(
        pick(Dependency).where(col(Dependency.campaign_id) == campaign_id).order_by(col(Dependency.id))
    ).scalars()
    return tuple(
        TimelineLink(one.id or 0, _owner(one.before_milestone_id, one.before_deliverable_id),
                     _owner(one.after_milestone_id, one.after_deliverable_id))
        for one in found
    )


def _owner(milestone_id: int | None, deliverable_id: int | None) -> str:
    return mark_key(milestone_id) if milestone_id is not None else item_key(deliverable_id or 0)


def _period(campaign: Campaign) -> tuple[date, date] | None:
    if campaign.go_live_on is None:
        return None
    return campaign.go_live_on, max(campaign.ends_on or campaign.go_live_on, campaign.go_live_on)


def _deliverables(session: Session, campaign_id: int) -> Sequence[Any]:
    columns = [getattr(Deliverable, step) for step in STEPS]
    return session.execute(
        pick(
            Deliverable.id, Deliverable.collaboration_id, Deliverable.title, Deliverable.kind, Deliverable.state,
            Deliverable.ball_holder, Deliverable.locked_reason, Deliverable.published_at, *columns,
            col(Influencer.name).label("creator"),
        )
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .join(Influencer, col(Influencer.id) == col(Collaboration.influencer_id))
        .where(col(Deliverable.campaign_id) == campaign_id, col(Deliverable.state).not_in(VOID), was_planned())
        .order_by(col(Influencer.sort_name), col(Collaboration.id), col(Deliverable.publish_on).nulls_last(),
                  col(Deliverable.id))
    ).all()


def _calendar_of(campaign: Campaign, rows: Sequence[Any], today: date) -> WorkingCalendar:
    """Working days where the campaign's rules apply, over all its dates."""
    known = [today, *(day for day in (campaign.starts_on, campaign.go_live_on, campaign.ends_on) if day)]
    known += [row.publish_on for row in rows if row.publish_on is not None]
    return working_calendar(tuple(campaign.jurisdictions), min(known).year, max(known).year)


@lru_cache(maxsize=64)
def working_calendar(countries: tuple[str, ...], first_year: int, last_year: int) -> WorkingCalendar:
    """The working days of countries over some years, kept: reading the holidays of a country takes its time."""
    if not countries:
        return WorkingCalendar()
    return campaign_calendar(countries, date(first_year, 1, 1), date(last_year, 12, 31))


def _marks(session: Session, campaign_id: int) -> tuple[TimelineMark, ...]:
    found = session.execute(
        pick(Milestone).where(col(Milestone.campaign_id) == campaign_id)
        .order_by(col(Milestone.due_on), col(Milestone.id))
    ).scalars()
    return tuple(
        TimelineMark(one.id or 0, one.name, one.due_on, MilestoneKind(one.kind), one.starts_on, one.done_on,
                     one.locked_reason)
        for one in found
    )


def _groups(
    session: Session, campaign_id: int, rows: Sequence[Any], calendar: WorkingCalendar, today: date
) -> tuple[TimelineGroup, ...]:
    leads = {kind: lead_times(session, DeliverableKind(kind), campaign_id) for kind in {row.kind for row in rows}}
    by_deal: dict[int, list[TimelineItem]] = {}
    for row in rows:
        by_deal.setdefault(row.collaboration_id, []).append(_item(row, calendar, leads, today))
    return tuple(TimelineGroup(str(key), items[0].creator, tuple(items)) for key, items in by_deal.items())


def _item(row: Any, calendar: WorkingCalendar, leads: Mapping[str, LeadTimes], today: date) -> TimelineItem:
    lead, state, kind = leads[row.kind], DeliverableState(row.state), DeliverableKind(row.kind)

    def first_day(step: str, due: date) -> date:
        return calendar.add(due, 1 - max(lead.days(PHASES[step]), 1))

    closed = pipelines.is_terminal(pipelines.DELIVERABLE, state)
    late = pipelines.days_late(pipelines.DELIVERABLE, state, row.publish_on, today)
    if state in _AWAITS_DRAFT:
        late = max(late, pipelines.days_late(pipelines.DELIVERABLE, state, row.draft_due_on, today))
    locked = f"live since {row.published_at:%d %b %Y}" if row.published_at else row.locked_reason
    return TimelineItem(
        row.id, row.collaboration_id, row.creator, deliverable_name(row.title, kind), kind, state,
        None if closed else BallHolder(row.ball_holder),
        bars_of({step: getattr(row, step) for step in STEPS}, state, today, first_day, calendar), row.publish_on,
        locked, late, lead,
    )

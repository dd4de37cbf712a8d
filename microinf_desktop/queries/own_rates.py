"""Reads of what the agency's own posts achieved, for proposals of targets."""

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain import formulas
from microinf_desktop.domain.enums import DeliverableKind, Platform
from microinf_desktop.domain.target_proposals import OwnRates
from microinf_desktop.queries.metrics import read_of
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Deliverable, MetricSnapshot

# The newest posts say most, and a proposal must not wait for thousands of them.
_LATEST = 400


def own_rates(session: Session, platform: Platform) -> OwnRates:
    """Rates of the latest posts on a platform by their last read, in per cent; estimated reads are left out."""
    last = (
        pick(MetricSnapshot.deliverable_id, func.max(MetricSnapshot.taken_on).label("taken_on"))
        .group_by(col(MetricSnapshot.deliverable_id)).subquery()
    )
    found = session.execute(
        pick(MetricSnapshot, Deliverable.kind)
        .join(last, (last.c.deliverable_id == MetricSnapshot.deliverable_id)
              & (last.c.taken_on == MetricSnapshot.taken_on))
        .join(Deliverable, col(Deliverable.id) == col(MetricSnapshot.deliverable_id))
        .where(col(Deliverable.platform) == platform.value, col(MetricSnapshot.is_estimated).is_(False))
        .order_by(col(MetricSnapshot.taken_on).desc(), col(MetricSnapshot.id).desc()).limit(_LATEST)
    ).all()
    by_followers, by_reach, reach = [], [], []
    for snapshot, kind in found:
        engaged = read_of(snapshot).engagements(platform, DeliverableKind(kind))
        by_followers.append(formulas.engagement_rate_by_followers(engaged, snapshot.followers_at_post))
        by_reach.append(formulas.engagement_rate_by_reach(engaged, snapshot.reach))
        reach.append(formulas.reach_rate(snapshot.reach, snapshot.followers_at_post))
    return OwnRates(*(tuple(value for value in values if value) for values in (by_followers, by_reach, reach)))

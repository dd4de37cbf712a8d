"""A creator's workload, read through the index on her collaborations: fast with any number of people."""

from datetime import date

from sqlmodel import Session, col

from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.domain.workload import DEFAULT_LIMIT, SETTING, Workload, workload
from microinf_desktop.queries import agency
from microinf_desktop.queries.progress import AWAITS_DRAFT, VOID_STATES, was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Collaboration, Deliverable

_PUBLISHED = (
    DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
    DeliverableState.COMPLETE,
)


def of_creator(session: Session, influencer_id: int, today: date | None = None) -> Workload:
    """What a creator has to deliver in the next eight weeks over all clients; cancelled work does not count."""
    day = today or date.today()
    found = session.execute(
        pick(Deliverable.state, Deliverable.quantity, Deliverable.draft_due_on, Deliverable.publish_on)
        .join(Collaboration, col(Collaboration.id) == col(Deliverable.collaboration_id))
        .where(col(Collaboration.influencer_id) == influencer_id, col(Deliverable.state).not_in(VOID_STATES),
               was_planned())
    ).all()
    still_open = [row for row in found if row[0] not in _PUBLISHED]
    late = sum(
        (publish is not None and publish < day)
        or (state in AWAITS_DRAFT and draft_due is not None and draft_due < day)
        for state, _quantity, draft_due, publish in still_open
    )
    limit = int(agency.setting(session, SETTING, DEFAULT_LIMIT))
    days = [(publish, quantity) for _state, quantity, _draft, publish in found if publish is not None]
    return workload(days, len(still_open), late, day, limit)

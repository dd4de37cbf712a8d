"""Reads of reviews: what the pipeline asks about a deliverable and where it can go."""

from sqlalchemy import func
from sqlmodel import Session, col, select

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.enums import DeliverableKind, DeliverableState, Verdict
from microinf_desktop.domain.pipelines import DELIVERABLE, DeliverableFacts
from microinf_desktop.queries import compliance
from microinf_desktop.storage.tables import Collaboration, Deliverable, Draft, Evidence, MetricSnapshot


def facts(session: Session, deliverable_id: int, reason: str = "") -> DeliverableFacts:
    """What the pipeline asks about a deliverable; `reason` explains an extra round or an early post."""
    row = session.get_one(Deliverable, deliverable_id)
    deal = session.get_one(Collaboration, row.collaboration_id)
    stands = compliance.standing(session, deliverable_id)
    decision = stands.decision if stands else None
    return DeliverableFacts(
        verdict=stands.verdict if stands else Verdict.NOT_CHECKED, warning_reason=decision.reason if decision else "",
        disclosure_needed=row.kind not in (DeliverableKind.RAW_UGC, DeliverableKind.EVENT),
        drafts=_number(session, Draft, deliverable_id), rounds_used=row.rounds_used,
        rounds_agreed=deal.rounds_included, extra_round_reason=reason, unapproved_reason=reason,
        go_live_on=row.publish_on, evidence=_number(session, Evidence, deliverable_id),
        metric_snapshots=_number(session, MetricSnapshot, deliverable_id),
        client_review_needed=True,
    )


def possible_moves(session: Session, deliverable_id: int) -> tuple[pipelines.Move[DeliverableState], ...]:
    """States that can follow now, each with the refusal that stands in its way or None."""
    row = session.get(Deliverable, deliverable_id)
    if row is None:
        return ()
    return pipelines.moves(DELIVERABLE, DeliverableState(row.state), facts(session, deliverable_id))


def _number(session: Session, table: type[Draft] | type[Evidence] | type[MetricSnapshot], deliverable_id: int) -> int:
    counted = select(func.count()).select_from(table).where(col(table.deliverable_id) == deliverable_id)
    return session.exec(counted).one()


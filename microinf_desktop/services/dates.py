"""The dates of a deliverable: the one place that says which may be set."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from microinf_desktop.domain.deliverables import DeliverableDraft
from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.storage.tables import Deliverable

DATE_FIELDS = ("ship_on", "draft_due_on", "internal_review_on", "client_review_on", "publish_on")


def put_dates(session: Session, row: Deliverable, days: Mapping[str, date | None]) -> tuple[str, ...]:
    """Set dates of a deliverable inside somebody's step; returns the names of those that changed.

    KnownError when the publish day is live or fixed, ValidationError when the steps would leave their order.
    `follow_deal` is left to the caller.
    """
    changed = {name: day for name, day in days.items() if getattr(row, name) != day}
    if "publish_on" in changed and row.published_at is not None:
        raise KnownError(f"This is live since {row.published_at:%d %b %Y}.", "The publish day cannot move any more.")
    if "publish_on" in changed and row.locked_reason:
        raise KnownError(f"The publish day is fixed: {row.locked_reason}.", "Unlock it first.")
    current = DeliverableDraft(
        row.collaboration_id, DeliverableKind(row.kind), row.platform,  # type: ignore[arg-type]
        **{name: getattr(row, name) for name in DATE_FIELDS},
    )
    for problem in replace(current, **changed).problems():  # type: ignore[arg-type]
        raise problem
    for name, day in changed.items():
        setattr(row, name, day)
    return tuple(changed)

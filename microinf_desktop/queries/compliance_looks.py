"""Looks at live posts that are due: the first within hours, another after the days the agency has set.

MON-04 of the rule catalogue asks for a look "within N hours and again later", because posts are edited and reposted.
The second look is asked of what stays online: no stories, nothing that may be gone by then, nothing completed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, DateTime, Integer, Table, and_, bindparam, cast, exists, func, or_
from sqlmodel import Session, SQLModel, col

from microinf_desktop.domain.compliance import (
    LIVE_CHECK_HOURS,
    RECHECK_DAYS,
    RECHECK_SETTING,
    STORY_KINDS,
    UNDISCLOSED_KINDS,
    Phase,
)
from microinf_desktop.domain.enums import DeliverableState
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Deliverable, DisclosureCheck, Setting

PUBLISHED = (DeliverableState.LIVE, DeliverableState.PROOF_CAPTURED, DeliverableState.METRICS_CAPTURED,
             DeliverableState.COMPLETE)
_RUNNING = PUBLISHED[:-1]


def _table(model: type[SQLModel]) -> Table:
    table: Table = model.__table__  # type: ignore[attr-defined]
    return table


def was_looked_at() -> ColumnElement[bool]:
    """Whether somebody looked at the post since it went live."""
    check = _table(DisclosureCheck).alias()
    return exists(
        pick(check.c.id).where(
            check.c.deliverable_id == col(Deliverable.id), check.c.phase == Phase.LIVE,
            check.c.checked_at >= func.coalesce(Deliverable.published_at, check.c.checked_at),
        ).correlate(_table(Deliverable))
    )


def last_looks() -> CTE:
    """When each live post was last looked at: read once for all deliverables instead of three times for each."""
    check = _table(DisclosureCheck).alias()
    return (
        pick(check.c.deliverable_id, func.max(check.c.checked_at).label("at"))
        .where(check.c.phase == Phase.LIVE).group_by(check.c.deliverable_id).cte("last_look")
    )


def first_look_overdue(now: datetime, last: ColumnElement[datetime]) -> ColumnElement[bool]:
    """`last` is the `at` of `last_looks`, joined to the deliverable."""
    return and_(
        col(Deliverable.state).in_(PUBLISHED),
        col(Deliverable.published_at) <= now - timedelta(hours=LIVE_CHECK_HOURS),
        or_(last.is_(None), last < col(Deliverable.published_at)),
    )


def second_look_overdue(now: datetime, last: ColumnElement[datetime]) -> ColumnElement[bool]:
    """The same as `second_look_wanted` once its day has come, by the `at` of `last_looks`."""
    day = func.julianday(Deliverable.published_at) + _days()
    return and_(
        *_second_look_asked(), last >= col(Deliverable.published_at), func.julianday(last) < day,
        func.julianday(bindparam(None, now, type_=DateTime)) >= day,
    )


def second_look_wanted() -> ColumnElement[bool]:
    """Whether another look is still to come, on `second_look_day` or late."""
    check = _table(DisclosureCheck).alias()
    again = exists(
        pick(check.c.id).where(
            check.c.deliverable_id == col(Deliverable.id), check.c.phase == Phase.LIVE,
            func.julianday(check.c.checked_at) >= func.julianday(Deliverable.published_at) + _days(),
        ).correlate(_table(Deliverable))
    )
    return and_(*_second_look_asked(), was_looked_at(), ~again)


def _second_look_asked() -> list[ColumnElement[bool]]:
    """What is looked at twice, whenever that was."""
    return [
        col(Deliverable.state).in_(_RUNNING), col(Deliverable.kind).not_in((*UNDISCLOSED_KINDS, *STORY_KINDS)),
        _days() > 0, or_(col(Deliverable.keep_live_days).is_(None), col(Deliverable.keep_live_days) >= _days()),
        col(Deliverable.published_at).is_not(None),
    ]


def second_look_day() -> Any:
    """The day of the second look, as SQLite writes dates."""
    return func.date(Deliverable.published_at, func.printf("+%d days", _days()))


def recheck_days(session: Session) -> int:
    """After how many days a live post is looked at again; 0 for never."""
    return int(session.execute(pick(_days())).scalar_one())


def next_looks(session: Session, deliverables: Sequence[Deliverable]) -> dict[int, tuple[datetime, bool]]:
    """By deliverable, when the next look is due and whether it is the second one; without those that need none."""
    ids = [one.id for one in deliverables]
    looked = set(session.execute(pick(col(Deliverable.id)).where(col(Deliverable.id).in_(ids), was_looked_at()))
                 .scalars())
    again = set(session.execute(pick(col(Deliverable.id)).where(col(Deliverable.id).in_(ids), second_look_wanted()))
                .scalars())
    days = recheck_days(session)
    due: dict[int, tuple[datetime, bool]] = {}
    for one in deliverables:
        if one.published_at is None or one.state not in PUBLISHED or one.kind in UNDISCLOSED_KINDS:
            continue
        if one.id not in looked:
            due[one.id or 0] = (one.published_at + timedelta(hours=LIVE_CHECK_HOURS), False)
        elif one.id in again:
            due[one.id or 0] = (one.published_at + timedelta(days=days), True)
    return due


def _days() -> Any:
    stored = pick(cast(Setting.value, Integer)).where(col(Setting.name) == RECHECK_SETTING).scalar_subquery()
    return func.coalesce(stored, RECHECK_DAYS)

"""Reads of waiting time: who held the ball how long, per deliverable, collaboration and campaign."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import func
from sqlmodel import Session, col

from microinf_desktop.domain import pipelines
from microinf_desktop.domain.calendars import WorkingCalendar
from microinf_desktop.domain.enums import BallHolder, DeliverableState
from microinf_desktop.domain.reviews import Held, Turn, Waiting, add_up, time_held
from microinf_desktop.interchange.holidays import campaign_calendar
from microinf_desktop.queries.deals import local_day
from microinf_desktop.queries.progress import was_planned
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Campaign, Change, Deliverable, DeliverableMove, Step

_BLOCK = 900  # ids in one statement


@lru_cache(maxsize=64)
def calendar_of(countries: tuple[str, ...], first_year: int, last_year: int) -> WorkingCalendar:
    """The working days of a campaign's countries, read once: the holidays of a year do not change under way."""
    return campaign_calendar(countries, date(first_year, 1, 1), date(last_year, 12, 31))


def waiting(
    session: Session, campaign_id: int | None = None, collaboration_id: int | None = None, today: date | None = None
) -> Waiting:
    """Time each party held the ball, over all deliverables of a campaign or a collaboration (or of everything)."""
    statement = pick(Deliverable.id).where(was_planned())
    if campaign_id is not None:
        statement = statement.where(col(Deliverable.campaign_id) == campaign_id)
    if collaboration_id is not None:
        statement = statement.where(col(Deliverable.collaboration_id) == collaboration_id)
    ids = list(session.execute(statement).scalars())
    return _together(session, ids, today or date.today())


def waiting_of(session: Session, deliverable_id: int, today: date | None = None) -> Waiting:
    """The same for one deliverable."""
    return _together(session, [deliverable_id], today or date.today())


def _together(session: Session, ids: Sequence[int], today: date) -> Waiting:
    parts: list[dict[BallHolder, Held]] = []
    now_with: Counter[BallHolder] = Counter()
    for start in range(0, len(ids), _BLOCK):
        for turns, calendar in _turns(session, ids[start:start + _BLOCK], today):
            parts.append(time_held(turns, max(today, turns[-1].day) if turns else today, calendar))
            if turns and turns[-1].holder is not None:
                now_with[turns[-1].holder] += 1
    return Waiting(add_up(parts), dict(now_with))


def _turns(session: Session, ids: Sequence[int], today: date) -> list[tuple[list[Turn], WorkingCalendar]]:
    """Per deliverable its turns: from its creation, or its first move on record, to what is the case now."""
    moved: dict[int, list[DeliverableMove]] = defaultdict(list)
    for one in session.execute(
        pick(DeliverableMove).where(col(DeliverableMove.deliverable_id).in_(ids)).order_by(col(DeliverableMove.id))
    ).scalars():
        moved[one.deliverable_id].append(one)
    created = _created(session, ids)
    found = []
    for row in session.execute(
        pick(Deliverable.id, Deliverable.state, Deliverable.ball_since, Campaign.time_zone, Campaign.jurisdictions)
        .join(Campaign, col(Campaign.id) == col(Deliverable.campaign_id)).where(col(Deliverable.id).in_(ids))
    ):
        turns = [
            Turn(local_day(one.moved_at, row.time_zone) or today, _party(one.to_holder)) for one in moved[row.id]
        ]
        first = moved[row.id][0] if turns else None
        born = local_day(created.get(row.id), row.time_zone)
        if first is not None and born is not None and first.from_state == DeliverableState.NOT_STARTED:
            turns.insert(0, Turn(min(born, turns[0].day), _party(first.from_holder)))
        if first is None and row.ball_since is not None:
            # Moved before moves were kept: only the present turn is known.
            holder = pipelines.holder(pipelines.DELIVERABLE, DeliverableState(row.state))
            turns = [Turn(row.ball_since, holder)]
        years = (turns[0].day.year if turns else today.year, today.year)
        found.append((_in_order(turns), calendar_of(tuple(row.jurisdictions), *years)))
    return found


def _in_order(turns: Sequence[Turn]) -> list[Turn]:
    """A day typed by hand can lie before the move ahead of it; time does not run backwards."""
    ordered: list[Turn] = []
    for turn in turns:
        ordered.append(turn if not ordered or turn.day >= ordered[-1].day else Turn(ordered[-1].day, turn.holder))
    return ordered


def _created(session: Session, ids: Sequence[int]) -> dict[int, datetime]:
    """When each was added, from the change log; those written in bulk are not in it one by one."""
    found = session.execute(
        pick(Change.row_id, func.min(Step.at).label("at")).join(Step, col(Step.id) == col(Change.step_id))
        .where(col(Change.table_name) == "deliverable", col(Change.op) == "I", col(Change.row_id).in_(ids))
        .group_by(col(Change.row_id))
    )
    return {row.row_id: row.at for row in found}


def _party(holder: str) -> BallHolder | None:
    return BallHolder(holder) if holder else None

"""What is due, late and waiting over all campaigns, from the statements of `today_sources`."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, cast, exists, func, union_all
from sqlmodel import Session, col

from microinf_desktop.domain.enums import BallHolder
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.today import TodayItem, TodayKind
from microinf_desktop.queries import today_sources
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Snooze

_KINDS = {kind.value: kind for kind in TodayKind}
_HOLDERS = {holder.value: holder for holder in BallHolder}


def items(session: Session, today: date, horizon_days: int = 7) -> list[TodayItem]:
    """Everything late, due within `horizon_days`, waiting or put off, by due day (undated last)."""
    asleep = snoozed(session, today)
    given = {"until": today + timedelta(days=horizon_days), "today": today}
    found = [
        _item(row, asleep)
        for statement in today_sources.statements()
        for row in session.execute(statement, given).all()
    ]
    found.sort(key=lambda item: (item.due_on or date.max, item.client, item.campaign, item.creator))
    return found


def snoozed(session: Session, today: date) -> dict[tuple[str, int], date]:
    """Until when items are put off, by kind and id."""
    found = session.execute(
        pick(Snooze.kind, Snooze.item_id, Snooze.until_on).where(col(Snooze.until_on) > today)
    )
    return {(kind, item_id): until for kind, item_id, until in found}


def counts(session: Session, today: date) -> tuple[int, int]:
    """(due today, late) without what is put off."""
    due, late = session.execute(_counted(), {"until": today, "today": today}).one()
    return due or 0, late or 0


def count(session: Session, today: date) -> int:
    """How many items are late or due today (the number in the sidebar)."""
    return sum(counts(session, today))


@cache
def _counted() -> Select[Any]:
    """Both counts in one statement; texts are not read."""
    names = ("kind", "item_id", "due_on")
    parts = []
    for statement in today_sources.statements():
        columns = {column.key: column for column in statement.selected_columns}
        parts.append(statement.with_only_columns(*(columns[name] for name in names)))
    found = union_all(*parts).subquery()
    day: Any = bindparam("today", type_=Date)
    asleep = exists(
        pick(Snooze.id).where(
            col(Snooze.kind) == found.c.kind, col(Snooze.item_id) == found.c.item_id, col(Snooze.until_on) > day
        )
    )
    return pick(
        func.sum(cast(found.c.due_on == day, Integer)), func.sum(cast(found.c.due_on < day, Integer))
    ).where(found.c.due_on.is_not(None), ~asleep)


def _item(row: Any, asleep: dict[tuple[str, int], date]) -> TodayItem:
    (kind, item_id, record, record_id, client_id, client, color, campaign_id, campaign, influencer_id, creator, what,
     detail, holder, due_on, since, verdict, owner_id, decider, minor, currency) = row
    return TodayItem(
        _KINDS[kind], item_id, record, record_id, client_id, client, color, campaign_id, campaign, influencer_id,
        creator, what, detail, _HOLDERS[holder], due_on, since, verdict, owner_id, decider,
        None if minor is None else Money(minor, currency), asleep.get((kind, item_id)) if asleep else None,
    )

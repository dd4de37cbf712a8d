"""Answers what an import has to know of the roster on record, in few statements for any number of rows."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Select, and_, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from microinf_desktop.domain.rosters import (
    COUNTS,
    ExistingAccount,
    ExistingPerson,
    ExistingRoster,
    Figures,
    RosterQuestion,
    name_key,
)
from microinf_desktop.storage import keys
from microinf_desktop.storage.reading import pick
from microinf_desktop.storage.tables import Account, AccountSnapshot, Influencer, Step

# SQLite takes 32,766 parameters a statement.
_PART = 10_000
_SNAPSHOT_COLUMNS = tuple(getattr(AccountSnapshot, name.value) for name in COUNTS)


def roster_revision(session: Session) -> int:
    """The last step written; inside `writing()` the one before it. The same number means the same roster."""
    current = session.info.get("step_id")
    steps = pick(func.max(col(Step.id)))
    if current is not None:
        steps = steps.where(col(Step.id) < current)
    return session.execute(steps).scalar() or 0


def find_existing(session: Session, question: RosterQuestion) -> ExistingRoster:
    """The accounts, people and snapshots on record that the rows of an import may touch."""
    revision = roster_revision(session)
    if session.execute(pick(col(Influencer.id)).limit(1)).first() is None:
        return ExistingRoster(revision)
    accounts = {
        platform: _accounts(session, platform, wanted) for platform, wanted in question.accounts.items()
    }
    emails = _people_by(session, func.lower(col(Influencer.email)), question.emails)
    sort_names = {keys.sort_name(name) for name in question.names(accounts)}
    named = _people_by(session, col(Influencer.sort_name), sort_names)
    wanted_people = {account.influencer_id for found in accounts.values() for account in found.values()}
    wanted_people.update(*emails.values(), *named.values())
    people = _people(session, wanted_people)
    names: dict[str, list[int]] = {}
    for ids in named.values():
        for influencer_id in ids:
            names.setdefault(name_key(people[influencer_id].texts[0]), []).append(influencer_id)
    ids = [account.id for found in accounts.values() for account in found.values()]
    return ExistingRoster(revision, accounts, people, _snapshots(session, ids, question.days), emails, names)


def _accounts(session: Session, platform: str, wanted: Collection[str]) -> dict[str, ExistingAccount]:
    latest = aliased(AccountSnapshot)
    newest = (
        pick(func.max(col(AccountSnapshot.taken_on))).where(col(AccountSnapshot.account_id) == col(Account.id))
        .correlate(Account).scalar_subquery()
    )
    statement = (
        pick(
            col(Account.handle_key), col(Account.id), col(Account.influencer_id), col(Account.followers),
            col(Account.avg_likes), col(Account.avg_comments), col(Account.avg_views), col(Account.avg_shares),
            col(Account.avg_engagements), col(latest.authentic_engagements), col(Account.engagement_rate_ppm),
            col(Account.engagement_base), col(latest.taken_on),
        )
        .outerjoin(latest, and_(col(latest.account_id) == col(Account.id), col(latest.taken_on) == newest))
        .where(col(Account.platform) == platform)
    )
    found: dict[str, ExistingAccount] = {}
    for row in _in_parts(session, statement, col(Account.handle_key), wanted):
        key, account_id, influencer_id, *figures, rate, base, day = row
        found[key] = ExistingAccount(
            account_id, influencer_id, Figures(*figures), rate, base, day.isoformat() if day else ""
        )
    return found


def _people(session: Session, wanted: Collection[int]) -> dict[int, ExistingPerson]:
    person = Influencer
    statement = pick(
        col(person.id), col(person.name), col(person.legal_name), col(person.email), col(person.phone),
        col(person.country), col(person.city), col(person.address), col(person.manager_name),
        col(person.manager_email), col(person.manager_phone), col(person.vat_id), col(person.notes),
        _raw(person.niches), _raw(person.tags), _raw(person.languages),
    )
    owner = col(Account.influencer_id)
    tally = {
        row[0]: row[1] for row in _in_parts(session, pick(owner, func.count()).group_by(owner), owner, wanted)
    }
    return {
        row[0]: ExistingPerson(tuple(row[1:-3]), tuple(row[-3:]), tally.get(row[0], 0))
        for row in _in_parts(session, statement, col(person.id), wanted)
    }


def _raw(column: Any) -> Any:
    """A list of words as the JSON text that is stored, without reading it into a list."""
    from sqlalchemy import Text, type_coerce

    return type_coerce(col(column), Text)


def _people_by(session: Session, key: Any, wanted: Collection[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for value, influencer_id in _in_parts(session, pick(key, col(Influencer.id)), key, wanted):
        found.setdefault(value, []).append(influencer_id)
    return found


def _snapshots(session: Session, ids: Collection[int], days: Collection[str]) -> dict[tuple[int, str], Figures]:
    from datetime import date

    statement = pick(col(AccountSnapshot.account_id), col(AccountSnapshot.taken_on), *_SNAPSHOT_COLUMNS).where(
        col(AccountSnapshot.taken_on).in_([date.fromisoformat(day) for day in days])
    )
    return {
        (account_id, day.isoformat()): Figures(*figures)
        for account_id, day, *figures in _in_parts(session, statement, col(AccountSnapshot.account_id), ids)
    }


def _in_parts(
    session: Session, statement: Select[Any], column: Any, wanted: Iterable[Any]
) -> Iterator[Any]:
    values = list(wanted)
    for start in range(0, len(values), _PART):
        yield from session.execute(statement.where(column.in_(values[start : start + _PART])))

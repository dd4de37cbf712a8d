"""Reads of the clause library as an agency uses it: the program's, with its own wording and its own clauses."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlmodel import Session, col

from microinf_desktop.domain.clauses import Clause, ClauseLibrary
from microinf_desktop.domain.own_clauses import ClauseRow, ClauseVersionRow, in_order, with_own
from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.interchange.own_clauses import clause_json, read_own_clause
from microinf_desktop.paths import resource
from microinf_desktop.storage.tables import ClauseVersion, ContractVersion


def languages() -> tuple[str, ...]:
    """The languages there is a clause library in, English first."""
    found = sorted(path.stem for path in resource("clauses").glob("??.json"))
    return tuple(sorted(found, key=lambda code: code != "en"))


def library(session: Session, language: str = "en", order: Sequence[str] = ()) -> ClauseLibrary:
    """The clauses every contract of this workspace is made from, in the order of a contract when one is given.

    Its version names the agency's wording too ("2026.11.4+a3f9c1d2"), so that other words mean another version.
    KnownError when there is no library in this language.
    """
    shipped = bundled_library(language)
    own = [one.own for one in current_versions(session, language) if not one.is_retired]
    if own:
        bodies = "\n".join(clause_json(one.clause, one.after) for one in own)
        digest = hashlib.sha256(bodies.encode("utf-8")).hexdigest()[:8]
        shipped = replace(with_own(shipped, own), version=f"{shipped.version}+{digest}")
    return in_order(shipped, order)


def versions(session: Session, clause: str, language: str = "en") -> list[ClauseVersionRow]:
    """All versions of the agency's wording of a clause, newest first."""
    found = session.execute(
        select(ClauseVersion).where(col(ClauseVersion.clause) == clause, col(ClauseVersion.language) == language)
        .order_by(col(ClauseVersion.version).desc())
    ).scalars()
    return [_row(one) for one in found]


def current_versions(session: Session, language: str = "en") -> list[ClauseVersionRow]:
    """The newest version of each clause the agency ever edited or wrote, also those that were retired."""
    newest = (
        select(col(ClauseVersion.clause), func.max(ClauseVersion.version).label("version"))
        .where(col(ClauseVersion.language) == language).group_by(col(ClauseVersion.clause)).subquery()
    )
    found = session.execute(
        select(ClauseVersion)
        .join(newest, (newest.c.clause == col(ClauseVersion.clause)) & (newest.c.version == col(ClauseVersion.version)))
        .where(col(ClauseVersion.language) == language).order_by(col(ClauseVersion.clause))
    ).scalars()
    return [_row(one) for one in found]


def clause_rows(session: Session, language: str = "en") -> list[ClauseRow]:
    """Every clause as contracts get it, in the order of the library; retired clauses of the agency stand at the end."""
    shipped = {clause.id: clause for clause in bundled_library(language).clauses}
    current = {one.own.clause.id: one for one in current_versions(session, language)}
    used = _used(session)
    rows = []
    for clause in library(session, language).clauses:
        own = current.get(clause.id)
        rows.append(ClauseRow(
            clause, shipped.get(clause.id), None if own is None or own.is_retired else own, used[clause.id]
        ))
    gone = [one for name, one in current.items() if one.is_retired and name not in shipped]
    return rows + [ClauseRow(one.own.clause, None, one, used[one.own.clause.id]) for one in gone]


def clause_row(session: Session, clause: str, language: str = "en") -> ClauseRow | None:
    """One clause as contracts get it; None when nobody knows it."""
    return next((row for row in clause_rows(session, language) if row.clause.id == clause), None)


def updates(session: Session, language: str = "en") -> list[ClauseRow]:
    """The edited clauses whose original changed with the program."""
    return [row for row in clause_rows(session, language) if row.update]


def shipped_clause(clause: str, language: str = "en") -> Clause | None:
    """A clause as the program ships it; None for one of the agency's own."""
    return next((one for one in bundled_library(language).clauses if one.id == clause), None)


def _used(session: Session) -> Counter[str]:
    """In how many contracts each clause stands, by their newest issued version."""
    found = session.execute(
        select(col(ContractVersion.contract_id), col(ContractVersion.clause_numbers))
        .order_by(col(ContractVersion.version))
    )
    newest = {row[0]: row[1] for row in found}
    return Counter(name for numbers in newest.values() for name in json.loads(numbers))


def _row(stored: ClauseVersion) -> ClauseVersionRow:
    return ClauseVersionRow(
        stored.id or 0, stored.language, stored.version, read_own_clause(stored.body), stored.library_version,
        read_own_clause(stored.library_body).clause if stored.library_body else None, stored.reason,
        stored.is_retired, stored.made_at, stored.made_by,
    )

"""Changes to the agency's clauses: each is a new version with who, when and why; older ones stay to be read."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from microinf_desktop.domain.clauses import Clause, ClauseLibrary
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.domain.own_clauses import ClauseVersionRow, OwnClause, own_id, require_usable
from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.interchange.own_clauses import clause_json
from microinf_desktop.queries import clauses as queries
from microinf_desktop.storage.tables import ClauseVersion
from microinf_desktop.storage.workspace import Workspace


def save_clause(
    workspace: Workspace, own: OwnClause, *, reason: str, language: str = "en", now: datetime | None = None
) -> int:
    """Store the agency's wording of a clause as its next version, which new contracts use; returns its number.

    Of a clause of the library text, title, note and default may differ; id, whether it must be and when it is printed
    stay. Saving what already counts changes nothing and returns that version. ValidationError for a placeholder or a
    condition that does not exist, an empty text, or a missing reason.
    """
    shipped = queries.shipped_clause(own.clause.id, language)
    clause = _trimmed(own.clause)
    if shipped is not None:
        clause = replace(clause, must=shipped.must, conditions=shipped.conditions)
    own = OwnClause(clause, own.after)
    with workspace.writing(f"Edit the clause “{clause.title}”") as session:
        known = queries.library(session, language)
        require_usable(clause, known if shipped or own.clause.id in _ids(known.clauses) else _with(known, clause))
        _require_reason(reason)
        newest = next(iter(queries.versions(session, clause.id, language)), None)
        if newest is not None and not newest.is_retired and newest.own == own and newest.shipped == shipped:
            return newest.version
        return _add(session, workspace, own, language, reason, now, shipped=shipped)


def add_clause(
    workspace: Workspace, clause: Clause, *, after: str = "", reason: str, language: str = "en",
    now: datetime | None = None,
) -> str:
    """Add a clause of the agency's own; its id is made from the title and returned. Errors as in `save_clause`."""
    if not clause.title.strip():
        raise ValidationError("title", "The clause has no title.", "Give it one; it is printed above the text.")
    with workspace.reading() as session:
        taken = _ids(queries.library(session, language).clauses)
        taken |= {one.own.clause.id for one in queries.current_versions(session, language)}
    made = replace(clause, id=own_id(clause.title, taken))
    save_clause(workspace, OwnClause(made, after), reason=reason, language=language, now=now)
    return made.id


def retire_clause(
    workspace: Workspace, clause: str, *, reason: str = "", language: str = "en", now: datetime | None = None
) -> None:
    """Go back to the library's wording, or stop using a clause of the agency's own; its versions stay.

    KnownError when the agency has no wording of this clause.
    """
    with workspace.reading() as session:
        title = _current(session, clause, language).own.clause.title
    with workspace.writing(f"Retire the clause “{title}”") as session:
        current = _current(session, clause, language)
        _add(session, workspace, current.own, language, reason, now, shipped=current.shipped, retired=True)


def restore_version(
    workspace: Workspace, clause: str, version: int, *, reason: str, language: str = "en", now: datetime | None = None
) -> int:
    """Use an earlier wording again, as a new version; returns its number. KnownError when there is no such version."""
    with workspace.reading() as session:
        found = next((one for one in queries.versions(session, clause, language) if one.version == version), None)
    if found is None:
        raise KnownError(f"This clause has no version {version}.", "Choose one of the list.")
    return save_clause(workspace, found.own, reason=reason, language=language, now=now)


def keep_own(workspace: Workspace, clause: str, *, language: str = "en", now: datetime | None = None) -> int:
    """Keep the agency's wording although the library's changed; the change is not shown again. Returns the version."""
    with workspace.reading() as session:
        current = _current(session, clause, language)
    return save_clause(
        workspace, current.own, reason=f"Kept beside library {bundled_library(language).version}", language=language,
        now=now,
    )


def _add(
    session: Session, workspace: Workspace, own: OwnClause, language: str, reason: str, now: datetime | None, *,
    shipped: Clause | None, retired: bool = False,
) -> int:
    last = session.exec(
        select(ClauseVersion.version)
        .where(ClauseVersion.clause == own.clause.id, ClauseVersion.language == language)
        .order_by(col(ClauseVersion.version).desc())
    ).first()
    version = (last or 0) + 1
    session.add(ClauseVersion(
        clause=own.clause.id, language=language, version=version, title=own.clause.title,
        body=clause_json(own.clause, own.after), library_version=bundled_library(language).version if shipped else "",
        library_body=clause_json(shipped) if shipped else "", reason=reason.strip(), is_retired=retired,
        made_at=now or datetime.now(UTC), made_by=workspace.person_name,
    ))
    return version


def _current(session: Session, clause: str, language: str) -> ClauseVersionRow:
    found = next(iter(queries.versions(session, clause, language)), None)
    if found is None or found.is_retired:
        raise KnownError("The agency has no wording of its own for this clause.", "Edit the clause first.")
    return found


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError("reason", "Say why the clause is changed.", "A few words are enough.")


def _trimmed(clause: Clause) -> Clause:
    """Without empty paragraphs and spaces around."""
    kept = tuple(
        replace(one, text=" ".join(one.text.split())) for one in clause.paragraphs if one.text.strip()
    )
    return replace(clause, title=" ".join(clause.title.split()), note=clause.note.strip(), paragraphs=kept)


def _ids(clauses: tuple[Clause, ...]) -> set[str]:
    return {clause.id for clause in clauses}


def _with(library: ClauseLibrary, clause: Clause) -> ClauseLibrary:
    """The library with a new clause, which may refer to itself."""
    return replace(library, clauses=(*library.clauses, clause))

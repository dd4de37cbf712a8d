"""Clauses of the sample agency: one it improved twice, one whose original changed since, one of its own."""

from dataclasses import replace
from datetime import timedelta

from sqlmodel import Session

from microinf_desktop.domain.clauses import Clause, ClauseParagraph
from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.interchange.own_clauses import clause_json
from microinf_desktop.queries.clauses import shipped_clause
from microinf_desktop.services.sample.content import Clock, Entry, load
from microinf_desktop.storage.tables import ClauseVersion


def add_house_clauses(session: Session, clock: Clock) -> None:
    """Store what `clauses.json` tells; each version adds its paragraphs to the text it was made from."""
    for entry in load("clauses.json"):
        _add(session, clock, entry)
    session.flush()


def _add(session: Session, clock: Clock, entry: Entry) -> None:
    shipped = shipped_clause(entry["clause"])
    start = shipped or Clause(entry["clause"], entry["title"], False, (), default=False, note=entry["note"])
    made_from, library = shipped, bundled_library().version if shipped else ""
    if "made_from_without" in entry:
        # As if it had been made with an older program, whose library lacked a paragraph.
        left_out = entry["made_from_without"]
        kept = tuple(one for place, one in enumerate(start.paragraphs) if place != left_out)
        start = made_from = replace(start, paragraphs=kept)
        library = entry["made_from_version"]
    for number, version in enumerate(entry["versions"], 1):
        made = replace(start, paragraphs=(*start.paragraphs, *map(ClauseParagraph, version["add"])))
        day = clock.today - timedelta(days=version["days_ago"])
        session.add(ClauseVersion(
            clause=made.id, language="en", version=number, title=made.title,
            body=clause_json(made, entry.get("after", "")), library_version=library,
            library_body=clause_json(made_from) if made_from else "", reason=version["reason"],
            made_at=clock.moment(day, made.id, number), made_by=version["who"],
        ))

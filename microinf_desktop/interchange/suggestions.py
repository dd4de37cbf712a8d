"""Points out rows that may be a person already there under another account; merging is left to a person."""

from collections.abc import Collection

from microinf_desktop.domain.rosters import ExistingRoster, F, PersonSuggestion, name_key
from microinf_desktop.interchange.roster_decisions import Decisions, RowIndex

_MOST = 500
_SHORTEST_NAME = 6


def suggest(index: RowIndex, decisions: Decisions, existing: ExistingRoster) -> list[PersonSuggestion]:
    """Pairs that may be one person: the same name and country on different platforms, or one address, two names.

    Compared are the rows that add a person, with each other and with the people on record; 500 at most.
    """
    added = [
        index.offsets[table] + row for table, status in enumerate(decisions.status) for row in range(len(status))
        if status[row] == 0
    ]
    found = _same_address(index, added)
    if len(index.accounts) > 1 or existing.names:
        found += _same_name(index, added, existing)
    return found[:_MOST]


def _same_address(index: RowIndex, added: Collection[int]) -> list[PersonSuggestion]:
    if not index.emails:
        return []
    first_with: dict[str, int] = {}
    found = []
    for number in added:
        email = index.text(number, F.EMAIL).lower()
        if email:
            first = first_with.setdefault(email, number)
            if index.root(first) != index.root(number):
                found.append(_between(index, number, first, f"same e-mail address {email}"))
                if len(found) >= _MOST:
                    break
    return found


def _same_name(index: RowIndex, added: Collection[int], existing: ExistingRoster) -> list[PersonSuggestion]:
    first_with: dict[str, int] = {}
    found: list[PersonSuggestion] = []
    for number in added:
        key = name_key(index.name(number))
        if len(key) < _SHORTEST_NAME:
            continue
        country = index.text(number, F.COUNTRY)
        for influencer_id in existing.names.get(key, ()):
            person = existing.people.get(influencer_id)
            if person is not None and _agree(country, person.texts[4]):
                table, row = index.place(number)
                found.append(PersonSuggestion(
                    index.tables[table].file, index.tables[table].rows[row], index.name(number), person.texts[0],
                    _reason(country or person.texts[4]), influencer_id,
                ))
        first = first_with.setdefault(key, number)
        if first != number and index.root(first) != index.root(number):
            platforms = {platform for platform, _ in index.accounts_of(first)}
            others = {platform for platform, _ in index.accounts_of(number)}
            if not platforms & others and _agree(country, index.text(first, F.COUNTRY)):
                found.append(_between(index, number, first, _reason(country)))
        if len(found) >= _MOST:
            break
    return found


def _agree(first: str, second: str) -> bool:
    """Two countries agree when they are the same or one is not known."""
    return not first or not second or first == second


def _reason(country: str) -> str:
    return f"same name and country ({country})" if country else "same name"


def _between(index: RowIndex, number: int, first: int, reason: str) -> PersonSuggestion:
    table, row = index.place(number)
    other_table, other_row = index.place(first)
    return PersonSuggestion(
        index.tables[table].file, index.tables[table].rows[row], index.name(number), index.name(first), reason,
        other_file=index.tables[other_table].file, other_row=index.tables[other_table].rows[other_row],
    )

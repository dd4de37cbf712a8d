"""Clauses in an agency's own words: their order, their text as it is edited, what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from functools import cache

from microinf_desktop.domain.clauses import PLACEHOLDER, Clause, ClauseLibrary, holds
from microinf_desktop.domain.contract_facts import VALUE_NAMES, fact_table
from microinf_desktop.domain.contract_terms import (
    AgencyRole,
    CompensationTerms,
    ContractData,
    CreatorParty,
    LawTerms,
    Party,
    TimelineTerms,
    UsageTerms,
)
from microinf_desktop.domain.enums import CompensationModel
from microinf_desktop.domain.errors import ValidationError
from microinf_desktop.domain.text import fold

OWN_PREFIX = "own_"
_BRACES = re.compile(r"\{[^{}\n]*\}")


@dataclass(frozen=True, slots=True)
class OwnClause:
    """A clause of the agency; one that is not in the library stands after the clause `after` names ("" is the end)."""

    clause: Clause
    after: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it is the agency's own and not an edited clause of the library."""
        return self.clause.id.startswith(OWN_PREFIX)


@dataclass(frozen=True, slots=True)
class ClauseVersionRow:
    """A version of an agency's clause: who made it, when and why; `shipped` is the library's it was made from."""

    id: int
    language: str
    version: int
    own: OwnClause
    library_version: str
    shipped: Clause | None
    reason: str
    is_retired: bool
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause as contracts get it: `shipped` is the library's, `own` the version that counts instead of it.

    `used` is in how many contracts it was issued. `update` says that the library changed under an edited clause.
    """

    clause: Clause
    shipped: Clause | None
    own: ClauseVersionRow | None
    used: int = 0

    @property
    def update(self) -> bool:
        return self.own is not None and self.shipped is not None and self.own.shipped != self.shipped


def with_own(library: ClauseLibrary, own: Iterable[OwnClause]) -> ClauseLibrary:
    """The library with the agency's wording; new clauses follow the one they name, else stand before the last two."""
    known = {one.clause.id: one for one in own}
    if not known:
        return library
    clauses = [known[clause.id].clause if clause.id in known else clause for clause in library.clauses]
    for one in known.values():
        if one.is_new:
            ids = [clause.id for clause in clauses]
            place = ids.index(one.after) + 1 if one.after in ids else max(len(ids) - 2, 0)
            clauses.insert(place, one.clause)
    return replace(library, clauses=tuple(clauses))


def in_order(library: ClauseLibrary, order: Sequence[str]) -> ClauseLibrary:
    """The library in the order of a contract; a clause that is not named follows the one it follows in the library."""
    if not order:
        return library
    ids = [clause.id for clause in library.clauses]
    wanted = [name for name in dict.fromkeys(order) if name in ids]
    for place, name in enumerate(ids):
        if name not in wanted:
            before = ids[place - 1] if place else ""
            wanted.insert(wanted.index(before) + 1 if before in wanted else 0, name)
    by_id = {clause.id: clause for clause in library.clauses}
    return replace(library, clauses=tuple(by_id[name] for name in wanted))


def editable_text(clause: Clause, facts: frozenset[str]) -> str:
    """The paragraphs of a clause that hold in a contract, one a line, with their placeholders; tables stay as data."""
    return "\n".join(
        paragraph.text for paragraph in clause.paragraphs
        if paragraph.table is None and holds(paragraph.conditions, facts)
    )


def plain_text(clause: Clause, say: Callable[[tuple[str, ...]], str] = ", ".join) -> str:
    """A clause as text to compare: title, then one paragraph a line with what it hangs on, as `say` puts it."""
    lines = [clause.title]
    for paragraph in clause.paragraphs:
        when = f"[{say(paragraph.conditions)}] " if paragraph.conditions else ""
        lines.append(f"{when}{paragraph.text}")
    return "\n\n".join(lines)


def text_problems(text: str, library: ClauseLibrary) -> tuple[str, ...]:
    """What is wrong with the placeholders of a text, in sentences; empty when each names something that exists."""
    names = VALUE_NAMES | {parameter.name for parameter in library.parameters}
    ids = frozenset(clause.id for clause in library.clauses)
    found: dict[str, None] = {}
    for match in _BRACES.finditer(text):
        word = match.group()
        read = PLACEHOLDER.fullmatch(word)
        known = ids if read is not None and read.group(1) else names
        if read is None:
            found[f"{word} is no placeholder. Write it like {{fee}} or {{ref:law}}."] = None
        elif read.group(2) not in known:
            near = get_close_matches(read.group(2), sorted(known), 1)
            mark = "ref:" if read.group(1) else ""
            hint = f" Perhaps {{{mark}{near[0]}}}?" if near else ""
            found[f"{word} names nothing.{hint}"] = None
    rest = _BRACES.sub("", text)
    if "{" in rest or "}" in rest:
        found["A brace is alone. A placeholder begins with { and ends with } in the same line."] = None
    return tuple(found)


def clause_problems(clause: Clause, library: ClauseLibrary) -> tuple[str, ...]:
    """Why a clause cannot be used, in sentences."""
    found: dict[str, None] = {}
    if not clause.title.strip():
        found["The clause has no title."] = None
    if not any(paragraph.text.strip() for paragraph in clause.paragraphs):
        found["The clause has no text."] = None
    facts = known_facts(library)
    for conditions in (clause.conditions, *(paragraph.conditions for paragraph in clause.paragraphs)):
        for name in conditions:
            if name.removeprefix("!") not in facts:
                found[f"No contract knows the condition “{name}”."] = None
    for paragraph in clause.paragraphs:
        found.update(dict.fromkeys(text_problems(paragraph.text, library)))
    return tuple(found)


def require_usable(clause: Clause, library: ClauseLibrary) -> None:
    """ValidationError with the first thing that is wrong with a clause."""
    problems = clause_problems(clause, library)
    if problems:
        field = "title" if not clause.title.strip() else "text"
        raise ValidationError(field, problems[0], "Correct it, then save again.")


def known_facts(library: ClauseLibrary) -> frozenset[str]:
    """All names a condition may use with this library."""
    return _data_facts().union(*(parameter.facts for parameter in library.parameters))


@cache
def _data_facts() -> frozenset[str]:
    empty = ContractData(
        number="", version=1, dated=date(2026, 1, 1), agency=Party(), agency_role=AgencyRole.AGENT, client=Party(),
        creator=CreatorParty(), campaign="", product="", deliverables=(), timeline=TimelineTerms(),
        compensation=CompensationTerms(CompensationModel.FLAT_FEE), usage=UsageTerms(), law=LawTerms(),
    )
    return frozenset(fact_table(empty, {}))


def dangling(library: ClauseLibrary, included: Sequence[Clause], facts: frozenset[str],
             overrides: Mapping[str, str]) -> list[tuple[str, str]]:
    """References to clauses that are not in the contract, as (clause that refers, clause it refers to)."""
    present = {clause.id for clause in included}
    found: dict[tuple[str, str], None] = {}
    for clause in included:
        text = overrides.get(clause.id)
        text = "\n".join(one.text for one in clause.paragraphs
                         if holds(one.conditions, facts) and (text is None or one.table)) + "\n" + (text or "")
        for match in PLACEHOLDER.finditer(text):
            if match.group(1) and match.group(2) not in present:
                found[clause.id, match.group(2)] = None
    return list(found)


def own_id(title: str, taken: Iterable[str]) -> str:
    """An id for a new clause: own_ and the letters of its title, with a letter more while it is taken."""
    letters = re.sub(r"[^a-z]+", "_", fold(title)).strip("_")[:40] or "clause"
    known, made = set(taken), f"{OWN_PREFIX}{letters}"
    while made in known:
        made += "_x"
    return made

"""The clause library as plain data: clauses with conditions, parameters and the words around them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ParameterType = Literal["hours", "days", "working_days", "months", "years", "percent", "text", "choice"]
TableName = Literal["deliverables", "requirements", "payments", "products", "kill_fees", "kpis"]

# `{name}`, `{name:strong}` (set in bold) and `{ref:clause}` (the number of a clause).
PLACEHOLDER = re.compile(r"\{(ref:)?([a-z_]+)(:strong)?\}")


@dataclass(frozen=True, slots=True)
class ClauseParameter:
    """A number or word a clause uses and the agency may change; `label` says what it is."""

    name: str
    type: ParameterType
    default: str | int
    label: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseParagraph:
    """One numbered paragraph; it is printed when all of `conditions` hold ("!x" holds when x does not)."""

    text: str
    conditions: tuple[str, ...] = ()
    table: TableName | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause; `must` clauses cannot be switched off where their conditions hold, others are on or off by `default`.

    `note` tells the agency what the choice means; it is not printed.
    """

    id: str
    title: str
    must: bool
    paragraphs: tuple[ClauseParagraph, ...]
    default: bool = True
    conditions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClauseLibrary:
    """All clauses of one language, in the order of the contract; `words` are the texts around them."""

    language: str
    version: str
    effective_from: str
    source: str
    notice: str
    clauses: tuple[Clause, ...]
    parameters: tuple[ClauseParameter, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)

    def clause(self, clause_id: str) -> Clause:
        """The clause with this id; KeyError when there is none."""
        for clause in self.clauses:
            if clause.id == clause_id:
                return clause
        raise KeyError(clause_id)


def holds(conditions: tuple[str, ...], facts: frozenset[str]) -> bool:
    """Whether all conditions are met by the facts of a contract."""
    return all((name[1:] not in facts) if name.startswith("!") else (name in facts) for name in conditions)


def included_clauses(
    library: ClauseLibrary, facts: frozenset[str], switches: Mapping[str, bool]
) -> tuple[Clause, ...]:
    """The clauses of one contract: those that must be, and those chosen; each only where its conditions hold."""
    return tuple(
        clause for clause in library.clauses
        if (clause.must or switches.get(clause.id, clause.default)) and holds(clause.conditions, facts)
    )

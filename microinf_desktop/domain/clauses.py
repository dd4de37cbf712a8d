"""The clause library as plain data: clauses with conditions, parameters and the words around them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ParameterType = Literal[
    "hours", "days", "working_days", "months", "years", "percent", "money", "text", "choice", "country",
]
TableName = Literal["deliverables", "requirements", "payments", "products", "kill_fees", "kpis"]

# `{name}`, `{name:strong}` (set in bold) and `{ref:clause}` (the number of a clause).
PLACEHOLDER = re.compile(r"\{(ref:)?([a-z_]+)(:strong)?\}")

_COUNTRY = re.compile(r"[A-Z]{2}|")


@dataclass(frozen=True, slots=True)
class ClauseParameter:
    """A number or word a clause uses and the agency may change; `label` says what it is.

    Money is in minor units of the contract's currency, a country an ISO 3166-1 code. A whole number lies between
    `minimum` and `maximum` (None: no limit). `choice_labels` say what each of `choices` means; a choice is also a
    fact of the contract, named "parameter=choice" in conditions.
    """

    name: str
    type: ParameterType
    default: str | int
    label: str
    choices: tuple[str, ...] = ()
    choice_labels: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None

    @property
    def facts(self) -> tuple[str, ...]:
        """The conditions this parameter can meet."""
        return tuple(f"{self.name}={choice}" for choice in self.choices)

    def allows(self, value: str | int) -> bool:
        """Whether a value fits the type and the limits."""
        if self.type == "choice":
            return value in self.choices
        if self.type in ("text", "country"):
            return isinstance(value, str) and (self.type == "text" or _COUNTRY.fullmatch(value) is not None)
        if not isinstance(value, int) or isinstance(value, bool):
            return False
        return (self.minimum or 0) <= value and (self.maximum is None or value <= self.maximum)


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

    def parameter(self, name: str) -> ClauseParameter:
        """The parameter with this name; KeyError when there is none."""
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        raise KeyError(name)

    def parameters_of(self, clause_id: str) -> tuple[ClauseParameter, ...]:
        """The parameters a clause depends on, as values or in conditions, in the order of the library."""
        clause = self.clause(clause_id)
        named = {match.group(2) for text in clause.paragraphs for match in PLACEHOLDER.finditer(text.text)
                 if not match.group(1)}
        asked = {condition.removeprefix("!").partition("=")[0]
                 for conditions in (clause.conditions, *(text.conditions for text in clause.paragraphs))
                 for condition in conditions if "=" in condition}
        return tuple(parameter for parameter in self.parameters if parameter.name in named | asked)


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

"""Reads a clause library from its JSON file and checks it before a contract relies on it."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

from microinf_desktop.domain.clauses import (
    PLACEHOLDER,
    Clause,
    ClauseLibrary,
    ClauseParagraph,
    ClauseParameter,
    ParameterType,
    TableName,
)
from microinf_desktop.domain.contract_facts import VALUE_NAMES
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.own_clauses import known_facts
from microinf_desktop.paths import resource

_FORMAT = 1
_HINT = "Correct the file, or remove it to use the library of the program."


@cache
def bundled_library(language: str = "en") -> ClauseLibrary:
    """The library that comes with the program; KnownError when there is none in this language."""
    path = resource("clauses", f"{language}.json")
    if not path.is_file():
        raise KnownError(f"There is no clause library in “{language}”.", "Choose English.")
    return load_clause_library(path)


def load_clause_library(path: Path) -> ClauseLibrary:
    """Read and check a library; KnownError says which clause is wrong and how."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KnownError(f"{path.name} could not be read: {error.strerror or error}.", _HINT) from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise KnownError(f"{path.name} is no clause library: {error}.", _HINT) from error
    return read_clause_library(content, path.name)


def read_clause_library(content: Any, source: str) -> ClauseLibrary:
    """Turn parsed JSON into a library; `source` names it in error messages."""
    reader = _Reader(source)
    table = reader.table(content, "the file")
    if table.get("format") != _FORMAT:
        raise reader.error(f"its format is {table.get('format')!r}, this program reads {_FORMAT}")
    parameters = tuple(
        reader.parameter(name, value) for name, value in reader.table(table.get("parameters", {}), "parameters").items()
    )
    clauses = tuple(reader.clause(item) for item in reader.items(table.get("clauses"), "clauses"))
    library = ClauseLibrary(
        language=reader.text(table, "language"), version=reader.text(table, "version"),
        effective_from=reader.day(table, "effective_from"), source=reader.text(table, "source"),
        notice=reader.text(table, "notice"), clauses=clauses, parameters=parameters,
        words={str(key): reader.text(table["words"], key) for key in reader.table(table.get("words"), "words")},
    )
    _check_names(library, reader)
    return library


def read_clause(content: Any, source: str) -> Clause:
    """Turn one clause of parsed JSON into a clause, without a note when it has none; KnownError as for a library."""
    reader = _Reader(source)
    note = reader.table(content, "a clause").get("note") or ""
    return replace(reader.clause({**content, "note": note or "–"}), note=str(note))


class _Reader:
    """Takes values out of parsed JSON and says where one is wrong."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._where = ""

    def error(self, what: str) -> KnownError:
        where = f", {self._where}" if self._where else ""
        return KnownError(f"The clause library {self._source} cannot be used{where}: {what}.", _HINT)

    def table(self, value: Any, name: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.error(f"{name} is not a table")
        return value

    def items(self, value: Any, name: str) -> list[Any]:
        if not isinstance(value, list) or not value:
            raise self.error(f"{name} is not a list with at least one entry")
        return value

    def text(self, table: dict[str, Any], key: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"“{key}” is missing or no text")
        return value

    def flag(self, table: dict[str, Any], key: str, default: bool) -> bool:
        value = table.get(key, default)
        if not isinstance(value, bool):
            raise self.error(f"“{key}” is neither true nor false")
        return value

    def day(self, table: dict[str, Any], key: str) -> str:
        try:
            return date.fromisoformat(self.text(table, key)).isoformat()
        except ValueError as error:
            raise self.error(f"“{key}” is no day such as 2026-11-24") from error

    def conditions(self, table: dict[str, Any]) -> tuple[str, ...]:
        value = table.get("if", [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error("“if” is not a list of words")
        return tuple(value)

    def parameter(self, name: str, value: Any) -> ClauseParameter:
        self._where = f"parameter “{name}”"
        table = self.table(value, name)
        kind = self.text(table, "type")
        if kind not in get_args(ParameterType):
            raise self.error(f"“{kind}” is no type of parameter")
        choices, labels = self.choices(table)
        result = ClauseParameter(
            name, kind, table.get("default", ""), self.text(table, "label"), choices, labels,  # type: ignore[arg-type]
            self.limit(table, "min"), self.limit(table, "max"),
        )
        if "default" not in table or not result.allows(result.default):
            raise self.error(f"its default does not fit the type “{kind}” and its limits")
        self._where = ""
        return result

    def choices(self, table: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The choices of a parameter and what they mean: a table of both, or a list of names alone."""
        value = table.get("choices", {})
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value), tuple(value)
        named = self.table(value, "choices")
        return tuple(named), tuple(self.text(named, name) for name in named)

    def limit(self, table: dict[str, Any], key: str) -> int | None:
        value = table.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise self.error(f"“{key}” is no whole number")
        return value

    def clause(self, value: Any) -> Clause:
        table = self.table(value, "a clause")
        self._where = f"clause “{table.get('id', '?')}”"
        clause = Clause(
            id=self.text(table, "id"), title=self.text(table, "title"), must=self.flag(table, "must", False),
            default=self.flag(table, "default", True), conditions=self.conditions(table),
            note=self.text(table, "note"),
            paragraphs=tuple(self.paragraph(item) for item in self.items(table.get("paragraphs"), "paragraphs")),
        )
        self._where = ""
        return clause

    def paragraph(self, value: Any) -> ClauseParagraph:
        table = self.table(value, "a paragraph")
        name = table.get("table")
        if name is not None and name not in get_args(TableName):
            raise self.error(f"there is no table “{name}”")
        return ClauseParagraph(self.text(table, "text"), self.conditions(table), name)


def _check_names(library: ClauseLibrary, reader: _Reader) -> None:
    """Ids are there once; conditions, values and references name things that exist."""
    ids = [clause.id for clause in library.clauses]
    if len(set(ids)) < len(ids):
        raise reader.error("two clauses have the same id")
    facts = known_facts(library)
    values = VALUE_NAMES | {parameter.name for parameter in library.parameters}
    for clause in library.clauses:
        for conditions in (clause.conditions, *(paragraph.conditions for paragraph in clause.paragraphs)):
            for name in conditions:
                if name.removeprefix("!") not in facts:
                    raise reader.error(f"clause “{clause.id}” asks for “{name}”, which no contract knows")
        for paragraph in clause.paragraphs:
            for match in PLACEHOLDER.finditer(paragraph.text):
                known = ids if match.group(1) else values
                if match.group(2) not in known:
                    raise reader.error(f"clause “{clause.id}” uses “{match.group()}”, which does not exist")

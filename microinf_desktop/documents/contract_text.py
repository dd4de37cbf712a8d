"""Assembles a contract from its data and the clause library: numbered clauses, paragraphs and tables, no layout."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

from microinf_desktop.documents.contract_tables import TableText, contract_table
from microinf_desktop.documents.contract_values import contract_values, parameter_values
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.text import Run
from microinf_desktop.domain.clauses import PLACEHOLDER, Clause, ClauseLibrary, TableName, holds, included_clauses
from microinf_desktop.domain.contract_facts import contract_facts
from microinf_desktop.domain.contract_terms import ContractData, all_strings
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.own_clauses import in_order


@dataclass(frozen=True, slots=True)
class NumberedParagraph:
    """A paragraph with its number ("4.2") and the table that follows it."""

    number: str
    text: tuple[Run, ...]
    table: TableText | None = None
    table_name: TableName | None = None

    @property
    def plain(self) -> str:
        """The words alone."""
        return "".join(run.text for run in self.text)


_Content = tuple[tuple[Run, ...], TableText | None, TableName | None]


@dataclass(frozen=True, slots=True)
class NumberedClause:
    """A clause as it stands in this contract."""

    number: str
    id: str
    title: str
    paragraphs: tuple[NumberedParagraph, ...]


def assemble(
    data: ContractData, library: ClauseLibrary, *, draft: bool = False, numbers: Mapping[str, str] | None = None
) -> list[NumberedClause]:
    """The clauses of a contract in order, numbered, with all values filled in.

    `numbers` by clause id are those of the agreement that an amendment changes; a clause it does not have yet is
    numbered after the one it follows: "15a".

    In a draft a missing value is a marked run that names it. Otherwise KnownError says which value of which
    clause is missing; `contract_findings` lists them all beforehand.
    """
    formats = ContractFormats(library.language, data.locale, library.words)
    return _Assembly(data, library, formats, draft, numbers).clauses()


def _numbers(clauses: Sequence[str], known: Mapping[str, str] | None) -> dict[str, str]:
    """Numbers by clause id; new clauses among known ones take the number before them and a letter of their own."""
    if known is None:
        return {clause: str(number) for number, clause in enumerate(clauses, 1)}
    taken, last = set(known.values()), "0"
    numbers: dict[str, str] = {}
    for clause in clauses:
        if clause in known:
            numbers[clause] = last = known[clause]
            continue
        stem = last.rstrip(ascii_lowercase)
        numbers[clause] = next(f"{stem}{letter}" for letter in ascii_lowercase if f"{stem}{letter}" not in taken)
        taken.add(numbers[clause])
    return numbers


class _Assembly:
    def __init__(
        self, data: ContractData, library: ClauseLibrary, formats: ContractFormats, draft: bool,
        numbers: Mapping[str, str] | None,
    ) -> None:
        self._data = data
        self._formats = formats
        self._draft = draft
        library = in_order(library, data.order)
        self._library = library
        self._values = contract_values(data, library, formats)
        self._facts = contract_facts(data, parameter_values(data, library))
        self._clauses = included_clauses(library, self._facts, dict(data.switches))
        self._numbers = _numbers([clause.id for clause in self._clauses], numbers)

    def clauses(self) -> list[NumberedClause]:
        return [
            NumberedClause(number, clause.id, clause.title, tuple(self._paragraphs(number, clause)))
            for clause in self._clauses for number in (self._numbers[clause.id],)
        ]

    def _paragraphs(self, number: str, clause: Clause) -> Iterator[NumberedParagraph]:
        for index, (text, table, name) in enumerate(self._contents(clause), 1):
            yield NumberedParagraph(f"{number}.{index}", text, table, name)

    def _contents(self, clause: Clause) -> Iterator[_Content]:
        override = dict(self._data.overrides).get(clause.id)
        if override is not None:
            for line in filter(str.strip, override.splitlines()):
                yield tuple(self._filled(line.strip(), clause)), None, None
        for paragraph in clause.paragraphs:
            # An edited clause keeps its tables: they are data, not wording.
            if holds(paragraph.conditions, self._facts) and (override is None or paragraph.table is not None):
                table = contract_table(paragraph.table, self._data, self._formats) if paragraph.table else None
                yield tuple(self._filled(paragraph.text, clause)), table, paragraph.table

    def _filled(self, text: str, clause: Clause) -> Iterator[Run]:
        end = 0
        for match in PLACEHOLDER.finditer(text):
            if match.start() > end:
                yield Run(text[end : match.start()])
            end = match.end()
            if not self._exists(match):
                yield Run(match.group())  # typed by somebody, and nothing of this library
            elif match.group(1):
                yield self._reference(match.group(2), clause)
            else:
                yield self._value(match.group(2), clause, strong=bool(match.group(3)))
        if end < len(text):
            yield Run(text[end:])

    def _exists(self, match: re.Match[str]) -> bool:
        name = match.group(2)
        return any(one.id == name for one in self._library.clauses) if match.group(1) else name in self._values

    def _value(self, name: str, clause: Clause, *, strong: bool) -> Run:
        value = self._values[name]
        weight = 600 if strong else None
        if value is not None:
            return Run(value, weight=weight)
        known = f"field.{name}"
        label = self._formats.word(known) if self._formats.has(known) else name.replace("_", " ")
        if not self._draft:
            raise KnownError(f"The contract cannot be made: clause “{clause.title}” has no {label}.", "Enter it first.")
        return Run(label, weight=weight, marked=True)

    def _reference(self, target: str, clause: Clause) -> Run:
        number = self._numbers.get(target)
        if number is None and self._draft:
            return Run(self._library.clause(target).title, marked=True)
        if number is None:
            raise KnownError(
                f"The contract cannot be made: clause “{clause.title}” refers to “{target}”, which is switched off.",
                "Switch that clause on, or edit the text that refers to it.",
            )
        return Run(self._formats.word("clause", number=number), link=f"clause-{target}")


def all_texts(data: ContractData, clauses: list[NumberedClause]) -> Iterator[str]:
    """Every text that will be printed, for the search for characters without a font."""
    for clause in clauses:
        yield clause.title
        for paragraph in clause.paragraphs:
            yield paragraph.plain
            if paragraph.table is not None:
                yield from paragraph.table.texts()
    yield from all_strings(replace(data, accepted=(), library=""))  # kept with the version, not printed


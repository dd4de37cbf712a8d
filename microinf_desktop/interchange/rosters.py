"""Roster import up to the point of writing: files in, a plan out that says what each row would do and why.

Dry run, preview and import share this plan; `services.imports` applies it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.rosters import (
    ExistingRoster,
    F,
    ImportCounts,
    ImportNote,
    Lookup,
    PersonSuggestion,
    PlanRow,
    RosterQuestion,
    RowRejection,
    RowStatus,
    TableMapping,
    nothing_on_record,
)
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.interchange.layout import Layout, find_layout
from microinf_desktop.interchange.mapping import apply_remembered, guess_mapping
from microinf_desktop.interchange.roster_decisions import SKIPPED, STATUSES, Decisions, RowIndex, decide
from microinf_desktop.interchange.roster_rows import RosterTable, read_roster
from microinf_desktop.interchange.suggestions import suggest
from microinf_desktop.interchange.tables import ReadOptions, Table, head_rows, open_tables

_LOOKED_AT = 1_000


class MappingNeeded(KnownError):  # noqa: N818 - it asks for something, nothing broke
    """A table whose columns or platform cannot be told; `mapping` is the guess for a person to complete."""

    def __init__(self, message: str, hint: str, table: Table, mapping: TableMapping) -> None:
        super().__init__(message, hint)
        self.table = table
        self.mapping = mapping


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table with its layout and the mapping it will be read with."""

    table: Table
    layout: Layout
    mapping: TableMapping


@dataclass(slots=True)
class ImportPlan:
    """What an import would do. `decide` again with a newer roster before it is written."""

    tables: list[RosterTable]
    index: RowIndex
    decisions: Decisions
    suggestions: list[PersonSuggestion]
    warnings: list[str] = field(default_factory=list)

    @property
    def mappings(self) -> tuple[TableMapping, ...]:
        """The mapping of each table, to be shown, changed and remembered."""
        return tuple(table.mapping for table in self.tables)

    @property
    def rejections(self) -> tuple[RowRejection, ...]:
        return tuple(rejection for table in self.tables for rejection in table.rejections)

    @property
    def notes(self) -> tuple[ImportNote, ...]:
        """What a person should look at: doubtful countries, addresses left out."""
        return tuple(note for table in self.tables for note in table.notes)

    @property
    def counts(self) -> ImportCounts:
        statuses = self.decisions.status
        passed_over = sum(len(table.blank) + len(table.repeated) for table in self.tables)
        return ImportCounts(
            created=sum(status.count(0) for status in statuses),
            updated=sum(status.count(1) for status in statuses),
            skipped=sum(status.count(SKIPPED) for status in statuses) + passed_over,
            rejected=sum(len(table.rejections) for table in self.tables),
        )

    def decide(self, existing: ExistingRoster) -> None:
        """Decide anew for the roster as it is now; nothing is read from the files again."""
        self.index = RowIndex(self.tables, self.index.today)
        self.decisions = decide(self.index, existing)

    def question(self) -> RosterQuestion:
        """What has to be known of the roster on record to decide."""
        return self.index.question()

    def rows(self, status: RowStatus | None = None, start: int = 0, limit: int = 500) -> list[PlanRow]:
        """Some rows of the preview, of one status or all, in the order of the files; rejected and blank ones too."""
        found = []
        for place, row in enumerate(self._all_rows(status)):
            if place >= start + limit:
                break
            if place >= start:
                found.append(row)
        return found

    def _all_rows(self, status: RowStatus | None) -> Iterator[PlanRow]:
        for number, table in enumerate(self.tables):
            others = [row for row in _passed_over(table) if status in (None, row.status)]
            wanted = None if status is None else next((i for i, s in enumerate(STATUSES) if s is status), -1)
            statuses = self.decisions.status[number]
            for position in range(len(table)):
                while others and others[0].row < table.rows[position]:
                    yield others.pop(0)
                if wanted is None or statuses[position] == wanted:
                    yield self._row(number, position)
            yield from others

    def _row(self, number: int, position: int) -> PlanRow:
        table = self.tables[number]
        account = next(columns for columns in table.accounts if columns.keys[position])
        followers = account.counts.get(F.FOLLOWERS)
        status = STATUSES[self.decisions.status[number][position]]
        detail = self.decisions.details.get((number, position), "")
        if status is RowStatus.SKIPPED and not detail:
            detail = "on record already, nothing new"
        return PlanRow(
            table.file, table.rows[position], status, self.index.name(self.index.offsets[number] + position),
            account.platform_at(position), account.handles[position], followers[position] if followers else None,
            self.index.text(self.index.offsets[number] + position, F.COUNTRY), detail,
        )


def _passed_over(table: RosterTable) -> list[PlanRow]:
    """The rows that are no people: blank ones, repeated headings, rejected ones."""
    found = [(row, RowStatus.SKIPPED, "blank row") for row in table.blank]
    found += [(row, RowStatus.SKIPPED, "the headings again") for row in table.repeated]
    found += [(item.row, RowStatus.REJECTED, item.text) for item in table.rejections]
    return [PlanRow(table.file, row, status, "", None, "", None, "", detail) for row, status, detail in sorted(found)]


def recognise(
    tables: Sequence[Table], platform: Platform | None = None, today: date | None = None,
    remembered: dict[str, str] | None = None,
) -> list[Recognised]:
    """Layout and guessed mapping of each table; `remembered` are the mappings kept by signature.

    Of the sheets of a workbook those without people are left out where others have some. KnownError when no table
    has rows.
    """
    found: list[Recognised] = []
    problem: KnownError | None = None
    for table in tables:
        try:
            found.append(_recognise(table, platform, today, remembered or {}))
        except KnownError as error:
            problem = problem or error
    if not found and problem is not None:
        raise problem
    with_handles = [item for item in found if _has_handle(item.mapping)]
    return with_handles or found


def preview(
    files: Sequence[Path],
    mapping: Sequence[TableMapping] | None = None,
    platform: Platform | None = None,
    existing: Lookup = nothing_on_record,
    *,
    options: ReadOptions = ReadOptions(),
    remembered: dict[str, str] | None = None,
    today: date | None = None,
    progress: Progress = silent,
    cancel: CancelToken | None = None,
) -> ImportPlan:
    """Read roster files and say what importing them would do; nothing is written.

    `mapping` replaces the guess, one for each table in order (as `ImportPlan.mappings` gives them). `existing`
    answers what is on record. Raises KnownError for what is no roster, MappingNeeded when columns or platform
    cannot be told, Cancelled when the user asked to stop.
    """
    if not files:
        raise KnownError("No file was chosen.", "Choose one or more CSV or XLSX files.")
    found: list[Recognised] = []
    for path in files:
        found += recognise(open_tables(Path(path), options), platform, today, remembered)
    return plan_import(found, mapping, existing, today=today, progress=progress, cancel=cancel)


def plan_import(
    found: Sequence[Recognised],
    mapping: Sequence[TableMapping] | None = None,
    existing: Lookup = nothing_on_record,
    *,
    today: date | None = None,
    progress: Progress = silent,
    cancel: CancelToken | None = None,
) -> ImportPlan:
    """The plan for tables that were recognised; what the dialog calls again when a person changes the mapping."""
    cancel = cancel or CancelToken()
    if mapping is not None and len(mapping) != len(found):
        raise ValueError(f"{len(mapping)} mappings for {len(found)} tables")
    tables: list[RosterTable] = []
    warnings: list[str] = []
    done = 0
    for number, item in enumerate(found):
        chosen = mapping[number] if mapping is not None else item.mapping
        _require_handle(item.table, chosen)
        table = read_roster(item.table, item.layout, chosen, progress, cancel, done)
        done += len(table)
        tables.append(table)
        warnings += [f"{item.table.file}: {text}" for text in (*item.table.notes, *chosen.warnings)]
    _require_rows(tables)
    cancel.check()
    progress(done, done, "Comparing with the roster")
    index = RowIndex(tables, (today or date.today()).isoformat())
    on_record = existing(index.question())
    decisions = decide(index, on_record)
    return ImportPlan(tables, index, decisions, suggest(index, decisions, on_record), warnings)


def _recognise(table: Table, platform: Platform | None, today: date | None, remembered: dict[str, str]) -> Recognised:
    rows = head_rows(table, _LOOKED_AT)
    layout = find_layout(rows)
    people = [
        row for number, row in rows
        if number > layout.header_row and not layout.is_blank(row) and not layout.is_header(row)
    ]
    if not people:
        raise KnownError(f"“{table.file}” has headings but no rows below them.", "Choose a file with people in it.")
    mapping = guess_mapping(layout, people, table.hints, platform, today)
    kept = remembered.get(mapping.signature)
    if kept:
        mapping = apply_remembered(mapping, kept)
    return Recognised(table, layout, mapping)


def _has_handle(mapping: TableMapping) -> bool:
    return bool(mapping.of(F.HANDLE) or mapping.of(F.LINK))


def _require_handle(table: Table, mapping: TableMapping) -> None:
    if all(column.field is F.IGNORE for column in mapping.columns):
        raise MappingNeeded(
            f"Nothing in “{table.file}” looks like a roster: no column of handles, names or followers was recognised.",
            "Choose a table with a heading row and one person per row.", table, mapping,
        )
    if not _has_handle(mapping):
        headings = ", ".join(f"“{column.heading}”" for column in mapping.columns[:6] if column.heading)
        raise MappingNeeded(
            f"No column of “{table.file}” looks like handles or profile links"
            f"{f' (found {headings})' if headings else ''}.",
            "Head the column “handle”, or choose it in the preview.", table, mapping,
        )
    named = [column.platform for column in (*mapping.of(F.HANDLE), *mapping.of(F.LINK))]
    if mapping.platform is None and not mapping.of(F.PLATFORM) and not mapping.of(F.LINK) and not all(named):
        raise MappingNeeded(
            f"“{table.file}” does not say which platform its handles are on.",
            "Choose the platform beside the columns; on the command line, say it with --platform.", table, mapping,
        )


def _require_rows(tables: Sequence[RosterTable]) -> None:
    if any(len(table) or table.rejections for table in tables):
        return
    names = ", ".join(f"“{table.file}”" for table in tables)
    raise KnownError(f"{names} holds no people.", "Choose a file with people in it.")

"""Writes a roster import: one undoable step, all or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from sqlmodel import Session, col, select

from microinf_desktop.domain.rosters import (
    COUNTS,
    ExistingRoster,
    ImportResult,
    Lookup,
    PersonChange,
    RosterQuestion,
    TableMapping,
)
from microinf_desktop.domain.tasks import CancelToken, Progress, silent
from microinf_desktop.interchange.mapping import mapping_to_json
from microinf_desktop.interchange.rosters import ImportPlan
from microinf_desktop.services.import_keys import refresh_keys
from microinf_desktop.services.import_lookup import find_existing, roster_revision
from microinf_desktop.services.import_rows import (
    ACCOUNT_COLUMNS,
    PERSON_COLUMNS,
    SHOWN_COUNTS,
    SNAPSHOT_COLUMNS,
    Batch,
    StagedRows,
    stage,
)
from microinf_desktop.storage import bulk
from microinf_desktop.storage.tables import Setting
from microinf_desktop.storage.workspace import Workspace

_MAPPING_PREFIX = "import_mapping:"
_REPORT_EVERY = 4_096


def roster_lookup(workspace: Workspace) -> Lookup:
    """What `interchange.rosters.preview` asks about the roster on record."""

    def look_up(question: RosterQuestion) -> ExistingRoster:
        with workspace.reading() as session:
            return find_existing(session, question)

    return look_up


def import_roster(
    workspace: Workspace, plan: ImportPlan, progress: Progress = silent, cancel: CancelToken | None = None
) -> ImportResult:
    """Apply a plan as one step; the rows are staged first, so that the write itself is short.

    Where the roster was changed since the plan was made, it is decided anew. Raises Cancelled, and leaves nothing
    behind, when the user asks to stop before the step is committed.
    """
    cancel = cancel or CancelToken()
    progress(0, None, "Preparing rows")
    staged = stage(plan)
    cancel.check()
    with workspace.writing(_label(plan)) as session:
        if roster_revision(session) != plan.decisions.revision:
            plan.decide(find_existing(session, plan.question()))
            staged = stage(plan)
        _write(session, staged, progress, cancel)
        _remember_mappings(session, plan.mappings)
        cancel.check()
    counts = plan.counts
    return ImportResult(counts.created, counts.updated, counts.skipped, counts.rejected, plan.rejections)


def remembered_mappings(workspace: Workspace) -> dict[str, str]:
    """The mappings chosen by hand in earlier imports, by the signature of their headings."""
    with workspace.reading() as session:
        found = session.exec(select(Setting).where(col(Setting.name).startswith(_MAPPING_PREFIX)))
        return {setting.name.removeprefix(_MAPPING_PREFIX): setting.value for setting in found}


def _label(plan: ImportPlan) -> str:
    names = [table.file for table in plan.tables]
    people = plan.counts.created + plan.counts.updated
    return f"Import {people:,} people from {names[0] if len(names) == 1 else f'{len(names)} files'}"


def _remember_mappings(session: Session, mappings: Iterable[TableMapping]) -> None:
    """Keep what a person changed; a guess is made again, and better, by a later version."""
    for mapping in mappings:
        by_hand = any(column.reason == "chosen by hand" for column in mapping.columns)
        if not mapping.signature or not (by_hand or mapping.platform_reason == "chosen by hand"):
            continue
        name = _MAPPING_PREFIX + mapping.signature
        setting = session.exec(select(Setting).where(Setting.name == name)).first() or Setting(name=name, value="")
        setting.value = mapping_to_json(mapping)
        session.add(setting)


def _write(session: Session, staged: StagedRows, progress: Progress, cancel: CancelToken) -> None:
    first_person, first_account, first_snapshot = (
        bulk.next_id(session, table) for table in ("influencer", "account", "account_snapshot")
    )
    report = _Reporter(progress, cancel, staged.size)
    people = report.rows(staged.people, first_person, None, "Adding people")
    bulk.insert_rows(session, "influencer", ("id", *PERSON_COLUMNS), people)
    accounts = report.rows(staged.accounts, first_account, first_person, "Adding accounts")
    bulk.insert_rows(session, "account", ("id", "influencer_id", *ACCOUNT_COLUMNS), accounts)
    snapshots = report.rows(staged.snapshots, first_snapshot, first_account, "Adding figures")
    bulk.insert_rows(session, "account_snapshot", ("id", "account_id", *SNAPSHOT_COLUMNS), snapshots)
    if staged.updates:
        _update(session, staged.updates, report)


def _update(session: Session, changes: Sequence[PersonChange], report: "_Reporter") -> None:
    """Write what changes for people on record, then the keys that repeat it."""
    connection = bulk.driver_connection(session)
    corrected, shown = [], []
    for change in report.passing(changes, "Updating people"):
        words = {**change.texts, **change.lists}
        if words:
            connection.execute(
                f"UPDATE influencer SET {_assignments(words)} WHERE id = ?", [*words.values(), change.influencer_id]
            )
        for account in change.accounts:
            days = sorted(account.corrected & account.figures.keys())
            corrected += [(*account.figures[day], account.account_id, day) for day in days]
            if account.account_id is not None and account.latest is not None:
                shown.append((
                    *account.latest[: len(SHOWN_COUNTS)], account.rate_ppm, account.rate_base, account.account_id,
                ))
    connection.executemany(
        f"UPDATE account_snapshot SET {_assignments(COUNTS)} WHERE account_id = ? AND taken_on = ?", corrected
    )
    connection.executemany(
        f"UPDATE account SET {_assignments((*SHOWN_COUNTS, 'engagement_rate_ppm', 'engagement_base'))} WHERE id = ?",
        report.counting(shown, "Updating accounts"),
    )
    ids = [change.influencer_id for change in changes if change.influencer_id is not None]
    for start in range(0, len(ids), _REPORT_EVERY):
        report.check("Updating the search")
        refresh_keys(session, ids[start : start + _REPORT_EVERY])


def _assignments(names: Iterable[str]) -> str:
    return ", ".join(f'"{name!s}" = ?' for name in names)


class _Reporter:
    """Counts what passes through on its way into the database, and stops it when the user asks to."""

    def __init__(self, progress: Progress, cancel: CancelToken, total: int) -> None:
        self._progress, self._cancel, self._total = progress, cancel, total
        self._done = 0

    def rows(
        self, batches: Iterable[Batch], first_id: int, first_parent: int | None, text: str
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of batches with their ids and, where `first_parent` is given, the ids of their parents."""
        return chain.from_iterable(self._slices(batches, first_id, first_parent, text))

    def passing(self, changes: Sequence[PersonChange], text: str) -> Iterator[PersonChange]:
        for start in range(0, len(changes), _REPORT_EVERY):
            part = changes[start : start + _REPORT_EVERY]
            self._report(len(part), text)
            yield from part

    def counting(self, rows: Sequence[Any], text: str) -> Iterator[Any]:
        """Rows of statements that were counted already; only stops when asked to."""
        for start in range(0, len(rows), _REPORT_EVERY):
            self.check(text)
            yield from rows[start : start + _REPORT_EVERY]

    def check(self, text: str) -> None:
        self._cancel.check()
        self._progress(self._done, self._total, text)

    def _slices(
        self, batches: Iterable[Batch], first_id: int, first_parent: int | None, text: str
    ) -> Iterator[Iterator[tuple[Any, ...]]]:
        for batch in batches:
            columns = [range(first_id, first_id + batch.size), *batch.columns]
            if first_parent is not None:
                columns.insert(1, [first_parent + place if place >= 0 else -place for place in batch.parents])
            rows = zip(*columns, strict=False)
            for start in range(0, batch.size, _REPORT_EVERY):
                self._report(min(_REPORT_EVERY, batch.size - start), text)
                yield islice(rows, _REPORT_EVERY)
            first_id += batch.size

    def _report(self, count: int, text: str) -> None:
        self.check(text)
        self._done += count

"""Reads a table through its mapping into columns of clean values, rejecting the rows that cannot be read."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.formulas import engagement_parts
from microinf_desktop.domain.handles import looks_like_link
from microinf_desktop.domain.influencers import AccountDraft, account_rate
from microinf_desktop.domain.rosters import (
    COUNTS,
    LISTS,
    ColumnMapping,
    F,
    Figures,
    ImportNote,
    RateBase,
    RosterField,
    RowRejection,
    TableMapping,
)
from microinf_desktop.domain.tasks import CancelToken, Progress
from microinf_desktop.interchange.cells import (
    CellReport,
    CountReader,
    CountryReader,
    DayReader,
    EmailReader,
    PlatformReader,
    RateReader,
    read_handles,
    read_words,
    word_lists,
)
from microinf_desktop.interchange.layout import Layout
from microinf_desktop.interchange.tables import Chunk, Table

_ROWS_NAMED = 5
_WORDS = (
    F.NAME, F.FIRST_NAME, F.LAST_NAME, F.LEGAL_NAME, F.PHONE, F.CITY, F.ADDRESS, F.MANAGER_NAME, F.MANAGER_PHONE,
    F.VAT_ID,
)


@dataclass(slots=True)
class AccountColumns:
    """The accounts of one platform's columns, one entry per row ("" where the row has none).

    `platforms` is set when the rows name different ones, `urls` when a column holds links. `counts` holds the mapped
    COUNTS, `rates` the stated rates in parts per million; a rate that is not stated is computed where counts allow
    it. `is_stated` tells whether the file gives rates at all.
    """

    platform: Platform | None
    handles: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    platforms: list[Platform] | None = None
    urls: list[str] | None = None
    counts: dict[RosterField, list[int | None]] = field(default_factory=dict)
    rates: list[int | None] | None = None
    base: RateBase = RateBase.FOLLOWERS
    is_stated: bool = False

    def figures_at(self, index: int) -> Figures:
        """The counts of a row in the order of COUNTS."""
        return Figures(*(self.counts[name][index] if name in self.counts else None for name in COUNTS))

    def platform_at(self, index: int) -> Platform:
        found = self.platforms[index] if self.platforms is not None else self.platform
        assert found is not None
        return found


@dataclass(slots=True)
class RosterTable:
    """The readable rows of one table in columns of equal length; `rows` are their numbers as a person sees them.

    `texts` and `lists` hold the mapped details ("" and "[]" where empty), `days` the days of the figures where a
    column gives them. `blank` and `repeated` are the numbers of blank rows and repeated headings.
    """

    file: str
    mapping: TableMapping
    rows: array[int] = field(default_factory=lambda: array("l"))
    texts: dict[RosterField, list[str]] = field(default_factory=dict)
    lists: dict[RosterField, list[str]] = field(default_factory=dict)
    accounts: list[AccountColumns] = field(default_factory=list)
    days: list[str] | None = None
    blank: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    rejections: list[RowRejection] = field(default_factory=list)
    notes: list[ImportNote] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)


def read_roster(
    table: Table, layout: Layout, mapping: TableMapping, progress: Progress, cancel: CancelToken, done: int = 0
) -> RosterTable:
    """All rows of a table; `done` is what `progress` counts on from. Cancelled when the user asked to stop."""
    reader = _Reader(table.file, layout, mapping)
    for chunk in table.chunks():
        cancel.check()
        reader.read(chunk)
        progress(done + chunk.first_row + len(chunk.rows) - 1, None, f"Reading {table.file}")
    return reader.finish()


@dataclass(slots=True)
class _Group:
    """The columns that make one account, and the readers of its figures."""

    columns: AccountColumns
    handle: ColumnMapping | None = None
    link: ColumnMapping | None = None
    rate: ColumnMapping | None = None
    counts: dict[RosterField, tuple[ColumnMapping, CountReader]] = field(default_factory=dict)
    rate_reader: RateReader | None = None


class _Reader:
    """Reads chunk after chunk; keeps what readers remember of a column."""

    def __init__(self, file: str, layout: Layout, mapping: TableMapping) -> None:
        self._file = file
        self._layout = layout
        self._mapping = mapping
        self._groups = _account_groups(mapping)
        self._table = RosterTable(file, mapping, accounts=[group.columns for group in self._groups])
        self._notes: dict[tuple[str, str], tuple[list[int], Counter[str]]] = {}
        self._person_readers = _person_readers(mapping)
        platforms, days = mapping.of(F.PLATFORM), mapping.of(F.TAKEN_ON)
        self._platform = (platforms[0], PlatformReader(platforms[0])) if platforms else None
        self._day = (days[0], DayReader(days[0])) if days else None
        self._pending_blank: list[int] = []
        if self._day:
            self._table.days = []

    def read(self, chunk: Chunk) -> None:
        numbers, rows, places = self._people(chunk)
        if not rows:
            return
        columns = list(zip(*rows, strict=True))
        report = CellReport()
        batch = self._read_batch(columns, len(rows), report)
        lines = {position: chunk.line_of(places[position]) for position in report.errors}
        for position, (column, reason) in sorted(report.errors.items()):
            row = numbers[position]
            line = lines[position] if lines[position] != row else 0
            self._table.rejections.append(RowRejection(self._file, row, reason, column, line))
        for position, column, message in report.notes:
            if position not in report.errors:
                self._note(column, message, numbers[position])
        kept = None
        if report.errors:
            kept = [position for position in range(len(rows)) if position not in report.errors]
        self._append(numbers, batch, kept)

    def finish(self) -> RosterTable:
        table = self._table
        for group in self._groups:
            _fill_rates(group.columns)
        for (column, message), (rows, tally) in self._notes.items():
            table.notes.append(ImportNote(self._file, column, message, tally.total(), tuple(rows)))
        table.rejections.sort(key=lambda item: item.row)
        return table

    def _note(self, column: str, message: str, row: int) -> None:
        rows, tally = self._notes.setdefault((column, message), ([], Counter()))
        tally["rows"] += 1
        if len(rows) < _ROWS_NAMED:
            rows.append(row)

    def _people(self, chunk: Chunk) -> tuple[Sequence[int], list[list[str]], Sequence[int]]:
        """The rows below the headings that are neither blank nor headings again, all of the table's width."""
        layout, width = self._layout, self._layout.width
        first = max(layout.header_row + 1 - chunk.first_row, 0)
        rows = chunk.rows[first:] if first else chunk.rows
        base = chunk.first_row + first
        lead = self._lead_column()
        uniform = bool(rows) and set(map(len, rows)) == {width}
        heading = layout.headings[lead] if layout.headings else ""
        if uniform and all(row[lead] for row in rows) and not any(row[lead] == heading for row in rows):
            self._flush_blank()
            return range(base, base + len(rows)), rows, range(first, first + len(rows))
        numbers, kept, places = [], [], []
        for offset, row in enumerate(rows):
            number = base + offset
            if layout.is_blank(row):
                self._pending_blank.append(number)
                continue
            self._flush_blank()
            if layout.is_header(row):
                self._table.repeated.append(number)
                continue
            extra = [cell for cell in row[width:] if cell.strip()]
            if extra:
                self._reject_wide(chunk, number, first + offset, row)
                continue
            numbers.append(number)
            kept.append(row if len(row) == width else (row + [""] * width)[:width])
            places.append(first + offset)
        return numbers, kept, places

    def _lead_column(self) -> int:
        """A column filled in every row of a person: the handle's."""
        for group in self._groups:
            column = group.handle or group.link
            if column is not None:
                return column.index
        return 0

    def _flush_blank(self) -> None:
        """Blank rows count once a row follows; those at the end of a file are no rows at all."""
        if self._pending_blank:
            self._table.blank += self._pending_blank
            self._pending_blank = []

    def _reject_wide(self, chunk: Chunk, number: int, place: int, row: Sequence[str]) -> None:
        line = chunk.line_of(place)
        reason = f"{len(row)} cells under {self._layout.width} headings: a delimiter in a cell needs quotation marks"
        self._table.rejections.append(RowRejection(self._file, number, reason, "", line if line != number else 0))

    def _read_batch(self, columns: Sequence[Sequence[str]], size: int, report: CellReport) -> _Batch:
        batch = _Batch()
        row_platforms = None
        if self._platform is not None:
            column, reader = self._platform
            row_platforms = reader(columns[column.index], report)
        for group in self._groups:
            batch.accounts.append(_read_accounts(group, columns, size, row_platforms, report))
        _require_handles(batch.accounts, size, report)
        for wanted, (column, read) in self._person_readers.items():
            batch.texts[wanted] = read(columns[column.index], report)
        for wanted in LISTS:
            mapped = self._mapping.of(wanted)
            if mapped:
                cells = [read_words(columns[column.index]) for column in mapped]
                batch.lists[wanted] = word_lists(cells, languages=wanted is F.LANGUAGES)
        notes = [read_words(columns[column.index]) for column in self._mapping.of(F.NOTES)]
        if notes:
            batch.texts[F.NOTES] = ["\n".join(filter(None, parts)) for parts in zip(*notes, strict=True)]
        if self._day is not None:
            column, day_reader = self._day
            batch.days = day_reader(columns[column.index], report)
        _join_names(batch.texts)
        return batch

    def _append(self, numbers: Sequence[int], batch: _Batch, kept: list[int] | None) -> None:
        table = self._table

        def extend(target: list, values: Sequence) -> None:  # type: ignore[type-arg]
            target.extend(values if kept is None else [values[position] for position in kept])

        before = len(table.rows)
        table.rows.extend(numbers if kept is None else [numbers[position] for position in kept])
        for wanted, values in batch.texts.items():
            extend(table.texts.setdefault(wanted, []), values)
        for wanted, values in batch.lists.items():
            extend(table.lists.setdefault(wanted, []), values)
        if table.days is not None:
            extend(table.days, batch.days)
        for target, source in zip(table.accounts, batch.accounts, strict=True):
            extend(target.handles, source.handles)
            extend(target.keys, source.keys)
            for wanted, counts in source.counts.items():
                extend(target.counts.setdefault(wanted, []), counts)
            if source.rates is not None:
                target.rates = target.rates if target.rates is not None else []
                extend(target.rates, source.rates)
            if source.urls is not None:
                target.urls = target.urls if target.urls is not None else []
                extend(target.urls, source.urls)
            if source.platforms is not None and target.platforms is None:
                target.platforms = [target.platform or Platform.OTHER] * before
            if target.platforms is not None:
                extend(target.platforms, source.platforms or [target.platform or Platform.OTHER] * len(numbers))


@dataclass(slots=True)
class _Batch:
    """The values of one chunk."""

    accounts: list[AccountColumns] = field(default_factory=list)
    texts: dict[RosterField, list[str]] = field(default_factory=dict)
    lists: dict[RosterField, list[str]] = field(default_factory=dict)
    days: list[str] = field(default_factory=list)


def _person_readers(
    mapping: TableMapping,
) -> dict[RosterField, tuple[ColumnMapping, Callable[[Sequence[str], CellReport], list[str]]]]:
    readers: dict[RosterField, tuple[ColumnMapping, Callable[[Sequence[str], CellReport], list[str]]]] = {}
    for column in mapping.columns:
        if column.field in _WORDS:
            readers[column.field] = (column, lambda cells, _report: read_words(cells))
        elif column.field is F.COUNTRY:
            readers[column.field] = (column, CountryReader(column))
        elif column.field in (F.EMAIL, F.MANAGER_EMAIL):
            readers[column.field] = (column, EmailReader(column))
    return readers


def _account_groups(mapping: TableMapping) -> list[_Group]:
    """One group per platform that has a handle or link column; other figures belong to the nearest one before."""
    groups: list[_Group] = []
    for column in mapping.columns:
        if column.field in (F.HANDLE, F.LINK):
            platform = column.platform or mapping.platform
            group = next((g for g in groups if _joins(g, column, platform)), None)
            if group is None:
                group = _Group(AccountColumns(platform))
                groups.append(group)
            if column.field is F.HANDLE:
                group.handle = column
            else:
                group.link = column
    for column in mapping.columns:
        if column.field in COUNTS or column.field is F.ENGAGEMENT_RATE:
            group = _group_of(column, groups)
            if group is not None and column.field is F.ENGAGEMENT_RATE:
                group.rate, group.rate_reader = column, RateReader(column)
                group.columns.base, group.columns.is_stated = column.base, True
            elif group is not None:
                group.counts[column.field] = (column, CountReader(column))
    return groups


def _joins(group: _Group, column: ColumnMapping, platform: Platform | None) -> bool:
    """Whether a handle and a link column tell of the same account."""
    same = group.columns.platform is platform or platform is None or group.columns.platform is None
    return same and (group.handle is None if column.field is F.HANDLE else group.link is None)


def _group_of(column: ColumnMapping, groups: Sequence[_Group]) -> _Group | None:
    if column.platform is not None:
        only = groups[0] if len(groups) == 1 else None
        return next((g for g in groups if g.columns.platform is column.platform), only)
    before = [g for g in groups if min(c.index for c in (g.handle, g.link) if c) < column.index]
    return before[-1] if before else groups[0] if groups else None


def _read_accounts(
    group: _Group, columns: Sequence[Sequence[str]], size: int, row_platforms: Sequence[Platform | None] | None,
    report: CellReport,
) -> AccountColumns:
    platform = group.columns.platform
    lead = group.handle or group.link
    assert lead is not None
    found = read_handles(columns[lead.index], platform, lead.heading, report, row_platforms)
    if group.handle is not None and group.link is not None and not all(found.keys):
        linked = read_handles(columns[group.link.index], platform, group.link.heading, report, row_platforms)
        for position, key in enumerate(found.keys):
            if not key and linked.keys[position]:
                found.handles[position], found.keys[position] = linked.handles[position], linked.keys[position]
                if position in linked.platforms:
                    found.platforms[position] = linked.platforms[position]
    elif group.handle is not None and group.link is not None and platform is None and row_platforms is None:
        _platforms_from_links(columns[group.link.index], group.link, found.platforms)
    result = AccountColumns(platform, found.handles, found.keys)
    if group.link is not None:
        result.urls = [cell if looks_like_link(cell) else "" for cell in read_words(columns[group.link.index])]
    if row_platforms is not None or found.platforms or platform is None:
        result.platforms = _row_platforms(found.platforms, platform, row_platforms, result.keys, lead, report)
    for wanted, (column, reader) in group.counts.items():
        result.counts[wanted] = reader(columns[column.index], report)
    if group.rate is not None and group.rate_reader is not None:
        result.rates = group.rate_reader(columns[group.rate.index], report)
    return result


def _platforms_from_links(cells: Sequence[str], column: ColumnMapping, platforms: dict[int, Platform]) -> None:
    """The links beside the handles tell the platform; one that leads nowhere tells nothing."""
    linked = read_handles(cells, None, column.heading, CellReport())
    for position, platform in linked.platforms.items():
        platforms.setdefault(position, platform)


def _row_platforms(
    found: dict[int, Platform], platform: Platform | None, named: Sequence[Platform | None] | None, keys: Sequence[str],
    column: ColumnMapping, report: CellReport,
) -> list[Platform]:
    result = []
    for position, key in enumerate(keys):
        own = found.get(position) or (named[position] if named is not None else None) or platform
        if own is None and key:
            report.reject(position, column.heading, "no platform: neither a column, a heading nor a link names it")
        result.append(own or Platform.OTHER)
    return result


def _require_handles(accounts: Sequence[AccountColumns], size: int, report: CellReport) -> None:
    if len(accounts) == 1:
        missing = [position for position, key in enumerate(accounts[0].keys) if not key]
    else:
        missing = [i for i in range(size) if not any(account.keys[i] for account in accounts)]
    for position in missing:
        report.reject(position, "", "no handle")


def _join_names(texts: dict[RosterField, list[str]]) -> None:
    """First and last name make the name, where no column holds it whole."""
    first, last = texts.pop(F.FIRST_NAME, None), texts.pop(F.LAST_NAME, None)
    if first is None and last is None:
        return
    parts = zip(first or [""] * len(last or ()), last or [""] * len(first or ()), strict=True)
    joined = [" ".join(filter(None, pair)) for pair in parts]
    whole = texts.get(F.NAME)
    texts[F.NAME] = joined if whole is None else [a or b for a, b in zip(whole, joined, strict=True)]


def _fill_rates(columns: AccountColumns) -> None:
    """Compute the rates that the file does not state, by followers, as the form for a person does."""
    stated = columns.rates
    if F.FOLLOWERS not in columns.counts or not any(
        name in columns.counts for name in (F.AVG_ENGAGEMENTS, F.AVG_LIKES, F.AVG_COMMENTS, F.AVG_SHARES)
    ):
        return
    if stated is not None and columns.base is not RateBase.FOLLOWERS:
        return
    computed = _computed_rates(columns)
    columns.rates = computed if stated is None else [
        own if own is not None else rate for own, rate in zip(stated, computed, strict=True)
    ]


def _computed_rates(columns: AccountColumns) -> list[int | None]:
    """`account_rate` over columns: average engagements when given, else the sum of the parts that are known."""
    followers = columns.counts[F.FOLLOWERS]
    empty: list[int | None] = [None] * len(followers)
    engaged = columns.counts.get(F.AVG_ENGAGEMENTS, empty)
    likes, comments = columns.counts.get(F.AVG_LIKES, empty), columns.counts.get(F.AVG_COMMENTS, empty)
    shares = columns.counts.get(F.AVG_SHARES, empty)
    if columns.platforms is None and columns.platform is not None:
        counted = engagement_parts(columns.platform)
        averages = ((F.AVG_LIKES, "likes"), (F.AVG_COMMENTS, "comments"), (F.AVG_SHARES, "shares"))
        parts = [columns.counts[name] for name, part in averages if name in columns.counts and part in counted]
        return [_rate(f, e, known) for f, e, *known in zip(followers, engaged, *parts, strict=True)]
    rates = []
    for index, row in enumerate(zip(followers, likes, comments, shares, engaged, strict=True)):
        f, a, b, c, e = row
        draft = AccountDraft(
            columns.platform_at(index), "", followers=f, avg_likes=a, avg_comments=b, avg_shares=c, avg_engagements=e
        )
        rates.append(account_rate(draft)[0])
    return rates


def _rate(followers: int | None, engaged: int | None, parts: Sequence[int | None]) -> int | None:
    """`account_rate` for one account, without the objects; a test holds the two to each other."""
    if engaged is None:
        known = [part for part in parts if part is not None]
        engaged = sum(known) if known else None
    return round(engaged / followers * 100 * 10_000) if engaged is not None and followers else None

"""Turns an import plan into the rows to be written, column by column, before the transaction begins."""

import json
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any, TypeVar

from microinf_desktop.domain.enums import RelationshipStage
from microinf_desktop.domain.rosters import (
    COUNTS,
    LISTS,
    PERSON_FIELDS,
    AccountChange,
    F,
    Figures,
    PersonChange,
    RosterField,
)
from microinf_desktop.domain.text import fold
from microinf_desktop.interchange.roster_rows import AccountColumns, RosterTable
from microinf_desktop.interchange.rosters import ImportPlan
from microinf_desktop.storage import keys

T = TypeVar("T")
PERSON_COLUMNS = (
    *(name.value for name in PERSON_FIELDS), "stage", "stage_since", "source", "tax_residence", "guardian_name",
    "guardian_address", "legal_form", "vat_note", "restriction_reason", "next_action", "sort_name", "search_text",
    "platforms", "primary_handle", "top_followers", "engagement_rate_ppm", "engagement_base", "last_paid_currency",
)
# An account shows all counts but the authentic engagements, which only its snapshots hold.
SHOWN_COUNTS = tuple(name for name in COUNTS if name is not F.AUTHENTIC_ENGAGEMENTS)
ACCOUNT_COLUMNS = (
    "platform", "handle", "handle_key", "url", "category", *(name.value for name in SHOWN_COUNTS),
    "engagement_rate_ppm", "engagement_base",
)
SNAPSHOT_COLUMNS = ("taken_on", *(name.value for name in COUNTS), "source")


@dataclass(slots=True)
class Batch:
    """Rows as columns, some of which repeat one value without end; `parents` are the places of the rows they are of."""

    size: int
    columns: Sequence[Iterable[Any]]
    parents: Sequence[int] = ()


@dataclass(slots=True)
class StagedRows:
    """Rows whose ids are not known yet, to be numbered in the order of the batches.

    The parent of an account is a place among the people, that of a snapshot a place among the accounts; negative
    ones are ids of what is on record. `updates` change people on record.
    """

    people: list[Batch] = field(default_factory=list)
    accounts: list[Batch] = field(default_factory=list)
    snapshots: list[Batch] = field(default_factory=list)
    updates: list[PersonChange] = field(default_factory=list)

    @property
    def size(self) -> int:
        batches = chain(self.people, self.accounts, self.snapshots)
        return sum(batch.size for batch in batches) + len(self.updates)


def stage(plan: ImportPlan) -> StagedRows:
    """The rows of a plan, in the order of the files."""
    staged = StagedRows()
    for table, rows in zip(plan.tables, plan.decisions.added, strict=True):
        if rows:
            _stage_table(staged, table, rows, plan.index.today)
    if plan.decisions.changes:
        source = plan.tables[0].file if len(plan.tables) == 1 else f"{len(plan.tables)} files"
        singles = _Singles(staged, plan.index.today, source)
        for change in plan.decisions.changes:
            singles.add(change)
        singles.finish()
    return staged


def _stage_table(staged: StagedRows, table: RosterTable, rows: Sequence[int], today: str) -> None:
    """The rows of a table that each add one person."""
    accounts = [_Accounts(columns, rows, len(table)) for columns in table.accounts]
    shown = accounts[0] if len(accounts) == 1 else _Largest(accounts)
    texts = {name.value: _pick(values, rows, len(table)) for name, values in table.texts.items()}
    lists = {name.value: _pick(values, rows, len(table)) for name, values in table.lists.items()}
    stated = texts.get("name")
    names = shown.handles if stated is None else [
        name or handle for name, handle in zip(stated, shown.handles, strict=True)
    ]
    folded = list(map(fold, names))
    filled: dict[str, Iterable[Any]] = {
        **{name.value: repeat("[]") for name in LISTS}, **texts, **lists, "name": names,
        "stage": repeat(RelationshipStage.PROSPECT.value), "stage_since": repeat(today),
        "source": repeat(f"Import of {table.file}"), "sort_name": list(map(keys.sort_name, folded)),
        "search_text": _search_texts(folded, shown, texts, lists), "platforms": shown.platforms,
        "primary_handle": shown.handles, "top_followers": shown.followers, "engagement_rate_ppm": shown.rates,
        "engagement_base": shown.bases,
    }
    first = sum(batch.size for batch in staged.people)
    staged.people.append(Batch(len(rows), [filled.get(name, repeat("")) for name in PERSON_COLUMNS]))
    default = table.mapping.taken_on.isoformat() if table.mapping.taken_on else today
    days = [default] * len(rows)
    if table.days is not None:
        days = [day or default for day in _pick(table.days, rows, len(table))]
    for columns in accounts:
        _stage_accounts(staged, columns, first, days, table.file)


class _Accounts:
    """One account per row, as columns; constant ones repeat."""

    def __init__(self, source: AccountColumns, rows: Sequence[int], size: int) -> None:
        def pick(values: list[T]) -> list[T]:
            return _pick(values, rows, size)

        self.handles = self.all_handles = pick(source.handles)
        self.keys = pick(source.keys)
        self.urls: Iterable[str] = pick(source.urls) if source.urls is not None else repeat("")
        self.platforms: Iterable[str] = (
            [platform.value for platform in pick(source.platforms)] if source.platforms is not None
            else repeat(source.platform.value if source.platform else "")
        )
        self.counts: dict[RosterField, list[int | None]] = {
            name: pick(values) for name, values in source.counts.items()
        }
        self.followers: Iterable[int | None] = self.counts.get(F.FOLLOWERS, repeat(None))
        self.rates: Iterable[int | None] = repeat(None)
        self.bases: Iterable[str] = repeat("")
        if source.rates is not None:
            self.rates = pick(source.rates)
            self.bases = ["" if rate is None else source.base.value for rate in self.rates]

    def only(self, rows: Sequence[int]) -> "_Accounts":
        """The columns with some of the rows; constant ones stay."""
        kept = copy(self)
        for name, values in vars(self).items():
            if isinstance(values, list):
                setattr(kept, name, [values[row] for row in rows])
        kept.counts = {name: [values[row] for row in rows] for name, values in self.counts.items()}
        return kept


class _Largest:
    """Of several accounts per row what the person shows: the handle and followers of the largest, the first rate."""

    def __init__(self, accounts: Sequence[_Accounts]) -> None:
        self.handles: list[str] = []
        self.platforms: list[str] = []
        self.followers: list[int | None] = []
        self.rates: list[int | None] = []
        self.bases: list[str] = []
        self.all_handles: list[str] = []
        columns = [
            zip(a.handles, a.platforms, a.followers, a.rates, a.bases, strict=False) for a in accounts
        ]
        for row in zip(*columns, strict=True):
            self._add(sorted((account for account in row if account[0]), key=lambda account: -(account[2] or 0)))

    def _add(self, ranked: Sequence[tuple[str, str, int | None, int | None, str]]) -> None:
        rated = next((account for account in ranked if account[3] is not None), None)
        self.handles.append(ranked[0][0])
        self.platforms.append(",".join(dict.fromkeys(account[1] for account in ranked)))
        self.followers.append(ranked[0][2])
        self.rates.append(rated[3] if rated else None)
        self.bases.append(rated[4] if rated else "")
        self.all_handles.append(" ".join(account[0] for account in ranked))


def _pick(values: list[T], rows: Sequence[int], size: int) -> list[T]:
    return values if len(rows) == size else [values[row] for row in rows]


def _search_texts(
    folded_names: list[str], shown: "_Accounts | _Largest", texts: dict[str, list[str]], lists: dict[str, list[str]]
) -> list[str]:
    """`storage.keys.search_text` over columns; a test holds the two to each other."""
    parts = [folded_names, shown.all_handles]
    parts += [texts[name] for name in ("email", "city") if name in texts]
    parts += [_joined_words(lists[name]) for name in ("niches", "tags") if name in lists]
    parts += [texts[name] for name in ("manager_name",) if name in texts]
    return [fold(" ".join(row)) for row in zip(*parts, strict=True)]


def _joined_words(values: Iterable[str]) -> list[str]:
    memo: dict[str, str] = {}
    for text in values:
        if text not in memo:
            memo[text] = " ".join(json.loads(text))
    return [memo[text] for text in values]


def _stage_accounts(
    staged: StagedRows, columns: _Accounts, first_person: int, days: list[str], file: str
) -> None:
    size = len(columns.keys)
    present = None if all(columns.keys) else [row for row, key in enumerate(columns.keys) if key]
    people: Sequence[int] = range(first_person, first_person + size)
    if present is not None:
        columns, people, days = columns.only(present), [people[row] for row in present], [days[row] for row in present]
    empty: Iterable[None] = repeat(None)
    first_account = sum(batch.size for batch in staged.accounts)
    staged.accounts.append(Batch(
        len(people),
        [
            columns.platforms, columns.handles, columns.keys, columns.urls, repeat(""),
            *(columns.counts.get(name, empty) for name in SHOWN_COUNTS), columns.rates, columns.bases,
        ],
        people,
    ))
    places: Sequence[int] = range(first_account, first_account + len(people))
    counts = [columns.counts[name] for name in COUNTS if name in columns.counts]
    if not any(None not in values for values in counts):
        told = [row for row, figures in enumerate(zip(*counts, strict=True)) if _says_something(figures)]
        columns, places, days = columns.only(told), [places[row] for row in told], [days[row] for row in told]
    staged.snapshots.append(Batch(
        len(places), [days, *(columns.counts.get(name, empty) for name in COUNTS), repeat(file)], places
    ))


def _says_something(figures: Sequence[int | None]) -> bool:
    return any(figure is not None for figure in figures)


class _Singles:
    """People and accounts that were put together row by row, added after the tables' own."""

    def __init__(self, staged: StagedRows, today: str, source: str) -> None:
        self._staged, self._today, self._source = staged, today, source
        self._people: list[tuple[Any, ...]] = []
        self._accounts: list[tuple[Any, ...]] = []
        self._account_parents: list[int] = []
        self._snapshots: list[tuple[Any, ...]] = []
        self._snapshot_parents: list[int] = []
        self._first_person = sum(batch.size for batch in staged.people)
        self._first_account = sum(batch.size for batch in staged.accounts)

    def add(self, change: PersonChange) -> None:
        if change.influencer_id is None:
            parent = self._first_person + len(self._people)
            self._people.append(_person_row(change, self._today, self._source))
        else:
            parent = -change.influencer_id
            self._staged.updates.append(change)
        for account in change.accounts:
            self._add_account(account, parent)

    def _add_account(self, change: AccountChange, person: int) -> None:
        """A new account, or new days of one on record."""
        place = -(change.account_id or 0)
        if change.account_id is None:
            latest = change.latest or Figures()
            place = self._first_account + len(self._accounts)
            self._account_parents.append(person)
            self._accounts.append((
                change.platform.value, change.handle, change.key, change.url, "", *latest[: len(SHOWN_COUNTS)],
                change.rate_ppm, change.rate_base,
            ))
        for day, figures in sorted(change.figures.items()):
            if day not in change.corrected:
                self._snapshot_parents.append(place)
                self._snapshots.append((day, *figures, self._source))

    def finish(self) -> None:
        """Hand the collected rows over as batches."""
        for batches, rows, parents in (
            (self._staged.people, self._people, []),
            (self._staged.accounts, self._accounts, self._account_parents),
            (self._staged.snapshots, self._snapshots, self._snapshot_parents),
        ):
            if rows:
                batches.append(Batch(len(rows), list(zip(*rows, strict=True)), parents))


def _person_row(change: PersonChange, today: str, source: str) -> tuple[Any, ...]:
    """Somebody new whose rows were put together from several."""
    accounts = sorted(change.accounts, key=lambda account: -((account.latest or Figures()).followers or 0))
    rated = next((account for account in accounts if account.rate_ppm is not None), None)
    name = change.texts[F.NAME]
    words = {wanted: json.loads(change.lists.get(wanted, "[]")) for wanted in LISTS}
    values: dict[str, Any] = {
        **{wanted.value: "[]" for wanted in LISTS}, **{wanted.value: text for wanted, text in change.texts.items()},
        **{wanted.value: text for wanted, text in change.lists.items()},
        "stage": RelationshipStage.PROSPECT.value, "stage_since": today, "source": f"Import of {source}",
        "sort_name": keys.sort_name(name),
        "search_text": keys.search_text(
            name, [account.handle for account in accounts],
            (change.texts.get(F.EMAIL, ""), change.texts.get(F.CITY, ""), *words[F.NICHES], *words[F.TAGS],
             change.texts.get(F.MANAGER_NAME, "")),
        ),
        "platforms": ",".join(dict.fromkeys(account.platform.value for account in accounts)),
        "primary_handle": accounts[0].handle, "top_followers": (accounts[0].latest or Figures()).followers,
        "engagement_rate_ppm": rated.rate_ppm if rated else None, "engagement_base": rated.rate_base if rated else "",
    }
    return tuple(values.get(name, "") for name in PERSON_COLUMNS)

"""Decides what each row of a roster would do: which rows are one person, who is on record, what is new."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.rosters import (
    COUNTS,
    LISTS,
    TEXTS,
    AccountChange,
    ExistingAccount,
    ExistingPerson,
    ExistingRoster,
    F,
    Figures,
    FoundAccounts,
    PersonChange,
    RosterField,
    RosterQuestion,
    RowStatus,
    name_key,
)
from microinf_desktop.interchange.roster_rows import AccountColumns, RosterTable

CREATED, UPDATED, SKIPPED = 0, 1, 2
STATUSES = (RowStatus.CREATED, RowStatus.UPDATED, RowStatus.SKIPPED)
Pair = tuple[Platform, str, str]


@dataclass(slots=True)
class Decisions:
    """What becomes of the readable rows.

    `status` and `details` go by table and row; `added` lists per table the rows that each add a person of their own,
    `changes` everything that takes more than that. `revision` is the state of the roster they were made for.
    """

    revision: int
    status: list[bytearray]
    details: dict[tuple[int, int], str] = field(default_factory=dict)
    added: list[list[int]] = field(default_factory=list)
    changes: list[PersonChange] = field(default_factory=list)


class RowIndex:
    """Numbers all rows of all tables in one line, and knows which of them are one person."""

    def __init__(self, tables: Sequence[RosterTable], today: str) -> None:
        self.tables = tables
        self.today = today
        self.offsets: list[int] = []
        self.size = 0
        for table in tables:
            self.offsets.append(self.size)
            self.size += len(table)
        self.accounts: dict[Platform, dict[str, int]] = {}
        self._parent: dict[int, int] = {}
        self._link_accounts()
        self.emails = self._link_emails()

    def place(self, number: int) -> tuple[int, int]:
        """Table and row of a number."""
        table = bisect_right(self.offsets, number) - 1
        return table, number - self.offsets[table]

    def root(self, number: int) -> int:
        """The first row of the person a row belongs to."""
        while number in self._parent:
            number = self._parent[number]
        return number

    def join(self, first: int, second: int) -> None:
        """Two rows are one person."""
        first, second = sorted((self.root(first), self.root(second)))
        if first != second:
            self._parent[second] = first

    def members(self) -> dict[int, list[int]]:
        """For each person with several rows: the first row to all others, in order."""
        found: dict[int, list[int]] = {}
        for number in sorted(self._parent):
            found.setdefault(self.root(number), []).append(number)
        return found

    def day(self, table: int, row: int) -> tuple[str, bool]:
        """The day of a row's figures, and whether the file says it (else it is today)."""
        roster = self.tables[table]
        if roster.days is not None and roster.days[row]:
            return roster.days[row], True
        taken_on = roster.mapping.taken_on
        return (taken_on.isoformat(), True) if taken_on is not None else (self.today, False)

    def name(self, number: int) -> str:
        """The name of a row's person, the handle where the file gives none."""
        table, row = self.place(number)
        roster = self.tables[table]
        names = roster.texts.get(F.NAME)
        return (names[row] if names else "") or next(a.handles[row] for a in roster.accounts if a.keys[row])

    def text(self, number: int, wanted: RosterField) -> str:
        table, row = self.place(number)
        values = self.tables[table].texts.get(wanted)
        return values[row] if values else ""

    def accounts_of(self, number: int) -> Iterator[tuple[Platform, str]]:
        """The accounts of a row as platform and key."""
        table, row = self.place(number)
        for columns in self.tables[table].accounts:
            if columns.keys[row]:
                yield columns.platform_at(row), columns.keys[row]

    def question(self) -> RosterQuestion:
        """What has to be known of the roster on record."""
        days = {table.mapping.taken_on.isoformat() for table in self.tables if table.mapping.taken_on is not None}
        for table in self.tables:
            days.update(filter(None, table.days or ()))
        days.add(self.today)
        return RosterQuestion(
            {platform.value: keys.keys() for platform, keys in self.accounts.items()},
            {email for email, _ in self.emails}, days, self._names,
        )

    def _names(self, found: FoundAccounts) -> set[str]:
        known = {
            number for platform, keys in self.accounts.items() for key, number in keys.items()
            if key in found.get(platform.value, ())
        }
        return {self.name(number) for number in range(self.size) if number not in known}

    def _link_accounts(self) -> None:
        """Rows with the same account are one person."""
        for offset, table in zip(self.offsets, self.tables, strict=True):
            for columns in table.accounts:
                if columns.platforms is None and columns.platform is not None:
                    self._link_keys(self.accounts.setdefault(columns.platform, {}), columns.keys, offset)
                    continue
                for row, key in enumerate(columns.keys):
                    if key:
                        known = self.accounts.setdefault(columns.platform_at(row), {})
                        first = known.setdefault(key, offset + row)
                        if first != offset + row:
                            self.join(first, offset + row)

    def _link_keys(self, known: dict[str, int], keys: Sequence[str], offset: int) -> None:
        if not known:
            # Nearly all rosters name each account once: told without a look at each.
            known.update(zip(keys, range(offset, offset + len(keys)), strict=True))
            if len(known) == len(keys) and "" not in known:
                return
            known.clear()
        for row, key in enumerate(keys):
            if key:
                first = known.setdefault(key, offset + row)
                if first != offset + row:
                    self.join(first, offset + row)

    def _link_emails(self) -> dict[tuple[str, str], int]:
        """Rows with the same address and name are one person; an address alone may be a manager's."""
        known: dict[tuple[str, str], int] = {}
        for offset, table in zip(self.offsets, self.tables, strict=True):
            for row, email in enumerate(table.texts.get(F.EMAIL, ())):
                if email:
                    key = (email.lower(), name_key(self.name(offset + row)))
                    first = known.setdefault(key, offset + row)
                    if first != offset + row:
                        self.join(first, offset + row)
        return known


def decide(index: RowIndex, existing: ExistingRoster) -> Decisions:
    """What the rows would do to the roster on record."""
    decisions = Decisions(existing.revision, [bytearray(len(table)) for table in index.tables])
    on_record = _people_on_record(index, existing) if existing.accounts or existing.emails else {}
    members = index.members()
    followers = {number for numbers in members.values() for number in numbers}
    maker = _ChangeMaker(index, existing, decisions)
    for table, (offset, roster) in enumerate(zip(index.offsets, index.tables, strict=True)):
        if not on_record and not members:
            decisions.added.append(list(range(len(roster))))
            continue
        added: list[int] = []
        unchanged = _unchanged_rows(index, table, existing) if on_record else frozenset()
        for row in range(len(roster)):
            number = offset + row
            if number in followers:
                continue
            group = members.get(number)
            if group is None and number not in on_record:
                added.append(row)
            elif group is None and row in unchanged:
                decisions.status[table][row] = SKIPPED
            else:
                maker.make(number, group or [], on_record.get(number))
        decisions.added.append(added)
    return decisions


def _people_on_record(index: RowIndex, existing: ExistingRoster) -> dict[int, int]:
    """The first row of each person who is on record, with the id; joins rows that turn out to be one person."""
    found: list[tuple[int, int]] = []
    for platform, keys in index.accounts.items():
        on_record = existing.accounts.get(platform.value, {})
        found += [(number, on_record[key].influencer_id) for key, number in keys.items() if key in on_record]
    by_account = {index.root(number) for number, _ in found}
    for (email, key), number in index.emails.items():
        if index.root(number) in by_account:
            continue
        for influencer_id in existing.emails.get(email, ()):
            person = existing.people.get(influencer_id)
            if person is not None and name_key(person.texts[0]) == key:
                found.append((number, influencer_id))
                break
    first_of: dict[int, int] = {}
    for number, influencer_id in found:
        index.join(first_of.setdefault(influencer_id, number), number)
    result: dict[int, int] = {}
    for number, influencer_id in found:
        result.setdefault(index.root(number), influencer_id)
    return result


def _unchanged_rows(index: RowIndex, table: int, existing: ExistingRoster) -> frozenset[int] | set[int]:
    """Rows that say nothing new, found without building a change: the whole file when it is imported again."""
    roster = index.tables[table]
    if len(roster.accounts) != 1 or roster.accounts[0].platform is None or roster.accounts[0].platforms is not None:
        return frozenset()
    columns = roster.accounts[0]
    known = existing.accounts.get(str(columns.platform), {})
    counts = [(COUNTS.index(name), values) for name, values in columns.counts.items()]
    texts = [(TEXTS.index(name), values) for name, values in roster.texts.items()]
    lists = [(LISTS.index(name), values) for name, values in roster.lists.items()]
    unchanged = set()
    for row, key in enumerate(columns.keys):
        account = known.get(key)
        if account is None:
            continue
        day, is_dated = index.day(table, row)
        figures = existing.snapshots.get((account.id, day)) if is_dated else account.figures
        person = existing.people[account.influencer_id]
        if (
            figures is not None
            and all(values[row] is None or values[row] == figures[place] for place, values in counts)
            and all(not values[row] or values[row] == person.texts[place] for place, values in texts)
            and all(values[row] == "[]" or values[row] == person.lists[place] for place, values in lists)
            and not (columns.is_stated and columns.rates and columns.rates[row] not in (None, account.rate_ppm))
        ):
            unchanged.add(row)
    return unchanged


class _ChangeMaker:
    """Builds the change of one person from all its rows, and tells what each row adds."""

    def __init__(self, index: RowIndex, existing: ExistingRoster, decisions: Decisions) -> None:
        self._index = index
        self._existing = existing
        self._decisions = decisions
        self._stated: set[tuple[Platform, str]] = set()

    def make(self, root: int, members: Sequence[int], influencer_id: int | None) -> None:
        """Decide the rows of one person; `influencer_id` is None for somebody new."""
        numbers = [root, *members]
        # The newest figures speak first; rows of one day in the order of the file.
        ordered = sorted(numbers, key=self._day, reverse=True)
        person = self._existing.people.get(influencer_id) if influencer_id is not None else None
        accounts = self._merged_accounts(ordered)
        altered = {pair for change in accounts.values() for pair in self._settle(change)}
        is_current = self._is_current(ordered[0])
        texts = self._texts(ordered, person, is_current)
        lists = self._lists(ordered, person)
        kept = [change for change in accounts.values() if change.figures or change.account_id is None or change.latest]
        change = PersonChange(influencer_id, texts, lists, kept)
        if influencer_id is None or texts or lists or kept:
            self._decisions.changes.append(change)
        self._tell(numbers, altered, change, person)

    def _day(self, number: int) -> str:
        return self._index.day(*self._index.place(number))[0]

    def _merged_accounts(self, ordered: Sequence[int]) -> dict[tuple[Platform, str], AccountChange]:
        merged: dict[tuple[Platform, str], AccountChange] = {}
        for number in ordered:
            table, row = self._index.place(number)
            for columns in self._index.tables[table].accounts:
                if columns.keys[row]:
                    self._merge_row(merged, columns, row, self._day(number))
        return merged

    def _merge_row(
        self, merged: dict[tuple[Platform, str], AccountChange], columns: AccountColumns, row: int, day: str
    ) -> None:
        platform, key = columns.platform_at(row), columns.keys[row]
        change = merged.setdefault((platform, key), AccountChange(platform, columns.handles[row], key))
        if columns.urls is not None and not change.url:
            change.url = columns.urls[row]
        change.figures[day] = change.figures.get(day, Figures()).over(columns.figures_at(row))
        rate = columns.rates[row] if columns.rates is not None else None
        if change.rate_ppm is None and rate is not None:
            change.rate_ppm, change.rate_base = rate, columns.base.value
            if columns.is_stated:
                self._stated.add((platform, key))

    def _settle(self, change: AccountChange) -> list[Pair]:
        """Leave in a change only what is not on record; returns the accounts and days that it alters."""
        account = self._existing.accounts.get(change.platform.value, {}).get(change.key)
        if account is None:
            days = list(change.figures)
            change.figures = {day: figures for day, figures in change.figures.items() if figures != Figures()}
            change.latest = _coalesced(change.figures, Figures())
            return [(change.platform, change.key, day) for day in days]
        change.account_id = account.id
        newest_day = max(change.figures)
        altered = []
        for day, figures in list(change.figures.items()):
            snapshot = self._existing.snapshots.get((account.id, day))
            is_today = day == self._index.today
            base = snapshot if snapshot is not None else account.figures if is_today else None
            if figures == Figures() or (base is not None and figures.over(base) == base):
                del change.figures[day]
                continue
            if snapshot is not None:
                change.corrected.add(day)
                change.figures[day] = figures.over(snapshot)
            altered.append((change.platform, change.key, day))
        if self._settle_latest(change, account, newest_day) and not altered:
            altered.append((change.platform, change.key, newest_day))
        return altered

    def _settle_latest(self, change: AccountChange, account: ExistingAccount, newest_day: str) -> bool:
        """The account shows the newest day's figures, an older file leaves them; True when it states a new rate."""
        newest = {day: figures for day, figures in change.figures.items() if day >= account.latest}
        change.latest = _coalesced(newest, account.figures)
        is_new_rate = change.rate_ppm is not None and (change.rate_ppm, change.rate_base) != (
            account.rate_ppm, account.rate_base
        )
        is_stated = (change.platform, change.key) in self._stated and newest_day >= account.latest
        if is_new_rate and (newest or is_stated):
            change.latest = change.latest or account.figures
            return True
        change.rate_ppm, change.rate_base = account.rate_ppm, account.rate_base
        return False

    def _is_current(self, newest: int) -> bool:
        """Whether the rows are not older than what is on record."""
        day = self._day(newest)
        latest = [
            account.latest for platform, key in self._index.accounts_of(newest)
            if (account := self._existing.accounts.get(platform.value, {}).get(key)) is not None
        ]
        return all(day >= known for known in latest)

    def _texts(
        self, ordered: Sequence[int], person: ExistingPerson | None, is_current: bool
    ) -> dict[RosterField, str]:
        found: dict[RosterField, str] = {}
        for place, wanted in enumerate(TEXTS):
            value = next((text for number in ordered if (text := self._index.text(number, wanted))), "")
            if not value:
                continue
            old = person.texts[place] if person is not None else ""
            # Somebody with accounts elsewhere is called differently on each: the name on record stays.
            may_replace = is_current and not (wanted is F.NAME and person is not None and person.accounts > 1)
            if value != old and (not old or may_replace):
                found[wanted] = value
        if person is None:
            found.setdefault(F.NAME, self._index.name(ordered[0]))
        return found

    def _lists(self, ordered: Sequence[int], person: ExistingPerson | None) -> dict[RosterField, str]:
        found: dict[RosterField, str] = {}
        for place, wanted in enumerate(LISTS):
            words: list[str] = json.loads(person.lists[place]) if person is not None else []
            before = len(words)
            known = {word.casefold() for word in words}
            for number in ordered:
                table, row = self._index.place(number)
                values = self._index.tables[table].lists.get(wanted)
                for word in json.loads(values[row]) if values else ():
                    if word.casefold() not in known:
                        known.add(word.casefold())
                        words.append(word)
            if len(words) > before:
                found[wanted] = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        return found

    def _tell(
        self, numbers: Sequence[int], altered: set[Pair], change: PersonChange, person: ExistingPerson | None
    ) -> None:
        """Set what becomes of each row of a person, and why."""
        status, details = self._decisions.status, self._decisions.details
        seen: dict[Pair, int] = {}
        for position, number in enumerate(numbers):
            table, row = self._index.place(number)
            pairs = {(platform, key, self._day(number)) for platform, key in self._index.accounts_of(number)}
            earlier = next((seen[pair] for pair in pairs if pair in seen), numbers[0])
            own = (pairs - seen.keys()) & altered
            met = {(platform, key) for platform, key, _ in seen}
            seen.update((pair, number) for pair in pairs if pair not in seen)
            is_first = position == 0
            if is_first and change.influencer_id is None:
                continue
            if own or (is_first and (change.texts or change.lists)):
                status[table][row] = UPDATED
                details[table, row] = self._what_changes(own, met, change.texts if is_first else {}, person)
            else:
                status[table][row] = SKIPPED
                if not is_first:
                    other, place = self._index.place(earlier)
                    roster = self._index.tables[other]
                    details[table, row] = f"the same account as in row {roster.rows[place]} of {roster.file}"

    def _what_changes(
        self, altered: set[Pair], met: set[tuple[Platform, str]], texts: dict[RosterField, str],
        person: ExistingPerson | None,
    ) -> str:
        """What an updated row does, in words; `met` are the accounts of the person's earlier rows."""
        parts = []
        if altered:
            on_record = self._existing.accounts
            new = {
                f"@{key}" for platform, key, _ in altered
                if key not in on_record.get(platform.value, {}) and (platform, key) not in met
            }
            parts.append(f"adds {', '.join(sorted(new))}" if new else "new figures")
        for wanted, value in texts.items():
            old = person.texts[TEXTS.index(wanted)] if person is not None else ""
            label = wanted.value.replace("_", " ")
            parts.append(f"{label} “{old}” becomes “{value}”" if old else f"adds {label} “{value}”")
        return "; ".join(parts) or "adds words"


def _coalesced(by_day: dict[str, Figures], base: Figures) -> Figures | None:
    """The latest known value of each count; None without any day."""
    if not by_day:
        return None
    result = base
    for day in sorted(by_day):
        result = by_day[day].over(result)
    return result

"""What an amendment takes over from the deal and what stays as agreed; what an extension makes last longer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from microinf_desktop.domain.checklists import months_after
from microinf_desktop.domain.contract_diff import DataChange, data_changes
from microinf_desktop.domain.contract_fields import FIELD, FIELDS, plain_value, value_at
from microinf_desktop.domain.contract_terms import ContractData, UsageKind

_USUAL_MONTHS = 3


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """Values that differ and are taken over together: one value, or a part of the contract that came or went.

    `may_stay` is False for work and pay, which follow the deal: who wants them to stay changes the deal.
    """

    key: str
    changes: tuple[DataChange, ...]
    may_stay: bool


def value_groups(before: ContractData, after: ContractData) -> tuple[ValueGroup, ...]:
    """What the deal says by now other than the contract, in the order of a contract."""
    found: dict[str, list[DataChange]] = {}
    for change in data_changes(before, after):
        field = FIELD.get(change.path)
        part = field.within if field is not None else ""
        whole = bool(part) and (value_at(before, part) is None) != (value_at(after, part) is None)
        found.setdefault(part if whole else change.path, []).append(change)
    return tuple(ValueGroup(key, tuple(changes), key in FIELD) for key, changes in found.items())


def staying(groups: Iterable[ValueGroup], before: ContractData) -> tuple[tuple[str, Any], ...]:
    """The changes of one contract (`ContractOptions.changes`) that keep groups as they were agreed."""
    kept: dict[str, Any] = {}
    for group in groups:
        if not group.may_stay:
            continue
        kept[group.key] = plain_value(FIELD[group.key], value_at(before, group.key))
        if value_at(before, group.key) is None:
            continue
        for field in FIELDS:
            if field.within == group.key:
                kept[field.path] = plain_value(field, value_at(before, field.path))
    return tuple(sorted(kept.items()))


def proposed_end(before: ContractData, last_day: date | None, today: date) -> date:
    """A new last day to start from: as many months after the old one as the use runs, else three."""
    end = last_day or before.timeline.ends_on or today
    return months_after(max(end, today), before.usage.months or _USUAL_MONTHS)


@dataclass(frozen=True, slots=True)
class Extension:
    """What an extension makes last longer besides the campaign; each only where the agreement has it."""

    use: bool = True
    exclusivity: bool = True


def extendable(before: ContractData) -> Extension:
    """What of an agreement can be made to last longer: a use of some months, an exclusivity with a last day."""
    has_use = before.usage.kind is not UsageKind.NONE and not before.usage.is_perpetual and bool(before.usage.months)
    return Extension(has_use, before.exclusivity is not None and before.exclusivity.ends_on is not None)


def lasting_longer(
    before: ContractData, last_day: date | None, until: date, wanted: Extension
) -> tuple[tuple[str, Any], ...]:
    """The changes of one contract that make an agreement, which ends on `last_day`, last until a later day."""
    possible = extendable(before)
    made: dict[str, Any] = {"timeline.ends_on": until.isoformat()}
    if wanted.exclusivity and possible.exclusivity:
        made["exclusivity.ends_on"] = until.isoformat()
    if wanted.use and possible.use and before.usage.months is not None:
        made["usage.months"] = before.usage.months + months_more(last_day or before.timeline.ends_on or until, until)
    return tuple(sorted(made.items()))


def months_more(start: date, until: date) -> int:
    """Whole months that lead from a day to another or past it; 0 when the other is not later."""
    count = max(0, (until.year - start.year) * 12 + until.month - start.month)
    return count + 1 if months_after(start, count) < until else count

"""What the deal says by now against what a contract says: the values that differ, named as in the contract's form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from microinf_desktop.domain.contract_fields import FIELDS, Kind, Origin, value_at
from microinf_desktop.domain.contract_terms import ContractData, DeliverableTerm

_PAY = (
    ("fee", "Fee"), ("products", "Products"), ("commission", "Commission"), ("bonus_terms", "Bonus in words"),
    ("bonuses", "Bonuses"), ("instalments", "Instalments"),
)
_WORK = (
    ("quantity", "number"), ("draft_due_on", "draft due"), ("publish_on", "publish day"),
    ("publish_until", "publish until"), ("keep_live_days", "days it stays live"), ("fee", "fee"),
    ("hashtags", "hashtags"), ("mentions", "mentions"), ("links", "links"), ("discount_code", "code"),
    ("talking_points", "talking points"), ("account", "account"), ("platform", "platform"), ("kind", "kind"),
)
# Who the parties are is printed on every contract anew and no reason for an amendment by itself.
_LEFT_OUT = frozenset({"locale", "paper", "brief_version"})


@dataclass(frozen=True, slots=True)
class DataChange:
    """One value that differs; before or after is None where there is none."""

    path: str
    label: str
    before: Any
    after: Any


def data_changes(before: ContractData, after: ContractData) -> tuple[DataChange, ...]:
    """The values that differ, in the order of a contract: work, money, then the rest as its form has it.

    Number, version and date of the papers are not compared, nor how they are printed.
    """
    return (*_deliverables(before, after), *_pay(before, after), *_fields(before, after))


def _fields(before: ContractData, after: ContractData) -> Iterator[DataChange]:
    for field in FIELDS:
        if field.path in _LEFT_OUT or (field.kind is Kind.PART):
            continue
        old, new = value_at(before, field.path), value_at(after, field.path)
        if old != new and not (_is_empty(old) and _is_empty(new)):
            yield DataChange(field.path, _label(field.label, field.origin, field.within), old, new)


def _label(label: str, origin: Origin, within: str) -> str:
    """The name of a value out of its form; those of a part say which."""
    parts = {"exclusivity": "Exclusivity", "allowlisting": "Ads from the account", "compensation.retainer": "Retainer"}
    return f"{parts[within]}, {label[:1].lower()}{label[1:]}" if within in parts else label


def _pay(before: ContractData, after: ContractData) -> Iterator[DataChange]:
    for name, label in _PAY:
        old, new = getattr(before.compensation, name), getattr(after.compensation, name)
        if old != new and not (_is_empty(old) and _is_empty(new)):
            yield DataChange(f"compensation.{name}", label, old, new)


def _deliverables(before: ContractData, after: ContractData) -> Iterator[DataChange]:
    old = {item.record_id: item for item in before.deliverables}
    for item in after.deliverables:
        known = old.pop(item.record_id, None)
        if known is None:
            yield DataChange(f"deliverables.{item.record_id}", "Deliverable added", None, _name(item))
            continue
        for name, label in _WORK:
            earlier, now = getattr(known, name), getattr(item, name)
            if earlier != now and not (_is_empty(earlier) and _is_empty(now)):
                yield DataChange(f"deliverables.{item.record_id}.{name}", f"{_name(item)}, {label}", earlier, now)
    for item in old.values():
        yield DataChange(f"deliverables.{item.record_id}", "Deliverable taken out", _name(item), None)


def _name(item: DeliverableTerm) -> str:
    return item.title or item.kind.value.replace("_", " ").capitalize()


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", (), False)

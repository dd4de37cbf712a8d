"""The audit history in words: who changed what, from what to what."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlmodel import Session

from microinf_desktop.storage import changelog

# Stored keys follow from other columns; showing them would tell everything twice.
_HIDDEN = frozenset({"sort_name", "search_text", "platforms", "primary_handle", "stage_since", "id"})
_LONGEST = 60
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step on a record; `at` is UTC."""

    at: datetime
    person: str
    text: str


def of_record(
    session: Session, table: str, record_id: int, limit: int = 100, told: frozenset[str] = frozenset()
) -> list[HistoryRow]:
    """The changes of a record, newest first, each in one sentence.

    Columns in `told` are left out, because the caller tells them in its own words.
    """
    rows = []
    for change in changelog.history(session, table, record_id, limit):
        text = _words(change, _HIDDEN | told)
        if text:
            at = datetime.fromisoformat(change.step.at)
            rows.append(HistoryRow(at if at.tzinfo else at.replace(tzinfo=UTC), change.step.person, text))
    return rows


def _words(change: changelog.ChangeRow, hidden: frozenset[str]) -> str:
    if change.op == "I":
        return change.step.label
    if change.op == "D":
        return f"Deleted ({change.step.label})"
    parts = [
        f"{name.replace('_id', '').replace('_', ' ')}: {_value(change.before[name])} → {_value(new)}"
        for name, new in change.after.items() if name not in hidden
    ]
    return "; ".join(parts)


def _value(value: Any) -> str:
    if value in (None, "", "[]"):
        return "–"
    if isinstance(value, str) and _MOMENT.match(value):
        return f"{value[:10]} {value[11:16]} UTC"
    text = str(value).replace('["', "").replace('"]', "").replace('","', ", ")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"

"""An agency's clause as JSON, in the form of the clause library: what a version of it stores."""

import json
from typing import Any

from microinf_desktop.domain.clauses import Clause
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.own_clauses import OwnClause
from microinf_desktop.interchange.clauses import read_clause

_SOURCE = "of the agency"


def clause_json(clause: Clause, after: str = "") -> str:
    """A clause as canonical JSON: equal text for equal clauses."""
    value: dict[str, Any] = {
        "id": clause.id, "title": clause.title, "must": clause.must, "default": clause.default,
        "if": list(clause.conditions), "note": clause.note,
        "paragraphs": [
            {"text": one.text, "if": list(one.conditions), **({"table": one.table} if one.table else {})}
            for one in clause.paragraphs
        ],
    }
    if after:
        value["after"] = after
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def read_own_clause(text: str) -> OwnClause:
    """The reverse of `clause_json`; KnownError when it is damaged."""
    try:
        value = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise KnownError(f"A clause of the agency cannot be read: {error}.", "Restore a backup.") from error
    clause = read_clause(value, _SOURCE)
    return OwnClause(clause, str(value.get("after", "")))

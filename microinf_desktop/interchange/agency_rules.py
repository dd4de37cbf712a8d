"""An agency's own words and rules as JSON: in a workspace setting, and as a file to hand to another workspace."""

import json
from collections.abc import Mapping
from typing import Any

from microinf_desktop.domain.disclosure.agency import (
    GRADES,
    MAX_ENTRIES,
    MEANINGS,
    STRICTER,
    AgencyRule,
    AgencyRules,
    AgencyWord,
)
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.json_node import Node

_FORMAT = 1
_HINT = "Correct the file, or export the words again where it came from."


def as_value(own: AgencyRules) -> dict[str, Any] | None:
    """The setting's value; None when there is nothing, which removes the setting."""
    if not own:
        return None
    return {
        "format": _FORMAT,
        "words": [_without_empty({
            "id": one.id, "jurisdiction": one.jurisdiction, "language": one.language, "words": list(one.words),
            "grade": one.grade, "meaning": one.meaning, "source": one.source, "from": _day(one.starts),
            "until": _day(one.ends), "opinion_of": one.opinion_of,
        }) for one in own.words],
        "rules": [_without_empty({
            "id": one.id, "jurisdiction": one.jurisdiction, "problem": one.problem, "severity": one.severity,
            "source": one.source, "from": _day(one.starts), "until": _day(one.ends),
        }) for one in own.rules],
    }


def as_file(own: AgencyRules) -> bytes:
    """A file that `read_file` takes; entries have no numbers in it, another workspace gives its own."""
    value = as_value(own) or {"format": _FORMAT, "words": [], "rules": []}
    for entry in (*value["words"], *value["rules"]):
        del entry["id"]
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def read_file(content: bytes, name: str) -> AgencyRules:
    """The entries of a file, with id 0; KnownError names the place of what is wrong."""
    try:
        value = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise KnownError(f"{name} is not UTF-8 text.", _HINT) from error
    except json.JSONDecodeError as error:
        raise KnownError(f"{name}, line {error.lineno}: not valid JSON ({error.msg}).", _HINT) from error
    except RecursionError as error:
        raise KnownError(f"{name}: the brackets are nested too deeply.", _HINT) from error
    return read_value(value, name)


def read_value(value: object, name: str) -> AgencyRules:
    """Entries of decoded JSON, checked in form; KnownError names field and place. What they mean is checked by
    `domain.disclosure.agency`.
    """
    node = Node(name, "", value)
    if node.value.get("format") != _FORMAT:
        raise KnownError(f"{name}: format: this program reads format {_FORMAT}.", _HINT)
    node.whole("format")
    words = tuple(_word(item) for item in node.items("words"))
    rules = tuple(_rule(item) for item in node.items("rules"))
    node.done()
    if len(words) + len(rules) > MAX_ENTRIES:
        raise KnownError(f"{name} holds more than {MAX_ENTRIES} entries.", "Split it.")
    return AgencyRules(words, rules)


def _word(node: Node) -> AgencyWord:
    made = AgencyWord(
        node.text("jurisdiction"), node.text("language"), node.texts("words"), node.choice("grade", GRADES),
        node.text("source"), node.choice("meaning", tuple(MEANINGS), "ad"), node.maybe_day("from"),
        node.maybe_day("until"), node.text("opinion_of", ""), node.whole("id", 0),
    )
    node.done()
    return made


def _rule(node: Node) -> AgencyRule:
    made = AgencyRule(
        node.text("jurisdiction"), node.choice("problem", tuple(STRICTER)), node.choice("severity", ("warn", "fail")),
        node.text("source"), node.maybe_day("from"), node.maybe_day("until"), node.whole("id", 0),
    )
    node.done()
    return made


def _day(day: Any) -> str:
    return day.isoformat() if day is not None else ""


def _without_empty(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value not in ("", None)}

"""The clause library is checked before a contract relies on it."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.clauses import bundled_library, load_clause_library, read_clause_library
from microinf_desktop.paths import resource

_MUST = {
    "purpose", "documents", "deliverables", "timeline", "approval", "compensation", "products", "disclosure", "honesty",
    "standards", "licence", "personality", "confidentiality", "warranties", "monitoring", "term", "liability", "data",
    "independence", "general", "law", "commission", "minors", "retainer", "event",
}
_CHOICE = {
    "allowlisting", "exclusivity", "conduct", "performance", "children", "regulated", "france",
}


def _content() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(resource("clauses", "en.json").read_text("utf-8"))
    return content


def test_the_library_has_every_clause_of_the_table() -> None:
    library = bundled_library()
    assert {clause.id for clause in library.clauses if clause.must} == _MUST
    assert {clause.id for clause in library.clauses if not clause.must} == _CHOICE
    assert library.clause("law").title == "Law and disputes"
    with pytest.raises(KeyError):
        library.clause("nothing")
    assert "lawyer" in library.notice


def test_choices_and_limits_of_parameters_are_read() -> None:
    library = bundled_library()
    travel = library.parameter("travel")
    assert travel.choices == ("buyer", "receipts", "creator")
    assert travel.choice_labels[1] == "The creator books and is paid back"
    assert travel.facts == ("travel=buyer", "travel=receipts", "travel=creator")
    hours = library.parameter("fix_hours")
    assert [hours.allows(value) for value in (0, 1, 72, 73, "24", True)] == [False, True, True, False, False, False]
    assert [travel.allows(value) for value in ("buyer", "nobody", 1)] == [True, False, False]
    assert [one.name for one in library.parameters_of("law")] == ["talk_days", "disputes", "arbitration_rules"]
    with pytest.raises(KeyError):
        library.parameter("nothing")


def test_a_list_of_choices_without_labels_is_read_too() -> None:
    content = copy.deepcopy(_content())
    content["parameters"]["shipping"]["choices"] = ["buyer", "creator"]
    assert read_clause_library(content, "own.json").parameter("shipping").choice_labels == ("buyer", "creator")


def _set(path: list[Any], value: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        target: Any = content
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value
    return change


@pytest.mark.parametrize(("change", "message"), [
    (_set(["format"], 2), "format is 2"),
    (_set(["version"], ""), "“version” is missing"),
    (_set(["effective_from"], "soon"), "no day"),
    (_set(["clauses"], []), "at least one entry"),
    (_set(["clauses"], {}), "not a list"),
    (_set(["clauses", 0], "text"), "not a table"),
    (_set(["clauses", 1, "id"], "purpose"), "same id"),
    (_set(["clauses", 0, "must"], "yes"), "neither true nor false"),
    (_set(["clauses", 0, "paragraphs", 0, "if"], ["agnet"]), "agnet"),
    (_set(["clauses", 0, "paragraphs", 0, "if"], "agent"), "not a list of words"),
    (_set(["clauses", 0, "paragraphs", 0, "text"], "The {bayer}."), r"\{bayer\}"),
    (_set(["clauses", 0, "paragraphs", 0, "text"], "See {ref:nowhere}."), r"\{ref:nowhere\}"),
    (_set(["clauses", 0, "paragraphs", 0, "table"], "secrets"), "no table"),
    (_set(["parameters", "fix_hours", "type"], "eons"), "eons"),
    (_set(["parameters", "fix_hours", "default"], "24"), "does not fit"),
    (_set(["parameters", "shipping", "default"], "nobody"), "does not fit"),
    (_set(["parameters", "fix_hours", "default"], 1000), "does not fit"),
    (_set(["parameters", "fix_hours", "max"], "many"), "no whole number"),
    (_set(["parameters", "shipping", "choices"], {"buyer": ""}), "“buyer” is missing"),
    (_set(["parameters", "own"], {"type": "country", "default": "Austria", "label": "Own"}), "does not fit"),
    (_set(["clauses", 0, "paragraphs", 0, "if"], ["shipping=nobody"]), "shipping=nobody"),
    (_set(["words", "agency"], 5), "“agency” is missing or no text"),
])
def test_a_wrong_library_is_refused_in_words(change: Callable[[dict[str, Any]], None], message: str) -> None:
    content = copy.deepcopy(_content())
    change(content)
    with pytest.raises(KnownError, match=message) as caught:
        read_clause_library(content, "own.json")
    assert "own.json" in caught.value.message


@pytest.mark.parametrize("written", [b"", b"[", b"\xff\xfe", b"[]", b"null", b"[" * 100_000])
def test_a_file_that_is_no_library_is_refused(tmp_path: Path, written: bytes) -> None:
    path = tmp_path / "own.json"
    path.write_bytes(written)
    with pytest.raises(KnownError, match=r"own\.json"):
        load_clause_library(path)


def test_a_missing_file_or_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="could not be read"):
        load_clause_library(tmp_path / "none.json")
    with pytest.raises(KnownError, match="no clause library"):
        bundled_library("xx")

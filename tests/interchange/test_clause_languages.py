"""Every translation of the clause library says the same as the English one: same clauses, conditions and values."""

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from microinf_desktop.domain.clauses import PLACEHOLDER
from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.paths import resource

_LANGUAGES = sorted(path.stem for path in resource("clauses").glob("*.json"))
_TRANSLATED = ("title", "note", "text", "label", "notice", "source", "language")
# Names of products, platforms and formats are the same in many languages; sentences are not.
_NAMES_ALONE = 2
_ENGLISH = re.compile(r"\b(?:the|and|of|with|from|which|that|must|within)\b")
# What the program writes into English words on purpose: terms that stand in a law or a platform under this name.
_FOREIGN_TERMS = ("Images retouchées", "Images virtuelles", "Securities Act")
_WORD_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def _content(language: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(resource("clauses", f"{language}.json").read_text("utf-8"))
    return content


def _skeleton(value: Any) -> Any:
    """The file without what is translated; of a text only its placeholders stay."""
    if isinstance(value, dict):
        return {key: _placeholders(item) if key in _TRANSLATED else _skeleton(item) for key, item in value.items()}
    return [_skeleton(item) for item in value] if isinstance(value, list) else value


def _placeholders(text: Any) -> list[str]:
    return sorted(match.group() for match in PLACEHOLDER.finditer(text)) if isinstance(text, str) else []


def _word_shape(text: str) -> list[list[str]]:
    """Of each form ("1 day|{n} days") the names it uses."""
    return [sorted(_WORD_PLACEHOLDER.findall(form)) for form in text.split("|")]


def _structure(content: dict[str, Any]) -> dict[str, Any]:
    """What has to be equal, by its place in the file."""
    parts: dict[str, Any] = {"file": sorted(content), "format": content["format"], "version": content["version"],
                             "effective_from": content["effective_from"], "order of parameters": list(
                                 content["parameters"]), "order of clauses": [one["id"] for one in content["clauses"]]}
    for name, parameter in content["parameters"].items():
        named = {key: item for key, item in parameter.items() if key != "choices"}
        parts[f"parameter {name}"] = _skeleton(named) | {"choices": list(parameter.get("choices", ()))}
    for key, word in content["words"].items():
        parts[f"word {key}"] = _word_shape(word)
    for clause in content["clauses"]:
        paragraphs = clause["paragraphs"]
        parts[f"clause {clause['id']}"] = _skeleton({**clause, "paragraphs": len(paragraphs)})
        for number, paragraph in enumerate(paragraphs, 1):
            parts[f"clause {clause['id']}, paragraph {number}"] = _skeleton(paragraph)
    return parts


def _texts(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything that is translated, by its place in the file."""
    yield "notice", content["notice"]
    for name, parameter in content["parameters"].items():
        yield f"parameter {name}", parameter["label"]
        for choice, label in parameter.get("choices", {}).items():
            yield f"parameter {name}={choice}", label
    for key, word in content["words"].items():
        yield f"word {key}", word
    for clause in content["clauses"]:
        yield f"clause {clause['id']}, title", clause["title"]
        yield f"clause {clause['id']}, note", clause["note"]
        for number, paragraph in enumerate(clause["paragraphs"], 1):
            yield f"clause {clause['id']}, paragraph {number}", paragraph["text"]


def _differences(english: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """What a translation has more, less or other than the English file, in words."""
    wanted, found = _structure(english), _structure(other)
    return [
        f"{place}: {found.get(place)} instead of {wanted.get(place)}"
        for place in sorted(wanted.keys() | found.keys()) if wanted.get(place) != found.get(place)
    ]


def _words_of(text: str) -> list[str]:
    for term in _FOREIGN_TERMS:
        text = text.replace(term, "")
    return re.findall(r"[^\W\d_]{2,}", PLACEHOLDER.sub("", text))


def _leftovers(english: dict[str, Any], other: dict[str, Any]) -> list[str]:
    """Texts that were not translated, or not to the end."""
    originals = dict(_texts(english))
    found = []
    for place, text in _texts(other):
        words = _words_of(text)
        is_same = text == originals.get(place) and len(words) > _NAMES_ALONE
        if is_same or _ENGLISH.search(" ".join(words)):
            found.append(f"{place}: {text}")
    same = sum(text == originals.get(place) for place, text in _texts(other))
    return [*found, f"{same} texts are as in English"] if same > len(originals) / 10 else found


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_translation_has_the_structure_of_the_english_file(language: str) -> None:
    content = _content(language)
    assert content["language"] == language
    assert _differences(_content("en"), content) == []
    assert bundled_library(language).language == language


@pytest.mark.parametrize("language", [name for name in _LANGUAGES if name != "en"])
def test_nothing_is_left_in_english(language: str) -> None:
    assert _leftovers(_content("en"), _content(language)) == []


@pytest.mark.parametrize("language", _LANGUAGES)
def test_the_wording_is_clean(language: str) -> None:
    library = bundled_library(language)
    for clause in library.clauses:
        for paragraph in clause.paragraphs:
            text = paragraph.text
            assert "  " not in text, text
            assert "'" not in text, text  # typographic quotes only
            assert '"' not in text, text
            assert text[0].isupper() or not text[0].isalpha(), text
            assert text.endswith((".", ":")), text
            assert text.endswith(":") == (paragraph.table is not None), text
        # A note is read beside a switch: one to three sentences, no placeholders.
        assert clause.note.endswith("."), clause.note
        assert len(clause.note) <= 420, clause.note
        assert not PLACEHOLDER.search(clause.note), clause.note
    for key, word in library.words.items():
        assert word == word.strip(), key
        assert "'" not in word, key


def _set(*path: Any, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        target: Any = content
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value
    return change


def _drop(*path: Any) -> Callable[[dict[str, Any]], None]:
    def change(content: dict[str, Any]) -> None:
        target: Any = content
        for key in path[:-1]:
            target = target[key]
        del target[path[-1]]
    return change


@pytest.mark.parametrize(("damage", "place"), [
    (_drop("clauses", 3), "clause timeline"),
    (_drop("clauses", 2, "paragraphs", 1), "clause deliverables"),
    (_set("clauses", 2, "paragraphs", 0, "if", value=["published"]), "clause deliverables, paragraph 1"),
    (_drop("clauses", 2, "paragraphs", 0, "table"), "clause deliverables, paragraph 1"),
    (_set("clauses", 0, "paragraphs", 0, "text", value="Der Auftraggeber {buyer} bestellt."), "clause purpose, par"),
    (_set("clauses", 3, "paragraphs", 0, "text", value="{starts_on} {ends_on} {time_zone} {ref:law}"), "timeline, par"),
    (_set("clauses", 0, "must", value=False), "clause purpose"),
    (_set("parameters", "fix_hours", "default", value=48), "parameter fix_hours"),
    (_set("parameters", "fix_hours", "max", value=480), "parameter fix_hours"),
    (_set("parameters", "music", "choices", value={"creator": "Creator"}), "parameter music"),
    (_drop("parameters", "music"), "parameter music"),
    (_drop("words", "contents"), "word contents"),
    (_set("words", "extra", value="Mehr"), "word extra"),
    (_set("words", "version", value="Fassung"), "word version"),
    (_set("words", "days", value="{n} Tage"), "word days"),
    (_set("version", value="2020.1.1"), "version"),
])
def test_a_damaged_translation_is_found(damage: Callable[[dict[str, Any]], None], place: str) -> None:
    english = _content("en")
    other = copy.deepcopy(english)
    damage(other)
    assert any(place in line for line in _differences(english, other)), _differences(english, other)


def test_texts_left_in_english_are_found() -> None:
    english = _content("en")
    assert len(_leftovers(english, english)) > len(dict(_texts(english))) * 0.6
    other: dict[str, Any] = json.loads(json.dumps(english), object_hook=_foreign)
    other["words"] = {key: f"Ziffer {word}" for key, word in _only_placeholders(english["words"]).items()}
    other["notice"] = "Ein Anwalt soll das lesen."
    assert _leftovers(english, other) == []
    assert _differences(english, other) == []
    other["clauses"][4]["note"] = english["clauses"][4]["note"]
    other["words"]["redline.none"] = "Beide Fassungen have the same words."
    assert Counter(line.split(":")[0] for line in _leftovers(english, other)) == {
        "clause approval, note": 1, "word redline.none": 1,
    }


def _foreign(table: dict[str, Any]) -> dict[str, Any]:
    """The same with words of no language, placeholders kept."""
    for key in ("title", "note", "text", "label"):
        if isinstance(table.get(key), str):
            table[key] = "Etwas " + " ".join(_placeholders(table[key])) + "."
    if isinstance(table.get("choices"), dict):
        table["choices"] = dict.fromkeys(table["choices"], "Etwas")
    return table


def _only_placeholders(words: dict[str, str]) -> dict[str, str]:
    return {key: "|".join(" ".join(form) for form in _word_shape(word)) for key, word in words.items()}

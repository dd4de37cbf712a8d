"""The words of the education sheet: complete in every language, checked at load, chosen for the creator."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.education import FALLBACK, sheet_language
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.education import TEXTS, education_languages, education_texts, read_education
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.paths import resource

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")


def test_the_languages_are_those_promised() -> None:
    assert education_languages() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_word(language: str) -> None:
    texts, english = education_texts(language), education_texts(FALLBACK)
    for group in ("texts", "ties", "places", "tools", "kinds", "also"):
        assert list(getattr(texts, group)) == list(getattr(english, group)), group
    assert set(texts.texts) == set(TEXTS)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != FALLBACK])
def test_nothing_is_left_in_english(language: str) -> None:
    texts, english = education_texts(language), education_texts(FALLBACK)
    assert not set(texts.always) & set(english.always)
    assert not set(texts.places.values()) & set(english.places.values())
    assert not set(texts.ties.values()) & set(english.ties.values())
    same = {key for key in TEXTS if texts.texts[key] == english.texts[key]}
    assert same <= {"post", "page"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_packs_remarks_are_all_translated(language: str) -> None:
    remarks = {demand.also for pack in load_packs().packs.values() for demand in pack.demands if demand.also}
    assert remarks
    assert remarks == set(education_texts(language).also)


def test_every_switch_a_platform_asks_for_has_a_name_in_every_language() -> None:
    with_duty = {key for key, row in load_packs().platforms.items() if row.tool_name}
    assert {str(platform) for platform in education_texts("de").tools} == with_duty


@pytest.mark.parametrize(("change", "words"), [
    (lambda node: node["texts"].pop("title"), "de.json: texts.title: the text is missing."),
    (lambda node: node["texts"].update(titel="x"), "de.json: texts.titel: nobody knows this text."),
    (lambda node: node["texts"].update({"for": "für {creator}"}), "texts.for: the text needs {creator}, {tie}."),
    (lambda node: node["texts"].update(title="So {geht} das"), "texts.title: the text needs no places."),
    (lambda node: node["texts"].update(title="So { das"), "texts.title: the text needs no places."),
    (lambda node: node["ties"].update(fee=" "), "de.json: ties: an object of texts is expected."),
    (lambda node: node["always"].pop(), "de.json: always: five sentences are expected."),
    (lambda node: node.update(language="nl"), "language: “nl” is not the name of the file."),
    (lambda node: node.update(farbe="rot"), "de.json: farbe: nobody knows this field."),
    (lambda node: node["kinds"].update(hologram="Hologramm"), "kinds.hologram: nobody knows this text."),
])
def test_what_is_wrong_is_said_with_file_and_field(tmp_path: Path, change: Callable[[Any], Any], words: str) -> None:
    path = tmp_path / "de.json"
    shutil.copy(resource("education", "de.json"), path)
    node = json.loads(path.read_text(encoding="utf-8"))
    change(node)
    path.write_text(json.dumps(node), encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        read_education(path)
    assert words in str(caught.value)


def test_a_language_without_a_sheet_is_refused() -> None:
    with pytest.raises(KnownError, match="no education sheet in “sv”") as caught:
        education_texts("sv")
    assert "en, de, es" in caught.value.hint
    assert education_texts("pt-PT").language == "pt"


@pytest.mark.parametrize(("spoken", "wanted", "language"), [
    (["de", "en"], None, "de"), (["tr", "de"], None, "de"), (["pt-BR"], None, "pt"), (["sv"], None, "en"),
    ([], None, "en"),
    (["de"], "fr", "fr"), (["fr_CA"], "", "fr"),
])
def test_the_creators_first_known_language_counts(spoken: list[str], wanted: str | None, language: str) -> None:
    assert sheet_language(spoken, LANGUAGES, wanted) == language


@given(st.lists(st.text(max_size=8)))
def test_any_note_of_languages_gives_a_sheet(spoken: list[str]) -> None:
    assert education_texts(sheet_language(spoken, LANGUAGES)).texts

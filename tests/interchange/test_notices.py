"""Messages about violations: complete and polite in every language, the label untouched, the deadline as there."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from microinf_desktop.domain.enums import DeliverableKind
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.notices import FAULTS, NoticeFacts
from microinf_desktop.domain.violations import Rung
from microinf_desktop.interchange.notices import (
    ASKS,
    TEXTS,
    due_words,
    language_of,
    notice_languages,
    notice_texts,
    read_notices,
    written,
)
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.paths import resource

LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")
DUE = datetime(2026, 11, 27, 14, 5, tzinfo=ZoneInfo("Europe/Berlin"))
ZONE = "Europe/Berlin, UTC+01:00"
FACTS = NoticeFacts("Klara Vossbeck", DeliverableKind.REEL, "https://example.com/p/1", "“spon” is not clear.",
                    "Werbung |", "First words of the caption", "DE-WORD-01", "https://a.example ; https://b.example",
                    "missing", "text", 125, 5, "§ 9")
# How the polite and the familiar address give themselves away.
FAMILIAR = {
    "de": (" du ", " dir ", " dein", " deine", "schreib "), "fr": (" tu ", " ton ", " ta ", " tes ", " toi "),
    "es": (" tú ", " tu ", " tus ", "escribe "), "it": (" tu ", " tuo ", " tua ", "scrivi "),
    "nl": (" je ", " jij ", " jouw ", " jullie "), "pt": (" tu ", " teu ", " tua "),
}


def test_the_languages_are_those_promised() -> None:
    assert notice_languages() == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: str) -> None:
    texts = notice_texts(language)
    assert set(texts.texts) == set(TEXTS)
    assert {str(rung) for rung in texts.asks} == set(ASKS) == set(Rung)
    assert set(texts.faults) == set(FAULTS)
    assert list(texts.places) == list(notice_texts("en").places)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rung", list(Rung))
def test_every_message_says_what_where_why_and_until_when(language: str, rung: Rung) -> None:
    said = written(rung, FACTS, language, DUE, ZONE, "Ida Lund")
    texts = notice_texts(language)
    what = FACTS.what if language == "en" else texts.faults["missing"]
    for part in ("Klara", FACTS.link, what, FACTS.rule, "https://a.example, https://b.example",
                 due_words(DUE, ZONE, texts), "Ida Lund"):
        assert part in said, part
    assert ("Werbung |" in said) is (rung is not Rung.TERMINATE), "the label comes from the packs, word for word"
    assert ("§ 9" in said) is (rung in (Rung.HOLD_PAY, Rung.TERMINATE))
    assert "{" not in said


@pytest.mark.parametrize("language", list(FAMILIAR))
def test_no_language_is_familiar_or_left_in_english(language: str) -> None:
    texts, english = notice_texts(language), notice_texts("en")
    everything = [*texts.texts.values(), *texts.asks.values(), *texts.faults.values(), *texts.places.values()]
    for text in everything:
        assert not [word for word in FAMILIAR[language] if word in f" {text.lower()} "], text
    assert not set(texts.asks.values()) & set(english.asks.values())
    assert not set(texts.faults.values()) & set(english.faults.values())
    assert not set(texts.places.values()) & set(english.places.values())


def test_deadlines_are_written_as_in_the_language() -> None:
    assert due_words(DUE, ZONE, notice_texts("de")) == f"Freitag, 27. November 2026, 14:05 Uhr ({ZONE})"
    assert due_words(DUE, ZONE, notice_texts("fr")) == f"vendredi 27 novembre 2026 à 14:05 ({ZONE})"
    assert due_words(DUE, ZONE, notice_texts("pt")).startswith("sexta-feira, 27 de novembro de 2026, às 14:05")
    english = notice_texts("en")
    assert due_words(DUE, ZONE, english, "en_US").startswith("Friday, November 27, 2026, 2:05")
    assert due_words(DUE, ZONE, english, "de_DE").startswith("Friday, 27 November 2026, 14:05"), "not the agency's"


def test_what_has_no_words_of_its_own_is_said_as_recorded() -> None:
    rare = replace(FACTS, problem="category_banned")
    assert FACTS.what in written(Rung.NOTICE, rare, "de", DUE, ZONE, "Ida")
    bare = replace(FACTS, creator=" ", link="", wording="", source="")
    assert written(Rung.NOTICE, bare, "fr", DUE, ZONE, "Ida").startswith("Bonjour,\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unplanned_post_is_told_why_it_needs_a_label(language: str) -> None:
    extra = replace(FACTS, client="Tarnwick Tea", is_unplanned=True)
    assert "Tarnwick Tea" in written(Rung.NOTICE, extra, language, DUE, ZONE, "Ida")
    assert "Tarnwick Tea" not in written(Rung.NOTICE, replace(FACTS, client="Tarnwick Tea"), language, DUE, ZONE, "Ida")


def test_the_creators_first_known_language_is_taken() -> None:
    assert [language_of(spoken) for spoken in (("tr", "de"), ("pt-BR",), ("cy",), ())] == ["de", "pt", "en", "en"]
    with pytest.raises(KnownError, match="no messages in “tr”"):
        notice_texts("tr")


def test_every_fault_is_one_the_checker_can_find() -> None:
    from microinf_desktop.domain.notices import _FAULT_OF

    known = set(json.loads(resource("packs", "generic.json").read_text(encoding="utf-8"))["texts"])
    assert load_packs().packs
    assert set(_FAULT_OF) <= known


@pytest.mark.parametrize(("change", "said"), [
    (lambda node: node["texts"].pop("proof"), "de.json: texts.proof: the text is missing."),
    (lambda node: node["faults"].update(mising="x"), "de.json: faults.mising: nobody knows this text."),
    (lambda node: node["asks"].update(notice="bis {due}"), "asks.notice: the text needs {due}, {fault}, {post}."),
    (lambda node: node["texts"].update(greeting="Hallo"), "texts.greeting: the text needs {name} or {first}."),
    (lambda node: node.update(language="fr"), "language: “fr” is not the name of the file."),
])
def test_a_broken_file_is_refused_by_its_field(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    path = tmp_path / "de.json"
    shutil.copy(resource("notices", "de.json"), path)
    node = json.loads(path.read_text(encoding="utf-8"))
    change(node)
    path.write_text(json.dumps(node), encoding="utf-8")
    with pytest.raises(KnownError) as caught:
        read_notices(path)
    assert said in str(caught.value)

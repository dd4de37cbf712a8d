"""One function for all text, plural forms per language."""

import json
from pathlib import Path

import pytest

from microinf_desktop.ui import i18n
from microinf_desktop.ui.i18n import tr, trn


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    folder = tmp_path / "translations"
    folder.mkdir()
    catalogue = {"Add person": "Dodaj osobę", "{n} people": ["{n} osoba", "{n} osoby", "{n} osób"]}
    (folder / "pl.json").write_text(json.dumps(catalogue), encoding="utf-8")
    monkeypatch.setattr("microinf_desktop.paths.resource", lambda *parts: tmp_path.joinpath(*parts))
    i18n.set_language("pl")
    yield
    i18n.set_language("en")


def test_english_is_what_stands_in_the_code() -> None:
    assert tr("Add person") == "Add person"
    assert tr("{n} selected", n=3) == "3 selected"
    assert trn("{n} person", "{n} people", 1) == "1 person"
    assert trn("{n} person", "{n} people", 1_284) == "1,284 people"


def test_braces_of_user_text_stay(polish: object) -> None:
    assert tr("Named {name}", name="{x}") == "Named {x}"
    assert tr("50 {percent") == "50 {percent"


@pytest.mark.usefixtures("polish")
def test_translations_and_their_plurals() -> None:
    assert tr("Add person") == "Dodaj osobę"
    assert [trn("{n} person", "{n} people", n) for n in (1, 2, 5, 12, 22)] == [
        "1 osoba", "2 osoby", "5 osób", "12 osób", "22 osoby"]
    assert tr("Not translated") == "Not translated"


def test_missing_languages_are_said() -> None:
    with pytest.raises(FileNotFoundError):
        i18n.set_language("xx")
    assert i18n.language() == "en"

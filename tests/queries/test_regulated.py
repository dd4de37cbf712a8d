"""What regulated products and minors ask for, of campaigns and deals."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.regulated import Rider
from microinf_desktop.interchange.regulated import load_regulated
from microinf_desktop.paths import resource
from microinf_desktop.queries import regulated
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, Deal, a_deal


def riders(workspace: Workspace, deal: Deal) -> list[Rider]:
    with workspace.reading() as session:
        return regulated.of_deal(session, deal.collaboration_id, load_regulated(), TODAY)


def made(workspace: Workspace, category: str, **creator: Any) -> Deal:
    return a_deal(workspace, campaign={"product_category": category, "product": "X", "jurisdictions": ["UK", "FR"],
                                       "go_live_on": date(2026, 11, 20)}, influencer=creator)


@pytest.mark.parametrize(("category", "title", "rules"), [
    ("Craft gin", "Alcohol", {"UK-ALC-01"}), ("Online casino", "Gambling", {"UK-GAMB-01", "FR-GAMB-01"}),
    ("crypto-trading", "Finance and crypto", {"UK-FIN-01", "FR-BAN-01"}),
    ("Supplements", "Health", {"UK-POM-01", "FR-BAN-01"}), ("HFSS snacks", "Food for children", {"UK-HFSS-01"}),
])
def test_a_category_asks_what_the_countries_of_the_audience_ask(
    workspace: Workspace, category: str, title: str, rules: set[str]
) -> None:
    (one,) = riders(workspace, made(workspace, category))
    assert (one.title, {need.rule for need in one.needs}) == (title, rules)


def test_ordinary_products_and_adults_ask_nothing(workspace: Workspace) -> None:
    assert riders(workspace, made(workspace, "ginger tea")) == []
    assert riders(workspace, made(workspace, "tea", birth_date=None)) == []


def test_an_unknown_age_matters_where_the_product_is_regulated(workspace: Workspace) -> None:
    _, age = riders(workspace, made(workspace, "gin", birth_date=None))
    assert (age.title, len(age.missing)) == ("Age of the creator", 1)


@pytest.mark.parametrize(("born", "guardian", "title", "missing"), [
    (date(2008, 11, 21), "", "Minor, 17 years old", 1), (date(2012, 1, 1), "Ann V", "Minor, 14 years old", 0),
])
def test_minors_need_a_guardian(
    workspace: Workspace, born: date, guardian: str, title: str, missing: int
) -> None:
    (one,) = riders(workspace, made(workspace, "tea", birth_date=born, guardian_name=guardian))
    assert (one.title, len(one.missing), [need.rule for need in one.needs]) == (title, missing, ["FR-MINOR-01"])


def test_eighteen_on_the_go_live_is_an_adult(workspace: Workspace) -> None:
    assert riders(workspace, made(workspace, "tea", birth_date=date(2008, 11, 20))) == []


def test_a_wrong_file_names_the_place(tmp_path: Path) -> None:
    content = json.loads(resource("regulated.json").read_text(encoding="utf-8"))
    del content["categories"][1]["needs"][0]["url"]
    path = tmp_path / "regulated.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(KnownError, match="url: the field is missing"):
        load_regulated(path)

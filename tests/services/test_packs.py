"""The agency's own words and rules: stored, changed, handed on, and used by every check of the workspace."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microinf_desktop.domain.disclosure.agency import AgencyRule, AgencyRules, AgencyWord
from microinf_desktop.domain.errors import KnownError, ValidationError
from microinf_desktop.interchange.agency_rules import as_file, as_value, read_file
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.queries import compliance, dossiers
from microinf_desktop.queries.packs import SETTING, agency_rules, pack_set
from microinf_desktop.services import packs as services
from microinf_desktop.services.agency import save_setting
from microinf_desktop.services.compliance import run_check
from microinf_desktop.storage import changelog
from microinf_desktop.storage.workspace import Workspace
from tests.builders import TODAY, a_deal, a_draft

WORD = AgencyWord("UK", "en", ("Promo post",), "accepted", "ASA on the phone", starts=date(2026, 1, 1))
RULE = AgencyRule("UK", "last_words", "fail", "house rule")


def own(workspace: Workspace) -> AgencyRules:
    with workspace.reading() as session:
        return agency_rules(session)


def test_entries_are_kept_changed_and_taken_back(workspace: Workspace) -> None:
    first = services.save_entry(workspace, WORD, today=TODAY)
    second = services.save_entry(workspace, RULE, today=TODAY)
    assert (first, second) == (1, 2)
    assert own(workspace).words[0].words == ("promo post",)
    services.save_entry(workspace, replace(own(workspace).words[0], source="letter"), today=TODAY)
    assert own(workspace).words[0].source == "letter"
    services.delete_entry(workspace, first)
    assert own(workspace).entries == (replace(RULE, id=2),)
    changelog.undo(workspace)
    assert len(own(workspace)) == 2
    services.delete_entry(workspace, 1)
    services.delete_entry(workspace, 2)
    with workspace.reading() as session:
        assert pack_set(session, TODAY) is load_packs()


def test_what_is_gone_or_twice_is_refused(workspace: Workspace) -> None:
    with pytest.raises(KnownError, match="no longer there"):
        services.save_entry(workspace, replace(WORD, id=7), today=TODAY)
    with pytest.raises(KnownError, match="no longer there"):
        services.delete_entry(workspace, 7)
    services.save_entry(workspace, WORD, today=TODAY)
    services.save_entry(workspace, RULE, today=TODAY)
    with pytest.raises(ValidationError, match="“promo post” is in the list already, as accepted"):
        services.save_entry(workspace, replace(WORD, words=("#eggpost", "PROMO post")), today=TODAY)
    with pytest.raises(ValidationError, match="a rule on this already"):
        services.save_entry(workspace, RULE, today=TODAY)
    services.save_entry(workspace, replace(WORD, starts=None, ends=date(2025, 12, 31)), today=TODAY)
    assert len(own(workspace)) == 3


def test_the_packs_stay_the_same_object_until_the_words_change(workspace: Workspace) -> None:
    services.save_entry(workspace, WORD, today=TODAY)
    with workspace.reading() as session:
        first = pack_set(session, TODAY)
        assert pack_set(session, TODAY) is first
        assert first.get("UK").version == f"{load_packs().get('UK').version} + 1 of the agency"
    services.save_entry(workspace, RULE, today=TODAY)
    with workspace.reading() as session:
        assert pack_set(session, TODAY) is not first


def test_a_recorded_check_names_the_additions_and_the_lawyer(workspace: Workspace) -> None:
    deal = a_deal(workspace, campaign={"jurisdictions": ["UK"]},
                  deliverable={"kind": "blog_feature", "platform": "blog"})
    with workspace.writing("Draft") as session:
        a_draft(session, deal.deliverable_id, caption="Collab: eggs for breakfast")
    with workspace.reading() as session:
        assert run_check(workspace, deal.deliverable_id, pack_set(session, TODAY)).verdict == "fail"
    services.save_entry(workspace, AgencyWord("UK", "en", ("collab",), "accepted", "memo", opinion_of="Dr. Frey"),
                        today=TODAY)
    with workspace.reading() as session:
        packs = pack_set(session)
    assert run_check(workspace, deal.deliverable_id, packs).verdict == "pass"
    with workspace.reading() as session:
        newest = compliance.checks(session, deal.deliverable_id)[0]
        data = dossiers.dossier_data(session, deal.campaign_id, today=TODAY)
        sheet = dossiers.education_data(session, deal.collaboration_id, today=TODAY)
    assert newest.pack_version.endswith("+ 1 of the agency")
    assert any("opinion of Dr. Frey" in one.message for one in newest.findings)
    (printed,) = data.items[0].draft_checks
    assert printed.pack_checked_on == load_packs().get("UK").checked_on
    assert sheet.words[0].pack_version.endswith("+ 1 of the agency")
    assert "Collab" in sheet.words[0].accepted


def test_a_file_carries_the_entries_to_another_workspace(workspace: Workspace, tmp_path: Any) -> None:
    services.save_entry(workspace, WORD, today=TODAY)
    services.save_entry(workspace, RULE, today=TODAY)
    content = services.export_entries(workspace)
    assert "“" not in content.decode()
    assert services.import_entries(workspace, content, "words.json", today=TODAY) == 0
    with Workspace.create(tmp_path / "other") as other:
        services.save_entry(other, replace(RULE, jurisdiction="US"), today=TODAY)
        assert services.import_entries(other, content, "words.json", today=TODAY) == 2
        assert [one.id for one in own(other).entries] == [2, 1, 3]
        changelog.undo(other)
        assert len(own(other)) == 1


@pytest.mark.parametrize(("change", "said"), [
    (lambda v: v["words"][0].update(words=["collab"]), "words.json: entry 1: “collab” is refused in the United"),
    (lambda v: v["words"][0].update(colour="red"), "words.json: words[1].colour: nobody knows this field"),
    (lambda v: v["words"][0].pop("source"), "words.json: words[1].source: the field is missing"),
    (lambda v: v["words"][0].update({"from": "soon"}), "words.json: words[1].from: a date like"),
    (lambda v: v["rules"][0].update(problem="moon"), "words.json: rules[1].problem: “moon” is none of"),
    (lambda v: v["words"].append(dict(v["words"][0], source="other")), "entry 2: “promo post” is in the list already"),
    (lambda v: v.update(format=2), "words.json: format: this program reads format 1"),
    (lambda v: v.update(words={}), "words.json: words: a list is expected"),
    (lambda v: v["words"].extend(dict(v["words"][0]) for _ in range(500)), "holds more than 500 entries"),
])
def test_a_wrong_file_is_named_and_nothing_is_added(workspace: Workspace, change: Any, said: str) -> None:
    value = json.loads(as_file(AgencyRules((replace(WORD, words=("promo post",), id=1),), (replace(RULE, id=2),))))
    change(value)
    with pytest.raises(KnownError) as caught:
        services.import_entries(workspace, json.dumps(value).encode(), "words.json", today=TODAY)
    assert said in str(caught.value)
    assert not own(workspace)


@pytest.mark.parametrize(("content", "said"), [
    (b"\xff\xfe", "not UTF-8"), (b"{", "line 1: not valid JSON"), (b"[]", "an object is expected"),
    (b"[" * 100_000, "nested too deeply"),
])
def test_files_that_are_none_are_named(content: bytes, said: str) -> None:
    with pytest.raises(KnownError, match=said):
        read_file(content, "x.json")


def test_a_damaged_setting_is_told_and_no_caption_is_judged(workspace: Workspace) -> None:
    save_setting(workspace, SETTING, {"format": 1, "words": [{}]})
    with workspace.reading() as session, pytest.raises(KnownError, match=r"words\[1\].jurisdiction"):
        pack_set(session, TODAY)


DAYS = st.none() | st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))
TEXT = st.text(min_size=1, max_size=20).filter(lambda one: bool(one.strip()))
WORDS = st.builds(AgencyWord, TEXT, TEXT, st.lists(TEXT, min_size=1, max_size=3).map(tuple),
                  st.sampled_from(("accepted", "unclear", "refused")), TEXT, st.sampled_from(("ad", "gift")), DAYS,
                  DAYS, st.text(max_size=9))
RULES = st.builds(AgencyRule, TEXT, st.sampled_from(("last_words", "claim")), st.sampled_from(("warn", "fail")), TEXT,
                  DAYS, DAYS)


@given(st.builds(AgencyRules, st.lists(WORDS, max_size=3).map(tuple), st.lists(RULES, max_size=2).map(tuple)))
def test_whatever_is_written_is_read_back(entries: AgencyRules) -> None:
    assert read_file(as_file(entries), "x.json") == entries
    assert (as_value(entries) is None) is not bool(entries)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
                        st.sampled_from(("format", "words", "rules", "grade", "source", "id")), inner, max_size=4),
                    max_leaves=12))
def test_any_json_is_read_or_refused_in_words(value: object) -> None:
    said = ""
    try:
        read_file(json.dumps(value).encode(), "x.json")
    except KnownError as error:
        said = error.message
    assert not said or said.startswith("x.json")

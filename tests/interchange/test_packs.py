"""The rule packs: complete, sourced, and refused in a sentence that names file and field when something is wrong."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from microinf_desktop.domain.disclosure import Post, Rule, Word, check
from microinf_desktop.domain.disclosure.packs import GENERIC
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.paths import resource

SOURCED = {"US", "UK", "IE", "DE", "FR", "ES", "IT", "NL", "BE", "EU", "CA", "AU", "IN", "BR"}
UNSOURCED = {"AT", "CH", "NZ"}


def changed(folder: Path, name: str, change: Any) -> Path:
    """A copy of the packs in which one file went through `change`."""
    shutil.copytree(resource("packs"), folder, dirs_exist_ok=True)
    path = folder / name
    node = json.loads(path.read_text(encoding="utf-8"))
    change(node)
    path.write_text(json.dumps(node, ensure_ascii=False), encoding="utf-8")
    return folder


def test_all_jurisdictions_are_there() -> None:
    packs = load_packs()
    assert set(packs.jurisdictions) == SOURCED | UNSOURCED
    assert {area for area in packs.jurisdictions if not packs.packs[area].sourced} == UNSOURCED
    assert load_packs() is packs


def test_every_pack_says_its_version_and_day() -> None:
    for pack in load_packs().packs.values():
        assert re.fullmatch(r"\d{4}\.\d{1,2}\.\d+", pack.version)
        assert date(2026, 1, 1) <= pack.checked_on


def test_every_rule_has_a_source_or_says_that_it_is_unverified() -> None:
    own = {"GEN-CHAR-01", "GEN-UNSOURCED-01"}  # rules of this program, not of a regulator
    for pack in load_packs().packs.values():
        for rule in pack.rules:
            assert rule.sources or rule.unverified or rule.id in own or not rule.checks, rule.id


def test_the_catalogues_rules_are_all_listed() -> None:
    """Every rule id of the catalogue's tables has an entry, also those that people look at."""
    packs = load_packs()
    ids = {rule.id for pack in packs.packs.values() for rule in pack.rules}
    expected = {
        "US": "SCOPE-01 WORD-01 WORD-02 WORD-03 CC-01 PLACE-01 IG-01 VIDEO-01 TIKTOK-01 YT-01 STORY-01 LIVE-01 TOOL-01 "
        "AFF-01 TAG-01 EMP-01 VIRT-01 KIDS-01 AGENCY-01 REV-01",
        "UK": "CAP-01 CMA-01 WORD-01 AMB-01 AFF-01 CODE-01 OWN-01 STORY-01 CAR-01 VID-01 POD-01 PAST-01 TOOL-01 "
        "VIRT-01 BRAND-01 ALC-01 GAMB-01 HFSS-01 POM-01 FIN-01",
        "EU": "UCPD-01 UCPD-02 DSA-26 SWEEP-01 AVMS-01",
        "DE": "WORD-01 WORD-02 PAY-01 BGH-01 VID-01 STORY-01 AFF-01 AUDIO-01",
        "FR": "LAW-01 LAW-02 IMG-01 BAN-01 GAMB-01 SCOPE-01 CONTRACT-01 LIAB-01 MINOR-01",
        "ES": "CODE-01 WORD-01 PLACE-01 REPOST-01 AI-01 KID-01 AGENCY-01 UER-01",
        "IT": "DC-01 DC-02 DC-03 DC-04 DC-05 DC-06 DC-07 LANG-01 AGCOM-01",
        "NL": "RSM-01 RSM-02 MW-01 MW-02 ACM-01 KIDS-01",
        "BE": "01",
        "IE": "01 02 03",
        "CA": "01 02 03 04 05 06 07",
        "AU": "01 02 03 04 05",
        "IN": "01 02 03 04 05 06 07 08",
        "BR": "01 02 03 04",
        "GEN": "PRESENT-01 PLACE-01 PLACE-02 PLACE-03 PROM-01 PROM-02 LANG-01 CONTRA-01 UNDER-01 VIDEO-01 LIVE-01 "
        "STORY-01 TOOL-01 TOOL-02 CHAR-01 REPOST-01 HONEST-01 REC-01 AGENCY-01",
        "PLAT": "IG-01 IG-02 TT-01 TT-02 YT-01 TW-01 X-01 PIN-01",
    }
    wanted = {
        f"{'US-FTC' if area == 'US' else area}-{part}" for area, parts in expected.items() for part in parts.split()
    }
    wanted |= {"US-SEC-01", "US-CLAIM-01", "US-ALC-01", "US-KID-02"}
    assert wanted - ids == set()


def test_recalled_facts_are_marked_in_what_users_read() -> None:
    result = check(
        Post(caption="#ad gin night", jurisdiction="US", product_category="alcohol", influencer_age=22), load_packs()
    )
    finding = next(item for item in result.findings if item.rule == "US-ALC-01")
    assert finding.severity == "warn"
    assert "(unverified)" in finding.source


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("us.json", lambda node: node.pop("version"), "us.json: version: the field is missing."),
        (
            "us.json",
            lambda node: node.update(checked_on="soon"),
            "us.json: checked_on: a date like 2026-11-24 is expected.",
        ),
        ("us.json", lambda node: node.update(colour="red"), "us.json: colour: nobody knows this field."),
        ("us.json", lambda node: node["words"][0].update(grade="meh"), "us.json: words[1].grade: “meh” is none of"),
        (
            "us.json",
            lambda node: node["words"][0].update(phrases=["AD"]),
            "us.json: words[1].phrases: “AD” must be in lower case.",
        ),
        (
            "us.json",
            lambda node: node["words"][0].update(rule="NOPE"),
            "us.json: words: “paid ad” names the unknown rule “NOPE”.",
        ),
        (
            "us.json",
            lambda node: node["rules"][0].update(sources=["S999"]),
            "us.json: rules[1].sources: “S999” is not in sources.json.",
        ),
        (
            "us.json",
            lambda node: node["rules"][0].update(checks={"missing": "maybe"}),
            "us.json: rules[1].checks.missing: “maybe” is none of",
        ),
        ("us.json", lambda node: node["rules"].append(node["rules"][0]), "is used twice."),
        (
            "us.json",
            lambda node: node["rules"][0].update(texts={"missing": {"message": "{who}", "fix": "x"}}),
            "“{who}” names a place that is not filled.",
        ),
        ("us.json", lambda node: node["rules"][0].update(checks={"unheard_of": "warn"}), "no text for “unheard_of”."),
        ("uk.json", lambda node: node.update(id="US"), "is already used by another pack."),
        (
            "uk.json",
            lambda node: node["categories"][0].update(condition="moon"),
            "uk.json: categories[1].condition: “moon” is none of",
        ),
        (
            "uk.json",
            lambda node: node.update(settings={"past_months": "twelve"}),
            "uk.json: settings: an object of numbers is expected.",
        ),
        (
            "platforms.json",
            lambda node: node["platforms"][0].update(chars=[125]),
            "platforms.json: platforms[1].chars: two whole numbers",
        ),
        (
            "sources.json",
            lambda node: node["sources"]["S1"].update(standing="Z"),
            "sources.json: sources.S1.standing: “Z” is none of",
        ),
        ("generic.json", lambda node: node.update(id="OTHER"), "the generic rule pack is missing."),
    ],
)
def test_what_is_wrong_is_said_with_file_and_field(tmp_path: Path, name: str, change: Any, words: str) -> None:
    folder = changed(tmp_path / "packs", name, change)
    with pytest.raises(KnownError) as caught:
        load_packs(folder)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "us.json, line 1: not valid JSON"),
        (b"[]", "us.json: the file: an object is expected."),
        (b"\xff\xfe", "us.json is not UTF-8 text."),
    ],
)
def test_damaged_files_are_named(tmp_path: Path, content: bytes, words: str) -> None:
    folder = changed(tmp_path / "packs", "us.json", lambda node: None)
    (folder / "us.json").write_bytes(content)
    with pytest.raises(KnownError) as caught:
        load_packs(folder)
    assert words in str(caught.value)


def test_an_agencys_own_words_and_rules_come_first() -> None:
    packs = load_packs()
    house = Rule("AGENCY-01", "House rule: no #sponsored", checks={"weak_word": "warn"})
    word = Word(("sponsored",), "sponsor", "warn", "en", rule="AGENCY-01", bare=True)
    own = packs.extended("US", words=(word,), rules=(house,))
    post = Post(caption="#sponsored eggs", jurisdiction="US", platform_label_used=True)
    assert check(post, packs).verdict == "pass"
    result = check(post, own)
    assert (result.verdict, result.findings[0].rule) == ("warn", "AGENCY-01")
    assert result.pack_version == f"{packs.get('US').version} + 2 of the agency"
    assert own.packs[GENERIC] is packs.packs[GENERIC]

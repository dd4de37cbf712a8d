"""The help pages on rules: every rule and every source is there, and nothing can be followed to the network."""

import re
from datetime import date

import pytest

from microinf_desktop.domain.disclosure import Rule, Word
from microinf_desktop.domain.disclosure.wordlist import as_written, label_verdict, labels_by_verdict
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.interchange.rule_pages import jurisdiction_of, page_name, rules_index, rules_page

DAY = date(2026, 11, 24)
PACKS = load_packs()
PAGES = {code: rules_page(PACKS, code, DAY) for code in PACKS.packs}


def test_every_rule_is_on_its_page_with_what_it_asks_and_its_sources() -> None:
    for code, pack in PACKS.packs.items():
        for rule in pack.rules:
            line = next(line for line in PAGES[code].splitlines() if line.startswith(f"| {rule.id} |"))
            assert rule.title in line.replace("\\", "")
            for source in rule.sources:
                assert source in line
                assert f"**{source}**" in PAGES[code]
            if rule.checks:
                assert ("allowed" if rule.severity == "ok" else rule.severity) in line
            else:
                assert "for people" in line


def test_every_source_is_named_with_its_addresses() -> None:
    everything = rules_index(PACKS) + "".join(PAGES.values())
    for source in PACKS.sources.values():
        assert f"**{source.id}**" in everything
        for url in source.urls:
            assert f"`{url}`" in everything, source.id
    assert "(second hand)" in everything


def test_version_and_day_of_the_last_look_are_on_every_page() -> None:
    index = rules_index(PACKS)
    for code, pack in PACKS.packs.items():
        assert f"version {pack.version}, checked on {pack.checked_on}" in PAGES[code]
        assert f"({page_name(code)})" in index
        assert ("**Not yet compared" in PAGES[code]) is not pack.sourced
        for conflict in pack.conflicts:
            assert conflict in PAGES[code].replace("\\", "")


def test_no_address_can_be_followed() -> None:
    for text in (rules_index(PACKS), *PAGES.values()):
        assert "http" not in re.sub(r"`[^`]*`", "", text)
        assert all(target.endswith(".md") for target in re.findall(r"\]\(([^)]*)\)", text))


def test_labels_stand_where_the_check_puts_them() -> None:
    britain, ireland = PAGES["UK"], PAGES["IE"]
    accepted = next(line for line in britain.splitlines() if line.startswith("- **Accepted**"))
    assert "Advert," in accepted
    assert "collab" not in accepted.lower()
    gifts = next(line for line in ireland.splitlines() if line.startswith("- **Refused**"))
    assert "Ad," in gifts
    assert "## Labels in German" in PAGES["DE"]
    assert "## Labels in French" in PAGES["CA"]
    for label in ("Werbung", "Anzeige"):
        assert label_verdict(label, "DE", "de", "paid", PACKS, DAY) == "pass"


def test_pages_of_the_agencys_additions_and_odd_signs() -> None:
    house = Rule("AGENCY-1", "No | pipes, no *stars*, no <b>tags</b>", checks={"missing": "warn"})
    own = PACKS.extended("UK", words=(Word(("brandzeit|<b>",), "ad", "ok", "en"),), rules=(house,))
    page = rules_page(own, "UK", DAY)
    assert "| AGENCY-1 | No \\| pipes, no \\*stars\\*, no \\<b\\>tags\\</b\\> | warn | our own |" in page
    assert "2026.11.2 + 2 of the agency" in page


@pytest.mark.parametrize(("name", "code"), [
    ("rules-uk.md", "UK"), ("rules-generic.md", "GENERIC"), ("rules-zz.md", None), ("rules.md", None),
])
def test_pages_are_found_by_name(name: str, code: str | None) -> None:
    assert jurisdiction_of(name, PACKS) == code


def test_labels_that_name_somebody_are_asked_for() -> None:
    plain, named = (labels_by_verdict(PACKS, "US", "en", "paid", DAY, named=one) for one in (False, True))
    assert not any("X" in label.split() for labels in plain.values() for label in labels)
    assert "Sponsored by X" in named["pass"]
    assert not any("{" in label for labels in named.values() for label in labels)


@pytest.mark.parametrize(("phrase", "language", "written"), [
    ("bezahlte werbung", "de", "Bezahlte Werbung"), ("#werbung", "de", "#werbung"), ("paid ad", "en", "Paid ad"),
])
def test_phrases_are_written_as_people_do(phrase: str, language: str, written: str) -> None:
    assert as_written(phrase, language) == written

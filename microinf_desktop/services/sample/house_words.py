"""The sample agency's own words and rules: for a country it prepares, so that no recorded check depends on them."""

import json
from typing import TYPE_CHECKING

from microinf_desktop.domain.disclosure.agency import AgencyRules, clean_rule, clean_word
from microinf_desktop.interchange.agency_rules import as_value, read_file
from microinf_desktop.interchange.packs import load_packs
from microinf_desktop.paths import resource
from microinf_desktop.queries.packs import SETTING
from microinf_desktop.storage.tables import Setting

if TYPE_CHECKING:
    from sqlmodel import Session

    from microinf_desktop.services.sample.content import Clock


def add_house_words(session: "Session", clock: "Clock") -> None:
    """Checked as if somebody had typed them in the settings."""
    found = read_file(resource("sample", "words.json").read_bytes(), "words.json")
    packs, own = load_packs(), AgencyRules()
    for word in found.words:
        own = own.with_entry(clean_word(word, packs, own, clock.today))
    for rule in found.rules:
        own = own.with_entry(clean_rule(rule, packs))
    session.add(Setting(name=SETTING, value=json.dumps(as_value(own), ensure_ascii=False, sort_keys=True)))

"""Contracts and the papers around them in every language of the clause library: nothing stays in English."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from microinf_desktop.documents.contract_tables import disclosure_table
from microinf_desktop.documents.contract_text import assemble
from microinf_desktop.documents.contracts import contract_wording, render_contract
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.term_sheets import term_rows
from microinf_desktop.domain.contract_terms import AGENCY_SEAT
from microinf_desktop.domain.contracts import (
    AgencyRole,
    BonusTerm,
    CompensationTerms,
    ContractData,
    DisclosureTerm,
    EventTerms,
    KpiTerm,
    LawTerms,
    ProductTerm,
    RegulatedCategory,
    RetainerTerms,
)
from microinf_desktop.domain.disclosure import demanded_label
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, Platform, TargetMetric
from microinf_desktop.domain.money import Money
from microinf_desktop.interchange.clauses import bundled_library
from microinf_desktop.interchange.packs import load_packs
from tests.contract_samples import AGENCY, CLIENT, CREATOR, deliverables, full_contract
from tests.documents.pdf_reading import reader_of

_LOCALES = {"de": "de_DE", "fr": "fr_FR", "es": "es_ES"}
# Words that every English sentence of a contract has, and no sentence of the other languages.
_ENGLISH = re.compile(
    r"\b(?:the|and|of|with|from|which|that|must|within|is|are|by|first|each|caption|label|days?|months?|hours?|at)\b",
    re.IGNORECASE,
)
_DAY = date(2026, 11, 24)
_EVENT = replace(deliverables()[1], kind=DeliverableKind.EVENT, platform=Platform.OTHER, draft_due_on=None)


def _demanded() -> Iterator[DisclosureTerm]:
    """Every place, platform setting and remark that the packs have, as a contract keeps it."""
    packs = load_packs()
    for platform in Platform:
        for kind in {kind.post_format: kind for kind in DeliverableKind}.values():
            label = demanded_label("DE", platform, kind.post_format, "paid", "de", packs, on=_DAY)
            yield DisclosureTerm(platform, "de", ("Werbung",), label.place, "", "DE")
    for row in packs.platforms.values():
        yield DisclosureTerm(Platform.OTHER, "de", ("Werbung",), "–", row.tool_name, "DE")
    for remark in {demand.also for pack in packs.packs.values() for demand in pack.demands if demand.also}:
        said = f"–. {remark}".replace("{brand}", "Zorvak")
        yield DisclosureTerm(Platform.OTHER, "it", ("Pubblicità",), said, "", "IT")


def _untyped(data: ContractData) -> ContractData:
    """The contract with what people type in no language, so that all English in it would be the program's."""
    assert data.exclusivity is not None
    return replace(
        data, campaign="Zorvak", product="Zorvak", approved_claims=("Xi", "Yo"), banned_claims=("Xi", "Yo"),
        content_bans=("Xi",), kpis=(KpiTerm("Xi", "1", "Yo"),), disclosures=tuple(_demanded())[:12],
        exclusivity=replace(data.exclusivity, category="Xi", carve_outs="Yo"),
        compensation=replace(data.compensation, bonus_terms="", products=(ProductTerm("Xi", 2, Money(6400, "EUR")),)),
        deliverables=tuple(replace(item, links=(), hashtags=("#xi",)) for item in data.deliverables),
        law=LawTerms("FR", "France", AGENCY_SEAT), client=replace(CLIENT, address="Ofenweg 00"),
        agency=replace(AGENCY, address="Hafenstr. 00", signatory_title="Xi"),
        creator=replace(data.creator, party=replace(CREATOR.party, address="Feldweg 00", vat_note="Xi")),
    )


def _other_deal() -> ContractData:
    """A retainer with an event, bonuses and a minor, for three countries, in the agency's own name."""
    pay = CompensationTerms(
        CompensationModel.HYBRID, Money(90_000, "EUR"), payment_terms_days=1,
        retainer=RetainerTerms(Money(50_000, "EUR"), 6, date(2027, 1, 1), ("Xi", "Yo")),
        bonuses=tuple(BonusTerm(metric, 1000, Money(300, "EUR"), 1000, Money(50_000, "EUR"), "Xi")
                      for metric in (TargetMetric.VIEWS, TargetMetric.CLICKS, TargetMetric.REACH)),
    )
    return full_contract(
        agency_role=AgencyRole.PRINCIPAL, compensation=pay, deliverables=(_EVENT, *deliverables()), brief_version=None,
        event=EventTerms("Xi", "Yo", date(2027, 1, 30), date(2027, 1, 31), "18:30", 2), kill_fees=(),
        creator=replace(CREATOR, birth_date=date(2012, 3, 3), guardian_name="Pia Kroskova", manager_name="Roth"),
        jurisdictions=("FR", "US", "UK"), regulated=RegulatedCategory.FINANCE, has_minors_in_content=True,
        parameters=(("disputes", "arbitration"), ("ownership", "client"), ("arbitration_rules", "Xi")),
    )


@pytest.mark.parametrize("language", _LOCALES)
@pytest.mark.parametrize("data", [full_contract(), _other_deal()], ids=["commission", "retainer"])
def test_nothing_the_program_says_is_english(language: str, data: ContractData) -> None:
    library = bundled_library(language)
    data = _untyped(replace(data, language=language, locale=_LOCALES[language]))
    lines = [*contract_wording(data, library, draft=True).lines,
             *(line for row in term_rows(data, library) for line in (row.label, *row.lines))]
    assert len(lines) > 150
    assert [line for line in lines if _ENGLISH.search(line.replace("US person", ""))] == []


def test_the_same_contract_in_english_would_be_found() -> None:
    lines = contract_wording(_untyped(full_contract()), bundled_library(), draft=True).lines
    assert sum(bool(_ENGLISH.search(line)) for line in lines) > len(lines) * 0.6


@pytest.mark.parametrize("language", _LOCALES)
def test_places_settings_and_remarks_of_the_packs_are_translated(language: str) -> None:
    library, terms = bundled_library(language), tuple(_demanded())
    formats = ContractFormats(language, _LOCALES[language], library.words)
    said = list(disclosure_table(terms, formats).texts())
    assert [text for text in said if _ENGLISH.search(text)] == []
    for term in terms:
        assert term.placement == "–" or formats.rule_text(term.placement) != term.placement, term.placement
        assert not term.platform_tool or formats.rule_text(term.platform_tool) != term.platform_tool
    numbers = {number for term in terms for number in re.findall(r"\d+", term.placement)}
    assert numbers <= {number for text in said for number in re.findall(r"\d+", text)}


def test_english_says_what_the_packs_say() -> None:
    formats = ContractFormats("en", "en_GB", bundled_library().words)
    for term in _demanded():
        for text in (term.placement, term.platform_tool):
            assert formats.rule_text(text) == text.replace("'", "’")
    assert formats.rule_text("On a flag, whenever it flies.") == "On a flag, whenever it flies."


@pytest.mark.parametrize(("language", "quoted", "joined", "first"), [
    ("en", "“Xi”", "a; b", "1 April 2027"), ("de", "„Xi“", "a; b", "1. April 2027"),
    ("fr", "«\u202fXi\u202f»", "a\u202f; b", "1er avril 2027"), ("es", "«Xi»", "a; b", "1 de abril de 2027"),
])
def test_quotes_lists_and_days_are_set_as_the_language_sets_them(
    language: str, quoted: str, joined: str, first: str
) -> None:
    formats = ContractFormats(language, {"en": "en_GB", **_LOCALES}[language], bundled_library(language).words)
    assert formats.quoted("Xi") == quoted
    assert formats.joined(("a", "", "b")) == joined
    assert formats.joined(()) == ""
    assert formats.day(date(2027, 4, 1)) == first
    assert formats.day(date(2027, 4, 11)).startswith("11")


@pytest.mark.parametrize(("language", "sentence"), [
    ("de", "Zwei Änderungsrunden sind enthalten."),
    ("fr", "Deux séries de modifications sont comprises dans la rémunération."),
    ("es", "Dos rondas de cambios están incluidas en la retribución."),
])
def test_numbers_at_the_beginning_are_words(language: str, sentence: str) -> None:
    clauses = assemble(full_contract(locale=_LOCALES[language]), bundled_library(language))
    assert any(paragraph.plain == sentence for clause in clauses for paragraph in clause.paragraphs)


@pytest.mark.parametrize(("law", "said"), [
    (LawTerms("GB", "England and Wales"), "Anwendbares Recht: England und Wales,"),
    (LawTerms("ES", "Spain"), "Anwendbares Recht: Spanien,"),
    (LawTerms("US", "New York"), "Anwendbares Recht: New York,"),
])
def test_the_law_has_its_name_in_the_language(law: LawTerms, said: str) -> None:
    clauses = assemble(full_contract(law=replace(law, court="Xi")), bundled_library("de"))
    assert clauses[-1].paragraphs[0].plain.startswith(said)


@pytest.mark.parametrize("language", _LOCALES)
def test_the_pdf_has_its_language(language: str) -> None:
    data = full_contract(language=language, locale=_LOCALES[language])
    reader = reader_of(render_contract(data, bundled_library(language)))
    assert reader.trailer["/Root"].get_object()["/Lang"] == language  # type: ignore[index]
    assert bundled_library(language).words["agreement"] in reader.pages[0].extract_text()


def test_the_stroke_behind_a_label_is_not_part_of_its_name() -> None:
    terms = (DisclosureTerm(Platform.TIKTOK, "de", ("Werbung |", "#werbung"), "–", "", "DE"),)
    data = full_contract(disclosures=terms, language="de", locale="de_DE")
    said = [*contract_wording(data, bundled_library("de")).lines,
            *(line for row in term_rows(data, bundled_library("de")) for line in row.lines)]
    assert len([line for line in said if "„Werbung“ oder „#werbung“" in line]) == 2
    assert not any("Werbung |" in line for line in said)

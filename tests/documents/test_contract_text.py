"""Clauses are chosen by conditions, numbered, filled with values; every variant can be assembled."""

import itertools
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microinf_desktop.documents.contract_tables import deliverable_name, disclosure_table
from microinf_desktop.documents.contract_text import NumberedClause, assemble
from microinf_desktop.documents.contract_values import contract_values
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.domain.clauses import ClauseParagraph
from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.contract_facts import VALUE_NAMES
from microinf_desktop.domain.contracts import (
    AgencyRole,
    BonusTerm,
    CommissionTerm,
    CompensationTerms,
    ContractData,
    DiscountTerm,
    ExclusivityTerms,
    Handle,
    InstalmentTerm,
    ProductTerm,
    RegulatedCategory,
    UsageKind,
    UsageTerms,
    blocks,
    contract_findings,
)
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, Platform, TargetMetric
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import CREATOR, deliverables, full_contract, sample_contract

_LIBRARY = bundled_library()
_FEE = Money(90000, "EUR")
_PRODUCT = ProductTerm("Bread pan", 1, Money(6400, "EUR"))
_MODELS = {
    "flat": CompensationTerms(CompensationModel.FLAT_FEE, _FEE, instalments=(InstalmentTerm(Trigger.LIVE, _FEE),),
                              payment_terms_days=30),
    "gifted": CompensationTerms(CompensationModel.PRODUCT_SEEDING, products=(_PRODUCT,)),
    "commission": CompensationTerms(CompensationModel.COMMISSION, commission=CommissionTerm(150_000, code="ANA10"),
                                    payment_terms_days=14),
    "hybrid": full_contract().compensation,
    "bonus": CompensationTerms(CompensationModel.HYBRID, _FEE, bonus_terms="€50 for 10,000 views.",
                               instalments=(InstalmentTerm(Trigger.LIVE, _FEE),), payment_terms_days=30),
}


def _text(data: ContractData, **options: Any) -> dict[str, str]:
    """Clause id to its whole text."""
    return {
        clause.id: "\n".join(paragraph.plain for paragraph in clause.paragraphs)
        for clause in assemble(data, _LIBRARY, **options)
    }


def _minor(data: ContractData) -> ContractData:
    creator = replace(CREATOR, birth_date=date(2011, 1, 1), guardian_name="Ana Kroskova", guardian_address="Same")
    return replace(data, creator=creator)


def test_clauses_and_paragraphs_are_numbered_without_gaps() -> None:
    clauses = assemble(full_contract(), _LIBRARY)
    assert [clause.number for clause in clauses] == [str(number + 1) for number in range(len(clauses))]
    for clause in clauses:
        numbers = [paragraph.number for paragraph in clause.paragraphs]
        assert numbers == [f"{clause.number}.{index}" for index in range(1, len(numbers) + 1)]


def test_references_name_the_number_of_their_clause() -> None:
    clauses = assemble(full_contract(), _LIBRARY)
    numbers = {clause.id: clause.number for clause in clauses}
    links = [run for clause in clauses for paragraph in clause.paragraphs for run in paragraph.text if run.link]
    assert len(links) > 5
    for run in links:
        assert run.text == f"clause {numbers[run.link.removeprefix('clause-')]}"


@pytest.mark.parametrize("model", _MODELS)
@pytest.mark.parametrize("role", AgencyRole)
@pytest.mark.parametrize("usage", [
    UsageTerms(), UsageTerms(UsageKind.FULL, ("paid", "tv"), ("worldwide",), 12, may_sublicense=True, ai_training=True),
    UsageTerms(UsageKind.PAID, ("paid",), ("DE",), is_perpetual=True),
])
def test_every_variant_is_complete_and_clean(model: str, role: AgencyRole, usage: UsageTerms) -> None:
    base = sample_contract(compensation=_MODELS[model], agency_role=role, usage=usage)
    for minor, regulated in itertools.product((False, True), RegulatedCategory):
        data = replace(base, regulated=regulated, jurisdictions=("FR", "US"), has_minors_in_content=minor)
        texts = _text(_minor(data) if minor else data)
        for clause, text in texts.items():
            assert "{" not in text, (clause, text)
            assert "None" not in text, (clause, text)
            assert ".." not in text, (clause, text)
            assert "  " not in text, (clause, text)


@pytest.mark.parametrize(("model", "present", "absent"), [
    ("flat", "The fee is 900,00\u00a0€", "commission"),
    ("gifted", "the only compensation; no money is owed", "invoice"),
    ("commission", "There is no fixed fee.", "fixed fee of"),
    ("hybrid", "a fixed fee of 900,00\u00a0€", "The fee is"),
    ("bonus", "Bonus: €50 for 10,000 views. The figures", "commission"),
])
def test_compensation_says_what_the_model_means(model: str, present: str, absent: str) -> None:
    text = _text(sample_contract(compensation=_MODELS[model]))["compensation"]
    assert present in text
    assert absent not in text


@pytest.mark.parametrize(("bonus", "locale", "expected"), [
    (BonusTerm(TargetMetric.VIEWS, 50_000, Money(300, "EUR"), 1_000, Money(50_000, "EUR"), "Views"), "en_GB",
     "Bonus: Views: €3.00 for each 1,000 views above 50,000, at most €500.00. The figures"),
    (BonusTerm(TargetMetric.CLICKS, 1_000, Money(8_000, "EUR")), "de_DE",
     "Bonus: 80,00\u00a0€ from 1.000 link clicks on. The figures"),
    (BonusTerm(TargetMetric.CONVERSIONS, 0, Money(500, "JPY"), 1), "en_GB",
     "Bonus: JP¥500 for each 1 conversion. The figures"),
])
def test_bonuses_are_written_in_the_contracts_language_and_locale(bonus: BonusTerm, locale: str, expected: str) -> None:
    pay = replace(_MODELS["flat"], model=CompensationModel.HYBRID, bonuses=(bonus,))
    text = _text(sample_contract(compensation=pay, locale=locale))["compensation"]
    assert expected in text
    assert "the results of all posts in this agreement are added up" in text


def test_bonuses_that_are_computed_come_before_those_in_words() -> None:
    bonus = BonusTerm(TargetMetric.REACH, 5_000, Money(1_000, "EUR"))
    pay = replace(_MODELS["bonus"], bonuses=(bonus,))
    text = _text(sample_contract(compensation=pay, locale="en_GB"))["compensation"]
    assert "Bonus: €10.00 from 5,000 accounts reached on; €50 for 10,000 views. The figures" in text


@pytest.mark.parametrize(("discount", "expected"), [
    (DiscountTerm("ANA10", "10 % off the first order.", date(2027, 1, 11), date(2027, 2, 28)),
     "discount code is ANA10. It gives customers 10 % off the first order.\n"
     "The code is valid from 11 January 2027 to 28 February 2027."),
    (DiscountTerm("ANA10", starts_on=date(2027, 1, 11)),
     "discount code is ANA10.\nThe code is valid from 11 January 2027."),
    (DiscountTerm("ANA10", ends_on=date(2027, 2, 28)),
     "discount code is ANA10.\nThe code is valid until 28 February 2027."),
])
def test_a_code_is_printed_with_what_it_gives_and_its_days(discount: DiscountTerm, expected: str) -> None:
    texts = _text(sample_contract(compensation=_MODELS["flat"], discount=discount))
    assert expected in texts["deliverables"]
    assert "discount" not in _text(sample_contract(compensation=_MODELS["flat"]))["deliverables"]
    sold = _text(sample_contract(compensation=_MODELS["commission"], discount=discount))
    assert "discount code" not in sold["deliverables"], "said once, with the commission"
    assert ("The code gives customers" in sold["commission"]) == bool(discount.gives)
    assert ("The code is valid from 11 January 2027." in sold["commission"]) == (discount.starts_on is not None)


def test_agent_and_principal_owe_differently() -> None:
    agent = _text(sample_contract())
    principal = _text(sample_contract(agency_role=AgencyRole.PRINCIPAL))
    assert "the agency does not owe it" in agent["purpose"]
    assert "to the client, with the number" in agent["compensation"]
    assert "owes the compensation, whether or not the client has paid" in principal["purpose"]
    assert "to the agency, with the number" in principal["compensation"]


@pytest.mark.parametrize(("clause", "changes"), [
    ("exclusivity", {"exclusivity": ExclusivityTerms("tea")}),
    ("france", {"jurisdictions": ("FR",)}),
    ("regulated", {"regulated": RegulatedCategory.FINANCE}),
    ("children", {"has_minors_in_content": True}),
    ("allowlisting", {"allowlisting": full_contract().allowlisting}),
    ("performance", {"kpis": full_contract().kpis}),
])
def test_chosen_clauses_appear_with_their_condition_and_can_be_switched_off(
    clause: str, changes: dict[str, Any]
) -> None:
    assert clause not in _text(sample_contract(exclusivity=None))
    assert clause in _text(sample_contract(**changes))
    assert clause not in _text(sample_contract(**changes, switches=((clause, False),)))


def test_a_clause_that_is_off_by_default_can_be_switched_on_and_a_must_cannot_be_switched_off() -> None:
    assert "conduct" not in _text(sample_contract())
    assert "conduct" in _text(sample_contract(switches=(("conduct", True),)))
    assert "disclosure" in _text(sample_contract(switches=(("disclosure", False),)))
    # Where the pay is a commission, its clause is no choice.
    data = sample_contract(compensation=_MODELS["commission"], switches=(("commission", False),))
    assert "commission" in _text(data)
    assert "commission" not in _text(sample_contract())


def test_minors_bring_their_clause_and_drop_the_confirmation_of_age() -> None:
    texts = _text(_minor(sample_contract()))
    assert "Ana Kroskova agrees to this agreement as legal guardian" in texts["minors"]
    assert "at least 18" not in texts["warranties"]
    assert "at least 18" in _text(sample_contract())["warranties"]


def test_edited_clauses_keep_placeholders_and_tables_and_else_print_as_typed() -> None:
    typed = "First {feee} <b>line</b>\n\nSecond {ref:laws} line {{x}}.\nThird {fee} in {ref:law}."
    clauses = assemble(sample_contract(overrides=(("deliverables", typed),)), _LIBRARY)
    clause = next(clause for clause in clauses if clause.id == "deliverables")
    law = next(clause.number for clause in clauses if clause.id == "law")
    assert [paragraph.plain for paragraph in clause.paragraphs[:3]] == [
        "First {feee} <b>line</b>", "Second {ref:laws} line {{x}}.", f"Third 900,00\xa0€ in clause {law}.",
    ]
    assert [paragraph.table is not None for paragraph in clause.paragraphs] == [False, False, False, True, True]


def test_the_order_of_a_contract_numbers_its_clauses_and_moves_references() -> None:
    library_ids = [clause.id for clause in assemble(sample_contract(), _LIBRARY)]
    order = tuple(reversed([clause.id for clause in _LIBRARY.clauses if clause.id != "term"]))
    clauses = assemble(sample_contract(order=order), _LIBRARY)
    assert [clause.id for clause in clauses][:2] == ["law", "general"]
    ids = [clause.id for clause in clauses]
    assert ids.index("term") == ids.index("monitoring") + 1
    assert sorted(clause.id for clause in clauses) == sorted(library_ids)
    assert [clause.number for clause in clauses] == [str(number + 1) for number in range(len(clauses))]


def test_parameters_of_the_contract_replace_those_of_the_library() -> None:
    assert "within 24 hours" in _text(sample_contract())["disclosure"]
    assert "within 1 hour of" in _text(sample_contract(parameters=(("fix_hours", 1),)))["disclosure"]
    assert "The creator pays shipping" in _text(sample_contract(parameters=(("shipping", "creator"),)))["products"]


def test_a_reference_to_nothing_is_marked_in_a_draft_and_refused_otherwise() -> None:
    purpose = _LIBRARY.clause("purpose")
    dangling = replace(purpose, paragraphs=(ClauseParagraph("As in {ref:conduct}."),))
    library = replace(_LIBRARY, clauses=(dangling, *_LIBRARY.clauses[1:]))
    first = assemble(sample_contract(), library, draft=True)[0].paragraphs[0]
    assert [run.text for run in first.text if run.marked] == ["Conduct"]
    with pytest.raises(KnownError, match="switched off"):
        assemble(sample_contract(), library)


def test_missing_values_are_marked_in_a_draft_and_refused_otherwise() -> None:
    data = sample_contract(product="")
    clauses = assemble(data, _LIBRARY, draft=True)
    marked = [run.text for clause in clauses for paragraph in clause.paragraphs for run in paragraph.text if run.marked]
    assert marked == ["product"]
    with pytest.raises(KnownError, match="“Purpose and parties” has no product"):
        assemble(data, _LIBRARY)


def test_braces_in_values_stay_what_they_are() -> None:
    text = _text(sample_contract(
        product="{fee} {ref:law}", exclusivity=ExclusivityTerms("{competitors}", ("{category}",)),
    ))
    assert "about {fee} {ref:law} for" in text["purpose"]
    assert "“{competitors}”, in particular of {category}" in text["exclusivity"]


@settings(max_examples=25)
@given(st.text(min_size=1, max_size=30).filter(str.strip))
def test_any_product_name_stands_in_the_sentence(name: str) -> None:
    data = sample_contract(product=name)
    assert f"make content about {name.strip()} for the campaign" in _text(data)["purpose"]


def _blanked(value: Any, depth: int = 0) -> st.SearchStrategy[Any]:
    """The same plain data with some of its values emptied."""
    if isinstance(value, str) and not isinstance(value, Enum):
        return st.sampled_from([value, value, value, ""])
    if isinstance(value, tuple):
        return st.sampled_from([value, value, ()]) if depth else st.just(value)
    if is_dataclass(value) and not isinstance(value, Money):
        return st.fixed_dictionaries({
            entry.name: _blanked(getattr(value, entry.name), depth + 1)
            if isinstance(getattr(value, entry.name), (str, tuple)) or is_dataclass(getattr(value, entry.name))
            else st.just(getattr(value, entry.name))
            for entry in fields(value)
        }).map(lambda changes: replace(value, **changes))
    return st.just(value)


@settings(max_examples=60)
@given(data=_blanked(full_contract()), which=st.sets(st.sampled_from(
    [entry.name for entry in fields(ContractData)]), max_size=3))
def test_what_has_no_blocking_finding_can_be_assembled(data: ContractData, which: set[str]) -> None:
    changed = replace(full_contract(), **{name: getattr(data, name) for name in which})
    assemble(changed, _LIBRARY, draft=True)
    if not blocks(contract_findings(changed)):
        assemble(changed, _LIBRARY)


def test_every_value_a_clause_may_use_is_computed() -> None:
    formats = ContractFormats("en", "en_GB", _LIBRARY.words)
    values = contract_values(full_contract(), _LIBRARY, formats)
    assert set(values) == VALUE_NAMES | {parameter.name for parameter in _LIBRARY.parameters}
    empty = contract_values(sample_contract(exclusivity=None), _LIBRARY, formats)
    assert set(empty) == set(values)


@pytest.mark.parametrize(("locale", "amount", "day", "weekday"), [
    ("en_GB", "€1,234.50", "20 January 2027", "Wed, 20 Jan 2027"),
    ("en_US", "€1,234.50", "January 20, 2027", "Wed, Jan 20, 2027"),
    ("de_DE", "1.234,50\u00a0€", "20 January 2027", "Wed, 20 Jan 2027"),
    ("nonsense", "€1,234.50", "January 20, 2027", "Wed, Jan 20, 2027"),
])
def test_amounts_and_days_follow_the_locale(locale: str, amount: str, day: str, weekday: str) -> None:
    formats = ContractFormats("en", locale, _LIBRARY.words)
    assert formats.money(Money(123450, "EUR")) == amount
    assert formats.day(date(2027, 1, 20)) == day
    assert formats.table_day(date(2027, 1, 20)).replace("\u202f", " ") == weekday


def test_currencies_keep_their_own_digits() -> None:
    formats = ContractFormats("en", "en_US", _LIBRARY.words)
    assert formats.money(Money(90000, "JPY")) == "¥90,000"
    assert formats.money(Money(1234567, "KWD")).replace("\u00a0", " ") == "KWD 1,234.567"
    assert formats.share(125_000) == "12.5\u00a0%"


def _table(clauses: list[NumberedClause], clause: str) -> Any:
    found = next(item for item in clauses if item.id == clause)
    return next(paragraph.table for paragraph in found.paragraphs if paragraph.table)


def test_the_deliverables_table() -> None:
    table = _table(assemble(sample_contract(), _LIBRARY), "deliverables")
    assert table.rows[0][0] == "Reel, at least 30 s, in German"
    assert table.rows[1] == (
        "Story, 3 frames", "Instagram", "Mon, 25 Jan 2027", "Thu, 4 Feb 2027", "24 hours", "240,00\u00a0€",
    )
    assert table.total is not None
    assert table.total[-1] == "900,00\u00a0€"


def test_raw_content_is_handed_over_and_not_published() -> None:
    raw = replace(deliverables()[0], kind=DeliverableKind.RAW_UGC, platform=Platform.OTHER, keep_live_days=None)
    clauses = assemble(sample_contract(deliverables=(raw,)), _LIBRARY)
    table = _table(clauses, "deliverables")
    assert table.rows[0][4] == "–"
    assert "makes and hands over:" in _text(sample_contract(deliverables=(raw,)))["deliverables"]


def test_the_account_is_named_where_there_is_a_choice() -> None:
    item = deliverables()[0]
    formats = ContractFormats("en", "en_GB", _LIBRARY.words)
    only, other = Handle(Platform.INSTAGRAM, "wanja.backt"), Handle(Platform.INSTAGRAM, "wanja.two")
    assert "account" not in deliverable_name(item, formats, (only,))
    assert deliverable_name(item, formats, (only, other)).endswith("account @wanja.backt")
    assert deliverable_name(item, formats, (other,)).endswith("account @wanja.backt")
    assert deliverable_name(replace(item, title="First Bake", quantity=2), formats, (only,)).startswith(
        "2 × Reel: First Bake, at least 30 s"
    )


def test_the_annex_joins_places_that_share_a_label() -> None:
    formats = ContractFormats("en", "en_GB", _LIBRARY.words)
    first = sample_contract().disclosures[0]
    table = disclosure_table((first, replace(first, placement="On each frame."), first), formats)
    assert len(table.rows) == 1
    assert table.rows[0][0] == "Instagram, German, Germany"
    assert str(table.rows[0][2]).splitlines() == [first.placement, "On each frame."]

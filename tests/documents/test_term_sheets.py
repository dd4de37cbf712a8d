"""The term sheet: everything a party asks about, in plain words, on one page."""

from dataclasses import replace

import pytest

from microinf_desktop.documents.term_sheets import term_rows, term_sheet_pdf
from microinf_desktop.domain.compensation import Trigger
from microinf_desktop.domain.contracts import (
    AgencyRole,
    CompensationTerms,
    ContractData,
    InstalmentTerm,
    ProductTerm,
    RetainerTerms,
    UsageTerms,
)
from microinf_desktop.domain.enums import CompensationModel
from microinf_desktop.domain.money import Money
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import deliverables, full_contract, sample_contract
from tests.documents.pdf_reading import reader_of, squeezed, text_of

_LIBRARY = bundled_library()


def _said(data: ContractData) -> dict[str, str]:
    return {row.key: "\n".join(row.lines) for row in term_rows(data, _LIBRARY)}


def test_one_page_says_who_what_when_money_rights_and_the_end() -> None:
    pdf = term_sheet_pdf(full_contract(), _LIBRARY)
    assert len(reader_of(pdf).pages) == 1
    text = squeezed(text_of(pdf))
    for row in term_rows(full_contract(), _LIBRARY):
        for words in (row.label, *row.lines):
            assert squeezed(words) in text, words
    for words in ("900,00 €, net of VAT (clause 6)", "15 % of net revenue", "Cancelled after signature: 25 %",
                  "It is no part of the agreement"):
        assert squeezed(words) in text


@pytest.mark.parametrize("count", [7, 40, 120])
def test_many_deliverables_are_counted_and_stay_on_the_page(count: int) -> None:
    items = tuple(replace(deliverables()[n % 2], record_id=n, title=f"Post {n}") for n in range(count))
    parts = tuple(InstalmentTerm(Trigger.LIVE, Money(100, "EUR")) for _ in range(12))
    data = sample_contract(deliverables=items)
    data = replace(data, compensation=replace(data.compensation, instalments=parts))
    assert f"{(count + 1) // 2} × Reel on Instagram" in _said(data)["what"]
    assert len(reader_of(term_sheet_pdf(data, _LIBRARY)).pages) == 1


@pytest.mark.parametrize(("data", "key", "words"), [
    (sample_contract(agency_role=AgencyRole.PRINCIPAL), "who", "Kestrel Lane GmbH commissions Wanja Kroskova"),
    (sample_contract(usage=UsageTerms()), "rights", "No right to use the content beyond the posts"),
    (sample_contract(parameters=(("ownership", "client"),)), "rights", "All rights in the content pass to the client"),
    (sample_contract(exclusivity=None), "exclusivity", "None"),
    (sample_contract(kill_fees=()), "ending", "the work done is paid for"),
    (sample_contract(compensation=CompensationTerms(
        CompensationModel.PRODUCT_SEEDING, products=(ProductTerm("Pan", 2),))),
     "money", "No money; the products are the pay"),
    (sample_contract(compensation=CompensationTerms(
        CompensationModel.FLAT_FEE, retainer=RetainerTerms(Money(40000, "EUR"), 6, items=("2 Reels",)))),
     "money", "400,00\xa0€ a month for 6 months"),
])
def test_each_kind_of_deal_says_what_it_is(data: ContractData, key: str, words: str) -> None:
    assert words in _said(data)[key]


def test_a_draft_has_dashes_and_the_same_data_the_same_bytes() -> None:
    data = sample_contract(timeline=replace(sample_contract().timeline, starts_on=None))
    assert "Campaign from – to 14 February 2027" in _said(data)["when"]
    assert term_sheet_pdf(data, _LIBRARY) == term_sheet_pdf(data, _LIBRARY)

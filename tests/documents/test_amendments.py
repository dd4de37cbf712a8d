"""Amendments: changed clauses only, under the numbers of the agreement, with when they count and signatures."""

from dataclasses import replace
from datetime import date

import pytest

from microinf_desktop.documents.amendments import AmendmentTerms, amendment_pdf, amendment_wording, clause_changes
from microinf_desktop.documents.contracts import contract_wording
from microinf_desktop.domain.contract_life import ContractKind
from microinf_desktop.domain.contracts import ContractData
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import full_contract
from tests.documents.pdf_reading import reader_of, squeezed, text_of

_LIBRARY = bundled_library()
_BEFORE = full_contract()
_TERMS = AmendmentTerms(ContractKind.AMENDMENT, 1, date(2027, 1, 15), "A second market.", Money(30000, "EUR"))


def _after(**changes: object) -> ContractData:
    return replace(_BEFORE, number=f"{_BEFORE.number}-A1", version=1, **changes)  # type: ignore[arg-type]


def _leads(after: ContractData) -> list[str]:
    return [change.lead for change in clause_changes(_BEFORE, after, _LIBRARY)]


def test_only_the_changed_paragraph_is_printed_with_its_number() -> None:
    after = _after(timeline=replace(_BEFORE.timeline, feedback_days=9))
    text = squeezed(text_of(amendment_pdf(_BEFORE, after, _TERMS, _LIBRARY)))
    for words in ("Amendment 1 to agreement KL-2026-0143", "agreement KL-2026-0143, version 3 of 24 November 2026",
                  "Reason: A second market.", "Clause 5.2 now reads:", "within 9 working days after the draft arrives",
                  "the creator gets 300,00 €", "applies from 15 January 2027", "Everything else stays as agreed."):
        assert squeezed(words) in text, words
    assert "Confidentiality" not in text
    assert _leads(after) == ["Clause 5.2 now reads:"]


def test_clauses_that_end_and_come_leave_the_other_numbers_alone() -> None:
    before = contract_wording(_BEFORE, _LIBRARY).clause_numbers
    after = _after(allowlisting=None, has_minors_in_content=True)
    ends, new = (before["allowlisting"], f"{before['independence']}a")
    assert f"Clause {ends} no longer applies." in _leads(after)
    assert f"This clause is added as clause {new}:" in _leads(after)
    numbers = amendment_wording(_BEFORE, after, _TERMS, _LIBRARY).clause_numbers
    assert numbers["children"] == new
    assert numbers["law"] == before["law"]
    assert "allowlisting" not in numbers


def test_a_second_amendment_goes_on_from_the_numbers_of_the_first() -> None:
    first = _after(has_minors_in_content=True)
    numbers = amendment_wording(_BEFORE, first, _TERMS, _LIBRARY).clause_numbers
    second = replace(first, number="KL-2026-0143-A2", overrides=(("children", "No children at all."),))
    found = clause_changes(replace(first, number=_BEFORE.number), second, _LIBRARY, clause_numbers=numbers)
    assert [change.lead for change in found] == [f"Clause {numbers['children']} now reads:"]


def test_an_extension_says_until_when() -> None:
    assert _BEFORE.exclusivity is not None
    after = replace(_after(timeline=replace(_BEFORE.timeline, ends_on=date(2027, 5, 31)),
                           exclusivity=replace(_BEFORE.exclusivity, ends_on=date(2027, 6, 30))),
                    number="KL-2026-0143-E1")
    terms = replace(_TERMS, kind=ContractKind.EXTENSION, fee=None)
    text = squeezed(text_of(amendment_pdf(_BEFORE, after, terms, _LIBRARY)))
    for words in ("Extension 1 of agreement KL-2026-0143", "The agreement is extended to 31 May 2027.",
                  "is extended to 30 June 2027."):
        assert squeezed(words) in text, words


def test_new_labels_are_printed_as_the_annex_reads() -> None:
    after = _after(disclosures=(replace(_BEFORE.disclosures[0], labels=("Anzeige",)),))
    assert squeezed("Annex A now reads:") in squeezed(text_of(amendment_pdf(_BEFORE, after, _TERMS, _LIBRARY)))


def test_nothing_changed_is_refused_and_bytes_and_fields_are_fixed() -> None:
    with pytest.raises(KnownError, match="change nothing"):
        amendment_pdf(_BEFORE, _after(), _TERMS, _LIBRARY)
    after = _after(overrides=(("law", "{fee} <b>x</b> &amp; %s"),))
    pdf = amendment_pdf(_BEFORE, after, _TERMS, _LIBRARY)
    assert pdf == amendment_pdf(_BEFORE, after, _TERMS, _LIBRARY)
    assert "creator_signature" in (reader_of(pdf).get_fields() or {})
    assert squeezed("<b>x</b> &amp; %s") in squeezed(text_of(pdf))

"""The words of a contract: what its PDF prints, no more and no less."""

from collections import Counter
from datetime import date

import pytest

from microinf_desktop.documents.contracts import contract_wording, render_contract
from microinf_desktop.domain.contracts import ContractData, contract_hash
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import full_contract, sample_contract
from tests.documents.pdf_reading import reader_of, squeezed

_LIBRARY = bundled_library()


def _body(pdf: bytes, data: ContractData) -> str:
    """The text between header and footer of all pages, squeezed."""
    creator, number = data.creator.party.legal_name, data.number
    pages = [page.extract_text() for page in reader_of(pdf).pages]
    version = f"version {data.version}"
    around = [f"{data.agency.legal_name}", "Hafenstr. 00, 20000 Hamburg, Germany, hello@kestrel-lane.example",
              f"{number}, {version}, 24 November 2026"]
    for at, page in enumerate(pages):
        text = squeezed(page)
        out = [f"Page {at + 1} of {len(pages)}", f"{number} v{data.version}, {contract_hash(data)[:12]}",
               "Initials: _________ _________", *([f"Creator agreement, {creator}"] if at else around)]
        for words in out:
            assert squeezed(words) in text, words
            text = text.replace(squeezed(words), "", 1)
        pages[at] = text
    imprint = squeezed(f"Document {number}, {version}. SHA-256 of its data: {contract_hash(data)}")
    whole = "".join(pages)
    assert imprint in whole
    return whole.replace(imprint, "")


@pytest.mark.parametrize("data", [sample_contract(), full_contract()])
def test_the_wording_is_what_the_pdf_prints(data: ContractData) -> None:
    wording = contract_wording(data, _LIBRARY)
    body = _body(render_contract(data, _LIBRARY), data)
    reader = reader_of(render_contract(data, _LIBRARY))
    _, outline = reader.outline
    pages = [f"{entry.title}{reader.get_destination_page_number(entry) + 1}" for entry in outline]
    contents = "".join(("Contents", *pages, *wording.clause_numbers.values()))
    assert Counter(body) == Counter(squeezed(wording.text)) + Counter(squeezed(contents))
    assert wording.lines[0] == "Creator agreement"
    assert all(line.strip() and "\n" not in line for line in wording.lines)


def test_clauses_are_found_by_their_printed_number() -> None:
    wording = contract_wording(full_contract(), _LIBRARY)
    for clause_id, number in wording.clause_numbers.items():
        assert f"{number} {_LIBRARY.clause(clause_id).title}" in wording.lines
    assert list(wording.clause_numbers.values()) == [str(n + 1) for n in range(len(wording.clause_numbers))]


def test_what_is_typed_stays_on_one_line_without_control_characters() -> None:
    data = sample_contract(product="a\tpan\x07\nof <b>iron</b> &amp; {fee}", dated=date(2026, 1, 2))
    wording = contract_wording(data, _LIBRARY)
    assert any("about a pan of <b>iron</b> &amp; {fee} for" in line for line in wording.lines)


def test_a_draft_names_what_is_missing_and_a_contract_needs_it() -> None:
    data = sample_contract(product="")
    assert any("about product for" in line for line in contract_wording(data, _LIBRARY, draft=True).lines)
    with pytest.raises(KnownError, match="product"):
        contract_wording(data, _LIBRARY)

"""Tagged PDFs: the tree of elements, its marks in the pages and the way back agree, in the order things are read."""

import re
from typing import Any

import pytest

from microinf_desktop.documents.contracts import render_contract
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import BODY
from microinf_desktop.documents.term_sheets import term_sheet_pdf
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import full_contract
from tests.documents.pdf_reading import document, reader_of

_LIBRARY = bundled_library()


@pytest.fixture(scope="module")
def contract() -> Any:
    return reader_of(render_contract(full_contract(), _LIBRARY))


def _walk(element: Any) -> list[Any]:
    found, kids = [element], element.get("/K", [])
    for kid in kids if isinstance(kids, list) else []:
        found += _walk(kid.get_object())
    return found


def _roles(reader: Any) -> list[str]:
    return [one["/S"] for one in _walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])]


def test_headings_paragraphs_and_tables_are_told_apart(contract: Any) -> None:
    root = contract.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    roles = _roles(contract)
    assert roles[:2] == ["/Document", "/H1"]
    clauses = len(contract.outline[1])
    assert roles.count("/H2") == clauses
    assert roles.count("/TOCI") == clauses
    assert roles.count("/Table") >= 6
    assert {"/TR", "/TH", "/TD", "/P", "/TOC"} <= set(roles)


def test_every_mark_leads_to_its_element_and_back(contract: Any) -> None:
    tree = contract.trailer["/Root"]["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    marks_of = {numbers[at]: numbers[at + 1] for at in range(0, len(numbers), 2)}
    leaves = [one for one in _walk(tree["/K"]) if isinstance(one.get("/K"), int)]
    assert len(leaves) == sum(len(marks) for marks in marks_of.values())
    for number, page in enumerate(contract.pages):
        assert page["/StructParents"] == number
        content = page.get_contents().get_data().decode("latin-1")
        drawn = [int(mark) for mark in re.findall(r"/MCID (\d+)>> BDC", content)]
        assert drawn == list(range(len(marks_of[number])))
        assert len(re.findall(r"\b(?:BDC|BMC)\b", content)) == len(re.findall(r"\bEMC\b", content))
        for mark, reference in enumerate(marks_of[number]):
            element = reference.get_object()
            assert element["/K"] == mark
            assert element["/Pg"] == page


def test_other_papers_of_a_contract_are_tagged_and_the_rest_does_not_claim_it() -> None:
    assert "/H1" in _roles(reader_of(term_sheet_pdf(full_contract(), _LIBRARY)))
    plain = reader_of(document().build([Para("text", BODY)]))
    assert "/StructTreeRoot" not in plain.trailer["/Root"]
    assert "/MarkInfo" not in plain.trailer["/Root"]

"""Whatever people type into a contract prints as typed in every paper made of it: no markup, no template, no fetch."""

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from microinf_desktop.documents.amendments import AmendmentTerms, amendment_pdf
from microinf_desktop.documents.contracts import contract_wording, render_contract
from microinf_desktop.documents.redlines import redline_pdf
from microinf_desktop.documents.term_sheets import term_sheet_pdf
from microinf_desktop.documents.unicode_text import printable
from microinf_desktop.domain.contract_life import ContractKind
from microinf_desktop.domain.contracts import ContractData
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import CLIENT, CREATOR, sample_contract
from tests.documents.pdf_reading import reader_of, squeezed, text_of

_LIBRARY = bundled_library()
_PARTS = st.sampled_from((
    "<b>", "</para>", "&amp;", "&", "<img src='/etc/passwd'/>", "{fee}", "{ref:law}", "{{", "}", "%s", "%(x)s", "${x}",
    "javascript:alert(1)", "<a href='http://x.example'>", "\x00", "\x1b[31m", "\u202e", "\n", "\t", "\\", "(", "Łucja",
    "z",
))
_TYPED = st.lists(_PARTS, min_size=1, max_size=6).map(" ".join).filter(lambda text: squeezed(printable(text)))


def _typed(text: str) -> ContractData:
    return sample_contract(
        campaign=text, product=text, creator=replace(CREATOR, party=replace(CREATOR.party, legal_name=text)),
        client=replace(CLIENT, trade_name=text, address=text), overrides=(("liability", f"Note {text}"),),
    )


@given(_TYPED)
@example("<font color='[[[getattr(pow,Attacker(\"__globals__\"))]]]'>x</font>")
@settings(max_examples=5)
def test_papers_of_a_contract_print_what_was_typed(text: str) -> None:
    data, before = _typed(text), sample_contract()
    wording = contract_wording(data, _LIBRARY)
    terms = AmendmentTerms(ContractKind.AMENDMENT, 1, data.dated, reason=text)
    papers = (
        render_contract(data, _LIBRARY), term_sheet_pdf(data, _LIBRARY),
        amendment_pdf(before, replace(data, number="KL-2026-0143-A1"), terms, _LIBRARY),
        redline_pdf(contract_wording(before, _LIBRARY).lines, wording.lines, data, _LIBRARY, old_version=2),
    )
    lost = {"\u202e"}  # orders letters and has no shape
    shown = "".join(char for char in squeezed(printable(text)) if char not in lost)
    for pdf in papers:
        printed = squeezed(text_of(pdf))
        assert all(char in printed for char in shown)
        if "\u202e" not in text:
            assert shown in printed
        assert b"/Subtype /Image" not in pdf
        assert b"/URI" not in pdf
        assert b"/JavaScript" not in pdf
        assert len(reader_of(pdf).pages) >= 1

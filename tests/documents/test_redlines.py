"""The redline PDF: both versions can be read in it, strokes tell them apart, unchanged text is left out."""

from dataclasses import replace

from microinf_desktop.documents.contracts import contract_wording
from microinf_desktop.documents.redlines import redline_pdf
from microinf_desktop.domain.contracts import ContractData
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import sample_contract
from tests.documents.pdf_reading import reader_of, squeezed, text_of

_LIBRARY = bundled_library()


def _redline(before: ContractData, after: ContractData) -> bytes:
    one, other = (contract_wording(data, _LIBRARY).lines for data in (before, after))
    return redline_pdf(one, other, after, _LIBRARY, old_version=before.version)


def test_changed_words_stand_beside_each_other_and_the_rest_is_left_out() -> None:
    after = sample_contract(version=4, timeline=replace(sample_contract().timeline, feedback_days=5))
    pdf = _redline(sample_contract(), after)
    text = squeezed(text_of(pdf))
    assert squeezed("Changes from version 3 to version 4") in text
    assert squeezed("within 25 working days") in text  # 2 struck, 5 underlined
    assert "Confidentiality" not in text
    assert len(reader_of(pdf).pages) == 1
    content = reader_of(pdf).pages[0].get_contents().get_data().decode("latin-1")  # type: ignore[union-attr]
    assert content.count("0.644 re f") >= 2  # a stroke under, one through (0.07 of 9.2 points)


def test_equal_versions_say_so_and_bytes_stay() -> None:
    pdf = _redline(sample_contract(), sample_contract(version=4))
    assert "The two versions have the same words." in text_of(pdf)
    assert pdf == _redline(sample_contract(), sample_contract(version=4))


def test_what_is_typed_prints_as_typed() -> None:
    typed = "<b>pan</b> {x} &amp; %s <img src=/etc/passwd> javascript:alert(1)"
    text = text_of(_redline(sample_contract(), sample_contract(version=4, overrides=(("law", typed),))))
    assert squeezed(typed) in squeezed(text)

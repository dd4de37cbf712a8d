"""The contract PDF: what it says, how it breaks, what it refuses, and that its bytes stay the same."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from microinf_desktop.documents import contracts as contract_room
from microinf_desktop.documents.contract_text import assemble
from microinf_desktop.documents.contracts import render_contract
from microinf_desktop.documents.fonts import MissingGlyph, get_library
from microinf_desktop.documents.term_sheets import term_sheet_pdf
from microinf_desktop.domain.briefs import BriefData
from microinf_desktop.domain.contracts import (
    AgencyRole,
    CompensationTerms,
    ContractData,
    Handle,
    LawTerms,
    contract_hash,
)
from microinf_desktop.domain.enums import CompensationModel, DeliverableKind, Platform
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import AGENCY, CREATOR, deliverables, full_contract, sample_contract
from tests.documents.pdf_reading import reader_of, squeezed, text_of

_LIBRARY = bundled_library()
_SCRIPT = """
import hashlib
from dataclasses import replace
from tests.contract_samples import full_contract
from microinf_desktop.documents.amendments import AmendmentTerms, amendment_pdf
from microinf_desktop.documents.contracts import contract_wording, render_contract
from microinf_desktop.documents.redlines import redline_pdf
from microinf_desktop.documents.term_sheets import term_sheet_pdf
from microinf_desktop.domain.contract_life import ContractKind
from microinf_desktop.interchange.clauses import bundled_library
data, library = full_contract(product="pan 王 محمد"), bundled_library()
old, new = (contract_wording(one, library).lines for one in (full_contract(), data))
terms = AmendmentTerms(ContractKind.AMENDMENT, 1, data.dated)
for pdf in (
    render_contract(data, library), term_sheet_pdf(data, library),
    redline_pdf(old, new, data, library, old_version=1), amendment_pdf(full_contract(), data, terms, library),
):
    print(hashlib.sha256(pdf).hexdigest())
"""
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def _named(name: str, **changes: Any) -> ContractData:
    party = replace(CREATOR.party, legal_name=name)
    return sample_contract(creator=replace(CREATOR, party=party), **changes)


def _pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in reader_of(data).pages]


@pytest.fixture(scope="module")
def full() -> bytes:
    return render_contract(full_contract(), _LIBRARY)


def test_every_word_of_the_clauses_is_on_the_page(full: bytes) -> None:
    text = squeezed("".join(_pages(full)))
    for clause in assemble(full_contract(), _LIBRARY):
        assert squeezed(clause.title) in text
        for paragraph in clause.paragraphs:
            # A page break puts header and footer between two lines, so look for the beginnings and ends.
            words = squeezed(paragraph.plain)
            assert words[:40] in text, paragraph.number
            assert words[-20:] in text, paragraph.number


def test_parties_letterhead_and_footer(full: bytes) -> None:
    pages = _pages(full)
    for words in ("Kestrel Lane GmbH", "Dunmarrow Kitchen GmbH", "Wanja Kroskova", "Feldweg 00, 00000 Leipzig",
                  "@wanja.backt (Instagram)", "Small business, no VAT number", "Tax residence: Germany",
                  "KL-2026-0143, version 3, 24 November 2026", "First Bake, 11 January 2027 to 14 February 2027"):
        assert words in pages[0]
    digest = contract_hash(full_contract())
    for number, page in enumerate(pages, 1):
        assert f"KL-2026-0143 v3, {digest[:12]}" in page
        assert f"Page {number} of {len(pages)}" in page
        assert "Initials:" in page
    assert any(digest in page for page in pages)


def test_outline_metadata_and_links(full: bytes) -> None:
    reader = reader_of(full)
    assert reader.metadata is not None
    assert reader.metadata.title == "Creator agreement KL-2026-0143, version 3"
    assert reader.metadata.author == "Kestrel Lane GmbH"
    title, clauses = reader.outline
    assert title["/Title"] == "Creator agreement"  # type: ignore[call-overload]
    names = [entry["/Title"] for entry in clauses]  # type: ignore[union-attr,call-overload,index]
    assert names[0] == "Purpose and parties"
    assert names[-2:] == ["Signatures", "Annex A: disclosure rules"]
    links = [link for page in reader.pages for link in page.get("/Annots", ())]
    references = sum(bool(run.link) for clause in assemble(full_contract(), _LIBRARY)
                     for paragraph in clause.paragraphs for run in paragraph.text)
    contents = len(clauses)  # type: ignore[arg-type]
    links = [link for link in links if link["/Subtype"] == "/Link"]
    # A reference that is broken over two lines has two boxes.
    assert references <= len(links) - contents <= references + 2


def test_the_annex_names_label_place_and_setting(full: bytes) -> None:
    text = squeezed(_pages(full)[-1])
    assert "“Werbung”or“Anzeige”" in text
    assert "Paidpartnershiplabelon" in text


@pytest.mark.parametrize("words", range(0, 420, 60))
def test_signatures_never_stand_alone(words: int) -> None:
    # The last clause grows, so that the page break wanders through the signatures.
    typed = "\n".join(["The parties agree. " * words, "Last paragraph " + "word " * 40])
    pages = _pages(render_contract(sample_contract(overrides=(("law", typed),)), _LIBRARY))
    page = next(page for page in pages if "Signature" in page and "Place, date" in page)
    assert page.count("Place, date") == 2
    assert "word word" in page.split("Signatures")[0]


@pytest.mark.parametrize("count", [1, 12, 40])
def test_long_tables_repeat_their_head(count: int) -> None:
    items = tuple(replace(deliverables()[0], record_id=n, fee=None, title=f"Reel no {n}") for n in range(count))
    pages = _pages(render_contract(sample_contract(deliverables=items), _LIBRARY))
    text = squeezed("".join(pages))
    assert all(f"Reelno{n}," in text for n in range(count))
    if count >= 40:
        assert sum("Draft due" in page for page in pages) >= 2


def test_headings_stay_with_their_text(full: bytes) -> None:
    titles = {f"{clause.number} {clause.title}" for clause in assemble(full_contract(), _LIBRARY)}
    for page in _pages(full):
        lines = [line.strip() for line in page.splitlines() if line.strip()]
        assert lines[-1] not in titles


def test_letter_paper_and_american_dates() -> None:
    data = render_contract(sample_contract(paper="letter", locale="en_US", law=LawTerms("US", "New York", "New York")),
                           _LIBRARY)
    assert [float(value) for value in reader_of(data).pages[0].mediabox[2:]] == [612, 792]
    assert "January 11, 2027" in _pages(data)[0]


def test_a_principal_is_named_alone_and_a_guardian_signs() -> None:
    creator = replace(CREATOR, birth_date=date(2011, 1, 1), guardian_name="Ana Kroskova", guardian_address="Same")
    data = sample_contract(agency_role=AgencyRole.PRINCIPAL, creator=creator)
    text = "\n".join(_pages(render_contract(data, _LIBRARY)))
    assert "Client: Dunmarrow Kitchen GmbH" in text
    assert "represented by Ana Kroskova, legal guardian" in text
    assert text.count("Place, date") == 3


@given(st.text(st.characters(exclude_categories=("Cn", "Co")), min_size=1, max_size=25).filter(str.strip))
@settings(max_examples=8)
@example("<b>Ana</b> & <img src='/etc/passwd'/> {fee}")
@example("محمد علي")
@example("Łucja 🌸 Nguyễn")
@example("x" * 3000)
@example("\x00\x1b\ud800 \u202e evil")
def test_any_name_can_sign(name: str) -> None:
    data = _named(name, product=name, campaign=name)
    if get_library().missing([name]):
        with pytest.raises(KnownError, match="No installed font"):
            render_contract(data, _LIBRARY)
    else:
        assert render_contract(data, _LIBRARY).startswith(b"%PDF")
    assert render_contract(data, _LIBRARY, draft=True).startswith(b"%PDF")


def test_markup_in_values_prints_as_typed() -> None:
    typed = "<b>Ana</b> & <img src='/etc/passwd'/> {fee}"
    data = render_contract(_named(typed), _LIBRARY)
    assert squeezed(typed) in squeezed(_pages(data)[0])
    assert b"/Subtype /Image" not in data  # no picture was opened or embedded


def test_nothing_is_made_while_a_check_fails() -> None:
    with pytest.raises(KnownError) as caught:
        render_contract(sample_contract(product="", usage=full_contract().usage.__class__()), _LIBRARY)
    assert "CON-01: The product the content is about is missing." in caught.value.message


def test_a_character_without_a_font_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    glyph = MissingGlyph("\ue000", "private", "Ana\ue000")
    monkeypatch.setattr(contract_room, "missing_characters", lambda texts: [glyph] if list(texts) else [])
    with pytest.raises(KnownError, match=r"U\+E000 private"):
        render_contract(sample_contract(), _LIBRARY)
    with pytest.raises(KnownError, match="No installed font"):
        render_contract(_named("Ana\ue000"), _LIBRARY)


def test_a_draft_marks_what_is_missing_and_says_so_on_each_page() -> None:
    data = sample_contract(product="", creator=replace(CREATOR, party=replace(CREATOR.party, address="", vat_note="")))
    pages = _pages(render_contract(data, _LIBRARY, draft=True))
    assert all("Draft, not for signature" in page for page in pages)
    assert "Have a lawyer check it" in pages[0]
    for label in ("postal address", "VAT number", "product"):
        assert label in pages[0]
    assert "Draft, not" not in "".join(_pages(render_contract(sample_contract(), _LIBRARY)))


def test_a_logo_is_drawn_and_a_broken_one_refused() -> None:
    with_logo = reader_of(render_contract(sample_contract(), _LIBRARY, logo=_PNG))
    assert len(with_logo.pages[0].images) == 1
    with pytest.raises(KnownError, match="not a picture"):
        render_contract(sample_contract(), _LIBRARY, logo=b"<svg/>")


def test_the_same_contract_gives_the_same_bytes_in_any_process() -> None:
    digests = set()
    for seed, language in (("0", "C"), ("123", "de_DE.UTF-8")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LANG": language, "LC_ALL": language}
        done = subprocess.run(
            [sys.executable, "-c", _SCRIPT], env=environment, capture_output=True, text=True, check=True
        )
        digests.add(done.stdout)
    assert len(digests) == 1


def test_a_batch_gives_each_contract_its_own_bytes() -> None:
    alone = [render_contract(_named(name), _LIBRARY) for name in ("Ana", "محمد", "Zoë 🌸")]
    render_contract(full_contract(), _LIBRARY)
    again = [render_contract(_named(name), _LIBRARY) for name in ("Zoë 🌸", "محمد", "Ana")]
    assert alone == again[::-1]


def test_accounts_without_a_platform_name_still_print() -> None:
    creator = replace(CREATOR, handles=(Handle(Platform.OTHER, "x<y&z"),))
    assert "@x<y&z (Other)" in text_of(render_contract(sample_contract(creator=creator), _LIBRARY))


# contents, annexes, fields


def _field_names(data: bytes) -> list[str]:
    return list(reader_of(data).get_fields() or {})


def test_long_contracts_have_contents_with_the_pages_clauses_begin_on(full: bytes) -> None:
    reader = reader_of(full)
    _, entries = reader.outline
    text = squeezed(_pages(full)[0].split("Contents")[1])
    for entry in entries:  # type: ignore[union-attr]
        page = reader.get_destination_page_number(entry) + 1  # type: ignore[arg-type]
        title = squeezed(str(entry["/Title"]))  # type: ignore[call-overload,index]
        assert f"{title}{page}" in text


@pytest.mark.parametrize("words", range(0, 1200, 300))
def test_contents_only_beyond_three_pages(words: int) -> None:
    few = ("purpose", "documents", "deliverables", "timeline", "approval", "compensation", "disclosure", "honesty",
           "standards", "licence", "personality", "confidentiality", "warranties", "monitoring", "term", "liability",
           "data", "independence", "general")
    overrides = (*((clause, "Short.") for clause in few), ("law", "word " * words))
    pages = _pages(render_contract(sample_contract(overrides=overrides), _LIBRARY))
    assert ("Contents" in pages[0]) == (len(pages) > 3)


def test_many_deliverables_move_into_an_annex() -> None:
    items = tuple(replace(deliverables()[0], record_id=n, fee=None, title=f"Reel no {n}") for n in range(20))
    data = sample_contract(deliverables=items)
    pages = _pages(render_contract(data, _LIBRARY))
    text = "\n".join(pages)
    assert "The deliverables stand in annex B." in text
    assert "Draft due" not in text.split("Annex B: deliverables")[1]  # the contents name the annex first
    assert "Draft due" in text.rsplit("Annex B: deliverables", 1)[1]


def test_the_brief_becomes_an_annex() -> None:
    brief = BriefData("First Bake", "Dunmarrow", "Kestrel Lane", "Wanja", 2, date(2026, 11, 20),
                      key_messages=("Even <b>heat</b>",), donts=("No {knife} marks",), forbidden_words=("best ever",))
    data = render_contract(sample_contract(), _LIBRARY, brief=brief)
    last = _pages(data)[-1]
    for words in ("Annex C: creative brief", "Brief version 2 of 20 November 2026", "Even <b>heat</b>",
                  "No {knife} marks", "Words to leave out: best ever"):
        assert words in last
    assert last in _pages(data)[-1]
    assert "Even <b>heat</b>" in contract_room.contract_wording(sample_contract(), _LIBRARY, brief=brief).text


def test_signature_blocks_can_be_filled_in_and_drafts_cannot(full: bytes) -> None:
    assert _field_names(full) == [f"{who}_{what}" for who in ("client", "creator")
                                  for what in ("signature", "place", "date")]
    fields = reader_of(full).get_fields() or {}
    assert fields["creator_signature"]["/FT"] == "/Sig"
    assert fields["creator_date"]["/TU"] == "Date: Wanja Kroskova"
    unknown = render_contract(sample_contract(agency=replace(AGENCY, signatory_name="")), _LIBRARY)
    assert "client_name" in _field_names(unknown)
    assert _field_names(render_contract(sample_contract(), _LIBRARY, draft=True)) == []


def test_no_price_stands_beside_work_that_is_not_paid_by_a_fee() -> None:
    gift = CompensationTerms(CompensationModel.PRODUCT_SEEDING, products=sample_contract().compensation.products)
    assert "€660.00" in "".join(_pages(render_contract(sample_contract(locale="en_GB"), _LIBRARY)))
    data = sample_contract(locale="en_GB", compensation=gift, exclusivity=None)
    text = "".join(_pages(render_contract(data, _LIBRARY)))
    assert "Fee, net" not in text
    assert "660.00" not in text


def test_prices_that_do_not_add_up_to_the_fee_are_left_out() -> None:
    first, second = deliverables()
    data = sample_contract(locale="en_GB", deliverables=(replace(first, fee=Money(500_00, "EUR")), second))
    text = "".join(_pages(render_contract(data, _LIBRARY)))
    assert "Fee, net" not in text
    assert "€900.00" in text


def test_the_title_of_a_channel_gets_no_sign_of_a_handle() -> None:
    handles = (Handle(Platform.YOUTUBE, "Wanja bakes"), Handle(Platform.TIKTOK, "wanjabackt"))
    text = "".join(_pages(render_contract(sample_contract(creator=replace(CREATOR, handles=handles)), _LIBRARY)))
    assert "@wanjabackt (TikTok)" in text
    assert "@Wanja" not in text


def test_nobody_signs_for_half_a_name() -> None:
    title = "Campaign lead for Germany, Austria, Switzerland, France and the Benelux countries"
    name = "Zweite Dunmarrow Backwaren- und Küchengeräte-Vertriebsgesellschaft mit beschränkter Haftung"
    data = sample_contract(
        agency=replace(AGENCY, signatory_title=title), client=replace(sample_contract().client, legal_name=name))
    text = squeezed("".join(_pages(render_contract(data, _LIBRARY))[-2:]))
    assert squeezed(title) in text
    assert squeezed(name) in text


def test_work_for_no_platform_names_none() -> None:
    first, second = deliverables()
    data = sample_contract(deliverables=(first, replace(second, kind=DeliverableKind.RAW_UGC, platform=Platform.OTHER)))
    for paper in (render_contract(data, _LIBRARY), term_sheet_pdf(data, _LIBRARY)):
        text = "".join(_pages(paper))
        assert "Instagram" in text
        assert "Other" not in text

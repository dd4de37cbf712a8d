"""The renewal quote: rights, months, price, last day and a line to accept."""

from dataclasses import replace
from datetime import date

import pytest

from microinf_desktop.documents.renewal_quotes import renewal_quote_pdf
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.money import Money
from microinf_desktop.domain.renewal_quotes import RenewalItem, RenewalQuote
from microinf_desktop.interchange.clauses import bundled_library
from tests.contract_samples import AGENCY, CLIENT
from tests.documents.pdf_reading import reader_of, squeezed, text_of

_LIBRARY = bundled_library()
_ITEM = RenewalItem("Reel “First Bake”", "Wanja Kroskova", "Paid advertising", 6, Money(45000, "EUR"),
                    ("paid social", "web"), ("DE", "AT"), date(2027, 8, 3), date(2028, 2, 3), "KL-2026-0143")
_QUOTE = RenewalQuote("RN-2027-0007", date(2027, 7, 1), AGENCY, CLIENT, (_ITEM,), date(2027, 7, 31),
                      campaign="First Bake", locale="de_DE")


def test_one_right_with_months_price_and_last_day() -> None:
    pdf = renewal_quote_pdf(_QUOTE, _LIBRARY)
    text = squeezed(text_of(pdf))
    for words in ("Offer RN-2027-0007", "Dunmarrow Kitchen GmbH", "agreed in KL-2026-0143", "Germany and Austria",
                  "Ends on 3 August 2027", "Renewed for 6 months, to 3 February 2028", "450,00 €, net of VAT",
                  "valid until 31 July 2027", "Accepted by"):
        assert squeezed(words) in text, words
    assert len(reader_of(pdf).pages) == 1
    assert "acceptance_signature" in (reader_of(pdf).get_fields() or {})
    assert pdf == renewal_quote_pdf(_QUOTE, _LIBRARY)


def test_several_rights_are_added_up_and_long_offers_break() -> None:
    items = tuple(replace(_ITEM, content=f"Reel {n} <b>&amp;</b>") for n in range(40))
    pages = [page.extract_text() for page in reader_of(renewal_quote_pdf(replace(_QUOTE, items=items), _LIBRARY)).pages]
    assert len(pages) > 1
    assert sum("Content" in page for page in pages) == len(pages) or "Accepted by" in pages[-1]
    assert squeezed("18.000,00 €") in squeezed("".join(pages))
    assert squeezed("Reel 39 <b>&amp;</b>") in squeezed("".join(pages))


def test_an_offer_of_nothing_is_refused() -> None:
    with pytest.raises(KnownError, match="no right"):
        renewal_quote_pdf(replace(_QUOTE, items=()), _LIBRARY)

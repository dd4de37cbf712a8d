"""The renewal quote: which rights can be renewed, for how long, at what price, until when, and a line to accept it."""

from collections.abc import Iterator
from typing import Any

from reportlab.platypus.flowables import KeepTogether

from microinf_desktop.documents.blocks import Signature, SignatureGrid
from microinf_desktop.documents.contract_frame import LetterFrame, Stamp
from microinf_desktop.documents.contract_values import territory_names
from microinf_desktop.documents.contracts import refuse_missing_glyphs
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.spoken import spoken_lines
from microinf_desktop.documents.styles import BODY, CAPTION, FIGURE, SECTION, SUBTITLE, TABLE, TITLE
from microinf_desktop.documents.tables import Column, data_table
from microinf_desktop.documents.text import Run, Text
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contract_terms import total_of
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.renewal_quotes import RenewalItem, RenewalQuote


def renewal_quote_pdf(quote: RenewalQuote, library: ClauseLibrary, *, logo: bytes | None = None) -> bytes:
    """The offer as PDF with fields to accept it; the same quote gives the same bytes.

    KnownError when it has no item or no number, or for characters that no installed font has.
    """
    if not quote.items or not quote.number.strip():
        raise KnownError("The offer has no right or no number.", "Choose at least one right to renew.")
    formats = ContractFormats(library.language, quote.locale, library.words)
    word = formats.word
    title = word("renewal.title")
    number = word("renewal.number", number=quote.number)
    frame = LetterFrame(quote.sender, library, Stamp(
        name=f"{title}, {number}", title=f"{title}, {quote.recipient.legal_name}",
        identity=f"{number}, {formats.day(quote.quoted_on)}", footer=number, keywords=(quote.number,),
        has_initials=False,
    ), logo, locale=quote.locale, paper=quote.paper, color=quote.color, subject=quote.campaign)
    story = list(_story(quote, formats, frame))
    refuse_missing_glyphs([*spoken_lines(story), quote.sender.legal_name])
    return frame.document.build(story)


def _story(quote: RenewalQuote, formats: ContractFormats, frame: LetterFrame) -> Iterator[Any]:
    word, recipient = formats.word, quote.recipient
    yield Para(word("renewal.title"), TITLE.but(space_after=1), bookmark="title")
    yield Para([Run(quote.campaign)], SUBTITLE.but(space_after=10))
    address = ", ".join(line.strip().rstrip(",") for line in recipient.address.splitlines() if line.strip())
    yield Para(word("renewal.to"), CAPTION)
    yield Para(Run(recipient.legal_name or recipient.trade_name, weight=600), BODY.but(space_after=0))
    yield from (Para(line, BODY.but(space_after=0)) for line in (address, recipient.email) if line)
    contracts = list(dict.fromkeys(item.contract for item in quote.items if item.contract))
    numbers = formats.listed(contracts) if contracts else "–"
    yield Para(word("renewal.intro", number=numbers), BODY.but(space_before=14, space_after=8))
    yield _table(quote, formats, frame.width)
    total = total_of(item.price for item in quote.items)
    if len(quote.items) == 1 and total is not None:
        yield Para(word("summary.money_fee", fee=formats.money(total)), FIGURE.but(space_before=8, space_after=4))
    if quote.note.strip():
        yield from (Para(line.strip(), BODY) for line in quote.note.splitlines() if line.strip())
    yield Para(word("renewal.same_terms"), BODY.but(space_before=6))
    if quote.valid_until is not None:
        until = word("renewal.valid_until", date=formats.day(quote.valid_until))
        yield Para(until, BODY.but(weight=600))
    party = recipient.legal_name or recipient.trade_name
    block = Signature(party, "", recipient.signatory_name, recipient.signatory_title, key="acceptance")
    yield KeepTogether([
        Para(word("renewal.accept"), SECTION.but(keep_with_next=False, space_before=18), bookmark="accept",
             outline_level=1),
        SignatureGrid([block], frame.signature_labels),
    ])


def _table(quote: RenewalQuote, formats: ContractFormats, width: float) -> Any:
    word = formats.word
    columns = (
        Column(word("column.content")), Column(word("column.use")), Column(word("column.territory")),
        Column(word("column.term")), Column(word("column.price"), "right"),
    )
    total = total_of(item.price for item in quote.items)
    last = (word("total"), "", "", "", formats.money(total)) if total is not None and len(quote.items) > 1 else None
    return data_table(columns, [_row(item, formats) for item in quote.items], width, total=last, style=TABLE,
                      space_after=8)


def _row(item: RenewalItem, formats: ContractFormats) -> tuple[Text, ...]:
    term = [formats.word("renewal.ends", date=formats.day(item.ends_on))] if item.ends_on else []
    months = formats.count("months", item.months)
    if item.new_end is None:
        term.append(months)
    else:
        term.append(formats.word("renewal.new_term", term=months, date=formats.day(item.new_end)))
    use = "\n".join(filter(None, (item.use, formats.listed(item.media) if item.media else "")))
    return (
        "\n".join(filter(None, (item.content, item.creator))), use, territory_names(formats, item.territories) or "–",
        "\n".join(term), formats.money(item.price),
    )

"""The picture of a digital signature: who signed and when, set like the document, to be shown in its field."""

from datetime import UTC, datetime

from microinf_desktop.documents.contracts import refuse_missing_glyphs
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import CAPTION, INK, Margins
from microinf_desktop.documents.text import Run
from microinf_desktop.domain.clauses import ClauseLibrary

_SIZE = (232.0, 36.0)  # points, in the proportions of the field


def signature_stamp(name: str, signed_at: datetime, library: ClauseLibrary, locale: str) -> bytes:
    """A PDF of one small page for `interchange.signatures.sign_pdf`; the time is given in UTC.

    KnownError for characters that no installed font has.
    """
    refuse_missing_glyphs([name])
    formats = ContractFormats(library.language, locale, library.words)
    moment = signed_at.astimezone(UTC)
    date = f"{formats.day(moment.date())}, {moment:%H:%M} UTC"
    before, _, rest = formats.word("signed_electronically", name="\0", date=date).partition("\0")
    document = Document(
        DocumentInfo(title=name, author=name, language=library.language), paper=_SIZE, margins=Margins(0, 0, 0, 0),
        footer_height=0,
    )
    style = CAPTION.but(size=8.5, leading=12, color=INK)
    return document.build([Para([before, Run(name, weight=600), rest], style, direction="ltr")])

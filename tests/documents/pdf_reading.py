"""What a reader gets out of a PDF, for tests."""

import io
from typing import Any

from pypdf import PdfReader

from microinf_desktop.documents.page import Document, DocumentInfo
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import BODY, CONTRACT_MARGINS
from microinf_desktop.documents.text import Text


def reader_of(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def text_of(data: bytes) -> str:
    """All text of all pages as pypdf reads it."""
    return "\n".join(page.extract_text() for page in reader_of(data).pages)


def squeezed(text: str) -> str:
    """Without white space and invisible characters, which line breaks and readers add and drop."""
    return "".join(char for char in text if not char.isspace() and char.isprintable())


def document(**options: Any) -> Document:
    return Document(DocumentInfo("Title", "Author"), margins=CONTRACT_MARGINS, **options)


def set_text(*texts: Text, **options: Any) -> bytes:
    """A PDF with one paragraph for each text."""
    return document().build([Para(text, BODY, **options) for text in texts])

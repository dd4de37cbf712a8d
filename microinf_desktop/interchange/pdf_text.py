"""The text of a PDF that somebody sent, page by page, read without drawing it (pypdf, which needs no display)."""

import logging
from io import BytesIO

from microinf_desktop.domain.errors import KnownError

_MOST_PAGES = 200


def pages_of(content: bytes) -> tuple[str, ...]:
    """The text of each page; pages without any (scans) are empty, and so is what is no PDF.

    KnownError when the PDF is damaged, locked with a password or longer than 200 pages.
    """
    if not content.startswith(b"%PDF-"):
        return ()
    import pypdf

    # What is odd about a file is no news to whoever attaches it; what cannot be read is raised below.
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise KnownError("This PDF is locked with a password.", "Save a copy without it, then attach that.")
        if len(reader.pages) > _MOST_PAGES:
            raise KnownError(f"This PDF has {len(reader.pages)} pages.", "Attach the signed contract alone.")
        return tuple(page.extract_text() for page in reader.pages)
    except (pypdf.errors.PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError,
            ZeroDivisionError, OSError) as error:
        # pypdf trips in many ways over what is damaged; each means the same to whoever attaches it.
        raise KnownError("This PDF is damaged and cannot be read.", "Ask for it again, or print it anew.") from error

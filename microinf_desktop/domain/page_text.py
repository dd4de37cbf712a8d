"""The text of a PDF's pages as paragraphs, without what stands on each page, so that two versions can be compared."""

import re
from collections import Counter
from collections.abc import Sequence

_RUNNING = re.compile(r"[0-9a-f]{6,}|\d+")
# A numbered clause or paragraph begins a line of its own.
_BEGINS = re.compile(r"^\d{1,2}(\.\d{1,2})?\s+\S")


def paragraphs_of(pages: Sequence[str]) -> str:
    """The words of a contract that was stored without its wording, one paragraph a line.

    Lines that come back on the pages (headers, footers, page numbers) are left out; lines that the page broke are
    joined, and a numbered paragraph begins anew.
    """
    lines = [[line.strip() for line in page.splitlines() if line.strip()] for page in pages]
    seen = Counter(mark for page in lines for mark in {_mark(line) for line in page})
    often = max(2, len(pages) // 2)
    paragraphs: list[str] = []
    for page in lines:
        for line in page:
            if len(pages) > 1 and seen[_mark(line)] >= often:
                continue
            if not paragraphs or _BEGINS.match(line) or paragraphs[-1].endswith((".", ":", "?")):
                paragraphs.append(line)
            else:
                paragraphs[-1] = f"{paragraphs[-1]} {line}"
    return "\n".join(paragraphs)


def _mark(line: str) -> str:
    return _RUNNING.sub("#", line)

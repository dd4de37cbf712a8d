"""Tagged PDF (ISO 32000-1, 14.8): what is a heading, a paragraph, a table, and what only decorates the page.

reportlab has no support for it, so the marks in the pages and the tree of elements are written here. A tree tells
screen readers the order and kind of all text; links and form fields are not tied into it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

from reportlab.pdfbase import pdfdoc


class _Element(pdfdoc.PDFObject):  # type: ignore[misc]
    """An element of the tree; `mark` is the number of its content on its page, None for one of other elements."""

    __RefOnly__ = 1

    def __init__(self, role: str, parent: Any, page: Any = None, mark: int | None = None) -> None:
        self.role, self.parent, self.page, self.mark = role, parent, page, mark
        self.kids: list[Any] = []
        self.reference: Any = None

    def format(self, document: Any) -> bytes:
        numbers = document.idToObjectNumberAndVersion
        more = "/A<</O/Table/Scope/Column>>" if self.role == "TH" else ""
        if self.mark is not None:
            more += f"/Pg {numbers[self.page.name][0]} 0 R/K {self.mark}"
        if self.kids:
            more += f"/K[{' '.join([f'{numbers[kid.reference.name][0]} 0 R' for kid in self.kids])}]"
        return f"<</S/{self.role}/P {numbers[self.parent.reference.name][0]} 0 R{more}>>".encode("ascii")


class _Root(pdfdoc.PDFObject):  # type: ignore[misc]
    """The root of the tree, and the way back from the marks of each page to their elements."""

    def __init__(self, pages: list[list[_Element]]) -> None:
        self.top: _Element | None = None
        self.reference: Any = None
        self._pages = pages

    def format(self, document: Any) -> bytes:
        assert self.top is not None
        parts = [b"<</Type/StructTreeRoot/K ", self.top.reference.format(document), b"/ParentTree<</Nums["]
        for number, marks in enumerate(self._pages):
            parts.append(b"%d[" % number + b" ".join(one.reference.format(document) for one in marks) + b"]")
        parts.append(b"]>>/ParentTreeNextKey %d>>" % len(self._pages))
        return b"".join(parts)


class _TaggedPage(pdfdoc.PDFPage):  # type: ignore[misc]
    __NoDefault__: ClassVar = [*pdfdoc.PDFPage.__NoDefault__, "StructParents", "Tabs"]


class Structure:
    """Collects the elements of one document while its pages are drawn."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self._pages: list[list[_Element]] = [[]]
        self._root = _Root(self._pages)
        self._root.top = self._open = _Element("Document", self._root)
        self._page: Any = None
        self._is_marked = False

    @contextmanager
    def element(self, role: str) -> Iterator[None]:
        """Whatever is marked inside belongs to an element of this role ("Table", "TR", "TOC")."""
        before, self._open = self._open, _Element(role, self._open)
        before.kids.append(self._open)
        try:
            yield
        finally:
            self._open = before

    @contextmanager
    def marked(self, role: str) -> Iterator[None]:
        """What is drawn inside is the content of an element of this role; marks inside marks are left out."""
        began = self.begin(role)
        try:
            yield
        finally:
            if began:
                self.end()

    def begin(self, role: str) -> bool:
        """Begin a mark that `end` closes; False, and nothing to close, within another one."""
        if self._is_marked:
            return False
        marks = self._pages[-1]
        if not marks:
            self._page = self._canvas._doc.thisPageRef()
        number = len(marks)
        made = _Element(role, self._open, self._page, number)
        self._open.kids.append(made)
        marks.append(made)
        self._canvas.addLiteral(f"/{role} <</MCID {number}>> BDC")
        self._is_marked = True
        return True

    def end(self) -> None:
        """Close the mark that was begun."""
        self._canvas.addLiteral("EMC")
        self._is_marked = False

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """What is drawn inside only decorates the page: rules, headers, footers."""
        if self._is_marked:
            yield
            return
        self._canvas.addLiteral("/Artifact BMC")
        self._is_marked = True
        try:
            yield
        finally:
            self.end()

    def end_page(self, page: Any) -> None:
        """Tie the marks of a finished page to the tree."""
        page.__class__ = _TaggedPage
        page.StructParents = len(self._pages) - 1
        page.Tabs = pdfdoc.PDFName("S")
        self._pages.append([])

    def finish(self) -> None:
        """Put the tree into the document; nothing is marked afterwards."""
        document = self._canvas._doc
        self._pages.pop()  # the page that was opened after the last one
        self._root.reference = document.Reference(self._root, "structure")
        waiting = [self._root.top]
        number = 0
        while waiting:
            element = waiting.pop()
            assert element is not None
            element.reference = document.Reference(element, f"structure-{number}")
            number += 1
            waiting += reversed(element.kids)
        document.Catalog.StructTreeRoot = self._root.reference
        document.Catalog.MarkInfo = pdfdoc.PDFDictionary({"Marked": "true"})
        document._pdfVersion = max(document._pdfVersion, (1, 7))


@contextmanager
def element(canvas: Any, role: str) -> Iterator[None]:
    """`Structure.element` where the document is tagged."""
    structure = getattr(canvas, "structure", None)
    if structure is None:
        yield
        return
    with structure.element(role):
        yield


@contextmanager
def marked(canvas: Any, role: str) -> Iterator[None]:
    """`Structure.marked` where the document is tagged."""
    structure = getattr(canvas, "structure", None)
    if structure is None:
        yield
        return
    with structure.marked(role):
        yield


@contextmanager
def artifact(canvas: Any) -> Iterator[None]:
    """`Structure.artifact` where the document is tagged."""
    structure = getattr(canvas, "structure", None)
    if structure is None:
        yield
        return
    with structure.artifact():
        yield

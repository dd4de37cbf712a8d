"""Pages of every document: canvas, margins, header and footer, "Page n of m", metadata, outline, fixed bytes."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFPage
from reportlab.pdfgen.canvas import Canvas as ReportlabCanvas
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.flowables import KeepTogether
from reportlab.platypus.frames import Frame

from microinf_desktop.documents.styles import LINE, MM, NOTE, PAGE_SIZES, Margins, TextStyle, rgb
from microinf_desktop.documents.tagging import Structure, artifact
from microinf_desktop.documents.text import draw_text
from microinf_desktop.documents.unicode_text import printable

PRODUCER = "MicroInf Desktop"
# Base 85 on top of zlib costs a fifth more bytes and a quarter of the time, for mail systems of the past.
rl_config.useA85 = 0


class Canvas(ReportlabCanvas):  # type: ignore[misc]
    """A canvas that knows the number of pages at the end and names no font it does not use."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._later: list[tuple[str, float, float, float, float, Callable[[Canvas], None]]] = []
        self.pages_of: dict[str, int] = {}  # the pages that bookmarks stand on, complete when drawing later
        self.total = 0  # the number of pages, known when drawing later
        self.structure: Structure | None = None  # set for documents that are tagged
        super().__init__(*arguments, **options)

    def _setAnnotations(self, page: Any) -> None:  # noqa: N802 - reportlab calls it for each page and form
        super()._setAnnotations(page)
        if self.structure is not None and isinstance(page, PDFPage):
            self.structure.end_page(page)

    def _make_preamble(self) -> None:
        # reportlab would select Helvetica here, a font that is not embedded.
        self._preamble = "1 0 0 1 0 0 cm"

    def bookmark(self, name: str, title: str, level: int, top: float) -> None:
        """A place that links and the outline lead to, `top` above the current origin."""
        self.pages_of[name] = self.getPageNumber()
        self.bookmarkHorizontal(name, 0, top)
        self.addOutlineEntry(title, name, level, 0)

    def draw_later(
        self, left: float, bottom: float, right: float, top: float, draw: "Callable[[Canvas], None]"
    ) -> None:
        """Have a box of this page drawn when the last page is known, so that pages are laid out once."""
        name = f"later-{len(self._later)}"
        self._later.append((name, left, bottom, right, top, draw))
        self.doForm(name)

    def draw_with_total(self, x: float, y: float, text: Callable[[int], str], style: TextStyle) -> None:
        """Draw `text(number of pages)`."""
        self.saveState()
        self.translate(x, y)
        self.draw_later(-500, -20, 500, 40, lambda later: draw_total(later, text, style))
        self.restoreState()

    def draw_with_page(self, x: float, y: float, bookmark: str, style: TextStyle) -> None:
        """Draw the number of the page that a bookmark stands on."""
        self.saveState()
        self.translate(x, y)
        self.draw_later(-500, -20, 500, 40,
                        lambda later: draw_total(later, lambda _total: str(later.pages_of[bookmark]), style))
        self.restoreState()

    def save(self) -> None:
        self.total = self.getPageNumber() - 1
        for name, left, bottom, right, top, draw in self._later:
            self.beginForm(name, left, bottom, right, top)
            draw(self)
            self.endForm()
        if self.structure is not None:
            self.structure.finish()
        super().save()


def draw_total(canvas: Canvas, text: Callable[[int], str], style: TextStyle) -> None:
    """Draw what says the number of pages, once it is known."""
    draw_text(canvas, 0, 0, text(canvas.total), style)


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What a header or footer may use; lengths in points from the lower left corner of the page."""

    canvas: Canvas
    number: int
    width: float
    height: float
    margins: Margins

    @property
    def left(self) -> float:
        return self.margins.left

    @property
    def right(self) -> float:
        return self.width - self.margins.right

    def text(self, x: float, y: float, text: Any, style: TextStyle, *, max_width: float | None = None) -> float:
        """Draw one line of text; see `text.draw_text`."""
        return draw_text(self.canvas, x, y, text, style, max_width=max_width)

    def rule(self, y: float, *, color: str = LINE, thickness: float = 0.5) -> None:
        """A line from margin to margin."""
        self.canvas.setStrokeColorRGB(*rgb(color))
        self.canvas.setLineWidth(thickness)
        self.canvas.line(self.left, y, self.right, y)

    def page_of(self, x: float, y: float, style: TextStyle = NOTE, template: str = "Page {page} of {pages}") -> None:
        """Draw the page number; aligned at x as the style says."""
        number = self.number
        self.canvas.draw_with_total(x, y, lambda total: template.format(page=number, pages=total), style)


Decoration = Callable[[PageInfo], None]


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """Metadata of a PDF; `language` is a BCP 47 tag."""

    title: str
    author: str
    language: str = "en"
    subject: str = ""
    keywords: tuple[str, ...] = ()


class Document:
    """Builds one PDF from flowables.

    `decorate` draws header and footer of every page, `decorate_first` those of the first page when they differ.
    A `tagged` one tells screen readers what is a heading, a paragraph or a table (see `tagging`); it needs a
    `decorate`. The same input gives the same bytes: no dates, no random names.
    """

    def __init__(
        self,
        info: DocumentInfo,
        *,
        paper: str | tuple[float, float] = "a4",
        margins: Margins,
        header_height: float = 0.0,
        footer_height: float = 10 * MM,
        decorate: Decoration | None = None,
        decorate_first: Decoration | None = None,
        first_header_height: float | None = None,
        tagged: bool = False,
    ) -> None:
        self.info = info
        self.page_width, self.page_height = PAGE_SIZES[paper] if isinstance(paper, str) else paper
        self.margins = margins
        self._decorate = decorate
        self._decorate_first = decorate_first or decorate
        self._header = header_height
        self._first_header = header_height if first_header_height is None else first_header_height
        self._footer = footer_height
        self._tagged = tagged
        self.pages = 0  # of what was built last

    def estimated_pages(self, story: Sequence[Any], *, first: bool = False) -> float:
        """How many pages (first pages, when they differ and `first`) flowables need at least, from their heights."""
        parts = [part for one in story for part in (one._content if isinstance(one, KeepTogether) else (one,))]
        used = sum(one.wrap(self.content_width, 1e6)[1] + one.getSpaceBefore() + one.getSpaceAfter() for one in parts)
        around = self.margins.top + self.margins.bottom + (self._first_header if first else self._header)
        return float(used) / (self.page_height - around - self._footer)

    @property
    def content_width(self) -> float:
        return self.page_width - self.margins.left - self.margins.right

    def build(self, story: Sequence[Any]) -> bytes:
        """Lay out the flowables and return the PDF; the list is left as it is."""
        target = io.BytesIO()
        info = self.info
        template = BaseDocTemplate(
            target, pagesize=(self.page_width, self.page_height), pageTemplates=[
                self._template("first", self._first_header, self._decorate_first, following="later"),
                self._template("later", self._header, self._decorate),
            ],
            title=printable(info.title), author=printable(info.author), subject=printable(info.subject),
            keywords=printable(", ".join(info.keywords)),
            creator=PRODUCER, producer=PRODUCER, lang=info.language, invariant=1, pageCompression=1,
            displayDocTitle=True,
        )
        template.build(list(story), canvasmaker=Canvas)
        self.pages = template.page
        return target.getvalue()

    def _template(
        self, name: str, header: float, decorate: Decoration | None, following: str | None = None
    ) -> PageTemplate:
        margins = self.margins
        height = self.page_height - margins.top - margins.bottom - header - self._footer
        frame = Frame(margins.left, margins.bottom + self._footer, self.content_width, height, 0, 0, 0, 0, id=name)

        def draw(canvas: Canvas, _document: Any) -> None:
            if decorate is not None:
                if self._tagged and canvas.structure is None:
                    canvas.structure = Structure(canvas)
                canvas.saveState()
                with artifact(canvas):
                    decorate(PageInfo(canvas, canvas.getPageNumber(), self.page_width, self.page_height, margins))
                canvas.restoreState()

        return PageTemplate(name, [frame], onPage=draw, autoNextPageTemplate=following)


def draw_image(
    canvas: Any, data: bytes, x: float, top: float, max_width: float, max_height: float
) -> tuple[float, float]:
    """Draw a picture given as bytes with its upper left corner at (x, top); returns the size it took.

    Only bytes are accepted: no path and no address in any text can bring a picture in.
    Raises KnownError when the bytes are no picture that can be read.
    """
    from microinf_desktop.domain.errors import KnownError

    try:
        image = ImageReader(io.BytesIO(data))
        width, height = image.getSize()
    except (OSError, ValueError) as error:
        raise KnownError("The logo is not a picture that can be read.", "Choose a PNG or JPEG file.") from error
    scale = min(max_width / width, max_height / height)
    canvas.drawImage(image, x, top - height * scale, width * scale, height * scale, mask="auto")
    return width * scale, height * scale

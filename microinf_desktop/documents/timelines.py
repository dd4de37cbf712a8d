"""A campaign's timeline as a drawing to hang up: landscape, names at the left of every page, scale and legend."""

from collections.abc import Sequence

from reportlab.platypus.doctemplate import PageBreak
from reportlab.platypus.flowables import Flowable

from microinf_desktop.charts.colors import is_color
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.report_parts import draw_swatch
from microinf_desktop.documents.styles import (
    INK,
    MM,
    NOTE,
    SUBTITLE,
    TITLE,
    Margins,
    client_color,
    rgb,
)
from microinf_desktop.documents.text import text_width
from microinf_desktop.documents.timeline_chart import FOOT, HEAD, MARKS, NAMES, Chart
from microinf_desktop.documents.timeline_legend import draw_legend
from microinf_desktop.documents.timeline_sheets import PaperSheet, day_widths, sheets, span
from microinf_desktop.domain.errors import KnownError
from microinf_desktop.domain.timeline_data import TimelineData, TimelineGroup

_MARGINS = Margins(13 * MM, 13 * MM, 11 * MM, 9 * MM)
_TITLE_ROOM, _FOOT_ROOM = 19 * MM, 16.5 * MM
_LOW, _HIGH = 13.4, 21.0  # heights of a line: as high as the page allows
_TWICE = 2**0.5  # an A3 sheet has twice the area of an A4 one
_LARGE = {"a4": "a3_landscape", "letter": "tabloid_landscape"}


def render_timeline(
    data: TimelineData, *, shown: Sequence[TimelineGroup] | None = None, large: bool = False,
    logo: bytes | None = None, locale: str = "en_GB",
) -> bytes:
    """The timeline as PDF in vectors, on landscape A4 or Letter as `data.paper` says; `large` doubles the sheet.

    `shown` leaves deliverables out. The same data gives the same bytes. KnownError when nothing has a date, and
    lists the characters that no installed font has.
    """
    groups = tuple(data.groups if shown is None else shown)
    if not data.marks and not any(item.steps for group in groups for item in group.items):
        raise KnownError("Nothing on this timeline has a date yet.", "Plan it back from the go-live day first.")
    _require_printable(data, groups)
    return _Pages(data, groups, large, logo, locale).build()


def _require_printable(data: TimelineData, groups: Sequence[TimelineGroup]) -> None:
    texts = [data.campaign, data.client, data.agency, *(mark.name for mark in data.marks)]
    texts += [text for group in groups for text in (group.title, *(item.title for item in group.items))]
    if glyphs := missing_characters(texts):
        listed = "; ".join(str(glyph) for glyph in glyphs[:10])
        raise KnownError(f"No installed font can print these characters of the timeline: {listed}.",
                         "Install a font for this script, or write the names in other letters.")


class _Pages:
    """Lays out one timeline."""

    def __init__(self, data: TimelineData, groups: Sequence[TimelineGroup], large: bool, logo: bytes | None,
                 locale: str) -> None:
        self._data, self._groups, self._logo, self._large = data, groups, logo, large
        self._formats = ContractFormats("en", locale, {})
        self._document = Document(
            DocumentInfo(title=f"Timeline {data.campaign}", author=data.agency, subject=data.client),
            paper=_LARGE[data.paper] if large else f"{data.paper}_landscape", margins=_MARGINS,
            header_height=_TITLE_ROOM, footer_height=_FOOT_ROOM, decorate=self._decorate,
        )
        self._height = (self._document.page_height - _MARGINS.top - _MARGINS.bottom - _TITLE_ROOM - _FOOT_ROOM)

    def build(self) -> bytes:
        # What fits a small sheet fills a large one; what needs several pages gets fewer of them instead.
        layouts = (self._layout(scale) for scale in ((_TWICE, 1.0) if self._large else (1.0,)))
        scale, chart, pages = next((one for one in layouts if len(one[2]) == 1), None) or self._layout(1.0)
        story: list[Flowable] = []
        for sheet in pages:
            story += [PageBreak()] if story else []
            story.append(_SheetBlock(chart, sheet, self._height, scale))
        return self._document.build(story)

    def _layout(self, scale: float) -> tuple[float, Chart, list[PaperSheet]]:
        """The pages when everything in the chart is drawn `scale` times its size."""
        first, last = span(self._data, self._groups)
        width, per_page = day_widths((last - first).days + 1, self._document.content_width / scale - NAMES)
        room = self._height / scale - HEAD - MARKS - FOOT - 1
        pages = sheets(self._data, self._groups, int(room // _LOW), per_page, first, last)
        tallest = max(len(sheet.lines) for sheet in pages)
        return scale, Chart(self._data, self._formats, width, min(room / max(tallest, 1), _HIGH)), pages

    def _decorate(self, page: PageInfo) -> None:
        data, top = self._data, page.height - page.margins.top
        page.canvas.setFillColorRGB(*rgb(client_color(data.client_color)))
        page.canvas.rect(0, page.height - 3 * MM, page.width, 3 * MM, stroke=0, fill=1)
        page.text(page.left, top - 17, data.campaign, TITLE, max_width=page.width * 0.6)
        page.text(page.left, top - 32, self._said(), SUBTITLE.but(size=9), max_width=page.width * 0.7)
        self._client(page, top)
        draw_legend(page.canvas, page.left, page.margins.bottom + 22, page.right, self._data)
        base = page.margins.bottom
        page.rule(base + 13)
        page.text(page.left, base + 3, self._source(), NOTE.but(size=7), max_width=page.width * 0.75)
        page.page_of(page.right, base + 3, NOTE.but(size=7, align="right"))

    def _client(self, page: PageInfo, top: float) -> None:
        """The logo, else the client's name beside its colour, at the right."""
        data = self._data
        if self._logo is not None:
            page.canvas.saveState()
            width, _height = _size(self._logo, 55 * MM, 12 * MM)
            draw_image(page.canvas, self._logo, page.right - width, top - 2, 55 * MM, 12 * MM)
            page.canvas.restoreState()
            return
        style = SUBTITLE.but(size=12, weight=600, color=INK)
        width = text_width(data.client, style)
        if is_color(data.client_color):
            draw_swatch(page.canvas, page.right - width - 16, top - 16, data.client_color, 10)
        page.text(page.right, top - 15, data.client, style.but(align="right"))

    def _said(self) -> str:
        data, day = self._data, self._formats.day
        number = sum(len(group.items) for group in self._groups)
        people = len({group.title for group in self._groups})
        words = [f"{people} {'creator' if people == 1 else 'creators'}, "
                 f"{number} {'deliverable' if number == 1 else 'deliverables'}"]
        if number < len(data.items):
            words[0] += f" of {len(data.items)}"
        if data.period is not None:
            first, last = data.period
            words.insert(0, f"Live {day(first)} to {day(last)}" if last > first else f"Live from {day(first)}")
        return "  ·  ".join(words)

    def _source(self) -> str:
        data = self._data
        by = f"{data.agency} for {data.client}" if data.agency.strip() else data.client
        codes = " + ".join(data.countries) or "Monday to Friday"
        parts = (by, f"as of {self._formats.day(data.today)}", f"working days: {codes}", data.time_zone)
        return "  ·  ".join(part for part in parts if part)


def _size(picture: bytes, max_width: float, max_height: float) -> tuple[float, float]:
    """The size a picture takes in a box."""
    import io

    from reportlab.lib.utils import ImageReader

    try:
        width, height = ImageReader(io.BytesIO(picture)).getSize()
    except (OSError, ValueError) as error:
        raise KnownError("The logo is not a picture that can be read.", "Choose a PNG or JPEG file.") from error
    scale = min(max_width / width, max_height / height)
    return width * scale, height * scale


class _SheetBlock(Flowable):  # type: ignore[misc]
    """The chart of one page; fills the frame."""

    def __init__(self, chart: Chart, sheet: PaperSheet, height: float, scale: float) -> None:
        super().__init__()
        self._chart, self._sheet, self._room, self._scale = chart, sheet, height, scale

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, self._room - 1
        return self.width, self.height

    def draw(self) -> None:
        self.canv.scale(self._scale, self._scale)
        self._chart.draw(self.canv, self._sheet, self.width / self._scale, self.height / self._scale)



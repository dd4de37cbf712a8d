"""The client report as a PDF: cover with the finding, summary, charts, tables, compliance annex, method.

Same data and fonts, same bytes: no clock, no random names; the date printed is the data's.
"""

from typing import Any

from reportlab.platypus.flowables import Flowable, PageBreak

from microinf_desktop.charts.colors import is_color, series_color
from microinf_desktop.charts.wording import LocaleWording
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.report_parts import GUTTER, balanced_width, draw_pair, draw_swatch
from microinf_desktop.documents.report_sections import ReportStory
from microinf_desktop.documents.styles import (
    CAPTION,
    INK,
    LINE,
    MM,
    NOTE,
    REPORT_MARGINS,
    SUBTITLE,
    TABLE,
    TEXT_2,
    TEXT_3,
    TextStyle,
    rgb,
)
from microinf_desktop.documents.text import draw_text
from microinf_desktop.domain.report_rows import ReportData
from microinf_desktop.domain.report_words import headline, summary
from microinf_desktop.domain.wording import MISSING, Wording

_LOGO_HEIGHT = 18 * MM
_LOGO_WIDTH = 70 * MM
_FOOTER = 9 * MM
_COVER_TITLES = (TextStyle(30, 36, 600, space_after=14), TextStyle(26, 32, 600, space_after=14))
_COVER_TEXT = SUBTITLE.but(size=12.5, leading=18.5)
_FINDING_TOP = 0.30  # of the height of the page
_FACTS_TOP = 0.66


def render_report(data: ReportData, *, logo: bytes | None = None, agency_logo: bytes | None = None) -> bytes:
    """The report as PDF bytes.

    `logo` is the client's and `agency_logo` the agency's picture (PNG or JPEG bytes). Raises KnownError when a
    logo cannot be read. Use `report_texts` with `fonts.missing_characters` to list what no font can draw.
    """
    words = LocaleWording(data.frame.locale)
    frame = data.frame
    title = f"{frame.client.name}: {frame.campaign}"
    document = Document(
        DocumentInfo(
            title=title, author=frame.agency.name, language=words.text_language,
            subject=headline(data, words), keywords=(frame.client.name, frame.campaign, words.say("report")),
        ),
        paper=frame.page_size.value, margins=REPORT_MARGINS, footer_height=_FOOTER,
        decorate=lambda page: _draw_footer(page, data, words),
        decorate_first=lambda page: None,
    )
    story = ReportStory(data, words, document.content_width)
    sections = story.build()
    cover = Cover(data, words, story, logo, agency_logo)
    return document.build([cover, PageBreak(), *sections])


def report_texts(data: ReportData) -> list[str]:
    """Every text of a user that the report prints, to be checked for characters without a font."""
    frame = data.frame
    texts = [
        frame.agency.name, frame.agency.contact, frame.client.name, frame.campaign, frame.prepared_by,
        frame.conversion_name, frame.attribution, *data.sources, *data.gaps,
        *(text for row in data.creators for text in (row.name, row.handles)),
        *(text for row in data.deliverables for text in (row.title, row.creator)),
        *(row.label for row in data.spend),
    ]
    for check in data.compliance:
        texts += [check.rule, check.message, check.decided_by, check.reason]
    return texts


def _draw_footer(page: PageInfo, data: ReportData, words: Wording) -> None:
    frame = data.frame
    y = page.margins.bottom + 8
    page.rule(y)
    page.text(page.left, y - 12, f"{frame.client.name}, {frame.campaign}", NOTE,
              max_width=(page.right - page.left) * 0.55)
    left = f"{frame.agency.name}, {words.full_day(frame.prepared_on)}"
    number = page.number

    def numbered(total: int) -> str:
        return left + ", " + words.say("{page} of {pages}", page=words.number(number), pages=words.number(total))

    page.canvas.draw_with_total(page.right, y - 12, numbered, NOTE.but(align="right"))


class Cover(Flowable):  # type: ignore[misc]
    """The first page: logos, the finding as its title, who and when, and the contents with page numbers."""

    def __init__(
        self, data: ReportData, words: Wording, story: ReportStory, logo: bytes | None, agency_logo: bytes | None
    ) -> None:
        super().__init__()
        self._data, self._words, self._story = data, words, story
        self._logo, self._agency_logo = logo, agency_logo

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, available_height
        return self.width, self.height

    def draw(self) -> None:
        self.canv.bookmarkHorizontal("cover", 0, self.height)
        self._draw_logos()
        bottom = self._draw_finding()
        self._draw_facts(min(self.height * (1 - _FACTS_TOP), bottom - 26))
        self._draw_contents()

    def _draw_logos(self) -> None:
        frame = self._data.frame
        if self._logo:
            draw_image(self.canv, self._logo, 0, self.height, _LOGO_WIDTH, _LOGO_HEIGHT)
        else:
            x = draw_swatch(self.canv, 0, self.height - 14, frame.client.color, 11)
            name = SUBTITLE.but(weight=600, color=INK, size=14)
            draw_text(self.canv, x + 2 if x else 0, self.height - 13, frame.client.name, name,
                      max_width=self.width * 0.6)
        if self._agency_logo:
            width = _picture_width(self._agency_logo, _LOGO_WIDTH, _LOGO_HEIGHT * 0.6)
            draw_image(self.canv, self._agency_logo, self.width - width, self.height, width, _LOGO_HEIGHT * 0.6)
        else:
            draw_text(self.canv, self.width, self.height - 13, frame.agency.name,
                      TABLE.but(align="right", weight=600, color=TEXT_2), max_width=self.width * 0.36)

    def _draw_finding(self) -> float:
        """The client's colour as a bar, the campaign, the title and the summary; returns the lower edge."""
        data, words = self._data, self._words
        frame = data.frame
        top = self.height * (1 - _FINDING_TOP)
        self.canv.saveState()
        color = series_color(frame.client.color) if is_color(frame.client.color) else INK
        self.canv.setFillColorRGB(*rgb(color))
        self.canv.rect(0, top + 26, 28 * MM, 3, stroke=0, fill=1)
        self.canv.restoreState()
        draw_pair(self.canv, 0, top + 4, frame.client.name, frame.campaign, TABLE.but(size=10.5), self.width)
        y = top - 8
        room = self.width * 0.94
        title = _cover_title(headline(data, words), room)
        for para, width in ((title, balanced_width(title, room)), (Para(summary(data, words), _COVER_TEXT), room)):
            _, height = para.wrap(width, self.height)
            para.drawOn(self.canv, 0, y - height)
            y -= height + para.style.space_after
        return y

    def _draw_facts(self, top: float) -> None:
        frame, words = self._data.frame, self._words
        facts = [
            ("Period", self._period()),
            ("Deliverables", words.say(
                "{done} of {planned} by {creators} creators", done=words.number(len(self._data.delivered)),
                planned=words.number(len(self._data.planned)), creators=words.number(len(self._data.creators)),
            )),
            ("Prepared by", f"{frame.prepared_by}, {frame.agency.name}" if frame.prepared_by else frame.agency.name),
            ("Date", words.full_day(frame.prepared_on)),
        ]
        width = (self.width - 3 * GUTTER) / 4
        for column, (label, text) in enumerate(facts):
            x = column * (width + GUTTER)
            self.canv.setStrokeColorRGB(*rgb(INK))
            self.canv.setLineWidth(0.8)
            self.canv.line(x, top, x + width, top)
            draw_text(self.canv, x, top - 13, words.say(label), CAPTION)
            para = Para(text, TABLE.but(size=9, leading=12.5))
            _, height = para.wrap(width, 200)
            para.drawOn(self.canv, x, top - 18 - height)

    def _period(self) -> str:
        frame, words = self._data.frame, self._words
        if frame.starts_on is None and frame.ends_on is None:
            return MISSING
        first = words.full_day(frame.starts_on) if frame.starts_on else MISSING
        last = words.full_day(frame.ends_on) if frame.ends_on else MISSING
        return words.say("{first} to {last}", first=first, last=last)

    def _draw_contents(self) -> None:
        """Sections with their pages, set when the last page is known, each a link."""
        leading = 15.0
        y = leading * (len(self._story.contents) - 1)
        for key, text in self._story.contents:
            draw_text(self.canv, 0, y, text, TABLE.but(size=8.5), max_width=self.width * 0.4)
            self.canv.draw_with_total(
                self.width * 0.46, y, _page_of(self._story.pages, key, self._words),
                TABLE.but(size=8.5, color=TEXT_3, align="right"),
            )
            self.canv.setStrokeColorRGB(*rgb(LINE))
            self.canv.setLineWidth(0.5)
            self.canv.line(0, y - 4.6, self.width * 0.46, y - 4.6)
            self.canv.linkRect("", key, (0, y - 4.6, self.width * 0.46, y + leading - 4.6), relative=1, thickness=0)
            y -= leading


def _cover_title(text: str, width: float) -> Para:
    """The finding in the largest size that sets it on two lines, else in the smallest one."""
    for style in _COVER_TITLES:
        para = Para(text, style)
        if para.wrap(width, 1e6)[1] <= 2 * style.leading:
            return para
    return Para(text, _COVER_TITLES[-1])


def _page_of(pages: dict[str, int], key: str, words: Wording) -> Any:
    return lambda _total: words.number(pages[key])


def _picture_width(data: bytes, max_width: float, max_height: float) -> float:
    """Width a picture takes when it is fitted into a box; the box's own for one that cannot be read."""
    import io

    from reportlab.lib.utils import ImageReader

    try:
        width, height = ImageReader(io.BytesIO(data)).getSize()
    except (OSError, ValueError):
        return max_width  # draw_image says what is wrong with the file
    return float(width * min(max_width / width, max_height / height))

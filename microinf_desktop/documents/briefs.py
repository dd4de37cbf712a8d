"""The creative brief PDF for one creator: the story on the first page, the work and its limits on the next."""

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.blocks import SideBySide, room_for
from microinf_desktop.documents.contract_tables import deliverable_name, disclosure_table, requirement_rows
from microinf_desktop.documents.contract_values import platform_name, territory_names
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.styles import (
    BODY,
    CAPTION,
    INK,
    MM,
    NOTE,
    SECTION,
    SUBTITLE,
    TEXT_2,
    TITLE,
    Margins,
    client_color,
    rgb,
)
from microinf_desktop.documents.tables import Column, data_table
from microinf_desktop.documents.text import Run, Text
from microinf_desktop.domain.briefs import BriefAudience, BriefData
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contract_terms import all_strings
from microinf_desktop.domain.errors import KnownError

_MARGINS = Margins(20 * MM, 20 * MM, 18 * MM, 16 * MM)
_LEAD = BODY.but(size=10.5, leading=16, space_after=8)
_BULLET = 4 * MM
_LABEL = 24 * MM
_FACT = BODY.but(space_after=2)
_PROMPTS = ("brief.prompt_1", "brief.prompt_2", "brief.prompt_3", "brief.prompt_4")


def render_brief(data: BriefData, library: ClauseLibrary, *, logo: bytes | None = None) -> bytes:
    """The brief as PDF; `library` gives its language.

    KnownError lists what a brief cannot do without, or the characters that no installed font has.
    """
    needed = (("campaign", data.campaign), ("client", data.client), ("creator", data.creator))
    missing = [name for name, value in needed if not value.strip()]
    if missing or not data.deliverables:
        missing += [] if data.deliverables else ["list of deliverables"]
        raise KnownError(f"The brief cannot be made yet: {', '.join(missing)} missing.", "Enter it first.")
    glyphs = missing_characters(all_strings(data))
    if glyphs:
        listed = "; ".join(str(glyph) for glyph in glyphs[:10])
        raise KnownError(f"No installed font can print these characters of the brief: {listed}.",
                         "Install a font for this script, or write the text in other letters.")
    return _BriefPages(data, library, logo).build()


class Framed(Flowable):  # type: ignore[misc]
    """A paragraph beside a thick rule in the client's colour; never broken unless it is taller than a page."""

    def __init__(self, body: Para, color: str) -> None:
        super().__init__()
        self.spaceBefore, self.spaceAfter = 4.0, 8.0
        self._body = body
        self._color = color

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        _, height = self._body.wrap(available_width - 5 * MM, available_height)
        self.width, self.height = available_width, height
        return available_width, height

    def split(self, available_width: float, available_height: float) -> list[Any]:
        parts = self._body.split(available_width - 5 * MM, available_height) if self.height > 400 else []
        return [Framed(part, self._color) for part in parts]

    def draw(self) -> None:
        self.canv.setFillColorRGB(*rgb(self._color))
        self.canv.rect(0, 0, 2, self.height, stroke=0, fill=1)
        self._body.drawOn(self.canv, 5 * MM, 0)


class _BriefPages:
    """Lays out one brief."""

    def __init__(self, data: BriefData, library: ClauseLibrary, logo: bytes | None) -> None:
        self._data = data
        self._logo = logo
        self._formats = ContractFormats(library.language, data.locale, library.words)
        self._word = self._formats.word
        self._color = client_color(data.color)
        title = f"{self._word('brief.title')} {data.campaign}, {data.creator}"
        self._document = Document(
            DocumentInfo(title=title, author=data.agency, language=library.language, subject=data.client),
            paper=data.paper, margins=_MARGINS, header_height=9 * MM, first_header_height=14 * MM,
            footer_height=5 * MM, decorate=self._later_page, decorate_first=self._first_page,
        )
        self._width = self._document.content_width

    def build(self) -> bytes:
        return self._document.build([*self._head(), *self._about(), *self._story(), *self._work(), *self._limits(),
                                     *self._label(), *self._days()])

    def _first_page(self, page: PageInfo) -> None:
        top = page.height - page.margins.top
        left = page.left
        if self._logo is not None:
            width, _ = draw_image(page.canvas, self._logo, left, top + 5, 50 * MM, 9.5 * MM)
            left += width + 5 * MM
        else:
            page.canvas.setFillColorRGB(*rgb(self._data.color or self._color))
            page.canvas.rect(left, top - 8, 8, 8, stroke=0, fill=1)
            name = CAPTION.but(size=8.5, weight=600, color=INK)
            left += 19 + page.text(left + 13, top - 7, self._data.client, name, max_width=80 * MM)
        page.text(left, top - 7, self._word("brief.title"), CAPTION.but(size=8.5))
        self._edition(page, top - 7)
        self._footer(page)

    def _later_page(self, page: PageInfo) -> None:
        top = page.height - page.margins.top
        page.text(page.left, top - 4, f"{self._data.campaign}, {self._data.creator}", CAPTION, max_width=110 * MM)
        self._edition(page, top - 4)
        self._footer(page)

    def _edition(self, page: PageInfo, y: float) -> None:
        edition = f"{self._word('version', version=self._data.version)}, {self._formats.day(self._data.dated)}"
        page.text(page.right, y, edition, CAPTION.but(align="right"))

    def _footer(self, page: PageInfo) -> None:
        base = page.margins.bottom
        page.rule(base - 2)
        page.text(page.left, base - 12, self._data.agency, NOTE.but(size=7), max_width=100 * MM)
        template = self._word("page_of", page="{page}", pages="{pages}")
        page.page_of(page.right, base - 12, NOTE.but(size=7, align="right"), template)

    # first page: why and how

    def _head(self) -> Iterator[Any]:
        data = self._data
        yield Para(data.campaign, TITLE.but(space_after=1), bookmark="title")
        handles = [f"@{handle.handle} ({platform_name(self._formats, handle.platform)})" for handle in data.handles]
        subtitle: list[str | Run] = [Run(self._word("brief.for", creator=data.creator))]
        if handles:
            subtitle += [", ", Run(self._formats.listed(handles))]
        yield Para(subtitle, SUBTITLE.but(space_after=12))
        if data.summary.strip():
            yield Para(data.summary, _LEAD, direction="auto")

    def _section(self, key: str, *following: Any) -> Iterator[Any]:
        """A heading kept with the beginning of what follows it."""
        heading = Para(self._word(key), SECTION.but(keep_with_next=False), bookmark=key, outline_level=1)
        yield room_for(self._width, heading, *following[:2])
        yield heading
        yield from following

    def _bullets(self, texts: Sequence[str]) -> list[Para]:
        return [Para(text, _FACT, marker="–", indent=_BULLET) for text in texts if text.strip()]

    def _about(self) -> Iterator[Any]:
        data = self._data
        audience = self._audience(data.audience) if data.audience else ""
        facts = (("brief.product", data.product), ("brief.objectives", "; ".join(data.objectives)),
                 ("brief.audience", audience), ("brief.tone", data.tone), ("brief.look", data.visual_style))
        left: list[Any] = [
            Para(text, _FACT, marker=Run(self._word(key), color=TEXT_2), indent=_LABEL)
            for key, text in facts if text.strip()
        ]
        heading = SECTION.but(keep_with_next=False, space_before=0)
        columns = [[Para(self._word("brief.about"), heading), *left]] if left else []
        if data.key_messages:
            columns.append([Para(self._word("brief.messages"), heading), *self._bullets(data.key_messages)])
        if columns:
            yield SideBySide(columns, 10 * MM, space_after=6)
        if data.why_you.strip():
            yield from self._section("brief.why_you", Para(data.why_you, BODY, direction="auto"))

    def _audience(self, audience: BriefAudience) -> str:
        ages = {"from": audience.age_from, "to": audience.age_to}
        parts = [audience.name]
        if audience.age_from is not None and audience.age_to is not None:
            parts.append(self._word("brief.ages", **ages))
        elif audience.age_from is not None:
            parts.append(self._word("brief.ages_from", **ages))
        elif audience.age_to is not None:
            parts.append(self._word("brief.ages_to", **ages))
        parts.append(territory_names(self._formats, audience.countries) or "")
        parts += [self._formats.language(tag) for tag in audience.languages]
        parts.append(self._formats.listed(audience.interests) if audience.interests else "")
        return "; ".join(filter(None, parts))

    def _story(self) -> Iterator[Any]:
        prompts = self._data.story_prompts or tuple(self._word(key) for key in _PROMPTS)
        intro = Para(self._word("brief.story_intro"), BODY)
        yield from self._section("brief.story", intro, *self._bullets(prompts))
        if self._data.learnings:
            yield from self._section("brief.learnings", *self._bullets(self._data.learnings))
        freedom = Framed(Para(self._word("brief.freedom_text"), BODY.but(space_after=0)), self._color)
        yield from self._section("brief.freedom", freedom)

    # what is fixed

    def _work(self) -> Iterator[Any]:
        formats = self._formats
        columns = [Column(self._word(f"column.{name}")) for name in ("deliverable", "platform", "draft_due", "publish")]
        columns.append(Column(self._word("column.live_for"), "right"))
        rows: list[Sequence[Text]] = []
        for item in self._data.deliverables:
            live = "–" if item.keep_live_days is None else formats.count("days", item.keep_live_days)
            if item.keep_live_days == 1:
                live = formats.count("hours", 24)
            rows.append((
                deliverable_name(item, formats, self._data.handles),
                platform_name(formats, item.platform),
                formats.table_day(item.draft_due_on) if item.draft_due_on else "–",
                formats.table_day(item.publish_on) if item.publish_on else "–", live,
            ))
        yield from self._section("brief.work", data_table(columns, rows, self._width, space_after=8))
        carried = requirement_rows(self._data.deliverables, formats, self._data.handles)
        if carried:
            table = data_table(
                (Column(self._word("column.deliverable"), share=0.34), Column(self._word("column.requirement"))),
                carried, self._width, space_after=8,
            )
            yield from self._section("brief.carries", table)

    def _limits(self) -> Iterator[Any]:
        data = self._data
        heading = SECTION.but(keep_with_next=False, space_before=0)
        columns = [
            [Para(self._word(key), heading), *self._bullets(texts)]
            for key, texts in (("brief.dos", data.dos), ("brief.donts", data.donts)) if texts
        ]
        if columns:
            block = SideBySide(columns, 10 * MM, space_after=6)
            block.spaceBefore = 10
            yield block
        if data.forbidden_words:
            yield Para(self._word("brief.words", list=", ".join(data.forbidden_words)), BODY)
        if data.approved_claims:
            claims = self._word("brief.claims", list="; ".join(data.approved_claims))
            yield Para([Run(claims), ". ", self._word("brief.only_claims")], BODY)

    def _label(self) -> Iterator[Any]:
        if self._data.disclosures:
            text = disclosure_table(self._data.disclosures, self._formats)
            table = data_table(text.columns, text.rows, self._width, space_after=8)
            yield from self._section("brief.label", Para(self._word("brief.label_intro"), BODY), table)

    def _days(self) -> Iterator[Any]:
        data, formats = self._data, self._formats
        steps = [(step.day, step.what) for step in data.steps]
        for item in data.deliverables:
            name = deliverable_name(item, formats, data.handles)
            if item.draft_due_on:
                steps.append((item.draft_due_on, self._word("brief.draft", what=name)))
            if item.publish_on and item.is_published:
                steps.append((item.publish_on, self._word("brief.publish", what=name)))
        if steps:
            rows = [(formats.table_day(day), what) for day, what in sorted(steps)]
            columns = (Column(self._word("column.day"), share=0.25), Column(self._word("column.what")))
            table = data_table(columns, rows, self._width, space_after=4)
            zone = [Para(self._word("brief.days_zone", zone=data.time_zone), CAPTION)] if data.time_zone else []
            yield from self._section("brief.days", table, *zone)
        contact = data.contact
        if contact is not None:
            reach = [part for part in (contact.name, contact.email, contact.phone) if part.strip()]
            if reach:
                yield from self._section("brief.contact", Para(", ".join(reach), BODY))

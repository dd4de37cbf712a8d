"""The creative brief PDF for one creator: what it is about, her story and freedom, then the work and its limits."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from microinf_desktop.charts.colors import is_color
from microinf_desktop.documents.blocks import SideBySide, room_for
from microinf_desktop.documents.brief_parts import MoodRow, Panel, Question, Rule, Swatches, TableWithEnd
from microinf_desktop.documents.contract_tables import deliverable_name, disclosure_table, requirement_rows
from microinf_desktop.documents.contract_values import account_names, platform_name, territory_names
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.pictures import thumbnail
from microinf_desktop.documents.report_parts import draw_swatch
from microinf_desktop.documents.styles import (
    ATTENTION,
    ATTENTION_TINT,
    BODY,
    CAPTION,
    INK,
    MM,
    NEUTRAL_TINT,
    NOTE,
    SECTION,
    SUBTITLE,
    TABLE,
    TEXT_2,
    TITLE,
    Margins,
    TextStyle,
    client_color,
    rgb,
)
from microinf_desktop.documents.tables import Column, data_table
from microinf_desktop.documents.text import Run, Text, plain
from microinf_desktop.domain.briefs import BriefAudience, BriefData, BriefItem
from microinf_desktop.domain.clauses import ClauseLibrary
from microinf_desktop.domain.contract_terms import all_strings
from microinf_desktop.domain.errors import KnownError

_MARGINS = Margins(20 * MM, 20 * MM, 18 * MM, 16 * MM)
_TOGETHER = 4  # so many questions are not broken over pages
_COVER_TITLE = TITLE.but(size=28, leading=32, space_after=4)
_LEAD = BODY.but(size=11.5, leading=17.5, space_after=10)
_HEAD = SECTION.but(size=13, leading=18, space_before=16, space_after=4, keep_with_next=False)
_SMALL_HEAD = SECTION.but(keep_with_next=False, space_before=0)
_QUESTION = TextStyle(13.5, 19, 400)
_WORDS = TextStyle(14, 19, 600, space_after=2)
_BULLET = 4 * MM
_LABEL = 27 * MM
_FACT = BODY.but(space_after=3)
_GUTTER = 10 * MM
_PROMPTS = ("brief.prompt_1", "brief.prompt_2", "brief.prompt_3")


def render_brief(
    data: BriefData, library: ClauseLibrary, *, logo: bytes | None = None, images: Mapping[str, bytes] | None = None,
    preview: bool = False,
) -> bytes:
    """The brief as PDF; `library` gives its language, `images` the bytes of `data.images` by their SHA-256.

    A preview may lack deliverables and says on each page that it was not sent. KnownError lists what a brief cannot
    do without, or the characters that no installed font has. Pictures that cannot be read are left out.
    """
    needed = (("campaign", data.campaign), ("client", data.client), ("creator", data.creator))
    missing = [name for name, value in needed if not value.strip()]
    missing += [] if data.items or preview else ["list of deliverables"]
    if missing:
        raise KnownError(f"The brief cannot be made yet: {', '.join(missing)} missing.", "Enter it first.")
    glyphs = missing_characters(all_strings(data))
    if glyphs:
        listed = "; ".join(str(glyph) for glyph in glyphs[:10])
        raise KnownError(f"No installed font can print these characters of the brief: {listed}.",
                         "Install a font for this script, or write the text in other letters.")
    return _BriefPages(data, library, logo, images or {}, preview).build()


class _BriefPages:
    """Lays out one brief."""

    def __init__(
        self, data: BriefData, library: ClauseLibrary, logo: bytes | None, images: Mapping[str, bytes], preview: bool
    ) -> None:
        self._data, self._logo, self._images, self._preview = data, logo, images, preview
        self._formats = ContractFormats(library.language, data.locale, library.words)
        self._word = self._formats.word
        self._color = client_color(data.color)
        title = f"{self._word('brief.title')} {data.campaign}, {data.creator}"
        self._document = Document(
            DocumentInfo(title=title, author=data.agency, language=library.language, subject=data.client),
            paper=data.paper, margins=_MARGINS, header_height=9 * MM, first_header_height=24 * MM,
            footer_height=5 * MM, decorate=self._later_page, decorate_first=self._first_page,
        )
        self._width = self._document.content_width

    def build(self) -> bytes:
        return self._document.build([
            *self._head(), *self._about(), *self._messages(), *self._story(), *self._style(), *self._work(),
            *self._limits(), *self._label(), *self._days(),
        ])

    # what stands on each page

    def _first_page(self, page: PageInfo) -> None:
        top = page.height - page.margins.top
        page.canvas.setFillColorRGB(*rgb(self._color))
        page.canvas.rect(0, page.height - 4 * MM, page.width, 4 * MM, stroke=0, fill=1)
        if self._logo is not None:
            draw_image(page.canvas, self._logo, page.left, top + 4, 60 * MM, 15 * MM)
        else:
            left = page.left + draw_swatch(page.canvas, page.left, top - 12, self._data.color, 11)
            page.text(left, top - 11, self._data.client, SUBTITLE.but(weight=600, color=INK, size=13),
                      max_width=90 * MM)
        self._edition(page, top - 11)
        self._footer(page)

    def _later_page(self, page: PageInfo) -> None:
        top = page.height - page.margins.top
        page.text(page.left, top - 4, f"{self._data.campaign}, {self._data.creator}", CAPTION, max_width=105 * MM)
        self._edition(page, top - 4)
        self._footer(page)

    def _edition(self, page: PageInfo, y: float) -> None:
        edition = f"{self._word('version', version=self._data.version)}, {self._formats.day(self._data.dated)}"
        style = CAPTION.but(align="right")
        if self._preview:
            edition, style = self._word("brief.draft_mark"), style.but(weight=600, color=ATTENTION)
        page.text(page.right, y, edition, style)

    def _footer(self, page: PageInfo) -> None:
        base = page.margins.bottom
        page.rule(base - 2)
        client = self._data.client
        agency = self._data.agency.strip()
        said = f"{agency} {self._word('for_client', client=client)}" if agency else client
        page.text(page.left, base - 12, said, NOTE.but(size=7), max_width=100 * MM)
        template = self._word("page_of", page="{page}", pages="{pages}")
        page.page_of(page.right, base - 12, NOTE.but(size=7, align="right"), template)

    # building blocks

    def _section(self, key: str, *following: Any, together: int = 2) -> Iterator[Any]:
        """A heading kept with the beginning of so many things that follow it."""
        heading = Para(self._word(key), _HEAD, bookmark=key, outline_level=1)
        yield room_for(self._width, heading, *following[:together])
        yield heading
        yield from following

    def _bullets(self, texts: Sequence[str]) -> list[Para]:
        return [Para(text, _FACT, marker="–", indent=_BULLET) for text in texts if text.strip()]

    def _facts(self, pairs: Sequence[tuple[str, str]]) -> list[Para]:
        return [Para(text, _FACT, marker=Run(self._word(key), color=TEXT_2), indent=_LABEL)
                for key, text in pairs if text.strip()]

    def _beside(self, columns: Sequence[tuple[str, Sequence[Any]]]) -> Iterator[Any]:
        """Headed columns side by side; one alone takes the whole width as a section."""
        filled = [(key, list(parts)) for key, parts in columns if parts]
        if len(filled) == 1:
            yield from self._section(filled[0][0], *filled[0][1])
        elif filled:
            head = _SMALL_HEAD.but(keep_with_next=True)  # columns that are too high for a page follow one another
            block = SideBySide([[Para(self._word(key), head), *parts] for key, parts in filled], _GUTTER, 6)
            block.spaceBefore = 12
            yield block

    # what it is about

    def _head(self) -> Iterator[Any]:
        data = self._data
        yield Para(Run(self._word("brief.title"), color=TEXT_2), SUBTITLE.but(space_after=2))
        yield Para(data.campaign, _COVER_TITLE, bookmark="title")
        handles = account_names(data.handles, self._formats)
        subtitle: list[str | Run] = [Run(self._word("brief.for", creator=data.creator), weight=600, color=INK)]
        if handles:
            subtitle += [", ", Run(self._formats.listed(handles))]
        yield Para(subtitle, SUBTITLE.but(space_after=14))
        for text in (*data.opening.splitlines(), *(() if data.opening.strip() else data.summary.splitlines())):
            if text.strip():
                yield Para(text.strip(), _LEAD, direction="auto")

    def _about(self) -> Iterator[Any]:
        data = self._data
        if data.why_you.strip():
            said = [Para(self._word("brief.why_you"), _SMALL_HEAD, bookmark="brief.why_you", outline_level=1)]
            said += [Para(line, _FACT.but(size=10.5, leading=16), direction="auto")
                     for line in data.why_you.splitlines() if line.strip()]
            yield Panel(said, self._color)
        audience = self._audience(data.audience) if data.audience else ""
        summary = data.summary if data.opening.strip() else ""
        left = self._facts((("brief.about", summary), ("brief.product", data.product),
                            ("brief.objectives", self._formats.joined(data.objectives))))
        right = self._facts((("brief.audience", audience), ("brief.tone", data.tone)))
        columns = [column for column in (left, right) if column]
        if columns:
            yield Rule(6)
            yield SideBySide(columns, _GUTTER, 4)

    def _messages(self) -> Iterator[Any]:
        data = self._data
        points = [*self._bullets(data.talking_points)]
        if data.own_points:
            own = _FACT.but(color=TEXT_2, space_before=3, keep_with_next=True)
            points += [Para(self._word("brief.own_points"), own)] if points else []
            points += self._bullets(data.own_points)
        yield from self._beside((("brief.messages", self._bullets(data.key_messages)), ("brief.points", points)))
        if data.call_to_action.strip():
            yield from self._section("brief.action", Para(data.call_to_action, BODY, direction="auto"))

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

    # her story

    def _story(self) -> Iterator[Any]:
        data = self._data
        prompts = data.story_prompts or tuple(self._word(key) for key in _PROMPTS)
        questions = [Question(Para(text, _QUESTION, direction="auto"), self._color) for text in prompts if text.strip()]
        intro = Para(self._word("brief.story_intro"), BODY.but(color=TEXT_2, space_after=2))
        few = len(questions) <= _TOGETHER
        yield from self._section("brief.story", intro, *questions, together=1 + len(questions) if few else 2)
        freedom = data.freedom.strip() or self._word("brief.freedom_text")
        said = [Para(self._word("brief.freedom"), _SMALL_HEAD, bookmark="brief.freedom", outline_level=1)]
        said += [Para(line, BODY, direction="auto") for line in freedom.splitlines() if line.strip()]
        yield Panel(said, self._color)
        if data.learnings:
            yield from self._section("brief.learnings", *self._bullets(data.learnings))

    def _style(self) -> Iterator[Any]:
        data = self._data
        facts = self._facts((("brief.look", data.visual_style), ("brief.direction", data.visual_direction)))
        colors = [color for color in data.palette if is_color(color)]
        pictures = self._pictures()
        if not (facts or colors or pictures):
            return
        following: list[Any] = [*facts]
        if colors:
            following.append(Swatches(colors))
        following += [MoodRow(pictures[at:at + 3]) for at in range(0, len(pictures), 3)]
        yield from self._section("brief.style", *following)

    def _pictures(self) -> list[tuple[bytes, str]]:
        small = ((thumbnail(self._images[one.sha256]), one.caption) for one in self._data.images
                 if one.sha256 in self._images)
        return [(data, caption) for data, caption in small if data is not None]

    # the work

    def _work(self) -> Iterator[Any]:
        data = self._data
        if not data.items:
            gap = Para(self._word("brief.no_items"), BODY.but(color=ATTENTION))
            yield from self._section("brief.work", Panel([gap], ATTENTION, fill=ATTENTION_TINT))
            return
        names = ("deliverable", "platform", "draft_due", "publish")
        columns = [*(Column(self._word(f"column.{name}")) for name in names),
                   Column(self._word("column.live_for"), "right")]
        rows = [self._work_row(item) for item in data.items]
        yield from self._section("brief.work", data_table(columns, rows, self._width, space_after=8))
        carried = self._carried()
        if carried:
            table = data_table(
                (Column(self._word("column.deliverable"), share=0.34), Column(self._word("column.requirement"))),
                carried, self._width, space_after=8,
            )
            yield from self._section("brief.carries", table)

    def _work_row(self, item: BriefItem) -> Sequence[Text]:
        formats, term = self._formats, item.term
        live = "–" if term.keep_live_days is None else formats.count("days", term.keep_live_days)
        if term.keep_live_days == 1:
            live = formats.count("hours", 24)
        return (
            Run(deliverable_name(term, formats, self._data.handles), weight=600),
            platform_name(formats, term.platform),
            formats.table_day(term.draft_due_on) if term.draft_due_on else "–",
            formats.table_day(term.publish_on) if term.publish_on else "–", live if term.is_published else "–",
        )

    def _carried(self) -> list[Sequence[Text]]:
        """What each deliverable must carry; deliverables that carry the same share a row."""
        together: dict[str, list[str]] = {}
        for item in self._data.items:
            name = deliverable_name(item.term, self._formats, self._data.handles)
            lines = [plain(row[1]) for row in requirement_rows([item.term], self._formats, self._data.handles)]
            lines += [self._word("brief.caption", text=item.caption)] if item.caption else []
            lines += [self._word("brief.item_action", text=item.call_to_action)] if item.call_to_action else []
            if item.min_characters:
                lines.append(self._formats.count("brief.min_characters", item.min_characters))
            if lines:
                together.setdefault("\n".join(lines), []).append(name)
        return [("\n".join(names), said) for said, names in together.items()]

    def _limits(self) -> Iterator[Any]:
        data = self._data
        yield from self._beside((("brief.dos", self._bullets(data.dos)), ("brief.donts", self._bullets(data.donts))))
        if data.forbidden_words:
            yield Para(self._word("brief.words", list=", ".join(data.forbidden_words)), BODY)
        if data.approved_claims:
            claims = self._word("brief.claims", list=self._formats.joined(data.approved_claims))
            yield Para([Run(claims), ". ", self._word("brief.only_claims")], BODY)

    # the label

    def _label(self) -> Iterator[Any]:
        data = self._data
        if not data.is_labelled:
            return
        if not data.disclosures:
            if self._preview and data.items:
                gap = Para(self._word("brief.no_label"), BODY.but(color=ATTENTION))
                yield from self._section("brief.label", Panel([gap], ATTENTION, fill=ATTENTION_TINT))
            return
        panels = [self._label_panel(*row) for row in disclosure_table(data.disclosures, self._formats).rows]
        yield from self._section("brief.label", Para(self._word("brief.label_intro"), BODY), *panels)

    def _label_panel(self, where: Text, labels: Text, placement: Text, tool: Text) -> Any:
        """Which words, in type nobody overlooks; then the place and the platform's own switch."""
        parts = [Para(where, CAPTION.but(color=TEXT_2, size=8)), Para(plain(labels), _WORDS)]
        for key, text in (("brief.where", placement), ("brief.switch", tool)):
            lines = [line for line in plain(text).splitlines() if line.strip() and line.strip() != "–"]
            for place, line in enumerate(lines):
                label = Run(self._word(key), color=TEXT_2) if place == 0 else ""
                said = f"{line[:1].upper()}{line[1:]}"
                parts.append(Para(said, TABLE.but(leading=12, space_after=1), marker=label, indent=_LABEL))
        panel = Panel(parts, INK, fill=NEUTRAL_TINT, pad=3 * MM)
        panel.spaceBefore, panel.spaceAfter = 3.0, 5.0
        return panel

    # days and people

    def _days(self) -> Iterator[Any]:
        """The days, and whom to ask under them."""
        data, formats = self._data, self._formats
        steps = [(step.day, step.what) for step in data.steps]
        for term in (item.term for item in data.items):
            name = deliverable_name(term, formats, data.handles)
            if term.draft_due_on:
                steps.append((term.draft_due_on, self._word("brief.draft", what=name)))
            if term.publish_on and term.is_published:
                steps.append((term.publish_on, self._word("brief.publish", what=name)))
        if steps:
            rows = [(formats.table_day(day), what) for day, what in sorted(steps)]
            columns = (Column(self._word("column.day"), share=0.25), Column(self._word("column.what")))
            table = data_table(columns, rows, self._width, space_after=4)
            zone = [Para(self._word("brief.days_zone", zone=data.time_zone), CAPTION)] if data.time_zone else []
            heading = Para(self._word("brief.days"), _HEAD, bookmark="brief.days", outline_level=1)
            yield room_for(self._width, heading, table)
            yield heading
            yield TableWithEnd(table, *zone, *self._contact())
        else:
            yield from self._contact()

    def _contact(self) -> Iterator[Any]:
        contact = self._data.contact
        reach = [part for part in (contact.email, contact.phone) if part.strip()] if contact is not None else []
        if contact is None or not (reach or contact.name.strip()):
            return
        said = [Para(self._word("brief.contact"), _SMALL_HEAD, bookmark="brief.contact", outline_level=1),
                Para([Run(contact.name or reach[0], weight=600), *(Run(f",  {part}") for part in reach
                                                                   if contact.name or part != reach[0])],
                     BODY.but(size=10.5, leading=15))]
        yield Panel(said, self._color)

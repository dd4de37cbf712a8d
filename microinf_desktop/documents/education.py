"""The education sheet of a creator as PDF: what to write, where, and what to switch on, on one page."""

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable

from microinf_desktop.documents.blocks import SideBySide
from microinf_desktop.documents.fonts import missing_characters
from microinf_desktop.documents.formats import ContractFormats
from microinf_desktop.documents.page import Document, DocumentInfo, PageInfo, draw_image
from microinf_desktop.documents.paragraph import Para
from microinf_desktop.documents.report_parts import draw_swatch
from microinf_desktop.documents.report_tables import PLATFORM_LABELS
from microinf_desktop.documents.styles import (
    BODY,
    CAPTION,
    DANGER,
    DONE,
    INK,
    MM,
    NOTE,
    SECTION,
    SUBTITLE,
    TABLE,
    TEXT_2,
    TEXT_3,
    TITLE,
    Margins,
    TextStyle,
    rgb,
)
from microinf_desktop.documents.tables import Column, data_table
from microinf_desktop.documents.text import Run, Text, draw_text
from microinf_desktop.domain.contract_terms import all_strings
from microinf_desktop.domain.disclosure.packs import split_version
from microinf_desktop.domain.dossiers import EducationData, EducationRow, EducationWords
from microinf_desktop.domain.education import EducationTexts
from microinf_desktop.domain.enums import Platform
from microinf_desktop.domain.errors import KnownError

_FACT = BODY.but(size=8.5, leading=12.5, space_after=2.5)
_DASH = "–"
_SHEET_MARGINS = Margins(18 * MM, 18 * MM, 15 * MM, 12 * MM)
# The largest that fits on one page is taken.
_SIZES = (1.2, 1.1, 1.0, 0.93, 0.86, 0.8)
# Where the kind of post says all.
_SELF_NAMED = (Platform.BLOG, Platform.NEWSLETTER, Platform.PODCAST, Platform.OTHER)
_SPOKEN = ("video", "live", "audio")
# Codes of the packs that ISO 3166 has another code for.
_TERRITORY = {"UK": "GB"}


def render_education(data: EducationData, texts: EducationTexts, *, logo: bytes | None = None) -> bytes:
    """The education sheet as PDF bytes, in the language of `texts`: one page, set smaller where there is much to say.

    KnownError when the logo cannot be read, or lists the characters that no installed font has.
    """
    glyphs = missing_characters(all_strings(data))
    if glyphs:
        listed = "; ".join(str(glyph) for glyph in glyphs[:10])
        raise KnownError(f"No installed font can print these characters of the education sheet: {listed}.",
                         "Install a font for this script, or write the text in other letters.")
    made = b""
    for size in _SIZES:
        sheet = _Sheet(data, texts, logo, size)
        made = sheet.build()
        if sheet.last_page == 1:
            break
    return made


class _End(Flowable):  # type: ignore[misc]
    """The line to sign; remembers on which page the sheet ends."""

    def __init__(self, sheet: "_Sheet", text: str, labels: tuple[str, str]) -> None:
        super().__init__()
        self.spaceBefore = 8.0
        self._sheet, self._text, self._labels = sheet, text, labels

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.width, self.height = available_width, 62.0
        return self.width, self.height

    def draw(self) -> None:
        self._sheet.last_page = self.canv.getPageNumber()
        draw_text(self.canv, 0, self.height - 10, self._text, BODY.but(weight=600), max_width=self.width)
        gutter = 10 * MM
        width = (self.width - gutter) / 2
        self.canv.setStrokeColorRGB(*rgb(TEXT_3))
        self.canv.setLineWidth(0.5)
        for x, label in zip((0.0, width + gutter), self._labels, strict=True):
            self.canv.line(x, 12, x + width, 12)
            draw_text(self.canv, x, 2, label, CAPTION, max_width=width)


class _Sheet:
    """Lays out one sheet at one size."""

    def __init__(self, data: EducationData, texts: EducationTexts, logo: bytes | None, size: float) -> None:
        self._data, self._texts, self._logo = data, texts, logo
        self._formats = ContractFormats(texts.language, data.locale, {})
        self._size = size
        self.last_page = 0
        self._document = Document(
            DocumentInfo(title=f"{texts.say('title')}: {data.campaign}, {data.creator}", author=data.agency,
                         language=self._formats.tag, subject=data.client),
            paper=data.paper, margins=_SHEET_MARGINS, header_height=12 * MM, footer_height=6 * MM,
            decorate=self._decorate,
        )
        self._width = self._document.content_width

    def _set(self, style: TextStyle, **changes: Any) -> TextStyle:
        return style.but(**{"size": style.size * self._size, "leading": style.leading * self._size, **changes})

    def build(self) -> bytes:
        data, say = self._data, self._texts.say
        end = _End(self, say("agreed", client=data.client),
                   (say("signature", creator=data.creator), say("place_date")))
        return self._document.build([*self._head(), self._table(), *self._words(), *self._always(), end])

    def _decorate(self, page: PageInfo) -> None:
        data, top = self._data, page.height - page.margins.top
        left = page.left
        if self._logo is not None:
            left += draw_image(page.canvas, self._logo, left, top + 5, 50 * MM, 9.5 * MM)[0] + 5 * MM
        else:
            left += draw_swatch(page.canvas, left, top - 8, data.color, 8)
            left += page.text(left + 2, top - 7, data.client, CAPTION.but(size=8.5, weight=600, color=INK),
                              max_width=80 * MM) + 8
        page.text(left, top - 7, data.campaign, CAPTION.but(size=8.5), max_width=60 * MM)
        page.text(page.right, top - 7, self._formats.day(data.prepared_on), CAPTION.but(align="right"))
        base = page.margins.bottom
        page.rule(base + 2)
        page.text(page.left, base - 8, self._texts.say("advice", agency=data.agency), NOTE,
                  max_width=(page.right - page.left) * 0.85)
        page.page_of(page.right, base - 8, NOTE.but(align="right"), self._texts.texts["page"])

    def _head(self) -> Iterator[Any]:
        data, texts = self._data, self._texts
        yield Para(texts.say("title"), self._set(TITLE, space_after=1), bookmark="title")
        tie = texts.ties.get(data.tie, texts.ties["unknown"])
        yield Para(texts.say("for", creator=data.creator, tie=tie), self._set(SUBTITLE, space_after=4))
        if data.is_foreign:
            yield Para(texts.say("fallback"), self._set(_FACT, color=TEXT_2, space_after=4))

    def _table(self) -> Any:
        say = self._texts.say
        columns = (Column(say("head_post"), share=0.19), Column(say("head_write"), share=0.2),
                   Column(say("head_where"), share=0.4), Column(say("head_switch"), share=0.21))
        return data_table(columns, [self._row(row) for row in self._data.rows], self._width, style=self._set(TABLE),
                          space_after=6)

    def _row(self, row: EducationRow) -> Sequence[Text]:
        texts = self._texts
        areas: Sequence[str] = row.jurisdictions
        if len(areas) < 3:  # more names would crowd the sheet
            areas = [self._formats.country(_TERRITORY.get(code, code)) for code in areas]
        seen = f"{self._formats.listed(areas)}, {self._formats.language(row.language)}"
        write: list[str | Run] = [Run(row.text.removesuffix(" |"), weight=600)]
        write += [Run(f"\n{texts.say('or', tag=row.tag)}")] if row.tag else []
        where = [texts.place(row.form, row.fold, row.minutes)]
        where += [texts.say("say", words=row.said)] if row.form in _SPOKEN else []
        where += [texts.also.get(also, also).replace("{brand}", self._data.client) for also in row.also]
        tool = texts.tools.get(row.platform, row.platform_tool) if row.platform_tool else _DASH
        return [Run(self._post(row), weight=600), Run(f"\n{seen}", color=TEXT_2)], write, " ".join(where), tool

    def _post(self, row: EducationRow) -> str:
        """Platform and kinds, the platform once."""
        kinds = ", ".join(self._texts.kinds[kind] for kind in row.kinds)
        platform = PLATFORM_LABELS[row.platform]
        if row.platform in _SELF_NAMED or all(platform in self._texts.kinds[kind] for kind in row.kinds):
            return kinds
        return self._texts.say("post", platform=platform, kinds=kinds)

    def _words(self) -> Iterator[Any]:
        say = self._texts.say
        for words in self._data.words:
            area = self._formats.country(_TERRITORY.get(words.jurisdiction, words.jurisdiction))
            name = words.name if area == words.jurisdiction else area
            title = f"{name[:1].upper()}{name[1:]}, {self._formats.language(words.language)}"
            yield Para(title, self._set(SECTION, space_before=6, space_after=1))
            fact = self._set(_FACT)
            columns = [
                [Para(say("accepted"), fact.but(weight=600, color=DONE)),
                 Para(",  ".join(words.accepted) or say("no_example"), fact)],
                [Para(say("refused"), fact.but(weight=600, color=DANGER)),
                 Para(",  ".join(words.refused) or say("no_example"), fact)],
            ]
            yield SideBySide(columns, 8 * MM, space_after=1)
            yield Para(self._pack(words), self._set(NOTE, space_after=2))

    def _pack(self, words: EducationWords) -> str:
        say = self._texts.say
        version, own = split_version(words.pack_version)
        version = say("additions", version=version, n=own) if own else version
        doubt = "" if words.is_sourced else say("unsourced")
        return f"{say('pack', version=version, day=self._formats.day(words.checked_on))}{doubt}"

    def _always(self) -> Iterator[Any]:
        yield Para(self._texts.say("everywhere"), self._set(SECTION, space_before=6))
        for text in self._texts.always:
            yield Para(text, self._set(_FACT), marker=_DASH, indent=9)
